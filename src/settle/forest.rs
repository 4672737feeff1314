//! Few payments: money of sources goes through their caps into leaves, and what flows below its most forms a forest. So a
//! piece has at most sources + leaves − 1 payments, those at a full cap beside (page 3, stage 4).

use std::collections::{BTreeMap, VecDeque};

use super::funding::Funding;
use crate::domain::{Scenario, SourceStatus};
use crate::ids::SourceIndex;
use crate::units::Vnd;

/// Đồng of each source in each leaf.
pub(super) type Payments = BTreeMap<(SourceIndex, usize), Vnd>;

/// The same money from every source into every leaf and within every cap, by few payments.
pub(super) fn without_cycles(funding: &Funding<'_>, payments: Payments) -> Payments {
    let (mut forest, order) = Forest::of(funding, payments);
    for link in order {
        forest.add(link);
    }
    let into_leaf = |((from, to), flow): (Link, Flow)| match to {
        End::Leaf(leaf) => from.source().map(|source| ((source, leaf), flow.amount)),
        End::Source(_) | End::Cap(..) => None,
    };
    forest.flows.into_iter().filter_map(into_leaf).collect()
}

/// Where money passes: source → caps (the commune's before the household's) → leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Source(SourceIndex),
    /// A cap of a source, by its arc.
    Cap(SourceIndex, usize),
    Leaf(usize),
}

impl End {
    fn source(self) -> Option<SourceIndex> {
        match self {
            Self::Source(source) | Self::Cap(source, _) => Some(source),
            Self::Leaf(_) => None,
        }
    }
}

type Link = (End, End);

/// What flows along a link.
struct Flow {
    amount: Vnd,
    /// What a cap still lets in; `None` where nothing limits the link.
    room: Option<Vnd>,
}

/// Links that are neither empty nor full, without a cycle, beside all others.
struct Forest<'a> {
    scenario: &'a Scenario,
    flows: BTreeMap<Link, Flow>,
    neighbours: BTreeMap<End, Vec<End>>,
}

impl<'a> Forest<'a> {
    /// All links, none of them in the forest yet, and the order to add them in.
    fn of(funding: &'a Funding<'_>, payments: Payments) -> (Self, Vec<Link>) {
        let mut flows: BTreeMap<Link, Flow> = BTreeMap::new();
        let mut order = Vec::new();
        for ((source, leaf), amount) in payments {
            let caps = funding.cap_arcs(source, leaf).into_iter();
            let caps = caps.map(|arc| (End::Cap(source, arc), Some(Vnd::new(funding.flow.room(arc)))));
            let mut from = End::Source(source);
            for (to, room) in caps.chain([(End::Leaf(leaf), None)]) {
                let flow = flows.entry((from, to)).or_insert_with(|| {
                    order.push((from, to));
                    Flow { amount: Vnd::ZERO, room }
                });
                flow.amount += amount;
                from = to;
            }
        }
        (Self { scenario: funding.scenario, flows, neighbours: BTreeMap::new() }, order)
    }

    /// Adds a link; where it closes a cycle, money is shifted around it until a link of it is empty or full, and so no
    /// longer part of the forest. No shift touches an empty or full link again.
    fn add(&mut self, link: Link) {
        while self.is_open(link) {
            let Some(path) = self.path(link.1, link.0) else {
                self.neighbours.entry(link.0).or_default().push(link.1);
                self.neighbours.entry(link.1).or_default().push(link.0);
                return;
            };
            self.cancel(&path, link);
        }
    }

    /// Shifts money around the cycle of `closing` and the `path` from its end back to its start.
    fn cancel(&mut self, path: &[End], closing: Link) {
        let (mut along, mut against) = (vec![closing], Vec::new());
        for pair in path.windows(2) {
            if let [from, to] = *pair {
                if self.flows.contains_key(&(from, to)) { along.push((from, to)) } else { against.push((to, from)) }
            }
        }
        // Of the two ways around, rather the one that ends a payment of pledged money.
        let is_other_way = self.ends_pledged(&against) && !self.ends_pledged(&along);
        let (less, more) = if is_other_way { (against, along) } else { (along, against) };
        let amounts = less.iter().map(|&link| self.flow(link).amount);
        let rooms = more.iter().filter_map(|&link| self.flow(link).room);
        let shift = amounts.chain(rooms).min().unwrap_or_default();
        for link in less {
            self.change(link, Vnd::ZERO - shift);
        }
        for link in more {
            self.change(link, shift);
        }
    }

    fn flow(&self, link: Link) -> &Flow {
        self.flows.get(&link).expect("a link of this forest")
    }

    /// Whether money can be shifted along a link both ways.
    fn is_open(&self, link: Link) -> bool {
        let flow = self.flow(link);
        flow.amount > Vnd::ZERO && flow.room != Some(Vnd::ZERO)
    }

    fn change(&mut self, link: Link, by: Vnd) {
        let flow = self.flows.get_mut(&link).expect("a link of this forest");
        flow.amount += by;
        flow.room = flow.room.map(|room| room - by);
        if !self.is_open(link) {
            for (from, to) in [link, (link.1, link.0)] {
                self.neighbours.entry(from).or_default().retain(|&end| end != to);
            }
        }
    }

    fn ends_pledged(&self, half: &[Link]) -> bool {
        let smallest = half.iter().min_by_key(|&&link| self.flow(link).amount);
        let is_pledged = |source| self.scenario.source(source).status == SourceStatus::Pledged;
        smallest.and_then(|&(from, _)| from.source()).is_some_and(is_pledged)
    }

    /// The path between two ends of the forest, both included.
    fn path(&self, from: End, to: End) -> Option<Vec<End>> {
        let mut before: BTreeMap<End, End> = BTreeMap::from([(from, from)]);
        let mut queue = VecDeque::from([from]);
        while let Some(end) = queue.pop_front().filter(|&end| end != to) {
            for &next in self.neighbours.get(&end).into_iter().flatten() {
                before.entry(next).or_insert_with(|| {
                    queue.push_back(next);
                    end
                });
            }
        }
        let step = |end: &End| before.get(end).copied().filter(|_| *end != from);
        let mut path: Vec<End> = std::iter::successors(before.contains_key(&to).then_some(to), step).collect();
        path.reverse();
        (!path.is_empty()).then_some(path)
    }
}
