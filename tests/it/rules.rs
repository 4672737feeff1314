//! The ledger and the second opinion read rules apart from each other: on every scenario but the province they say the same of every
//! measure over every kind of group, whatever the plan is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use chungtay::domain::tables::Figure;
use chungtay::domain::{
    Base, Class, Condition, Level, Over, Pairings, Plan, Rule, RuleBound, RuleMeasure, Scenario, SourceKind,
};
use chungtay::findings::{Finding, Findings, Place};
use chungtay::ids::{AreaIndex, PackageIndex, SourceIndex};
use chungtay::ledger::{Books, tabulate};
use chungtay::messages::{Catalogue, Language};
use chungtay::stages::StageError;
use chungtay::units::{Share, Vnd};
use chungtay::verify::{Violation, second_opinion};
use chungtay::{eligibility, export, network, pipeline, publish, severity, stages};

use crate::support::random::{self, Size};
use crate::support::{Patched, names, root, rules as support_rules};

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

/// Every measure over every level of a scenario is hundreds of rules: larger ones would take minutes.
const MANY_NEEDS: usize = 500;

#[test]
fn ledger_and_second_opinion_agree_on_every_rule() {
    let folders = root().join("scenarios");
    let mut rows = 0;
    for name in names(&folders) {
        if !folders.join(&name).join("scenario.toml").is_file() {
            continue;
        }
        let Some(mut scenario) = pipeline::load(&folders.join(&name)).scenario else { continue };
        if scenario.needs.len() > MANY_NEEDS {
            continue;
        }
        scenario.rules.clear();
        let plan = pipeline::run(&scenario, &pipeline::Unwatched).unwrap().plan;
        scenario.rules = rules(&scenario);
        let (violations, lines) = judge(&scenario, &plan);
        assert_eq!(violations, Vec::new(), "{name}");
        let floors: BTreeSet<&str> =
            scenario.rules.iter().filter(|rule| rule.at_least.is_some()).map(|rule| &*rule.name).collect();
        let mut unasked: BTreeMap<String, usize> = BTreeMap::new();
        let lists = |line: &&Vec<String>| line[9] == "no_demand" && floors.contains(&*line[0]);
        lines.iter().filter(lists).for_each(|line| *unasked.entry(line[0].clone()).or_default() += 1);
        assert_eq!(warned(&scenario), unasked, "{name}: left: what W472 counts, right: no_demand in rules.csv");
        rows += lines.len();
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
    let [repair] = repairs.findings.as_slice() else { panic!("one bound is in the way: {repairs:?}") };
    let fact = |name: &str| repair.facts.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    assert_eq!((repair.code, fact("group"), fact("missing")), ("E481", Some("99023"), Some("20000000")));
}

/// By rule: groups without demand that the warnings count.
fn warned(scenario: &Scenario) -> BTreeMap<String, usize> {
    let findings = chungtay::rules::findings(scenario);
    let fact = |finding: &Finding, name: &str| finding.facts.iter().find(|(key, _)| *key == name).unwrap().1.clone();
    let of_groups = findings.as_slice().iter().filter(|finding| finding.code == "W472");
    of_groups.map(|finding| (fact(finding, "rule"), fact(finding, "count").parse().unwrap())).collect()
}

/// What the second opinion says of the rules in the tables that the ledger makes, and the cells of their rows.
fn judge(scenario: &Scenario, plan: &Plan) -> (Vec<Violation>, Vec<Vec<String>>) {
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
    let text = fs::read_to_string(folder.path().join("rules.csv")).unwrap();
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    (violations, text.lines().skip(1).map(cells).collect())
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
                            relaxed: Vec::new(),
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

#[test]
fn a_floor_that_nothing_can_reach_is_a_warning_and_a_rule_without_groups_too() {
    let rule = |lines: &str| {
        let folder = Patched::copy(&root().join("scenarios/partners"));
        let toml = folder.read("scenario.toml");
        fs::write(folder.file("scenario.toml"), format!("{toml}\n[[rule]]\nname = \"r\"\n{lines}\n")).unwrap();
        let found = pipeline::load(folder.path()).findings;
        let is_mine = |finding: &&Finding| finding.facts.contains(&("rule", "r".to_owned()));
        found.as_slice().iter().filter(is_mine).map(|finding| (finding.code, finding.facts.clone())).collect::<Vec<_>>()
    };
    let groups = |ids: &str| vec![("rule", "r".to_owned()), ("count", "1".to_owned()), ("groups", ids.to_owned())];
    let units = "measure = \"units\"\nover = \"commune\"";
    assert_eq!(rule(&format!("{units}\nat_least = 1")), [("W472", groups("99205"))]);
    assert_eq!(rule(&format!("{units}\nat_most = 1")), []);
    let all = "measure = \"units\"\nat_least = 1\nwhere = { areas = [\"99205\"] }";
    assert_eq!(rule(all), [("W473", vec![("rule", "r".to_owned())])]);
}

/// Every commune gets something.
fn everywhere(seed: u64) -> Rule {
    let (measure, scale) = [
        (RuleMeasure::Coverage, 0.1),
        (RuleMeasure::Units, 1.0),
        (RuleMeasure::Households, 1.0),
        (RuleMeasure::Weight, 10.0),
    ][usize::try_from((seed >> 1) % 4).unwrap()];
    let least = f64::from(u32::try_from(seed % 7 + 1).unwrap()) * scale;
    Rule {
        name: "everywhere".to_owned(),
        measure,
        over: Over::Area(Level::Commune),
        condition: Condition::default(),
        at_least: Some(RuleBound::Number(least)),
        at_most: None,
        base: Base::Total,
        soft: None,
        relaxed: Vec::new(),
        place: Place::default(),
    }
}

#[test]
fn what_is_called_certain_is_so() {
    const SMALL: Size = Size { communes: 3, households: 8, sources: 5 };
    let (mut without_plan, mut told) = (0, BTreeMap::new());
    for seed in 0..400 {
        let mut scenario = random::scenario(seed, SMALL);
        support_rules::add_random(&mut scenario, seed);
        scenario.rules.retain(|rule| rule.at_least.is_some() && rule.soft.is_none());
        if seed % 2 == 1 {
            scenario.rules = vec![everywhere(seed)];
        }
        let weights = severity::weigh(&scenario);
        let network = network::build(&scenario, &weights, &eligibility::find(&scenario, &Pairings::default()));
        let certain = stages::certain(&scenario, &network);
        let codes: Vec<&str> = certain.as_slice().iter().map(|finding| finding.code).collect();
        match pipeline::run(&scenario, &pipeline::Unwatched) {
            Ok(_) => assert_eq!(codes, Vec::<&str>::new(), "seed {seed}: there is a plan"),
            Err(StageError::Rules(found)) => {
                without_plan += 1;
                let first: Vec<&str> = found.certain.as_slice().iter().map(|finding| finding.code).collect();
                assert_eq!(first, codes, "seed {seed}: what is certain is told");
                codes.first().into_iter().for_each(|code| *told.entry(*code).or_insert(0) += 1);
            }
            Err(_) => {}
        }
    }
    assert!(without_plan >= 40 && told.values().sum::<i32>() * 2 >= without_plan, "{without_plan}: {told:?}");
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), ["E482", "E483", "E484"]);
}

/// A rule on each commune.
fn over_communes(measure: RuleMeasure, least: f64, soft: Option<f64>) -> Rule {
    Rule { measure, at_least: Some(RuleBound::Number(least)), soft, name: format!("{measure:?}"), ..everywhere(0) }
}

#[test]
fn a_floor_that_some_plan_reaches_is_never_called_impossible() {
    const SMALL: Size = Size { communes: 3, households: 8, sources: 5 };
    const MEASURES: [RuleMeasure; 4] =
        [RuleMeasure::Units, RuleMeasure::Weight, RuleMeasure::Coverage, RuleMeasure::Households];
    let mut floors = 0;
    for seed in 0..250 {
        let mut scenario = random::scenario(seed, SMALL);
        scenario.rules = MEASURES.map(|measure| over_communes(measure, 0.0, Some(1.0))).into();
        let Ok(outcome) = pipeline::run(&scenario, &pipeline::Unwatched) else { continue };
        let weights = severity::weigh(&scenario);
        let eligibility = eligibility::find(&scenario, &Pairings::default());
        for measure in MEASURES {
            let values = outcome.tables.rules.iter().filter(|row| row.measure == measure);
            let values: Vec<(&str, f64)> = values
                .filter_map(|row| match row.value {
                    Some(Figure::Number(value)) => Some((&*row.group, value)),
                    _ => None,
                })
                .collect();
            let least = values.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
            let mut rules = vec![over_communes(measure, least, None)];
            rules.extend(values.iter().map(|&(commune, value)| {
                let area = scenario.areas.iter().position(|area| area.code == commune).unwrap();
                let condition = Condition { areas: [AreaIndex::new(area)].into(), ..Condition::default() };
                Rule { over: Over::All, condition, ..over_communes(measure, value, None) }
            }));
            floors += values.len();
            let reached = Scenario { rules, ..scenario.clone() };
            let network = network::build(&reached, &weights, &eligibility);
            let certain = stages::certain(&reached, &network);
            assert_eq!(certain.as_slice(), [], "seed {seed}: {measure:?} reached {values:?}");
        }
    }
    assert!(floors > 1000, "{floors}");
}

#[test]
fn without_time_to_try_repairs_what_the_rules_lack_is_told_all_the_same() {
    let mut scenario = pipeline::load(&root().join("scenarios/infeasible")).scenario.unwrap();
    scenario.settings.solve.time_limit = 1e-9;
    let told = |scenario: &Scenario| {
        let Err(StageError::Rules(repairs)) = pipeline::run(scenario, &pipeline::Unwatched) else {
            panic!("there is no plan");
        };
        assert!(repairs.first.is_empty() && !repairs.findings.has_errors(), "no repair was tried");
        let codes: Vec<&str> = repairs.certain.as_slice().iter().map(|finding| finding.code).collect();
        codes.into_iter().filter(|code| ["E485", "E486"].contains(code)).collect::<Vec<_>>()
    };
    // Either floor alone may give way.
    assert_eq!(told(&scenario), ["E485", "E485"]);
    // Now the second cannot be reached whatever the first does.
    scenario.rules[1].at_least = Some(RuleBound::Money(Vnd::new(900_000_000)));
    assert_eq!(told(&scenario), ["E486", "E486"]);
}
