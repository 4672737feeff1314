//! How published figures hang together. Money runs in a circle: total → communes → programmes → donors → total; every
//! figure is an arc, and at every node what comes in is what goes out. Whoever knows the published figures can
//! move the others only along circles of such arcs. A withheld figure can therefore be larger by so much as the
//! network carries from the arc's end back to its start, along withheld arcs alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A figure in the circle.
#[derive(Debug, Clone, Copy)]
struct Arc {
    figure: usize,
    from: usize,
    to: usize,
    value: i64,
    /// What everybody knows that it is at least.
    least: i64,
}

/// Figures that add up.
#[derive(Debug, Default)]
pub(super) struct Network {
    arcs: Vec<Arc>,
    /// By node: arcs that leave it and arcs that come in.
    touching: Vec<Vec<usize>>,
    /// Figure → arc.
    positions: BTreeMap<usize, usize>,
}

/// By how much figures move, in a table that the published figures cannot tell from the true one.
pub(super) type Moves = BTreeMap<usize, i64>;

/// An arc that a path takes, and whether along it (the figure grows) or against it.
type Stride = (usize, bool);

impl Network {
    /// Adds a figure and what it is at least.
    pub(super) fn add(&mut self, figure: usize, (from, to): (usize, usize), (value, least): (i64, i64)) {
        let position = self.arcs.len();
        self.arcs.push(Arc { figure, from, to, value, least });
        self.positions.insert(figure, position);
        for node in [from, to] {
            if self.touching.len() <= node {
                self.touching.resize(node + 1, Vec::new());
            }
            self.touching[node].push(position);
        }
    }

    /// Whether the figure stands in this network.
    pub(super) fn contains(&self, figure: usize) -> bool {
        self.positions.contains_key(&figure)
    }

    fn arc(&self, position: usize) -> &Arc {
        self.arcs.get(position).expect("a position comes from this network")
    }

    /// The cheapest other figures that must move so that `figure` may be larger by `by`, or `None` where the figures
    /// that have a price cannot carry so much. A figure's price is paid once, however far it moves.
    pub(super) fn raise(&self, figure: usize, by: i64, price: impl Fn(usize) -> Option<u64>) -> Option<Moves> {
        let raised = *self.positions.get(&figure)?;
        let mut moves = Moves::new();
        let mut left = by;
        while left > 0 {
            let path = self.cheapest(raised, &moves, &price)?;
            let room = path.iter().filter(|(_, grows)| !grows).map(|&(at, _)| self.room_below(at, &moves)).min();
            let step = room.map_or(left, |room| room.min(left));
            for (position, grows) in path {
                let by = moves.entry(self.arc(position).figure).or_default();
                *by += if grows { step } else { -step };
            }
            left -= step;
        }
        Some(moves)
    }

    /// How far a figure may still fall.
    fn room_below(&self, position: usize, moves: &Moves) -> i64 {
        let arc = self.arc(position);
        arc.value + moves.get(&arc.figure).copied().unwrap_or_default() - arc.least
    }

    /// The cheapest way from the end of `raised` back to its start.
    fn cheapest(&self, raised: usize, moves: &Moves, price: impl Fn(usize) -> Option<u64>) -> Option<Vec<Stride>> {
        let Arc { from: goal, to: start, .. } = *self.arc(raised);
        let mut best: Vec<(u64, Option<Stride>)> = vec![(u64::MAX, None); self.touching.len()];
        let mut queue = BinaryHeap::from([Reverse((0, start))]);
        best[start].0 = 0;
        while let Some(Reverse((cost, node))) = queue.pop() {
            if node == goal {
                return Some(self.path_to(goal, start, &best));
            }
            if cost > best[node].0 {
                continue;
            }
            for &position in &self.touching[node] {
                let arc = self.arc(position);
                let grows = arc.from == node;
                let next = if grows { arc.to } else { arc.from };
                if position == raised || (!grows && self.room_below(position, moves) <= 0) {
                    continue;
                }
                let Some(price) = (if moves.contains_key(&arc.figure) { Some(1) } else { price(arc.figure) }) else {
                    continue;
                };
                if cost + price < best[next].0 {
                    best[next] = (cost + price, Some((position, grows)));
                    queue.push(Reverse((cost + price, next)));
                }
            }
        }
        None
    }

    fn path_to(&self, goal: usize, start: usize, best: &[(u64, Option<Stride>)]) -> Vec<Stride> {
        let mut path = Vec::new();
        let mut node = goal;
        while node != start {
            let Some((position, grows)) = best[node].1 else { break };
            path.push((position, grows));
            let arc = self.arc(position);
            node = if grows { arc.from } else { arc.to };
        }
        path
    }
}
