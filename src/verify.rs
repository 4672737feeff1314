//! The second opinion: reads the written tables of a run folder and re-derives eligibility, every constraint and
//! every figure from the scenario, in exact integers. It restates the rules of page 3 in their plainest form and
//! shares no code with severity, eligibility, model, solver, settlement or ledger. It never repairs what it reads.
//!
//! The road: `read` the tables, restate the scenario as a `case`, gather what the transfers say in `paid`,
//! then one file a constraint (`c1_funding` … `c8_pairings`; in `c7_rules` one a measure), one file a table and one file
//! a kind of reason.

mod awards;
mod bonds;
mod c1_funding;
mod c2_source;
mod c3_demand;
mod c4_whole_units;
mod c5_caps;
mod c6_commitments;
mod c7_rules;
mod c8_pairings;
mod case;
mod certificate;
mod communes;
mod eligibility;
mod exact;
mod groups;
mod kept;
mod measures;
mod near;
mod order;
mod paid;
mod pairings;
mod pools;
mod precedence;
mod public;
mod reach;
mod read;
mod reason_left;
mod reason_served;
mod reason_unserved;
mod relaxed;
mod report;
mod sources;
mod summary;
#[cfg(test)]
mod tests;
mod transfers;
mod unserved;

use std::path::Path;

use crate::domain::Scenario;
use crate::ids::NeedIndex;
use bonds::Bonds;
use c7_rules::Margins;
use case::Case;
pub use certificate::{Certified, Meaningless, Pairs, Proved, Stated, Weighed, weigh};
use paid::Paid;
use pairings::Worth;
use pools::Pools;
use read::Written;
use report::Report;

/// Every rule that can be broken: sentence `verify-<rule>`, heading `<rule>` of `docs/verify.md`.
pub const RULES: &[&str] = &[
    "unreadable",
    "columns",
    "formula",
    "kept",
    "relaxed",
    "near",
    "unknown",
    "twice",
    "order",
    "missing",
    "unexpected",
    "transfers",
    "eligibility",
    "c1_funding",
    "c2_source",
    "c3_demand",
    "c3_minimum",
    "c3_exclusive",
    "c4_whole_units",
    "c5_household_cap",
    "c5_unit_cap",
    "c5_commune_cap",
    "c6_commitments",
    "c7_rules",
    "c8_pairings",
    "c8_partners",
    "c8_candidates",
    "awards",
    "unserved",
    "communes",
    "groups",
    "sources",
    "rules",
    "pairings",
    "summary",
    "public",
    "public_small",
    "public_found",
    "objective",
    "stage",
    "certificate",
    "reason_served",
    "reason_unserved",
    "reason_left",
];

/// A broken promise of a run folder, with its size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Violation {
    /// Name of the constraint: message id `verify-<rule>`.
    pub rule: &'static str,
    /// File of the run folder.
    pub file: String,
    /// Facts for the sentence; never personal data.
    pub facts: Vec<(&'static str, String)>,
}

/// What the second opinion found.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Opinion {
    /// Everything that is broken; empty: the plan is feasible exactly.
    pub violations: Vec<Violation>,
    /// Objective of the plan, derived anew from the written tables, in the measure of `objective.maximize`.
    pub value: f64,
    /// Bounds that gave way, as the run folder states them; all else is judged as the scenario asks.
    pub relaxed: Vec<RelaxedBound>,
    /// What the certificate proves, stage by stage.
    pub proved: Vec<Proved>,
}

/// A hard bound that a plan was allowed to miss (`--relax`), in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RelaxedBound {
    /// Name of the rule.
    pub rule: String,
    /// Id of the group.
    pub group: String,
    /// `at_least` or `at_most`.
    pub key: &'static str,
    /// The bound of the scenario: whole đồng, a number, or a percentage.
    pub asked: String,
    /// The bound that holds instead.
    pub bound: String,
}

/// What every check looks at.
struct Evidence<'a> {
    case: &'a Case<'a>,
    written: &'a Written,
    paid: &'a Paid,
    bonds: &'a Bonds,
    /// By row of the awards: its need, if the scenario has it.
    awarded: Vec<Option<NeedIndex>>,
    /// By row of the unserved: its need, if the scenario has it.
    refused: Vec<Option<NeedIndex>>,
}

/// Judges the run folder `run` of `scenario`. A table that cannot be read ends the work: nothing else can be said.
pub fn second_opinion(scenario: &Scenario, run: &Path) -> Opinion {
    opinion(scenario, run, None)
}

/// The same, where the certificate of the run has been evaluated before it was written.
pub fn second_opinion_after(scenario: &Scenario, run: &Path, certified: &Certified) -> Opinion {
    opinion(scenario, run, Some(certified))
}

fn opinion(scenario: &Scenario, run: &Path, certified: Option<&Certified>) -> Opinion {
    let mut report = Report::default();
    let Some(written) = read::folder(run, &mut report) else {
        return Opinion { violations: report.violations(), ..Opinion::default() };
    };
    let kept = kept::promised(scenario, &written, &mut report);
    let (scenario, relaxed) = relaxed::stated(kept.as_ref().unwrap_or(scenario), &written, &mut report);
    let case = Case::of(&scenario);
    let paid = Paid::gather(&case, &written, &mut report);
    let bonds = Bonds::gather(&case, &written);
    let evidence = Evidence {
        awarded: written.awards.iter().map(|line| case.need(&line.beneficiary, &line.package)).collect(),
        refused: written.unserved.iter().map(|line| case.need(&line.beneficiary, &line.package)).collect(),
        case: &case,
        written: &written,
        paid: &paid,
        bonds: &bonds,
    };
    let worth = Worth::of(&evidence);
    constraints(&evidence, &worth, &mut report);
    let pools = Pools::of(&evidence);
    let certified = certified.filter(|_| kept.is_none() && relaxed.is_empty());
    // The public files are judged beside the tables; what is broken is told in the order of the checks all the same.
    let mut of_public = Report::default();
    let (proved, ()) = rayon::join(
        || {
            tables(&evidence, &worth, &pools, &mut report);
            certificate::check(&evidence, &pools, (run, certified), &mut report)
        },
        || public::check(&evidence, run, &mut of_public),
    );
    report.extend(of_public);
    Opinion { violations: report.violations(), value: measures::objective(&evidence), relaxed, proved }
}

fn constraints(evidence: &Evidence<'_>, worth: &Worth, report: &mut Report) {
    transfers::check(evidence, report);
    eligibility::check(evidence, report);
    c1_funding::check(evidence, report);
    c2_source::check(evidence, report);
    c3_demand::check(evidence, report);
    c4_whole_units::check(evidence, report);
    c5_caps::check(evidence, report);
    c6_commitments::check(evidence, report);
    c8_pairings::check(evidence, worth, report);
}

fn tables(evidence: &Evidence<'_>, worth: &Worth, pools: &Pools, report: &mut Report) {
    order::check(evidence, report);
    awards::check(evidence, report);
    unserved::check(evidence, report);
    communes::check(evidence, report);
    groups::check(evidence, report);
    sources::check(evidence, report);
    c7_rules::check(evidence, pools, report);
    pairings::check(evidence, report);
    summary::check(evidence, pools, report);
    summary::pairing(evidence, worth, report);
    near::check(evidence, report);
    let margins = Margins::of(evidence, pools);
    reason_served::check(evidence, &margins, report);
    reason_unserved::check(evidence, pools, &margins, report);
    reason_left::check(evidence, pools, &margins, report);
}
