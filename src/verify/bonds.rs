//! What the pairings of the scenario say of each source, and the places that `pairings.csv` gives it: read anew, in
//! the plainest form. Refuses to judge; it only answers.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::read::{PairingLine, Written};
use crate::domain::{Beneficiary, Level, PairingStatus};
use crate::ids::{AreaIndex, HouseholdIndex, SourceIndex};

/// Every source that a row of pairings or `max_partners` binds.
#[derive(Debug, Default)]
pub(super) struct Bonds {
    pub(super) of_source: BTreeMap<SourceIndex, Bond>,
    /// By row of `pairings.csv`: the pair that it names, if the scenario has it.
    pub(super) rows: Vec<Option<(SourceIndex, Beneficiary)>>,
}

/// One such source.
#[derive(Debug, Default)]
pub(super) struct Bond {
    /// Whether its rows are households.
    pub(super) by_household: bool,
    /// Whether only chosen places get its money.
    pub(super) is_restricted: bool,
    /// Its rows: status and value.
    pub(super) stated: BTreeMap<Beneficiary, (PairingStatus, f64)>,
    /// Keep rows and places where it has a commitment.
    pub(super) kept: BTreeSet<Beneficiary>,
    /// The places that `pairings.csv` gives it.
    chosen: BTreeSet<Beneficiary>,
}

impl Bonds {
    /// Reads the scenario's pairings and the written ones.
    pub(super) fn gather<'w>(case: &Case<'_>, written: &'w Written) -> Self {
        let ids = |line: &'w PairingLine| [&*line.source, &*line.area, &*line.household];
        Self::of(case, written.pairings.iter().map(ids))
    }

    /// Reads the scenario's pairings and some pairs by their ids: source, area, household (one of the two is blank).
    pub(super) fn of<'p>(case: &Case<'_>, pairs: impl Iterator<Item = [&'p str; 3]>) -> Self {
        let mut bonds = Self::default();
        for (index, source) in case.scenario.sources() {
            if source.max_partners.is_some() {
                bonds.of_source.entry(index).or_default().is_restricted = true;
            }
        }
        for row in &case.scenario.pairings {
            let bond = bonds.of_source.entry(row.source).or_default();
            bond.by_household |= matches!(row.place, Beneficiary::Household(_));
            bond.is_restricted |= row.status != PairingStatus::Forbid;
            bond.stated.insert(row.place, (row.status, row.value));
            if row.status == PairingStatus::Keep {
                bond.kept.insert(row.place);
            }
        }
        for &(source, need) in case.committed.keys() {
            if let Some(bond) = bonds.of_source.get_mut(&source) {
                bond.kept.insert(bond.place(case, case.scenario.need(need).beneficiary));
            }
        }
        bonds.rows = pairs.map(|ids| pair(case, ids)).collect();
        for (source, place) in bonds.rows.iter().flatten() {
            if let Some(bond) = bonds.of_source.get_mut(source) {
                bond.chosen.insert(*place);
            }
        }
        bonds
    }

    /// Whether the pairing lets a source help a beneficiary.
    pub(super) fn allow(&self, case: &Case<'_>, source: SourceIndex, beneficiary: Beneficiary) -> bool {
        self.of_source.get(&source).is_none_or(|bond| {
            let place = bond.place(case, beneficiary);
            !bond.forbids(place) && (!bond.is_restricted || bond.chosen.contains(&place))
        })
    }

    /// What the pairing may tell apart in a beneficiary.
    pub(super) fn kind(&self, case: &Case<'_>, beneficiary: Beneficiary) -> Option<(AreaIndex, Option<Beneficiary>)> {
        let names = |bond: &Bond| bond.chosen.contains(&beneficiary) || bond.stated.contains_key(&beneficiary);
        let is_named = self.of_source.values().any(|bond| bond.by_household && names(bond));
        let commune = case.scenario.commune(beneficiary);
        (!self.of_source.is_empty()).then_some((commune, is_named.then_some(beneficiary)))
    }
}

impl Bond {
    /// The place of a beneficiary: its commune, or itself where the source is paired with households.
    pub(super) fn place(&self, case: &Case<'_>, beneficiary: Beneficiary) -> Beneficiary {
        if self.by_household { beneficiary } else { Beneficiary::Commune(case.scenario.commune(beneficiary)) }
    }

    /// Whether a row forbids the place.
    pub(super) fn forbids(&self, place: Beneficiary) -> bool {
        self.stated.get(&place).is_some_and(|(status, _)| *status == PairingStatus::Forbid)
    }

    /// Whether it has a candidate row.
    pub(super) fn has_candidates(&self) -> bool {
        self.stated.values().any(|(status, _)| *status == PairingStatus::Candidate)
    }
}

/// The pair that a row names; `None` where source or place is unknown, or there is not exactly one place.
fn pair(case: &Case<'_>, [source, area, household]: [&str; 3]) -> Option<(SourceIndex, Beneficiary)> {
    let scenario = case.scenario;
    let place = match (area.is_empty(), household.is_empty()) {
        (false, true) => {
            let is_it = |code: &str, level| code == area && level == Level::Commune;
            let found = scenario.areas.iter().position(|area| is_it(&area.code, area.level))?;
            Beneficiary::Commune(AreaIndex::new(found))
        }
        (true, false) => {
            let found = scenario.households.binary_search_by(|one| (*one.id).cmp(household)).ok()?;
            Beneficiary::Household(HouseholdIndex::new(found))
        }
        _ => return None,
    };
    Some((case.source(source)?, place))
}
