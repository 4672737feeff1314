//! Which need weighs more per đồng, and how much new money of each source goes to the needs before another one.

use super::accounts::Accounts;
use crate::ids::{NeedIndex, SourceIndex};
use crate::tolerance;
use crate::units::Vnd;

/// Needs in the order of their weight per đồng, ties by id, and what sources spend along it.
pub(super) struct Ranks {
    of_need: Vec<usize>,
    /// By source: (rank of the need, new money to it and all before it), by rank.
    spent: Vec<Vec<(usize, Vnd)>>,
}

impl Ranks {
    /// Ranks every need and adds up the new money of every source.
    pub(super) fn of(accounts: &Accounts<'_>) -> Self {
        let of_need = ranks(accounts);
        let mut spent = vec![Vec::new(); accounts.scenario().sources.len()];
        for payment in accounts.payments().iter().filter(|payment| payment.new_money() > Vnd::ZERO) {
            if let (Some(list), Some(&rank)) = (spent.get_mut(payment.source.get()), of_need.get(payment.need.get())) {
                list.push((rank, payment.new_money()));
            }
        }
        for list in &mut spent {
            list.sort_unstable();
            let mut sum = Vnd::ZERO;
            for (_, amount) in list {
                sum += *amount;
                *amount = sum;
            }
        }
        Self { of_need, spent }
    }

    /// New money of `source` to needs of higher weight per đồng than `need`, or equal and first by id.
    pub(super) fn spent_before(&self, source: SourceIndex, need: NeedIndex) -> Vnd {
        let rank = self.of_need.get(need.get()).copied().unwrap_or_default();
        let list = self.spent.get(source.get()).map(Vec::as_slice).unwrap_or_default();
        let before = list.partition_point(|&(other, _)| other < rank);
        before.checked_sub(1).and_then(|last| list.get(last)).map_or(Vnd::ZERO, |&(_, sum)| sum)
    }
}

fn ranks(accounts: &Accounts<'_>) -> Vec<usize> {
    let per_money = |(index, need): (NeedIndex, &crate::domain::Need)| {
        let weight = accounts.books.weights.per_unit(index) / need.unit_cost.millions();
        // Rounded, so that needs of equal weight tie although their floats differ in the last bit.
        ((weight / tolerance::WEIGHT_TIE).round(), index)
    };
    let mut order: Vec<(f64, NeedIndex)> = accounts.scenario().needs().map(per_money).collect();
    order.sort_unstable_by(|(one, index), (other, next)| other.total_cmp(one).then(index.cmp(next)));
    let mut ranks = vec![0; order.len()];
    for (rank, (_, index)) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(index.get()) {
            *slot = rank;
        }
    }
    ranks
}
