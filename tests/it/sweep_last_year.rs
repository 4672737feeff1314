//! The customary rule `last_year`: the money of today in the shares of an earlier year.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use chungtay::pipeline::Unwatched;
use chungtay::sweep::{Course, Sweep, run};

use super::support::{Patched, folder_of};

/// Two communes that ask for 100 million each, and 100 million to share.
const FILES: [(&str, &str); 4] = [
    ("areas.csv", "code,name,level,parent,households\n1,Tỉnh,province,,\nA,Xã A,commune,1,50\nB,Xã B,commune,1,50\n"),
    ("packages.csv", "id,name,purpose,unit_cost,beneficiary\nroad,Đường,public_work,10000000,commune\n"),
    ("needs.csv", "beneficiary,package,quantity\nA,road,10\nB,road,10\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,100000000\n"),
];

/// The scenario with such lines under `[sweep.baselines]`, and last year's table in `nam-truoc`.
fn scenario(baselines: &str, last_year: &str) -> Patched {
    let settings =
        format!("title = \"Năm trước\"\nyear = 2026\n[sweep.baselines]\ninclude = [\"last_year\"]\n{baselines}\n");
    let mut files = FILES.to_vec();
    files.push(("scenario.toml", &settings));
    let folder = folder_of(&files);
    fs::create_dir(folder.file("nam-truoc")).unwrap();
    fs::write(folder.file("nam-truoc/communes.csv"), last_year).unwrap();
    folder
}

/// Đồng of each commune in the sweep's only case.
fn shared(folder: &Path) -> BTreeMap<String, i64> {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("sweep");
    let sweep = Sweep::open(folder).0.unwrap();
    let stop = AtomicBool::new(false);
    let course = Course { out: &out, jobs: 1, resume: false, shard: None, stop: &stop };
    assert_eq!(run(&sweep, &course, &Unwatched).unwrap().failed, 0);
    let mut rows = csv::Reader::from_path(out.join("communes.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = rows.deserialize().map(Result::unwrap).collect();
    rows.iter().map(|row| (row["commune"].clone(), row["served"].parse().unwrap())).collect()
}

/// Codes of what is found on opening.
fn found(folder: &Path) -> Vec<&'static str> {
    Sweep::open(folder)
        .1
        .as_slice()
        .iter()
        .map(|finding| finding.code)
        .filter(|code| code.get(1..2) >= Some("5"))
        .collect()
}

const PATH: &str = "last_year = \"nam-truoc\"";

#[test]
fn each_commune_receives_its_part_of_last_year() {
    // 1 : 3 of 100 million, in whole units of 10 million; further columns are ignored.
    let folder = scenario(PATH, "commune,name,served\nA,Xã A,20000000\nB,Xã B,60000000\n");
    assert_eq!(found(folder.path()), [""; 0]);
    let expected = [("A", 20_000_000), ("B", 70_000_000)];
    assert_eq!(shared(folder.path()), expected.map(|(code, dong)| (code.to_owned(), dong)).into());
}

#[test]
fn money_of_communes_that_are_gone_goes_to_the_others_and_is_told() {
    let folder = scenario(PATH, "commune,served\nA,20000000\nC,500000000\n");
    assert_eq!(found(folder.path()), ["W607"]);
    let expected = [("A", 100_000_000), ("B", 0)];
    assert_eq!(shared(folder.path()), expected.map(|(code, dong)| (code.to_owned(), dong)).into());
}

#[test]
fn shares_that_cannot_be_had_are_a_finding() {
    for (baselines, table, expected) in [
        ("", "commune,served\nA,1\n", "E605"),
        ("last_year = \"khong-co\"", "commune,served\nA,1\n", "E501"),
        (PATH, "commune,served\nA,0\nC,5\n", "E606"),
        (PATH, "commune,amount\nA,5\n", "E502"),
        (PATH, "commune,served\nA,năm triệu\n", "E503"),
    ] {
        let folder = scenario(baselines, table);
        assert_eq!(found(folder.path()), [expected], "{baselines} {table}");
        assert!(Sweep::open(folder.path()).0.is_none());
    }
}
