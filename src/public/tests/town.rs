//! A small plan: who gets what from whom. Each programme costs the same everywhere, so that a price list exists.

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::domain::standard::IndicatorSet;
use crate::domain::tables::{AwardRow, AwardStatus, Tables, Totals, TransferRow};
use crate::domain::{
    Account, Area, Beneficiary, BeneficiaryKind, Certificate, Class, Demand, Earmark, Grain, Household, Level, Need,
    Package, PublicTables, Scenario, Setting, Settings, Source, SourceKind, SourceStatus, Standard, Worth,
};
use crate::findings::Place;
use crate::ids::{AreaIndex, HouseholdIndex, PackageIndex};
use crate::units::{Share, Vnd};

/// A sum: commune, programme, donor, as far as they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Figure {
    Cell(usize, usize),
    Commune(usize),
    Programme(usize),
    Gift(usize, usize),
    Donor(usize),
    All,
}

/// What one household gets: commune, household of the commune, programme, donor.
type Gift = (usize, usize, usize, usize);

/// The works of a commune stand behind its programmes.
const WORKS: &str = "works";

pub(super) struct Town {
    gifts: Vec<Gift>,
    works: Option<(usize, i64)>,
}

impl Town {
    /// So many households (the first of the commune) get a programme from a donor.
    pub(super) fn of(cells: &[(usize, usize, usize, usize)]) -> Self {
        let one = |&(commune, programme, donor, households): &(usize, usize, usize, usize)| {
            (0..households).map(move |household| (commune, household, programme, donor))
        };
        Self { gifts: cells.iter().flat_map(one).collect(), works: None }
    }

    /// The same with works for a commune as such.
    pub(super) fn with_works(self, commune: usize, amount: i64) -> Self {
        Self { works: Some((commune, amount)), ..self }
    }

    /// Up to five communes, four programmes and three donors; groups of every size around five.
    pub(super) fn random(seed: u64) -> Self {
        let mut chance = Pcg64::seed_from_u64(seed);
        let (communes, programmes, donors) =
            (chance.random_range(1..=5), chance.random_range(1..=4), chance.random_range(1..=3));
        let mut gifts = Vec::new();
        for commune in 0..communes {
            for programme in 0..programmes {
                if chance.random_range(0..4) == 0 {
                    continue;
                }
                let households =
                    if chance.random_range(0..3) == 0 { chance.random_range(1..5) } else { chance.random_range(5..25) };
                let first = chance.random_range(0..6);
                let giver = chance.random_range(0..donors);
                for household in first..first + households {
                    let donor = if chance.random_range(0..5) == 0 { chance.random_range(0..donors) } else { giver };
                    gifts.push((commune, household, programme, donor));
                }
            }
        }
        Self { gifts, works: None }
    }

    /// What is published.
    pub(super) fn published(&self) -> PublicTables {
        let (scenario, tables) = self.plan();
        crate::public::tables(&scenario, &tables)
    }

    /// Money and households of every sum.
    pub(super) fn sums(&self) -> BTreeMap<Figure, (i64, i64)> {
        let mut sums: BTreeMap<Figure, (i64, BTreeSet<(usize, usize)>)> = BTreeMap::new();
        for &(commune, household, programme, donor) in &self.gifts {
            let figures = [
                Figure::Cell(commune, programme),
                Figure::Commune(commune),
                Figure::Programme(programme),
                Figure::Gift(donor, programme),
                Figure::Donor(donor),
                Figure::All,
            ];
            for figure in figures {
                let (amount, households) = sums.entry(figure).or_default();
                *amount += cost(programme);
                households.insert((commune, household));
            }
        }
        let count = |households: BTreeSet<_>| i64::try_from(households.len()).unwrap();
        sums.into_iter().map(|(figure, (amount, households))| (figure, (amount, count(households)))).collect()
    }

    /// The sums that must not be read.
    pub(super) fn small(&self) -> Vec<Figure> {
        self.sums().into_iter().filter(|(_, (_, households))| *households < 5).map(|(figure, _)| figure).collect()
    }

    /// The money of a small sum if five households stood behind it, millions.
    pub(super) fn money_of_five(&self, figure: &Figure) -> f64 {
        let (amount, households) = self.sums()[figure];
        Vnd::new(amount).millions() * 5.0 / f64::from(i32::try_from(households).unwrap())
    }

    fn plan(&self) -> (Scenario, Tables) {
        let of = |part: fn(&Gift) -> usize| self.gifts.iter().map(part).collect::<BTreeSet<usize>>();
        let communes: Vec<usize> = of(|gift| gift.0).into_iter().collect();
        let programmes = of(|gift| gift.2);
        let names: Vec<String> =
            programmes.iter().map(|p| format!("p{p}")).chain(self.works.map(|_| WORKS.to_owned())).collect();
        let people: BTreeSet<(usize, usize)> = self.gifts.iter().map(|gift| (gift.0, gift.1)).collect();
        let ids: BTreeMap<String, (usize, usize)> =
            people.iter().map(|&(commune, number)| (format!("h{commune}-{number:03}"), (commune, number))).collect();
        let at = |commune: usize| AreaIndex::new(communes.iter().position(|&known| known == commune).unwrap());
        let position = |name: &str| PackageIndex::new(names.iter().position(|known| known == name).unwrap());
        let mut wanted: BTreeMap<(String, String), (Beneficiary, i64)> = BTreeMap::new();
        let mut transfers: BTreeMap<(String, String, String), i64> = BTreeMap::new();
        for &(commune, number, programme, donor) in &self.gifts {
            let (id, name) = (format!("h{commune}-{number:03}"), format!("p{programme}"));
            let household = ids.keys().position(|known| *known == id).unwrap();
            let who = Beneficiary::Household(HouseholdIndex::new(household));
            wanted.insert((id.clone(), name.clone()), (who, cost(programme)));
            *transfers.entry((format!("d{donor}"), id, name)).or_default() += cost(programme);
        }
        if let Some((commune, amount)) = self.works {
            let (code, name) = (format!("c{commune}"), WORKS.to_owned());
            wanted.insert((code.clone(), name.clone()), (Beneficiary::Commune(at(commune)), amount));
            transfers.insert(("d0".to_owned(), code, name), amount);
        }
        let donors: BTreeSet<&String> = transfers.keys().map(|(donor, _, _)| donor).collect();
        let scenario = Scenario {
            settings: Settings { title: "Thử".to_owned(), year: 2026, ..Settings::default() },
            standard: Standard::built_in().swap_remove(0).1,
            areas: communes.iter().map(|&commune| area(commune)).collect(),
            households: ids.iter().map(|(id, &(commune, number))| household(id, at(commune), number)).collect(),
            packages: names.iter().map(|name| package(name)).collect(),
            needs: wanted.iter().map(|((_, name), &(who, amount))| need(who, position(name), amount)).collect(),
            sources: donors.into_iter().map(|donor| source(donor)).collect(),
            commitments: Vec::new(),
            pairings: Vec::new(),
            rules: Vec::new(),
            near: None,
            aim: None,
        };
        let awards =
            wanted.into_iter().map(|((beneficiary, package), (_, amount))| award(beneficiary, package, amount));
        let tables = tables(awards.collect(), transfers);
        (scenario, tables)
    }
}

/// Đồng that a household gets from a programme.
fn cost(programme: usize) -> i64 {
    10_000_000 * i64::try_from(programme + 1).unwrap()
}

fn area(commune: usize) -> Area {
    Area {
        code: format!("c{commune}"),
        name: format!("C{commune}"),
        level: Level::Commune,
        parent: None,
        setting: Setting::Rural,
        households: None,
        poor_households: None,
        near_poor_households: None,
        tags: BTreeSet::new(),
    }
}

fn household(id: &str, area: AreaIndex, number: usize) -> Household {
    Household {
        id: id.to_owned(),
        area,
        head_name: format!("A{}", 999 - number),
        national_id: "012345678901".to_owned(),
        birth_year: "1970".to_owned(),
        members: 1,
        class: Class::Poor,
        b1: None,
        deprived: IndicatorSet::default(),
        tags: BTreeSet::new(),
        place: Place::default(),
    }
}

fn package(name: &str) -> Package {
    Package {
        id: name.to_owned(),
        name: name.to_owned(),
        purpose: "gift".to_owned(),
        unit_cost: Vnd::new(1_000_000),
        beneficiary: if name == WORKS { BeneficiaryKind::Commune } else { BeneficiaryKind::Household },
        indicators: IndicatorSet::default(),
        names_indicators: false,
        b1_gain: 0.0,
        classes: BTreeSet::new(),
        requires: BTreeSet::new(),
        excludes: BTreeSet::new(),
        exclusive_group: None,
        priority: 1.0,
        grain: Grain::Whole,
        demand: Demand::Requested,
        account: Account::Poverty,
    }
}

fn need(beneficiary: Beneficiary, package: PackageIndex, amount: i64) -> Need {
    Need {
        beneficiary,
        package,
        quantity: 1,
        class: None,
        unit_cost: Vnd::new(amount),
        has_own_cost: true,
        priority: 1.0,
        outside: Vnd::ZERO,
        place: Place::default(),
    }
}

fn source(id: &str) -> Source {
    Source {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: SourceKind::Donor,
        worth: Worth::Cash(Vnd::new(1_000_000_000_000)),
        status: SourceStatus::Received,
        rate: Share::ONE,
        account: Account::Poverty,
        earmark: Earmark::default(),
        reserve: Share::ZERO,
        whole_units: false,
        max_per_household: None,
        max_per_commune: None,
        max_partners: None,
        place: Place::default(),
    }
}

fn award(beneficiary: String, package: String, amount: i64) -> AwardRow {
    AwardRow {
        commune: String::new(),
        purpose: String::new(),
        units: 1.0,
        amount: Vnd::new(amount),
        weight: 1.0,
        status: AwardStatus::New,
        certainty: None,
        reason: None,
        beneficiary,
        package,
    }
}

fn tables(awards: Vec<AwardRow>, transfers: BTreeMap<(String, String, String), i64>) -> Tables {
    let row = |((source, beneficiary, package), amount): ((String, String, String), i64)| TransferRow {
        amount: Vnd::new(amount),
        units: None,
        source,
        beneficiary,
        package,
    };
    let totals =
        Totals { asked: Vnd::ZERO, transferred: Vnd::ZERO, outside: Vnd::ZERO, awards: 0, households: 0.0, exits: 0 };
    Tables {
        waiting: Vec::new(),
        blocks: Vec::new(),
        transfers: transfers.into_iter().map(row).collect(),
        unserved: Vec::new(),
        communes: Vec::new(),
        groups: Vec::new(),
        sources: Vec::new(),
        rules: Vec::new(),
        pairings: Vec::new(),
        certificate: Certificate::default(),
        stages: Vec::new(),
        totals,
        awards,
    }
}
