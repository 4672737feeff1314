//! Table (d): sources against uses.

use super::directory::Directory;
use super::sheet::{Line, Paper, Sheet, Value, column, shared};
use crate::domain::tables::{SourceRow, Tables};
use crate::domain::{StageName, StageResult};

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let lines = (1..).zip(&tables.sources).map(|(number, source)| row(directory, number, source));
    Sheet {
        name: "sources",
        paper: Paper::Across,
        columns: vec![
            column("number", 6.0),
            column("code", 11.0),
            column("source", 24.0),
            shared("money", "given", 17.0),
            shared("money", "available", 17.0),
            shared("money", "used", 17.0),
            shared("money", "left", 17.0),
            column("reason", 25.0),
        ],
        lines: lines.map(Line::plain).collect(),
        totals: &[3, 4, 5, 6],
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

fn row(directory: &Directory<'_>, number: u32, source: &SourceRow) -> Vec<Value> {
    vec![
        Value::Count(number),
        Value::Text(source.source.clone()),
        Value::Text(source.name.clone()),
        Value::Money(source.amount),
        Value::Money(source.available),
        Value::Money(source.used),
        Value::Money(source.left),
        source.reason_left.map_or(Value::Blank, |reason| directory.sentence("left", reason)),
    ]
}
