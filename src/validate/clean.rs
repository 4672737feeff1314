//! What the cells of a folder mean, in the contract's own spelling: the readers of cells note it while they read, so
//! that the clean tables say what the program understood, and nothing is read in two ways.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::domain::raw::{RawColumn, RawRow, RawScenario, RawTable, TableName};
use crate::domain::settings::Units;

/// The cells of one table whose canonical spelling is known, by (row, position of the column). Cells that are not here
/// (ids, names, lists of ids) stand as they were read.
#[derive(Debug, Default)]
pub(super) struct Clean {
    cells: Option<RefCell<BTreeMap<(u32, usize), String>>>,
}

impl Clean {
    /// Notes nothing.
    pub(super) const OFF: &'static Self = &Self { cells: None };

    /// Notes what cells mean.
    fn on() -> Self {
        Self { cells: Some(RefCell::default()) }
    }

    /// Notes what the cell in this row and column means.
    pub(super) fn note(&self, row: u32, column: usize, canonical: impl FnOnce() -> String) {
        if let Some(cells) = &self.cells {
            cells.borrow_mut().insert((row, column), canonical());
        }
    }

    /// The table under its canonical names: columns that nothing reads are left out.
    fn table(&self, name: TableName, raw: &RawTable) -> RawTable {
        let noted = self.cells.as_ref().map(RefCell::borrow);
        let noted = |row: &RawRow, position: usize| {
            noted.as_ref().and_then(|cells| cells.get(&(row.number, position)).cloned())
        };
        let is_read = |position: &usize| {
            let has_key = raw.columns.get(*position).is_some_and(|column| column.key.is_some());
            has_key || raw.rows.iter().any(|row| noted(row, *position).is_some())
        };
        let kept: Vec<usize> = (0..raw.columns.len()).filter(is_read).collect();
        let columns = kept.iter().filter_map(|&position| raw.columns.get(position)).map(|column| {
            let key = column.key.clone().unwrap_or_else(|| column.heading.clone());
            RawColumn { heading: key.clone(), key: Some(key) }
        });
        let cell = |row: &RawRow, position: usize| {
            noted(row, position).unwrap_or_else(|| row.cells.get(position).cloned().unwrap_or_default())
        };
        let rows = (2..)
            .zip(&raw.rows)
            .map(|(number, row)| RawRow { number, cells: kept.iter().map(|&position| cell(row, position)).collect() });
        RawTable {
            file: format!("{}.csv", name.as_str()),
            columns: columns.collect(),
            rows: rows.collect(),
            ..RawTable::default()
        }
    }
}

/// The notes of all tables.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<TableName, Clean>);

impl Notes {
    /// Notes of every table of the folder.
    pub(super) fn of(raw: &RawScenario) -> Self {
        Self(raw.tables.keys().map(|&name| (name, Clean::on())).collect())
    }

    /// The notes of one table.
    pub(super) fn table(&self, name: TableName) -> &Clean {
        self.0.get(&name).unwrap_or(Clean::OFF)
    }

    /// The folder in the contract's own spelling: canonical files, columns and words, money in whole đồng.
    pub(super) fn folder(&self, raw: &RawScenario) -> RawScenario {
        let mut settings = raw.settings.clone();
        settings.tables.clear();
        settings.columns.clear();
        settings.units = Units::default();
        let tables = raw.tables.iter().map(|(&name, table)| (name, self.table(name).table(name, table))).collect();
        RawScenario { settings, settings_text: String::new(), tables, inputs: BTreeMap::new() }
    }
}
