//! Rules (page 3): floors, caps, shares and targets in one form. Valid by construction: `validate` refuses what has no
//! meaning.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::class::Class;
use super::scenario::{Level, SourceKind};
use crate::findings::Place;
use crate::ids::{AreaIndex, PackageIndex, SourceIndex};
use crate::units::{Share, Vnd};

/// What a rule measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleMeasure {
    /// Đồng paid here.
    Amount,
    /// Units served, outside help included.
    Units,
    /// Weight served, outside help included.
    Weight,
    /// Weight served ÷ weight asked.
    Coverage,
    /// Households with an award; a unit of a household package on a commune's request is one.
    Households,
    /// Households expected to leave poverty.
    Exits,
    /// 100 × exits ÷ official households, in points.
    PovertyDrop,
    /// Sources that the pairing chose for the commune.
    Partners,
}

/// What a rule binds one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Over {
    /// Everything together.
    All,
    /// Each area of a level.
    Area(Level),
    /// Each household.
    Household,
    /// Each source.
    Source,
    /// Each package.
    Package,
    /// Each purpose.
    Purpose,
    /// Each class.
    Class,
}

/// What a share is a share of: the same measure, without `where`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// In the same group.
    Group,
    /// In the whole scenario.
    Total,
}

/// A bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RuleBound {
    /// Đồng, of an amount.
    Money(Vnd),
    /// A number in the measure's own unit: units, weight, households, exits, points, partners; coverage as 0..1.
    Number(f64),
    /// A share of the base.
    Share(Share),
}

impl fmt::Display for RuleBound {
    /// As a person writes it: whole đồng, a number, a percentage.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(amount) => amount.fmt(formatter),
            Self::Number(number) => number.fmt(formatter),
            Self::Share(share) => share.percent().fmt(formatter),
        }
    }
}

/// Which needs (or communes) a rule counts; an empty list is no condition, and all that are given must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    /// Areas, each with everything below it.
    pub areas: BTreeSet<AreaIndex>,
    /// Tags of the areas above, any one suffices.
    pub area_tags: BTreeSet<String>,
    /// Least poverty rate of the commune, 0..1.
    pub min_poverty_rate: Option<f64>,
    /// Largest poverty rate of the commune, 0..1.
    pub max_poverty_rate: Option<f64>,
    /// The communes with the highest rates in the scenario, so many, ties by code.
    pub poorest: Option<u32>,
    /// Classes, of the household or as the commune's request states it.
    pub classes: BTreeSet<Class>,
    /// Household tags, any one suffices.
    pub tags: BTreeSet<String>,
    /// Packages.
    pub packages: BTreeSet<PackageIndex>,
    /// Purposes.
    pub purposes: BTreeSet<String>,
    /// Sources.
    pub sources: BTreeSet<SourceIndex>,
    /// Kinds of source.
    pub kinds: BTreeSet<SourceKind>,
}

impl Condition {
    /// Whether it names sources.
    pub fn is_about_sources(&self) -> bool {
        !self.sources.is_empty() || !self.kinds.is_empty()
    }

    /// Whether it has conditions on areas.
    pub fn is_about_areas(&self) -> bool {
        !self.areas.is_empty()
            || !self.area_tags.is_empty()
            || self.min_poverty_rate.is_some()
            || self.max_poverty_rate.is_some()
            || self.poorest.is_some()
    }

    /// Whether it has conditions other than on areas.
    pub fn is_about_more_than_areas(&self) -> bool {
        self.is_about_sources()
            || !self.classes.is_empty()
            || !self.tags.is_empty()
            || !self.packages.is_empty()
            || !self.purposes.is_empty()
    }

    /// Whether it has no condition at all.
    pub fn is_empty(&self) -> bool {
        !self.is_about_areas() && !self.is_about_more_than_areas()
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name, unique.
    pub name: String,
    /// What it measures.
    pub measure: RuleMeasure,
    /// What it binds one by one.
    pub over: Over,
    /// What it counts.
    pub condition: Condition,
    /// Least value.
    pub at_least: Option<RuleBound>,
    /// Largest value.
    pub at_most: Option<RuleBound>,
    /// What a share is a share of.
    pub base: Base,
    /// Price of a miss (per million đồng, unit, weight, 0.01 of coverage, household, exit, point); `None`: it must hold.
    pub soft: Option<f64>,
    /// Bounds that give way in some groups (`--relax`); none but for a hard rule.
    pub relaxed: Vec<Relaxed>,
    /// Where it stands.
    pub place: Place,
}

/// Which bound of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundKey {
    /// `at_least`.
    AtLeast,
    /// `at_most`.
    AtMost,
}

impl BoundKey {
    /// As `scenario.toml` writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }
}

/// A hard bound that gives way in one group (`--relax`).
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// Id of the group, as `rules.csv` writes it.
    pub group: String,
    /// Which bound.
    pub key: BoundKey,
    /// The bound that holds there instead, of the same kind and looser.
    pub bound: RuleBound,
}

impl Rule {
    /// Its bound as written.
    pub const fn bound(&self, key: BoundKey) -> Option<RuleBound> {
        match key {
            BoundKey::AtLeast => self.at_least,
            BoundKey::AtMost => self.at_most,
        }
    }

    /// The rule as it binds one group: itself, or with the bounds that give way there.
    pub fn within(&self, group: &str) -> Cow<'_, Self> {
        let mut rule = Cow::Borrowed(self);
        for relaxed in self.relaxed.iter().filter(|relaxed| relaxed.group == group) {
            let rule = rule.to_mut();
            match relaxed.key {
                BoundKey::AtLeast => rule.at_least = Some(relaxed.bound),
                BoundKey::AtMost => rule.at_most = Some(relaxed.bound),
            }
        }
        rule
    }

    /// Whether it must hold.
    pub const fn is_hard(&self) -> bool {
        self.soft.is_none()
    }

    /// Whether only whole units give it a meaning: it joins at stage 2.
    pub const fn needs_whole_units(&self) -> bool {
        matches!(self.measure, RuleMeasure::Households | RuleMeasure::Exits | RuleMeasure::PovertyDrop)
    }

    /// Whether it tells sources apart.
    pub fn tells_sources_apart(&self) -> bool {
        self.over == Over::Source || self.condition.is_about_sources()
    }
}
