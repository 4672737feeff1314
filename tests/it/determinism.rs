//! Same input, same bytes: whatever the number of threads, run after run, and whatever the order of the rows.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chungtay::messages::{Catalogue, Language};
use chungtay::{export, pipeline, publish};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use serde_json::Value;

use crate::support::{Patched, names, root};

/// Scenarios whose funding graph has several pieces, ties, goods, commitments or divisible packages.
const SCENARIOS: [&str; 8] =
    ["tiny", "scarcity", "relief", "in-kind", "earmarks", "commitments", "divisible", "villages"];

/// What a run folder holds.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn one_thread_and_eight_write_the_same_bytes() {
    for scenario in SCENARIOS {
        let folder = root().join("scenarios").join(scenario);
        let single = on_threads(1, &folder);
        assert_same(scenario, &single, &on_threads(8, &folder));
        assert_same(scenario, &single, &on_threads(8, &folder));
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    for scenario in SCENARIOS {
        let folder = root().join("scenarios").join(scenario);
        let expected = without_places(on_threads(2, &folder));
        for seed in 0..3 {
            let shuffled = shuffled(&folder, seed);
            let found = without_places(on_threads(2, shuffled.path()));
            assert_same(&format!("{scenario}, shuffle {seed}"), &expected, &found);
        }
    }
}

/// The run folder that a pool of `threads` writes.
fn on_threads(threads: usize, folder: &Path) -> Files {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| run(folder))
}

fn run(folder: &Path) -> Files {
    let loaded = pipeline::load(folder);
    let scenario = loaded.scenario.unwrap_or_else(|| panic!("{}: {:?}", folder.display(), loaded.findings));
    let outcome = pipeline::run(&scenario, &pipeline::Unwatched).unwrap();
    let provenance = publish::provenance(&loaded.findings, &loaded.inputs, &Catalogue::new(Language::Vi));
    let written = tempfile::tempdir().unwrap();
    export::write_run(written.path(), &scenario, &outcome.tables, &provenance).unwrap();
    names(written.path()).into_iter().map(|name| (name.clone(), fs::read(written.path().join(name)).unwrap())).collect()
}

fn assert_same(what: &str, expected: &Files, found: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(expected), names(found), "{what}");
    for (name, bytes) in expected {
        let other = found.get(name).unwrap();
        if let (Ok(one), Ok(other)) = (std::str::from_utf8(bytes), std::str::from_utf8(other)) {
            assert_eq!(one, other, "{what}: {name}");
        }
        assert!(bytes == other, "{what}: {name} differs");
    }
}

/// A copy of a folder with the rows of every CSV table in another order.
fn shuffled(folder: &Path, seed: u64) -> Patched {
    let copy = Patched::copy(folder);
    let mut random = Pcg64::seed_from_u64(seed);
    let is_table = |name: &&String| Path::new(name).extension().is_some_and(|end| end == "csv");
    for name in names(copy.path()).iter().filter(is_table) {
        let text = copy.read(name);
        let mut lines = text.lines();
        let heading = lines.next().unwrap();
        let mut rows: Vec<&str> = lines.collect();
        rows.shuffle(&mut random);
        fs::write(copy.file(name), format!("{heading}\n{}\n", rows.join("\n"))).unwrap();
    }
    copy
}

/// The files without what rightly tells the row order: the hashes of the input and the rows of findings.
fn without_places(mut files: Files) -> Files {
    let summary = files.get_mut("summary.json").unwrap();
    let mut json: Value = serde_json::from_slice(summary).unwrap();
    let facts = json.as_object_mut().unwrap();
    assert!(facts.remove("inputs").is_some() && facts.remove("findings").is_some(), "the summary has other words");
    *summary = serde_json::to_vec_pretty(&json).unwrap();
    files
}
