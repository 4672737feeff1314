//! One id as a spreadsheet may have spoilt it, beside the ids of the tables that it may stand in.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::even_tones;

/// What an id turned out to be.
pub(super) enum Reading {
    /// As it stands.
    Same,
    /// No id of these tables.
    Unknown,
    /// Another spelling of this id; the code tells how it differs.
    Meant(&'static str, String),
    /// One of two.
    Either(String, String),
    /// A number in scientific notation: its last digits are lost.
    Lost,
}

/// The ids of one table, and which of them are alike.
#[derive(Default)]
pub(super) struct Index<'r> {
    /// The ids.
    pub(super) ids: BTreeSet<&'r str>,
    alike: BTreeMap<String, Vec<&'r str>>,
}

/// What two ids share that differ only in zeros in front or in the place of a tone.
fn key(id: &str) -> String {
    if is_digits(id) { id.trim_start_matches('0').to_owned() } else { even_tones(id).into_owned() }
}

/// Whether there are digits, and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits before `.0`.
pub(super) fn without_fraction(text: &str) -> Option<&str> {
    text.strip_suffix(".0").filter(|whole| is_digits(whole))
}

/// `1.23E+11`: a spreadsheet showed a long number short.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    is_digits(whole) && is_digits(fraction) && is_digits(exponent)
}

impl<'r> Index<'r> {
    /// Adds an id.
    pub(super) fn push(&mut self, id: &'r str) {
        let may_be_spoilt = id.starts_with('0') || !id.is_ascii();
        if self.ids.insert(id) && may_be_spoilt {
            self.alike.entry(key(id)).or_default().push(id);
        }
    }

    /// Whether any id is a number.
    pub(super) fn has_numbers(&self) -> bool {
        self.ids.iter().any(|id| is_digits(id))
    }

    /// The ids that `text` could be, if zeros in front of it were lost or its tones stand elsewhere.
    fn meant_by(&self, text: &str) -> impl Iterator<Item = &'r str> {
        let is_longer = |id: &&str| id.len() > text.len() || !is_digits(text);
        self.alike.get(&key(text)).into_iter().flatten().copied().filter(is_longer)
    }
}

/// What a reference to one of these tables means.
pub(super) fn read(text: &str, indices: &[&Index<'_>]) -> Reading {
    let is_known = |id: &str| indices.iter().any(|index| index.ids.contains(id));
    if is_known(text) {
        return Reading::Same;
    }
    if is_scientific(text) {
        return Reading::Lost;
    }
    let whole = without_fraction(text).unwrap_or(text);
    if is_known(whole) {
        return Reading::Meant("W220", whole.to_owned());
    }
    let mut meant = indices.iter().flat_map(|index| index.meant_by(whole));
    match (meant.next(), meant.next()) {
        (None, _) => Reading::Unknown,
        (Some(only), None) => Reading::Meant(if is_digits(whole) { "W221" } else { "W223" }, only.to_owned()),
        (Some(one), Some(other)) => Reading::Either(one.to_owned(), other.to_owned()),
    }
}
