//! The expected tables of every scenario folder, in `tests/golden/<scenario>/`: texts, integers and the awards exact,
//! other decimals within a tolerance. `make golden` writes them anew; look at the difference before committing.
//! It refuses a scenario without README and an expectation without scenario.

use std::fs;
use std::path::{Path, PathBuf};

use chungtay::messages::{Catalogue, Language};
use chungtay::verify::second_opinion;
use chungtay::{export, pipeline, publish};
use similar::TextDiff;

use crate::support::{chungtay, names, root};

/// How far a decimal may be from the expected one, relative to the larger of the two.
const RELATIVE_TOLERANCE: f64 = 1e-9;

/// Scenarios whose hard rules cannot hold together: what is expected are the sentences.
const WITHOUT_PLAN: [&str; 2] = ["beyond-reach", "infeasible"];

/// Scenarios that the generator writes: their long tables stay out of the repository, and the short ones tell of them.
const GENERATED: [&str; 4] = ["bac-lieu", "hoa-binh", "lai-chau", "toan-quoc"];
const SHORT_TABLES: [&str; 6] =
    ["communes.csv", "groups.csv", "pairings.csv", "rules.csv", "sources.csv", "summary.json"];

#[test]
fn every_scenario_gives_its_expected_tables() {
    let scenarios: Vec<String> =
        names(&root().join("scenarios")).into_iter().filter(|name| home(name).is_dir()).collect();
    assert!(scenarios.len() > 10, "the scenarios are gone");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let complaints: Vec<String> = scenarios.iter().flat_map(|name| judge(name, update)).collect();
    assert!(complaints.is_empty(), "{}\n(`make golden` writes the expectations anew)", complaints.join("\n"));
}

#[test]
fn every_expectation_has_its_scenario() {
    for name in names(&root().join("tests/golden")) {
        assert!(home(&name).is_dir(), "tests/golden/{name} belongs to no scenario");
    }
}

#[test]
fn every_scenario_says_what_is_hard_about_it() {
    for name in names(&root().join("scenarios")) {
        assert!(!home(&name).is_dir() || home(&name).join("README.md").is_file(), "scenarios/{name} has no README.md");
    }
}

#[test]
fn a_decimal_may_differ_by_the_tolerance_only_and_an_integer_never() {
    assert!(agree("groups.csv", "a,0.5\n", "a,0.50000000001\n"));
    assert!(!agree("groups.csv", "a,0.5\n", "a,0.500001\n"));
    assert!(!agree("groups.csv", "a,5000000000\n", "a,5000000001\n"));
    assert!(!agree("groups.csv", "a,0.5\n", "b,0.5\n"));
    assert!(!agree("groups.csv", "a,0.5\n", "a,0.5\nb,1\n"));
    assert!(!agree("awards.csv", "a,0.5\n", "a,0.50000000001\n"), "awards are exact");
}

fn home(scenario: &str) -> PathBuf {
    root().join("scenarios").join(scenario)
}

/// What is wrong with the sentences of a scenario without a plan, in both languages.
fn judge_sentences(scenario: &str, update: bool) -> Vec<String> {
    let expected = root().join("tests/golden").join(scenario);
    let mut complaints = Vec::new();
    for language in ["vi", "en"] {
        let out = tempfile::tempdir().unwrap();
        let mut command = chungtay();
        command.args(["allocate", "--lang", language, "--out"]).arg(out.path().join("run")).arg(home(scenario));
        let output = command.assert().code(4).get_output().clone();
        assert_eq!(names(out.path()), Vec::<String>::new(), "nothing is written");
        let said = String::from_utf8(output.stderr).unwrap();
        let file = expected.join(format!("sentences.{language}.txt"));
        if update {
            fs::create_dir_all(&expected).unwrap();
            fs::write(&file, &said).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != said {
            complaints.push(format!("{scenario}: {language} says\n{said}"));
        }
    }
    complaints
}

/// What is wrong with the run of one scenario; writes its expectation instead where `update`.
fn judge(scenario: &str, update: bool) -> Vec<String> {
    if WITHOUT_PLAN.contains(&scenario) {
        return judge_sentences(scenario, update);
    }
    let run = match run(scenario) {
        Ok(run) => run,
        Err(complaint) => return vec![format!("{scenario}: {complaint}")],
    };
    let expected = root().join("tests/golden").join(scenario);
    let written = kept(scenario, run.path());
    if update {
        let _absent = fs::remove_dir_all(&expected);
        fs::create_dir_all(&expected).unwrap();
        for file in &written {
            fs::copy(run.path().join(file), expected.join(file)).unwrap();
        }
        return Vec::new();
    }
    if written != names(&expected) {
        return vec![format!("{scenario}: writes {written:?}, expected are {:?}", names(&expected))];
    }
    written.iter().filter_map(|file| difference(scenario, file, (&expected, run.path()))).collect()
}

/// Runs the library from files to tables, and asks for the second opinion.
fn run(scenario: &str) -> Result<tempfile::TempDir, String> {
    let loaded = pipeline::load(&home(scenario));
    let plan = loaded.scenario.as_ref().ok_or_else(|| format!("findings forbid it: {:?}", loaded.findings))?;
    let outcome = pipeline::run(plan, &pipeline::Unwatched).map_err(|error| format!("{error:?}"))?;
    let provenance = publish::provenance(&loaded.findings, &loaded.inputs, &Catalogue::new(Language::Vi));
    let folder = tempfile::tempdir().unwrap();
    export::write_run(folder.path(), plan, &outcome.tables, &provenance).unwrap();
    let violations = second_opinion(plan, folder.path()).violations;
    if violations.is_empty() { Ok(folder) } else { Err(format!("the second opinion objects: {violations:#?}")) }
}

/// The files of a run folder that are compared, sorted. Of the certificate only what it proves is (in `summary.json`):
/// other multipliers that bound as well are as good.
fn kept(scenario: &str, run: &Path) -> Vec<String> {
    let is_kept = |file: &String| {
        if GENERATED.contains(&scenario) {
            SHORT_TABLES.contains(&file.as_str())
        } else {
            Path::new(file).extension().is_some_and(|end| end != "xlsx") && file != "certificate.json"
        }
    };
    names(run).into_iter().filter(is_kept).collect()
}

fn difference(scenario: &str, file: &str, (expected, run): (&Path, &Path)) -> Option<String> {
    let read = |folder: &Path| fs::read_to_string(folder.join(file)).unwrap();
    let (expected, found) = (read(expected), read(run));
    if agree(file, &expected, &found) {
        return None;
    }
    let diff = TextDiff::from_lines(&expected, &found);
    let heading = format!("tests/golden/{scenario}/{file}");
    Some(diff.unified_diff().context_radius(1).header(&heading, "this run").to_string())
}

/// Whether two files say the same: byte for byte in the awards, with the tolerance on decimals elsewhere.
fn agree(file: &str, expected: &str, found: &str) -> bool {
    if expected == found {
        return true;
    }
    let exact = matches!(file, "awards.csv" | "transfers.csv");
    let (one, other): (Vec<&str>, Vec<&str>) = (words(expected).collect(), words(found).collect());
    !exact && one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| same(one, other))
}

/// What separates cells of a table and words of JSON.
const SEPARATORS: [char; 4] = [',', '\n', ':', ' '];

/// Cells of a table or words of JSON, each with what ends it, so that rows cannot melt into one another.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(SEPARATORS)
}

fn same(expected: &str, found: &str) -> bool {
    let (one, other) = (expected.trim_end_matches(SEPARATORS), found.trim_end_matches(SEPARATORS));
    let is_decimal = |word: &str| word.contains(['.', 'e', 'E']);
    match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(first), Ok(second)) if is_decimal(one) || is_decimal(other) => {
            let near = (first - second).abs() <= RELATIVE_TOLERANCE * first.abs().max(second.abs());
            near && expected.strip_prefix(one) == found.strip_prefix(other)
        }
        _ => expected == found,
    }
}
