//! Sums that every later stage may rely on: needs, sources and commitments each stay below [`Vnd::LIMIT`].

use crate::domain::{Need, Package, Source, Worth};
use crate::findings::{Finding, Findings, Place};
use crate::units::Vnd;

/// Whether the đồng asked and the đồng given are bounded; a list that is not gets one finding, at the row that
/// passes the limit.
pub(super) fn are_bounded(needs: &[Need], sources: &[Source], packages: &[Package], findings: &mut Findings) -> bool {
    let asked = needs.iter().map(|need| (times(need.unit_cost, need.quantity), &need.place));
    let given = sources.iter().map(|source| (worth(packages, source), &source.place));
    let asked = is_bounded(asked, "needs", findings);
    let given = is_bounded(given, "sources", findings);
    asked && given
}

/// Whether some amounts are bounded together.
pub(super) fn is_bounded<'f>(
    amounts: impl Iterator<Item = (i128, &'f Place)>,
    table: &'static str,
    findings: &mut Findings,
) -> bool {
    let mut total = 0;
    for (amount, place) in amounts {
        total += amount;
        if total > i128::from(Vnd::LIMIT.dong()) {
            let finding = Finding::new("E215", place.clone()).with("table", table);
            findings.push(finding.with("limit", Vnd::LIMIT));
            return false;
        }
    }
    true
}

fn times(amount: Vnd, count: u32) -> i128 {
    i128::from(amount.dong()) * i128::from(count)
}

fn worth(packages: &[Package], source: &Source) -> i128 {
    match source.worth {
        Worth::Cash(amount) => i128::from(amount.dong()),
        Worth::Goods { package, quantity } => {
            packages.get(package.get()).map_or(0, |package| times(package.unit_cost, quantity))
        }
    }
}
