//! `report.html` of the public folder: its tables are the public tables, its pictures and figures hold nothing that is
//! not a cell of them, and nothing outside its data is markup that fetches.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::WITHHELD;
use super::files::{Grid, shown};
use crate::messages::{Catalogue, Language};
use crate::verify::read::unreadable;
use crate::verify::report::Report;

/// The file.
pub(super) const FILE: &str = "cong-khai/report.html";

/// What the data of the page stands between.
const BEGIN: &str = "<script type=\"application/json\" id=\"page-data\">";
const END: &str = "</script>";

/// Tags of the page; the rest of it is written by its scripts.
const TAGS: [&str; 11] =
    ["!doctype", "html", "head", "meta", "title", "link", "style", "body", "noscript", "p", "script"];

/// The only address that the page may name: none.
const NOWHERE: &str = " href=\"data:,\"";

/// Compares the page with the tables.
pub(super) fn check(run: &Path, grids: &[&Grid; 3], report: &mut Report) {
    let text = std::fs::read_to_string(run.join(FILE)).unwrap_or_default();
    let Some(data) = data(&text).filter(|_| fetches_nothing(&text)) else {
        unreadable(report, FILE, 0, "");
        return;
    };
    let words = Catalogue::new(Language::Vi);
    let mut tables = Vec::new();
    collect(&data, &|value| value.get("columns").is_some_and(Value::is_array), &mut tables);
    let mut cells: BTreeSet<String> = BTreeSet::from([WITHHELD.to_owned()]);
    let mut told: Vec<&str> = Vec::new();
    for grid in grids {
        let expected = shown(grid, &words);
        let stem = grid.file.trim_start_matches("cong-khai/").trim_end_matches(".csv");
        let table = tables.iter().find(|table| table.get("id").and_then(Value::as_str) == Some(stem));
        let rows = table.and_then(|table| rows(table, grid.columns));
        let same = rows.is_some_and(|rows| rows.iter().eq(expected.iter().skip(1)));
        if !same {
            report.row("public", FILE, &[grid.file]).differs("row", &"…", &"…");
        }
        cells.extend(expected.into_iter().flatten());
        told.push(stem);
    }
    // What else the page shows: tables of charts, bars, names beside them, figures in large type.
    let mut others: Vec<String> = Vec::new();
    for table in
        tables.iter().filter(|table| !table.get("id").and_then(Value::as_str).is_some_and(|id| told.contains(&id)))
    {
        let columns = table.get("columns").and_then(Value::as_array).into_iter().flatten();
        others.extend(columns.filter_map(column).flatten());
    }
    for pointer in ["data", "value"] {
        let mut values = Vec::new();
        collect(&data, &|value| value.get(pointer).is_some(), &mut values);
        let values = values.iter().filter_map(|value| value.get(pointer));
        others.extend(
            values.flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)).map(plain),
        );
    }
    if others.iter().any(|cell| !cell.is_empty() && !cells.contains(cell) && !cells.contains(&cell.replace('.', ""))) {
        report.row("public", FILE, &[FILE]).differs("row", &"…", &"…");
    }
}

/// The data of the page.
fn data(text: &str) -> Option<Value> {
    let (_, rest) = text.split_once(BEGIN)?;
    let (data, _) = rest.split_once(END)?;
    serde_json::from_str(data).ok()
}

/// Whether every tag outside scripts is one of the page's own, and none names an address.
fn fetches_nothing(text: &str) -> bool {
    let mut code: Option<String> = None;
    text.split('<').skip(1).all(|part| {
        let tag = part.split_once('>').map_or(part, |(tag, _)| tag);
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default().to_lowercase();
        if let Some(open) = &code {
            if tag.starts_with('/') && name == *open {
                code = None;
            }
            return true;
        }
        if matches!(&*name, "script" | "style") {
            code = Some(name.clone());
        }
        let bare = tag.replace(NOWHERE, "");
        TAGS.contains(&&*name) && ![" src", " href", " url"].iter().any(|word| bare.contains(word))
    })
}

/// Every object in `value` that `is` says yes to, outermost first.
fn collect<'a>(value: &'a Value, is: &dyn Fn(&Value) -> bool, found: &mut Vec<&'a Value>) {
    if is(value) {
        found.push(value);
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, is, found)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, is, found)),
        _ => {}
    }
}

/// The rows of a table whose columns have these keys in this order, as the public file shows them.
fn rows(table: &Value, keys: &[&str]) -> Option<Vec<Vec<String>>> {
    let columns = table.get("columns")?.as_array()?;
    let found: Vec<&str> = columns.iter().filter_map(|column| column.get("key")?.as_str()).collect();
    if found != keys {
        return None;
    }
    let columns = columns.iter().map(column).collect::<Option<Vec<_>>>()?;
    let length = columns.first()?.len();
    let row = |place: usize| columns.iter().map(|column| column.get(place).cloned()).collect::<Option<Vec<_>>>();
    (0..length).map(row).collect()
}

/// The cells of a column.
fn column(column: &Value) -> Option<Vec<String>> {
    if let Some(numbers) = column.get("numbers").and_then(Value::as_array) {
        return Some(
            numbers.iter().map(|number| if number.is_null() { WITHHELD.to_owned() } else { plain(number) }).collect(),
        );
    }
    let words = column.get("words")?.as_array()?;
    let word = |at: &Value| match at.as_u64() {
        Some(at) => words.get(usize::try_from(at).ok()?).map(plain),
        None => Some(String::new()),
    };
    column.get("at")?.as_array()?.iter().map(word).collect()
}

/// A value as the Vietnamese reader sees it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(said) => said.get("vi").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
