//! Leaves: needs that share their signatures, and whatever the limits of those signatures look at.

use std::collections::{BTreeMap, BTreeSet};

use super::money::{Commitments, Place};
use super::signatures::{self, Pays, Reach, Signature, Tap};
use super::tallies::{Tallies, Views};
use crate::domain::{Beneficiary, Grain, Need, Scenario};
use crate::eligibility::Eligibility;
use crate::ids::{AreaIndex, NeedIndex};
use crate::units::Vnd;

/// Needs into which money flows together.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its needs, in order.
    pub needs: Vec<NeedIndex>,
    /// Money that may mix on its way and may fund it.
    pub free: BTreeSet<Tap>,
    /// Signatures that pay whole units, or have a cap per household, and may fund it.
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
    reach: usize,
    commune: Option<AreaIndex>,
    unit_cost: Option<Vnd>,
    alone: Option<NeedIndex>,
    capped: Option<Place>,
    view: usize,
}

/// Finds the leaves of all needs that money may still reach or that commitments reach.
pub(super) fn find(
    scenario: &Scenario,
    eligibility: &Eligibility,
    signatures: &[Signature],
    commitments: &Commitments,
    (tallies, views): (&Tallies, &mut Views),
) -> Vec<Leaf> {
    let classes = signatures::by_class(signatures, eligibility.funding_classes().len());
    let mut reaches = Reaches::default();
    let asks = AskByHousehold::of(scenario, eligibility, &classes, signatures);
    let mut needs_of: BTreeMap<Key, Vec<NeedIndex>> = BTreeMap::new();
    for (index, need) in scenario.needs() {
        let class = eligibility.funding_class(index);
        let positions = classes.get(class).map(Vec::as_slice).unwrap_or_default();
        if positions.is_empty() || (need.open() == Vnd::ZERO && commitments.of_need(index) == Vnd::ZERO) {
            continue;
        }
        let commune = scenario.commune(need.beneficiary);
        let limits = || positions.iter().filter_map(|&position| signatures.get(position).map(|one| (position, one)));
        let has_whole = limits().any(|(_, signature)| signature.pays == Pays::WholeUnits);
        let has_commune_cap = limits().any(|(_, signature)| signature.commune_cap.is_some());
        let is_capped = limits().any(|(position, signature)| asks.binds(position, signature, need));
        let is_divisible = scenario.package(need.package).grain != Grain::Whole;
        let is_tracked = |tally: &usize| limits().any(|(_, signature)| signature.tallies.contains(tally));
        let seen: Vec<usize> = tallies.of_need(index).iter().copied().filter(is_tracked).collect();
        let view = views.number(seen.clone());
        let key = Key {
            reach: reaches.number((class, has_commune_cap.then_some(commune), view), || {
                signatures::reach(signatures, positions, (commune, &seen), views)
            }),
            commune: has_commune_cap.then_some(commune),
            unit_cost: has_whole.then_some(need.unit_cost),
            alone: (is_capped || (has_whole && is_divisible)).then_some(index),
            capped: is_capped.then(|| Place::of_need(scenario, index)),
            view,
        };
        needs_of.entry(key).or_default().push(index);
    }
    let leaf = |(key, needs): (Key, Vec<NeedIndex>)| {
        let Reach { free, direct } = reaches.get(key.reach);
        Leaf { needs, free, direct, commune: key.commune, unit_cost: key.unit_cost, capped: key.capped }
    };
    let mut leaves: Vec<Leaf> = needs_of.into_iter().map(leaf).collect();
    leaves.sort_by(|one, other| one.needs.cmp(&other.needs));
    leaves
}

/// The different reaches, by number.
#[derive(Default)]
struct Reaches {
    of_place: BTreeMap<(usize, Option<AreaIndex>, usize), usize>,
    numbers: BTreeMap<Reach, usize>,
    list: Vec<Reach>,
}

impl Reaches {
    fn number(&mut self, place: (usize, Option<AreaIndex>, usize), reach: impl FnOnce() -> Reach) -> usize {
        let Self { of_place, numbers, list } = self;
        *of_place.entry(place).or_insert_with(|| {
            *numbers.entry(reach()).or_insert_with_key(|reach| {
                list.push(reach.clone());
                list.len() - 1
            })
        })
    }

    fn get(&self, number: usize) -> Reach {
        self.list.get(number).cloned().expect("every number has a reach")
    }
}

/// Đồng that a household asks of what a capped signature may fund.
struct AskByHousehold(BTreeMap<(usize, Beneficiary), Vnd>);

impl AskByHousehold {
    fn of(scenario: &Scenario, eligibility: &Eligibility, classes: &[Vec<usize>], signatures: &[Signature]) -> Self {
        let mut asks: BTreeMap<(usize, Beneficiary), Vnd> = BTreeMap::new();
        for (index, need) in scenario.needs() {
            for &position in classes.get(eligibility.funding_class(index)).into_iter().flatten() {
                if signatures.get(position).is_some_and(|signature| signature.household_cap.is_some()) {
                    *asks.entry((position, need.beneficiary)).or_default() += need.open();
                }
            }
        }
        Self(asks)
    }

    /// Whether a cap per household can be reached at all (a commune's request: whether it is below one unit).
    fn binds(&self, position: usize, signature: &Signature, need: &Need) -> bool {
        let most = match need.beneficiary {
            Beneficiary::Household(_) => self.0.get(&(position, need.beneficiary)).copied().unwrap_or_default(),
            Beneficiary::Commune(_) => need.unit_cost,
        };
        signature.household_cap.is_some_and(|cap| cap < most)
    }
}
