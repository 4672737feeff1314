//! Table (d): sources against uses.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::pledges;
use super::sheet::{Line, Paper, Sheet, Value, column, shared};
use crate::domain::tables::{SourceRow, Tables};
use crate::domain::{CommitmentStatus, StageName, StageResult};
use crate::units::Vnd;

/// Đồng that a source promised and disbursed before this plan, by id.
type Committed<'a> = BTreeMap<&'a str, (Vnd, Vnd)>;

/// The sheet; its columns of commitments where there are any.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let committed = committed(directory);
    let lines = (1..).zip(&tables.sources).map(|(number, source)| row(directory, number, (source, &committed)));
    let mut columns = vec![
        column("number", 6.0),
        column("code", 11.0),
        column("source", 24.0),
        column("status", 15.0),
        shared("money", "given", 17.0),
        shared("money", "available", 17.0),
    ];
    if !committed.is_empty() {
        columns.extend([shared("money", "promised", 16.0), shared("money", "disbursed", 16.0)]);
    }
    columns.extend([shared("money", "used", 17.0), shared("money", "left", 17.0), column("reason", 25.0)]);
    Sheet {
        name: "sources",
        paper: Paper::Across,
        columns,
        lines: lines.map(Line::plain).collect(),
        totals: if committed.is_empty() { &[4, 5, 6, 7] } else { &[4, 5, 6, 7, 8, 9] },
        spoken: None,
        note: proved(directory, tables),
    }
}

/// How good the plan is, and how far that is proved; `None` where nothing is.
fn proved(directory: &Directory<'_>, tables: &Tables) -> Option<String> {
    let objective = tables.stages.iter().find(|stage| stage.stage == StageName::Objective)?;
    let (value, bound) = (objective.value?, objective.certified_bound?);
    let gap = StageResult::distance(value, bound);
    let words = directory.words;
    let facts = [
        ("value", words.decimal(value, 2)),
        ("bound", words.decimal(bound, 2)),
        ("gap", words.decimal(gap * 100.0, 3)),
    ];
    Some(words.text("sheet-proved", &facts))
}

fn committed<'a>(directory: &Directory<'a>) -> Committed<'a> {
    let mut sums = Committed::new();
    for line in &directory.scenario.commitments {
        let Some(source) = line.source else { continue };
        let (promised, disbursed) = sums.entry(&directory.scenario.source(source).id).or_default();
        match line.status {
            CommitmentStatus::Promised => *promised += line.amount,
            CommitmentStatus::Disbursed => *disbursed += line.amount,
            CommitmentStatus::Outside => {}
        }
    }
    sums
}

fn row(directory: &Directory<'_>, number: u32, (source, committed): (&SourceRow, &Committed<'_>)) -> Vec<Value> {
    let mut values = vec![
        Value::Count(number),
        Value::Text(source.source.clone()),
        Value::Text(source.name.clone()),
        Value::Text(pledges::status(directory, directory.source(&source.source))),
        Value::Money(source.amount),
        Value::Money(source.available),
    ];
    if !committed.is_empty() {
        let (promised, disbursed) = committed.get(source.source.as_str()).copied().unwrap_or_default();
        values.extend([Value::Money(promised), Value::Money(disbursed)]);
    }
    values.extend([
        Value::Money(source.used),
        Value::Money(source.left),
        source.reason_left.map_or(Value::Blank, |reason| directory.sentence("left", reason)),
    ]);
    values
}
