//! Flow → transfers: which source pays which need. Few transfers (what is paid from where forms a forest between sources
//! and leaves, so awards + sources − 1 in each piece), pledged money last and on the largest awards, ties by id.

use std::collections::{BTreeMap, VecDeque};

use petgraph::visit::{EdgeRef, Topo};

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
                for (signature, amount) in here {
                    *amounts.entry((signature, leaf)).or_default() += amount;
                }
                continue;
            }
            Some(&Node::Signature(position)) => {
                let own = funding.supply.get(position).copied().flatten().map_or(0, |arc| funding.flow.flow(arc));
                here.push_front((position, Vnd::new(own)));
            }
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

/// Payments of sources into leaves without a cycle, but for payments at a full cap.
struct Forest<'a> {
    funding: &'a Funding<'a>,
    amounts: BTreeMap<(SourceIndex, usize), Vnd>,
    /// What each cap leaves, by arc.
    rooms: BTreeMap<usize, Vnd>,
}

/// A node of the bipartite graph of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Source(SourceIndex),
    Leaf(usize),
}

type Payment = (SourceIndex, usize);

impl<'a> Forest<'a> {
    /// Adds the payments one by one; one that closes a cycle shifts money around it until a payment of it is gone (or a
    /// cap is full: then that payment stays, beside the forest).
    fn of(funding: &'a Funding<'a>, payments: BTreeMap<Payment, Vnd>) -> Self {
        let mut forest = Self { funding, amounts: payments.clone(), rooms: BTreeMap::new() };
        let mut links: BTreeMap<End, Vec<End>> = BTreeMap::new();
        for ((source, leaf), _) in payments {
            let mut is_open = true;
            while let Some(path) = path(&links, End::Leaf(leaf), End::Source(source)).filter(|_| is_open) {
                for payment in forest.cancel(&path, (source, leaf)) {
                    is_open &= payment != (source, leaf);
                    unlink(&mut links, payment);
                }
            }
            if is_open {
                links.entry(End::Source(source)).or_default().push(End::Leaf(leaf));
                links.entry(End::Leaf(leaf)).or_default().push(End::Source(source));
            }
        }
        forest
    }

    /// Shifts money around the cycle that `closing` and `path` (leaf … source) form; the payments that leave the forest.
    fn cancel(&mut self, path: &[End], closing: Payment) -> Vec<Payment> {
        let mut halves = [vec![closing], Vec::new()];
        for (position, pair) in path.windows(2).enumerate() {
            if let [End::Leaf(leaf), End::Source(source)] | [End::Source(source), End::Leaf(leaf)] = *pair {
                halves[(position + 1) % 2].push((source, leaf));
            }
        }
        let [even, odd] = halves;
        // Of the two ways around, rather the one that ends a payment of pledged money.
        let (less, more) = if self.ends_pledged(&odd) && !self.ends_pledged(&even) { (odd, even) } else { (even, odd) };
        let most = less.iter().map(|&payment| self.amount(payment)).min().unwrap_or_default();
        let shift = more.iter().filter_map(|&payment| self.room(payment)).min().map_or(most, |room| room.min(most));
        for &payment in &less {
            self.change(payment, Vnd::ZERO - shift);
        }
        for &payment in &more {
            self.change(payment, shift);
        }
        let is_gone = |&payment: &Payment| self.amount(payment) == Vnd::ZERO;
        let is_full = |&payment: &Payment| shift < most && self.room(payment) == Some(Vnd::ZERO);
        less.iter().copied().filter(is_gone).chain(more.iter().copied().filter(is_full)).collect()
    }

    fn amount(&self, payment: Payment) -> Vnd {
        self.amounts.get(&payment).copied().unwrap_or_default()
    }

    /// What the caps let a payment grow by; `None` without caps.
    fn room(&self, (source, leaf): Payment) -> Option<Vnd> {
        let left = |arc: usize| self.rooms.get(&arc).copied().unwrap_or_else(|| Vnd::new(self.funding.flow.room(arc)));
        self.funding.cap_arcs(source, leaf).into_iter().map(left).min()
    }

    fn change(&mut self, payment: Payment, by: Vnd) {
        *self.amounts.entry(payment).or_default() += by;
        for arc in self.funding.cap_arcs(payment.0, payment.1) {
            let start = Vnd::new(self.funding.flow.room(arc));
            *self.rooms.entry(arc).or_insert(start) -= by;
        }
    }

    fn ends_pledged(&self, half: &[Payment]) -> bool {
        let smallest = half.iter().min_by_key(|&&payment| self.amount(payment));
        let is_pledged = |&(source, _): &Payment| self.funding.scenario.source(source).status == SourceStatus::Pledged;
        smallest.is_some_and(is_pledged)
    }
}

fn unlink(links: &mut BTreeMap<End, Vec<End>>, (source, leaf): Payment) {
    for (from, to) in [(End::Source(source), End::Leaf(leaf)), (End::Leaf(leaf), End::Source(source))] {
        if let Some(ends) = links.get_mut(&from) {
            ends.retain(|&end| end != to);
        }
    }
}

/// The path between two ends of the forest, both included.
fn path(links: &BTreeMap<End, Vec<End>>, from: End, to: End) -> Option<Vec<End>> {
    let mut before: BTreeMap<End, End> = BTreeMap::from([(from, from)]);
    let mut queue = VecDeque::from([from]);
    while let Some(end) = queue.pop_front() {
        if end == to {
            let mut path = vec![end];
            let mut here = end;
            while here != from {
                here = *before.get(&here).expect("every end of the walk knows where it came from");
                path.push(here);
            }
            path.reverse();
            return Some(path);
        }
        for &next in links.get(&end).into_iter().flatten() {
            before.entry(next).or_insert_with(|| {
                queue.push_back(next);
                end
            });
        }
    }
    None
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
