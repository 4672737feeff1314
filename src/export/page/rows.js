// What a value is called whatever the language: filters stay when the language changes.
function identity(word) {
  return word === null || word === undefined ? "" : typeof word === "object" ? word.vi : String(word);
}

// Which rows of a table are shown, and in which order. Knows no element.
class Rows {
  constructor(table) {
    this.table = table;
    this.search = "";
    this.chosen = new Map(); // column key → identity of the only value shown
    this.sort = null; // { key, down }
    this.column = new Map(table.columns.map((column) => [column.key, column]));
    this.forget();
  }

  // The language changed: words are others.
  forget() {
    this.said = new Map();
    this.folded = new Map();
    this.order = null;
  }

  value(column, row) {
    if (column.numbers) return column.numbers[row];
    const at = column.at[row];
    return at === null ? null : column.words[at];
  }

  // The words of a column as the language says them.
  words(column) {
    if (!this.said.has(column.key)) this.said.set(column.key, column.words.map(say));
    return this.said.get(column.key);
  }

  // The values of a column that a reader may choose from; none where there are too many, but one, or one a row.
  choices(column) {
    if (column.numbers || column.words.length > 150 || column.words.length < 2) return [];
    if (column.words.length * 2 > this.table.rows) return [];
    const collator = new Intl.Collator(language, { numeric: true });
    const choices = column.words.map((word) => ({ id: identity(word), text: say(word) }));
    return choices.sort((a, b) => collator.compare(a.text, b.text));
  }

  // For each term, which rows hold it: decided once a word, not once a row.
  matches(term) {
    const hits = this.table.columns.map((column) => {
      if (column.numbers) return null;
      if (!this.folded.has(column.key)) this.folded.set(column.key, this.words(column).map(plain));
      return this.folded.get(column.key).map((word) => word.includes(term));
    });
    const digits = term.replace(/[.,]/g, "");
    const asNumber = /^\d+$/.test(digits) ? digits : null;
    return (row) =>
      this.table.columns.some((column, position) => {
        if (column.numbers) return asNumber !== null && String(column.numbers[row] ?? "") === asNumber;
        const at = column.at[row];
        return at !== null && hits[position][at];
      });
  }

  filters() {
    const filters = [];
    for (const [key, value] of this.chosen) {
      const column = this.column.get(key);
      const place = value === "" ? null : column.words.findIndex((word) => identity(word) === value);
      filters.push((row) => column.at[row] === place);
    }
    for (const term of plain(this.search).split(/\s+/)) if (term) filters.push(this.matches(term));
    return filters;
  }

  // Positions of the rows shown, in order.
  shown() {
    if (this.order) return this.order;
    const filters = this.filters();
    const rows = [];
    for (let row = 0; row < this.table.rows; row += 1) if (filters.every((filter) => filter(row))) rows.push(row);
    if (this.sort) this.arrange(rows);
    this.order = rows;
    return rows;
  }

  // Blanks stand last whichever way the rows are sorted; equal rows keep their order.
  arrange(rows) {
    const column = this.column.get(this.sort.key);
    let rank;
    if (column.numbers) {
      rank = (row) => column.numbers[row];
    } else {
      const words = this.words(column);
      const collator = new Intl.Collator(language, { numeric: true });
      const places = new Array(words.length);
      [...words.keys()].sort((a, b) => collator.compare(words[a], words[b])).forEach((word, place) => { places[word] = place; });
      rank = (row) => (column.at[row] === null ? null : places[column.at[row]]);
    }
    const way = this.sort.down ? -1 : 1;
    rows.sort((a, b) => {
      const [x, y] = [rank(a), rank(b)];
      if (x === null || y === null) return (x === null) - (y === null) || a - b;
      return way * (x - y) || a - b;
    });
  }

  change() {
    this.order = null;
  }
}
