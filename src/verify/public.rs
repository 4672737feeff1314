//! `cong-khai/`: it is there exactly where `summary.json` says so, byte for byte; its tables have the columns that may be
//! public and no others; every row and figure is what the transfers say; no sum of fewer than five households is shown, or
//! can be found by taking away the others. Restates page 1; shares no code with what chose the withheld figures.

mod files;
mod list;
mod recovery;
mod report_page;
mod sums;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::Evidence;
use super::report::Report;
use files::Grid;

/// The folder.
const FOLDER: &str = "cong-khai";

/// Its tables, in the order of the workbook and of the page, each with all the columns that it may have.
const TABLES: [(&str, &[&str]); 3] = [
    (list::FILE, &["number", "head_name", "birth_year", "commune", "village", "programme", "amount", "decision"]),
    (sums::COMMUNES, &["level", "code", "commune", "programme", "households", "amount"]),
    (sums::DONORS, &["level", "donor", "programme", "amount"]),
];

/// Files that show the same tables.
const COPIES: [&str; 2] = ["cong-khai/cong-khai.xlsx", "cong-khai/cong-khai.html"];

/// What stands for a figure that is withheld.
const WITHHELD: &str = "*";

/// Judges the public folder of `run`.
pub(super) fn check(evidence: &Evidence<'_>, run: &Path, report: &mut Report) {
    let named = evidence.written.summary.get("public").filter(|named| !named.is_null());
    let is_there = run.join(FOLDER).symlink_metadata().is_ok();
    if named.is_some() != is_there {
        report.row("public", FOLDER, &[FOLDER]).differs("public", &is_there, &named.is_some());
    }
    let Some(named) = named.filter(|_| is_there) else { return };
    if !has_its_files(run, named, report) {
        return;
    }
    let grids: Vec<Option<Grid>> = TABLES.iter().map(|&table| files::table(run, table, report)).collect();
    let [Some(listed), Some(communes), Some(donors)] = &grids[..] else { return };
    list::check(evidence, listed, report);
    sums::check(evidence, (communes, donors), report);
    for file in COPIES {
        files::copy(run, file, &[listed, communes, donors], report);
    }
    report_page::check(run, &[listed, communes, donors], report);
}

/// Whether the folder holds its six files and nothing else, each as `summary.json` records it.
fn has_its_files(run: &Path, named: &Value, report: &mut Report) -> bool {
    let expected: BTreeSet<&str> =
        TABLES.iter().map(|(file, _)| *file).chain(COPIES).chain([report_page::FILE]).collect();
    let entries = std::fs::read_dir(run.join(FOLDER)).into_iter().flatten().flatten();
    let found: BTreeSet<String> =
        entries.map(|entry| format!("{FOLDER}/{}", entry.file_name().to_string_lossy())).collect();
    for file in expected.iter().filter(|file| !found.contains(**file)) {
        report.add("missing", FOLDER, &[("file", &FOLDER), ("row", file)]);
    }
    // What a stranger's file is called is not repeated.
    for _ in found.iter().filter(|file| !expected.contains(file.as_str())) {
        report.add("unexpected", FOLDER, &[("file", &FOLDER), ("row", &"…")]);
    }
    for file in expected.iter().copied().filter(|file| found.contains(*file)) {
        let name = file.strip_prefix("cong-khai/").unwrap_or(file);
        let recorded = named.get(name).and_then(Value::as_str).unwrap_or("–");
        let ids = [name];
        report.row("public", FOLDER, &ids).text("sha256", &files::hash(&run.join(file)), recorded);
    }
    expected.iter().all(|file| found.contains(*file))
}
