//! The plan added up once: what every need was paid, what every source has left. Only sums, no reason.

use std::collections::BTreeMap;

use super::Books;
use crate::domain::{CommitmentStatus, Grain, Need, Scenario, Source, Transfer, Worth};
use crate::funds;
use crate::ids::{AreaIndex, NeedIndex, SourceIndex};
use crate::units::Vnd;

/// A transfer as its need sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payment {
    /// The need paid for.
    pub(super) need: NeedIndex,
    /// Who pays.
    pub(super) source: SourceIndex,
    /// All that it pays.
    pub(super) amount: Vnd,
    /// What of it was committed before this run.
    pub(super) committed: Vnd,
}

impl Payment {
    /// What this run decided.
    pub(super) fn new_money(&self) -> Vnd {
        self.amount.saturating_sub(self.committed)
    }
}

/// đồng of one need, by what became of it. Paid = promised + disbursed + new.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NeedSums {
    /// All that sources pay.
    pub(super) paid: Vnd,
    /// What of it was promised.
    pub(super) promised: Vnd,
    /// What of it was paid out before.
    pub(super) disbursed: Vnd,
}

impl NeedSums {
    /// What this run decided.
    pub(super) fn new_money(&self) -> Vnd {
        self.paid.saturating_sub(self.promised + self.disbursed)
    }
}

/// đồng of one source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SourceSums {
    /// B.
    pub(super) available: Vnd,
    /// What the plan uses.
    pub(super) used: Vnd,
    /// What was committed before this run.
    pub(super) committed: Vnd,
}

impl SourceSums {
    /// What the plan leaves.
    pub(super) fn left(&self) -> Vnd {
        self.available.saturating_sub(self.used)
    }

    /// What it has beyond its commitments, whatever the plan chose.
    pub(super) fn uncommitted(&self) -> Vnd {
        self.available.saturating_sub(self.committed)
    }
}

/// All sums of a plan.
pub(super) struct Accounts<'a> {
    /// What the tables are made from.
    pub(super) books: &'a Books<'a>,
    transfers: Vec<Transfer>,
    payments: Vec<Payment>,
    needs: Vec<NeedSums>,
    sources: Vec<SourceSums>,
    communes: Vec<AreaIndex>,
}

impl<'a> Accounts<'a> {
    /// Adds the plan up.
    pub(super) fn of(books: &'a Books<'a>) -> Self {
        let scenario = books.scenario;
        let mut transfers = books.plan.transfers.clone();
        transfers.sort_unstable();
        let payments = payments(scenario, &transfers);
        let communes = scenario.needs.iter().map(|need| scenario.commune(need.beneficiary)).collect();
        let needs = need_sums(scenario, &payments);
        let sources = source_sums(scenario, &transfers);
        Self { books, transfers, payments, needs, sources, communes }
    }

    /// The scenario.
    pub(super) const fn scenario(&self) -> &'a Scenario {
        self.books.scenario
    }

    /// Transfers by (source, need).
    pub(super) fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// Transfers by (need, source).
    pub(super) fn payments(&self) -> &[Payment] {
        &self.payments
    }

    /// What sources pay for one need, by source.
    pub(super) fn payments_of(&self, need: NeedIndex) -> &[Payment] {
        let start = self.payments.partition_point(|payment| payment.need < need);
        let rest = self.payments.get(start..).unwrap_or_default();
        rest.chunk_by(|one, next| one.need == next.need).next().filter(|of| of[0].need == need).unwrap_or_default()
    }

    /// đồng of a need.
    pub(super) fn need(&self, need: NeedIndex) -> NeedSums {
        self.needs.get(need.get()).copied().expect("sums cover every need")
    }

    /// đồng of a source.
    pub(super) fn source(&self, source: SourceIndex) -> SourceSums {
        self.sources.get(source.get()).copied().expect("sums cover every source")
    }

    /// The commune of a need.
    pub(super) fn commune(&self, need: NeedIndex) -> AreaIndex {
        self.communes.get(need.get()).copied().expect("every need has a commune")
    }

    /// Needs by (commune, beneficiary, package), the order of most tables.
    pub(super) fn needs_by_commune(&self) -> Vec<(NeedIndex, &'a Need)> {
        let mut needs: Vec<_> = self.scenario().needs().collect();
        needs.sort_by_key(|&(index, _)| (self.commune(index), index));
        needs
    }

    /// đồng served, outside help included.
    pub(super) fn served(&self, index: NeedIndex, need: &Need) -> Vnd {
        need.outside + self.need(index).paid
    }

    /// đồng still missing.
    pub(super) fn missing(&self, index: NeedIndex, need: &Need) -> Vnd {
        need.asked().saturating_sub(self.served(index, need))
    }

    /// Weight of `amount` đồng of a need.
    pub(super) fn weight(&self, index: NeedIndex, need: &Need, amount: Vnd) -> f64 {
        self.books.weights.per_unit(index) * amount.units_of(need.unit_cost)
    }

    /// The least that may be added to a need: a unit; in a divisible one the minimum, or the rest if that is less.
    pub(super) fn step(&self, index: NeedIndex, need: &Need) -> Vnd {
        match self.scenario().package(need.package).grain {
            Grain::Whole => need.unit_cost,
            Grain::Divisible { min_amount } => min_amount.max(Vnd::new(1)).min(self.missing(index, need)),
        }
    }
}

/// Whether a source pays whole units alone.
pub(super) const fn pays_whole_units(source: &Source) -> bool {
    source.whole_units || matches!(source.worth, Worth::Goods { .. })
}

fn payments(scenario: &Scenario, transfers: &[Transfer]) -> Vec<Payment> {
    let mut committed: BTreeMap<(NeedIndex, SourceIndex), Vnd> = BTreeMap::new();
    for line in &scenario.commitments {
        if let Some(source) = line.source.filter(|_| line.status != CommitmentStatus::Outside) {
            *committed.entry((line.need, source)).or_default() += line.amount;
        }
    }
    let payment = |&Transfer { source, need, amount }: &Transfer| {
        let committed = committed.get(&(need, source)).copied().unwrap_or_default();
        Payment { need, source, amount, committed }
    };
    let mut payments: Vec<Payment> = transfers.iter().map(payment).collect();
    payments.sort_by_key(|payment| (payment.need, payment.source));
    payments
}

fn need_sums(scenario: &Scenario, payments: &[Payment]) -> Vec<NeedSums> {
    let mut sums = vec![NeedSums::default(); scenario.needs.len()];
    for payment in payments {
        if let Some(sum) = sums.get_mut(payment.need.get()) {
            sum.paid += payment.amount;
        }
    }
    for line in &scenario.commitments {
        if let Some(sum) = sums.get_mut(line.need.get()) {
            match line.status {
                CommitmentStatus::Promised => sum.promised += line.amount,
                CommitmentStatus::Disbursed => sum.disbursed += line.amount,
                CommitmentStatus::Outside => {}
            }
        }
    }
    sums
}

fn source_sums(scenario: &Scenario, transfers: &[Transfer]) -> Vec<SourceSums> {
    let committed = funds::committed(scenario);
    let sum = |((index, _), &committed)| SourceSums {
        available: funds::available(scenario, index, committed),
        used: Vnd::ZERO,
        committed,
    };
    let mut sums: Vec<SourceSums> = scenario.sources().zip(&committed).map(sum).collect();
    for transfer in transfers {
        if let Some(sum) = sums.get_mut(transfer.source.get()) {
            sum.used += transfer.amount;
        }
    }
    sums
}
