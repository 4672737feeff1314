//! What the words of each command say.

use std::path::PathBuf;

use chungtay::catalogue::Reader;
use chungtay::domain::{Profile, StageName};
use chungtay::generate::Scale;
use chungtay::sweep::Shard;
use chungtay::units::{Share, Vnd};

/// `init DIR [--workbook]`
#[derive(Debug)]
pub(in crate::cli) struct InitTask {
    /// The folder to fill.
    pub(in crate::cli) folder: PathBuf,
    /// Whether the tables are sheets of one workbook.
    pub(in crate::cli) workbook: bool,
}

/// `check DIR [--write-clean DIR] [--profile]`
#[derive(Debug)]
pub(in crate::cli) struct CheckTask {
    /// The scenario folder.
    pub(in crate::cli) folder: PathBuf,
    /// Whether to say which columns and files go to which profile.
    pub(in crate::cli) profile: bool,
    /// The folder to write the clean tables into, if any.
    pub(in crate::cli) write_clean: Option<PathBuf>,
}

/// `allocate DIR [--out RUN] [--jobs N] [--keep RUN] [--near RUN] [--relax] [--profile PROFILE]`
#[derive(Debug)]
pub(in crate::cli) struct AllocateTask {
    /// The scenario folder.
    pub(in crate::cli) folder: PathBuf,
    /// The run folder, if not the default.
    pub(in crate::cli) out: Option<PathBuf>,
    /// Threads, if not one a core.
    pub(in crate::cli) jobs: Option<usize>,
    /// The earlier run whose awards are promised.
    pub(in crate::cli) keep: Option<PathBuf>,
    /// The earlier run whose awards change as little as they may.
    pub(in crate::cli) near: Option<PathBuf>,
    /// Whether hard rules that cannot hold together give way.
    pub(in crate::cli) relax: bool,
    /// Which files the run folder keeps.
    pub(in crate::cli) profile: Profile,
}

/// `sweep DIR [--out RUNS] [--jobs N] [--resume] [--shard I/N] [--merge RUNS]…`
#[derive(Debug)]
pub(in crate::cli) struct SweepTask {
    /// The scenario folder.
    pub(in crate::cli) folder: PathBuf,
    /// The folder of the sweep, if not the default.
    pub(in crate::cli) out: Option<PathBuf>,
    /// Cases at a time, if not one a core.
    pub(in crate::cli) jobs: Option<usize>,
    /// Whether to go on with the sweep that is there.
    pub(in crate::cli) resume: bool,
    /// The part of the cases to solve.
    pub(in crate::cli) shard: Option<Shard>,
    /// Folders of parts to join; none: solve.
    pub(in crate::cli) merge: Vec<PathBuf>,
}

/// `alternatives DIR [K] [--loss SHARE] [--out FOLDER] [--jobs N]`
#[derive(Debug)]
pub(in crate::cli) struct AlternativesTask {
    /// The scenario folder.
    pub(in crate::cli) folder: PathBuf,
    /// How many plans, the best among them.
    pub(in crate::cli) count: usize,
    /// What each may lose of the best.
    pub(in crate::cli) loss: Share,
    /// The folder to write, if not the default.
    pub(in crate::cli) out: Option<PathBuf>,
    /// Threads, if not one a core.
    pub(in crate::cli) jobs: Option<usize>,
}

/// `pareto DIR [--between A,B] [--points N] [--out FOLDER] [--jobs N]`
#[derive(Debug)]
pub(in crate::cli) struct ParetoTask {
    /// The scenario folder.
    pub(in crate::cli) folder: PathBuf,
    /// The two stages.
    pub(in crate::cli) between: [StageName; 2],
    /// How many points, the ends among them.
    pub(in crate::cli) points: usize,
    /// The folder to write, if not the default.
    pub(in crate::cli) out: Option<PathBuf>,
    /// Points at a time, if not one a core.
    pub(in crate::cli) jobs: Option<usize>,
}

/// `compare RUN RUN … [--xlsx FILE] [--html FILE]`
#[derive(Debug)]
pub(in crate::cli) struct CompareTask {
    /// The run folders, the base first.
    pub(in crate::cli) runs: Vec<PathBuf>,
    /// The workbook to write.
    pub(in crate::cli) xlsx: Option<PathBuf>,
    /// The page to write.
    pub(in crate::cli) html: Option<PathBuf>,
}

/// `explain RUN ID [--solve] [--scenario DIR]`, `explain RUN --letters DIR`
#[derive(Debug)]
pub(in crate::cli) struct ExplainTask {
    /// The run folder.
    pub(in crate::cli) run: PathBuf,
    /// Household, commune, source, or the name of a rule; absent where letters are asked for.
    pub(in crate::cli) id: Option<String>,
    /// The folder of letters to write.
    pub(in crate::cli) letters: Option<PathBuf>,
    /// Whether to solve again for what would serve the open needs.
    pub(in crate::cli) solve: bool,
    /// The scenario folder, if not the one found.
    pub(in crate::cli) scenario: Option<PathBuf>,
}

/// `marginal DIR [--step AMOUNT] [--source ID]… [--xlsx FILE]`
#[derive(Debug)]
pub(in crate::cli) struct MarginalTask {
    /// The scenario folder.
    pub(in crate::cli) folder: PathBuf,
    /// The step, đồng.
    pub(in crate::cli) step: Vnd,
    /// The sources, by id; none: all.
    pub(in crate::cli) sources: Vec<String>,
    /// The workbook to write.
    pub(in crate::cli) xlsx: Option<PathBuf>,
}

/// `catalogue RUN [--profile PROFILE] [--xlsx FILE] [--html FILE] [--scenario DIR]`
#[derive(Debug)]
pub(in crate::cli) struct CatalogueTask {
    /// The run folder.
    pub(in crate::cli) run: PathBuf,
    /// Who will read it.
    pub(in crate::cli) reader: Reader,
    /// The workbook to write.
    pub(in crate::cli) xlsx: Option<PathBuf>,
    /// The page to write.
    pub(in crate::cli) html: Option<PathBuf>,
    /// The scenario folder, if not the one found.
    pub(in crate::cli) scenario: Option<PathBuf>,
}

/// `verify RUN [--scenario DIR]`
#[derive(Debug)]
pub(in crate::cli) struct VerifyTask {
    /// The run folder.
    pub(in crate::cli) run: PathBuf,
    /// The scenario folder, if not the one found.
    pub(in crate::cli) scenario: Option<PathBuf>,
}

/// `report RUN [--scenario DIR]`
#[derive(Debug)]
pub(in crate::cli) struct ReportTask {
    /// The run folder.
    pub(in crate::cli) run: PathBuf,
    /// The scenario folder, if not the one found.
    pub(in crate::cli) scenario: Option<PathBuf>,
}

/// `generate PROFILE --seed N --scale S --out DIR`
#[derive(Debug)]
pub(in crate::cli) struct GenerateTask {
    /// The profile.
    pub(in crate::cli) profile: String,
    /// The seed.
    pub(in crate::cli) seed: u64,
    /// How large a cut.
    pub(in crate::cli) scale: Scale,
    /// The folder to make.
    pub(in crate::cli) out: PathBuf,
}
