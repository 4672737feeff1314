//! `pairings.csv`: the pairs that stage 0 chose.

use super::Books;
use crate::domain::tables::PairingRow;
use crate::domain::{Beneficiary, ChosenPair};

/// The rows, by (source, area, household).
pub(super) fn rows(books: &Books<'_>) -> Vec<PairingRow> {
    let scenario = books.scenario;
    let row = |pair: &ChosenPair| {
        let (area, household) = match pair.place {
            Beneficiary::Commune(area) => (Some(scenario.area(area).code.clone()), None),
            Beneficiary::Household(household) => (None, Some(scenario.household(household).id.clone())),
        };
        let source = scenario.source(pair.source).id.clone();
        PairingRow { source, area, household, status: pair.status, value: pair.value }
    };
    books.pairings.pairs.iter().map(row).collect()
}
