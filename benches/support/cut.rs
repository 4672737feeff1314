//! A scenario folder with some communes of Lai Châu: rows of the province's tables, so that every reference holds.
//! Money is cut as the communes are, so that it is about as short in the cut as in the province.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A row by heading.
type Row = BTreeMap<String, String>;

/// What stays of the province.
struct Kept {
    /// Codes of areas.
    areas: BTreeSet<String>,
    /// Communes that stay, and communes there are.
    communes: (usize, usize),
    /// Those who may be helped: communes and households.
    beneficiaries: BTreeSet<String>,
}

/// Writes the cut that keeps one commune in `step` (by code, the first among them) and returns its folder, which cargo
/// keeps for the benches below `target/`.
pub(crate) fn one_commune_in(step: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lai-chau-one-commune-in-{step}"));
    fs::create_dir_all(&folder).expect("a folder below target/");
    for name in ["scenario.toml", "packages.csv"] {
        fs::copy(province().join(name), folder.join(name)).expect("a file of Lai Châu");
    }
    let (areas, communes) = areas(step);
    let mut households = Table::read("households.csv");
    households.keep("area", &areas.names("code"));
    let beneficiaries = areas.names("code").into_iter().chain(households.names("id")).collect();
    let kept = Kept { areas: areas.names("code"), communes, beneficiaries };
    let mut needs = Table::read("needs.csv");
    needs.keep("beneficiary", &kept.beneficiaries);
    let mut commitments = Table::read("commitments.csv");
    commitments.keep("beneficiary", &kept.beneficiaries);
    let sources = sources(&kept, &commitments);
    for table in [areas, households, needs, sources, commitments] {
        table.write(&folder);
    }
    folder
}

fn province() -> PathBuf {
    super::folder("lai-chau")
}

fn areas(step: usize) -> (Table, (usize, usize)) {
    let mut areas = Table::read("areas.csv");
    let communes: Vec<String> =
        areas.rows.iter().filter(|row| row["level"] == "commune").map(|row| row["code"].clone()).collect();
    let kept: BTreeSet<&String> = communes.iter().step_by(step).collect();
    areas.rows.retain(|row| match row["level"].as_str() {
        "commune" => kept.contains(&row["code"]),
        "village" => kept.contains(&row["parent"]),
        _ => true,
    });
    (areas, (kept.len(), communes.len()))
}

/// The sources that may still pay for something, each with its part of the money and at least what it has committed.
fn sources(kept: &Kept, commitments: &Table) -> Table {
    let mut sources = Table::read("sources.csv");
    sources.rows.retain_mut(|row| {
        let part = narrow(row, kept);
        for (worth, committed) in [("amount", "amount"), ("quantity", "units")] {
            let least = commitments.sum(committed, &row["id"]);
            if let Some(worth) = row.get_mut(worth).filter(|worth| !worth.is_empty()) {
                *worth = share(number(worth), part).max(least).to_string();
            }
        }
        part.0 > 0
    });
    sources
}

/// Drops the names that are gone from an earmark; returns how many stayed of how many, of the communes where it names
/// nobody.
fn narrow(row: &mut Row, kept: &Kept) -> (usize, usize) {
    let mut part = kept.communes;
    for (heading, known) in [("areas", &kept.areas), ("beneficiaries", &kept.beneficiaries)] {
        let names: Vec<String> = row[heading].split(';').map(str::to_owned).collect();
        let stay: Vec<String> = names.iter().filter(|name| known.contains(*name)).cloned().collect();
        if !row[heading].is_empty() {
            part = (stay.len(), names.len());
            row.insert(heading.to_owned(), stay.join(";"));
        }
    }
    part
}

fn share(worth: u64, (kept, all): (usize, usize)) -> u64 {
    let count = |communes: usize| u64::try_from(communes).expect("a province has few communes");
    (worth * count(kept)).div_ceil(count(all))
}

fn number(text: &str) -> u64 {
    text.parse().expect("a whole number")
}

/// A table of the province.
struct Table {
    name: &'static str,
    headings: Vec<String>,
    rows: Vec<Row>,
}

impl Table {
    fn read(name: &'static str) -> Self {
        let mut reader = csv::Reader::from_path(province().join(name)).expect("a table of Lai Châu");
        let headings = reader.headers().expect("headings").iter().map(str::to_owned).collect();
        let rows = reader.deserialize().map(|row| row.expect("a row of its table")).collect();
        Self { name, headings, rows }
    }

    fn write(&self, folder: &Path) {
        let mut writer = csv::Writer::from_path(folder.join(self.name)).expect("a writable folder");
        writer.write_record(&self.headings).expect("room on the disk");
        for row in &self.rows {
            writer.write_record(self.headings.iter().map(|heading| &row[heading])).expect("room on the disk");
        }
        writer.flush().expect("room on the disk");
    }

    fn keep(&mut self, heading: &str, known: &BTreeSet<String>) {
        self.rows.retain(|row| known.contains(&row[heading]));
    }

    fn names(&self, heading: &str) -> BTreeSet<String> {
        self.rows.iter().map(|row| row[heading].clone()).collect()
    }

    /// Σ of a column over the lines of `source`.
    fn sum(&self, heading: &str, source: &str) -> u64 {
        let lines = self.rows.iter().filter(|row| row["source"] == source && !row[heading].is_empty());
        lines.map(|row| number(&row[heading])).sum()
    }
}
