//! Table (e): who is not (fully) served, and why.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::sheet::{Line, Paper, Sheet, Value, column, shared};
use crate::domain::tables::{Tables, UnservedRow};

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let mut sentences = BTreeMap::new();
    let lines = (1..).zip(&tables.unserved).map(|(number, row)| {
        let sentence = sentences.entry(row.reason).or_insert_with(|| directory.sentence("reason", row.reason));
        Line::plain(values(directory, number, row, sentence))
    });
    Sheet {
        name: "unserved",
        paper: Paper::Across,
        columns: vec![
            column("number", 6.0),
            column("beneficiary", 19.0),
            column("village", 15.0),
            column("commune", 15.0),
            column("package", 16.0),
            shared("quantity", "asked", 8.0),
            shared("quantity", "served", 9.0),
            column("missing", 15.0),
            column("reason", 36.0),
            column("needs", 14.0),
        ],
        lines: lines.collect(),
        totals: &[7],
        spoken: None,
        note: None,
    }
}

fn values(directory: &Directory<'_>, number: u32, row: &UnservedRow, sentence: &Value) -> Vec<Value> {
    let need = directory.need(&row.beneficiary, &row.package);
    vec![
        Value::Count(number),
        directory.beneficiary(need),
        directory.village(need),
        Value::Text(directory.area(directory.commune(need)).name.clone()),
        Value::Text(directory.package(need).name.clone()),
        Value::Count(row.units_asked),
        Value::Units(row.units_served),
        Value::Money(row.amount_missing),
        sentence.clone(),
        row.needs.map_or(Value::Blank, Value::Money),
    ]
}
