//! Rules as linear conditions on units and on counts of households: Σ coefficient × units ≥ least, ≤ most. Outside help, which no decision changes,
//! is moved into the bounds. Amounts count in million đồng, coverage in weight.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::Counts;
use super::money::Commitments;
use super::tallies::Tallies;
use crate::domain::{Base, Beneficiary, BeneficiaryKind, Over, Rule, RuleBound, RuleMeasure, Scenario};
use crate::eligibility::Eligibility;
use crate::ids::{NeedIndex, SourceIndex};
use crate::rules::{self, GroupKey, RuleGroup};
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
    /// Where the bound is a share of the base: that share.
    pub share: Option<f64>,
    /// What outside help alone counts in the base of a share, in the unit of the row.
    pub base_outside: f64,
    /// Of a share of all that one source pays: what of every đồng that it pays is taken off the value.
    pub own_share: f64,
    /// Whether it counts only the money of some sources.
    pub is_of_sources: bool,
    /// Of a rule that tells sources apart: what commitments count, million đồng (else they are part of the units).
    pub committed: f64,
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
    /// What is counted of the money of sources.
    pub tallies: Tallies,
}

impl RuleRows {
    /// The rows of a need.
    pub fn of(&self, need: NeedIndex) -> &[(usize, f64)] {
        self.of_need.get(need.get()).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a million đồng counts in a row that looks at the money of its source.
    pub fn per_million(&self, (row, counts): (usize, bool)) -> f64 {
        f64::from(u8::from(counts)) - self.rows.get(row).map_or(0.0, |row| row.own_share)
    }

    /// What a payment counts in the rows that look at the money of its source.
    pub fn of_payment(
        &self,
        source: SourceIndex,
        need: NeedIndex,
        amount: Vnd,
    ) -> impl Iterator<Item = (usize, f64)> + '_ {
        let terms = self.tallies.terms(source, self.tallies.of_need(need));
        terms.map(move |term| (term.0, self.per_million(term) * amount.millions()))
    }

    /// The value of each row, for đồng granted by need, and what `money` counts of sources.
    pub fn values(&self, scenario: &Scenario, granted: &[Vnd], money: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
        let mut values = vec![0.0; self.rows.len()];
        for (row, amount) in money {
            if let Some(value) = values.get_mut(row) {
                *value += amount;
            }
        }
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
pub(super) fn find(
    scenario: &Scenario,
    weights: &Weights,
    eligibility: &Eligibility,
    commitments: &Commitments,
) -> RuleRows {
    let mut found = RuleRows {
        groups: rules::groups(scenario, eligibility).into_iter().filter(|group| is_of_money(scenario, group)).collect(),
        rows: Vec::new(),
        of_need: vec![Vec::new(); scenario.needs.len()],
        counts: Counts::of(scenario),
        tallies: Tallies::empty(scenario.sources.len(), scenario.needs.len()),
    };
    let groups = found.groups.clone();
    let mut tally_of_rule: BTreeMap<usize, usize> = BTreeMap::new();
    for (position, group) in groups.iter().enumerate() {
        let Some(rule) = scenario.rules.get(group.rule) else { continue };
        let rule = &*rule.within(group.key.id(scenario));
        let reading = Reading { scenario, weights, commitments, rule, group };
        let first = found.rows.len();
        for (bound, is_floor) in [(rule.at_least, true), (rule.at_most, false)] {
            if let Some(bound) = bound {
                reading.add(&mut found, (position, is_floor), bound);
            }
        }
        if rule.tells_sources_apart() {
            let rows = first..found.rows.len();
            let tally = match rule.over {
                Over::Source => *tally_of_rule.entry(group.rule).or_insert_with(|| found.tallies.open()),
                _ => found.tallies.open(),
            };
            reading.tally(&mut found.tallies, (tally, rows), eligibility);
        }
    }
    found
}

struct Reading<'a> {
    scenario: &'a Scenario,
    weights: &'a Weights,
    commitments: &'a Commitments,
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
        let is_of_sources = self.rule.tells_sources_apart();
        let is_own = self.is_share_of_own_money();
        let counted = self.group.counted.iter().filter(|_| !is_of_sources).map(|&need| (need, 1.0));
        let base = self.group.base.iter().filter(|_| !is_own).map(|&need| (need, -share));
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
            share: matches!(bound, RuleBound::Share(_)).then_some(share),
            base_outside,
            own_share: if is_own { share } else { 0.0 },
            is_of_sources,
            committed: if is_of_sources { self.committed(share) } else { 0.0 },
        });
    }

    /// Whether a share is a share of all that the source of the group pays.
    fn is_share_of_own_money(&self) -> bool {
        self.rule.over == Over::Source && self.rule.base == Base::Group
    }

    /// The source of the group, where a rule is over sources.
    fn source(&self) -> Option<SourceIndex> {
        match self.group.key {
            GroupKey::Source(source) => Some(source),
            _ => None,
        }
    }

    /// What commitments count where the rule tells sources apart, million đồng.
    fn committed(&self, share: f64) -> f64 {
        let own_share = if self.is_share_of_own_money() { share } else { 0.0 };
        let pairs = self.commitments.pairs.iter().filter(|((_, source), _)| self.counts_source(*source));
        let counted = |need: &NeedIndex| f64::from(u8::from(self.group.counted.binary_search(need).is_ok()));
        pairs.map(|((need, _), amount)| (counted(need) - own_share) * amount.millions()).sum()
    }

    fn counts_source(&self, source: SourceIndex) -> bool {
        self.source().is_none_or(|own| own == source)
            && rules::counts_source(self.rule, source, self.scenario.source(source))
    }

    /// Lets the rows of the group count the money of its sources that may fund a need of it.
    fn tally(&self, tallies: &mut Tallies, (tally, rows): (usize, std::ops::Range<usize>), eligibility: &Eligibility) {
        let mut sources: BTreeSet<SourceIndex> = self.source().into_iter().collect();
        for &need in &self.group.counted {
            tallies.add_need(tally, need);
            if self.source().is_none() {
                let may_fund = eligibility.sources_of(need).iter().copied();
                sources.extend(may_fund.filter(|&source| self.counts_source(source)));
            }
        }
        for source in sources {
            rows.clone().for_each(|row| tallies.add_row(tally, source, row));
        }
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
