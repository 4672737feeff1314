//! `bieu-phan-bo.xlsx`: the official tables (a) to (f) and who stands by whom, in Vietnamese, ready to print and sign. Equal input, equal bytes.

mod annexes;
mod communes;
mod directory;
mod donors;
mod formats;
mod households;
mod layout;
pub(super) mod letterhead;
mod pairings;
mod pledges;
mod sheet;
mod sources;
mod unserved;

pub(super) use formats::height;

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::domain::Scenario;
use crate::domain::tables::Tables;
use crate::messages::{Catalogue, Language};
use directory::Directory;
use layout::Printer;
use letterhead::Frame;

/// Fast rather than small: long lists must be written in a moment.
const COMPRESSION: u8 = 2;

/// The content of the file.
pub(super) fn bytes(scenario: &Scenario, tables: &Tables) -> io::Result<Vec<u8>> {
    build(scenario, tables).map_err(|error| io::Error::other(error.to_string()))
}

fn build(scenario: &Scenario, tables: &Tables) -> Result<Vec<u8>, XlsxError> {
    let words = Catalogue::new(Language::Vi);
    let directory = Directory { scenario, words: &words };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(scenario)?).set_zip_compression_level(COMPRESSION);
    let relaxed = relaxed(scenario, &words);
    let settings = &scenario.settings;
    let frame = Frame { words: &words, settings: &settings.document, plan: &settings.title, remark: &relaxed };
    let printer = Printer::new(frame);
    printer.print(workbook.add_worksheet(), &communes::sheet(&directory, tables))?;
    printer.print(workbook.add_worksheet(), &households::sheet(&directory, tables))?;
    printer.print(workbook.add_worksheet(), &donors::sheet(&directory, tables))?;
    printer.print(workbook.add_worksheet(), &sources::sheet(&directory, tables))?;
    printer.print(workbook.add_worksheet(), &unserved::sheet(&directory, tables))?;
    printer.print(workbook.add_worksheet(), &annexes::money(&directory, tables))?;
    printer.print(workbook.add_worksheet(), &annexes::households(&directory, tables))?;
    if let Some(sheet) = pairings::sheet(&directory, tables) {
        printer.print(workbook.add_worksheet(), &sheet)?;
    }
    workbook.save_to_buffer()
}

/// What is said on every sheet of bounds that gave way (`--relax`); nothing where none did.
fn relaxed(scenario: &Scenario, words: &Catalogue) -> String {
    let one = |relaxation: crate::domain::Relaxation| {
        let rule = scenario.rules.get(relaxation.rule)?;
        let relaxed = relaxation.relaxed;
        let facts = [
            ("rule", rule.name.clone()),
            ("group", relaxed.group),
            ("key", relaxed.key.word().to_owned()),
            ("asked", rule.bound(relaxed.key)?.to_string()),
            ("bound", relaxed.bound.to_string()),
        ];
        Some(words.text("sheet-relaxed", &facts))
    };
    scenario.relaxations().filter_map(one).collect::<Vec<_>>().join(" ")
}

/// Created on the first day of the plan's year, not today: equal runs give equal bytes.
fn properties(scenario: &Scenario) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(scenario.settings.year.clamp(1900, 9999)).unwrap_or(1900);
    let created = ExcelDateTime::from_ymd(year, 1, 1)?;
    Ok(DocProperties::new().set_title(scenario.settings.title.as_str()).set_creation_datetime(&created))
}
