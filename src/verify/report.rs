//! Where violations are gathered, and how a written figure is held against the one derived anew.
//! Refuses to judge: the caller says which rule a difference breaks.

use super::Violation;
use super::exact::near;

/// All violations found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    found: Vec<Violation>,
}

impl Report {
    /// Adds one.
    pub(super) fn add(&mut self, rule: &'static str, file: &str, facts: &[(&'static str, &dyn ToString)]) {
        debug_assert!(super::RULES.contains(&rule), "{rule} is not documented");
        let facts = facts.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.found.push(Violation { rule, file: file.to_owned(), facts });
    }

    /// Adds what another report found.
    pub(super) fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// Whether nothing is broken so far.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything that is broken, in the order of the checks.
    pub(super) fn violations(self) -> Vec<Violation> {
        self.found
    }

    /// Compares the figures of one row; differences break `rule`.
    pub(super) fn row<'a>(&'a mut self, rule: &'static str, file: &'static str, ids: &'a [&'a str]) -> Row<'a> {
        Row { report: self, rule, file, ids }
    }
}

/// One row of a table under comparison.
pub(super) struct Row<'a> {
    report: &'a mut Report,
    rule: &'static str,
    file: &'static str,
    ids: &'a [&'a str],
}

impl Row<'_> {
    /// A difference in `column`.
    pub(super) fn differs(&mut self, column: &'static str, written: &dyn ToString, expected: &dyn ToString) {
        let row = self.ids.join(" · ");
        let facts: [(&'static str, &dyn ToString); 4] =
            [("row", &row), ("column", &column), ("written", written), ("expected", expected)];
        self.report.add(self.rule, self.file, &facts);
    }

    /// A text that must be the same.
    pub(super) fn text(&mut self, column: &'static str, written: &str, expected: &str) {
        if written != expected {
            self.differs(column, &written, &expected);
        }
    }

    /// A name that must be the same; the sentence does not repeat it.
    pub(super) fn name(&mut self, column: &'static str, written: &str, expected: &str) {
        if written != expected {
            self.differs(column, &"…", &"…");
        }
    }

    /// A whole number that must be the same.
    pub(super) fn whole(&mut self, column: &'static str, written: i128, expected: i128) {
        if written != expected {
            self.differs(column, &written, &expected);
        }
    }

    /// A whole number, or a blank, that must be the same.
    pub(super) fn optional_whole(&mut self, column: &'static str, written: Option<i128>, expected: Option<i128>) {
        if written != expected {
            self.differs(column, &shown(written), &shown(expected));
        }
    }

    /// A decimal that must be the same but for rounding.
    pub(super) fn decimal(&mut self, column: &'static str, written: f64, expected: f64) {
        if !near(written, expected, 0.0) {
            self.differs(column, &written, &expected);
        }
    }

    /// A decimal, or a blank, that must be the same but for rounding.
    pub(super) fn optional_decimal(&mut self, column: &'static str, written: Option<f64>, expected: Option<f64>) {
        let same = match (written, expected) {
            (Some(written), Some(expected)) => near(written, expected, 0.0),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.differs(column, &shown(written), &shown(expected));
        }
    }
}

/// A blank is shown as a dash.
fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}
