//! C2: no source pays more than it has available (goods likewise, at the package's cost; C4 keeps them whole).

use super::Evidence;
use super::report::Report;

/// `Σ_n x_sn ≤ B_s`.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    for (index, source) in evidence.case.scenario.sources() {
        let used = evidence.paid.by_source(index);
        let available = evidence.case.fund(index).available;
        if used > available {
            report.add(
                "c2_source",
                "transfers.csv",
                &[("source", &source.id), ("used", &used), ("available", &available)],
            );
        }
    }
}
