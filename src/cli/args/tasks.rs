//! What each command is asked to do.

use std::path::PathBuf;

use chungtay::domain::{Profile, StageName};
use chungtay::generate::Scale;
use chungtay::sweep::Shard;
use chungtay::units::Share;

/// The command with its words.
#[derive(Debug)]
pub(crate) enum Task {
    /// `init`
    Init(InitTask),
    /// `check`
    Check(CheckTask),
    /// `allocate`
    Allocate(AllocateTask),
    /// `sweep`
    Sweep(SweepTask),
    /// `alternatives`
    Alternatives(AlternativesTask),
    /// `pareto`
    Pareto(ParetoTask),
    /// `compare`
    Compare(CompareTask),
    /// `verify`
    Verify(VerifyTask),
    /// `report`
    Report(ReportTask),
    /// `generate`
    Generate(GenerateTask),
}

/// `init DIR [--workbook]`
#[derive(Debug)]
pub(crate) struct InitTask {
    /// The folder to fill.
    pub(crate) folder: PathBuf,
    /// Whether the tables are sheets of one workbook.
    pub(crate) workbook: bool,
}

/// `check DIR [--write-clean DIR] [--profile]`
#[derive(Debug)]
pub(crate) struct CheckTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// Whether to say which columns and files go to which profile.
    pub(crate) profile: bool,
    /// The folder to write the clean tables into, if any.
    pub(crate) write_clean: Option<PathBuf>,
}

/// `allocate DIR [--out RUN] [--jobs N] [--keep RUN] [--near RUN] [--relax] [--profile PROFILE]`
#[derive(Debug)]
pub(crate) struct AllocateTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// The run folder, if not the default.
    pub(crate) out: Option<PathBuf>,
    /// Threads, if not one a core.
    pub(crate) jobs: Option<usize>,
    /// The earlier run whose awards are promised.
    pub(crate) keep: Option<PathBuf>,
    /// The earlier run whose awards change as little as they may.
    pub(crate) near: Option<PathBuf>,
    /// Whether hard rules that cannot hold together give way.
    pub(crate) relax: bool,
    /// Which files the run folder keeps.
    pub(crate) profile: Profile,
}

/// `sweep DIR [--out RUNS] [--jobs N] [--resume] [--shard I/N] [--merge RUNS]…`
#[derive(Debug)]
pub(crate) struct SweepTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// The folder of the sweep, if not the default.
    pub(crate) out: Option<PathBuf>,
    /// Cases at a time, if not one a core.
    pub(crate) jobs: Option<usize>,
    /// Whether to go on with the sweep that is there.
    pub(crate) resume: bool,
    /// The part of the cases to solve.
    pub(crate) shard: Option<Shard>,
    /// Folders of parts to join; none: solve.
    pub(crate) merge: Vec<PathBuf>,
}

/// `alternatives DIR [K] [--loss SHARE] [--out FOLDER] [--jobs N]`
#[derive(Debug)]
pub(crate) struct AlternativesTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// How many plans, the best among them.
    pub(crate) count: usize,
    /// What each may lose of the best.
    pub(crate) loss: Share,
    /// The folder to write, if not the default.
    pub(crate) out: Option<PathBuf>,
    /// Threads, if not one a core.
    pub(crate) jobs: Option<usize>,
}

/// `pareto DIR [--between A,B] [--points N] [--out FOLDER] [--jobs N]`
#[derive(Debug)]
pub(crate) struct ParetoTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// The two stages.
    pub(crate) between: [StageName; 2],
    /// How many points, the ends among them.
    pub(crate) points: usize,
    /// The folder to write, if not the default.
    pub(crate) out: Option<PathBuf>,
    /// Points at a time, if not one a core.
    pub(crate) jobs: Option<usize>,
}

/// `compare RUN RUN … [--xlsx FILE] [--html FILE]`
#[derive(Debug)]
pub(crate) struct CompareTask {
    /// The run folders, the base first.
    pub(crate) runs: Vec<PathBuf>,
    /// The workbook to write.
    pub(crate) xlsx: Option<PathBuf>,
    /// The page to write.
    pub(crate) html: Option<PathBuf>,
}

/// `verify RUN [--scenario DIR]`
#[derive(Debug)]
pub(crate) struct VerifyTask {
    /// The run folder.
    pub(crate) run: PathBuf,
    /// The scenario folder, if not the one found.
    pub(crate) scenario: Option<PathBuf>,
}

/// `report RUN [--scenario DIR]`
#[derive(Debug)]
pub(crate) struct ReportTask {
    /// The run folder.
    pub(crate) run: PathBuf,
    /// The scenario folder, if not the one found.
    pub(crate) scenario: Option<PathBuf>,
}

/// `generate PROFILE --seed N --scale S --out DIR`
#[derive(Debug)]
pub(crate) struct GenerateTask {
    /// The profile.
    pub(crate) profile: String,
    /// The seed.
    pub(crate) seed: u64,
    /// How large a cut.
    pub(crate) scale: Scale,
    /// The folder to make.
    pub(crate) out: PathBuf,
}
