//! One case → its folder: a run folder (page 4) with `case.json`, or `case.json` alone where there is no plan.

use std::path::Path;

use super::record::{CaseRecord, Status};
use super::{Sweep, SweepError, unwritten};
use crate::cases::{self, Case};
use crate::findings::Findings;
use crate::messages::Catalogue;
use crate::pipeline::{self, Unwatched};
use crate::publish::{self, PublishError, Results, Site, Target};
use crate::stages::StageError;
use crate::verify::Opinion;

/// Solves the case and writes its folder; fails where the disk does.
pub(super) fn solve(sweep: &Sweep, case: &Case, folders: &Path, words: &Catalogue) -> Result<(), SweepError> {
    let (raw, mut found) = cases::apply(&sweep.raw, case);
    let loaded = pipeline::judge(&raw, found.clone());
    let target = || Target::named(&folders.join(&case.case));
    let without_plan = |status: Status, findings: &Findings| -> Result<(), SweepError> {
        let site = Site::open(target()?)?;
        CaseRecord::new(case, status, publish::finding_rows(findings, words)).write(site.path())?;
        site.name()?;
        Ok(())
    };
    let Some(scenario) = loaded.scenario else { return without_plan(Status::Findings, &loaded.findings) };
    let outcome = match pipeline::run(&scenario, &Unwatched) {
        Ok(outcome) => outcome,
        Err(StageError::Rules(repairs)) => {
            found = repairs.certain;
            found.extend(repairs.findings);
            return without_plan(Status::Infeasible, &found);
        }
        Err(StageError::Commitments(findings)) => return without_plan(Status::Infeasible, &findings),
        Err(StageError::NoPlanInTime) => return without_plan(Status::NoPlanInTime, &Findings::default()),
        Err(StageError::Solver(_)) => return without_plan(Status::SolverFailed, &Findings::default()),
    };
    let provenance = publish::provenance(&loaded.findings, &loaded.inputs, words);
    let results = Results::of_office((&sweep.folder, &scenario), &outcome, &provenance, false);
    let site = Site::open(target()?)?;
    CaseRecord::new(case, Status::Solved, Vec::new()).write(site.path())?;
    match publish::publish(site, &results, &Unwatched) {
        Ok(_) => Ok(()),
        Err(PublishError::Refused(Opinion { .. })) => without_plan(Status::Refused, &Findings::default()),
        Err(error) => Err(error.into()),
    }
}

impl CaseRecord {
    fn write(&self, folder: &Path) -> Result<(), SweepError> {
        self.save(folder).map_err(|error| unwritten(folder, error))
    }
}
