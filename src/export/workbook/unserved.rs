//! Table (e): who is not (fully) served, and why.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::sheet::{Line, Paper, Sheet, Value, column, shared};
use crate::domain::tables::{Block, Tables, UnservedRow};
use crate::export::blocked;

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let blocks: BTreeMap<(&str, &str), &[Block]> =
        tables.blocks.iter().map(|row| ((&*row.beneficiary, &*row.package), &*row.by)).collect();
    let mut sentences = BTreeMap::new();
    let lines = (1..).zip(&tables.unserved).map(|(number, row)| {
        let sentence = sentences.entry(row.reason).or_insert_with(|| directory.sentence("reason", row.reason));
        let by = blocks.get(&(&*row.beneficiary, &*row.package)).copied().unwrap_or_default();
        let blocked = blocked(directory.words, by, |id| &directory.source(id).name);
        let sentence = blocked.map_or_else(|| sentence.clone(), Value::Text);
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

fn values(directory: &Directory<'_>, number: u32, row: &UnservedRow, sentence: Value) -> Vec<Value> {
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
        sentence,
        row.needs.map_or(Value::Blank, Value::Money),
    ]
}
