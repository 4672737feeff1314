//! `check`: every finding, then the picture of money and need before anything is solved.

use std::path::{Path, PathBuf};

use chungtay::domain::{Class, Scenario};
use chungtay::picture::{self, Counts, Money, NeedLine, Note, Picture};
use chungtay::pipeline::{self, Loaded};
use chungtay::publish::{self, Target};
use chungtay::validate;
use serde_json::json;

use super::args::CheckTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::profiles::Profiles;
use super::{check_classes, findings};

/// Longer tables are cut on a terminal (JSON has every row).
const ROWS_SHOWN: usize = 50;

/// Checks a scenario folder.
pub(crate) fn run(console: &Console, task: &CheckTask) -> Result<Exit, Failure> {
    if !task.folder.is_dir() {
        return Err(Failure::usage("say-no-folder", &task.folder));
    }
    let target = task.write_clean.as_deref().map(Target::named).transpose()?;
    let (loaded, clean) = read(&task.folder, target)?;
    findings::tell(console, &loaded.findings);
    let picture = loaded.scenario.as_ref().map(picture::draw);
    if let (Some(picture), Some(scenario)) = (&picture, &loaded.scenario) {
        tell(console, scenario, picture);
    }
    let profiles = task.profile.then(|| Profiles::of(&loaded.findings));
    if let Some(profiles) = &profiles {
        profiles.tell(console);
    }
    if let Some(clean) = &clean {
        console.tell(&format!("\n{}", console.words.text("check-clean", &[("path", clean.display().to_string())])));
    }
    let without_needs = loaded.scenario.as_ref().map(validate::without_needs).unwrap_or_default();
    let without_needs: Vec<&str> = without_needs.into_iter().map(|household| household.id.as_str()).collect();
    let exit = if picture.is_some() { Exit::Done } else { Exit::Findings };
    let mut answer = json!({
        "exit_code": exit.code(),
        "findings": findings::to_json(console, &loaded.findings),
        "picture": picture,
        "households_without_needs": without_needs,
        "clean": clean,
        "inputs": loaded.inputs,
    });
    if let (Some(profiles), Some(answer)) = (profiles, answer.as_object_mut()) {
        answer.insert("profiles".to_owned(), json!(profiles));
    }
    console.json(&answer);
    Ok(exit)
}

/// Reads the folder; one without an error is written again as clean tables, if that is asked.
fn read(folder: &Path, target: Option<Target>) -> Result<(Loaded, Option<PathBuf>), Failure> {
    let Some(target) = target else { return Ok((pipeline::load(folder), None)) };
    let (loaded, clean) = pipeline::load_and_clean(folder);
    let written = loaded.scenario.is_some().then(|| publish::publish_clean(target, &clean)).transpose()?;
    Ok((loaded, written))
}

fn tell(console: &Console, scenario: &Scenario, picture: &Picture) {
    if !console.tells() {
        return;
    }
    console.tell(&console.bold(&scenario.settings.title));
    tell_counts(console, &picture.counts);
    tell_money(console, &picture.money);
    let words = &console.words;
    tell_need(console, "check-by-purpose", &picture.need.by_purpose, |line| console.purpose(&line.key));
    tell_need(console, "check-by-class", &picture.need.by_class, |line| class_word(console, &line.key));
    tell_need(console, "check-by-commune", &picture.need.by_commune, |line| format!("{} {}", line.key, line.name));
    console.tell(&words.plain("check-reach"));
    tell_idle(console, &picture.money);
    check_classes::tell(console, &picture.classes);
    for &note in &picture.notes {
        tell_note(console, note);
    }
}

fn tell_counts(console: &Console, counts: &Counts) {
    let facts = [
        ("areas", console.count(counts.areas)),
        ("communes", console.count(counts.communes)),
        ("households", console.count(counts.households)),
        ("packages", console.count(counts.packages)),
        ("needs", console.count(counts.needs)),
        ("sources", console.count(counts.sources)),
        ("commitments", console.count(counts.commitments)),
    ];
    console.tell(&console.words.text("check-counts", &facts));
    let of_class = |(class, count): &(Class, usize)| {
        (*count > 0).then(|| format!("{}: {}", console.words.plain(class_id(*class)), console.count(*count)))
    };
    let classes: Vec<String> = counts.households_by_class.iter().filter_map(of_class).collect();
    console.tell(&format!("  {}\n", classes.join(" · ")));
}

const fn class_id(class: Class) -> &'static str {
    match class {
        Class::Poor => "check-class-poor",
        Class::NearPoor => "check-class-near-poor",
        Class::NewlyEscaped => "check-class-newly-escaped",
        Class::Other => "check-class-other",
    }
}

/// The word for a key of the picture.
fn class_word(console: &Console, key: &str) -> String {
    let id = match key {
        "" => "check-class-none".to_owned(),
        key => format!("check-class-{}", key.replace('_', "-")),
    };
    console.words.plain(&id)
}

fn tell_money(console: &Console, money: &Money) {
    let words = &console.words;
    let facts = [
        ("amount", words.money(money.amount)),
        ("available", words.money(money.available)),
        ("committed", words.money(money.committed)),
    ];
    console.tell(&words.text("check-money", &facts));
}

fn tell_need(console: &Console, title: &str, lines: &[NeedLine], name: impl Fn(&NeedLine) -> String) {
    console.tell(&format!("\n{}", console.bold(&console.words.plain(title))));
    let number = |count: u64| console.words.number(i64::try_from(count).unwrap_or(i64::MAX));
    let row = |line: &NeedLine| {
        vec![
            name(line),
            console.count(line.needs),
            number(line.units),
            console.words.number(line.open.dong()),
            console.words.number(line.eligible.dong()),
            console.percent(line.reach),
        ]
    };
    let headings = ["check-what", "check-needs", "check-units", "check-open", "check-eligible", "check-share"];
    console.table(&headings, lines.iter().take(ROWS_SHOWN).map(row).collect(), 1);
    if let Some(rest) = lines.len().checked_sub(ROWS_SHOWN).filter(|&rest| rest > 0) {
        console.tell(&console.words.text("check-more-rows", &[("count", console.count(rest))]));
    }
}

/// Earmarks that no need can use, and sources that hold more than their needs can take.
fn tell_idle(console: &Console, money: &Money) {
    let words = &console.words;
    let idle: Vec<_> = money.sources.iter().filter(|source| source.idle.dong() > 0).collect();
    if idle.is_empty() {
        return;
    }
    console.tell(&format!("\n{}", console.bold(&words.text("check-idle", &[("money", words.money(money.idle))]))));
    for source in idle.iter().take(ROWS_SHOWN) {
        let id = source.refusal.map_or("check-idle-surplus", |_| "check-idle-earmark");
        let condition =
            source.refusal.map(|refusal| words.plain(&format!("check-refusal-{}", refusal.replace('_', "-"))));
        let facts = [
            ("source", source.source.clone()),
            ("name", source.name.clone()),
            ("money", words.money(source.idle)),
            ("condition", condition.unwrap_or_default()),
        ];
        console.tell(&format!("  {}", words.text(id, &facts)));
    }
    if idle.len() > ROWS_SHOWN {
        console.tell(&words.text("check-more-rows", &[("count", console.count(idle.len() - ROWS_SHOWN))]));
    }
}

fn tell_note(console: &Console, note: Note) {
    let words = &console.words;
    let facts = match note {
        Note::UnitCostsDiffer { least, most } => vec![("least", words.money(least)), ("most", words.money(most))],
        _ => Vec::new(),
    };
    let sentence = words.text(&format!("check-note-{}", note.name()), &facts);
    console.tell(&format!("{} {sentence}", console.yellow(&words.plain("check-note"))));
}
