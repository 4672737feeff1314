//! Leaves: needs that share their signatures, and whatever the limits of those signatures look at.

use std::collections::{BTreeMap, BTreeSet};

use super::money::{Commitments, Place};
use super::signatures::{self, Pays, Signature};
use crate::domain::{Beneficiary, Grain, Need, Scenario};
use crate::eligibility::Eligibility;
use crate::ids::{AreaIndex, NeedIndex};
use crate::units::Vnd;

/// Needs into which money flows together.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its needs, in order.
    pub needs: Vec<NeedIndex>,
    /// Free signatures that may fund it.
    pub free: BTreeSet<usize>,
    /// Signatures with whole units or caps that may fund it.
    pub direct: BTreeSet<usize>,
    /// The commune, where a signature has a cap per commune.
    pub commune: Option<AreaIndex>,
    /// Cost of one unit, where a signature pays whole units.
    pub unit_cost: Option<Vnd>,
    /// The household or request, where a cap per household binds: then the leaf is one need.
    pub capped: Option<Place>,
}

impl Leaf {
    /// The caps of a signature that count here, with their place.
    pub fn caps(&self, signature: &Signature) -> Vec<(Place, Vnd)> {
        let commune = self.commune.map(Place::Commune).zip(signature.commune_cap);
        let household = self.capped.zip(signature.household_cap);
        commune.into_iter().chain(household).collect()
    }
}

/// What the limits of a need's signatures look at.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    class: (BTreeSet<usize>, BTreeSet<usize>),
    commune: Option<AreaIndex>,
    unit_cost: Option<Vnd>,
    alone: Option<NeedIndex>,
    capped: Option<Place>,
}

/// Finds the leaves of all needs that money may still reach or that commitments reach.
pub(super) fn find(
    scenario: &Scenario,
    eligibility: &Eligibility,
    signatures: &[Signature],
    commitments: &Commitments,
) -> Vec<Leaf> {
    let classes = signatures::by_class(signatures, eligibility.funding_classes().len());
    let mut needs_of: BTreeMap<Key, Vec<NeedIndex>> = BTreeMap::new();
    let household_asks = ask_by_beneficiary(scenario);
    for (index, need) in scenario.needs() {
        let (free, direct) = classes.get(eligibility.funding_class(index)).expect("every need has a class");
        let is_reachable = !free.is_empty() || !direct.is_empty();
        if !is_reachable || (need.open() == Vnd::ZERO && commitments.of_need(index) == Vnd::ZERO) {
            continue;
        }
        let limits = || direct.iter().filter_map(|&position| signatures.get(position));
        let has_whole = limits().any(|signature| signature.pays == Pays::WholeUnits);
        let has_commune_cap = limits().any(|signature| signature.commune_cap.is_some());
        let ask = household_asks.get(&need.beneficiary).copied().unwrap_or_default();
        let is_capped = limits().any(|signature| signature.household_cap.is_some_and(|cap| binds(cap, need, ask)));
        let is_divisible = scenario.package(need.package).grain != Grain::Whole;
        let key = Key {
            class: (free.clone(), direct.clone()),
            commune: has_commune_cap.then(|| scenario.commune(need.beneficiary)),
            unit_cost: has_whole.then_some(need.unit_cost),
            alone: (is_capped || (has_whole && is_divisible)).then_some(index),
            capped: is_capped.then(|| Place::of_need(scenario, index)),
        };
        needs_of.entry(key).or_default().push(index);
    }
    let leaf = |(key, needs): (Key, Vec<NeedIndex>)| Leaf {
        needs,
        free: key.class.0,
        direct: key.class.1,
        commune: key.commune,
        unit_cost: key.unit_cost,
        capped: key.capped,
    };
    let mut leaves: Vec<Leaf> = needs_of.into_iter().map(leaf).collect();
    leaves.sort_by(|one, other| one.needs.cmp(&other.needs));
    leaves
}

/// Whether a household's cap can be reached at all (a commune's request: whether it is below one unit).
fn binds(cap: Vnd, need: &Need, ask_of_household: Vnd) -> bool {
    match need.beneficiary {
        Beneficiary::Household(_) => cap < ask_of_household,
        Beneficiary::Commune(_) => cap < need.unit_cost,
    }
}

fn ask_by_beneficiary(scenario: &Scenario) -> BTreeMap<Beneficiary, Vnd> {
    let mut asks: BTreeMap<Beneficiary, Vnd> = BTreeMap::new();
    for need in &scenario.needs {
        *asks.entry(need.beneficiary).or_default() += need.open();
    }
    asks
}
