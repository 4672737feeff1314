//! Communes that sent no list: told where households stand in a folder, and only there.

use super::super::check;
use super::patched;
use crate::domain::raw::RawPart;
use crate::domain::raw::TableName::{Areas, Households};
use crate::findings::Finding;

/// What is found where two more communes have no household: their lists stand in one file, or in a folder.
pub(super) fn findings(is_folder: bool) -> Vec<Finding> {
    let more = "\n03003,Xã Ba,commune,01,,,,,\n03004,Xã Bốn,commune,01,,,,,\nB1,";
    let mut raw = patched(Areas, "\nB1,", more);
    let table = raw.tables.get_mut(&Households).unwrap();
    if is_folder {
        let headings = table.columns.iter().map(|column| Some(column.heading.clone())).collect();
        let file = "households/a.csv".to_owned();
        table.file = "households".to_owned();
        table.parts = vec![RawPart { file, sheet: None, money: None, before: 0, headings }];
    }
    check(&raw).1.as_slice().to_vec()
}

#[test]
fn a_commune_without_a_household_is_told_where_lists_stand_in_a_folder() {
    let all = findings(true);
    let [finding] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((finding.code, finding.place.file.as_str()), ("W132", "households"));
    assert_eq!(finding.facts, [("count", "2".to_owned()), ("communes", "03003, 03004".to_owned())]);
    assert_eq!(findings(false), []);
}
