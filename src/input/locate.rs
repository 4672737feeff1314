//! Where each table stands: `NAME.csv`, `NAME.xlsx`, a sheet of `scenario.xlsx`, a folder `NAME/`, or what `[tables]`
//! says. Opens no table; names every table that stands twice, nowhere, or in a file that nothing reads.

use std::collections::{BTreeMap, BTreeSet};

use super::folder::relative_path;
use super::headings::names_of;
use super::section::NOTHING;
use super::settings::SettingsFile;
use super::shelf::{Shelf, place};
use super::text::fold;
use crate::domain::raw::{RawTable, TableName};
use crate::findings::{Finding, Place, nearest};

/// The workbook whose sheets are tables.
const SCENARIO_WORKBOOK: &str = "scenario.xlsx";
/// Ends of files that people keep tables in, and that nothing here reads.
const ALSO_TABLES: [&str; 4] = ["tsv", "xls", "xlsm", "ods"];
/// Folded names of files and sheets that are for people.
const NOTES: [&str; 6] = ["ghichu", "guide", "huongdan", "note", "notes", "readme"];

/// Where one table stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// File relative to the folder.
    pub(super) file: String,
    /// How the table stands in it.
    pub(super) shape: Shape,
    /// Where the file's name stands.
    pub(super) named_at: Place,
}

/// How a table stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// The whole file is text.
    Csv,
    /// One sheet of a workbook, by name.
    Sheet(String),
    /// A workbook of which no sheet is named.
    Workbook,
    /// A folder whose files together are the table.
    Folder,
}

impl Spot {
    /// A spot that a file's own name tells.
    pub(super) fn new(file: &str, shape: Shape) -> Self {
        Self { file: file.to_owned(), shape, named_at: place(file) }
    }

    /// The spot as people write it: `FILE` or `FILE#SHEET`.
    fn name(&self) -> String {
        match &self.shape {
            Shape::Sheet(sheet) => format!("{}#{sheet}", self.file),
            Shape::Folder => format!("{}/", self.file),
            Shape::Csv | Shape::Workbook => self.file.clone(),
        }
    }
}

/// The tables of a folder, and what else looks like one.
pub(super) struct Located {
    /// Where each table stands.
    pub(super) spots: BTreeMap<TableName, Spot>,
    /// Files and sheets that no table was found in.
    pub(super) others: Vec<Spot>,
}

/// Finds every table that the folder has.
pub(super) fn locate(shelf: &mut Shelf, settings: &SettingsFile) -> Located {
    let candidates = candidates(shelf);
    let mut spots = BTreeMap::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for table in TableName::ALL {
        let spot = if let Some(text) = settings.settings.tables.get(table.as_str()) {
            let named_at = settings.tables.get(table.as_str()).cloned().unwrap_or_default();
            parse_spot(shelf, table, text, named_at)
        } else {
            let found: Vec<&Spot> =
                candidates.iter().filter(|(owner, _)| *owner == Some(table)).map(|(_, spot)| spot).collect();
            used.extend(found.iter().map(|spot| spot.name()));
            only_one(shelf, table, &found)
        };
        if let Some(spot) = spot {
            used.extend([spot.name(), spot.file.clone()]);
            spots.insert(table, spot);
        }
    }
    let others = candidates.into_iter().map(|(_, spot)| spot).filter(|spot| !used.contains(&spot.name()));
    Located { spots, others: others.collect() }
}

/// Everything in the folder that looks like a table, and the table that its name means.
fn candidates(shelf: &mut Shelf) -> Vec<(Option<TableName>, Spot)> {
    let mut candidates = Vec::new();
    for file in shelf.folder.names() {
        if file.to_lowercase() == SCENARIO_WORKBOOK {
            let sheets = shelf.workbook(&file, &place(&file)).map(|workbook| workbook.sheets().to_vec());
            for sheet in sheets.unwrap_or_default() {
                candidates.push((table_named(&sheet), Spot::new(&file, Shape::Sheet(sheet))));
            }
            continue;
        }
        let Some((stem, _)) = file.rsplit_once('.') else { continue };
        match shape_of(&file) {
            Some(shape) => candidates.push((table_named(stem), Spot::new(&file, shape))),
            None if is_other_table(&file) => {
                candidates.push((None, Spot::new(&file, Shape::Workbook)));
            }
            None => {}
        }
    }
    for folder in shelf.folder.folders() {
        if let Some(table) = table_named(&folder) {
            candidates.push((Some(table).filter(|&it| may_be_folder(it)), Spot::new(&folder, Shape::Folder)));
        }
    }
    candidates
}

/// Whether communes keep a table each for itself.
const fn may_be_folder(table: TableName) -> bool {
    matches!(table, TableName::Households | TableName::Needs)
}

/// Whether people keep tables in files of this kind, and nothing here reads them.
pub(super) fn is_other_table(file: &str) -> bool {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| ALSO_TABLES.contains(&extension.as_str()))
}

/// The table that a file or sheet is named for.
fn table_named(name: &str) -> Option<TableName> {
    let folded = fold(name);
    TableName::ALL.into_iter().find(|table| names_of(*table).iter().any(|known| fold(known) == folded))
}

/// The one place where a table stands without being told.
fn only_one(shelf: &mut Shelf, table: TableName, found: &[&Spot]) -> Option<Spot> {
    match found {
        [] => {
            if is_required(table) {
                let [name, vietnamese] = names_of(table);
                let finding = Finding::new("E105", place(&format!("{name}.csv")));
                shelf.push(finding.with("table", name).with("vietnamese", vietnamese));
            }
            None
        }
        [spot] => Some((*spot).clone()),
        [first, ..] => {
            let names: Vec<String> = found.iter().map(|spot| spot.name()).collect();
            let finding = Finding::new("E106", place(&first.file)).with("table", table.as_str());
            shelf.push(finding.with("found", names.join(" · ")));
            None
        }
    }
}

/// Without these there is nothing to decide.
pub(super) const fn is_required(table: TableName) -> bool {
    matches!(table, TableName::Areas | TableName::Packages | TableName::Sources)
}

/// What `[tables]` says: `FILE.csv`, `FILE.xlsx`, `FILE.xlsx#SHEET` or `FOLDER/`.
fn parse_spot(shelf: &mut Shelf, table: TableName, text: &str, named_at: Place) -> Option<Spot> {
    // A `#` may also belong to the name of a file.
    let (file, sheet) = match text.rsplit_once('#') {
        Some((file, sheet)) if shape_of(text).is_none() => (file, Some(sheet.trim())),
        _ => (text, None),
    };
    let is_folder = text.ends_with(['/', '\\']) && may_be_folder(table);
    let shape = match (shape_of(file), sheet) {
        _ if is_folder => Some(Shape::Folder),
        (shape, None) => shape,
        (Some(Shape::Workbook), Some(sheet)) if !sheet.is_empty() => Some(Shape::Sheet(sheet.to_owned())),
        _ => None,
    };
    let Some(shape) = shape else {
        shelf.push(Finding::new("E110", named_at).with("found", text));
        return None;
    };
    let Some(file) = relative_path(file) else {
        shelf.push(Finding::new("E107", named_at).with("found", text));
        return None;
    };
    Some(Spot { file, shape, named_at })
}

/// How a table stands in a file, by the end of its name.
pub(super) fn shape_of(file: &str) -> Option<Shape> {
    let (_, extension) = file.rsplit_once('.')?;
    match extension.to_lowercase().as_str() {
        "csv" => Some(Shape::Csv),
        "xlsx" => Some(Shape::Workbook),
        _ => None,
    }
}

/// A file or sheet beside the tables that nothing reads may be a table with a misspelt name; notes are not.
pub(super) fn report_unread(shelf: &mut Shelf, others: &[Spot], tables: &BTreeMap<TableName, RawTable>) {
    for spot in others {
        let (name, sheet) = match &spot.shape {
            Shape::Sheet(sheet) => (sheet.as_str(), Some(sheet.clone())),
            Shape::Folder => (spot.file.as_str(), None),
            Shape::Csv | Shape::Workbook => (spot.file.rsplit_once('.').map_or("", |(stem, _)| stem), None),
        };
        let is_read = tables.values().any(|table| table.file == spot.file && table.sheet == sheet);
        if is_read || NOTES.contains(&fold(name).as_str()) {
            continue;
        }
        let known: Vec<&str> = TableName::ALL.into_iter().flat_map(names_of).collect();
        let near = nearest(&name.to_lowercase(), known).unwrap_or(NOTHING);
        let place = Place { sheet, ..place(&spot.file) };
        shelf.push(Finding::new("W104", place).with("found", spot.name()).with("nearest", near));
    }
}
