//! What was assumed while cells were read: one finding for each kind and column, with the number of its rows, since a
//! finding for each cell would bury the rest.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::findings::{Finding, Findings, Place};

/// Rows by code and column.
#[derive(Debug, Default)]
pub(super) struct Assumed(RefCell<BTreeMap<(&'static str, Place), BTreeSet<u32>>>);

impl Assumed {
    /// Notes a cell.
    pub(super) fn note(&self, code: &'static str, cell: Place) {
        let row = cell.row.unwrap_or_default();
        self.0.borrow_mut().entry((code, Place { row: None, ..cell })).or_default().insert(row);
    }

    /// The findings, each at its first row.
    pub(super) fn tell(&self, findings: &mut Findings) {
        for ((code, place), rows) in self.0.take() {
            // Settings have no rows.
            let place = Place { row: rows.first().copied().filter(|&row| row > 0), ..place };
            findings.push(Finding::new(code, place).with("count", rows.len()));
        }
    }
}
