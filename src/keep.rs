//! An earlier run as promises (`allocate --keep`): what its `transfers.csv` pays becomes promised commitments of the
//! scenario, as far as the scenario has not committed it already. What can no longer be kept is a finding that names
//! the line. Decides nothing about the plan.

mod judge;
mod lines;

use std::path::Path;

use crate::domain::tables::Previous;
use crate::domain::{Commitment, CommitmentStatus, Scenario};
use crate::findings::Findings;
use crate::input::run_folder::{RunFile, RunFolder};
use crate::units::Vnd;
use lines::Line;

/// The table of the earlier run that holds its awards by source.
const TRANSFERS: &str = "transfers.csv";

/// A scenario with an earlier run's awards promised.
#[derive(Debug)]
pub struct Kept {
    /// The scenario, the promises added.
    pub scenario: Scenario,
    /// What the new run folder says of the earlier run.
    pub previous: Previous,
}

/// Promises what the run folder `run` pays; all findings where that cannot be.
pub fn promise(scenario: &Scenario, run: &Path) -> Result<Kept, Findings> {
    let mut folder = RunFolder::new(run);
    let (name, file) = (folder.name(), folder.file(TRANSFERS));
    let mut findings = folder.into_findings();
    let Some(file) = file else { return Err(findings) };
    let (lines, read) = lines::read(scenario, &file);
    findings.extend(read);
    let added = judge::added(scenario, &lines);
    findings.extend(judge::findings(scenario, &added));
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    Ok(kept(scenario, name, file, added))
}

fn kept(scenario: &Scenario, run: String, file: RunFile, added: Vec<Commitment>) -> Kept {
    let previous = Previous {
        run,
        commitments: u64::try_from(added.len()).unwrap_or(u64::MAX),
        amount: added.iter().map(|line| line.amount).sum(),
        hash: file.hash,
        transfers: file.bytes,
    };
    let mut scenario = scenario.clone();
    scenario.commitments.extend(added);
    scenario.commitments.sort_by_key(|line| (line.need, line.source, line.status, line.amount, line.units));
    Kept { scenario, previous }
}

/// A line of the earlier run as it becomes a promise, in whole units as far as they are paid.
fn promised(scenario: &Scenario, line: &Line, above: Vnd) -> Commitment {
    let units = above.whole_units(scenario.need(line.need).unit_cost).max(1);
    Commitment {
        source: Some(line.source),
        need: line.need,
        units,
        amount: above,
        status: CommitmentStatus::Promised,
        place: line.place.clone(),
    }
}
