//! Stage 0: which source stands by which commune or household (page 3, "Pairing"). Keep rows and places with
//! commitments are given; the rest is a small program for each set of sources that limits of partners tie together.
//! Everything after takes its answer as given. Counts no flow of money.

mod c8_pairings;
mod candidates;
mod search;

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;

use crate::domain::{ChosenPair, ChosenStatus, Pairings, PartnerLimits, Scenario, StageName, StageResult, StageStatus};
use crate::linear::Status;
use crate::solver::SolverError;
use crate::tolerance;
use c8_pairings::Part;
pub use candidates::Candidate;
use candidates::Offer;

/// Why there is no pairing.
#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// The solver gave up.
    #[error("pairing: {0}")]
    Solver(#[from] SolverError),
    /// The solver contradicted itself: choosing nothing is always feasible.
    #[error("pairing: {0:?}")]
    Status(Status),
}

/// Stage 0 as it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Paired {
    /// The chosen pairs.
    pub pairings: Pairings,
    /// What the stage reached: Σ value × severity × how much of the source's money the place can take.
    pub stage: StageResult,
}

/// Chooses the pairs; `seconds` tells how many are left (infinite: no limit).
pub fn choose(scenario: &Scenario, limits: &PartnerLimits, seconds: &dyn Fn() -> f64) -> Result<Paired, PairingError> {
    let offer = Offer::of(scenario);
    if offer.terms.values().all(|terms| !terms.is_restricted) {
        let (stage, status) = (StageName::Pairing, StageStatus::None);
        let stage =
            StageResult { stage, value: None, bound: None, certified_bound: None, gap: None, status, timed_out: false };
        return Ok(Paired { pairings: Pairings::default(), stage });
    }
    let parts = parts(&offer, limits);
    let given: f64 = offer.fixed.iter().map(|one| one.worth).sum();
    let (mut value, mut bound, mut is_proved) = (given, given, true);
    let mut is_first = true;
    let mut chosen: Vec<(Candidate, ChosenStatus)> = offer.fixed.iter().map(|&one| (one, ChosenStatus::Keep)).collect();
    for part in parts {
        let found = search::best(&part, seconds)?;
        let picked = part.candidates.iter().zip(&found.picked).filter(|&(_, &is_picked)| is_picked);
        chosen.extend(picked.clone().map(|(&one, _)| (one, ChosenStatus::Chosen)));
        value += picked.map(|(one, _)| one.worth).sum::<f64>();
        bound += found.bound;
        is_proved &= found.is_proved;
        is_first &= found.is_first;
    }
    chosen.sort_by_key(|(one, _)| (one.source, one.place));
    let pair = |(one, status): (Candidate, ChosenStatus)| {
        let value = offer.value(&one);
        ChosenPair { source: one.source, place: one.place, status, value }
    };
    let pairings = Pairings { pairs: chosen.into_iter().map(pair).collect() };
    Ok(Paired { pairings, stage: state(scenario, (value, bound.max(value)), (is_proved, is_first)) })
}

/// Value and bound of the stage; the gap is measured as that of stage 3.
fn state(scenario: &Scenario, (value, bound): (f64, f64), (is_proved, is_first): (bool, bool)) -> StageResult {
    let distance = StageResult::distance(value, bound);
    let is_within = distance <= scenario.settings.solve.gap + tolerance::FEASIBILITY;
    StageResult {
        stage: StageName::Pairing,
        value: Some(value),
        bound: Some(bound),
        certified_bound: None,
        gap: Some(distance),
        status: if is_proved && is_within { StageStatus::Optimal } else { StageStatus::TimeLimit },
        timed_out: !(is_proved && is_first),
    }
}

/// Sources that no limit of a commune ties together are decided apart.
fn parts(offer: &Offer<'_>, limits: &PartnerLimits) -> Vec<Part> {
    let sources = offer.scenario.sources.len();
    let mut ties: UnionFind<usize> = UnionFind::new(sources + offer.scenario.areas.len());
    for one in &offer.candidates {
        if let Some(commune) = one.commune().filter(|commune| limits.contains_key(commune)) {
            ties.union(one.source.get(), sources + commune.get());
        }
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for &one in &offer.candidates {
        let part = parts.entry(ties.find(one.source.get())).or_default();
        part.candidates.push(one);
        if let Some(room) = offer.terms.get(&one.source).and_then(|terms| terms.room) {
            part.rooms.insert(one.source, room);
        }
        if let Some((commune, limit)) = one.commune().and_then(|commune| Some((commune, limits.get(&commune)?))) {
            part.limits.insert(commune, limit.beyond(offer.partners(commune)));
        }
    }
    parts.into_values().collect()
}
