//! Ids of a table: which row each names, which ids stand on rows that earned an error, which id is nearest to a
//! misspelt one. Reads no cell but the id's.

use std::cell::Cell;

use crate::findings::{Finding, Findings, nearest};

use super::cells::{Cells, Column, Sheet};

/// How many unknown ids of a table get the nearest one named: each costs a walk over all ids.
const NEAREST_NAMED: u32 = 50;

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lookup {
    /// The thing at this position of the sorted list.
    At(usize),
    /// A row that earned an error of its own: whoever names it is left out in silence.
    Broken,
    /// Nothing.
    Unknown,
}

/// The ids of one table, sorted.
#[derive(Debug, Clone)]
pub(super) struct Register<'a> {
    entries: Vec<(&'a str, Option<usize>)>,
    searches: Cell<u32>,
    last: Cell<usize>,
}

impl<'a> Register<'a> {
    /// What `id` stands for.
    pub(super) fn find(&self, id: &str) -> Lookup {
        match self.entry(id) {
            None => Lookup::Unknown,
            Some((_, None)) => Lookup::Broken,
            Some(&(_, Some(position))) => Lookup::At(position),
        }
    }

    /// The entry of an id. Tables that refer to another mostly follow its order, so the id that was asked for last and
    /// the one after it are tried first.
    fn entry(&self, id: &str) -> Option<&(&'a str, Option<usize>)> {
        let last = self.last.get();
        let is_at = |position: &usize| self.entries.get(*position).is_some_and(|(known, _)| *known == id);
        let near = [last, last + 1].into_iter().find(is_at);
        let position = near.or_else(|| self.entries.binary_search_by(|(known, _)| (*known).cmp(id)).ok())?;
        self.last.set(position);
        self.entries.get(position)
    }

    /// The id nearest to an unknown one, `—` where none is near.
    pub(super) fn nearest(&self, id: &str) -> &'a str {
        if self.searches.get() >= NEAREST_NAMED {
            return "—";
        }
        self.searches.set(self.searches.get() + 1);
        nearest(id, self.entries.iter().map(|(known, _)| *known)).unwrap_or("—")
    }

    /// Gives the things their new positions, `None` for those that were left out later.
    pub(super) fn moved(&mut self, new_positions: &[Option<usize>]) {
        for (_, position) in &mut self.entries {
            *position = position.and_then(|old| new_positions.get(old).copied().flatten());
        }
    }
}

/// Reads the rows of a table that has an id column: the sound ones sorted by id, and all ids. An id that stands twice
/// is a finding that names both rows; the first one counts.
pub(super) fn read_by_id<'a, T>(
    sheet: &Sheet<'a>,
    id: Column,
    findings: &mut Findings,
    mut read: impl FnMut(&mut Cells<'a, '_>) -> Option<T>,
) -> (Vec<T>, Register<'a>) {
    let mut rows: Vec<(&'a str, u32, Option<T>)> = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let mut cells = sheet.open(row, findings);
        let name = cells.required(id);
        let value = read(&mut cells);
        if !name.is_empty() {
            rows.push((name, row.number, value.filter(|_| cells.is_sound())));
        }
    }
    rows.sort_by_key(|&(name, number, _)| (name, number));
    let mut first: Option<(&str, u32)> = None;
    rows.retain(|&(name, number, _)| {
        if let Some((_, above)) = first.filter(|(known, _)| *known == name) {
            let finding = Finding::new("E301", sheet.place(number, id)).with("found", sheet.shown(name));
            findings.push(finding.with("first", sheet.place(above, id).row_beside(&sheet.place(number, id))));
            return false;
        }
        first = Some((name, number));
        true
    });
    let mut values = Vec::with_capacity(rows.len());
    let mut entries = Vec::with_capacity(rows.len());
    for (name, _, value) in rows {
        entries.push((name, value.is_some().then_some(values.len())));
        values.extend(value);
    }
    (values, Register { entries, searches: Cell::new(0), last: Cell::new(0) })
}
