//! `sources.csv`: one row a source, every sum derived anew. Why money is left is judged in `reason_left`.

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use super::read::SourceLine;
use super::report::Report;
use crate::domain::{Account, SourceKind};
use crate::ids::{AreaIndex, SourceIndex};

const FILE: &str = "sources.csv";

/// What the transfers of one source add up to.
#[derive(Debug, Clone, Default)]
struct Use {
    awards: i128,
    transfers: i128,
    communes: BTreeSet<AreaIndex>,
}

/// Compares every row, and looks for sources that are missing.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let mut uses = vec![Use::default(); evidence.case.funds.len()];
    for &(source, need) in evidence.paid.pairs.keys() {
        let sums = &mut uses[source.get()];
        sums.awards += 1;
        sums.communes.insert(evidence.case.ask(need).commune);
    }
    for &(source, _) in evidence.paid.rows.iter().flatten() {
        uses[source.get()].transfers += 1;
    }
    let mut lines: BTreeMap<&str, &SourceLine> =
        evidence.written.sources.iter().map(|line| (&*line.source, line)).collect();
    for (index, source) in evidence.case.scenario.sources() {
        match lines.remove(&*source.id) {
            Some(line) => {
                compare(evidence, (index, &uses[index.get()]), line, report);
            }
            None => report.add("missing", FILE, &[("file", &FILE), ("row", &source.id)]),
        }
    }
    for source in lines.into_keys() {
        report.add("unexpected", FILE, &[("file", &FILE), ("row", &source)]);
    }
}

fn compare(evidence: &Evidence<'_>, (index, sums): (SourceIndex, &Use), line: &SourceLine, report: &mut Report) {
    let source = evidence.case.scenario.source(index);
    let fund = evidence.case.fund(index);
    let used = evidence.paid.by_source(index);
    let ids = [&*line.source];
    let mut row = report.row("sources", FILE, &ids);
    row.name("name", &line.name, &source.name);
    row.text("kind", line.kind, kind_word(source.kind));
    row.text("account", line.account, account_word(source.account));
    row.whole("amount", line.amount, fund.gives);
    row.whole("available", line.available, fund.available);
    row.whole("used", line.used, used);
    row.whole("left", line.left, fund.available - used);
    row.whole("awards", line.awards, sums.awards);
    row.whole("communes", line.communes, i128::try_from(sums.communes.len()).unwrap_or(i128::MAX));
    row.whole("transfers", line.transfers, sums.transfers);
}

fn kind_word(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Fund => "fund",
        SourceKind::Donor => "donor",
        SourceKind::Agency => "agency",
    }
}

fn account_word(account: Account) -> &'static str {
    match account {
        Account::Poverty => "poverty",
        Account::Relief => "relief",
    }
}
