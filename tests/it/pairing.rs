//! Stage 0: the pairs of the program are those of trying every set, plans keep to them, and each word of the table
//! means what page 2 says.

use std::collections::BTreeMap;

use chungtay::domain::tables::Provenance;
use chungtay::domain::{ChosenPair, ChosenStatus, Scenario, StageStatus};
use chungtay::pairing::{self, Paired, PartnerLimit, PartnerLimits};
use chungtay::pipeline::{self, Unwatched};
use chungtay::stages::StageError;
use chungtay::verify::second_opinion;
use chungtay::{eligibility, export};

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
            let found = pairing::choose(&scenario, &limits, f64::INFINITY).unwrap();
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
fn plans_with_pairings_satisfy_the_second_opinion() {
    all_hold(40, |seed| {
        let scenario = random_scenario(seed);
        let outcome = match pipeline::run(&scenario, &Unwatched) {
            Ok(outcome) => outcome,
            Err(StageError::Commitments(_)) => return None,
            Err(error) => return Some(error.to_string()),
        };
        let folder = tempfile::tempdir().unwrap();
        let provenance = Provenance { findings: Vec::new(), inputs: BTreeMap::new(), previous: None, near: None };
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
    let Paired { pairings, .. } = pairing::choose(scenario, limits, f64::INFINITY).unwrap();
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
    let paired = pairing::choose(&scenario, &PartnerLimits::new(), f64::INFINITY).unwrap();
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
        (chungtay::ids::AreaIndex::new(area), PartnerLimit { at_least, at_most })
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
