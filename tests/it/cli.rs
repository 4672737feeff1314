//! The binary from end to end: words, exit codes, folders.

use std::fs;
use std::path::PathBuf;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use assert_cmd::assert::Assert;
use serde_json::{Value, json};

use super::support::{Patched, chungtay, names, root};

const COMMANDS: [&str; 8] = ["init", "check", "allocate", "compare", "explain", "verify", "report", "generate"];

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

fn json(assert: &Assert) -> Value {
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

#[test]
fn help_speaks_the_chosen_language_and_no_other() {
    for command in COMMANDS {
        let vi = stdout(&chungtay().args([command, "--help"]).assert().success());
        let en = stdout(&chungtay().args([command, "--help", "--lang", "en"]).assert().success());
        assert!(vi.contains("Cách dùng:") && vi.contains("Ví dụ:") && vi.contains("Tùy chọn"), "{vi}");
        assert!(en.contains("Usage:") && en.contains("Examples:") && en.contains("Options"), "{en}");
        for english in ["Usage", "Options", "Arguments", "Print", "default:", "possible values"] {
            assert!(!vi.contains(english), "{english} in {vi}");
        }
        assert!(vi.contains(&format!("chungtay {command}")), "an example of {command}");
    }
}

#[test]
fn the_first_page_of_help_lists_commands_and_exit_codes() {
    for language in ["vi", "en"] {
        let help = stdout(&chungtay().args(["--help", "--lang", language]).assert().success());
        for word in COMMANDS {
            assert!(help.contains(&format!("  {word} ")), "{word} in {help}");
        }
        for code in 0..=5 {
            assert!(help.contains(&format!("\n  {code}  ")), "exit code {code} in {help}");
        }
    }
}

#[test]
fn the_environment_chooses_the_language_where_the_words_do_not() {
    let english = chungtay().env("CHUNGTAY_LANG", "en").arg("--help").assert().success();
    assert!(stdout(&english).contains("Usage:"));
    let locale = chungtay()
        .env_remove("CHUNGTAY_LANG")
        .env_remove("LANGUAGE")
        .env("LC_ALL", "en_US.UTF-8")
        .arg("--help")
        .assert();
    assert!(stdout(&locale).contains("Usage:"));
    let neither =
        chungtay().env_remove("CHUNGTAY_LANG").env_remove("LANGUAGE").env("LC_ALL", "C").arg("--help").assert();
    assert!(stdout(&neither).contains("Cách dùng:"));
}

#[test]
fn wrong_words_end_with_two_and_name_the_near_one() {
    for words in [
        &["allocat", "x"][..],
        &["check"],
        &[],
        &["check", "x", "--formatt", "json"],
        &["check", "x", "--format", "yaml"],
        &["generate", "atlantis", "--out", "x"],
        &["generate", "lai-chau"],
        &["allocate", "x", "--jobs", "0"],
        &["check", "x", "-q", "-v"],
        &["check", "/no/such/folder"],
        &["allocate", "/no/such/folder"],
        &["verify", "/no/such/folder"],
        &["compare", "x"],
        &["explain", "x"],
        &["explain", "x", "H1", "--letters", "y"],
        &["explain", "/no/such/folder", "H1"],
        &["compare", "/no/such/folder", "/no/such/other"],
    ] {
        let ended = chungtay().args(words).assert().code(2);
        assert_eq!(stdout(&ended), "", "{words:?}");
        let told = stderr(&ended);
        assert!(told.starts_with("Lỗi:"), "{words:?}: {told}");
        assert!(!told.contains("error") && !told.contains("  tip"), "{words:?}: {told}");
    }
    let near = stderr(&chungtay().args(["allocat", "x"]).assert().code(2));
    assert!(near.contains("\"allocate\""), "{near}");
    let values = stderr(&chungtay().args(["check", "x", "--format", "yaml"]).assert().code(2));
    assert!(values.contains("text, json"), "{values}");
}

#[test]
fn init_fills_only_a_new_or_empty_folder() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("a/b");
    let ended = chungtay().args(["init", "--format", "json"]).arg(&folder).assert().success();
    let files = json(&ended)["files"].as_array().unwrap().len();
    assert_eq!(files, names(&folder).len());
    fs::write(folder.join("needs.csv"), "mine").unwrap();
    let refused = chungtay().arg("init").arg(&folder).assert().code(2);
    assert!(stderr(&refused).contains("không trống"));
    assert_eq!(fs::read_to_string(folder.join("needs.csv")).unwrap(), "mine");
}

#[test]
fn the_example_has_neither_errors_nor_warnings() {
    let example = Patched::example();
    let ended = chungtay().args(["check", "--format", "json"]).arg(example.path()).assert().success();
    let told = json(&ended);
    assert_eq!(told["findings"], Value::Array(Vec::new()), "{told:#}");
    assert_eq!(told["picture"]["counts"]["households"], 5);
    // Automatic demand: three households lack water.
    assert_eq!(told["picture"]["counts"]["needs"], 7 + 3);
    assert_eq!(told["picture"]["money"]["available"], 95_000_000 + 20_000_000 + 6_000_000);
}

#[test]
fn poor_households_without_needs_are_one_warning_and_all_of_them_stand_in_the_json() {
    let mut example = Patched::example();
    for id in 101..=112 {
        example = example.with_row("households.csv", &format!("H{id},90001,,,,4,near_poor,133,,,,,,,,,,,,,"));
    }
    let ended = chungtay().args(["check", "--format", "json"]).arg(example.path()).assert().success();
    let told = json(&ended);
    let [warning] = told["findings"].as_array().unwrap().as_slice() else { panic!("{told:#}") };
    assert_eq!((&warning["code"], &warning["facts"]["count"]), (&json!("W451"), &json!("12")));
    assert!(warning["cause"].as_str().unwrap().contains("H109, H110, …"), "{warning:#}");
    let all: Vec<String> = (101..=112).map(|id| format!("H{id}")).collect();
    assert_eq!(told["households_without_needs"], json!(all));
}

#[test]
fn check_tells_people_on_standard_error() {
    let example = Patched::example();
    let ended = chungtay().arg("check").arg(example.path()).assert().success();
    assert_eq!(stdout(&ended), "");
    let told = stderr(&ended);
    for word in ["Nhà ở", "Xã Bản Trên", "hộ cận nghèo", "121.000.000 đồng", "Lưu ý:"] {
        assert!(told.contains(word), "{word} in {told}");
    }
    let quiet = chungtay().args(["check", "-q"]).arg(example.path()).assert().success();
    assert_eq!(stderr(&quiet), "");
}

#[test]
fn every_finding_is_told_at_once_and_nothing_is_written() {
    let broken = Patched::example()
        .replace("needs.csv", "H005,sinh-ke", "H00X,sinh-ke")
        .replace("sources.csv", "fund,100000000", "fund,-5")
        .without_row("areas.csv", "90002,");
    let ended = chungtay().args(["check", "--format", "json"]).arg(broken.path()).assert().code(3);
    let told = json(&ended);
    let findings = told["findings"].as_array().unwrap();
    let of_file = |name: &str| findings.iter().filter(|finding| finding["file"] == name).count();
    assert!(of_file("needs.csv") > 0 && of_file("sources.csv") > 0 && of_file("households.csv") > 0, "{told:#}");
    for finding in findings {
        for key in ["code", "severity", "cause", "action"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {finding:#}");
        }
        assert!(!finding["cause"].as_str().unwrap().starts_with("find-"), "{finding:#}");
    }
    let ended = chungtay().arg("allocate").arg(broken.path()).assert().code(3);
    assert!(stderr(&ended).contains("Không ghi gì"));
    assert_eq!(names(&broken.file("runs")), [""; 0]);
}

#[test]
fn many_findings_of_one_code_are_grouped() {
    let mut broken = Patched::example();
    for number in 0..30 {
        broken = broken.with_row("needs.csv", &format!("NOBODY-{number},sinh-ke,1,,,"));
    }
    let told = stderr(&chungtay().arg("check").arg(broken.path()).assert().code(3));
    assert_eq!(told.matches("\n  → ").count(), 5, "{told}");
    assert!(told.contains("25 dòng"), "{told}");
}

#[test]
fn a_place_that_cannot_be_written_is_an_unexpected_failure() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, "x").unwrap();
    let mut call = chungtay();
    call.args(["generate", "lai-chau", "--seed", "1", "--out"]).arg(file.join("run"));
    assert!(stderr(&call.assert().code(1)).starts_with("Lỗi: không đọc hoặc ghi được"));
    assert_eq!(names(parent.path()), ["file"]);
}

/// Runs `allocate` and returns the run folder.
fn allocate(example: &Patched) -> PathBuf {
    let ended = chungtay().args(["allocate", "--format", "json"]).arg(example.path()).assert().success();
    PathBuf::from(json(&ended)["run"].as_str().unwrap())
}

#[test]
fn from_init_to_a_verified_run_folder() {
    let example = Patched::example();
    let first = allocate(&example);
    let second = allocate(&example);
    assert!(first.ends_with(names(&example.file("runs")).first().unwrap()));
    assert_ne!(first, second);
    for file in ["awards.csv", "transfers.csv", "summary.json", "timing.json", "bieu-phan-bo.xlsx"] {
        assert!(first.join(file).is_file(), "{file}");
    }
    let judged = chungtay().args(["verify", "--format", "json"]).arg(&first).assert().success();
    assert_eq!(json(&judged)["feasible"], true);
    assert_eq!(json(&judged)["changed_inputs"], Value::Array(Vec::new()));
    assert!(stderr(&chungtay().arg("verify").arg(&first).assert().success()).contains("Khả thi: có"));
}

#[test]
fn allocate_says_what_came_out() {
    let example = Patched::example();
    let ended = chungtay().args(["allocate", "-v", "--jobs", "2"]).arg(example.path()).assert().success();
    assert_eq!(stdout(&ended), "");
    let told = stderr(&ended);
    for word in ["khoản hỗ trợ", "Xã được đáp ứng thấp nhất", "Mục tiêu", "Giây", "bieu-phan-bo.xlsx"]
    {
        assert!(told.contains(word), "{word} in {told}");
    }
}

#[test]
fn a_run_folder_elsewhere_finds_its_scenario() {
    let example = Patched::example();
    let elsewhere = tempfile::tempdir().unwrap();
    let run = elsewhere.path().join("dot-1");
    chungtay().arg("allocate").arg(example.path()).arg("--out").arg(&run).assert().success();
    chungtay().arg("verify").arg(&run).assert().success();
    let copy = Patched::copy(example.path()).with_row("scenario.toml", "# nothing that changes the plan");
    let told = stderr(&chungtay().arg("verify").arg(&run).arg("--scenario").arg(copy.path()).assert().success());
    assert!(told.contains("scenario.toml") && told.contains("không còn như"), "{told}");
    fs::remove_file(run.join("timing.json")).unwrap();
    chungtay().arg("verify").arg(&run).assert().code(2);
}

#[test]
fn a_changed_award_is_refused_by_verify() {
    let example = Patched::example();
    let run = allocate(&example);
    let path = run.join("transfers.csv");
    let text = fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = text.lines().take(text.lines().count() - 1).collect();
    fs::write(&path, kept.join("\n") + "\n").unwrap();
    let told = stderr(&chungtay().arg("verify").arg(&run).assert().code(5));
    assert!(told.contains("Khả thi: không"), "{told}");
    assert!(!told.contains("verify-"), "a sentence is missing: {told}");
}

#[test]
fn a_folder_that_is_not_empty_is_never_written_into() {
    let example = Patched::example();
    let out = example.file("taken");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("mine"), "x").unwrap();
    for command in [&["allocate"][..], &["generate", "lai-chau", "--seed", "1"]] {
        let mut call = chungtay();
        call.args(command);
        if command.len() == 1 {
            call.arg(example.path());
        }
        let told = stderr(&call.arg("--out").arg(&out).assert().code(2));
        assert!(told.contains("không trống"), "{told}");
    }
    assert_eq!(names(&out), ["mine"]);
}

#[test]
fn killed_at_any_time_allocate_leaves_no_half_folder() {
    let binary = assert_cmd::cargo::cargo_bin("chungtay");
    let example = Patched::example();
    for wait in [0, 5, 10, 20, 40, 80, 160, 320] {
        let mut process = Process::new(&binary);
        process.arg("allocate").arg(example.path()).stderr(Stdio::null()).stdout(Stdio::null());
        let mut process = process.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        process.kill().unwrap();
        process.wait().unwrap();
    }
    // Whatever has a name is whole …
    for run in names(&example.file("runs")).iter().filter(|name| !name.starts_with('.')) {
        chungtay().arg("verify").arg(example.file("runs").join(run)).assert().success();
        assert!(example.file("runs").join(run).join("timing.json").is_file());
    }
    // … and the next start sweeps up what has none.
    fs::create_dir_all(example.file("runs/.chungtay-abandoned")).unwrap();
    allocate(&example);
    assert!(names(&example.file("runs")).iter().all(|name| !name.starts_with('.')));
}

#[test]
fn a_new_standard_is_shown_beside_the_stated_classes() {
    let next = Patched::copy(&root().join("scenarios/scarcity")).replace(
        "scenario.toml",
        "year = 2026",
        "year = 2027\nstandard = \"2027-2030\"",
    );
    let told = stderr(&chungtay().arg("check").arg(next.path()).assert().success());
    assert!(told.contains("Phân loại theo chuẩn nghèo ‹2027-2030›"), "{told}");
    let shown = json(&chungtay().args(["check", "--format", "json"]).arg(next.path()).assert().success());
    let classes = &shown["picture"]["classes"];
    assert_eq!(classes["has_points_line"], false);
    let count = |key: &str| classes["all"][key].as_u64().unwrap();
    let households = shown["picture"]["counts"]["households"].as_u64().unwrap();
    assert_eq!(count("poor") + count("near_poor") + count("above") + count("unknown"), households);
}

#[test]
fn what_is_certain_stands_apart_from_the_repairs_for_machines() {
    let out = tempfile::tempdir().unwrap();
    let mut command = chungtay();
    command.args(["allocate", "--format", "json", "--out"]).arg(out.path().join("run"));
    let told = json(&command.arg(root().join("scenarios/beyond-reach")).assert().code(4));
    let codes = |key: &str| -> Vec<String> {
        let rows = told[key].as_array().unwrap().iter();
        rows.map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((codes("certain"), codes("repairs")), (vec!["E482".into(), "E483".into()], vec!["E481".into(); 2]));
}
