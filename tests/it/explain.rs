//! `explain`: what the facts say must be what the tables of the run say, for every id of the small scenarios.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::{Patched, chungtay, names, root};

/// Small scenarios, quick to solve, that leave needs open for every kind of reason.
const SMALL: [&str; 8] =
    ["tiny", "earmarks", "scarcity", "rules", "indivisible", "divisible", "commitments", "source-rules"];

/// A copy of a scenario, and its run.
fn run_of(name: &str) -> (Patched, PathBuf) {
    let scenario = Patched::copy(&root().join("scenarios").join(name));
    let run = scenario.file("dot-1");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    (scenario, run)
}

/// What `explain RUN ID` tells as JSON, when it ends with this code.
fn explained(run: &Path, id: &str, code: i32) -> Value {
    let ended = chungtay().args(["explain", "--format", "json"]).arg(run).arg(id).assert().code(code);
    serde_json::from_slice(&ended.get_output().stdout).unwrap()
}

/// The one explanation of an id.
fn only(run: &Path, id: &str) -> Value {
    let explanations = explained(run, id, 0)["explanations"].as_array().unwrap().clone();
    assert_eq!(explanations.len(), 1, "{id}");
    explanations.into_iter().next().unwrap()
}

/// Rows of a table as column → cell.
fn rows(file: &Path) -> Vec<Value> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader
        .deserialize::<std::collections::BTreeMap<String, String>>()
        .map(|row| serde_json::json!(row.unwrap()))
        .collect()
}

fn text<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap()
}

fn list<'a>(facts: &'a Value, key: &str) -> &'a [Value] {
    facts[key].as_array().unwrap()
}

fn sum(list: &[Value], key: &str) -> i64 {
    list.iter().map(|line| line[key].as_i64().unwrap()).sum()
}

fn money(row: &Value, column: &str) -> i64 {
    text(row, column).parse().unwrap()
}

#[test]
fn every_open_need_is_told_as_the_tables_have_it_and_every_source_stands_on_one_side() {
    for name in SMALL {
        let (scenario, run) = run_of(name);
        let sources: BTreeSet<String> =
            rows(&scenario.file("sources.csv")).iter().map(|row| text(row, "id").to_owned()).collect();
        let transfers = rows(&run.join("transfers.csv"));
        for open in rows(&run.join("unserved.csv")) {
            let facts = only(&run, text(&open, "beneficiary"));
            let needs = if facts["kind"] == "household" { "needs" } else { "requests" };
            let need = list(&facts, needs).iter().find(|need| need["package"] == open["package"]).unwrap();
            assert_eq!(need["missing"], money(&open, "amount_missing"), "{name} {open}");
            assert_eq!(need["unserved"], open["reason"], "{name} {open}");
            assert_eq!(need["needs"].as_i64().map_or(String::new(), |needs| needs.to_string()), text(&open, "needs"));
            let may = list(need, "may_pay").iter().map(|one| text(one, "source").to_owned());
            let refused = list(need, "refused").iter().flat_map(|one| list(one, "sources"));
            let named: Vec<String> = may.chain(refused.map(|id| id.as_str().unwrap().to_owned())).collect();
            assert_eq!(named.len(), sources.len(), "{name}: every source is named once");
            assert_eq!(named.iter().cloned().collect::<BTreeSet<_>>(), sources, "{name}");
            for one in list(need, "may_pay") {
                let here = transfers.iter().filter(|row| {
                    row["source"] == one["source"]
                        && row["beneficiary"] == open["beneficiary"]
                        && row["package"] == open["package"]
                });
                let all = transfers.iter().filter(|row| row["source"] == one["source"]);
                let elsewhere =
                    |rows: &mut dyn Iterator<Item = &Value>| rows.map(|row| money(row, "amount")).sum::<i64>();
                let instead = elsewhere(&mut all.into_iter()) - elsewhere(&mut here.into_iter());
                assert_eq!(sum(list(one, "instead"), "amount"), instead, "{name} {one}");
            }
        }
    }
}

#[test]
fn sources_communes_and_rules_add_up_to_the_tables() {
    for name in SMALL {
        let (_scenario, run) = run_of(name);
        let open = rows(&run.join("unserved.csv"));
        for row in rows(&run.join("sources.csv")) {
            let facts = only(&run, text(&row, "source"));
            assert_eq!(facts["left"], money(&row, "left"), "{name}");
            let (within, out) = (list(&facts, "within_reach"), list(&facts, "out_of_reach"));
            assert_eq!(sum(within, "needs") + sum(out, "needs"), i64::try_from(open.len()).unwrap(), "{name}");
            let transfers = rows(&run.join("transfers.csv"));
            let paid =
                transfers.iter().filter(|line| line["source"] == row["source"]).map(|line| money(line, "amount"));
            assert_eq!(sum(list(&facts, "went"), "amount"), paid.sum::<i64>(), "{name}");
        }
        for row in rows(&run.join("communes.csv")) {
            let facts = only(&run, text(&row, "commune"));
            let here = open.iter().filter(|line| line["commune"] == row["commune"]);
            assert_eq!(
                sum(list(&facts, "open"), "missing"),
                here.map(|line| money(line, "amount_missing")).sum::<i64>()
            );
            assert_eq!(
                (&facts["asked"], &facts["served"]),
                (&money(&row, "asked").into(), &money(&row, "served").into())
            );
        }
        for row in rows(&run.join("rules.csv")) {
            let facts = only(&run, text(&row, "rule"));
            let line = list(&facts, "groups").iter().find(|line| line["group"] == row["group"]).unwrap();
            assert_eq!((&line["status"], line["slack"].as_f64()), (&row["status"], text(&row, "slack").parse().ok()));
        }
    }
}

#[test]
fn a_place_in_the_order_counts_who_is_more_urgent() {
    let (_scenario, run) = run_of("tiny");
    // Commune 99002 holds H3, a poor household, and the near-poor H4 and H5.
    let orders: Vec<Value> = ["H3", "H5"].iter().map(|id| only(&run, id)["order"].clone()).collect();
    assert_eq!(orders[0], serde_json::json!({ "place": 1, "equals": 0, "of": 3 }));
    assert_eq!(orders[1], serde_json::json!({ "place": 2, "equals": 1, "of": 3 }));
}

#[test]
fn an_unknown_id_ends_with_two_and_names_the_near_ones() {
    let (_scenario, run) = run_of("tiny");
    let told = |id: &str| {
        let ended = chungtay().arg("explain").arg(&run).arg(id).assert().code(2);
        String::from_utf8(ended.get_output().stderr.clone()).unwrap()
    };
    assert!(told("9900I").contains("99001"), "{}", told("9900I"));
    assert!(told("FOND").contains("FUND"), "{}", told("FOND"));
    assert!(told("chẳng có gì như thế").ends_with("“chẳng có gì như thế”.\n"));
}

#[test]
fn a_scenario_that_changed_since_is_refused() {
    let (scenario, run) = run_of("tiny");
    let scenario = scenario.replace("sources.csv", "DONOR,", "DONOR2,");
    let ended = chungtay().arg("explain").arg(&run).arg("H3").assert().code(2);
    let told = String::from_utf8(ended.get_output().stderr.clone()).unwrap();
    assert!(told.contains("sources.csv"), "{told}");
    drop(scenario);
}

#[test]
fn sentences_are_whole_in_both_languages_and_name_nobody() {
    for name in ["tiny", "rules", "earmarks"] {
        let (scenario, run) = run_of(name);
        let first = |file: &Path, column: &str| rows(file).first().map(|row| text(row, column).to_owned());
        let mut ids: Vec<String> =
            rows(&run.join("unserved.csv")).iter().map(|row| text(row, "beneficiary").to_owned()).collect();
        ids.extend(first(&run.join("awards.csv"), "beneficiary"));
        ids.extend(first(&run.join("sources.csv"), "source"));
        ids.extend(first(&run.join("communes.csv"), "commune"));
        ids.extend(rows(&run.join("rules.csv")).iter().map(|row| text(row, "rule").to_owned()));
        let people = rows(&scenario.file("households.csv"));
        for (language, word) in [("vi", "đồng"), ("en", "VND")] {
            for id in &ids {
                let ended = chungtay().args(["explain", "--lang", language]).arg(&run).arg(id).assert().success();
                let told = String::from_utf8(ended.get_output().stderr.clone()).unwrap();
                assert!(told.contains(id) && (told.contains(word) || name == "rules"), "{told}");
                for raw in ["explain-", "reason-", "left-", "check-refusal", "{ $", "report-"] {
                    assert!(!told.contains(raw), "{name} {id} {raw}: {told}");
                }
                let title = told.lines().next().unwrap_or_default();
                let is_raw = |row: &Value| language == "vi" && title.contains(text(row, "measure"));
                assert!(!rows(&run.join("rules.csv")).iter().any(is_raw), "{title}");
                assert!(people.iter().all(|one| !told.contains(text(one, "head_name"))), "{told}");
            }
        }
    }
}

#[test]
fn every_commune_gets_a_letter_that_adds_up_and_names_nobody() {
    for name in SMALL {
        let (scenario, run) = run_of(name);
        let folder = scenario.file("thu");
        chungtay().args(["explain"]).arg(&run).arg("--letters").arg(&folder).assert().success();
        let asking: BTreeSet<String> = rows(&run.join("communes.csv"))
            .iter()
            .filter(|row| money(row, "asked") > 0)
            .map(|row| text(row, "commune").to_owned())
            .collect();
        let named: BTreeSet<String> =
            names(&folder).iter().map(|file| file.split('.').next().unwrap().to_owned()).collect();
        assert_eq!(named, asking, "{name}");
        let people = rows(&scenario.file("households.csv"));
        for row in rows(&run.join("communes.csv")).iter().filter(|row| money(row, "asked") > 0) {
            let letter = fs::read_to_string(folder.join(format!("{}.html", text(row, "commune")))).unwrap();
            let word = word_text(&folder.join(format!("{}.docx", text(row, "commune"))));
            let total = letter.split("<th>Tổng cộng</th>").nth(1).unwrap();
            let cells: Vec<&str> = total.split("<th>").skip(1).map(|cell| cell.split('<').next().unwrap()).collect();
            for (cell, column) in [(1, "asked"), (3, "served")] {
                assert_eq!(cells[cell].replace('.', ""), text(row, column), "{name} {column}");
            }
            for cell in cells {
                assert!(word.contains(cell), "{name}: {cell} is in both");
            }
            for text_of in [&letter, &word] {
                assert!(text_of.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
                assert!(people.iter().all(|one| !text_of.contains(text(one, "head_name"))), "{name}");
                assert!(!text_of.contains("letter-") && !text_of.contains("reason-"), "{text_of}");
            }
        }
        // A folder that is there already is left as it is.
        chungtay().args(["explain"]).arg(&run).arg("--letters").arg(&folder).assert().code(2);
    }
}

/// The words of a Word document, one after the other.
fn word_text(file: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let texts = xml.split("<w:t").skip(1).filter_map(|part| part.split_once('>')?.1.split_once("</w:t>"));
    texts.map(|(text, _)| text).collect::<Vec<_>>().join("\n")
}

#[test]
fn money_that_waits_for_a_pledge_is_told_with_its_payer_its_source_and_in_the_letters() {
    let (scenario, run) = run_of("in-kind");
    let sources = rows(&scenario.file("sources.csv"));
    let mut waiting = 0;
    for source in rows(&run.join("sources.csv")) {
        let id = text(&source, "source");
        let is_pledged = sources.iter().any(|row| text(row, "id") == id && text(row, "status") == "pledged");
        let expected = if is_pledged { money(&source, "used") } else { 0 };
        assert_eq!(only(&run, id)["waiting"], expected, "{id}");
        waiting += expected;
    }
    assert!(waiting > 0);
    let paid: BTreeSet<String> = rows(&run.join("awards.csv")).iter().map(|row| text(row, "commune").into()).collect();
    let told = |code: &String| sum(list(&only(&run, code), "payers"), "waiting");
    assert_eq!(paid.iter().map(told).sum::<i64>(), waiting);
    let letters = scenario.file("thu");
    chungtay().arg("explain").arg(&run).arg("--letters").arg(&letters).assert().success();
    let says = |code: &String| fs::read_to_string(letters.join(format!("{code}.html"))).unwrap();
    let waits = |code: &&String| says(code).contains("còn chờ tiền đăng ký");
    assert_eq!(paid.iter().filter(waits).count(), paid.iter().filter(|code| told(code) > 0).count());
}

#[test]
fn what_a_rule_or_a_cap_keeps_open_names_it() {
    let mut kinds = BTreeSet::new();
    for name in ["rules", "source-rules", "earmarks"] {
        let (scenario, run) = run_of(name);
        let rules: BTreeSet<String> = rows(&run.join("rules.csv")).iter().map(|row| text(row, "rule").into()).collect();
        let sources: BTreeSet<String> =
            rows(&scenario.file("sources.csv")).iter().map(|row| text(row, "id").into()).collect();
        let limited = |row: &Value| text(row, "reason") == "rule_limit";
        for row in rows(&run.join("unserved.csv")).into_iter().filter(limited) {
            let facts = only(&run, text(&row, "beneficiary"));
            let needs = facts.get("needs").filter(|needs| needs.is_array()).unwrap_or(&facts["requests"]);
            let need = needs.as_array().unwrap().iter().find(|need| need["package"] == row["package"]).unwrap();
            let by = list(need, "blocked_by");
            assert!(!by.is_empty(), "{name}: {row}");
            for block in by {
                let kind = block["kind"].as_str().unwrap();
                let known = if kind == "rule" { &rules } else { &sources };
                assert!(known.contains(block[kind].as_str().unwrap()), "{name}: {block}");
                kinds.insert(kind.to_owned());
            }
        }
    }
    assert!(kinds.contains("rule"), "{kinds:?}");
}
