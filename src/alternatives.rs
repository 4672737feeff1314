//! Plans as good as the best but for a loss that is allowed, and as unlike each other as can be (modelling to generate
//! alternatives: Brill, Chang and Hopkins 1982), and what all of them share. [`run`] is the whole of it: the folder
//! appears when every plan in it is judged.

mod find;
mod rows;

use std::path::{Path, PathBuf};

use crate::domain::Scenario;
use crate::domain::alternatives::AlternativesTables;
use crate::domain::tables::Provenance;
use crate::export;
use crate::pipeline::Watch;
use crate::publish::{self, PublishError, Results, Site, Target};
use crate::stages::StageError;

pub use find::{Alternative, Ended, find};

/// Why there are no alternatives.
#[derive(Debug, thiserror::Error)]
pub enum AlternativesError {
    /// The disk refused, the folder is taken, or the second opinion refused a plan.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// There is no best plan.
    #[error(transparent)]
    Stage(#[from] StageError),
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// How many plans, the best among them.
    pub count: usize,
    /// What each may lose of the best, 0..1.
    pub loss: f64,
    /// The folder to write.
    pub out: &'a Path,
}

/// What came of it.
#[derive(Debug)]
pub struct Found {
    /// The folder.
    pub folder: PathBuf,
    /// Plans and needs.
    pub tables: AlternativesTables,
    /// Why there are no more.
    pub ended: Ended,
}

/// Finds the plans and writes their folder: a run folder a plan, then what they share.
pub fn run(
    (folder, scenario): (&Path, &Scenario),
    provenance: &Provenance,
    wish: Wish<'_>,
    watch: &dyn Watch,
) -> Result<Found, AlternativesError> {
    let site = Site::open(Target::named(wish.out)?)?;
    let (plans, ended) = find(scenario, (wish.count, wish.loss), watch)?;
    let tables = rows::tables(scenario, &plans, wish.loss);
    for (plan, row) in plans.iter().zip(&tables.plans) {
        let place = Site::open(Target::named(&site.path().join(&row.plan))?)?;
        let results = Results::of_office((folder, scenario), &plan.outcome, provenance, true);
        publish::publish(place, &results, watch)?;
    }
    let written = export::write_alternatives(site.path(), &scenario.settings.title, &tables);
    written.map_err(|source| PublishError::Io { verb: "write", path: wish.out.to_path_buf(), source })?;
    Ok(Found { folder: site.name()?, tables, ended })
}
