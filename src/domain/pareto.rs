//! The table of `pareto` as values: one struct a row. `pareto` fills it, `export` writes it.

use super::plan::{StageName, StageResult};
use super::tables::Totals;

/// What a point reaches in a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traded {
    /// Its value.
    pub value: f64,
    /// What no plan can beat that is as good in the other stage, by the solver's word.
    pub bound: f64,
    /// Distance of both, relative as page 3 has it.
    pub gap: f64,
}

/// `pareto.csv`, from the best of the first stage to the best of the second.
#[derive(Debug, Clone, PartialEq)]
pub struct PointRow {
    /// Name of its run folder.
    pub point: String,
    /// What the first stage was allowed; `None`: it is an end.
    pub limit: Option<f64>,
    /// Both stages.
    pub traded: [Traded; 2],
    /// Whether both bounds are reached: then no plan is better in one stage and as good in the other.
    pub is_proved: bool,
    /// Its sums.
    pub totals: Totals,
    /// Its stages, as its own run states them.
    pub stages: Vec<StageResult>,
}

/// What `pareto` writes beside its plans.
#[derive(Debug, Clone, PartialEq)]
pub struct ParetoTable {
    /// The two stages.
    pub between: [StageName; 2],
    /// The points.
    pub points: Vec<PointRow>,
    /// For how many points time was over.
    pub missed: usize,
}
