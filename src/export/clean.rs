//! A scenario folder in the contract's own spelling: `scenario.toml` and one CSV a table.

use std::fs;
use std::io;
use std::path::Path;

use super::cell;
use crate::domain::raw::{RawScenario, RawTable};

/// Writes `clean` into the existing empty folder.
pub fn write_clean(folder: &Path, clean: &RawScenario) -> io::Result<()> {
    for table in clean.tables.values() {
        fs::write(folder.join(&table.file), csv_of(table)?)?;
    }
    let settings = toml::to_string_pretty(&clean.settings).map_err(io::Error::other)?;
    fs::write(folder.join("scenario.toml"), settings)
}

fn csv_of(table: &RawTable) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| column.heading.as_str()))?;
    for row in &table.rows {
        writer.write_record(row.cells.iter().map(|text| harmless(text).into_owned()))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A number below zero is no formula.
fn harmless(text: &str) -> cell::Cell<'_> {
    if text.parse::<f64>().is_ok() { text.into() } else { cell::text(text) }
}
