//! `groups.csv`: one row a fairness group. Weights are derived anew; the entitlement is a solver's word, and is held
//! to what follows from it: F = strength × the weight that it stands for, shortfall = max(0, F − weight served).

use std::collections::BTreeMap;

use super::Evidence;
use super::case::{Case, level_word};
use super::communes::coverage;
use super::exact::near;
use super::read::GroupLine;
use super::report::{Report, Row};
use crate::domain::settings::{Entitlement, Measure};
use crate::ids::AreaIndex;

const FILE: &str = "groups.csv";

/// Weight asked and served by group, outside help included.
pub(super) fn weights(evidence: &Evidence<'_>) -> BTreeMap<AreaIndex, (f64, f64)> {
    let mut weights: BTreeMap<_, _> = evidence.case.groups().into_iter().map(|group| (group, (0.0, 0.0))).collect();
    for (need, _) in evidence.case.scenario.needs() {
        let ask = evidence.case.ask(need);
        let (asked, served) = weights.entry(ask.group).or_default();
        *asked += ask.weight * ask.units(ask.asked);
        *served += ask.weight * evidence.served(need);
    }
    weights
}

/// The written row of each group.
pub(super) fn lines<'a>(evidence: &Evidence<'a>) -> BTreeMap<&'a str, &'a GroupLine> {
    evidence.written.groups.iter().map(|line| (&*line.group, line)).collect()
}

/// Compares every row, and looks for groups that are missing.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let mut lines = lines(evidence);
    for (group, weights) in weights(evidence) {
        let area = evidence.case.scenario.area(group);
        match lines.remove(&*area.code) {
            Some(line) => {
                let ids = [&*line.group];
                let mut row = report.row("groups", FILE, &ids);
                row.text("level", line.level, level_word(area.level));
                compare(weights, line, &mut row);
                entitled(evidence.case, (group, weights), line, &mut row);
            }
            None => report.add("missing", FILE, &[("file", &FILE), ("row", &area.code)]),
        }
    }
    for group in lines.into_keys() {
        report.add("unexpected", FILE, &[("file", &FILE), ("row", &group)]);
    }
    same_for_all(evidence, report);
}

fn compare((asked, served): (f64, f64), line: &GroupLine, row: &mut Row<'_>) {
    row.decimal("weight_asked", line.weight_asked, asked);
    row.decimal("weight_served", line.weight_served, served);
    row.optional_decimal("coverage", line.coverage, coverage(served, asked));
    let shortfall = f64::max(0.0, line.floor - served);
    if !near(line.shortfall, shortfall, line.floor.max(served)) {
        row.differs("shortfall", &line.shortfall, &shortfall);
    }
}

/// What the entitlement implies. A group without demand (or without such households) takes no part.
fn entitled(case: &Case<'_>, (group, (asked, _)): (AreaIndex, (f64, f64)), line: &GroupLine, row: &mut Row<'_>) {
    let fairness = &case.scenario.settings.fairness;
    let base = match fairness.measure {
        Measure::Coverage => asked,
        Measure::PerHousehold => {
            let count = case.counts[group.get()];
            f64::from(count.poor) + f64::from(count.near_poor)
        }
    };
    let takes_part = asked > 0.0 && base > 0.0;
    let highest = asked / base * (1.0 + super::exact::RELATIVE);
    if let Some(entitlement) = line.entitlement
        && !(takes_part && entitlement >= 0.0 && entitlement <= highest)
    {
        let expected = if takes_part { format!("0 … {}", asked / base) } else { "–".to_owned() };
        row.differs("entitlement", &entitlement, &expected);
    }
    let share = line.entitlement.filter(|_| fairness.entitlement != Entitlement::None).unwrap_or(0.0);
    row.decimal("floor", line.floor, fairness.strength * share * base);
}

/// Under `max_min` every group that takes part has the same entitlement.
fn same_for_all(evidence: &Evidence<'_>, report: &mut Report) {
    if evidence.case.scenario.settings.fairness.entitlement != Entitlement::MaxMin {
        return;
    }
    let mut given = evidence.written.groups.iter().filter_map(|line| Some((line, line.entitlement?)));
    let Some((_, first)) = given.next() else {
        return;
    };
    for (line, entitlement) in given {
        let ids = [&*line.group];
        report.row("groups", FILE, &ids).decimal("entitlement", entitlement, first);
    }
}
