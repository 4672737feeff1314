//! C2 source: no source pays more than it has.
//!
//! For each signature: Σ flow out − Σ flow in (from wider earmarks) ≤ what is available and not committed; for a
//! branch or a pool the same with nothing of its own. Where rules look at the money of sources, no node may keep any
//! either: what flows is paid.

use std::collections::BTreeMap;

use super::{Parts, PieceModel, Priced};
use crate::linear::Column;
use crate::network::Node;

/// Adds a row for each signature and pool of the piece.
pub(super) fn add(parts: Parts<'_>, model: &mut PieceModel) {
    let graph = &parts.network.graph;
    let mut balance: BTreeMap<Node, Vec<(Column, f64)>> = BTreeMap::new();
    for flow in &model.flows {
        let (from, to) = graph.edge_endpoints(flow.edge).expect("an edge of the network");
        for (node, sign) in [(from, 1.0), (to, -1.0)] {
            if let Some(&node @ (Node::Signature(_) | Node::Branch(..) | Node::Pool(_))) = graph.node_weight(node) {
                balance.entry(node).or_default().push((flow.column, sign * flow.scale));
            }
        }
    }
    for (node, terms) in balance {
        let own = match node {
            Node::Signature(position) => parts.network.signatures.get(position).map_or(0.0, |one| one.spare.millions()),
            _ => 0.0,
        };
        let least = if parts.network.tracked.is_empty() { f64::NEG_INFINITY } else { 0.0 };
        let row = model.linear.row(least..=own, terms);
        if let Node::Signature(position) = node {
            model.priced.push((Priced::Money(position), row));
        }
    }
}
