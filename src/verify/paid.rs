//! What the written transfers say: đồng per pair, per need, per source. Refuses rows whose ids the scenario lacks.

use std::collections::BTreeMap;

use super::case::Case;
use super::read::Written;
use super::report::Report;
use crate::ids::{NeedIndex, SourceIndex};

/// Sums of the transfers.
#[derive(Debug)]
pub(super) struct Paid {
    /// Đồng of each pair, every pair once.
    pub(super) pairs: BTreeMap<(SourceIndex, NeedIndex), i128>,
    /// By row of the transfers: the pair that it names, if the scenario has it.
    pub(super) rows: Vec<Option<(SourceIndex, NeedIndex)>>,
    /// By need: who pays how much.
    payers: Vec<Vec<(SourceIndex, i128)>>,
    of_need: Vec<i128>,
    of_source: Vec<i128>,
}

impl Paid {
    /// Adds up the transfers.
    pub(super) fn gather(case: &Case<'_>, written: &Written, report: &mut Report) -> Self {
        let needs = case.scenario.needs.len();
        let mut paid = Self {
            pairs: BTreeMap::new(),
            rows: Vec::with_capacity(written.transfers.len()),
            payers: vec![Vec::new(); needs],
            of_need: vec![0; needs],
            of_source: vec![0; case.scenario.sources.len()],
        };
        let file = "transfers.csv";
        for line in &written.transfers {
            let found = case.source(&line.source).zip(case.need(&line.beneficiary, &line.package));
            paid.rows.push(found);
            let Some((source, need)) = found else {
                let row = format!("{} · {} · {}", line.source, line.beneficiary, line.package);
                report.add("unknown", file, &[("file", &file), ("row", &row)]);
                continue;
            };
            *paid.pairs.entry((source, need)).or_insert(0) += line.amount;
            paid.of_need[need.get()] += line.amount;
            paid.of_source[source.get()] += line.amount;
        }
        for (&(source, need), &amount) in &paid.pairs {
            paid.payers[need.get()].push((source, amount));
        }
        paid
    }

    /// Đồng that the plan pays for a need.
    pub(super) fn to_need(&self, need: NeedIndex) -> i128 {
        self.of_need[need.get()]
    }

    /// Đồng that the plan takes from a source.
    pub(super) fn by_source(&self, source: SourceIndex) -> i128 {
        self.of_source[source.get()]
    }

    /// Who pays for a need.
    pub(super) fn payers(&self, need: NeedIndex) -> &[(SourceIndex, i128)] {
        &self.payers[need.get()]
    }
}
