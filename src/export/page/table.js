// A table on the page: only the rows in sight are elements, so that thirty thousand rows scroll as ten do.
const ROW_HEIGHT = 32;
const PRINTED = 60;
// A table of no more rows is there as a whole, and its texts are not cut.
const SHORT = 60;
const VIEWS = new Map();

// Filters tables by the same values and leads the reader to the first that has such rows.
function openTables(tables, chosen) {
  const views = tables.map((table) => VIEWS.get(table)).filter(Boolean);
  if (views.length === 0) return;
  for (const view of views) view.only(chosen);
  (views.find((view) => view.rows.shown().length > 0) || views[0]).show();
}

class TableView {
  constructor(table) {
    this.table = table;
    this.rows = new Rows(table);
    this.printing = false;
    VIEWS.set(table.id, this);
    this.element = make("div", { class: "table-block", id: "table-" + table.id });
  }

  // Everything anew: once the page is there, and when the language changes.
  draw() {
    // A table that was too long for the page cannot be opened.
    this.leads = this.table.opens !== undefined && this.table.opens.tables.some((table) => VIEWS.has(table));
    this.rows.forget();
    this.first = -1;
    const caption = make("p", { class: "caption", id: "caption-" + this.table.id }, say(this.table.caption));
    this.count = make("p", { class: "count", role: "status" });
    this.chips = make("div", { class: "chips" });
    this.body = make("tbody");
    this.heads = this.table.columns.map((column) => this.head(column));
    const first = this.leads ? make("th", { class: "opener" }, make("span", { class: "unseen" }, sentence("opens"))) : null;
    const grid = make("table", { "aria-labelledby": caption.id, "aria-rowcount": this.table.rows + 1 }, this.widths(),
      make("thead", {}, make("tr", {}, first, ...this.heads.map((head) => head.cell))), this.body);
    grid.style.width = this.width + "px";
    const kind = this.table.rows <= SHORT ? "table-scroll short" : "table-scroll";
    this.scroll = make("div", { class: kind, tabindex: 0, role: "region", "aria-labelledby": caption.id,
      onscroll: () => this.window() }, grid);
    const tools = this.table.rows > 8 ? this.tools() : null;
    this.note = make("p", { class: "print-note" });
    this.element.replaceChildren(caption, ...(tools ? [tools] : []), this.chips, this.count, this.scroll, this.note);
    this.refresh();
  }

  head(column) {
    const state = make("span", { class: "unseen" });
    const button = make("button", { type: "button", onclick: () => this.sortBy(column.key) }, say(column.heading), state);
    return { column, state, cell: make("th", { scope: "col", class: column.numbers ? "figure" : null }, button,
      make("span", { class: "print-head", "aria-hidden": "true" }, say(column.heading))) };
  }

  // Widths that do not jump while rows come and go.
  widths() {
    const sizes = this.table.columns.map((column) => {
      const heading = Math.ceil(say(column.heading).length * 0.6);
      const longest = column.numbers
        ? column.numbers.reduce((most, value) => Math.max(most, value === null ? 0 : Math.abs(value)), 0)
        : 0;
      const content = column.numbers
        ? written(column.kind, longest).length + 1
        : column.words.reduce((most, word) => Math.max(most, say(word).length), 0);
      return 26 + 8 * Math.min(60, Math.max(6, heading, content));
    });
    if (this.leads) sizes.unshift(44);
    this.width = sizes.reduce((sum, size) => sum + size, 0);
    return make("colgroup", {}, ...sizes.map((size) => make("col", { style: "width:" + size + "px" })));
  }

  tools() {
    const search = make("input", { type: "search", value: this.rows.search, "aria-label": sentence("search"),
      placeholder: sentence("search"), oninput: () => { this.rows.search = search.value; this.change(); } });
    this.input = search;
    this.selects = new Map();
    const selects = this.table.columns.map((column) => {
      const choices = this.rows.choices(column);
      if (choices.length === 0) return null;
      const select = make("select", { onchange: () => this.choose(column.key, select) },
        make("option", { value: "0" }, sentence("all")),
        ...choices.map((choice, place) => make("option", { value: place + 1 }, choice.text)));
      this.selects.set(column.key, { select, choices });
      return make("label", {}, say(column.heading), select);
    });
    return make("div", { class: "tools" }, search, ...selects);
  }

  choose(key, select) {
    const choice = this.selects.get(key).choices[select.value - 1];
    if (choice) this.rows.chosen.set(key, choice.id);
    else this.rows.chosen.delete(key);
    this.change();
  }

  sortBy(key) {
    const now = this.rows.sort;
    this.rows.sort = !now || now.key !== key ? { key, down: false } : now.down ? null : { key, down: true };
    this.change();
  }

  change() {
    this.rows.change();
    this.scroll.scrollTop = 0;
    this.refresh();
  }

  clear() {
    this.rows.chosen.clear();
    this.rows.search = "";
    if (this.input) this.input.value = "";
    this.change();
  }

  // Shows only the rows with these values, as if the reader had chosen them.
  only(chosen) {
    this.clear();
    this.rows.chosen = new Map(chosen);
    this.change();
  }

  // Brings the table to the reader's eyes and keys.
  show() {
    this.element.scrollIntoView({ block: "start" });
    this.scroll.focus({ preventScroll: true });
  }

  refresh() {
    const shown = this.rows.shown();
    const facts = { shown: number(shown.length), rows: number(this.table.rows) };
    this.count.textContent = this.table.rows === 0 ? sentence("nothing") : sentence("shown", facts);
    this.note.textContent = shown.length > PRINTED ? sentence("printed", { shown: number(PRINTED), rows: number(shown.length) }) : "";
    for (const { column, state, cell } of this.heads) {
      const sort = this.rows.sort && this.rows.sort.key === column.key ? this.rows.sort : null;
      cell.setAttribute("aria-sort", sort ? (sort.down ? "descending" : "ascending") : "none");
      state.textContent = " (" + sentence(sort ? (sort.down ? "sort-down" : "sort-up") : "sort-none") + ")";
    }
    if (this.selects) {
      for (const [key, { select, choices }] of this.selects) {
        select.value = String(choices.findIndex((choice) => choice.id === this.rows.chosen.get(key)) + 1);
      }
    }
    this.chips.replaceChildren(...this.chipsOf());
    this.first = -1;
    this.window();
  }

  chipsOf() {
    if (this.rows.chosen.size === 0 && this.rows.search === "") return [];
    const chips = [...this.rows.chosen].map(([key, id]) => {
      const column = this.rows.column.get(key);
      const word = column.words.find((candidate) => identity(candidate) === id);
      const value = say(column.heading) + " = " + (id === "" ? sentence("blank") : word === undefined ? id : say(word));
      return make("span", { class: "chip" }, sentence("filtered", { value }));
    });
    return [...chips, make("button", { type: "button", onclick: () => this.clear() }, sentence("clear"))];
  }

  // The rows in sight, with room above and below for the others.
  window() {
    const shown = this.rows.shown();
    const height = this.scroll.clientHeight || 14 * ROW_HEIGHT;
    const start = this.printing || this.table.rows <= SHORT ? 0 : Math.max(0, Math.floor(this.scroll.scrollTop / ROW_HEIGHT) - 10);
    const first = start - (start % 10);
    const last = this.printing || this.table.rows <= SHORT ? Math.min(shown.length, PRINTED)
      : Math.min(shown.length, first + Math.ceil(height / ROW_HEIGHT) + 40);
    if (first === this.first && !this.printing) return;
    this.first = first;
    const rows = [];
    for (let place = first; place < last; place += 1) rows.push(this.row(shown[place], place));
    const room = (count) => make("tr", { class: "room", "aria-hidden": "true" },
      make("td", { colspan: this.table.columns.length + 1, style: "height:" + count * ROW_HEIGHT + "px" }));
    const below = this.printing ? 0 : shown.length - last;
    this.body.replaceChildren(...(first > 0 ? [room(first)] : []), ...rows, ...(below > 0 ? [room(below)] : []));
  }

  row(row, place) {
    const cells = this.table.columns.map((column) => {
      const value = this.rows.value(column, row);
      const text = value === null && column.numbers ? this.table.withheld || "" : written(column.kind, value);
      return make("td", { class: column.numbers ? "figure" : null, title: text.length > 24 ? text : null }, text);
    });
    if (!this.leads) return make("tr", { "aria-rowindex": place + 2, class: place % 2 ? "odd" : null }, ...cells);
    const name = cells[0].textContent;
    const opener = make("button", { type: "button", "aria-label": sentence("opens") + ": " + name, onclick: () => this.open(row) }, "›");
    return make("tr", { "aria-rowindex": place + 2, class: place % 2 ? "odd" : null }, make("td", { class: "opener" }, opener), ...cells);
  }

  open(row) {
    const chosen = this.table.opens.by.map((key) => [key, identity(this.rows.value(this.rows.column.get(key), row))]);
    openTables(this.table.opens.tables, chosen);
  }

  print(printing) {
    this.printing = printing;
    this.first = -1;
    this.window();
  }
}
