//! Stage 0: the pairs of the program are those of trying every set, plans keep to them, and each word of the table
//! means what page 2 says.

use chungtay::domain::tables::{Provenance, RuleStatus};
use chungtay::domain::{ChosenPair, ChosenStatus, PartnerLimit, PartnerLimits, RuleBound, Scenario, StageStatus};
use chungtay::pairing::{self, Paired};
use chungtay::pipeline::{self, Unwatched};
use chungtay::stages::StageError;
use chungtay::verify::second_opinion;
use chungtay::{eligibility, export, rules};

use crate::support::random::{self, Size};
use crate::support::seeds::all_hold;
use crate::support::{Patched, pairs, root};

const SMALL: Size = Size { communes: 3, households: 6, sources: 4 };

fn random_scenario(seed: u64) -> Scenario {
    let mut scenario = random::scenario(seed, SMALL);
    pairs::add(seed, &mut scenario);
    scenario
}

#[test]
fn the_chosen_pairs_are_the_best_of_all_sets() {
    let (mut choices, mut limited) = (0, 0);
    let faults: Vec<String> = (0..300)
        .filter_map(|seed| {
            let scenario = random_scenario(seed);
            let limits = pairs::limits(seed, &scenario);
            let best = pairs::best(&scenario, &limits);
            choices += usize::from(best.open > 1);
            limited += usize::from(best.open > 1 && !limits.is_empty());
            let found = pairing::choose(&scenario, &limits, &|| f64::INFINITY).unwrap();
            let chosen: Vec<_> = found.pairings.pairs.iter().map(|pair| (pair.source, pair.place)).collect();
            let is_same = (found.stage.value.unwrap_or(0.0) - best.value).abs() <= 1e-6 * best.value.max(1.0);
            let is_proved = found.stage.status != StageStatus::TimeLimit;
            (chosen != best.chosen || !is_same || !is_proved)
                .then(|| format!("seed {seed}: {:?}, but {} {:?}\n{found:?}", limits, best.value, best.chosen))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(choices >= 60 && limited >= 30, "{choices} with a choice, {limited} of them with limits");
}

#[test]
fn rules_on_partners_choose_the_best_of_all_sets() {
    let (mut choices, mut overfull) = (0, 0);
    let faults: Vec<String> = (0..200)
        .filter_map(|seed| {
            let mut scenario = random_scenario(seed);
            pairs::add_rules(seed, &mut scenario);
            let (limits, is_overfull) = pairs::limits_of_rules(&scenario);
            if is_overfull != rules::overfull(&scenario).has_errors() {
                return Some(format!("seed {seed}: overfull? {is_overfull}"));
            }
            overfull += usize::from(is_overfull);
            let best = (!is_overfull).then(|| pairs::best(&scenario, &limits))?;
            choices += usize::from(best.open > 1);
            let found = pairing::choose(&scenario, &rules::limits(&scenario), &|| f64::INFINITY).unwrap();
            let chosen: Vec<_> = found.pairings.pairs.iter().map(|pair| (pair.source, pair.place)).collect();
            (chosen != best.chosen).then(|| format!("seed {seed}: {limits:?}: {:?}, not {chosen:?}", best.chosen))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(choices >= 50 && overfull >= 10, "{choices} with a choice, {overfull} overfull");
}

#[test]
fn plans_with_pairings_satisfy_the_second_opinion() {
    all_hold(40, |seed| {
        let mut scenario = random_scenario(seed);
        if seed % 2 == 1 {
            pairs::add_rules(seed, &mut scenario);
        }
        let outcome = match pipeline::run(&scenario, &Unwatched) {
            Ok(outcome) => outcome,
            Err(StageError::Commitments(_)) => return None,
            Err(error) => return Some(error.to_string()),
        };
        let folder = tempfile::tempdir().unwrap();
        let provenance = Provenance::default();
        export::write_run(folder.path(), &scenario, &outcome.tables, &provenance).unwrap();
        let violations = second_opinion(&scenario, folder.path()).violations;
        (!violations.is_empty()).then(|| format!("{violations:#?}"))
    });
}

fn scenario(folder: &Patched) -> Scenario {
    let loaded = pipeline::load(folder.path());
    loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

/// `SOURCE PLACE`, with `*` where it is kept.
fn chosen(scenario: &Scenario, limits: &PartnerLimits) -> Vec<String> {
    let Paired { pairings, .. } = pairing::choose(scenario, limits, &|| f64::INFINITY).unwrap();
    let text = |pair: &ChosenPair| {
        let star = if pair.status == ChosenStatus::Keep { "*" } else { "" };
        format!("{} {}{star}", scenario.source(pair.source).id, scenario.beneficiary_id(pair.place))
    };
    pairings.pairs.iter().map(text).collect()
}

fn example() -> Patched {
    Patched::copy(&root().join("scenarios/pairing"))
}

/// The pairs of the scenario after a change of one row, those that stay the same left out.
fn changed(folder: &Patched) -> Vec<String> {
    let before = chosen(&scenario(&example()), &PartnerLimits::new());
    chosen(&scenario(folder), &PartnerLimits::new()).into_iter().filter(|pair| !before.contains(pair)).collect()
}

#[test]
fn every_word_of_the_table_counts() {
    let pairings = "pairings.csv";
    assert_eq!(
        chosen(&scenario(&example()), &PartnerLimits::new()),
        ["BANK 99202", "DOCTOR A1", "POLICE 99203", "POLICE 99204*", "UNI 99202"]
    );
    assert_eq!(changed(&example().replace(pairings, "UNI,99201,,forbid,", "UNI,99204,,forbid,")), ["UNI 99201"]);
    assert_eq!(changed(&example().replace(pairings, "99203,,candidate,2", "99203,,candidate,")), ["POLICE 99202"]);
    assert_eq!(changed(&example().with_row(pairings, "BANK,99201,,candidate,")), ["BANK 99201"]);
    assert_eq!(changed(&example().replace(pairings, "C1,candidate,", "C1,candidate,1.01")), ["DOCTOR C1"]);
    let anywhere = example().without_row(pairings, "DOCTOR,,A1").replace(pairings, "C1,candidate", "A1,forbid");
    assert_eq!(changed(&anywhere), ["DOCTOR A2"]);
}

#[test]
fn commitments_are_places_that_use_up_the_room() {
    let lines = |folder: Patched, rows: &str| {
        let head = "source,beneficiary,package,units,amount,status\n";
        std::fs::write(folder.file("commitments.csv"), format!("{head}{rows}")).unwrap();
        folder
    };
    let one = lines(example(), "BANK,D1,livelihood,1,10000000,promised\n");
    assert_eq!(changed(&one), ["BANK 99204*"]);
    let two = lines(example(), "UNI,D1,livelihood,1,1000000,promised\nUNI,C1,livelihood,1,1000000,promised\n");
    assert_eq!(changed(&two), ["UNI 99203*", "UNI 99204*"], "more than max_partners stay");
    assert_eq!(changed(&lines(example(), "DOCTOR,B1,livelihood,1,5000000,promised\n")), ["DOCTOR B1*"]);
}

#[test]
fn forbid_rows_alone_restrict_nothing_else() {
    let folder = example().with_row("pairings.csv", "FUND,99201,,forbid,");
    let scenario = scenario(&folder);
    assert!(chosen(&scenario, &PartnerLimits::new()).iter().all(|pair| !pair.starts_with("FUND")));
    let paired = pairing::choose(&scenario, &PartnerLimits::new(), &|| f64::INFINITY).unwrap();
    let eligibility = eligibility::find(&scenario, &paired.pairings);
    for (index, need) in scenario.needs() {
        let is_forbidden = scenario.area(scenario.commune(need.beneficiary)).code == "99201";
        let pays = eligibility.sources_of(index).iter().any(|&source| scenario.source(source).id == "FUND");
        assert_eq!(pays, !is_forbidden, "{}", scenario.beneficiary_id(need.beneficiary));
    }
}

#[test]
fn a_source_that_may_fund_nothing_anywhere_gets_no_place() {
    let folder = example().replace("sources.csv", "BANK,Ngân hàng Mẫu,agency,60000000,1", "BANK,N,agency,0,0");
    let bank = |pair: &String| pair.starts_with("BANK");
    assert!(!chosen(&scenario(&folder), &PartnerLimits::new()).iter().any(bank), "no partners at all");
    let folder = example().replace("sources.csv", "BANK,Ngân hàng Mẫu,agency,60000000,1", "BANK,N,agency,0,1");
    let first = chosen(&scenario(&folder), &PartnerLimits::new());
    assert_eq!(first.first().map(String::as_str), Some("BANK 99201"), "nothing to give counts as one đồng");
}

#[test]
fn limits_on_partners_come_first() {
    let scenario = scenario(&example());
    let limit = |code: &str, at_least, at_most| {
        let area = scenario.areas.iter().position(|area| area.code == code).unwrap();
        (chungtay::ids::AreaIndex::new(area), PartnerLimit { at_least: Option::into_iter(at_least).collect(), at_most })
    };
    let most = PartnerLimits::from([limit("99202", None, Some(1))]);
    let pairs = chosen(&scenario, &most);
    assert!(pairs.contains(&"BANK 99202".to_owned()) && pairs.contains(&"UNI 99203".to_owned()), "{pairs:?}");
    let least = PartnerLimits::from([limit("99201", Some(1), None), limit("99204", Some(3), None)]);
    let pairs = chosen(&scenario, &least);
    assert!(pairs.contains(&"BANK 99201".to_owned()) && pairs.contains(&"UNI 99202".to_owned()), "{pairs:?}");
    let beyond_reach = PartnerLimits::from([limit("99201", Some(5), None)]);
    assert_eq!(chosen(&scenario, &beyond_reach), chosen(&scenario, &PartnerLimits::new()));
    let kept = PartnerLimits::from([limit("99204", None, Some(0))]);
    assert!(chosen(&scenario, &kept).contains(&"POLICE 99204*".to_owned()), "keeps stay");
}

#[test]
fn rules_on_partners_stand_in_the_table_as_the_pairing_kept_them() {
    let folder = Patched::copy(&root().join("scenarios/partners"));
    let pairs = chosen(&scenario(&folder), &rules::limits(&scenario(&folder)));
    assert_eq!(pairs, ["BANK 99201", "DOCTOR A1", "POLICE 99203", "POLICE 99204*", "UNI 99202"]);
    let rows = pipeline::run(&scenario(&folder), &Unwatched).unwrap().tables.rules;
    let of_poorest = rows.iter().find(|row| row.rule == "xã nghèo nhất có hai nguồn").unwrap();
    assert_eq!((&*of_poorest.group, of_poorest.status), ("99201", RuleStatus::Missed));
    let held = rows.iter().filter(|row| row.status == RuleStatus::Held).count();
    assert_eq!((rows.len(), held), (11, 8), "two rules in four communes, a fifth without demand");
}

#[test]
fn keeps_and_commitments_beyond_a_rule_on_partners_are_a_finding_that_names_them() {
    let folder =
        Patched::copy(&root().join("scenarios/partners")).replace("scenario.toml", "at_most = 2", "at_most = 0");
    let found = pipeline::load(folder.path()).findings;
    let finding = &found.as_slice()[0];
    let facts: Vec<&str> = finding.facts.iter().map(|(_, fact)| &**fact).collect();
    assert_eq!((finding.code, facts), ("E471", vec!["không xã nào quá hai nguồn", "99204", "1", "0", "POLICE"]));
    let mut planned = scenario(&example());
    planned.rules = scenario(&Patched::copy(&root().join("scenarios/partners"))).rules;
    planned.rules[1].at_most = Some(RuleBound::Number(0.0));
    let error = pipeline::run(&planned, &Unwatched).unwrap_err();
    assert!(matches!(&error, StageError::Commitments(found) if found.as_slice()[0].code == "E471"), "{error}");
}
