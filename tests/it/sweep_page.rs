//! `report.html` of a sweep: offline, and its figures are those of the CSV files.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::{Patched, chungtay, root};

const SWEEP: &str = r#"
[sweep]
[[sweep.axis]]
set = "fairness.strength"
values = [0.0, 0.5, 1.0]
[[sweep.axis]]
set = "sources[FUND].amount"
values = ["10 triệu", "13,5 triệu"]
[[sweep.case]]
name = "sai số </script>"
set = { fairness = { strength = 7 } }
[sweep.pledges]
draws = 6
seed = 1
"#;

/// Rows of a table of the page as texts by column; `None` where the page has no such table.
fn rows(data: &Value, id: &str) -> Option<Vec<BTreeMap<String, Value>>> {
    let blocks = data["sections"].as_array()?.iter().flat_map(|section| section["blocks"].as_array().unwrap());
    let mut tables = blocks.map(|block| block.get("table").unwrap_or(block));
    let table = tables.find(|table| table["id"] == id)?;
    let count = usize::try_from(table["rows"].as_u64()?).unwrap();
    let cell = |column: &Value, row: usize| match column["numbers"].get(row) {
        Some(number) => number.clone(),
        None => {
            column["at"][row].as_u64().map_or(Value::Null, |at| column["words"][usize::try_from(at).unwrap()].clone())
        }
    };
    let columns = table["columns"].as_array()?;
    let row =
        |row| columns.iter().map(|column| (column["key"].as_str().unwrap().to_owned(), cell(column, row))).collect();
    Some((0..count).map(row).collect())
}

fn csv(path: &std::path::Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// A figure of the page and a cell of a CSV file (twelve digits, as the files round).
fn assert_same(shown: &Value, written: &str, what: &str) {
    match shown.as_f64() {
        None => assert_eq!((shown, written), (&Value::Null, ""), "{what}"),
        Some(number) => {
            let written: f64 = written.parse().unwrap_or_else(|_| panic!("{what}: {written:?}"));
            assert!((number - written).abs() <= 1e-6 * written.abs().max(1.0), "{what}: {number} ≠ {written}");
        }
    }
}

#[test]
fn the_page_of_a_sweep_is_offline_and_has_the_figures_of_the_files() {
    let folder = Patched::copy(&root().join("scenarios/in-kind")).with_settings(SWEEP);
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("sweep");
    let words = ["sweep", folder.path().to_str().unwrap(), "--out", out.to_str().unwrap(), "--jobs", "2"];
    // One case has an error on purpose.
    chungtay().args(words).assert().code(6);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    for request in ["src=\"http", "href=\"http", "src='http", "@import", "<link rel=\"stylesheet\""] {
        assert!(!page.contains(request), "{request}");
    }
    let (_, rest) = page.split_once("id=\"page-data\">").unwrap();
    let data: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();

    let cases = csv(&out.join("cases.csv"));
    let shown = rows(&data, "cases").unwrap();
    assert_eq!(shown.len(), cases.len());
    for (shown, written) in shown.iter().zip(&cases) {
        assert_eq!(shown["case"], written["case"]);
        assert_eq!(shown["name"], written["name"]);
        let pairs = [("coverage", "coverage"), ("worst", "worst_coverage"), ("price", "price_of_fairness")];
        let sums = [("transferred", "transferred"), ("awards", "awards"), ("exits", "exits")];
        for (key, column) in pairs.into_iter().chain(sums) {
            assert_same(&shown[key], &written[column], &format!("{} {column}", written["case"]));
        }
    }
    let solved = cases.iter().filter(|case| case["status"] == "solved").count();
    assert_eq!(rows(&data, "trade-off").unwrap().len(), solved);

    let communes = csv(&out.join("communes.csv"));
    let shown = rows(&data, "heat").unwrap();
    assert_eq!(shown.len(), communes.len());
    for (shown, written) in shown.iter().zip(&communes) {
        assert_eq!(
            (&shown["case"], &shown["code"]),
            (&written["case"].as_str().into(), &written["commune"].as_str().into())
        );
        assert_same(&shown["coverage"], &written["coverage"], "coverage");
        assert_same(&shown["served"], &written["served"], "served");
    }
    let movers = rows(&data, "movers").unwrap();
    let moved: Vec<f64> = movers.iter().map(|row| row["spread"].as_f64().unwrap_or_default()).collect();
    assert!(moved.is_sorted_by(|one, other| one >= other) && moved[0] > 0.0, "{moved:?}");
    let first = communes.iter().filter(|row| movers[0]["code"] == row["commune"].as_str());
    let shares: Vec<f64> = first.map(|row| row["coverage"].parse().unwrap()).collect();
    let spread = shares.iter().copied().fold(f64::MIN, f64::max) - shares.iter().copied().fold(f64::MAX, f64::min);
    assert!((moved[0] - spread).abs() < 1e-6, "{} ≠ {spread}", moved[0]);

    let sure: Vec<_> = csv(&out.join("robust.csv")).into_iter().filter(|row| row["served"] != "0").collect();
    assert_eq!(rows(&data, "needs").unwrap().len(), sure.len());
    let drawn = sure.iter().filter(|row| row["served_in_draws"] != "0").count();
    let bands = rows(&data, "bands").unwrap();
    assert_eq!(bands.iter().map(|row| row["needs"].as_u64().unwrap()).sum::<u64>(), drawn as u64);
    let always = sure.iter().filter(|row| row["share_of_draws"] == "1").count();
    assert!(bands[4]["needs"].as_u64().unwrap() >= always as u64 && always > 0);
}
