//! The recipes of the guides: their rows and lines are written into the example of `init` as they stand there, their
//! commands run, and what each of them promises holds. The table of rules knows every word, and its examples are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::guide::{blocks, words};
use super::support::{Patched, bytes_of, chungtay, names, root, table_of};

const GUIDES: [(&str, &str); 2] = [("docs/user-guide.vi.md", "ke-hoach-2026"), ("docs/user-guide.en.md", "plan-2026")];

/// A chapter of a page, by its number.
fn chapter(page: &str, number: u32) -> String {
    let page = fs::read_to_string(root().join(page)).unwrap();
    let start = page.split(&format!("\n## {number}. ")).nth(1).unwrap();
    start.split("\n## ").next().unwrap().to_owned()
}

/// A recipe while it is followed.
struct Recipe {
    home: tempfile::TempDir,
    scenario: PathBuf,
    /// What its commands wrote by `--out`, in order.
    out: Vec<PathBuf>,
    rules: usize,
    cases: usize,
}

impl Recipe {
    fn follow(text: &str, scenario: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        chungtay().arg("init").arg(home.path().join(scenario)).assert().success();
        let scenario = home.path().join(scenario);
        let mut recipe = Self { home, scenario, out: Vec::new(), rules: 0, cases: 1 };
        for block in blocks(text) {
            let (info, body) = block.split_once('\n').unwrap();
            match info.split_once(' ') {
                Some(("csv", file)) => write_rows(&recipe.scenario.join(file), body),
                Some(("toml", file)) => recipe.write_settings(file, body),
                None => body.lines().filter(|line| line.starts_with("chungtay ")).for_each(|line| recipe.run(line)),
                other => panic!("{other:?}"),
            }
        }
        recipe
    }

    fn run(&mut self, line: &str) {
        let words = words(line);
        let output = chungtay().current_dir(self.home.path()).args(&words[1..]).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let out = words.iter().skip_while(|word| *word != "--out").nth(1);
        self.out.extend(out.map(|name| self.home.path().join(name)));
    }

    /// Tables of a list go to the end; keys of another section replace their line in it.
    fn write_settings(&mut self, file: &str, body: &str) {
        let path = self.scenario.join(file);
        let mut text = fs::read_to_string(&path).unwrap();
        let table: toml::Table = body.parse().unwrap();
        if body.starts_with("[[") {
            self.rules += table.get("rule").and_then(toml::Value::as_array).map_or(0, Vec::len);
            let axes = table.get("sweep").and_then(|sweep| sweep.get("axis")).and_then(toml::Value::as_array);
            self.cases *=
                axes.into_iter().flatten().map(|axis| axis["values"].as_array().unwrap().len()).product::<usize>();
            text = format!("{text}\n{body}\n");
        } else {
            let (section, new) = body.split_once('\n').unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            let start = lines.iter().position(|line| line.starts_with(section)).unwrap();
            for line in new.lines() {
                let key = line.split('=').next().unwrap();
                let at = lines.iter().skip(start).position(|old| old.starts_with(key)).unwrap();
                lines[start + at] = line;
            }
            text = lines.join("\n") + "\n";
        }
        fs::write(path, text).unwrap();
    }

    fn rows(&self, out: usize, table: &str) -> Vec<BTreeMap<String, String>> {
        table_of(&self.out[out].join(table))
    }

    /// Cells of the awards of a run.
    fn awards<const N: usize>(&self, out: usize, columns: [&str; N]) -> Vec<[String; N]> {
        self.rows(out, "awards.csv").iter().map(|row| columns.map(|column| row[column].clone())).collect()
    }

    /// Source, beneficiary and package, and what is paid.
    fn transfers(&self, out: usize) -> BTreeMap<[String; 3], u64> {
        let key =
            |row: &BTreeMap<String, String>| ["source", "beneficiary", "package"].map(|column| row[column].clone());
        self.rows(out, "transfers.csv").iter().map(|row| (key(row), row["amount"].parse().unwrap())).collect()
    }

    /// The ids of a table of the scenario whose column holds this.
    fn ids(&self, table: &str, column: &str, text: &str) -> BTreeSet<String> {
        let rows = table_of(&self.scenario.join(table)).into_iter();
        rows.filter(|row| row[column] == text).map(|row| row["id"].clone()).collect()
    }
}

/// Rows into a table: a row with the same key gets the cells that are named, any other is added.
fn write_rows(path: &Path, body: &str) {
    let keys = match path.file_name().unwrap().to_str().unwrap() {
        "commitments.csv" | "pairings.csv" => 3,
        "needs.csv" => 2,
        _ => 1,
    };
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let mut new = csv::Reader::from_reader(body.as_bytes());
    let named: Vec<usize> = new.headers().unwrap().iter().map(at).collect();
    for row in new.records() {
        let cells: Vec<(usize, String)> = named.iter().copied().zip(row.unwrap().iter().map(str::to_owned)).collect();
        let is_same = |old: &Vec<String>| cells.iter().filter(|(at, _)| *at < keys).all(|(at, cell)| old[*at] == *cell);
        let position = rows.iter().position(is_same).unwrap_or_else(|| {
            rows.push(vec![String::new(); headings.len()]);
            rows.len() - 1
        });
        for (at, cell) in cells {
            rows[position][at] = cell;
        }
    }
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(&headings).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}

/// What a recipe promises, by its number.
fn judge(number: &str, recipe: &Recipe) {
    let has = |out: usize, award: [&str; 3]| {
        recipe.awards(out, ["beneficiary", "package", "status"]).contains(&award.map(str::to_owned))
    };
    match number {
        "7.1" => {
            let gifts =
                recipe.awards(0, ["beneficiary", "purpose"]).into_iter().filter(|[_, purpose]| purpose == "gift");
            let given: BTreeSet<String> = gifts.map(|[beneficiary, _]| beneficiary).collect();
            let poor = recipe.ids("households.csv", "class", "poor");
            assert!(given.is_superset(&poor), "{given:?}");
            assert_eq!(given.len(), poor.len() + 1, "one near-poor household");
        }
        "7.3" => {
            assert!(has(0, ["H004", "nha-moi", "new"]) && !has(1, ["H004", "nha-moi", "new"]));
            assert!(has(1, ["H001", "nha-moi", "promised"]));
            let run = |out: usize| recipe.out[out].file_name().unwrap().to_owned();
            let mut keep = chungtay();
            keep.current_dir(recipe.home.path()).arg("allocate").arg(&recipe.scenario);
            keep.arg("--keep").arg(run(0)).args(["--out", "both"]).assert().code(3);
        }
        "7.4" => assert!(has(0, ["H002", "sinh-ke", "disbursed"]) && has(0, ["H003", "sinh-ke", "outside"])),
        "7.5" => {
            let (before, after) = (recipe.transfers(0), recipe.transfers(1));
            assert!(before.iter().all(|(key, amount)| after.get(key) == Some(amount)), "{after:?}");
            let packages = recipe.ids("packages.csv", "account", "relief");
            let sources = recipe.ids("sources.csv", "account", "relief");
            let new: Vec<_> = after.keys().filter(|key| !before.contains_key(*key)).collect();
            assert_eq!(new.len(), 2);
            assert!(new.iter().all(|[source, _, package]| sources.contains(source) && packages.contains(package)));
        }
        "7.6" => assert!(names(recipe.home.path()).iter().filter(|name| name.contains('.')).count() == 2),
        "7.7" => {
            let pairs = recipe.rows(0, "pairings.csv");
            for source in table_of(&recipe.scenario.join("sources.csv")) {
                let places = pairs.iter().filter(|pair| pair["source"] == source["id"]).count();
                assert!(
                    source["max_partners"].parse().is_ok_and(|most: usize| (1..=most).contains(&places))
                        || source["max_partners"].is_empty()
                );
            }
            assert!(pairs.iter().filter(|pair| pair["status"] == "keep").count() >= 2);
        }
        "7.8" => {
            let cases = recipe.rows(0, "cases.csv");
            assert_eq!(cases.len(), recipe.cases);
            assert!(recipe.cases == 36 && cases.iter().all(|case| case["status"] == "solved"));
        }
        "7.9" => {
            let (before, after) = (recipe.transfers(0), recipe.transfers(1));
            assert!(before.iter().all(|(key, amount)| after.get(key) >= Some(amount)), "{after:?}");
            assert!(after.keys().any(|key| !before.contains_key(key)));
        }
        "7.10" => {
            let published = bytes_of(recipe.out.last().unwrap());
            assert!(published.len() > 3 && published.keys().all(|file| file.starts_with("cong-khai")));
            assert!(published.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("H001")));
        }
        _ => {}
    }
}

#[test]
fn every_recipe_of_the_guides_does_what_it_promises() {
    for (page, scenario) in GUIDES {
        let text = chapter(page, 7);
        let recipes: Vec<&str> = text.split("\n### ").skip(1).collect();
        assert_eq!(recipes.len(), 10, "{page}");
        for text in recipes {
            let number = text.split(". ").next().unwrap();
            let recipe = Recipe::follow(text, scenario);
            for out in recipe.out.iter().filter(|out| out.join("rules.csv").exists()) {
                let rules = table_of(&out.join("rules.csv"));
                assert!(rules.iter().all(|rule| rule["status"] == "held"), "{page} {number}: {rules:?}");
                let named: BTreeSet<&String> = rules.iter().map(|rule| &rule["rule"]).collect();
                assert_eq!(named.len(), recipe.rules, "{page} {number}");
            }
            judge(number, &recipe);
        }
    }
}

/// The words that a finding of `check` lists as known.
fn known(settings: &str, fact: &str) -> Vec<String> {
    let scenario = Patched::example().with_settings(settings);
    let output = chungtay().args(["check", "--format", "json"]).arg(scenario.path()).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let facts = said["findings"].as_array().unwrap().iter().find_map(|finding| finding["facts"][fact].as_str());
    let list = facts.unwrap_or_else(|| panic!("{said:#}")).replace(", ", " · ");
    list.split(" · ").map(str::to_owned).collect()
}

#[test]
fn the_table_of_rules_has_every_word_and_its_examples_are_rules() {
    let rule = "\n[[rule]]\nname = \"r\"\nat_most = 3\n";
    let mut all = known(&format!("{rule}measure = \"?\"\n"), "expected");
    all.extend(known(&format!("{rule}measure = \"units\"\nover = \"?\"\n"), "expected"));
    all.extend(known(&format!("{rule}measure = \"units\"\nwhere = {{ nothing = 1 }}\n"), "expected"));
    all.extend(known(&format!("{rule}measure = \"units\"\nnothing = 1\n"), "expected"));
    assert!(all.len() > 35, "{all:?}");
    for (page, _) in GUIDES {
        let text = chapter(page, 8);
        for word in &all {
            assert!(
                text.lines().any(|line| line.starts_with('|') && line.contains(&format!("`{word}`"))),
                "{page}: {word}"
            );
        }
        let examples = text.split('`').filter(|code| code.starts_with("measure = ") && code.contains(", "));
        let rules: Vec<String> =
            examples.enumerate().map(|(position, code)| format!("{{ name = \"{position}\", {code} }}")).collect();
        assert_eq!(rules.len(), 16, "{page}");
        let scenario = Patched::example();
        let settings = format!("rule = [{}]\n{}", rules.join(", "), scenario.read("scenario.toml"));
        fs::write(scenario.file("scenario.toml"), settings).unwrap();
        let run = scenario.file("run");
        chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
        let judged: BTreeSet<String> =
            table_of(&run.join("rules.csv")).into_iter().map(|row| row["rule"].clone()).collect();
        assert_eq!(judged.len(), rules.len(), "{page}: {judged:?}");
    }
}
