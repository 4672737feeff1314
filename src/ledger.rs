//! Plan → tables: every sum, every reason. Whole đồng only; nothing is decided here.

use crate::domain::tables::Tables;
use crate::domain::{GroupShare, Plan, Scenario, StageResult};
use crate::eligibility::Eligibility;
use crate::severity::Weights;

/// What the tables are made from.
#[derive(Debug, Clone, Copy)]
pub struct Books<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Weight of each need.
    pub weights: &'a Weights,
    /// Who may pay for what.
    pub eligibility: &'a Eligibility,
    /// The decision.
    pub plan: &'a Plan,
    /// What fairness gives each group, by area code (empty without fairness).
    pub groups: &'a [GroupShare],
    /// The stages in order.
    pub stages: &'a [StageResult],
}

/// Fills the tables of page 4.
pub fn tabulate(books: &Books<'_>) -> Tables {
    let _ = books;
    unimplemented!("the ledger helper writes this")
}
