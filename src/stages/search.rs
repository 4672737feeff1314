//! One mixed-integer search: fix what the relaxation settles, solve the rest, and free more until the gap to the bound
//! of the whole model is reached, everything is free, or time is over.
//!
//! A bound of a restricted program is no bound: only the relaxation's and that of the wholly free program count.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Deadline, StageError};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::model::{Parts, PieceModel};
use crate::solver::{Limits, Session};
use crate::tolerance;
use crate::units::Vnd;

/// How many decisions a fairness group keeps free beyond those that the relaxation leaves open; the last frees all.
const FREE_PER_GROUP: [usize; 2] = [3, usize::MAX];

/// Nodes for a restricted search; the wholly free one has no limit but time.
const RESTRICTED_NODES: i32 = 200;

/// What the relaxation says of a decision about units.
struct Settled {
    /// Columns with their bounds and the value to fix them at: units, and members served where there is such a column.
    columns: Vec<(Column, RangeInclusive<f64>, f64)>,
    /// Its place among the decisions of its fairness group, least reduced cost first.
    rank: usize,
}

/// Decisions with their losses, by fairness group and unit cost.
type ByLoss = BTreeMap<(Option<usize>, Vnd), Vec<(f64, Settled)>>;

/// What the relaxation says of each decision about units.
pub(super) struct Guide {
    settled: Vec<Settled>,
}

impl Guide {
    /// Reads the relaxation's point: a unit column at a whole value (of a divisible package: at one of its bounds) is
    /// settled the more, the larger the loss of the objective is that one unit more or less would bring (its reduced
    /// cost).
    pub(super) fn new(parts: Parts<'_>, model: &PieceModel, relaxed: &Solution) -> Self {
        let mut by_group = ByLoss::new();
        for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
            for ((item, &unit), &served) in bundle.items.iter().zip(units).zip(served) {
                if let Some(columns) = settle(model, relaxed, (unit, served)) {
                    let loss = relaxed.reduced_costs.get(unit.0).copied().unwrap_or(0.0).abs();
                    by_group
                        .entry((item.group, item.unit_cost))
                        .or_default()
                        .push((loss, Settled { columns, rank: 0 }));
                }
            }
        }
        let mut settled = Vec::new();
        for (_, mut group) in by_group {
            group.sort_by(|(one, _), (other, _)| one.total_cmp(other));
            settled.extend(group.into_iter().enumerate().map(|(rank, (_, decision))| Settled { rank, ..decision }));
        }
        Self { settled }
    }

    /// Fixes the columns that are settled at `level` and frees the others; whether all are free.
    fn restrict(&self, session: &mut Session, level: usize) -> bool {
        let free = FREE_PER_GROUP.get(level).copied().unwrap_or(usize::MAX);
        let mut is_free = true;
        for settled in &self.settled {
            let is_fixed = settled.rank >= free;
            is_free &= !is_fixed;
            for (column, bounds, value) in &settled.columns {
                session.set_bounds(*column, if is_fixed { *value..=*value } else { bounds.clone() });
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
    /// Share of the time left that the search may take.
    pub(super) time: f64,
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
        let deadline = self.deadline.part(goal.time);
        loop {
            if let Some(found) = best.as_ref().filter(|found| is_close(goal, found)) {
                return Ok(Some(found.clone()));
            }
            let is_free = self.guide.restrict(&mut self.session, self.level);
            let solution = self.solve(goal, best.as_ref(), (is_free, deadline))?;
            let is_infeasible = matches!(solution.status, Status::Infeasible | Status::InfeasibleOrUnbounded);
            if is_infeasible && is_free && best.is_none() {
                return Ok(None);
            }
            if matches!(solution.status, Status::Optimal | Status::FeasibleAtLimit) {
                best = Some(better(goal, best, solution, is_free));
            }
            if is_free || deadline.seconds() <= 0.0 {
                return best.map(Some).ok_or(StageError::NoPlanInTime);
            }
            if best.as_ref().is_none_or(|found| !is_close(goal, found)) {
                self.level += 1;
            }
        }
    }

    fn solve(
        &mut self,
        goal: &Goal<'_>,
        best: Option<&Found>,
        (is_free, deadline): (bool, Deadline),
    ) -> Result<Solution, StageError> {
        if let Some(found) = best {
            self.session.start_from(&found.point)?;
        }
        let nodes = if is_free { i32::MAX } else { RESTRICTED_NODES };
        let limits = Limits { absolute_gap: goal.gap, seconds: deadline.seconds(), nodes };
        let solution = self.session.solve(limits)?;
        match solution.status {
            Status::NumericalTrouble | Status::Unbounded => {
                Err(StageError::Solver(format!("search: {:?} in {} rows", solution.status, self.linear.rows.len())))
            }
            _ => Ok(solution),
        }
    }
}

/// The columns of a decision with their bounds and the values at which the relaxation settles it; `None` where it leaves
/// it open.
fn settle(
    model: &PieceModel,
    relaxed: &Solution,
    (unit, served): (Column, Option<Column>),
) -> Option<Vec<(Column, RangeInclusive<f64>, f64)>> {
    let data = model.linear.columns.get(unit.0).filter(|data| data.is_integer || served.is_some())?;
    let value = relaxed.value_of(unit);
    let end = if data.is_integer { value.round() } else { nearer_end(value, &data.bounds) };
    if (value - end).abs() > tolerance::INTEGER {
        return None;
    }
    let mut columns = vec![(unit, data.bounds.clone(), end)];
    if let Some(served) = served {
        let range = model.linear.columns.get(served.0).map(|data| data.bounds.clone())?;
        let is_lowest = (end - data.bounds.start()).abs() <= tolerance::INTEGER;
        let end = if is_lowest { *range.start() } else { *range.end() };
        columns.push((served, range, end));
    }
    Some(columns)
}

/// The nearer end of a range.
fn nearer_end(value: f64, bounds: &RangeInclusive<f64>) -> f64 {
    let (start, end) = (*bounds.start(), *bounds.end());
    if value - start <= end - value { start } else { end }
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
