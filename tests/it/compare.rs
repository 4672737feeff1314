//! `compare`: who gains, who loses, what differs, and who loses when the budget grows.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::support::{Patched, chungtay, folder_of, root};

/// Two communes with a need each: A asks 40 million, B asks 60 million. 40 million serve A alone; with 60 million each
/// is entitled to 60 %, and serving B leaves less short than serving A.
const FILES: [(&str, &str); 6] = [
    ("scenario.toml", "title = \"Hai xã\"\nyear = 2026\n"),
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\nB,Xã B,commune,1,50,10\n",
    ),
    ("households.csv", "id,area,class\nHA,A,poor\nHB,B,poor\n"),
    ("packages.csv", "id,name,purpose,unit_cost\nsmall,Sửa nhà,housing,40000000\nbig,Nhà mới,housing,60000000\n"),
    ("needs.csv", "beneficiary,package\nHA,small\nHB,big\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,40000000\n"),
];

fn two_communes() -> Patched {
    folder_of(&FILES)
}

/// Runs `allocate` into `<folder>/<name>`.
fn allocate(scenario: &Patched, name: &str) -> PathBuf {
    let run = scenario.file(name);
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    run
}

/// The run with 40 million and the one with 60 million.
fn before_and_after() -> (Patched, PathBuf, PathBuf) {
    let scenario = two_communes();
    let before = allocate(&scenario, "dot-1");
    let scenario = scenario.replace("sources.csv", "40000000", "60000000");
    let after = allocate(&scenario, "dot-2");
    (scenario, before, after)
}

fn compare(runs: &[&PathBuf], code: i32) -> Value {
    let ended = chungtay().args(["compare", "--format", "json"]).args(runs).assert().code(code);
    serde_json::from_slice(&ended.get_output().stdout).unwrap()
}

fn told(words: &[&str], runs: &[&PathBuf]) -> String {
    let ended = chungtay().arg("compare").args(words).args(runs).assert();
    String::from_utf8(ended.get_output().stderr.clone()).unwrap()
}

#[test]
fn what_differs_is_told_by_total_purpose_commune_source_and_need() {
    let (_scenario, before, after) = before_and_after();
    let told = compare(&[&before, &after], 0);
    let difference = &told["differences"][0];
    let money = |key: &str| {
        let lines = difference["money"].as_array().unwrap();
        lines.iter().find(|line| line["key"] == key).unwrap()["amount"].clone()
    };
    assert_eq!(money("available"), serde_json::json!({ "before": 40_000_000, "after": 60_000_000 }));
    assert_eq!(money("transferred"), money("available"));
    assert_eq!(difference["purposes"][0]["served"], money("available"));
    let communes: Vec<_> = difference["communes"].as_array().unwrap().iter().map(|line| &line["commune"]).collect();
    assert_eq!(communes, ["A", "B"], "the loser first");
    assert_eq!(difference["sources"][0]["source"], "fund");
    let (lost, gained) = (&difference["needs"]["lost"][0], &difference["needs"]["gained"][0]);
    assert_eq!((&lost["beneficiary"], &lost["package"]), (&Value::from("HA"), &Value::from("small")));
    assert_eq!((&gained["beneficiary"], &gained["reason"]), (&Value::from("HB"), &Value::from("sources_exhausted")));
    let inputs: Vec<_> = difference["inputs"].as_array().unwrap().iter().map(|line| &line["file"]).collect();
    assert_eq!(inputs, ["sources.csv"]);
    assert_eq!(difference["settings"], Value::Array(Vec::new()));
}

#[test]
fn who_loses_when_the_budget_grows_is_marked_and_explained() {
    let (_scenario, before, after) = before_and_after();
    let growth = &compare(&[&before, &after], 0)["differences"][0]["growth"];
    let loser = &growth["losers"][0];
    assert_eq!((&loser["beneficiary"], &loser["group"]["group"]), (&Value::from("HA"), &Value::from("A")));
    let floor = |of: &Value, when: &str| of["floor"][when].as_f64().unwrap();
    assert!(floor(&loser["group"], "after") > floor(&loser["group"], "before"), "the share of the loser rose too");
    assert_eq!(growth["groups_gained"][0]["group"], "B");
    assert_eq!((&growth["is_fair"], &growth["has_other_changes"]), (&Value::from(true), &Value::from(false)));
    let vietnamese = told_of(&before, &after, "vi");
    assert!(vietnamese.contains("Ai mất khi có thêm tiền") && vietnamese.contains("giữ công bằng"), "{vietnamese}");
    let english = told_of(&before, &after, "en");
    assert!(english.contains("under fairness the shares move") && english.contains("HA · small"), "{english}");
    for text in [vietnamese, english] {
        assert!(!text.contains("compare-") && !text.contains("reason-") && !text.contains("{$"), "{text}");
    }
    // The other way round money is taken away: losing is no surprise.
    assert_eq!(compare(&[&after, &before], 0)["differences"][0]["growth"], Value::Null);
}

fn told_of(before: &PathBuf, after: &PathBuf, language: &str) -> String {
    told(&["--lang", language], &[before, after])
}

#[test]
fn a_need_that_is_gone_has_not_lost_to_a_growing_budget() {
    let (scenario, before, _) = before_and_after();
    let scenario = scenario.without_row("needs.csv", "HA,small");
    let after = allocate(&scenario, "dot-3");
    let difference = &compare(&[&before, &after], 0)["differences"][0];
    assert_eq!(difference["needs"]["lost"][0]["reason"], "not_asked");
    assert_eq!(difference["growth"], Value::Null);
}

#[test]
fn settings_that_differ_are_named_and_doubt_the_cause() {
    let (scenario, before, _) = before_and_after();
    let scenario = scenario.with_row("scenario.toml", "[fairness]\nstrength = 0.5");
    let after = allocate(&scenario, "dot-3");
    let difference = &compare(&[&before, &after], 0)["differences"][0];
    assert_eq!(difference["settings"][0]["key"], "fairness.strength");
    assert_eq!(difference["settings"][0]["value"], serde_json::json!({ "before": 1.0, "after": 0.5 }));
    assert_eq!(difference["growth"]["has_other_changes"], true);
    assert!(told(&[], &[&before, &after]).contains("fairness.strength"));
}

#[test]
fn every_further_run_is_compared_with_the_first() {
    let (_scenario, before, after) = before_and_after();
    let told_json = compare(&[&before, &after, &before], 0);
    let differences = told_json["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 2);
    assert_eq!(differences[1]["communes"], Value::Array(Vec::new()));
    assert!(told(&[], &[&before, &before]).contains("Không có gì khác"));
}

#[test]
fn a_folder_that_is_no_run_is_a_finding_with_place_cause_and_action() {
    let (scenario, before, after) = before_and_after();
    let no_run = scenario.path().to_path_buf();
    let findings = compare(&[&before, &no_run], 3)["findings"].clone();
    let first = &findings[0];
    assert_eq!(first["code"], "E501");
    assert!(first["file"].as_str().unwrap().ends_with("json") && !first["action"].as_str().unwrap().is_empty());
    let awards = after.join("awards.csv");
    let text = fs::read_to_string(&awards).unwrap();
    fs::write(&awards, text.replace("60000000", "sixty")).unwrap();
    let broken = compare(&[&before, &after], 3)["findings"].clone();
    assert_eq!((&broken[0]["code"], &broken[0]["row"]), (&Value::from("E503"), &Value::from(2)));
    fs::write(&awards, text.replace("amount", "money")).unwrap();
    assert_eq!(compare(&[&before, &after], 3)["findings"][0]["code"], "E502");
}

#[test]
fn a_run_of_another_scenario_is_a_finding() {
    let (_scenario, before, _) = before_and_after();
    let tiny = Patched::copy(&root().join("scenarios/tiny"));
    let other = allocate(&tiny, "run");
    let findings = compare(&[&before, &other], 3)["findings"].clone();
    assert_eq!(findings[0]["code"], "E504");
    assert!(findings[0]["cause"].as_str().unwrap().contains("không có xã nào chung"));
}
