//! Exits (thoát nghèo, dự kiến): what it takes for a household to leave poverty by the scores of the standard (page 3,
//! "Exits"). Decides nothing.

use crate::domain::{Class, Household, IndicatorSet, Need, Scenario};
use crate::ids::HouseholdIndex;
use crate::units::Vnd;

/// A household of class poor that is poor by its scores too, before any award.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Poverty {
    /// Its deprivations.
    pub deprived: IndicatorSet,
    /// Deprivations that must go so that fewer remain than the standard's minimum.
    pub to_remove: u32,
    /// Points that must be passed to rise above the line; `None` where score or line is unknown.
    pub to_gain: Option<f64>,
}

/// What awards change: deprivations removed, points gained.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Change {
    /// Deprivations removed.
    pub removed: IndicatorSet,
    /// Points gained.
    pub gain: f64,
}

impl Change {
    /// What one unit of a need's package changes, where `served` đồng (outside help included) pay for a whole one.
    pub fn add(&mut self, scenario: &Scenario, need: &Need, served: Vnd) {
        if served >= need.unit_cost {
            let package = scenario.package(need.package);
            self.removed = self.removed.or(package.indicators);
            self.gain += package.b1_gain;
        }
    }
}

impl Poverty {
    /// The poverty of a household; `None` where it is not of class poor, or not poor by its scores.
    pub fn of(scenario: &Scenario, household: HouseholdIndex) -> Option<Self> {
        let household = scenario.household(household);
        let least = scenario.standard.min_deprived;
        let to_gain = line_and_score(scenario, household).map(|(line, score)| line - score);
        let is_poor = household.deprived.len() >= least && to_gain.is_none_or(|gap| gap >= 0.0);
        (household.class == Class::Poor && is_poor).then(|| Self {
            deprived: household.deprived,
            to_remove: household.deprived.len() + 1 - least,
            to_gain,
        })
    }

    /// Whether a change is enough.
    pub fn ends(&self, change: Change) -> bool {
        self.deprived.and(change.removed).len() >= self.to_remove || self.to_gain.is_some_and(|gap| change.gain > gap)
    }
}

/// The line in points that a household is measured by, with its own score; `None` where either is unknown.
fn line_and_score(scenario: &Scenario, household: &Household) -> Option<(f64, f64)> {
    let setting = scenario.area(scenario.commune_of(household.area)).setting;
    Some((scenario.standard.points_line?.of(setting), household.b1?))
}
