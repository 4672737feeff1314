//! Tables → files of a run folder (CSV, JSON, the workbook). Computes no new fact.

mod alternatives;
mod blocks;
mod cell;
mod clean;
pub mod laid;
mod letters;
pub mod page;
mod pareto;
mod public;
mod summary;
mod sweep;
mod tables;
mod template;
#[cfg(test)]
mod tests;
pub mod words;
mod workbook;

pub use alternatives::write_alternatives;
pub use blocks::blocked;
pub use clean::write_clean;
pub use letters::write_letters;
pub use pareto::write_pareto;
pub use sweep::write_sweep;
pub use template::{Example, template_workbook};

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::domain::PublicTables;
use crate::domain::Scenario;
use crate::domain::profiles::PUBLIC_FOLDER;
use crate::domain::tables::{Provenance, Tables};

/// Writes every file of page 4 but `timing.json` into the existing empty folder `run`.
pub fn write_run(run: &Path, scenario: &Scenario, tables: &Tables, provenance: &Provenance) -> io::Result<()> {
    write_tables(run, scenario, tables, provenance)?;
    write_workbook(run, scenario, tables)
}

/// Writes the files that machines read, all of page 4 but `timing.json`, into the existing empty folder `run`.
pub fn write_tables(run: &Path, scenario: &Scenario, tables: &Tables, provenance: &Provenance) -> io::Result<()> {
    for (name, content) in tables::csv_files(tables)? {
        fs::write(run.join(name), content)?;
    }
    fs::write(run.join("certificate.json"), serde_json::to_string_pretty(&tables.certificate)? + "\n")?;
    if let Some(previous) = &provenance.previous {
        fs::write(run.join("kept.csv"), &previous.transfers)?;
    }
    if let Some((earlier, _)) = &provenance.near {
        fs::write(run.join("near.csv"), &earlier.transfers)?;
    }
    let published = provenance.public.as_ref().map(|public| write_public(run, public)).transpose()?;
    fs::write(run.join("summary.json"), summary::json(scenario, tables, (provenance, published.as_ref()))?)
}

/// Writes the public folder; SHA-256 of its files by name.
fn write_public(run: &Path, public: &PublicTables) -> io::Result<BTreeMap<String, String>> {
    let folder = run.join(PUBLIC_FOLDER);
    fs::create_dir(&folder)?;
    let mut hashes = BTreeMap::new();
    for (name, content) in public::files(public)? {
        fs::write(folder.join(&name), &content)?;
        let hash = Sha256::digest(&content).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a text takes whatever is written");
            text
        });
        hashes.insert(name, hash);
    }
    Ok(hashes)
}

/// Writes the workbook that people sign beside them.
pub fn write_workbook(run: &Path, scenario: &Scenario, tables: &Tables) -> io::Result<()> {
    fs::write(run.join("bieu-phan-bo.xlsx"), workbook::bytes(scenario, tables)?)
}
