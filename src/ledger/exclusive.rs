//! Exclusive groups (C3): at most one unit in all, and of one package, per household.

use super::accounts::Accounts;
use crate::domain::{Beneficiary, Need};
use crate::ids::NeedIndex;
use crate::units::Vnd;

/// Whose help to the household leaves no room for another package of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// Others gave another package of the group.
    Elsewhere,
    /// This plan gives another package of the group.
    Here,
}

/// Whether another package of the household's exclusive group closes a need, and whose.
pub(super) fn closed(accounts: &Accounts<'_>, index: NeedIndex, need: &Need) -> Option<Closed> {
    let scenario = accounts.scenario();
    let group = scenario.package(need.package).exclusive_group.as_ref()?;
    let rivals = || {
        siblings(accounts, index, need)
            .filter(|(_, other)| scenario.package(other.package).exclusive_group.as_ref() == Some(group))
    };
    if rivals().any(|(_, other)| other.outside > Vnd::ZERO) {
        return Some(Closed::Elsewhere);
    }
    rivals().any(|(other, _)| accounts.need(other).paid > Vnd::ZERO).then_some(Closed::Here)
}

/// The household's other needs: its neighbours, since needs are sorted by beneficiary. A commune's requests have none.
fn siblings<'a>(
    accounts: &'a Accounts<'_>,
    index: NeedIndex,
    need: &'a Need,
) -> impl Iterator<Item = (NeedIndex, &'a Need)> {
    let needs = &accounts.scenario().needs;
    let is_household = matches!(need.beneficiary, Beneficiary::Household(_));
    let is_sibling = move |other: &NeedIndex| {
        is_household && needs.get(other.get()).is_some_and(|it| it.beneficiary == need.beneficiary)
    };
    let before = (0..index.get()).rev().map(NeedIndex::new).take_while(is_sibling);
    let after = (index.get() + 1..needs.len()).map(NeedIndex::new).take_while(is_sibling);
    before.chain(after).map(|other| (other, accounts.scenario().need(other)))
}
