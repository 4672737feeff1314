//! Headings that stand again where a page begins: left out only where every cell of them stands again.

use super::grid::Grid;
use super::text::fold;
use crate::domain::raw::RawRow;

/// Filled cells that headings must have before rows count as the same again: one cell may be data.
const LEAST_CELLS: usize = 2;

/// Takes the headings that stand again, with their row of column numbers, out of the rows; gives their numbers.
pub(super) fn take_out(grid: &mut Grid) -> Vec<u32> {
    let folded = |cells: &Vec<String>| cells.iter().map(|cell| fold(cell)).collect::<Vec<_>>();
    let headings: Vec<Vec<String>> = grid.heading_cells.iter().map(folded).collect();
    let numbering = folded(&grid.numbering_cells);
    let filled = headings.iter().flatten().filter(|cell| !cell.is_empty()).count();
    if filled < LEAST_CELLS {
        return Vec::new();
    }
    let mut repeated = Vec::new();
    let mut rest = grid.rows.as_slice();
    while !rest.is_empty() {
        let length = repeat_length(rest, &headings, &numbering);
        repeated.extend(rest.iter().take(length).map(|row| row.number));
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    grid.rows.retain(|row| repeated.binary_search(&row.number).is_err());
    repeated
}

/// How many of the next rows are the headings again; 0 where the first is data.
fn repeat_length(rows: &[RawRow], headings: &[Vec<String>], numbering: &[String]) -> usize {
    let is =
        |row: &RawRow, expected: &[String]| row.cells.iter().zip(expected).all(|(cell, other)| fold(cell) == *other);
    let Some(block) = rows.get(..headings.len()) else { return 0 };
    if !block.iter().zip(headings).all(|(row, expected)| is(row, expected)) {
        return 0;
    }
    let is_numbered = !numbering.is_empty() && rows.get(headings.len()).is_some_and(|row| is(row, numbering));
    headings.len() + usize::from(is_numbered)
}
