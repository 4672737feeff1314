//! A sweep: many what-ifs of one scenario, each solved, judged and written as a run folder of its own, then laid side by
//! side (page 5). [`run`] is the whole of it. A case whose folder stands is finished, whatever happens to the rest.

mod gather;
mod merge;
mod one;
mod record;

use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::cases::{self, Case};
use crate::domain::Scenario;
use crate::domain::raw::RawScenario;
use crate::export;
use crate::findings::Findings;
use crate::messages::{Catalogue, Language};
use crate::pipeline::{self, Loaded, Step, Watch};
use crate::publish::PublishError;

pub use merge::merge;
pub use record::recorded_case;

/// A part of a sweep: the cases at positions `number`, `number + of`, … (from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which part, 1 to `of`.
    pub number: usize,
    /// How many parts.
    pub of: usize,
}

impl FromStr for Shard {
    type Err = NotAShard;

    /// Reads `2/8`.
    fn from_str(text: &str) -> Result<Self, NotAShard> {
        let (number, of) = text.split_once('/').ok_or(NotAShard)?;
        let number = number.parse().map_err(|_| NotAShard)?;
        let of = of.parse().map_err(|_| NotAShard)?;
        if number >= 1 && number <= of { Ok(Self { number, of }) } else { Err(NotAShard) }
    }
}

/// A text that is no part such as `2/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a part such as 2/8")]
pub struct NotAShard;

/// A sweep that can run: everything that its cases name is there.
#[derive(Debug)]
pub struct Sweep {
    folder: PathBuf,
    raw: RawScenario,
    scenario: Scenario,
    cases: Vec<Case>,
}

/// What a sweep made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    /// Its cases.
    pub cases: usize,
    /// Those that have no plan.
    pub failed: usize,
    /// Those that an earlier start of the sweep had finished.
    pub resumed: usize,
}

/// Why a sweep ended without its tables.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The disk refused, or the folder is taken.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The folder holds another sweep: of other input, or of other cases.
    #[error("{} holds another sweep", .0.display())]
    Another(PathBuf),
    /// Some cases are in no part.
    #[error("cases are missing: {}", .0.join(", "))]
    Missing(Vec<String>),
    /// Somebody asked to stop; what is finished stays.
    #[error("stopped")]
    Stopped,
}

impl Sweep {
    /// Reads the scenario and lists its cases; all findings where that cannot be. The findings of a scenario that can be
    /// read come with it.
    pub fn open(folder: &Path) -> (Option<Self>, Findings) {
        let (raw, Loaded { scenario, mut findings, .. }) = pipeline::load_raw(folder);
        let Some(scenario) = scenario else { return (None, findings) };
        match cases::list(folder, &raw, &scenario) {
            Ok((cases, found)) => {
                findings.extend(found);
                (Some(Self { folder: folder.to_path_buf(), raw, scenario, cases }), findings.sorted())
            }
            Err(found) => {
                findings.extend(found);
                (None, findings.sorted())
            }
        }
    }

    /// Its cases, in order.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }
}

/// How a sweep is run.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// The folder of the sweep.
    pub out: &'a Path,
    /// Cases at a time.
    pub jobs: usize,
    /// Whether to go on with the sweep that `out` holds.
    pub resume: bool,
    /// Only a part of the cases: no tables are written, `merge` does.
    pub shard: Option<Shard>,
    /// Set by whoever wants the sweep to stop after the cases at work.
    pub stop: &'a AtomicBool,
}

/// Solves every case that has no folder yet, `jobs` at a time, and writes the tables of them all.
pub fn run(sweep: &Sweep, course: &Course<'_>, watch: &dyn Watch) -> Result<Swept, SweepError> {
    let folders = record::open(sweep, course)?;
    let chosen: Vec<&Case> = match course.shard {
        Some(shard) => sweep.cases.iter().skip(shard.number - 1).step_by(shard.of).collect(),
        None => sweep.cases.iter().collect(),
    };
    let (done, open): (Vec<&Case>, Vec<&Case>) = chosen.iter().partition(|case| folders.join(&case.case).is_dir());
    watch.enter(Step::Cases);
    solve_all(sweep, &open, &folders, course, watch)?;
    if course.stop.load(Ordering::Relaxed) {
        return Err(SweepError::Stopped);
    }
    let results = gather::read(&folders, chosen.iter().copied())?;
    let failed = results.iter().filter(|result| !result.is_solved()).count();
    if course.shard.is_none() {
        let tables = gather::tables(sweep, &results);
        export::write_sweep(course.out, &sweep.raw.settings.title, &tables)
            .map_err(|error| unwritten(course.out, error))?;
    }
    Ok(Swept { cases: chosen.len(), failed, resumed: done.len() })
}

fn unwritten(path: &Path, source: io::Error) -> SweepError {
    PublishError::Io { verb: "write", path: path.to_path_buf(), source }.into()
}

/// Every thread takes the next open case until none is left. A case is solved by one thread alone, in a pool of its own:
/// no thread that waits inside one case begins another.
fn solve_all(
    sweep: &Sweep,
    open: &[&Case],
    folders: &Path,
    course: &Course<'_>,
    watch: &dyn Watch,
) -> Result<(), SweepError> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let words = Catalogue::new(Language::Vi);
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let no_threads = |error: rayon::ThreadPoolBuildError| unwritten(folders, io::Error::other(error));
    let workers = pool(course.jobs.clamp(1, open.len().max(1))).map_err(no_threads)?;
    let results = workers.broadcast(|_| -> Result<(), SweepError> {
        let alone = pool(1).map_err(no_threads)?;
        while !course.stop.load(Ordering::Relaxed) {
            let Some(case) = open.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            alone.install(|| one::solve(sweep, case, folders, &words))?;
            let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
            #[expect(clippy::cast_precision_loss, reason = "a share for the eye")]
            watch.progress(finished as f64 / open.len() as f64);
        }
        Ok(())
    });
    results.into_iter().collect()
}
