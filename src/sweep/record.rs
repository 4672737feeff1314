//! What a sweep writes of itself: `sweep.json` (which sweep this is) and `case.json` in the folder of every case.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Course, Sweep, SweepError, unwritten};
use crate::cases::Case;
use crate::domain::tables::FindingRow;
use crate::publish::{PublishError, is_free};

/// Name of the file that says which sweep a folder holds.
pub(super) const SWEEP_FILE: &str = "sweep.json";

/// Name of the file that says which case a folder holds.
const CASE_FILE: &str = "case.json";

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    /// With a plan that the second opinion accepts.
    Solved,
    /// Its values are findings.
    Findings,
    /// Its rules or commitments cannot hold together.
    Infeasible,
    /// No plan was found within its time.
    NoPlanInTime,
    /// The solver failed.
    SolverFailed,
    /// The second opinion refused the plan.
    Refused,
}

/// `case.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct CaseRecord {
    /// The case.
    #[serde(flatten)]
    pub(super) case: Case,
    /// How it ended.
    pub(super) status: Status,
    /// Why there is no plan, in Vietnamese.
    pub(super) findings: Vec<FindingRow>,
}

impl CaseRecord {
    pub(super) fn new(case: &Case, status: Status, findings: Vec<FindingRow>) -> Self {
        Self { case: case.clone(), status, findings }
    }

    pub(super) fn save(&self, folder: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        fs::write(folder.join(CASE_FILE), text + "\n")
    }

    pub(super) fn load(folder: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(folder.join(CASE_FILE))?;
        serde_json::from_str(&text).map_err(io::Error::other)
    }
}

/// The case that a run folder says it is of a sweep; `None`: it is of none.
pub fn recorded_case(run: &Path) -> Option<Case> {
    CaseRecord::load(run).ok().map(|record| record.case)
}

/// `sweep.json`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SweepRecord {
    /// Title of the scenario.
    pub(super) title: String,
    /// SHA-256 of every input file.
    pub(super) inputs: BTreeMap<String, String>,
    /// All cases, in order, whatever part of them this folder holds.
    pub(super) cases: Vec<Case>,
    /// The program's version.
    pub(super) version: String,
}

impl SweepRecord {
    pub(super) fn of(sweep: &Sweep) -> Self {
        Self {
            title: sweep.raw.settings.title.clone(),
            inputs: sweep.raw.inputs.clone(),
            cases: sweep.cases.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    pub(super) fn load(folder: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(folder.join(SWEEP_FILE))?;
        serde_json::from_str(&text).map_err(io::Error::other)
    }

    pub(super) fn save(&self, folder: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        fs::write(folder.join(SWEEP_FILE), text + "\n")
    }
}

/// Makes the folder of the sweep, or looks whether it holds this very sweep; the folder of its cases.
pub(super) fn open(sweep: &Sweep, course: &Course<'_>) -> Result<PathBuf, SweepError> {
    let record = SweepRecord::of(sweep);
    let folders = course.out.join("cases");
    if is_free(course.out) {
        fs::create_dir_all(&folders)
            .and_then(|()| record.save(course.out))
            .map_err(|error| unwritten(course.out, error))?;
        return Ok(folders);
    }
    if !course.resume {
        return Err(PublishError::Taken(course.out.to_path_buf()).into());
    }
    match SweepRecord::load(course.out) {
        Ok(before) if before == record => Ok(folders),
        _ => Err(SweepError::Another(course.out.to_path_buf())),
    }
}
