//! What a source gives and what a plan may use of it (page 3, "Available"). Knows no plan and no other source.

use std::collections::BTreeMap;

use crate::domain::{CommitmentStatus, Scenario, Source, Worth};
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// What a source gives in all, đồng (goods at the package's cost).
pub fn given(scenario: &Scenario, source: &Source) -> Vnd {
    match source.worth {
        Worth::Cash(amount) => amount,
        Worth::Goods { package, quantity } => scenario.package(package).unit_cost.times(quantity),
    }
}

/// Đồng that each source has promised or disbursed, in the order of `Scenario::sources`.
pub fn committed(scenario: &Scenario) -> Vec<Vnd> {
    let mut sums = vec![Vnd::ZERO; scenario.sources.len()];
    for line in scenario.commitments.iter().filter(|line| line.status != CommitmentStatus::Outside) {
        if let Some(sum) = line.source.and_then(|source| sums.get_mut(source.get())) {
            *sum += line.amount;
        }
    }
    sums
}

/// `B_s` of a source that has committed `committed`: max(⌊amount × rate × (1 − reserve)⌋, committed); of goods the floor
/// is taken in units, which count at the package's cost.
pub fn available(scenario: &Scenario, source: SourceIndex, committed: Vnd) -> Vnd {
    let row = scenario.source(source);
    let share = |amount| row.rate.of_amount(amount, row.reserve.complement());
    let usable = match row.worth {
        Worth::Cash(amount) => share(amount),
        Worth::Goods { package, quantity } => {
            let units = share(Vnd::new(i64::from(quantity))).dong();
            let units = u32::try_from(units).expect("a share of a count is not above the count");
            scenario.package(package).unit_cost.times(units)
        }
    };
    usable.max(committed)
}

/// `B_s` of every source, in the order of `Scenario::sources`.
pub fn all_available(scenario: &Scenario) -> Vec<Vnd> {
    let pairs = scenario.sources().zip(committed(scenario));
    pairs.map(|((index, _), committed)| available(scenario, index, committed)).collect()
}

/// Which money is not there yet: that of pledges, but what they have disbursed.
#[derive(Debug)]
pub struct Pledges<'a> {
    scenario: &'a Scenario,
    disbursed: BTreeMap<(SourceIndex, NeedIndex), Vnd>,
}

impl<'a> Pledges<'a> {
    /// Those of a scenario.
    pub fn of(scenario: &'a Scenario) -> Self {
        let mut disbursed = BTreeMap::new();
        for line in scenario.commitments.iter().filter(|line| line.status == CommitmentStatus::Disbursed) {
            if let Some(source) = line.source {
                *disbursed.entry((source, line.need)).or_insert(Vnd::ZERO) += line.amount;
            }
        }
        Self { scenario, disbursed }
    }

    /// The đồng that are not there yet of those that a source pays for a need, commitments included.
    pub fn waiting(&self, source: SourceIndex, need: NeedIndex, paid: Vnd) -> Vnd {
        if self.scenario.source(source).is_received() {
            return Vnd::ZERO;
        }
        paid.saturating_sub(self.disbursed.get(&(source, need)).copied().unwrap_or(Vnd::ZERO))
    }
}
