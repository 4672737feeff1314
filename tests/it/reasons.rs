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

/// The scenario without fairness, with one rule, and its run `run`.
fn run(rule: &str) -> Patched {
    let settings = format!(
        "title = \"Lý do\"\nyear = 2026\nfairness = {{ entitlement = \"none\" }}\n[[rule]]\nname = \"r\"\n{rule}\n"
    );
    let mut files = FILES.to_vec();
    files.push(("scenario.toml", &settings));
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
    let broken = |scenario: &Patched| -> Vec<String> {
        let output = chungtay().args(["verify", "--format", "json"]).arg(scenario.file("run")).output().unwrap();
        let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
        judged["violations"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
    };
    let with = |scenario: &Patched, table: &str, old: &str, new: &str| {
        let file = scenario.file("run").join(table);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(old), "{old} in {text}");
        fs::write(&file, text.replace(old, new)).unwrap();
        let found = broken(scenario);
        fs::write(&file, text).unwrap();
        found
    };
    for (rule, _, expected) in CAPS {
        let scenario = run(rule);
        assert_eq!(broken(&scenario), Vec::<String>::new(), "{rule}");
        for other in
            ["household_limit", "rule_limit", "sources_exhausted", "indivisible_remainder", "lower_need", "other_goal"]
        {
            if other != expected {
                let found = with(&scenario, "unserved.csv", expected, other);
                assert!(found.contains(&"reason_unserved".to_owned()), "{rule}: {other} passes");
            }
        }
    }
    let scenario = run("measure = \"units\"\nwhere = { areas = [\"B\"] }\nat_least = 1");
    assert!(with(&scenario, "awards.csv", "floor", "greatest_need").contains(&"reason_served".to_owned()));
    assert!(with(&scenario, "awards.csv", "greatest_need", "floor").contains(&"reason_served".to_owned()));
}
