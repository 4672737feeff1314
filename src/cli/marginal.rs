//! `marginal`: what a step more or less of each source's money is worth, and what lifting its earmark would bring.

use chungtay::findings::nearest;
use chungtay::marginal::{self, Change, Margin, Question};
use chungtay::pipeline::{self, Step, Watch};
use serde_json::json;

use super::allocate::{stop_at_findings, without_plan};
use super::args::MarginalTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::progress::Progress;
use super::{files, findings};

/// Longer tables are cut on a terminal (the workbook and JSON have every row).
const ROWS_SHOWN: usize = 50;

/// Tells the margins of a scenario's sources.
pub(crate) fn run(console: &Console, task: &MarginalTask) -> Result<Exit, Failure> {
    if !task.folder.is_dir() {
        return Err(Failure::usage("say-no-folder", &task.folder));
    }
    files::must_be_free(&[&task.xlsx])?;
    let progress = Progress::new(console);
    progress.enter(Step::Read);
    let loaded = pipeline::load(&task.folder);
    progress.finish();
    findings::tell(console, &loaded.findings);
    let Some(scenario) = loaded.scenario else { return Ok(stop_at_findings(console, &loaded.findings)) };
    let known = || scenario.sources.iter().map(|source| source.id.as_str());
    if let Some(unknown) = task.sources.iter().find(|id| !known().any(|known| known == **id)) {
        return Err(match nearest(unknown, known()) {
            Some(near) => Failure::new(Exit::Usage, "marginal-nearest").with("id", unknown).with("nearest", &near),
            None => Failure::new(Exit::Usage, "marginal-unknown").with("id", unknown),
        });
    }
    let question = Question { step: task.step, sources: task.sources.clone() };
    let margins = marginal::of(&scenario, &question, &progress);
    progress.finish();
    let margins = match margins {
        Ok(margins) => margins,
        Err(error) => return without_plan(console, &scenario, error),
    };
    tell(console, &margins);
    files::write(console, task.xlsx.as_deref(), || marginal::workbook(&margins))?;
    console.json(&json!({ "exit_code": Exit::Done.code(), "step": task.step, "sources": margins }));
    Ok(Exit::Done)
}

/// The sources whose next money is worth most first.
fn tell(console: &Console, margins: &[Margin]) {
    if !console.tells() {
        return;
    }
    console.tell(&format!("\n{}", console.bold(&console.words.plain("marginal-title"))));
    console.tell(&console.words.plain("marginal-note"));
    let mut ranked: Vec<&Margin> = margins.iter().collect();
    ranked.sort_by(|one, other| other.more.value.total_cmp(&one.more.value).then(one.source.cmp(&other.source)));
    let value = |change: Option<&Change>| change.map_or_else(|| "–".to_owned(), |one| console.decimal(one.value, 2));
    let rows = ranked.iter().take(ROWS_SHOWN).map(|margin| {
        vec![
            margin.source.clone(),
            units(console, &margin.more),
            console.words.money(margin.step),
            value(Some(&margin.more)),
            value(margin.less.as_ref()),
            value(margin.lifted.as_ref()),
        ]
    });
    let headings = [
        "marginal-source",
        "marginal-more-units",
        "marginal-step",
        "marginal-more",
        "marginal-less",
        "marginal-lifted",
    ];
    console.table(&headings, rows.collect(), 2);
    if margins.len() > ROWS_SHOWN {
        let rest = console.count(margins.len() - ROWS_SHOWN);
        console.tell(&console.words.text("marginal-rest", &[("count", rest)]));
    }
}

fn units(console: &Console, change: &Change) -> String {
    let one = |(package, units): &(String, f64)| {
        let facts = [("units", console.decimal(*units, 2)), ("package", package.clone())];
        console.words.text("marginal-units", &facts)
    };
    change.units.iter().map(one).collect::<Vec<_>>().join("; ")
}
