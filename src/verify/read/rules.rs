//! Rows of `rules.csv` as they stand.

use std::path::Path;

use super::{Report, table};

/// A row of `rules.csv`.
#[derive(Debug)]
pub(in crate::verify) struct RuleLine {
    pub(in crate::verify) rule: String,
    pub(in crate::verify) group: String,
    pub(in crate::verify) measure: &'static str,
    pub(in crate::verify) value: Option<f64>,
    pub(in crate::verify) share: Option<f64>,
    pub(in crate::verify) at_least: Option<f64>,
    pub(in crate::verify) at_most: Option<f64>,
    pub(in crate::verify) slack: Option<f64>,
    pub(in crate::verify) binding: &'static str,
    pub(in crate::verify) status: &'static str,
    pub(in crate::verify) cost: Option<f64>,
}

const MEASURES: [&str; 8] =
    ["amount", "units", "weight", "coverage", "households", "exits", "poverty_drop", "partners"];
const TRUTHS: [&str; 2] = ["true", "false"];
const STATUSES: [&str; 3] = ["held", "missed", "no_demand"];

/// Reads the table.
pub(super) fn rows(run: &Path, report: &mut Report) -> Vec<RuleLine> {
    const COLUMNS: [&str; 11] =
        ["rule", "group", "measure", "value", "share", "at_least", "at_most", "slack", "binding", "status", "cost"];
    table(run, ("rules.csv", &COLUMNS), report, |cells| RuleLine {
        rule: cells.text(),
        group: cells.text(),
        measure: cells.word(&MEASURES),
        value: cells.optional_decimal(),
        share: cells.optional_decimal(),
        at_least: cells.optional_decimal(),
        at_most: cells.optional_decimal(),
        slack: cells.optional_decimal(),
        binding: cells.word(&TRUTHS),
        status: cells.word(&STATUSES),
        cost: cells.optional_decimal(),
    })
}
