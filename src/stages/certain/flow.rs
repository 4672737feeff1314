//! The most money that can come to some asks: a maximum flow in whole đồng over the funding graph.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::asks::Ask;
use crate::network::{Network, Node, Place, Route};
use crate::units::Vnd;

/// The funding graph as capacities: what is not committed, and caps per commune.
pub(super) struct Channels<'a> {
    network: &'a Network,
    graph: DiGraph<(), u64>,
    source: NodeIndex,
    leaves: Vec<NodeIndex>,
}

impl<'a> Channels<'a> {
    /// Copies the network.
    pub(super) fn of(network: &'a Network) -> Self {
        let mut graph = network.graph.map(|_, _| (), |_, _| 0);
        let all: u64 = network.signatures.iter().map(|signature| dong(signature.spare)).sum();
        for edge in network.graph.edge_references() {
            if let Some(capacity) = graph.edge_weight_mut(edge.id()) {
                *capacity = room(network, edge.weight()).unwrap_or(all);
            }
        }
        let source = graph.add_node(());
        let mut leaves = Vec::new();
        for node in network.graph.node_indices() {
            match network.graph.node_weight(node) {
                Some(&Node::Signature(position)) => {
                    let spare = network.signatures.get(position).map_or(Vnd::ZERO, |signature| signature.spare);
                    graph.add_edge(source, node, dong(spare));
                }
                Some(Node::Leaf(_)) => leaves.push(node),
                _ => {}
            }
        }
        Self { network, graph, source, leaves }
    }

    /// Đồng that these asks can draw together, beyond what is committed.
    pub(super) fn largest(&self, asks: &[&Ask]) -> Vnd {
        let all = asks.iter().map(|ask| ask.room).sum();
        self.largest_into(&[(asks.to_vec(), all)])
    }

    /// Đồng that groups of asks can draw together, each no more than its limit.
    pub(super) fn largest_into(&self, groups: &[(Vec<&Ask>, Vnd)]) -> Vnd {
        debug_assert_eq!(self.leaves.len(), self.network.leaves.len(), "a node for every leaf");
        let mut graph = self.graph.clone();
        let sink = graph.add_node(());
        for (asks, limit) in groups {
            let group = graph.add_node(());
            graph.add_edge(group, sink, dong(*limit));
            for ask in asks {
                let node = graph.add_node(());
                graph.add_edge(node, group, dong(ask.room));
                for leaf in ask.leaves.iter().filter_map(|&leaf| self.leaves.get(leaf)) {
                    graph.add_edge(*leaf, node, dong(ask.room));
                }
            }
        }
        let (flow, _) = dinics(&graph, self.source, sink);
        Vnd::new(i64::try_from(flow).unwrap_or(i64::MAX))
    }
}

/// What a cap per commune leaves to an edge; `None`: no cap. (Several edges may share the cap: each may take all of it
/// here.)
fn room(network: &Network, route: &Route) -> Option<u64> {
    let &Route::Branch(branch) = route else { return None };
    let signature = network.signatures.get(branch.signature)?;
    let committed = network.commitments.in_place(*signature.sources.first()?, Place::Commune(branch.commune?));
    signature.commune_cap.map(|cap| dong(cap.saturating_sub(committed)))
}

fn dong(amount: Vnd) -> u64 {
    u64::try_from(amount.dong()).unwrap_or(0)
}
