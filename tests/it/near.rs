//! `allocate --near`: among plans that are as good, the one that changes fewest đồng of an earlier run.

use std::fs;

use serde_json::{Value, json};

use super::support::{Patched, broken, chungtay, folder_of, summary};

/// Four households alike, money for two of them.
const FILES: [(&str, &str); 6] = [
    ("scenario.toml", "title = \"Bốn hộ\"\nyear = 2026\n"),
    ("areas.csv", "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\n"),
    ("households.csv", "id,area,class\nH1,A,poor\nH2,A,poor\nH3,A,poor\nH4,A,poor\n"),
    ("packages.csv", "id,name,purpose,unit_cost\nhouse,Nhà,housing,40000000\n"),
    ("needs.csv", "beneficiary,package\nH3,house\nH4,house\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,80000000\n"),
];

fn allocate(scenario: &Patched, name: &str, words: &[&str]) -> Value {
    let mut call = chungtay();
    call.args(["allocate", "--format", "json"]).arg(scenario.path()).arg("--out").arg(scenario.file(name)).args(words);
    serde_json::from_slice(&call.assert().success().get_output().stdout).unwrap()
}

fn served(scenario: &Patched, run: &str) -> Vec<String> {
    let rows = fs::read_to_string(scenario.file(run).join("awards.csv")).unwrap();
    rows.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect()
}

fn near(scenario: &Patched) -> String {
    scenario.file("dot-1").to_str().unwrap().to_owned()
}

/// The scenario with a run that serves H3 and H4; afterwards H1 and H2 ask as well.
fn with_a_run() -> Patched {
    let scenario = folder_of(&FILES);
    allocate(&scenario, "dot-1", &[]);
    scenario.with_row("needs.csv", "H1,house").with_row("needs.csv", "H2,house")
}

#[test]
fn among_equal_households_those_served_before_stay() {
    let scenario = with_a_run();
    allocate(&scenario, "free", &[]);
    assert_eq!(served(&scenario, "free"), ["H1", "H2"], "ties go by id");
    let said = allocate(&scenario, "near", &["--near", &near(&scenario)]);
    assert_eq!(served(&scenario, "near"), ["H3", "H4"]);
    let expected = json!({ "run": "dot-1", "ignored": 0, "changed": 0, "bound": 0, "status": "optimal" });
    assert_eq!(said["near"], expected);
    let run = scenario.file("near");
    let summary = summary(&run);
    assert_eq!((&summary["near"]["needs"], &summary["near"]["amount"]), (&json!(2), &json!(80_000_000)));
    assert_eq!(
        fs::read(run.join("near.csv")).unwrap(),
        fs::read(scenario.file("dot-1").join("transfers.csv")).unwrap()
    );
    fs::remove_dir_all(scenario.file("dot-1")).unwrap();
    assert_eq!(broken(&run), Vec::<String>::new());
}

#[test]
fn a_better_plan_still_wins() {
    // H4 is no longer poor: H1 weighs more.
    let scenario = with_a_run().replace("households.csv", "H4,A,poor", "H4,A,near_poor");
    let said = allocate(&scenario, "near", &["--near", &near(&scenario)]);
    assert_eq!(served(&scenario, "near"), ["H1", "H3"]);
    assert_eq!((&said["near"]["changed"], &said["near"]["bound"]), (&json!(80_000_000), &json!(80_000_000)));
}

#[test]
fn awards_without_a_need_are_ignored_and_counted() {
    let scenario = with_a_run().without_row("needs.csv", "H4,house");
    let said = allocate(&scenario, "near", &["--near", &near(&scenario)]);
    assert_eq!(served(&scenario, "near"), ["H1", "H3"]);
    assert_eq!((&said["near"]["changed"], &said["near"]["ignored"]), (&json!(40_000_000), &json!(1)));
    assert!(said["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == "W520"), "{said}");
}

#[test]
fn promises_come_first_and_the_rest_stays_near() {
    let scenario = with_a_run();
    let kept = scenario.file("kept");
    fs::create_dir(&kept).unwrap();
    fs::write(kept.join("transfers.csv"), "source,beneficiary,package,amount,units\nfund,H2,house,40000000,\n")
        .unwrap();
    allocate(&scenario, "both", &["--keep", kept.to_str().unwrap(), "--near", &near(&scenario)]);
    assert_eq!(served(&scenario, "both"), ["H2", "H3"]);
    assert_eq!(broken(&scenario.file("both")), Vec::<String>::new());
}

#[test]
fn verify_notices_every_figure_that_is_not_so() {
    let scenario = with_a_run();
    allocate(&scenario, "near", &["--near", &near(&scenario)]);
    let run = scenario.file("near");
    let file = run.join("summary.json");
    let text = fs::read_to_string(&file).unwrap();
    for (old, new) in [
        ("\"changed\": 0", "\"changed\": 1"),
        ("\"bound\": 0,\n    \"status\"", "\"bound\": 1,\n    \"status\""),
        ("\"ignored\": 0", "\"ignored\": 1"),
        ("\"needs\": 2", "\"needs\": 3"),
        ("\"amount\": 80000000", "\"amount\": 80000001"),
        ("\"near-run/transfers.csv\": \"", "\"near-run/transfers.csv\": \"0"),
        ("\"near\": {", "\"far\": {"),
    ] {
        assert!(text.contains(old), "{old} in {text}");
        fs::write(&file, text.replace(old, new)).unwrap();
        assert!(broken(&run).contains(&"near".to_owned()), "{new}");
    }
    fs::write(&file, &text).unwrap();
    fs::write(run.join("near.csv"), "source,beneficiary,package,amount,units\n").unwrap();
    assert!(broken(&run).contains(&"near".to_owned()));
}
