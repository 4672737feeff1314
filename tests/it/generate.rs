//! The committed Lai Châu folder is what the generator writes, byte for byte.
//!
//! `CHUNGTAY_BLESS=1 cargo test --test it generate` writes it anew after the generator changed on purpose.

use std::fs;
use std::path::Path;

use chungtay::generate::write_scenario;

const FILES: [&str; 7] =
    ["scenario.toml", "areas.csv", "households.csv", "packages.csv", "needs.csv", "sources.csv", "commitments.csv"];

#[test]
fn lai_chau_is_what_seed_1_gives() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lai-chau");
    if std::env::var_os("CHUNGTAY_BLESS").is_some() {
        write_scenario("lai-chau", 1, &committed).unwrap();
    }
    let fresh = tempfile::tempdir().unwrap();
    write_scenario("lai-chau", 1, fresh.path()).unwrap();
    for file in FILES {
        let read = |folder: &Path| fs::read(folder.join(file)).unwrap();
        assert!(read(fresh.path()) == read(&committed), "{file} is not what the generator writes");
    }
    let mut written: Vec<String> =
        fs::read_dir(fresh.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    written.sort();
    let mut expected = FILES;
    expected.sort_unstable();
    assert_eq!(written, expected);
}
