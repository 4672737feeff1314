//! One mixed-integer search: what the relaxation says is far from open is fixed, the rest is solved, and more is freed
//! until the gap to a bound of the whole model is reached, everything is free, or time is over.
//!
//! A bound of a restricted program is no bound. Three count: the relaxation's; that of the whole model in which only the
//! columns are whole that are large and open, or that narrow money may fund (a relaxation too, and a tighter one); and that of the wholly free
//! program.

use std::ops::RangeInclusive;

use super::guide::{ALL_FREE, Guide};
use super::{Deadline, StageError, classes, tighter};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;

/// A program with fewer integer columns is searched wholly free at once.
const FEW_INTEGERS: usize = 1_000;

/// Nodes for a restricted search and for a tighter bound; the wholly free search has no limit but time.
pub(super) const RESTRICTED_NODES: i32 = 200;

/// Share of the gap to which a tighter bound and a restricted search are solved.
pub(super) const GAP_SHARE: f64 = 0.1;

/// A relative gap from which on the relaxation's own bound usually suffices: a tighter one is sought only if it does not.
const WIDE: f64 = 5e-4;

/// The last level before that.
const LEVELS_BEFORE_BOUND: usize = 1;

/// What is searched.
pub(super) struct Goal<'a> {
    /// Direction.
    pub(super) sense: Sense,
    /// Objective.
    pub(super) terms: &'a [(Column, f64)],
    /// The best point of the whole model's relaxation.
    pub(super) relaxed: &'a Solution,
    /// What fixes decisions.
    pub(super) guide: &'a Guide,
    /// Distance of value and bound that is good enough.
    pub(super) gap: f64,
    /// Share of the time left that the search may take.
    pub(super) time: f64,
}

impl Goal<'_> {
    /// Whether `one` is better than `other`.
    fn prefers(&self, one: f64, other: f64) -> bool {
        match self.sense {
            Sense::Maximize => one > other,
            Sense::Minimize => one < other,
        }
    }

    /// The tighter of two bounds.
    pub(super) fn tighter(&self, one: f64, other: f64) -> f64 {
        if self.prefers(one, other) { other } else { one }
    }

    /// A value that is good enough for a bound.
    fn target(&self, bound: f64) -> f64 {
        match self.sense {
            Sense::Maximize => bound - self.gap,
            Sense::Minimize => bound + self.gap,
        }
    }

    /// Whether nothing is missed in the relaxation: no plan misses less.
    fn is_at_nothing(&self) -> bool {
        self.sense == Sense::Minimize && self.relaxed.value <= tolerance::FEASIBILITY
    }

    /// Whether the relaxation's own bound usually suffices.
    fn is_wide(&self) -> bool {
        self.gap >= WIDE * self.relaxed.value.abs()
    }

    fn is_close(&self, found: &Found) -> bool {
        (found.value - found.bound).abs() <= self.gap + tolerance::FEASIBILITY
            || !self.prefers(found.bound, found.value)
    }
}

/// A point with its value and what bounds it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Value of the goal.
    pub(super) value: f64,
    /// What no plan can beat.
    pub(super) bound: f64,
    /// The point.
    pub(super) point: Vec<f64>,
}

impl Found {
    pub(super) fn value_of(&self, column: Column) -> f64 {
        self.point.get(column.0).copied().unwrap_or(0.0)
    }
}

/// The program of one piece under search: its relaxation and its whole form, under the same conditions.
pub(super) struct Program {
    pub(super) linear: LinearModel,
    pub(super) relaxed: Session,
    whole: Session,
    /// When solving must end.
    pub(super) deadline: Deadline,
    /// Whether time ended a solve.
    timed_out: bool,
}

impl Program {
    pub(super) fn new(linear: LinearModel, deadline: Deadline) -> Result<Self, StageError> {
        let relaxed = Session::new(&linear, Integrality::Relaxed)?;
        let whole = Session::new(&linear, Integrality::Kept)?;
        Ok(Self { linear, relaxed, whole, deadline, timed_out: false })
    }

    /// Whether time ended a solve since this was last asked.
    pub(super) const fn take_timed_out(&mut self) -> bool {
        std::mem::replace(&mut self.timed_out, false)
    }

    /// Notes the status of a solve elsewhere whose limit was time alone.
    pub(super) const fn note(&mut self, status: Status) {
        self.timed_out |= status.is_limit();
    }

    /// The whole program as it stands.
    pub(super) const fn linear(&self) -> &LinearModel {
        &self.linear
    }

    /// Whether it is searched wholly free at once.
    pub(super) fn is_small(&self) -> bool {
        self.linear.columns.iter().filter(|column| column.is_integer).count() < FEW_INTEGERS
    }

    /// Bounds a column from now on, in every form.
    pub(super) fn keep(&mut self, column: Column, bounds: RangeInclusive<f64>) {
        self.relaxed.set_bounds(column, bounds.clone());
        self.whole.set_bounds(column, bounds.clone());
        self.linear.set_bounds(column, bounds);
    }

    /// The best point of the relaxation, within a share of the time left; `None`: it has no point.
    pub(super) fn relax(
        &mut self,
        (sense, terms): (Sense, &[(Column, f64)]),
        time: f64,
    ) -> Result<Option<Solution>, StageError> {
        self.relaxed.set_objective(sense, terms);
        let solution = self.relaxed.solve(Limits::within(self.deadline.part(time).seconds()))?;
        match solution.status {
            Status::Optimal => Ok(Some(solution)),
            Status::Infeasible | Status::InfeasibleOrUnbounded => Ok(None),
            status if status.is_limit() => {
                self.timed_out = true;
                Err(StageError::NoPlanInTime)
            }
            status => Err(StageError::Solver(format!("relaxation: {status:?}"))),
        }
    }

    /// Searches for `goal`, starting from `incumbent` if there is one. `None`: no point exists at all.
    pub(super) fn search(&mut self, goal: &Goal<'_>, incumbent: Option<Vec<f64>>) -> Result<Option<Found>, StageError> {
        let mut bound = goal.relaxed.value;
        let found = |point: Vec<f64>, bound| Found { value: value_at(goal.terms, &point), bound, point };
        let mut best = incumbent.map(|point| found(point, bound));
        let deadline = self.deadline.part(goal.time);
        self.whole.set_objective(goal.sense, goal.terms);
        for level in if self.is_small() { ALL_FREE } else { 0 }.. {
            if let Some(best) = best.as_mut() {
                best.bound = goal.tighter(best.bound, bound);
                if goal.is_close(best) {
                    break;
                }
            }
            let is_free =
                goal.guide.restrict(level, best.as_ref(), |column, range| self.whole.set_bounds(column, range));
            let solution = if level == 0 {
                let (solution, tighter) = self.solve_and_bound(goal, best.as_ref(), deadline)?;
                bound = goal.tighter(bound, tighter);
                solution
            } else {
                solve(&mut self.whole, goal, best.as_ref(), (is_free, bound), deadline)?
            };
            let solution_status = solution.status;
            let is_infeasible = matches!(solution_status, Status::Infeasible | Status::InfeasibleOrUnbounded);
            if is_infeasible && is_free && best.is_none() {
                return Ok(None);
            }
            if matches!(solution_status, Status::Optimal | Status::FeasibleAtLimit) {
                bound = if is_free { goal.tighter(bound, solution.bound) } else { bound };
                let new = found(solution.columns, bound);
                best = Some(best.filter(|old| !goal.prefers(new.value, old.value)).unwrap_or(new));
            }
            if level == LEVELS_BEFORE_BOUND
                && goal.is_wide()
                && best.as_ref().is_none_or(|best| !goal.is_close(best))
                && !is_free
            {
                bound = goal.tighter(bound, tighter::bound(&self.linear, goal, deadline)?);
            }
            let is_over = deadline.is_over();
            self.timed_out |= is_over && solution_status != Status::Optimal;
            if is_free || is_over {
                break;
            }
        }
        let best = best.map(|best| Found { bound: goal.tighter(best.bound, bound), ..best });
        best.map(Some).ok_or(StageError::NoPlanInTime)
    }

    /// The first restricted search, and beside it a tighter bound where one is worth it. Neither knows of the other: one
    /// core and two give the same.
    fn solve_and_bound(
        &mut self,
        goal: &Goal<'_>,
        best: Option<&Found>,
        deadline: Deadline,
    ) -> Result<(Solution, f64), StageError> {
        let Self { linear, whole, .. } = self;
        let mut tighter = Ok(goal.relaxed.value);
        let solution = rayon::in_place_scope(|scope| {
            if !goal.is_wide() && !goal.is_at_nothing() {
                scope.spawn(|_| tighter = tighter::bound(linear, goal, deadline));
            }
            match classes::decide(linear, goal, deadline)? {
                Some(solution) => Ok(solution),
                None => solve(whole, goal, best, (false, goal.relaxed.value), deadline),
            }
        })?;
        Ok((solution, tighter?))
    }
}

/// One search, restricted or free.
fn solve(
    whole: &mut Session,
    goal: &Goal<'_>,
    best: Option<&Found>,
    (is_free, bound): (bool, f64),
    deadline: Deadline,
) -> Result<Solution, StageError> {
    if let Some(found) = best {
        whole.start_from(&found.point)?;
    }
    let seconds = deadline.seconds();
    let limits = if is_free {
        Limits { absolute_gap: goal.gap, ..Limits::within(seconds) }
    } else {
        let absolute_gap = goal.gap * GAP_SHARE;
        let target = Some(goal.target(bound));
        Limits { absolute_gap, nodes: RESTRICTED_NODES, target, ..Limits::within(seconds) }
    };
    let solution = whole.solve(limits)?;
    match solution.status {
        Status::NumericalTrouble | Status::Unbounded => {
            Err(StageError::Solver(format!("search: {:?}", solution.status)))
        }
        _ => Ok(solution),
    }
}

/// What no point can beat, of the columns' bounds alone: where time was over before anything better was known.
pub(super) fn bound_of_columns(linear: &LinearModel, (sense, terms): (Sense, &[(Column, f64)])) -> f64 {
    let best = |&(column, value): &(Column, f64)| {
        let bounds = linear.columns.get(column.0).map_or(0.0..=0.0, |data| data.bounds.clone());
        let (low, high) = (value * bounds.start(), value * bounds.end());
        match sense {
            Sense::Maximize => low.max(high),
            Sense::Minimize => low.min(high),
        }
    };
    terms.iter().filter(|(_, value)| *value != 0.0).map(best).sum()
}

pub(super) fn value_at(terms: &[(Column, f64)], point: &[f64]) -> f64 {
    terms.iter().map(|&(column, value)| value * point.get(column.0).copied().unwrap_or(0.0)).sum()
}
