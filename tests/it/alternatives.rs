//! Plans within a loss of the best that are as unlike as can be: on tiny scenarios every plan is tried, without a solver.

use chungtay::alternatives::{self, Alternative};
use chungtay::domain::{Scenario, StageName};
use chungtay::pipeline::Unwatched;
use chungtay::severity;
use chungtay::units::Vnd;

use super::support::seeds::all_hold;
use super::support::{enumeration, random};

/// Values closer than this are equal.
const SAME: f64 = 1e-6;

fn value(plan: &Alternative, name: StageName) -> f64 {
    let stage = plan.outcome.tables.stages.iter().find(|stage| stage.stage == name);
    stage.and_then(|stage| stage.value).unwrap_or(0.0)
}

/// Đồng beyond what an earlier plan granted.
fn moved(scenario: &Scenario, units: &[u32], earlier: &[Vnd]) -> Vnd {
    let beyond = |((need, &units), earlier): ((&chungtay::domain::Need, &u32), &Vnd)| {
        need.unit_cost.times(units).saturating_sub(*earlier)
    };
    scenario.needs.iter().zip(units).zip(earlier).map(beyond).sum()
}

fn farther(seed: u64, loss: f64) -> Option<String> {
    let scenario = random::tiny(seed);
    let weights = severity::weigh(&scenario);
    let (found, _) = alternatives::find(&scenario, (4, loss), &Unwatched).ok()?;
    let groups = enumeration::floors(&scenario, &weights).ok()?;
    let floors: f64 = groups.iter().map(|group| group.floor).sum();
    let best =
        [StageName::BeyondOnePackage, StageName::Shortfall, StageName::Objective].map(|name| value(&found[0], name));
    let limits = [best[0] + loss * floors, best[1] + loss * floors, best[2] - loss * best[2].abs()];
    let payable = enumeration::payable(&scenario, &weights, &groups);
    let within: Vec<_> = payable
        .iter()
        .filter(|(value, _)| {
            value.excess <= limits[0] + SAME
                && value.shortfall <= limits[1] + SAME
                && value.objective >= limits[2] - SAME
        })
        .collect();
    for plan in &found {
        let is_it = |(_, units): &&(enumeration::Value, Vec<u32>)| {
            let granted = scenario.needs.iter().zip(units).map(|(need, &units)| need.unit_cost.times(units));
            granted.eq(plan.granted.iter().copied())
        };
        if !within.iter().any(is_it) {
            return Some("a plan is beyond the loss, or cannot be paid".into());
        }
    }
    for count in 1..=found.len().min(3) {
        let earlier = &found[..count];
        let least = |units: &[u32]| earlier.iter().map(|one| moved(&scenario, units, &one.granted)).min().unwrap();
        let most = within.iter().map(|(_, units)| least(units)).max().unwrap_or_default();
        let ours = found.get(count).and_then(|plan| plan.apart).unwrap_or_default();
        if ours != most {
            return Some(format!("plan {}: {ours} go elsewhere, {most} could", count + 1));
        }
    }
    None
}

#[test]
fn no_plan_within_the_loss_is_farther_from_those_found_before() {
    all_hold(60, |seed| farther(seed, 0.05));
    all_hold(60, |seed| farther(seed, 0.3));
}
