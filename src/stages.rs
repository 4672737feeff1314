//! The stages of page 3 in their order.

use crate::findings::Findings;

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The commitments cannot be completed to whole units: findings with the lines and the đồng (exit code 3).
    #[error("commitments cannot be kept")]
    Commitments(Findings),
    /// The time limit ended the search before any plan was found (exit code 4).
    #[error("no plan within the time limit")]
    NoPlanInTime,
    /// The solver gave up or contradicted itself (exit code 1).
    #[error("solver: {0}")]
    Solver(String),
}

/// To be replaced.
pub fn placeholder() {}
