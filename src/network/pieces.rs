//! Fairness groups, and the pieces of the network that can be solved apart.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, EdgeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::Tracked;
use super::bundles::Bundle;
use super::graph::{Node, Route};
use super::leaves::Leaf;
use super::rules::RuleRows;
use super::streams;
use crate::domain::settings::{Entitlement, Measure};
use crate::domain::{Class, Scenario};
use crate::eligibility::Eligibility;
use crate::ids::AreaIndex;
use crate::severity::{Weights, group_at};

/// A fairness group: an area with the needs that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The area.
    pub area: AreaIndex,
    /// Weight asked.
    pub weight_asked: f64,
    /// Weight that outside help serves.
    pub weight_outside: f64,
    /// What utility divides by: weight asked, or poor and near-poor households.
    pub divisor: f64,
    /// Largest weight of one unit asked that some source may fund.
    pub heaviest_unit: f64,
}

/// A part of the network that shares neither money nor a fairness group with the rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Piece {
    /// Edges of `Network::graph`.
    pub edges: Vec<EdgeIndex>,
    /// Leaves with at least one bundle.
    pub leaves: Vec<usize>,
    /// Bundles.
    pub bundles: Vec<usize>,
    /// Fairness groups.
    pub groups: Vec<usize>,
    /// The bundles as a linear program sees them (see `streams`).
    pub streams: Vec<Bundle>,
}

/// The fairness groups by area code: every area of the level, and areas above where a beneficiary has none of it; none
/// without fairness.
pub(super) fn groups(scenario: &Scenario, weights: &Weights, eligibility: &Eligibility) -> Vec<Group> {
    let fairness = &scenario.settings.fairness;
    if fairness.entitlement == Entitlement::None {
        return Vec::new();
    }
    let empty = |area| Group { area, weight_asked: 0.0, weight_outside: 0.0, divisor: 0.0, heaviest_unit: 0.0 };
    let mut groups: BTreeMap<AreaIndex, Group> =
        group_areas(scenario).into_iter().map(|area| (area, empty(area))).collect();
    for (index, need) in scenario.needs() {
        let area = group_at(scenario, scenario.home(need.beneficiary), fairness.over);
        let group = groups.entry(area).or_insert_with(|| empty(area));
        group.weight_asked += weights.per_unit(index) * f64::from(need.quantity);
        group.weight_outside += weights.per_unit(index) * need.outside.units_of(need.unit_cost);
        if !eligibility.sources_of(index).is_empty() {
            group.heaviest_unit = group.heaviest_unit.max(weights.per_unit(index));
        }
    }
    let listed = match fairness.measure {
        Measure::Coverage => BTreeMap::new(),
        Measure::PerHousehold => listed_households(scenario),
    };
    for group in groups.values_mut() {
        group.divisor = match fairness.measure {
            Measure::Coverage => group.weight_asked,
            Measure::PerHousehold => poor_and_near_poor(scenario, group.area, &listed),
        };
    }
    groups.into_values().collect()
}

/// The areas of `fairness.over`, and areas above where a beneficiary has none of it, by code.
pub fn group_areas(scenario: &Scenario) -> BTreeSet<AreaIndex> {
    let level = scenario.settings.fairness.over;
    let areas = scenario.areas.iter().enumerate().filter(|(_, area)| area.level == level);
    let of_needs = scenario.needs.iter().map(|need| group_at(scenario, scenario.home(need.beneficiary), level));
    areas.map(|(position, _)| AreaIndex::new(position)).chain(of_needs).collect()
}

/// Official poor and near-poor households of an area; a blank count is taken from the household list.
fn poor_and_near_poor(scenario: &Scenario, area: AreaIndex, listed: &BTreeMap<(AreaIndex, Class), u32>) -> f64 {
    let row = scenario.area(area);
    let count = |official: Option<u32>, class| {
        official.unwrap_or_else(|| listed.get(&(area, class)).copied().unwrap_or_default())
    };
    f64::from(count(row.poor_households, Class::Poor)) + f64::from(count(row.near_poor_households, Class::NearPoor))
}

/// Households of the list at or below each area, by class.
fn listed_households(scenario: &Scenario) -> BTreeMap<(AreaIndex, Class), u32> {
    let mut counts = BTreeMap::new();
    for household in &scenario.households {
        for area in scenario.lineage(household.area) {
            *counts.entry((area, household.class)).or_default() += 1;
        }
    }
    counts
}

/// Cuts the network into its connected components; bundles, fairness groups and rules tie leaves together. (`graph` lists
/// the leaves last, in their order.)
pub(super) fn find(
    graph: &DiGraph<Node, Route>,
    leaves: &[Leaf],
    bundles: &[Bundle],
    (groups, rules, tracked): (&[Group], &RuleRows, &Tracked),
) -> Vec<Piece> {
    let group_base = graph.node_count();
    let rule_base = group_base + groups.len();
    let mut union = UnionFind::<usize>::new(rule_base + rules.rows.len());
    for edge in graph.edge_references() {
        union.union(edge.source().index(), edge.target().index());
    }
    for (&edge, terms) in tracked {
        let (from, _) = graph.edge_endpoints(edge).expect("an edge of this graph");
        for &(row, _) in terms {
            union.union(from.index(), rule_base + row);
        }
    }
    let first_leaf = graph.node_count() - leaves.len();
    for bundle in bundles {
        let first = bundle.items.first().map(|item| first_leaf + item.leaf).expect("a bundle has an item");
        for item in &bundle.items {
            union.union(first, first_leaf + item.leaf);
            if let Some(group) = item.group {
                union.union(first, group_base + group);
            }
            let counted = bundle.counts.iter().flat_map(|count| &count.count.rows);
            for &(row, _) in item.rules.iter().chain(counted) {
                union.union(first, rule_base + row);
            }
        }
    }
    let mut pieces = collect(graph, &union, bundles, (first_leaf, groups.len()));
    for piece in &mut pieces {
        let bundles = piece.bundles.iter().filter_map(|&position| bundles.get(position));
        piece.streams = streams::merge(leaves, bundles);
    }
    pieces
}

/// All pieces as one: where something is asked of the whole plan, none can be solved apart.
pub(super) fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let whole = pieces.into_iter().reduce(|mut whole, piece| {
        whole.edges.extend(piece.edges);
        whole.leaves.extend(piece.leaves);
        whole.bundles.extend(piece.bundles);
        whole.groups.extend(piece.groups);
        whole.streams.extend(piece.streams);
        whole
    });
    let sorted = |mut whole: Piece| {
        whole.edges.sort();
        whole.leaves.sort_unstable();
        whole.bundles.sort_unstable();
        whole.groups.sort_unstable();
        whole
    };
    whole.map(sorted).into_iter().collect()
}

fn collect(
    graph: &DiGraph<Node, Route>,
    union: &UnionFind<usize>,
    bundles: &[Bundle],
    (first_leaf, group_count): (usize, usize),
) -> Vec<Piece> {
    let mut pieces: BTreeMap<usize, Piece> = BTreeMap::new();
    for (position, bundle) in bundles.iter().enumerate() {
        let leaf = bundle.items.first().map(|item| item.leaf).expect("a bundle has an item");
        pieces.entry(union.find(first_leaf + leaf)).or_default().bundles.push(position);
    }
    for node in graph.node_indices() {
        if let (Some(Node::Leaf(leaf)), Some(piece)) =
            (graph.node_weight(node), pieces.get_mut(&union.find(node.index())))
        {
            piece.leaves.push(*leaf);
        }
    }
    for edge in graph.edge_references() {
        if let Some(piece) = pieces.get_mut(&union.find(edge.source().index())) {
            piece.edges.push(edge.id());
        }
    }
    for group in 0..group_count {
        if let Some(piece) = pieces.get_mut(&union.find(graph.node_count() + group)) {
            piece.groups.push(group);
        }
    }
    let mut pieces: Vec<Piece> = pieces.into_values().collect();
    pieces.sort_by(|one, other| one.bundles.cmp(&other.bundles));
    pieces
}
