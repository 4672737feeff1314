//! What sources and commitments must know of the households already written: who asked for what, and where.

use super::households::Household;
use super::needs::Ask;
use crate::domain::Class;

/// A household that asks for something.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Position of its commune.
    pub(super) commune: usize,
    /// Its id.
    pub(super) id: String,
    /// Its class.
    pub(super) class: Class,
    /// Its tags.
    pub(super) tags: Vec<&'static str>,
    /// What it asks for.
    pub(super) asks: Vec<Ask>,
}

/// All of them, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Register {
    /// The households.
    pub(super) entries: Vec<Entry>,
}

impl Register {
    /// Notes a household.
    pub(super) fn add(&mut self, commune: usize, household: Household, asks: Vec<Ask>) {
        if !asks.is_empty() {
            let Household { id, class, tags, .. } = household;
            self.entries.push(Entry { commune, id, class, tags, asks });
        }
    }
}
