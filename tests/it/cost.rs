//! `cost` in `rules.csv`: the objective lost per unit of a bound that binds, found by solving again.

use std::collections::BTreeMap;

use super::support::{chungtay, folder_of};

/// Commune A asks with twice the priority of B: 4 points a million against 2; 100 million for 200.
const FILES: [(&str, &str); 5] = [
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\nB,Xã B,commune,1,50,10\n",
    ),
    ("households.csv", "id,area,class\nX,A,poor\n"),
    ("packages.csv", "id,name,purpose,unit_cost,beneficiary\nroad,Đường,public_work,10000000,commune\n"),
    ("needs.csv", "beneficiary,package,quantity,priority\nA,road,10,2\nB,road,10,1\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,100000000\n"),
];

const SETTINGS: &str = "title = \"Giá\"\nyear = 2026\nfairness = { entitlement = \"none\" }\n\
                        severity = { commune = 2.0, commune_poverty_rate = 0.0 }\n";

/// Value, binding and cost of the one rule.
fn cost(rule: &str) -> (String, Option<f64>) {
    let settings = format!("{SETTINGS}[[rule]]\nname = \"r\"\n{rule}\n");
    let mut files = FILES.to_vec();
    files.push(("scenario.toml", &settings));
    let scenario = folder_of(&files);
    let run = scenario.file("run");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    let mut rows = csv::Reader::from_path(run.join("rules.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = rows.deserialize().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| row["binding"] == "true").unwrap_or(&rows[0]);
    (row["binding"].clone(), row["cost"].parse().ok())
}

#[test]
fn a_bound_costs_what_the_objective_gains_when_it_gives_way() {
    let at_a = "where = { areas = [\"A\"] }";
    let at_b = "where = { areas = [\"B\"] }";
    for (rule, expected) in [
        // A million đồng more for A is taken from B: 4 − 2 points.
        (format!("measure = \"amount\"\n{at_a}\nat_most = \"40 triệu\""), 2.0),
        (format!("measure = \"amount\"\n{at_b}\nat_least = \"40 triệu\""), 2.0),
        // A unit is 10 million; a point of weight of A, a quarter of a million.
        (format!("measure = \"units\"\n{at_a}\nat_most = 4"), 20.0),
        (format!("measure = \"weight\"\n{at_a}\nat_most = 160"), 0.5),
        // 0.01 of coverage of B is a million.
        (format!("measure = \"coverage\"\n{at_b}\nat_least = \"30%\""), 2.0),
        // A point of the share is a hundredth of what is paid, 100 million.
        (format!("measure = \"amount\"\n{at_b}\nat_least = \"50%\""), 2.0),
        (format!("measure = \"amount\"\n{at_a}\nat_most = \"50%\""), 2.0),
        // What nothing hangs on costs nothing.
        (
            "measure = \"amount\"\nover = \"commune\"\nwhere = { areas = [\"A\"] }\nat_least = \"100 triệu\""
                .to_owned(),
            0.0,
        ),
    ] {
        let (binding, cost) = cost(&rule);
        assert_eq!(binding, "true", "{rule}");
        assert!(cost.is_some_and(|cost| (cost - expected).abs() < 1e-6), "{rule}: {cost:?}, expected {expected}");
    }
}

#[test]
fn a_bound_that_does_not_bind_and_a_soft_one_have_no_cost() {
    for rule in [
        "measure = \"amount\"\nwhere = { areas = [\"A\"] }\nat_least = \"40 triệu\"",
        "measure = \"amount\"\nwhere = { areas = [\"A\"] }\nat_most = \"40 triệu\"\nsoft = 5.0",
    ] {
        assert_eq!(cost(rule).1, None, "{rule}");
    }
}
