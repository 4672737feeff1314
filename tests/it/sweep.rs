//! Sweeps: cases, what they reach, and that no finished case is ever lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use calamine::{Reader, Xlsx, open_workbook};
use chungtay::pipeline::Unwatched;
use chungtay::sweep::{Course, Sweep, Swept, run};

use crate::support::{Patched, chungtay, names, root};

/// Three pledges, two funding sources, a rule: enough for every kind of case.
const SWEEP: &str = r#"
[[rule]]
name = "xã nào cũng có"
measure = "coverage"
over = "commune"
at_least = "5%"

[sweep]
[[sweep.axis]]
set = "fairness.strength"
values = [0.0, 0.5, 1.0]
[[sweep.axis]]
set = "sources[FUND].amount"
values = ["10 triệu", "13,5 triệu"]
[[sweep.axis]]
set = "rules[xã nào cũng có].at_least"
values = ["0%", "5%"]
[[sweep.case]]
name = "thêm quà"
set = { "sources[GIFTS].quantity" = 6 }
[[sweep.case]]
name = "không thể"
set = { "rules[xã nào cũng có].at_least" = "100%" }
[[sweep.case]]
name = "sai số"
set = { fairness = { strength = 7 } }
[sweep.pledges]
draws = 12
seed = 1
[sweep.baselines]
include = ["proportional", "flat_per_unit", "one_rate"]
"#;

/// Cases of [`SWEEP`]: 3 × 2 × 2 points, 3 by name, 12 draws, 3 customary rules.
const CASES: usize = 12 + 3 + 12 + 3;

fn scenario() -> Patched {
    with_sweep(SWEEP)
}

fn with_sweep(sweep: &str) -> Patched {
    Patched::copy(&root().join("scenarios/in-kind")).with_settings(sweep)
}

fn swept(folder: &Path, out: &Path, jobs: usize) -> Swept {
    let (sweep, findings) = Sweep::open(folder);
    let stop = AtomicBool::new(false);
    let course = Course { out, jobs, resume: true, shard: None, stop: &stop };
    run(&sweep.unwrap_or_else(|| panic!("{findings:?}")), &course, &Unwatched).unwrap()
}

/// Every file below a folder but `timing.json`.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else if name != "timing.json" {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// A table by column.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_case_has_a_row_and_a_folder_whatever_the_threads() {
    let (folder, place) = (scenario(), tempfile::tempdir().unwrap());
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let ended = swept(folder.path(), &one, 1);
    swept(folder.path(), &two, 2);
    assert_eq!(files(&one), files(&two));
    let rows = table(&one.join("cases.csv"));
    // Where the promised cattle do not come, one commune has nothing, and the rule asks for something.
    let without = rows.iter().filter(|row| row["kind"] == "draw" && row["status"] == "infeasible").count();
    assert_eq!(ended, Swept { cases: CASES, failed: 2 + without, resumed: 0 });
    assert!(without > 0);
    let folders: Vec<&str> = rows.iter().map(|row| &*row["case"]).collect();
    assert_eq!(names(&one.join("cases")), folders);
    let of = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count();
    assert_eq!([of("axis"), of("case"), of("draw"), of("baseline")], [12, 3, 12, 3]);
    let named = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    assert_eq!(named("không thể")["status"], "infeasible");
    assert!(named("không thể")["message"].contains("xã nào cũng có"), "{}", named("không thể")["message"]);
    assert_eq!(named("sai số")["status"], "findings");
    assert!(named("sai số")["message"].contains("fairness.strength = 7"));
    assert_eq!(named("thêm quà")["sources[GIFTS].quantity"], "6");
}

#[test]
fn a_case_is_the_run_of_the_files_that_it_means() {
    let (folder, place) = (scenario(), tempfile::tempdir().unwrap());
    let out = place.path().join("sweep");
    swept(folder.path(), &out, 2);
    let rows = table(&out.join("cases.csv"));
    let name = "fairness.strength = 0.5; sources[FUND].amount = 10 triệu; rules[xã nào cũng có].at_least = 0%";
    let case = rows.iter().find(|row| row["name"] == name).unwrap();
    let by_hand = scenario()
        .replace("sources.csv", "FUND,Quỹ Vì người nghèo,fund,13500000", "FUND,Quỹ Vì người nghèo,fund,10000000")
        .replace("scenario.toml", "over = \"commune\"\nat_least = \"5%\"", "over = \"commune\"\nat_least = \"0%\"");
    let settings = by_hand.read("scenario.toml");
    let settings = settings.replace("[[rule]]\nname = \"xã", "[fairness]\nstrength = 0.5\n[[rule]]\nname = \"xã");
    fs::write(by_hand.file("scenario.toml"), settings).unwrap();
    let run = place.path().join("run");
    chungtay().arg("allocate").arg(by_hand.path()).arg("--out").arg(&run).assert().success();
    for file in ["awards.csv", "transfers.csv", "unserved.csv", "communes.csv", "sources.csv", "rules.csv"] {
        let of_case = fs::read(out.join("cases").join(&case["case"]).join(file)).unwrap();
        assert_eq!(String::from_utf8(of_case), String::from_utf8(fs::read(run.join(file)).unwrap()), "{file}");
    }
    // The second opinion judges it by the scenario that the case means, not by the one on the disk.
    let of_case = out.join("cases").join(&case["case"]);
    let verify = || chungtay().arg("verify").arg(&of_case).arg("--scenario").arg(folder.path()).assert();
    verify().success();
    fs::remove_file(of_case.join("case.json")).unwrap();
    verify().code(5);
}

#[test]
fn sums_of_the_tables_are_those_of_the_runs() {
    let (folder, place) = (scenario(), tempfile::tempdir().unwrap());
    let out = place.path().join("sweep");
    swept(folder.path(), &out, 2);
    let rows = table(&out.join("cases.csv"));
    let communes = table(&out.join("communes.csv"));
    let number = |text: &str| text.parse::<f64>().unwrap();
    let solved: Vec<_> = rows.iter().filter(|row| row["status"] == "solved").collect();
    for row in &solved {
        let here = communes.iter().filter(|commune| commune["case"] == row["case"]);
        let coverage: Vec<f64> =
            here.clone().filter(|row| !row["coverage"].is_empty()).map(|row| number(&row["coverage"])).collect();
        let worst = coverage.into_iter().fold(f64::INFINITY, f64::min);
        assert!((number(&row["worst_coverage"]) - worst).abs() < 1e-12);
        assert!((here.map(|row| number(&row["served"])).sum::<f64>() - number(&row["transferred"])).abs() < 0.5);
        // The whole program without fairness is never served less.
        if !row["price_of_fairness"].is_empty() {
            assert!(number(&row["price_of_fairness"]) > -1e-9, "{row:?}");
        }
    }
    assert!(solved.iter().filter(|row| row["kind"] == "axis").all(|row| !row["price_of_fairness"].is_empty()));
    let counted = solved.iter().filter(|row| row["kind"] != "baseline");
    let mut served: BTreeMap<[String; 2], u32> = BTreeMap::new();
    for row in counted.clone() {
        let awards = table(&out.join("cases").join(&row["case"]).join("awards.csv"));
        let keys: BTreeSet<[String; 2]> =
            awards.iter().map(|row| [row["beneficiary"].clone(), row["package"].clone()]).collect();
        for key in keys {
            *served.entry(key).or_default() += 1;
        }
    }
    let robust = table(&out.join("robust.csv"));
    assert!(
        robust.iter().any(|row| row["served"] != row["cases"] && row["served"] != "0"),
        "nothing depends on anything"
    );
    for row in robust {
        let key = [row["beneficiary"].clone(), row["package"].clone()];
        assert_eq!(row["served"], served.get(&key).copied().unwrap_or(0).to_string());
        assert_eq!(row["cases"], counted.clone().count().to_string());
        assert_eq!(row["draws"], counted.clone().filter(|row| row["kind"] == "draw").count().to_string());
    }
}

#[test]
fn a_draw_takes_each_pledge_whole_or_not_at_all_and_others_change_nothing() {
    let list = |draws: u32| {
        let folder = with_sweep(&format!("[sweep.pledges]\ndraws = {draws}\nseed = 7\n"));
        let (sweep, _) = Sweep::open(folder.path());
        let cases = sweep.unwrap().cases().to_vec();
        cases.into_iter().map(|case| case.set).collect::<Vec<_>>()
    };
    let draws = list(400);
    assert_eq!(list(25), draws[..25]);
    // CATTLE is pledged at 0.7; the others are received.
    let arrived = draws.iter().filter(|set| set[0].1.as_integer() == Some(1)).count();
    assert!(draws.iter().all(|set| set.len() == 1 && set[0].0 == "sources[CATTLE].rate"));
    assert!((250..310).contains(&arrived), "{arrived} of 400 at 0.7");
}

#[test]
fn customary_rules_give_no_commune_more_than_its_customary_sum() {
    let folder = with_sweep("[sweep.baselines]\ninclude = [\"proportional\", \"flat_per_unit\", \"one_rate\"]\n");
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("sweep");
    assert_eq!(swept(folder.path(), &out, 1).failed, 0);
    for row in table(&out.join("cases.csv")) {
        let rules = table(&out.join("cases").join(&row["case"]).join("rules.csv"));
        assert!(rules.len() > 1 && rules.iter().all(|rule| rule["rule"].starts_with(&row["name"])), "{rules:?}");
    }
}

#[test]
fn parquet_and_workbook_hold_what_the_csv_files_hold() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let (folder, place) = (scenario(), tempfile::tempdir().unwrap());
    let out = place.path().join("sweep");
    swept(folder.path(), &out, 2);
    for name in ["cases", "communes", "robust"] {
        let rows = table(&out.join(format!("{name}.csv")));
        let reader = SerializedFileReader::new(fs::File::open(out.join(format!("{name}.parquet"))).unwrap()).unwrap();
        let cells = |row: parquet::record::Row| -> BTreeMap<String, String> {
            let text = |field: &Field| match field {
                Field::Null => String::new(),
                Field::Str(text) => text.clone(),
                Field::Long(number) => number.to_string(),
                Field::Double(number) => format!("{}", number + 0.0),
                other => panic!("{other:?}"),
            };
            row.get_column_iter().map(|(name, field)| (name.clone(), text(field))).collect()
        };
        let columnar: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| cells(row.unwrap())).collect();
        assert_eq!(columnar, rows, "{name}");
    }
    let mut workbook = open_workbook::<Xlsx<_>, _>(out.join("sweep.xlsx")).unwrap();
    assert_eq!(workbook.sheet_names(), ["Các phương án", "Xã × phương án", "Mức chắc chắn"]);
    let cases = workbook.worksheet_range("Các phương án").unwrap();
    assert_eq!(cases.height(), CASES + 1);
    let mapped = workbook.worksheet_range("Xã × phương án").unwrap();
    let solved = table(&out.join("cases.csv")).iter().filter(|row| row["status"] == "solved").count();
    assert_eq!(mapped.width(), 3 + solved);
}

#[test]
fn what_a_sweep_names_must_be_there() {
    let sweep = r#"
[[sweep.axis]]
set = "sources[FUNDS].amount"
values = ["1 tỷ"]
[[sweep.axis]]
set = "sources[FUND].amuont"
values = ["1 tỷ"]
[[sweep.axis]]
set = "fairness.strenght"
values = [1]
[[sweep.axis]]
set = "rules[nào].at_least"
values = [1]
[[sweep.axis]]
set = "needs[1].quantity"
values = [1]
[[sweep.axis]]
set = "units.money"
values = ["dong"]
[sweep.baselines]
include = ["flat"]
"#;
    let folder = with_sweep(sweep);
    let (none, findings) = Sweep::open(folder.path());
    assert!(none.is_none());
    let found: Vec<String> = findings
        .as_slice()
        .iter()
        .map(|finding| {
            let fact = |name: &str| finding.facts.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
            format!("{} {} {}", finding.code, fact("found"), fact("nearest"))
        })
        .collect();
    let expected = [
        "E151  strength",
        "E602 FUNDS FUND",
        "E602 amuont amount",
        "E602 needs –",
        "E602 nào –",
        "E602 units.money –",
        "E603 flat –",
    ];
    assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    for (sweep, code) in [("", "E601"), ("[[sweep.axis]]\nset = \"year\"\nvalues = []\n", "E604")] {
        let (none, findings) = Sweep::open(with_sweep(sweep).path());
        assert!(none.is_none());
        assert_eq!(findings.as_slice().iter().map(|finding| finding.code).collect::<Vec<_>>(), [code]);
    }
    chungtay().arg("sweep").arg(folder.path()).assert().code(3);
    assert!(!folder.path().join("runs").exists());
}

#[test]
fn killed_at_any_time_a_sweep_goes_on_to_the_same_bytes() {
    let (folder, place) = (scenario(), tempfile::tempdir().unwrap());
    let whole = place.path().join("whole");
    swept(folder.path(), &whole, 2);
    let out = place.path().join("killed");
    let binary = assert_cmd::cargo::cargo_bin("chungtay");
    let start = || {
        let mut command = Command::new(&binary);
        command.arg("sweep").arg(folder.path()).arg("--out").arg(&out).args(["--resume", "--jobs", "2", "-q"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    for pause in [0, 40, 80, 120, 160, 200] {
        let mut process = start();
        std::thread::sleep(Duration::from_millis(pause));
        process.kill().unwrap();
        process.wait().unwrap();
        // Whatever has a name is whole.
        for case in names(&out.join("cases")).iter().filter(|name| !name.starts_with('.')) {
            assert_eq!(files(&out.join("cases").join(case)), files(&whole.join("cases").join(case)));
        }
    }
    assert_eq!(start().wait().unwrap().code(), Some(6));
    assert_eq!(files(&out), files(&whole));
    // Other input is another sweep.
    fs::write(folder.file("scenario.toml"), folder.read("scenario.toml") + "\n# changed\n").unwrap();
    assert_eq!(start().wait().unwrap().code(), Some(2));
    assert_eq!(files(&out), files(&whole));
}

#[test]
fn parts_solved_by_processes_of_their_own_join_to_the_same_bytes() {
    let (folder, place) = (scenario(), tempfile::tempdir().unwrap());
    let whole = place.path().join("whole");
    swept(folder.path(), &whole, 2);
    let part = |number: usize| place.path().join(format!("part-{number}"));
    let sweep = |words: &[&str], out: &Path| {
        let mut command = chungtay();
        command.arg("sweep").arg(folder.path()).arg("--out").arg(out).args(words);
        command
    };
    for number in 1..=3 {
        sweep(&["--shard", &format!("{number}/3")], &part(number)).output().unwrap();
        assert!(!part(number).join("cases.csv").exists());
    }
    let joined = place.path().join("joined");
    let merge = |numbers: &[usize]| {
        let mut command = sweep(&[], &joined);
        for &number in numbers {
            command.arg("--merge").arg(part(number));
        }
        command.assert()
    };
    let missing = merge(&[1, 3]).code(2);
    let error = String::from_utf8(missing.get_output().stderr.clone()).unwrap();
    assert!(error.contains("Còn thiếu 10 phương án (02, 05"), "{error}");
    assert!(!joined.exists());
    merge(&[3, 1, 2]).code(6);
    assert_eq!(files(&joined), files(&whole));
    sweep(&["--shard", "4/3"], &part(4)).assert().code(2);
    merge(&[1, 2, 3]).code(2);
}

#[test]
fn the_province_asks_what_the_board_asks_in_october() {
    let (sweep, findings) = Sweep::open(&root().join("scenarios/lai-chau"));
    let sweep = sweep.unwrap_or_else(|| panic!("{findings:?}"));
    let values = |target: &str| {
        sweep.cases().iter().map(|case| case.value(target).unwrap().to_string()).collect::<BTreeSet<_>>().len()
    };
    assert_eq!(sweep.cases().len(), 36);
    let targets = ["sources[*].rate", "fairness.strength", "sources[FUND-12].reserve", "standard"];
    assert_eq!(targets.map(values), [3, 3, 2, 2]);
}

#[test]
fn every_row_can_be_set_at_once() {
    let folder = with_sweep("[[sweep.axis]]\nset = \"sources[*].rate\"\nvalues = [\"0%\", \"100%\"]\n");
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("sweep");
    swept(folder.path(), &out, 2);
    let used = |case: &str| {
        let sources = table(&out.join("cases").join(case).join("sources.csv"));
        sources.into_iter().find(|row| row["source"] == "CATTLE").unwrap()["available"].clone()
    };
    assert_eq!(used("1"), "0");
    assert_ne!(used("2"), "0");
}
