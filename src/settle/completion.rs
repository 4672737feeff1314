//! A search stops at its gap; nobody should then see money that could still pay a need. Every unit is added that can be
//! paid while all awards stay (others' money may be rerouted): first in groups below their floor, then everywhere, those
//! needs first that gain the objective most per đồng.

use std::collections::{BTreeMap, BTreeSet};

use super::funding::Funding;
use super::slacks::Slacks;
use crate::domain::settings::Maximize;
use crate::domain::{Beneficiary, Grain, GroupShare, Need, Scenario};
use crate::ids::{AreaIndex, NeedIndex};
use crate::severity::{Weights, group_at};
use crate::tolerance;
use crate::units::Vnd;

/// Adds what can be added.
pub(super) fn complete<'a>(weights: &Weights, groups: &[GroupShare], funding: Funding<'a>) -> Funding<'a> {
    let mut short = Shortfalls::of(weights, groups, &funding);
    let has_tracked = !funding.network.tracked.is_empty();
    let before = has_tracked.then(|| funding.clone());
    let mut pass = Pass::new(funding);
    let candidates = pass.candidates(weights);
    for &(leaf, need) in &candidates {
        if short.is_short(need) {
            let before = pass.funding.granted_to(need);
            pass.serve(leaf, need);
            short.serve(weights, need, (pass.funding.granted_to(need) - before, pass.funding.scenario));
        }
    }
    for (leaf, need) in candidates {
        pass.serve(leaf, need);
    }
    // What may be added is a sum of floats; bounds on the money of sources hold to the đồng.
    before.filter(|_| Slacks::of(&pass.funding).is_any_missed()).unwrap_or(pass.funding)
}

/// Weight that groups miss to their floors.
struct Shortfalls {
    group_of_need: Vec<AreaIndex>,
    missing: BTreeMap<AreaIndex, f64>,
}

impl Shortfalls {
    fn of(weights: &Weights, groups: &[GroupShare], funding: &Funding<'_>) -> Self {
        let scenario = funding.scenario;
        let level = scenario.settings.fairness.over;
        let group = |need: &Need| group_at(scenario, scenario.home(need.beneficiary), level);
        let mut missing: BTreeMap<AreaIndex, f64> = groups.iter().map(|group| (group.group, group.floor)).collect();
        let group_of_need: Vec<AreaIndex> = scenario.needs.iter().map(group).collect();
        for ((index, need), area) in scenario.needs().zip(&group_of_need) {
            if let Some(missing) = missing.get_mut(area) {
                let units = (need.outside + funding.granted_to(index)).units_of(need.unit_cost);
                *missing -= weights.per_unit(index) * units;
            }
        }
        Self { group_of_need, missing }
    }

    fn is_short(&self, need: NeedIndex) -> bool {
        let area = self.group_of_need.get(need.get());
        area.and_then(|area| self.missing.get(area)).is_some_and(|&missing| missing > tolerance::FEASIBILITY)
    }

    fn serve(&mut self, weights: &Weights, need: NeedIndex, (amount, scenario): (Vnd, &Scenario)) {
        let area = self.group_of_need.get(need.get()).copied();
        if let Some(missing) = area.and_then(|area| self.missing.get_mut(&area)) {
            *missing -= weights.per_unit(need) * amount.units_of(scenario.need(need).unit_cost);
        }
    }
}

struct Pass<'a> {
    funding: Funding<'a>,
    /// Σ of each rule's row as the awards stand.
    rules: Vec<f64>,
    /// Smallest amount that could not be paid into a leaf: no larger one can be later.
    failed: BTreeMap<usize, Vnd>,
    /// Exclusive groups that are taken, with the need that took them.
    taken: BTreeMap<(Beneficiary, &'a str), NeedIndex>,
}

impl<'a> Pass<'a> {
    fn new(funding: Funding<'a>) -> Self {
        let scenario = funding.scenario;
        let has_help =
            |&(index, need): &(NeedIndex, &Need)| need.outside > Vnd::ZERO || funding.granted_to(index) > Vnd::ZERO;
        let taken = scenario
            .needs()
            .filter(has_help)
            .filter_map(|(index, _)| Some((scenario.exclusive_group(index)?, index)))
            .collect();
        let rules = funding.network.rules.values(scenario, &funding.granted, funding.money());
        Self { funding, rules, failed: BTreeMap::new(), taken }
    }

    /// Needs that are not fully served, those first that gain the objective most per đồng.
    fn candidates(&self, weights: &Weights) -> Vec<(usize, NeedIndex)> {
        let scenario = self.funding.scenario;
        let mut candidates: Vec<(f64, usize, NeedIndex)> = Vec::new();
        let helped = self.helped();
        for (position, leaf) in self.funding.network.leaves.iter().enumerate() {
            for &index in &leaf.needs {
                let need = scenario.need(index);
                let gain = match scenario.settings.objective.maximize {
                    Maximize::Weight | Maximize::Exits => weights.per_unit(index),
                    Maximize::Units => 1.0,
                    Maximize::Amount => need.unit_cost.millions(),
                    Maximize::Households => f64::from(u8::from(!helped.contains(&need.beneficiary))),
                };
                if self.funding.granted_to(index) < need.open() {
                    candidates.push((gain / need.unit_cost.millions(), position, index));
                }
            }
        }
        // Among equals, those whom the earlier run of `--near` served come first, and those whom plans served that this one
        // is to be unlike come last.
        let earlier = |need: &NeedIndex| scenario.earlier(*need).unwrap_or_default();
        let before = |need: &NeedIndex| -> Vnd { scenario.aim.iter().flat_map(|aim| aim.granted_before(*need)).sum() };
        candidates.sort_by(|(one, _, need), (other, _, next)| {
            let familiar = || earlier(next).cmp(&earlier(need)).then_with(|| before(need).cmp(&before(next)));
            other.total_cmp(one).then_with(familiar).then(need.cmp(next))
        });
        candidates.into_iter().map(|(_, leaf, need)| (leaf, need)).collect()
    }

    fn helped(&self) -> BTreeSet<Beneficiary> {
        let scenario = self.funding.scenario;
        let is_helped = |&(index, need): &(NeedIndex, &Need)| {
            need.outside > Vnd::ZERO || self.funding.granted_to(index) > Vnd::ZERO
        };
        scenario.needs().filter(is_helped).map(|(_, need)| need.beneficiary).collect()
    }

    fn serve(&mut self, leaf: usize, index: NeedIndex) {
        let scenario = self.funding.scenario;
        let need = scenario.need(index);
        let group = scenario.exclusive_group(index);
        if group.and_then(|group| self.taken.get(&group)).is_some_and(|&taken| taken != index) {
            return;
        }
        let before = self.funding.granted_to(index);
        let most_by_rules = self.most_by_rules(index);
        let reached = self.reached(index);
        let one_unit = need.unit_cost.saturating_sub(need.outside);
        let most = if group.is_some() { one_unit.min(need.open()) } else { need.open() };
        let most = most.min(before + most_by_rules);
        match scenario.package(need.package).grain {
            Grain::Whole => self.serve_units(leaf, index, most),
            Grain::Divisible { min_amount } => {
                // Money that pays whole units alone pays them of such a package, too.
                while self.funding.granted_to(index) + need.unit_cost <= most
                    && self.pay_by_unit(leaf, index, need.unit_cost)
                {}
                let granted = self.funding.granted_to(index);
                let least = if granted > Vnd::ZERO { Vnd::new(1) } else { min_amount.min(need.open()) };
                self.serve_part(leaf, index, (least, most.saturating_sub(granted)));
            }
        }
        self.count(index, &reached);
        let added = (self.funding.granted_to(index) - before).units_of(need.unit_cost);
        for &(row, coefficient) in self.funding.network.rules.of(index) {
            if let Some(value) = self.rules.get_mut(row) {
                *value += coefficient * added;
            }
        }
        if let Some(group) = group.filter(|_| self.funding.granted_to(index) > before) {
            self.taken.insert(group, index);
        }
    }

    /// Đồng that may be added to a need before a rule misses more than it does.
    fn most_by_rules(&self, index: NeedIndex) -> Vnd {
        let need = self.funding.scenario.need(index);
        let network = self.funding.network;
        let units = network.rules.of(index).iter().filter_map(|&(row, coefficient)| {
            let (row, value) = (network.rules.rows.get(row)?, self.rules.get(row)?);
            let towards = if row.is_floor { -coefficient } else { coefficient };
            let room = if row.is_floor { value - row.bound } else { row.bound - value };
            (towards > 0.0).then_some(room.max(0.0) / towards)
        });
        let units = units.fold(f64::INFINITY, f64::min);
        if self.is_full_by_counts(need.beneficiary) {
            return Vnd::ZERO;
        }
        if units.is_finite() {
            Vnd::from_millions_down(units.min(f64::from(need.quantity)) * need.unit_cost.millions(), tolerance::CRUMB).0
        } else {
            Vnd::LIMIT
        }
    }

    /// Whether one more count of a household would make a rule miss more.
    fn is_full_by_counts(&self, beneficiary: Beneficiary) -> bool {
        let Beneficiary::Household(household) = beneficiary else { return false };
        let network = self.funding.network;
        network.rules.counts.of_household(household).iter().flat_map(|count| &count.rows).any(|&(row, coefficient)| {
            let (Some(row), Some(value)) = (network.rules.rows.get(row), self.rules.get(row)) else { return false };
            row.miss(value + coefficient) > row.miss(*value)
        })
    }

    /// What the household of a need counts, as the awards stand.
    fn reached(&self, index: NeedIndex) -> Vec<(usize, f64)> {
        let scenario = self.funding.scenario;
        match scenario.need(index).beneficiary {
            Beneficiary::Household(household) => {
                self.funding.network.rules.counts.reached(scenario, household, &self.funding.granted)
            }
            Beneficiary::Commune(_) => Vec::new(),
        }
    }

    /// Takes over what a household counts after an award, in place of what it counted `before`.
    fn count(&mut self, index: NeedIndex, before: &[(usize, f64)]) {
        let after = self.reached(index);
        for (terms, sign) in [(before, -1.0), (after.as_slice(), 1.0)] {
            for &(row, sum) in terms {
                if let Some(value) = self.rules.get_mut(row) {
                    *value += sign * sum;
                }
            }
        }
    }

    fn serve_units(&mut self, leaf: usize, index: NeedIndex, most: Vnd) {
        let cost = self.funding.scenario.need(index).unit_cost;
        while self.funding.granted_to(index) + cost <= most {
            if !self.pay_by_unit(leaf, index, cost) && !self.pay_by_part(leaf, index, cost) {
                break;
            }
        }
    }

    /// One more unit from a source that pays whole units and that no rule looks at.
    fn pay_by_unit(&mut self, leaf: usize, index: NeedIndex, cost: Vnd) -> bool {
        let tracked = &self.funding.network.tracked;
        for edge in self.funding.whole_edges(leaf).into_iter().filter(|edge| !tracked.contains_key(edge)) {
            self.funding.grant(index, cost);
            if self.funding.pay_units(edge, 1) == 1 {
                return true;
            }
            self.funding.grant(index, Vnd::ZERO - cost);
        }
        false
    }

    fn pay_by_part(&mut self, leaf: usize, index: NeedIndex, amount: Vnd) -> bool {
        let is_hopeless = self.failed.get(&leaf).is_some_and(|&failed| amount >= failed);
        if is_hopeless || self.funding.left_in_parts() < amount {
            return false;
        }
        let is_paid = self.funding.add(leaf, index, amount);
        if !is_paid {
            self.failed.insert(leaf, amount);
        }
        is_paid
    }

    fn serve_part(&mut self, leaf: usize, index: NeedIndex, (least, most): (Vnd, Vnd)) {
        let is_hopeless = self.failed.get(&leaf).is_some_and(|&failed| least >= failed);
        let most = most.min(self.funding.left_in_parts());
        if most < least || most == Vnd::ZERO || is_hopeless {
            return;
        }
        if self.funding.add_part(leaf, index, (least, most)) < most {
            self.failed.insert(leaf, least.max(Vnd::new(1)));
        }
    }
}
