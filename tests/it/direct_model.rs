//! The flow form gives what the direct model gives: same entitlements, same shortfalls, same objective.

use chungtay::domain::{GroupShare, Pairings, Scenario, StageName, StageResult};
use chungtay::severity::Weights;
use chungtay::stages::{Deadline, StageError};
use chungtay::{eligibility, network, settle, severity, stages};

use crate::support::direct::{self, Stages};
use crate::support::random::{self, Size};
use crate::support::seeds::all_hold;
use crate::support::sources;

const SMALL: Size = Size { communes: 3, households: 8, sources: 7 };

#[test]
fn flow_form_and_direct_model_agree_on_random_scenarios() {
    all_hold(200, |seed| {
        let scenario = random::scenario(seed, SMALL);
        other(&scenario)
    });
}

#[test]
fn flow_form_and_direct_model_agree_under_rules_that_tell_sources_apart() {
    all_hold(100, |seed| {
        let mut scenario = random::scenario(seed, SMALL);
        sources::add_random(&mut scenario, seed);
        other(&scenario)
    });
}

/// The first thing that the flow form and the direct model do not agree about.
fn other(scenario: &Scenario) -> Option<String> {
    let weights = severity::weigh(scenario);
    match (
        by_flow_form(scenario, &weights),
        direct::solve(scenario, &weights, &|paid| sources::bounds(scenario, &weights, paid)),
    ) {
        (None, None) => None,
        (Some(_), None) => Some("only the direct model finds no plan".into()),
        (None, Some(_)) => Some("only the flow form finds no plan".into()),
        (Some((groups, stages)), Some(expected)) => {
            other_entitlement(&groups, &expected).or_else(|| other_value(&stages, &expected))
        }
    }
}

/// Entitlements and stages by the program; `None` where commitments and hard rules cannot be kept.
fn by_flow_form(scenario: &Scenario, weights: &Weights) -> Option<(Vec<GroupShare>, Vec<StageResult>)> {
    let network = network::build(scenario, weights, &eligibility::find(scenario, &Pairings::default()));
    let deadline = Deadline::of(scenario);
    let groups = match stages::entitle(scenario, &network, Deadline::NONE) {
        Ok(entitled) => entitled.groups,
        Err(StageError::Commitments(_) | StageError::Rules(_)) => return None,
        Err(error) => panic!("{error}"),
    };
    let solved = match stages::choose(scenario, &network, groups, deadline) {
        Ok(solved) => solved,
        Err(StageError::Commitments(_) | StageError::Rules(_)) => return None,
        Err(error) => panic!("{error}"),
    };
    let (plan, _) = settle::to_whole_dong(scenario, (weights, &network), &solved, deadline).unwrap();
    let stages = stages::state(scenario, (weights, &network), &solved.groups, solved.bounds, &plan);
    Some((solved.groups, stages))
}

/// The first group whose entitlement is another one by the direct model.
fn other_entitlement(groups: &[GroupShare], expected: &Stages) -> Option<String> {
    groups.iter().find_map(|group| {
        let direct = expected.entitlements.get(&group.group).copied().flatten();
        let is_same = match (group.entitlement, direct) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-5 * other.abs().max(1.0),
            (one, other) => one.is_none() == other.is_none(),
        };
        (!is_same).then(|| format!("entitlement {:?}, direct {direct:?}", group.entitlement))
    })
}

/// The first stage whose value is another one by the direct model.
fn other_value(stages: &[StageResult], expected: &Stages) -> Option<String> {
    let wanted = [
        (StageName::BeyondOnePackage, expected.excess),
        (StageName::Shortfall, expected.shortfall),
        (StageName::Objective, expected.objective),
    ];
    wanted.into_iter().find_map(|(name, direct)| {
        let value = stages.iter().find(|stage| stage.stage == name)?.value?;
        let is_same = (value - direct).abs() < 1e-4 * direct.abs().max(1.0);
        (!is_same).then(|| format!("{name:?} is {value}, direct {direct}"))
    })
}
