//! Who may pay for what: E, the pairs of source and need that every earmark, the accounts, goods and their package,
//! and the pairing allow (page 3, "Eligibility"). Every refusal knows its reason. No money is counted here.

mod places;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Beneficiary, Class, Need, Pairings, Scenario, Source, Worth};
use crate::ids::{AreaIndex, NeedIndex, PackageIndex, SourceIndex};
use places::Places;
pub use places::{Candidates, PairedWith, Terms};

/// The first condition that fails, in the order of the column list of `sources`, pairings last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The source gives goods of another package.
    Goods,
    /// The source gives goods, and the need has its own unit cost.
    OwnCost,
    /// Poverty and relief never mix.
    Account,
    /// The beneficiary lives outside the areas.
    Areas,
    /// The purpose is not among those named.
    Purposes,
    /// The package is not among those named.
    Packages,
    /// The class is not among those named, or the commune's request states none.
    Classes,
    /// The household has none of the tags.
    Tags,
    /// The beneficiary is not named.
    Beneficiaries,
    /// The place is forbidden to the source, or not chosen for it.
    Pairing,
}

impl Refusal {
    /// The column of `sources` (or `needs`), or the table, that refuses.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::OwnCost => "unit_cost",
            Self::Account => "account",
            Self::Areas => "areas",
            Self::Purposes => "purposes",
            Self::Packages => "packages",
            Self::Classes => "classes",
            Self::Tags => "tags",
            Self::Beneficiaries => "beneficiaries",
            Self::Pairing => "pairings",
        }
    }
}

/// E in the form that money needs: needs that no source tells apart share one list of sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Eligibility {
    class_of_need: Vec<u32>,
    sources_of_class: Vec<Vec<SourceIndex>>,
}

impl Eligibility {
    /// The sources that may fund a need, by id.
    pub fn sources_of(&self, need: NeedIndex) -> &[SourceIndex] {
        let class = self.funding_class(need);
        self.sources_of_class.get(class).map(Vec::as_slice).expect("every need has a funding class")
    }

    /// Number of the set of sources that may fund a need; equal for needs with equal sets.
    pub fn funding_class(&self, need: NeedIndex) -> usize {
        self.class_of_need.get(need.get()).map(|&class| class as usize).expect("eligibility covers every need")
    }

    /// The sets of sources, by number.
    pub fn funding_classes(&self) -> &[Vec<SourceIndex>] {
        &self.sources_of_class
    }
}

/// Finds E, the pairing given.
pub fn find(scenario: &Scenario, pairings: &Pairings) -> Eligibility {
    find_within(scenario, &Places::chosen(scenario, pairings))
}

/// Finds E before anything is paired: as if every candidate were chosen.
pub fn find_open(scenario: &Scenario) -> Eligibility {
    find_within(scenario, &Places::open(scenario))
}

fn find_within(scenario: &Scenario, places: &Places) -> Eligibility {
    let words = EarmarkWords::of(scenario);
    let mut class_of_profile = BTreeMap::new();
    let mut class_of_set = BTreeMap::new();
    let mut class_of_need = Vec::with_capacity(scenario.needs.len());
    for need in &scenario.needs {
        let profile = (words.profile(scenario, need), places.profile(scenario, need.beneficiary));
        let class = *class_of_profile.entry(profile).or_insert_with(|| {
            let allowed = |(index, source): (SourceIndex, &Source)| {
                let is_allowed = places.allow(scenario, index, need.beneficiary);
                (is_allowed && refusal(scenario, source, need).is_none()).then_some(index)
            };
            let set: Vec<SourceIndex> = scenario.sources().filter_map(allowed).collect();
            let next = u32::try_from(class_of_set.len()).expect("fewer than 2^32 funding classes");
            *class_of_set.entry(set).or_insert(next)
        });
        class_of_need.push(class);
    }
    let mut sets: Vec<(u32, Vec<SourceIndex>)> = class_of_set.into_iter().map(|(set, class)| (class, set)).collect();
    sets.sort_unstable();
    Eligibility { class_of_need, sources_of_class: sets.into_iter().map(|(_, set)| set).collect() }
}

/// Refusals before anything is paired: earmarks first, then the places that pairings rule out whatever stage 0
/// chooses.
pub struct OpenRefusals<'a> {
    scenario: &'a Scenario,
    places: Places,
}

impl<'a> OpenRefusals<'a> {
    /// Those of a scenario.
    pub fn of(scenario: &'a Scenario) -> Self {
        Self { scenario, places: Places::open(scenario) }
    }

    /// Why a source may never fund `need`; `None` if it may.
    pub fn refusal(&self, source: SourceIndex, need: &Need) -> Option<Refusal> {
        refusal(self.scenario, self.scenario.source(source), need).or_else(|| {
            let is_allowed = self.places.allow(self.scenario, source, need.beneficiary);
            (!is_allowed).then_some(Refusal::Pairing)
        })
    }
}

/// Why `source` may not fund `need`, pairings aside; `None` if it may.
pub fn refusal(scenario: &Scenario, source: &Source, need: &Need) -> Option<Refusal> {
    let package = scenario.package(need.package);
    let earmark = &source.earmark;
    if let Worth::Goods { package: goods, .. } = source.worth {
        if goods != need.package {
            return Some(Refusal::Goods);
        }
        if need.has_own_cost {
            return Some(Refusal::OwnCost);
        }
    }
    let is_in_areas = || scenario.lineage(scenario.home(need.beneficiary)).any(|area| earmark.areas.contains(&area));
    let has_class = || scenario.class_of(need).is_some_and(|class| earmark.classes.contains(&class));
    let has_tag = || tags_of(scenario, need.beneficiary).is_some_and(|tags| !tags.is_disjoint(&earmark.tags));
    let checks: [(bool, &dyn Fn() -> bool, Refusal); 6] = [
        (earmark.areas.is_empty(), &is_in_areas, Refusal::Areas),
        (earmark.purposes.is_empty(), &|| earmark.purposes.contains(&package.purpose), Refusal::Purposes),
        (earmark.packages.is_empty(), &|| earmark.packages.contains(&need.package), Refusal::Packages),
        (earmark.classes.is_empty(), &has_class, Refusal::Classes),
        (earmark.tags.is_empty(), &has_tag, Refusal::Tags),
        (
            earmark.beneficiaries.is_empty(),
            &|| earmark.beneficiaries.contains(&need.beneficiary),
            Refusal::Beneficiaries,
        ),
    ];
    if source.account != package.account {
        return Some(Refusal::Account);
    }
    checks.iter().find(|(is_open, holds, _)| !is_open && !holds()).map(|&(_, _, refusal)| refusal)
}

fn tags_of(scenario: &Scenario, beneficiary: Beneficiary) -> Option<&BTreeSet<String>> {
    match beneficiary {
        Beneficiary::Household(household) => Some(&scenario.household(household).tags),
        Beneficiary::Commune(_) => None,
    }
}

/// What earmarks can tell apart in a need: needs with equal profiles have equal sets of sources.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Profile {
    areas: Vec<AreaIndex>,
    package: PackageIndex,
    has_own_cost: bool,
    class: Option<Class>,
    tags: Vec<String>,
    named: Option<Beneficiary>,
}

/// Areas, tags and beneficiaries that some earmark names.
struct EarmarkWords<'a> {
    areas: BTreeSet<AreaIndex>,
    tags: BTreeSet<&'a String>,
    beneficiaries: BTreeSet<Beneficiary>,
}

impl<'a> EarmarkWords<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        let earmarks = || scenario.sources.iter().map(|source| &source.earmark);
        Self {
            areas: earmarks().flat_map(|earmark| earmark.areas.iter().copied()).collect(),
            tags: earmarks().flat_map(|earmark| &earmark.tags).collect(),
            beneficiaries: earmarks().flat_map(|earmark| earmark.beneficiaries.iter().copied()).collect(),
        }
    }

    fn profile(&self, scenario: &Scenario, need: &Need) -> Profile {
        let lineage = scenario.lineage(scenario.home(need.beneficiary));
        let tags = tags_of(scenario, need.beneficiary).into_iter().flatten();
        Profile {
            areas: lineage.filter(|area| self.areas.contains(area)).collect(),
            package: need.package,
            has_own_cost: need.has_own_cost,
            class: scenario.class_of(need),
            tags: tags.filter(|tag| self.tags.contains(tag)).cloned().collect(),
            named: self.beneficiaries.contains(&need.beneficiary).then_some(need.beneficiary),
        }
    }
}
