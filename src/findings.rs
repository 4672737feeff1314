//! What is wrong with the input, where, and what to do. A finding carries a code and facts; its sentences live in
//! the message catalogue (`find-e301-cause`, `find-e301-action`), so it reads in every language.
//! It never carries personal data, and it never decides whether to stop: the caller asks [`Findings::has_errors`].

use serde::Serialize;
use std::collections::BTreeSet;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Work goes on; people are told.
    Warning,
}

/// Where something stands: file, sheet, row and column as a person counts them in the file (rows from 1, the
/// heading row included).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Place {
    /// File name relative to the scenario folder.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row or line, from 1.
    pub row: Option<u32>,
    /// Heading of the column, as it stands in the file.
    pub column: Option<String>,
}

impl Place {
    /// The row as a finding that stands at `other` names it: its number, and its file where that is another one.
    pub fn row_beside(&self, other: &Self) -> String {
        let row = self.row.unwrap_or(0);
        if (&self.file, &self.sheet) == (&other.file, &other.sheet) {
            return row.to_string();
        }
        let sheet = self.sheet.as_ref().map(|sheet| format!("#{sheet}")).unwrap_or_default();
        format!("{}{sheet}:{row}", self.file)
    }
}

/// One thing to know about the input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Error or warning.
    pub severity: Severity,
    /// `E…` or `W…`: `1xx` shape of folder and tables, `2xx` values, `3xx` references, `4xx` contradictions,
    /// `5xx` earlier runs.
    pub code: &'static str,
    /// Where it is.
    pub place: Place,
    /// Facts that the sentences name: `found`, `expected`, `nearest`, `count`, ids. Never personal data.
    pub facts: Vec<(&'static str, String)>,
}

impl Finding {
    /// An error or, for a `W` code, a warning; facts are added with [`Finding::with`].
    pub fn new(code: &'static str, place: Place) -> Self {
        let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
        // Where headings are missing, a row of data stands in their place.
        let place = Place { column: place.column.map(without_identity), ..place };
        Self { severity, code, place, facts: Vec::new() }
    }

    /// Adds a fact that the sentence of this code names.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over counts and ids as they come")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.push((name, without_identity(shortened(value.to_string()))));
        self
    }
}

/// What stands for the number of a person.
pub const HIDDEN: &str = "•••";
/// Digits of an identity number; the first is 0.
const IDENTITY_DIGITS: usize = 12;

/// A text without identity numbers, in whatever cell they were written: 12 digits from 0, in one or in groups of three.
fn without_identity(text: String) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    // No digit follows, neither does a point with one stand before: that would be a fraction.
    let is_number = |at: usize, end: usize| {
        let is_inside =
            at > 0 && (digit(at - 1) || at > 1 && matches!(bytes.get(at - 1), Some(b'.' | b',')) && digit(at - 2));
        bytes.get(at) == Some(&b'0') && !is_inside && !digit(end)
    };
    let length = |at: usize| {
        let is_whole = (at..at + IDENTITY_DIGITS).all(digit);
        let is_grouped = || {
            let separator = bytes.get(at + 3).filter(|byte| matches!(byte, b' ' | b'.' | b'-'));
            let is_part = |offset: usize| {
                if offset % 4 == 3 { bytes.get(at + offset) == separator } else { digit(at + offset) }
            };
            separator.is_some() && (0..IDENTITY_DIGITS + 3).all(is_part)
        };
        let length = if is_whole { Some(IDENTITY_DIGITS) } else { is_grouped().then_some(IDENTITY_DIGITS + 3) };
        length.filter(|length| is_number(at, at + length))
    };
    let Some((at, length)) = (0..bytes.len()).find_map(|at| Some((at, length(at)?))) else { return text };
    let (before, rest) = text.split_at(at);
    let rest = rest.get(length..).unwrap_or_default();
    format!("{before}{HIDDEN}{}", without_identity(rest.to_owned()))
}

/// A text whose end is cut off where nobody would read it.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_FACT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Letters of a fact: more than any list of ours, less than a cell that somebody pasted a whole text into.
const LONGEST_FACT: usize = 2_000;

/// All findings of a scenario, errors first, then by place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Of the findings of `code` from position `start` on, keeps the first of each `found`.
    pub fn keep_first(&mut self, start: usize, code: &str) {
        let mut told: BTreeSet<Option<String>> = BTreeSet::new();
        let mut position = 0;
        self.0.retain(|finding| {
            position += 1;
            let found = finding.facts.iter().find(|(key, _)| *key == "found").map(|(_, found)| found.clone());
            position <= start || finding.code != code || told.insert(found)
        });
    }

    /// Whether any finding forbids going on.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The same findings, errors first, then by code and place.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort();
        self
    }

    /// The findings in their present order.
    pub fn as_slice(&self) -> &[Finding] {
        &self.0
    }
}

/// The candidate nearest to `word` (Damerau–Levenshtein, case and accents included), if any is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .min_by(|(one, name), (other, other_name)| other.total_cmp(one).then_with(|| name.cmp(other_name)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names_the_likeliest_word_and_no_far_one() {
        assert_eq!(nearest("purpos", ["purposes", "packages", "areas"]), Some("purposes"));
        assert_eq!(nearest("zzz", ["purposes", "packages"]), None);
    }

    #[test]
    fn a_finding_never_holds_the_identity_number_of_a_person() {
        for (text, told) in [
            ("012070000001", "•••"),
            ("CCCD:012070000001 · x012.070.000.002", "CCCD:••• · x•••"),
            ("012 070 000 003;012085000002.0", "•••;•••.0"),
            ("130000000000", "130000000000"),
            ("0120700000011", "0120700000011"),
            ("0.083333333333", "0.083333333333"),
            ("HB-05065-0001 · 03001", "HB-05065-0001 · 03001"),
        ] {
            let place = Place { column: Some(text.to_owned()), ..Place::default() };
            let finding = Finding::new("E303", place).with("found", text);
            assert_eq!(finding.facts, [("found", told.to_owned())]);
            assert_eq!(finding.place.column.as_deref(), Some(told));
        }
    }

    #[test]
    fn errors_stand_first() {
        let mut findings = Findings::default();
        findings.push(Finding::new("W101", Place::default()));
        assert!(!findings.has_errors());
        findings.push(Finding::new("E101", Place::default()));
        assert!(findings.has_errors());
        assert_eq!(findings.sorted().as_slice().first().map(|finding| finding.code), Some("E101"));
    }
}
