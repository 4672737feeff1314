//! Chosen units → whole đồng per source and need: exact integer flow, then stage 4 (tidy). The floats of the solver end
//! here; nothing below the first line of [`to_whole_dong`] knows one, but for `payments`, which asks the solver
//! who pays in whole units and under rules on sources.

mod completion;
mod flow;
mod forest;
mod funding;
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
use crate::stages::{Deadline, Solved, StageError};

/// Turns what the solver chose into a plan, and states stage 4.
pub fn to_whole_dong(
    scenario: &Scenario,
    (weights, network): (&Weights, &Network),
    solved: &Solved,
    deadline: Deadline,
) -> Result<(Plan, StageResult), StageError> {
    let order = tidy::most_restricted_first(scenario, network);
    let (granted, payments) = payments::decide(scenario, network, solved, (&order, deadline))?;
    let funded = repair::fund(scenario, (weights, network), granted, (&order, &payments));
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
