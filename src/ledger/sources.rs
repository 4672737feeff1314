//! `sources.csv`: what each source gives, may use, uses and leaves. Why it leaves something is `leftover`'s.

use std::collections::BTreeSet;

use super::accounts::Accounts;
use super::leftover::Leftovers;
use super::reach::Funds;
use crate::domain::Source;
use crate::domain::tables::SourceRow;
use crate::funds;
use crate::ids::SourceIndex;

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
        amount: funds::given(accounts.scenario(), source),
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
