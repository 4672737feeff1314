//! Money of the picture: what each source gives, what is left of it after rates and reserves, and what no need can use.

use serde::Serialize;

use crate::domain::{Scenario, SourceKind};
use crate::eligibility::{Eligibility, OpenRefusals, Refusal};
use crate::funds;
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
        let refusals = OpenRefusals::of(scenario);
        let rows = scenario.sources().zip(funds::all_available(scenario));
        for (((index, source), available), classes) in rows.zip(super::classes_of_sources(scenario, eligibility)) {
            let fundable = classes.iter().filter_map(|&class| open.get(class).copied()).sum();
            sources.push(SourceMoney {
                source: source.id.clone(),
                name: source.name.clone(),
                kind: source.kind,
                amount: funds::given(scenario, source),
                available,
                fundable,
                idle: available.saturating_sub(fundable),
                refusal: if classes.is_empty() { nearest_refusal(scenario, &refusals, index) } else { None },
            });
        }
        Self {
            amount: sources.iter().map(|source| source.amount).sum(),
            available: sources.iter().map(|source| source.available).sum(),
            committed: funds::committed(scenario).into_iter().sum(),
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

/// The condition that stops the needs which come nearest to a source that none satisfies.
fn nearest_refusal(scenario: &Scenario, refusals: &OpenRefusals<'_>, source: SourceIndex) -> Option<&'static str> {
    let refusals = scenario.needs.iter().filter_map(|need| refusals.refusal(source, need));
    refusals.max().map(Refusal::column)
}
