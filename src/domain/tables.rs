//! The tables of a run folder as values (page 4): one struct a row, fields in column order. `ledger` fills them,
//! `export` writes them; `verify` reads the written files and does not use these.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::pairing::ChosenStatus;
use super::plan::{Nearness, StageResult};
use super::public::PublicTables;
use super::rules::RuleMeasure;
use super::scenario::{Account, Level, SourceKind};
use crate::units::Vnd;

/// Status of an award row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardStatus {
    /// Promised before this run.
    Promised,
    /// Paid out before this run.
    Disbursed,
    /// Decided by this run.
    New,
    /// Given by others.
    Outside,
}

/// Whether an award's money is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// All its đồng are received money or disbursed.
    Sure,
    /// Some of it is pledged.
    IfPledged,
}

/// Why a need is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServedReason {
    /// It was promised or paid before.
    Committed,
    /// Only sources tied to it by name or place pay it.
    Earmarked,
    /// Without it a rule or the group's entitlement would fall short.
    Floor,
    /// Its weight.
    GreatestNeed,
}

/// Why a need is not (fully) served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnservedReason {
    /// Outside help met the household's need of this kind.
    MetElsewhere,
    /// No source may fund it.
    NoEligibleSource,
    /// The exclusive group of the household, or a rule on it, is full.
    HouseholdLimit,
    /// A rule's cap, or a source's, is full.
    RuleLimit,
    /// No eligible source could pay one more unit or the minimum, nor several together.
    SourcesExhausted,
    /// Money is left that may come here, but less than a unit.
    IndivisibleRemainder,
    /// Money that could have paid it pays a need of higher weight per đồng.
    LowerNeed,
    /// The money serves fairness, exits or a soft rule instead.
    OtherGoal,
}

/// `awards.csv`, by (commune, beneficiary, package, status).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AwardRow {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Commune code.
    pub commune: String,
    /// Package id.
    pub package: String,
    /// Purpose of the package.
    pub purpose: String,
    /// Units (a share of the need's units where the need is partly committed or divisible).
    pub units: f64,
    /// Đồng.
    pub amount: Vnd,
    /// Weight served.
    pub weight: f64,
    /// Its status.
    pub status: AwardStatus,
    /// Blank for outside help.
    pub certainty: Option<Certainty>,
    /// Blank for outside help.
    pub reason: Option<ServedReason>,
}

/// `transfers.csv`, by (source, beneficiary, package).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TransferRow {
    /// Source id.
    pub source: String,
    /// Household id or commune code.
    pub beneficiary: String,
    /// Package id.
    pub package: String,
    /// Đồng.
    pub amount: Vnd,
    /// Only for whole-unit and in-kind sources.
    pub units: Option<u32>,
}

/// Money of a line of `transfers.csv` that is pledged and not there yet, in their order: for papers, in no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    /// Source id.
    pub source: String,
    /// Household id or commune code.
    pub beneficiary: String,
    /// Package id.
    pub package: String,
    /// Đồng, more than none.
    pub amount: Vnd,
}

/// Which full rules and caps keep a need open: for papers, in no table.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockRow {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Package id.
    pub package: String,
    /// At least one.
    pub by: Vec<Block>,
}

/// A full rule or cap.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A rule that lets no step more through.
    Rule {
        /// Its name.
        rule: String,
        /// What its group has already; blank for a rule on the money of sources.
        value: Option<Figure>,
    },
    /// A source's own limit for a household or a commune.
    Source {
        /// Its id.
        source: String,
    },
}

/// `unserved.csv`, by (commune, beneficiary, package).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnservedRow {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Commune code.
    pub commune: String,
    /// Package id.
    pub package: String,
    /// m.
    pub units_asked: u32,
    /// z, outside help included.
    pub units_served: f64,
    /// Đồng missing: a (m − z).
    pub amount_missing: Vnd,
    /// Weight missing.
    pub weight: f64,
    /// Why.
    pub reason: UnservedReason,
    /// Đồng that must be added to money that may go there so that one more unit (or the minimum) can be paid while
    /// every award stays; blank where money alone does not help.
    pub needs: Option<Vnd>,
}

/// `communes.csv`, by code.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommuneRow {
    /// Code.
    pub commune: String,
    /// Name.
    pub name: String,
    /// Official households.
    pub households: Option<u32>,
    /// Poor ÷ households, 0..1.
    pub poverty_rate: Option<f64>,
    /// Đồng asked.
    pub asked: Vnd,
    /// Đồng paid here.
    pub served: Vnd,
    /// Đồng of outside help.
    pub outside: Vnd,
    /// Weight asked.
    pub weight_asked: f64,
    /// Weight served, outside help included.
    pub weight_served: f64,
    /// Weight served ÷ asked; blank without demand.
    pub coverage: Option<f64>,
    /// Blank when `fairness.over` is not commune, or where the commune takes no part.
    pub entitlement: Option<f64>,
    /// Weight below the floor; blank when `fairness.over` is not commune.
    pub shortfall: Option<f64>,
    /// Households with an award (measure `households`).
    pub households_helped: f64,
    /// Households expected to leave poverty.
    pub exits: u32,
    /// (Poor − exits) ÷ households.
    pub poverty_rate_after: Option<f64>,
}

/// `groups.csv`, by code.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupRow {
    /// Area code.
    pub group: String,
    /// Its level.
    pub level: Level,
    /// Weight asked.
    pub weight_asked: f64,
    /// Weight served, outside help included.
    pub weight_served: f64,
    /// Weight served ÷ asked; blank without demand.
    pub coverage: Option<f64>,
    /// In the measure of `fairness.measure`; blank where the group takes no part.
    pub entitlement: Option<f64>,
    /// F in weight.
    pub floor: f64,
    /// max(0, F − weight served).
    pub shortfall: f64,
}

/// `sources.csv`, by id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRow {
    /// Id.
    pub source: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: SourceKind,
    /// Account.
    pub account: Account,
    /// What it gives, đồng (goods at the package's cost).
    pub amount: Vnd,
    /// B: what may be used.
    pub available: Vnd,
    /// What the plan uses.
    pub used: Vnd,
    /// available − used.
    pub left: Vnd,
    /// Needs that it pays for.
    pub awards: u32,
    /// Communes that it helps.
    pub communes: u32,
    /// Transfers.
    pub transfers: u32,
    /// Why money is left; blank where nothing is.
    pub reason_left: Option<LeftReason>,
}

/// `pairings.csv`, by (source, area, household); blanks first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairingRow {
    /// Source id.
    pub source: String,
    /// Commune code; blank for a household.
    pub area: Option<String>,
    /// Household id; blank for a commune.
    pub household: Option<String>,
    /// Kept (a committed place too) or chosen.
    pub status: ChosenStatus,
    /// Worth of the pair as its row states it; 1 without a row.
    pub value: f64,
}

/// Why a source has something left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftReason {
    /// No need satisfies its conditions.
    NoEligibleNeed,
    /// Every need that it may fund is met (or closed by an exclusive group).
    NeedsMet,
    /// Its caps are full where need is open.
    CapReached,
    /// Less than a unit (or minimum) of any open need that it may fund, even with what others have left.
    IndivisibleRemainder,
    /// The plan's goals leave it.
    OtherGoal,
}

/// A figure in a rule's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// Đồng.
    Money(Vnd),
    /// Units, weight, households, exits, points, or a share 0..1.
    Number(f64),
}

/// How a rule stands in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleStatus {
    /// Within its bounds.
    Held,
    /// Outside of them (only a soft rule may be).
    Missed,
    /// Nothing in the group satisfies its conditions.
    NoDemand,
}

/// `rules.csv`, by rule in the order of the scenario, then by group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleRow {
    /// Name of the rule.
    pub rule: String,
    /// Id of the group; `all` where the rule binds everything together.
    pub group: String,
    /// What it measures.
    pub measure: RuleMeasure,
    /// In the measure's own unit; blank without demand.
    pub value: Option<Figure>,
    /// The value as a share of the base; blank where no bound is a share, or where the base is nothing.
    pub share: Option<f64>,
    /// Least value, or least share where the bound is one.
    pub at_least: Option<Figure>,
    /// Largest value, or largest share where the bound is one.
    pub at_most: Option<Figure>,
    /// Distance to the nearer bound, negative where it is missed; a share where a bound is one; blank without demand.
    pub slack: Option<Figure>,
    /// Whether it holds with nothing to spare.
    pub binding: bool,
    /// How it stands.
    pub status: RuleStatus,
    /// Objective lost per unit of the bound (a million đồng, 0.01 of coverage, a point, a unit); blank where the rule does
    /// not bind, or is not among the 20 that matter most.
    pub cost: Option<f64>,
}

/// A whole number without a fraction, as in CSV files.
#[expect(
    clippy::cast_possible_truncation,
    clippy::trivially_copy_pass_by_ref,
    reason = "whole and small; serde's form"
)]
fn shortest<S: serde::Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let is_whole = number.fract() == 0.0 && number.abs() < f64::from(u32::MAX);
    if is_whole { serializer.serialize_i64(*number as i64) } else { serializer.serialize_f64(*number) }
}

/// `summary.json → totals`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Đồng asked.
    pub asked: Vnd,
    /// Đồng transferred.
    pub transferred: Vnd,
    /// Đồng of outside lines.
    pub outside: Vnd,
    /// Award rows that are not outside.
    pub awards: u64,
    /// Households with an award (measure `households`).
    #[serde(serialize_with = "shortest")]
    pub households: f64,
    /// Households expected to leave poverty.
    pub exits: u64,
}

/// A finding as `summary.json` tells it (sentences in Vietnamese).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// `error` or `warning`.
    pub severity: String,
    /// Code.
    pub code: String,
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: Option<String>,
    /// Row.
    pub row: Option<u32>,
    /// Column heading.
    pub column: Option<String>,
    /// What is wrong and what it means.
    pub cause: String,
    /// What to do.
    pub action: String,
    /// What the sentences name, for a page that tells them in another language; never personal data.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
}

/// All tables of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// `awards.csv`.
    pub awards: Vec<AwardRow>,
    /// `transfers.csv`.
    pub transfers: Vec<TransferRow>,
    /// What of them waits for pledges.
    pub waiting: Vec<WaitingRow>,
    /// `unserved.csv`.
    pub unserved: Vec<UnservedRow>,
    /// The rules and caps that keep them open, in their order.
    pub blocks: Vec<BlockRow>,
    /// `communes.csv`.
    pub communes: Vec<CommuneRow>,
    /// `groups.csv`.
    pub groups: Vec<GroupRow>,
    /// `sources.csv`.
    pub sources: Vec<SourceRow>,
    /// `rules.csv`.
    pub rules: Vec<RuleRow>,
    /// `pairings.csv`.
    pub pairings: Vec<PairingRow>,
    /// `certificate.json`.
    pub certificate: Certificate,
    /// `summary.json → stages`.
    pub stages: Vec<StageResult>,
    /// `summary.json → totals`.
    pub totals: Totals,
}

/// What `summary.json` says besides the tables' own figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// Findings (warnings) of the input.
    pub findings: Vec<FindingRow>,
    /// SHA-256 of every input file.
    pub inputs: BTreeMap<String, String>,
    /// The earlier run that this one keeps.
    pub previous: Option<Previous>,
    /// The earlier run that this one stays near, and how near it is.
    pub near: Option<(Earlier, Nearness)>,
    /// What is published beside the files of the office, if anything is.
    pub public: Option<PublicTables>,
}

/// Name of the table of `--near` among the inputs of `summary.json`.
pub const NEAR_TRANSFERS: &str = "near-run/transfers.csv";

/// An earlier run that a plan changes as little as it may (`--near`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The name of its folder, without the path.
    pub run: String,
    /// Needs of the scenario that it served.
    pub needs: u64,
    /// Their đồng.
    pub amount: Vnd,
    /// Needs that it served and that the scenario no longer has.
    pub ignored: u64,
    /// Their đồng.
    pub ignored_amount: Vnd,
    /// SHA-256 of its `transfers.csv`.
    pub hash: String,
    /// Its `transfers.csv`, byte for byte: `near.csv` of the new run folder.
    pub transfers: Vec<u8>,
}

/// Name of the earlier run's table among the inputs of `summary.json`.
pub const PREVIOUS_TRANSFERS: &str = "previous-run/transfers.csv";

/// An earlier run whose awards are promised in this one (`--keep`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// The name of its folder, without the path.
    pub run: String,
    /// Commitments that it adds to the scenario's own.
    pub commitments: u64,
    /// Their đồng.
    pub amount: Vnd,
    /// SHA-256 of its `transfers.csv`.
    pub hash: String,
    /// Its `transfers.csv`, byte for byte: `kept.csv` of the new run folder.
    pub transfers: Vec<u8>,
}
