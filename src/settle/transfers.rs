//! Flow → transfers: which source pays which need. Few transfers (what is paid from where forms a forest between sources
//! and leaves, so awards + sources − 1 in each piece), pledged money last and on the largest awards, ties by id.

use std::collections::{BTreeMap, VecDeque};

use petgraph::Direction;
use petgraph::visit::{EdgeRef, Topo};

use super::forest::Forest;
use super::funding::Funding;
use crate::domain::{Plan, SourceStatus, Transfer};
use crate::ids::{NeedIndex, SourceIndex};
use crate::network::Node;
use crate::units::Vnd;

/// The transfers of a funded plan, commitments included.
pub(super) fn of(funding: &Funding<'_>) -> Plan {
    let mut paid: BTreeMap<(SourceIndex, NeedIndex), Vnd> = BTreeMap::new();
    for (&(need, source), &amount) in &funding.network.commitments.pairs {
        paid.insert((source, need), amount);
    }
    let in_units = pay_units(funding, &mut paid);
    let forest = Forest::of(funding, by_source(funding, by_leaf(funding)));
    pay_parts(funding, &in_units, forest.amounts, &mut paid);
    let transfers = paid.into_iter().filter(|(_, amount)| *amount > Vnd::ZERO);
    Plan { transfers: transfers.map(|((source, need), amount)| Transfer { source, need, amount }).collect() }
}

/// The sources of a signature with what each has, received money first, then by id.
fn purse(funding: &Funding<'_>, signature: usize) -> VecDeque<(SourceIndex, Vnd)> {
    let network = funding.network;
    let sources = network.signatures.get(signature).map(|one| one.sources.clone()).unwrap_or_default();
    let spare = |source| network.commitments.spare(funding.scenario, source);
    let mut purse: Vec<(SourceIndex, Vnd)> = sources.into_iter().map(|source| (source, spare(source))).collect();
    purse.sort_by_key(|&(source, _)| (funding.scenario.source(source).status == SourceStatus::Pledged, source));
    purse.into()
}

/// Takes `amount` out of a purse, from its front.
fn take(purse: &mut VecDeque<(SourceIndex, Vnd)>, mut amount: Vnd) -> Vec<(SourceIndex, Vnd)> {
    let mut taken = Vec::new();
    while amount > Vnd::ZERO {
        let (source, left) = purse.front_mut().expect("a signature pays no more than its sources have");
        let part = amount.min(*left);
        *left -= part;
        amount -= part;
        if part > Vnd::ZERO {
            taken.push((*source, part));
        }
        if *left == Vnd::ZERO {
            purse.pop_front();
        }
    }
    taken
}

/// Transfers of goods and whole-unit sources; đồng that each need got that way.
fn pay_units(funding: &Funding<'_>, paid: &mut BTreeMap<(SourceIndex, NeedIndex), Vnd>) -> BTreeMap<NeedIndex, Vnd> {
    let mut in_units: BTreeMap<NeedIndex, Vnd> = BTreeMap::new();
    let mut purses: BTreeMap<usize, VecDeque<(SourceIndex, Vnd)>> = BTreeMap::new();
    for (&edge, &units) in &funding.whole_units {
        let signature = funding.signature_of(edge);
        let (_, leaf) = funding.leaf_at(edge);
        let cost = leaf.unit_cost.expect("a whole-unit edge ends at a leaf of one unit cost");
        let purse = purses.entry(signature).or_insert_with(|| purse(funding, signature));
        let mut parts = VecDeque::from(take(purse, cost.times(units)));
        for &need in &leaf.needs {
            let begun = cost.times(funding.begun(need, cost));
            let got = in_units.entry(need).or_default();
            let mut open =
                cost.times(funding.granted_to(need).saturating_sub(begun).whole_units(cost)).saturating_sub(*got);
            while let Some((source, left)) = parts.front_mut().filter(|_| open > Vnd::ZERO) {
                let part = open.min(*left);
                *paid.entry((*source, need)).or_default() += part;
                *got += part;
                *left -= part;
                open -= part;
                if *left == Vnd::ZERO {
                    parts.pop_front();
                }
            }
        }
    }
    in_units
}

/// Đồng of each signature in each leaf: flows are followed down the graph, each node passing on what came in, in order.
fn by_leaf(funding: &Funding<'_>) -> BTreeMap<(usize, usize), Vnd> {
    let graph = &funding.network.graph;
    let mut arrived: BTreeMap<usize, VecDeque<(usize, Vnd)>> = BTreeMap::new();
    let mut amounts: BTreeMap<(usize, usize), Vnd> = BTreeMap::new();
    let mut order = Topo::new(graph);
    while let Some(node) = order.next(graph) {
        let mut here = arrived.remove(&node.index()).unwrap_or_default();
        match graph.node_weight(node) {
            Some(&Node::Leaf(leaf)) => {
                here.extend(posted_into(funding, node));
                for (signature, amount) in here {
                    *amounts.entry((signature, leaf)).or_default() += amount;
                }
                continue;
            }
            Some(&Node::Signature(position)) => {
                let own = funding.supply.get(position).copied().flatten().map_or(0, |arc| funding.flow.flow(arc));
                here.push_front((position, Vnd::new(own)));
            }
            Some(Node::Branch(_)) => here.extend(posted_into(funding, node)),
            _ => {}
        }
        let mut edges: Vec<_> = graph.edges(node).filter(|edge| funding.arc_of_edge.contains_key(&edge.id())).collect();
        edges.sort_by_key(petgraph::visit::EdgeRef::id);
        for edge in edges {
            let flow = funding.arc_of_edge.get(&edge.id()).map_or(0, |&arc| funding.flow.flow(arc));
            pass_on(&mut here, Vnd::new(flow), arrived.entry(edge.target().index()).or_default());
        }
    }
    amounts
}

/// What is decided of the edges into a node, with the signatures that pay it.
fn posted_into<'a>(
    funding: &'a Funding<'_>,
    node: petgraph::graph::NodeIndex,
) -> impl Iterator<Item = (usize, Vnd)> + 'a {
    let edges = funding.network.graph.edges_directed(node, Direction::Incoming);
    let tracked = edges.map(|edge| edge.id()).filter(|edge| funding.network.tracked.contains_key(edge));
    tracked.map(|edge| (funding.payer_of(edge), funding.posted_along(edge))).filter(|&(_, amount)| amount > Vnd::ZERO)
}

fn pass_on(here: &mut VecDeque<(usize, Vnd)>, mut amount: Vnd, there: &mut VecDeque<(usize, Vnd)>) {
    while amount > Vnd::ZERO {
        let (signature, left) = here.front_mut().expect("a node passes on no more than came in");
        let part = amount.min(*left);
        *left -= part;
        amount -= part;
        if part > Vnd::ZERO {
            there.push_back((*signature, part));
        }
        if *left == Vnd::ZERO {
            here.pop_front();
        }
    }
}

/// The same by source.
fn by_source(funding: &Funding<'_>, by_leaf: BTreeMap<(usize, usize), Vnd>) -> BTreeMap<(SourceIndex, usize), Vnd> {
    let mut amounts: BTreeMap<(SourceIndex, usize), Vnd> = BTreeMap::new();
    let mut purses: BTreeMap<usize, VecDeque<(SourceIndex, Vnd)>> = BTreeMap::new();
    for ((signature, leaf), amount) in by_leaf {
        let purse = purses.entry(signature).or_insert_with(|| purse(funding, signature));
        for (source, part) in take(purse, amount) {
            *amounts.entry((source, leaf)).or_default() += part;
        }
    }
    amounts
}

/// Hands each leaf's money to its needs: smaller awards first, received money first, so that pledges stand behind few
/// and large awards.
fn pay_parts(
    funding: &Funding<'_>,
    in_units: &BTreeMap<NeedIndex, Vnd>,
    payments: BTreeMap<(SourceIndex, usize), Vnd>,
    paid: &mut BTreeMap<(SourceIndex, NeedIndex), Vnd>,
) {
    let mut by_leaf: BTreeMap<usize, Vec<(bool, SourceIndex, Vnd)>> = BTreeMap::new();
    for ((source, leaf), amount) in payments {
        let is_pledged = funding.scenario.source(source).status == SourceStatus::Pledged;
        by_leaf.entry(leaf).or_default().push((is_pledged, source, amount));
    }
    for (leaf, mut money) in by_leaf {
        money.sort_unstable();
        let mut money: VecDeque<_> = money.into();
        let needs = funding.network.leaves.get(leaf).map(|leaf| leaf.needs.as_slice()).unwrap_or_default();
        let open = |need: NeedIndex| {
            let done = funding.network.commitments.of_need(need) + in_units.get(&need).copied().unwrap_or_default();
            funding.granted_to(need).saturating_sub(done)
        };
        let mut asks: Vec<(Vnd, NeedIndex)> = needs.iter().map(|&need| (open(need), need)).collect();
        asks.sort_unstable();
        for (mut ask, need) in asks {
            while ask > Vnd::ZERO {
                let (_, source, left) = money.front_mut().expect("flow brings to a leaf what its needs are granted");
                let part = ask.min(*left);
                *paid.entry((*source, need)).or_default() += part;
                *left -= part;
                ask -= part;
                if *left == Vnd::ZERO {
                    money.pop_front();
                }
            }
        }
    }
}
