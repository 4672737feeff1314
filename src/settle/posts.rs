//! Posts: what is decided of the money that rules look at. The đồng of such an edge enter the flow at its end, from
//! outside, so that later pushes, which never lower what leaves the root, cannot change them.

use petgraph::graph::EdgeIndex;

use super::funding::Funding;
use crate::ids::SourceIndex;
use crate::network::{Pays, Place, Route, Signature};
use crate::units::Vnd;

/// The money decided of an edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    /// Its arc.
    arc: usize,
    /// What is decided.
    amount: Vnd,
}

impl Funding<'_> {
    /// Adds an arc for every edge whose money rules look at and that carries any part.
    pub(super) fn connect_posts(&mut self) {
        for &edge in self.network.tracked.keys() {
            if self.is_in_parts(edge) {
                let (_, to) = self.network.graph.edge_endpoints(edge).expect("an edge of this network");
                let arc = self.flow.arc(self.root, to.index(), 0);
                self.posts.insert(edge, Post { arc, amount: Vnd::ZERO });
            }
        }
    }

    /// Whether any đồng may move along a tracked edge.
    pub(super) fn is_in_parts(&self, edge: EdgeIndex) -> bool {
        let signature = self.network.signatures.get(self.payer_of(edge));
        signature.is_some_and(|signature| signature.pays == Pays::AnyPart)
    }

    /// The signature whose money a tracked edge carries.
    pub(super) fn payer_of(&self, edge: EdgeIndex) -> usize {
        match self.network.graph.edge_weight(edge) {
            Some(&Route::Direct(signature)) => signature,
            Some(Route::Branch(branch)) => branch.signature,
            _ => unreachable!("money of all is not tracked"),
        }
    }

    /// Decides what a tracked edge carries, within the caps on it.
    pub(super) fn post(&mut self, edge: EdgeIndex, amount: Vnd) {
        let post = self.posts.get_mut(&edge).expect("a tracked edge has a post");
        let (arc, more) = (post.arc, (amount - post.amount).dong());
        post.amount = amount;
        self.flow.widen(arc, more);
        for arc in self.caps_of(edge) {
            self.flow.widen(arc, -more);
        }
        let payer = self.payer_of(edge);
        *self.posted.get_mut(payer).expect("a slot for every signature") += Vnd::new(more);
    }

    /// Whether what is decided is within what sources have and their caps leave.
    pub(super) fn is_within_limits(&self) -> bool {
        let has = |(signature, &posted): (&Signature, &Vnd)| posted <= signature.spare;
        self.network.signatures.iter().zip(&self.posted).all(has)
            && self.cap_arcs.values().all(|&arc| self.flow.room(arc) >= 0)
    }

    /// Lets a tracked edge carry one đồng beyond what is decided.
    pub(super) fn allow_one_more(&mut self, edge: EdgeIndex) {
        let arc = *self.arc_of_edge.get(&edge).expect("a tracked edge has an arc");
        self.flow.widen(arc, 1);
    }

    /// What flows along a tracked edge.
    pub(super) fn paid_along(&self, edge: EdgeIndex) -> Vnd {
        let beyond = self.arc_of_edge.get(&edge).map_or(0, |&arc| self.flow.flow(arc));
        self.posted_along(edge) + Vnd::new(beyond)
    }

    /// What flows of what is decided of an edge.
    pub(super) fn posted_along(&self, edge: EdgeIndex) -> Vnd {
        self.posts.get(&edge).map_or(Vnd::ZERO, |post| Vnd::new(self.flow.flow(post.arc)))
    }

    /// Pushes all that is decided, before any other money.
    pub(super) fn push_posts(&mut self) {
        let decided: Vnd = self.posts.values().map(|post| post.amount).sum();
        if decided > Vnd::ZERO {
            self.flow.push(self.root, self.sink, decided.dong());
        }
    }

    /// Whether all that is decided flows.
    pub(super) fn keeps_posts(&self) -> bool {
        self.posts.values().all(|post| self.flow.room(post.arc) == 0)
    }

    /// What the money of sources counts in which row, million đồng, commitments included.
    pub(super) fn money(&self) -> impl Iterator<Item = (usize, f64)> {
        let rules = &self.network.rules;
        self.counted_money().map(|(term, amount)| (term.0, rules.per_million(term) * amount.millions()))
    }

    /// The money that rows look at, commitments included: (row, whether it counts there), đồng.
    pub(super) fn counted_money(&self) -> impl Iterator<Item = ((usize, bool), Vnd)> {
        let network = self.network;
        let tallies = &network.rules.tallies;
        let committed = network.commitments.pairs.iter().flat_map(|(&(need, source), &amount)| {
            tallies.terms(source, tallies.of_need(need)).map(move |term| (term, amount))
        });
        let paid = network.tracked.iter().flat_map(|(&edge, terms)| {
            let amount = if self.is_in_parts(edge) { self.paid_along(edge) } else { self.paid_in_units_along(edge) };
            terms.iter().map(move |&term| (term, amount))
        });
        committed.chain(paid)
    }

    /// What whole units along an edge cost.
    fn paid_in_units_along(&self, edge: EdgeIndex) -> Vnd {
        let units = self.whole_units.get(&edge).copied().unwrap_or(0);
        let (_, leaf) = self.leaf_at(edge);
        leaf.unit_cost.unwrap_or_default().times(units)
    }

    /// The arcs of the caps on a tracked edge.
    fn caps_of(&self, edge: EdgeIndex) -> Vec<usize> {
        let payer = self.network.signatures.get(self.payer_of(edge));
        let source: SourceIndex = payer.and_then(|one| one.sources.first().copied()).expect("a signature has a source");
        match self.network.graph.edge_weight(edge) {
            Some(Route::Branch(branch)) => {
                let place = branch.commune.map(Place::Commune);
                place.and_then(|place| self.cap_arcs.get(&(source, place)).copied()).into_iter().collect()
            }
            _ => self.cap_arcs(source, self.leaf_at(edge).0),
        }
    }
}
