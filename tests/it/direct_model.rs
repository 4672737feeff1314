//! The flow form gives what the direct model gives: same entitlements, same shortfalls, same objective.

use chungtay::domain::StageName;
use chungtay::stages::{Deadline, StageError};
use chungtay::{eligibility, network, settle, severity, stages};

use crate::support::direct;
use crate::support::random::{self, Size};

const SMALL: Size = Size { communes: 3, households: 8, sources: 7 };

#[test]
fn flow_form_and_direct_model_agree_on_random_scenarios() {
    let from: u64 = std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let count: u64 = std::env::var("SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    for seed in from..from + count {
        compare(seed);
    }
}

fn compare(seed: u64) {
    let scenario = random::scenario(seed, SMALL);
    let weights = severity::weigh(&scenario);
    let expected = direct::solve(&scenario, &weights);
    let eligibility = eligibility::find(&scenario);
    let network = network::build(&scenario, &weights, &eligibility);
    let deadline = Deadline::of(&scenario);
    let groups = stages::entitle(&scenario, &network).unwrap();
    let solved = match stages::choose(&scenario, &network, groups, deadline) {
        Ok(solved) => solved,
        Err(StageError::Commitments(_)) => {
            assert_eq!(expected, None, "seed {seed}: only the flow form finds the commitments unkeepable");
            return;
        }
        Err(error) => panic!("seed {seed}: {error}"),
    };
    let expected = expected.unwrap_or_else(|| panic!("seed {seed}: only the direct model finds no plan"));
    for group in &solved.groups {
        let want = expected.entitlements.get(&group.group).copied().flatten();
        let close = match (group.entitlement, want) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-5 * other.abs().max(1.0),
            (one, other) => one.is_none() == other.is_none(),
        };
        assert!(close, "seed {seed}: entitlement {:?}, direct {want:?}", group.entitlement);
    }
    let (plan, tidy) = settle::to_whole_dong(&scenario, (&weights, &network), &solved, deadline).unwrap();
    let mut stated = stages::state(&scenario, (&weights, &network), &solved.groups, solved.bounds, &plan);
    stated.push(tidy);
    let value = |name| stated.iter().find(|stage| stage.stage == name).and_then(|stage| stage.value);
    let check = |name, want: f64| {
        if let Some(value) = value(name) {
            assert!(
                (value - want).abs() < 1e-4 * want.abs().max(1.0),
                "seed {seed}: {name:?} is {value}, direct {want}: {:?} {stated:?}",
                scenario.settings.objective.maximize
            );
        }
    };
    check(StageName::BeyondOnePackage, expected.excess);
    check(StageName::Shortfall, expected.shortfall);
    check(StageName::Objective, expected.objective);
}
