//! C1: what the sources pay for a need is a whole number of its units; a divisible need takes any amount.

use super::Evidence;
use super::report::Report;

/// `Σ_s x_sn = a_n u_n` with whole `u_n`.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    for (need, _) in evidence.case.scenario.needs() {
        let ask = evidence.case.ask(need);
        let amount = evidence.paid.to_need(need);
        if ask.minimum.is_none() && amount.rem_euclid(ask.cost) != 0 {
            let [beneficiary, package] = evidence.case.ids(need);
            report.add(
                "c1_funding",
                "transfers.csv",
                &[("beneficiary", &beneficiary), ("package", &package), ("amount", &amount), ("cost", &ask.cost)],
            );
        }
    }
}
