//! What stands on a sheet: columns, lines, values and their exact totals. Knows no cell and no format.

use crate::units::Vnd;

/// A value to show.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Blank,
    /// Words.
    Text(String),
    /// A count.
    Count(u32),
    /// Units, perhaps a part of one.
    Units(f64),
    /// Đồng.
    Money(Vnd),
    /// The sum of this column over the lines of the group that this line opens.
    Subtotal,
}

/// A column of a table.
pub(super) struct Column {
    /// Ending of the message id `col-…`.
    pub(super) name: &'static str,
    /// Width in characters.
    pub(super) width: f64,
    /// Ending of the message id `group-…`: the heading that it shares with its neighbours.
    pub(super) group: Option<&'static str>,
}

/// A column with a heading of its own.
pub(super) const fn column(name: &'static str, width: f64) -> Column {
    Column { name, width, group: None }
}

/// A column below a heading that it shares with its neighbours.
pub(super) const fn shared(group: &'static str, name: &'static str, width: f64) -> Column {
    Column { name, width, group: Some(group) }
}

/// A line of a table.
pub(super) struct Line {
    /// Whether it opens a group: the lines up to the next one that does.
    pub(super) is_group: bool,
    /// As many as columns.
    pub(super) values: Vec<Value>,
}

impl Line {
    /// A line within a group, or of a table without groups.
    pub(super) const fn plain(values: Vec<Value>) -> Self {
        Self { is_group: false, values }
    }

    /// A line that opens a group.
    pub(super) const fn group(values: Vec<Value>) -> Self {
        Self { is_group: true, values }
    }
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    Upright,
    Across,
}

/// A table to print.
pub(super) struct Sheet {
    /// Ending of the message ids `sheet-…` and `title-…`.
    pub(super) name: &'static str,
    pub(super) paper: Paper,
    pub(super) columns: Vec<Column>,
    pub(super) lines: Vec<Line>,
    /// Columns with a total.
    pub(super) totals: &'static [usize],
    /// The column whose total is also written in words.
    pub(super) spoken: Option<usize>,
    /// A sentence below the table.
    pub(super) note: Option<String>,
}

impl Sheet {
    /// The exact total of a column of money or counts.
    pub(super) fn total(&self, position: usize) -> Vnd {
        total(&self.lines, position)
    }

    /// The lines of the group that the line at `start` opens.
    pub(super) fn members(&self, start: usize) -> &[Line] {
        let after = self.lines.get(start + 1..).unwrap_or_default();
        let end = after.iter().position(|line| line.is_group).unwrap_or(after.len());
        after.get(..end).unwrap_or_default()
    }
}

/// The exact sum of a column of money or counts over some lines; sums of groups are not counted again.
pub(super) fn total(lines: &[Line], position: usize) -> Vnd {
    let amount = |line: &Line| match line.values.get(position) {
        Some(Value::Money(amount)) => *amount,
        Some(Value::Count(count)) => Vnd::new(i64::from(*count)),
        _ => Vnd::ZERO,
    };
    lines.iter().map(amount).sum()
}
