//! A tighter bound than the relaxation's: a relaxation too, in which some columns are whole, and which leaves out what the
//! relaxation's reduced costs put too far behind.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::{Bfs, Walker};

use super::search::{GAP_SHARE, Goal, RESTRICTED_NODES};
use super::{Deadline, StageError};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::model::{Parts, PieceModel};
use crate::network::Node;
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;
use crate::units::Vnd;

/// Money that may fund so few decisions is narrow.
const NARROW: usize = 100;

/// Share of the gap that a tighter bound may stay above: what would lose more is left out of it.
const BOUND_SHARE: f64 = 0.8;

/// The bound of the whole model in which only those columns are whole that are large and that the relaxation leaves open, or
/// that narrow money may fund.
pub(super) fn bound(linear: &LinearModel, goal: &Goal<'_>, deadline: Deadline) -> Result<f64, StageError> {
    let is_open = |column: &&Column| {
        let value = goal.relaxed.value_of(**column);
        (value - value.round()).abs() > tolerance::INTEGER
    };
    let whole: Vec<Column> = goal.guide.classes.large().filter(is_open).chain(&goal.guide.narrow).copied().collect();
    if whole.is_empty() {
        return Ok(goal.relaxed.value);
    }
    let mut linear = linear.clone();
    linear.columns.iter_mut().for_each(|column| column.is_integer = false);
    linear.set_integers(&whole);
    let loss = goal.gap * BOUND_SHARE;
    leave_out(&mut linear, goal.relaxed, loss);
    let mut session = Session::new(&linear, Integrality::Kept)?;
    session.set_bounding()?;
    session.set_objective(goal.sense, goal.terms);
    let limits =
        Limits { absolute_gap: goal.gap * GAP_SHARE, nodes: RESTRICTED_NODES, ..Limits::within(deadline.seconds()) };
    let solution = session.solve_once(limits)?;
    Ok(match solution.status {
        Status::Optimal | Status::FeasibleAtLimit => {
            let of_left_out = match goal.sense {
                Sense::Maximize => (goal.relaxed.value - loss).max(solution.bound),
                Sense::Minimize => (goal.relaxed.value + loss).min(solution.bound),
            };
            goal.tighter(goal.relaxed.value, of_left_out)
        }
        _ => goal.relaxed.value,
    })
}

/// Leaves out points that the relaxation's reduced costs put more than `loss` behind its own best value.
fn leave_out(linear: &mut LinearModel, relaxed: &Solution, loss: f64) {
    for (position, column) in linear.columns.iter_mut().enumerate() {
        let reduced_cost = relaxed.reduced_costs.get(position).copied().unwrap_or(0.0).abs();
        let value = relaxed.value_of(Column(position));
        let (low, high) = (*column.bounds.start(), *column.bounds.end());
        if reduced_cost <= tolerance::DUAL {
            continue;
        }
        let room = loss / reduced_cost + tolerance::MIP_FEASIBILITY;
        let room = if column.is_integer { room.floor() } else { room };
        if (value - low).abs() <= tolerance::FEASIBILITY && low + room < high {
            column.bounds = low..=low + room;
        } else if (value - high).abs() <= tolerance::FEASIBILITY && high - room > low {
            column.bounds = high - room..=high;
        }
    }
}

/// Whole columns of decisions that narrow money may fund.
pub(super) fn narrow(parts: Parts<'_>, model: &PieceModel) -> Vec<Column> {
    let mut of_leaf: BTreeMap<usize, Vec<Column>> = BTreeMap::new();
    for (bundle, units) in parts.bundles().zip(&model.units) {
        for (item, &unit) in bundle.items.iter().zip(units) {
            if model.linear.columns.get(unit.0).is_some_and(|data| data.is_integer) {
                of_leaf.entry(item.leaf).or_default().push(unit);
            }
        }
    }
    let graph = &parts.network.graph;
    let mut narrow = BTreeSet::new();
    let has_money = |node: &Node| match *node {
        Node::Signature(position) => parts.network.signatures.get(position).is_some_and(|one| one.spare > Vnd::ZERO),
        _ => false,
    };
    for start in graph.node_indices().filter(|&node| graph.node_weight(node).is_some_and(has_money)) {
        let mut columns: Vec<Column> = Vec::new();
        for node in Bfs::new(graph, start).iter(graph) {
            if let Some(Node::Leaf(leaf)) = graph.node_weight(node) {
                columns.extend(of_leaf.get(leaf).into_iter().flatten());
            }
            if columns.len() > NARROW {
                break;
            }
        }
        if columns.len() <= NARROW {
            narrow.extend(columns);
        }
    }
    narrow.into_iter().collect()
}
