//! The stages of page 3 in their order, a piece of the network at a time: entitlement (stage 1), whole units (2a, 2b),
//! objective (3). It writes no constraint and trusts no status: what it states about values is derived again from the
//! whole đồng of the plan (`statement`).

mod certain;
mod classes;
mod dive;
mod entitlement;
mod guide;
mod margins;
mod prices;
mod refusal;
mod relax;
mod repairs;
mod search;
mod statement;
#[cfg(test)]
mod tests;
mod tighter;
mod whole;

pub use margins::{Reached, margins};
pub use relax::relaxed_bounds;
pub use statement::{near, state};
use whole::COSTED;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use petgraph::graph::EdgeIndex;
use rayon::prelude::*;

use crate::domain::settings::Entitlement;
use crate::domain::{GroupShare, Proof, Relaxation, Scenario};
use crate::findings::Findings;
use crate::model::{Form, Parts, Rounding};
use crate::network::{self, Network, Piece};
use crate::solver::SolverError;
use crate::units::Vnd;

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The commitments cannot be completed to whole units: findings with the lines and the đồng (exit code 3).
    #[error("commitments cannot be kept")]
    Commitments(Findings),
    /// The hard rules cannot hold together: what each repair would take (exit code 4).
    #[error("rules cannot hold together")]
    Rules(Repairs),
    /// The time limit ended the work before any plan was found (exit code 4).
    #[error("no plan within the time limit")]
    NoPlanInTime,
    /// The solver gave up or contradicted itself (exit code 1).
    #[error("solver: {0}")]
    Solver(String),
}

/// Ways to let hard rules hold together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repairs {
    /// What is certain, whatever gives way (E482 to E487).
    pub certain: Findings,
    /// Each repair's sentences (E481), the repair that changes least first.
    pub findings: Findings,
    /// What the first repair makes of its bounds.
    pub first: Vec<Relaxation>,
}

impl From<SolverError> for StageError {
    fn from(error: SolverError) -> Self {
        Self::Solver(error.to_string())
    }
}

/// What the solver chose in a piece, members of a bundle together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Đồng granted, commitments included: by bundle (in the order of `Piece::bundles`), then item.
    pub granted: Vec<Vec<Vnd>>,
    /// Units paid along each edge on which money moves in whole units.
    pub whole_units: BTreeMap<EdgeIndex, u32>,
}

/// What no plan can beat, by the solver's word, in one piece or summed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    /// Stage 2a: Σ weight missing beyond one package.
    pub excess: f64,
    /// Stage 2b: Σ weight missing.
    pub shortfall: f64,
    /// Stage 3, without outside help.
    pub objective: f64,
    /// `--near`: million đồng of awards that change against the earlier run; 0 without it.
    pub change: f64,
    /// What an aim's first and second goal cannot beat (`Aim`); 0 without one.
    pub aimed: [f64; 2],
    /// Which stages time ended.
    pub timed_out: TimedOut,
}

/// Which stages time ended, in one piece or in any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimedOut {
    /// Stages 2a and 2b.
    pub floors: bool,
    /// Stage 3, with what follows it: `--near`, and what rules cost.
    pub objective: bool,
}

/// What a hard rule costs in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RuleCost {
    /// The group (position in `RuleRows::groups`).
    pub group: usize,
    /// Objective lost per unit of the bound: per million đồng, per 0.01 of coverage, per point of poverty or share, per unit.
    pub cost: f64,
    /// How much the objective hangs on it: the largest matter most.
    rank: f64,
}

/// The end of stages 1 to 3.
#[derive(Debug)]
pub struct Solved {
    /// Per piece, in the order of `Network::pieces`.
    pub decisions: Vec<Decision>,
    /// What fairness gives each group, by area code.
    pub groups: Vec<GroupShare>,
    /// What no plan can beat.
    pub bounds: Bounds,
    /// What hard rules cost where they bind, those that matter most first; at most 20.
    pub costs: Vec<RuleCost>,
    /// What bounds stages 2 and 3.
    pub proofs: Vec<Proof>,
}

/// The end of stage 1.
#[derive(Debug, Clone)]
pub struct Entitled {
    /// What fairness gives each group, by area code.
    pub groups: Vec<GroupShare>,
    /// What bounds it, a round a proof.
    pub proofs: Vec<Proof>,
}

/// When solving must end.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Option<Instant>);

/// Seconds that each piece of the network has in a stage at least: large pieces do not take all time from small ones.
const PIECE_SECONDS: f64 = 1.0;

/// What a step found; `None` where time was over before, and work goes on with what is in hand.
fn in_time<T>(result: Result<Option<T>, StageError>) -> Result<Option<T>, StageError> {
    match result {
        Err(StageError::NoPlanInTime) => Ok(None),
        other => other,
    }
}

impl Deadline {
    /// The deadline of a scenario that starts now.
    pub fn of(scenario: &Scenario) -> Self {
        let seconds = scenario.settings.solve.time_limit;
        Self((seconds > 0.0).then(|| Instant::now() + Duration::from_secs_f64(seconds)))
    }

    /// No deadline.
    pub const NONE: Self = Self(None);

    /// The deadline for a part of the time that is left, so that later work has some too.
    #[must_use]
    pub fn part(self, share: f64) -> Self {
        Self(self.0.map(|_| Instant::now() + Duration::from_secs_f64(self.seconds() * share)))
    }

    /// The same deadline, but some seconds from now at least: for work that must not find its time used up by others.
    #[must_use]
    pub fn at_least(self, seconds: f64) -> Self {
        Self(self.0.map(|end| end.max(Instant::now() + Duration::from_secs_f64(seconds))))
    }

    /// Whether there is no time left.
    pub fn is_over(self) -> bool {
        self.seconds() <= 0.0
    }

    /// Seconds left; infinite without a limit.
    pub fn seconds(self) -> f64 {
        self.0.map_or(f64::INFINITY, |end| end.saturating_duration_since(Instant::now()).as_secs_f64())
    }
}

/// Hard bounds of rules that no plan can keep, whatever else it gives up (E482, E483, E484, E487).
pub fn certain(scenario: &Scenario, network: &Network) -> Findings {
    certain::findings(scenario, network)
}

/// What is certain is told with the repairs.
fn with_certain(scenario: &Scenario, network: &Network, error: StageError) -> StageError {
    match error {
        StageError::Rules(mut repairs) => {
            let lacking = std::mem::replace(&mut repairs.certain, certain(scenario, network));
            repairs.certain.extend(lacking);
            StageError::Rules(repairs)
        }
        error => error,
    }
}

/// Stage 1: what fairness gives each group.
pub fn entitle(scenario: &Scenario, network: &Network, deadline: Deadline) -> Result<Entitled, StageError> {
    entitled(scenario, network, deadline).map_err(|error| with_certain(scenario, network, error))
}

fn entitled(scenario: &Scenario, network: &Network, deadline: Deadline) -> Result<Entitled, StageError> {
    if let Some(error) = repairs::unreachable(scenario, network) {
        return Err(error);
    }
    let fairness = &scenario.settings.fairness;
    if fairness.entitlement == Entitlement::None {
        let share = |group| GroupShare { group, entitlement: None, floor: 0.0 };
        let groups = network::group_areas(scenario).into_iter().map(share).collect();
        return Ok(Entitled { groups, proofs: Vec::new() });
    }
    let mut levels: Vec<Option<f64>> = network.groups.iter().map(entitlement::beyond_reach).collect();
    let by_piece: Vec<entitlement::Reached> = network
        .pieces
        .par_iter()
        .map(|piece| {
            entitlement::of_piece(
                Parts { scenario, network, piece, form: Form::Linear, rounding: Rounding::NONE },
                (deadline.at_least(PIECE_SECONDS), deadline),
            )
        })
        .collect::<Result<_, _>>()?;
    let mut proofs = prices::of_groups_beyond_reach(scenario, network);
    for (piece, found) in network.pieces.iter().zip(by_piece) {
        for (&group, level) in piece.groups.iter().zip(found.levels) {
            *levels.get_mut(group).expect("a group of this network") = level;
        }
        proofs.extend(found.proofs);
    }
    if fairness.entitlement == Entitlement::MaxMin {
        let least = levels.iter().flatten().copied().min_by(f64::total_cmp);
        levels.iter_mut().filter(|level| level.is_some()).for_each(|level| *level = least);
    }
    let share = |(group, entitlement): (&crate::network::Group, Option<f64>)| GroupShare {
        group: group.area,
        entitlement,
        floor: fairness.strength * entitlement.unwrap_or(0.0) * group.divisor,
    };
    Ok(Entitled { groups: network.groups.iter().zip(levels).map(share).collect(), proofs })
}

/// Stages 2 and 3.
pub fn choose(
    scenario: &Scenario,
    network: &Network,
    groups: Vec<GroupShare>,
    deadline: Deadline,
) -> Result<Solved, StageError> {
    let found: Vec<whole::Chosen> = network
        .pieces
        .par_iter()
        .map(|piece| {
            let parts = Parts { scenario, network, piece, form: Form::Whole, rounding: Rounding::NONE };
            whole::choose(parts, &floors(piece, &groups), (deadline.at_least(PIECE_SECONDS), deadline))
        })
        .collect::<Result<_, _>>()
        .map_err(|error| with_certain(scenario, network, error))?;
    let (bounds, costs) = (Bounds::default(), Vec::new());
    let mut proofs = vec![prices::of_rules_beyond_reach(scenario, network)];
    let mut solved = Solved { decisions: Vec::new(), groups, bounds, costs, proofs: Vec::new() };
    for chosen in found {
        proofs.push(chosen.proofs);
        solved.decisions.push(chosen.decision);
        solved.bounds.excess += chosen.bounds.excess;
        solved.bounds.shortfall += chosen.bounds.shortfall;
        solved.bounds.objective += chosen.bounds.objective;
        solved.bounds.change += chosen.bounds.change;
        solved.bounds.aimed = chosen.bounds.aimed;
        solved.bounds.timed_out.floors |= chosen.bounds.timed_out.floors;
        solved.bounds.timed_out.objective |= chosen.bounds.timed_out.objective;
        solved.costs.extend(chosen.costs);
    }
    solved.bounds.objective -= prices::untouched(network).map(|(_, penalty)| penalty).sum::<f64>();
    solved.costs.sort_by(|one, other| other.rank.total_cmp(&one.rank).then(one.group.cmp(&other.group)));
    solved.costs.truncate(COSTED);
    solved.proofs = prices::join(&proofs);
    Ok(solved)
}

/// Stages 2 and 3 of one piece once more, where what was chosen cannot be granted and paid to the đồng within the rules: now
/// their bounds leave room for every amount to be rounded.
pub fn choose_again(
    scenario: &Scenario,
    network: &Network,
    piece: &Piece,
    groups: &[GroupShare],
    deadline: Deadline,
) -> Result<Decision, StageError> {
    let parts = Parts { scenario, network, piece, form: Form::Whole, rounding: Rounding::ALL };
    whole::choose(parts, &floors(piece, groups), (deadline, deadline)).map(|chosen| chosen.decision)
}

/// The floors F of the groups of a piece.
fn floors(piece: &Piece, groups: &[GroupShare]) -> Vec<f64> {
    piece.groups.iter().filter_map(|&group| groups.get(group)).map(|one| one.floor).collect()
}
