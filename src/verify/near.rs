//! `near.csv`: the earlier run's transfers, byte for byte, that a `--near` run stays near. Counts anew what they grant to
//! each need, and how many đồng the plan changes. That no plan as good is nearer is the solver's word.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Evidence;
use super::report::Report;

/// The copy in the run folder.
pub(super) const FILE: &str = "near.csv";

/// The name of its hash among the inputs of `summary.json`.
const INPUT: &str = "near-run/transfers.csv";

/// Compares `near` of `summary.json`.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let Some(near) = &evidence.written.near else { return };
    let summary = &evidence.written.summary;
    let recorded = summary.get("inputs").and_then(|inputs| inputs.get(INPUT)).and_then(Value::as_str);
    report.row("near", FILE, &[FILE]).text("sha256", recorded.unwrap_or("–"), &near.hash);
    let mut then: BTreeMap<(&str, &str), i128> = BTreeMap::new();
    for line in &near.lines {
        *then.entry((&line.beneficiary, &line.package)).or_insert(0) += line.amount;
    }
    let (known, ignored): (Vec<_>, Vec<_>) =
        then.iter().partition(|((beneficiary, package), _)| evidence.case.need(beneficiary, package).is_some());
    let sum = |rows: &[(&(&str, &str), &i128)]| rows.iter().map(|(_, amount)| **amount).sum::<i128>();
    let changed = evidence.case.scenario.needs().map(|(need, _)| {
        let [beneficiary, package] = evidence.case.ids(need);
        (evidence.paid.to_need(need) - then.get(&(beneficiary, package)).copied().unwrap_or(0)).abs()
    });
    let expected = [
        ("needs", i128::try_from(known.iter().filter(|(_, amount)| **amount > 0).count()).ok()),
        ("amount", Some(sum(&known))),
        ("ignored", i128::try_from(ignored.len()).ok()),
        ("ignored_amount", Some(sum(&ignored))),
        ("changed", Some(changed.sum())),
    ];
    let figure = |key| summary.get("near")?.get(key)?.as_i64().map(i128::from);
    let mut row = report.row("near", "summary.json", &["near"]);
    for (key, expected) in expected {
        row.optional_whole(key, figure(key), expected);
    }
    if let Some((bound, changed)) = figure("bound").zip(figure("changed")).filter(|(bound, changed)| bound > changed) {
        row.differs("bound", &bound, &changed);
    }
}
