//! `explain`: why a household, a commune, a source or a rule stands in a run as it does, in sentences or as JSON.

mod remedies;
mod tell;

use std::collections::BTreeMap;
use std::path::Path;

use chungtay::domain::Scenario;
use chungtay::domain::explanation::Explanation;
use chungtay::domain::remedy::Remedies;
use chungtay::explain::{self, ExplainError};
use chungtay::export;
use chungtay::publish::{Site, Target};
use chungtay::remedy::{self, RemedyError};
use chungtay::units::Vnd;
use serde_json::json;

use super::args::ExplainTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{findings, recorded};
use tell::Teller;

/// Explains what an id means in a run.
pub(crate) fn run(console: &Console, task: &ExplainTask) -> Result<Exit, Failure> {
    let loaded = recorded::load_unchanged(&task.run, task.scenario.as_deref())?;
    let Some(scenario) = &loaded.scenario else { return Ok(findings::refuse(console, &loaded.findings)) };
    match (&task.letters, &task.id) {
        (Some(folder), _) => letters(console, scenario, &task.run, folder),
        (None, id) => one(console, scenario, task, id.as_deref().unwrap_or_default()),
    }
}

/// Writes the letters: the folder gets its name when all of them lie in it.
fn letters(console: &Console, scenario: &Scenario, run: &Path, folder: &Path) -> Result<Exit, Failure> {
    let site = Site::open(Target::named(folder)?)?;
    let letters = match explain::letters(scenario, run) {
        Ok(letters) => letters,
        Err(ExplainError::Findings(found)) => return Ok(findings::refuse(console, &found)),
        Err(ExplainError::Unknown(near)) => return Err(unknown("", &near)),
    };
    export::write_letters(site.path(), &letters, &scenario.settings, &console.words)
        .map_err(|error| Failure::disk(folder, &error))?;
    let path = site.name()?;
    let facts = [("count", console.count(letters.len())), ("path", Console::typed(&path))];
    console.tell(&console.words.text("letters-written", &facts));
    console.json(&json!({ "exit_code": Exit::Done.code(), "run": run, "letters": letters.len(), "folder": path }));
    Ok(Exit::Done)
}

/// Explains one id.
fn one(console: &Console, scenario: &Scenario, task: &ExplainTask, id: &str) -> Result<Exit, Failure> {
    let told = explain::explain(scenario, &task.run, id).and_then(|explanations| {
        let given = task.solve.then(|| explain::given(scenario, &task.run)).transpose()?;
        Ok((explanations, given))
    });
    let (explanations, given) = match told {
        Ok(told) => told,
        Err(ExplainError::Findings(found)) => return Ok(findings::refuse(console, &found)),
        Err(ExplainError::Unknown(near)) => return Err(unknown(id, &near)),
    };
    let teller = Teller(console);
    for explanation in &explanations {
        teller.tell(explanation);
    }
    let remedies = given.map(|given| solve(scenario, &given, &explanations, &task.run)).transpose()?;
    for remedies in remedies.iter().flatten() {
        teller.remedies(remedies);
    }
    if remedies.as_ref().is_some_and(Vec::is_empty) {
        teller.say(0, "explain-solve-nothing", &[]);
    }
    let code = Exit::Done.code();
    console.json(&json!({ "exit_code": code, "run": task.run, "explanations": explanations, "remedies": remedies }));
    Ok(Exit::Done)
}

fn unknown(id: &str, near: &[String]) -> Failure {
    let sentence = if near.is_empty() { "explain-unknown" } else { "explain-unknown-near" };
    Failure::new(Exit::Usage, sentence).with("id", &id).with("near", &near.join(", "))
}

/// What would serve the open needs that are told.
fn solve(
    scenario: &Scenario,
    given: &BTreeMap<(String, String), Vnd>,
    explanations: &[Explanation],
    run: &Path,
) -> Result<Vec<Remedies>, Failure> {
    let open = explanations.iter().flat_map(Explanation::open_needs);
    let needs: Vec<(String, String)> = open.map(|need| (need.beneficiary.clone(), need.package.clone())).collect();
    if needs.is_empty() {
        return Ok(Vec::new());
    }
    remedy::remedies(scenario, given, &needs)
        .map_err(|RemedyError::AnotherPlan| Failure::usage("explain-solve-another", run))
}
