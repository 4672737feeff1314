//! What each rule of page 3 binds: its groups, the needs that each group counts, and the needs of its base. Reads no
//! money and solves nothing.

mod judge;
mod partners;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Base, Beneficiary, Class, Condition, Level, Need, Over, Rule, RuleBound, Scenario, Source};
use crate::eligibility::Eligibility;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, PackageIndex, SourceIndex};
use crate::severity;
pub use judge::findings;
pub use partners::{limits, overfull};

/// One of the things that a rule binds one by one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKey {
    /// Everything.
    All,
    /// An area.
    Area(AreaIndex),
    /// A household.
    Household(HouseholdIndex),
    /// A source.
    Source(SourceIndex),
    /// A package.
    Package(PackageIndex),
    /// A purpose.
    Purpose(String),
    /// A class.
    Class(Class),
}

impl GroupKey {
    /// Its id in the tables.
    pub fn id<'a>(&'a self, scenario: &'a Scenario) -> &'a str {
        match self {
            Self::All => "all",
            Self::Area(area) => &scenario.area(*area).code,
            Self::Household(household) => &scenario.household(*household).id,
            Self::Source(source) => &scenario.source(*source).id,
            Self::Package(package) => &scenario.package(*package).id,
            Self::Purpose(purpose) => purpose,
            Self::Class(Class::Poor) => "poor",
            Self::Class(Class::NearPoor) => "near_poor",
            Self::Class(Class::NewlyEscaped) => "newly_escaped",
            Self::Class(Class::Other) => "other",
        }
    }
}

/// A group that a rule binds.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleGroup {
    /// Position of its rule in `Scenario::rules`.
    pub rule: usize,
    /// Which group.
    pub key: GroupKey,
    /// Needs that the value counts, in order.
    pub counted: Vec<NeedIndex>,
    /// Needs that the base counts, in order; empty where no bound is a share.
    pub base: Vec<NeedIndex>,
    /// Official households of the group's communes (poverty drop).
    pub households: f64,
}

/// The groups of all rules, by rule and key.
pub fn groups(scenario: &Scenario, eligibility: &Eligibility) -> Vec<RuleGroup> {
    let places = Places::of(scenario);
    let mut groups = Vec::new();
    for (position, rule) in scenario.rules.iter().enumerate() {
        let reading = Reading { scenario, eligibility: Some(eligibility), places: &places, rule };
        for (key, counted) in reading.counted() {
            let base = reading.base(&key);
            let households = reading.official_households(&key);
            groups.push(RuleGroup { rule: position, key, counted, base, households });
        }
    }
    groups
}

/// Areas and packages that satisfy a rule's conditions and that no need makes a group of, by rule.
pub fn without_demand(scenario: &Scenario) -> Vec<(usize, GroupKey)> {
    let places = Places::of(scenario);
    let mut missing = Vec::new();
    for (position, rule) in scenario.rules.iter().enumerate() {
        let reading = Reading { scenario, eligibility: None, places: &places, rule };
        missing.extend(reading.unasked(&reading.counted()).into_iter().map(|key| (position, key)));
    }
    missing
}

/// Whether a rule counts money of a source.
pub fn counts_source(rule: &Rule, index: SourceIndex, source: &Source) -> bool {
    let condition = &rule.condition;
    (condition.sources.is_empty() || condition.sources.contains(&index))
        && (condition.kinds.is_empty() || condition.kinds.contains(&source.kind))
}

/// What conditions on areas need: rates and ranks of communes.
struct Places<'a> {
    scenario: &'a Scenario,
    rates: Vec<Option<f64>>,
    /// Communes from the highest rate, ties by code.
    poorest: Vec<AreaIndex>,
}

impl<'a> Places<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        let rates = severity::poverty_rates(scenario);
        let mut communes: Vec<(f64, AreaIndex)> = (0..scenario.areas.len())
            .map(AreaIndex::new)
            .filter(|&area| scenario.area(area).level == Level::Commune)
            .filter_map(|area| Some(((*rates.get(area.get())?)?, area)))
            .collect();
        communes.sort_by(|(one, area), (other, next)| other.total_cmp(one).then(area.cmp(next)));
        Self { scenario, rates, poorest: communes.into_iter().map(|(_, area)| area).collect() }
    }

    /// Whether an area satisfies the conditions on areas (those on communes: at commune level or below).
    fn holds(&self, condition: &Condition, area: AreaIndex) -> bool {
        let scenario = self.scenario;
        let is_in = |areas: &BTreeSet<AreaIndex>| scenario.lineage(area).any(|one| areas.contains(&one));
        let has_tag = || scenario.lineage(area).any(|one| !scenario.area(one).tags.is_disjoint(&condition.area_tags));
        let commune = scenario.lineage(area).find(|&one| scenario.area(one).level == Level::Commune);
        let rate = commune.and_then(|commune| self.rates.get(commune.get()).copied().flatten());
        let is_poorest = |count: u32| {
            let count = usize::try_from(count).unwrap_or(usize::MAX).min(self.poorest.len());
            commune.is_some_and(|commune| self.poorest.iter().take(count).any(|&one| one == commune))
        };
        (condition.areas.is_empty() || is_in(&condition.areas))
            && (condition.area_tags.is_empty() || has_tag())
            && condition.min_poverty_rate.is_none_or(|least| rate.is_some_and(|rate| rate >= least))
            && condition.max_poverty_rate.is_none_or(|most| rate.is_some_and(|rate| rate <= most))
            && condition.poorest.is_none_or(is_poorest)
    }
}

fn holds_package(scenario: &Scenario, condition: &Condition, package: PackageIndex) -> bool {
    (condition.packages.is_empty() || condition.packages.contains(&package))
        && (condition.purposes.is_empty() || condition.purposes.contains(&scenario.package(package).purpose))
}

/// One rule as it reads a scenario.
struct Reading<'a> {
    scenario: &'a Scenario,
    /// Needed where sources are the groups; without it there are none of these.
    eligibility: Option<&'a Eligibility>,
    places: &'a Places<'a>,
    rule: &'a Rule,
}

impl Reading<'_> {
    /// The needs that satisfy `where`, by group.
    fn counted(&self) -> BTreeMap<GroupKey, Vec<NeedIndex>> {
        let mut groups: BTreeMap<GroupKey, Vec<NeedIndex>> = BTreeMap::new();
        for (index, need) in self.scenario.needs().filter(|(_, need)| self.counts(need)) {
            for key in self.keys(index, need) {
                groups.entry(key).or_default().push(index);
            }
        }
        groups
    }

    /// Areas and packages that satisfy the conditions and are not among the groups with a need.
    fn unasked(&self, counted: &BTreeMap<GroupKey, Vec<NeedIndex>>) -> Vec<GroupKey> {
        let (scenario, condition) = (self.scenario, &self.rule.condition);
        let keys: Vec<GroupKey> = match self.rule.over {
            Over::Area(level) => {
                let areas = (0..scenario.areas.len()).map(AreaIndex::new);
                let holds =
                    |&area: &AreaIndex| scenario.area(area).level == level && self.places.holds(condition, area);
                areas.filter(holds).map(GroupKey::Area).collect()
            }
            Over::Package => {
                let packages = (0..scenario.packages.len()).map(PackageIndex::new);
                packages.filter(|&package| holds_package(scenario, condition, package)).map(GroupKey::Package).collect()
            }
            _ => Vec::new(),
        };
        keys.into_iter().filter(|key| !counted.contains_key(key)).collect()
    }

    /// Whether a need satisfies the conditions that are not on sources.
    fn counts(&self, need: &Need) -> bool {
        let condition = &self.rule.condition;
        let scenario = self.scenario;
        let tags = match need.beneficiary {
            Beneficiary::Household(household) => Some(&scenario.household(household).tags),
            Beneficiary::Commune(_) => None,
        };
        let has_class = || scenario.class_of(need).is_some_and(|class| condition.classes.contains(&class));
        (condition.classes.is_empty() || has_class())
            && (condition.tags.is_empty() || tags.is_some_and(|tags| !tags.is_disjoint(&condition.tags)))
            && holds_package(scenario, condition, need.package)
            && self.places.holds(condition, scenario.home(need.beneficiary))
    }

    /// The groups that a need belongs to: one, but of sources every one that may fund it.
    fn keys(&self, index: NeedIndex, need: &Need) -> Vec<GroupKey> {
        let scenario = self.scenario;
        let one = match self.rule.over {
            Over::All => Some(GroupKey::All),
            Over::Area(level) => {
                let home = scenario.home(need.beneficiary);
                scenario.lineage(home).find(|&area| scenario.area(area).level == level).map(GroupKey::Area)
            }
            Over::Household => match need.beneficiary {
                Beneficiary::Household(household) => Some(GroupKey::Household(household)),
                Beneficiary::Commune(_) => None,
            },
            Over::Package => Some(GroupKey::Package(need.package)),
            Over::Purpose => Some(GroupKey::Purpose(scenario.package(need.package).purpose.clone())),
            Over::Class => scenario.class_of(need).map(GroupKey::Class),
            Over::Source => {
                let sources = self.eligibility.map(|eligibility| eligibility.sources_of(index)).unwrap_or_default();
                let sources = sources.iter().copied();
                let counted = sources.filter(|&source| counts_source(self.rule, source, scenario.source(source)));
                return counted.map(GroupKey::Source).collect();
            }
        };
        one.into_iter().collect()
    }

    /// The needs of the base of a share: the same measure without `where`, in the group or in all.
    fn base(&self, key: &GroupKey) -> Vec<NeedIndex> {
        let is_share = |bound: &RuleBound| matches!(bound, RuleBound::Share(_));
        if ![self.rule.at_least, self.rule.at_most].iter().flatten().any(is_share) {
            return Vec::new();
        }
        let is_in = |&(index, need): &(NeedIndex, &Need)| {
            self.rule.base == Base::Total || self.rule.over == Over::Source || self.keys(index, need).contains(key)
        };
        self.scenario.needs().filter(is_in).map(|(index, _)| index).collect()
    }

    /// Official households of an area, or of all communes that satisfy the conditions.
    fn official_households(&self, key: &GroupKey) -> f64 {
        let scenario = self.scenario;
        let official = |area: AreaIndex| f64::from(scenario.area(area).households.unwrap_or(0));
        let is_commune = |&area: &AreaIndex| scenario.area(area).level == Level::Commune;
        let communes = || (0..scenario.areas.len()).map(AreaIndex::new).filter(is_commune);
        match *key {
            GroupKey::Area(area) if scenario.area(area).households.is_some() => official(area),
            GroupKey::Area(area) => {
                communes().filter(|&one| scenario.lineage(one).any(|above| above == area)).map(official).sum()
            }
            _ => communes().filter(|&area| self.places.holds(&self.rule.condition, area)).map(official).sum(),
        }
    }
}
