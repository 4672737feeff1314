//! Lines of fewer than five households are not shown alone: communes share a line, so that nobody is left out and nobody
//! is pointed at.

use std::collections::BTreeMap;

use super::{Key, Open};
use crate::domain::Scenario;
use crate::domain::profiles::SMALLEST_GROUP;
use crate::ids::{AreaIndex, PackageIndex};
use crate::units::Vnd;

/// A line of the catalogue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) key: Key,
    /// Whether it sums up communes of its area.
    pub(super) is_pooled: bool,
    /// Withheld where the whole area has too few households.
    pub(super) open: Option<Open>,
}

/// What one line may sum up: a package at one price, below one root of the areas.
type Pool = (AreaIndex, PackageIndex, Vnd);

fn is_small(open: Open) -> bool {
    (1..SMALLEST_GROUP).contains(&open.households)
}

/// The lines, the small ones joined: with the others of the area above, else with the others of the root, else with the
/// next larger line below the root; withheld only where there is nothing to join them with.
pub(super) fn pooled(scenario: &Scenario, open: BTreeMap<Key, Open>) -> Vec<Line> {
    let above = |area: AreaIndex| scenario.area(area).parent.unwrap_or(area);
    let root = |area: AreaIndex| scenario.lineage(area).last().unwrap_or(area);
    let (small, large): (BTreeMap<Key, Open>, BTreeMap<Key, Open>) =
        open.into_iter().partition(|(_, open)| is_small(*open));
    let mut lines: Vec<Line> =
        large.into_iter().map(|(key, open)| Line { key, is_pooled: false, open: Some(open) }).collect();
    let (small, enough): (BTreeMap<Key, Open>, BTreeMap<Key, Open>) =
        joined(small, above).into_iter().partition(|(_, open)| is_small(*open));
    lines.extend(enough.into_iter().map(|(key, open)| Line { key, is_pooled: true, open: Some(open) }));
    for (pool, open) in joined(small, root) {
        let line = at_root(pool, open, &mut lines, root);
        lines.push(line);
    }
    lines.sort_by_key(|line| (line.key, line.is_pooled));
    lines
}

/// Sums of what lies below the area that each line is moved up to.
fn joined(open: BTreeMap<Key, Open>, up: impl Fn(AreaIndex) -> AreaIndex) -> BTreeMap<Pool, Open> {
    let mut sums: BTreeMap<Pool, Open> = BTreeMap::new();
    for ((area, package, price), open) in open {
        sums.entry((up(area), package, price)).or_default().add(open);
    }
    sums
}

/// The line of a root's rest; where that is small it takes the smallest other line of its package and price with it.
fn at_root(pool: Pool, mut open: Open, lines: &mut Vec<Line>, root: impl Fn(AreaIndex) -> AreaIndex) -> Line {
    let of_pool = |line: &Line| (root(line.key.0), line.key.1, line.key.2) == pool;
    // A pooled line of the same area would be told apart from this one by nothing.
    let twin = lines.iter().position(|line| line.is_pooled && line.key == pool);
    let smallest = || {
        let others = lines.iter().enumerate().filter(|(_, line)| of_pool(line));
        others.min_by_key(|(position, line)| (line.open.map(|open| open.households), *position)).map(|(at, _)| at)
    };
    let partner = twin.or_else(|| if is_small(open) { smallest() } else { None });
    if let Some(partner) = partner.map(|at| lines.swap_remove(at)) {
        open.add(partner.open.unwrap_or_default());
    }
    Line { key: pool, is_pooled: true, open: (!is_small(open)).then_some(open) }
}
