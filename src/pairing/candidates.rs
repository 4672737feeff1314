//! What may be chosen and what it is worth: value × severity of the place × min(1, đồng that the source may pay there
//! ÷ what it may use).

use std::collections::BTreeMap;

use crate::domain::{Beneficiary, Scenario};
use crate::eligibility::{self, Candidates, PairedWith, Terms};
use crate::ids::{AreaIndex, SourceIndex};
use crate::units::Vnd;
use crate::{funds, severity};

/// A pair that may be, or is, chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The source.
    pub source: SourceIndex,
    /// The commune or household.
    pub place: Beneficiary,
    /// What stage 0 gains by it, not negative.
    pub worth: f64,
}

impl Candidate {
    /// The commune, where it is one.
    pub(super) fn commune(&self) -> Option<AreaIndex> {
        match self.place {
            Beneficiary::Commune(commune) => Some(commune),
            Beneficiary::Household(_) => None,
        }
    }
}

/// Everything that stage 0 chooses from.
pub(super) struct Offer<'a> {
    pub(super) scenario: &'a Scenario,
    /// Of every source with a row of pairings or `max_partners`.
    pub(super) terms: BTreeMap<SourceIndex, Terms>,
    /// Keep rows and places with commitments of restricted sources, by (source, place).
    pub(super) fixed: Vec<Candidate>,
    /// What may be chosen beside them, by (source, place).
    pub(super) candidates: Vec<Candidate>,
}

impl<'a> Offer<'a> {
    /// Gathers the pairs of a scenario.
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let terms = Terms::of_all(scenario);
        let mut offer = Self { scenario, terms, fixed: Vec::new(), candidates: Vec::new() };
        let open_by_source = offer.open_by_source();
        let available = funds::all_available(scenario);
        let rates = severity::poverty_rates(scenario);
        let nothing = BTreeMap::new();
        for (&source, terms) in offer.terms.iter().filter(|(_, terms)| terms.is_restricted) {
            let usable = available.get(source.get()).copied().unwrap_or(Vnd::ZERO);
            let open = open_by_source.get(&source).unwrap_or(&nothing);
            let pair = |place| {
                let open = open.get(&place).copied().unwrap_or(Vnd::ZERO);
                let severity = severity::severity(scenario, &rates, place);
                Candidate { source, place, worth: terms.value(place) * severity * taken(open, usable) }
            };
            offer.fixed.extend(terms.fixed.iter().copied().map(pair));
            let places = open.keys().copied().filter(|&place| may_be_chosen(terms, place));
            offer.candidates.extend(places.map(pair));
        }
        offer
    }

    /// Worth of a pair as its row states it.
    pub(super) fn value(&self, pair: &Candidate) -> f64 {
        self.terms.get(&pair.source).map_or(1.0, |terms| terms.value(pair.place))
    }

    /// How many sources a commune has by keep rows and commitments.
    pub(super) fn partners(&self, commune: AreaIndex) -> usize {
        self.fixed.iter().filter(|pair| pair.commune() == Some(commune)).count()
    }

    /// Đồng that outside help has left open among the needs that a source may fund in a place, for every place where
    /// there is such a need.
    fn open_by_source(&self) -> BTreeMap<SourceIndex, BTreeMap<Beneficiary, Vnd>> {
        let eligibility = eligibility::find_open(self.scenario);
        let mut sums: BTreeMap<SourceIndex, BTreeMap<Beneficiary, Vnd>> = BTreeMap::new();
        for paired_with in [PairedWith::Communes, PairedWith::Beneficiaries] {
            let is_asked = |terms: &Terms| terms.is_restricted && terms.paired_with == paired_with;
            if !self.terms.values().any(is_asked) {
                continue;
            }
            let mut open: BTreeMap<(usize, Beneficiary), Vnd> = BTreeMap::new();
            for (index, need) in self.scenario.needs() {
                let place = paired_with.place_of(self.scenario, need.beneficiary);
                *open.entry((eligibility.funding_class(index), place)).or_insert(Vnd::ZERO) += need.open();
            }
            for ((class, place), amount) in open {
                let sources = eligibility.funding_classes().get(class).into_iter().flatten();
                for &source in sources.filter(|source| self.terms.get(source).is_some_and(is_asked)) {
                    *sums.entry(source).or_default().entry(place).or_insert(Vnd::ZERO) += amount;
                }
            }
        }
        sums
    }
}

fn may_be_chosen(terms: &Terms, place: Beneficiary) -> bool {
    let is_named = match &terms.candidates {
        Candidates::Rows(rows) => rows.contains(&place),
        // A household's source is sent to households; a commune's own requests it helps only where it has committed.
        Candidates::Anywhere => terms.paired_with == PairedWith::Communes || matches!(place, Beneficiary::Household(_)),
    };
    is_named && terms.room != Some(0) && !terms.fixed.contains(&place)
}

/// min(1, open ÷ usable); nothing usable counts as one đồng.
fn taken(open: Vnd, usable: Vnd) -> f64 {
    open.units_of(usable.max(Vnd::new(1))).min(1.0)
}
