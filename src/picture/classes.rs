//! Classes as the list states them beside those that the scores give under the standard in use, by commune: what a new
//! standard changes. The plan keeps the stated classes; nothing here changes them.
//!
//! Where the standard has no line in points yet, an earlier standard with a line and no higher income line still tells
//! something: who is at or below its line is at or below the new one. Of all others nothing is known.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Class, Household, Scenario, Setting, Standard};
use crate::ids::AreaIndex;

/// Classes of all households, stated and scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classes {
    /// Name of the standard.
    pub standard: String,
    /// Whether it has a line in points; without, an earlier line tells of those at or below it alone.
    pub has_points_line: bool,
    /// All communes together.
    pub all: ClassLine,
    /// By commune code; communes without a household in the list are left out.
    pub by_commune: Vec<ClassLine>,
}

/// Households of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ClassLine {
    /// Commune code; empty for all.
    pub commune: String,
    /// Its name; empty for all.
    pub name: String,
    /// Stated poor.
    pub stated_poor: usize,
    /// Stated near-poor.
    pub stated_near_poor: usize,
    /// Poor by the scores.
    pub poor: usize,
    /// Near-poor by the scores.
    pub near_poor: usize,
    /// Above the line.
    pub above: usize,
    /// Without a score, or above an earlier line where the standard has none.
    pub unknown: usize,
    /// Of `unknown`: with a score, and deprived enough to be poor if the income is not above the line.
    pub unknown_deprived: usize,
    /// Households whose scores give another class than the stated one.
    pub changed: usize,
}

/// What the scores say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scored {
    Poor,
    NearPoor,
    Above,
    Unknown,
}

impl Classes {
    /// Counts the households of a scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut lines: BTreeMap<AreaIndex, ClassLine> = BTreeMap::new();
        let mut all = ClassLine::default();
        for household in &scenario.households {
            let commune = scenario.commune_of(household.area);
            let scored = score(scenario, household, scenario.area(commune).setting);
            all.add(scenario, household, scored);
            lines.entry(commune).or_default().add(scenario, household, scored);
        }
        let named = |(commune, line): (AreaIndex, ClassLine)| {
            let area = scenario.area(commune);
            ClassLine { commune: area.code.clone(), name: area.name.clone(), ..line }
        };
        Self {
            standard: scenario.settings.standard.clone(),
            has_points_line: scenario.standard.points_line.is_some(),
            all,
            by_commune: lines.into_iter().map(named).collect(),
        }
    }

    /// The communes where something changes; all of them under a standard without a line in points, if any household has
    /// a score.
    pub fn changes(&self) -> impl Iterator<Item = &ClassLine> {
        let is_new = !self.has_points_line && self.all.poor + self.all.near_poor + self.all.unknown_deprived > 0;
        self.by_commune.iter().filter(move |line| line.changed > 0 || is_new)
    }
}

impl ClassLine {
    fn add(&mut self, scenario: &Scenario, household: &Household, scored: Scored) {
        self.stated_poor += usize::from(household.class == Class::Poor);
        self.stated_near_poor += usize::from(household.class == Class::NearPoor);
        self.poor += usize::from(scored == Scored::Poor);
        self.near_poor += usize::from(scored == Scored::NearPoor);
        self.above += usize::from(scored == Scored::Above);
        self.unknown += usize::from(scored == Scored::Unknown);
        let is_deprived = household.b1.is_some() && household.deprived.len() >= scenario.standard.min_deprived;
        self.unknown_deprived += usize::from(scored == Scored::Unknown && is_deprived);
        let is_same = match scored {
            Scored::Poor => household.class == Class::Poor,
            Scored::NearPoor => household.class == Class::NearPoor,
            Scored::Above => !matches!(household.class, Class::Poor | Class::NearPoor),
            Scored::Unknown => true,
        };
        self.changed += usize::from(!is_same);
    }
}

fn score(scenario: &Scenario, household: &Household, setting: Setting) -> Scored {
    let standard = &scenario.standard;
    let own = standard.points_line.map(|line| line.of(setting));
    let Some((line, score)) = own.or_else(|| earlier_line(standard, setting)).zip(household.b1) else {
        return Scored::Unknown;
    };
    match (score <= line, own) {
        (true, _) if household.deprived.len() >= standard.min_deprived => Scored::Poor,
        (true, _) => Scored::NearPoor,
        (false, Some(_)) => Scored::Above,
        (false, None) => Scored::Unknown,
    }
}

/// The highest line in points of a built-in standard whose income line is not above this one.
fn earlier_line(standard: &Standard, setting: Setting) -> Option<f64> {
    let built_in = Standard::built_in().into_iter().map(|(_, earlier)| earlier);
    let lower = built_in.filter(|earlier| earlier.income_line.of(setting) <= standard.income_line.of(setting));
    lower.filter_map(|earlier| earlier.points_line).map(|line| line.of(setting)).reduce(f64::max)
}
