//! Where the headings of a sheet stand: below a title block, in one to three rows, with a row of column numbers after
//! them. A sheet whose first row names columns is taken as it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::headings::Headings;

/// Filled rows at the top of a sheet among which the headings are looked for.
pub(super) const LOOKED_AT: usize = 30;
/// Rows that one heading may run over.
const TALLEST: usize = 3;
/// Known headings that a row below the first must name: titles name one by chance.
const LEAST_KNOWN: usize = 2;
/// Cells of a row of column numbers: fewer may be data.
const LEAST_NUMBERS: usize = 3;

/// A filled row of a sheet: its number, and its filled cells by column from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// Row from 1.
    pub(super) number: u32,
    /// Filled cells.
    pub(super) cells: BTreeMap<usize, String>,
}

/// The headings found among the first rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The rows that hold them, by position among the rows looked at.
    pub(super) rows: Range<usize>,
    /// Column (from 0) → heading.
    pub(super) headings: BTreeMap<usize, String>,
    /// Whether a row of column numbers follows.
    pub(super) is_numbered: bool,
}

/// Finds the headings among the first filled rows of a sheet; `None` in an empty one.
pub(super) fn find(rows: &[SheetRow], known: &Headings) -> Option<Header> {
    let first = rows.first()?;
    let mut best = (0, named(&first.cells, known));
    for (position, row) in rows.iter().enumerate().skip(1) {
        let names = named(&row.cells, known);
        if names >= LEAST_KNOWN && names > best.1 {
            best = (position, names);
        }
    }
    let mut block = best.0..best.0 + 1;
    let mut headings = rows.get(best.0)?.cells.clone();
    // Without a known heading the first row stands for all, and nothing is inferred.
    if best.1 > 0 {
        while let Some((count, with_children)) =
            children(&headings, rows.get(block.end..)?, TALLEST - block.len(), known)
        {
            headings = with_children;
            block.end += count;
        }
        while let Some((count, with_parents)) =
            rows.get(..block.start).and_then(|above| parents(&headings, above, TALLEST - block.len(), known))
        {
            headings = with_parents;
            block.start -= count;
        }
    }
    let is_numbered = rows.get(block.end).is_some_and(|row| is_numbering(&row.cells, &headings, known));
    Some(Header { rows: block, headings, is_numbered })
}

/// How many columns of a table the cells name.
fn named(cells: &BTreeMap<usize, String>, known: &Headings) -> usize {
    cells.values().filter_map(|cell| known.key(cell)).collect::<BTreeSet<_>>().len()
}

/// How many of the rows below go on with the headings, at most `most`, and the headings with them: they name columns
/// that the headings do not, and stand under none that the headings do.
fn children(
    headings: &BTreeMap<usize, String>,
    below: &[SheetRow],
    most: usize,
    known: &Headings,
) -> Option<(usize, BTreeMap<usize, String>)> {
    let is_known = |column: &usize| headings.get(column).is_some_and(|heading| known.key(heading).is_some());
    let mut with_children = headings.clone();
    for (count, row) in (1..).zip(below.iter().take(most)) {
        if row.cells.keys().any(is_known) {
            return None;
        }
        with_children = joined(&with_children, &row.cells, known);
        if named(&with_children, known) > named(headings, known) {
            return Some((count, with_children));
        }
    }
    None
}

/// How many of the rows above begin the headings, at most `most`, and the headings with them: they name columns that the
/// headings do not. Further up than the next row one known heading is chance.
fn parents(
    headings: &BTreeMap<usize, String>,
    above: &[SheetRow],
    most: usize,
    known: &Headings,
) -> Option<(usize, BTreeMap<usize, String>)> {
    let before = named(headings, known);
    let mut with_parents = headings.clone();
    for (count, row) in (1..).zip(above.iter().rev().take(most)) {
        with_parents = joined(&row.cells, &with_parents, known);
        let least = if count == 1 { 1 } else { LEAST_KNOWN };
        if named(&with_parents, known) >= before + least {
            return Some((count, with_parents));
        }
    }
    None
}

/// Two rows of headings as one: a cell below counts by itself if it is known, else together with the heading above
/// it or, under a merged cell, to the left of that.
fn joined(
    above: &BTreeMap<usize, String>,
    below: &BTreeMap<usize, String>,
    known: &Headings,
) -> BTreeMap<usize, String> {
    let mut headings = above.clone();
    for (&column, own) in below {
        let parent = above.range(..=column).next_back().map(|(_, parent)| parent);
        let both = parent.map(|parent| format!("{parent} {own}")).filter(|both| known.key(both).is_some());
        let heading = if known.key(own).is_some() { None } else { both };
        headings.insert(column, heading.unwrap_or_else(|| own.clone()));
    }
    headings
}

/// Whether a row numbers the columns: `(1) (2) (3)`, `A B 1 2`, with formulas such as `(4)=(2)+(3)`; one number for
/// every known heading.
fn is_numbering(cells: &BTreeMap<usize, String>, headings: &BTreeMap<usize, String>, known: &Headings) -> bool {
    let covers = || {
        let mut known = headings.iter().filter(|(_, heading)| known.key(heading).is_some());
        known.all(|(column, _)| cells.contains_key(column))
    };
    let mut letters = b'A'..=b'Z';
    let mut numbers = 1_u32..;
    let mut has_number = false;
    cells.len() >= LEAST_NUMBERS
        && covers()
        && cells.values().all(|cell| {
            let label = cell.split('=').next().unwrap_or_default();
            let label = label.trim().trim_matches(['(', ')', '[', ']']).trim();
            if let [letter @ (b'A'..=b'Z' | b'a'..=b'z')] = label.as_bytes() {
                return !has_number && letters.next() == Some(letter.to_ascii_uppercase());
            }
            has_number = true;
            label.parse().ok() == numbers.next()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::raw::TableName;
    use crate::domain::settings::Settings;

    fn rows(lines: &[&str]) -> Vec<SheetRow> {
        let cells = |line: &str| {
            let cells = line.split('|').map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty());
            cells.map(|(column, cell)| (column, cell.to_owned())).collect()
        };
        (1..).zip(lines).map(|(number, line)| SheetRow { number, cells: cells(line) }).collect()
    }

    fn found(lines: &[&str]) -> (Range<usize>, String, bool) {
        let known = Headings::of(TableName::Households, &Settings::default());
        let header = find(&rows(lines), &known).unwrap();
        (header.rows, header.headings.into_values().collect::<Vec<_>>().join("|"), header.is_numbered)
    }

    #[test]
    fn titles_above_are_passed_and_column_numbers_below_too() {
        let title = ["UBND XÃ|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DANH SÁCH HỘ NGHÈO", "STT|Mã hộ|Mã xã|Phân loại"];
        assert_eq!(found(&title), (2..3, "STT|Mã hộ|Mã xã|Phân loại".to_owned(), false));
        for numbers in ["(1)|(2)|(3)|(4)=(2)+(3)", "A|B|1|2", "1|2|3|4"] {
            assert!(found(&[&title[..], &[numbers, "1|H1|01|Hộ nghèo"]].concat()).2, "{numbers}");
        }
        for data in ["1|2|4|3", "1|2", "1|1|2|3"] {
            assert!(!found(&[&title[..], &[data]].concat()).2, "{data}");
        }
    }

    #[test]
    fn headings_over_two_and_three_rows_are_one() {
        let (rows, headings, _) = found(&["STT|Mã hộ|Mã xã|Chỉ số thiếu hụt||Ghi chú", "|||Việc làm|Dinh dưỡng"]);
        assert_eq!((rows, headings.as_str()), (0..2, "STT|Mã hộ|Mã xã|Việc làm|Dinh dưỡng|Ghi chú"));
        let three = [
            "DANH SÁCH",
            "STT|Mã hộ|Mã xã|Thiếu hụt||",
            "|||Việc||Nhà|",
            "|||làm|Dinh dưỡng|Tổng|Nguồn nước sinh hoạt",
        ];
        let (rows, headings, _) = found(&three);
        assert_eq!((rows, headings.as_str()), (1..4, "STT|Mã hộ|Mã xã|Việc làm|Dinh dưỡng|Tổng|Nguồn nước sinh hoạt"));
    }

    #[test]
    fn headings_above_the_row_that_names_most_belong_to_it() {
        let lines = ["DANH SÁCH", "STT|Mã hộ|Thiếu hụt||", "||Việc làm|Dinh dưỡng|Nguồn nước sinh hoạt"];
        let (rows, headings, _) = found(&lines);
        assert_eq!((rows, headings.as_str()), (1..3, "STT|Mã hộ|Việc làm|Dinh dưỡng|Nguồn nước sinh hoạt"));
        // The most indicators stand in the lowest row, the rest two rows above them, over merged cells.
        let three = [
            "DANH SÁCH",
            "STT|Mã hộ|Mã xã|Thiếu hụt|||",
            "|||Việc làm||Nhà ở|",
            "|||Việc làm|Dinh dưỡng|Chất lượng nhà ở|Nguồn nước sinh hoạt",
        ];
        let (rows, headings, _) = found(&three);
        let joined = "STT|Mã hộ|Mã xã|Việc làm|Dinh dưỡng|Chất lượng nhà ở|Nguồn nước sinh hoạt";
        assert_eq!((rows, headings.as_str()), (1..4, joined));
        // One word of a title two rows above is none of them.
        let title = ["PHÂN LOẠI", "(năm 2026)", "Mã hộ|Mã xã|Việc làm"];
        assert_eq!(found(&title).0, 2..3);
    }

    #[test]
    fn a_first_row_that_names_columns_or_a_sheet_that_names_none_is_taken_as_it_stands() {
        assert_eq!(found(&["id|area|class|x", "H1|01|poor|B1"]).0, 0..1);
        assert_eq!(found(&["a|b", "c|d", "Mã hộ|x"]).0, 0..1);
    }
}
