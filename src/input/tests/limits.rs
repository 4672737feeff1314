//! Files that would fill the machine's memory are refused with a finding.

use std::fs;

use super::{findings, good, patched, workbook};

#[test]
fn a_file_that_would_fill_the_memory_is_refused() {
    let folder = good();
    fs::File::create(folder.path().join("needs.csv")).unwrap().set_len((1 << 30) + 1).unwrap();
    assert_eq!(findings(folder.path()), ["E190 needs.csv"]);
    // A bomb: a small archive of zeros.
    let folder = good();
    let mut bomb = zip::ZipWriter::new(fs::File::create(folder.path().join("needs.xlsx")).unwrap());
    bomb.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), 17 << 20), &mut bomb).unwrap();
    bomb.finish().unwrap();
    assert_eq!(findings(folder.path()), ["E191 needs.xlsx"]);
    // Many cells that share one long text.
    let folder = good();
    let text = "a".repeat(30_000);
    let long = [text.as_str()];
    let rows: Vec<&[&str]> = (0..600).map(|row| if row == 0 { &["beneficiary"][..] } else { &long[..] }).collect();
    workbook(&folder.path().join("needs.xlsx"), &[("needs", &rows)]);
    assert_eq!(findings(folder.path()), ["E191 needs.xlsx#needs"]);
}

#[test]
fn a_cell_longer_than_a_spreadsheet_allows_is_named() {
    let long = "a".repeat(32_768);
    let folder = patched("needs.csv", &format!("beneficiary,package\nH1,{long}\n"));
    assert_eq!(findings(folder.path()), ["E192 needs.csv:2:package"]);
    let folder = patched("needs.csv", &format!("beneficiary,package,{long}\nH1,nha,\n"));
    assert!(findings(folder.path()).iter().any(|found| found == "E192 needs.csv:1"));
}

/// The folder with a workbook whose first cell below the headings says that it stands elsewhere.
fn with_a_cell_at(reference: &str) -> tempfile::TempDir {
    let folder = good();
    let path = folder.path().join("needs.xlsx");
    workbook(&path, &[("needs", &[&["beneficiary", "package"], &["H1", "nha"]])]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(fs::read(&path).unwrap())).unwrap();
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for position in 0..archive.len() {
        let mut part = archive.by_index(position).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        let text = text.replace("r=\"A2\"", &format!("r=\"{reference}\""));
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    folder
}

#[test]
fn a_cell_that_stands_nowhere_is_a_finding_and_no_panic() {
    for reference in ["A99999999999", "XFE2", "ZZZZZZZZZZ2"] {
        assert_eq!(findings(with_a_cell_at(reference).path()), ["E103 needs.xlsx#needs"], "{reference}");
    }
}
