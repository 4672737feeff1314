//! The written tables as they stand: an own reader for the files of page 4, one struct a row, whole numbers as
//! integers, words as words. Refuses what page 4 does not allow (other columns, other words, broken numbers); judges
//! no meaning.
//!
//! A text cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is written with an apostrophe before
//! it. Reading takes away exactly that apostrophe: one that stands before one of these characters, and no other.

mod cells;
mod rules;

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::kept;
use super::near;
use super::report::Report;
use cells::table;
pub(super) use cells::{RUNS, restored, unreadable};
pub(super) use rules::RuleLine;

/// Everything read.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) awards: Vec<AwardLine>,
    pub(super) transfers: Vec<TransferLine>,
    pub(super) unserved: Vec<UnservedLine>,
    pub(super) communes: Vec<CommuneLine>,
    pub(super) groups: Vec<GroupLine>,
    pub(super) sources: Vec<SourceLine>,
    pub(super) rules: Vec<RuleLine>,
    pub(super) pairings: Vec<PairingLine>,
    pub(super) summary: Value,
    /// The earlier run that this one keeps.
    pub(super) kept: Option<Kept>,
    /// The earlier run that this one stays near.
    pub(super) near: Option<Kept>,
}

/// `kept.csv` or `near.csv`.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) lines: Vec<TransferLine>,
    /// SHA-256 of the file.
    pub(super) hash: String,
}

/// A row of `awards.csv`.
#[derive(Debug)]
pub(super) struct AwardLine {
    pub(super) beneficiary: String,
    pub(super) commune: String,
    pub(super) package: String,
    pub(super) purpose: String,
    pub(super) units: f64,
    pub(super) amount: i128,
    pub(super) weight: f64,
    pub(super) status: &'static str,
    pub(super) certainty: &'static str,
    pub(super) reason: &'static str,
}

/// A row of `transfers.csv`.
#[derive(Debug)]
pub(super) struct TransferLine {
    pub(super) source: String,
    pub(super) beneficiary: String,
    pub(super) package: String,
    pub(super) amount: i128,
    pub(super) units: Option<i128>,
}

/// A row of `unserved.csv`.
#[derive(Debug)]
pub(super) struct UnservedLine {
    pub(super) beneficiary: String,
    pub(super) commune: String,
    pub(super) package: String,
    pub(super) units_asked: i128,
    pub(super) units_served: f64,
    pub(super) amount_missing: i128,
    pub(super) weight: f64,
    pub(super) reason: &'static str,
    pub(super) needs: Option<i128>,
}

/// A row of `communes.csv`.
#[derive(Debug)]
pub(super) struct CommuneLine {
    pub(super) commune: String,
    pub(super) name: String,
    pub(super) households: Option<i128>,
    pub(super) poverty_rate: Option<f64>,
    pub(super) asked: i128,
    pub(super) served: i128,
    pub(super) outside: i128,
    pub(super) weight_asked: f64,
    pub(super) weight_served: f64,
    pub(super) coverage: Option<f64>,
    pub(super) entitlement: Option<f64>,
    pub(super) shortfall: Option<f64>,
    pub(super) households_helped: f64,
    pub(super) exits: i128,
    pub(super) poverty_rate_after: Option<f64>,
}

/// A row of `groups.csv`.
#[derive(Debug)]
pub(super) struct GroupLine {
    pub(super) group: String,
    pub(super) level: &'static str,
    pub(super) weight_asked: f64,
    pub(super) weight_served: f64,
    pub(super) coverage: Option<f64>,
    pub(super) entitlement: Option<f64>,
    pub(super) floor: f64,
    pub(super) shortfall: f64,
}

/// A row of `sources.csv`.
#[derive(Debug)]
pub(super) struct SourceLine {
    pub(super) source: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) account: &'static str,
    pub(super) amount: i128,
    pub(super) available: i128,
    pub(super) used: i128,
    pub(super) left: i128,
    pub(super) awards: i128,
    pub(super) communes: i128,
    pub(super) transfers: i128,
    pub(super) reason_left: &'static str,
}

/// A row of `pairings.csv`.
#[derive(Debug)]
pub(super) struct PairingLine {
    pub(super) source: String,
    pub(super) area: String,
    pub(super) household: String,
    pub(super) status: &'static str,
    pub(super) value: f64,
}

/// Statuses of an award, in the order of the rows.
pub(super) const STATUSES: [&str; 4] = ["promised", "disbursed", "new", "outside"];
const CERTAINTIES: [&str; 3] = ["", "sure", "if_pledged"];
const SERVED: [&str; 5] = ["", "committed", "earmarked", "floor", "greatest_need"];
const UNSERVED: [&str; 8] = [
    "met_elsewhere",
    "no_eligible_source",
    "household_limit",
    "rule_limit",
    "sources_exhausted",
    "indivisible_remainder",
    "lower_need",
    "other_goal",
];
const LEVELS: [&str; 4] = ["village", "commune", "district", "province"];
const KINDS: [&str; 3] = ["fund", "donor", "agency"];
const ACCOUNTS: [&str; 2] = ["poverty", "relief"];
const CHOSEN: [&str; 2] = ["keep", "chosen"];
const LEFT: [&str; 6] = ["", "no_eligible_need", "needs_met", "cap_reached", "indivisible_remainder", "other_goal"];

/// Reads all tables; `None` where any of them cannot be read (the report says which).
pub(super) fn folder(run: &Path, report: &mut Report) -> Option<Written> {
    let summary = summary(run, report);
    let written = Written {
        kept: earlier(run, &summary, ("kept", kept::FILE, "previous"), report),
        near: earlier(run, &summary, ("near", near::FILE, "near"), report),
        awards: awards(run, report),
        transfers: transfers(run, "transfers.csv", report),
        unserved: unserved(run, report),
        communes: communes(run, report),
        groups: groups(run, report),
        sources: sources(run, report),
        rules: rules::rows(run, report),
        pairings: pairings(run, report),
        summary,
    };
    report.is_empty().then_some(written)
}

fn awards(run: &Path, report: &mut Report) -> Vec<AwardLine> {
    const COLUMNS: [&str; 10] =
        ["beneficiary", "commune", "package", "purpose", "units", "amount", "weight", "status", "certainty", "reason"];
    table(run, ("awards.csv", &COLUMNS), report, |cells| AwardLine {
        beneficiary: cells.text(),
        commune: cells.text(),
        package: cells.text(),
        purpose: cells.text(),
        units: cells.decimal(),
        amount: cells.whole(),
        weight: cells.decimal(),
        status: cells.word(&STATUSES),
        certainty: cells.word(&CERTAINTIES),
        reason: cells.word(&SERVED),
    })
}

/// The copy of an earlier run's transfers stands exactly where `summary.json` names that run.
fn earlier(
    run: &Path,
    summary: &Value,
    (rule, file, key): (&'static str, &'static str, &'static str),
    report: &mut Report,
) -> Option<Kept> {
    let is_named = summary.get(key).is_some_and(|named| !named.is_null());
    let bytes = std::fs::read(run.join(file)).ok();
    if is_named != bytes.is_some() {
        report.row(rule, file, &[file]).differs(key, &bytes.is_some(), &is_named);
    }
    let hash = Sha256::digest(bytes?).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes whatever is written");
        text
    });
    Some(Kept { lines: transfers(run, file, report), hash })
}

fn transfers(run: &Path, file: &'static str, report: &mut Report) -> Vec<TransferLine> {
    const COLUMNS: [&str; 5] = ["source", "beneficiary", "package", "amount", "units"];
    table(run, (file, &COLUMNS), report, |cells| TransferLine {
        source: cells.text(),
        beneficiary: cells.text(),
        package: cells.text(),
        amount: cells.whole(),
        units: cells.optional_whole(),
    })
}

fn unserved(run: &Path, report: &mut Report) -> Vec<UnservedLine> {
    const COLUMNS: [&str; 9] = [
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
    table(run, ("unserved.csv", &COLUMNS), report, |cells| UnservedLine {
        beneficiary: cells.text(),
        commune: cells.text(),
        package: cells.text(),
        units_asked: cells.whole(),
        units_served: cells.decimal(),
        amount_missing: cells.whole(),
        weight: cells.decimal(),
        reason: cells.word(&UNSERVED),
        needs: cells.optional_whole(),
    })
}

fn communes(run: &Path, report: &mut Report) -> Vec<CommuneLine> {
    const COLUMNS: [&str; 15] = [
        "commune",
        "name",
        "households",
        "poverty_rate",
        "asked",
        "served",
        "outside",
        "weight_asked",
        "weight_served",
        "coverage",
        "entitlement",
        "shortfall",
        "households_helped",
        "exits",
        "poverty_rate_after",
    ];
    table(run, ("communes.csv", &COLUMNS), report, |cells| CommuneLine {
        commune: cells.text(),
        name: cells.text(),
        households: cells.optional_whole(),
        poverty_rate: cells.optional_decimal(),
        asked: cells.whole(),
        served: cells.whole(),
        outside: cells.whole(),
        weight_asked: cells.decimal(),
        weight_served: cells.decimal(),
        coverage: cells.optional_decimal(),
        entitlement: cells.optional_decimal(),
        shortfall: cells.optional_decimal(),
        households_helped: cells.decimal(),
        exits: cells.whole(),
        poverty_rate_after: cells.optional_decimal(),
    })
}

fn groups(run: &Path, report: &mut Report) -> Vec<GroupLine> {
    const COLUMNS: [&str; 8] =
        ["group", "level", "weight_asked", "weight_served", "coverage", "entitlement", "floor", "shortfall"];
    table(run, ("groups.csv", &COLUMNS), report, |cells| GroupLine {
        group: cells.text(),
        level: cells.word(&LEVELS),
        weight_asked: cells.decimal(),
        weight_served: cells.decimal(),
        coverage: cells.optional_decimal(),
        entitlement: cells.optional_decimal(),
        floor: cells.decimal(),
        shortfall: cells.decimal(),
    })
}

fn pairings(run: &Path, report: &mut Report) -> Vec<PairingLine> {
    const COLUMNS: [&str; 5] = ["source", "area", "household", "status", "value"];
    table(run, ("pairings.csv", &COLUMNS), report, |cells| PairingLine {
        source: cells.text(),
        area: cells.text(),
        household: cells.text(),
        status: cells.word(&CHOSEN),
        value: cells.decimal(),
    })
}

fn sources(run: &Path, report: &mut Report) -> Vec<SourceLine> {
    const COLUMNS: [&str; 12] = [
        "source",
        "name",
        "kind",
        "account",
        "amount",
        "available",
        "used",
        "left",
        "awards",
        "communes",
        "transfers",
        "reason_left",
    ];
    table(run, ("sources.csv", &COLUMNS), report, |cells| SourceLine {
        source: cells.text(),
        name: cells.text(),
        kind: cells.word(&KINDS),
        account: cells.word(&ACCOUNTS),
        amount: cells.whole(),
        available: cells.whole(),
        used: cells.whole(),
        left: cells.whole(),
        awards: cells.whole(),
        communes: cells.whole(),
        transfers: cells.whole(),
        reason_left: cells.word(&LEFT),
    })
}

fn summary(run: &Path, report: &mut Report) -> Value {
    let file = "summary.json";
    let text = std::fs::read_to_string(run.join(file)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|error: serde_json::Error| {
        unreadable(report, file, error.line(), "");
        Value::Null
    })
}
