//! `awards.csv`: one row a need and status, with the reason why it is served.

use super::accounts::{Accounts, Payment};
use super::groups::Standing;
use super::rules::{Limits, Payers};
use crate::domain::tables::{AwardRow, AwardStatus, Certainty, ServedReason};
use crate::domain::{CommitmentStatus, Need, Scenario};
use crate::ids::{NeedIndex, SourceIndex};
use crate::tolerance;
use crate::units::Vnd;

/// The rows, by (commune, beneficiary, package, status).
pub(super) fn rows(
    accounts: &Accounts<'_>,
    (standing, limits, payers): (&Standing, &Limits<'_>, &Payers<'_>),
) -> Vec<AwardRow> {
    let pledged = promises_of_pledges(accounts.scenario());
    let desk = Desk { accounts, standing, limits, payers, pledged };
    accounts.needs_by_commune().into_iter().flat_map(|(index, need)| desk.rows_of(index, need)).collect()
}

/// Whether each need has a promise of money that is not yet received.
fn promises_of_pledges(scenario: &Scenario) -> Vec<bool> {
    let mut pledged = vec![false; scenario.needs.len()];
    for line in scenario.commitments.iter().filter(|line| line.status == CommitmentStatus::Promised) {
        if line.source.is_some_and(|source| !is_received(scenario, source))
            && let Some(flag) = pledged.get_mut(line.need.get())
        {
            *flag = true;
        }
    }
    pledged
}

fn is_received(scenario: &Scenario, source: SourceIndex) -> bool {
    scenario.source(source).is_received()
}

struct Desk<'a> {
    accounts: &'a Accounts<'a>,
    standing: &'a Standing,
    limits: &'a Limits<'a>,
    payers: &'a Payers<'a>,
    pledged: Vec<bool>,
}

impl Desk<'_> {
    fn rows_of(&self, index: NeedIndex, need: &Need) -> impl Iterator<Item = AwardRow> {
        let sums = self.accounts.need(index);
        let parts = [
            (AwardStatus::Promised, sums.promised),
            (AwardStatus::Disbursed, sums.disbursed),
            (AwardStatus::New, sums.new_money()),
            (AwardStatus::Outside, need.outside),
        ];
        let served = parts.into_iter().filter(|&(_, amount)| amount > Vnd::ZERO);
        served.map(move |(status, amount)| self.row(index, need, status, amount))
    }

    fn row(&self, index: NeedIndex, need: &Need, status: AwardStatus, amount: Vnd) -> AwardRow {
        let scenario = self.accounts.scenario();
        let package = scenario.package(need.package);
        let weight = self.accounts.weight(index, need, amount);
        AwardRow {
            beneficiary: scenario.beneficiary_id(need.beneficiary).to_owned(),
            commune: scenario.area(self.accounts.commune(index)).code.clone(),
            package: package.id.clone(),
            purpose: package.purpose.clone(),
            units: amount.units_of(need.unit_cost),
            amount: if status == AwardStatus::Outside { Vnd::ZERO } else { amount },
            weight,
            status,
            certainty: self.certainty(index, status),
            reason: self.reason(index, status, (amount, weight)),
        }
    }

    fn certainty(&self, index: NeedIndex, status: AwardStatus) -> Option<Certainty> {
        let is_sure = match status {
            AwardStatus::Outside => return None,
            AwardStatus::Disbursed => true,
            AwardStatus::Promised => !self.pledged.get(index.get()).copied().unwrap_or_default(),
            AwardStatus::New => {
                self.new_payments(index).all(|payment| is_received(self.accounts.scenario(), payment.source))
            }
        };
        Some(if is_sure { Certainty::Sure } else { Certainty::IfPledged })
    }

    fn reason(&self, index: NeedIndex, status: AwardStatus, (amount, weight): (Vnd, f64)) -> Option<ServedReason> {
        match status {
            AwardStatus::Outside => None,
            AwardStatus::Promised | AwardStatus::Disbursed => Some(ServedReason::Committed),
            AwardStatus::New if self.is_earmarked(index) => Some(ServedReason::Earmarked),
            AwardStatus::New if self.holds_the_floor(index, weight) => Some(ServedReason::Floor),
            AwardStatus::New if self.limits.hold_up_a_floor(index, amount) => Some(ServedReason::Floor),
            AwardStatus::New if self.payers.hold_up_a_floor(index) => Some(ServedReason::Floor),
            AwardStatus::New => Some(ServedReason::GreatestNeed),
        }
    }

    fn new_payments(&self, index: NeedIndex) -> impl Iterator<Item = &Payment> {
        self.accounts.payments_of(index).iter().filter(|payment| payment.new_money() > Vnd::ZERO)
    }

    /// Only sources tied to the beneficiary by name or place pay the new money.
    fn is_earmarked(&self, index: NeedIndex) -> bool {
        self.new_payments(index).all(|payment| {
            let earmark = &self.accounts.scenario().source(payment.source).earmark;
            !earmark.areas.is_empty() || !earmark.beneficiaries.is_empty()
        })
    }

    /// Without this weight the group would stand below its floor.
    fn holds_the_floor(&self, index: NeedIndex, weight: f64) -> bool {
        let group = self.standing.of_need(index);
        group.floor > 0.0 && group.served - weight < group.floor * (1.0 - tolerance::KEEP_SHORTFALL)
    }
}
