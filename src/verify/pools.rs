//! The money of every need, by kind of need. Refuses to judge a reason; it only answers questions about eligible money.

use super::Evidence;
use super::reach::Reach;
use super::transfers::pays_whole_units;
use crate::ids::{NeedIndex, SourceIndex};

/// The money of every need.
#[derive(Debug)]
pub(super) struct Pools {
    /// Who may pay for what.
    pub(super) reach: Reach,
    /// By list of `reach`.
    pools: Vec<Pool>,
}

/// The sources that may fund needs of one kind, and their money.
#[derive(Debug, Clone, Default)]
pub(super) struct Pool {
    /// All of them, by id.
    pub(super) sources: Vec<SourceIndex>,
    /// Those that pay whole units alone.
    pub(super) whole: Vec<SourceIndex>,
    /// Whether any of them has a cap.
    pub(super) has_caps: bool,
    /// Đồng that all of them have left.
    pub(super) left: i128,
    /// Đồng that those which pay any amount have left.
    pub(super) plain_left: i128,
    /// Đồng that those which pay any amount have beyond all commitments.
    pub(super) plain_free: i128,
}

impl Pools {
    /// Finds the money of every need.
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let reach = Reach::of(evidence.case, evidence.bonds);
        let pools = reach.lists().iter().map(|sources| Pool::new(evidence, sources.clone())).collect();
        Self { reach, pools }
    }

    /// The sources that may fund a need.
    pub(super) fn of_need(&self, need: NeedIndex) -> &Pool {
        &self.pools[self.number(need)]
    }

    /// All pools.
    pub(super) fn all(&self) -> &[Pool] {
        &self.pools
    }

    /// Number of the pool of a need, in [`Pools::all`].
    pub(super) fn number(&self, need: NeedIndex) -> usize {
        self.reach.number(need)
    }
}

impl Pool {
    /// The same without the sources that pay whole units alone.
    pub(super) fn plain_alone(&self, evidence: &Evidence<'_>) -> Self {
        let plain = self.sources.iter().copied().filter(|source| !self.whole.contains(source));
        Self::new(evidence, plain.collect())
    }

    fn new(evidence: &Evidence<'_>, sources: Vec<SourceIndex>) -> Self {
        let mut pool = Self { sources, ..Self::default() };
        for &index in &pool.sources {
            let source = evidence.case.scenario.source(index);
            let fund = evidence.case.fund(index);
            let left = fund.available - evidence.paid.by_source(index);
            pool.has_caps |= source.max_per_commune.is_some() || source.max_per_household.is_some();
            pool.left += left;
            if pays_whole_units(source) {
                pool.whole.push(index);
            } else {
                pool.plain_left += left;
                pool.plain_free += fund.available - fund.committed;
            }
        }
        pool
    }
}
