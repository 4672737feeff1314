// The page as a whole: its sections, the language switch, printing.
const DRAWN = [];

function paragraph(block) {
  const element = make("p", { class: block.block });
  DRAWN.push(() => { element.textContent = say(block.text); });
  return element;
}

function facts(block) {
  const element = make("dl", { class: "facts" });
  DRAWN.push(() => element.replaceChildren(...block.facts.map((fact) => make("div", { class: "fact" },
    make("dt", {}, say(fact.label)), make("dd", {}, say(fact.value)),
    fact.note ? make("dd", { class: "note" }, say(fact.note)) : null))));
  return element;
}

function viewed(view) {
  DRAWN.push(() => view.draw());
  return view.element;
}

const BLOCKS = {
  text: paragraph,
  notice: paragraph,
  facts,
  chart: (block) => viewed(new ChartView(block)),
  tiles: (block) => viewed(new TilesView(block)),
  table: (block) => new TableView(block).element,
};

function section(part) {
  const heading = make("h2");
  DRAWN.push(() => { heading.textContent = say(part.heading); });
  return make("section", { id: part.id }, heading, ...part.blocks.map((block) => BLOCKS[block.block](block)));
}

const title = make("h1");
const subtitle = make("p", { class: "subtitle" });
const switcher = make("button", { type: "button", id: "language", onclick: () => speak(language === "vi" ? "en" : "vi") });
const printer = make("button", { type: "button", onclick: () => window.print() });
const contents = make("nav");
const skip = make("a", { class: "skip", href: "#content" });
const main = make("main", { id: "content", tabindex: -1 }, ...DATA.sections.map(section));
document.body.append(skip, make("header", {}, make("div", { class: "bar" }, printer, switcher), title, subtitle, contents), main);

function drawContents() {
  contents.setAttribute("aria-label", sentence("contents"));
  contents.replaceChildren(...DATA.sections.map((part) => make("a", { href: "#" + part.id }, say(part.heading))));
}

// Everything in the language chosen.
function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = say(DATA.title);
  title.textContent = say(DATA.title);
  subtitle.textContent = say(DATA.subtitle);
  skip.textContent = sentence("skip");
  printer.textContent = sentence("print");
  switcher.textContent = sentence("language");
  switcher.lang = chosen === "vi" ? "en" : "vi";
  drawContents();
  for (const draw of DRAWN) draw();
  for (const view of VIEWS.values()) view.draw();
}

// A resized window draws its charts again.
let waiting = 0;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => CHARTS.forEach((chart) => chart.resize()), 120);
});
window.addEventListener("beforeprint", () => {
  clearTimeout(waiting);
  CHARTS.forEach((chart) => chart.resize(680));
  VIEWS.forEach((view) => view.print(true));
});
window.addEventListener("afterprint", () => {
  CHARTS.forEach((chart) => chart.resize());
  VIEWS.forEach((view) => view.print(false));
});
speak(language);
