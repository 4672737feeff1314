//! `report.html` of a sweep: the trade-off, communes × cases, the communes that move most, how sure each award is; under
//! every picture the table that says the same.

mod communes;
mod sure;

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use crate::domain::sweep::{CaseRow, Reached, SweepTables};
use crate::export::page::{Block, Chart, Fact, Page, Said, Section, Speaker, Table, Target};
use crate::messages::{Catalogue, Language};

/// Rows that a table of the page has at most; the CSV files hold every row.
const MOST_ROWS: usize = 250_000;

/// What a case on any picture opens.
const TO_CASE: Target = Target { table: "cases", key: "case" };

/// Kinds of cases with the colour of their points.
const KINDS: [(&str, &str); 4] =
    [("axis", "#2f6fad"), ("case", "#b4472f"), ("draw", "#8a8f98"), ("baseline", "#2e7d4f")];

/// The page.
pub(super) fn html(title: &str, tables: &SweepTables) -> io::Result<String> {
    let names = tables.cases.iter().map(|case| (case.case.as_str(), case.name.as_str())).collect();
    let writer = Writer { tables, names, speaker: Speaker::default() };
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let subtitle = writer.speaker.text("sweep-subtitle", |words| [("count", words.number(count(tables.cases.len())))]);
    let section = |id, blocks| Section { id, heading: writer.say(&format!("heading-{id}")), blocks };
    let sections = vec![
        section("trade-off", writer.trade_off()),
        section("communes", writer.communes()),
        section("sure", writer.sure()),
        section("all-cases", vec![writer.limited(writer.cases(), "cases.csv")]),
    ];
    Ok(Page { title: Said::data(title), subtitle, language: Language::Vi, sections }.html(&writer.speaker)?)
}

/// The tables and the sentences.
struct Writer<'a> {
    tables: &'a SweepTables,
    /// Names of the cases by id.
    names: BTreeMap<&'a str, &'a str>,
    speaker: Speaker,
}

/// A figure of what a case reached.
type Figure = fn(&Reached) -> Option<f64>;

impl Writer<'_> {
    fn say(&self, id: &str) -> Said {
        self.speaker.plain(&format!("sweep-{id}"))
    }

    fn name_of(&self, case: &str) -> &str {
        self.names.get(case).copied().unwrap_or_default()
    }

    /// A table, or the file that holds it where it is too long for a page.
    fn limited(&self, table: Table, file: &str) -> Block {
        if table.rows() <= MOST_ROWS {
            return Block::Table(table);
        }
        let rows = i64::try_from(table.rows()).unwrap_or(i64::MAX);
        let facts = |words: &Catalogue| [("rows", words.number(rows)), ("file", file.to_owned())];
        Block::Notice { text: self.speaker.text("sweep-too-long", facts) }
    }

    /// How many cases have a plan; worst-off coverage against need met; price of fairness against worst-off coverage.
    fn trade_off(&self) -> Vec<Block> {
        let solved = self.tables.cases.iter().filter(|case| case.reached.is_some()).count();
        let failed = self.tables.cases.len() - solved;
        let fact = |id: &str, count: usize| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            let value = self.speaker.text("sweep-figure", |words| [("figure", words.number(count))]);
            Fact { label: self.say(id), value, note: None }
        };
        let mut blocks = vec![Block::Facts { facts: vec![fact("solved", solved), fact("failed", failed)] }];
        if failed > 0 {
            blocks.push(Block::Notice { text: self.say("failed-note") });
        }
        let worst: Figure = |reached| reached.worst_coverage;
        blocks.extend(self.points("trade-off", ("worst", worst), ("coverage", Reached::coverage)));
        blocks.extend(self.points("price-of", ("price", |reached| reached.price_of_fairness), ("worst", worst)));
        blocks
    }

    /// A point a case, coloured by kind; nothing where no case has both figures.
    fn points(&self, id: &'static str, across: (&str, Figure), up: (&str, Figure)) -> Option<Block> {
        let found = |case: &CaseRow| {
            let reached = case.reached.as_ref()?;
            across.1(reached).zip(up.1(reached))
        };
        let cases: Vec<(&CaseRow, (f64, f64))> =
            self.tables.cases.iter().filter_map(|case| Some((case, found(case)?))).collect();
        if cases.is_empty() {
            return None;
        }
        let series = KINDS.iter().filter_map(|(kind, colour)| {
            let of_kind = cases.iter().filter(|(case, _)| case.kind == *kind);
            let data: Vec<Value> = of_kind.map(|(case, (x, y))| self.point(case, *x, *y)).collect();
            let name = self.say(&format!("kind-{kind}"));
            (!data.is_empty()).then(|| json!({"type": "scatter", "name": name, "color": colour, "data": data}))
        });
        let axis = |id: &str, gap: u32| {
            json!({"type": "value", "scale": true, "name": self.say(id), "nameLocation": "middle", "nameGap": gap,
                "axisLabel": {"formatter": "@share", "hideOverlap": true}})
        };
        let option = json!({
            "grid": {"left": 48, "right": 24, "top": 40, "bottom": 40, "containLabel": true},
            "legend": {"top": 0},
            "tooltip": {"trigger": "item", "formatter": "@said"},
            "xAxis": axis(across.0, 34),
            "yAxis": axis(up.0, 56),
            "series": series.collect::<Vec<_>>(),
        });
        let rows = || cases.iter();
        let table = Table::new(id, self.say(id))
            .texts("case", self.say("case"), rows().map(|(case, _)| case.case.as_str()))
            .texts("name", self.say("name"), rows().map(|(case, _)| case.name.as_str()))
            .words("kind", self.say("kind"), rows().map(|(case, _)| Some(self.kind(case))))
            .share("across", self.say(across.0), rows().map(|(_, point)| Some(point.0)))
            .share("up", self.say(up.0), rows().map(|(_, point)| Some(point.1)));
        let caption = self.say(&format!("{id}-caption"));
        Some(Block::Chart(Chart { caption, option, height: 440, map: None, opens: Some(TO_CASE), table }))
    }

    fn point(&self, case: &CaseRow, x: f64, y: f64) -> Value {
        let told = self.speaker.text("sweep-point", |words| {
            [("name", case.name.clone()), ("across", percent(words, x)), ("up", percent(words, y))]
        });
        // A draw has but a number for its name.
        let told = self.kind(case).joined(": ", &told);
        json!({"name": case.case, "value": [x, y], "said": told})
    }

    fn kind(&self, case: &CaseRow) -> Said {
        self.speaker.code("sweep-kind", &case.kind)
    }

    fn cases(&self) -> Table {
        let rows = || self.tables.cases.iter();
        let reached = |figure: Figure| rows().map(move |case| case.reached.as_ref().and_then(figure));
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let status = |case: &CaseRow| {
            let status = self.speaker.code("sweep-status", &case.status);
            Some(if case.message.is_empty() { status } else { status.joined(": ", &Said::data(&case.message)) })
        };
        let totals = || rows().map(|case| case.reached.as_ref().map(|reached| &reached.totals));
        Table::new("cases", self.say("cases-caption"))
            .texts("case", self.say("case"), rows().map(|case| case.case.as_str()))
            .texts("name", self.say("name"), rows().map(|case| case.name.as_str()))
            .words("kind", self.say("kind"), rows().map(|case| Some(self.kind(case))))
            .words("status", self.say("status"), rows().map(status))
            .money("transferred", self.say("transferred"), totals().map(|sums| sums.map(|sums| sums.transferred)))
            .whole("awards", self.say("awards"), totals().map(|sums| sums.map(|sums| whole(sums.awards))))
            .decimal("households", self.say("households"), totals().map(|sums| sums.map(|sums| sums.households)))
            .whole("exits", self.say("exits"), totals().map(|sums| sums.map(|sums| whole(sums.exits))))
            .share("coverage", self.say("coverage"), reached(Reached::coverage))
            .share("worst", self.say("worst"), reached(|reached| reached.worst_coverage))
            .share("price", self.say("price"), reached(|reached| reached.price_of_fairness))
            .opening(&["heat"], &["case"])
    }
}

/// A share as a sentence says it.
fn percent(words: &Catalogue, share: f64) -> String {
    format!("{} %", words.decimal(share * 100.0, 1))
}
