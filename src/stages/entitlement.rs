//! Stage 1 of a piece: the utility vector that is lexicographically largest from the worst off (leximin), or its
//! smallest component (max-min). Rounds of linear programs: raise the level that every free group reaches, settle the
//! groups whose dual says that they hold it down, go on with the rest.
//!
//! Source: Ogryczak, Pióro, Tomaszewski, "Telecommunications network design and max-min optimization problem", 2005
//! (settling by positive duals is exact: such a group is at the level in every optimal point).

use super::{Deadline, StageError, prices, refusal};
use crate::domain::settings::Entitlement;
use crate::domain::{Proof, StageName};
use crate::linear::{Sense, Solution, Status};
use crate::model::{self, EntitlementColumns, Form, Parts, PieceModel};
use crate::network::Group;
use crate::solver::{Integrality, Limits, Method, Session};
use crate::tolerance;

/// The utility of a group that no money reaches: what outside help gives it, if anything.
pub(super) fn beyond_reach(group: &Group) -> Option<f64> {
    (group.divisor > 0.0 && group.weight_outside > 0.0).then(|| group.weight_outside / group.divisor)
}

/// What a piece reaches.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Utility of each group, in order; `None` where it takes no part.
    pub(super) levels: Vec<Option<f64>>,
    /// What bounds each round.
    pub(super) proofs: Vec<Proof>,
}

/// Utility of each group of the piece (until the first deadline; why there is no plan, until the second).
pub(super) fn of_piece(parts: Parts<'_>, (deadline, explaining): (Deadline, Deadline)) -> Result<Reached, StageError> {
    if parts.piece.groups.is_empty() {
        return Ok(Reached::default());
    }
    let mut model = model::build(parts);
    let columns = model.add_entitlement(parts);
    let mut session = Session::new(&model.linear, Integrality::Relaxed)?;
    session.set_method(Method::InteriorPoint)?;
    let state = vec![State::Free; parts.piece.groups.len()];
    let mut rounds = Rounds { parts, model: &model, deadline, explaining, columns, session, state, proofs: Vec::new() };
    rounds.leave_out_groups_without_measure();
    rounds.run()?;
    let levels = rounds.state.into_iter().map(|state| state.level().map(told)).collect();
    Ok(Reached { levels, proofs: rounds.proofs })
}

/// A level without a solver's noise: nobody is to be short of a millionth of a package that nobody can give.
fn told(level: f64) -> f64 {
    (level * tolerance::UTILITY_STEPS + tolerance::UTILITY_NOISE).floor() / tolerance::UTILITY_STEPS
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Free,
    Settled(f64),
    NoPart,
}

impl State {
    fn level(self) -> Option<f64> {
        match self {
            Self::Settled(level) => Some(level),
            Self::Free | Self::NoPart => None,
        }
    }
}

struct Rounds<'a> {
    parts: Parts<'a>,
    model: &'a PieceModel,
    deadline: Deadline,
    /// When the search for the reason must end, where there is no plan.
    explaining: Deadline,
    columns: EntitlementColumns,
    session: Session,
    state: Vec<State>,
    /// One a round that settles groups or leaves some out.
    proofs: Vec<Proof>,
}

impl Rounds<'_> {
    fn run(&mut self) -> Result<(), StageError> {
        let is_max_min = self.parts.scenario.settings.fairness.entitlement == Entitlement::MaxMin;
        while self.state.contains(&State::Free) {
            let (level, holds, proof) = self.raise()?;
            if level <= tolerance::UTILITY && self.leave_out_groups_at_zero(&holds)? {
                continue;
            }
            self.proofs.push(proof);
            for (group, _) in holds.into_iter().enumerate().filter(|&(_, holds)| holds || is_max_min) {
                self.settle(group, level);
            }
        }
        Ok(())
    }

    /// The highest level of the free groups, which of them hold it down, and why it is the highest.
    fn raise(&mut self) -> Result<(f64, Vec<bool>, Proof), StageError> {
        self.session.set_objective(Sense::Maximize, &[(self.columns.level, 1.0)]);
        let solution = self.solve()?;
        match solution.status {
            Status::Optimal => {}
            Status::Infeasible | Status::InfeasibleOrUnbounded => return Err(self.infeasible()),
            status => return Err(StageError::Solver(format!("entitlement: {status:?}"))),
        }
        let level = solution.value_of(self.columns.level).max(0.0);
        let price = |group: &usize| {
            let release = self.columns.release.get(*group).expect("a column for every group");
            solution.reduced_costs.get(release.0).copied().unwrap_or(0.0).abs()
        };
        let free: Vec<usize> = (0..self.state.len()).filter(|&group| self.is_free(group)).collect();
        let highest = free.iter().map(price).fold(0.0, f64::max);
        let threshold = tolerance::DUAL.min(highest / 2.0);
        let holds = (0..self.state.len()).map(|group| self.is_free(group) && price(&group) >= threshold);
        Ok((level, holds.collect(), self.proof(&solution)))
    }

    /// What bounds the round as it stands.
    fn proof(&self, solution: &Solution) -> Proof {
        let code = |group: usize| {
            let area = self.parts.network.groups.get(group)?.area;
            Some(self.parts.scenario.area(area).code.clone())
        };
        let groups = self.parts.piece.groups.iter().zip(&self.state);
        let settled = groups.filter(|(_, state)| matches!(state, State::Settled(_)));
        Proof {
            stage: StageName::Entitlement,
            settled: settled.filter_map(|(&group, _)| code(group)).collect(),
            multipliers: prices::of_round(self.parts, self.model, solution),
        }
    }

    /// Why there is no point: commitments alone, or the rules.
    fn infeasible(&self) -> StageError {
        refusal::no_plan(Parts { form: Form::Whole, ..self.parts }, self.explaining)
    }

    /// Leaves out the groups among `candidates` whose own best is 0; whether there were any.
    fn leave_out_groups_at_zero(&mut self, candidates: &[bool]) -> Result<bool, StageError> {
        let mut has_left_out = false;
        for (group, _) in candidates.iter().enumerate().filter(|&(_, &is_candidate)| is_candidate) {
            let utility = *self.columns.utility.get(group).expect("a column for every group");
            self.session.set_objective(Sense::Maximize, &[(utility, 1.0)]);
            let best = self.solve()?;
            if best.status == Status::Optimal && best.value <= tolerance::UTILITY {
                self.proofs.push(self.proof(&best));
                self.leave_out(group);
                has_left_out = true;
            }
        }
        Ok(has_left_out)
    }

    fn leave_out_groups_without_measure(&mut self) {
        for (group, &position) in self.parts.piece.groups.iter().enumerate() {
            if self.parts.network.groups.get(position).is_some_and(|one| one.divisor <= 0.0) {
                self.leave_out(group);
            }
        }
    }

    fn leave_out(&mut self, group: usize) {
        self.release(group);
        self.set_state(group, State::NoPart);
    }

    fn settle(&mut self, group: usize, level: f64) {
        if self.is_free(group) {
            self.release(group);
            self.set_state(group, State::Settled(level));
            self.hold(tolerance::SETTLED);
        }
    }

    fn release(&mut self, group: usize) {
        let release = *self.columns.release.get(group).expect("a column for every group");
        self.session.set_bounds(release, 0.0..=f64::INFINITY);
    }

    fn is_free(&self, group: usize) -> bool {
        self.state.get(group) == Some(&State::Free)
    }

    fn set_state(&mut self, group: usize, state: State) {
        *self.state.get_mut(group).expect("a state for every group") = state;
    }

    /// The first program is solved from nothing; each later one from the point of the one before, which it allows too.
    fn solve(&mut self) -> Result<Solution, StageError> {
        let solution = self.within_time()?;
        self.session.set_method(Method::PrimalSimplex)?;
        if solution.status == Status::Optimal {
            return Ok(solution);
        }
        // A level as the solver stated it may lie a solver's tolerance above what can be reached.
        self.hold(tolerance::SETTLED_AGAIN);
        self.session.set_method(Method::Simplex)?;
        let again = self.within_time();
        self.session.set_method(Method::PrimalSimplex)?;
        self.hold(tolerance::SETTLED);
        again
    }

    /// What a linear program has reached when time is over is no level.
    fn within_time(&mut self) -> Result<Solution, StageError> {
        let solution = self.session.solve(Limits::within(self.deadline.seconds()))?;
        if solution.status.is_limit() { Err(StageError::NoPlanInTime) } else { Ok(solution) }
    }

    /// Holds every settled group at its level, less a share of it.
    fn hold(&mut self, less: f64) {
        for (state, &utility) in self.state.iter().zip(&self.columns.utility) {
            if let State::Settled(level) = *state {
                self.session.set_bounds(utility, level * (1.0 - less)..=f64::INFINITY);
            }
        }
    }
}
