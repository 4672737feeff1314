//! What stage 0 chose: which source stands by which commune or household.

use serde::Serialize;

use super::scenario::Beneficiary;
use crate::ids::SourceIndex;

/// Why a pair is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenStatus {
    /// A keep row, or a place where the source has a commitment.
    Keep,
    /// Chosen by stage 0.
    Chosen,
}

/// A place that is chosen for a source. Of a source that is paired with households, a commune stands for its own
/// requests alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChosenPair {
    /// The source.
    pub source: SourceIndex,
    /// The commune or household.
    pub place: Beneficiary,
    /// Why.
    pub status: ChosenStatus,
    /// Worth of the pair as its row states it; 1 without a row.
    pub value: f64,
}

/// The chosen pairs of all sources that pairings restrict, by (source, place); other sources have none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairings {
    /// The pairs.
    pub pairs: Vec<ChosenPair>,
}
