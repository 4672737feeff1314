//! `alternatives`: plans within a loss of the best that are as unlike as can be, and what all of them share.

use chungtay::alternatives::{self, AlternativesError, Ended, Found, Wish};
use chungtay::domain::alternatives::PlanRow;
use chungtay::messages::{Catalogue, Language};
use chungtay::pipeline::{self, Step, Watch};
use chungtay::publish;
use chungtay::units::Vnd;
use serde_json::json;

use super::allocate::{stop_at_findings, stop_unpublished, use_threads, without_plan};
use super::args::AlternativesTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::findings;
use super::progress::Progress;

/// Finds the plans and says what they share.
pub(crate) fn run(console: &Console, task: &AlternativesTask) -> Result<Exit, Failure> {
    if !task.folder.is_dir() {
        return Err(Failure::usage("say-no-folder", &task.folder));
    }
    use_threads(task.jobs)?;
    let progress = Progress::new(console);
    progress.enter(Step::Read);
    let loaded = pipeline::load(&task.folder);
    progress.finish();
    findings::tell(console, &loaded.findings);
    let Some(scenario) = &loaded.scenario else { return Ok(stop_at_findings(console, &loaded.findings)) };
    // Run folders are office documents: their sentences are Vietnamese whatever language the console speaks.
    let provenance = publish::provenance(&loaded.findings, &loaded.inputs, &Catalogue::new(Language::Vi));
    let out = task.out.clone().unwrap_or_else(|| task.folder.join("runs").join("alternatives"));
    let wish = Wish { count: task.count, loss: task.loss.to_f64(), out: &out };
    let found = alternatives::run((&task.folder, scenario), &provenance, wish, &progress);
    progress.finish();
    match found {
        Ok(found) => {
            tell(console, &found);
            console.json(&to_json(&found));
            Ok(Exit::Done)
        }
        Err(AlternativesError::Stage(error)) => without_plan(console, scenario, error),
        Err(AlternativesError::Publish(error)) => stop_unpublished(console, error),
    }
}

fn tell(console: &Console, found: &Found) {
    let words = &console.words;
    let headings =
        ["plan", "transferred", "awards", "households", "shortfall-lost", "objective-lost", "apart", "apart-bound"];
    let headings = headings.map(|heading| format!("alternatives-{heading}"));
    let money = |amount: Option<Vnd>| amount.map_or_else(|| "–".to_owned(), |amount: Vnd| words.number(amount.dong()));
    let row = |plan: &PlanRow| {
        let [_, shortfall, objective] = plan.lost.map(|lost| format!("{} %", console.decimal(lost * 100.0, 3)));
        vec![
            plan.plan.clone(),
            words.number(plan.totals.transferred.dong()),
            words.number(i64::try_from(plan.totals.awards).unwrap_or(i64::MAX)),
            console.decimal(plan.totals.households, 0),
            shortfall,
            objective,
            money(plan.apart),
            money(plan.most_apart),
        ]
    };
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    console.table(&headings, found.tables.plans.iter().map(row).collect(), 1);
    let ended = match found.ended {
        Ended::Enough => "alternatives-enough",
        Ended::NoOther => "alternatives-no-other",
        Ended::NoneFound => "alternatives-none-found",
        Ended::NoPlanInTime => "alternatives-no-plan-in-time",
    };
    console.tell(&words.plain(ended));
    let shared = found.tables.shared();
    let facts = [
        ("plans", console.count(found.tables.plans.len())),
        ("awards", console.count(shared.awards)),
        ("amount", words.money(shared.amount)),
        ("open", console.count(shared.open)),
    ];
    console.tell(&console.bold(&words.text("alternatives-shared", &facts)));
    console.tell(&words.text("alternatives-done", &[("path", found.folder.display().to_string())]));
}

fn to_json(found: &Found) -> serde_json::Value {
    let plan = |plan: &PlanRow| {
        let [beyond_one_package, shortfall, objective] = plan.lost;
        json!({
            "plan": plan.plan,
            "apart": plan.apart,
            "apart_bound": plan.most_apart,
            "apart_from_first": plan.apart_from_first,
            "totals": plan.totals,
            "stages": plan.stages,
            "lost": { "beyond_one_package": beyond_one_package, "shortfall": shortfall, "objective": objective },
        })
    };
    json!({
        "exit_code": Exit::Done.code(),
        "alternatives": found.folder,
        "loss": found.tables.loss,
        "ended": found.ended,
        "plans": found.tables.plans.iter().map(plan).collect::<Vec<_>>(),
        "shared": found.tables.shared(),
    })
}
