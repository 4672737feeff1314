//! The list of columns (`domain::schema`) says what the readers do.

use std::collections::BTreeMap;

use super::super::{check, words};
use crate::domain::raw::{RawColumn, RawRow, RawScenario, RawTable, TableName};
use crate::domain::schema::{Kind, columns_of};
use crate::input::headings;
use crate::messages::{Catalogue, Language};

#[test]
fn it_names_the_columns_that_headings_mean_in_their_order() {
    for table in TableName::ALL {
        let listed: Vec<&str> = columns_of(table).iter().map(|column| column.key).collect();
        let known: Vec<&str> = headings::columns_of(table).iter().map(|(key, _)| *key).collect();
        assert_eq!(listed, known, "{table:?}");
    }
}

#[test]
fn what_is_printed_is_understood_when_it_is_read() {
    let (vi, en) = (Catalogue::new(Language::Vi), Catalogue::new(Language::En));
    for table in TableName::ALL {
        for column in columns_of(table) {
            let id = format!("{}-{}", table.as_str(), column.key.replace('_', "-"));
            assert_eq!(en.plain(&format!("heading-{id}")), column.key);
            let printed = crate::input::fold(&vi.plain(&format!("heading-{id}")));
            let (_, spellings) = headings::columns_of(table).iter().find(|(key, _)| *key == column.key).unwrap();
            assert!(spellings.iter().any(|known| crate::input::fold(known) == printed), "{id} is not understood");
            assert!(vi.has(&format!("about-{id}")) && en.has(&format!("about-{id}")), "{id} is not explained");
        }
    }
}

#[test]
fn it_requires_the_columns_that_readers_require() {
    for table in TableName::ALL {
        let other = RawColumn { key: None, heading: "?".to_owned() };
        let row = RawRow { number: 2, cells: vec!["?".to_owned()] };
        let raw = RawTable { file: "t.csv".to_owned(), columns: vec![other], rows: vec![row], ..RawTable::default() };
        let scenario = RawScenario { tables: BTreeMap::from([(table, raw)]), ..RawScenario::default() };
        let (_, findings) = check(&scenario);
        let missing = findings.as_slice().iter().filter(|finding| finding.code == "E201");
        let of_fact =
            |facts: &[(&str, String)]| facts.iter().find(|(name, _)| *name == "column").map(|(_, it)| it.clone());
        let mut missing: Vec<String> = missing.filter_map(|it| of_fact(&it.facts)).collect();
        missing.sort();
        let required = columns_of(table).iter().filter(|column| column.is_required);
        let mut required: Vec<String> = required.map(|column| column.key.to_owned()).collect();
        required.sort();
        assert_eq!(missing, required, "{table:?}");
    }
}

/// The keys of a list of words, and whether each word as it is printed means its key.
fn assert_words<T: Copy + PartialEq + std::fmt::Debug>(keys: &[&str], list: &[words::Word<T>]) {
    let vi = Catalogue::new(Language::Vi);
    assert_eq!(keys, list.iter().map(|(key, _, _)| *key).collect::<Vec<_>>());
    for (key, _, value) in list {
        let printed = vi.plain(&format!("word-{}", key.replace('_', "-")));
        assert_eq!(words::meaning(&printed, list), Some(*value), "{printed}");
    }
}

#[test]
fn its_words_are_those_that_readers_know() {
    for table in TableName::ALL {
        for column in columns_of(table) {
            let (Kind::Word(keys) | Kind::Words(keys)) = column.kind else { continue };
            match (table, column.key) {
                (TableName::Areas, "level") => assert_words(keys, words::LEVELS),
                (TableName::Areas, "setting") => assert_words(keys, words::SETTINGS),
                (TableName::Packages, "beneficiary") => assert_words(keys, words::BENEFICIARY_KINDS),
                (TableName::Packages, "demand") => assert_words(keys, words::DEMANDS),
                (_, "account") => assert_words(keys, words::ACCOUNTS),
                (_, "class" | "classes") => assert_words(keys, words::CLASSES),
                (TableName::Sources, "kind") => assert_words(keys, words::SOURCE_KINDS),
                (TableName::Sources, "status") => assert_words(keys, words::SOURCE_STATUSES),
                (TableName::Pairings, "status") => assert_words(keys, words::PAIRING_STATUSES),
                (TableName::Commitments, "status") => assert_words(keys, words::COMMITMENT_STATUSES),
                other => panic!("nobody knows the words of {other:?}"),
            }
        }
    }
}
