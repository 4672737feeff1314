//! Chosen units → whole đồng per source and need: exact integer flow, then stage 4 (tidy). The floats of the solver end
//! here; nothing below the first line of [`to_whole_dong`] knows one, but for `payments`, which asks the solver
//! who pays in whole units and under rules on sources.

mod completion;
mod flow;
mod forest;
mod funding;
mod held;
mod payments;
mod posts;
mod repair;
mod shares;
mod slacks;
mod tidy;
mod transfers;

use crate::domain::{Plan, Scenario, StageResult};
use crate::network::Network;
use crate::severity::Weights;
use crate::stages::{self, Deadline, Solved, StageError};
use funding::Funding;

/// Turns what the solver chose into a plan, and states stage 4.
pub fn to_whole_dong(
    scenario: &Scenario,
    (weights, network): (&Weights, &Network),
    solved: &Solved,
    deadline: Deadline,
) -> Result<(Plan, StageResult), StageError> {
    let order = tidy::most_restricted_first(scenario, network);
    let funded = fund(scenario, (weights, network), solved, (&order, deadline))?;
    let mut completed = completion::complete(weights, &solved.groups, funded);
    // Tidying may use goods for cash and so free money that pays one more need.
    loop {
        let granted = completed.granted.clone();
        let (funding, stage) = tidy::fund(scenario, network, completed, (&order, deadline))?;
        completed = completion::complete(weights, &solved.groups, funding.clone());
        if completed.granted == granted {
            return Ok((transfers::of(&funding), stage));
        }
    }
}

/// What was chosen, paid in whole đồng. A piece in which rounding breaks a hard rule is decided once more, with room for
/// it in the bounds of rules; not before, since bounds that are met exactly leave no such room.
fn fund<'a>(
    scenario: &'a Scenario,
    (weights, network): (&Weights, &'a Network),
    solved: &Solved,
    (order, deadline): (&[usize], Deadline),
) -> Result<Funding<'a>, StageError> {
    let mut decisions = solved.decisions.clone();
    let mut is_first = true;
    loop {
        let chosen = (decisions.as_mut_slice(), solved.groups.as_slice());
        let (granted, payments) = payments::decide(scenario, network, chosen, (order, deadline))?;
        let funded = repair::fund(scenario, (weights, network), granted, (order, &payments));
        let broken = if is_first { held::broken_pieces(network, &funded) } else { Vec::new() };
        if broken.is_empty() {
            return Ok(funded);
        }
        for (position, piece) in network.pieces.iter().enumerate().filter(|(position, _)| broken.contains(position)) {
            let decision = decisions.get_mut(position).expect("a decision for every piece");
            *decision = stages::choose_again(scenario, network, piece, &solved.groups, deadline)?;
        }
        is_first = false;
    }
}
