//! The edges: money of a wider earmark may flow into a narrower one that it contains, and from there on.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::leaves::Leaf;
use super::signatures::Signature;

/// A node of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// Money of a signature (position in `Network::signatures`) and of every wider one.
    Signature(usize),
    /// All money that may fund a set of leaves (number of the set).
    Pool(usize),
    /// A leaf (position in `Network::leaves`).
    Leaf(usize),
}

/// What an edge carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Any amount from anyone upstream.
    Free,
    /// Only the money of one signature (its position), under its own limits, straight into a leaf.
    Direct(usize),
}

/// Connects signatures to leaves. Leaves with equal free signatures share a pool; a free signature has edges to the
/// pools that no narrower signature of its own reaches, and to its widest narrower signatures.
pub(super) fn connect(signatures: &[Signature], leaves: &[Leaf]) -> DiGraph<Node, Route> {
    let mut graph = DiGraph::new();
    let nodes: Vec<NodeIndex> =
        (0..signatures.len()).map(|position| graph.add_node(Node::Signature(position))).collect();
    let mut pools: BTreeMap<&BTreeSet<usize>, NodeIndex> = BTreeMap::new();
    for leaf in leaves.iter().filter(|leaf| !leaf.free.is_empty()) {
        let next = pools.len();
        pools.entry(&leaf.free).or_insert_with(|| graph.add_node(Node::Pool(next)));
    }
    connect_signatures(&mut graph, &nodes, &pools);
    let leaf_nodes: Vec<NodeIndex> = (0..leaves.len()).map(|position| graph.add_node(Node::Leaf(position))).collect();
    for (leaf, node) in leaves.iter().zip(leaf_nodes) {
        if let Some(&pool) = pools.get(&leaf.free) {
            graph.add_edge(pool, node, Route::Free);
        }
        for &direct in &leaf.direct {
            let from = *nodes.get(direct).expect("a signature of this network");
            graph.add_edge(from, node, Route::Direct(direct));
        }
    }
    graph
}

/// The Hasse diagram of the free signatures' pool sets; equal sets cannot be (they would be one signature), unless
/// the needs that told them apart are closed: then the earlier one feeds the later.
fn connect_signatures(
    graph: &mut DiGraph<Node, Route>,
    nodes: &[NodeIndex],
    pools: &BTreeMap<&BTreeSet<usize>, NodeIndex>,
) {
    let mut reach: Vec<BTreeSet<NodeIndex>> = vec![BTreeSet::new(); nodes.len()];
    for (signatures, &pool) in pools {
        for &signature in *signatures {
            reach.get_mut(signature).expect("a signature of this network").insert(pool);
        }
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&position| (reach.get(position).map_or(0, BTreeSet::len), std::cmp::Reverse(position)));
    for (rank, &wide) in order.iter().enumerate() {
        let Some((wide_reach, &wide_node)) = reach.get(wide).zip(nodes.get(wide)) else { continue };
        let mut covered: BTreeSet<NodeIndex> = BTreeSet::new();
        for &narrow in order.iter().take(rank).rev() {
            let Some((narrow_reach, &narrow_node)) = reach.get(narrow).zip(nodes.get(narrow)) else { continue };
            let is_new = !narrow_reach.is_subset(&covered);
            if narrow_reach.len() > 1 && is_new && narrow_reach.is_subset(wide_reach) {
                graph.add_edge(wide_node, narrow_node, Route::Free);
                covered.extend(narrow_reach);
            }
        }
        for &pool in wide_reach.difference(&covered) {
            graph.add_edge(wide_node, pool, Route::Free);
        }
    }
}
