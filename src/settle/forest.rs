//! Few transfers: what sources pay into leaves forms a forest, so that each piece has at most awards + sources − 1 of
//! them; money is shifted around cycles, never beyond a cap or the bound of a rule.

use std::collections::{BTreeMap, VecDeque};

use super::funding::Funding;
use super::slacks::Slacks;
use crate::domain::SourceStatus;
use crate::ids::SourceIndex;
use crate::units::Vnd;

/// Payments of sources into leaves without a cycle, but for payments at a full cap or at the bound of a rule.
pub(super) struct Forest<'a> {
    funding: &'a Funding<'a>,
    pub(super) amounts: BTreeMap<(SourceIndex, usize), Vnd>,
    /// What each cap leaves, by arc.
    rooms: BTreeMap<usize, Vnd>,
    /// What the rules on the money of sources leave.
    slacks: Slacks,
}

/// How often the payments are gone through at most.
const PASSES: usize = 8;

/// A node of the bipartite graph of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Source(SourceIndex),
    Leaf(usize),
}

type Payment = (SourceIndex, usize);

impl<'a> Forest<'a> {
    /// Adds the payments one by one, and again while that moves money: a cap that was full may not be so any more.
    pub(super) fn of(funding: &'a Funding<'a>, payments: BTreeMap<Payment, Vnd>) -> Self {
        let slacks = Slacks::of(funding);
        let mut forest = Self { funding, amounts: payments, rooms: BTreeMap::new(), slacks };
        for _ in 0..PASSES {
            let before = forest.amounts.clone();
            forest.pass();
            if forest.amounts == before {
                break;
            }
        }
        forest
    }

    /// Adds the payments one by one; one that closes a cycle shifts money around it until a payment of it is gone (or a
    /// cap is full, or a rule at its bound: then that payment stays, beside the forest).
    fn pass(&mut self) {
        let mut links: BTreeMap<End, Vec<End>> = BTreeMap::new();
        self.amounts.retain(|_, amount| *amount > Vnd::ZERO);
        let payments: Vec<Payment> = self.amounts.keys().copied().collect();
        for (source, leaf) in payments {
            let mut is_open = self.amount((source, leaf)) > Vnd::ZERO;
            while let Some(path) = path(&links, End::Leaf(leaf), End::Source(source)).filter(|_| is_open) {
                for payment in self.cancel(&path, (source, leaf)) {
                    is_open &= payment != (source, leaf);
                    unlink(&mut links, payment);
                }
            }
            if is_open {
                links.entry(End::Source(source)).or_default().push(End::Leaf(leaf));
                links.entry(End::Leaf(leaf)).or_default().push(End::Source(source));
            }
        }
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
        let changes = self.changes(&less, &more);
        let rooms = more.iter().filter_map(|&payment| self.room(payment)).chain(self.slacks.room(&changes));
        let shift = rooms.min().map_or(most, |room| room.min(most));
        self.slacks.change(&changes, shift);
        for &payment in &less {
            self.change(payment, Vnd::ZERO - shift);
        }
        for &payment in &more {
            self.change(payment, shift);
        }
        let is_gone = |&payment: &Payment| self.amount(payment) == Vnd::ZERO;
        let is_full = |&payment: &Payment| shift < most && self.room(payment) == Some(Vnd::ZERO);
        let gone: Vec<Payment> =
            less.iter().copied().filter(is_gone).chain(more.iter().copied().filter(is_full)).collect();
        if gone.is_empty() { vec![closing] } else { gone }
    }

    /// What a shift of one đồng changes of the money that rules look at.
    fn changes(&self, less: &[Payment], more: &[Payment]) -> Vec<(usize, bool, i64)> {
        let network = self.funding.network;
        let tallies = &network.rules.tallies;
        let signed = less.iter().map(|payment| (payment, -1)).chain(more.iter().map(|payment| (payment, 1)));
        let terms = signed.flat_map(|(&(source, leaf), sign)| {
            let need = network.leaves.get(leaf).and_then(|leaf| leaf.needs.first()).expect("a leaf has a need");
            tallies.terms(source, tallies.of_need(*need)).map(move |(row, counts)| (row, counts, sign))
        });
        terms.collect()
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
