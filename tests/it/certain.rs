//! What is certain without a solver: commitments that break a cap by themselves are named, line by line; floors beyond
//! everything asked, or beyond all that their sources have, say what can be reached.

use std::fs;

use chungtay::domain::{Pairings, RuleBound};
use chungtay::units::Vnd;
use chungtay::{eligibility, network, pipeline, severity, stages};
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

/// Code and facts of what is certain in a scenario of ours whose rule `position` asks for at least `least`.
fn certain(name: &str, position: usize, least: RuleBound) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let mut scenario = pipeline::load(&root().join("scenarios").join(name)).scenario.unwrap();
    scenario.rules = vec![scenario.rules[position].clone()];
    (scenario.rules[0].at_least, scenario.rules[0].soft) = (Some(least), None);
    let eligibility = eligibility::find(&scenario, &Pairings::default());
    let network = network::build(&scenario, &severity::weigh(&scenario), &eligibility);
    let found = stages::certain(&scenario, &network);
    found.as_slice().iter().map(|finding| (finding.code, finding.facts.clone())).collect()
}

fn fact(facts: &[(&'static str, String)], name: &str) -> String {
    facts.iter().find(|(known, _)| *known == name).unwrap().1.clone()
}

#[test]
fn a_drop_of_poverty_beyond_everything_asked_says_what_can_be_reached() {
    let told = certain("lao-cai", 0, RuleBound::Number(99.0));
    assert!(told.len() > 1 && told.iter().all(|(code, _)| *code == "E482"), "{told:?}");
    let possible = told.iter().map(|(_, facts)| fact(facts, "possible").parse::<f64>().unwrap());
    let least = possible.min_by(f64::total_cmp).unwrap();
    assert!(least > 0.0 && least < 99.0, "{least}");
    assert_eq!(certain("lao-cai", 0, RuleBound::Number(least - 1e-4)), []);
    assert_eq!(certain("lao-cai", 0, RuleBound::Number(least + 1e-3)).len(), 1);
}

#[test]
fn a_floor_beyond_what_a_source_has_names_the_source() {
    // The third rule is over sources: the fund has 40 million, donor X 60.
    let floor = |millions: i64| certain("source-rules", 2, RuleBound::Money(Vnd::new(millions * 1_000_000)));
    let told = floor(50);
    assert_eq!(told.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["E483"]);
    let facts = ["group", "money", "sources", "possible"].map(|name| fact(&told[0].1, name));
    assert_eq!(facts, ["FUND", "40000000", "FUND", "40000000"]);
    assert_eq!(floor(40), []);
    assert_eq!(floor(61).len(), 2);
}
