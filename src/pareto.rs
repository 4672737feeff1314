//! The trade-off of two stages, a whole plan a point: settled to the đồng, judged, in a run folder of its own. [`run`] is
//! the whole of it: the folder appears when every plan in it is judged.

mod solve;

use std::path::{Path, PathBuf};

use crate::domain::pareto::{ParetoTable, PointRow, Traded};
use crate::domain::tables::Provenance;
use crate::domain::{Scenario, StageName, StageResult};
use crate::export;
use crate::pipeline::Watch;
use crate::publish::{self, PublishError, Results, Site, Target};
use crate::stages::StageError;
use crate::tolerance::{self, PARETO as SAME};

pub use solve::{Point, points};

/// Why there is no trade-off.
#[derive(Debug, thiserror::Error)]
pub enum ParetoError {
    /// The disk refused, the folder is taken, or the second opinion refused a plan.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// There is no plan, or an end was not found.
    #[error(transparent)]
    Stage(#[from] StageError),
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The two stages: the first is kept within limits while the second is sought.
    pub between: [StageName; 2],
    /// How many points, the ends among them.
    pub points: usize,
    /// Points at a time.
    pub jobs: usize,
    /// The folder to write.
    pub out: &'a Path,
}

/// Finds the points and writes their folder: a run folder a point, then the table of them all.
pub fn run(
    (folder, scenario): (&Path, &Scenario),
    provenance: &Provenance,
    wish: Wish<'_>,
    watch: &dyn Watch,
) -> Result<(PathBuf, ParetoTable), ParetoError> {
    let site = Site::open(Target::named(wish.out)?)?;
    let (points, missed) = points(scenario, wish.between, (wish.points, wish.jobs), watch)?;
    let rows = points.iter().enumerate().map(|(position, point)| row(position, point, wish.between)).collect();
    let table = ParetoTable { between: wish.between, points: rows, missed };
    for (point, row) in points.iter().zip(&table.points) {
        let place = Site::open(Target::named(&site.path().join(&row.point))?)?;
        let results = Results::of_office((folder, scenario), &point.outcome, provenance, false);
        publish::publish(place, &results, watch)?;
    }
    let written = export::write_pareto(site.path(), &scenario.settings.title, &table);
    written.map_err(|source| PublishError::Io { verb: "write", path: wish.out.to_path_buf(), source })?;
    Ok((site.name()?, table))
}

fn row(position: usize, point: &Point, between: [StageName; 2]) -> PointRow {
    let tables = &point.outcome.tables;
    let floors: f64 = tables.groups.iter().map(|group| group.floor).sum();
    let traded = |stage: StageName, value: f64, bound: f64| {
        let gap = match stage {
            StageName::Objective => StageResult::distance(value, bound),
            _ => (value - bound) / floors.max(tolerance::GAP_FLOOR),
        };
        Traded { value, bound, gap }
    };
    let ([one, other], [value, second], [bound, limit]) = (between, point.values, point.bounds);
    let traded = [traded(one, value, bound), traded(other, second, limit)];
    PointRow {
        point: format!("point-{}", position + 1),
        limit: point.limit,
        traded,
        is_proved: traded.iter().all(|one| (one.value - one.bound).abs() <= solve::noise(one.value)),
        totals: tables.totals.clone(),
        stages: tables.stages.clone(),
    }
}
