//! What a run decides and what it states about its decisions.

use serde::{Deserialize, Serialize};

use crate::ids::{AreaIndex, NeedIndex, SourceIndex};
use crate::tolerance;
use crate::units::Vnd;

/// Đồng from one source to one need; commitments included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transfer {
    /// Who pays.
    pub source: SourceIndex,
    /// For which need.
    pub need: NeedIndex,
    /// How much, above zero.
    pub amount: Vnd,
}

/// The whole decision: transfers by (source, need), one a pair. Everything else follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The transfers.
    pub transfers: Vec<Transfer>,
}

/// A stage of page 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Stage 0.
    Pairing,
    /// Stage 1.
    Entitlement,
    /// Stage 2a.
    BeyondOnePackage,
    /// Stage 2b.
    Shortfall,
    /// Stage 3.
    Objective,
    /// Stage 4.
    Tidy,
}

impl StageName {
    /// All of them, in their order.
    pub const ALL: [Self; 6] =
        [Self::Pairing, Self::Entitlement, Self::BeyondOnePackage, Self::Shortfall, Self::Objective, Self::Tidy];
}

/// How a stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageStatus {
    /// Within the gap that was asked.
    Optimal,
    /// Not within the gap: time was over, or (`timed_out` tells them apart) the gap was not reached though time was left.
    TimeLimit,
    /// Not needed in this run.
    None,
}

/// What a stage reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageResult {
    /// Which stage.
    pub stage: StageName,
    /// Its value in its own measure (weight, utility, million đồng …).
    pub value: Option<f64>,
    /// What no plan can beat, by the solver's word, for the whole model.
    pub bound: Option<f64>,
    /// What no plan can beat, by the certificate.
    pub certified_bound: Option<f64>,
    /// Relative distance of value and bound, as page 3 defines it a stage.
    pub gap: Option<f64>,
    /// How it ended.
    pub status: StageStatus,
    /// Whether time ended a solve of the stage or of what follows from it: only then may machines differ.
    pub timed_out: bool,
}

impl StageResult {
    /// How far a value of stage 0 or 3 is from a bound, relative to the bound (page 3).
    pub fn distance(value: f64, bound: f64) -> f64 {
        (bound - value) / bound.abs().max(tolerance::GAP_FLOOR)
    }
}

/// How near a plan is to an earlier run (`--near`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Nearness {
    /// Σ over needs |đồng granted now − đồng granted then|.
    pub changed: Vnd,
    /// What no plan as good can beat, by the solver's word.
    pub bound: Vnd,
    /// Whether the difference of both is within the gap, relative to the đồng of the earlier run.
    pub status: StageStatus,
}

/// What fairness gives a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupShare {
    /// The area.
    pub group: AreaIndex,
    /// Its utility at the entitlement, in the measure of `fairness.measure`; `None` where it takes no part.
    pub entitlement: Option<f64>,
    /// F: weight that the plan should serve there; 0 where it takes no part.
    pub floor: f64,
}

impl super::Scenario {
    /// Đồng that the earlier run of `--near` granted to a need; `None` without such a run.
    pub fn earlier(&self, need: NeedIndex) -> Option<Vnd> {
        self.near.as_ref().map(|near| near.get(need.get()).copied().unwrap_or_default())
    }
}

impl Plan {
    /// Đồng granted to each need, in the order of `Scenario::needs`.
    pub fn granted(&self, scenario: &super::Scenario) -> Vec<Vnd> {
        let mut granted = vec![Vnd::ZERO; scenario.needs.len()];
        for transfer in &self.transfers {
            *granted.get_mut(transfer.need.get()).expect("a need of this scenario") += transfer.amount;
        }
        granted
    }
}
