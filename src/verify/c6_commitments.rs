//! C6: every source pays at least what it has committed to a need. (Statuses of the rows: `awards`.)

use super::Evidence;
use super::report::Report;

/// `x_sn` is at least what s has committed to n.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let case = evidence.case;
    for (pair, committed) in &case.committed {
        let amount = evidence.paid.pairs.get(pair).copied().unwrap_or(0);
        if amount < *committed {
            let [beneficiary, package] = case.ids(pair.1);
            report.add(
                "c6_commitments",
                "transfers.csv",
                &[
                    ("source", &case.scenario.source(pair.0).id),
                    ("beneficiary", &beneficiary),
                    ("package", &package),
                    ("amount", &amount),
                    ("committed", committed),
                ],
            );
        }
    }
}
