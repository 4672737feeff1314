//! Table (e): who is not (fully) served, and why.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::layout::{Sheet, Value};
use crate::domain::tables::{Tables, UnservedRow};

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let mut sentences = BTreeMap::new();
    let rows = (1..).zip(&tables.unserved).map(|(number, row)| {
        let sentence = sentences.entry(row.reason).or_insert_with(|| directory.sentence("reason", row.reason));
        values(directory, number, row, sentence)
    });
    Sheet {
        name: "unserved",
        columns: &[
            ("number", 6.0),
            ("beneficiary", 26.0),
            ("village", 22.0),
            ("commune", 22.0),
            ("package", 26.0),
            ("asked", 10.0),
            ("served", 10.0),
            ("missing", 16.0),
            ("reason", 44.0),
            ("needs", 16.0),
        ],
        rows: rows.collect(),
        totals: &[7],
        spoken: None,
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
