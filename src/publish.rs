//! A run folder, whole or not at all: built in a hidden place, judged there by the second opinion, and only then
//! given its name. Computes nothing and decides nothing about the plan.

mod site;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

pub use site::{Site, Target, is_free};

use crate::domain::profiles::{PUBLIC_FOLDER, REPORT_PAGE};
use crate::domain::raw::RawScenario;
use crate::domain::tables::{FindingRow, Provenance, Tables};
use crate::domain::{Profile, Scenario};
use crate::findings::{Findings, Severity};
use crate::input::run_folder::RunFolder;
use crate::messages::Catalogue;
use crate::pipeline::{Outcome, Step, Watch};
use crate::report::{self, Extras, Names, SHAPES};
use crate::verify::{Certified, Opinion};
use crate::{export, verify};

/// Why there is no run folder.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Something already has the name.
    #[error("{} is not empty", .0.display())]
    Taken(PathBuf),
    /// The disk refused.
    #[error("cannot {verb} {}: {source}", path.display())]
    Io {
        /// What was tried.
        verb: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The second opinion found the plan broken.
    #[error("the second opinion refused the plan")]
    Refused(Opinion),
}

impl PublishError {
    fn io(verb: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { verb, path: path.to_path_buf(), source }
    }
}

/// What is to be published.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// The scenario's folder.
    pub folder: &'a Path,
    /// The scenario as it was read: what the second opinion judges by.
    pub scenario: &'a Scenario,
    /// The scenario with the bounds that gave way: what the run folder tells.
    pub used: &'a Scenario,
    /// The tables of the run.
    pub tables: &'a Tables,
    /// What the certificate proves of them in `scenario`, where that is known.
    pub certified: Option<&'a Certified>,
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// Seconds per step so far, in order.
    pub timing: &'a [(Step, f64)],
    /// Which of the files stay.
    pub profile: Profile,
    /// Whether what people read (the workbook to sign, the page) is among them.
    pub has_papers: bool,
}

impl<'a> Results<'a> {
    /// The results of a plan for the office, of a scenario as it was read.
    pub fn of_office(
        (folder, scenario): (&'a Path, &'a Scenario),
        outcome: &'a Outcome,
        provenance: &'a Provenance,
        has_papers: bool,
    ) -> Self {
        Self {
            folder,
            scenario,
            used: scenario,
            tables: &outcome.tables,
            certified: Some(&outcome.certified),
            provenance,
            timing: &outcome.timing,
            profile: Profile::Internal,
            has_papers,
        }
    }
}

/// A run folder that has its name.
#[derive(Debug)]
pub struct Published {
    /// Its path.
    pub folder: PathBuf,
    /// What the second opinion found (no violation).
    pub opinion: Opinion,
    /// Seconds per step, writing and judging included.
    pub timing: Vec<(Step, f64)>,
    /// Largest memory of the process in bytes, where the system tells it.
    pub peak_memory_bytes: Option<u64>,
}

/// Writes the run folder, judges it and gives it its name; on any error nothing is left.
pub fn publish(site: Site, results: &Results<'_>, watch: &dyn Watch) -> Result<Published, PublishError> {
    let mut timing = results.timing.to_vec();
    let unwritten = |error| PublishError::io("write", site.path(), error);
    watch.enter(Step::Write);
    let start = Instant::now();
    let keeps_office = results.profile != Profile::Public;
    let has_papers = keeps_office && results.has_papers;
    // The second opinion judges the written tables. What people read is laid out meanwhile: the workbook from the tables
    // in memory, the page from the written ones.
    let judged = || -> io::Result<(Opinion, f64)> {
        export::write_tables(site.path(), results.used, results.tables, results.provenance)?;
        let written = start.elapsed().as_secs_f64();
        watch.enter(Step::Verify);
        let page = || {
            if has_papers { write_report(site.path(), &extras(results.folder, Some(results.used))) } else { Ok(()) }
        };
        let (opinion, page) = rayon::join(|| judge(results, site.path()), page);
        page.map(|()| (opinion, written))
    };
    let workbook =
        || if has_papers { export::write_workbook(site.path(), results.used, results.tables) } else { Ok(()) };
    let (judged, workbook) = rayon::join(judged, workbook);
    let (opinion, written) = judged.and_then(|judged| workbook.map(|()| judged)).map_err(unwritten)?;
    timing.push((Step::Write, written));
    timing.push((Step::Verify, start.elapsed().as_secs_f64() - written));
    if !opinion.violations.is_empty() {
        return Err(PublishError::Refused(opinion));
    }
    let record = Timing::new(results.folder, &timing);
    let peak_memory_bytes = record.peak_memory_bytes;
    if keeps_office {
        record.write(site.path()).map_err(unwritten)?;
    } else {
        keep_public_alone(site.path()).map_err(|error| PublishError::io("clear", site.path(), error))?;
    }
    Ok(Published { folder: site.name()?, opinion, timing, peak_memory_bytes })
}

fn judge(results: &Results<'_>, run: &Path) -> Opinion {
    match results.certified {
        Some(certified) => verify::second_opinion_after(results.scenario, run, certified),
        None => verify::second_opinion(results.scenario, run),
    }
}

/// What the page of a run is made with besides the run: the names of the scenario, and the areas' shapes where its
/// folder has them.
pub fn extras(folder: &Path, scenario: Option<&Scenario>) -> Extras {
    let shapes = folder.join(SHAPES).is_file().then(|| RunFolder::new(folder).json(SHAPES));
    Extras { names: scenario.map(Names::of).unwrap_or_default(), shapes }
}

/// Writes the page of a run folder from its tables.
fn write_report(run: &Path, extras: &Extras) -> io::Result<()> {
    let unread =
        |found: Findings| io::Error::other(format!("{:?}", found.as_slice().first().map(|finding| finding.code)));
    fs::write(run.join(REPORT_PAGE), report::page(run, extras).map_err(unread)?)
}

/// Writes the page of a published run again, in the place of the one that it has; its path.
pub fn publish_report(run: &Path, page: &str) -> Result<PathBuf, PublishError> {
    let path = run.join(REPORT_PAGE);
    let unwritten = |error| PublishError::io("write", &path, error);
    let hidden = run.join(format!(".{REPORT_PAGE}"));
    fs::write(&hidden, page).map_err(unwritten)?;
    fs::rename(&hidden, &path).map_err(unwritten)?;
    Ok(path)
}

/// Removes the files of the office: they were written for the second opinion to judge by.
fn keep_public_alone(run: &Path) -> io::Result<()> {
    for entry in fs::read_dir(run)? {
        let entry = entry?;
        if entry.file_name() != PUBLIC_FOLDER {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Writes a scenario folder in the contract's own spelling; on any error nothing is left.
pub fn publish_clean(target: Target, clean: &RawScenario) -> Result<PathBuf, PublishError> {
    let site = Site::open(target)?;
    export::write_clean(site.path(), clean).map_err(|error| PublishError::io("write", site.path(), error))?;
    site.name()
}

/// What `summary.json` says of the input: hashes, and findings with their sentences.
pub fn provenance(findings: &Findings, inputs: &BTreeMap<String, String>, words: &Catalogue) -> Provenance {
    Provenance { findings: finding_rows(findings, words), inputs: inputs.clone(), ..Provenance::default() }
}

/// The findings with their sentences in the catalogue's language.
pub fn finding_rows(findings: &Findings, words: &Catalogue) -> Vec<FindingRow> {
    let mut rows = Vec::new();
    for finding in findings.as_slice() {
        let sentence = |part: &str| {
            let id = format!("find-{}-{part}", finding.code.to_lowercase());
            words.text(&id, &finding.facts)
        };
        rows.push(FindingRow {
            severity: match finding.severity {
                Severity::Error => "error".to_owned(),
                Severity::Warning => "warning".to_owned(),
            },
            code: finding.code.to_owned(),
            file: finding.place.file.clone(),
            sheet: finding.place.sheet.clone(),
            row: finding.place.row,
            column: finding.place.column.clone(),
            cause: sentence("cause"),
            action: sentence("action"),
            facts: finding.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        });
    }
    rows
}

/// `timing.json`.
#[derive(Debug, Serialize)]
struct Timing {
    scenario: PathBuf,
    steps: Vec<StepTime>,
    peak_memory_bytes: Option<u64>,
}

#[derive(Debug, Serialize)]
struct StepTime {
    step: Step,
    seconds: f64,
}

impl Timing {
    fn new(folder: &Path, timing: &[(Step, f64)]) -> Self {
        Self {
            scenario: fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf()),
            steps: timing.iter().map(|&(step, seconds)| StepTime { step, seconds }).collect(),
            peak_memory_bytes: peak_memory(),
        }
    }

    fn write(&self, run: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        fs::write(run.join("timing.json"), text + "\n")
    }
}

/// The scenario folder that a run folder says it was made from.
pub fn recorded_scenario(run: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(run.join("timing.json")).ok()?;
    let timing: serde_json::Value = serde_json::from_str(&text).ok()?;
    timing.get("scenario")?.as_str().map(PathBuf::from)
}

/// The hashes of the inputs that a run folder says it was made from, by file name.
pub fn recorded_inputs(run: &Path) -> Option<BTreeMap<String, String>> {
    let text = fs::read_to_string(run.join("summary.json")).ok()?;
    let summary: serde_json::Value = serde_json::from_str(&text).ok()?;
    serde_json::from_value(summary.get("inputs")?.clone()).ok()
}

/// Largest resident memory so far, in bytes; Linux only.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Finding, Place};
    use crate::messages::Language;

    #[test]
    fn timing_names_the_scenario_and_every_step() {
        let run = tempfile::tempdir().unwrap();
        let scenario = tempfile::tempdir().unwrap();
        Timing::new(scenario.path(), &[(Step::Read, 0.5), (Step::Settle, 1.0)]).write(run.path()).unwrap();
        assert_eq!(recorded_scenario(run.path()), Some(fs::canonicalize(scenario.path()).unwrap()));
        let text = fs::read_to_string(run.path().join("timing.json")).unwrap();
        assert!(text.contains("\"step\": \"settle\""), "{text}");
        assert_eq!(recorded_inputs(run.path()), None);
    }

    #[test]
    fn a_finding_becomes_a_row_with_its_place() {
        let mut findings = Findings::default();
        let place = Place { file: "needs.csv".to_owned(), row: Some(3), ..Place::default() };
        findings.push(Finding::new("W199", place).with("found", "x"));
        let rows = finding_rows(&findings, &Catalogue::new(Language::Vi));
        let row = rows.first().unwrap();
        assert_eq!((row.severity.as_str(), row.file.as_str(), row.row), ("warning", "needs.csv", Some(3)));
    }
}
