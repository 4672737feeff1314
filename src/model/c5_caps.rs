//! C5 caps: what one source pays in one commune, and for one household over all its packages; for a commune's own
//! request the household cap is per unit.
//!
//! Σ x over the commune (household) ≤ cap − committed there; for a request: x − cap × u ≤ −committed.

use std::collections::BTreeMap;

use petgraph::graph::EdgeIndex;

use super::{Parts, PieceModel, Priced};
use crate::ids::SourceIndex;
use crate::linear::Column;
use crate::network::{Leaf, Node, Place, Route, Signature};
use crate::units::Vnd;

/// Cap and what counts against it, by source and place.
type Caps = BTreeMap<(SourceIndex, Place), (Vnd, Vec<(Column, f64)>)>;

/// Adds the rows of every capped signature.
pub(super) fn add(parts: Parts<'_>, model: &mut PieceModel) {
    let unit_of_leaf = units_by_leaf(parts, model);
    let mut shared = Caps::new();
    for flow in &model.flows {
        if let Some((source, place, cap)) = branch(parts, flow.edge) {
            let (_, terms) = shared.entry((source, place)).or_insert((cap, Vec::new()));
            terms.push((flow.column, flow.scale));
        }
        let Some((signature, position, leaf)) = ends(parts, flow.edge) else { continue };
        let source = *signature.sources.first().expect("a signature has a source");
        for (place, cap) in leaf.caps(signature) {
            let (_, terms) = shared.entry((source, place)).or_insert((cap, Vec::new()));
            terms.push((flow.column, flow.scale));
            if let Place::Request(_) = place {
                let units = *unit_of_leaf.get(&position).expect("a capped request is a leaf of its own");
                terms.push((units, -cap.millions()));
            }
        }
    }
    for ((source, place), (cap, terms)) in shared {
        let committed = parts.network.commitments.in_place(source, place);
        let room = match place {
            Place::Request(_) => -committed.millions(),
            _ => cap.saturating_sub(committed).millions(),
        };
        let row = model.linear.row(f64::NEG_INFINITY..=room, terms);
        model.priced.push((Priced::Cap(source, place), row));
    }
}

/// Source, commune and cap of an edge into a branch.
fn branch(parts: Parts<'_>, edge: EdgeIndex) -> Option<(SourceIndex, Place, Vnd)> {
    let &Route::Branch(branch) = parts.network.graph.edge_weight(edge)? else { return None };
    let signature = parts.network.signatures.get(branch.signature)?;
    Some((*signature.sources.first()?, Place::Commune(branch.commune?), signature.commune_cap?))
}

/// The signature and the leaf of a direct edge.
fn ends(parts: Parts<'_>, edge: EdgeIndex) -> Option<(&Signature, usize, &Leaf)> {
    let network = parts.network;
    let &Route::Direct(signature) = network.graph.edge_weight(edge)? else { return None };
    let (_, target) = network.graph.edge_endpoints(edge)?;
    let &Node::Leaf(leaf) = network.graph.node_weight(target)? else { return None };
    Some((network.signatures.get(signature)?, leaf, network.leaves.get(leaf)?))
}

/// The unit column of each leaf (of leaves with several, the last: only leaves of one need are asked for).
fn units_by_leaf(parts: Parts<'_>, model: &PieceModel) -> BTreeMap<usize, Column> {
    let pairs = parts.bundles().zip(&model.units);
    pairs.flat_map(|(bundle, units)| bundle.items.iter().map(|item| item.leaf).zip(units.iter().copied())).collect()
}
