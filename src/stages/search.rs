//! One mixed-integer search: what the relaxation says is far from open is fixed, the rest is solved, and more is freed
//! until the gap to a bound of the whole model is reached, everything is free, or time is over.
//!
//! A bound of a restricted program is no bound. Three count: the relaxation's; that of the whole model in which only the
//! columns are whole that the relaxation leaves open (a relaxation too, and a tighter one); and that of the wholly free
//! program.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Deadline, StageError};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::model::{Parts, PieceModel};
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;
use crate::units::Vnd;

/// How many decisions of each leaf and unit cost are free beyond those that the relaxation leaves open, on each side of
/// the threshold; the last frees all.
const FREE_PER_SIDE: [usize; 3] = [1, 4, usize::MAX];

/// A program with fewer integer columns is searched wholly free at once.
const FEW_INTEGERS: usize = 1_000;

/// Nodes for a restricted search and for a tighter bound; the wholly free search has no limit but time.
const RESTRICTED_NODES: i32 = 200;

/// Share of the gap to which a tighter bound and a restricted search are solved.
const GAP_SHARE: f64 = 0.1;

/// Share of the time left that a tighter bound may take.
const BOUND_TIME: f64 = 0.25;

/// What the relaxation says of a decision about units.
struct Settled {
    /// Columns with their bounds and the value to fix them at: units, and members served where there is such a column.
    columns: Vec<(Column, RangeInclusive<f64>, f64)>,
    /// Its place among the decisions of its leaf, unit cost and side, least reduced cost first.
    rank: usize,
}

/// Decisions with their losses by leaf, unit cost, and whether the relaxation serves them.
type ByLoss = BTreeMap<(usize, Vnd, bool), Vec<(f64, Settled)>>;

/// What the relaxation says of each decision about units.
pub(super) struct Guide {
    settled: Vec<Settled>,
}

impl Guide {
    /// Reads the relaxation's point: a unit column at a whole value (of a divisible package: at one of its bounds) is
    /// settled the more, the larger the loss of the objective is that one unit more or less would bring (its reduced
    /// cost).
    pub(super) fn new(parts: Parts<'_>, model: &PieceModel, relaxed: &Solution) -> Self {
        let mut by_loss = ByLoss::new();
        for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
            for ((item, &unit), &served) in bundle.items.iter().zip(units).zip(served) {
                if let Some(columns) = settle(model, relaxed, (unit, served)) {
                    let loss = relaxed.reduced_costs.get(unit.0).copied().unwrap_or(0.0).abs();
                    let key = (item.leaf, item.unit_cost, relaxed.value_of(unit) > tolerance::INTEGER);
                    by_loss.entry(key).or_default().push((loss, Settled { columns, rank: 0 }));
                }
            }
        }
        let mut settled = Vec::new();
        for (_, mut side) in by_loss {
            side.sort_by(|(one, _), (other, _)| one.total_cmp(other));
            settled.extend(side.into_iter().enumerate().map(|(rank, (_, decision))| Settled { rank, ..decision }));
        }
        Self { settled }
    }

    /// Fixes the decisions that are settled at `level` and that the incumbent takes alike, and frees the others; whether
    /// all are free.
    fn restrict(&self, session: &mut Session, level: usize, incumbent: Option<&Found>) -> bool {
        let free = FREE_PER_SIDE.get(level).copied().unwrap_or(usize::MAX);
        let mut is_free = true;
        for settled in &self.settled {
            let agrees = |(column, _, value): &(Column, RangeInclusive<f64>, f64)| {
                incumbent.is_none_or(|found| (found.value_of(*column) - value).abs() <= tolerance::INTEGER)
            };
            let is_fixed = settled.rank >= free && settled.columns.iter().all(agrees);
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
    fn tighter(&self, one: f64, other: f64) -> f64 {
        if self.prefers(one, other) { other } else { one }
    }

    /// A value that is good enough for a bound.
    fn target(&self, bound: f64) -> f64 {
        match self.sense {
            Sense::Maximize => bound - self.gap,
            Sense::Minimize => bound + self.gap,
        }
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
    fn value_of(&self, column: Column) -> f64 {
        self.point.get(column.0).copied().unwrap_or(0.0)
    }
}

/// The program of one piece under search: its relaxation and its whole form, under the same conditions.
pub(super) struct Program {
    linear: LinearModel,
    relaxed: Session,
    whole: Session,
    deadline: Deadline,
}

impl Program {
    pub(super) fn new(linear: LinearModel, deadline: Deadline) -> Result<Self, StageError> {
        let relaxed = Session::new(&linear, Integrality::Relaxed)?;
        let whole = Session::new(&linear, Integrality::Kept)?;
        Ok(Self { linear, relaxed, whole, deadline })
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

    /// The best point of the relaxation; `None`: it has no point. (Linear programs end; the time limit is for searches.)
    pub(super) fn relax(&mut self, sense: Sense, terms: &[(Column, f64)]) -> Result<Option<Solution>, StageError> {
        self.relaxed.set_objective(sense, terms);
        let solution = self.relaxed.solve(Limits::NONE)?;
        match solution.status {
            Status::Optimal => Ok(Some(solution)),
            Status::Infeasible | Status::InfeasibleOrUnbounded => Ok(None),
            status => Err(StageError::Solver(format!("relaxation: {status:?}"))),
        }
    }

    /// Searches for `goal`, starting from `incumbent` if there is one. `None`: no point exists at all.
    pub(super) fn search(&mut self, goal: &Goal<'_>, incumbent: Option<Vec<f64>>) -> Result<Option<Found>, StageError> {
        let mut bound = goal.relaxed.value;
        let found = |point: Vec<f64>, bound| Found { value: value_at(goal.terms, &point), bound, point };
        let mut best = incumbent.map(|point| found(point, bound));
        let deadline = self.deadline.part(goal.time);
        let is_small = self.is_small();
        let is_least = goal.sense == Sense::Minimize && bound <= tolerance::FEASIBILITY;
        if !is_small && !is_least && !best.as_ref().is_some_and(|best| goal.is_close(best)) {
            bound = self.tighter_bound(goal, deadline.part(BOUND_TIME))?;
        }
        self.whole.set_objective(goal.sense, goal.terms);
        for level in if is_small { FREE_PER_SIDE.len() - 1 } else { 0 }.. {
            if let Some(best) = best.as_mut() {
                best.bound = goal.tighter(best.bound, bound);
                if goal.is_close(best) {
                    break;
                }
            }
            let is_free = goal.guide.restrict(&mut self.whole, level, best.as_ref());
            let solution = self.solve(goal, best.as_ref(), (is_free, bound), deadline)?;
            let is_infeasible = matches!(solution.status, Status::Infeasible | Status::InfeasibleOrUnbounded);
            if is_infeasible && is_free && best.is_none() {
                return Ok(None);
            }
            if matches!(solution.status, Status::Optimal | Status::FeasibleAtLimit) {
                bound = if is_free { goal.tighter(bound, solution.bound) } else { bound };
                let new = found(solution.columns, bound);
                best = Some(best.filter(|old| !goal.prefers(new.value, old.value)).unwrap_or(new));
            }
            if is_free || deadline.seconds() <= 0.0 {
                break;
            }
        }
        let best = best.map(|best| Found { bound: goal.tighter(best.bound, bound), ..best });
        best.map(Some).ok_or(StageError::NoPlanInTime)
    }

    /// The bound of the whole model in which only those columns are whole that the relaxation leaves open.
    fn tighter_bound(&self, goal: &Goal<'_>, deadline: Deadline) -> Result<f64, StageError> {
        let mut linear = self.linear.clone();
        let mut is_whole = true;
        for (column, &value) in linear.columns.iter_mut().zip(&goal.relaxed.columns) {
            column.is_integer &= (value - value.round()).abs() > tolerance::INTEGER;
            is_whole &= !column.is_integer;
        }
        if is_whole {
            return Ok(goal.relaxed.value);
        }
        let mut session = Session::new(&linear, Integrality::Kept)?;
        session.set_objective(goal.sense, goal.terms);
        let limits = Limits {
            absolute_gap: goal.gap * GAP_SHARE,
            seconds: deadline.seconds(),
            nodes: RESTRICTED_NODES,
            target: None,
        };
        let solution = session.solve(limits)?;
        Ok(match solution.status {
            Status::Optimal | Status::FeasibleAtLimit => goal.tighter(goal.relaxed.value, solution.bound),
            _ => goal.relaxed.value,
        })
    }

    fn solve(
        &mut self,
        goal: &Goal<'_>,
        best: Option<&Found>,
        (is_free, bound): (bool, f64),
        deadline: Deadline,
    ) -> Result<Solution, StageError> {
        if let Some(found) = best {
            self.whole.start_from(&found.point)?;
        }
        let seconds = deadline.seconds();
        let limits = if is_free {
            Limits { absolute_gap: goal.gap, seconds, ..Limits::NONE }
        } else {
            let absolute_gap = goal.gap * GAP_SHARE;
            Limits { absolute_gap, seconds, nodes: RESTRICTED_NODES, target: Some(goal.target(bound)) }
        };
        let solution = self.whole.solve(limits)?;
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

pub(super) fn value_at(terms: &[(Column, f64)], point: &[f64]) -> f64 {
    terms.iter().map(|&(column, value)| value * point.get(column.0).copied().unwrap_or(0.0)).sum()
}
