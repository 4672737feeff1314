//! Findings as people and machines read them: where, what, and what to do.

use std::collections::{BTreeMap, BTreeSet};

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

/// What is told of the form of a table. Offices fill in one form, so of a folder of tables (a file a commune) it is told
/// once: the first file, and which others …
const OF_FORM: [&str; 14] =
    ["W102", "W106", "W107", "W108", "W109", "W120", "W121", "W122", "W123", "W124", "W126", "W127", "W128", "W131"];

/// … where more than so many files have it; so many of them are named.
const FILES_NAMED: usize = 3;

/// Tells all findings: errors always, warnings unless quiet.
pub(crate) fn tell(console: &Console, findings: &Findings) {
    if !console.is_text() {
        return;
    }
    let rows = finding_rows(findings, &console.words);
    let shown = by_folder(&rows);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, _) in &shown {
        *counts.entry(&row.code).or_default() += 1;
    }
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, alike) in shown.iter().filter(|(row, _)| is_error(row) || console.tells()) {
        let total = counts.get(row.code.as_str()).copied().unwrap_or_default();
        let told = told.entry(&row.code).or_default();
        *told += 1;
        if total <= GROUP_ABOVE || *told <= SHOWN_OF_GROUP {
            tell_one(console, row, alike);
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

/// The findings as they are told: each with the files of its folder whose forms have it too and are not told.
fn by_folder(rows: &[FindingRow]) -> Vec<(&FindingRow, BTreeSet<&str>)> {
    let mut files: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        if let Some(key) = form_of(row) {
            files.entry(key).or_default().insert(&row.file);
        }
    }
    files.retain(|_, files| files.len() > FILES_NAMED);
    let mut shown = Vec::new();
    for row in rows {
        match form_of(row).and_then(|key| files.get_mut(&key)) {
            None => shown.push((row, BTreeSet::new())),
            // The first takes them all; those that follow find none.
            Some(files) if !files.is_empty() => shown.push((row, std::mem::take(files))),
            Some(_) => {}
        }
    }
    shown
}

/// Code and folder of what is told of the form of one file of a folder.
fn form_of(row: &FindingRow) -> Option<(&str, &str)> {
    let (folder, _) = row.file.rsplit_once('/')?;
    OF_FORM.contains(&row.code.as_str()).then_some((row.code.as_str(), folder))
}

fn tell_one(console: &Console, row: &FindingRow, alike: &BTreeSet<&str>) {
    let words = &console.words;
    let kind = if is_error(row) {
        console.red(&words.plain("say-finding-error"))
    } else {
        console.yellow(&words.plain("say-finding-warning"))
    };
    let place = place(console, row);
    complain(&format!("{kind} {}{place}\n  {}\n{}  → {}\n", row.code, row.cause, also(console, alike), row.action));
}

/// The line that tells how many files have it, and the first of them.
fn also(console: &Console, files: &BTreeSet<&str>) -> String {
    if files.is_empty() {
        return String::new();
    }
    let named: Vec<&str> = files.iter().take(FILES_NAMED).map(|file| file.rsplit('/').next().unwrap_or(file)).collect();
    let facts = [("count", console.count(files.len())), ("files", named.join(", "))];
    format!("  {}\n", console.words.text("say-finding-files", &facts))
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
