//! The public files as grids of texts: an own reader for CSV, workbook and page, and the comparison of the last two with
//! the first. The page may ask for nothing from elsewhere.

use std::fmt::Write;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use sha2::{Digest, Sha256};

use super::TABLES;
use crate::messages::{Catalogue, Language};
use crate::verify::read::{RUNS, restored, unreadable};
use crate::verify::report::Report;

/// Rows above the headings of a sheet.
const ABOVE: usize = 3;

/// Tags that the page is made of; none of them fetches anything without `src` or `href`.
const TAGS: &str = "!doctype html head meta title style body header h1 h2 p nav ul li a main section label input div table \
                    caption thead tbody tr th td abbr script";

/// A table as it stands in a file.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) file: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

/// SHA-256 of a file; a dash where it cannot be read.
pub(super) fn hash(path: &Path) -> String {
    let Ok(bytes) = std::fs::read(path) else { return "–".to_owned() };
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes whatever is written");
        text
    })
}

/// Reads a CSV file; `None` where it is broken or has other columns.
pub(super) fn table(
    run: &Path,
    (file, columns): (&'static str, &'static [&'static str]),
    report: &mut Report,
) -> Option<Grid> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_path(run.join(file));
    let records = reader.ok().and_then(|mut reader| reader.records().collect::<Result<Vec<_>, _>>().ok());
    let Some(records) = records else {
        unreadable(report, file, 0, "");
        return None;
    };
    let mut rows: Vec<Vec<String>> = records.iter().map(|record| record.iter().map(str::to_owned).collect()).collect();
    let heading = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    if heading != columns {
        // What stands there may be anything.
        report.add("columns", file, &[("file", &file), ("written", &"…"), ("expected", &columns.join(","))]);
        return None;
    }
    for (position, row) in rows.iter_mut().enumerate() {
        for (cell, column) in row.iter_mut().zip(columns) {
            if cell.starts_with(RUNS) {
                report.add("formula", file, &[("file", &file), ("line", &(position + 2)), ("column", column)]);
            }
            *cell = restored(cell).to_owned();
        }
    }
    Some(Grid { file, columns, rows })
}

/// Compares the workbook or the page with the tables.
pub(super) fn copy(run: &Path, file: &'static str, grids: &[&Grid; 3], report: &mut Report) {
    let tables = if file.ends_with("xlsx") { workbook(&run.join(file)) } else { page(&run.join(file)) };
    let Some(tables) = tables.filter(|tables| tables.len() == TABLES.len()) else {
        unreadable(report, file, 0, "");
        return;
    };
    let words = Catalogue::new(Language::Vi);
    for (table, grid) in tables.iter().zip(grids) {
        let expected = shown(grid, &words);
        let ids = [grid.file];
        let mut row = report.row("public", file, &ids);
        let wrong = expected.iter().zip(table).position(|(expected, found)| expected != found);
        if let Some(wrong) = wrong.or((expected.len() != table.len()).then_some(expected.len().min(table.len()))) {
            row.differs("row", &wrong, &"…");
        }
    }
}

/// Headings and rows as people read them; numbers are plain digits.
pub(super) fn shown(grid: &Grid, words: &Catalogue) -> Vec<Vec<String>> {
    let headings = grid.columns.iter().map(|column| words.plain(&format!("public-col-{column}"))).collect();
    let cell = |(text, column): (&String, &&str)| match *column {
        "level" => words.plain(&format!("public-level-{}", text.replace('_', "-"))),
        _ => text.clone(),
    };
    let rows = grid.rows.iter().map(|row| row.iter().zip(grid.columns).map(cell).collect());
    std::iter::once(headings).chain(rows).collect()
}

/// The sheets, headings first.
fn workbook(path: &Path) -> Option<Vec<Vec<Vec<String>>>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).ok()?;
    let names = book.sheet_names();
    let sheet = |name: &String| {
        let range = book.worksheet_range(name).ok()?;
        let rows = range.rows().skip(ABOVE);
        Some(rows.map(|row| row.iter().map(plain).collect()).collect())
    };
    names.iter().map(sheet).collect()
}

fn plain(cell: &Data) -> String {
    match cell {
        Data::Float(number) => format!("{number}"),
        Data::String(text) => restored(text).to_owned(),
        other => other.to_string(),
    }
}

/// The tables of the page, headings first; `None` where it holds a tag or a reference that it must not.
fn page(path: &Path) -> Option<Vec<Vec<Vec<String>>>> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut cell: Option<(String, bool)> = None;
    let mut is_code = false;
    for part in text.split('<').skip(1) {
        let (tag, content) = part.split_once('>')?;
        let name = tag.trim_start_matches('/').split([' ', '\n']).next()?.to_lowercase();
        if is_code && tag != "/script" && tag != "/style" {
            continue;
        }
        let is_local = !tag.contains(" src=") && tag.split(" href=\"").skip(1).all(|link| link.starts_with('#'));
        if !TAGS.split_whitespace().any(|known| known == name) || !is_local {
            return None;
        }
        is_code = matches!(&*name, "script" | "style") && !tag.starts_with('/');
        match (&*name, tag.starts_with('/')) {
            ("table", false) => tables.push(Vec::new()),
            ("tr", false) => tables.last_mut()?.push(Vec::new()),
            ("th" | "td", false) => cell = Some((String::new(), tag.contains("number"))),
            ("th" | "td", true) => {
                let (text, is_number) = cell.take()?;
                let text = if is_number { text.replace('.', "") } else { restored(&text).to_owned() };
                tables.last_mut()?.last_mut()?.push(text);
            }
            _ => {}
        }
        if let Some((text, _)) = &mut cell {
            text.push_str(&unescaped(content));
        }
    }
    Some(tables)
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, letter);
    }
    text
}
