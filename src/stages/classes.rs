//! The first restricted search, a class of sizes after the other: the large packages are decided while the smaller ones may
//! still be split, then they are fixed, and the smaller ones follow; who pays in whole units comes last. What is lost by
//! rounding is lost with the large packages, and there are few of them.

use std::collections::{BTreeMap, BTreeSet};

use super::search::{Goal, RESTRICTED_NODES};
use super::{Deadline, StageError};
use crate::linear::{Column, LinearModel, Solution};
use crate::model::{Parts, PieceModel};
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;
use crate::units::Vnd;

/// Unit costs of one class differ by this factor at most.
const CLASS: u32 = 2;

/// So many classes are large.
const LARGE: usize = 2;

/// Share of the gap to which each class of sizes is solved: their sum may come near the gap, and does not as a rule.
const CLASS_SHARE: f64 = 0.15;

/// How many gaps from the relaxation's best a point that misses a row by a hair may be.
const NEAR_GAPS: f64 = 2.0;

/// Whole columns by the size of what they decide.
pub(super) struct Classes {
    /// Units of packages, the largest first; whole columns that are no package's stand with the largest.
    packages: Vec<Vec<Column>>,
    /// Units along edges: who pays.
    payments: Vec<Column>,
}

impl Classes {
    /// Sorts the whole columns of a model.
    pub(super) fn of(parts: Parts<'_>, model: &PieceModel) -> Self {
        let is_whole = |column: &Column| model.linear.columns.get(column.0).is_some_and(|data| data.is_integer);
        let mut by_cost: BTreeMap<Vnd, Vec<Column>> = BTreeMap::new();
        for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
            for ((item, &unit), &served) in bundle.items.iter().zip(units).zip(served) {
                let columns = [Some(unit), served].into_iter().flatten().filter(is_whole);
                by_cost.entry(item.unit_cost).or_default().extend(columns);
            }
        }
        let payments: BTreeSet<Column> = model.flows.iter().map(|flow| flow.column).filter(is_whole).collect();
        let of_packages: BTreeSet<Column> = by_cost.values().flatten().copied().collect();
        let is_other =
            |column: &Column| is_whole(column) && !of_packages.contains(column) && !payments.contains(column);
        let mut packages: Vec<Vec<Column>> = Vec::new();
        let mut largest = None;
        for (cost, columns) in by_cost.into_iter().rev() {
            if largest.is_none_or(|largest| cost.times(CLASS) < largest) {
                largest = Some(cost);
                packages.push(Vec::new());
            }
            packages.last_mut().expect("the class of this cost").extend(columns);
        }
        if let Some(class) = packages.first_mut() {
            class.extend((0..model.linear.columns.len()).map(Column).filter(is_other));
        }
        packages.retain(|class| !class.is_empty());
        Self { packages, payments: payments.into_iter().collect() }
    }

    /// Whole columns of the largest decisions.
    pub(super) fn large(&self) -> impl Iterator<Item = &Column> {
        self.packages.iter().take(LARGE).flatten()
    }
}

/// Decides class by class; `None`: what was decided leaves no point.
pub(super) fn decide(
    linear: &LinearModel,
    goal: &Goal<'_>,
    deadline: Deadline,
) -> Result<Option<Solution>, StageError> {
    let mut linear = linear.clone();
    goal.guide.restrict(0, None, |column, range| linear.set_bounds(column, range));
    for column in &mut linear.columns {
        column.is_integer = false;
    }
    let Classes { packages, payments } = &goal.guide.classes;
    let mut last = goal.relaxed.clone();
    for class in packages {
        linear.set_integers(class);
        // A point that misses a row by a hair is called none; its whole columns still lead on.
        let leads_on = |solution: &Solution| {
            solution.status.has_point() || (solution.value - goal.relaxed.value).abs() <= goal.gap * NEAR_GAPS
        };
        let Some(solution) = Some(solve(&linear, goal, deadline)?).filter(leads_on) else { return Ok(None) };
        for &column in class {
            let Some(data) = linear.columns.get(column.0) else { continue };
            let value = solution.value_of(column).round().clamp(*data.bounds.start(), *data.bounds.end());
            linear.set_bounds(column, value..=value);
        }
        last = solution;
    }
    linear.set_integers(payments);
    // Most of who pays in whole units is settled by then.
    let mut settled = linear.clone();
    settled.settle_around(&last.columns, tolerance::INTEGER);
    for linear in [settled, linear] {
        let solution = solve(&linear, goal, deadline)?;
        if solution.status.has_point() {
            return Ok(Some(solution));
        }
    }
    Ok(None)
}

fn solve(linear: &LinearModel, goal: &Goal<'_>, deadline: Deadline) -> Result<Solution, StageError> {
    let mut session = Session::new(linear, Integrality::Kept)?;
    session.set_objective(goal.sense, goal.terms);
    let absolute_gap = goal.gap * CLASS_SHARE;
    let limits = Limits { absolute_gap, nodes: RESTRICTED_NODES, ..Limits::within(deadline.seconds()) };
    Ok(session.solve_once(limits)?)
}
