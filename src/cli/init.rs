//! `init`: a scenario to fill in, with one small worked example that already runs.

use std::{fs, io};

use chungtay::domain::raw::TableName;
use chungtay::export::{self, Example};
use chungtay::messages::Language;
use chungtay::publish::is_free;
use serde_json::json;

use super::args::InitTask;
use super::console::Console;
use super::exit::{Exit, Failure};

/// The settings, explained in Vietnamese and in English.
const SETTINGS: &str = "scenario.toml";
const SETTINGS_VI: &str = include_str!("templates/scenario.toml");
const SETTINGS_EN: &str = include_str!("templates/scenario-en.toml");

/// The guides.
const GUIDES: [(&str, &str); 2] = [
    ("HUONG-DAN.md", include_str!("templates/HUONG-DAN.md")),
    ("README-en.md", include_str!("templates/README-en.md")),
];

/// The tables of the example.
const TABLES: [Example<'_>; 7] = [
    (TableName::Areas, include_str!("templates/areas.csv")),
    (TableName::Households, include_str!("templates/households.csv")),
    (TableName::Packages, include_str!("templates/packages.csv")),
    (TableName::Needs, include_str!("templates/needs.csv")),
    (TableName::Sources, include_str!("templates/sources.csv")),
    (TableName::Pairings, include_str!("templates/pairings.csv")),
    (TableName::Commitments, include_str!("templates/commitments.csv")),
];

/// The one workbook that holds all tables.
const WORKBOOK: &str = "scenario.xlsx";

/// Fills a new or empty folder.
pub(crate) fn run(console: &Console, task: &InitTask) -> Result<Exit, Failure> {
    let folder = &task.folder;
    if !is_free(folder) {
        return Err(Failure::usage("say-not-empty", folder));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::disk(folder, &error))?;
    let files = files(console, task.workbook).map_err(|error| Failure::disk(folder, &error))?;
    for (name, content) in &files {
        let path = folder.join(name);
        fs::write(&path, content).map_err(|error| Failure::disk(&path, &error))?;
    }
    let shown = folder.display().to_string();
    console.tell(&console.words.text("init-done", &[("path", &shown)]));
    console.tell(&console.words.text("init-next", &[("path", Console::typed(folder))]));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    console.json(&json!({ "exit_code": 0, "folder": shown, "files": names }));
    Ok(Exit::Done)
}

/// The files of the example: its tables as CSV, or as the sheets of one workbook.
fn files(console: &Console, as_workbook: bool) -> io::Result<Vec<(String, Vec<u8>)>> {
    let settings = match console.words.language() {
        Language::Vi => SETTINGS_VI,
        Language::En => SETTINGS_EN,
    };
    let texts = [(SETTINGS, settings)].into_iter().chain(GUIDES);
    let mut files: Vec<_> = texts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    if as_workbook {
        files.push((WORKBOOK.to_owned(), export::template_workbook(&console.words, &TABLES)?));
    } else {
        let tables = TABLES.iter().map(|(table, text)| (format!("{}.csv", table.as_str()), text.as_bytes().to_vec()));
        files.extend(tables);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chungtay::domain::Settings;

    use super::*;

    fn guide(name: &str) -> &'static str {
        GUIDES.iter().find(|(file, _)| *file == name).unwrap().1
    }

    #[test]
    fn the_example_states_exactly_the_defaults() {
        for text in [SETTINGS_VI, SETTINGS_EN] {
            let settings: Settings = toml::from_str(text).unwrap();
            let expected = Settings {
                title: settings.title.clone(),
                year: settings.year,
                standard: "2022-2025".to_owned(),
                columns: settings.columns.clone(),
                ..Settings::default()
            };
            assert_eq!(settings, expected);
            assert!(settings.columns.values().all(BTreeMap::is_empty));
        }
    }

    #[test]
    fn every_key_of_the_settings_is_explained() {
        for text in [SETTINGS_VI, SETTINGS_EN] {
            let value = toml::Table::try_from(Settings { title: "x".to_owned(), ..Settings::default() }).unwrap();
            for (key, value) in &value {
                assert!(text.contains(key), "{key} is not in the example");
                for inner in value.as_table().into_iter().flat_map(toml::Table::keys) {
                    assert!(text.contains(inner), "{key}.{inner} is not in the example");
                }
            }
        }
    }

    /// Both say the same, line by line, but for the words after `#`.
    #[test]
    fn the_settings_of_both_languages_have_the_same_lines() {
        let keys = |text: &'static str| {
            let lines = text.lines().skip_while(|line| !line.is_empty());
            lines.map(|line| line.trim_start_matches("# ").split(['=', '#']).next().unwrap().trim()).collect::<Vec<_>>()
        };
        let (vi, en) = (keys(SETTINGS_VI), keys(SETTINGS_EN));
        assert_eq!(vi.len(), en.len());
        for (vi, en) in vi.into_iter().zip(en).filter(|(vi, _)| vi.is_ascii()) {
            assert_eq!(vi, en);
        }
    }

    #[test]
    fn every_row_has_as_many_cells_as_headings_and_every_heading_is_explained() {
        for (table, text) in TABLES {
            let name = table.as_str();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let headings = reader.headers().unwrap().clone();
            assert!(reader.records().all(|row| row.is_ok()), "{name}");
            for heading in &headings {
                for guide in ["HUONG-DAN.md", "README-en.md"] {
                    assert!(self::guide(guide).contains(&format!("`{heading}`")), "{guide} lacks {heading} of {name}");
                }
            }
        }
    }
}
