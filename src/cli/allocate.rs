//! `allocate`: read, judge, solve, write, verify, publish, and say what came out.

use std::time::Instant;

use chungtay::domain::tables::Provenance;
use chungtay::domain::{Profile, Scenario};
use chungtay::findings::Findings;
use chungtay::keep::{self, Kept};
use chungtay::messages::{Catalogue, Language};
use chungtay::near::{self, Near};
use chungtay::pipeline::{self, Outcome, Relaxed, Step, Watch};
use chungtay::public;
use chungtay::publish::{self, PublishError, Published, Results, Site, Target};
use chungtay::stages::{Repairs, StageError};
use serde_json::json;

use super::args::AllocateTask;
use super::console::{Console, complain};
use super::exit::{Exit, Failure};
use super::progress::Progress;
use super::{findings, outcome, verify};

/// Runs the main job.
pub(crate) fn run(console: &Console, task: &AllocateTask) -> Result<Exit, Failure> {
    let target = target(task)?;
    use_threads(task.jobs)?;
    let progress = Progress::new(console);
    progress.enter(Step::Read);
    let start = Instant::now();
    let loaded = pipeline::load(&task.folder);
    let reading = (Step::Read, start.elapsed().as_secs_f64());
    progress.finish();
    findings::tell(console, &loaded.findings);
    let Some(scenario) = &loaded.scenario else { return Ok(stop_at_findings(console, &loaded.findings)) };
    let (kept, near) = match earlier_runs(scenario, task) {
        Ok(earlier) => earlier,
        Err(found) => {
            findings::tell(console, &found);
            return Ok(stop_at_findings(console, &found));
        }
    };
    tell_kept(console, kept.as_ref());
    let planned = planned(scenario, kept.as_ref(), near.as_ref());
    let site = Site::open(target)?;
    let relaxed = match plan(&planned, task, &progress) {
        Ok(relaxed) => relaxed,
        Err(error) => {
            progress.finish();
            return without_plan(console, scenario, error);
        }
    };
    let Relaxed { scenario: used, mut outcome, findings: gave_way } = relaxed;
    outcome.timing.insert(0, reading);
    let mut later = near.as_ref().map(|near| near.findings.clone()).unwrap_or_default();
    later.extend(gave_way);
    findings::tell(console, &later);
    let mut told = loaded.findings.clone();
    told.extend(later);
    // The run folder is an office document: its sentences are Vietnamese whatever language the console speaks.
    let mut provenance = publish::provenance(&told, &loaded.inputs, &Catalogue::new(Language::Vi));
    provenance.previous = kept.map(|kept| kept.previous);
    provenance.near = near.map(|near| near.earlier).zip(outcome.near);
    let used = with_bounds_of(scenario, &used);
    provenance.public = (task.profile != Profile::Internal).then(|| public::tables(&used, &outcome.tables));
    let results = Results {
        folder: &task.folder,
        scenario,
        used: &used,
        tables: &outcome.tables,
        // With promises of an earlier run, or bounds that gave way, another scenario than the one read was planned.
        certified: (task.keep.is_none() && !task.relax).then_some(&outcome.certified),
        provenance: &provenance,
        timing: &outcome.timing,
        profile: task.profile,
        has_papers: true,
    };
    let published = publish::publish(site, &results, &progress);
    progress.finish();
    finish(console, (&told, &provenance), &outcome, published)
}

/// The earlier runs that are kept and stayed near to; all findings where that cannot be.
fn earlier_runs(scenario: &Scenario, task: &AllocateTask) -> Result<(Option<Kept>, Option<Near>), Findings> {
    let kept = task.keep.as_deref().map(|run| keep::promise(scenario, run)).transpose()?;
    let near = task.near.as_deref().map(|run| near::read(scenario, run)).transpose()?;
    Ok((kept, near))
}

/// Why there is no plan, as people and machines read it.
pub(super) fn without_plan(console: &Console, scenario: &Scenario, error: StageError) -> Result<Exit, Failure> {
    match error {
        StageError::Commitments(found) => {
            findings::tell(console, &found);
            Ok(stop_at_findings(console, &found))
        }
        StageError::Rules(repairs) => Ok(stop_at_rules(console, &repairs)),
        StageError::NoPlanInTime => Err(no_plan(scenario.settings.solve.time_limit)),
        StageError::Solver(reason) => Err(Failure::new(Exit::Unexpected, "say-solver").with("reason", &reason)),
    }
}

/// The scenario with the promises of `--keep` and the awards that `--near` stays near.
fn planned(scenario: &Scenario, kept: Option<&Kept>, near: Option<&Near>) -> Scenario {
    let mut planned = kept.map_or(scenario, |kept| &kept.scenario).clone();
    planned.near = near.map(|near| near.granted.clone());
    planned
}

/// The plan; with `--relax` also where hard rules cannot hold together.
fn plan(scenario: &Scenario, task: &AllocateTask, progress: &Progress<'_>) -> Result<Relaxed, StageError> {
    if task.relax {
        return pipeline::run_relaxed(scenario, progress);
    }
    let outcome = pipeline::run(scenario, progress)?;
    Ok(Relaxed { scenario: scenario.clone(), outcome, findings: Findings::default() })
}

/// The scenario as it was read, with the bounds that gave way in the one that was planned.
fn with_bounds_of(scenario: &Scenario, planned: &Scenario) -> Scenario {
    let mut used = scenario.clone();
    for relaxation in planned.relaxations() {
        used.relax(&relaxation);
    }
    used
}

fn tell_kept(console: &Console, kept: Option<&Kept>) {
    let Some(previous) = kept.map(|kept| &kept.previous) else { return };
    let facts = [
        ("run", previous.run.clone()),
        ("commitments", console.words.number(i64::try_from(previous.commitments).unwrap_or(i64::MAX))),
        ("amount", console.words.money(previous.amount)),
    ];
    console.tell(&console.words.text("allocate-kept", &facts));
}

/// Where the run goes; a folder that is not there, or a name that is taken, is wrong usage.
fn target(task: &AllocateTask) -> Result<Target, Failure> {
    if !task.folder.is_dir() {
        return Err(Failure::usage("say-no-folder", &task.folder));
    }
    if let Some(missing) = task.keep.iter().chain(&task.near).find(|run| !run.is_dir()) {
        return Err(Failure::usage("say-no-folder", missing));
    }
    let target = match &task.out {
        Some(path) => Target::named(path),
        None => Target::next_run(&task.folder),
    };
    Ok(target?)
}

pub(super) fn use_threads(jobs: Option<usize>) -> Result<(), Failure> {
    let Some(jobs) = jobs else { return Ok(()) };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    threads.map_err(|error| Failure::new(Exit::Unexpected, "say-solver").with("reason", &error))
}

pub(super) fn stop_at_findings(console: &Console, found: &Findings) -> Exit {
    console.tell(&console.words.plain("allocate-nothing-written"));
    let list = findings::to_json(console, found);
    console.json(&json!({ "exit_code": Exit::Findings.code(), "findings": list }));
    Exit::Findings
}

fn stop_at_rules(console: &Console, found: &Repairs) -> Exit {
    let mut all = found.certain.clone();
    all.extend(found.findings.clone());
    findings::tell(console, &all);
    // Without any sentence time was over before one was found.
    let is_explained = !all.as_slice().is_empty();
    let told = if is_explained { "allocate-rules-in-the-way" } else { "allocate-unexplained" };
    console.tell(&console.words.plain(told));
    let (certain, repairs) = (findings::to_json(console, &found.certain), findings::to_json(console, &found.findings));
    console.json(&json!({ "exit_code": Exit::NoPlan.code(), "certain": certain, "repairs": repairs }));
    Exit::NoPlan
}

fn no_plan(time_limit: f64) -> Failure {
    Failure::new(Exit::NoPlan, "say-no-plan-in-time").with("seconds", &time_limit)
}

fn finish(
    console: &Console,
    origin: (&Findings, &Provenance),
    outcome: &Outcome,
    published: Result<Published, PublishError>,
) -> Result<Exit, Failure> {
    match published {
        Ok(published) => {
            outcome::tell(console, (&outcome.tables, origin.1.near.as_ref()), &published);
            console.json(&to_json(console, origin, outcome, &published));
            Ok(Exit::Done)
        }
        Err(error) => stop_unpublished(console, error),
    }
}

/// Why there is no run folder.
pub(super) fn stop_unpublished(console: &Console, error: PublishError) -> Result<Exit, Failure> {
    let PublishError::Refused(opinion) = error else { return Err(error.into()) };
    verify::tell_violations(console, &opinion.violations);
    complain(&console.red(&console.words.plain("say-refused")));
    let violations = verify::violations_to_json(console, &opinion.violations);
    console.json(&json!({ "exit_code": Exit::Refused.code(), "violations": violations }));
    Ok(Exit::Refused)
}

fn to_json(
    console: &Console,
    (found, provenance): (&Findings, &Provenance),
    outcome: &Outcome,
    published: &Published,
) -> serde_json::Value {
    let timing: Vec<_> =
        published.timing.iter().map(|(step, seconds)| json!({ "step": step, "seconds": seconds })).collect();
    json!({
        "exit_code": 0,
        "run": published.folder,
        "kept": provenance.previous.as_ref().map(|previous| json!({
            "run": previous.run,
            "commitments": previous.commitments,
            "amount": previous.amount,
        })),
        "near": provenance.near.as_ref().map(|(earlier, nearness)| json!({
            "run": earlier.run,
            "ignored": earlier.ignored,
            "changed": nearness.changed,
            "bound": nearness.bound,
            "status": nearness.status,
        })),
        "totals": outcome.tables.totals,
        "stages": outcome.tables.stages,
        "verified_value": published.opinion.value,
        "relaxed": published.opinion.relaxed,
        "proved": published.opinion.proved,
        "findings": findings::to_json(console, found),
        "timing": timing,
        "peak_memory_bytes": published.peak_memory_bytes,
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use chungtay::verify::{Opinion, Violation};

    use super::*;
    use crate::cli::console::{Format, Voice, Volume};

    /// The program's own plans give the second opinion nothing to refuse: what is done then is tried here.
    #[test]
    fn a_refused_plan_ends_with_its_own_code_and_a_full_disk_does_not() {
        let voice = Voice { format: Format::Text, volume: Volume::Normal };
        let console = Console::new(Catalogue::new(Language::Vi), voice);
        let facts = [("source", "Q01"), ("used", "2"), ("available", "1")];
        let facts = facts.map(|(name, value)| (name, value.to_owned())).to_vec();
        let violation = Violation { rule: "c2_source", file: "transfers.csv".to_owned(), facts };
        let opinion = Opinion { violations: vec![violation], ..Opinion::default() };
        let ended = stop_unpublished(&console, PublishError::Refused(opinion)).unwrap();
        assert_eq!((ended, ended.code()), (Exit::Refused, 5));
        let taken = stop_unpublished(&console, PublishError::Taken(PathBuf::from("run"))).unwrap_err();
        assert_eq!(taken.exit, Exit::Usage);
    }
}
