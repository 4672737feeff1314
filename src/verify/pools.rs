//! Who may pay for what, once per kind of need: needs that no earmark tells apart share one list of sources.
//! Refuses to judge a reason; it only answers questions about eligible money.

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use super::eligibility::refused;
use super::transfers::pays_whole_units;
use crate::domain::{Beneficiary, Class, Earmark, Need};
use crate::ids::{AreaIndex, NeedIndex, PackageIndex, SourceIndex};

/// The sources of every need.
#[derive(Debug, Default)]
pub(super) struct Pools {
    of_need: Vec<usize>,
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

/// What earmarks can tell apart in a need.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind<'a> {
    areas: Vec<AreaIndex>,
    package: PackageIndex,
    has_own_cost: bool,
    class: Option<Class>,
    tags: Vec<&'a str>,
    named: Option<Beneficiary>,
    paired: Option<(AreaIndex, Option<Beneficiary>)>,
}

/// Everything that some earmark names.
struct Named<'a> {
    areas: BTreeSet<AreaIndex>,
    tags: BTreeSet<&'a str>,
    beneficiaries: BTreeSet<Beneficiary>,
}

impl Pools {
    /// Finds the sources of every need.
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let scenario = evidence.case.scenario;
        let named = Named::of(evidence);
        let mut by_kind = BTreeMap::new();
        let mut by_sources = BTreeMap::new();
        let mut pools = Self::default();
        for need in &scenario.needs {
            let number = *by_kind.entry(named.kind(evidence, need)).or_insert_with(|| {
                let may = |&(index, source): &(SourceIndex, _)| {
                    let is_paired = evidence.bonds.allow(evidence.case, index, need.beneficiary);
                    is_paired && refused(scenario, source, need).is_none()
                };
                let sources: Vec<SourceIndex> = scenario.sources().filter(may).map(|(index, _)| index).collect();
                *by_sources.entry(sources.clone()).or_insert_with(|| {
                    pools.pools.push(Pool::new(evidence, sources));
                    pools.pools.len() - 1
                })
            });
            pools.of_need.push(number);
        }
        pools
    }

    /// The sources that may fund a need.
    pub(super) fn of_need(&self, need: NeedIndex) -> &Pool {
        &self.pools[self.of_need[need.get()]]
    }

    /// All pools.
    pub(super) fn all(&self) -> &[Pool] {
        &self.pools
    }

    /// Number of the pool of a need, in [`Pools::all`].
    pub(super) fn number(&self, need: NeedIndex) -> usize {
        self.of_need[need.get()]
    }

    /// The largest weight of one unit asked in each group that some source may fund.
    pub(super) fn largest_unit_of_groups(&self, evidence: &Evidence<'_>) -> BTreeMap<AreaIndex, f64> {
        let mut largest = BTreeMap::new();
        for (need, _) in evidence.case.scenario.needs() {
            if !self.of_need(need).sources.is_empty() {
                let ask = evidence.case.ask(need);
                let weight: &mut f64 = largest.entry(ask.group).or_insert(0.0);
                *weight = weight.max(ask.weight);
            }
        }
        largest
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

impl<'a> Named<'a> {
    fn of(evidence: &Evidence<'a>) -> Self {
        let earmarks = || evidence.case.scenario.sources.iter().map(|source| &source.earmark);
        let tags = earmarks().flat_map(|earmark: &Earmark| &earmark.tags);
        Self {
            areas: earmarks().flat_map(|earmark| &earmark.areas).copied().collect(),
            tags: tags.map(String::as_str).collect(),
            beneficiaries: earmarks().flat_map(|earmark| &earmark.beneficiaries).copied().collect(),
        }
    }

    fn kind(&self, evidence: &Evidence<'a>, need: &Need) -> Kind<'a> {
        let scenario = evidence.case.scenario;
        let home = scenario.home(need.beneficiary);
        let (class, tags) = match need.beneficiary {
            Beneficiary::Household(index) => {
                let household = scenario.household(index);
                (Some(household.class), Some(&household.tags))
            }
            Beneficiary::Commune(_) => (need.class, None),
        };
        let tags = tags.into_iter().flatten().map(String::as_str);
        Kind {
            areas: scenario.lineage(home).filter(|area| self.areas.contains(area)).collect(),
            package: need.package,
            has_own_cost: need.has_own_cost,
            class,
            tags: tags.filter(|tag| self.tags.contains(tag)).collect(),
            named: Some(need.beneficiary).filter(|named| self.beneficiaries.contains(named)),
            paired: evidence.bonds.kind(evidence.case, need.beneficiary),
        }
    }
}
