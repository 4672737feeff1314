//! Scenarios of three sizes for the benches, and the cut between the small and the large. Refuses to go on where a
//! scenario cannot be read: a bench of nothing is worse than none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chungtay::domain::{Beneficiary, Commitment, Level, Scenario};
use chungtay::eligibility::refusal;
use chungtay::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use chungtay::pipeline;

/// The folder of a scenario of this repository.
pub(crate) fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// A scenario of this repository.
pub(crate) fn load(name: &str) -> Scenario {
    pipeline::load(&folder(name)).scenario.expect("the scenarios of this repository have no errors")
}

/// The first `communes` communes by code: their households, needs and commitments, and every source that may still
/// pay for something, with all its money. Money is therefore plentier than in the whole.
pub(crate) fn cut(whole: &Scenario, communes: usize) -> Scenario {
    let kept: BTreeSet<AreaIndex> = (0..whole.areas.len())
        .map(AreaIndex::new)
        .filter(|&area| whole.area(area).level == Level::Commune)
        .take(communes)
        .collect();
    let mut scenario = whole.clone();
    let mut homes: BTreeMap<HouseholdIndex, HouseholdIndex> = BTreeMap::new();
    scenario.households.clear();
    for (position, household) in whole.households.iter().enumerate() {
        if kept.contains(&whole.commune_of(household.area)) {
            homes.insert(HouseholdIndex::new(position), HouseholdIndex::new(scenario.households.len()));
            scenario.households.push(household.clone());
        }
    }
    let moved = |beneficiary| match beneficiary {
        Beneficiary::Household(household) => homes.get(&household).copied().map(Beneficiary::Household),
        Beneficiary::Commune(area) => kept.contains(&area).then_some(beneficiary),
    };
    let mut needs: BTreeMap<NeedIndex, NeedIndex> = BTreeMap::new();
    scenario.needs.clear();
    for (index, need) in whole.needs() {
        if let Some(beneficiary) = moved(need.beneficiary) {
            needs.insert(index, NeedIndex::new(scenario.needs.len()));
            let mut need = need.clone();
            need.beneficiary = beneficiary;
            scenario.needs.push(need);
        }
    }
    let mut sources: BTreeMap<SourceIndex, SourceIndex> = BTreeMap::new();
    scenario.sources.clear();
    for (index, source) in whole.sources() {
        if needs.keys().any(|&need| refusal(whole, source, whole.need(need)).is_none()) {
            sources.insert(index, SourceIndex::new(scenario.sources.len()));
            let mut source = source.clone();
            source.earmark.beneficiaries = source.earmark.beneficiaries.into_iter().filter_map(moved).collect();
            scenario.sources.push(source);
        }
    }
    scenario.commitments = whole
        .commitments
        .iter()
        .filter_map(|line| {
            let need = *needs.get(&line.need)?;
            let source = line.source.map(|source| *sources.get(&source).expect("it pays for a need that stays"));
            Some(Commitment { source, need, ..line.clone() })
        })
        .collect();
    scenario.pairings.clear();
    scenario
}
