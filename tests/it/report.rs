//! `report.html`: nobody who asked is missing, sums are those of the tables, no personal data, and `report` writes it
//! again from the run folder alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Patched, broken, chungtay, names, root, summary};

/// The data of a page.
fn data(page: &str) -> Value {
    let start = page.split("id=\"page-data\">").nth(1).unwrap();
    serde_json::from_str(start.split("</script>").next().unwrap()).unwrap()
}

/// The table `id` of a page, wherever it stands.
fn table(page: &Value, id: &str) -> Value {
    let blocks = page["sections"].as_array().unwrap().iter().flat_map(|section| section["blocks"].as_array().unwrap());
    let mut tables = blocks.map(|block| if block["block"] == "chart" { &block["table"] } else { block });
    tables.find(|table| table["id"] == id).cloned().unwrap()
}

/// The cells of a column.
fn column(table: &Value, key: &str) -> Vec<Value> {
    let column = table["columns"].as_array().unwrap().iter().find(|column| column["key"] == key).unwrap();
    let Some(at) = column.get("at") else { return column["numbers"].as_array().unwrap().clone() };
    let word = |at: &Value| at.as_u64().map_or(Value::Null, |at| column["words"][usize::try_from(at).unwrap()].clone());
    at.as_array().unwrap().iter().map(word).collect()
}

fn total(cells: &[Value]) -> i64 {
    cells.iter().filter_map(Value::as_i64).sum()
}

fn run(scenario: &Patched) -> std::path::PathBuf {
    let run = scenario.file("run");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    run
}

fn page(run: &Path) -> String {
    fs::read_to_string(run.join("report.html")).unwrap()
}

#[test]
fn nobody_who_asked_is_missing_and_the_sums_are_those_of_the_tables() {
    let scenario = Patched::example();
    let run = run(&scenario);
    let page = data(&page(&run));
    let totals = summary(&run)["totals"].clone();
    let needs = fs::read_to_string(scenario.file("needs.csv")).unwrap();
    let asked: BTreeSet<&str> = needs.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    let households = table(&page, "households");
    let told: Vec<Value> = column(&households, "beneficiary");
    let told: BTreeSet<&str> = told.iter().map(|id| id.as_str().unwrap().split(" · ").next().unwrap()).collect();
    assert_eq!(told, asked);
    assert_eq!(total(&column(&households, "paid")), totals["transferred"].as_i64().unwrap());
    assert_eq!(total(&column(&table(&page, "transfers"), "amount")), totals["transferred"].as_i64().unwrap());
    // Each đồng flows from a kind to a purpose, and from a purpose to an area.
    assert_eq!(total(&column(&table(&page, "flow"), "amount")), 2 * totals["transferred"].as_i64().unwrap());
    let missing = total(&column(&table(&page, "unserved"), "missing"));
    assert!(missing > 0);
    assert_eq!(total(&column(&households, "missing")), missing);
    assert_eq!(total(&column(&table(&page, "reasons"), "missing")), missing);
    let used = total(&column(&table(&page, "sources"), "used"));
    assert_eq!(used, totals["transferred"].as_i64().unwrap());
}

#[test]
fn the_page_holds_ids_of_households_and_nothing_more_of_them() {
    let scenario = Patched::example();
    let page = page(&run(&scenario));
    let households = fs::read_to_string(scenario.file("households.csv")).unwrap();
    let heading: Vec<&str> = households.lines().next().unwrap().split(',').collect();
    let place = heading.iter().position(|name| ["head_name", "Họ và tên chủ hộ"].contains(name)).unwrap();
    let heads: Vec<&str> = households.lines().skip(1).map(|line| line.split(',').nth(place).unwrap()).collect();
    assert!(heads.len() > 3 && heads.iter().all(|head| head.chars().count() > 3), "{heads:?}");
    for head in heads {
        assert!(!page.contains(head), "a head of household stands in the page");
    }
}

#[test]
fn a_page_is_made_again_from_the_run_alone() {
    let scenario = Patched::copy(&root().join("scenarios/rules"));
    let run = run(&scenario);
    assert_eq!(broken(&run), [""; 0]);
    let first = page(&run);
    fs::remove_file(run.join("report.html")).unwrap();
    assert_eq!(broken(&run), [""; 0], "a run without its page is still a run");
    let told = chungtay().args(["report", "--format", "json"]).arg(&run).assert().success();
    let told: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    assert_eq!(told["exit_code"], 0);
    assert_eq!(page(&run), first);
    let packages = |page: &str| column(&table(&data(page), "awards"), "package").first().cloned().unwrap();
    assert_ne!(packages(&first), json!("livelihood"));
    // Elsewhere, without its scenario.
    let other = tempfile::tempdir().unwrap();
    for name in names(&run).iter().filter(|name| run.join(name).is_file() && *name != "timing.json") {
        fs::copy(run.join(name), other.path().join(name)).unwrap();
    }
    chungtay().arg("report").arg(other.path()).assert().success();
    assert_eq!(packages(&page(other.path())), json!("livelihood"));
}

#[test]
fn a_bound_that_gave_way_stands_first() {
    let scenario = Patched::copy(&root().join("scenarios/infeasible"));
    let run = scenario.file("run");
    chungtay().args(["allocate", "--relax", "--out"]).arg(&run).arg(scenario.path()).assert().success();
    let page = data(&page(&run));
    let first = page.pointer("/sections/0/blocks/0").unwrap();
    assert_eq!(first["block"], "notice");
    let settings = summary(&run)["settings"]["rule"].clone();
    let gave_way = settings.as_array().unwrap().iter().find(|rule| rule.get("relaxed").is_some()).unwrap();
    let said = first["text"]["vi"].as_str().unwrap();
    assert!(said.contains(gave_way["name"].as_str().unwrap()) && said.contains('→'), "{said}");
}

#[test]
fn a_table_that_is_too_long_for_a_page_names_its_file() {
    let scenario = Patched::copy(&root().join("scenarios/rules"));
    let run = run(&scenario);
    let mut transfers = fs::read_to_string(run.join("transfers.csv")).unwrap();
    transfers.push_str(&"FUND,S01,livelihood,0,\n".repeat(250_000));
    fs::write(run.join("transfers.csv"), transfers).unwrap();
    chungtay().arg("report").arg(&run).assert().success();
    let page = data(&page(&run));
    let blocks = page.pointer("/sections/3/blocks").unwrap().as_array().unwrap().clone();
    let notice = blocks.iter().find(|block| block["block"] == "notice").unwrap();
    let said = notice["text"]["vi"].as_str().unwrap();
    assert!(said.contains("250.006") && said.contains("transfers.csv"), "{said}");
    assert!(!blocks.iter().any(|block| block["id"] == "transfers"), "and its rows are not there");
    assert!(blocks.iter().any(|block| block["id"] == "awards"));
}

#[test]
fn a_folder_that_is_no_run_gets_no_page() {
    let folder = tempfile::tempdir().unwrap();
    chungtay().arg("report").arg(folder.path()).assert().code(3);
    chungtay().arg("report").arg(folder.path().join("nothing")).assert().code(2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn findings_are_told_in_both_languages_and_as_written_where_their_facts_are_unknown() {
    let run = tempfile::tempdir().unwrap();
    let run = run.path().join("run");
    chungtay().arg("allocate").arg(root().join("scenarios/partners")).arg("--out").arg(&run).assert().success();
    let told = || column(&table(&data(&page(&run)), "findings"), "cause");
    let written = summary(&run)["findings"][0]["cause"].clone();
    let sentence = told()[0].clone();
    assert_eq!(sentence["vi"], written);
    assert!(sentence["en"].is_string() && sentence["en"] != sentence["vi"], "{sentence}");
    // A run folder of an earlier version has no facts.
    let path = run.join("summary.json");
    let mut old: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    old["findings"][0].as_object_mut().unwrap().remove("facts").unwrap();
    fs::write(&path, serde_json::to_string_pretty(&old).unwrap()).unwrap();
    chungtay().arg("report").arg(&run).assert().success();
    assert_eq!(told()[0], written);
}
