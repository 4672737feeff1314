//! What is bound before anything is decided: the commitments (page 3, C6), and where caps count.

use std::collections::BTreeMap;

use crate::domain::{Beneficiary, CommitmentStatus, Scenario};
use crate::funds;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::units::Vnd;

/// Where a cap of a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a commune, all its households and requests.
    Commune(AreaIndex),
    /// For one household, all its needs.
    Household(HouseholdIndex),
    /// For one request of a commune.
    Request(NeedIndex),
}

impl Place {
    /// Where a cap per household counts for a need.
    pub fn of_need(scenario: &Scenario, need: NeedIndex) -> Self {
        match scenario.need(need).beneficiary {
            Beneficiary::Household(household) => Self::Household(household),
            Beneficiary::Commune(_) => Self::Request(need),
        }
    }
}

/// Promised and disbursed đồng, summed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commitments {
    /// Per need and source.
    pub pairs: BTreeMap<(NeedIndex, SourceIndex), Vnd>,
    /// Per source, in the order of `Scenario::sources`.
    pub by_source: Vec<Vnd>,
    /// Per need, in the order of `Scenario::needs`.
    pub by_need: Vec<Vnd>,
    /// Per source and place.
    pub by_place: BTreeMap<(SourceIndex, Place), Vnd>,
}

impl Commitments {
    /// Sums the promised and disbursed lines of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let mut sums = Self {
            pairs: BTreeMap::new(),
            by_source: vec![Vnd::ZERO; scenario.sources.len()],
            by_need: vec![Vnd::ZERO; scenario.needs.len()],
            by_place: BTreeMap::new(),
        };
        let bound = scenario.commitments.iter().filter(|line| line.status != CommitmentStatus::Outside);
        for (line, source) in bound.filter_map(|line| line.source.map(|source| (line, source))) {
            *sums.pairs.entry((line.need, source)).or_default() += line.amount;
            *sums.by_source.get_mut(source.get()).expect("a source of this scenario") += line.amount;
            *sums.by_need.get_mut(line.need.get()).expect("a need of this scenario") += line.amount;
            let beneficiary = scenario.need(line.need).beneficiary;
            for place in [Place::Commune(scenario.commune(beneficiary)), Place::of_need(scenario, line.need)] {
                *sums.by_place.entry((source, place)).or_default() += line.amount;
            }
        }
        sums
    }

    /// What a source may use beyond its commitments.
    pub fn spare(&self, scenario: &Scenario, source: SourceIndex) -> Vnd {
        let committed = self.of_source(source);
        funds::available(scenario, source, committed) - committed
    }

    /// What `source` has committed to `need`.
    pub fn pair(&self, source: SourceIndex, need: NeedIndex) -> Vnd {
        self.pairs.get(&(need, source)).copied().unwrap_or_default()
    }

    /// What `source` has committed in a place.
    pub fn in_place(&self, source: SourceIndex, place: Place) -> Vnd {
        self.by_place.get(&(source, place)).copied().unwrap_or_default()
    }

    /// What a source has committed in all.
    pub fn of_source(&self, source: SourceIndex) -> Vnd {
        self.by_source.get(source.get()).copied().expect("sums cover every source")
    }

    /// What is committed to a need.
    pub fn of_need(&self, need: NeedIndex) -> Vnd {
        self.by_need.get(need.get()).copied().expect("sums cover every need")
    }

    /// The commitments to a need, by source.
    pub fn to_need(&self, need: NeedIndex) -> impl Iterator<Item = (SourceIndex, Vnd)> {
        let (first, last) = ((need, SourceIndex::new(0)), (need, SourceIndex::new(u32::MAX as usize)));
        self.pairs.range(first..=last).map(|(&(_, source), &amount)| (source, amount))
    }
}
