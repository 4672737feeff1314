//! The scenario packs of the five seed plans: their tables are what the generator writes, their READMEs tell what the plan asks,
//! and every number of a run that they tell is the number of the golden run.
//!
//! `CHUNGTAY_BLESS=1 cargo test --test it packs` writes tables and blocks anew (after `make golden`, for the blocks).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chungtay::generate::{Scale, write_scenario};
use chungtay::{picture, pipeline};
use serde_json::Value;

use crate::support::{Patched, names, root};

/// Packs with the share of their profile that is committed.
const CUTS: [(&str, f64); 3] = [("hoa-binh", 0.033), ("bac-lieu", 0.1), ("toan-quoc", 1.0)];
const PACKS: [&str; 5] = ["lai-chau", "hoa-binh", "lao-cai", "toan-quoc", "bac-lieu"];
const BEGIN: &str = "<!-- run: written by tests/it/packs.rs -->\n";
const END: &str = "<!-- end of run -->";

fn home(pack: &str) -> PathBuf {
    root().join("scenarios").join(pack)
}

fn blesses() -> bool {
    std::env::var_os("CHUNGTAY_BLESS").is_some()
}

#[test]
fn committed_packs_are_what_seed_1_gives() {
    for (pack, share) in CUTS {
        let scale = Scale::new(share).unwrap();
        if blesses() {
            write_scenario(pack, 1, scale, &home(pack)).unwrap();
        }
        let fresh = tempfile::tempdir().unwrap();
        write_scenario(pack, 1, scale, fresh.path()).unwrap();
        let written = names(fresh.path());
        let committed: Vec<String> = names(&home(pack)).into_iter().filter(|name| name != "README.md").collect();
        assert_eq!(written, committed, "{pack}");
        for file in written {
            let read = |folder: &Path| fs::read(folder.join(&file)).unwrap();
            assert!(read(fresh.path()) == read(&home(pack)), "{pack}/{file} is not what the generator writes");
        }
        let size: u64 = names(&home(pack)).iter().map(|name| home(pack).join(name).metadata().unwrap().len()).sum();
        assert!(size < 300_000, "{pack} has {size} bytes");
    }
}

#[test]
fn the_new_standard_multiplies_the_poor_of_bac_lieu() {
    let old = Patched::copy(&home("bac-lieu"));
    let line = "\nstandard = \"2022-2025\"";
    let old = old.replace("scenario.toml", line, "\nstandard = \"2016-2020\"");
    let poor = |folder: &Path| {
        let loaded = pipeline::load(folder);
        let classes = picture::draw(loaded.scenario.as_ref().unwrap()).classes;
        (classes.all.stated_poor, classes.all.poor)
    };
    let (stated, before) = poor(old.path());
    let (_, after) = poor(&home("bac-lieu"));
    // Of 22,000 households 0.35 % and 5.09 %; two near-poor ones are poor by their scores, as real lists have them.
    assert_eq!((before, stated, after), (77, 1_120, 1_122));
}

#[test]
fn every_pack_tells_its_plan_and_the_numbers_of_its_run() {
    for pack in PACKS {
        let file = home(pack).join("README.md");
        let text = fs::read_to_string(&file).unwrap();
        for heading in [
            "## What the plan asks",
            "## How the folder says it",
            "## What the run shows",
            "## What is fact and what is made up",
        ] {
            assert!(text.contains(heading), "{pack}: {heading}");
        }
        let (head, rest) = text.split_once(BEGIN).unwrap_or_else(|| panic!("{pack} has no block of its run"));
        let (told, tail) = rest.split_once(END).unwrap();
        let block = block(pack);
        if blesses() {
            fs::write(&file, format!("{head}{BEGIN}{block}{END}{tail}")).unwrap();
        } else {
            assert_eq!(told, block, "{pack}: the README tells another run than tests/golden");
        }
    }
}

type Row = BTreeMap<String, String>;

fn golden(pack: &str, table: &str) -> Vec<Row> {
    let file = root().join("tests/golden").join(pack).join(table);
    if !file.exists() {
        return Vec::new();
    }
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

/// What the golden run shows, as a table, and its rules, each with its narrowest group.
fn block(pack: &str) -> String {
    let file = root().join("tests/golden").join(pack).join("summary.json");
    let summary: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let total = |key: &str| grouped(summary["totals"][key].as_f64().unwrap());
    let groups = golden(pack, "groups.csv");
    let low = |row: &&Row| number(&row["coverage"]);
    let worst =
        groups.iter().filter(|row| !row["coverage"].is_empty()).min_by(|a, b| low(a).total_cmp(&low(b))).unwrap();
    let communes = golden(pack, "communes.csv");
    let sum = |column: &str| communes.iter().map(|row| number(&row[column])).sum::<f64>();
    let share =
        100.0 * summary["totals"]["transferred"].as_f64().unwrap() / summary["totals"]["asked"].as_f64().unwrap();
    let mut lines = vec![
        "| | |".to_owned(),
        "|---|---|".to_owned(),
        format!("| paid, of what was asked | {} of {} đồng ({share:.1} %) |", total("transferred"), total("asked")),
        format!(
            "| awards, households helped, exits | {}; {}; {} |",
            total("awards"),
            total("households"),
            total("exits")
        ),
        format!("| drop of the poverty rate over all | {:.2} points |", 100.0 * sum("exits") / sum("households")),
        format!(
            "| least covered {} | {} ({:.1} % of its weight) |",
            worst["level"],
            worst["group"],
            100.0 * low(&worst)
        ),
    ];
    let rules = golden(pack, "rules.csv");
    if !rules.is_empty() {
        lines.extend(["", "| rule | groups | held | narrowest |", "|---|---|---|---|"].map(str::to_owned));
    }
    let mut seen: Vec<&str> = Vec::new();
    for row in &rules {
        if !seen.contains(&row["rule"].as_str()) {
            seen.push(&row["rule"]);
            let of_rule: Vec<&Row> =
                rules.iter().filter(|other| other["rule"] == row["rule"] && other["status"] != "no_demand").collect();
            let held = of_rule.iter().filter(|row| row["status"] == "held").count();
            let narrow = of_rule.iter().min_by(|a, b| number(&a["slack"]).total_cmp(&number(&b["slack"])));
            lines.push(format!(
                "| {} | {} | {held} | {} |",
                row["rule"],
                of_rule.len(),
                narrow.map_or(String::new(), |row| told(row))
            ));
        }
    }
    lines.join("\n") + "\n"
}

/// A group of a rule, its value and its bounds.
fn told(row: &Row) -> String {
    let is_share = !row["share"].is_empty();
    let value = if is_share { &row["share"] } else { &row["value"] };
    let unit = |text: &str| match (row["measure"].as_str(), is_share) {
        (_, true) | ("coverage", _) => format!("{:.1} %", 100.0 * number(text)),
        ("poverty_drop", _) => format!("{:.2} points", number(text)),
        _ => grouped(number(text)),
    };
    let bound = |column: &str, word: &str| {
        if row[column].is_empty() { String::new() } else { format!(", {word} {}", unit(&row[column])) }
    };
    format!("{}: {}{}{}", row["group"], unit(value), bound("at_least", "at least"), bound("at_most", "at most"))
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(0.0)
}

/// A whole number with its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
