//! One mixed-integer search: fix what the relaxation settles, solve the rest, and free more until the gap to the bound
//! of the whole model is reached, everything is free, or time is over.
//!
//! A bound of a restricted program is no bound: only the relaxation's and that of the wholly free program count.

use super::{Deadline, StageError};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::model::PieceModel;
use crate::solver::{Limits, Session};
use crate::tolerance;

/// How far from settled a column may be and still be free, as a share of what one unit is worth; the last frees all.
const FREE_BELOW: [f64; 3] = [0.02, 0.3, f64::INFINITY];

/// Nodes for a restricted search; the wholly free one has no limit but time.
const RESTRICTED_NODES: i32 = 200;

/// What the relaxation says of each whole column.
pub(super) struct Guide {
    settled: Vec<(Column, std::ops::RangeInclusive<f64>, f64, f64)>,
}

impl Guide {
    /// Reads the relaxation's point: a unit column with a whole value is settled the more, the larger its reduced cost is
    /// against what one unit is worth (`terms`); other whole columns stay free.
    pub(super) fn new(model: &PieceModel, terms: &[(Column, f64)], relaxed: &Solution) -> Self {
        let mut worth = vec![0.0; model.linear.columns.len()];
        for &(column, value) in terms {
            if let Some(slot) = worth.get_mut(column.0) {
                *slot += value;
            }
        }
        let settled = model.units.iter().flatten().filter_map(|&column| {
            let data = model.linear.columns.get(column.0).filter(|data| data.is_integer)?;
            let value = relaxed.value_of(column);
            let cost = relaxed.reduced_costs.get(column.0)?.abs();
            let share = cost / worth.get(column.0).copied().unwrap_or(0.0).abs().max(f64::MIN_POSITIVE);
            let is_whole = (value - value.round()).abs() <= tolerance::INTEGER;
            is_whole.then(|| (column, data.bounds.clone(), value.round(), share))
        });
        Self { settled: settled.collect() }
    }

    /// Fixes the columns that are settled at `level` and frees the others; whether all are free.
    fn restrict(&self, session: &mut Session, level: usize) -> bool {
        let below = FREE_BELOW.get(level).copied().unwrap_or(f64::INFINITY);
        let mut is_free = true;
        for (column, bounds, value, share) in &self.settled {
            if *share > below {
                session.set_bounds(*column, *value..=*value);
                is_free = false;
            } else {
                session.set_bounds(*column, bounds.clone());
            }
        }
        is_free
    }
}

/// What is searched.
pub(super) struct Goal<'a> {
    /// Direction.
    pub(super) sense: Sense,
    /// Objective.
    pub(super) terms: &'a [(Column, f64)],
    /// Bound of the whole model's relaxation.
    pub(super) bound: f64,
    /// Distance of value and bound that is good enough.
    pub(super) gap: f64,
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

/// The state of the searches of one piece: later goals go on where earlier ones stopped freeing.
pub(super) struct Searcher<'a> {
    pub(super) session: Session,
    pub(super) guide: Guide,
    pub(super) linear: &'a LinearModel,
    pub(super) deadline: Deadline,
    level: usize,
}

impl<'a> Searcher<'a> {
    pub(super) fn new(session: Session, guide: Guide, linear: &'a LinearModel, deadline: Deadline) -> Self {
        Self { session, guide, linear, deadline, level: 0 }
    }

    /// Searches for `goal`, starting from `incumbent` if there is one. `None`: no point exists at all.
    pub(super) fn search(&mut self, goal: &Goal<'_>, incumbent: Option<Vec<f64>>) -> Result<Option<Found>, StageError> {
        let mut best = incumbent.map(|point| Found { value: value_at(goal.terms, &point), bound: goal.bound, point });
        self.session.set_objective(goal.sense, goal.terms);
        loop {
            if let Some(found) = best.as_ref().filter(|found| is_close(goal, found)) {
                return Ok(Some(found.clone()));
            }
            let is_free = self.guide.restrict(&mut self.session, self.level);
            let solution = self.solve(goal, best.as_ref(), is_free)?;
            let is_infeasible = matches!(solution.status, Status::Infeasible | Status::InfeasibleOrUnbounded);
            if is_infeasible && is_free && best.is_none() {
                return Ok(None);
            }
            if matches!(solution.status, Status::Optimal | Status::FeasibleAtLimit) {
                best = Some(better(goal, best, solution, is_free));
            }
            if is_free || self.deadline.seconds() <= 0.0 {
                return best.map(Some).ok_or(StageError::NoPlanInTime);
            }
            if best.as_ref().is_none_or(|found| !is_close(goal, found)) {
                self.level += 1;
            }
        }
    }

    fn solve(&mut self, goal: &Goal<'_>, best: Option<&Found>, is_free: bool) -> Result<Solution, StageError> {
        if let Some(found) = best {
            self.session.start_from(&found.point)?;
        }
        let nodes = if is_free { i32::MAX } else { RESTRICTED_NODES };
        let limits = Limits { absolute_gap: goal.gap, seconds: self.deadline.seconds(), nodes };
        let solution = self.session.solve(limits)?;
        match solution.status {
            Status::NumericalTrouble | Status::Unbounded => {
                Err(StageError::Solver(format!("search: {:?} in {} rows", solution.status, self.linear.rows.len())))
            }
            _ => Ok(solution),
        }
    }
}

fn is_close(goal: &Goal<'_>, found: &Found) -> bool {
    (found.value - found.bound).abs() <= goal.gap + tolerance::FEASIBILITY
        || match goal.sense {
            Sense::Maximize => found.value >= found.bound,
            Sense::Minimize => found.value <= found.bound,
        }
}

/// The better of the two points; a wholly free search may tighten the bound.
fn better(goal: &Goal<'_>, best: Option<Found>, solution: Solution, is_free: bool) -> Found {
    let bound = match (is_free, goal.sense) {
        (false, _) => goal.bound,
        (true, Sense::Maximize) => goal.bound.min(solution.bound),
        (true, Sense::Minimize) => goal.bound.max(solution.bound),
    };
    let value = value_at(goal.terms, &solution.columns);
    let new = Found { value, bound, point: solution.columns };
    match best {
        Some(old) if !is_improvement(goal.sense, old.value, value) => Found { bound, ..old },
        _ => new,
    }
}

fn is_improvement(sense: Sense, old: f64, new: f64) -> bool {
    match sense {
        Sense::Maximize => new > old,
        Sense::Minimize => new < old,
    }
}

fn value_at(terms: &[(Column, f64)], point: &[f64]) -> f64 {
    terms.iter().map(|&(column, value)| value * point.get(column.0).copied().unwrap_or(0.0)).sum()
}
