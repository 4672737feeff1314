//! A sheet as rows under headings, whatever file it came from. Which row holds the headings is `header`'s matter.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fonts::Fonts;
use super::header::{LOOKED_AT, SheetRow, find};
use super::headings::Headings;
use super::text::{clean, count, has_hidden_marks};
use crate::domain::raw::RawRow;

/// Headings and rows of one sheet; cells stand in the order of the headings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Grid {
    /// The first row of the headings. `None` in an empty sheet.
    pub(super) heading_row: Option<u32>,
    /// All rows of the headings.
    pub(super) heading_rows: Vec<u32>,
    /// The cells of each row of the headings, in the order of the headings.
    pub(super) heading_cells: Vec<Vec<String>>,
    /// The rows above the headings.
    pub(super) titles: Vec<SheetRow>,
    /// The row that numbers the columns.
    pub(super) numbering_row: Option<u32>,
    /// The cells of that row, in the order of the headings.
    pub(super) numbering_cells: Vec<String>,
    /// The headings that are not blank.
    pub(super) headings: Vec<String>,
    /// The rows that are not blank.
    pub(super) rows: Vec<RawRow>,
    /// Column (from 1) → cells that hold something without a heading above them; they are left out.
    pub(super) unheaded: BTreeMap<u32, u32>,
    /// Rows that hold something under no heading alone.
    pub(super) lone: Vec<u32>,
    /// Cells that hold an error instead of a value.
    pub(super) broken: Vec<BrokenCell>,
    /// Cells with marks that nobody sees, which were taken away.
    pub(super) marked: u32,
    /// The font that its text was written for.
    pub(super) fonts: Fonts,
    /// Cells that run over rows: (first row, last row, column of the sheet from 0).
    pub(super) tall: Vec<(u32, u32, usize)>,
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

/// Takes a sheet row by row; the first rows wait until it is known which of them hold the headings.
pub(super) struct GridReader<'h> {
    known: &'h Headings,
    waiting: Option<Vec<SheetRow>>,
    broken: Vec<(u32, usize, Option<String>)>,
    grid: Grid,
}

impl<'h> GridReader<'h> {
    /// A reader that knows the headings of its table.
    pub(super) fn new(known: &'h Headings) -> Self {
        Self { known, waiting: Some(Vec::new()), broken: Vec::new(), grid: Grid::default() }
    }

    /// Takes the next row of the sheet. `cells` are (column from 0, text); columns that are not named are blank.
    pub(super) fn push<'c>(&mut self, number: u32, cells: impl Iterator<Item = (usize, &'c str)>) {
        let Some(waiting) = &mut self.waiting else { return self.grid.push_row(number, cells) };
        let marked = &mut self.grid.marked;
        let filled = cells.map(|(column, text)| (column, cleaned(text, marked))).filter(|(_, text)| !text.is_empty());
        let cells: BTreeMap<usize, String> = filled.map(|(column, text)| (column, text.into_owned())).collect();
        if !cells.is_empty() {
            waiting.push(SheetRow { number, cells });
        }
        if waiting.len() == LOOKED_AT {
            self.decide();
        }
    }

    /// Notes the font that the text was written for.
    pub(super) fn note_fonts(&mut self, fonts: Fonts) {
        self.grid.fonts = fonts;
    }

    /// Notes a cell that holds an error.
    pub(super) fn push_broken(&mut self, row: u32, column: usize, error: Option<String>) {
        self.broken.push((row, column, error));
    }

    /// The sheet as read.
    pub(super) fn finish(mut self) -> Grid {
        self.decide();
        for (row, column, error) in self.broken {
            let heading = self.grid.position(column);
            if self.grid.heading_row.is_none_or(|first| row >= first) {
                self.grid.broken.push(BrokenCell { row, heading, error });
            }
        }
        self.grid
    }

    fn decide(&mut self) {
        let rows = self.waiting.take().unwrap_or_default();
        let Some(header) = find(&rows, self.known) else { return };
        let mut rows = rows.into_iter().peekable();
        self.grid.titles = rows.by_ref().take(header.rows.start).collect();
        self.grid.push_headings(header.headings);
        for row in rows.by_ref().take(header.rows.len()) {
            self.grid.heading_rows.push(row.number);
            let cells = self.grid.under_headings(&row.cells);
            self.grid.heading_cells.push(cells);
        }
        self.grid.heading_row = self.grid.heading_rows.first().copied();
        if let Some(row) = rows.next_if(|_| header.is_numbered) {
            self.grid.numbering_row = Some(row.number);
            self.grid.numbering_cells = self.grid.under_headings(&row.cells);
        }
        for row in rows {
            self.grid.push_row(row.number, row.cells.iter().map(|(column, text)| (*column, text.as_str())));
        }
    }
}

impl Grid {
    fn push_headings(&mut self, headings: BTreeMap<usize, String>) {
        for (column, heading) in headings {
            self.positions.resize(column + 1, None);
            if let Some(position) = self.positions.get_mut(column) {
                *position = Some(self.headings.len());
            }
            self.headings.push(heading);
        }
    }

    fn push_row<'c>(&mut self, number: u32, cells: impl Iterator<Item = (usize, &'c str)>) {
        let mut row = vec![String::new(); self.headings.len()];
        let (mut is_blank, mut holds_something) = (true, false);
        for (column, text) in cells {
            let text = cleaned(text, &mut self.marked);
            if text.is_empty() {
                continue;
            }
            if let Some(cell) = self.position(column).and_then(|position| row.get_mut(position)) {
                text.as_ref().clone_into(cell);
                is_blank = false;
            } else {
                *self.unheaded.entry(count(column + 1)).or_default() += 1;
                holds_something = true;
            }
        }
        if !is_blank {
            self.rows.push(RawRow { number, cells: row });
        } else if holds_something {
            self.lone.push(number);
        }
    }

    /// The cells of a row that stand under headings, in their order.
    fn under_headings(&self, cells: &BTreeMap<usize, String>) -> Vec<String> {
        let mut row = vec![String::new(); self.headings.len()];
        for (&column, text) in cells {
            if let Some(cell) = self.position(column).and_then(|position| row.get_mut(position)) {
                text.clone_into(cell);
            }
        }
        row
    }

    /// Position of the heading over a column of the sheet.
    pub(super) fn position(&self, column: usize) -> Option<usize> {
        self.positions.get(column).copied().flatten()
    }
}

/// A cleaned cell; one that had marks which nobody sees is counted.
fn cleaned<'t>(text: &'t str, marked: &mut u32) -> Cow<'t, str> {
    let cleaned = clean(text);
    *marked += u32::from(cleaned != text && has_hidden_marks(text));
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::raw::TableName;
    use crate::domain::settings::Settings;

    fn grid(rows: &[&[&str]]) -> Grid {
        let known = Headings::of(TableName::Areas, &Settings::default());
        let mut reader = GridReader::new(&known);
        for (number, row) in (1..).zip(rows) {
            reader.push(number, row.iter().copied().enumerate());
        }
        reader.finish()
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
        assert_eq!((grid.rows.len(), &*grid.lone), (1, &[3][..]));
        assert_eq!(grid.rows.first().unwrap().cells, ["1", "a"]);
    }
}
