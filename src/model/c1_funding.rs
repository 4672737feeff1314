//! C1 funding: what is served is paid, and what is paid is served.
//!
//! For each leaf: Σ flow into it + Σ committed = Σ `a_n` `u_n`.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use super::{Parts, PieceModel};
use crate::linear::Column;
use crate::network::Node;
use crate::units::Vnd;

/// Adds a row for each leaf.
pub(super) fn add(parts: Parts<'_>, model: &mut PieceModel) {
    let graph = &parts.network.graph;
    let mut inflow: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
    for flow in &model.flows {
        let target = graph.edge_endpoints(flow.edge).map_or_else(NodeIndex::end, |(_, target)| target);
        if let Some(Node::Leaf(leaf)) = graph.node_weight(target) {
            inflow.entry(*leaf).or_default().push((flow.column, flow.scale));
        }
    }
    let mut committed: BTreeMap<usize, Vnd> = BTreeMap::new();
    for (bundle, units) in parts.bundles().zip(&model.units) {
        for (item, &column) in bundle.items.iter().zip(units) {
            inflow.entry(item.leaf).or_default().push((column, -item.unit_cost.millions()));
            *committed.entry(item.leaf).or_default() += item.committed();
        }
    }
    for (leaf, &missing) in parts.piece.leaves.iter().zip(&model.missing) {
        let mut terms = inflow.remove(leaf).unwrap_or_default();
        terms.push((missing, 1.0));
        let paid = -committed.get(leaf).copied().unwrap_or_default().millions();
        model.linear.row(paid..=paid, terms);
    }
}
