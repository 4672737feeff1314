//! Table (d): sources against uses.

use super::directory::Directory;
use super::layout::{Sheet, Value};
use crate::domain::tables::{SourceRow, Tables};

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let rows = (1..).zip(&tables.sources).map(|(number, source)| row(directory, number, source));
    Sheet {
        name: "sources",
        columns: &[
            ("number", 6.0),
            ("code", 14.0),
            ("source", 36.0),
            ("given", 18.0),
            ("available", 18.0),
            ("used", 18.0),
            ("left", 18.0),
            ("reason", 42.0),
        ],
        rows: rows.collect(),
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
