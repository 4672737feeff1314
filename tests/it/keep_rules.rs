//! `--keep` and hard rules: promises that a rule forbids are told with its name, what holds together is planned, and the
//! second opinion judges the rules over the promises too.

use std::fs;

use assert_cmd::assert::Assert;
use serde_json::{Value, json};

use super::support::{Patched, chungtay, folder_of};

/// Three households, two in A, one in B, alike but for their class; money for two houses.
const FILES: [(&str, &str); 6] = [
    ("scenario.toml", "title = \"Giữ và quy tắc\"\nyear = 2026\nfairness = { entitlement = \"none\" }\n"),
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\nB,Xã B,commune,1,50,10\n",
    ),
    ("households.csv", "id,area,class\nH1,A,poor\nH2,A,poor\nH3,B,near_poor\n"),
    ("packages.csv", "id,name,purpose,unit_cost\nhouse,Nhà,housing,40000000\n"),
    ("needs.csv", "beneficiary,package\nH1,house\nH2,house\nH3,house\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,80000000\n"),
];

/// The scenario with its run `dot-1` that serves H1 and H2; afterwards a rule and other money.
fn with_a_run(rule: &str, money: &str) -> Patched {
    let scenario = folder_of(&FILES);
    keep(&scenario, "dot-1", &[]).success();
    assert_eq!(transfers(&scenario, "dot-1"), ["fund,H1,house,40000000,", "fund,H2,house,40000000,"]);
    let settings = scenario.read("scenario.toml");
    fs::write(scenario.file("scenario.toml"), format!("{settings}[[rule]]\nname = \"quy tắc\"\n{rule}\n")).unwrap();
    scenario.replace("sources.csv", "80000000", money)
}

fn keep(scenario: &Patched, name: &str, words: &[&str]) -> Assert {
    let mut call = chungtay();
    call.args(["allocate", "--format", "json"]).arg(scenario.path()).arg("--out").arg(scenario.file(name));
    if name != "dot-1" {
        call.arg("--keep").arg(scenario.file("dot-1"));
    }
    call.args(words).assert()
}

fn json_of(ended: &Assert) -> Value {
    serde_json::from_slice(&ended.get_output().stdout).unwrap()
}

fn transfers(scenario: &Patched, run: &str) -> Vec<String> {
    let rows = fs::read_to_string(scenario.file(run).join("transfers.csv")).unwrap();
    rows.lines().skip(1).map(str::to_owned).collect()
}

/// Rules that two houses promised in A break by themselves.
const BROKEN: [(&str, &str); 6] = [
    ("measure = \"amount\"\nover = \"commune\"\nat_most = \"60 triệu\"", "20000000"),
    ("measure = \"units\"\nover = \"commune\"\nat_most = 1", "1"),
    ("measure = \"households\"\nover = \"class\"\nat_most = 1", "1"),
    ("measure = \"coverage\"\nover = \"commune\"\nat_most = \"50%\"", "0.5"),
    ("measure = \"weight\"\nover = \"commune\"\nat_most = 80", "80"),
    // With B served too, A has two thirds; with 80 million, all.
    ("measure = \"amount\"\nover = \"commune\"\nat_most = \"60%\"", "8000000"),
];

#[test]
fn promises_that_a_hard_rule_forbids_end_with_a_sentence_that_names_it() {
    for (rule, missing) in BROKEN {
        let scenario = with_a_run(rule, "120000000");
        let ended = keep(&scenario, "dot-2", &[]).code(4);
        let first = json_of(&ended)["repairs"][0].clone();
        assert_eq!((&first["code"], &first["facts"]["rule"]), (&json!("E481"), &json!("quy tắc")), "{first}");
        assert_eq!(first["facts"]["missing"], json!(missing), "{rule}");
        assert!(!scenario.file("dot-2").exists());
        // The plan without the promises keeps the rule.
        let mut free = chungtay();
        free.arg("allocate").arg(scenario.path()).arg("--out").arg(scenario.file("free")).assert().success();
    }
}

#[test]
fn relaxing_keeps_the_promises_and_marks_the_rule() {
    for (rule, _) in BROKEN {
        let scenario = with_a_run(rule, "120000000");
        let ended = keep(&scenario, "dot-2", &["--relax"]).success();
        assert_eq!(json_of(&ended)["relaxed"][0]["rule"], json!("quy tắc"), "{rule}");
        let paid = transfers(&scenario, "dot-2");
        assert_eq!(paid[..2], transfers(&scenario, "dot-1")[..], "{rule}");
        chungtay().arg("verify").arg(scenario.file("dot-2")).assert().success();
    }
}

#[test]
fn a_rule_that_only_new_money_can_meet_is_met_beside_the_promises() {
    let scenario = with_a_run("measure = \"units\"\nwhere = { areas = [\"B\"] }\nat_least = 1", "120000000");
    keep(&scenario, "dot-2", &[]).success();
    assert_eq!(transfers(&scenario, "dot-2").len(), 3);
    // Without new money the promises leave nothing for it.
    let scenario = with_a_run("measure = \"units\"\nwhere = { areas = [\"B\"] }\nat_least = 1", "80000000");
    let ended = keep(&scenario, "dot-2", &[]).code(4);
    assert_eq!(json_of(&ended)["repairs"][0]["facts"]["rule"], json!("quy tắc"));
}

#[test]
fn verify_judges_hard_rules_over_the_promises_too() {
    let scenario = with_a_run("measure = \"units\"\nover = \"commune\"\nat_most = 2", "120000000");
    keep(&scenario, "dot-2", &[]).success();
    let run = scenario.file("dot-2");
    let broken = |scenario: &Patched| -> Vec<String> {
        let output = chungtay().args(["verify", "--format", "json"]).arg(scenario.file("dot-2")).output().unwrap();
        let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
        judged["violations"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(broken(&scenario), Vec::<String>::new());
    for (table, old, new, expected) in [
        ("transfers.csv", "fund,H2,house,40000000,\n", "", "c6_commitments"),
        ("rules.csv", "units,2,", "units,1,", "rules"),
        ("rules.csv", ",true,", ",false,", "rules"),
        ("awards.csv", "committed", "floor", "reason_served"),
        ("kept.csv", "fund,H2,house,40000000,\n", "", "kept"),
    ] {
        let text = fs::read_to_string(run.join(table)).unwrap();
        assert!(text.contains(old), "{old} in {text}");
        fs::write(run.join(table), text.replace(old, new)).unwrap();
        let found = broken(&scenario);
        assert!(found.contains(&expected.to_owned()), "{table}: {found:?}");
        fs::write(run.join(table), text).unwrap();
    }
    // The board lowers the cap below what is promised: the old plan no longer holds.
    let scenario = scenario.replace("scenario.toml", "at_most = 2", "at_most = 1");
    assert!(broken(&scenario).contains(&"c7_rules".to_owned()));
}
