//! Files that are not UTF-8.

use std::fs;

use super::{findings, good};

#[test]
fn files_in_no_known_encoding_are_named_with_their_first_line() {
    let folder = good();
    fs::write(folder.path().join("areas.csv"), b"code,name,level\n01,X\xff\xfe,commune\n").unwrap();
    fs::write(folder.path().join("scenario.toml"), b"title = \"\xff\"\n").unwrap();
    assert_eq!(findings(folder.path()), ["E104 areas.csv:2 count=1", "E104 scenario.toml:1 count=1"]);
}

#[test]
fn a_table_in_an_old_encoding_is_read_and_the_assumption_told() {
    let folder = good();
    let areas = b"code,name,level\n01,X\xb7 M\xad\xeang T\xcc,commune\n";
    fs::write(folder.path().join("areas.csv"), areas).unwrap();
    assert_eq!(findings(folder.path()), ["W108 areas.csv count=2"]);
}

#[test]
fn a_table_that_two_encodings_could_read_is_refused_with_both_readings() {
    let folder = good();
    fs::write(folder.path().join("areas.csv"), b"code,name,level,l\xe3n\n01,X,commune,\n").unwrap();
    assert_eq!(findings(folder.path()), ["E118 areas.csv"]);
}
