//! What a unit of each need, each household and each đồng is worth under the multipliers of a proof: every condition that
//! is multiplied adds what it counts. Sizes are whole numbers of one tiny common part, so sums are exact.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use super::fraction::{self, Exact};
use super::prices::Unknown;
use crate::domain::settings::Maximize;
use crate::domain::{
    Base, Beneficiary, BeneficiaryKind, Condition, Multiplier, Over, Rule, RuleBound, RuleMeasure, RulePrice,
};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::verify::c7_rules::{Payers, Reading};
use crate::verify::case::Case;
use crate::verify::exact::{SCALE, digits};
use crate::verify::measures::escapes;
use crate::verify::reach::Reach;
use crate::verify::relaxed::bounds_in;

/// Parts of a multiplier: billionths, times the scale of a share.
pub(super) fn factor(billionths: u64) -> BigInt {
    BigInt::from(billionths) * BigInt::from(SCALE)
}

/// Đồng in a million.
const MILLION: u64 = 1_000_000;

/// The common part of all sizes: billionths × 10⁻¹⁸ (shares) × millionths (đồng in million) × a power of two (weights).
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// The power of two of which every weight is a whole number of parts.
    bits: u32,
}

impl Scale {
    /// Fine enough for every weight of a scenario.
    pub(super) fn of(case: &Case<'_>) -> Self {
        let bits = |weight: f64| u32::try_from(-fraction::parts(weight).1).unwrap_or(0);
        Self { bits: case.asks.iter().map(|ask| bits(ask.weight)).max().unwrap_or(0) }
    }

    /// `factor` × a weight.
    pub(super) fn weight(self, factor: &BigInt, weight: f64) -> BigInt {
        let (mantissa, exponent) = fraction::parts(weight);
        let shift = i64::from(self.bits) + i64::from(exponent);
        (factor * mantissa * MILLION) << u32::try_from(shift).expect("bits are enough for every weight")
    }

    /// `factor` × a count.
    pub(super) fn count(self, factor: &BigInt, count: i128) -> BigInt {
        (factor * count * MILLION) << self.bits
    }

    /// `factor` per million đồng × đồng.
    pub(super) fn money(self, factor: &BigInt, dong: i128) -> BigInt {
        (factor * dong) << self.bits
    }

    /// A size as a fraction.
    pub(super) fn fraction(self, size: BigInt) -> Exact {
        let one = factor(Multiplier::ONE);
        Exact::new(size, self.count(&one, 1))
    }
}

/// A household (or its exit) that counts once any of some needs is met.
#[derive(Debug)]
pub(super) struct Event {
    /// Whether it counts that the household leaves poverty; else that it is helped.
    pub(super) is_exit: bool,
    /// Which of its needs count; of an exit, all do.
    pub(super) needs: BTreeSet<NeedIndex>,
    /// What it is worth.
    pub(super) worth: BigInt,
}

/// Money of some sources for some needs.
#[derive(Debug)]
struct Toll<'a> {
    payers: Payers<'a>,
    needs: BTreeSet<NeedIndex>,
    /// What a million đồng is worth (below 0: what it costs).
    worth: BigInt,
}

/// The worth of everything.
pub(super) struct Worth<'a> {
    pub(super) scale: Scale,
    /// Whether packages are granted as they are; stage 1 takes any part of them.
    pub(super) is_in_whole_units: bool,
    case: &'a Case<'a>,
    /// By need: a unit, whoever serves it.
    pub(super) served: Vec<BigInt>,
    /// By need: a unit that is paid here.
    pub(super) paid: Vec<BigInt>,
    /// By household.
    pub(super) events: BTreeMap<HouseholdIndex, Vec<Event>>,
    tolls: Vec<Toll<'a>>,
}

impl<'a> Worth<'a> {
    /// Nothing is worth anything yet.
    pub(super) fn new(case: &'a Case<'a>, scale: Scale, is_in_whole_units: bool) -> Self {
        let nothing = || vec![BigInt::ZERO; case.asks.len()];
        Self {
            scale,
            is_in_whole_units,
            case,
            served: nothing(),
            paid: nothing(),
            events: BTreeMap::new(),
            tolls: Vec::new(),
        }
    }

    /// Whether money is told apart by who pays it.
    pub(super) const fn has_tolls(&self) -> bool {
        !self.tolls.is_empty()
    }

    /// Adds the objective of stage 3.
    pub(super) fn add_objective(&mut self) {
        let (case, scale) = (self.case, self.scale);
        let one = factor(Multiplier::ONE);
        let maximize = case.scenario.settings.objective.maximize;
        for (slot, ask) in self.paid.iter_mut().zip(&case.asks) {
            match maximize {
                Maximize::Weight => *slot += scale.weight(&one, ask.weight),
                Maximize::Units => *slot += scale.count(&one, 1),
                Maximize::Amount => *slot += scale.money(&one, ask.cost),
                Maximize::Households | Maximize::Exits => {}
            }
        }
        let all: Vec<NeedIndex> = case.scenario.needs().map(|(need, _)| need).collect();
        match maximize {
            Maximize::Households => self.add_helped(&all, &one, true),
            Maximize::Exits => self.add_exits(&all, &one, true),
            Maximize::Weight | Maximize::Units | Maximize::Amount => {}
        }
    }

    /// Adds what the groups count: points of weight.
    pub(super) fn add_groups(&mut self, groups: &BTreeMap<AreaIndex, u64>) {
        let factors: BTreeMap<AreaIndex, BigInt> =
            groups.iter().map(|(&group, &price)| (group, factor(price))).collect();
        for (slot, ask) in self.served.iter_mut().zip(&self.case.asks) {
            if let Some(factor) = factors.get(&ask.group) {
                *slot += self.scale.weight(factor, ask.weight);
            }
        }
    }

    /// Adds what a bound of a rule counts (below 0 under a cap); returns what the bound itself is worth.
    pub(super) fn add_rule(&mut self, (rule, price): (&'a Rule, &RulePrice), reach: &Reach) -> Result<Exact, Unknown> {
        let unknown = || Unknown(format!("{} · {}", price.rule, price.group));
        let reading = Reading::of(self.case, reach, rule);
        let counted = reading.groups(Some(&rule.condition));
        let (&group, counted) = counted.get_key_value(&*price.group).ok_or_else(unknown)?;
        let here = bounds_in(rule, group);
        let bound = if price.is_floor { here.at_least } else { here.at_most }.ok_or_else(unknown)?;
        let sign = if price.is_floor { 1 } else { -1 };
        let unit = match rule.measure {
            RuleMeasure::Coverage => {
                let asked =
                    |&need: &NeedIndex| fraction::exact(self.case.ask(need).weight) * units_asked(self.case, need);
                counted.iter().map(asked).sum()
            }
            RuleMeasure::PovertyDrop => fraction::exact(reading.official_households(group)) / fraction::whole(100),
            _ => fraction::whole(1),
        };
        let billionths = BigInt::from(price.price.billionths().min(dearest(rule, &unit))) * sign;
        self.add_measure(rule, (group, counted, Some(&rule.condition)), &(&billionths * BigInt::from(SCALE)));
        let least = match bound {
            RuleBound::Money(money) => Exact::new(BigInt::from(money.dong()), BigInt::from(MILLION)),
            RuleBound::Number(number) => fraction::exact(number) * unit,
            RuleBound::Share(share) => {
                // Without `where`, in the group or in all; of a source, all that it pays.
                let part: BigInt = &billionths * BigInt::from(digits(share)) * -1;
                let all: Vec<NeedIndex> = self.case.scenario.needs().map(|(need, _)| need).collect();
                match rule.base {
                    Base::Group if rule.over == Over::Source => self.add_measure(rule, (group, &all, None), &part),
                    Base::Group => {
                        let base = reading.groups(None);
                        let needs = base.get(group).ok_or_else(unknown)?;
                        self.add_units(rule, needs, &part);
                    }
                    Base::Total => self.add_units(rule, &all, &part),
                }
                fraction::whole(0)
            }
        };
        Ok(least * Exact::new(billionths, BigInt::from(Multiplier::ONE)))
    }

    fn add_measure(
        &mut self,
        rule: &Rule,
        (group, needs, condition): (&str, &[NeedIndex], Option<&'a Condition>),
        factor: &BigInt,
    ) {
        let only = self.case.source(group).filter(|_| rule.over == Over::Source);
        let condition = condition.filter(|condition| condition.is_about_sources());
        if only.is_none() && condition.is_none() {
            self.add_units(rule, needs, factor);
        } else {
            let payers = Payers { only, condition };
            self.tolls.push(Toll { payers, needs: needs.iter().copied().collect(), worth: factor.clone() });
        }
    }

    fn add_units(&mut self, rule: &Rule, needs: &[NeedIndex], factor: &BigInt) {
        let (case, scale) = (self.case, self.scale);
        match rule.measure {
            RuleMeasure::Amount => {
                for &need in needs {
                    self.paid[need.get()] += scale.money(factor, case.ask(need).cost);
                }
            }
            RuleMeasure::Units => {
                for &need in needs {
                    self.served[need.get()] += scale.count(factor, 1);
                }
            }
            RuleMeasure::Weight | RuleMeasure::Coverage => {
                for &need in needs {
                    self.served[need.get()] += scale.weight(factor, case.ask(need).weight);
                }
            }
            RuleMeasure::Households => self.add_helped(needs, factor, false),
            RuleMeasure::Exits | RuleMeasure::PovertyDrop => self.add_exits(needs, factor, false),
            RuleMeasure::Partners => {}
        }
    }

    /// Households helped; units of household packages on communes' requests. With `is_new`, those count not at all that
    /// outside help reaches anyway.
    fn add_helped(&mut self, needs: &[NeedIndex], factor: &BigInt, is_new: bool) {
        let scenario = self.case.scenario;
        let mut by_household: BTreeMap<HouseholdIndex, BTreeSet<NeedIndex>> = BTreeMap::new();
        for &index in needs {
            let need = scenario.need(index);
            match need.beneficiary {
                Beneficiary::Household(household) => drop(by_household.entry(household).or_default().insert(index)),
                Beneficiary::Commune(_) => {
                    if scenario.package(need.package).beneficiary == BeneficiaryKind::Household {
                        let unit = self.scale.count(factor, 1);
                        let slot = if is_new { &mut self.paid } else { &mut self.served };
                        slot[index.get()] += unit;
                    }
                }
            }
        }
        for (household, needs) in by_household {
            let is_helped = needs.iter().any(|&need| self.case.ask(need).outside > 0);
            if !(is_new && is_helped) {
                let worth = self.scale.count(factor, 1);
                self.events.entry(household).or_default().push(Event { is_exit: false, needs, worth });
            }
        }
    }

    /// Households that leave poverty, among those that have any of the needs. With `is_new`, those count not at all that
    /// leave it by outside help alone.
    fn add_exits(&mut self, needs: &[NeedIndex], factor: &BigInt, is_new: bool) {
        let case = self.case;
        let household = |&need: &NeedIndex| match case.scenario.need(need).beneficiary {
            Beneficiary::Household(household) => Some(household),
            Beneficiary::Commune(_) => None,
        };
        let leaves = |household: &HouseholdIndex| {
            let whole = |need: &&NeedIndex| case.ask(**need).outside >= case.ask(**need).cost;
            escapes(case, case.scenario.household(*household), case.siblings(*household).iter().filter(whole))
        };
        let households: BTreeSet<HouseholdIndex> = needs.iter().filter_map(household).collect();
        for household in households.into_iter().filter(|household| !(is_new && leaves(household))) {
            let event = Event { is_exit: true, needs: BTreeSet::new(), worth: self.scale.count(factor, 1) };
            self.events.entry(household).or_default().push(event);
        }
    }

    /// What a million đồng of a source for a need is worth to the rules that look at who pays (below 0: what it costs).
    pub(super) fn toll(&self, source: SourceIndex, need: NeedIndex) -> BigInt {
        let counts = |toll: &&Toll<'_>| toll.needs.contains(&need) && toll.payers.counts(self.case.scenario, source);
        self.tolls.iter().filter(counts).map(|toll| &toll.worth).sum()
    }
}

/// A soft rule is worth no more than its price: beyond that it is missed. `unit` is what the row counts a unit of the
/// measure as.
fn dearest(rule: &Rule, unit: &Exact) -> u64 {
    let Some(price) = rule.soft else { return u64::MAX };
    let of_unit = match rule.measure {
        RuleMeasure::Coverage => unit / fraction::whole(100),
        RuleMeasure::PovertyDrop => unit.clone(),
        _ => fraction::whole(1),
    };
    if of_unit <= fraction::whole(0) {
        return 0;
    }
    let billionths = fraction::exact(price) * Exact::from(BigInt::from(Multiplier::ONE)) / of_unit;
    u64::try_from(billionths.floor().to_integer()).unwrap_or(u64::MAX)
}

/// m, as a fraction.
pub(super) fn units_asked(case: &Case<'_>, need: NeedIndex) -> Exact {
    let ask = case.ask(need);
    Exact::new(BigInt::from(ask.asked), BigInt::from(ask.cost))
}
