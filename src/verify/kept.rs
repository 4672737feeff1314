//! `kept.csv`: the earlier run's transfers, byte for byte, that a `--keep` run treats as promised. Restates the
//! promises from them: for each source and need what the file says, less what the scenario itself has committed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::read::{TransferLine, Written};
use super::report::Report;
use crate::domain::{Commitment, CommitmentStatus, Scenario};
use crate::findings::Place;
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// The copy in the run folder.
pub(super) const FILE: &str = "kept.csv";

/// The name of its hash among the inputs of `summary.json`.
const INPUT: &str = "previous-run/transfers.csv";

/// The scenario with the promises of `kept.csv`; `None` where the run keeps none.
pub(super) fn promised(scenario: &Scenario, written: &Written, report: &mut Report) -> Option<Scenario> {
    let kept = written.kept.as_ref()?;
    let summary = &written.summary;
    let recorded = summary.get("inputs").and_then(|inputs| inputs.get(INPUT)).and_then(Value::as_str);
    let mut row = report.row("kept", FILE, &[FILE]);
    row.text("sha256", recorded.unwrap_or("–"), &kept.hash);
    let added = added(scenario, &kept.lines, report);
    let previous = summary.get("previous");
    let figure = |key| previous.and_then(|previous| previous.get(key)).and_then(Value::as_i64).map(i128::from);
    let amount = added.iter().map(|line| i128::from(line.amount.dong())).sum();
    let mut row = report.row("kept", "summary.json", &["previous"]);
    row.optional_whole("commitments", figure("commitments"), i128::try_from(added.len()).ok());
    row.optional_whole("amount", figure("amount"), Some(amount));
    let mut scenario = scenario.clone();
    scenario.commitments.extend(added);
    scenario.commitments.sort_by_key(|line| (line.need, line.source, line.status, line.amount));
    Some(scenario)
}

/// What is promised beyond the scenario's own commitments; a violation for a line whose ids it lacks.
fn added(scenario: &Scenario, lines: &[TransferLine], report: &mut Report) -> Vec<Commitment> {
    let ids = |index| {
        let need = scenario.need(index);
        (scenario.beneficiary_id(need.beneficiary), scenario.package(need.package).id.as_str())
    };
    let needs: BTreeMap<_, NeedIndex> = scenario.needs().map(|(index, _)| (ids(index), index)).collect();
    let sources: BTreeMap<&str, SourceIndex> = scenario.sources().map(|(index, it)| (it.id.as_str(), index)).collect();
    let mut promises: BTreeMap<(SourceIndex, NeedIndex), i128> = BTreeMap::new();
    for line in lines {
        let need = needs.get(&(line.beneficiary.as_str(), line.package.as_str()));
        let Some((&source, &need)) = sources.get(line.source.as_str()).zip(need) else {
            let row = format!("{} · {} · {}", line.source, line.beneficiary, line.package);
            report.add("unknown", FILE, &[("file", &FILE), ("row", &row)]);
            continue;
        };
        *promises.entry((source, need)).or_insert(0) += line.amount;
    }
    for line in &scenario.commitments {
        if let Some(promise) = line.source.and_then(|source| promises.get_mut(&(source, line.need))) {
            *promise -= i128::from(line.amount.dong());
        }
    }
    let above = promises.into_iter().filter_map(|((source, need), dong)| {
        let amount = i64::try_from(dong).ok().filter(|&dong| dong > 0).map(Vnd::new)?;
        Some(Commitment {
            source: Some(source),
            need,
            units: 1,
            amount,
            status: CommitmentStatus::Promised,
            place: Place::default(),
        })
    });
    above.collect()
}
