//! Rows and cells of a written table, as words, whole numbers and decimals.

use std::path::Path;

use crate::verify::report::Report;

/// A file, line or cell that cannot be read.
pub(in crate::verify) fn unreadable(report: &mut Report, file: &str, line: usize, column: &str) {
    report.add("unreadable", file, &[("file", &file), ("line", &line), ("column", &column)]);
}

/// Reads one table; stops at a heading that page 4 does not have.
pub(super) fn table<T>(
    run: &Path,
    (file, columns): (&'static str, &'static [&'static str]),
    report: &mut Report,
    read: impl Fn(&mut Cells<'_>) -> T,
) -> Vec<T> {
    let opened = csv::ReaderBuilder::new().has_headers(false).from_path(run.join(file));
    let Ok(mut reader) = opened else {
        unreadable(report, file, 0, "");
        return Vec::new();
    };
    let mut records = reader.records();
    let heading = records.next().and_then(Result::ok).unwrap_or_default();
    if !heading.iter().eq(columns.iter().copied()) {
        let written = heading.iter().collect::<Vec<_>>().join(",");
        let expected = columns.join(",");
        report.add("columns", file, &[("file", &file), ("written", &written), ("expected", &expected)]);
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (position, record) in records.enumerate() {
        let line = position + 2;
        match record {
            Ok(record) => {
                let mut cells = Cells { file, columns, line, record: &record, at: 0, report: &mut *report };
                rows.push(read(&mut cells));
            }
            Err(_) => unreadable(report, file, line, ""),
        }
    }
    rows
}

/// The cells of one row, taken from left to right.
pub(super) struct Cells<'a> {
    file: &'static str,
    columns: &'static [&'static str],
    line: usize,
    record: &'a csv::StringRecord,
    at: usize,
    report: &'a mut Report,
}

impl<'a> Cells<'a> {
    pub(super) fn next(&mut self) -> &'a str {
        self.at += 1;
        self.record.get(self.at - 1).unwrap_or_default()
    }

    /// The cell just taken is not what its column holds. The cell itself is not repeated: it may hold anything.
    pub(super) fn refuse(&mut self, rule: &'static str) {
        let column = self.columns.get(self.at - 1).copied().unwrap_or_default();
        self.report.add(rule, self.file, &[("file", &self.file), ("line", &self.line), ("column", &column)]);
    }

    pub(super) fn text(&mut self) -> String {
        let cell = self.next();
        if cell.starts_with(RUNS) {
            self.refuse("formula");
        }
        restored(cell).to_owned()
    }

    pub(super) fn whole(&mut self) -> i128 {
        let cell = self.next();
        self.number(cell)
    }

    pub(super) fn optional_whole(&mut self) -> Option<i128> {
        let cell = self.next();
        (!cell.is_empty()).then(|| self.number(cell))
    }

    /// Plain digits, at most those of 64 bits.
    pub(super) fn number(&mut self, cell: &str) -> i128 {
        let parsed = cell.parse::<i64>().ok().filter(|_| !cell.starts_with('+'));
        let Some(number) = parsed else {
            self.refuse("unreadable");
            return 0;
        };
        i128::from(number)
    }

    pub(super) fn decimal(&mut self) -> f64 {
        let cell = self.next();
        self.fraction(cell)
    }

    pub(super) fn optional_decimal(&mut self) -> Option<f64> {
        let cell = self.next();
        (!cell.is_empty()).then(|| self.fraction(cell))
    }

    /// Never NaN and never infinite.
    pub(super) fn fraction(&mut self, cell: &str) -> f64 {
        cell.parse::<f64>().ok().filter(|number| number.is_finite()).unwrap_or_else(|| {
            self.refuse("unreadable");
            0.0
        })
    }

    pub(super) fn word(&mut self, words: &'static [&'static str]) -> &'static str {
        let cell = self.next();
        words.iter().find(|&&word| word == cell).copied().unwrap_or_else(|| {
            self.refuse("unreadable");
            ""
        })
    }
}

/// First characters that a spreadsheet takes for a formula.
pub(in crate::verify) const RUNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text before it was neutralised.
pub(in crate::verify) fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(RUNS)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apostrophe_before_a_formula_is_taken_away() {
        assert_eq!(restored("'=1+1"), "=1+1");
        assert_eq!(restored("'-x"), "-x");
        assert_eq!(restored("'Ea Kar"), "'Ea Kar");
        assert_eq!(restored("plain"), "plain");
    }
}
