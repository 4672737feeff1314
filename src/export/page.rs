//! The shell of every page that people open in a browser: one self-contained file, in both languages, that asks for
//! nothing outside itself. It draws charts (each with its table), tiles and tables; it computes nothing.

mod said;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::Value;

pub use said::{Said, Speaker};
pub use table::Table;

use crate::messages::Language;

/// The charting library as npm has it; its version, hash and licence stand in `assets/echarts/README.md`.
const ECHARTS: &str = include_str!("../../assets/echarts/echarts.min.js");

/// Our scripts, in the order in which they run.
const SCRIPTS: [&str; 6] = [
    include_str!("page/words.js"),
    include_str!("page/rows.js"),
    include_str!("page/table.js"),
    include_str!("page/chart.js"),
    include_str!("page/tiles.js"),
    include_str!("page/page.js"),
];

const STYLE: &str = include_str!("page/page.css");

/// The shell's own sentences, as its scripts name them (`page-<name>` in the catalogue).
const SENTENCES: [&str; 19] = [
    "language",
    "skip",
    "contents",
    "search",
    "all",
    "shown",
    "sort-up",
    "sort-down",
    "sort-none",
    "filtered",
    "clear",
    "table-of-chart",
    "opens",
    "blank",
    "million",
    "billion",
    "printed",
    "nothing",
    "print",
];

/// A page.
#[derive(Debug, Serialize)]
pub struct Page {
    /// What stands in the browser's title and at the top.
    pub title: Said,
    /// A line under the title.
    pub subtitle: Said,
    /// The language that it opens in.
    pub language: Language,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// A part of a page with a heading of its own.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Unique on the page; the address after `#`.
    pub id: &'static str,
    /// Heading, and entry of the contents.
    pub heading: Said,
    /// What is in it, in order.
    pub blocks: Vec<Block>,
}

/// What a section holds.
#[derive(Debug, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Text {
        /// Its words.
        text: Said,
    },
    /// What nobody may overlook.
    Notice {
        /// Its words.
        text: Said,
    },
    /// Figures in large type.
    Facts {
        /// One card each.
        facts: Vec<Fact>,
    },
    /// A chart and its table.
    Chart(Chart),
    /// Squares coloured by a share.
    Tiles(Tiles),
    /// A table of its own.
    Table(Table),
}

/// A figure in large type.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: Said,
    /// The figure.
    pub value: Said,
    /// What it means, if it needs a word.
    pub note: Option<Said>,
}

/// A chart and the table that says the same.
#[derive(Debug, Serialize)]
pub struct Chart {
    /// What it shows, in a sentence.
    pub caption: Said,
    /// The option of the library; texts are [`Said`], and `"@money"`, `"@share"`, `"@number"`, `"@said"`,
    /// `"@flow"` are our formatters (the last two read the datum's own `said`).
    pub option: Value,
    /// Pixels.
    pub height: u32,
    /// Shapes that the first series names as map `areas`, as `GeoJSON`; its values are shares, coloured like tiles.
    pub map: Option<Value>,
    /// What a named part of the chart opens.
    pub opens: Option<Target>,
    /// What the chart shows, as rows; folded away until the reader opens it.
    pub table: Table,
}

/// Squares coloured by a share: a map where no shapes are known.
#[derive(Debug, Serialize)]
pub struct Tiles {
    /// What it shows, in a sentence.
    pub caption: Said,
    /// Groups of squares (districts, provinces); one without a name where there are none.
    pub groups: Vec<TileGroup>,
    /// What a square opens.
    pub opens: Target,
}

/// A table that a named part of a picture opens.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Target {
    /// Its id.
    pub table: &'static str,
    /// The column that holds the name; the table is filtered by it.
    pub key: &'static str,
}

/// Squares under one name.
#[derive(Debug, Serialize)]
pub struct TileGroup {
    /// Its name; empty where there is but one.
    pub name: Said,
    /// Its squares.
    pub tiles: Vec<Tile>,
}

/// A square.
#[derive(Debug, Serialize)]
pub struct Tile {
    /// Its name.
    pub name: Said,
    /// The share that colours it; none where there is nothing to share.
    pub share: Option<f64>,
    /// Further words for the reader who points at it.
    pub note: Said,
}

impl Page {
    /// The whole page as one HTML text. Its parts that differ between pages are JSON, never markup.
    pub fn html(&self, speaker: &Speaker) -> serde_json::Result<String> {
        let sentences: serde_json::Map<String, Value> = SENTENCES
            .iter()
            .map(|name| Ok(((*name).to_owned(), serde_json::to_value(speaker.plain(&format!("page-{name}")))?)))
            .collect::<serde_json::Result<_>>()?;
        let language = if self.language == Language::Vi { "vi" } else { "en" };
        let no_script = speaker.plain("page-no-script");
        Ok([
            "<!DOCTYPE html>\n<html lang=\"",
            language,
            "\">\n<head>\n<meta charset=\"utf-8\">\n",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; ",
            "style-src 'unsafe-inline'; img-src data:\">\n",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
            &escape(self.title.of(self.language)),
            "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n",
            STYLE,
            "</style>\n</head>\n<body>\n<noscript><p>",
            &escape(no_script.of(Language::Vi)),
            "</p><p lang=\"en\">",
            &escape(no_script.of(Language::En)),
            "</p></noscript>\n<script type=\"application/json\" id=\"page-words\">",
            &json(&sentences)?,
            "</script>\n<script type=\"application/json\" id=\"page-data\">",
            &json(self)?,
            "</script>\n<script>",
            ECHARTS,
            "</script>\n<script>\n\"use strict\";\n",
            &SCRIPTS.concat(),
            "</script>\n</body>\n</html>\n",
        ]
        .concat())
    }
}

/// JSON that cannot end the element that holds it.
fn json(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string(value)?.replace('<', "\\u003c"))
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
