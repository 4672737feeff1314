//! A mixed-integer linear model with keys: columns and rows carry what they stand for, so no position leaves the
//! module that built it. Mathematics only: no donation, no solver.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Position of a column in its [`LinearModel`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub usize);

/// Position of a row in its [`LinearModel`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub usize);

/// A decision: `lower ≤ x ≤ upper`, whole if `is_integer`.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnData {
    /// Bounds, infinite where open.
    pub bounds: RangeInclusive<f64>,
    /// Whether only whole values are allowed.
    pub is_integer: bool,
}

/// A condition: `lower ≤ Σ coefficient × column ≤ upper`.
#[derive(Debug, Clone, PartialEq)]
pub struct RowData {
    /// Bounds, infinite where open.
    pub bounds: RangeInclusive<f64>,
    /// Coefficients, one a column at most.
    pub terms: Vec<(Column, f64)>,
}

/// Which way the objective goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// As large as possible.
    Maximize,
    /// As small as possible.
    Minimize,
}

/// Columns, rows, and no objective: the objective is given when it is solved, since stages share one model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinearModel {
    /// The decisions.
    pub columns: Vec<ColumnData>,
    /// The conditions.
    pub rows: Vec<RowData>,
}

impl LinearModel {
    /// Adds a continuous column.
    pub fn continuous(&mut self, bounds: RangeInclusive<f64>) -> Column {
        self.column(ColumnData { bounds, is_integer: false })
    }

    /// Adds a column that takes whole values.
    pub fn integer(&mut self, bounds: RangeInclusive<f64>) -> Column {
        self.column(ColumnData { bounds, is_integer: true })
    }

    /// Adds a row.
    pub fn row(&mut self, bounds: RangeInclusive<f64>, terms: Vec<(Column, f64)>) -> Row {
        self.rows.push(RowData { bounds, terms });
        Row(self.rows.len() - 1)
    }

    /// Replaces the bounds of a column.
    pub fn set_bounds(&mut self, column: Column, bounds: RangeInclusive<f64>) {
        if let Some(data) = self.columns.get_mut(column.0) {
            data.bounds = bounds;
        }
    }

    /// From now on only whole values of some columns are allowed.
    pub fn set_integers<'a>(&mut self, columns: impl IntoIterator<Item = &'a Column>) {
        for column in columns {
            if let Some(data) = self.columns.get_mut(column.0) {
                data.is_integer = true;
            }
        }
    }

    /// Fixes the whole columns that share no row with one that `point` leaves open (off a whole number by more than `noise`).
    pub fn settle_around(&mut self, point: &[f64], noise: f64) {
        let value = |column: Column| point.get(column.0).copied().unwrap_or(0.0);
        let is_open = |column: Column| {
            let is_integer = self.columns.get(column.0).is_some_and(|data| data.is_integer);
            is_integer && (value(column) - value(column).round()).abs() > noise
        };
        let open_rows = self.rows.iter().filter(|row| row.terms.iter().any(|&(column, _)| is_open(column)));
        let free: BTreeSet<Column> = open_rows.flat_map(|row| row.terms.iter().map(|&(column, _)| column)).collect();
        for (position, data) in self.columns.iter_mut().enumerate() {
            if data.is_integer && !free.contains(&Column(position)) {
                let value = value(Column(position)).round();
                data.bounds = value..=value;
            }
        }
    }

    /// Whether a point satisfies every row, but for `noise`.
    pub fn allows(&self, point: &[f64], noise: f64) -> bool {
        self.rows.iter().all(|row| {
            let sum: f64 = row.terms.iter().map(|(column, value)| value * point.get(column.0).unwrap_or(&0.0)).sum();
            (*row.bounds.start() - noise..=*row.bounds.end() + noise).contains(&sum)
        })
    }

    fn column(&mut self, data: ColumnData) -> Column {
        self.columns.push(data);
        Column(self.columns.len() - 1)
    }
}

/// A sum with one term a column, columns in order.
pub fn merged(mut terms: Vec<(Column, f64)>) -> Vec<(Column, f64)> {
    terms.sort_by_key(|&(column, _)| column);
    let mut merged: Vec<(Column, f64)> = Vec::new();
    for (column, coefficient) in terms {
        match merged.last_mut().filter(|(last, _)| *last == column) {
            Some((_, sum)) => *sum += coefficient,
            None => merged.push((column, coefficient)),
        }
    }
    merged
}

/// What a solver says at its end. A statement, not a fact: every plan is judged again by `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Proved best within the gap that was asked.
    Optimal,
    /// A limit ended the search with a point in hand.
    FeasibleAtLimit,
    /// No point satisfies the rows.
    Infeasible,
    /// The objective has no limit.
    Unbounded,
    /// One of the two; the solver did not say which.
    InfeasibleOrUnbounded,
    /// A limit ended the search before any point was found.
    LimitWithoutPoint,
    /// The solver gave up.
    NumericalTrouble,
}

/// A point with its duals.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// How the search ended.
    pub status: Status,
    /// Objective at the point.
    pub value: f64,
    /// What no point can beat, by the solver's word.
    pub bound: f64,
    /// Value of each column.
    pub columns: Vec<f64>,
    /// Reduced cost of each column (a linear program only).
    pub reduced_costs: Vec<f64>,
    /// Dual of each row (a linear program only).
    pub duals: Vec<f64>,
}

impl Status {
    /// Whether a limit ended the work: nothing is proved.
    pub const fn is_limit(self) -> bool {
        matches!(self, Self::FeasibleAtLimit | Self::LimitWithoutPoint)
    }

    /// Whether there is a point.
    pub const fn has_point(self) -> bool {
        matches!(self, Self::Optimal | Self::FeasibleAtLimit)
    }
}

impl Solution {
    /// The value of a column.
    pub fn value_of(&self, column: Column) -> f64 {
        self.columns.get(column.0).copied().unwrap_or(0.0)
    }

    /// The value of an objective at the point.
    pub fn value_at(&self, terms: &[(Column, f64)]) -> f64 {
        terms.iter().map(|&(column, value)| value * self.value_of(column)).sum()
    }
}
