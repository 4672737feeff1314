//! On tiny scenarios no plan is better than the program's: every vector of whole units is tried, without any solver.

use chungtay::domain::settings::{Entitlement, Maximize};
use chungtay::domain::{Scenario, StageName, StageStatus};
use chungtay::pipeline::{self, Unwatched};
use chungtay::severity;
use chungtay::stages::StageError;
use chungtay::units::Vnd;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::support::seeds::all_hold;
use crate::support::{enumeration, random, rules, sources};

/// Relative distance within which two values of a stage are equal.
const SAME: f64 = 1e-6;

#[test]
fn no_plan_is_better_where_need_alone_counts() {
    all_hold(200, |seed| {
        let mut scenario = random::tiny(seed);
        scenario.settings.fairness.entitlement = Entitlement::None;
        other_value(&scenario)
    });
}

#[test]
fn no_plan_is_better_where_fairness_sets_floors() {
    all_hold(200, |seed| {
        let mut scenario = random::tiny(seed);
        let fairness = &mut scenario.settings.fairness;
        if fairness.entitlement == Entitlement::None {
            fairness.entitlement = Entitlement::Leximin;
        }
        other_value(&scenario)
    });
}

#[test]
fn no_plan_is_better_under_rules() {
    all_hold(400, |seed| {
        let mut scenario = random::tiny(seed);
        rules::add_random(&mut scenario, seed);
        if seed.is_multiple_of(5) {
            scenario.settings.objective.maximize = Maximize::Exits;
        }
        other_value(&scenario)
    });
}

#[test]
fn no_plan_that_is_as_good_is_nearer_to_an_earlier_run() {
    all_hold(200, |seed| {
        let mut scenario = random::tiny(seed);
        scenario.settings.objective.maximize = Maximize::Weight;
        scenario.settings.solve.gap = 1e-7;
        let mut random = Pcg64::seed_from_u64(seed);
        let served = |need: &chungtay::domain::Need| match random.random_range(0..4) {
            0 | 1 => Vnd::ZERO,
            2 => need.asked(),
            _ => Vnd::new(random.random_range(0..=need.asked().dong())),
        };
        scenario.near = Some(scenario.needs.iter().map(served).collect());
        let weights = severity::weigh(&scenario);
        let floors = enumeration::floors(&scenario, &weights).ok()?;
        let least = enumeration::least_change(&scenario, &weights, &floors)?;
        let near = pipeline::run(&scenario, &Unwatched).ok()?.near?;
        let is_least = near.changed == least && near.bound <= least && near.status == StageStatus::Optimal;
        (!is_least).then(|| format!("{near:?}, the least change is {least}"))
    });
}

#[test]
fn no_plan_is_better_under_rules_that_tell_sources_apart() {
    all_hold(300, |seed| {
        let mut scenario = random::tiny(seed);
        sources::add_random(&mut scenario, seed);
        if seed.is_multiple_of(3) {
            rules::add_random(&mut scenario, seed);
        }
        other_value(&scenario)
    });
}

/// The first stage whose value is not that of the best plan, given the program's own floors.
fn other_value(scenario: &Scenario) -> Option<String> {
    let weights = severity::weigh(scenario);
    let floors = match enumeration::floors(scenario, &weights) {
        Ok(floors) => floors,
        Err(StageError::Rules(_) | StageError::Commitments(_)) => Vec::new(),
        Err(error) => return Some(format!("no entitlement: {error}")),
    };
    let best = enumeration::best(scenario, &weights, &floors);
    let (outcome, best) = match (pipeline::run(scenario, &Unwatched), best) {
        (Ok(outcome), Some(best)) => (outcome, best),
        (Ok(_), None) => return Some("the program keeps commitments or rules that no plan keeps".into()),
        (Err(StageError::Commitments(_) | StageError::Rules(_)), None) => return None,
        (Err(error), _) => return Some(format!("{error}, but the best plan is {best:?}")),
    };
    let wanted = [
        (StageName::BeyondOnePackage, best.excess),
        (StageName::Shortfall, best.shortfall),
        (StageName::Objective, best.objective),
    ];
    wanted.into_iter().find_map(|(name, best)| {
        let value = outcome.tables.stages.iter().find(|stage| stage.stage == name)?.value?;
        let is_best = (value - best).abs() <= SAME * best.abs().max(1.0);
        (!is_best).then(|| format!("{name:?} is {value}, the best {best}"))
    })
}
