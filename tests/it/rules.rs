//! The ledger and the second opinion read rules apart from each other: on every scenario but the province they say the same of every
//! measure over every kind of group, whatever the plan is.

use std::collections::BTreeMap;
use std::fs;

use chungtay::domain::{
    Base, Class, Condition, Level, Over, Pairings, Plan, Rule, RuleBound, RuleMeasure, Scenario, SourceKind,
};
use chungtay::findings::{Findings, Place};
use chungtay::ids::{AreaIndex, PackageIndex, SourceIndex};
use chungtay::ledger::{Books, tabulate};
use chungtay::messages::{Catalogue, Language};
use chungtay::stages::StageError;
use chungtay::units::{Share, Vnd};
use chungtay::verify::{Violation, second_opinion};
use chungtay::{eligibility, export, pipeline, publish, severity};

use crate::support::{names, root};

const OVERS: [Over; 10] = [
    Over::All,
    Over::Area(Level::Village),
    Over::Area(Level::Commune),
    Over::Area(Level::District),
    Over::Area(Level::Province),
    Over::Household,
    Over::Package,
    Over::Purpose,
    Over::Class,
    Over::Source,
];

#[test]
fn ledger_and_second_opinion_agree_on_every_rule() {
    let folders = root().join("scenarios");
    let mut rows = 0;
    for name in names(&folders) {
        if name == "lai-chau" || !folders.join(&name).join("scenario.toml").is_file() {
            continue;
        }
        let Some(mut scenario) = pipeline::load(&folders.join(&name)).scenario else { continue };
        scenario.rules.clear();
        let plan = pipeline::run(&scenario, &pipeline::Unwatched).unwrap().plan;
        scenario.rules = rules(&scenario);
        let (violations, lines) = judge(&scenario, &plan);
        assert_eq!(violations, Vec::new(), "{name}");
        rows += lines;
    }
    assert!(rows > 1000, "few rows: {rows}");
}

#[test]
fn a_floor_on_a_source_that_cannot_be_reached_ends_as_a_repair() {
    let mut scenario = pipeline::load(&root().join("scenarios/source-rules")).scenario.unwrap();
    // The commune asks 30 million, and the fund has 40.
    scenario.rules[0].at_least = Some(RuleBound::Money(Vnd::new(50_000_000)));
    let Err(StageError::Rules(repairs)) = pipeline::run(&scenario, &pipeline::Unwatched) else {
        panic!("a floor above all that is asked");
    };
    let [repair] = repairs.as_slice() else { panic!("one bound is in the way: {repairs:?}") };
    let fact = |name: &str| repair.facts.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    assert_eq!((repair.code, fact("group"), fact("missing")), ("E481", Some("99023"), Some("20000000")));
}

/// What the second opinion says of the rules in the tables that the ledger makes, and how many rows they have.
fn judge(scenario: &Scenario, plan: &Plan) -> (Vec<Violation>, usize) {
    let pairings = Pairings::default();
    let (weights, eligibility) = (severity::weigh(scenario), eligibility::find(scenario, &pairings));
    let books = Books {
        scenario,
        weights: &weights,
        eligibility: &eligibility,
        pairings: &pairings,
        plan,
        groups: &[],
        stages: &[],
    };
    let provenance = publish::provenance(&Findings::default(), &BTreeMap::new(), &Catalogue::new(Language::En));
    let folder = tempfile::tempdir().unwrap();
    export::write_run(folder.path(), scenario, &tabulate(&books), &provenance).unwrap();
    let mut violations = second_opinion(scenario, folder.path()).violations;
    violations.retain(|violation| violation.file == "rules.csv" || violation.rule == "c7_rules");
    (violations, fs::read_to_string(folder.path().join("rules.csv")).unwrap().lines().count() - 1)
}

/// Every measure over every group that it has a meaning with, under every condition, with a number and with a share.
fn rules(scenario: &Scenario) -> Vec<Rule> {
    use RuleMeasure::{Amount, Coverage, Exits, Households, PovertyDrop, Units, Weight};
    let mut rules = Vec::new();
    for measure in [Amount, Units, Weight, Coverage, Households, Exits, PovertyDrop] {
        for over in OVERS {
            let is_exit = matches!(measure, Exits | PovertyDrop);
            let is_place = matches!(over, Over::All | Over::Area(_));
            if (over == Over::Source && measure != Amount) || (is_exit && !is_place) {
                continue;
            }
            for condition in conditions(scenario, measure) {
                for (at_least, at_most) in bounds(measure) {
                    for base in [Base::Group, Base::Total] {
                        rules.push(Rule {
                            name: format!("{:04}", rules.len()),
                            measure,
                            over,
                            condition: condition.clone(),
                            at_least,
                            at_most,
                            base,
                            soft: Some(1.0),
                            place: Place::default(),
                        });
                    }
                }
            }
        }
    }
    rules
}

fn bounds(measure: RuleMeasure) -> Vec<(Option<RuleBound>, Option<RuleBound>)> {
    let share = |text| Some(RuleBound::Share(Share::parse(text).unwrap()));
    let number = |number| Some(RuleBound::Number(number));
    match measure {
        RuleMeasure::Amount => {
            let money = |million: i64| Some(RuleBound::Money(Vnd::new(million * 1_000_000)));
            vec![(money(10), money(60)), (share("0.25"), share("75%")), (money(20), share("0.5"))]
        }
        RuleMeasure::Coverage | RuleMeasure::PovertyDrop => vec![(number(0.5), None), (None, number(0.5))],
        _ => vec![(number(1.0), number(4.0)), (share("0.25"), None), (number(1.0), share("0.5"))],
    }
}

/// None; one on places; one on rates; one on people; and those that only some measures know.
fn conditions(scenario: &Scenario, measure: RuleMeasure) -> Vec<Condition> {
    let none = Condition::default();
    let last = AreaIndex::new(scenario.areas.len() - 1);
    let mut conditions = vec![
        none.clone(),
        Condition { areas: [last].into(), ..none.clone() },
        Condition { poorest: Some(1), min_poverty_rate: Some(0.01), ..none.clone() },
        Condition { classes: [Class::Poor].into(), ..none.clone() },
    ];
    if !matches!(measure, RuleMeasure::Exits | RuleMeasure::PovertyDrop) {
        conditions.push(Condition { packages: [PackageIndex::new(0)].into(), ..none.clone() });
    }
    if measure == RuleMeasure::Amount {
        conditions.push(Condition { sources: [SourceIndex::new(0)].into(), ..none.clone() });
        conditions.push(Condition { kinds: [SourceKind::Donor].into(), ..none });
    }
    conditions
}
