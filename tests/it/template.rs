//! `init --workbook`: one Excel workbook that can be filled in without a manual.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::clean::meaning;
use crate::support::{chungtay, names};

fn made(folder: &Path, language: &str) {
    chungtay().args(["init", "--workbook", "--lang", language]).arg(folder).assert().success();
}

/// The parts of a workbook whose names begin so.
fn parts(workbook: &Path, start: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(File::open(workbook).unwrap()).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    let names: Vec<String> = names.filter(|name| name.starts_with(start)).collect();
    let mut texts = Vec::new();
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        texts.push(text);
    }
    texts
}

#[test]
fn the_workbook_says_the_same_as_the_csv_files_in_both_languages_and_without_a_finding() {
    let place = tempfile::tempdir().unwrap();
    for (language, explained) in [("vi", "# bắt buộc"), ("en", "# required")] {
        let csv = place.path().join(format!("csv-{language}"));
        chungtay().args(["init", "--lang", language]).arg(&csv).assert().success();
        let folder = place.path().join(language);
        made(&folder, language);
        for folder in [&csv, &folder] {
            assert!(fs::read_to_string(folder.join("scenario.toml")).unwrap().contains(explained), "{language}");
        }
        assert_eq!(names(&folder), ["HUONG-DAN.md", "README-en.md", "scenario.toml", "scenario.xlsx"]);
        assert!(meaning(&folder) == meaning(&csv), "{language}: another scenario");
        let checked = chungtay().args(["check", "--format", "json"]).arg(&folder).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
        assert_eq!(said["findings"], serde_json::json!([]), "{language}");
    }
}

#[test]
fn headings_are_locked_cells_open_and_words_chosen_from_lists() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("vi");
    made(&folder, "vi");
    let workbook = folder.join("scenario.xlsx");
    let sheets = parts(&workbook, "xl/worksheets/sheet");
    assert_eq!(sheets.len(), 8, "a guide and seven tables");
    assert!(sheets.iter().all(|sheet| sheet.contains("<sheetProtection")), "every sheet is protected");
    let tables = || sheets.iter().filter(|sheet| sheet.contains("dataValidations"));
    assert_eq!(tables().count(), 7);
    assert!(tables().all(|sheet| sheet.contains("state=\"frozen\"") && sheet.contains("promptTitle")));
    let has = |text: &str| tables().any(|sheet| sheet.contains(text));
    assert!(has("\"hộ nghèo,hộ cận nghèo,hộ mới thoát nghèo,hộ khác\""), "classes are chosen from a list");
    assert!(has("'Địa bàn'!$A$2:$A$50000"), "codes are chosen from the other sheet");
    assert!(has("<formula1>\"x\"</formula1>"), "flags are crosses");
    assert_eq!(parts(&workbook, "xl/comments").len(), 7, "a note on each heading");
    let styles = parts(&workbook, "xl/styles").concat();
    assert!(styles.contains("<protection locked=\"0\"/>"), "cells below the headings are open");
}
