//! What planners must be warned of before they trust a result (page 3, last list).

use serde::Serialize;

use crate::domain::Scenario;
use crate::domain::settings::{Entitlement, Maximize, Measure, WeightBasis};
use crate::units::Vnd;

/// Unit costs that differ by more than this make `basis = "unit"` worth a warning.
const COST_RATIO: u32 = 10;

/// One warning: message id `check-note-<note>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// `basis = "unit"` with unit costs that differ by more than ten times: cheap packages win.
    UnitCostsDiffer {
        /// Smallest unit cost of a need.
        least: Vnd,
        /// Largest unit cost of a need.
        most: Vnd,
    },
    /// `basis = "cost"`: the price of a package never matters, only severity and priority.
    PriceNeverMatters,
    /// `maximize = "exits"` prefers households just above the threshold to the poorest.
    ExitsPreferTheNearest,
    /// Coverage rewards communes that ask more.
    CoverageRewardsAsking,
}

impl Note {
    /// The name in message ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnitCostsDiffer { .. } => "unit-costs-differ",
            Self::PriceNeverMatters => "price-never-matters",
            Self::ExitsPreferTheNearest => "exits-prefer-the-nearest",
            Self::CoverageRewardsAsking => "coverage-rewards-asking",
        }
    }
}

/// The warnings that these settings deserve.
pub(super) fn find(scenario: &Scenario) -> Vec<Note> {
    let settings = &scenario.settings;
    let mut notes = Vec::new();
    match settings.weight.basis {
        WeightBasis::Cost => notes.push(Note::PriceNeverMatters),
        WeightBasis::Unit => notes.extend(costs_that_differ(scenario)),
    }
    if settings.objective.maximize == Maximize::Exits {
        notes.push(Note::ExitsPreferTheNearest);
    }
    if settings.fairness.measure == Measure::Coverage && settings.fairness.entitlement != Entitlement::None {
        notes.push(Note::CoverageRewardsAsking);
    }
    notes
}

fn costs_that_differ(scenario: &Scenario) -> Option<Note> {
    let costs = || scenario.needs.iter().map(|need| need.unit_cost);
    let (least, most) = (costs().min()?, costs().max()?);
    (most > least.times(COST_RATIO)).then_some(Note::UnitCostsDiffer { least, most })
}
