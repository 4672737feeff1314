//! A run folder as an input: its tables by column name, its JSON, the hash of a file. Further columns are ignored.
//! For what starts from an earlier run (`compare`, `--keep`); the second opinion has a reader of its own.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::folder::sha256;
use crate::findings::{Finding, Findings, Place};
use crate::units::Vnd;

/// First characters that a spreadsheet takes for a formula; the run folder has an apostrophe before them.
const RUNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A run folder, and what is wrong with it.
#[derive(Debug)]
pub struct RunFolder {
    root: PathBuf,
    findings: Findings,
}

/// One file of a run folder.
#[derive(Debug)]
pub struct RunFile {
    /// The path of the folder as it was given, with the file's name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// SHA-256, lower-case hex.
    pub hash: String,
}

impl RunFolder {
    /// A folder to read.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), findings: Findings::default() }
    }

    /// The name of the folder without its path; empty where it has none.
    pub fn name(&self) -> String {
        let path = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// A file; a finding where it cannot be read, since then the folder is no run.
    pub fn file(&mut self, file: &str) -> Option<RunFile> {
        let name = self.root.join(file).display().to_string();
        match fs::read(self.root.join(file)) {
            Ok(bytes) => Some(RunFile { name, hash: sha256(&bytes), bytes }),
            Err(error) => {
                let place = Place { file: name, ..Place::default() };
                let finding = Finding::new("E501", place).with("found", self.root.display());
                self.findings.push(finding.with("detail", error));
                None
            }
        }
    }

    /// A table, one value a row; the columns named must be there.
    pub fn table<T>(&mut self, file: &str, columns: &[&str], read: impl Fn(&mut Cells<'_>) -> T) -> Vec<T> {
        let Some(file) = self.file(file) else { return Vec::new() };
        let (rows, findings) = rows(&file, columns, read);
        self.findings.extend(findings);
        rows
    }

    /// A JSON file; null where it cannot be read.
    pub fn json(&mut self, file: &str) -> Value {
        let Some(file) = self.file(file) else { return Value::Null };
        serde_json::from_slice(&file.bytes).unwrap_or_else(|error: serde_json::Error| {
            let row = u32::try_from(error.line()).ok();
            self.findings.push(Finding::new("E503", Place { file: file.name, row, ..Place::default() }));
            Value::Null
        })
    }

    /// Everything found so far.
    pub fn into_findings(self) -> Findings {
        self.findings
    }
}

/// The rows of a file, and what is wrong with them.
pub fn rows<T>(file: &RunFile, columns: &[&str], read: impl Fn(&mut Cells<'_>) -> T) -> (Vec<T>, Findings) {
    let mut findings = Findings::default();
    let mut reader = csv::ReaderBuilder::new().from_reader(file.bytes.as_slice());
    let headings: Vec<String> =
        reader.headers().map(|headings| headings.iter().map(str::to_owned).collect()).unwrap_or_default();
    if let Some(missing) = columns.iter().find(|column| !headings.iter().any(|heading| heading == *column)) {
        let place = Place { file: file.name.clone(), row: Some(1), ..Place::default() };
        findings.push(Finding::new("E502", place).with("expected", missing));
        return (Vec::new(), findings);
    }
    let mut values = Vec::new();
    for (record, position) in reader.records().zip(2..) {
        let Ok(record) = record else {
            let place = Place { file: file.name.clone(), row: Some(position), ..Place::default() };
            findings.push(Finding::new("E503", place));
            continue;
        };
        let row = record.position().and_then(|place| u32::try_from(place.line()).ok()).unwrap_or(position);
        let mut cells = Cells { file, headings: &headings, record: &record, row, findings: &mut findings };
        values.push(read(&mut cells));
    }
    (values, findings)
}

/// The cells of one row.
#[derive(Debug)]
pub struct Cells<'a> {
    file: &'a RunFile,
    headings: &'a [String],
    record: &'a csv::StringRecord,
    row: u32,
    findings: &'a mut Findings,
}

impl Cells<'_> {
    /// The line of the file, from 1.
    pub const fn row(&self) -> u32 {
        self.row
    }

    fn cell(&self, column: &str) -> &str {
        let position = self.headings.iter().position(|heading| heading == column);
        position.and_then(|position| self.record.get(position)).unwrap_or_default()
    }

    /// A text as it was before it was neutralised.
    pub fn text(&self, column: &str) -> String {
        let cell = self.cell(column);
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(RUNS)).unwrap_or(cell).to_owned()
    }

    /// A whole number; a finding and 0 where there is none.
    pub fn whole(&mut self, column: &str) -> i64 {
        let number = self.cell(column).parse().ok();
        self.known(column, number)
    }

    /// Đồng, not below zero and at most [`Vnd::LIMIT`]; a finding and nothing where there are none.
    pub fn money(&mut self, column: &str) -> Vnd {
        let amount = self.cell(column).parse().ok().map(Vnd::new);
        self.known(column, amount.filter(|amount| (Vnd::ZERO..=Vnd::LIMIT).contains(amount)))
    }

    /// A finite decimal; a finding and 0 where there is none.
    pub fn decimal(&mut self, column: &str) -> f64 {
        let number = self.cell(column).parse().ok().filter(|number: &f64| number.is_finite());
        self.known(column, number)
    }

    /// Đồng, or nothing where the cell is blank.
    pub fn optional_money(&mut self, column: &str) -> Option<Vnd> {
        (!self.cell(column).is_empty()).then(|| self.money(column))
    }

    /// A decimal, or nothing where the cell is blank.
    pub fn optional_decimal(&mut self, column: &str) -> Option<f64> {
        (!self.cell(column).is_empty()).then(|| self.decimal(column))
    }

    fn known<N: Default>(&mut self, column: &str, number: Option<N>) -> N {
        number.unwrap_or_else(|| {
            let place = Place { column: Some(column.to_owned()), row: Some(self.row), ..Place::default() };
            self.findings.push(Finding::new("E503", Place { file: self.file.name.clone(), ..place }));
            N::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, i64)>, Vec<&'static str>) {
        let file = RunFile { name: "a.csv".to_owned(), bytes: text.as_bytes().to_vec(), hash: String::new() };
        let (rows, findings) = rows(&file, &["b", "a"], |cells| (cells.text("a"), cells.whole("b")));
        (rows, findings.as_slice().iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn columns_are_found_by_name_and_texts_restored() {
        let (rows, findings) = read("a,new,b\n'=x,?,7\n'y,?,8\n");
        assert_eq!(rows, [("=x".to_owned(), 7), ("'y".to_owned(), 8)]);
        assert_eq!(findings, [""; 0]);
    }

    #[test]
    fn what_is_missing_or_broken_is_a_finding() {
        assert_eq!(read("a\nx\n").1, ["E502"]);
        assert_eq!(read("a,b\nx,seven\ny,8\n").1, ["E503"]);
        assert_eq!(read("a,b\nx\n").1, ["E503"]);
        let mut folder = RunFolder::new(Path::new("/no/such/run"));
        assert!(folder.json("summary.json").is_null());
        assert_eq!(folder.into_findings().as_slice().first().map(|finding| finding.code), Some("E501"));
    }
}
