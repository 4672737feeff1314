//! The tables of a run folder as the report needs them: what each row says, codes as they stand. Judges no meaning:
//! that is the second opinion's.

use std::path::Path;

use serde_json::Value;

use super::rule_rows::{PAIRINGS, Pairing, RULES, Rule, pairing, rule};
use crate::findings::Findings;
use crate::input::run_folder::{Cells, RunFolder};
use crate::tolerance;
use crate::units::Vnd;

/// A run folder.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) awards: Vec<Award>,
    pub(super) transfers: Vec<Transfer>,
    pub(super) unserved: Vec<Unserved>,
    pub(super) communes: Vec<Commune>,
    pub(super) groups: Vec<Group>,
    pub(super) sources: Vec<Source>,
    pub(super) rules: Vec<Rule>,
    pub(super) pairings: Vec<Pairing>,
    pub(super) summary: Value,
}

/// A row of `awards.csv`.
#[derive(Debug)]
pub(super) struct Award {
    pub(super) beneficiary: String,
    pub(super) commune: String,
    pub(super) package: String,
    pub(super) purpose: String,
    pub(super) units: f64,
    pub(super) amount: Vnd,
    pub(super) weight: f64,
    pub(super) status: String,
    pub(super) certainty: String,
    pub(super) reason: String,
}

/// A row of `transfers.csv`.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) source: String,
    pub(super) beneficiary: String,
    pub(super) package: String,
    pub(super) amount: Vnd,
    pub(super) units: Option<f64>,
}

/// A row of `unserved.csv`.
#[derive(Debug)]
pub(super) struct Unserved {
    pub(super) beneficiary: String,
    pub(super) commune: String,
    pub(super) package: String,
    pub(super) asked: f64,
    pub(super) served: f64,
    pub(super) missing: Vnd,
    pub(super) weight: f64,
    pub(super) reason: String,
    pub(super) needs: Option<Vnd>,
}

/// A row of `communes.csv`.
#[derive(Debug)]
pub(super) struct Commune {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) poverty_rate: Option<f64>,
    pub(super) asked: Vnd,
    pub(super) served: Vnd,
    pub(super) outside: Vnd,
    pub(super) weight_asked: f64,
    pub(super) weight_served: f64,
    pub(super) coverage: Option<f64>,
    pub(super) helped: f64,
    pub(super) exits: i64,
    pub(super) poverty_rate_after: Option<f64>,
}

/// A row of `groups.csv`.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) code: String,
    pub(super) weight_asked: f64,
    pub(super) coverage: Option<f64>,
    pub(super) entitlement: Option<f64>,
    pub(super) floor: f64,
    pub(super) shortfall: f64,
}

/// A row of `sources.csv`.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) available: Vnd,
    pub(super) used: Vnd,
    pub(super) left: Vnd,
    pub(super) awards: i64,
    pub(super) reason_left: String,
}

impl Run {
    /// Reads a folder, or says what is wrong with it.
    pub(super) fn read(path: &Path) -> Result<Self, Findings> {
        let mut folder = RunFolder::new(path);
        let summary = folder.json("summary.json");
        let mut run = Self::default();
        if !summary.is_null() {
            run = Self {
                awards: folder.table("awards.csv", AWARDS, award),
                transfers: folder.table("transfers.csv", TRANSFERS, transfer),
                unserved: folder.table("unserved.csv", UNSERVED, unserved),
                communes: folder.table("communes.csv", COMMUNES, commune),
                groups: folder.table("groups.csv", GROUPS, group),
                sources: folder.table("sources.csv", SOURCES, source),
                rules: folder.table("rules.csv", RULES, rule),
                pairings: folder.table("pairings.csv", PAIRINGS, pairing),
                summary,
            };
        }
        let findings = folder.into_findings();
        if findings.has_errors() { Err(findings) } else { Ok(run) }
    }

    /// A text of `summary.json`; empty where there is none.
    pub(super) fn text(&self, pointer: &str) -> &str {
        self.summary.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of `summary.json`.
    pub(super) fn list(&self, pointer: &str) -> &[Value] {
        self.summary.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

const AWARDS: &[&str] =
    &["beneficiary", "commune", "package", "purpose", "units", "amount", "weight", "status", "certainty", "reason"];

fn award(cells: &mut Cells<'_>) -> Award {
    Award {
        beneficiary: cells.text("beneficiary"),
        commune: cells.text("commune"),
        package: cells.text("package"),
        purpose: cells.text("purpose"),
        units: cells.decimal("units"),
        amount: cells.money("amount"),
        weight: cells.decimal("weight"),
        status: cells.text("status"),
        certainty: cells.text("certainty"),
        reason: cells.text("reason"),
    }
}

const TRANSFERS: &[&str] = &["source", "beneficiary", "package", "amount", "units"];

fn transfer(cells: &mut Cells<'_>) -> Transfer {
    Transfer {
        source: cells.text("source"),
        beneficiary: cells.text("beneficiary"),
        package: cells.text("package"),
        amount: cells.money("amount"),
        units: cells.optional_decimal("units"),
    }
}

const UNSERVED: &[&str] = &[
    "beneficiary",
    "commune",
    "package",
    "units_asked",
    "units_served",
    "amount_missing",
    "weight",
    "reason",
    "needs",
];

fn unserved(cells: &mut Cells<'_>) -> Unserved {
    Unserved {
        beneficiary: cells.text("beneficiary"),
        commune: cells.text("commune"),
        package: cells.text("package"),
        asked: cells.decimal("units_asked"),
        served: cells.decimal("units_served"),
        missing: cells.money("amount_missing"),
        weight: cells.decimal("weight"),
        reason: cells.text("reason"),
        needs: cells.optional_money("needs"),
    }
}

const COMMUNES: &[&str] = &[
    "commune",
    "name",
    "poverty_rate",
    "asked",
    "served",
    "outside",
    "weight_asked",
    "weight_served",
    "coverage",
    "households_helped",
    "exits",
    "poverty_rate_after",
];

fn commune(cells: &mut Cells<'_>) -> Commune {
    Commune {
        code: cells.text("commune"),
        name: cells.text("name"),
        poverty_rate: cells.optional_decimal("poverty_rate"),
        asked: cells.money("asked"),
        served: cells.money("served"),
        outside: cells.money("outside"),
        weight_asked: cells.decimal("weight_asked"),
        weight_served: cells.decimal("weight_served"),
        coverage: cells.optional_decimal("coverage"),
        helped: cells.decimal("households_helped"),
        exits: cells.whole("exits"),
        poverty_rate_after: cells.optional_decimal("poverty_rate_after"),
    }
}

const GROUPS: &[&str] = &["group", "weight_asked", "coverage", "entitlement", "floor", "shortfall"];

fn group(cells: &mut Cells<'_>) -> Group {
    let mut group = Group {
        code: cells.text("group"),
        weight_asked: cells.decimal("weight_asked"),
        coverage: cells.optional_decimal("coverage"),
        entitlement: cells.optional_decimal("entitlement"),
        floor: cells.decimal("floor"),
        shortfall: cells.decimal("shortfall"),
    };
    group.shortfall = shown(group.shortfall, group.floor);
    group
}

/// A shortfall as people are told it.
fn shown(shortfall: f64, floor: f64) -> f64 {
    if shortfall <= tolerance::SHORTFALL_SHOWN * floor { 0.0 } else { shortfall }
}

const SOURCES: &[&str] = &["source", "name", "kind", "available", "used", "left", "awards", "reason_left"];

fn source(cells: &mut Cells<'_>) -> Source {
    Source {
        id: cells.text("source"),
        name: cells.text("name"),
        kind: cells.text("kind"),
        available: cells.money("available"),
        used: cells.money("used"),
        left: cells.money("left"),
        awards: cells.whole("awards"),
        reason_left: cells.text("reason_left"),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_rounding_leaves_is_no_shortfall() {
        assert!(shown(0.000_000_25, 0.970_443_35) == 0.0);
        assert!(shown(0.000_01, 0.970_443_35) > 0.0 && shown(0.1, 0.0) > 0.0);
    }
}
