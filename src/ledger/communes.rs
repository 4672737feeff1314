//! `communes.csv`: what every commune asked, got and may expect.

use super::accounts::Accounts;
use super::groups::Standing;
use super::projection;
use crate::domain::tables::CommuneRow;
use crate::domain::{Area, Beneficiary, BeneficiaryKind, Class, CommitmentStatus, Level, Need};
use crate::ids::{AreaIndex, NeedIndex};
use crate::severity::poverty_rates;
use crate::units::Vnd;

/// Sums of one commune.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    asked: Vnd,
    served: Vnd,
    outside: Vnd,
    weight_asked: f64,
    weight_served: f64,
    helped: f64,
    exits: u32,
    listed_poor: u32,
}

/// The rows, by code.
pub(super) fn rows(accounts: &Accounts<'_>, standing: &Standing) -> Vec<CommuneRow> {
    let sums = sums(accounts);
    let rates = poverty_rates(accounts.scenario());
    let areas = accounts.scenario().areas.iter().enumerate().zip(sums.iter().zip(&rates));
    let communes = areas.filter(|((_, area), _)| area.level == Level::Commune);
    communes
        .map(|((position, area), (sums, &rate))| {
            let (entitlement, shortfall) = fairness(accounts, standing, AreaIndex::new(position));
            CommuneRow {
                commune: area.code.clone(),
                name: area.name.clone(),
                households: area.households,
                poverty_rate: rate,
                asked: sums.asked,
                served: sums.served,
                outside: sums.outside,
                weight_asked: sums.weight_asked,
                weight_served: sums.weight_served,
                coverage: (sums.weight_asked > 0.0).then(|| sums.weight_served / sums.weight_asked),
                entitlement,
                shortfall,
                households_helped: sums.helped,
                exits: sums.exits,
                poverty_rate_after: rate.and_then(|_| rate_after(area, sums)),
            }
        })
        .collect()
}

/// Entitlement and shortfall; blank where communes are not the fairness groups.
fn fairness(accounts: &Accounts<'_>, standing: &Standing, area: AreaIndex) -> (Option<f64>, Option<f64>) {
    let settings = &accounts.scenario().settings.fairness;
    if settings.over != Level::Commune {
        return (None, None);
    }
    let share = accounts.books.groups.iter().find(|share| share.group == area);
    (share.and_then(|share| share.entitlement), Some(standing.group(area).shortfall()))
}

/// (Poor − exits) ÷ households; never below zero, though a list may hold more poor than the official count.
fn rate_after(area: &Area, sums: &Sums) -> Option<f64> {
    let poor = area.poor_households.unwrap_or(sums.listed_poor).saturating_sub(sums.exits);
    area.households.filter(|&households| households > 0).map(|households| f64::from(poor) / f64::from(households))
}

/// Sums by area (only communes have any).
fn sums(accounts: &Accounts<'_>) -> Vec<Sums> {
    let scenario = accounts.scenario();
    let mut ledger = vec![Sums::default(); scenario.areas.len()];
    let sheet = |ledger: &mut Vec<Sums>, area: AreaIndex, add: &dyn Fn(&mut Sums)| {
        add(ledger.get_mut(area.get()).expect("sums cover every area"));
    };
    for (index, need) in scenario.needs() {
        sheet(&mut ledger, accounts.commune(index), &|sums| add_need(accounts, sums, index, need));
    }
    for (beneficiary, needs) in projection::by_beneficiary(scenario) {
        sheet(&mut ledger, scenario.commune(beneficiary), &|sums| add_beneficiary(accounts, sums, beneficiary, &needs));
    }
    for line in scenario.commitments.iter().filter(|line| line.status == CommitmentStatus::Outside) {
        sheet(&mut ledger, accounts.commune(line.need), &|sums| sums.outside += line.amount);
    }
    for household in scenario.households.iter().filter(|household| household.class == Class::Poor) {
        sheet(&mut ledger, scenario.commune_of(household.area), &|sums| sums.listed_poor += 1);
    }
    ledger
}

fn add_need(accounts: &Accounts<'_>, sums: &mut Sums, index: NeedIndex, need: &Need) {
    sums.asked += need.asked();
    sums.served += accounts.need(index).paid;
    sums.weight_asked += accounts.weight(index, need, need.asked());
    sums.weight_served += accounts.weight(index, need, accounts.served(index, need));
}

/// Households with an award; a unit of a household package on a commune's request is one household.
fn add_beneficiary(accounts: &Accounts<'_>, sums: &mut Sums, who: Beneficiary, needs: &[(NeedIndex, &Need)]) {
    match who {
        Beneficiary::Household(household) => {
            if needs.iter().any(|&(index, need)| accounts.served(index, need) > Vnd::ZERO) {
                sums.helped += 1.0;
            }
            sums.exits += u32::from(projection::exits(accounts, household, needs));
        }
        Beneficiary::Commune(_) => {
            let names_households =
                |need: &Need| accounts.scenario().package(need.package).beneficiary == BeneficiaryKind::Household;
            let requests = needs.iter().filter(|(_, need)| names_households(need));
            sums.helped +=
                requests.map(|&(index, need)| accounts.served(index, need).units_of(need.unit_cost)).sum::<f64>();
        }
    }
}
