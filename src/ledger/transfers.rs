//! `transfers.csv`: who paid how much for which need.

use super::accounts::{Accounts, pays_whole_units};
use crate::domain::Transfer;
use crate::domain::tables::{TransferRow, WaitingRow};
use crate::funds::Pledges;
use crate::units::Vnd;

/// The rows, by (source, beneficiary, package).
pub(super) fn rows(accounts: &Accounts<'_>) -> Vec<TransferRow> {
    accounts.transfers().iter().map(|transfer| row(accounts, transfer)).collect()
}

/// What of them is pledged and not there yet.
pub(super) fn waiting(accounts: &Accounts<'_>) -> Vec<WaitingRow> {
    let scenario = accounts.scenario();
    let pledges = Pledges::of(scenario);
    let row = |transfer: &Transfer| {
        let amount = pledges.waiting(transfer.source, transfer.need, transfer.amount);
        let TransferRow { source, beneficiary, package, .. } = row(accounts, transfer);
        (amount > Vnd::ZERO).then_some(WaitingRow { source, beneficiary, package, amount })
    };
    accounts.transfers().iter().filter_map(row).collect()
}

fn row(accounts: &Accounts<'_>, transfer: &Transfer) -> TransferRow {
    let scenario = accounts.scenario();
    let need = scenario.need(transfer.need);
    let source = scenario.source(transfer.source);
    TransferRow {
        source: source.id.clone(),
        beneficiary: scenario.beneficiary_id(need.beneficiary).to_owned(),
        package: scenario.package(need.package).id.clone(),
        amount: transfer.amount,
        units: pays_whole_units(source).then(|| transfer.amount.whole_units(need.unit_cost)),
    }
}
