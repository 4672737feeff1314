//! `pareto`: the trade-off of two stages, a plan a point.

use std::num::NonZeroUsize;
use std::path::Path;

use chungtay::domain::StageName;
use chungtay::domain::pareto::{ParetoTable, PointRow, Traded};
use chungtay::messages::{Catalogue, Language};
use chungtay::pareto::{self, ParetoError, Wish};
use chungtay::pipeline::{self, Step, Watch};
use chungtay::publish;
use serde_json::json;

use super::allocate::{stop_at_findings, stop_unpublished, without_plan};
use super::args::ParetoTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::findings;
use super::progress::Progress;

/// Finds the points and lays them side by side.
pub(crate) fn run(console: &Console, task: &ParetoTask) -> Result<Exit, Failure> {
    if !task.folder.is_dir() {
        return Err(Failure::usage("say-no-folder", &task.folder));
    }
    let progress = Progress::new(console);
    progress.enter(Step::Read);
    let loaded = pipeline::load(&task.folder);
    progress.finish();
    findings::tell(console, &loaded.findings);
    let Some(scenario) = &loaded.scenario else { return Ok(stop_at_findings(console, &loaded.findings)) };
    // Run folders are office documents: their sentences are Vietnamese whatever language the console speaks.
    let provenance = publish::provenance(&loaded.findings, &loaded.inputs, &Catalogue::new(Language::Vi));
    let out = task.out.clone().unwrap_or_else(|| task.folder.join("runs").join("pareto"));
    let jobs = task.jobs.or_else(|| std::thread::available_parallelism().ok().map(NonZeroUsize::get)).unwrap_or(1);
    let wish = Wish { between: task.between, points: task.points, jobs, out: &out };
    let found = pareto::run((&task.folder, scenario), &provenance, wish, &progress);
    progress.finish();
    match found {
        Ok((folder, table)) => {
            tell(console, &folder, &table);
            console.json(&to_json(&folder, &table));
            Ok(Exit::Done)
        }
        Err(ParetoError::Stage(error)) => without_plan(console, scenario, error),
        Err(ParetoError::Publish(error)) => stop_unpublished(console, error),
    }
}

/// Message id of a stage.
const fn stage_id(stage: StageName) -> &'static str {
    match stage {
        StageName::BeyondOnePackage => "pareto-stage-beyond-one-package",
        StageName::Shortfall => "pareto-stage-shortfall",
        _ => "pareto-stage-objective",
    }
}

fn tell(console: &Console, folder: &Path, table: &ParetoTable) {
    let words = &console.words;
    let [one, other] = table.between.map(stage_id);
    let headings = [
        "pareto-point",
        "pareto-proved",
        one,
        "pareto-bound",
        other,
        "pareto-bound",
        "pareto-transferred",
        "pareto-households",
    ];
    let row = |point: &PointRow| {
        let proved = if point.is_proved { "pareto-yes" } else { "pareto-within-gap" };
        let mut cells = vec![point.point.clone(), words.plain(proved)];
        let figures = point.traded.iter().flat_map(|Traded { value, bound, .. }| [*value, *bound]);
        cells.extend(figures.map(|figure| console.decimal(figure, 3)));
        cells.push(words.number(point.totals.transferred.dong()));
        cells.push(console.decimal(point.totals.households, 0));
        cells
    };
    console.table(&headings, table.points.iter().map(row).collect(), 2);
    let proved = table.points.iter().filter(|point| point.is_proved).count();
    let facts = [("points", console.count(table.points.len())), ("proved", console.count(proved))];
    console.tell(&console.bold(&words.text("pareto-points", &facts)));
    if table.missed > 0 {
        console.tell(&words.text("pareto-missed", &[("count", console.count(table.missed))]));
    }
    console.tell(&words.text("pareto-done", &[("path", folder.display().to_string())]));
}

fn to_json(folder: &Path, table: &ParetoTable) -> serde_json::Value {
    let stage = |stage: &Traded| json!({ "value": stage.value, "bound": stage.bound, "gap": stage.gap });
    let point = |point: &PointRow| {
        json!({
            "point": point.point,
            "limit": point.limit,
            "traded": point.traded.iter().map(stage).collect::<Vec<_>>(),
            "proved": point.is_proved,
            "totals": point.totals,
            "stages": point.stages,
        })
    };
    json!({
        "exit_code": Exit::Done.code(),
        "pareto": folder,
        "between": table.between,
        "missed": table.missed,
        "points": table.points.iter().map(point).collect::<Vec<_>>(),
    })
}
