//! `rules.csv`: the rows that should be there, in their order, and every column of each. What a rule costs is a
//! solver's word; only a rule that binds may have a cost.

use std::collections::BTreeMap;

use super::bounds::{self, Judged, Size};
use super::{Evidence, Expected};
use crate::domain::RuleMeasure;
use crate::verify::exact::near;
use crate::verify::read::RuleLine;
use crate::verify::report::{Report, Row};

const FILE: &str = "rules.csv";

/// Compares every row, and looks for rows that are missing.
pub(super) fn check(evidence: &Evidence<'_>, expected: &[Expected<'_>], report: &mut Report) {
    order(evidence, report);
    let written = &evidence.written.rules;
    let mut lines: BTreeMap<(&str, &str), &RuleLine> =
        written.iter().map(|line| ((&*line.rule, &*line.group), line)).collect();
    for row in expected {
        let ids = [&*row.rule.name, row.group];
        match lines.remove(&(ids[0], ids[1])) {
            Some(line) => compare(row, line, &mut report.row("rules", FILE, &ids)),
            None => report.add("missing", FILE, &[("file", &FILE), ("row", &ids.join(" · "))]),
        }
    }
    for (rule, group) in lines.into_keys() {
        report.add("unexpected", FILE, &[("file", &FILE), ("row", &[rule, group].join(" · "))]);
    }
}

/// Rules as in the scenario, then groups by their ids.
fn order(evidence: &Evidence<'_>, report: &mut Report) {
    let rules = evidence.case.scenario.rules.iter().enumerate();
    let positions: BTreeMap<&str, usize> = rules.map(|(position, rule)| (&*rule.name, position)).collect();
    let key = |line: &RuleLine| positions.get(&*line.rule).copied().unwrap_or(usize::MAX);
    let lines = &evidence.written.rules;
    for (before, line) in lines.iter().zip(lines.iter().skip(1)) {
        let (one, other) = ((key(before), &before.rule, &before.group), (key(line), &line.rule, &line.group));
        if one >= other {
            let rule = if one == other { "twice" } else { "order" };
            report.add(rule, FILE, &[("file", &FILE), ("row", &format!("{} · {}", line.rule, line.group))]);
        }
    }
}

fn compare(expected: &Expected<'_>, line: &RuleLine, row: &mut Row<'_>) {
    let rule = &expected.rule;
    row.text("measure", line.measure, word(rule.measure));
    row.optional_decimal("at_least", line.at_least, rule.at_least.map(bounds::figure));
    row.optional_decimal("at_most", line.at_most, rule.at_most.map(bounds::figure));
    let judged = expected.judged;
    row.optional_decimal("share", line.share, judged.and_then(|judged| judged.share));
    figures(judged.as_ref(), line, row);
    let is_binding = judged.is_some_and(|judged| judged.is_binding);
    row.text("binding", line.binding, if is_binding { "true" } else { "false" });
    let status = judged.map_or("no_demand", |judged| if judged.is_held { "held" } else { "missed" });
    row.text("status", line.status, status);
    if let Some(cost) = line.cost.filter(|_| !is_binding) {
        row.differs("cost", &cost, &"–");
    }
}

/// Value and slack: to the đồng where they are money.
fn figures(judged: Option<&Judged>, line: &RuleLine, row: &mut Row<'_>) {
    let Some(judged) = judged else {
        row.optional_decimal("value", line.value, None);
        row.optional_decimal("slack", line.slack, None);
        return;
    };
    let is_money = matches!(judged.value, Size::Dong(_));
    let agrees = |written: Option<f64>, expected: f64, is_exact: bool, scale: f64| {
        written.is_some_and(|written| if is_exact { written - expected == 0.0 } else { near(written, expected, scale) })
    };
    let shown = |written: Option<f64>| written.map_or_else(|| "–".to_owned(), |written| written.to_string());
    if !agrees(line.value, judged.value.number(), is_money, 0.0) {
        row.differs("value", &shown(line.value), &judged.value.number());
    }
    let is_exact = is_money && !judged.is_of_share;
    if !agrees(line.slack, judged.slack, is_exact, judged.scale) {
        row.differs("slack", &shown(line.slack), &judged.slack);
    }
}

fn word(measure: RuleMeasure) -> &'static str {
    match measure {
        RuleMeasure::Amount => "amount",
        RuleMeasure::Units => "units",
        RuleMeasure::Weight => "weight",
        RuleMeasure::Coverage => "coverage",
        RuleMeasure::Households => "households",
        RuleMeasure::Exits => "exits",
        RuleMeasure::PovertyDrop => "poverty_drop",
        RuleMeasure::Partners => "partners",
    }
}
