//! Reasons that rules give: what holds up a floor, which cap is full; and the second opinion notices every other word.

use std::fs;

use serde_json::Value;

use super::support::{Patched, chungtay, folder_of};

/// A poor household in A asks for a house and a cow, a near-poor one in B for a house; money for two houses.
const FILES: [(&str, &str); 5] = [
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\nB,Xã B,commune,1,50,10\n",
    ),
    ("households.csv", "id,area,class\nHA,A,poor\nHB,B,near_poor\n"),
    ("packages.csv", "id,name,purpose,unit_cost\nhouse,Nhà,housing,40000000\ncow,Bò,livelihood,40000000\n"),
    ("needs.csv", "beneficiary,package\nHA,house\nHA,cow\nHB,house\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,80000000\n"),
];

/// The same with two funds of 40 million.
const TWO_FUNDS: &str = "id,name,kind,amount\nfund,Quỹ,fund,40000000\nfirm,Công ty,donor,40000000\n";

/// The scenario without fairness, with one rule, and its run `run`.
fn run(rule: &str) -> Patched {
    run_with(FILES[4].1, rule)
}

/// The same with other sources.
fn run_with(sources: &str, rule: &str) -> Patched {
    let settings = format!(
        "title = \"Lý do\"\nyear = 2026\nfairness = {{ entitlement = \"none\" }}\n[[rule]]\nname = \"r\"\n{rule}\n"
    );
    let mut files = FILES[..4].to_vec();
    files.extend([("sources.csv", sources), ("scenario.toml", &settings)]);
    let scenario = folder_of(&files);
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(scenario.file("run")).assert().success();
    scenario
}

/// The reason of a need in a table.
fn reason(scenario: &Patched, table: &str, (beneficiary, package): (&str, &str)) -> Option<String> {
    let mut rows = csv::Reader::from_path(scenario.file("run").join(table)).unwrap();
    let reason = rows.headers().unwrap().iter().position(|heading| heading == "reason").unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| &row[0] == beneficiary && &row[2] == package);
    row.map(|row| row[reason].to_owned())
}

/// The rules of the second opinion that a run breaks.
fn broken(scenario: &Patched) -> Vec<String> {
    let output = chungtay().args(["verify", "--format", "json"]).arg(scenario.file("run")).output().unwrap();
    let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
    judged["violations"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
}

/// The same with one word of a table for another.
fn broken_with(scenario: &Patched, table: &str, old: &str, new: &str) -> Vec<String> {
    let file = scenario.file("run").join(table);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(old), "{old} in {text}");
    fs::write(&file, text.replace(old, new)).unwrap();
    let found = broken(scenario);
    fs::write(&file, text).unwrap();
    found
}

/// Rule, served needs, then the reason of an unserved one.
const CAPS: [(&str, (&str, &str), &str); 7] = [
    ("measure = \"units\"\nwhere = { packages = [\"cow\"] }\nat_most = 0", ("HA", "cow"), "rule_limit"),
    ("measure = \"amount\"\nover = \"commune\"\nat_most = \"50 triệu\"", ("HA", "cow"), "rule_limit"),
    ("measure = \"amount\"\nwhere = { areas = [\"A\"] }\nat_most = \"50%\"", ("HA", "cow"), "rule_limit"),
    ("measure = \"coverage\"\nwhere = { areas = [\"A\"] }\nat_most = \"60%\"", ("HA", "cow"), "rule_limit"),
    ("measure = \"weight\"\nwhere = { areas = [\"A\"] }\nat_most = 90", ("HA", "cow"), "rule_limit"),
    ("measure = \"units\"\nover = \"household\"\nat_most = 1", ("HA", "cow"), "household_limit"),
    (
        "measure = \"households\"\nover = \"class\"\nwhere = { classes = [\"near_poor\"] }\nat_most = 0",
        ("HB", "house"),
        "rule_limit",
    ),
];

#[test]
fn a_cap_that_is_full_is_the_reason_why_a_need_is_not_served() {
    for (rule, need, expected) in CAPS {
        let scenario = run(rule);
        let other = if need.1 == "cow" { ("HA", "house") } else { need };
        let found = reason(&scenario, "unserved.csv", need).or_else(|| reason(&scenario, "unserved.csv", other));
        assert_eq!(found.as_deref(), Some(expected), "{rule}");
    }
}

#[test]
fn what_holds_up_a_rule_is_served_for_that_reason() {
    for rule in [
        "measure = \"units\"\nwhere = { areas = [\"B\"] }\nat_least = 1",
        "measure = \"amount\"\nwhere = { areas = [\"B\"] }\nat_least = \"10 triệu\"",
        "measure = \"amount\"\nwhere = { areas = [\"B\"] }\nat_least = \"30%\"",
        "measure = \"coverage\"\nover = \"commune\"\nat_least = \"40%\"",
        "measure = \"weight\"\nwhere = { areas = [\"B\"] }\nat_least = 20",
        "measure = \"households\"\nat_least = 2",
        "measure = \"units\"\nwhere = { areas = [\"B\"] }\nat_least = 1\nsoft = 100.0",
    ] {
        let scenario = run(rule);
        assert_eq!(reason(&scenario, "awards.csv", ("HB", "house")).as_deref(), Some("floor"), "{rule}");
    }
    // Where the rule holds without it, need is the reason.
    let scenario = run("measure = \"units\"\nat_least = 1");
    assert_eq!(reason(&scenario, "awards.csv", ("HA", "house")).as_deref(), Some("greatest_need"));
}

#[test]
fn verify_notices_a_reason_that_is_not_the_first_true_one() {
    for (rule, _, expected) in CAPS {
        let scenario = run(rule);
        assert_eq!(broken(&scenario), Vec::<String>::new(), "{rule}");
        for other in
            ["household_limit", "rule_limit", "sources_exhausted", "indivisible_remainder", "lower_need", "other_goal"]
        {
            if other != expected {
                let found = broken_with(&scenario, "unserved.csv", expected, other);
                assert!(found.contains(&"reason_unserved".to_owned()), "{rule}: {other} passes");
            }
        }
    }
    let scenario = run("measure = \"units\"\nwhere = { areas = [\"B\"] }\nat_least = 1");
    assert!(broken_with(&scenario, "awards.csv", "floor", "greatest_need").contains(&"reason_served".to_owned()));
    assert!(broken_with(&scenario, "awards.csv", "greatest_need", "floor").contains(&"reason_served".to_owned()));
}

/// Rules that tell sources apart: rule, the reason why A's second need is not served, and why a source has money left.
const CAPS_ON_SOURCES: [(&str, &str, &str); 7] = [
    // Each fund may pay A at most 20 million: one house together; nobody else may bring the other.
    ("measure = \"amount\"\nover = \"source\"\nwhere = { areas = [\"A\"] }\nat_most = \"20 triệu\"", "rule_limit", ""),
    (
        "measure = \"amount\"\nover = \"source\"\nwhere = { areas = [\"A\"] }\nat_most = \"50%\"\nof = \"group\"",
        "rule_limit",
        "",
    ),
    // No money of the firm for A: what it has serves B; no rule is in the fund's way, whose money A's first need has.
    ("measure = \"amount\"\nwhere = { areas = [\"A\"], sources = [\"firm\"] }\nat_most = 0", "lower_need", ""),
    // It may serve nobody: its money stays.
    ("measure = \"amount\"\nwhere = { kinds = [\"donor\"] }\nat_most = 0", "rule_limit", "cap_reached"),
    // Of both funds together.
    (
        "measure = \"amount\"\nwhere = { areas = [\"A\"], sources = [\"firm\", \"fund\"] }\nat_most = \"40 triệu\"",
        "rule_limit",
        "",
    ),
    (
        "measure = \"amount\"\nover = \"household\"\nwhere = { kinds = [\"donor\", \"fund\"] }\nat_most = \"40 triệu\"",
        "household_limit",
        "",
    ),
    // The whole of the firm's money must go to B.
    (
        "measure = \"amount\"\nover = \"source\"\nwhere = { areas = [\"B\"] }\nat_least = \"50%\"\nof = \"group\"",
        "rule_limit",
        "",
    ),
];

#[test]
fn a_rule_on_the_money_of_sources_is_the_reason_where_it_keeps_money_from_a_need() {
    for (rule, expected, left) in CAPS_ON_SOURCES {
        let scenario = run_with(TWO_FUNDS, rule);
        let found = reason(&scenario, "unserved.csv", ("HA", "cow"))
            .or_else(|| reason(&scenario, "unserved.csv", ("HA", "house")));
        assert_eq!(found.as_deref(), Some(expected), "{rule}");
        let sources = fs::read_to_string(scenario.file("run/sources.csv")).unwrap();
        let firm = sources.lines().find(|line| line.starts_with("firm,")).unwrap();
        assert_eq!(firm.rsplit(',').next(), Some(left), "{rule}");
        for other in ["household_limit", "rule_limit", "sources_exhausted", "other_goal"] {
            // Where rules look at who pays, the last two words are not told apart.
            if other != expected && (other, expected) != ("other_goal", "lower_need") {
                let broken = broken_with(&scenario, "unserved.csv", expected, other);
                assert!(broken.contains(&"reason_unserved".to_owned()), "{rule}: {other} passes");
            }
        }
    }
}

#[test]
fn an_award_that_holds_up_a_floor_on_the_money_of_a_source_is_served_for_that_reason() {
    for rule in [
        "measure = \"amount\"\nwhere = { areas = [\"B\"], kinds = [\"donor\"] }\nat_least = \"40 triệu\"",
        "measure = \"amount\"\nover = \"source\"\nwhere = { areas = [\"B\"] }\nat_least = \"10%\"\nof = \"group\"",
        "measure = \"amount\"\nwhere = { areas = [\"B\"], sources = [\"firm\"] }\nat_least = \"10 triệu\"\nsoft = 100.0",
    ] {
        let scenario = run_with(TWO_FUNDS, rule);
        assert_eq!(reason(&scenario, "awards.csv", ("HB", "house")).as_deref(), Some("floor"), "{rule}");
        let broken = broken_with(&scenario, "awards.csv", "floor", "greatest_need");
        assert!(broken.contains(&"reason_served".to_owned()), "{rule}");
    }
}
