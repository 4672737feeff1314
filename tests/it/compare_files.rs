//! `compare --xlsx --html`: the figures of `--format json`, in a workbook and on an offline page.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::support::{Patched, chungtay, root};

fn allocate(scenario: &Patched, name: &str) -> String {
    let run = scenario.file(name);
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    run.to_str().unwrap().to_owned()
}

/// Rows below the headings of a sheet.
fn sheet(path: &Path, name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    workbook.worksheet_range(name).unwrap().rows().skip(3).map(<[Data]>::to_vec).collect()
}

/// A whole number of a cell.
fn number(cell: &Data) -> i64 {
    cell.to_string().parse().unwrap_or_else(|_| panic!("{cell:?}"))
}

#[test]
fn workbook_and_page_of_a_comparison_have_the_figures_of_the_json() {
    let scenario = Patched::copy(&root().join("scenarios/in-kind"));
    let first = allocate(&scenario, "dot-1");
    let settings = scenario.read("scenario.toml");
    fs::write(scenario.file("scenario.toml"), settings + "\n[fairness]\nstrength = 0.0\n").unwrap();
    let second = allocate(&scenario, "dot-2");
    let scenario = scenario.replace("sources.csv", "13500000", "10000000");
    let third = allocate(&scenario, "dot-3");
    let (book, page) = (scenario.file("so-sanh.xlsx"), scenario.file("so-sanh.html"));
    let mut words = vec!["compare", &first, &second, &third, "--format", "json"];
    words.extend(["--xlsx", book.to_str().unwrap(), "--html", page.to_str().unwrap()]);
    let ended = chungtay().args(&words).assert().success();
    let told: Value = serde_json::from_slice(&ended.get_output().stdout).unwrap();
    let differences = told["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 2);

    let lines = |key: &str| -> Vec<(&str, &Value)> {
        let rows = differences.iter().flat_map(|difference| {
            let run = difference["runs"]["after"].as_str().unwrap();
            difference[key].as_array().unwrap().iter().map(move |line| (run, line))
        });
        rows.collect()
    };
    let communes = lines("communes");
    let rows = sheet(&book, "Xã");
    assert!(!communes.is_empty());
    assert_eq!(rows.len(), communes.len());
    for (row, (run, line)) in rows.iter().zip(&communes) {
        assert_eq!(
            (row[0].to_string(), row[1].to_string()),
            ((*run).to_owned(), line["commune"].as_str().unwrap().to_owned())
        );
        let [before, after] = ["before", "after"].map(|side| line["served"][side].as_i64().unwrap());
        assert_eq!([number(&row[3]), number(&row[4]), number(&row[5])], [before, after, after - before]);
    }
    let sources = lines("sources");
    let rows = sheet(&book, "Nguồn");
    assert_eq!(rows.len(), sources.len());
    for (row, (_, line)) in rows.iter().zip(&sources) {
        assert_eq!(number(&row[4]), line["used"]["after"].as_i64().unwrap());
    }
    assert_eq!(sheet(&book, "Tổng số").len(), 2 * (4 + 5));
    assert_eq!(sheet(&book, "Lĩnh vực").len(), lines("purposes").len());
    let kinds = ["lost", "gained", "less", "more"];
    let needs = |difference: &Value| {
        kinds.iter().map(|kind| difference["needs"][kind].as_array().unwrap().len()).sum::<usize>()
    };
    assert_eq!(sheet(&book, "Nhu cầu").len(), differences.iter().map(needs).sum::<usize>());
    assert!(sheet(&book, "Thiết lập").iter().any(|row| row[1] == *"fairness.strength"));

    let html = fs::read_to_string(&page).unwrap();
    for request in ["src=\"http", "href=\"http", "@import", "<link rel=\"stylesheet\""] {
        assert!(!html.contains(request), "{request}");
    }
    let data = html.split("id=\"page-data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    let section = data["sections"].as_array().unwrap().iter().find(|section| section["id"] == "communes").unwrap();
    let columns = section["blocks"][0]["columns"].as_array().unwrap();
    let after = columns.iter().find(|column| column["key"] == "after").unwrap();
    let expected: Vec<Value> = communes.iter().map(|(_, line)| line["served"]["after"].clone()).collect();
    assert_eq!(after["numbers"], Value::Array(expected));

    // A second time the files are in the way, and stay as they are.
    chungtay().args(&words).assert().code(2);
    assert_eq!(fs::read_to_string(&page).unwrap(), html);
}

#[test]
fn a_rule_that_is_new_is_told_by_its_name_in_every_form() {
    let scenario = Patched::copy(&root().join("scenarios/in-kind"));
    let first = allocate(&scenario, "dot-1");
    let rule = "\n[[rule]]\nname = \"nhiều nhất\"\nmeasure = \"units\"\nat_most = 1000\n";
    let scenario = scenario.with_settings(rule);
    let second = allocate(&scenario, "dot-2");
    let (book, page) = (scenario.file("so-sanh.xlsx"), scenario.file("so-sanh.html"));
    let mut compare = chungtay();
    compare.args(["compare", &first, &second]).arg("--xlsx").arg(&book).arg("--html").arg(&page);
    let shown = String::from_utf8(compare.assert().success().get_output().stderr.clone()).unwrap();
    let (key, told) = ("Quy tắc “nhiều nhất” (thêm)", "measure = units, at_most = 1000");
    assert!(shown.contains(key) && shown.contains(told), "{shown}");
    assert!(sheet(&book, "Thiết lập").iter().any(|row| row[1] == *key && row[2] == *"–" && row[3] == *told));
    assert!(fs::read_to_string(&page).unwrap().contains(key));
}
