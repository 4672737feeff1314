//! `allocate --keep`: what an earlier run pays is promised; what cannot be kept is a finding at its line.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::assert::Assert;
use chungtay::messages::{Catalogue, Language};
use serde_json::{Value, json};

use super::support::{Patched, chungtay, folder_of, names};

/// A house, a repair and a tank: the fund pays the first two in full, the tank comes in kind.
const FILES: [(&str, &str); 6] = [
    ("scenario.toml", "title = \"Hai xã\"\nyear = 2026\n"),
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\nB,Xã B,commune,1,50,10\n",
    ),
    ("households.csv", "id,area,class\nHA,A,poor\nHB,B,poor\nHC,A,poor\n"),
    (
        "packages.csv",
        "id,name,purpose,unit_cost,exclusive_group\nbig,Nhà mới,housing,60000000,home\nsmall,Sửa nhà,housing,40000000,home\ntank,Bồn nước,water_sanitation,3000000,\n",
    ),
    ("needs.csv", "beneficiary,package\nHA,small\nHB,big\nHC,tank\n"),
    (
        "sources.csv",
        "id,name,kind,amount,goods,quantity,areas,max_per_household,max_per_commune\nfund,Quỹ,fund,100000000,,,,,\ngifts,Quà,agency,,tank,1,,,\n",
    ),
];

fn allocate(scenario: &Patched, name: &str, words: &[&str]) -> Assert {
    let mut call = chungtay();
    call.args(["allocate", "--format", "json"]).arg(scenario.path()).arg("--out").arg(scenario.file(name));
    call.args(words).assert()
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn json_of(ended: &Assert) -> Value {
    serde_json::from_slice(&ended.get_output().stdout).unwrap()
}

fn rows(run: &Path, file: &str) -> Vec<String> {
    fs::read_to_string(run.join(file)).unwrap().lines().skip(1).map(str::to_owned).collect()
}

/// The scenario with its run `dot-1`.
fn with_a_run() -> (Patched, PathBuf) {
    let scenario = folder_of(&FILES);
    allocate(&scenario, "dot-1", &[]).success();
    let run = scenario.file("dot-1");
    assert_eq!(
        rows(&run, "transfers.csv"),
        ["fund,HA,small,40000000,", "fund,HB,big,60000000,", "gifts,HC,tank,3000000,1"]
    );
    (scenario, run)
}

#[test]
fn awards_that_a_new_plan_would_take_away_stay_and_are_promised() {
    let scenario = folder_of(&FILES).replace("sources.csv", "100000000", "40000000");
    allocate(&scenario, "dot-1", &[]).success();
    let scenario = scenario.replace("sources.csv", "40000000", "60000000");
    allocate(&scenario, "free", &[]).success();
    let award = |run: &str| {
        let rows = rows(&scenario.file(run), "awards.csv");
        rows.into_iter().find(|row| row.starts_with("HA,")).map(|row| row.split(',').map(str::to_owned).collect())
    };
    assert_eq!(award("free"), None::<Vec<String>>, "with 60 million the house of HB is the better plan");
    let ended = allocate(&scenario, "dot-2", &["--keep", &text(&scenario.file("dot-1"))]).success();
    let kept = award("dot-2").unwrap();
    assert_eq!((kept[7].as_str(), kept[9].as_str()), ("promised", "committed"));
    assert_eq!(json_of(&ended)["kept"], json!({ "run": "dot-1", "commitments": 2, "amount": 43_000_000 }));
}

#[test]
fn the_run_folder_names_the_earlier_run_and_can_be_verified_without_it() {
    let (scenario, earlier) = with_a_run();
    allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).success();
    let run = scenario.file("dot-2");
    let summary: Value = serde_json::from_str(&fs::read_to_string(run.join("summary.json")).unwrap()).unwrap();
    let previous = json!({ "use": "keep", "run": "dot-1", "commitments": 3, "amount": 103_000_000 });
    assert_eq!(summary["previous"], previous);
    assert_eq!(summary["inputs"]["previous-run/transfers.csv"].as_str().unwrap().len(), 64);
    assert_eq!(fs::read(run.join("kept.csv")).unwrap(), fs::read(earlier.join("transfers.csv")).unwrap());
    fs::remove_dir_all(&earlier).unwrap();
    let judged = chungtay().args(["verify", "--format", "json"]).arg(&run).assert().success();
    assert_eq!(json_of(&judged)["changed_inputs"], json!([]));
    assert!(rows(&run, "awards.csv").iter().all(|row| row.contains("promised")), "all of it was promised");
}

#[test]
fn verify_refuses_promises_that_are_not_those_of_the_earlier_run() {
    let (scenario, earlier) = with_a_run();
    allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).success();
    let run = scenario.file("dot-2");
    let refused = |expected: &str| {
        let judged = json_of(&chungtay().args(["verify", "--format", "json"]).arg(&run).assert().code(5));
        let rules: Vec<&str> =
            judged["violations"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&expected), "{rules:?}");
        assert!(!judged["violations"][0]["sentence"].as_str().unwrap().contains("{$"));
    };
    let kept = fs::read_to_string(run.join("kept.csv")).unwrap();
    fs::write(run.join("kept.csv"), kept.replace("fund,HA,small,40000000,\n", "")).unwrap();
    refused("kept");
    refused("missing");
    fs::write(run.join("kept.csv"), kept.replace("fund,HA", "fund,HX")).unwrap();
    refused("unknown");
    fs::remove_file(run.join("kept.csv")).unwrap();
    refused("kept");
    // A run that keeps nothing holds no such file.
    fs::write(earlier.join("kept.csv"), kept).unwrap();
    let judged = chungtay().args(["verify", "--format", "json"]).arg(&earlier).assert().code(5);
    assert_eq!(json_of(&judged)["violations"][0]["rule"], "kept");
}

#[test]
fn commitments_of_the_scenario_are_part_of_the_promises() {
    let (scenario, earlier) = with_a_run();
    let lines = "source,beneficiary,package,units,amount,status\nfund,HA,small,1,15000000,disbursed\nfund,HB,big,1,60000000,promised\n";
    fs::write(scenario.file("commitments.csv"), lines).unwrap();
    let ended = allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).success();
    assert_eq!(json_of(&ended)["kept"], json!({ "run": "dot-1", "commitments": 2, "amount": 28_000_000 }));
    let awards = rows(&scenario.file("dot-2"), "awards.csv");
    let of_repair: Vec<&String> = awards.iter().filter(|row| row.starts_with("HA,")).collect();
    assert!(of_repair[0].contains(",25000000,") && of_repair[0].contains("promised"), "{of_repair:?}");
    assert!(of_repair[1].contains(",15000000,") && of_repair[1].contains("disbursed"), "{of_repair:?}");
}

#[test]
fn a_run_that_keeps_can_be_kept_and_compared() {
    let (scenario, earlier) = with_a_run();
    allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).success();
    allocate(&scenario, "dot-3", &["--keep", &text(&scenario.file("dot-2"))]).success();
    let runs = ["dot-1", "dot-3"].map(|name| scenario.file(name));
    let compared = json_of(&chungtay().args(["compare", "--format", "json"]).args(&runs).assert().success());
    let difference = &compared["differences"][0];
    assert_eq!((&difference["communes"], &difference["growth"]), (&json!([]), &Value::Null));
    let keys: Vec<&str> =
        difference["settings"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"previous.run"), "{keys:?}");
}

/// What happens to the scenario after the run.
type Change = fn(Patched) -> Patched;

/// Code, change, then the line and column of `transfers.csv` that the finding names.
const BROKEN: [(&str, Change, u32, &str); 9] = [
    ("E510", |it| it.replace("sources.csv", "gifts,Quà", "presents,Quà"), 4, "source"),
    ("E511", |it| it.without_row("needs.csv", "HB,big"), 3, "beneficiary"),
    ("E512", |it| it.replace("sources.csv", "100000000,,,,", "100000000,,,A,"), 3, ""),
    ("E513", |it| it.replace("sources.csv", "100000000", "90000000"), 3, "amount"),
    ("E514", |it| it.replace("packages.csv", "40000000", "30000000"), 2, "amount"),
    ("E515", |it| it.replace("packages.csv", "3000000,", "4000000,"), 4, ""),
    ("E516", another_package, 2, ""),
    ("E517", |it| it.replace("sources.csv", "100000000,,,,", "100000000,,,,50000000"), 3, "amount"),
    ("E518", |it| it.replace("sources.csv", "100000000,,,,,", "100000000,,,,,50000000"), 3, "amount"),
];

fn another_package(scenario: Patched) -> Patched {
    let lines = "source,beneficiary,package,units,amount,status\nmore,HA,big,1,60000000,promised\n";
    fs::write(scenario.file("commitments.csv"), lines).unwrap();
    scenario.with_row("sources.csv", "more,Khác,donor,60000000,,,,,")
}

#[test]
fn what_cannot_be_kept_is_a_finding_that_names_the_line_and_nothing_is_written() {
    for (code, change, row, column) in BROKEN {
        let (scenario, earlier) = with_a_run();
        let scenario = change(scenario);
        chungtay().arg("check").arg(scenario.path()).assert().success();
        let ended = allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).code(3);
        let findings = json_of(&ended)["findings"].clone();
        let first = &findings[0];
        assert_eq!((&first["code"], findings.as_array().unwrap().len()), (&json!(code), 1), "{findings:#}");
        assert_eq!(first["file"], text(&earlier.join("transfers.csv")), "{code}");
        assert_eq!((&first["row"], first["column"].as_str().unwrap_or("")), (&json!(row), column), "{code}");
        assert!(!names(scenario.path()).contains(&"dot-2".to_owned()), "{code}");
        reads_in_both_languages(code, first);
    }
}

fn reads_in_both_languages(code: &str, finding: &Value) {
    let facts = finding["facts"].as_object().unwrap();
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
    for language in [Language::Vi, Language::En] {
        let catalogue = Catalogue::new(language);
        for part in ["cause", "action"] {
            let sentence = catalogue.text(&format!("find-{}-{part}", code.to_lowercase()), &facts);
            assert!(sentence.contains(' ') && !sentence.contains("{$") && !sentence.contains("{ $"), "{sentence}");
        }
    }
}

#[test]
fn promises_that_cannot_be_completed_to_whole_units_name_their_lines() {
    let (scenario, earlier) = with_a_run();
    // Promised for 40 million, now 50 million, and the fund has no more.
    let scenario = scenario.replace("packages.csv", "40000000", "50000000");
    let ended = allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).code(3);
    let first = json_of(&ended)["findings"][0].clone();
    assert_eq!((&first["code"], &first["row"]), (&json!("E480"), &json!(2)));
    assert_eq!(
        (&first["file"], &first["facts"]["missing"]),
        (&json!(text(&earlier.join("transfers.csv"))), &json!("10000000"))
    );
    // With the money that is missing, the promise is completed.
    let scenario = scenario.replace("sources.csv", "100000000", "110000000");
    allocate(&scenario, "dot-2", &["--keep", &text(&earlier)]).success();
    let awards = rows(&scenario.file("dot-2"), "awards.csv");
    assert!(awards.iter().any(|row| row.starts_with("HA,") && row.contains(",40000000,") && row.contains("promised")));
    assert!(awards.iter().any(|row| row.starts_with("HA,") && row.contains(",10000000,") && row.contains("new")));
}

#[test]
fn a_folder_that_is_no_run_or_a_broken_table_is_a_finding() {
    let (scenario, earlier) = with_a_run();
    let code = |run: &Path| {
        let ended = allocate(&scenario, "dot-2", &["--keep", &text(run)]).code(3);
        json_of(&ended)["findings"][0]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(code(scenario.path()), "E501");
    let table = earlier.join("transfers.csv");
    let whole = fs::read_to_string(&table).unwrap();
    fs::write(&table, whole.replace("40000000", "-1")).unwrap();
    assert_eq!(code(&earlier), "E503");
    fs::write(&table, whole.replace("amount", "money")).unwrap();
    assert_eq!(code(&earlier), "E502");
    allocate(&scenario, "dot-2", &["--keep", "/no/such/run"]).code(2);
}
