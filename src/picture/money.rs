//! Money of the picture: what each source gives, what is left of it after rates and reserves, and what no need can use.

use serde::Serialize;

use crate::domain::{CommitmentStatus, Scenario, Source, SourceKind, Worth};
use crate::eligibility::{self, Eligibility, Refusal};
use crate::ids::SourceIndex;
use crate::units::Vnd;

/// All sources together and one by one; goods count at their package's cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Money {
    /// Đồng given or promised.
    pub amount: Vnd,
    /// Đồng that may be used: after expected fulfilment and reserves.
    pub available: Vnd,
    /// Đồng of `available` that commitments already use.
    pub committed: Vnd,
    /// Đồng of `available` for which there is no open need at all.
    pub idle: Vnd,
    /// The sources by id.
    pub sources: Vec<SourceMoney>,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceMoney {
    /// Its id.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: SourceKind,
    /// Đồng given or promised.
    pub amount: Vnd,
    /// Đồng that may be used.
    pub available: Vnd,
    /// Đồng of the open needs that it may pay for.
    pub fundable: Vnd,
    /// `available` less `fundable`, not below zero: more than all those needs together could take.
    pub idle: Vnd,
    /// Where no need satisfies its conditions: the condition that the nearest needs still fail.
    pub refusal: Option<&'static str>,
}

impl Money {
    /// Counts the money of a scenario.
    pub fn of(scenario: &Scenario, eligibility: &Eligibility) -> Self {
        let open = open_by_class(scenario, eligibility);
        let mut sources = Vec::with_capacity(scenario.sources.len());
        for ((index, source), classes) in scenario.sources().zip(super::classes_of_sources(scenario, eligibility)) {
            let fundable = classes.iter().filter_map(|&class| open.get(class).copied()).sum();
            let available = available(scenario, index);
            sources.push(SourceMoney {
                source: source.id.clone(),
                name: source.name.clone(),
                kind: source.kind,
                amount: amount(scenario, source),
                available,
                fundable,
                idle: available.saturating_sub(fundable),
                refusal: if classes.is_empty() { nearest_refusal(scenario, source) } else { None },
            });
        }
        Self {
            amount: sources.iter().map(|source| source.amount).sum(),
            available: sources.iter().map(|source| source.available).sum(),
            committed: scenario.sources().map(|(index, _)| committed(scenario, index)).sum(),
            idle: sources.iter().map(|source| source.idle).sum(),
            sources,
        }
    }
}

/// Đồng that outside help has left open, by funding class.
fn open_by_class(scenario: &Scenario, eligibility: &Eligibility) -> Vec<Vnd> {
    let mut open = vec![Vnd::ZERO; eligibility.funding_classes().len()];
    for (index, need) in scenario.needs() {
        if let Some(sum) = open.get_mut(eligibility.funding_class(index)) {
            *sum += need.open();
        }
    }
    open
}

/// What a source gives, đồng.
fn amount(scenario: &Scenario, source: &Source) -> Vnd {
    match source.worth {
        Worth::Cash(amount) => amount,
        Worth::Goods { package, quantity } => scenario.package(package).unit_cost.times(quantity),
    }
}

/// B: đồng of a source that a plan may use: ⌊amount × rate × (1 − reserve)⌋, but never less than it has committed;
/// goods in whole units, at the package's cost.
pub fn available(scenario: &Scenario, index: SourceIndex) -> Vnd {
    let source = scenario.source(index);
    let rest = |amount| share_left(source, amount);
    let free = match source.worth {
        Worth::Cash(amount) => rest(amount),
        Worth::Goods { package, quantity } => {
            let units = rest(Vnd::new(i64::from(quantity))).whole_units(Vnd::new(1));
            scenario.package(package).unit_cost.times(units)
        }
    };
    free.max(committed(scenario, index))
}

fn share_left(source: &Source, amount: Vnd) -> Vnd {
    source.rate.of_amount(amount, source.reserve.complement())
}

/// Đồng that a source has promised or paid.
fn committed(scenario: &Scenario, index: SourceIndex) -> Vnd {
    let is_own =
        |line: &&crate::domain::Commitment| line.source == Some(index) && line.status != CommitmentStatus::Outside;
    scenario.commitments.iter().filter(is_own).map(|line| line.amount).sum()
}

/// The condition that stops the needs which come nearest to a source that none satisfies.
fn nearest_refusal(scenario: &Scenario, source: &Source) -> Option<&'static str> {
    let refusals = scenario.needs.iter().filter_map(|need| eligibility::refusal(scenario, source, need));
    refusals.max().map(|refusal| match refusal {
        Refusal::Goods => "goods",
        Refusal::OwnCost => "own_cost",
        Refusal::Account => "account",
        Refusal::Areas => "areas",
        Refusal::Purposes => "purposes",
        Refusal::Packages => "packages",
        Refusal::Classes => "classes",
        Refusal::Tags => "tags",
        Refusal::Beneficiaries => "beneficiaries",
    })
}
