//! `explain --solve`: every change that is told to serve a need does, when somebody types it into the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::{Patched, chungtay, root};

/// Đồng of each award by beneficiary and package.
fn awards(run: &Path) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    let mut reader = csv::Reader::from_path(run.join("awards.csv")).unwrap();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        *sums.entry((row["beneficiary"].clone(), row["package"].clone())).or_insert(0) +=
            row["amount"].parse::<i64>().unwrap();
    }
    sums
}

fn allocate(scenario: &Patched, name: &str) -> PathBuf {
    let run = scenario.file(name);
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    run
}

fn solved(run: &Path, id: &str) -> Vec<Value> {
    let ended = chungtay().args(["explain", "--solve", "--format", "json"]).arg(run).arg(id).assert().success();
    let told: Value = serde_json::from_slice(&ended.get_output().stdout).unwrap();
    told["remedies"].as_array().unwrap().clone()
}

/// Writes a cell into the rows that hold these words; a column that the table lacks is added.
fn set_cell(file: &Path, of: &[(&str, &str)], column: &str, value: &str) {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    if !headings.iter().any(|heading| heading == column) {
        headings.push(column.to_owned());
        for row in &mut rows {
            row.push(String::new());
        }
    }
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let mut changed = 0;
    for row in &mut rows {
        if of.iter().all(|(name, word)| row[at(name)] == *word) {
            value.clone_into(&mut row[at(column)]);
            changed += 1;
        }
    }
    assert_eq!(changed, 1, "{of:?}");
    let mut writer = csv::Writer::from_path(file).unwrap();
    writer.write_record(&headings).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}

/// Types a change into the files.
fn type_in(scenario: &Patched, need: &Value, change: &Value) {
    let word = |key: &str| change[key].as_str().unwrap();
    let sources = scenario.file("sources.csv");
    match word("kind") {
        "money" => set_cell(&sources, &[("id", word("source"))], "amount", &change["amount"].to_string()),
        "earmark" => {
            for column in change["columns"].as_array().unwrap() {
                set_cell(&sources, &[("id", word("source"))], column.as_str().unwrap(), "");
            }
        }
        "urgency" => {
            let of = ["beneficiary", "package"].map(|key| (key, need[key].as_str().unwrap()));
            set_cell(&scenario.file("needs.csv"), &of, "priority", &change["priority"].to_string());
        }
        "rule" => {
            let mut text: toml::Table = scenario.read("scenario.toml").parse().unwrap();
            let rules = text["rule"].as_array_mut().unwrap();
            rules.retain(|rule| rule["name"].as_str() != Some(word("rule")));
            fs::write(scenario.file("scenario.toml"), text.to_string()).unwrap();
        }
        other => panic!("{other}"),
    }
}

/// Every confirmed change of a scenario, typed into a copy; how many there were of each kind.
fn all_confirmed(name: &str) -> BTreeMap<String, usize> {
    let from = root().join("scenarios").join(name);
    let scenario = Patched::copy(&from);
    let run = allocate(&scenario, "dot-1");
    let before = awards(&run);
    let mut kinds = BTreeMap::new();
    let mut open: Vec<String> = fs::read_to_string(run.join("unserved.csv"))
        .unwrap()
        .lines()
        .skip(1)
        .map(|row| row.split(',').next().unwrap().to_owned())
        .collect();
    open.dedup();
    for need in open.iter().flat_map(|id| solved(&run, id)) {
        let key = (need["beneficiary"].as_str().unwrap().to_owned(), need["package"].as_str().unwrap().to_owned());
        assert_eq!(need["given"], before.get(&key).copied().unwrap_or(0));
        for remedy in need["confirmed"].as_array().unwrap() {
            let copy = Patched::copy(&from);
            type_in(&copy, &need, &remedy["change"]);
            let after = awards(&allocate(&copy, "dot-2"));
            assert_eq!(after.get(&key).copied(), remedy["given"].as_i64(), "{name} {remedy}");
            assert!(after.get(&key) > before.get(&key), "{name} {remedy}");
            let lost = before.iter().filter(|(key, amount)| after.get(key).copied().unwrap_or(0) < **amount);
            assert_eq!(lost.count(), remedy["losers"].as_array().unwrap().len(), "{name} {remedy}");
            *kinds.entry(remedy["change"]["kind"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
    }
    kinds
}

#[test]
fn what_would_serve_a_need_does_so_when_it_is_typed_into_the_files() {
    let kinds: Vec<BTreeMap<String, usize>> =
        ["tiny", "earmarks", "rules", "scarcity", "indivisible"].iter().map(|name| all_confirmed(name)).collect();
    for kind in ["money", "earmark", "urgency", "rule"] {
        assert!(kinds.iter().any(|found| found.contains_key(kind)), "no {kind}: {kinds:?}");
    }
}

#[test]
fn money_is_told_twice_where_the_least_of_it_costs_somebody_an_award() {
    let scenario = Patched::copy(&root().join("scenarios/tiny"));
    let run = allocate(&scenario, "dot-1");
    let needs = solved(&run, "H3");
    let money = needs[0]["confirmed"].as_array().unwrap().iter().filter(|one| one["change"]["kind"] == "money");
    let told: Vec<(i64, usize)> =
        money.map(|one| (one["change"]["more"].as_i64().unwrap(), one["losers"].as_array().unwrap().len())).collect();
    // The README of tiny: 60 million serve everybody.
    assert_eq!(told, [(20_000_000, 1), (60_000_000, 0)]);
}

#[test]
fn a_run_that_the_scenario_alone_does_not_give_is_not_compared() {
    let scenario = Patched::copy(&root().join("scenarios/tiny"));
    let first = allocate(&scenario, "dot-1");
    let scenario = scenario.replace(
        "sources.csv",
        "FUND,Quỹ Vì người nghèo tỉnh,fund,60000000",
        "FUND,Quỹ Vì người nghèo tỉnh,fund,80000000",
    );
    let run = scenario.file("dot-2");
    let mut call = chungtay();
    call.arg("allocate").arg(scenario.path()).arg("--out").arg(&run).arg("--keep").arg(&first).assert().success();
    let ended = chungtay().args(["explain", "--solve"]).arg(&run).arg("H3").assert().code(2);
    let told = String::from_utf8(ended.get_output().stderr.clone()).unwrap();
    assert!(told.contains("--keep"), "{told}");
}
