//! A small scenario built by hand, with a hand-written plan: every sum and every reason is asserted.

mod awards;
mod communes;
mod restated;
mod rules;
mod sources;
mod unserved;

use std::collections::{BTreeMap, BTreeSet};

use super::{Books, tabulate};
use crate::domain::standard::IndicatorSet;
use crate::domain::tables::{AwardRow, SourceRow, Tables, UnservedRow};
use crate::domain::{
    Account, Area, Beneficiary, BeneficiaryKind, Class, Commitment, CommitmentStatus, Demand, Earmark, Grain,
    GroupShare, Household, Level, Need, Package, Pairings, Plan, Scenario, Setting, Settings, Source, SourceKind,
    SourceStatus, Standard, Transfer, Worth,
};
use crate::eligibility;
use crate::findings::Place;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, PackageIndex, SourceIndex};
use crate::severity;
use crate::units::{Share, Vnd};

/// So many million đồng.
pub(super) fn m(millions: i64) -> Vnd {
    Vnd::new(millions * 1_000_000)
}

/// A scenario and its plan in the making; things are added in the order of their ids.
pub(super) struct World {
    pub(super) scenario: Scenario,
    plan: Plan,
    groups: Vec<GroupShare>,
}

impl World {
    /// Province `p` with the communes `x1` (with the village `x1a`) and `x2`; packages `cow` 10 m, `house` 60 m,
    /// `repair` 30 m (house and repair exclude each other).
    pub(super) fn new() -> Self {
        let (_, standard) = Standard::built_in().into_iter().next().unwrap();
        let settings = Settings { title: "Thử".to_owned(), year: 2026, ..Settings::default() };
        let scenario = Scenario {
            settings,
            standard,
            areas: Vec::new(),
            households: Vec::new(),
            packages: Vec::new(),
            needs: Vec::new(),
            sources: Vec::new(),
            commitments: Vec::new(),
            pairings: Vec::new(),
            rules: Vec::new(),
            near: None,
            aim: None,
        };
        let mut world = Self { scenario, plan: Plan::default(), groups: Vec::new() };
        world.area("p", Level::Province, None);
        world.area("x1", Level::Commune, Some("p"));
        world.area("x1a", Level::Village, Some("x1"));
        world.area("x2", Level::Commune, Some("p"));
        world.package("cow", 10);
        world.package("house", 60).exclusive_group = Some("roof".to_owned());
        world.package("repair", 30).exclusive_group = Some("roof".to_owned());
        world
    }

    pub(super) fn area(&mut self, code: &str, level: Level, parent: Option<&str>) -> &mut Area {
        let parent = parent.map(|parent| self.area_index(parent));
        let area = Area {
            code: code.to_owned(),
            name: format!("Tên {code}"),
            level,
            parent,
            setting: Setting::Rural,
            households: None,
            poor_households: None,
            near_poor_households: None,
            tags: BTreeSet::new(),
        };
        self.scenario.areas.push(area);
        self.scenario.areas.last_mut().unwrap()
    }

    pub(super) fn package(&mut self, id: &str, millions: i64) -> &mut Package {
        self.scenario.packages.push(Package {
            id: id.to_owned(),
            name: format!("Gói {id}"),
            purpose: format!("purpose-{id}"),
            unit_cost: m(millions),
            beneficiary: BeneficiaryKind::Household,
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
        });
        self.scenario.packages.last_mut().unwrap()
    }

    /// The package that [`World::new`] made.
    pub(super) fn known_package(&mut self, id: &str) -> &mut Package {
        self.scenario.packages.iter_mut().find(|package| package.id == id).unwrap()
    }

    pub(super) fn household(&mut self, id: &str, area: &str) -> &mut Household {
        let area = self.area_index(area);
        self.scenario.households.push(Household {
            id: id.to_owned(),
            area,
            head_name: format!("Chủ hộ {id}"),
            national_id: "012345678901".to_owned(),
            birth_year: "1970".to_owned(),
            members: 4,
            class: Class::Poor,
            b1: None,
            deprived: IndicatorSet::default(),
            tags: BTreeSet::new(),
            place: Place::default(),
        });
        self.scenario.households.last_mut().unwrap()
    }

    /// A need of a household or a commune's own request, one unit.
    pub(super) fn need(&mut self, beneficiary: &str, package: &str) -> &mut Need {
        let beneficiary = self.beneficiary(beneficiary);
        let position = self.scenario.packages.iter().position(|it| it.id == package).unwrap();
        let unit_cost = self.scenario.packages[position].unit_cost;
        self.scenario.needs.push(Need {
            beneficiary,
            package: PackageIndex::new(position),
            quantity: 1,
            class: None,
            unit_cost,
            has_own_cost: false,
            priority: 1.0,
            outside: Vnd::ZERO,
            place: Place::default(),
        });
        self.scenario.needs.last_mut().unwrap()
    }

    /// A received fund of so many million.
    pub(super) fn source(&mut self, id: &str, millions: i64) -> &mut Source {
        self.scenario.sources.push(Source {
            id: id.to_owned(),
            name: format!("Nguồn {id}"),
            kind: SourceKind::Fund,
            worth: Worth::Cash(m(millions)),
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
        });
        self.scenario.sources.last_mut().unwrap()
    }

    /// A commitment line; `None` is outside help.
    pub(super) fn commit(&mut self, source: Option<&str>, of: (&str, &str), millions: i64, status: CommitmentStatus) {
        let line = Commitment {
            source: source.map(|source| self.source_index(source)),
            need: self.need_index(of),
            units: 1,
            amount: m(millions),
            status,
            place: Place::default(),
        };
        self.scenario.commitments.push(line);
    }

    /// A transfer of so many million.
    pub(super) fn pay(&mut self, source: &str, of: (&str, &str), millions: i64) {
        let transfer = Transfer { source: self.source_index(source), need: self.need_index(of), amount: m(millions) };
        self.plan.transfers.push(transfer);
    }

    pub(super) fn floor(&mut self, area: &str, floor: f64) {
        let group = self.area_index(area);
        self.groups.push(GroupShare { group, entitlement: Some(0.5), floor });
    }

    pub(super) fn area_index(&self, code: &str) -> AreaIndex {
        AreaIndex::new(self.scenario.areas.iter().position(|it| it.code == code).unwrap())
    }

    fn source_index(&self, id: &str) -> SourceIndex {
        SourceIndex::new(self.scenario.sources.iter().position(|it| it.id == id).unwrap())
    }

    pub(super) fn beneficiary(&self, id: &str) -> Beneficiary {
        match self.scenario.households.iter().position(|household| household.id == id) {
            Some(position) => Beneficiary::Household(HouseholdIndex::new(position)),
            None => Beneficiary::Commune(self.area_index(id)),
        }
    }

    fn need_index(&self, (beneficiary, package): (&str, &str)) -> NeedIndex {
        let scenario = &self.scenario;
        let is_it = |need: &Need| {
            scenario.beneficiary_id(need.beneficiary) == beneficiary && scenario.package(need.package).id == package
        };
        NeedIndex::new(scenario.needs.iter().position(is_it).unwrap())
    }

    /// The tables of the plan; lists must have been added in the order of their ids.
    pub(super) fn tables(&self) -> Tables {
        let scenario = &self.scenario;
        assert!(scenario.areas.is_sorted_by_key(|it| &it.code));
        assert!(scenario.households.is_sorted_by_key(|it| &it.id));
        assert!(scenario.sources.is_sorted_by_key(|it| &it.id));
        assert!(scenario.needs.is_sorted_by_key(|it| (scenario.beneficiary_id(it.beneficiary), it.package)));
        let weights = severity::weigh(scenario);
        let eligibility = eligibility::find(scenario, &Pairings::default());
        let (plan, groups) = (&self.plan, self.groups.as_slice());
        let pairings = &Pairings::default();
        tabulate(&Books { scenario, weights: &weights, eligibility: &eligibility, plan, pairings, groups, stages: &[] })
    }

    pub(super) fn unserved(&self, of: (&str, &str)) -> UnservedRow {
        let rows = self.tables().unserved;
        rows.into_iter().find(|row| (row.beneficiary.as_str(), row.package.as_str()) == of).unwrap()
    }

    pub(super) fn awards_of(&self, of: (&str, &str)) -> Vec<AwardRow> {
        let rows = self.tables().awards;
        rows.into_iter().filter(|row| (row.beneficiary.as_str(), row.package.as_str()) == of).collect()
    }

    pub(super) fn source_row(&self, id: &str) -> SourceRow {
        self.tables().sources.into_iter().find(|row| row.source == id).unwrap()
    }
}

/// Both sides of every sum agree to the đồng.
#[test]
fn integers_add_up_across_all_tables() {
    let mut world = World::new();
    world.household("h1", "x1a");
    world.household("h2", "x2");
    world.source("s1", 75);
    world.source("s2", 40);
    world.need("h1", "house");
    world.need("h2", "cow");
    world.need("h2", "house");
    world.commit(Some("s2"), ("h1", "house"), 7, CommitmentStatus::Promised);
    world.pay("s1", ("h1", "house"), 40);
    world.pay("s2", ("h1", "house"), 20);
    world.pay("s1", ("h2", "cow"), 10);
    let tables = world.tables();
    let transferred: Vnd = tables.transfers.iter().map(|row| row.amount).sum();
    assert_eq!(transferred, m(70));
    assert_eq!(tables.totals.transferred, transferred);
    assert_eq!(tables.awards.iter().map(|row| row.amount).sum::<Vnd>(), transferred);
    assert_eq!(tables.communes.iter().map(|row| row.served).sum::<Vnd>(), transferred);
    assert_eq!(tables.sources.iter().map(|row| row.used).sum::<Vnd>(), transferred);
    assert_eq!(tables.totals.asked, m(130));
    assert_eq!(tables.unserved.iter().map(|row| row.amount_missing).sum::<Vnd>(), m(60));
    assert_eq!(tables.totals.awards, 3);
    assert!((tables.totals.households - 2.0).abs() < 1e-12);
    let order: Vec<_> = tables.transfers.iter().map(|row| (row.source.as_str(), row.beneficiary.as_str())).collect();
    assert_eq!(order, [("s1", "h1"), ("s1", "h2"), ("s2", "h1")]);
}

/// Amounts by key, for short assertions.
pub(super) fn by_key<K: Ord, V>(rows: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    rows.into_iter().collect()
}

/// B of a source.
fn available(scenario: &Scenario, source: SourceIndex) -> Vnd {
    crate::funds::all_available(scenario).get(source.get()).copied().unwrap()
}
