//! C8 and `pairings.csv`, broken one by one. The source of relief may help two communes: 100, where it has a
//! commitment, and 200, which was chosen.

use super::fixture::{Folder, folder, scenario};
use crate::domain::{Beneficiary, Pairing, PairingStatus, Scenario};
use crate::ids::{AreaIndex, HouseholdIndex, SourceIndex};

const FILE: &str = "pairings.csv";
const HEAD: &str = "source,area,household,status,value\n";

/// Sources of the fixture by position.
const FUND: usize = 1;
const RELIEF: usize = 3;

fn paired() -> Scenario {
    let mut scenario = scenario();
    scenario.sources[RELIEF].max_partners = Some(2);
    scenario
}

fn with(rows: &str) -> Folder {
    folder().replace(FILE, HEAD, &format!("{HEAD}{rows}"))
}

fn right() -> Folder {
    with("relief,100,,keep,1\nrelief,200,,chosen,1\n")
}

/// A row for a commune of the fixture (1: 100, 3: 200).
fn row(source: usize, area: usize, status: PairingStatus, value: f64) -> Pairing {
    let place = Beneficiary::Commune(AreaIndex::new(area));
    Pairing { source: SourceIndex::new(source), place, status, value }
}

fn patched(change: impl FnOnce(&mut Scenario)) -> Vec<&'static str> {
    let mut scenario = paired();
    change(&mut scenario);
    right().rules(&scenario)
}

#[test]
fn a_right_pairing_has_no_violation() {
    assert_eq!(right().opinion(&paired()).violations, Vec::new());
}

#[test]
fn a_pairing_beyond_max_partners_is_seen() {
    assert_eq!(patched(|scenario| scenario.sources[RELIEF].max_partners = Some(1)), ["c8_partners"]);
}

#[test]
fn a_transfer_outside_the_pairing_is_seen() {
    let scenario = paired();
    let without = with("relief,200,,chosen,1\n").rules(&scenario);
    assert_eq!(without, ["c8_pairings", "missing"]);
    // The fund pays in both communes, 100 is not among its places.
    let mut bound = scenario.clone();
    bound.pairings.push(row(FUND, 3, PairingStatus::Keep, 1.0));
    let rules = with("fund,200,,keep,1\nrelief,100,,keep,1\nrelief,200,,chosen,1\n").rules(&bound);
    assert!(rules.contains(&"c8_pairings"), "{rules:?}");
    // A source without any other row than forbid is free elsewhere alone.
    let rules = patched(|scenario| scenario.pairings.push(row(FUND, 1, PairingStatus::Forbid, 1.0)));
    assert!(rules.contains(&"c8_pairings"), "{rules:?}");
}

#[test]
fn a_place_that_may_not_be_chosen_is_seen() {
    let forbidden = patched(|scenario| scenario.pairings.push(row(RELIEF, 3, PairingStatus::Forbid, 1.0)));
    assert!(forbidden.contains(&"c8_candidates"), "{forbidden:?}");
    let elsewhere = patched(|scenario| scenario.pairings.push(row(RELIEF, 1, PairingStatus::Candidate, 1.0)));
    assert_eq!(elsewhere, ["c8_candidates"]);
    let nothing_to_fund = patched(|scenario| {
        scenario.sources[RELIEF].earmark.areas.insert(AreaIndex::new(1));
    });
    assert!(nothing_to_fund.contains(&"c8_candidates"), "{nothing_to_fund:?}");
    let kept = patched(|scenario| {
        scenario.pairings.push(row(RELIEF, 3, PairingStatus::Keep, 1.0));
        scenario.sources[RELIEF].max_partners = None;
    });
    assert_eq!(kept, ["pairings"], "keep, not chosen");
}

#[test]
fn every_cell_of_the_table_is_judged() {
    for (row, column, new, rules) in [
        (1, "status", "chosen", &["pairings"][..]),
        (2, "status", "keep", &["pairings"]),
        (2, "value", "2", &["pairings"]),
        (2, "status", "candidate", &["unreadable"]),
        (2, "value", "x", &["unreadable"]),
    ] {
        assert_eq!(right().cell(FILE, row, column, new).rules(&paired()), rules, "row {row} {column} {new}");
    }
    for (rows, rule) in [
        ("relief,100,,keep,1\nrelief,200,,chosen,1\nrelief,999,,chosen,1\n", "unknown"),
        ("relief,100,,keep,1\nrelief,101,,chosen,1\nrelief,200,,chosen,1\n", "unknown"),
        ("relief,100,,keep,1\nrelief,200,,chosen,1\nrelief,200,h1,chosen,1\n", "unknown"),
        ("fund,100,,chosen,1\nrelief,100,,keep,1\nrelief,200,,chosen,1\n", "unexpected"),
        ("relief,200,,chosen,1\nrelief,100,,keep,1\n", "order"),
        ("relief,100,,keep,1\nrelief,200,,chosen,1\nrelief,200,,chosen,1\n", "twice"),
    ] {
        assert_eq!(with(rows).rules(&paired()), [rule], "{rows}");
    }
}

#[test]
fn sources_of_households_are_bound_to_them_one_by_one() {
    let mut scenario = paired();
    let place = Beneficiary::Household(HouseholdIndex::new(2));
    let source = SourceIndex::new(RELIEF);
    scenario.pairings.push(Pairing { source, place, status: PairingStatus::Candidate, value: 0.5 });
    let pairs = "relief,,h2,keep,1\nrelief,,h3,chosen,0.5\n";
    assert_eq!(with(pairs).opinion(&scenario).violations, Vec::new());
    assert!(right().rules(&scenario).contains(&"c8_candidates"), "communes are no households");
}

#[test]
fn the_stage_states_what_the_pairs_are_worth() {
    // Severity 1 + 2 × 0.05 and 1 + 2 × 0.4; the five million fit into either commune.
    let stage = |value: &str, bound: &str, gap: &str| {
        let stage = format!(
            r#""stages": [
    {{"stage": "pairing", "value": {value}, "bound": {bound}, "certified_bound": null, "gap": {gap}, "status": "optimal"}},"#
        );
        right().replace("summary.json", "\"stages\": [", &stage)
    };
    assert_eq!(stage("2.9", "2.9", "0.0").opinion(&paired()).violations, Vec::new());
    assert_eq!(stage("2.8", "2.8", "0.0").rules(&paired()), ["stage"]);
    assert_eq!(stage("2.9", "5.8", "0.1").rules(&paired()), ["stage"]);
    assert_eq!(stage("null", "null", "null").rules(&paired()), ["stage"]);
}
