//! Scenario folder → [`RawScenario`]: files, sheets, headings, settings; an earlier run folder → its tables. Syntax
//! only; no meaning is judged here.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::Settings;
use crate::domain::raw::{RawScenario, TableName};
use crate::findings::{Finding, Findings, Place};
use folder::Folder;
use settings::SettingsFile;
use shelf::{Shelf, place};

pub mod headings;
pub mod run_folder;

mod area_name;
mod csv_file;
mod encoding;
mod folder;
mod fonts;
mod footer;
mod grid;
mod groups;
mod header;
mod letterhead;
mod limits;
mod locate;
mod merged;
mod parts;
mod repeats;
mod section;
mod settings;
mod shelf;
mod syllable;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod unit_line;
mod workbook;

pub use area_name::AreaName;
pub use text::{even_tones, fold};

/// The file that makes a folder a scenario.
pub const SETTINGS_FILE: &str = "scenario.toml";

/// Reads a scenario folder: everything that can be read, and a finding for everything that cannot.
pub fn read_folder(folder: &Path) -> (RawScenario, Findings) {
    let mut shelf = match Folder::open(folder) {
        Ok(folder) => Shelf::new(folder),
        Err(error) => {
            let mut findings = Findings::default();
            let finding = Finding::new("E101", Place::default()).with("found", folder.display());
            findings.push(finding.with("detail", error));
            let settings = SettingsFile::default().settings;
            return (RawScenario { settings, ..RawScenario::default() }, findings);
        }
    };
    let (settings, settings_text) = read_settings(&mut shelf);
    let mut tables = BTreeMap::new();
    let located = locate::locate(&mut shelf, &settings);
    for (name, spot) in located.spots {
        let known = tables.get(&TableName::Areas).map(groups::areas).unwrap_or_default();
        let reader = parts::Reader { name, settings: &settings, known: &known };
        if let Some(table) = reader.read(&mut shelf, &spot) {
            table::report_unused_columns(&mut shelf, name, &table, &settings);
            tables.insert(name, table);
        }
    }
    locate::report_unread(&mut shelf, &located.others, &tables);
    let raw = RawScenario { settings: settings.settings, settings_text, tables, inputs: shelf.folder.into_inputs() };
    (raw, shelf.findings)
}

/// Reads `scenario.toml`; without it the tables are still read, under the default settings.
fn read_settings(shelf: &mut Shelf) -> (SettingsFile, String) {
    if !shelf.folder.names().iter().any(|name| name == SETTINGS_FILE) {
        shelf.push(Finding::new("E102", place(SETTINGS_FILE)));
        return Default::default();
    }
    let Some(bytes) = shelf.bytes(SETTINGS_FILE, &place(SETTINGS_FILE)) else {
        return Default::default();
    };
    let Some(text) = shelf.text(SETTINGS_FILE, &bytes) else { return Default::default() };
    let (settings, findings) = settings::read(SETTINGS_FILE, &text);
    shelf.findings.extend(findings);
    (settings, text.into_owned())
}

/// Settings that stand in no file: a text in the language of `scenario.toml`.
pub fn read_settings_text(text: &str) -> (Settings, Findings) {
    let (file, findings) = settings::read(SETTINGS_FILE, text);
    (file.settings, findings)
}
