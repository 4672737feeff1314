//! What the public tables add up: money and households by commune and programme, and by donor and programme.
//! Programmes and donors are told apart by their names: the public sees no id.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::tables::{AwardStatus, Tables};
use crate::domain::{Beneficiary, BeneficiaryKind, Need, Scenario};
use crate::units::Vnd;

/// A figure of the public tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    /// A programme in a commune (code).
    Cell(&'a str, &'a str),
    /// A donor's money in a programme.
    Gift(&'a str, &'a str),
    /// A commune (code).
    Commune(&'a str),
    /// A donor.
    Donor(&'a str),
    /// A programme.
    Programme(&'a str),
    /// Everything.
    Total,
}

/// What stands behind a figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum<'a> {
    /// Ids of the households helped.
    named: BTreeSet<&'a str>,
    /// Households that a commune has still to name: one a unit of its own request, a part of a unit too.
    unnamed: i64,
    /// Đồng.
    pub(super) amount: Vnd,
}

impl Sum<'_> {
    /// Different households.
    pub(super) fn households(&self) -> i64 {
        i64::try_from(self.named.len()).expect("a count fits 63 bits") + self.unnamed
    }
}

/// All figures that are not zero.
#[derive(Debug)]
pub(super) struct Sums<'a> {
    figures: BTreeMap<Key<'a>, Sum<'a>>,
}

impl<'a> Sums<'a> {
    /// Adds up awards (by commune) and transfers (by donor).
    pub(super) fn of(scenario: &'a Scenario, tables: &'a Tables) -> Self {
        let mut sums = Self { figures: BTreeMap::new() };
        let decided: Vec<_> = tables.awards.iter().filter(|row| row.status != AwardStatus::Outside).collect();
        for award in decided.chunk_by(|one, next| one.beneficiary == next.beneficiary && one.package == next.package) {
            let Some(first) = award.first() else { continue };
            let need = need(scenario, &first.beneficiary, &first.package);
            let amount = award.iter().map(|row| row.amount).sum();
            let programme = &*scenario.package(need.package).name;
            let commune = &*scenario.area(scenario.commune(need.beneficiary)).code;
            for key in [Key::Cell(commune, programme), Key::Commune(commune), Key::Programme(programme), Key::Total] {
                sums.add(scenario, key, need, amount);
            }
        }
        for transfer in &tables.transfers {
            let need = need(scenario, &transfer.beneficiary, &transfer.package);
            let source = scenario.sources.binary_search_by(|source| source.id.cmp(&transfer.source)).ok();
            let source = source.and_then(|at| scenario.sources.get(at)).expect("a transfer names a source");
            let programme = &*scenario.package(need.package).name;
            for key in [Key::Gift(&source.name, programme), Key::Donor(&source.name)] {
                sums.add(scenario, key, need, transfer.amount);
            }
        }
        sums
    }

    fn add(&mut self, scenario: &'a Scenario, key: Key<'a>, need: &'a Need, amount: Vnd) {
        let sum = self.figures.entry(key).or_default();
        sum.amount += amount;
        match need.beneficiary {
            Beneficiary::Household(household) => {
                sum.named.insert(&scenario.household(household).id);
            }
            Beneficiary::Commune(_) if scenario.package(need.package).beneficiary == BeneficiaryKind::Household => {
                let units = amount.whole_units(need.unit_cost);
                let has_part = need.unit_cost.times(units) != amount;
                sum.unnamed += i64::from(units) + i64::from(has_part);
            }
            Beneficiary::Commune(_) => {}
        }
    }

    /// All figures with their sums, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Key<'a>, &Sum<'a>)> {
        self.figures.iter().map(|(key, sum)| (*key, sum))
    }

    /// A figure, if it is not zero.
    pub(super) fn get(&self, key: &Key<'a>) -> Option<&Sum<'a>> {
        self.figures.get(key)
    }

    /// Programmes that help somebody in a commune.
    pub(super) fn programmes_in(&self, commune: &'a str) -> impl Iterator<Item = &'a str> {
        self.figures.range(Key::Cell(commune, "")..).map_while(move |(key, _)| match key {
            Key::Cell(code, programme) if *code == commune => Some(*programme),
            _ => None,
        })
    }

    /// Programmes that a donor pays for.
    pub(super) fn programmes_of(&self, donor: &'a str) -> impl Iterator<Item = &'a str> {
        self.figures.range(Key::Gift(donor, "")..).map_while(move |(key, _)| match key {
            Key::Gift(name, programme) if *name == donor => Some(*programme),
            _ => None,
        })
    }

    /// All donors that pay.
    pub(super) fn donors(&self) -> impl Iterator<Item = &'a str> {
        self.figures.keys().filter_map(|key| if let Key::Donor(name) = key { Some(*name) } else { None })
    }

    /// All programmes that help somebody.
    pub(super) fn programmes(&self) -> impl Iterator<Item = &'a str> {
        self.figures.keys().filter_map(|key| if let Key::Programme(name) = key { Some(*name) } else { None })
    }
}

/// The need of a row.
fn need<'a>(scenario: &'a Scenario, beneficiary: &str, package: &str) -> &'a Need {
    let key = |need: &Need| {
        let who = scenario.beneficiary_id(need.beneficiary).cmp(beneficiary);
        who.then_with(|| scenario.package(need.package).id.as_str().cmp(package))
    };
    let position = scenario.needs.binary_search_by(key).ok();
    position.and_then(|position| scenario.needs.get(position)).expect("a row of a table names a need of its scenario")
}
