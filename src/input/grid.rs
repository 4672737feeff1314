//! A sheet as rows under headings, whatever file it came from. Knows no table and no column.

use std::collections::BTreeMap;

use super::text::{clean, count};
use crate::domain::raw::RawRow;

/// Headings and rows of one sheet; cells stand in the order of the headings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Grid {
    /// Row of the headings: the first that is not blank. `None` in an empty sheet.
    pub(super) heading_row: Option<u32>,
    /// The headings that are not blank.
    pub(super) headings: Vec<String>,
    /// The rows that are not blank.
    pub(super) rows: Vec<RawRow>,
    /// Column (from 1) → cells that hold something without a heading above them; they are left out.
    pub(super) unheaded: BTreeMap<u32, u32>,
    /// Cells that hold an error instead of a value.
    pub(super) broken: Vec<BrokenCell>,
    /// Column of the sheet (from 0) → position among the headings.
    positions: Vec<Option<usize>>,
}

/// A cell without a value of its own, such as `#REF!`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BrokenCell {
    /// Row from 1.
    pub(super) row: u32,
    /// Position of its heading.
    pub(super) heading: Option<usize>,
    /// The error as the sheet shows it; `None` for a formula whose value was never computed.
    pub(super) error: Option<String>,
}

impl Grid {
    /// Takes the next row of the sheet: the first that is not blank gives the headings.
    /// `cells` are (column from 0, text); columns that are not named are blank.
    pub(super) fn push<'c>(&mut self, number: u32, cells: impl Iterator<Item = (usize, &'c str)>) {
        if self.heading_row.is_none() {
            self.push_headings(number, cells);
        } else {
            self.push_row(number, cells);
        }
    }

    fn push_headings<'c>(&mut self, number: u32, cells: impl Iterator<Item = (usize, &'c str)>) {
        for (column, text) in cells {
            let heading = clean(text);
            if !heading.is_empty() {
                self.positions.resize(self.positions.len().max(column + 1), None);
                if let Some(position) = self.positions.get_mut(column) {
                    *position = Some(self.headings.len());
                }
                self.headings.push(heading.into_owned());
                self.heading_row = Some(number);
            }
        }
    }

    fn push_row<'c>(&mut self, number: u32, cells: impl Iterator<Item = (usize, &'c str)>) {
        let mut row = vec![String::new(); self.headings.len()];
        let mut is_blank = true;
        for (column, text) in cells {
            let text = clean(text);
            if text.is_empty() {
                continue;
            }
            match self.position(column).and_then(|position| row.get_mut(position)) {
                Some(cell) => {
                    text.as_ref().clone_into(cell);
                    is_blank = false;
                }
                None => *self.unheaded.entry(count(column + 1)).or_default() += 1,
            }
        }
        if !is_blank {
            self.rows.push(RawRow { number, cells: row });
        }
    }

    /// Notes a cell that holds an error.
    pub(super) fn push_broken(&mut self, row: u32, column: usize, error: Option<String>) {
        let heading = self.position(column);
        self.broken.push(BrokenCell { row, heading, error });
    }

    /// Position of the heading over a column of the sheet.
    fn position(&self, column: usize) -> Option<usize> {
        self.positions.get(column).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::default();
        for (number, row) in (1..).zip(rows) {
            grid.push(number, row.iter().copied().enumerate());
        }
        grid
    }

    #[test]
    fn the_first_row_that_is_not_blank_gives_the_headings() {
        let grid = grid(&[&["", " "], &["", "code", "name"], &["", "01", "Mường Tè"], &["", "", ""]]);
        assert_eq!(grid.heading_row, Some(2));
        assert_eq!(grid.headings, ["code", "name"]);
        assert_eq!(grid.rows, [RawRow { number: 3, cells: vec!["01".to_owned(), "Mường Tè".to_owned()] }]);
    }

    #[test]
    fn cells_without_a_heading_are_counted_and_left_out() {
        let grid = grid(&[&["code", "", "name"], &["1", "note", "a", "far"], &["", "note"]]);
        assert_eq!(grid.unheaded, BTreeMap::from([(2, 2), (4, 1)]));
        assert_eq!(grid.rows.len(), 1);
        assert_eq!(grid.rows.first().unwrap().cells, ["1", "a"]);
    }
}
