//! Cells of a sheet that run over several rows: what says where or of which kind something is holds for all of them.
//! Money, counts and ids are never taken to the rows below: there one figure may be that of all rows together.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::headings::Headings;

/// Columns whose merged cells hold for each of their rows.
const SHARED: [&str; 10] =
    ["area", "class", "parent", "level", "setting", "purpose", "package", "source", "status", "kind"];

/// Gives the rows below the first of a merged cell its text; position of the heading → rows that took it.
pub(super) fn fill(grid: &mut Grid, known: &Headings) -> BTreeMap<usize, Vec<u32>> {
    let mut filled: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    // Cells do not overlap, whatever a file says.
    let mut ends: BTreeMap<usize, u32> = BTreeMap::new();
    for (first, last, column) in std::mem::take(&mut grid.tall) {
        let Some(position) = grid.position(column) else { continue };
        let key = grid.headings.get(position).and_then(|heading| known.key(heading));
        let is_beyond = ends.get(&position).is_none_or(|end| first > *end);
        if !is_beyond || !key.is_some_and(|key| SHARED.contains(&key)) {
            continue;
        }
        ends.insert(position, last);
        let from = grid.rows.partition_point(|row| row.number < first);
        let mut rows = grid.rows.iter_mut().skip(from).take_while(|row| row.number <= last);
        let Some(top) = rows.next().filter(|row| row.number == first) else { continue };
        let text = top.cells.get(position).cloned().unwrap_or_default();
        for row in rows {
            if let Some(cell) = row.cells.get_mut(position).filter(|cell| cell.is_empty() && !text.is_empty()) {
                text.clone_into(cell);
                filled.entry(position).or_default().push(row.number);
            }
        }
    }
    filled
}
