//! Rules as linear conditions on units and on counts of households: Σ coefficient × units ≥ least, ≤ most. Outside help, which no decision changes,
//! is moved into the bounds. Amounts count in million đồng, coverage in weight.

use super::counts::Counts;
use crate::domain::{Beneficiary, BeneficiaryKind, Rule, RuleBound, RuleMeasure, Scenario};
use crate::eligibility::Eligibility;
use crate::ids::NeedIndex;
use crate::rules::{self, RuleGroup};
use crate::severity::Weights;
use crate::units::Vnd;

/// One bound of a rule in one group.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleRow {
    /// The group (position in [`RuleRows::groups`]).
    pub group: usize,
    /// Whether it is a floor (`at_least`), else a cap (`at_most`).
    pub is_floor: bool,
    /// What Σ coefficient × units is compared with.
    pub bound: f64,
    /// Of a soft rule: price of one unit of the row that is missed.
    pub price: Option<f64>,
    /// Whether only whole units give it a meaning: it joins at stage 2.
    pub is_whole: bool,
    /// Units of the row per unit of the measure.
    pub scale: f64,
    /// The bound's size in the unit of the row (of a share: as if all of the base were granted).
    pub size: f64,
    /// Whether the bound is a share of the base.
    pub is_share: bool,
    /// That share; else 0.
    pub share: f64,
    /// What outside help alone counts in the base of a share, in the unit of the row.
    pub base_outside: f64,
}

impl RuleRow {
    /// How much of the row's unit a value misses.
    pub fn miss(&self, value: f64) -> f64 {
        if self.is_floor { (self.bound - value).max(0.0) } else { (value - self.bound).max(0.0) }
    }
}

/// All rules of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleRows {
    /// What the rules bind.
    pub groups: Vec<RuleGroup>,
    /// Their bounds.
    pub rows: Vec<RuleRow>,
    /// By need: (row, coefficient per unit), rows in order.
    pub of_need: Vec<Vec<(usize, f64)>>,
    /// What is counted by household.
    pub counts: Counts,
}

impl RuleRows {
    /// The rows of a need.
    pub fn of(&self, need: NeedIndex) -> &[(usize, f64)] {
        self.of_need.get(need.get()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Σ coefficient × units of each row, for đồng granted by need.
    pub fn values(&self, scenario: &Scenario, granted: &[Vnd]) -> Vec<f64> {
        let mut values = vec![0.0; self.rows.len()];
        for ((need, terms), &amount) in scenario.needs.iter().zip(&self.of_need).zip(granted) {
            for &(row, coefficient) in terms {
                if let Some(value) = values.get_mut(row) {
                    *value += coefficient * amount.units_of(need.unit_cost);
                }
            }
        }
        for household in self.counts.households() {
            for (row, sum) in self.counts.reached(scenario, household, granted) {
                if let Some(value) = values.get_mut(row) {
                    *value += sum;
                }
            }
        }
        values
    }

    /// What soft rules cost at these values.
    pub fn penalty(&self, values: &[f64]) -> f64 {
        self.rows.iter().zip(values).filter_map(|(row, &value)| Some(row.price? * row.miss(value))).sum()
    }
}

/// Rules on partners are the pairing's.
fn is_of_money(scenario: &Scenario, group: &RuleGroup) -> bool {
    scenario.rules.get(group.rule).is_some_and(|rule| rule.measure != RuleMeasure::Partners)
}

/// Reads the rules of a scenario, but those on partners.
pub(super) fn find(scenario: &Scenario, weights: &Weights, eligibility: &Eligibility) -> RuleRows {
    let mut found = RuleRows {
        groups: rules::groups(scenario, eligibility).into_iter().filter(|group| is_of_money(scenario, group)).collect(),
        rows: Vec::new(),
        of_need: vec![Vec::new(); scenario.needs.len()],
        counts: Counts::of(scenario),
    };
    let groups = found.groups.clone();
    for (position, group) in groups.iter().enumerate() {
        let Some(rule) = scenario.rules.get(group.rule) else { continue };
        let rule = &*rule.within(group.key.id(scenario));
        let reading = Reading { scenario, weights, rule, group };
        for (bound, is_floor) in [(rule.at_least, true), (rule.at_most, false)] {
            if let Some(bound) = bound {
                reading.add(&mut found, (position, is_floor), bound);
            }
        }
    }
    found
}

struct Reading<'a> {
    scenario: &'a Scenario,
    weights: &'a Weights,
    rule: &'a Rule,
    group: &'a RuleGroup,
}

impl Reading<'_> {
    fn add(&self, found: &mut RuleRows, (group, is_floor): (usize, bool), bound: RuleBound) {
        let row = found.rows.len();
        let scale = self.scale();
        let (limit, share) = match bound {
            RuleBound::Money(money) => (money.millions(), 0.0),
            RuleBound::Number(number) => (number * scale, 0.0),
            RuleBound::Share(share) => (0.0, share.to_f64()),
        };
        let counted = self.group.counted.iter().map(|&need| (need, 1.0));
        let base = self.group.base.iter().map(|&need| (need, -share));
        let (mut constant, mut base_outside) = (0.0, 0.0);
        for (need, sign) in counted.chain(base.filter(|_| share > 0.0)) {
            let coefficient = sign * self.per_unit(need);
            let outside = self.scenario.need(need).outside.units_of(self.scenario.need(need).unit_cost);
            if self.rule.measure != RuleMeasure::Amount {
                constant += coefficient * outside;
                base_outside += if sign < 0.0 { self.per_unit(need) * outside } else { 0.0 };
            }
            if coefficient == 0.0 {
                continue;
            }
            let terms = found.of_need.get_mut(need.get()).expect("a need of this scenario");
            match terms.last_mut().filter(|(known, _)| *known == row) {
                Some((_, sum)) => *sum += coefficient,
                None => terms.push((row, coefficient)),
            }
        }
        constant += self.count(&mut found.counts, (&self.group.counted, row), 1.0);
        if share > 0.0 {
            let base = self.count(&mut found.counts, (&self.group.base, row), -share);
            constant += base;
            base_outside -= base / share;
        }
        let price = self.rule.soft.map(|price| price / self.miss_unit(scale));
        let asked = |&need: &NeedIndex| self.per_unit(need) * f64::from(self.scenario.need(need).quantity);
        let size = limit.max(share * self.group.base.iter().map(asked).sum::<f64>());
        found.rows.push(RuleRow {
            group,
            is_floor,
            bound: limit - constant,
            price,
            is_whole: self.rule.needs_whole_units(),
            scale,
            size,
            is_share: matches!(bound, RuleBound::Share(_)),
            share,
            base_outside,
        });
    }

    /// Adds what the row counts by household among some needs; what outside help alone counts.
    fn count(&self, counts: &mut Counts, (needs, row): (&[NeedIndex], usize), coefficient: f64) -> f64 {
        match self.rule.measure {
            RuleMeasure::Households => counts.add_helped(self.scenario, needs, (row, coefficient)),
            RuleMeasure::Exits | RuleMeasure::PovertyDrop => counts.add_exits(self.scenario, needs, (row, coefficient)),
            _ => 0.0,
        }
    }

    /// What one unit of a need counts.
    fn per_unit(&self, index: NeedIndex) -> f64 {
        let need = self.scenario.need(index);
        match self.rule.measure {
            RuleMeasure::Amount => need.unit_cost.millions(),
            RuleMeasure::Weight | RuleMeasure::Coverage => self.weights.per_unit(index),
            RuleMeasure::Units => 1.0,
            RuleMeasure::Households => match need.beneficiary {
                Beneficiary::Commune(_)
                    if self.scenario.package(need.package).beneficiary == BeneficiaryKind::Household =>
                {
                    1.0
                }
                _ => 0.0,
            },
            RuleMeasure::Exits | RuleMeasure::PovertyDrop | RuleMeasure::Partners => 0.0,
        }
    }

    /// Units of the row per unit of the measure: coverage counts as weight of all that is asked, a point of poverty as a
    /// hundredth of the official households.
    fn scale(&self) -> f64 {
        match self.rule.measure {
            RuleMeasure::Coverage => {}
            RuleMeasure::PovertyDrop => return self.group.households * 0.01,
            _ => return 1.0,
        }
        let asked = |&need: &NeedIndex| self.weights.per_unit(need) * f64::from(self.scenario.need(need).quantity);
        self.group.counted.iter().map(asked).sum()
    }

    /// Units of the row per unit in which a miss is priced: coverage by 0.01.
    fn miss_unit(&self, scale: f64) -> f64 {
        match self.rule.measure {
            RuleMeasure::Coverage => (scale * 0.01).max(f64::MIN_POSITIVE),
            RuleMeasure::PovertyDrop => scale.max(f64::MIN_POSITIVE),
            _ => 1.0,
        }
    }
}
