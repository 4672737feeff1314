//! A table of a page: columns of equal length. Words are kept once and named by position, so that thirty thousand rows
//! stay small.

use std::collections::BTreeMap;

use serde::Serialize;

use super::said::Said;
use crate::units::Vnd;

/// A table that the reader sorts, filters and searches.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    id: String,
    caption: Said,
    columns: Vec<Column>,
    rows: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<Opens>,
    /// What stands for a figure that is not shown; nothing where a missing figure is a blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<&'static str>,
}

/// What a row opens: other tables, filtered by the values that the row has in the columns of the same keys.
#[derive(Debug, Clone, Serialize)]
struct Opens {
    tables: Vec<&'static str>,
    by: Vec<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
struct Column {
    key: &'static str,
    heading: Said,
    kind: Kind,
    #[serde(flatten)]
    cells: Cells,
}

/// How a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    Money,
    Number,
    Share,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Cells {
    Words { words: Vec<Said>, at: Vec<Option<usize>> },
    Whole { numbers: Vec<Option<i64>> },
    Decimal { numbers: Vec<Option<f64>> },
}

impl Table {
    /// A table without columns; `id` is unique on its page.
    pub fn new(id: impl Into<String>, caption: Said) -> Self {
        Self { id: id.into(), caption, columns: Vec::new(), rows: 0, opens: None, withheld: None }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How many rows it has.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Lets a row open `tables`, filtered by what the row has in the columns `by` (keys that all of them have); the
    /// reader is led to the first.
    #[must_use]
    pub fn opening(mut self, tables: &[&'static str], by: &[&'static str]) -> Self {
        self.opens = Some(Opens { tables: tables.to_vec(), by: by.to_vec() });
        self
    }

    /// Puts `mark` where a figure is missing.
    #[must_use]
    pub const fn withholding(mut self, mark: &'static str) -> Self {
        self.withheld = Some(mark);
        self
    }

    /// A column of words; blanks are `None`.
    #[must_use]
    pub fn words(self, key: &'static str, heading: Said, cells: impl IntoIterator<Item = Option<Said>>) -> Self {
        let mut known: BTreeMap<Said, usize> = BTreeMap::new();
        let mut words = Vec::new();
        let mut at = Vec::new();
        for cell in cells {
            at.push(cell.map(|word| {
                *known.entry(word).or_insert_with_key(|word| {
                    words.push(word.clone());
                    words.len() - 1
                })
            }));
        }
        self.with(key, heading, Kind::Text, Cells::Words { words, at })
    }

    /// A column of texts from the data; an empty text is a blank.
    #[must_use]
    pub fn texts<'a>(self, key: &'static str, heading: Said, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let cells = cells.into_iter().map(|cell| (!cell.is_empty()).then(|| Said::data(cell)));
        self.words(key, heading, cells)
    }

    /// A column of đồng.
    #[must_use]
    pub fn money(self, key: &'static str, heading: Said, cells: impl IntoIterator<Item = Option<Vnd>>) -> Self {
        let numbers: Vec<_> = cells.into_iter().map(|cell| cell.map(Vnd::dong)).collect();
        self.with(key, heading, Kind::Money, Cells::Whole { numbers })
    }

    /// A column of whole numbers.
    #[must_use]
    pub fn whole(self, key: &'static str, heading: Said, cells: impl IntoIterator<Item = Option<i64>>) -> Self {
        let numbers: Vec<_> = cells.into_iter().collect();
        self.with(key, heading, Kind::Number, Cells::Whole { numbers })
    }

    /// A column of decimals.
    #[must_use]
    pub fn decimal(self, key: &'static str, heading: Said, cells: impl IntoIterator<Item = Option<f64>>) -> Self {
        let numbers: Vec<_> = cells.into_iter().collect();
        self.with(key, heading, Kind::Number, Cells::Decimal { numbers })
    }

    /// A column of shares 0..1, written as percent.
    #[must_use]
    pub fn share(self, key: &'static str, heading: Said, cells: impl IntoIterator<Item = Option<f64>>) -> Self {
        let numbers: Vec<_> = cells.into_iter().collect();
        self.with(key, heading, Kind::Share, Cells::Decimal { numbers })
    }

    fn with(mut self, key: &'static str, heading: Said, kind: Kind, cells: Cells) -> Self {
        let rows = cells.len();
        assert!(self.columns.is_empty() || rows == self.rows, "the columns of a table are of equal length");
        self.rows = rows;
        self.columns.push(Column { key, heading, kind, cells });
        self
    }
}

impl Cells {
    const fn len(&self) -> usize {
        match self {
            Self::Words { at, .. } => at.len(),
            Self::Whole { numbers } => numbers.len(),
            Self::Decimal { numbers } => numbers.len(),
        }
    }
}
