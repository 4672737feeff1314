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

/// A province: one row of `provinces.csv` or of a profile's own table.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ProvinceFacts {
    /// Official code.
    pub(super) code: String,
    /// Name.
    pub(super) name: String,
    /// Begins the ids of its households.
    pub(super) prefix: String,
    /// How many small gifts are pooled.
    pub(super) gifts: u32,
}

impl ProvinceFacts {
    /// The code as a number: which stream of chance is its own.
    pub(super) fn place(&self) -> u64 {
        self.code.parse().expect("official codes are numbers")
    }
}

/// The communes that share exact totals, and what is said of their people: one row of a profile's regions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct RegionFacts {
    /// A number.
    pub(super) code: String,
    /// All households.
    pub(super) households: u32,
    /// Poor households, exact.
    pub(super) poor: u32,
    /// Near-poor households, exact.
    pub(super) near_poor: u32,
    /// Households that escaped poverty within the year and stay on the list.
    pub(super) newly_escaped: u32,
    /// Share of minority households in towns …
    pub(super) minority_urban: f64,
    /// … and in the country.
    pub(super) minority_rural: f64,
    /// Part of names that its minorities have.
    pub(super) family: String,
    /// What a village is called in the country.
    pub(super) village: String,
    /// Poor households that were poor under an earlier standard too, exact; blank: no earlier standard is looked at.
    pub(super) old_poor: Option<u32>,
    /// Points at the line of that standard in the country …
    pub(super) old_line_rural: Option<u32>,
    /// … and in towns.
    pub(super) old_line_urban: Option<u32>,
    /// Former districts on the list of poor ones, separated by `;`: their communes are tagged.
    pub(super) poor_districts: String,
}

/// A commune as the official table has it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct CommuneFacts {
    /// Code of its province.
    pub(super) province: String,
    /// Code of its region.
    pub(super) region: String,
    /// Its former district; blank: none.
    pub(super) district: String,
    /// Official code.
    pub(super) code: String,
    /// Official name.
    pub(super) name: String,
    /// How many former communes it was made of; 0: nobody lives there.
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
    /// Tags of a household that must all be there.
    pub(super) requires: String,
    /// Tags of which none may be there.
    pub(super) excludes: String,
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
    #[serde(default)]
    pub(super) max_partners: Option<u32>,
    #[serde(default)]
    pub(super) candidates: Option<usize>,
    #[serde(default)]
    pub(super) keep: Option<usize>,
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

/// What else is asked for, beyond the needs that every profile knows: one row of a profile's asks.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct AskTemplate {
    pub(super) package: String,
    pub(super) beneficiary: Asker,
    pub(super) classes: String,
    pub(super) lacks: String,
    pub(super) tag: String,
    pub(super) share: f64,
    pub(super) low: u64,
    pub(super) high: u64,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asker {
    /// Households.
    Household,
    /// Communes.
    Commune,
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
