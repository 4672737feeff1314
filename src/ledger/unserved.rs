//! `unserved.csv`: every need that is not fully served, the first reason of page 4 that is true, and what would help.

use super::accounts::Accounts;
use super::exclusive::{Closed, closed};
use super::rank::Ranks;
use super::reach::{Ask, Funds, Limits, Money, Reach};
use super::rules::{self, Coming, Full};
use crate::domain::Need;
use crate::domain::tables::{UnservedReason, UnservedRow};
use crate::ids::NeedIndex;
use crate::units::Vnd;

/// The rows, by (commune, beneficiary, package).
pub(super) fn rows(funds: &Funds<'_>, rules: &rules::Limits<'_>) -> Vec<UnservedRow> {
    let accounts = funds.accounts;
    let judge = Judge { accounts, funds, rules, ranks: Ranks::of(accounts) };
    let needs = accounts.needs_by_commune().into_iter();
    let open = needs.filter(|&(index, need)| accounts.missing(index, need) > Vnd::ZERO);
    open.map(|(index, need)| judge.row(index, need)).collect()
}

struct Judge<'a> {
    accounts: &'a Accounts<'a>,
    funds: &'a Funds<'a>,
    rules: &'a rules::Limits<'a>,
    ranks: Ranks,
}

impl Judge<'_> {
    fn row(&self, index: NeedIndex, need: &Need) -> UnservedRow {
        let accounts = self.accounts;
        let scenario = accounts.scenario();
        let missing = accounts.missing(index, need);
        let full = self.full(index, need);
        let reason = self.reason(index, need, full);
        UnservedRow {
            beneficiary: scenario.beneficiary_id(need.beneficiary).to_owned(),
            commune: scenario.area(accounts.commune(index)).code.clone(),
            package: scenario.package(need.package).id.clone(),
            units_asked: need.quantity,
            units_served: accounts.served(index, need).units_of(need.unit_cost),
            amount_missing: missing,
            weight: accounts.weight(index, need, missing),
            reason,
            needs: if full.is_some() { None } else { self.needs(index, need, reason) },
        }
    }

    /// Which hard cap is full, whatever money there is.
    fn full(&self, index: NeedIndex, need: &Need) -> Option<Full> {
        let of_payers = self.funds.kept_by_rules(index, &Ask::more(self.accounts, index, need));
        self.rules.full(index, self.accounts.step(index, need)).into_iter().chain(of_payers).min()
    }

    fn reason(&self, index: NeedIndex, need: &Need, full: Option<Full>) -> UnservedReason {
        let closed = closed(self.accounts, index, need);
        if closed == Some(Closed::Elsewhere) {
            UnservedReason::MetElsewhere
        } else if self.accounts.books.eligibility.sources_of(index).is_empty() {
            UnservedReason::NoEligibleSource
        } else if closed == Some(Closed::Here) || full == Some(Full::Household) {
            UnservedReason::HouseholdLimit
        } else if full.is_some() {
            UnservedReason::RuleLimit
        } else {
            self.money_reason(index, need)
        }
    }

    /// The reason where the household is open and some source may pay.
    fn money_reason(&self, index: NeedIndex, need: &Need) -> UnservedReason {
        let more = Ask::more(self.accounts, index, need);
        let left = self.funds.reach(index, Money::Left, Limits::Kept);
        let left_pays = left.pays(&more);
        let (could_ever, could_without_caps) = self.potential(index, need);
        if !left_pays && self.funds.pays(index, (Money::Left, Limits::Ignored), &more) {
            return UnservedReason::RuleLimit;
        }
        match (could_ever, could_without_caps) {
            (false, true) => UnservedReason::RuleLimit,
            (false, false) => UnservedReason::SourcesExhausted,
            (true, _) if !left_pays && !left.is_nothing() => UnservedReason::IndivisibleRemainder,
            (true, _) if !left_pays && self.is_outweighed(index, &more) => UnservedReason::LowerNeed,
            (true, _) => UnservedReason::OtherGoal,
        }
    }

    /// Whether everything that is not committed could pay it, whatever the plan chose: within caps, and without them.
    fn potential(&self, index: NeedIndex, need: &Need) -> (bool, bool) {
        let anew = Ask::anew(self.accounts, index, need);
        let pays = |limits| self.funds.pays(index, (Money::Uncommitted, limits), &anew);
        let within = pays(Limits::Kept);
        (within, within || pays(Limits::Ignored))
    }

    /// Whether what is left and the new money of needs that weigh at least as much per đồng would pay it.
    fn is_outweighed(&self, index: NeedIndex, more: &Ask) -> bool {
        let scenario = self.accounts.scenario();
        let mut reach = Reach::default();
        self.accounts.books.eligibility.sources_of(index).iter().any(|&source| {
            let amount = self.accounts.source(source).left() + self.ranks.spent_before(source, index);
            let coming = Coming::to(&self.funds.payers, index, Money::Uncommitted);
            let amount = amount.min(self.funds.room(source, &coming));
            reach.add(scenario.source(source), amount, more.unit);
            amount > Vnd::ZERO && reach.pays(more)
        })
    }

    /// đồng to add so that one more step can be paid while every award stays.
    fn needs(&self, index: NeedIndex, need: &Need, reason: UnservedReason) -> Option<Vnd> {
        if matches!(reason, UnservedReason::MetElsewhere | UnservedReason::HouseholdLimit) {
            return None;
        }
        let more = Ask::more(self.accounts, index, need);
        let left = self.funds.reach(index, Money::Left, Limits::Kept);
        Some(if left.pays(&more) { Vnd::ZERO } else { more.step.saturating_sub(left.free) })
    }
}
