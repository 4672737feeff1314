//! Bounds that gave way (`--relax`): `summary.json` states each of them in the settings as used, and exactly these are
//! looser than the scenario's. Anything that is no loosening of a hard bound in a group of its rule is refused, and so
//! is one that no finding tells.

use std::collections::BTreeSet;

use serde_json::Value;

use super::RelaxedBound;
use super::read::Written;
use super::report::Report;
use crate::domain::{BoundKey, Relaxed, Rule, RuleBound, Scenario};
use crate::units::{Share, Vnd};

const FILE: &str = "summary.json";

/// The finding that tells of a bound that gave way.
const CODE: &str = "W482";

/// What may stand between the thousands of a figure in its sentence.
const SEPARATORS: [&str; 2] = [".", ","];

/// The scenario with the stated bounds, and these bounds in words; the same scenario where none are stated.
pub(super) fn stated(scenario: &Scenario, written: &Written, report: &mut Report) -> (Scenario, Vec<RelaxedBound>) {
    let mut scenario = scenario.clone();
    let mut bounds = Vec::new();
    for claim in claims(&written.summary) {
        match sound(&scenario, written, &claim) {
            Ok((position, relaxed)) => {
                let rule = &mut scenario.rules[position];
                bounds.push(RelaxedBound {
                    rule: claim.rule.to_owned(),
                    group: claim.group.to_owned(),
                    key: relaxed.key.word(),
                    asked: rule.bound(relaxed.key).map(|bound| bound.to_string()).unwrap_or_default(),
                    bound: relaxed.bound.to_string(),
                });
                rule.relaxed.push(relaxed);
            }
            Err(problem) => refuse(report, &claim, problem),
        }
    }
    findings(written, &bounds, report);
    (scenario, bounds)
}

/// One bound as the settings as used state it.
struct Claim<'a> {
    rule: &'a str,
    group: &'a str,
    key: &'a str,
    bound: &'a Value,
}

fn claims(summary: &Value) -> Vec<Claim<'_>> {
    let rules = summary.get("settings").and_then(|settings| settings.get("rule")).and_then(Value::as_array);
    let mut claims = Vec::new();
    for table in rules.into_iter().flatten() {
        let rule = table.get("name").and_then(Value::as_str).unwrap_or_default();
        for (group, bounds) in table.get("relaxed").and_then(Value::as_object).into_iter().flatten() {
            for (key, bound) in bounds.as_object().into_iter().flatten() {
                claims.push(Claim { rule, group, key, bound });
            }
        }
    }
    claims
}

/// The rule and the bound that a claim stands for; else what is wrong with it, as a word of the sentence.
fn sound(scenario: &Scenario, written: &Written, claim: &Claim<'_>) -> Result<(usize, Relaxed), &'static str> {
    let position = scenario.rules.iter().position(|rule| rule.name == claim.rule).ok_or("rule")?;
    let rule = &scenario.rules[position];
    let keys = [BoundKey::AtLeast, BoundKey::AtMost];
    let key = keys.into_iter().find(|key| key.word() == claim.key).ok_or("key")?;
    if rule.soft.is_some() {
        return Err("soft");
    }
    if !written.rules.iter().any(|line| line.rule == claim.rule && line.group == claim.group) {
        return Err("group");
    }
    let asked = rule.bound(key).ok_or("key")?;
    let bound = read(asked, claim.bound).ok_or("bound")?;
    if !is_looser(key, asked, bound) {
        return Err("bound");
    }
    Ok((position, Relaxed { group: claim.group.to_owned(), key, bound }))
}

/// A bound of the same kind as the one asked: whole đồng, a number, a percentage.
fn read(asked: RuleBound, written: &Value) -> Option<RuleBound> {
    match asked {
        RuleBound::Money(_) => written.as_i64().filter(|&dong| dong >= 0).map(|dong| RuleBound::Money(Vnd::new(dong))),
        RuleBound::Number(_) => written.as_f64().filter(|&number| number >= 0.0).map(RuleBound::Number),
        RuleBound::Share(_) => written.as_str().and_then(|text| Share::parse(text).ok()).map(RuleBound::Share),
    }
}

fn is_looser(key: BoundKey, asked: RuleBound, bound: RuleBound) -> bool {
    let (less, more) = match key {
        BoundKey::AtLeast => (bound, asked),
        BoundKey::AtMost => (asked, bound),
    };
    match (less, more) {
        (RuleBound::Money(less), RuleBound::Money(more)) => less < more,
        (RuleBound::Number(less), RuleBound::Number(more)) => less < more,
        (RuleBound::Share(less), RuleBound::Share(more)) => less < more,
        _ => false,
    }
}

/// Each bound has its finding, which names rule and group; there are no more of these findings.
fn findings(written: &Written, bounds: &[RelaxedBound], report: &mut Report) {
    let found = written.summary.get("findings").and_then(Value::as_array);
    let is_code = |finding: &&Value| finding.get("code").and_then(Value::as_str) == Some(CODE);
    let text = |finding: &Value| finding.get("cause").and_then(Value::as_str).map(str::to_owned);
    let mut causes: BTreeSet<String> = found.into_iter().flatten().filter(is_code).filter_map(text).collect();
    for bound in bounds {
        let names = |cause: &&String| {
            let figures = [&bound.asked, &bound.bound];
            [&*bound.rule, &bound.group, bound.key].iter().all(|part| cause.contains(*part))
                && figures.iter().all(|figure| SEPARATORS.iter().any(|sign| cause.contains(&grouped(figure, sign))))
        };
        match causes.iter().find(names).cloned() {
            Some(cause) => drop(causes.remove(&cause)),
            None => report.add(
                "relaxed",
                FILE,
                &[("rule", &bound.rule), ("group", &bound.group), ("key", &bound.key), ("problem", &CODE)],
            ),
        }
    }
    for cause in causes {
        report.add("relaxed", FILE, &[("rule", &cause), ("group", &"–"), ("key", &"–"), ("problem", &"settings")]);
    }
}

/// A whole number with such a sign between its thousands; any other text as it is.
fn grouped(figure: &str, sign: &str) -> String {
    if !figure.bytes().all(|byte| byte.is_ascii_digit()) {
        return figure.to_owned();
    }
    let starts = (figure.len() % 3..figure.len()).step_by(3);
    let head = figure.get(..figure.len() % 3).filter(|head| !head.is_empty());
    let groups = head.into_iter().chain(starts.filter_map(|start| figure.get(start..start + 3)));
    groups.collect::<Vec<_>>().join(sign)
}

fn refuse(report: &mut Report, claim: &Claim<'_>, problem: &'static str) {
    report.add(
        "relaxed",
        FILE,
        &[("rule", &claim.rule), ("group", &claim.group), ("key", &claim.key), ("problem", &problem)],
    );
}

/// A rule as it binds one group, with the bounds that gave way there.
pub(super) fn bounds_in(rule: &Rule, group: &str) -> Rule {
    let mut rule = rule.clone();
    for relaxed in rule.relaxed.clone().into_iter().filter(|relaxed| relaxed.group == group) {
        match relaxed.key {
            BoundKey::AtLeast => rule.at_least = Some(relaxed.bound),
            BoundKey::AtMost => rule.at_most = Some(relaxed.bound),
        }
    }
    rule
}
