//! Maximum flow in whole đồng (Dinic 1970): blocking flows along shortest augmenting paths. Integers in, integers out.
//! A flow can be raised step by step, and a step taken back.

use std::collections::VecDeque;

/// An arc and its reverse stand side by side: `arc ^ 1`.
#[derive(Debug, Clone, Copy)]
struct Arc {
    target: usize,
    room: i64,
}

/// A network with residual capacities.
#[derive(Debug, Clone, Default)]
pub(super) struct FlowNetwork {
    arcs: Vec<Arc>,
    leaving: Vec<Vec<usize>>,
    level: Vec<u32>,
    next: Vec<usize>,
}

/// What a step pushed, to take it back.
pub(super) type Log = Vec<(usize, i64)>;

const UNREACHED: u32 = u32::MAX;

impl FlowNetwork {
    /// Adds a node.
    pub(super) fn node(&mut self) -> usize {
        self.leaving.push(Vec::new());
        self.leaving.len() - 1
    }

    /// Adds an arc of a capacity; its number.
    pub(super) fn arc(&mut self, from: usize, to: usize, capacity: i64) -> usize {
        let number = self.arcs.len();
        self.arcs.push(Arc { target: to, room: capacity });
        self.arcs.push(Arc { target: from, room: 0 });
        self.leaving[from].push(number);
        self.leaving[to].push(number + 1);
        number
    }

    /// What flows along an arc.
    pub(super) fn flow(&self, arc: usize) -> i64 {
        self.arcs[arc ^ 1].room
    }

    /// What an arc could still carry.
    pub(super) fn room(&self, arc: usize) -> i64 {
        self.arcs[arc].room
    }

    /// Where an arc leads.
    pub(super) fn target(&self, arc: usize) -> usize {
        self.arcs[arc].target
    }

    /// Raises (or lowers) the capacity of an arc.
    pub(super) fn widen(&mut self, arc: usize, by: i64) {
        self.arcs[arc].room += by;
    }

    /// Pushes up to `most` from `source` to `sink`; what was pushed, and the log to take it back.
    pub(super) fn push(&mut self, source: usize, sink: usize, most: i64) -> (i64, Log) {
        let mut log = Log::new();
        let mut pushed = 0;
        while pushed < most && self.find_levels(source, sink) {
            self.next = vec![0; self.leaving.len()];
            loop {
                let step = self.augment(source, sink, most - pushed, &mut log);
                if step == 0 {
                    break;
                }
                pushed += step;
            }
        }
        (pushed, log)
    }

    /// Takes back a push.
    pub(super) fn take_back(&mut self, log: &Log) {
        for &(arc, amount) in log {
            self.arcs[arc].room += amount;
            self.arcs[arc ^ 1].room -= amount;
        }
    }

    /// Breadth-first levels; whether the sink is reached.
    fn find_levels(&mut self, source: usize, sink: usize) -> bool {
        self.level = vec![UNREACHED; self.leaving.len()];
        self.level[source] = 0;
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for &arc in &self.leaving[node] {
                let Arc { target, room } = self.arcs[arc];
                if room > 0 && self.level[target] == UNREACHED {
                    self.level[target] = self.level[node] + 1;
                    queue.push_back(target);
                }
            }
        }
        self.level[sink] != UNREACHED
    }

    /// One augmenting path down the levels (depth first; the graph is shallow).
    fn augment(&mut self, node: usize, sink: usize, most: i64, log: &mut Log) -> i64 {
        if node == sink {
            return most;
        }
        while let Some(&arc) = self.leaving[node].get(self.next[node]) {
            let Arc { target, room } = self.arcs[arc];
            if room > 0 && self.level[target] == self.level[node] + 1 {
                let pushed = self.augment(target, sink, most.min(room), log);
                if pushed > 0 {
                    self.arcs[arc].room -= pushed;
                    self.arcs[arc ^ 1].room += pushed;
                    log.push((arc, pushed));
                    return pushed;
                }
            }
            self.next[node] += 1;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_push_reroutes_earlier_flow_and_can_be_taken_back() {
        let mut network = FlowNetwork::default();
        let [source, a, b, x, y, sink] = [(); 6].map(|()| network.node());
        let from_a = network.arc(source, a, 10);
        let from_b = network.arc(source, b, 10);
        network.arc(a, x, i64::MAX);
        network.arc(a, y, i64::MAX);
        network.arc(b, x, i64::MAX);
        network.arc(x, sink, 10);
        network.arc(y, sink, 5);
        assert_eq!(network.push(a, sink, 10).0, 10);
        network.widen(from_a, -10);
        let (pushed, log) = network.push(source, sink, 7);
        assert_eq!((pushed, network.flow(from_b), network.room(from_b)), (5, 5, 5));
        network.take_back(&log);
        assert_eq!(network.flow(from_b), 0);
    }
}
