//! `sources.csv`: what each source gives, may use, uses and leaves. Why it leaves something is [`super::leftover`]'s.

use std::collections::BTreeSet;

use super::accounts::Accounts;
use super::leftover::Leftovers;
use super::reach::Funds;
use crate::domain::tables::SourceRow;
use crate::domain::{CommitmentStatus, Scenario, Source, Worth};
use crate::ids::SourceIndex;
use crate::units::Vnd;

/// B: what a source may use, đồng (page 3, "Available"; goods at the package's cost).
pub fn available(scenario: &Scenario, source: SourceIndex) -> Vnd {
    let committed = committed(scenario).get(source.get()).copied().unwrap_or_default();
    available_beyond(scenario, scenario.source(source), committed)
}

/// max(⌊amount × rate × (1 − reserve)⌋, Σ committed); in kind the floor is taken in units.
pub(super) fn available_beyond(scenario: &Scenario, source: &Source, committed: Vnd) -> Vnd {
    let share = |amount| source.rate.of_amount(amount, source.reserve.complement());
    let usable = match source.worth {
        Worth::Cash(amount) => share(amount),
        Worth::Goods { package, quantity } => {
            let units = share(Vnd::new(i64::from(quantity))).dong();
            let units = u32::try_from(units).expect("a share of a count is not above the count");
            scenario.package(package).unit_cost.times(units)
        }
    };
    usable.max(committed)
}

/// đồng that each source has promised or disbursed.
pub(super) fn committed(scenario: &Scenario) -> Vec<Vnd> {
    let mut sums = vec![Vnd::ZERO; scenario.sources.len()];
    for line in scenario.commitments.iter().filter(|line| line.status != CommitmentStatus::Outside) {
        if let Some(sum) = line.source.and_then(|source| sums.get_mut(source.get())) {
            *sum += line.amount;
        }
    }
    sums
}

/// What a source gives in all, đồng.
fn amount(scenario: &Scenario, source: &Source) -> Vnd {
    match source.worth {
        Worth::Cash(amount) => amount,
        Worth::Goods { package, quantity } => scenario.package(package).unit_cost.times(quantity),
    }
}

/// The rows, by id.
pub(super) fn rows(funds: &Funds<'_>) -> Vec<SourceRow> {
    let accounts = funds.accounts;
    let leftovers = Leftovers::of(funds);
    accounts.scenario().sources().map(|(index, source)| row(accounts, &leftovers, index, source)).collect()
}

fn row(accounts: &Accounts<'_>, leftovers: &Leftovers, index: SourceIndex, source: &Source) -> SourceRow {
    let sums = accounts.source(index);
    let start = accounts.transfers().partition_point(|transfer| transfer.source < index);
    let transfers = accounts.transfers().iter().skip(start).take_while(|transfer| transfer.source == index);
    let needs: Vec<_> = transfers.map(|transfer| transfer.need).collect();
    let communes: BTreeSet<_> = needs.iter().map(|&need| accounts.commune(need)).collect();
    let count = |length: usize| u32::try_from(length).expect("a scenario has fewer than 2^32 needs");
    SourceRow {
        source: source.id.clone(),
        name: source.name.clone(),
        kind: source.kind,
        account: source.account,
        amount: amount(accounts.scenario(), source),
        available: sums.available,
        used: sums.used,
        left: sums.available - sums.used,
        // One transfer a pair of source and need, so both counts are the same number.
        awards: count(needs.len()),
        communes: count(communes.len()),
        transfers: count(needs.len()),
        reason_left: leftovers.reason(index),
    }
}
