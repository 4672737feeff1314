//! `allocate`: read, judge, solve, write, verify, publish, and say what came out.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chungtay::domain::tables::{Provenance, Tables};
use chungtay::domain::{StageName, StageResult, StageStatus};
use chungtay::findings::{Finding, Findings};
use chungtay::keep::{self, Kept};
use chungtay::messages::{Catalogue, Language};
use chungtay::pipeline::{self, Loaded, Outcome, Step, Watch};
use chungtay::publish::{self, PublishError, Published, Results, Site, Target};
use chungtay::stages::StageError;
use chungtay::units::Vnd;
use serde_json::json;

use super::args::AllocateTask;
use super::console::{Console, complain};
use super::exit::{Exit, Failure};
use super::progress::{Progress, step_id};
use super::{findings, verify};

/// A way to make rules hold together, tried by solving.
const REPAIR: &str = "E481";

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
    let kept = match task.keep.as_deref().map(|run| keep::promise(scenario, run)).transpose() {
        Ok(kept) => kept,
        Err(found) => {
            findings::tell(console, &found);
            return Ok(stop_at_findings(console, &found));
        }
    };
    tell_kept(console, kept.as_ref());
    let planned = kept.as_ref().map_or(scenario, |kept| &kept.scenario);
    let site = Site::open(target)?;
    let mut outcome = match pipeline::run(planned, &progress) {
        Ok(outcome) => outcome,
        Err(StageError::Commitments(found)) => {
            progress.finish();
            findings::tell(console, &found);
            return Ok(stop_at_findings(console, &found));
        }
        Err(StageError::Rules(found)) => {
            findings::tell(console, &found);
            return Ok(stop_at_rules(console, &found));
        }
        Err(StageError::NoPlanInTime) => return Err(no_plan(scenario.settings.solve.time_limit)),
        Err(StageError::Solver(reason)) => {
            return Err(Failure::new(Exit::Unexpected, "say-solver").with("reason", &reason));
        }
    };
    outcome.timing.insert(0, reading);
    // The run folder is an office document: its sentences are Vietnamese whatever language the console speaks.
    let mut provenance = publish::provenance(&loaded.findings, &loaded.inputs, &Catalogue::new(Language::Vi));
    provenance.previous = kept.map(|kept| kept.previous);
    let results = Results {
        folder: &task.folder,
        scenario,
        tables: &outcome.tables,
        provenance: &provenance,
        timing: &outcome.timing,
    };
    let published = publish::publish(site, &results, &progress);
    progress.finish();
    finish(console, (&loaded, &provenance), &outcome, published)
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
    if let Some(missing) = task.keep.as_ref().filter(|run| !run.is_dir()) {
        return Err(Failure::usage("say-no-folder", missing));
    }
    let target = match &task.out {
        Some(path) => Target::named(path),
        None => Target::next_run(&task.folder),
    };
    Ok(target?)
}

fn use_threads(jobs: Option<usize>) -> Result<(), Failure> {
    let Some(jobs) = jobs else { return Ok(()) };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    threads.map_err(|error| Failure::new(Exit::Unexpected, "say-solver").with("reason", &error))
}

fn stop_at_findings(console: &Console, found: &Findings) -> Exit {
    console.tell(&console.words.plain("allocate-nothing-written"));
    let list = findings::to_json(console, found);
    console.json(&json!({ "exit_code": Exit::Findings.code(), "findings": list }));
    Exit::Findings
}

fn stop_at_rules(console: &Console, found: &Findings) -> Exit {
    console.tell(&console.words.plain("allocate-rules-in-the-way"));
    let of = |is_asked: &dyn Fn(&Finding) -> bool| {
        let mut list = Findings::default();
        found.as_slice().iter().filter(|finding| is_asked(finding)).for_each(|finding| list.push(finding.clone()));
        findings::to_json(console, &list)
    };
    let certain = of(&|finding| finding.code != REPAIR);
    let repairs = of(&|finding| finding.code == REPAIR);
    console.json(&json!({ "exit_code": Exit::NoPlan.code(), "certain": certain, "repairs": repairs }));
    Exit::NoPlan
}

fn no_plan(time_limit: f64) -> Failure {
    Failure::new(Exit::NoPlan, "say-no-plan-in-time").with("seconds", &time_limit)
}

fn finish(
    console: &Console,
    origin: (&Loaded, &Provenance),
    outcome: &Outcome,
    published: Result<Published, PublishError>,
) -> Result<Exit, Failure> {
    match published {
        Ok(published) => {
            tell(console, &outcome.tables, &published);
            console.json(&to_json(console, origin, outcome, &published));
            Ok(Exit::Done)
        }
        Err(PublishError::Refused(opinion)) => {
            verify::tell_violations(console, &opinion.violations);
            complain(&console.red(&console.words.plain("say-refused")));
            let violations = verify::violations_to_json(console, &opinion.violations);
            console.json(&json!({ "exit_code": Exit::Refused.code(), "violations": violations }));
            Ok(Exit::Refused)
        }
        Err(error) => Err(error.into()),
    }
}

fn to_json(
    console: &Console,
    (loaded, provenance): (&Loaded, &Provenance),
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
        "totals": outcome.tables.totals,
        "stages": outcome.tables.stages,
        "verified_value": published.opinion.value,
        "findings": findings::to_json(console, &loaded.findings),
        "timing": timing,
        "peak_memory_bytes": published.peak_memory_bytes,
    })
}

fn tell(console: &Console, tables: &Tables, published: &Published) {
    if !console.tells() {
        return;
    }
    let words = &console.words;
    tell_totals(console, tables);
    tell_stages(console, &tables.stages);
    if console.is_verbose() {
        tell_times(console, published);
    }
    console.tell(&words.plain("allocate-verified"));
    let folder = published.folder.display().to_string();
    console.tell(&console.bold(&words.text("allocate-done", &[("path", &folder)])));
    console.tell(&words.text("allocate-look", &[("path", shown(&published.folder, "bieu-phan-bo.xlsx"))]));
}

fn shown(folder: &Path, file: &str) -> String {
    let path: PathBuf = folder.join(file);
    path.display().to_string()
}

fn tell_totals(console: &Console, tables: &Tables) {
    let words = &console.words;
    let totals = &tables.totals;
    let available: Vnd = tables.sources.iter().map(|source| source.available).sum();
    let money = [
        ("transferred", words.money(totals.transferred)),
        ("available", words.money(available)),
        ("asked", words.money(totals.asked)),
    ];
    console.tell(&words.text("allocate-money", &money));
    let awards = words.number(i64::try_from(totals.awards).unwrap_or(i64::MAX));
    let households = console.decimal(totals.households, 0);
    console.tell(&words.text("allocate-awards", &[("awards", awards), ("households", households)]));
    let covered = tables.communes.iter().filter_map(|commune| commune.coverage.map(|coverage| (coverage, commune)));
    if let Some((coverage, worst)) = covered.min_by(|(one, _), (other, _)| one.total_cmp(other)) {
        let facts = [
            ("coverage", console.percent(Some(coverage))),
            ("name", worst.name.clone()),
            ("code", worst.commune.clone()),
        ];
        console.tell(&words.text("allocate-worst", &facts));
    }
}

fn tell_stages(console: &Console, stages: &[StageResult]) {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| console.decimal(value, 6));
    let row = |stage: &StageResult| {
        vec![
            console.words.plain(stage_id(stage.stage)),
            console.words.plain(status_id(stage.status)),
            figure(stage.value),
            figure(stage.bound),
            figure(stage.gap),
        ]
    };
    let headings = ["run-stage", "run-status", "run-value", "run-bound", "run-gap"];
    console.table(&headings, stages.iter().map(row).collect(), 2);
}

const fn stage_id(stage: StageName) -> &'static str {
    match stage {
        StageName::Pairing => "run-stage-pairing",
        StageName::Entitlement => "run-stage-entitlement",
        StageName::BeyondOnePackage => "run-stage-beyond-one-package",
        StageName::Shortfall => "run-stage-shortfall",
        StageName::Objective => "run-stage-objective",
        StageName::Tidy => "run-stage-tidy",
    }
}

const fn status_id(status: StageStatus) -> &'static str {
    match status {
        StageStatus::Optimal => "run-status-optimal",
        StageStatus::TimeLimit => "run-status-time-limit",
        StageStatus::None => "run-status-none",
    }
}

fn tell_times(console: &Console, published: &Published) {
    let row = |&(step, seconds): &(Step, f64)| vec![console.words.plain(step_id(step)), console.decimal(seconds, 3)];
    console.table(&["run-step", "run-seconds"], published.timing.iter().map(row).collect(), 1);
    let total: f64 = published.timing.iter().map(|(_, seconds)| seconds).sum();
    console.tell(&console.words.text("run-total", &[("seconds", console.decimal(total, 3))]));
    if let Some(bytes) = published.peak_memory_bytes {
        let mebibytes = console.words.number(i64::try_from(bytes >> 20).unwrap_or(i64::MAX));
        console.tell(&console.words.text("run-memory", &[("mebibytes", mebibytes)]));
    }
}
