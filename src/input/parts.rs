//! A table that stands in a folder, one file a commune: the files in order of their names as one table, in which each
//! row keeps its file. What a file lacks beside the others is told, and nothing in the folder is left out silently.

use std::path::Path;

use super::groups::{self, AREA, Known};
use super::locate::{Shape, Spot, is_other_table, shape_of};
use super::settings::SettingsFile;
use super::shelf::{Shelf, place};
use super::table;
use crate::domain::raw::{RawColumn, RawPart, RawTable, TableName};
use crate::findings::{Finding, Place};

/// What is needed to read one table.
pub(super) struct Reader<'r> {
    /// Which table.
    pub(super) name: TableName,
    /// The folder's settings.
    pub(super) settings: &'r SettingsFile,
    /// The areas that rows and files may name.
    pub(super) known: &'r [Known],
}

impl Reader<'_> {
    /// Reads the table that stands at `spot`, in one file or in a folder of them.
    pub(super) fn read(&self, opened: &mut Shelf, spot: &Spot) -> Option<RawTable> {
        if spot.shape != Shape::Folder {
            return self.read_file(opened, spot);
        }
        let names = opened.folder.names_in(&spot.file);
        let before = opened.findings.as_slice().len();
        let mut whole = RawTable { file: spot.file.clone(), ..RawTable::default() };
        let mut last = 0;
        for name in names {
            let file = format!("{}/{name}", spot.file);
            match shape_of(&name) {
                Some(shape) => {
                    let part = self.read_part(opened, &Spot::new(&file, shape), &name);
                    last = part.map_or(last, |part| append(&mut whole, part, last));
                }
                None if is_other_table(&name) || opened.folder.is_folder(&file) => {
                    opened.push(Finding::new("E131", place(&file)).with("found", &file));
                }
                None => {}
            }
        }
        // Offices fill in one form: what its columns are is told once, not once a file.
        opened.findings.keep_first(before, "W101");
        if whole.parts.is_empty() {
            let named_at = if opened.folder.is_folder(&spot.file) { place(&spot.file) } else { spot.named_at.clone() };
            opened.push(Finding::new("E132", named_at).with("found", &spot.file));
            return None;
        }
        let width = whole.columns.len();
        whole.rows.iter_mut().for_each(|row| row.cells.resize(width, String::new()));
        whole.parts.iter_mut().for_each(|part| part.headings.resize(width, None));
        self.report_lacking(opened, &whole);
        Some(whole)
    }

    fn read_file(&self, opened: &mut Shelf, spot: &Spot) -> Option<RawTable> {
        let mut table = table::read(opened, self.name, spot, self.settings)?;
        groups::assign(opened, self.name, (self.known, None), &mut table);
        Some(table)
    }

    /// One file of the folder; its households take the area that its name tells where it has no column for it.
    fn read_part(&self, opened: &mut Shelf, spot: &Spot, name: &str) -> Option<RawTable> {
        let table = table::read(opened, self.name, spot, self.settings);
        opened.close(&spot.file);
        let mut table = table?;
        let has_area = table.column(AREA).is_some();
        let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
        let file = groups::named(stem, self.known);
        let file = if let [only] = file.as_slice() { Some(*only) } else { None };
        if let (TableName::Households, Some(file)) = (self.name, file) {
            groups::qualify(&mut table, self.known, file);
        }
        groups::assign(opened, self.name, (self.known, file), &mut table);
        if self.name == TableName::Households && !has_area {
            self.take_area(opened, name, &mut table);
        }
        Some(table)
    }

    fn take_area(&self, opened: &mut Shelf, name: &str, table: &mut RawTable) {
        let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
        let whole = Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() };
        let (code, shown) = match groups::named(stem, self.known).as_slice() {
            [] => match groups::unknown_commune(stem) {
                Some(name) => (name.clone(), name),
                None => return,
            },
            [only] => (only.code.clone(), only.shown()),
            several => {
                let readings: Vec<String> = several.iter().map(|area| area.shown()).collect();
                opened.push(Finding::new("E130", whole).with("found", stem).with("candidates", readings.join(" · ")));
                return;
            }
        };
        let position = table.column(AREA).unwrap_or_else(|| {
            table.columns.push(RawColumn { key: Some(AREA.to_owned()), heading: AREA.to_owned() });
            table.columns.len() - 1
        });
        let mut given = 0_u32;
        for row in &mut table.rows {
            row.cells.resize(row.cells.len().max(position + 1), String::new());
            if let Some(cell) = row.cells.get_mut(position).filter(|cell| cell.is_empty()) {
                code.clone_into(cell);
                given += 1;
            }
        }
        opened.push(Finding::new("W131", whole).with("count", given).with("area", shown));
    }

    /// Columns that some files have and others lack: their cells read as blank, which may hide a need.
    fn report_lacking(&self, opened: &mut Shelf, whole: &RawTable) {
        let standards = &self.settings.settings.standards;
        let indicators: Vec<&String> = standards.values().flat_map(|standard| &standard.indicators).collect();
        let name = |column: &RawColumn| {
            let own = || indicators.contains(&&column.heading).then(|| column.heading.clone());
            column.key.clone().or_else(own)
        };
        for part in &whole.parts {
            let columns = whole.columns.iter().zip(&part.headings).filter(|(_, heading)| heading.is_none());
            let lacking: Vec<String> = columns.filter_map(|(column, _)| name(column)).collect();
            if !lacking.is_empty() {
                let place = Place { sheet: part.sheet.clone(), ..place(&part.file) };
                let finding = Finding::new("W133", place).with("count", lacking.len());
                opened.push(finding.with("columns", lacking.join(" · ")));
            }
        }
    }
}

/// Adds the rows of one file below those of the files before, whose last row is `before`; the last row now.
fn append(whole: &mut RawTable, part: RawTable, before: u32) -> u32 {
    let mut headings: Vec<Option<String>> = vec![None; whole.columns.len()];
    let mut positions = Vec::with_capacity(part.columns.len());
    for column in part.columns {
        let is_same = |known: &RawColumn| match &column.key {
            Some(key) => known.key.as_ref() == Some(key),
            None => known.key.is_none() && known.heading == column.heading,
        };
        let is_free = |position: &usize| !positions.contains(position);
        let found = (0..whole.columns.len()).filter(is_free).find(|&at| whole.columns.get(at).is_some_and(is_same));
        let position = found.unwrap_or(whole.columns.len());
        if position == whole.columns.len() {
            whole.columns.push(column.clone());
            headings.push(None);
        }
        if let Some(heading) = headings.get_mut(position) {
            *heading = Some(column.heading);
        }
        positions.push(position);
    }
    let mut last = before;
    for mut row in part.rows {
        let mut cells = vec![String::new(); whole.columns.len()];
        for (text, &position) in row.cells.into_iter().zip(&positions) {
            if let Some(cell) = cells.get_mut(position) {
                *cell = text;
            }
        }
        row.cells = cells;
        row.number += before;
        last = last.max(row.number);
        whole.rows.push(row);
    }
    whole.parts.push(RawPart { file: part.file, sheet: part.sheet, money: part.money, before, headings });
    last
}
