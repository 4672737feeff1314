//! The page of a run (`report.html`): what the written tables say, laid out for people. Everything comes from the run
//! folder; names of packages and areas from the scenario, where it is at hand. It adds up, and decides nothing.

mod flow;
mod headline;
mod left;
mod method;
mod names;
mod people;
mod places;
mod rule_rows;
mod run;
mod shapes;

use std::path::Path;

use serde_json::Value;

pub use names::Names;

use crate::domain::profiles::REPORT_PAGE;
use crate::export::page::{Block, Page, Said, Section, Speaker, Table};
use crate::findings::{Finding, Findings, Place};
use crate::messages::{Catalogue, Language};
use names::Labels;
use run::Run;

/// Name of the file of a scenario folder that holds the areas' shapes.
pub const SHAPES: &str = "areas.geojson";

/// Rows that a table of the page has at most: a province has a third of them, the country ten times as many.
const MOST_ROWS: usize = 250_000;

/// What the report of a run is made with, besides the run.
#[derive(Debug, Default)]
pub struct Extras {
    /// Names that the run folder does not hold.
    pub names: Names,
    /// Shapes of areas, as `GeoJSON` whose features have a property `code`.
    pub shapes: Option<Value>,
}

/// The page of the run folder `run`, or what is wrong with the folder.
pub fn page(run: &Path, extras: &Extras) -> Result<String, Findings> {
    let tables = Run::read(run)?;
    let speaker = Speaker::default();
    let labels = Labels::of(&tables);
    let writer = Writer { run: &tables, names: &extras.names, labels: &labels, speaker: &speaker };
    writer.page(extras).html(&speaker).map_err(|error| {
        let place = Place { file: run.join(REPORT_PAGE).display().to_string(), ..Place::default() };
        let mut findings = Findings::default();
        findings.push(Finding::new("E501", place).with("found", run.display()).with("detail", error));
        findings
    })
}

/// What every part of the page is made from.
struct Writer<'a> {
    run: &'a Run,
    names: &'a Names,
    labels: &'a Labels,
    speaker: &'a Speaker,
}

impl Writer<'_> {
    fn page(&self, extras: &Extras) -> Page {
        let title = self.run.text("/title");
        let title = if title.is_empty() { self.say("title") } else { Said::data(title) };
        let year = self.run.summary.pointer("/settings/year").map(ToString::to_string).unwrap_or_default();
        let version = self.run.text("/version");
        let subtitle =
            self.speaker.text("report-subtitle", |_| [("year", year.clone()), ("version", version.to_owned())]);
        let sections = [
            ("tong-quan", "overview", self.headline()),
            ("dia-ban", "places", self.places(extras.shapes.as_ref())),
            ("dong-tien", "flow", self.flow()),
            ("ho", "people", self.people()),
            ("nguon", "sources", self.sources()),
            ("con-thieu", "left", self.left()),
            ("quy-tac", "rules", self.rules()),
            ("cach-lam", "method", self.method()),
        ];
        let sections = sections.into_iter().filter(|(_, _, blocks)| !blocks.is_empty());
        let sections =
            sections.map(|(id, name, blocks)| Section { id, heading: self.say(&format!("part-{name}")), blocks });
        Page { title, subtitle, language: Language::Vi, sections: sections.collect() }
    }

    /// A table whose rows stand in `file`; where they are too many for a browser, the words that say so.
    fn long(&self, file: &'static str, table: Table) -> Block {
        if table.rows() <= MOST_ROWS {
            return Block::Table(table);
        }
        let rows = i64::try_from(table.rows()).unwrap_or(i64::MAX);
        let facts = |words: &Catalogue| [("rows", words.number(rows)), ("file", file.to_owned())];
        Block::Notice { text: self.speaker.text("report-too-long", facts) }
    }

    /// A sentence of the report.
    fn say(&self, name: &str) -> Said {
        self.speaker.plain(&format!("report-{name}"))
    }

    /// The word for a code of the run folder.
    fn word(&self, kind: &str, code: &str) -> Option<Said> {
        (!code.is_empty()).then(|| self.speaker.code(kind, code))
    }

    /// The name of a commune, unlike any other's; the code where it is not known.
    fn commune<'b>(&'b self, code: &'b str) -> &'b str {
        self.labels.communes.get(code).map_or(code, String::as_str)
    }

    /// A household's id; the code and name of a commune that asked.
    fn beneficiary<'b>(&'b self, id: &'b str) -> &'b str {
        self.labels.requests.get(id).map_or(id, String::as_str)
    }

    /// The name of a source, unlike any other's; the id where it is not known.
    fn source<'b>(&'b self, id: &'b str) -> &'b str {
        self.labels.sources.get(id).map_or(id, String::as_str)
    }
}
