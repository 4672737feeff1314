//! Tables → files of a run folder (CSV, JSON, the workbook). Computes no new fact.

use std::io;
use std::path::Path;

use crate::domain::Scenario;
use crate::domain::tables::{Provenance, Tables};

/// Writes every file of page 4 but `timing.json` into the existing empty folder `run`.
pub fn write_run(_run: &Path, _scenario: &Scenario, _tables: &Tables, _provenance: &Provenance) -> io::Result<()> {
    Ok(())
}
