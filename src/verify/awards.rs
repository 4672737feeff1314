//! `awards.csv`: one row per need and status that is served, with its figures; a partly committed need is split in
//! proportion to the đồng. The reasons are judged in `reason_served`.

use std::collections::BTreeMap;

use super::Evidence;
use super::read::AwardLine;
use super::report::Report;
use crate::domain::SourceStatus;
use crate::ids::NeedIndex;

const FILE: &str = "awards.csv";

/// Compares every row, and looks for rows that are missing.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let mut written: BTreeMap<(NeedIndex, &str), &AwardLine> = BTreeMap::new();
    for (line, need) in evidence.written.awards.iter().zip(&evidence.awarded) {
        let &Some(need) = need else {
            let row = row_of(line);
            report.add("unknown", FILE, &[("file", &FILE), ("row", &row)]);
            continue;
        };
        written.insert((need, line.status), line);
    }
    for (need, _) in evidence.case.scenario.needs() {
        for (status, amount) in parts(evidence, need) {
            if let Some(line) = written.remove(&(need, status)) {
                compare(evidence, (need, amount), line, report);
            } else {
                let [beneficiary, package] = evidence.case.ids(need);
                let row = [beneficiary, package, status].join(" · ");
                report.add("missing", FILE, &[("file", &FILE), ("row", &row)]);
            }
        }
    }
    for line in written.values() {
        report.add("unexpected", FILE, &[("file", &FILE), ("row", &row_of(line))]);
    }
}

fn row_of(line: &AwardLine) -> String {
    [&*line.beneficiary, &*line.package, line.status].join(" · ")
}

/// The rows that a need should have: status and đồng (of outside help: what it is worth at the need's cost).
fn parts(evidence: &Evidence<'_>, need: NeedIndex) -> impl Iterator<Item = (&'static str, i128)> {
    let ask = evidence.case.ask(need);
    let new = evidence.paid.to_need(need) - ask.promised - ask.disbursed;
    let parts = [("promised", ask.promised), ("disbursed", ask.disbursed), ("new", new), ("outside", ask.outside)];
    parts.into_iter().filter(|&(_, amount)| amount > 0)
}

fn compare(evidence: &Evidence<'_>, (need, amount): (NeedIndex, i128), line: &AwardLine, report: &mut Report) {
    let case = evidence.case;
    let ask = case.ask(need);
    let is_outside = line.status == "outside";
    let ids = [&*line.beneficiary, &*line.package, line.status];
    let mut row = report.row("awards", FILE, &ids);
    row.text("commune", &line.commune, &case.scenario.area(ask.commune).code);
    row.text("purpose", &line.purpose, &case.scenario.package(case.scenario.need(need).package).purpose);
    row.decimal("units", line.units, ask.units(amount));
    row.whole("amount", line.amount, if is_outside { 0 } else { amount });
    row.decimal("weight", line.weight, ask.weight * ask.units(amount));
    row.text("certainty", line.certainty, certainty(evidence, need, line.status));
}

/// Sure: disbursed, or all đồng of the row are received money.
fn certainty(evidence: &Evidence<'_>, need: NeedIndex, status: &str) -> &'static str {
    let is_received = |source| evidence.case.scenario.source(source).status == SourceStatus::Received;
    let is_sure = match status {
        "outside" => return "",
        "disbursed" => true,
        "promised" => evidence.promisers(need).all(is_received),
        _ => evidence.new_payers(need).all(is_received),
    };
    if is_sure { "sure" } else { "if_pledged" }
}
