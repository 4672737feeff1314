//! Stage 4: keeping the awards, the most restricted money first, so that a đồng left over is a free one: maximise
//! Σ `left_s` × `D_s`, `D_s` = đồng asked among the needs that s may fund.
//!
//! Of money that may be split this is greedy: what sets of sources can pay together is a polymatroid, so opening the
//! sources in the order of D and letting each pay as much as it can is optimal (Edmonds 1970). Which units goods and
//! whole-unit sources pay, and how many đồng move along the edges that rules look at, is a small program before that
//! (`payments`).

use super::funding::Funding;
use super::payments;
use crate::domain::{Scenario, StageName, StageResult, StageStatus};
use crate::network::Network;
use crate::stages::{Deadline, StageError};
use crate::units::Vnd;

/// Positions of the signatures by D, then received before pledged, then id.
pub(super) fn most_restricted_first(scenario: &Scenario, network: &Network) -> Vec<usize> {
    let asked = asked_by_signature(scenario, network);
    let is_pledged = |position: usize| {
        let sources = network.signatures.get(position).map(|one| one.sources.as_slice()).unwrap_or_default();
        sources.iter().any(|&source| scenario.source(source).status == crate::domain::SourceStatus::Pledged)
    };
    let mut order: Vec<usize> = (0..network.signatures.len()).collect();
    order.sort_by_key(|&position| (asked.get(position).copied(), is_pledged(position), position));
    order
}

/// D of each signature: đồng asked among the needs that it may fund.
pub(super) fn asked_by_signature(scenario: &Scenario, network: &Network) -> Vec<Vnd> {
    let asked_of_class = network.asked_of_class(scenario);
    let asked = |class: &usize| asked_of_class.get(*class).copied().unwrap_or_default();
    network.signatures.iter().map(|signature| signature.classes.iter().map(asked).sum()).collect()
}

/// Funds exactly what `funded` grants, most restricted money first.
pub(super) fn fund<'a>(
    scenario: &'a Scenario,
    network: &'a Network,
    funded: Funding<'a>,
    (order, deadline): (&[usize], Deadline),
) -> Result<(Funding<'a>, StageResult), StageError> {
    let mut funding = Funding::new(scenario, network, funded.granted.clone());
    let mut is_proved = true;
    for piece in &network.pieces {
        let found = payments::choose(scenario, (network, piece), &funding.granted, (order, deadline))?;
        let Some((payments, is_best)) = found else {
            let stage = state(scenario, network, &funded, (false, deadline.is_over()));
            return Ok((funded, stage));
        };
        is_proved &= is_best;
        payments.pay(&mut funding);
    }
    // The program's units come from floats: where they do not pay every award to the đồng, the funding in hand does.
    let lacks = funding.fill(order);
    if lacks.iter().any(|&lack| lack > Vnd::ZERO) || !funding.keeps_posts() {
        let stage = state(scenario, network, &funded, (false, !is_proved));
        return Ok((funded, stage));
    }
    let stage = state(scenario, network, &funding, (is_proved, !is_proved));
    Ok((funding, stage))
}

/// States Σ left × D (in million đồng × million đồng).
fn state(
    scenario: &Scenario,
    network: &Network,
    funding: &Funding<'_>,
    (is_proved, timed_out): (bool, bool),
) -> StageResult {
    let asked = asked_by_signature(scenario, network);
    let left = |position: usize| funding.left_of(position).millions();
    let value: f64 = asked.iter().enumerate().map(|(position, asked)| left(position) * asked.millions()).sum();
    let (bound, gap) = (is_proved.then_some(value), is_proved.then_some(0.0));
    let status = if is_proved { StageStatus::Optimal } else { StageStatus::TimeLimit };
    StageResult { stage: StageName::Tidy, value: Some(value), bound, certified_bound: None, gap, status, timed_out }
}
