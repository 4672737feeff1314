//! The data files of the generator, compiled in and read into typed rows. A broken one is a broken build, so reading
//! stops at once (a test reads them all).

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Rows of a CSV text with a heading; lines that begin with `#` are notes on its source.
pub(super) fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("data files are part of the program and tested")).collect()
}

/// A list inside a cell.
pub(super) fn list(cell: &str) -> Vec<&str> {
    cell.split(';').filter(|part| !part.is_empty()).collect()
}

/// A commune as the official table has it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct CommuneFacts {
    /// Official code.
    pub(super) code: String,
    /// Official name.
    pub(super) name: String,
    /// How many former communes it was made of.
    pub(super) merged: u32,
    /// Whether a former town is part of it.
    pub(super) town: Option<u8>,
    /// Whether it is a phường.
    pub(super) urban: Option<u8>,
    /// Whether it lies on the national border.
    pub(super) border: Option<u8>,
}

/// A part of made-up names.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct NameWords {
    /// Which part.
    pub(super) part: String,
    /// The words, separated by `;`.
    pub(super) words: String,
}

/// A package as far as needs and sources must know it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PackageFacts {
    /// Its id.
    pub(super) id: String,
    /// Its field.
    pub(super) purpose: String,
    /// đồng a unit.
    pub(super) unit_cost: u64,
    /// poverty or relief.
    pub(super) account: String,
}

/// A kind of source: one row of `sources.csv`, which explains the columns.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct SourceTemplate {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) count: u32,
    pub(super) spread: Spread,
    pub(super) area_count: Option<usize>,
    pub(super) low: u64,
    pub(super) high: u64,
    pub(super) step: u64,
    pub(super) goods: String,
    pub(super) account: String,
    pub(super) pledged: String,
    pub(super) reserve: String,
    pub(super) purposes: String,
    pub(super) packages: String,
    pub(super) classes: String,
    pub(super) tags: String,
    pub(super) named: Option<usize>,
    pub(super) whole_units: Option<u8>,
    pub(super) max_per_household: Option<u64>,
    pub(super) max_per_commune: Option<u64>,
    pub(super) split: String,
}

/// Where the sources of a template may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Spread {
    /// Everywhere.
    Any,
    /// In some border communes.
    Border,
    /// In some communes of region III.
    RegionIii,
    /// In some communes.
    Random,
    /// In some communes, the more poor households the likelier.
    Poorest,
    /// One source a commune.
    Each,
}

/// Lines of commitments that the sources of a template have: one row of `commitments.csv`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct CommitmentTemplate {
    pub(super) key: String,
    pub(super) package: String,
    pub(super) status: String,
    pub(super) lines: u32,
    pub(super) amount: Option<u64>,
}
