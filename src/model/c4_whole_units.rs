//! C4 whole units: a `whole_units` or in-kind source pays k · `a_n` for a whole k, and never a part of a unit.
//!
//! k are whole columns on the edge into a leaf of equal unit costs. Units that commitments have begun in part cannot be
//! paid this way: Σ k ≤ Σ units − units so begun.

use std::collections::BTreeMap;

use petgraph::graph::EdgeIndex;

use super::{Form, Parts, PieceModel};
use crate::domain::Grain;
use crate::linear::Column;
use crate::network::{Node, Pays, Route};
use crate::units::Vnd;

/// The unit in which money moves along an edge; `None` where any đồng may.
pub(super) fn unit_of_edge(parts: Parts<'_>, edge: EdgeIndex) -> Option<Vnd> {
    let &Route::Direct(signature) = parts.network.graph.edge_weight(edge)? else { return None };
    let pays = parts.network.signatures.get(signature)?.pays;
    leaf_of(parts, edge).and_then(|leaf| parts.network.leaves.get(leaf)?.unit_cost).filter(|_| pays == Pays::WholeUnits)
}

fn leaf_of(parts: Parts<'_>, edge: EdgeIndex) -> Option<usize> {
    let (_, target) = parts.network.graph.edge_endpoints(edge)?;
    match parts.network.graph.node_weight(target)? {
        Node::Leaf(leaf) => Some(*leaf),
        _ => None,
    }
}

/// Adds a row for each leaf with whole-unit edges and units begun in part.
pub(super) fn add(parts: Parts<'_>, form: Form, model: &mut PieceModel) {
    if form == Form::Linear {
        return;
    }
    let mut begun: BTreeMap<usize, f64> = BTreeMap::new();
    let mut terms: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
    for (bundle, units) in parts.bundles().zip(&model.units) {
        for (item, &column) in bundle.items.iter().zip(units).filter(|(item, _)| item.grain == Grain::Whole) {
            terms.entry(item.leaf).or_default().push((column, -1.0));
            *begun.entry(item.leaf).or_default() += item.bound().units_of(item.unit_cost);
        }
    }
    begun.retain(|_, units| *units > 0.0);
    for flow in model.flows.iter().filter(|flow| unit_of_edge(parts, flow.edge).is_some()) {
        if let Some(terms) = leaf_of(parts, flow.edge).and_then(|leaf| terms.get_mut(&leaf)) {
            terms.push((flow.column, 1.0));
        }
    }
    for (leaf, units) in begun {
        let row = terms.remove(&leaf).unwrap_or_default();
        if row.iter().any(|&(_, sign)| sign > 0.0) {
            model.linear.row(f64::NEG_INFINITY..=-units, row);
        }
    }
}
