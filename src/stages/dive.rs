//! A dive through the relaxation: what rules count by household is decided first, so that the search of units starts where
//! such rules hold.

use super::StageError;
use super::search::Program;
use crate::linear::{Column, ColumnData, Solution, Status};
use crate::solver::Limits;
use crate::tolerance;

/// How many times a dive decides more at most.
const DIVES: usize = 60;

/// Steps of the simplex method for each of them: where a decision makes the program hard, it is not worth it.
const DIVE_ITERATIONS: i32 = 5_000;

impl Program {
    /// The relaxation's best point whose counts by household are whole: those that it leaves open are decided a quarter at
    /// a time, the largest first, upwards where that leaves a point. `None`: the relaxation has nothing to decide, or no
    /// such point was found. The program stays as it was.
    pub(super) fn dive(&mut self, counted: &[Column], relaxed: &Solution) -> Result<Option<Solution>, StageError> {
        let mut decided = Vec::new();
        let found = self.dive_deeper(counted, relaxed, &mut decided);
        for column in decided {
            let bounds = self.linear.columns.get(column.0).map_or(0.0..=0.0, |data: &ColumnData| data.bounds.clone());
            self.relaxed.set_bounds(column, bounds);
        }
        found
    }

    fn dive_deeper(
        &mut self,
        counted: &[Column],
        relaxed: &Solution,
        decided: &mut Vec<Column>,
    ) -> Result<Option<Solution>, StageError> {
        let mut last = None;
        for _ in 0..DIVES {
            let point = last.as_ref().unwrap_or(relaxed);
            let is_open = |column: &&Column| {
                (point.value_of(**column) - point.value_of(**column).round()).abs() > tolerance::INTEGER
            };
            let mut open: Vec<Column> = counted.iter().filter(is_open).copied().collect();
            if open.is_empty() {
                return Ok(last);
            }
            open.sort_by(|&one, &other| point.value_of(other).total_cmp(&point.value_of(one)).then(one.cmp(&other)));
            open.truncate(open.len().div_ceil(4));
            decided.extend(&open);
            for value in [1.0, 0.0] {
                for &column in &open {
                    self.relaxed.set_bounds(column, value..=value);
                }
                let limits = Limits { iterations: DIVE_ITERATIONS, ..Limits::within(self.deadline.seconds()) };
                let solution = self.relaxed.solve(limits)?;
                if solution.status.is_limit() {
                    return Ok(None);
                }
                last = Some(solution).filter(|solution| solution.status == Status::Optimal);
                if last.is_some() {
                    break;
                }
            }
            if last.is_none() {
                return Ok(None);
            }
        }
        Ok(None)
    }
}
