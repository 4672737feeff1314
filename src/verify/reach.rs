//! Who may pay for what, once per kind of need: needs that no earmark tells apart share one list of sources.
//! Refuses to look at any written table but the pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::bonds::Bonds;
use super::case::Case;
use super::eligibility::refused;
use crate::domain::{Beneficiary, Class, Earmark, Need};
use crate::ids::{AreaIndex, NeedIndex, PackageIndex, SourceIndex};

/// The sources that may fund every need.
#[derive(Debug, Default)]
pub(super) struct Reach {
    of_need: Vec<usize>,
    lists: Vec<Vec<SourceIndex>>,
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

impl Reach {
    /// Finds the sources of every need.
    pub(super) fn of(case: &Case<'_>, bonds: &Bonds) -> Self {
        let scenario = case.scenario;
        let named = Named::of(case);
        let mut by_kind = BTreeMap::new();
        let mut by_sources = BTreeMap::new();
        let mut reach = Self::default();
        for need in &scenario.needs {
            let number = *by_kind.entry(named.kind((case, bonds), need)).or_insert_with(|| {
                let may = |&(index, source): &(SourceIndex, _)| {
                    bonds.allow(case, index, need.beneficiary) && refused(scenario, source, need).is_none()
                };
                let sources: Vec<SourceIndex> = scenario.sources().filter(may).map(|(index, _)| index).collect();
                *by_sources.entry(sources.clone()).or_insert_with(|| {
                    reach.lists.push(sources);
                    reach.lists.len() - 1
                })
            });
            reach.of_need.push(number);
        }
        reach
    }

    /// The sources that may fund a need, by id.
    pub(super) fn sources(&self, need: NeedIndex) -> &[SourceIndex] {
        &self.lists[self.number(need)]
    }

    /// Number of the list of a need, in [`Reach::lists`].
    pub(super) fn number(&self, need: NeedIndex) -> usize {
        self.of_need[need.get()]
    }

    /// Every list once.
    pub(super) fn lists(&self) -> &[Vec<SourceIndex>] {
        &self.lists
    }

    /// The largest weight of one unit asked in each group that some source may fund.
    pub(super) fn largest_unit_of_groups(&self, case: &Case<'_>) -> BTreeMap<AreaIndex, f64> {
        let mut largest = BTreeMap::new();
        for (need, _) in case.scenario.needs() {
            if !self.sources(need).is_empty() {
                let ask = case.ask(need);
                let weight: &mut f64 = largest.entry(ask.group).or_insert(0.0);
                *weight = weight.max(ask.weight);
            }
        }
        largest
    }
}

impl<'a> Named<'a> {
    fn of(case: &Case<'a>) -> Self {
        let earmarks = || case.scenario.sources.iter().map(|source| &source.earmark);
        let tags = earmarks().flat_map(|earmark: &Earmark| &earmark.tags);
        Self {
            areas: earmarks().flat_map(|earmark| &earmark.areas).copied().collect(),
            tags: tags.map(String::as_str).collect(),
            beneficiaries: earmarks().flat_map(|earmark| &earmark.beneficiaries).copied().collect(),
        }
    }

    fn kind(&self, (case, bonds): (&Case<'a>, &Bonds), need: &Need) -> Kind<'a> {
        let scenario = case.scenario;
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
            paired: bonds.kind(case, need.beneficiary),
        }
    }
}
