//! Table (d): sources against uses.

use super::directory::Directory;
use super::sheet::{Line, Paper, Sheet, Value, column, shared};
use crate::domain::tables::{SourceRow, Tables};

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
    }
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
