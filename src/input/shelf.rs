//! The opened files of a folder and what went wrong in opening them: each workbook is opened once, each failure
//! reported once. Knows no table.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::encoding::{self, NotText};
use super::folder::{FileError, Folder};
use super::limits::{FILE_BYTES, UNPACKED_BYTES};
use super::section::NOTHING;
use super::workbook::{Workbook, WorkbookError};
use crate::findings::{Finding, Findings, Place, nearest};

/// A folder with its opened workbooks.
pub(super) struct Shelf {
    /// The folder.
    pub(super) folder: Folder,
    /// What was found so far.
    pub(super) findings: Findings,
    workbooks: BTreeMap<String, Option<Workbook>>,
}

impl Shelf {
    /// A shelf with nothing opened yet.
    pub(super) fn new(folder: Folder) -> Self {
        Self { folder, findings: Findings::default(), workbooks: BTreeMap::new() }
    }

    /// Adds a finding.
    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The bytes of a file; `named_at` is where its name stands, for the findings.
    pub(super) fn bytes(&mut self, file: &str, named_at: &Place) -> Option<Vec<u8>> {
        let error = match self.folder.read(file) {
            Ok(bytes) => return Some(bytes),
            Err(error) => error,
        };
        let finding = match error {
            FileError::Outside => Finding::new("E107", named_at.clone()).with("found", file),
            FileError::Missing => {
                let names = self.folder.names();
                let near = nearest(file, names.iter().map(String::as_str)).unwrap_or(NOTHING);
                Finding::new("E108", named_at.clone()).with("found", file).with("nearest", near)
            }
            FileError::TooLarge => Finding::new("E190", place(file)).with("most", mebibytes(FILE_BYTES)),
            FileError::Unreadable(error) => Finding::new("E103", place(file)).with("detail", error),
        };
        self.push(finding);
        None
    }

    /// The text of a file's bytes, in whatever encoding; one that is assumed is a warning that counts its lines.
    pub(super) fn text<'b>(&mut self, file: &str, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
        match encoding::decode(bytes) {
            Ok(decoded) => {
                if let Some(name) = decoded.assumed {
                    let finding = Finding::new("W108", place(file)).with("encoding", name);
                    self.push(finding.with("count", decoded.text.lines().count()));
                }
                Some(decoded.text)
            }
            Err(NotText::Unknown { first_line, lines }) => {
                let place = Place { row: Some(first_line), ..place(file) };
                self.push(Finding::new("E104", place).with("count", lines));
                None
            }
            Err(NotText::Ambiguous([(first, one), (second, other)])) => {
                let finding = Finding::new("E118", place(file)).with("first", first).with("one", one);
                self.push(finding.with("second", second).with("other", other));
                None
            }
        }
    }

    /// The workbook in a file; `None` (with a finding, once) where it cannot be opened.
    pub(super) fn workbook(&mut self, file: &str, named_at: &Place) -> Option<&mut Workbook> {
        if !self.workbooks.contains_key(file) {
            let opened = self.bytes(file, named_at).map(Workbook::open);
            let workbook = match opened {
                Some(Err(error)) => {
                    self.push(refusal(error, place(file)));
                    None
                }
                Some(Ok(workbook)) => Some(workbook),
                None => None,
            };
            self.workbooks.insert(file.to_owned(), workbook);
        }
        self.workbooks.get_mut(file).and_then(Option::as_mut)
    }

    /// Forgets a workbook that nothing reads again: of a table in a folder there may be thousands.
    pub(super) fn close(&mut self, file: &str) {
        self.workbooks.remove(file);
    }
}

/// Why a workbook or a sheet of it cannot be read.
pub(super) fn refusal(error: WorkbookError, place: Place) -> Finding {
    match error {
        WorkbookError::Broken(_) | WorkbookError::Senseless | WorkbookError::Outside => {
            Finding::new("E103", place).with("detail", error)
        }
        WorkbookError::TooMuch => Finding::new("E191", place).with("most", mebibytes(UNPACKED_BYTES)),
    }
}

/// Bytes as a finding shows them.
#[expect(clippy::integer_division, reason = "the limits are whole mebibytes")]
const fn mebibytes(bytes: u64) -> u64 {
    bytes / (1 << 20)
}

/// A file as a whole.
pub(super) fn place(file: &str) -> Place {
    Place { file: file.to_owned(), ..Place::default() }
}
