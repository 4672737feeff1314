//! The edges: money of a wider earmark may flow into a narrower one that it contains, and from there on.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::leaves::Leaf;
use super::signatures::{Branch, Signature, Tap};

/// A node of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// Money of a signature (position in `Network::signatures`) and of every wider one.
    Signature(usize),
    /// What a signature may spend on some of its needs, and all wider money.
    Branch(Branch),
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
    /// The money of one signature for some of its needs, under its cap, in the sight of the rules on it.
    Branch(Branch),
    /// Only the money of one signature (its position), under its own limits, straight into a leaf.
    Direct(usize),
}

/// Connects signatures to leaves. Leaves with equal taps share a pool; a tap has edges to the pools that no narrower tap
/// of its own reaches, and to its widest narrower taps. Leaves stand last among the nodes, in their order.
pub(super) fn connect(signatures: &[Signature], leaves: &[Leaf]) -> DiGraph<Node, Route> {
    let mut graph = DiGraph::new();
    let nodes: Vec<NodeIndex> =
        (0..signatures.len()).map(|position| graph.add_node(Node::Signature(position))).collect();
    let node_of = |position: usize| *nodes.get(position).expect("a signature of this network");
    let mut pools: BTreeMap<&BTreeSet<Tap>, NodeIndex> = BTreeMap::new();
    for leaf in leaves.iter().filter(|leaf| !leaf.free.is_empty()) {
        let next = pools.len();
        pools.entry(&leaf.free).or_insert_with(|| graph.add_node(Node::Pool(next)));
    }
    let mut taps: BTreeMap<Tap, NodeIndex> = BTreeMap::new();
    for &tap in pools.keys().copied().flatten() {
        taps.entry(tap).or_insert_with(|| match tap {
            Tap::Signature(position) => node_of(position),
            Tap::Branch(branch) => {
                let node = graph.add_node(Node::Branch(branch));
                graph.add_edge(node_of(branch.signature), node, Route::Branch(branch));
                node
            }
        });
    }
    connect_taps(&mut graph, &taps, &pools);
    let leaf_nodes: Vec<NodeIndex> = (0..leaves.len()).map(|position| graph.add_node(Node::Leaf(position))).collect();
    for (leaf, node) in leaves.iter().zip(leaf_nodes) {
        if let Some(&pool) = pools.get(&leaf.free) {
            graph.add_edge(pool, node, Route::Free);
        }
        for &direct in &leaf.direct {
            graph.add_edge(node_of(direct), node, Route::Direct(direct));
        }
    }
    graph
}

/// The Hasse diagram of the taps' pool sets; of taps with equal sets the earlier one feeds the later.
fn connect_taps(
    graph: &mut DiGraph<Node, Route>,
    taps: &BTreeMap<Tap, NodeIndex>,
    pools: &BTreeMap<&BTreeSet<Tap>, NodeIndex>,
) {
    let mut reach: BTreeMap<Tap, BTreeSet<NodeIndex>> = BTreeMap::new();
    for (taps, &pool) in pools {
        for &tap in *taps {
            reach.entry(tap).or_default().insert(pool);
        }
    }
    let mut order: Vec<(Tap, BTreeSet<NodeIndex>)> = reach.into_iter().collect();
    order.sort_by_key(|(tap, reach)| (reach.len(), std::cmp::Reverse(*tap)));
    for (rank, (wide, wide_reach)) in order.iter().enumerate() {
        let Some(&wide_node) = taps.get(wide) else { continue };
        let mut covered: BTreeSet<NodeIndex> = BTreeSet::new();
        for (narrow, narrow_reach) in order.iter().take(rank).rev() {
            let Some(&narrow_node) = taps.get(narrow).filter(|_| narrow_reach.len() > 1) else { continue };
            if narrow_reach.is_subset(wide_reach) && !narrow_reach.is_subset(&covered) {
                graph.add_edge(wide_node, narrow_node, Route::Free);
                covered.extend(narrow_reach);
            }
        }
        for &pool in wide_reach.difference(&covered) {
            graph.add_edge(wide_node, pool, Route::Free);
        }
    }
}
