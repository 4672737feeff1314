//! The tables of a sweep as values: one struct a row. `sweep` fills them, `export` writes them.

use super::plan::StageResult;
use super::tables::Totals;

/// `cases.csv`, in the order of the sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    /// Its id.
    pub case: String,
    /// Where it comes from: `axis`, `case`, `draw`, `baseline`.
    pub kind: String,
    /// As people call it.
    pub name: String,
    /// The value of each of [`SweepTables::targets`]; blank where the case does not set it.
    pub set: Vec<String>,
    /// `solved`, or why there is no plan.
    pub status: String,
    /// The sentence of a case without a plan.
    pub message: String,
    /// What the plan reached; `None` without one.
    pub reached: Option<Reached>,
}

/// What the plan of a case reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// Its sums.
    pub totals: Totals,
    /// Weight asked.
    pub weight_asked: f64,
    /// Weight served, outside help included.
    pub weight_served: f64,
    /// Code of the commune with the lowest coverage; blank where none has demand.
    pub worst_commune: String,
    /// Its coverage, 0..1.
    pub worst_coverage: Option<f64>,
    /// Share of the served weight that fairness costs: 1 − served ÷ served by the same case without fairness; `None`
    /// where the sweep holds no such case.
    pub price_of_fairness: Option<f64>,
    /// The stages in their order.
    pub stages: Vec<StageResult>,
}

/// `communes.csv` of a sweep, by case and code.
#[derive(Debug, Clone, PartialEq)]
pub struct CommuneCaseRow {
    /// The case.
    pub case: String,
    /// Code.
    pub commune: String,
    /// Name.
    pub name: String,
    /// Weight served ÷ asked; blank without demand.
    pub coverage: Option<f64>,
    /// Đồng paid here.
    pub served: i64,
    /// Households with an award.
    pub households_helped: f64,
    /// Households expected to leave poverty.
    pub exits: i64,
}

/// `robust.csv`, by (commune, beneficiary, package).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobustRow {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Commune code.
    pub commune: String,
    /// Package id.
    pub package: String,
    /// Cases with a plan (customary rules are not counted).
    pub cases: u32,
    /// Those of them that serve the need, in part at least.
    pub served: u32,
    /// Draws of the pledges with a plan.
    pub draws: u32,
    /// Those of them that serve the need.
    pub served_in_draws: u32,
}

/// Everything that a sweep writes beside its cases.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SweepTables {
    /// What axes and named cases set, in the order of the sweep.
    pub targets: Vec<String>,
    /// The cases.
    pub cases: Vec<CaseRow>,
    /// Coverage of each commune in each case.
    pub communes: Vec<CommuneCaseRow>,
    /// How often each need is served.
    pub robust: Vec<RobustRow>,
}
