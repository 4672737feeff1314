//! A right run folder has no violation; every column and every constraint, broken alone, is seen.

mod fixture;
mod kept;
mod pairings;
mod rules;

use std::collections::BTreeSet;

use fixture::{MILLION, commitment, folder, scenario};

use super::RULES;
use super::case::Case;
use crate::domain::settings::{Entitlement, Maximize, Measure};
use crate::domain::{Beneficiary, CommitmentStatus, Grain, Level, Scenario, SourceStatus, Worth};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, PackageIndex};
use crate::messages::{Catalogue, Language};
use crate::units::{Share, Vnd};

#[test]
fn a_right_folder_has_no_violation_and_its_value() {
    let opinion = folder().opinion(&scenario());
    assert_eq!(opinion.violations, Vec::new());
    assert!((opinion.value - 249.0).abs() < 1e-9, "{}", opinion.value);
}

#[test]
fn every_cell_of_figures_is_judged() {
    let unjudged = [("unserved.csv", "needs"), ("groups.csv", "entitlement")];
    let scenario = scenario();
    for (file, rows) in [
        ("awards.csv", 8),
        ("transfers.csv", 8),
        ("unserved.csv", 6),
        ("communes.csv", 2),
        ("groups.csv", 2),
        ("sources.csv", 5),
    ] {
        for column in folder().columns(file) {
            for row in (1..=rows).filter(|_| !unjudged.contains(&(file, &column))) {
                let changed = folder().cell(file, row, &column, "7");
                assert_ne!(changed.rules(&scenario), Vec::<&str>::new(), "{file} row {row} {column}");
            }
        }
    }
}

/// Each changed cell (file, row, column, new cell) breaks exactly one rule.
fn each_breaks(changes: &[(&str, usize, &str, &str, &str)]) {
    let scenario = scenario();
    for &(file, row, column, new, rule) in changes {
        assert_eq!(folder().cell(file, row, column, new).rules(&scenario), [rule], "{file} row {row} {column} {new}");
    }
}

#[test]
fn a_wrong_figure_of_a_need_breaks_the_rule_of_its_table_alone() {
    each_breaks(&[
        ("awards.csv", 2, "purpose", "gift", "awards"),
        ("awards.csv", 5, "units", "4.5", "awards"),
        ("awards.csv", 2, "amount", "60000001", "awards"),
        ("awards.csv", 1, "weight", "61.06", "awards"),
        ("awards.csv", 2, "certainty", "sure", "awards"),
        ("awards.csv", 7, "certainty", "if_pledged", "awards"),
        ("awards.csv", 6, "amount", "25000000", "awards"),
        ("awards.csv", 2, "reason", "greatest_need", "reason_served"),
        ("awards.csv", 3, "reason", "floor", "reason_served"),
        ("awards.csv", 1, "reason", "floor", "reason_served"),
        ("awards.csv", 6, "reason", "greatest_need", "reason_served"),
        ("transfers.csv", 6, "units", "2", "transfers"),
        ("transfers.csv", 1, "units", "1", "transfers"),
        ("transfers.csv", 8, "units", "", "transfers"),
        ("unserved.csv", 2, "units_asked", "6", "unserved"),
        ("unserved.csv", 2, "units_served", "3", "unserved"),
        ("unserved.csv", 2, "amount_missing", "2000000", "unserved"),
        ("unserved.csv", 2, "weight", "1.9", "unserved"),
        ("unserved.csv", 2, "needs", "-1", "unserved"),
        ("unserved.csv", 1, "needs", "30000000", "unserved"),
        ("unserved.csv", 1, "reason", "met_elsewhere", "reason_unserved"),
        ("unserved.csv", 2, "reason", "lower_need", "reason_unserved"),
        ("unserved.csv", 4, "reason", "no_eligible_source", "reason_unserved"),
        ("unserved.csv", 6, "reason", "sources_exhausted", "reason_unserved"),
    ]);
}

#[test]
fn a_wrong_sum_breaks_the_rule_of_its_table_alone() {
    each_breaks(&[
        ("communes.csv", 1, "name", "Xã C", "communes"),
        ("communes.csv", 1, "households", "21", "communes"),
        ("communes.csv", 1, "poverty_rate", "0.06", "communes"),
        ("communes.csv", 1, "asked", "1", "communes"),
        ("communes.csv", 1, "served", "1", "communes"),
        ("communes.csv", 2, "outside", "30000000", "communes"),
        ("communes.csv", 1, "weight_asked", "1", "communes"),
        ("communes.csv", 1, "weight_served", "1", "communes"),
        ("communes.csv", 1, "coverage", "0.5", "communes"),
        ("communes.csv", 1, "entitlement", "", "communes"),
        ("communes.csv", 2, "shortfall", "0", "communes"),
        ("communes.csv", 2, "households_helped", "5", "communes"),
        ("communes.csv", 2, "exits", "0", "communes"),
        ("communes.csv", 2, "poverty_rate_after", "0.4", "communes"),
        ("groups.csv", 1, "level", "village", "groups"),
        ("groups.csv", 1, "weight_asked", "1", "groups"),
        ("groups.csv", 1, "weight_served", "1", "groups"),
        ("groups.csv", 1, "coverage", "", "groups"),
        ("groups.csv", 1, "floor", "142", "groups"),
        ("sources.csv", 5, "name", "Công ty", "sources"),
        ("sources.csv", 1, "kind", "fund", "sources"),
        ("sources.csv", 1, "account", "relief", "sources"),
        ("sources.csv", 1, "amount", "1", "sources"),
        ("sources.csv", 1, "available", "100000000", "sources"),
        ("sources.csv", 1, "used", "1", "sources"),
        ("sources.csv", 1, "left", "0", "sources"),
        ("sources.csv", 2, "awards", "5", "sources"),
        ("sources.csv", 2, "communes", "1", "sources"),
        ("sources.csv", 2, "transfers", "5", "sources"),
        ("sources.csv", 1, "reason_left", "other_goal", "reason_left"),
        ("sources.csv", 3, "reason_left", "needs_met", "reason_left"),
        ("sources.csv", 5, "reason_left", "needs_met", "reason_left"),
        ("sources.csv", 2, "reason_left", "cap_reached", "reason_left"),
    ]);
}

#[test]
fn entitlement_shortfall_and_floor_hang_together() {
    let scenario = scenario();
    let changed = folder().cell("groups.csv", 2, "shortfall", "9");
    assert_eq!(changed.rules(&scenario), ["communes", "groups", "stage"]);
    let changed = folder().cell("groups.csv", 2, "entitlement", "0.7");
    assert_eq!(changed.rules(&scenario), ["communes", "groups", "stage"]);
    let mut max_min = scenario.clone();
    max_min.settings.fairness.entitlement = Entitlement::MaxMin;
    assert_eq!(folder().rules(&max_min), ["groups"]);
    let mut none = scenario;
    none.settings.fairness.entitlement = Entitlement::None;
    assert_eq!(folder().rules(&none), ["groups"]);
}

#[test]
fn the_poverty_rate_after_is_never_below_zero() {
    let mut scenario = scenario();
    scenario.areas[3].poor_households = Some(0);
    let violations = folder().cell("communes.csv", 2, "poverty_rate_after", "0").opinion(&scenario).violations;
    let is_after = |(name, value): &(&str, String)| *name == "column" && value == "poverty_rate_after";
    assert!(!violations.iter().any(|violation| violation.facts.iter().any(is_after)), "{violations:?}");
}

#[test]
fn the_summary_agrees_with_the_tables() {
    let scenario = scenario();
    for (old, new, rule) in [
        (r#""title": "Thử""#, r#""title": "Khác""#, "summary"),
        (r#""asked": 259500000"#, r#""asked": 1"#, "summary"),
        (r#""transferred": 131500000"#, r#""transferred": 131500001"#, "summary"),
        (r#""outside": 25000000"#, r#""outside": 30000000"#, "summary"),
        (r#""awards": 7"#, r#""awards": 8"#, "summary"),
        (r#""households": 8.0"#, r#""households": 7.5"#, "summary"),
        (r#""exits": 2"#, r#""exits": 1"#, "summary"),
        (r#", "version": "0.1.0""#, "", "summary"),
        (r#""settings": {}"#, r#""settings": {"title": "Thử"}"#, "summary"),
        (r#""value": 0.75"#, r#""value": 0.9"#, "stage"),
        (r#""bound": 0.75"#, r#""bound": 0.76"#, "stage"),
        (r#""value": 9.1125"#, r#""value": 9"#, "stage"),
        (r#""value": 9.1125"#, r#""value": 12"#, "stage"),
        (r#""bound": 9.1125"#, r#""bound": 10"#, "stage"),
        (r#""bound": 249.0"#, r#""bound": 300"#, "stage"),
        (r#""stage": "objective""#, r#""stage": "else""#, "objective"),
    ] {
        assert_eq!(folder().replace("summary.json", old, new).rules(&scenario), [rule], "{new}");
    }
    let lied = folder().replace("summary.json", r#""value": 249.0"#, r#""value": 250.0"#).rules(&scenario);
    assert!(lied.contains(&"objective"), "{lied:?}");
}

#[test]
fn the_objective_is_derived_in_every_measure() {
    for (maximize, expected) in [
        (Maximize::Weight, 249.0),
        (Maximize::Units, 8.75),
        (Maximize::Households, 7.0),
        (Maximize::Exits, 1.0),
        (Maximize::Amount, 131.5),
    ] {
        let mut scenario = scenario();
        scenario.settings.objective.maximize = maximize;
        let value = folder().opinion(&scenario).value;
        assert!((value - expected).abs() < 1e-9, "{maximize:?} {value}");
    }
}

#[test]
fn rows_that_lack_or_are_too_many_are_seen() {
    let scenario = scenario();
    let relief = "h3,200,relief,1,0,5000000,13.75,sources_exhausted,5000000\n";
    for (file, old, new, expected) in [
        ("unserved.csv", relief, "", vec!["missing"]),
        ("unserved.csv", relief, &relief.repeat(2), vec!["twice"]),
        ("groups.csv", "200,commune,281.5,96.45,0.342628774422735,0.75,105.5625,9.1125\n", "", vec!["missing"]),
        ("sources.csv", "goods,goods,agency,poverty,3000000,3000000,3000000,0,1,1,1,\n", "", vec!["missing"]),
        ("awards.csv", "h3,200,repair,housing,1,0,82.5,outside,,\n", "", vec!["missing"]),
        ("awards.csv", "h3,200,repair,housing", "h3,200,none,housing", vec!["missing", "unknown"]),
        ("groups.csv", "group,level", "level,group", vec!["columns"]),
        ("sources.csv", "'=Công ty", "=Công ty", vec!["formula"]),
    ] {
        let rules = folder().replace(file, old, new).rules(&scenario);
        assert!(expected.iter().all(|rule| rules.contains(rule)), "{file} {new}: {rules:?}");
    }
    let served = "h4,200,school,1,0.75,1000000,2.25,lower_need,0\n";
    let extra = format!("{served}h9,200,school,1,0,1,1,lower_need,0\n");
    assert_eq!(folder().replace("unserved.csv", served, &extra).rules(&scenario), ["unknown"]);
    let extra = format!("h2,100,school,1,1,0,0,lower_need,0\n{relief}");
    assert_eq!(folder().replace("unserved.csv", relief, &extra).rules(&scenario), ["order", "unexpected"]);
}

#[test]
fn what_cannot_be_read_is_a_violation_too() {
    let scenario = scenario();
    for file in [
        "awards.csv",
        "transfers.csv",
        "unserved.csv",
        "communes.csv",
        "groups.csv",
        "sources.csv",
        "rules.csv",
        "summary.json",
    ] {
        assert!(!folder().without(file).rules(&scenario).is_empty(), "{file}");
    }
    for (file, column, new) in [
        ("transfers.csv", "amount", "3e7"),
        ("transfers.csv", "amount", "99999999999999999999"),
        ("awards.csv", "status", "given"),
        ("awards.csv", "weight", "NaN"),
    ] {
        assert_eq!(folder().cell(file, 1, column, new).rules(&scenario), ["unreadable"], "{column} {new}");
    }
    assert_eq!(folder().replace("summary.json", "{\n", "").rules(&scenario), ["unreadable"]);
    let broken = folder().cell("awards.csv", 1, "status", "Người Bí Mật").opinion(&scenario);
    assert!(!format!("{broken:?}").contains("Bí Mật"));
}

/// Judges the right folder against a scenario that forbids it.
fn against(change: impl FnOnce(&mut Scenario)) -> Vec<&'static str> {
    let mut changed = scenario();
    change(&mut changed);
    folder().rules(&changed)
}

#[test]
fn every_constraint_is_seen_when_the_scenario_forbids_what_the_tables_do() {
    let million = |count: i64| Vnd::new(count * MILLION);
    assert_eq!(against(|case| case.sources[0].max_per_household = Some(million(29))), ["c5_household_cap"]);
    assert_eq!(against(|case| case.sources[4].max_per_commune = Some(million(3))), ["c5_commune_cap"]);
    let rules = against(|case| case.sources[1].max_per_household = Some(Vnd::new(100)));
    assert_eq!(rules, ["c5_household_cap", "c5_unit_cap", "reason_unserved"]);
    let rules = against(|case| case.sources[1].reserve = Share::parse("0.11").unwrap());
    assert!(rules.contains(&"c2_source"), "{rules:?}");
    let rules = against(|case| case.sources[2].worth = Worth::Goods { package: PackageIndex::new(1), quantity: 2 });
    assert!(rules.contains(&"c2_source"), "{rules:?}");
    let rules = against(|case| case.needs[1].quantity = 3);
    assert!(rules.contains(&"c3_demand"), "{rules:?}");
    let rules = against(|case| case.packages[5].grain = Grain::Divisible { min_amount: Vnd::new(3_500_000) });
    assert!(rules.contains(&"c3_minimum"), "{rules:?}");
    for package in [3, 5] {
        case_of_group(package);
    }
    let rules = against(|case| case.packages[5].grain = Grain::Whole);
    assert!(rules.contains(&"c1_funding"), "{rules:?}");
    let rules = against(|case| case.sources[0].whole_units = true);
    assert!(rules.contains(&"c4_whole_units"), "{rules:?}");
    let rules = against(|case| case.commitments.insert(0, commitment(Some(1), 2, 31, CommitmentStatus::Promised)));
    assert!(rules.contains(&"c6_commitments"), "{rules:?}");
}

/// h2 gets relief and school: in one exclusive group that is one too many.
fn case_of_group(first: usize) {
    let rules = against(|case| {
        for package in [3, 5] {
            case.packages[package].exclusive_group = Some(format!("group {}", if first == 3 { 0 } else { package }));
        }
    });
    assert_eq!(rules.contains(&"c3_exclusive"), first == 3, "{rules:?}");
}

/// What turns the scenario into one that forbids the plan.
type Change = fn(&mut Scenario);

#[test]
fn every_condition_of_a_source_is_judged() {
    let conditions: [(&str, Change); 9] = [
        ("goods", |case| case.sources[2].worth = Worth::Goods { package: PackageIndex::new(2), quantity: 3 }),
        ("unit_cost", |case| case.needs[1].has_own_cost = true),
        ("account", |case| case.sources[1].account = crate::domain::Account::Relief),
        ("areas", |case| case.sources[1].earmark.areas = BTreeSet::from([AreaIndex::new(3)])),
        ("purposes", |case| case.sources[1].earmark.purposes = BTreeSet::from(["gift".to_owned()])),
        ("packages", |case| case.sources[1].earmark.packages = BTreeSet::from([PackageIndex::new(1)])),
        ("classes", |case| case.sources[1].earmark.classes = BTreeSet::from([crate::domain::Class::Other])),
        ("tags", |case| case.sources[1].earmark.tags = BTreeSet::from(["disabled".to_owned()])),
        ("beneficiaries", |case| {
            case.sources[1].earmark.beneficiaries = BTreeSet::from([Beneficiary::Household(HouseholdIndex::new(0))]);
        }),
    ];
    for (condition, change) in conditions {
        let mut changed = scenario();
        change(&mut changed);
        let violations = folder().opinion(&changed).violations;
        let found = violations.iter().find(|violation| violation.rule == "eligibility").expect(condition);
        assert!(found.facts.contains(&("condition", condition.to_owned())), "{condition}: {found:?}");
    }
}

#[test]
fn reasons_follow_the_scenario() {
    let tied = against(|case| case.sources[4].earmark.areas = BTreeSet::from([AreaIndex::new(1)]));
    assert!(tied.contains(&"reason_served"), "{tied:?}");
    let no_source = against(|case| case.sources[3].earmark.areas = BTreeSet::from([AreaIndex::new(1)]));
    assert_eq!(no_source, ["reason_unserved"]);
    let capped = |case: &mut Scenario| {
        case.sources[4].earmark.packages.insert(PackageIndex::new(1));
        case.sources[4].max_per_commune = Some(Vnd::new(500_000));
    };
    let rules = against(capped);
    assert!(rules.contains(&"reason_unserved"), "{rules:?}");
    let mut case = scenario();
    capped(&mut case);
    let written = folder()
        .cell("unserved.csv", 2, "reason", "rule_limit")
        .cell("unserved.csv", 5, "reason", "rule_limit")
        .cell("unserved.csv", 6, "reason", "rule_limit");
    let rules = written.rules(&case);
    assert!(!rules.contains(&"reason_unserved"), "{rules:?}");
}

#[test]
fn a_whole_unit_source_cannot_pay_a_part() {
    let case = scenario();
    let written = folder().cell("unserved.csv", 6, "reason", "indivisible_remainder");
    assert_eq!(written.rules(&case), Vec::<&str>::new(), "less than a unit is missing");
    let mut case = case;
    case.sources[4].max_per_commune = None;
    let written = folder().cell("sources.csv", 5, "reason_left", "indivisible_remainder");
    assert_eq!(written.rules(&case), Vec::<&str>::new());
    let written = folder().cell("sources.csv", 5, "reason_left", "cap_reached");
    assert_eq!(written.rules(&case), ["reason_left"]);
}

#[test]
fn per_household_floors_count_the_poor_and_near_poor() {
    let mut case = scenario();
    case.settings.fairness.measure = Measure::PerHousehold;
    let mut written =
        folder().replace("summary.json", r#""value": 9.1125, "bound": 9.1125"#, r#""value": 0, "bound": 0"#);
    written = written.replace("summary.json", r#""value": 0.75, "bound": 0.75"#, r#""value": 20, "bound": 20"#);
    for (row, entitlement, floor) in [(1, "50", "50"), (2, "20", "40")] {
        written = written
            .cell("groups.csv", row, "entitlement", entitlement)
            .cell("groups.csv", row, "floor", floor)
            .cell("communes.csv", row, "entitlement", entitlement);
    }
    written = written.cell("groups.csv", 2, "shortfall", "0").cell("communes.csv", 2, "shortfall", "0");
    for row in [2, 5, 8] {
        written = written.cell("awards.csv", row, "reason", "greatest_need");
    }
    assert_eq!(written.opinion(&case).violations, Vec::new());
    assert_eq!(written.rules(&scenario()), ["groups"]);
}

#[test]
fn groups_lie_at_the_level_of_fairness_or_above() {
    let mut case = scenario();
    case.settings.fairness.over = Level::Village;
    let rules = folder().rules(&case);
    assert!(rules.contains(&"missing"), "the village has a row: {rules:?}");
    assert!(rules.contains(&"communes"), "communes are no groups: {rules:?}");
}

#[test]
fn needs_of_outside_help_are_not_paid_twice() {
    let rules = against(|case| {
        case.commitments.insert(0, commitment(None, NeedIndex::new(0).get(), 1, CommitmentStatus::Outside));
    });
    assert!(rules.contains(&"c3_demand"), "{rules:?}");
}

#[test]
fn sentences_and_documentation_name_exactly_the_rules() {
    let text = include_str!("../../docs/verify.md");
    let headings: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(headings, RULES.iter().copied().collect());
    let sentences = include_str!("../messages/en/verify.ftl");
    let told: BTreeSet<&str> = sentences
        .lines()
        .filter_map(|line| line.strip_prefix("verify-")?.split_once(" =").map(|(rule, _)| rule))
        .collect();
    assert_eq!(told, headings);
    for language in [Language::Vi, Language::En] {
        let catalogue = Catalogue::new(language);
        assert!(RULES.iter().all(|rule| catalogue.has(&format!("verify-{rule}"))));
    }
}

#[test]
fn what_is_available_is_floored_and_never_below_what_is_committed() {
    let mut case = scenario();
    let half = Share::parse("0.5").unwrap();
    for source in [0, 1, 2, 3] {
        (case.sources[source].status, case.sources[source].rate) = (SourceStatus::Pledged, half);
    }
    case.sources[0].worth = Worth::Cash(Vnd::new(3));
    case.sources[0].reserve = half;
    let case = Case::of(&case).funds.iter().map(|fund| fund.available).collect::<Vec<_>>();
    assert_eq!(case, [0, 45_000_000, 1_000_000, 5_000_000, 8_000_000], "3 × 0.5 × 0.5, … goods in whole units, …");
}

#[test]
fn a_beneficiary_without_an_area_of_the_level_belongs_to_the_nearest_above() {
    let mut scenario = scenario();
    scenario.settings.fairness.over = Level::District;
    let groups = |scenario: &Scenario| Case::of(scenario).groups().into_iter().map(AreaIndex::get).collect::<Vec<_>>();
    assert_eq!(groups(&scenario), [0], "no district: the province");
    scenario.settings.fairness.over = Level::Village;
    assert_eq!(groups(&scenario), [1, 2, 3], "h1 lives in the village, all others in their commune");
}
