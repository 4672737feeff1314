//! What stage 0 chose: which source stands by which commune or household; and what rules on partners ask of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::scenario::Beneficiary;
use crate::ids::{AreaIndex, SourceIndex};

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

impl Pairings {
    /// How many sources stand by a commune.
    pub fn partners(&self, commune: AreaIndex) -> usize {
        self.pairs.iter().filter(|pair| pair.place == Beneficiary::Commune(commune)).count()
    }
}

/// How many sources a commune may and should have as partners.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartnerLimit {
    /// Goals, one a rule: as many of all communes' goals as possible are reached.
    pub at_least: Vec<u32>,
    /// Never exceeded by what is chosen; keep rows and commitments stay, and leave no room.
    pub at_most: Option<u32>,
}

impl PartnerLimit {
    /// The limit on further partners where `given` are there already; goals that these reach are gone.
    #[must_use]
    pub fn beyond(&self, given: usize) -> Self {
        let given = u32::try_from(given).unwrap_or(u32::MAX);
        let open = self.at_least.iter().map(|least| least.saturating_sub(given)).filter(|&least| least > 0);
        Self { at_least: open.collect(), at_most: self.at_most.map(|most| most.saturating_sub(given)) }
    }
}

/// Limits on the number of partners of communes.
pub type PartnerLimits = BTreeMap<AreaIndex, PartnerLimit>;
