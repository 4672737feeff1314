//! Typed access to a TOML document that remembers lines: every wrong or unknown key becomes a finding, and reading
//! goes on. Knows TOML and findings, but no setting.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use super::text::line_of;
use crate::findings::{Finding, Findings, Place, nearest};
use crate::units::Share;

/// Stands where nothing is near enough to be meant.
pub(super) const NOTHING: &str = "—";

/// A TOML text and what was found wrong in it.
pub(super) struct Document<'d> {
    /// Name relative to the scenario folder.
    pub(super) file: &'d str,
    /// Every key that has one place only, with the sections that lead to it: where a key stands in the wrong section.
    pub(super) keys: &'static [&'static str],
    /// All of it.
    pub(super) text: &'d str,
    /// So far.
    pub(super) findings: RefCell<Findings>,
}

impl Document<'_> {
    /// The line on which a byte stands.
    pub(super) fn place(&self, offset: usize) -> Place {
        let row = Some(line_of(self.text.as_bytes(), offset));
        Place { file: self.file.to_owned(), row, ..Place::default() }
    }

    /// Adds one finding.
    pub(super) fn push(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }
}

/// A TOML table whose keys are all known beforehand.
pub(super) struct Section<'d> {
    document: &'d Document<'d>,
    path: String,
    offset: usize,
    table: &'d DeTable<'d>,
    known: Vec<&'static str>,
}

impl<'d> Section<'d> {
    /// The whole document as a section.
    pub(super) fn root(document: &'d Document<'d>, table: &'d DeTable<'d>) -> Self {
        Self { document, path: String::new(), offset: 0, table, known: Vec::new() }
    }

    /// The value of a key, if it is there; from now on the key is known.
    pub(super) fn entry(&mut self, key: &'static str) -> Option<Entry<'d>> {
        self.known.push(key);
        let (_, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Entry { document: self.document, path: join(&self.path, key), value })
    }

    /// The value of a key that must be there.
    pub(super) fn required(&mut self, key: &'static str) -> Option<Entry<'d>> {
        let entry = self.entry(key);
        if entry.is_none() {
            let place = self.document.place(self.offset);
            self.document.push(Finding::new("E155", place).with("key", join(&self.path, key)));
        }
        entry
    }

    /// Reads the table under a key, if it is there.
    pub(super) fn within(&mut self, key: &'static str, read: impl FnOnce(&mut Section<'d>)) {
        if let Some(mut section) = self.entry(key).and_then(|entry| entry.section()) {
            read(&mut section);
            section.finish();
        }
    }

    /// Makes keys known without reading them.
    pub(super) fn know(&mut self, keys: &[&'static str]) {
        self.known.extend_from_slice(keys);
    }

    /// Names every key that nobody asked for.
    pub(super) fn finish(self) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !self.known.contains(&name) {
                report_unknown(self.document, &self.path, (name, key.span().start), &self.known);
            }
        }
    }
}

/// A key that is not among the known ones.
fn report_unknown(document: &Document, path: &str, (key, offset): (&str, usize), known: &[&str]) {
    let is_same = |full: &&&str| full.rsplit('.').next() == Some(key);
    let elsewhere = || document.keys.iter().find(is_same).copied();
    let near = nearest(key, known.iter().copied()).or_else(elsewhere);
    document.push(
        Finding::new("E151", document.place(offset))
            .with("key", join(path, key))
            .with("nearest", near.unwrap_or(NOTHING))
            .with("expected", known.join(" · ")),
    );
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A value with its key and line.
pub(super) struct Entry<'d> {
    document: &'d Document<'d>,
    path: String,
    value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Entry<'d> {
    /// Reports the value under `code`; `expected` is how it could look.
    pub(super) fn refuse<T>(&self, code: &'static str, expected: &str) -> Option<T> {
        self.document.push(self.finding(code).with("expected", expected));
        None
    }

    /// Whether the value is a text without a word in it.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::String(text) if text.trim().is_empty())
    }

    /// A finding at this value, with the facts `key` and `found`.
    pub(super) fn finding(&self, code: &'static str) -> Finding {
        let span = self.value.span();
        let found: String = self.document.text.get(span.clone()).unwrap_or_default().chars().take(60).collect();
        Finding::new(code, self.document.place(span.start)).with("key", &self.path).with("found", found)
    }

    /// Adds a finding.
    pub(super) fn push(&self, finding: Finding) {
        self.document.push(finding);
    }

    /// A text that says something.
    pub(super) fn text(&self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.clone().into_owned()),
            _ => self.refuse("E152", r#""…""#),
        }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let DeValue::String(text) = self.value.get_ref() else {
            return self.refuse("E152", &format!("\"{}\"", names.join("\" · \"")));
        };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| word == text) {
            return Some(*meaning);
        }
        let near = nearest(text, names.iter().copied()).unwrap_or(NOTHING);
        self.push(self.finding("E153").with("expected", names.join(" · ")).with("nearest", near));
        None
    }

    /// A whole number of a range.
    pub(super) fn whole(&self, range: RangeInclusive<i64>) -> Option<i64> {
        let DeValue::Integer(number) = self.value.get_ref() else {
            return self.refuse("E152", "1");
        };
        let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => self.refuse("E154", &format!("{} … {}", range.start(), range.end())),
        }
    }

    /// A finite number of at least 0, or a percentage such as `"80%"`.
    pub(super) fn amount(&self) -> Option<f64> {
        match self.decimal()? {
            number if number.is_finite() && number >= 0.0 => Some(number + 0.0),
            _ => self.refuse("E154", "≥ 0"),
        }
    }

    /// A finite number above 0.
    pub(super) fn positive(&self) -> Option<f64> {
        match self.decimal()? {
            number if number.is_finite() && number > 0.0 => Some(number),
            _ => self.refuse("E154", "> 0"),
        }
    }

    /// A share 0..1, as a number or a percentage such as `"80%"`.
    pub(super) fn share(&self) -> Option<f64> {
        match self.decimal()? {
            number if (0.0..=1.0).contains(&number) => Some(number + 0.0),
            _ => self.refuse("E154", "0 … 1"),
        }
    }

    /// Any number, infinite and NaN included.
    fn decimal(&self) -> Option<f64> {
        match self.value.get_ref() {
            DeValue::Float(number) => Some(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Integer(number) => {
                let number = i128::from_str_radix(number.as_str(), number.radix()).ok();
                Some(number.and_then(|number| number.to_string().parse().ok()).unwrap_or(f64::INFINITY))
            }
            DeValue::String(text) => {
                let number = Share::parse(text).ok().map(Share::to_f64).or_else(|| percentage(text));
                number.or_else(|| self.refuse("E152", r#"0.8, "80%""#))
            }
            _ => self.refuse("E152", "0.8"),
        }
    }

    /// A calendar date: a TOML date, or a text in ISO form.
    pub(super) fn date(&self) -> Option<String> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Datetime(date) => date.to_string(),
            _ => return self.refuse("E152", r#""2026-12-31""#),
        };
        match text.parse::<jiff::civil::Date>() {
            Ok(date) if date.to_string() == text => Some(text),
            _ => self.refuse("E152", r#""2026-12-31""#),
        }
    }

    /// The table under this key.
    pub(super) fn section(&self) -> Option<Section<'d>> {
        let DeValue::Table(table) = self.value.get_ref() else {
            return self.refuse("E152", &format!("[{}]", self.path));
        };
        let offset = self.value.span().start;
        Some(Section { document: self.document, path: self.path.clone(), offset, table, known: Vec::new() })
    }

    /// The tables of a list of tables (`[[rule]]`), each with its place in the list.
    pub(super) fn sections(&self) -> Vec<(Section<'d>, Entry<'d>)> {
        let DeValue::Array(list) = self.value.get_ref() else {
            return self.refuse("E152", &format!("[[{}]]", self.path)).unwrap_or_default();
        };
        let item = |(position, value)| Entry { path: format!("{}[{}]", self.path, position + 1), value, ..*self };
        list.iter().enumerate().map(item).filter_map(|entry| Some((entry.section()?, entry))).collect()
    }

    /// The values of a list.
    pub(super) fn list(&self) -> Option<Vec<Entry<'d>>> {
        let DeValue::Array(list) = self.value.get_ref() else {
            return self.refuse("E152", r#"["…", "…"]"#);
        };
        Some(list.iter().map(|value| Entry { path: self.path.clone(), value, ..*self }).collect())
    }

    /// A table whose keys are words of the person, each value read by `read`.
    pub(super) fn map<T>(&self, read: impl Fn(&Entry<'d>) -> Option<T>) -> Option<BTreeMap<String, T>> {
        let DeValue::Table(table) = self.value.get_ref() else {
            return self.refuse("E152", &format!("[{}]", self.path));
        };
        let entry = |key: &str, value| Entry { path: join(&self.path, key), value, ..*self };
        let pair = |(key, value): (&Spanned<_>, _)| {
            let key: &std::borrow::Cow<str> = key.get_ref();
            Some((key.clone().into_owned(), read(&entry(key, value))?))
        };
        Some(table.iter().filter_map(pair).collect())
    }

    /// As [`Entry::map`], where the keys must be among `known`.
    pub(super) fn known_map<T>(
        &self,
        known: &[&str],
        read: impl Fn(&Entry<'d>) -> Option<T>,
    ) -> Option<BTreeMap<String, T>> {
        if let DeValue::Table(table) = self.value.get_ref() {
            for (key, _) in table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
                report_unknown(self.document, &self.path, (key.get_ref(), key.span().start), known);
            }
        }
        let mut map = self.map(read)?;
        map.retain(|key, _| known.contains(&key.as_str()));
        Some(map)
    }

    /// Its line.
    pub(super) fn place(&self) -> Place {
        self.document.place(self.value.span().start)
    }

    /// The keys that lead to it, with dots.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The value as it stands; numbers that no number can hold are findings.
    pub(super) fn plain(&self) -> Option<Value> {
        let within = |value| Entry { path: self.path.clone(), value, ..*self };
        Some(match self.value.get_ref() {
            DeValue::String(text) => Value::String(text.clone().into_owned()),
            DeValue::Integer(_) => Value::Integer(self.whole(i64::MIN..=i64::MAX)?),
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) if f64::is_finite(number) => Value::Float(number),
                _ => return self.refuse("E154", "0 … 1e308"),
            },
            DeValue::Boolean(flag) => Value::Boolean(*flag),
            DeValue::Datetime(date) => Value::Datetime(*date),
            DeValue::Array(list) => Value::Array(list.iter().filter_map(|value| within(value).plain()).collect()),
            DeValue::Table(_) => Value::Table(self.plain_table()?),
        })
    }

    /// The table as it stands.
    pub(super) fn plain_table(&self) -> Option<toml::Table> {
        let DeValue::Table(table) = self.value.get_ref() else {
            return self.refuse("E152", &format!("[{}]", self.path));
        };
        let value = |key: &str, value| Entry { path: join(&self.path, key), value, ..*self }.plain();
        Some(
            table
                .iter()
                .filter_map(|(key, item)| Some((key.get_ref().to_string(), value(key.get_ref(), item)?)))
                .collect(),
        )
    }
}

/// A percentage that is no share (`180%`), for the finding that says so and for weights above 1.
fn percentage(text: &str) -> Option<f64> {
    let number = text.trim().strip_suffix('%')?.trim().replace(',', ".");
    number.parse::<f64>().ok().map(|percent| percent / 100.0)
}
