//! The rows of `rules.csv` and `pairings.csv` as the report needs them.

use crate::input::run_folder::Cells;

/// A row of `rules.csv`; figures in the measure's own unit.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) group: String,
    pub(super) measure: String,
    pub(super) value: Option<f64>,
    pub(super) share: Option<f64>,
    pub(super) at_least: Option<f64>,
    pub(super) at_most: Option<f64>,
    pub(super) slack: Option<f64>,
    pub(super) binding: bool,
    pub(super) status: String,
    pub(super) cost: Option<f64>,
}

/// A row of `pairings.csv`.
#[derive(Debug)]
pub(super) struct Pairing {
    pub(super) source: String,
    pub(super) area: String,
    pub(super) household: String,
    pub(super) status: String,
    pub(super) value: f64,
}

pub(super) const RULES: &[&str] =
    &["rule", "group", "measure", "value", "share", "at_least", "at_most", "slack", "binding", "status", "cost"];

pub(super) fn rule(cells: &mut Cells<'_>) -> Rule {
    Rule {
        name: cells.text("rule"),
        group: cells.text("group"),
        measure: cells.text("measure"),
        value: cells.optional_decimal("value"),
        share: cells.optional_decimal("share"),
        at_least: cells.optional_decimal("at_least"),
        at_most: cells.optional_decimal("at_most"),
        slack: cells.optional_decimal("slack"),
        binding: cells.text("binding") == "true",
        status: cells.text("status"),
        cost: cells.optional_decimal("cost"),
    }
}

pub(super) const PAIRINGS: &[&str] = &["source", "area", "household", "status", "value"];

pub(super) fn pairing(cells: &mut Cells<'_>) -> Pairing {
    Pairing {
        source: cells.text("source"),
        area: cells.text("area"),
        household: cells.text("household"),
        status: cells.text("status"),
        value: cells.decimal("value"),
    }
}
