//! `sweep`: every case of `[sweep]`, solved and laid side by side; parts of a sweep joined.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chungtay::pipeline::{Step, Watch};
use chungtay::sweep::{self, Course, Sweep, SweepError, Swept};
use serde_json::json;

use super::args::SweepTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::findings;
use super::progress::Progress;

/// How many missing cases an error names.
const SHOWN: usize = 10;

/// Runs or joins a sweep.
pub(crate) fn run(console: &Console, task: &SweepTask) -> Result<Exit, Failure> {
    if let Some(missing) = task.merge.iter().chain([&task.folder]).find(|folder| !folder.is_dir()) {
        return Err(Failure::usage("say-no-folder", missing));
    }
    let progress = Progress::new(console);
    progress.enter(Step::Read);
    let (opened, found) = Sweep::open(&task.folder);
    progress.finish();
    findings::tell(console, &found);
    let Some(opened) = opened else {
        console.tell(&console.words.plain("allocate-nothing-written"));
        let list = findings::to_json(console, &found);
        console.json(&json!({ "exit_code": Exit::Findings.code(), "findings": list }));
        return Ok(Exit::Findings);
    };
    let out = task.out.clone().unwrap_or_else(|| task.folder.join("runs").join("sweep"));
    let swept = if task.merge.is_empty() {
        let stop = stop_on_interrupt();
        let jobs = task.jobs.or_else(|| std::thread::available_parallelism().ok().map(NonZeroUsize::get)).unwrap_or(1);
        let course = Course { out: &out, jobs, resume: task.resume, shard: task.shard, stop: &stop };
        console.tell(&console.words.text("sweep-begin", &[("cases", &console.count(opened.cases().len()))]));
        sweep::run(&opened, &course, &progress)
    } else {
        sweep::merge(&opened, &task.merge, &out)
    };
    progress.finish();
    let swept = swept.map_err(|error| failure(console, error))?;
    Ok(tell(console, &swept, &out, task.shard.is_some()))
}

/// Set by the first Ctrl-C; a second one ends the program at once, as it would without us.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the program, and no finished case is lost.
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Unexpected.code()));
        }
    });
    stop
}

fn failure(console: &Console, error: SweepError) -> Failure {
    match error {
        SweepError::Publish(error) => error.into(),
        SweepError::Another(path) => Failure::usage("sweep-another", &path),
        SweepError::Stopped => Failure::new(Exit::Unexpected, "sweep-stopped"),
        SweepError::Missing(cases) => {
            let shown = cases.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
            let failure = Failure::new(Exit::Usage, "sweep-missing").with("count", &console.count(cases.len()));
            failure.with("cases", &shown)
        }
    }
}

fn tell(console: &Console, swept: &Swept, out: &PathBuf, is_part: bool) -> Exit {
    let facts = [
        ("cases", console.count(swept.cases)),
        ("failed", console.count(swept.failed)),
        ("resumed", console.count(swept.resumed)),
        ("path", out.display().to_string()),
    ];
    console.tell(&console.words.text("sweep-done", &facts));
    if is_part {
        console.tell(&console.words.plain("sweep-part"));
    }
    let exit = if swept.failed == 0 { Exit::Done } else { Exit::FailedCases };
    console.json(&json!({
        "exit_code": exit.code(),
        "sweep": out,
        "cases": swept.cases,
        "failed": swept.failed,
        "resumed": swept.resumed,
    }));
    exit
}
