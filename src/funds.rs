//! What a source gives and what a plan may use of it (page 3, "Available"). Knows no plan and no other source.

use crate::domain::{CommitmentStatus, Scenario, Source, Worth};
use crate::ids::SourceIndex;
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
