//! What a repair makes of a bound (`--relax`): the bound that the repair's own plan reaches, in round figures on the
//! loose side. Chooses no repair.

use crate::domain::{BoundKey, Relaxation, Relaxed, RuleBound, RuleMeasure, Scenario};
use crate::findings::{Finding, Findings};
use crate::ids::NeedIndex;
use crate::linear::{Column, Solution};
use crate::model::{Flow, Parts, PieceModel};
use crate::network::Item;
use crate::rules::RuleGroup;
use crate::tolerance::{RELAXED_NOISE, RELAXED_STEPS};
use crate::units::{Share, Vnd};

/// How far a bound gives way in a repair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Given {
    /// What is missing, in the unit of the row.
    pub(super) missing: f64,
    /// Of a share: what it is a share of, as far as this piece decides it (never more than it is), in the unit of the row.
    pub(super) base: f64,
}

/// The bound of a row after it gave way; `None` where nothing is bound.
pub(super) fn relaxation(parts: Parts<'_>, position: usize, given: Given) -> Option<Relaxation> {
    let row = parts.network.rules.rows.get(position)?;
    let group = parts.network.rules.groups.get(row.group)?;
    let rule = parts.scenario.rules.get(group.rule)?;
    let id = group.key.id(parts.scenario);
    let key = if row.is_floor { BoundKey::AtLeast } else { BoundKey::AtMost };
    let side = if row.is_floor { 1.0 } else { -1.0 };
    let bound = match rule.within(id).bound(key)? {
        RuleBound::Money(asked) => {
            RuleBound::Money(Vnd::from_millions(loose((asked.millions(), given.missing), side, RELAXED_NOISE)))
        }
        RuleBound::Number(asked) => {
            RuleBound::Number(loose((asked, given.missing / row.scale), side, noise(rule.measure)))
        }
        RuleBound::Share(_) if given.base <= 0.0 => {
            RuleBound::Share(if row.is_floor { Share::ZERO } else { Share::ONE })
        }
        RuleBound::Share(asked) => {
            RuleBound::Share(share(loose((asked.to_f64(), given.missing / given.base), side, 0.0)))
        }
    };
    Some(Relaxation { rule: group.rule, relaxed: Relaxed { group: id.to_owned(), key, bound } })
}

/// A warning for every bound of the scenario that gave way: what was asked, and what holds instead.
pub fn relaxed_bounds(scenario: &Scenario) -> Findings {
    let mut findings = Findings::default();
    for Relaxation { rule, relaxed } in scenario.relaxations() {
        let Some(rule) = scenario.rules.get(rule) else { continue };
        let asked = rule.bound(relaxed.key).map(|bound| bound.to_string()).unwrap_or_default();
        let finding = Finding::new("W482", rule.place.clone())
            .with("rule", &rule.name)
            .with("group", &relaxed.group)
            .with("key", relaxed.key.word())
            .with("asked", asked)
            .with("bound", relaxed.bound);
        findings.push(finding);
    }
    findings
}

/// Steps by which a value may be on the loose side of a whole number of them and still be it: what is granted in part
/// gives weight and coverage any value at all.
fn noise(measure: RuleMeasure) -> f64 {
    if matches!(measure, RuleMeasure::Weight | RuleMeasure::Coverage) { 0.0 } else { RELAXED_NOISE }
}

/// The bound less what is missing: the next whole number of steps on the loose side, at least one step away, not below 0.
fn loose((asked, missing): (f64, f64), side: f64, noise: f64) -> f64 {
    let steps = ((asked * side - missing) * RELAXED_STEPS + noise).floor();
    let one_away = (asked * side * RELAXED_STEPS - 1.0).round();
    (steps.min(one_away) * side / RELAXED_STEPS).max(0.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 1")]
fn share(value: f64) -> Share {
    Share::of_millionths((value * RELAXED_STEPS).round() as u32)
}

/// What a share of a row is a share of at a point: what is granted in this piece, and outside help.
pub(super) fn base(parts: Parts<'_>, model: &PieceModel, position: usize, solution: &Solution) -> f64 {
    let outside = parts.network.rules.rows.get(position).map_or(0.0, |row| row.base_outside);
    let terms = base_terms(parts, model, position).into_iter();
    outside + terms.map(|(column, value)| value * solution.value_of(column)).sum::<f64>()
}

/// The base of a share as terms of a piece, without outside help; none where the bound is no share.
pub(super) fn base_terms(parts: Parts<'_>, model: &PieceModel, position: usize) -> Vec<(Column, f64)> {
    let Some(row) = parts.network.rules.rows.get(position).filter(|row| row.share.is_some()) else { return Vec::new() };
    let Some(group) = parts.network.rules.groups.get(row.group) else { return Vec::new() };
    let Some(rule) = parts.scenario.rules.get(group.rule) else { return Vec::new() };
    if row.own_share > 0.0 {
        let tracked =
            |flow: &&Flow| parts.network.tracked.get(&flow.edge).into_iter().flatten().any(|term| term.0 == position);
        return model.flows.iter().filter(tracked).map(|flow| (flow.column, flow.scale)).collect();
    }
    let mut terms = Vec::new();
    for ((bundle, units), counted) in parts.bundles().zip(&model.units).zip(&model.counted) {
        let needs = bundle.members.first().map(Vec::as_slice).unwrap_or_default();
        for ((item, need), &column) in bundle.items.iter().zip(needs).zip(units) {
            if is_in(group, *need) {
                terms.push((column, per_unit(rule.measure, item)));
            }
        }
        for (count, &column) in bundle.counts.iter().zip(counted) {
            let of_row = count.count.rows.iter().filter(|(known, _)| *known == position);
            terms.extend(of_row.map(|&(_, term)| (column, of_base(term))));
        }
    }
    terms.retain(|&(_, value)| value > 0.0);
    terms
}

fn is_in(group: &RuleGroup, need: NeedIndex) -> bool {
    group.base.binary_search(&need).is_ok()
}

/// What a unit counts in the base.
fn per_unit(measure: RuleMeasure, item: &Item) -> f64 {
    match measure {
        RuleMeasure::Amount => item.unit_cost.millions(),
        RuleMeasure::Weight | RuleMeasure::Coverage => item.weight,
        RuleMeasure::Units => 1.0,
        RuleMeasure::Households => f64::from(u8::from(item.unit_is_household)),
        RuleMeasure::Exits | RuleMeasure::PovertyDrop | RuleMeasure::Partners => 0.0,
    }
}

/// A household counts in the row with 1 (only in the value), −share (only in the base) or 1 − share (in both).
fn of_base(term: f64) -> f64 {
    f64::from(u8::from(term < 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relaxed_bound_is_round_and_on_the_loose_side() {
        for (asked, missing, side, expected) in [
            (5.0, 1.999_999_999_9, 1.0, 3.0),
            (5.0, 2.000_000_000_1, 1.0, 3.0),
            (1.0, 0.666_666_67, 1.0, 0.333_333),
            (0.1, 0.233_333_33, -1.0, 0.333_334),
            (3.0, 1.000_000_000_1, -1.0, 4.0),
            (0.25, 1e-9, 1.0, 0.249_999),
            (0.25, 1e-9, -1.0, 0.250_001),
            (1.0, 1.5, 1.0, 0.0),
        ] {
            let bound = loose((asked, missing), side, RELAXED_NOISE);
            assert!((bound - expected).abs() < 1e-12, "{asked} {missing} {side}: {bound}");
        }
    }
}
