//! `transfers.csv`: every amount is above zero; units stand only with whole-unit and in-kind sources, and are the
//! amount over the need's unit cost.

use super::Evidence;
use super::report::Report;
use crate::domain::{Source, Worth};

/// Compares every row.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let case = evidence.case;
    for (line, pair) in evidence.written.transfers.iter().zip(&evidence.paid.rows) {
        let &Some((source, need)) = pair else {
            continue; // told when the transfers were gathered
        };
        let ids = [&*line.source, &*line.beneficiary, &*line.package];
        let mut row = report.row("transfers", "transfers.csv", &ids);
        if line.amount <= 0 {
            row.differs("amount", &line.amount, &"> 0");
        }
        let units = line.amount.div_euclid(case.ask(need).cost);
        row.optional_whole("units", line.units, pays_whole_units(case.scenario.source(source)).then_some(units));
    }
}

/// Whether a source pays whole units alone (C4).
pub(super) fn pays_whole_units(source: &Source) -> bool {
    source.whole_units || matches!(source.worth, Worth::Goods { .. })
}
