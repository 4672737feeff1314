//! Commitments that break a cap by themselves are named, line by line; those that keep it are not.

use std::fs;

use serde_json::Value;

use super::support::{Patched, chungtay, root};

/// The facts of each E487 under one more rule: row of the line, asked, reached, lines, đồng.
fn named(rule: &str) -> Vec<[String; 5]> {
    let folder = Patched::copy(&root().join("scenarios/commitments"));
    let toml = folder.read("scenario.toml");
    fs::write(folder.file("scenario.toml"), format!("{toml}\n[[rule]]\nname = \"r\"\n{rule}\n")).unwrap();
    let ended = chungtay().args(["allocate", "--format", "json", "-q"]).arg(folder.path()).output().unwrap();
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let Some(certain) = told.get("certain").and_then(Value::as_array) else { return Vec::new() };
    assert_eq!(ended.status.code(), Some(4));
    let fact = |finding: &Value, name: &str| finding["facts"][name].as_str().unwrap_or_default().to_owned();
    let row = |finding: &Value| finding["row"].to_string();
    let mine = certain.iter().filter(|finding| finding["code"] == "E487");
    mine.map(|it| [row(it), fact(it, "asked"), fact(it, "reached"), fact(it, "lines"), fact(it, "amount")]).collect()
}

#[test]
fn lines_that_break_a_cap_by_themselves_are_named() {
    let line = |row: &str, asked: &str, reached: &str, lines: &str, amount: &str| {
        [row, asked, reached, lines, amount].map(str::to_owned)
    };
    // The first line begins a house of 60 million.
    let all = "measure = \"amount\"\nat_most = ";
    let both = [("2", "40000000"), ("3", "10000000")];
    let expected = both.map(|(row, amount)| line(row, "40000000", "70000000", "2", amount));
    assert_eq!(named(&format!("{all}\"40 triệu\"")), expected);
    assert_eq!(named(&format!("{all}\"70 triệu\"")), [[""; 5]; 0]);
    assert_eq!(named(&format!("{all}\"1 triệu\"\nsoft = 1.0")), [[""; 5]; 0]);
    // Outside help counts in units too; the lines of the most đồng come first.
    let three = [("2", "40000000"), ("4", "25000000"), ("3", "10000000")];
    let expected = three.map(|(row, amount)| line(row, "1", "3", "3", amount));
    assert_eq!(named("measure = \"units\"\nat_most = 1"), expected);
    // Of one source only its own line.
    let own = |most: &str| format!("{all}\"{most} triệu\"\nwhere = {{ sources = [\"AGENCY\"] }}");
    assert_eq!(named(&own("9")), [line("3", "9000000", "10000000", "1", "10000000")]);
    assert_eq!(named(&own("10")), [[""; 5]; 0]);
}
