//! docs/file-formats.md names every column of every table that a run and a sweep write, and every key of a comparison.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{Patched, chungtay, root};

fn page() -> String {
    fs::read_to_string(root().join("docs/file-formats.md")).unwrap()
}

/// Words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of tables between a heading and the next one of its level or above: their cells.
fn rows<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let level = heading.split(' ').next().unwrap().len();
    let below = page.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    let ends = |line: &str| line.starts_with('#') && line.split(' ').next().unwrap().len() <= level;
    let rows = below.take_while(|line| !ends(line)).filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split(" | ").collect()).collect()
}

/// The headings of a CSV file.
fn headings(file: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    reader.headers().unwrap().iter().map(str::to_owned).collect()
}

/// The names of one column of cells, in the order of the page.
fn told(rows: &[Vec<&str>]) -> Vec<String> {
    rows.iter().flat_map(|row| quoted(row[0])).map(str::to_owned).collect()
}

#[test]
fn columns_of_the_run_folder_are_those_of_the_page() {
    let page = page();
    let mut tables = 0;
    for row in rows(&page, "## The run folder") {
        let file = quoted(row[0])[0];
        let golden = root().join("tests/golden/source-rules").join(file);
        if row.len() < 3 || Path::new(file).extension().is_none_or(|it| it != "csv") || !golden.is_file() {
            continue;
        }
        let columns: Vec<&str> = quoted(row[2])[0].split(", ").collect();
        assert_eq!(columns, headings(&golden), "left: the page, right: {file}");
        tables += 1;
    }
    assert!(tables >= 7, "only {tables} tables are compared");
}

#[test]
fn columns_of_a_sweep_are_those_of_the_page() {
    let page = page();
    let sweep = "[[sweep.axis]]\nset = \"fairness.strength\"\nvalues = [0.0, 1.0]\n";
    let folder = Patched::copy(&root().join("scenarios/in-kind")).with_settings(sweep);
    let out = folder.file("sweep");
    chungtay().arg("sweep").arg(folder.path()).arg("--out").arg(&out).assert().success();
    let mut cases = told(&rows(&page, "### `cases.csv`"));
    // The target of the axis stands after the name; of stages the page groups what the file lays side by side.
    cases.insert(3, "fairness.strength".to_owned());
    let mut written = headings(&out.join("cases.csv"));
    assert_eq!(cases[..18], written[..18]);
    cases.sort();
    written.sort();
    assert_eq!(cases, written);
    for (heading, file) in [("### `communes.csv` of a sweep", "communes.csv"), ("### `robust.csv`", "robust.csv")] {
        assert_eq!(told(&rows(&page, heading)), headings(&out.join(file)), "left: the page, right: {file}");
    }
    let files: Vec<&str> = quoted(page.split("## The folder of a sweep").nth(1).unwrap());
    for entry in fs::read_dir(&out).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "cases" || files.contains(&&*name), "{name} is not on the page");
    }
    let case: BTreeMap<String, Value> =
        serde_json::from_slice(&fs::read(out.join("cases/1/case.json")).unwrap()).unwrap();
    for key in case.keys() {
        assert!(page.contains(&format!("\"{key}\"")), "{key} of case.json is not on the page");
    }
    let runs = ["1", "2"].map(|case| out.join("cases").join(case));
    let ended = chungtay().args(["compare", "--format", "json"]).args(runs).assert().success();
    let compared: Value = serde_json::from_slice(&ended.get_output().stdout).unwrap();
    let keys: Vec<&String> = compared["differences"][0].as_object().unwrap().keys().collect();
    let mut named = told(&rows(&page, "## Files of `compare`"));
    named.sort();
    assert_eq!(keys.into_iter().cloned().collect::<std::collections::BTreeSet<_>>(), named.into_iter().collect());
}

#[test]
fn keys_of_a_line_of_the_catalogue_are_those_of_the_page() {
    let scenario = Patched::copy(&root().join("scenarios/tiny"));
    let run = scenario.file("run");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    let mut command = chungtay();
    command.arg("catalogue").arg(&run).args(["--profile", "internal", "--format", "json"]);
    let catalogue: Value = serde_json::from_slice(&command.assert().success().get_output().stdout).unwrap();
    let mut keys: Vec<String> = catalogue["offers"][0].as_object().unwrap().keys().cloned().collect();
    let mut named = told(&rows(&page(), "## Lines of `catalogue`"));
    keys.sort();
    named.sort();
    assert_eq!(keys, named);
}
