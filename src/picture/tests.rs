//! A scenario small enough to count by hand.

use std::collections::BTreeSet;

use super::*;
use crate::domain::settings::{Settings, WeightBasis};
use crate::domain::{
    Account, Area, Beneficiary, BeneficiaryKind, Demand, Earmark, Grain, Household, IndicatorSet, Level, Need, Package,
    Setting, Source, SourceKind, SourceStatus, Standard, Worth,
};
use crate::findings::Place;
use crate::ids::{AreaIndex, HouseholdIndex, PackageIndex};
use crate::units::{Share, Vnd};

fn area(code: &str, level: Level, parent: Option<usize>) -> Area {
    Area {
        code: code.to_owned(),
        name: format!("Name of {code}"),
        level,
        parent: parent.map(AreaIndex::new),
        setting: Setting::Rural,
        households: Some(100),
        poor_households: Some(10),
        near_poor_households: None,
        tags: BTreeSet::new(),
    }
}

fn household(id: &str, area: usize, class: Class) -> Household {
    Household {
        id: id.to_owned(),
        area: AreaIndex::new(area),
        head_name: String::new(),
        national_id: String::new(),
        birth_year: String::new(),
        members: 1,
        class,
        b1: None,
        deprived: IndicatorSet::default(),
        tags: BTreeSet::new(),
        place: Place::default(),
    }
}

fn package(id: &str, purpose: &str, cost: i64) -> Package {
    Package {
        id: id.to_owned(),
        name: id.to_owned(),
        purpose: purpose.to_owned(),
        unit_cost: Vnd::new(cost),
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
    }
}

fn need(household: usize, package: usize, cost: i64) -> Need {
    Need {
        beneficiary: Beneficiary::Household(HouseholdIndex::new(household)),
        package: PackageIndex::new(package),
        quantity: 1,
        class: None,
        unit_cost: Vnd::new(cost),
        has_own_cost: false,
        priority: 1.0,
        outside: Vnd::ZERO,
        place: Place::default(),
    }
}

fn source(id: &str, worth: Worth, earmark: Earmark) -> Source {
    Source {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: SourceKind::Donor,
        worth,
        status: SourceStatus::Pledged,
        rate: Share::parse("0.8").unwrap(),
        account: Account::Poverty,
        earmark,
        reserve: Share::parse("0.5").unwrap(),
        whole_units: false,
        max_per_household: None,
        max_per_commune: None,
        max_partners: None,
        place: Place::default(),
    }
}

/// Two communes, one household each: a house of 60 and a Tết gift of 1 for the first, a gift of 1 for the second.
/// A free pledge of 100 (40 usable), 5 gifts in kind (2 usable), 10 for a purpose that nobody asks for.
fn scenario() -> Scenario {
    let purposes = |purpose: &str| Earmark { purposes: BTreeSet::from([purpose.to_owned()]), ..Earmark::default() };
    let goods = Worth::Goods { package: PackageIndex::new(0), quantity: 5 };
    Scenario {
        settings: Settings::default(),
        standard: Standard::built_in().swap_remove(0).1,
        areas: vec![
            area("1", Level::Province, None),
            area("11", Level::Commune, Some(0)),
            area("12", Level::Commune, Some(0)),
        ],
        households: vec![household("h1", 1, Class::Poor), household("h2", 2, Class::NearPoor)],
        packages: vec![package("gift", "gift", 1), package("house", "housing", 60)],
        needs: vec![need(0, 0, 1), need(0, 1, 60), need(1, 0, 1)],
        sources: vec![
            source("a-free", Worth::Cash(Vnd::new(100)), Earmark::default()),
            source("b-goods", goods, Earmark::default()),
            source("c-idle", Worth::Cash(Vnd::new(25)), purposes("education")),
        ],
        commitments: Vec::new(),
        pairings: Vec::new(),
        rules: Vec::new(),
        near: None,
        aim: None,
    }
}

#[test]
fn money_counts_rates_reserves_and_goods() {
    let money = draw(&scenario()).money;
    assert_eq!((money.amount, money.available), (Vnd::new(130), Vnd::new(40 + 2 + 10)));
    // The goods suit two gifts; what no need can use is the education money alone.
    assert_eq!(money.idle, Vnd::new(10));
    let idle = money.sources.last().unwrap();
    assert_eq!((idle.fundable, idle.refusal), (Vnd::ZERO, Some("purposes")));
}

#[test]
fn reach_is_the_share_that_eligible_money_could_pay() {
    let need = draw(&scenario()).need;
    assert_eq!((need.all.needs, need.all.asked, need.all.eligible), (3, Vnd::new(62), Vnd::new(42)));
    let lines: Vec<(&str, Vnd)> = need.by_purpose.iter().map(|line| (line.key.as_str(), line.eligible)).collect();
    assert_eq!(lines, [("gift", Vnd::new(2)), ("housing", Vnd::new(40))]);
    let housing = need.by_purpose.last().unwrap();
    assert!((housing.reach.unwrap() - 40.0 / 60.0).abs() < 1e-12);
    let communes: Vec<(&str, &str, Vnd)> =
        need.by_commune.iter().map(|line| (line.key.as_str(), line.name.as_str(), line.asked)).collect();
    assert_eq!(communes, [("11", "Name of 11", Vnd::new(61)), ("12", "Name of 12", Vnd::new(1))]);
    let classes: Vec<&str> = need.by_class.iter().map(|line| line.key.as_str()).collect();
    assert_eq!(classes, ["near_poor", "poor"]);
}

#[test]
fn a_commitment_beyond_the_reserve_stays_available() {
    let mut scenario = scenario();
    scenario.commitments.push(crate::domain::Commitment {
        source: Some(crate::ids::SourceIndex::new(0)),
        need: crate::ids::NeedIndex::new(1),
        units: 1,
        amount: Vnd::new(60),
        status: crate::domain::CommitmentStatus::Promised,
        place: Place::default(),
    });
    assert_eq!(crate::funds::all_available(&scenario).first(), Some(&Vnd::new(60)));
}

#[test]
fn settings_that_mislead_are_named() {
    let mut scenario = scenario();
    assert_eq!(draw(&scenario).notes, [Note::PriceNeverMatters, Note::CoverageRewardsAsking]);
    scenario.settings.weight.basis = WeightBasis::Unit;
    let expected = Note::UnitCostsDiffer { least: Vnd::new(1), most: Vnd::new(60) };
    assert_eq!(draw(&scenario).notes.first(), Some(&expected));
}

/// Stated classes and scores, by commune: rural 140 points and urban 175 were the lines before 2027.
fn scored(standard: &str) -> Classes {
    let mut scenario = scenario();
    let found = Standard::built_in().into_iter().find(|(name, _)| *name == standard).unwrap();
    scenario.standard = found.1;
    standard.clone_into(&mut scenario.settings.standard);
    let three = scenario.standard.set_of(["water", "sanitation", "telecom"]);
    let one = scenario.standard.set_of(["water"]);
    let mut rows = Vec::new();
    for (class, b1, deprived) in [
        (Class::Poor, Some(140.0), three),
        (Class::NearPoor, Some(120.0), three),
        (Class::NearPoor, Some(120.0), one),
        (Class::Poor, Some(150.0), three),
        (Class::Other, Some(150.0), one),
        (Class::Poor, None, three),
    ] {
        rows.push(Household { b1, deprived, ..household(&format!("s{}", rows.len()), 1, class) });
    }
    scenario.needs.clear();
    scenario.households = rows;
    Classes::of(&scenario)
}

fn counts(line: &ClassLine) -> [usize; 8] {
    let stated = [line.stated_poor, line.stated_near_poor];
    let [one, two] = stated;
    [one, two, line.poor, line.near_poor, line.above, line.unknown, line.unknown_deprived, line.changed]
}

#[test]
fn classes_are_scored_by_the_line_of_the_standard() {
    let classes = scored("2022-2025");
    assert_eq!(counts(&classes.all), [3, 2, 2, 1, 2, 1, 0, 2]);
    assert_eq!(classes.by_commune.len(), 1);
    assert_eq!(classes.changes().count(), 1);
}

#[test]
fn a_standard_without_points_knows_those_below_the_line_before_it() {
    let classes = scored("2027-2030");
    assert_eq!(counts(&classes.all), [3, 2, 2, 1, 0, 3, 1, 1]);
    assert!(!classes.has_points_line && classes.changes().count() == 1);
}
