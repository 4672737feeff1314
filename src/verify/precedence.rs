//! Which needs come before which, and what each source newly pays along that order.

use super::Evidence;
use super::exact::SAME_PRODUCT;
use crate::ids::{NeedIndex, SourceIndex};

/// Needs by weight per đồng, largest first, and what each source newly pays along this order.
#[derive(Debug)]
pub(super) struct Precedence {
    /// By need: which come before it. Needs whose weights per đồng differ only by rounding share a rank.
    rank: Vec<u32>,
    /// By source: (rank, need, đồng newly paid up to and with it).
    paid: Vec<Vec<(u32, NeedIndex, i128)>>,
}

impl Precedence {
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let case = evidence.case;
        let mut paid = vec![Vec::new(); case.funds.len()];
        let rank = ranks(evidence);
        for (&(source, need), amount) in &evidence.paid.pairs {
            let new = amount - case.committed_to(source, need);
            if new > 0 {
                paid[source.get()].push((rank[need.get()], need, new));
            }
        }
        for list in &mut paid {
            list.sort_unstable();
            let mut sum = 0;
            for (_, _, amount) in list {
                sum += *amount;
                *amount = sum;
            }
        }
        Self { rank, paid }
    }

    /// Đồng that a source newly pays to needs before `need`: (ties by id, all ties but itself).
    pub(super) fn paid_before(&self, source: SourceIndex, need: NeedIndex) -> (i128, i128) {
        let rank = self.rank[need.get()];
        let list = &self.paid[source.get()];
        let upto = |end: usize| end.checked_sub(1).and_then(|last| list.get(last)).map_or(0, |&(_, _, sum)| sum);
        let start = list.partition_point(|&(other, id, _)| (other, id) < (rank, need));
        let after = list.partition_point(|&(other, id, _)| (other, id) <= (rank, need));
        let end = list.partition_point(|&(other, _, _)| other <= rank);
        (upto(start), upto(end) - (upto(after) - upto(start)))
    }
}

/// 0 for the largest weight per đồng.
fn ranks(evidence: &Evidence<'_>) -> Vec<u32> {
    let asks = &evidence.case.asks;
    let mut order: Vec<(f64, usize)> =
        asks.iter().enumerate().map(|(position, ask)| (ask.units(1) * ask.weight, position)).collect();
    order.sort_unstable_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut ranks = vec![0; asks.len()];
    let (mut rank, mut before) = (0, f64::INFINITY);
    for (density, position) in order {
        if density < before * (1.0 - SAME_PRODUCT) {
            rank += 1;
        }
        before = density;
        ranks[position] = rank;
    }
    ranks
}
