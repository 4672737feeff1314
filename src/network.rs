//! The funding network: what may still be paid to whom, in the small form that money allows (page 3, "Size").
//!
//! Money is fungible. Sources with equal earmarks are one [`Signature`]; needs that no source tells apart are one
//! [`Leaf`]; money flows from signatures through narrower signatures and pools to leaves along the edges of
//! [`Network::graph`]. A path from a signature to a leaf exists exactly where the pair is eligible. Nothing is solved
//! here.

mod bundles;
mod counts;
mod graph;
mod leaves;
mod money;
mod pieces;
mod rules;
mod signatures;
mod streams;
mod tallies;

pub use bundles::{Bundle, BundleCount, Help, Item};
pub use counts::{Count, Counted, Counts};
pub use graph::{Node, Route};
pub use leaves::Leaf;
pub use money::{Commitments, Place};
pub use pieces::{Group, Piece, group_areas};
pub use rules::{RuleRow, RuleRows};
pub use signatures::{Branch, Pays, Signature, Tap};
pub use tallies::Tallies;

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, EdgeIndex};
use petgraph::visit::EdgeRef;
use tallies::Views;

use crate::domain::Scenario;
use crate::eligibility::Eligibility;
use crate::severity::Weights;
use crate::units::Vnd;

/// By edge out of a signature that rules look at: the rows that look at its money there (as `Tallies::terms`).
pub type Tracked = BTreeMap<EdgeIndex, Vec<(usize, bool)>>;

/// The network of a scenario.
#[derive(Debug)]
pub struct Network {
    /// Commitments, by need and by source.
    pub commitments: Commitments,
    /// Funding class of each need (as eligibility numbers them).
    pub class_of_need: Vec<usize>,
    /// Sources that money cannot tell apart.
    pub signatures: Vec<Signature>,
    /// Needs that no source tells apart.
    pub leaves: Vec<Leaf>,
    /// Where money may flow; an edge carries any amount unless its signature has caps.
    pub graph: DiGraph<Node, Route>,
    /// What is decided: units of identical needs.
    pub bundles: Vec<Bundle>,
    /// Fairness groups by area code; empty without fairness.
    pub groups: Vec<Group>,
    /// Rules as conditions on units and on the money of sources.
    pub rules: RuleRows,
    /// Edges whose money rules look at.
    pub tracked: Tracked,
    /// Parts that share neither money, nor a group, nor a rule.
    pub pieces: Vec<Piece>,
}

/// Builds the network.
pub fn build(scenario: &Scenario, weights: &Weights, eligibility: &Eligibility) -> Network {
    let commitments = Commitments::of(scenario);
    let rules = rules::find(scenario, weights, eligibility, &commitments);
    let signatures = signatures::find(scenario, eligibility, &commitments, &rules.tallies);
    let mut views = Views::new();
    let leaves = leaves::find(scenario, eligibility, &signatures, &commitments, (&rules.tallies, &mut views));
    let graph = graph::connect(&signatures, &leaves);
    let groups = pieces::groups(scenario, weights, eligibility);
    let bundles = bundles::find(scenario, weights, &leaves, &commitments, (&groups, &rules));
    let tracked = track(&graph, &signatures, &leaves, (&rules, &views));
    let pieces = pieces::find(&graph, &leaves, &bundles, (&groups, &rules, &tracked));
    // What an aim asks is asked of the whole plan.
    let pieces = if scenario.aim.is_some() { pieces::join(pieces) } else { pieces };
    let class_of_need = scenario.needs().map(|(index, _)| eligibility.funding_class(index)).collect();
    Network { commitments, class_of_need, signatures, leaves, graph, bundles, groups, rules, tracked, pieces }
}

/// The rows that look at the money of each edge.
fn track(
    graph: &DiGraph<Node, Route>,
    signatures: &[Signature],
    leaves: &[Leaf],
    (rules, views): (&RuleRows, &Views),
) -> Tracked {
    let mut tracked = Tracked::new();
    for edge in graph.edge_references() {
        let (position, view) = match *edge.weight() {
            Route::Free => continue,
            Route::Branch(branch) => (branch.signature, views.get(branch.view)),
            Route::Direct(position) => {
                let Some(&Node::Leaf(leaf)) = graph.node_weight(edge.target()) else { continue };
                let need = leaves.get(leaf).and_then(|leaf| leaf.needs.first()).expect("a leaf has a need");
                (position, rules.tallies.of_need(*need))
            }
        };
        let signature = signatures.get(position).expect("a signature of this network");
        let source = *signature.sources.first().expect("a signature has a source");
        if signature.is_tracked() {
            tracked.insert(edge.id(), rules.tallies.terms(source, view).collect());
        }
    }
    tracked
}

impl Network {
    /// Đồng asked in each funding class.
    pub fn asked_of_class(&self, scenario: &Scenario) -> Vec<Vnd> {
        let count = self.class_of_need.iter().max().map_or(0, |&class| class + 1);
        let mut asked = vec![Vnd::ZERO; count];
        for (need, &class) in scenario.needs.iter().zip(&self.class_of_need) {
            *asked.get_mut(class).expect("a class of this network") += need.asked();
        }
        asked
    }
}
