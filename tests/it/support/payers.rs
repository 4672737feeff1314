//! Can a choice of whole units be paid? Decided exactly, in whole đồng and without a solver: every way in which goods and
//! whole-unit sources may pay is tried, and a maximum flow says whether the other money pays the rest. For tiny scenarios.

use std::collections::{BTreeMap, VecDeque};

use chungtay::domain::{Beneficiary, CommitmentStatus, Scenario};
use chungtay::eligibility::refusal;
use chungtay::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use chungtay::units::Vnd;

use super::direct;

/// What a limit of a source is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// All that the source may use.
    Everywhere,
    Commune(AreaIndex),
    Household(HouseholdIndex),
    /// A commune's request, whose limit counts per unit served.
    Request(NeedIndex),
}

type Limit = (SourceIndex, Place);

/// An eligible pair, with the limits on its money from the widest to the narrowest.
struct Pair {
    source: SourceIndex,
    need: NeedIndex,
    limits: Vec<Limit>,
}

/// The sources of a scenario and whom they may pay.
pub(crate) struct Payers<'a> {
    scenario: &'a Scenario,
    committed: BTreeMap<(SourceIndex, NeedIndex), Vnd>,
    /// Pairs of sources that pay whole units alone.
    whole: Vec<Pair>,
    /// Pairs of the other sources.
    parts: Vec<Pair>,
}

/// What may still be paid.
#[derive(Clone)]
struct Open {
    /// Đồng that each limit leaves.
    rooms: BTreeMap<Limit, Vnd>,
    /// Đồng that each need still lacks.
    lacks: Vec<Vnd>,
}

impl<'a> Payers<'a> {
    /// Everyone who may pay in a scenario.
    pub(crate) fn of(scenario: &'a Scenario) -> Self {
        let mut committed: BTreeMap<(SourceIndex, NeedIndex), Vnd> = BTreeMap::new();
        for line in scenario.commitments.iter().filter(|line| line.status != CommitmentStatus::Outside) {
            *committed.entry((line.source.unwrap(), line.need)).or_default() += line.amount;
        }
        let pairs = scenario.sources().flat_map(|(source, row)| {
            let eligible = scenario.needs().filter(move |(_, need)| refusal(scenario, row, need).is_none());
            eligible.map(move |(need, _)| Pair { source, need, limits: limits(scenario, source, need) })
        });
        let (whole, parts) = pairs.partition(|pair| scenario.source(pair.source).pays_whole_units());
        Self { scenario, committed, whole, parts }
    }

    /// Whether `units` of each need can be paid to the đồng, commitments included.
    pub(crate) fn can_pay(&self, units: &[u32]) -> bool {
        let open = self.open(units);
        let is_kept = open.rooms.values().chain(&open.lacks).all(|&amount| amount >= Vnd::ZERO);
        is_kept && self.pay_whole_units(&self.whole, &open)
    }

    /// What is left to pay, and room to pay it, once every commitment is paid.
    fn open(&self, units: &[u32]) -> Open {
        let cost = |need: NeedIndex| self.scenario.need(need).unit_cost;
        let lacks = self.scenario.needs().map(|(need, _)| cost(need).times(units[need.get()])).collect();
        let mut open = Open { rooms: BTreeMap::new(), lacks };
        for pair in self.whole.iter().chain(&self.parts) {
            for &limit in &pair.limits {
                open.rooms.insert(limit, self.room(limit, units));
            }
        }
        for (&(source, need), &amount) in &self.committed {
            let mut pairs = self.whole.iter().chain(&self.parts);
            let pair = pairs.find(|pair| (pair.source, pair.need) == (source, need)).unwrap();
            open.pay(pair, amount);
        }
        open
    }

    fn room(&self, (source, place): Limit, units: &[u32]) -> Vnd {
        let row = self.scenario.source(source);
        match place {
            Place::Everywhere => {
                let mine = self.committed.iter().filter(|((other, _), _)| *other == source);
                direct::available(self.scenario, source, mine.map(|(_, &amount)| amount).sum())
            }
            Place::Commune(_) => row.max_per_commune.unwrap(),
            Place::Household(_) => row.max_per_household.unwrap(),
            Place::Request(need) => row.max_per_household.unwrap().times(units[need.get()]),
        }
    }

    /// Tries every number of units of the first pair with every number of the others, as long as the rest could be paid
    /// if units might be split.
    fn pay_whole_units(&self, pairs: &[Pair], open: &Open) -> bool {
        if !self.pay_parts(pairs, open) {
            return false;
        }
        let Some((pair, others)) = pairs.split_first() else { return true };
        let cost = self.scenario.need(pair.need).unit_cost;
        let rooms = pair.limits.iter().map(|limit| open.rooms[limit]);
        let most = rooms.chain([open.lacks[pair.need.get()]]).min().unwrap_or_default().whole_units(cost);
        (0..=most).rev().any(|units| {
            let mut next = open.clone();
            next.pay(pair, cost.times(units));
            self.pay_whole_units(others, &next)
        })
    }

    /// Whether money that may be split, and that of the pairs `as_parts`, pays all that is lacking: source of all →
    /// limits → need → sink.
    fn pay_parts(&self, as_parts: &[Pair], open: &Open) -> bool {
        let (root, sink, needs) = (0, 1, 2);
        let first_limit = needs + open.lacks.len();
        let node_of: BTreeMap<Limit, usize> =
            open.rooms.keys().enumerate().map(|(position, &limit)| (limit, first_limit + position)).collect();
        let mut rooms = vec![vec![0; first_limit + node_of.len()]; first_limit + node_of.len()];
        for pair in self.parts.iter().chain(as_parts) {
            let mut from = root;
            for limit in &pair.limits {
                rooms[from][node_of[limit]] = open.rooms[limit].dong();
                from = node_of[limit];
            }
            rooms[from][needs + pair.need.get()] = Vnd::LIMIT.dong();
        }
        for (need, lack) in open.lacks.iter().enumerate() {
            rooms[needs + need][sink] = lack.dong();
        }
        max_flow(&mut rooms, root, sink) == open.lacks.iter().copied().sum::<Vnd>().dong()
    }
}

impl Open {
    fn pay(&mut self, pair: &Pair, amount: Vnd) {
        self.lacks[pair.need.get()] -= amount;
        for limit in &pair.limits {
            *self.rooms.get_mut(limit).unwrap() -= amount;
        }
    }
}

/// The limits on what a source pays for a need, from the widest to the narrowest.
fn limits(scenario: &Scenario, source: SourceIndex, need: NeedIndex) -> Vec<Limit> {
    let (row, beneficiary) = (scenario.source(source), scenario.need(need).beneficiary);
    let commune = row.max_per_commune.map(|_| Place::Commune(scenario.commune(beneficiary)));
    let own = row.max_per_household.map(|_| match beneficiary {
        Beneficiary::Household(household) => Place::Household(household),
        Beneficiary::Commune(_) => Place::Request(need),
    });
    let places = [Some(Place::Everywhere), commune, own];
    places.into_iter().flatten().map(|place| (source, place)).collect()
}

/// The maximum flow between two nodes, đồng; `rooms[from][to]` becomes what is left (shortest augmenting paths).
fn max_flow(rooms: &mut [Vec<i64>], root: usize, sink: usize) -> i64 {
    let mut flow = 0;
    while let Some(path) = augmenting_path(rooms, root, sink) {
        let step = path.iter().map(|&(from, to)| rooms[from][to]).min().unwrap();
        for (from, to) in path {
            rooms[from][to] -= step;
            rooms[to][from] += step;
        }
        flow += step;
    }
    flow
}

/// The arcs of a shortest path with room, from the sink backwards.
fn augmenting_path(rooms: &[Vec<i64>], root: usize, sink: usize) -> Option<Vec<(usize, usize)>> {
    let mut before = vec![None; rooms.len()];
    let mut queue = VecDeque::from([root]);
    while let Some(node) = queue.pop_front() {
        for (next, &room) in rooms[node].iter().enumerate() {
            if room > 0 && next != root && before[next].is_none() {
                before[next] = Some(node);
                queue.push_back(next);
            }
        }
    }
    before[sink]?;
    let arcs = std::iter::successors(Some(sink), |&node| before[node]);
    let arcs: Vec<usize> = arcs.collect();
    Some(arcs.windows(2).map(|pair| (pair[1], pair[0])).collect())
}
