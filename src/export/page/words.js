// Words and numbers in the language that the reader chose.
const WORDS = JSON.parse(document.getElementById("page-words").textContent);
const DATA = JSON.parse(document.getElementById("page-data").textContent);
let language = location.hash === "#lang=en" ? "en" : location.hash === "#lang=vi" ? "vi" : DATA.language;

// A text of the page in the language chosen: one text, or one a language.
function say(text) {
  if (text === null || text === undefined) return "";
  return typeof text === "object" ? text[language] : String(text);
}

// A sentence of the shell; %name is filled from `facts`.
function sentence(name, facts) {
  return say(WORDS[name]).replace(/%(\w+)/g, (whole, key) => (facts && key in facts ? facts[key] : whole));
}

const FORMATS = {};
function format(digits, what = "maximumFractionDigits") {
  const key = language + what + digits;
  if (!FORMATS[key]) FORMATS[key] = new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-GB", { [what]: digits });
  return FORMATS[key];
}

// A number with the digits that matter.
function number(value) {
  const size = Math.abs(value);
  if (size < 1) return format(3, "maximumSignificantDigits").format(value);
  return format(size >= 1000 || Number.isInteger(value) ? 0 : 2).format(value);
}

function share(value) {
  return format(1).format(value * 100) + "\u00a0%";
}

// Money for an axis or a label, where whole đồng would be too long.
function shortMoney(value) {
  if (Math.abs(value) >= 1e9) return format(1).format(value / 1e9) + " " + sentence("billion");
  if (Math.abs(value) >= 1e6) return format(1).format(value / 1e6) + " " + sentence("million");
  return format(0).format(value);
}

// How a cell of a kind is written.
function written(kind, value) {
  if (value === null || value === undefined) return "";
  if (kind === "money") return format(0).format(value);
  if (kind === "share") return share(value);
  if (kind === "number") return number(value);
  return say(value);
}

// A text as it is searched: without accents, lower case.
function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}

// An element with attributes and children; texts never become markup.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}
