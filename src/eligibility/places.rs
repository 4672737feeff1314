//! What pairings and commitments say of a source, and which places they leave it (page 2, `pairings`; C8). Chooses
//! nothing: stage 0 does.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Beneficiary, Pairing, PairingStatus, Pairings, Scenario, Source};
use crate::ids::SourceIndex;

/// What a source is paired with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairedWith {
    /// Communes, each with all households of it.
    Communes,
    /// Households one by one (a commune then stands for its own requests alone).
    Beneficiaries,
}

impl PairedWith {
    /// The place in which a beneficiary's needs lie.
    pub fn place_of(self, scenario: &Scenario, beneficiary: Beneficiary) -> Beneficiary {
        match self {
            Self::Communes => Beneficiary::Commune(scenario.commune(beneficiary)),
            Self::Beneficiaries => beneficiary,
        }
    }
}

/// Where a source may be sent beside its fixed places.
#[derive(Debug, Clone, PartialEq)]
pub enum Candidates {
    /// The places of its candidate rows (none, where it has keep rows alone).
    Rows(BTreeSet<Beneficiary>),
    /// Every commune (household, if its rows are households) where it may fund a need and that is not forbidden.
    Anywhere,
}

/// What pairings, `max_partners` and commitments say of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Communes or households.
    pub paired_with: PairedWith,
    /// Whether it helps only chosen places; a source that has nothing but forbid rows is free elsewhere.
    pub is_restricted: bool,
    /// Keep rows and places with commitments.
    pub fixed: BTreeSet<Beneficiary>,
    /// Where else it may be sent.
    pub candidates: Candidates,
    /// Places of forbid rows.
    pub forbidden: BTreeSet<Beneficiary>,
    /// How many places may be chosen beside the fixed ones; `None`: any number.
    pub room: Option<usize>,
    values: BTreeMap<Beneficiary, f64>,
}

impl Terms {
    /// The terms of every source that has a row of pairings or `max_partners`.
    pub fn of_all(scenario: &Scenario) -> BTreeMap<SourceIndex, Self> {
        let mut rows: BTreeMap<SourceIndex, Vec<&Pairing>> = BTreeMap::new();
        for row in &scenario.pairings {
            rows.entry(row.source).or_default().push(row);
        }
        let mut committed: BTreeMap<SourceIndex, Vec<Beneficiary>> = BTreeMap::new();
        for line in &scenario.commitments {
            let beneficiary = scenario.need(line.need).beneficiary;
            if let Some(source) = line.source {
                committed.entry(source).or_default().push(beneficiary);
            }
        }
        let terms = |(index, source): (SourceIndex, &Source)| {
            let rows = rows.get(&index).map_or(&[][..], Vec::as_slice);
            let committed = committed.get(&index).map_or(&[][..], Vec::as_slice);
            let has_terms = !rows.is_empty() || source.max_partners.is_some();
            has_terms.then(|| (index, Self::new(scenario, source, rows, committed)))
        };
        scenario.sources().filter_map(terms).collect()
    }

    fn new(scenario: &Scenario, source: &Source, rows: &[&Pairing], committed: &[Beneficiary]) -> Self {
        let with = |status: PairingStatus| -> BTreeSet<Beneficiary> {
            rows.iter().filter(|row| row.status == status).map(|row| row.place).collect()
        };
        let names_households = rows.iter().any(|row| matches!(row.place, Beneficiary::Household(_)));
        let paired_with = if names_households { PairedWith::Beneficiaries } else { PairedWith::Communes };
        let (mut fixed, candidates) = (with(PairingStatus::Keep), with(PairingStatus::Candidate));
        let is_restricted = source.max_partners.is_some() || !fixed.is_empty() || !candidates.is_empty();
        fixed.extend(committed.iter().map(|&beneficiary| paired_with.place_of(scenario, beneficiary)));
        let most = source.max_partners.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        let goes_anywhere = candidates.is_empty() && most.is_some();
        let rows_left = candidates.difference(&fixed).copied().collect();
        Self {
            paired_with,
            is_restricted,
            candidates: if goes_anywhere { Candidates::Anywhere } else { Candidates::Rows(rows_left) },
            forbidden: with(PairingStatus::Forbid),
            room: most.map(|most| most.saturating_sub(fixed.len())),
            fixed,
            values: rows.iter().map(|row| (row.place, row.value)).collect(),
        }
    }

    /// Worth of a pair: what its row states, else 1.
    pub fn value(&self, place: Beneficiary) -> f64 {
        self.values.get(&place).copied().unwrap_or(1.0)
    }

    /// What is left to the source if every candidate is chosen.
    fn open(self) -> Limit {
        let only = match self.candidates {
            _ if !self.is_restricted => None,
            _ if self.room == Some(0) => Some(self.fixed),
            Candidates::Rows(rows) => Some(self.fixed.into_iter().chain(rows).collect()),
            Candidates::Anywhere => None,
        };
        Limit { paired_with: self.paired_with, only, never: self.forbidden }
    }
}

/// What pairings leave to one source.
#[derive(Debug, Clone, PartialEq)]
struct Limit {
    paired_with: PairedWith,
    /// The only places that it helps; `None`: all but `never`.
    only: Option<BTreeSet<Beneficiary>>,
    never: BTreeSet<Beneficiary>,
}

impl Limit {
    fn places(&self) -> impl Iterator<Item = Beneficiary> {
        self.only.iter().flatten().chain(&self.never).copied()
    }
}

/// What pairings leave to every source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Places {
    limits: BTreeMap<SourceIndex, Limit>,
    communes: BTreeSet<Beneficiary>,
    beneficiaries: BTreeSet<Beneficiary>,
}

impl Places {
    /// The chosen places alone.
    pub(super) fn chosen(scenario: &Scenario, pairings: &Pairings) -> Self {
        let mut chosen: BTreeMap<SourceIndex, BTreeSet<Beneficiary>> = BTreeMap::new();
        for pair in &pairings.pairs {
            chosen.entry(pair.source).or_default().insert(pair.place);
        }
        let limit = |(source, terms): (SourceIndex, Terms)| {
            let only = terms.is_restricted.then(|| chosen.remove(&source).unwrap_or_default());
            (source, Limit { paired_with: terms.paired_with, only, never: terms.forbidden })
        };
        Self::new(Terms::of_all(scenario).into_iter().map(limit).collect())
    }

    /// Every place that might still be chosen: as if all candidates were.
    pub(super) fn open(scenario: &Scenario) -> Self {
        Self::new(Terms::of_all(scenario).into_iter().map(|(source, terms)| (source, terms.open())).collect())
    }

    fn new(limits: BTreeMap<SourceIndex, Limit>) -> Self {
        let named = |paired_with| {
            let limits = limits.values().filter(move |limit| limit.paired_with == paired_with);
            limits.flat_map(Limit::places).collect()
        };
        let (communes, beneficiaries) = (named(PairedWith::Communes), named(PairedWith::Beneficiaries));
        Self { limits, communes, beneficiaries }
    }

    /// Whether a source may help a beneficiary, as far as pairings go.
    pub(super) fn allow(&self, scenario: &Scenario, source: SourceIndex, beneficiary: Beneficiary) -> bool {
        self.limits.get(&source).is_none_or(|limit| {
            let place = limit.paired_with.place_of(scenario, beneficiary);
            !limit.never.contains(&place) && limit.only.as_ref().is_none_or(|only| only.contains(&place))
        })
    }

    /// What pairings tell of a beneficiary: its commune and itself, where some source's limit names them.
    pub(super) fn profile(&self, scenario: &Scenario, beneficiary: Beneficiary) -> [Option<Beneficiary>; 2] {
        let commune = Beneficiary::Commune(scenario.commune(beneficiary));
        [
            Some(commune).filter(|commune| self.communes.contains(commune)),
            Some(beneficiary).filter(|one| self.beneficiaries.contains(one)),
        ]
    }
}
