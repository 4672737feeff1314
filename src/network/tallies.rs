//! Tallies: the money that rules which tell sources apart count. A tally is a rule in one of its groups, or a rule over
//! sources: then each source has rows of its own in it. Needs that no tally of a source tells apart are one view.

use std::collections::BTreeMap;

use crate::ids::{NeedIndex, SourceIndex};

/// All tallies of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tallies {
    /// By tally, the rows that count the money of each source.
    rows: Vec<BTreeMap<SourceIndex, Vec<usize>>>,
    /// By source, its tallies in order.
    of_source: Vec<Vec<usize>>,
    /// By need, the tallies that count money for it, in order.
    of_need: Vec<Vec<usize>>,
}

impl Tallies {
    /// No tally of so many sources and needs.
    pub(super) fn empty(sources: usize, needs: usize) -> Self {
        Self { rows: Vec::new(), of_source: vec![Vec::new(); sources], of_need: vec![Vec::new(); needs] }
    }

    /// A new tally; its number.
    pub(super) fn open(&mut self) -> usize {
        self.rows.push(BTreeMap::new());
        self.rows.len() - 1
    }

    /// Lets a row of the newest tally count the money of a source.
    pub(super) fn add_row(&mut self, tally: usize, source: SourceIndex, row: usize) {
        let rows = self.rows.get_mut(tally).expect("a tally is opened before it has rows");
        rows.entry(source).or_default().push(row);
        let tallies = self.of_source.get_mut(source.get()).expect("a source of this scenario");
        if tallies.last() != Some(&tally) {
            tallies.push(tally);
        }
    }

    /// Lets a tally count money for a need.
    pub(super) fn add_need(&mut self, tally: usize, need: NeedIndex) {
        let tallies = self.of_need.get_mut(need.get()).expect("a need of this scenario");
        if tallies.last() != Some(&tally) {
            tallies.push(tally);
        }
    }

    /// The tallies that have rows of a source.
    pub fn of_source(&self, source: SourceIndex) -> &[usize] {
        self.of_source.get(source.get()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The tallies that count money for a need.
    pub fn of_need(&self, need: NeedIndex) -> &[usize] {
        self.of_need.get(need.get()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rows that look at what a source pays for needs of some tallies: (row, whether the money counts there; else
    /// it only counts in what the row's share is a share of).
    pub fn terms<'a>(&'a self, source: SourceIndex, view: &'a [usize]) -> impl Iterator<Item = (usize, bool)> + 'a {
        self.of_source(source).iter().flat_map(move |tally| {
            let rows = self.rows.get(*tally).and_then(|rows| rows.get(&source)).map(Vec::as_slice).unwrap_or_default();
            let counts = view.contains(tally);
            rows.iter().map(move |&row| (row, counts))
        })
    }

    /// All rows that look at what a source pays.
    pub(super) fn rows_of(&self, source: SourceIndex) -> Vec<usize> {
        self.terms(source, &[]).map(|(row, _)| row).collect()
    }
}

/// Sets of tallies, by number; the empty set is number 0.
#[derive(Debug, Clone)]
pub(super) struct Views {
    numbers: BTreeMap<Vec<usize>, usize>,
    list: Vec<Vec<usize>>,
}

impl Views {
    /// The empty set alone.
    pub(super) fn new() -> Self {
        Self { numbers: BTreeMap::from([(Vec::new(), 0)]), list: vec![Vec::new()] }
    }

    /// The number of a set.
    pub(super) fn number(&mut self, tallies: Vec<usize>) -> usize {
        let Self { numbers, list } = self;
        *numbers.entry(tallies).or_insert_with_key(|tallies| {
            list.push(tallies.clone());
            list.len() - 1
        })
    }

    /// The set of a number.
    pub(super) fn get(&self, number: usize) -> &[usize] {
        self.list.get(number).expect("every number has a set")
    }
}
