// Colours for shares, the same for squares and maps; squares, of which each opens its table.
const COLOURS = [
  { ground: "#7f2704", ink: "#ffffff" },
  { ground: "#c8641e", ink: "#000000" },
  { ground: "#fdc086", ink: "#000000" },
  { ground: "#c6dbef", ink: "#000000" },
  { ground: "#5a9bd4", ink: "#000000" },
  { ground: "#08519c", ink: "#ffffff" },
];
const NO_SHARE = { ground: "#e4e7eb", ink: "#1f2933" };

// The lowest share of each colour: in fifths of the smallest round figure that no share passes.
function stepsOf(shares) {
  const largest = shares.reduce((most, value) => Math.max(most, value ?? 0), 0);
  const top = [0.05, 0.1, 0.2, 0.5].find((figure) => largest < figure) || 1;
  const steps = COLOURS.map((colour, place) => ({ ...colour, from: (place * top) / 5 }));
  return top < 1 ? steps.slice(0, 5) : steps;
}

// What a colour stands for.
function stepText(steps, place) {
  const next = steps[place + 1];
  return next ? share(steps[place].from) + " – <" + share(next.from) : "≥ " + share(steps[place].from);
}

// The colours as a map of the charting library takes them.
function piecesOf(shares) {
  const steps = stepsOf(shares);
  return steps.map((step, place) => {
    const end = steps[place + 1] ? { lt: steps[place + 1].from } : {};
    return { gte: step.from, ...end, color: step.ground, label: stepText(steps, place) };
  });
}

class TilesView {
  constructor(tiles) {
    this.tiles = tiles;
    this.steps = stepsOf(tiles.groups.flatMap((group) => group.tiles.map((tile) => tile.share)));
    this.element = make("figure", { class: "tiles" });
  }

  draw() {
    const legend = make("div", { class: "legend" }, ...this.steps.map((step, place) => make("span", { style: this.colours(step) }, stepText(this.steps, place))));
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
    const reached = this.steps.filter((candidate) => tile.share >= candidate.from);
    const step = tile.share === null ? NO_SHARE : reached[reached.length - 1] || this.steps[0];
    const figure = tile.share === null ? "–" : share(tile.share);
    const { table, key } = this.tiles.opens;
    const open = () => openTables([table], [[key, identity(tile.name)]]);
    return make("button", { type: "button", class: "tile", title: say(tile.note), onclick: open,
      style: this.colours(step) },
    make("span", { class: "tile-name" }, say(tile.name)), make("span", { class: "tile-share" }, figure));
  }
}
