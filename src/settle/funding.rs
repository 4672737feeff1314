//! The funding network in whole đồng: what is left of every signature, what every leaf still has to be paid, and the
//! flow between them. Money in whole units is kept beside the flow, edge by edge.

use std::collections::BTreeMap;

use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

use super::flow::{FlowNetwork, Log};
use super::posts::Post;
use crate::domain::Scenario;
use crate::ids::{NeedIndex, SourceIndex};
use crate::network::{Branch, Leaf, Network, Node, Pays, Place, Route};
use crate::units::Vnd;

/// Flows of a whole network.
#[derive(Clone)]
pub(super) struct Funding<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) network: &'a Network,
    pub(super) flow: FlowNetwork,
    /// Arc from the source of all money into each signature that pays any part.
    pub(super) supply: Vec<Option<usize>>,
    /// Arc from each leaf to the sink.
    pub(super) demand: Vec<usize>,
    /// Arcs of free edges, and of capped edges from the last cap into the leaf, by edge.
    pub(super) arc_of_edge: BTreeMap<EdgeIndex, usize>,
    /// Arc of each cap.
    pub(super) cap_arcs: BTreeMap<(SourceIndex, Place), usize>,
    /// What is decided of each edge whose money rules look at.
    pub(super) posts: BTreeMap<EdgeIndex, Post>,
    /// The same by signature.
    pub(super) posted: Vec<Vnd>,
    /// Units paid along each edge on which money moves in whole units.
    pub(super) whole_units: BTreeMap<EdgeIndex, u32>,
    /// Đồng of each cap that whole units have used.
    whole_used: BTreeMap<(SourceIndex, Place), Vnd>,
    /// Đồng of each whole-unit signature that is used.
    whole_spent: Vec<Vnd>,
    /// Đồng granted to each need, commitments included.
    pub(super) granted: Vec<Vnd>,
    /// Edges of whole units into each leaf.
    whole_edges: BTreeMap<usize, Vec<EdgeIndex>>,
    pub(super) root: usize,
    pub(super) sink: usize,
}

impl<'a> Funding<'a> {
    /// The network with no flow and no demand.
    pub(super) fn new(scenario: &'a Scenario, network: &'a Network, granted: Vec<Vnd>) -> Self {
        let mut flow = FlowNetwork::default();
        for _ in 0..network.graph.node_count() {
            flow.node();
        }
        let (root, sink) = (flow.node(), flow.node());
        let mut funding = Self {
            scenario,
            network,
            flow,
            supply: vec![None; network.signatures.len()],
            demand: Vec::new(),
            arc_of_edge: BTreeMap::new(),
            cap_arcs: BTreeMap::new(),
            posts: BTreeMap::new(),
            posted: vec![Vnd::ZERO; network.signatures.len()],
            whole_units: BTreeMap::new(),
            whole_used: BTreeMap::new(),
            whole_spent: vec![Vnd::ZERO; network.signatures.len()],
            granted,
            whole_edges: BTreeMap::new(),
            root,
            sink,
        };
        funding.connect();
        funding
    }

    fn connect(&mut self) {
        for (position, signature) in self.network.signatures.iter().enumerate() {
            if signature.pays == Pays::AnyPart {
                let arc = self.flow.arc(self.root, position, 0);
                *self.supply.get_mut(position).expect("a slot for every signature") = Some(arc);
            }
        }
        for edge in self.network.graph.edge_references() {
            let (from, to) = (edge.source().index(), edge.target().index());
            match *edge.weight() {
                Route::Free => {
                    let arc = self.flow.arc(from, to, i64::MAX >> 2);
                    self.arc_of_edge.insert(edge.id(), arc);
                }
                Route::Branch(branch) => self.connect_branch(branch, edge.id(), (from, to)),
                Route::Direct(signature) => self.connect_direct(signature, edge.id(), (from, to)),
            }
        }
        let first_leaf = self.network.graph.node_count() - self.network.leaves.len();
        self.demand =
            (0..self.network.leaves.len()).map(|leaf| self.flow.arc(first_leaf + leaf, self.sink, 0)).collect();
        self.connect_posts();
    }

    fn connect_branch(&mut self, branch: Branch, edge: EdgeIndex, (from, to): (usize, usize)) {
        let signature = self.network.signatures.get(branch.signature).expect("a signature of this network");
        let source = *signature.sources.first().expect("a signature has a source");
        let cap = branch.commune.map(Place::Commune).zip(signature.commune_cap);
        let cap = cap.map(|(place, cap)| (place, self.room_of_cap(source, place, cap)));
        let arc = match cap {
            Some((place, room)) if !signature.is_tracked() => {
                let arc = self.flow.arc(from, to, room.dong());
                self.cap_arcs.insert((source, place), arc);
                arc
            }
            // What rules look at is decided apart, as posts.
            Some(cap) => {
                let node = self.behind_cap(from, source, cap);
                self.flow.arc(node, to, 0)
            }
            None => self.flow.arc(from, to, 0),
        };
        self.arc_of_edge.insert(edge, arc);
    }

    /// The node behind a cap of a source.
    fn behind_cap(&mut self, from: usize, source: SourceIndex, (place, room): (Place, Vnd)) -> usize {
        if let Some(&arc) = self.cap_arcs.get(&(source, place)) {
            return self.flow.target(arc);
        }
        let next = self.flow.node();
        let arc = self.flow.arc(from, next, room.dong());
        self.cap_arcs.insert((source, place), arc);
        next
    }

    fn connect_direct(&mut self, position: usize, edge: EdgeIndex, (from, to): (usize, usize)) {
        let signature = self.network.signatures.get(position).expect("a signature of this network");
        let (leaf_position, leaf) = self.leaf_at(edge);
        if signature.pays == Pays::WholeUnits {
            self.whole_edges.entry(leaf_position).or_default().push(edge);
            return;
        }
        let source = *signature.sources.first().expect("a signature has a source");
        let mut node = from;
        for (place, cap) in leaf.caps(signature) {
            let room = self.room_of_cap(source, place, cap);
            node = self.behind_cap(node, source, (place, room));
        }
        let arc = self.flow.arc(node, to, if signature.is_tracked() { 0 } else { i64::MAX >> 2 });
        self.arc_of_edge.insert(edge, arc);
    }

    /// What a cap leaves beside commitments; for a request the cap counts per unit granted.
    fn room_of_cap(&self, source: SourceIndex, place: Place, cap: Vnd) -> Vnd {
        let cap = match place {
            Place::Request(need) => self.request_cap(need, cap),
            _ => cap,
        };
        cap.saturating_sub(self.network.commitments.in_place(source, place))
    }

    /// ⌊cap × u⌋ of a request.
    fn request_cap(&self, need: NeedIndex, cap: Vnd) -> Vnd {
        let cost = i128::from(self.scenario.need(need).unit_cost.dong());
        let granted = i128::from(self.granted_to(need).dong());
        let most = i128::from(cap.dong()) * granted;
        Vnd::new(i64::try_from(most.div_euclid(cost)).expect("at most the cap for every unit asked"))
    }

    pub(super) fn granted_to(&self, need: NeedIndex) -> Vnd {
        self.granted.get(need.get()).copied().expect("an amount for every need")
    }

    /// The leaf at the end of an edge.
    pub(super) fn leaf_at(&self, edge: EdgeIndex) -> (usize, &'a Leaf) {
        let (_, target) = self.network.graph.edge_endpoints(edge).expect("an edge of this network");
        match self.network.graph.node_weight(target) {
            Some(&Node::Leaf(leaf)) => (leaf, self.network.leaves.get(leaf).expect("a leaf of this network")),
            _ => unreachable!("a direct edge ends at a leaf"),
        }
    }

    /// The signature of a direct edge.
    pub(super) fn signature_of(&self, edge: EdgeIndex) -> usize {
        match self.network.graph.edge_weight(edge) {
            Some(&Route::Direct(signature)) => signature,
            _ => unreachable!("only direct edges carry whole units"),
        }
    }

    /// What flow must bring to a leaf: granted, less committed, less paid in whole units.
    pub(super) fn open_demand(&self, position: usize) -> Vnd {
        let leaf = self.network.leaves.get(position).expect("a leaf of this network");
        let granted: Vnd =
            leaf.needs.iter().map(|&need| self.granted_to(need) - self.network.commitments.of_need(need)).sum();
        granted - self.paid_in_units(position)
    }

    fn paid_in_units(&self, position: usize) -> Vnd {
        let cost = self.network.leaves.get(position).and_then(|leaf| leaf.unit_cost).unwrap_or_default();
        let edges = self.whole_edges.get(&position).into_iter().flatten();
        edges.map(|edge| cost.times(self.whole_units.get(edge).copied().unwrap_or(0))).sum()
    }

    /// Units of a leaf that whole-unit sources may pay: those that no commitment has begun.
    fn units_for_goods(&self, position: usize) -> u32 {
        let leaf = self.network.leaves.get(position).expect("a leaf of this network");
        let Some(cost) = leaf.unit_cost else { return 0 };
        let free = |&need: &NeedIndex| {
            let granted = self.granted_to(need).whole_units(cost);
            granted.saturating_sub(self.begun(need, cost))
        };
        leaf.needs.iter().map(free).sum()
    }

    /// Units of a need that commitments have paid or begun.
    pub(super) fn begun(&self, need: NeedIndex, cost: Vnd) -> u32 {
        let committed = self.network.commitments.of_need(need);
        (committed + cost - Vnd::new(1)).whole_units(cost)
    }

    /// Pays up to `units` along a whole-unit edge, as far as the source, its caps and the leaf's units go.
    pub(super) fn pay_units(&mut self, edge: EdgeIndex, units: u32) -> u32 {
        let signature_position = self.signature_of(edge);
        let signature = self.network.signatures.get(signature_position).expect("a signature of this network");
        let (position, leaf) = self.leaf_at(edge);
        let cost = leaf.unit_cost.expect("a whole-unit edge ends at a leaf of one unit cost");
        let source = *signature.sources.first().expect("a signature has a source");
        let spent = self.whole_spent.get(signature_position).copied().unwrap_or_default();
        let mut most = units.min((signature.spare - spent).whole_units(cost));
        for (place, cap) in leaf.caps(signature) {
            let used = self.whole_used.get(&(source, place)).copied().unwrap_or_default();
            most = most.min(self.room_of_cap(source, place, cap).saturating_sub(used).whole_units(cost));
        }
        if most == 0 {
            return 0;
        }
        let taken: u32 =
            self.whole_edges.get(&position).into_iter().flatten().filter_map(|edge| self.whole_units.get(edge)).sum();
        most = most.min(self.units_for_goods(position).saturating_sub(taken));
        if most > 0 {
            *self.whole_units.entry(edge).or_default() += most;
            *self.whole_spent.get_mut(signature_position).expect("a slot for every signature") += cost.times(most);
            for (place, _) in leaf.caps(signature) {
                *self.whole_used.entry((source, place)).or_default() += cost.times(most);
            }
        }
        most
    }

    /// Edges of whole units into a leaf.
    pub(super) fn whole_edges(&self, position: usize) -> Vec<EdgeIndex> {
        self.whole_edges.get(&position).cloned().unwrap_or_default()
    }

    /// Opens the demand of every leaf and the supply of signatures one after the other in `order`; what each leaf lacks.
    pub(super) fn fill(&mut self, order: &[usize]) -> Vec<Vnd> {
        for position in 0..self.demand.len() {
            let open = self.open_demand(position).dong();
            self.flow.widen(self.demand[position], open);
        }
        self.push_posts();
        for &signature in order {
            let Some(arc) = self.supply.get(signature).copied().flatten() else { continue };
            let posted = self.posted.get(signature).copied().unwrap_or_default();
            let spare = self.network.signatures.get(signature).map_or(0, |one| (one.spare - posted).dong());
            self.flow.widen(arc, spare);
            self.flow.push(self.root, self.sink, spare);
        }
        self.demand.iter().map(|&arc| Vnd::new(self.flow.room(arc))).collect()
    }

    /// As [`Self::fill`], but asks for `last` đồng of each leaf only once all else is paid: what lacks, lacks there.
    pub(super) fn fill_last(&mut self, order: &[usize], last: &[Vnd]) -> Vec<Vnd> {
        let open: Vec<i64> = (0..self.demand.len()).map(|leaf| self.open_demand(leaf).dong()).collect();
        let last: Vec<i64> = open.iter().zip(last).map(|(&open, last)| open.min(last.dong())).collect();
        for (&arc, &amount) in self.demand.iter().zip(&last) {
            self.flow.widen(arc, -amount);
        }
        self.fill(order);
        for (&arc, &amount) in self.demand.iter().zip(&last) {
            self.flow.widen(arc, amount);
        }
        self.flow.push(self.root, self.sink, last.iter().sum());
        self.demand.iter().map(|&arc| Vnd::new(self.flow.room(arc))).collect()
    }

    /// Pays exactly `amount` more into a leaf for `need`, in part by anyone who can; `false` leaves all as it was.
    pub(super) fn add(&mut self, leaf: usize, need: NeedIndex, amount: Vnd) -> bool {
        let (pushed, log) = self.try_add(leaf, need, amount);
        if pushed == amount {
            return true;
        }
        self.give_up(leaf, need, (amount, &log));
        false
    }

    /// Pays as much of `amount` as can be, if it is at least `least`; what was paid.
    pub(super) fn add_part(&mut self, leaf: usize, need: NeedIndex, (least, amount): (Vnd, Vnd)) -> Vnd {
        let (pushed, log) = self.try_add(leaf, need, amount);
        self.give_up(leaf, need, (amount, &log));
        let fits = pushed > Vnd::ZERO && pushed >= least;
        if fits && self.add(leaf, need, pushed) { pushed } else { Vnd::ZERO }
    }

    fn try_add(&mut self, leaf: usize, need: NeedIndex, amount: Vnd) -> (Vnd, Log) {
        self.grant(need, amount);
        self.flow.widen(self.demand[leaf], amount.dong());
        let (pushed, log) = self.flow.push(self.root, self.sink, amount.dong());
        (Vnd::new(pushed), log)
    }

    fn give_up(&mut self, leaf: usize, need: NeedIndex, (amount, log): (Vnd, &Log)) {
        self.flow.take_back(log);
        self.flow.widen(self.demand[leaf], -amount.dong());
        self.grant(need, Vnd::ZERO - amount);
    }

    /// Grants more (or less) to a need, and with it the room of caps that count per unit.
    pub(super) fn grant(&mut self, need: NeedIndex, amount: Vnd) {
        let before = self.request_rooms(need);
        *self.granted.get_mut(need.get()).expect("an amount for every need") += amount;
        for ((arc, old), (_, new)) in before.into_iter().zip(self.request_rooms(need)) {
            self.flow.widen(arc, (new - old).dong());
        }
    }

    /// The caps of sources on a request, with their arcs.
    fn request_rooms(&self, need: NeedIndex) -> Vec<(usize, Vnd)> {
        let place = Place::of_need(self.scenario, need);
        if !matches!(place, Place::Request(_)) {
            return Vec::new();
        }
        let room = |(index, source): (SourceIndex, &crate::domain::Source)| {
            let arc = *self.cap_arcs.get(&(index, place))?;
            Some((arc, self.room_of_cap(index, place, source.max_per_household?)))
        };
        self.scenario.sources().filter_map(room).collect()
    }

    /// Đồng that a signature has left.
    pub(super) fn left_of(&self, position: usize) -> Vnd {
        let spare = self.network.signatures.get(position).map_or(Vnd::ZERO, |signature| signature.spare);
        let flowed = self.supply.get(position).copied().flatten().map_or(0, |arc| self.flow.flow(arc));
        let posted = self.posted.get(position).copied().unwrap_or_default();
        spare - Vnd::new(flowed) - posted - self.whole_spent.get(position).copied().unwrap_or_default()
    }

    /// Đồng that signatures paying any part have left.
    pub(super) fn left_in_parts(&self) -> Vnd {
        self.supply.iter().flatten().map(|&arc| Vnd::new(self.flow.room(arc))).sum()
    }

    /// The arcs of the caps that bind a source in a leaf.
    pub(super) fn cap_arcs(&self, source: SourceIndex, leaf: usize) -> Vec<usize> {
        let leaf = self.network.leaves.get(leaf).expect("a leaf of this network");
        let places = leaf.commune.map(Place::Commune).into_iter().chain(leaf.capped);
        places.filter_map(|place| self.cap_arcs.get(&(source, place)).copied()).collect()
    }
}
