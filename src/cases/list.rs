//! `[sweep]` → the list of cases: axes multiply; cases, draws and baselines add.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use super::baselines::{BASELINES, LAST_YEAR, baseline};
use super::target::find;
use super::{Case, CaseKind, apply, last_year, pledges, spelt};
use crate::domain::Scenario;
use crate::domain::raw::RawScenario;
use crate::findings::{Finding, Findings, Place, nearest};
use crate::input;

/// More cases than any board can look at, and a sign of a slip.
const MOST_CASES: usize = 100_000;

/// The cases of the sweep of the scenario in `folder`, in the order of the file, and its warnings; all findings where it
/// names what is not there.
pub fn list(folder: &Path, raw: &RawScenario, scenario: &Scenario) -> Result<(Vec<Case>, Findings), Findings> {
    let sweep = &raw.settings.sweep;
    let mut findings = Findings::default();
    let axes = axes(sweep);
    let size = axes.iter().try_fold(1_usize, |size, (_, values)| size.checked_mul(values.len()));
    let mut cases = if size.is_some_and(|size| size <= MOST_CASES) { grid(&axes) } else { Vec::new() };
    if cases.is_empty() && !axes.is_empty() {
        findings.push(finding("E604").with("key", "sweep.axis").with("most", MOST_CASES));
    }
    cases.extend(named(sweep));
    let table = |name: &str| sweep.get(name).and_then(Value::as_table);
    if let Some(draws) = table("pledges") {
        let number = |key: &str| draws.get(key).and_then(Value::as_integer).unwrap_or(0);
        let count = u32::try_from(number("draws")).unwrap_or(u32::MAX);
        if usize::try_from(count).is_ok_and(|count| count <= MOST_CASES) {
            cases.extend(pledges::draw(scenario, count, number("seed").unsigned_abs()));
        } else {
            findings.push(finding("E604").with("key", "sweep.pledges.draws").with("most", MOST_CASES));
        }
    }
    let baselines = table("baselines");
    for word in baselines.and_then(|table| table.get("include")?.as_array()).into_iter().flatten() {
        let word = spelt(word);
        if word == LAST_YEAR {
            let path = baselines.and_then(|table| table.get(LAST_YEAR)?.as_str()).unwrap_or_default();
            match last_year::read(scenario, folder, path) {
                Ok((received, warnings)) => {
                    findings.extend(warnings);
                    cases.push(baseline(scenario, &word, &received));
                }
                Err(found) => findings.extend(found),
            }
        } else if BASELINES.contains(&&*word) {
            cases.push(baseline(scenario, &word, &BTreeMap::new()));
        } else {
            let finding = finding("E603").with("found", &word).with("expected", BASELINES.join(" · "));
            findings.push(finding.with("nearest", nearest(&word, BASELINES).unwrap_or("–")));
        }
    }
    if cases.is_empty() && findings.as_slice().is_empty() {
        findings.push(finding("E601"));
    }
    findings.extend(unknown_targets(raw, &cases));
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    let width = cases.len().to_string().len();
    for (position, case) in cases.iter_mut().enumerate() {
        case.case = format!("{:0width$}", position + 1);
    }
    Ok((cases, findings))
}

pub(super) fn finding(code: &'static str) -> Finding {
    Finding::new(code, Place { file: input::SETTINGS_FILE.to_owned(), ..Place::default() })
}

/// E602 for every target that names nothing, once; of keys of `scenario.toml` the reader itself says so.
fn unknown_targets(raw: &RawScenario, cases: &[Case]) -> Findings {
    let mut findings = Findings::default();
    let mut seen = std::collections::BTreeSet::new();
    for (target, value) in cases.iter().flat_map(|case| &case.set) {
        if !seen.insert(target) {
            continue;
        }
        if let Err(unknown) = find(target, raw) {
            findings.push(super::apply::unknown_target(target, &unknown));
            continue;
        }
        let set = vec![(target.clone(), value.clone())];
        let alone = Case { case: String::new(), kind: CaseKind::Case, name: String::new(), set, rules: None };
        let unknown = apply(raw, &alone).1;
        for found in unknown.as_slice().iter().filter(|found| found.code == "E151") {
            findings.push(found.clone());
        }
    }
    findings
}

/// Target and values of every axis.
fn axes(sweep: &Table) -> Vec<(String, Vec<Value>)> {
    let listed = sweep.get("axis").and_then(Value::as_array);
    let axis = |axis: &Value| Some((axis.get("set")?.as_str()?.to_owned(), axis.get("values")?.as_array()?.clone()));
    listed.into_iter().flatten().filter_map(axis).collect()
}

/// Every combination, the last axis turning fastest.
fn grid(axes: &[(String, Vec<Value>)]) -> Vec<Case> {
    let mut points: Vec<Vec<(String, Value)>> = if axes.is_empty() { Vec::new() } else { vec![Vec::new()] };
    for (target, values) in axes {
        let longer = |point: &Vec<(String, Value)>, value: &Value| {
            let mut point = point.clone();
            point.push((target.clone(), value.clone()));
            point
        };
        points = points.iter().flat_map(|point| values.iter().map(|value| longer(point, value))).collect();
    }
    let name = |point: &[(String, Value)]| {
        point.iter().map(|(target, value)| format!("{target} = {}", spelt(value))).collect::<Vec<_>>().join("; ")
    };
    let case = |set: Vec<(String, Value)>| Case {
        case: String::new(),
        kind: CaseKind::Axis,
        name: name(&set),
        set,
        rules: None,
    };
    points.into_iter().map(case).collect()
}

/// `[[sweep.case]]`. A value that is a table names the keys inside it.
fn named(sweep: &Table) -> Vec<Case> {
    let cases = sweep.get("case").and_then(Value::as_array);
    let case = |case: &Value| {
        let mut set = Vec::new();
        for (key, value) in case.get("set")?.as_table()? {
            flatten(key, value, &mut set);
        }
        let name = case.get("name")?.as_str()?.to_owned();
        Some(Case { case: String::new(), kind: CaseKind::Case, name, set, rules: None })
    };
    cases.into_iter().flatten().filter_map(case).collect()
}

fn flatten(key: &str, value: &Value, set: &mut Vec<(String, Value)>) {
    match value.as_table() {
        Some(table) => table.iter().for_each(|(inner, value)| flatten(&format!("{key}.{inner}"), value, set)),
        None => set.push((key.to_owned(), value.clone())),
    }
}
