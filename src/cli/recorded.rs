//! What a run folder was made from: its scenario, read again, and what has changed since.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chungtay::cases;
use chungtay::domain::tables::{NEAR_TRANSFERS, PREVIOUS_TRANSFERS};
use chungtay::pipeline::{self, Loaded};
use chungtay::publish::{recorded_inputs, recorded_scenario};
use chungtay::sweep::recorded_case;

use super::exit::Failure;

/// The scenario folder of a run, and what it holds; for a case of a sweep the scenario that the case means.
pub(crate) fn load(run: &Path, given: Option<&Path>) -> Result<(PathBuf, Loaded), Failure> {
    if !run.is_dir() {
        return Err(Failure::usage("say-no-folder", run));
    }
    let folder = scenario_folder(run, given)?;
    let (raw, mut loaded) = pipeline::load_raw(&folder);
    if let Some(case) = recorded_case(run) {
        let (changed, found) = cases::apply(&raw, &case);
        loaded = pipeline::judge(&changed, found);
    }
    Ok((folder, loaded))
}

/// What a run was made from, which must still be what lies in its scenario folder. (A scenario with errors is left to
/// the caller.)
pub(crate) fn load_unchanged(run: &Path, given: Option<&Path>) -> Result<Loaded, Failure> {
    let (_, loaded) = load(run, given)?;
    if loaded.scenario.is_none() {
        return Ok(loaded);
    }
    match changed_inputs(run, &loaded.inputs) {
        None => Err(Failure::usage("say-no-hashes", run)),
        Some(files) if files.is_empty() => Ok(loaded),
        Some(files) => Err(Failure::usage("say-inputs-changed", run).with("files", &files.join(", "))),
    }
}

/// The folder given, else the nearest folder above the run that holds a scenario, else the one that the run names.
pub(crate) fn scenario_folder(run: &Path, given: Option<&Path>) -> Result<PathBuf, Failure> {
    let holds_scenario = |folder: &Path| folder.join("scenario.toml").is_file();
    if let Some(folder) = given {
        return if folder.is_dir() { Ok(folder.to_path_buf()) } else { Err(Failure::usage("say-no-folder", folder)) };
    }
    let path = std::path::absolute(run).map_err(|error| Failure::disk(run, &error))?;
    let above = path.ancestors().skip(1).find(|folder| holds_scenario(folder)).map(Path::to_path_buf);
    above
        .or_else(|| recorded_scenario(&path).filter(|folder| folder.is_dir()))
        .ok_or_else(|| Failure::usage("verify-no-scenario", run))
}

/// Names of input files that are not what the run was made from; nothing where the run does not say.
pub(crate) fn changed_inputs(run: &Path, now: &BTreeMap<String, String>) -> Option<Vec<String>> {
    let before = recorded_inputs(run)?;
    let mut names: Vec<String> = before.keys().chain(now.keys()).cloned().collect();
    names.sort();
    names.dedup();
    // The earlier runs of `--keep` and `--near` lie in the run as copies, which the second opinion judges.
    let copies = [PREVIOUS_TRANSFERS, NEAR_TRANSFERS];
    names.retain(|name| before.get(name) != now.get(name) && !copies.contains(&name.as_str()));
    Some(names)
}
