//! `verify`: the second opinion on a run folder, from the scenario and the written tables alone.

use std::collections::BTreeMap;

use chungtay::verify::{Opinion, Proved, RelaxedBound, Violation, second_opinion};
use serde_json::{Value, json};

use super::args::VerifyTask;
use super::console::{Console, complain};
use super::exit::{Exit, Failure};
use super::outcome::stage_id;
use super::{findings, recorded};

/// Judges a run folder.
pub(crate) fn run(console: &Console, task: &VerifyTask) -> Result<Exit, Failure> {
    let (folder, loaded) = recorded::load(&task.run, task.scenario.as_deref())?;
    let Some(scenario) = &loaded.scenario else {
        findings::tell(console, &loaded.findings);
        let found = findings::to_json(console, &loaded.findings);
        console.json(&json!({ "exit_code": Exit::Findings.code(), "findings": found }));
        return Ok(Exit::Findings);
    };
    let changed = recorded::changed_inputs(&task.run, &loaded.inputs);
    tell_changes(console, changed.as_deref());
    let opinion = second_opinion(scenario, &task.run);
    let exit = if opinion.violations.is_empty() { Exit::Done } else { Exit::Refused };
    tell(console, &opinion);
    console.json(&json!({
        "exit_code": exit.code(),
        "run": task.run,
        "scenario": folder,
        "feasible": opinion.violations.is_empty(),
        "value": opinion.value,
        "relaxed": opinion.relaxed,
        "proved": opinion.proved,
        "violations": violations_to_json(console, &opinion.violations),
        "changed_inputs": changed,
    }));
    Ok(exit)
}

fn tell_changes(console: &Console, changed: Option<&[String]>) {
    let warning = console.yellow(&console.words.plain("say-finding-warning"));
    match changed {
        None => console.tell(&format!("{warning} {}", console.words.plain("verify-no-hashes"))),
        Some(names) => {
            for name in names {
                let sentence = console.words.text("verify-input-changed", &[("file", name)]);
                console.tell(&format!("{warning} {sentence}"));
            }
        }
    }
}

fn tell(console: &Console, opinion: &Opinion) {
    tell_violations(console, &opinion.violations);
    let words = &console.words;
    let verdict = if opinion.violations.is_empty() {
        words.plain("verify-feasible")
    } else {
        words.text("verify-infeasible", &[("count", console.count(opinion.violations.len()))])
    };
    console.tell(&console.bold(&verdict));
    tell_relaxed(console, &opinion.relaxed);
    console.tell(&words.text("verify-value", &[("value", console.decimal(opinion.value, 6))]));
    tell_proved(console, &opinion.proved);
}

/// Tells what the certificate proves; shared with `allocate`.
pub(crate) fn tell_proved(console: &Console, proved: &[Proved]) {
    for one in proved {
        let facts = [
            ("stage", console.words.plain(stage_id(one.stage))),
            ("bound", console.decimal(one.bound, 6)),
            ("gap", console.decimal(one.gap * 100.0, 4)),
        ];
        console.tell(&console.words.text("verify-proved", &facts));
    }
}

/// Tells every bound that gave way; shared with `allocate --relax`.
pub(crate) fn tell_relaxed(console: &Console, relaxed: &[RelaxedBound]) {
    for bound in relaxed {
        let facts = [
            ("rule", &*bound.rule),
            ("group", &bound.group),
            ("key", bound.key),
            ("asked", &bound.asked),
            ("bound", &bound.bound),
        ];
        console.tell(&console.yellow(&console.bold(&console.words.text("verify-relaxed-bound", &facts))));
    }
}

/// Tells every broken promise; shared with `allocate`, which refuses its own plan for one.
pub(crate) fn tell_violations(console: &Console, violations: &[Violation]) {
    if !console.is_text() {
        return;
    }
    for violation in violations {
        let sentence = sentence(console, violation);
        complain(&format!("{} {} · {sentence}", console.red(&console.words.plain("say-violation")), violation.file));
    }
}

fn sentence(console: &Console, violation: &Violation) -> String {
    console.words.text(&format!("verify-{}", violation.rule), &violation.facts)
}

/// Broken promises for machines.
pub(crate) fn violations_to_json(console: &Console, violations: &[Violation]) -> Value {
    let one = |violation: &Violation| {
        let facts: BTreeMap<&str, &str> = violation.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        json!({ "rule": violation.rule, "file": violation.file, "facts": facts, "sentence": sentence(console, violation) })
    };
    violations.iter().map(one).collect()
}
