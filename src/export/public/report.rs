//! The public report: the public tables again, with a chart for each sum and an English switch. What is withheld there
//! is withheld here.

use serde_json::{Value as Json, json};

use super::{Row, Sheet, Value, WITHHELD};
use crate::domain::public::{PublicTables, SumLevel};
use crate::export::cell;
use crate::export::page::{Block, Chart, Fact, Page, Said, Section, Speaker, Table};
use crate::messages::Language;
use crate::units::Vnd;

/// Bars that a chart has at most; the table under it has every row.
const BARS: i64 = 30;

/// The page.
pub(super) fn html(tables: &PublicTables, sheets: &[Sheet<'_>]) -> serde_json::Result<String> {
    let speaker = Speaker::default();
    let mut sections = vec![overview(tables, &speaker)];
    for sheet in sheets {
        let stem = sheet.file.stem;
        let note = Block::Text { text: speaker.plain(&format!("public-note-{stem}")) };
        let heading = speaker.plain(&format!("public-title-{stem}"));
        sections.push(Section { id: stem, heading, blocks: vec![note, Block::Table(table(sheet, &speaker))] });
    }
    let subtitle = speaker.text("public-report-subtitle", |_| [("year", tables.year.to_string())]);
    Page { title: Said::data(&tables.title), subtitle, language: Language::Vi, sections }.html(&speaker)
}

/// The total, and a chart of each kind of sum.
fn overview(tables: &PublicTables, speaker: &Speaker) -> Section {
    let total = tables.communes.iter().find(|row| row.level == SumLevel::Total);
    let (amount, households) = (total.and_then(|row| row.amount), total.and_then(|row| row.households));
    let shown = |figure: Option<i64>| match figure {
        Some(figure) => speaker.text("public-figure", |words| [("figure", words.number(figure))]),
        None => Said::data(WITHHELD),
    };
    let hint = |figure: Option<i64>| figure.is_none().then(|| speaker.plain("public-withheld"));
    let fact = |name: &str, figure| Fact { label: speaker.plain(name), value: shown(figure), note: hint(figure) };
    let facts = vec![fact("public-col-amount", amount.map(Vnd::dong)), fact("public-col-households", households)];
    let communes = tables.communes.iter();
    let sums = communes.filter(|row| row.level == SumLevel::Commune).map(|row| (row.commune.as_str(), row.amount));
    let by_commune = chart("by-commune", "commune", sums.collect(), speaker);
    let communes = tables.communes.iter();
    let sums = communes.filter(|row| row.level == SumLevel::Programme).map(|row| (row.programme.as_str(), row.amount));
    let by_programme = chart("by-programme", "programme", sums.collect(), speaker);
    let donors = tables.donors.iter().filter(|row| row.level == SumLevel::Donor);
    let by_donor = chart("by-donor", "donor", donors.map(|row| (row.donor.as_str(), row.amount)).collect(), speaker);
    let law = Block::Text { text: speaker.plain("public-law") };
    let charts = [by_commune, by_programme, by_donor].into_iter().flatten().map(Block::Chart);
    let blocks = [Block::Facts { facts }, law].into_iter().chain(charts).collect();
    Section { id: "tong-quan", heading: speaker.plain("public-heading"), blocks }
}

/// The largest sums as bars, all of them as a table; nothing where every sum is withheld.
fn chart(id: &'static str, name: &'static str, sums: Vec<(&str, Option<Vnd>)>, speaker: &Speaker) -> Option<Chart> {
    let heading = |column: &str| speaker.plain(&format!("public-col-{column}"));
    let mut caption = speaker.plain(&format!("public-chart-{name}"));
    let table = Table::new(id, caption.clone())
        .texts(name, heading(name), sums.iter().map(|(name, _)| *name))
        .money("amount", heading("amount"), sums.iter().map(|(_, amount)| *amount))
        .withholding(WITHHELD);
    let mut bars: Vec<(&str, Vnd)> = sums.into_iter().filter_map(|(name, amount)| Some((name, amount?))).collect();
    bars.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let most = usize::try_from(BARS).unwrap_or_default();
    if bars.len() > most {
        bars.truncate(most);
        let largest = speaker.text("public-chart-largest", |words| [("count", words.number(BARS))]);
        caption = caption.joined(" ", &largest);
    }
    if bars.is_empty() {
        return None;
    }
    let amounts: Vec<Json> = bars.iter().map(|(_, amount)| json!(amount.dong())).collect();
    let option = json!({
        "grid": {"left": 8, "right": 60, "top": 8, "bottom": 8, "containLabel": true},
        "tooltip": {"trigger": "item", "valueFormatter": "@money"},
        "xAxis": {"type": "value", "axisLabel": {"formatter": "@money", "hideOverlap": true}},
        "yAxis": {"type": "category", "inverse": true, "data": bars.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            "axisLabel": {"interval": 0, "width": 180, "overflow": "truncate"}},
        "series": [{"type": "bar", "name": heading("amount"), "color": "#2f6fad", "barMaxWidth": 18, "data": amounts}],
    });
    let height = u32::try_from(bars.len()).unwrap_or_default() * 26 + 70;
    Some(Chart { caption, option, height, map: None, opens: None, table })
}

/// A public table as it stands in its CSV file.
fn table(sheet: &Sheet<'_>, speaker: &Speaker) -> Table {
    let stem = sheet.file.stem;
    let caption = speaker.plain(&format!("public-sheet-{stem}"));
    let mut table = Table::new(stem, caption).withholding(WITHHELD);
    for (place, &column) in sheet.file.columns.iter().enumerate() {
        let heading = speaker.plain(&format!("public-col-{column}"));
        let cells = || sheet.rows.iter().filter_map(move |row: &Row<'_>| row.values.get(place));
        table = match column {
            "amount" => table.money(column, heading, cells().map(|cell| number(cell).map(Vnd::new))),
            "number" | "households" => table.whole(column, heading, cells().map(number)),
            _ => table.words(column, heading, cells().map(|cell| word(cell, speaker))),
        };
    }
    table
}

fn number(cell: &Value<'_>) -> Option<i64> {
    match cell {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn word(cell: &Value<'_>, speaker: &Speaker) -> Option<Said> {
    match cell {
        Value::Text(text) => (!text.is_empty()).then(|| Said::data(*text)),
        Value::Level(level) => Some(speaker.code("public-level", &cell::code(level))),
        Value::Number(_) | Value::Withheld => None,
    }
}
