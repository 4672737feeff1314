//! What the caps of a source (C5) still let through to a need. Knows nothing of what the source has.

use std::collections::BTreeMap;

use super::accounts::{Accounts, Payment};
use super::reach::Money;
use crate::domain::{Beneficiary, Need, Source};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::units::Vnd;

/// What has gone through a cap.
#[derive(Debug, Clone, Copy, Default)]
struct Passed {
    all: Vnd,
    committed: Vnd,
}

impl Passed {
    fn add(&mut self, payment: &Payment) {
        self.all += payment.amount;
        self.committed += payment.committed;
    }

    /// Under the plan, or by commitments alone.
    const fn under(&self, money: Money) -> Vnd {
        match money {
            Money::Left => self.all,
            Money::Uncommitted => self.committed,
        }
    }
}

/// What every capped source pays each household and commune.
#[derive(Debug, Default)]
pub(super) struct Caps {
    households: BTreeMap<(SourceIndex, HouseholdIndex), Passed>,
    communes: BTreeMap<(SourceIndex, AreaIndex), Passed>,
}

/// Whether a source has any cap.
pub(super) const fn is_capped(source: &Source) -> bool {
    source.max_per_household.is_some() || source.max_per_commune.is_some()
}

impl Caps {
    /// Adds up what passed each cap.
    pub(super) fn of(accounts: &Accounts<'_>) -> Self {
        let scenario = accounts.scenario();
        let mut caps = Self::default();
        for payment in accounts.payments().iter().filter(|payment| is_capped(scenario.source(payment.source))) {
            if let Beneficiary::Household(household) = scenario.need(payment.need).beneficiary {
                caps.households.entry((payment.source, household)).or_default().add(payment);
            }
            let commune = accounts.commune(payment.need);
            caps.communes.entry((payment.source, commune)).or_default().add(payment);
        }
        caps
    }

    /// What the caps of `source` still let through to a need, if one more step of it is to be paid.
    pub(super) fn room(&self, accounts: &Accounts<'_>, source: SourceIndex, index: NeedIndex, money: Money) -> Vnd {
        let scenario = accounts.scenario();
        let (caps, need) = (scenario.source(source), scenario.need(index));
        let passed = |passed: Option<&Passed>| passed.map_or(Vnd::ZERO, |passed| passed.under(money));
        let commune = caps
            .max_per_commune
            .map(|limit| limit.saturating_sub(passed(self.communes.get(&(source, accounts.commune(index))))));
        let household = caps.max_per_household.map(|limit| match need.beneficiary {
            Beneficiary::Household(household) => {
                limit.saturating_sub(passed(self.households.get(&(source, household))))
            }
            Beneficiary::Commune(_) => request_room(accounts, limit, (source, index), need, money),
        });
        commune.into_iter().chain(household).min().unwrap_or(Vnd::LIMIT)
    }
}

/// On a commune's request the household limit is per unit, each request alone: x ≤ limit × u, with one step more.
fn request_room(
    accounts: &Accounts<'_>,
    limit: Vnd,
    (source, index): (SourceIndex, NeedIndex),
    need: &Need,
    money: Money,
) -> Vnd {
    let total = accounts.need(index).paid + accounts.step(index, need);
    let allowed = i128::from(limit.dong()) * i128::from(total.dong());
    let allowed = allowed.div_euclid(i128::from(need.unit_cost.dong()));
    let allowed = i64::try_from(allowed).map_or(Vnd::LIMIT, |dong| Vnd::new(dong).min(Vnd::LIMIT));
    let own = accounts.payments_of(index).iter().find(|payment| payment.source == source);
    let passed = own.map_or(Vnd::ZERO, |payment| match money {
        Money::Left => payment.amount,
        Money::Uncommitted => payment.committed,
    });
    allowed.saturating_sub(passed)
}
