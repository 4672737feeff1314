// Squares coloured by a share; each opens its table.
const STEPS = [
  { from: 0, ground: "#7f2704", ink: "#ffffff" },
  { from: 0.2, ground: "#c8641e", ink: "#000000" },
  { from: 0.4, ground: "#fdc086", ink: "#000000" },
  { from: 0.6, ground: "#c6dbef", ink: "#000000" },
  { from: 0.8, ground: "#5a9bd4", ink: "#000000" },
  { from: 1, ground: "#08519c", ink: "#ffffff" },
];

class TilesView {
  constructor(tiles) {
    this.tiles = tiles;
    this.element = make("figure", { class: "tiles" });
  }

  draw() {
    const legend = make("div", { class: "legend" }, ...STEPS.map((step, place) => {
      const next = STEPS[place + 1];
      const text = next ? share(step.from) + " – <" + share(next.from) : share(1);
      return make("span", { style: this.colours(step) }, text);
    }));
    const groups = this.tiles.groups.map((group) => {
      const name = say(group.name);
      const squares = make("div", { class: "squares" }, ...group.tiles.map((tile) => this.square(tile)));
      return make("div", { class: "tile-group" }, name ? make("h3", {}, name) : null, squares);
    });
    this.element.replaceChildren(make("figcaption", {}, say(this.tiles.caption)), legend, ...groups);
  }

  colours(step) {
    return "background:" + step.ground + ";color:" + step.ink;
  }

  square(tile) {
    const step = tile.share === null ? null : [...STEPS].reverse().find((candidate) => tile.share >= candidate.from) || STEPS[0];
    const figure = tile.share === null ? "–" : share(tile.share);
    const { table, key } = this.tiles.opens;
    const open = () => openTables([table], [[key, identity(tile.name)]]);
    return make("button", { type: "button", class: "tile", title: say(tile.note), onclick: open,
      style: step ? this.colours(step) : "background:#e4e7eb;color:#1f2933" },
    make("span", { class: "tile-name" }, say(tile.name)), make("span", { class: "tile-share" }, figure));
  }
}
