//! Which figures are not shown: every sum of fewer than five households, and as little else as keeps anybody from
//! computing one of them from the rest.
//!
//! A small sum is safe when the published figures leave it open that five households stand behind it, each with as much
//! as those that do: even who knows what a household gets from a programme cannot tell that it is small. First each
//! small sum takes the cheapest others that make it so; then every other is shown again that turns out not to be
//! needed. Counts of households over several programmes would be a second equation beside the money's; they are shown
//! only where nothing that they count is withheld.

use std::collections::{BTreeMap, BTreeSet};

use super::network::{Moves, Network};
use super::sums::{Key, Sum, Sums};
use crate::domain::profiles::SMALLEST_GROUP;

/// Figures that are not shown.
#[derive(Debug)]
pub(super) struct Withheld<'a>(BTreeSet<Key<'a>>);

impl<'a> Withheld<'a> {
    /// Whether the money of a figure is shown.
    pub(super) fn shows(&self, key: &Key<'a>) -> bool {
        !self.0.contains(key)
    }

    /// Whether its households are: with its money, and over several programmes only where nothing is withheld below.
    pub(super) fn shows_households(&self, key: &Key<'a>) -> bool {
        let hides_below = match *key {
            Key::Commune(code) => {
                let next = self.0.range(Key::Cell(code, "")..).next();
                matches!(next, Some(Key::Cell(of, _)) if *of == code)
            }
            Key::Total => !self.0.is_empty(),
            _ => false,
        };
        self.shows(key) && !hides_below
    }
}

/// What is lost when a figure is not shown. More households tell more; a total tells more than its parts.
fn loss(key: Key<'_>, sum: &Sum<'_>) -> u64 {
    match key {
        Key::Cell(..) | Key::Gift(..) => 1_000 + u64::try_from(sum.households().min(999)).unwrap_or_default(),
        Key::Commune(_) | Key::Donor(_) => 5_000,
        Key::Programme(_) => 20_000,
        Key::Total => 100_000,
    }
}

/// Whether a sum must not be shown.
fn is_small(sum: &Sum<'_>) -> bool {
    (1..SMALLEST_GROUP).contains(&sum.households())
}

/// What is withheld of these sums.
pub(super) fn choose<'a>(sums: &Sums<'a>) -> Withheld<'a> {
    let keys: Vec<(Key<'a>, &Sum<'a>)> = sums.iter().collect();
    let losses: Vec<u64> = keys.iter().map(|&(key, sum)| loss(key, sum)).collect();
    let small: BTreeSet<usize> =
        keys.iter().enumerate().filter(|(_, (_, sum))| is_small(sum)).map(|(figure, _)| figure).collect();
    let (counts, money) = (counts(&keys), money(&keys));
    let mut protection = Protection { losses: &losses, withheld: small.clone(), small, shields: Vec::new() };
    let sum = |figure: usize| keys.get(figure).map(|(_, sum)| *sum).expect("a figure is a position of these keys");
    protection.shield(&counts, |figure| SMALLEST_GROUP - sum(figure).households());
    protection.shield(&money, |figure| rise(sum(figure)));
    protection.show_what_may_be_shown();
    let is_withheld = |figure: &usize| protection.withheld.contains(figure);
    Withheld(keys.iter().enumerate().filter(|(figure, _)| is_withheld(figure)).map(|(_, (key, _))| *key).collect())
}

/// By how much a small sum must be able to be larger: to five households that get what those behind it get.
fn rise(sum: &Sum<'_>) -> i64 {
    let amount = i128::from(sum.amount.dong()) * i128::from(SMALLEST_GROUP - sum.households());
    part(amount, sum.households())
}

/// What a sum is at least: the money of one household; of public works, one đồng. Zeros are published.
fn least(sum: &Sum<'_>) -> i64 {
    if sum.households() == 0 { 1 } else { part(i128::from(sum.amount.dong()), sum.households()) }
}

/// The amount over so many households, rounded up.
fn part(amount: i128, households: i64) -> i64 {
    let households = i128::from(households);
    i64::try_from((amount + households - 1).div_euclid(households)).expect("sums of money are far below 63 bits")
}

/// How households add up: a programme's, from those of its communes.
fn counts(keys: &[(Key<'_>, &Sum<'_>)]) -> Network {
    let mut network = Network::default();
    let mut nodes = Nodes::default();
    for (figure, &(key, sum)) in keys.iter().enumerate().filter(|(_, (_, sum))| sum.households() > 0) {
        let ends = match key {
            Key::Cell(_, name) => (Nodes::START, nodes.of(Key::Programme(name))),
            Key::Programme(_) => (nodes.of(key), Nodes::START),
            _ => continue,
        };
        network.add(figure, ends, (sum.households(), 1));
    }
    network
}

/// How the money adds up.
fn money(keys: &[(Key<'_>, &Sum<'_>)]) -> Network {
    let mut network = Network::default();
    let mut nodes = Nodes::default();
    for (figure, &(key, sum)) in keys.iter().enumerate() {
        let ends = match key {
            Key::Total => (Nodes::END, Nodes::START),
            Key::Commune(_) => (Nodes::START, nodes.of(key)),
            Key::Cell(code, name) => (nodes.of(Key::Commune(code)), nodes.of(Key::Programme(name))),
            // A programme has two doors: communes' money comes in at the first and leaves by the second to donors.
            Key::Programme(name) => (nodes.of(key), nodes.of(Key::Gift("", name))),
            Key::Gift(donor, name) => (nodes.of(Key::Gift("", name)), nodes.of(Key::Donor(donor))),
            Key::Donor(_) => (nodes.of(key), Nodes::END),
        };
        network.add(figure, ends, (sum.amount.dong(), least(sum)));
    }
    network
}

/// Numbers of nodes.
#[derive(Debug, Default)]
struct Nodes<'a>(BTreeMap<Key<'a>, usize>);

impl<'a> Nodes<'a> {
    const START: usize = 0;
    const END: usize = 1;

    fn of(&mut self, key: Key<'a>) -> usize {
        let next = self.0.len() + 2;
        *self.0.entry(key).or_insert(next)
    }
}

/// Why a small sum is safe: other tables with the same published figures have this one larger.
struct Shield<'n> {
    network: &'n Network,
    figure: usize,
    by: i64,
    moves: Moves,
}

struct Protection<'n, 'l> {
    losses: &'l [u64],
    small: BTreeSet<usize>,
    withheld: BTreeSet<usize>,
    shields: Vec<Shield<'n>>,
}

impl<'n> Protection<'n, '_> {
    /// Withholds what each small sum needs so that it may be larger by its `rise` in a network.
    fn shield(&mut self, network: &'n Network, rise: impl Fn(usize) -> i64) {
        for &figure in self.small.iter().filter(|figure| network.contains(**figure)) {
            let (withheld, losses) = (&self.withheld, self.losses);
            let price = |other: usize| if withheld.contains(&other) { Some(1) } else { losses.get(other).copied() };
            let by = rise(figure);
            let moves = network.raise(figure, by, price).expect("all totals together can grow with any of their parts");
            self.withheld.extend(moves.keys());
            self.shields.push(Shield { network, figure, by, moves });
        }
    }

    /// Shows again, dearest first, what no small sum needs.
    fn show_what_may_be_shown(&mut self) {
        let mut users = vec![BTreeSet::new(); self.losses.len()];
        for (position, shield) in self.shields.iter().enumerate() {
            for &figure in shield.moves.keys() {
                users[figure].insert(position);
            }
        }
        let mut others: Vec<usize> = self.withheld.difference(&self.small).copied().collect();
        others.sort_by_key(|&figure| std::cmp::Reverse(self.losses.get(figure).copied()));
        for figure in others {
            self.withheld.remove(&figure);
            let Some(found) = self.anew(&users[figure]) else {
                self.withheld.insert(figure);
                continue;
            };
            for (position, moves) in found {
                for figure in self.shields[position].moves.keys() {
                    users[*figure].remove(&position);
                }
                for figure in moves.keys() {
                    users[*figure].insert(position);
                }
                self.shields[position].moves = moves;
            }
        }
    }

    /// The same shields from what is withheld now; `None` where one of them breaks.
    fn anew(&self, shields: &BTreeSet<usize>) -> Option<Vec<(usize, Moves)>> {
        let price = |other: usize| self.withheld.contains(&other).then_some(1);
        let one = |&position: &usize| {
            let shield = self.shields.get(position)?;
            Some((position, shield.network.raise(shield.figure, shield.by, price)?))
        };
        shields.iter().map(one).collect()
    }
}
