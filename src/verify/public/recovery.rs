//! Which withheld figures can be found from the others by adding and taking away. Each sum is a line between two
//! corners; what comes to a corner leaves it. A withheld line is found exactly when no circle of withheld lines runs
//! through it: then one side of it holds only figures that are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::Of;

/// Where sums meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Corner<'a> {
    Start,
    Commune(&'a str),
    /// Before and behind the sum of a programme.
    Programme(&'a str, bool),
    Donor(&'a str),
    End,
}

/// A withheld sum between its corners.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hidden<'a> {
    of: Of<'a>,
    ends: [Corner<'a>; 2],
}

impl<'a> Hidden<'a> {
    pub(super) fn new(of: Of<'a>) -> Self {
        let ends = match of {
            Of::All => [Corner::End, Corner::Start],
            Of::Commune(code, "") => [Corner::Start, Corner::Commune(code)],
            Of::Commune(code, name) => [Corner::Commune(code), Corner::Programme(name, false)],
            Of::Programme(name) => [Corner::Programme(name, false), Corner::Programme(name, true)],
            Of::Donor(donor, "") => [Corner::Donor(donor), Corner::End],
            Of::Donor(donor, name) => [Corner::Programme(name, true), Corner::Donor(donor)],
        };
        Self { of, ends }
    }
}

/// The withheld sums that are found.
pub(super) fn found<'a>(hidden: &[Hidden<'a>]) -> Vec<Of<'a>> {
    let mut lines: BTreeMap<Corner<'a>, Vec<(usize, Corner<'a>)>> = BTreeMap::new();
    for (position, line) in hidden.iter().enumerate() {
        let [one, other] = line.ends;
        lines.entry(one).or_default().push((position, other));
        lines.entry(other).or_default().push((position, one));
    }
    let is_on_circle = |position: usize, [start, goal]: [Corner<'a>; 2]| {
        let mut reached = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(corner) = open.pop() {
            let others = lines.get(&corner).into_iter().flatten().filter(|(line, _)| *line != position);
            for &(_, next) in others {
                if next == goal {
                    return true;
                }
                if reached.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    };
    let lonely = hidden.iter().enumerate().filter(|(position, line)| !is_on_circle(*position, line.ends));
    lonely.map(|(_, line)| line.of).collect()
}
