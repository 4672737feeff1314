//! C4: a source that pays whole units alone, or gives goods, pays a whole number of units of each need.

use super::Evidence;
use super::report::Report;
use super::transfers::pays_whole_units;

/// `x_sn = k · a_n` for a whole k.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let case = evidence.case;
    for (&(source, need), amount) in &evidence.paid.pairs {
        let cost = case.ask(need).cost;
        let source = case.scenario.source(source);
        if pays_whole_units(source) && amount.rem_euclid(cost) != 0 {
            let [beneficiary, package] = case.ids(need);
            report.add(
                "c4_whole_units",
                "transfers.csv",
                &[
                    ("source", &source.id),
                    ("beneficiary", &beneficiary),
                    ("package", &package),
                    ("amount", amount),
                    ("cost", &cost),
                ],
            );
        }
    }
}
