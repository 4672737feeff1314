//! `unserved.csv`: exactly the needs with z < m, each with what is missing. The reasons are judged in
//! `reason_unserved`.

use super::Evidence;
use super::measures::Help;
use super::read::UnservedLine;
use super::report::Report;
use crate::ids::NeedIndex;

const FILE: &str = "unserved.csv";

/// Compares every row, and looks for rows that are missing.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let mut is_listed = vec![false; evidence.case.asks.len()];
    for (line, need) in evidence.written.unserved.iter().zip(&evidence.refused) {
        let ids = [&*line.beneficiary, &*line.package];
        let &Some(need) = need else {
            report.add("unknown", FILE, &[("file", &FILE), ("row", &ids.join(" · "))]);
            continue;
        };
        is_listed[need.get()] = true;
        if missing(evidence, need) > 0 {
            compare(evidence, need, line, report);
        } else {
            report.add("unexpected", FILE, &[("file", &FILE), ("row", &ids.join(" · "))]);
        }
    }
    for (need, _) in evidence.case.scenario.needs() {
        if missing(evidence, need) > 0 && !is_listed[need.get()] {
            report.add("missing", FILE, &[("file", &FILE), ("row", &evidence.case.ids(need).join(" · "))]);
        }
    }
}

/// Đồng missing: a (m − z).
pub(super) fn missing(evidence: &Evidence<'_>, need: NeedIndex) -> i128 {
    evidence.case.ask(need).asked - evidence.met(need, Help::All)
}

fn compare(evidence: &Evidence<'_>, need: NeedIndex, line: &UnservedLine, report: &mut Report) {
    let case = evidence.case;
    let ask = case.ask(need);
    let missing = missing(evidence, need);
    let ids = [&*line.beneficiary, &*line.package];
    let mut row = report.row("unserved", FILE, &ids);
    row.text("commune", &line.commune, &case.scenario.area(ask.commune).code);
    row.whole("units_asked", line.units_asked, ask.asked.div_euclid(ask.cost));
    row.decimal("units_served", line.units_served, evidence.served(need));
    row.whole("amount_missing", line.amount_missing, missing);
    row.decimal("weight", line.weight, ask.weight * ask.units(missing));
    let money_does_not_help = matches!(line.reason, "met_elsewhere" | "household_limit");
    match line.needs {
        Some(needs) if money_does_not_help => row.differs("needs", &needs, &"–"),
        Some(needs) if needs < 0 => row.differs("needs", &needs, &"≥ 0"),
        _ => {}
    }
}
