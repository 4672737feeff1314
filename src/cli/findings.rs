//! Findings as people and machines read them: where, what, and what to do.

use std::collections::BTreeMap;

use chungtay::domain::tables::FindingRow;
use chungtay::findings::{Finding, Findings};
use chungtay::publish::finding_rows;
use serde_json::{Value, json};

use super::console::{Console, complain};
use super::exit::Exit;

/// More findings of one code than this are shown as a group …
const GROUP_ABOVE: usize = 20;

/// … of which so many are written out.
const SHOWN_OF_GROUP: usize = 5;

/// Tells all findings: errors always, warnings unless quiet.
pub(crate) fn tell(console: &Console, findings: &Findings) {
    if !console.is_text() {
        return;
    }
    let rows = finding_rows(findings, &console.words);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *counts.entry(&row.code).or_default() += 1;
    }
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| is_error(row) || console.tells()) {
        let total = counts.get(row.code.as_str()).copied().unwrap_or_default();
        let told = told.entry(&row.code).or_default();
        *told += 1;
        if total <= GROUP_ABOVE || *told <= SHOWN_OF_GROUP {
            tell_one(console, row);
        } else if *told == SHOWN_OF_GROUP + 1 {
            let rest = console.count(total - SHOWN_OF_GROUP);
            complain(&format!(
                "{}\n",
                console.words.text("say-more-findings", &[("count", rest.as_str()), ("code", row.code.as_str())])
            ));
        }
    }
    tell_count(console, &rows);
}

/// Tells what keeps a command from being done, to people and machines.
pub(crate) fn refuse(console: &Console, found: &Findings) -> Exit {
    tell(console, found);
    console.json(&json!({ "exit_code": Exit::Findings.code(), "findings": to_json(console, found) }));
    Exit::Findings
}

fn is_error(row: &FindingRow) -> bool {
    row.severity == "error"
}

fn tell_one(console: &Console, row: &FindingRow) {
    let words = &console.words;
    let kind = if is_error(row) {
        console.red(&words.plain("say-finding-error"))
    } else {
        console.yellow(&words.plain("say-finding-warning"))
    };
    let place = place(console, row);
    complain(&format!("{kind} {}{place}\n  {}\n  → {}\n", row.code, row.cause, row.action));
}

/// ` · file, sheet, row, column`, as far as it is known.
fn place(console: &Console, row: &FindingRow) -> String {
    let words = &console.words;
    let mut parts = Vec::new();
    if !row.file.is_empty() {
        parts.push(row.file.clone());
    }
    if let Some(sheet) = &row.sheet {
        parts.push(words.text("place-sheet", &[("sheet", sheet)]));
    }
    if let Some(number) = row.row {
        parts.push(words.text("place-row", &[("row", number.to_string())]));
    }
    if let Some(column) = &row.column {
        parts.push(words.text("place-column", &[("column", column)]));
    }
    if parts.is_empty() { String::new() } else { format!(" · {}", parts.join(", ")) }
}

fn tell_count(console: &Console, rows: &[FindingRow]) {
    let errors = rows.iter().filter(|row| is_error(row)).count();
    if rows.is_empty() || (errors == 0 && !console.tells()) {
        return;
    }
    let facts = [("errors", console.count(errors)), ("warnings", console.count(rows.len() - errors))];
    complain(&console.words.text("say-findings", &facts));
}

/// The findings for machines.
pub(crate) fn to_json(console: &Console, findings: &Findings) -> Value {
    let rows = finding_rows(findings, &console.words);
    findings.as_slice().iter().zip(&rows).map(|(finding, row)| one_to_json(finding, row)).collect()
}

fn one_to_json(finding: &Finding, row: &FindingRow) -> Value {
    let facts: BTreeMap<&str, &str> = finding.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    json!({
        "code": row.code,
        "severity": row.severity,
        "file": row.file,
        "sheet": row.sheet,
        "row": row.row,
        "column": row.column,
        "found": facts.get("found"),
        "expected": facts.get("expected"),
        "facts": facts,
        "cause": row.cause,
        "action": row.action,
    })
}
