//! C7 and `rules.csv`: every rule of page 3 read anew. Each group's value is derived from the scenario and the
//! transfers (of partners, from the pairs), every hard rule must hold, and every row must say what is so. `at_least` of
//! partners is a goal and may be missed.

mod amount;
mod bounds;
mod coverage;
mod exits;
mod groups;
mod households;
mod margins;
mod partners;
mod payers;
mod poverty_drop;
mod table;
mod units;
mod weight;

use std::collections::BTreeMap;

use super::Evidence;
use super::pools::Pools;
use super::relaxed::bounds_in;
use super::report::Report;
use crate::domain::{Base, Condition, Over, Rule, RuleMeasure};
use crate::ids::NeedIndex;
pub(super) use amount::Payers;
use bounds::{Judged, Size};
pub(super) use groups::Reading;
pub(super) use margins::{Answer, Margins};
pub(super) use payers::Asked;

/// What a row of the table should say.
struct Expected<'a> {
    /// With the bounds of this group.
    rule: Rule,
    group: &'a str,
    /// `None` without demand.
    judged: Option<Judged>,
}

/// Every rule in every group, then the table.
pub(super) fn check(evidence: &Evidence<'_>, pools: &Pools, report: &mut Report) {
    let rules = &evidence.case.scenario.rules;
    let expected: Vec<Expected<'_>> = rules.iter().flat_map(|rule| stands(evidence, pools, rule)).collect();
    for Expected { rule, group, judged } in &expected {
        let is_broken = |judged: &Judged| match rule.measure {
            RuleMeasure::Partners => partners::are_too_many(rule, judged.value),
            _ => !judged.is_held && rule.soft.is_none(),
        };
        if let Some(judged) = judged.filter(is_broken) {
            let file = if rule.measure == RuleMeasure::Partners { "pairings.csv" } else { "transfers.csv" };
            let (found, bounds) = (judged.shown(), bounds::shown(rule));
            let facts: [(&'static str, &dyn ToString); 4] =
                [("rule", &rule.name), ("group", group), ("value", &found), ("bounds", &bounds)];
            report.add("c7_rules", file, &facts);
        }
    }
    table::check(evidence, &expected, report);
}

/// What soft rules take from the objective: their price × what each group misses, per million đồng, per 0.01 of
/// coverage, per point, per unit.
pub(super) fn penalty(evidence: &Evidence<'_>, pools: &Pools) -> f64 {
    let price = |rule: &Rule| {
        let unit = match rule.measure {
            RuleMeasure::Amount => 1e6,
            RuleMeasure::Coverage => 0.01,
            _ => 1.0,
        };
        rule.soft.map(|price| price / unit)
    };
    let soft = evidence.case.scenario.rules.iter().filter_map(|rule| Some((rule, price(rule)?)));
    let missed = |rule| stands(evidence, pools, rule).into_iter().filter_map(|row| row.judged).map(|it| it.missed);
    soft.map(|(rule, price)| price * missed(rule).sum::<f64>()).sum()
}

/// How a rule stands in each of its groups, by the groups' ids.
fn stands<'a>(evidence: &Evidence<'a>, pools: &Pools, rule: &'a Rule) -> Vec<Expected<'a>> {
    let reading = Reading::of(evidence.case, &pools.reach, rule);
    let counted = reading.groups(Some(&rule.condition));
    let has_base = bounds::has_share(rule);
    let unconditional = if has_base && rule.base == Base::Group { reading.groups(None) } else { BTreeMap::new() };
    let everything: Vec<NeedIndex> = evidence.case.scenario.needs().map(|(need, _)| need).collect();
    let measure = Measure { evidence, reading: &reading, rule };
    let total = || measure.size("all", &everything, &Payers::default());
    let total = if has_base && rule.base == Base::Total { total() } else { None };
    let row = |(&group, needs): (&&'a str, &Vec<NeedIndex>)| {
        let value = measure.size(group, needs, &measure.payers(group, Some(&rule.condition)));
        let base = match rule.base {
            _ if !has_base => None,
            Base::Total => total,
            // A source's base is all that it pays, not only where it could.
            Base::Group if rule.over == Over::Source => measure.size(group, &everything, &measure.payers(group, None)),
            Base::Group => measure.size(group, &unconditional[group], &Payers::default()),
        };
        let rule = bounds_in(rule, group);
        let judged = value.map(|value| bounds::judge(&rule, value, base));
        Expected { rule, group, judged }
    };
    let mut expected: Vec<Expected<'a>> = counted.iter().map(row).collect();
    let listed = reading.listed().into_iter().filter(|group| !counted.contains_key(group));
    expected.extend(listed.map(|group| Expected { rule: bounds_in(rule, group), group, judged: None }));
    expected.sort_by_key(|row| row.group);
    expected
}

/// The measure of one rule.
struct Measure<'a, 'e> {
    evidence: &'e Evidence<'a>,
    reading: &'e Reading<'a, 'e>,
    rule: &'a Rule,
}

impl Measure<'_, '_> {
    /// Whose money counts in a group.
    fn payers<'c>(&self, group: &str, condition: Option<&'c Condition>) -> Payers<'c> {
        let own = self.evidence.case.source(group).filter(|_| self.rule.over == Over::Source);
        Payers { only: own, condition }
    }

    /// The value over some needs; `None` where it is divided by nothing.
    fn size(&self, group: &str, needs: &[NeedIndex], payers: &Payers<'_>) -> Option<Size> {
        let evidence = self.evidence;
        let number = match self.rule.measure {
            RuleMeasure::Amount => return Some(Size::Dong(amount::value(evidence, needs, payers))),
            RuleMeasure::Units => Some(units::value(evidence, needs)),
            RuleMeasure::Weight => Some(weight::value(evidence, needs)),
            RuleMeasure::Coverage => coverage::value(evidence, needs),
            RuleMeasure::Households => Some(households::value(evidence, needs)),
            RuleMeasure::Exits => Some(exits::value(evidence, needs)),
            RuleMeasure::PovertyDrop => poverty_drop::value(evidence, needs, self.reading.official_households(group)),
            RuleMeasure::Partners => Some(partners::value(evidence, group)),
        };
        number.map(Size::Number)
    }
}
