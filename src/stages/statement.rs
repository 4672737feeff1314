//! What a run states about its stages: values derived from the whole đồng of the plan, beside the solver's bounds.

use super::Bounds;
use crate::domain::settings::Maximize;
use crate::domain::{
    Beneficiary, BeneficiaryKind, GroupShare, Nearness, Plan, Scenario, StageName, StageResult, StageStatus,
};
use crate::ids::NeedIndex;
use crate::network::Network;
use crate::severity::{Weights, group_at};
use crate::tolerance;
use crate::units::Vnd;

/// States stages 1 to 3 of a plan.
pub fn state(
    scenario: &Scenario,
    (weights, network): (&Weights, &Network),
    groups: &[GroupShare],
    bounds: Bounds,
    plan: &Plan,
) -> Vec<StageResult> {
    let granted = plan.granted(scenario);
    let (excess, shortfall) = shortfalls(scenario, (weights, network), groups, &granted);
    let total: f64 = groups.iter().map(|group| group.floor).sum();
    let rules = &network.rules;
    let money = plan.transfers.iter().flat_map(|one| rules.of_payment(one.source, one.need, one.amount));
    let penalty = rules.penalty(&rules.values(scenario, &granted, money));
    let exits = exits(scenario, network, &granted);
    let objective = objective(scenario, weights, &granted) + exits - penalty;
    let least = groups.iter().filter_map(|group| group.entitlement).min_by(f64::total_cmp);
    let gap = scenario.settings.solve.gap;
    let is_fair = !network.groups.is_empty();
    let in_time = |result: StageResult, timed_out| StageResult { timed_out, ..result };
    let stage_2 = |stage, value: f64, bound: f64| {
        let bound = bound.min(value);
        let distance = if total > 0.0 { (value - bound) / total } else { 0.0 };
        let result = if is_fair { reached(stage, value, bound, (distance, gap)) } else { none(stage) };
        in_time(result, is_fair && bounds.timed_out.floors)
    };
    let bound = bounds.objective.max(objective);
    let distance = StageResult::distance(objective, bound);
    vec![
        least.map_or_else(
            || none(StageName::Entitlement),
            |least| reached(StageName::Entitlement, least, least, (0.0, gap)),
        ),
        stage_2(StageName::BeyondOnePackage, excess, bounds.excess),
        stage_2(StageName::Shortfall, shortfall, bounds.shortfall),
        in_time(reached(StageName::Objective, objective, bound, (distance, gap)), bounds.timed_out.objective),
    ]
}

/// How near a plan is to the earlier run of `--near`; `None` without one. Needs that outside the network nobody decides
/// about count too.
pub fn near(scenario: &Scenario, network: &Network, bounds: Bounds, plan: &Plan) -> Option<Nearness> {
    let earlier = scenario.near.as_ref()?;
    let granted = plan.granted(scenario);
    let apart = |(now, then): (&Vnd, &Vnd)| now.saturating_sub(*then) + then.saturating_sub(*now);
    let changed: Vnd = granted.iter().zip(earlier).map(apart).sum();
    // What an award was above all that may be granted now is lost in every plan, and no bundle counts it.
    let counted = |bundle: &crate::network::Bundle| -> Vnd {
        bundle.items.iter().flat_map(|item| bundle.members.iter().map(|_| item.earlier.unwrap_or_default())).sum()
    };
    let total: Vnd = earlier.iter().copied().sum();
    let lost = total.saturating_sub(network.bundles.iter().map(counted).sum());
    let bound = (Vnd::from_millions(bounds.change) + lost).min(changed);
    // Whole đồng may be one off the solver's figures.
    let distance = (changed - bound).millions() - Vnd::new(1).millions();
    let is_near = distance <= scenario.settings.solve.gap * total.millions() + tolerance::FEASIBILITY;
    let status = if is_near { StageStatus::Optimal } else { StageStatus::TimeLimit };
    Some(Nearness { changed, bound, status })
}

fn none(stage: StageName) -> StageResult {
    let status = StageStatus::None;
    StageResult { stage, value: None, bound: None, certified_bound: None, gap: None, status, timed_out: false }
}

fn reached(stage: StageName, value: f64, bound: f64, (distance, gap): (f64, f64)) -> StageResult {
    let is_proved = distance <= gap + tolerance::FEASIBILITY;
    let status = if is_proved { StageStatus::Optimal } else { StageStatus::TimeLimit };
    let (value, bound, gap) = (Some(value), Some(bound), Some(distance));
    StageResult { stage, value, bound, certified_bound: None, gap, status, timed_out: false }
}

/// Σ weight missing beyond one package, and Σ weight missing.
fn shortfalls(
    scenario: &Scenario,
    (weights, network): (&Weights, &Network),
    groups: &[GroupShare],
    granted: &[Vnd],
) -> (f64, f64) {
    let level = scenario.settings.fairness.over;
    let mut served = vec![0.0; scenario.areas.len()];
    for ((index, need), &amount) in scenario.needs().zip(granted) {
        let area = group_at(scenario, scenario.home(need.beneficiary), level);
        let units = (need.outside + amount).units_of(need.unit_cost);
        *served.get_mut(area.get()).expect("an area of this scenario") += weights.per_unit(index) * units;
    }
    let missing = |share: &GroupShare| (share.floor - served.get(share.group.get()).copied().unwrap_or(0.0)).max(0.0);
    let beyond =
        |(share, group): (&GroupShare, &crate::network::Group)| (missing(share) - group.heaviest_unit).max(0.0);
    (groups.iter().zip(&network.groups).map(beyond).sum(), groups.iter().map(missing).sum())
}

/// The objective of a plan in its own measure, less that of outside help alone.
fn objective(scenario: &Scenario, weights: &Weights, granted: &[Vnd]) -> f64 {
    let per_need = |((index, need), &amount): ((NeedIndex, &crate::domain::Need), &Vnd)| {
        let units = amount.units_of(need.unit_cost);
        match scenario.settings.objective.maximize {
            Maximize::Weight => weights.per_unit(index) * units,
            Maximize::Units => units,
            Maximize::Amount => amount.millions(),
            Maximize::Households => match need.beneficiary {
                Beneficiary::Commune(_) if scenario.package(need.package).beneficiary == BeneficiaryKind::Household => {
                    units
                }
                _ => 0.0,
            },
            Maximize::Exits => 0.0,
        }
    };
    let sum: f64 = scenario.needs().zip(granted).map(per_need).sum();
    if scenario.settings.objective.maximize == Maximize::Households {
        sum + households_helped(scenario, granted)
    } else {
        sum
    }
}

/// Exits that the objective counts: households that the plan lifts out and outside help alone does not.
fn exits(scenario: &Scenario, network: &Network, granted: &[Vnd]) -> f64 {
    let counts = &network.rules.counts;
    let exits = |household| {
        let objective = counts.of_household(household).iter().filter(|count| count.is_objective);
        objective.filter(|count| counts.is_reached(scenario, (household, count), granted)).count()
    };
    counts.households().map(|household| f64::from(u8::from(exits(household) > 0))).sum()
}

/// Households that the plan helps and that outside help does not.
fn households_helped(scenario: &Scenario, granted: &[Vnd]) -> f64 {
    let mut states = vec![(false, false); scenario.households.len()];
    for (need, &amount) in scenario.needs.iter().zip(granted) {
        if let Beneficiary::Household(household) = need.beneficiary {
            let (here, outside) = states.get_mut(household.get()).expect("a household of this scenario");
            *here |= amount > Vnd::ZERO;
            *outside |= need.outside > Vnd::ZERO;
        }
    }
    states.iter().map(|&(here, outside)| f64::from(u8::from(here && !outside))).sum()
}
