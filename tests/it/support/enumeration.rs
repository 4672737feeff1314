//! The best plan by trying every one, without a solver: each vector of whole units within demand and exclusive groups
//! has its value by the words of page 3, and the best that can be paid wins. For tiny scenarios.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chungtay::domain::settings::Maximize;
use chungtay::domain::{Beneficiary, BeneficiaryKind, GroupShare, Pairings, Scenario};
use chungtay::eligibility::{self, refusal};
use chungtay::ids::NeedIndex;
use chungtay::network;
use chungtay::severity::{Weights, group_at};
use chungtay::stages::{self, Deadline, StageError};
use chungtay::units::Vnd;

use super::payers::Payers;
use super::rules;
use super::sources::cost_of_paying;

/// What a plan reaches in stages 2 and 3.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value {
    /// Stage 2a, points.
    pub excess: f64,
    /// Stage 2b, points.
    pub shortfall: f64,
    /// Stage 3, in its own measure.
    pub objective: f64,
}

/// Values closer than this are equal: floats of equal plans differ by their noise.
const SAME: f64 = 1e-6;

impl Value {
    /// Best first: less beyond one package, less shortfall, more of the objective.
    fn order(self, other: Self) -> Ordering {
        let rounded = |value: f64| (value / SAME).round() + 0.0;
        let keys = |value: Self| [value.excess, value.shortfall, -value.objective].map(rounded);
        let pairs = keys(self).into_iter().zip(keys(other));
        pairs.fold(Ordering::Equal, |order, (one, other)| order.then(one.total_cmp(&other)))
    }
}

/// What stage 1 gives each group; without fairness nothing.
pub(crate) fn floors(scenario: &Scenario, weights: &Weights) -> Result<Vec<GroupShare>, StageError> {
    let network = network::build(scenario, weights, &eligibility::find(scenario, &Pairings::default()));
    stages::entitle(scenario, &network, Deadline::NONE).map(|entitled| entitled.groups)
}

/// The value of the best plan given the floors of the groups; `None` where commitments and hard rules cannot be kept.
pub(crate) fn best(scenario: &Scenario, weights: &Weights, groups: &[GroupShare]) -> Option<Value> {
    let payers = Payers::of(scenario);
    let pay = |(value, units): (Value, Vec<u32>)| {
        let penalty = if payers.can_pay(&units) { cost_of_paying(scenario, weights, &units)? } else { return None };
        Some(Value { objective: value.objective - penalty, ..value })
    };
    // The cost of payments is never below zero: a plan that is worse without it is worse with it.
    let mut best: Option<Value> = None;
    for (value, units) in plans(scenario, weights, groups) {
        if best.is_some_and(|best| best.order(value) != Ordering::Greater) {
            break;
        }
        let paid = pay((value, units));
        best = [best, paid].into_iter().flatten().min_by(|one, other| one.order(*other));
    }
    best
}

/// The fewest đồng by which a plan that is as good as the best differs from the awards of `Scenario::near`.
pub(crate) fn least_change(scenario: &Scenario, weights: &Weights, groups: &[GroupShare]) -> Option<Vnd> {
    let payers = Payers::of(scenario);
    let best = best(scenario, weights, groups)?;
    let equal = plans(scenario, weights, groups).into_iter().filter(|(value, _)| value.order(best).is_eq());
    let change = |units: &[u32]| {
        let apart = |(index, need): (NeedIndex, &chungtay::domain::Need)| {
            let now = need.unit_cost.times(units[index.get()]);
            let then = scenario.earlier(index).unwrap_or_default();
            now.saturating_sub(then) + then.saturating_sub(now)
        };
        scenario.needs().map(apart).sum()
    };
    equal.filter(|(_, units)| payers.can_pay(units)).map(|(_, units)| change(&units)).min()
}

/// The values and units of every plan that can be paid, the best first.
pub(crate) fn payable(scenario: &Scenario, weights: &Weights, groups: &[GroupShare]) -> Vec<(Value, Vec<u32>)> {
    let payers = Payers::of(scenario);
    let pay = |(value, units): (Value, Vec<u32>)| {
        let penalty = if payers.can_pay(&units) { cost_of_paying(scenario, weights, &units)? } else { return None };
        Some((Value { objective: value.objective - penalty, ..value }, units))
    };
    plans(scenario, weights, groups).into_iter().filter_map(pay).collect()
}

/// Every plan that keeps groups and hard rules, the best first, whether it can be paid or not.
fn plans(scenario: &Scenario, weights: &Weights, groups: &[GroupShare]) -> Vec<(Value, Vec<u32>)> {
    let choices = all_units(scenario).into_iter().filter(|units| keeps_groups(scenario, units));
    let worth = |units: Vec<u32>| {
        let penalty = rules::penalty(scenario, weights, &units)?;
        let mut value = value(scenario, weights, groups, &units);
        value.objective -= penalty;
        Some((value, units))
    };
    let mut plans: Vec<(Value, Vec<u32>)> = choices.filter_map(worth).collect();
    plans.sort_by(|(one, _), (other, _)| one.order(*other));
    plans
}

/// Every vector of units served here, within demand (C3).
fn all_units(scenario: &Scenario) -> Vec<Vec<u32>> {
    let mut vectors = vec![Vec::new()];
    for need in &scenario.needs {
        let most = need.open().whole_units(need.unit_cost);
        let longer = |vector: &Vec<u32>| (0..=most).map(|units| [vector.as_slice(), &[units]].concat()).collect();
        vectors = vectors.iter().flat_map::<Vec<Vec<u32>>, _>(longer).collect();
    }
    vectors
}

/// At most one unit in all, outside help included, of the packages of an exclusive group a household.
fn keeps_groups(scenario: &Scenario, units: &[u32]) -> bool {
    let mut served: BTreeMap<(Beneficiary, &str), u32> = BTreeMap::new();
    for (index, need) in scenario.needs() {
        if let Some(group) = scenario.exclusive_group(index) {
            *served.entry(group).or_default() += units[index.get()] + need.outside.whole_units(need.unit_cost);
        }
    }
    served.into_values().all(|units| units <= 1)
}

fn value(scenario: &Scenario, weights: &Weights, groups: &[GroupShare], units: &[u32]) -> Value {
    let (mut excess, mut shortfall) = (0.0, 0.0);
    for group in groups {
        let missing = (group.floor - served(scenario, weights, group, units)).max(0.0);
        excess += (missing - heaviest_unit(scenario, weights, group)).max(0.0);
        shortfall += missing;
    }
    Value { excess, shortfall, objective: objective(scenario, weights, units) }
}

/// The needs of a fairness group.
fn needs_of<'a>(scenario: &'a Scenario, group: &GroupShare) -> impl Iterator<Item = NeedIndex> + 'a {
    let (area, level) = (group.group, scenario.settings.fairness.over);
    let is_member = move |need: NeedIndex| {
        let home = scenario.home(scenario.need(need).beneficiary);
        group_at(scenario, home, level) == area
    };
    scenario.needs().map(|(index, _)| index).filter(move |&index| is_member(index))
}

/// Weight served in a group, outside help included, points.
fn served(scenario: &Scenario, weights: &Weights, group: &GroupShare, units: &[u32]) -> f64 {
    let weight = |index: NeedIndex| {
        let need = scenario.need(index);
        weights.per_unit(index) * (f64::from(units[index.get()]) + need.outside.units_of(need.unit_cost))
    };
    needs_of(scenario, group).map(weight).sum()
}

/// The largest weight of one unit asked in a group that some source may fund, points.
fn heaviest_unit(scenario: &Scenario, weights: &Weights, group: &GroupShare) -> f64 {
    let is_fundable = |index: &NeedIndex| {
        scenario.sources.iter().any(|source| refusal(scenario, source, scenario.need(*index)).is_none())
    };
    needs_of(scenario, group).filter(is_fundable).map(|index| weights.per_unit(index)).fold(0.0, f64::max)
}

/// The objective in its own measure, less that of outside help.
fn objective(scenario: &Scenario, weights: &Weights, units: &[u32]) -> f64 {
    let sum = |per_unit: &dyn Fn(NeedIndex) -> f64| {
        scenario.needs().map(|(index, _)| per_unit(index) * f64::from(units[index.get()])).sum()
    };
    match scenario.settings.objective.maximize {
        Maximize::Weight => sum(&|index| weights.per_unit(index)),
        Maximize::Units => sum(&|_| 1.0),
        Maximize::Amount => sum(&|index| scenario.need(index).unit_cost.millions()),
        Maximize::Households => f64::from(households(scenario, units)),
        Maximize::Exits => {
            rules::exits(scenario, weights, units) - rules::exits(scenario, weights, &vec![0; units.len()])
        }
    }
}

/// Households that the units reach and outside help does not; each unit of a household package on a request is one.
fn households(scenario: &Scenario, units: &[u32]) -> u32 {
    let mut helped: BTreeMap<Beneficiary, u32> = BTreeMap::new();
    for (need, &units) in scenario.needs.iter().zip(units) {
        match need.beneficiary {
            Beneficiary::Household(_) => {
                let is_met = need.outside > Vnd::ZERO;
                let own = scenario.needs.iter().filter(|other| other.beneficiary == need.beneficiary);
                let is_reached = is_met || own.into_iter().any(|other| other.outside > Vnd::ZERO);
                let count = helped.entry(need.beneficiary).or_default();
                *count = (*count).max(u32::from(units > 0 && !is_reached));
            }
            Beneficiary::Commune(_) if scenario.package(need.package).beneficiary == BeneficiaryKind::Household => {
                *helped.entry(need.beneficiary).or_default() += units;
            }
            Beneficiary::Commune(_) => {}
        }
    }
    helped.into_values().sum()
}
