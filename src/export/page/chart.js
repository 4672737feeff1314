// A chart, drawn by ECharts, with its table folded under it.
const FORMATTERS = {
  "@money": shortMoney,
  "@share": share,
  "@number": number,
  "@said": (item) => item.data.said || item.name,
  "@flow": (item) => (item.data.said || item.name) + "\n" + written("money", item.value),
};
const INK = "#1f2933";
const CHARTS = [];

// An option with the language's words and our formatters in their places.
function resolved(option) {
  if (Array.isArray(option)) return option.map(resolved);
  if (option === null || typeof option !== "object") return FORMATTERS[option] || option;
  const keys = Object.keys(option);
  if (keys.length === 2 && "vi" in option && "en" in option) return option[language];
  return Object.fromEntries(keys.map((key) => [key, resolved(option[key])]));
}

class ChartView {
  constructor(chart) {
    this.chart = chart;
    this.caption = make("figcaption");
    this.canvas = make("div", { class: "chart", role: "img", style: "height:" + chart.height + "px" });
    this.table = new TableView(chart.table);
    this.summary = make("summary");
    this.element = make("figure", {}, this.caption, this.canvas, make("details", {}, this.summary, this.table.element));
    CHARTS.push(this);
  }

  draw() {
    this.caption.textContent = say(this.chart.caption);
    this.summary.textContent = sentence("table-of-chart");
    this.canvas.setAttribute("aria-label", say(this.chart.caption));
    if (this.drawn) this.drawn.dispose();
    if (this.chart.map) echarts.registerMap("areas", this.chart.map);
    this.drawn = echarts.init(this.canvas, null, { renderer: "svg" });
    if (this.chart.opens) {
      const { table, key } = this.chart.opens;
      this.drawn.on("click", (item) => openTables([table], [[key, item.name]]));
    }
    const option = resolved(this.chart.option);
    if (this.chart.map) {
      const shares = option.series[0].data.map((item) => item.value);
      option.visualMap = { type: "piecewise", left: 8, bottom: 8, pieces: piecesOf(shares), outOfRange: { color: NO_SHARE.ground } };
    }
    this.drawn.setOption({
      animation: false,
      textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif", color: INK },
      ...option,
      // Texts of the data stay texts: a tooltip of rich text never becomes markup.
      tooltip: { renderMode: "richText", confine: true, ...option.tooltip },
    });
  }

  resize(width) {
    this.drawn.resize({ width: width || "auto" });
    // A printer does not wait for the next frame.
    this.drawn.getZr().refreshImmediately();
  }
}
