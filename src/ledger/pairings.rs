//! `pairings.csv`: the pairs that stage 0 chose.

use crate::domain::tables::PairingRow;
use crate::domain::{Beneficiary, ChosenPair, Pairings, Scenario};

/// The rows, by (source, area, household).
pub(super) fn rows(scenario: &Scenario, pairings: &Pairings) -> Vec<PairingRow> {
    let row = |pair: &ChosenPair| {
        let (area, household) = match pair.place {
            Beneficiary::Commune(area) => (Some(scenario.area(area).code.clone()), None),
            Beneficiary::Household(household) => (None, Some(scenario.household(household).id.clone())),
        };
        let source = scenario.source(pair.source).id.clone();
        PairingRow { source, area, household, status: pair.status, value: pair.value }
    };
    pairings.pairs.iter().map(row).collect()
}

/// The same by their ids alone: source, area, household (one of the two is blank).
pub fn pairs(scenario: &Scenario, pairings: &Pairings) -> Vec<[String; 3]> {
    let ids = |row: PairingRow| [row.source, row.area.unwrap_or_default(), row.household.unwrap_or_default()];
    rows(scenario, pairings).into_iter().map(ids).collect()
}
