//! `summary.json`: title, totals, and what the stages state, held against the tables. A stage's bound is the
//! solver's word and is not judged; its value, gap and the rows of `groups.csv` must agree.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Evidence;
use super::c7_rules;
use super::exact::{RELATIVE, STATED, near};
use super::groups;
use super::measures::{self, Help, exits, helped};
use super::pairings::Worth;
use super::pools::Pools;
use super::report::{Report, Row};
use crate::domain::StageName;
use crate::ids::AreaIndex;

const FILE: &str = "summary.json";

/// Compares totals and stages.
pub(super) fn check(evidence: &Evidence<'_>, pools: &Pools, report: &mut Report) {
    let summary = &evidence.written.summary;
    let title = &evidence.case.scenario.settings.title;
    let mut row = report.row("summary", FILE, &["summary"]);
    row.name("title", summary.get("title").and_then(Value::as_str).unwrap_or_default(), title);
    for key in ["findings", "inputs", "settings", "version"] {
        if summary.get(key).is_none() {
            row.differs(key, &"–", &"…");
        }
    }
    let settings = serde_json::to_value(&evidence.case.scenario.settings).unwrap_or_default();
    if let Some(key) = unlike(&settings, &as_read(summary)) {
        row.differs("settings", &key, &"scenario.toml");
    }
    totals(evidence, report);
    entitlement(evidence, report);
    objective(evidence, pools, report);
    shortfalls(evidence, pools, report);
}

/// The stated settings without the bounds that gave way (`relaxed` judges those).
fn as_read(summary: &Value) -> Value {
    let mut settings = summary.get("settings").cloned().unwrap_or_default();
    let rules = settings.get_mut("rule").and_then(Value::as_array_mut);
    for rule in rules.into_iter().flatten().filter_map(Value::as_object_mut) {
        rule.remove("relaxed");
    }
    settings
}

/// The first key (dotted) under which two JSON values differ.
fn unlike(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            keys.into_iter().find_map(|key| {
                let below = unlike(one.get(key).unwrap_or(&Value::Null), other.get(key).unwrap_or(&Value::Null))?;
                Some(if below.is_empty() { key.clone() } else { format!("{key}.{below}") })
            })
        }
        _ => (one != other).then(String::new),
    }
}

/// The stated value of stage 1 is the entitlement of the worst-off group, and its own bound.
fn entitlement(evidence: &Evidence<'_>, report: &mut Report) {
    let Some(stage) = stage(evidence, StageName::Entitlement) else { return };
    let least = evidence.written.groups.iter().filter_map(|line| line.entitlement).min_by(f64::total_cmp);
    let mut row = report.row("stage", FILE, &["entitlement"]);
    for key in ["value", "bound"] {
        row.optional_decimal(key, number(stage, key), least);
    }
    row.optional_decimal("gap", number(stage, "gap"), least.map(|_| 0.0));
}

fn totals(evidence: &Evidence<'_>, report: &mut Report) {
    let totals = evidence.written.summary.get("totals").unwrap_or(&Value::Null);
    let asks = &evidence.case.asks;
    let rows = evidence.written.awards.iter().filter(|line| line.status != "outside").count();
    let mut row = report.row("summary", FILE, &["totals"]);
    let wholes = [
        ("asked", asks.iter().map(|ask| ask.asked).sum()),
        ("transferred", evidence.paid.pairs.values().sum()),
        ("outside", asks.iter().map(|ask| ask.outside_lines).sum()),
        ("awards", i128::try_from(rows).unwrap_or(i128::MAX)),
        ("exits", exits(evidence, Help::All).into_iter().map(i128::from).sum()),
    ];
    for (key, expected) in wholes {
        row.optional_whole(key, totals.get(key).and_then(Value::as_i64).map(i128::from), Some(expected));
    }
    let households = helped(evidence, Help::All).iter().sum();
    row.optional_decimal("households", number(totals, "households"), Some(households));
}

fn number(object: &Value, key: &str) -> Option<f64> {
    object.get(key).and_then(Value::as_f64)
}

/// The word of a stage in the file.
pub(super) fn word(stage: StageName) -> String {
    serde_json::to_value(stage).ok().and_then(|word| Some(word.as_str()?.to_owned())).unwrap_or_default()
}

/// What the file says of a stage.
pub(super) fn stage<'a>(evidence: &Evidence<'a>, stage: StageName) -> Option<&'a Value> {
    let name = word(stage);
    let stages = evidence.written.summary.get("stages").and_then(Value::as_array)?;
    stages.iter().find(|stage| stage.get("stage").and_then(Value::as_str) == Some(&*name))
}

/// The stated value of stage 3 is the measure of the whole less that of outside help alone, less what soft rules cost.
fn objective(evidence: &Evidence<'_>, pools: &Pools, report: &mut Report) {
    let expected = measures::objective(evidence) - c7_rules::penalty(evidence, pools);
    let stated = stage(evidence, StageName::Objective).and_then(|stage| number(stage, "value"));
    if !stated.is_some_and(|stated| agree(stated, expected, 1.0)) {
        let written = stated.map_or_else(|| "–".to_owned(), |stated| stated.to_string());
        report.add("objective", FILE, &[("written", &written), ("expected", &expected)]);
    }
    if let Some(objective) = stage(evidence, StageName::Objective) {
        let mut row = report.row("stage", FILE, &["objective"]);
        gap(objective, |value, bound| (bound - value) / bound.abs().max(RELATIVE), &mut row);
    }
}

/// The stated value of stage 0 is that of the written pairs.
pub(super) fn pairing(evidence: &Evidence<'_>, worth: &Worth, report: &mut Report) {
    let Some(stage) = stage(evidence, StageName::Pairing) else { return };
    let mut row = report.row("stage", FILE, &["pairing"]);
    let stated = number(stage, "value");
    let is_same = match (stated, worth.total) {
        (Some(stated), Some(expected)) => agree(stated, expected, 1.0),
        (None, None) => true,
        _ => false,
    };
    if !is_same {
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
        row.differs("value", &shown(stated), &shown(worth.total));
    }
    gap(stage, |value, bound| (bound - value) / bound.abs().max(RELATIVE), &mut row);
}

/// Both stages of page 3, 2a and 2b: the written shortfalls are not above the value that the stage reached, and not
/// below the bound of what any plan can reach.
fn shortfalls(evidence: &Evidence<'_>, pools: &Pools, report: &mut Report) {
    let largest = pools.reach.largest_unit_of_groups(evidence.case);
    let sum = |allowed: &dyn Fn(&str) -> f64| -> f64 {
        evidence.written.groups.iter().map(|line| f64::max(0.0, line.shortfall - allowed(&line.group))).sum()
    };
    let codes: BTreeMap<&str, AreaIndex> =
        largest.keys().map(|&group| (&*evidence.case.scenario.area(group).code, group)).collect();
    let one_unit = |code: &str| codes.get(code).and_then(|group| largest.get(group)).copied().unwrap_or(0.0);
    let floors: f64 = groups::lines(evidence).values().map(|line| line.floor).sum();
    let reached = [(StageName::BeyondOnePackage, sum(&one_unit)), (StageName::Shortfall, sum(&|_| 0.0))];
    for (name, reached) in reached {
        let Some(stage) = stage(evidence, name) else { continue };
        let id = word(name);
        let ids = [&*id];
        let mut row = report.row("stage", FILE, &ids);
        if let Some(value) = number(stage, "value").filter(|value| reached > value + STATED * floors.max(1.0)) {
            row.differs("value", &value, &reached);
        }
        if let Some(bound) = number(stage, "bound").filter(|bound| reached < bound - STATED * floors.max(1.0)) {
            row.differs("bound", &bound, &reached);
        }
        gap(stage, |value, bound| (value - bound) / floors.max(RELATIVE), &mut row);
    }
}

/// A stated gap is the relative distance of the stated value and bound.
fn gap(stage: &Value, of: impl Fn(f64, f64) -> f64, row: &mut Row<'_>) {
    let (Some(value), Some(bound), Some(gap)) = (number(stage, "value"), number(stage, "bound"), number(stage, "gap"))
    else {
        return;
    };
    let expected = of(value, bound).max(0.0);
    if !agree(gap, expected, 1.0) {
        row.differs("gap", &gap, &expected);
    }
}

fn agree(stated: f64, expected: f64, scale: f64) -> bool {
    near(stated, expected, 0.0) || (stated - expected).abs() <= STATED * stated.abs().max(expected.abs()).max(scale)
}
