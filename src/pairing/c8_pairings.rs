//! C8 as a program: a column for each candidate, a row for the `max_partners` of each source, and rows for the
//! partners of communes. That money stays in the chosen places is `eligibility`'s.

use std::collections::BTreeMap;

use super::candidates::Candidate;
use crate::domain::{PartnerLimit, PartnerLimits};
use crate::ids::{AreaIndex, SourceIndex};
use crate::linear::{Column, LinearModel};

/// Candidates that are decided together.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// By (source, place).
    pub(super) candidates: Vec<Candidate>,
    /// How many candidates of a source may be chosen; no entry: all.
    pub(super) rooms: BTreeMap<SourceIndex, usize>,
    /// Of communes, fixed partners taken off.
    pub(super) limits: PartnerLimits,
}

impl Part {
    /// Whether all candidates may be chosen at once.
    pub(super) fn is_unbound(&self) -> bool {
        let fits = |(source, &room): (&SourceIndex, &usize)| {
            self.candidates.iter().filter(|one| one.source == *source).count() <= room
        };
        self.limits.values().all(|limit| limit.at_most.is_none()) && self.rooms.iter().all(fits)
    }
}

/// The rows and columns of a part.
pub(super) struct PairingModel {
    pub(super) linear: LinearModel,
    /// Whether each candidate is chosen, in order.
    pub(super) picks: Vec<Column>,
    /// Whether each goal that is still open is reached.
    pub(super) goals: Vec<Column>,
}

impl PairingModel {
    /// Writes the rows.
    pub(super) fn of(part: &Part) -> Self {
        let mut linear = LinearModel::default();
        let picks: Vec<Column> = part.candidates.iter().map(|_| linear.integer(0.0..=1.0)).collect();
        let mut model = Self { linear, picks, goals: Vec::new() };
        for (&source, &room) in &part.rooms {
            let terms = model.sum(part, |one| one.source == source);
            model.linear.row(f64::NEG_INFINITY..=real(room), terms);
        }
        for (&commune, limit) in &part.limits {
            model.limit_commune(part, commune, limit);
        }
        model
    }

    fn limit_commune(&mut self, part: &Part, commune: AreaIndex, limit: &PartnerLimit) {
        let partners = self.sum(part, |one| one.commune() == Some(commune));
        if let Some(most) = limit.at_most {
            self.linear.row(f64::NEG_INFINITY..=f64::from(most), partners.clone());
        }
        for &least in &limit.at_least {
            let goal = self.linear.integer(0.0..=1.0);
            let terms = partners.iter().copied().chain([(goal, -f64::from(least))]).collect();
            self.linear.row(0.0..=f64::INFINITY, terms);
            self.goals.push(goal);
        }
    }

    fn sum(&self, part: &Part, is_in: impl Fn(&Candidate) -> bool) -> Vec<(Column, f64)> {
        let picks = part.candidates.iter().zip(&self.picks).filter(|(one, _)| is_in(one));
        picks.map(|(_, &pick)| (pick, 1.0)).collect()
    }
}

/// A count as a coefficient.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
