//! A case → the scenario that it means, as if its values stood in the files.

use toml::{Table, Value};

use super::target::{EVERY, Target, Unknown, find, id_column};
use super::{Case, spelt};
use crate::domain::raw::{RawColumn, RawScenario, TableName};
use crate::findings::{Finding, Findings, Place};
use crate::input;

/// The scenario with the case's values, and what is wrong with them as settings (E602, and the findings of
/// `scenario.toml`).
pub fn apply(raw: &RawScenario, case: &Case) -> (RawScenario, Findings) {
    let mut changed = raw.clone();
    let mut findings = Findings::default();
    // A text that cannot be read has been a finding of the scenario's.
    let mut text: Table = raw.settings_text.parse().unwrap_or_default();
    let mut is_new_text = case.rules.is_some();
    for (target, value) in &case.set {
        match find(target, raw) {
            Ok(Target::Setting(path)) => {
                set_path(&mut text, &path, value);
                is_new_text = true;
            }
            Ok(Target::Rule { name, key }) => {
                let named = |rule: &&mut Table| rule.get("name").and_then(Value::as_str) == Some(&name);
                if let Some(rule) = rules_of(&mut text).iter_mut().filter_map(Value::as_table_mut).find(named) {
                    set_path(rule, &key, value);
                }
                is_new_text = true;
            }
            Ok(Target::Cell { table, id, column }) => set_cell(&mut changed, (table, &id, &column), &spelt(value)),
            Err(unknown) => findings.push(unknown_target(target, &unknown)),
        }
    }
    if let Some(rules) = &case.rules {
        *rules_of(&mut text) = rules.iter().cloned().map(Value::Table).collect();
    }
    if is_new_text {
        let (settings, found) = input::read_settings_text(&text.to_string());
        changed.settings = settings;
        for finding in found.as_slice() {
            // The lines are those of a text that nobody has.
            let place = Place { row: None, ..finding.place.clone() };
            findings.push(Finding { place, ..finding.clone() });
        }
    }
    (changed, findings)
}

/// E602: the target names nothing.
pub(super) fn unknown_target(target: &str, unknown: &Unknown) -> Finding {
    let place = Place { file: input::SETTINGS_FILE.to_owned(), ..Place::default() };
    let finding = Finding::new("E602", place).with("key", target).with("found", &unknown.part);
    finding.with("nearest", unknown.nearest.as_deref().unwrap_or("–"))
}

/// The rules of the file, `[[rule]]`.
fn rules_of(text: &mut Table) -> &mut Vec<Value> {
    let rules = text.entry("rule").or_insert_with(|| Value::Array(Vec::new()));
    if !rules.is_array() {
        *rules = Value::Array(Vec::new());
    }
    rules.as_array_mut().expect("an array by the line above")
}

fn set_path(table: &mut Table, path: &[String], value: &Value) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        table.insert(first.clone(), value.clone());
        return;
    }
    let inner = table.entry(first.clone()).or_insert_with(|| Value::Table(Table::new()));
    if !inner.is_table() {
        *inner = Value::Table(Table::new());
    }
    if let Some(inner) = inner.as_table_mut() {
        set_path(inner, rest, value);
    }
}

/// Writes into every row of this id; a column that the table lacks is added.
fn set_cell(raw: &mut RawScenario, (table, id, column): (TableName, &str, &str), text: &str) {
    let Some(table) = raw.tables.get_mut(&table).zip(id_column(table)) else { return };
    let (table, id_key) = table;
    let position = table.column(column).unwrap_or_else(|| {
        table.columns.push(RawColumn { key: Some(column.to_owned()), heading: column.to_owned() });
        table.columns.len() - 1
    });
    let Some(id_position) = table.column(id_key) else { return };
    for row in &mut table.rows {
        if id == EVERY || row.cells.get(id_position).is_some_and(|cell| cell == id) {
            if row.cells.len() <= position {
                row.cells.resize(position + 1, String::new());
            }
            if let Some(cell) = row.cells.get_mut(position) {
                text.clone_into(cell);
            }
        }
    }
}
