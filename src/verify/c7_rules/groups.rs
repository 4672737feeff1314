//! What a rule binds: the groups of `over`, the needs that each counts under `where`, and the areas and packages that
//! are listed though nobody asks. Refuses to look at money.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Beneficiary, Class, Condition, Level, Need, Over, Rule};
use crate::ids::{AreaIndex, NeedIndex, PackageIndex};
use crate::verify::case::Case;
use crate::verify::reach::Reach;

/// A rule as it reads a scenario.
pub(in crate::verify) struct Reading<'a, 'e> {
    case: &'a Case<'a>,
    reach: &'e Reach,
    rule: &'a Rule,
    /// Communes whose poverty rate the rule asks for.
    communes: BTreeSet<AreaIndex>,
}

impl<'a, 'e> Reading<'a, 'e> {
    /// Reads the conditions on poverty rates.
    pub(in crate::verify) fn of(case: &'a Case<'a>, reach: &'e Reach, rule: &'a Rule) -> Self {
        let communes = by_rate(case, &rule.condition);
        Self { case, reach, rule, communes }
    }

    /// The needs that satisfy a condition, by the id of their group.
    pub(in crate::verify) fn groups(&self, condition: Option<&Condition>) -> BTreeMap<&'a str, Vec<NeedIndex>> {
        let mut groups: BTreeMap<&str, Vec<NeedIndex>> = BTreeMap::new();
        for (index, need) in self.case.scenario.needs() {
            if condition.is_none_or(|condition| self.counts(condition, need)) {
                for id in self.ids(index, need) {
                    groups.entry(id).or_default().push(index);
                }
            }
        }
        groups
    }

    /// Ids of the areas of the level, or packages, that satisfy the conditions on areas, or on packages.
    pub(super) fn listed(&self) -> Vec<&'a str> {
        let scenario = self.case.scenario;
        let condition = &self.rule.condition;
        match self.rule.over {
            Over::Area(level) => {
                let places = areas(self.case, level).filter(|&area| self.holds(area));
                places.map(|area| &*scenario.area(area).code).collect()
            }
            Over::Package => {
                let packages = scenario.packages.iter().enumerate();
                let kept = packages.filter(|(position, _)| is_package(self.case, condition, *position));
                kept.map(|(_, package)| &*package.id).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Official households of an area: its own count, or that of the communes in it; of all: of the communes that
    /// satisfy the conditions.
    pub(in crate::verify) fn official_households(&self, group: &str) -> f64 {
        let scenario = self.case.scenario;
        let count = |area: AreaIndex| scenario.area(area).households;
        let sum = |communes: &mut dyn Iterator<Item = AreaIndex>| communes.filter_map(count).map(f64::from).sum();
        if self.rule.over == Over::All {
            return sum(&mut areas(self.case, Level::Commune).filter(|&commune| self.holds(commune)));
        }
        let Some(position) = scenario.areas.iter().position(|area| area.code == group) else {
            return 0.0;
        };
        let area = AreaIndex::new(position);
        let is_inside = |commune: &AreaIndex| scenario.lineage(*commune).any(|above| above == area);
        count(area).map_or_else(|| sum(&mut areas(self.case, Level::Commune).filter(is_inside)), f64::from)
    }

    /// Whether a need satisfies every condition but those on sources.
    fn counts(&self, condition: &Condition, need: &Need) -> bool {
        let scenario = self.case.scenario;
        let (class, tags) = match need.beneficiary {
            Beneficiary::Household(index) => {
                let household = scenario.household(index);
                (Some(household.class), household.tags.iter().any(|tag| condition.tags.contains(tag)))
            }
            Beneficiary::Commune(_) => (need.class, false),
        };
        self.holds(scenario.home(need.beneficiary))
            && (condition.classes.is_empty() || class.is_some_and(|class| condition.classes.contains(&class)))
            && (condition.tags.is_empty() || tags)
            && is_package(self.case, condition, need.package.get())
    }

    /// Whether an area satisfies the conditions on areas.
    fn holds(&self, area: AreaIndex) -> bool {
        let condition = &self.rule.condition;
        let is_by_rate =
            condition.min_poverty_rate.is_some() || condition.max_poverty_rate.is_some() || condition.poorest.is_some();
        let mut above = self.case.scenario.lineage(area);
        is_place(self.case, condition, area) && (!is_by_rate || above.any(|area| self.communes.contains(&area)))
    }

    /// The groups of a need: one at most, but every source that may fund it.
    fn ids(&self, index: NeedIndex, need: &Need) -> Vec<&'a str> {
        let scenario = self.case.scenario;
        let package = scenario.package(need.package);
        let id = match (self.rule.over, need.beneficiary) {
            (Over::All, _) => Some("all"),
            (Over::Area(level), who) => {
                let above = scenario.lineage(scenario.home(who)).map(|area| scenario.area(area));
                above.filter(|area| area.level == level).map(|area| &*area.code).next()
            }
            (Over::Household, Beneficiary::Household(household)) => Some(&*scenario.household(household).id),
            (Over::Household, Beneficiary::Commune(_)) => None,
            (Over::Package, _) => Some(&*package.id),
            (Over::Purpose, _) => Some(&*package.purpose),
            (Over::Class, Beneficiary::Household(household)) => Some(class_word(scenario.household(household).class)),
            (Over::Class, Beneficiary::Commune(_)) => need.class.map(class_word),
            (Over::Source, _) => return self.sources(index),
        };
        id.into_iter().collect()
    }

    /// The sources that may fund a need, and whose money the rule counts.
    fn sources(&self, need: NeedIndex) -> Vec<&'a str> {
        let condition = &self.rule.condition;
        let all = self.reach.sources(need).iter().map(|&index| (index, self.case.scenario.source(index)));
        let named = all.filter(|(index, _)| condition.sources.is_empty() || condition.sources.contains(index));
        let kinds = named.filter(|(_, source)| condition.kinds.is_empty() || condition.kinds.contains(&source.kind));
        kinds.map(|(_, source)| &*source.id).collect()
    }
}

fn areas<'c>(case: &'c Case<'_>, level: Level) -> impl Iterator<Item = AreaIndex> + 'c {
    let areas = case.scenario.areas.iter().enumerate();
    areas.filter(move |(_, area)| area.level == level).map(|(position, _)| AreaIndex::new(position))
}

/// Whether an area lies in one that is named, and under one that has a tag.
fn is_place(case: &Case<'_>, condition: &Condition, area: AreaIndex) -> bool {
    let scenario = case.scenario;
    let is_tagged = |area: AreaIndex| scenario.area(area).tags.iter().any(|tag| condition.area_tags.contains(tag));
    (condition.areas.is_empty() || scenario.lineage(area).any(|area| condition.areas.contains(&area)))
        && (condition.area_tags.is_empty() || scenario.lineage(area).any(is_tagged))
}

/// The communes whose poverty rate is asked for; the poorest are those of the whole scenario, ties by code.
fn by_rate(case: &Case<'_>, condition: &Condition) -> BTreeSet<AreaIndex> {
    let mut rates: Vec<(f64, AreaIndex)> =
        areas(case, Level::Commune).filter_map(|commune| Some((case.poverty_rate(commune, 0)?, commune))).collect();
    rates.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
    let count = condition.poorest.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX));
    let poorest: BTreeSet<AreaIndex> = rates.into_iter().take(count).map(|(_, commune)| commune).collect();
    let is_kept = |commune: &AreaIndex| {
        let rate = case.poverty_rate(*commune, 0);
        (condition.poorest.is_none() || poorest.contains(commune))
            && condition.min_poverty_rate.is_none_or(|least| rate.is_some_and(|rate| rate >= least))
            && condition.max_poverty_rate.is_none_or(|most| rate.is_some_and(|rate| rate <= most))
    };
    areas(case, Level::Commune).filter(is_kept).collect()
}

fn is_package(case: &Case<'_>, condition: &Condition, position: usize) -> bool {
    let purpose = &case.scenario.packages[position].purpose;
    (condition.packages.is_empty() || condition.packages.contains(&PackageIndex::new(position)))
        && (condition.purposes.is_empty() || condition.purposes.contains(purpose))
}

fn class_word(class: Class) -> &'static str {
    match class {
        Class::Poor => "poor",
        Class::NearPoor => "near_poor",
        Class::NewlyEscaped => "newly_escaped",
        Class::Other => "other",
    }
}
