//! `communes.csv`: one row a commune, every column derived anew. Entitlement and shortfall repeat `groups.csv` where
//! the communes are the fairness groups, and are blank else.

use std::collections::BTreeMap;

use super::Evidence;
use super::case::Case;
use super::groups;
use super::measures::{Help, exits, helped};
use super::read::{CommuneLine, GroupLine};
use super::report::{Report, Row};
use crate::domain::Level;
use crate::ids::AreaIndex;

const FILE: &str = "communes.csv";

/// Sums of one commune.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    asked: i128,
    served: i128,
    outside: i128,
    weight_asked: f64,
    weight_served: f64,
    helped: f64,
    exits: u32,
}

/// Compares every row, and looks for communes that are missing.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let sums = sums(evidence);
    let groups = groups::lines(evidence);
    let mut lines: BTreeMap<&str, &CommuneLine> =
        evidence.written.communes.iter().map(|line| (&*line.commune, line)).collect();
    for (position, area) in evidence.case.scenario.areas.iter().enumerate() {
        if area.level != Level::Commune {
            continue;
        }
        match lines.remove(&*area.code) {
            Some(line) => {
                let ids = [&*line.commune];
                let mut row = report.row("communes", FILE, &ids);
                compare(evidence.case, (AreaIndex::new(position), &sums[position]), line, &mut row);
                let is_over_communes = evidence.case.scenario.settings.fairness.over == Level::Commune;
                fairness(groups.get(&*area.code).filter(|_| is_over_communes).copied(), line, &mut row);
            }
            None => report.add("missing", FILE, &[("file", &FILE), ("row", &area.code)]),
        }
    }
    for commune in lines.into_keys() {
        report.add("unexpected", FILE, &[("file", &FILE), ("row", &commune)]);
    }
}

/// By area; only communes have sums.
fn sums(evidence: &Evidence<'_>) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); evidence.case.scenario.areas.len()];
    for (need, _) in evidence.case.scenario.needs() {
        let ask = evidence.case.ask(need);
        let sum = &mut sums[ask.commune.get()];
        sum.asked += ask.asked;
        sum.served += evidence.paid.to_need(need);
        sum.outside += ask.outside_lines;
        sum.weight_asked += ask.weight * ask.units(ask.asked);
        sum.weight_served += ask.weight * evidence.served(need);
    }
    let people = helped(evidence, Help::All).into_iter().zip(exits(evidence, Help::All));
    for (sum, (helped, exits)) in sums.iter_mut().zip(people) {
        (sum.helped, sum.exits) = (helped, exits);
    }
    sums
}

fn compare(case: &Case<'_>, (index, sums): (AreaIndex, &Sums), line: &CommuneLine, row: &mut Row<'_>) {
    let area = case.scenario.area(index);
    row.name("name", &line.name, &area.name);
    row.optional_whole("households", line.households, area.households.map(i128::from));
    row.optional_decimal("poverty_rate", line.poverty_rate, case.poverty_rate(index, 0));
    row.whole("asked", line.asked, sums.asked);
    row.whole("served", line.served, sums.served);
    row.whole("outside", line.outside, sums.outside);
    row.decimal("weight_asked", line.weight_asked, sums.weight_asked);
    row.decimal("weight_served", line.weight_served, sums.weight_served);
    row.optional_decimal("coverage", line.coverage, coverage(sums.weight_served, sums.weight_asked));
    row.decimal("households_helped", line.households_helped, sums.helped);
    row.whole("exits", line.exits, i128::from(sums.exits));
    row.optional_decimal("poverty_rate_after", line.poverty_rate_after, case.poverty_rate(index, sums.exits));
}

/// Weight served ÷ asked; `None` without demand.
pub(super) fn coverage(served: f64, asked: f64) -> Option<f64> {
    (asked > 0.0).then(|| served / asked)
}

fn fairness(group: Option<&GroupLine>, line: &CommuneLine, row: &mut Row<'_>) {
    row.optional_decimal("entitlement", line.entitlement, group.and_then(|group| group.entitlement));
    row.optional_decimal("shortfall", line.shortfall, group.map(|group| group.shortfall));
}
