//! `report`: the page of a run, made again from the written tables.

use chungtay::{pipeline, publish, report};
use serde_json::json;

use super::args::ReportTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{findings, recorded};

/// Writes `report.html` of a run folder anew.
pub(crate) fn run(console: &Console, task: &ReportTask) -> Result<Exit, Failure> {
    if !task.run.is_dir() {
        return Err(Failure::usage("say-no-folder", &task.run));
    }
    let found = recorded::scenario_folder(&task.run, task.scenario.as_deref());
    // A run that nobody finds a scenario for has a page too: with ids where the scenario has names.
    let folder = if task.scenario.is_some() { Some(found?) } else { found.ok() };
    let extras = folder.map(|folder| publish::extras(&folder, pipeline::load(&folder).scenario.as_ref()));
    if extras.is_none() {
        console.tell(&console.words.plain("report-without-names"));
    }
    let page = match report::page(&task.run, &extras.unwrap_or_default()) {
        Ok(page) => page,
        Err(found) => return Ok(findings::refuse(console, &found)),
    };
    let path = publish::publish_report(&task.run, &page)?;
    console.tell(&console.words.text("report-written", &[("path", path.display().to_string())]));
    console.json(&json!({ "exit_code": Exit::Done.code(), "report": path }));
    Ok(Exit::Done)
}
