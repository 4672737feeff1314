//! `transfers.csv`: who paid how much for which need.

use super::accounts::{Accounts, pays_whole_units};
use crate::domain::Transfer;
use crate::domain::tables::TransferRow;

/// The rows, by (source, beneficiary, package).
pub(super) fn rows(accounts: &Accounts<'_>) -> Vec<TransferRow> {
    accounts.transfers().iter().map(|transfer| row(accounts, transfer)).collect()
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
