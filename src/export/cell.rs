//! One cell of a CSV file: its exact text. A text that a spreadsheet would run as a formula is made harmless here.

use std::borrow::Cow;

use serde::Serialize;

use crate::units::Vnd;

/// The text of a cell.
pub(super) type Cell<'a> = Cow<'a, str>;

/// A text cell; one that begins like a formula gets an apostrophe before it.
pub(super) fn text(text: &str) -> Cell<'_> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The longest text that a spreadsheet's cell holds is 32,767 characters.
const LONGEST_TEXT: usize = 32_000;

/// A text as it may stand in a workbook: no formula, not too long.
pub(super) fn shown(words: &str) -> String {
    let words = text(words);
    match words.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words.into_owned(),
    }
}

/// A decimal in the shortest form that restores it, never with an exponent (`1`, `0.25`).
pub(super) fn decimal(number: f64) -> Cell<'static> {
    // Adding zero turns −0 into 0.
    Cow::Owned(format!("{}", number + 0.0))
}

/// A whole number.
pub(super) fn whole(number: impl Into<i64>) -> Cell<'static> {
    Cow::Owned(number.into().to_string())
}

/// Whole đồng.
pub(super) fn money(amount: Vnd) -> Cell<'static> {
    whole(amount.dong())
}

/// `true` or `false`.
pub(super) const fn truth(holds: bool) -> Cell<'static> {
    Cow::Borrowed(if holds { "true" } else { "false" })
}

/// A word of the contract (`if_pledged`), as the type's serialisation spells it.
pub(super) fn code(word: impl Serialize) -> Cell<'static> {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(word)) => Cow::Owned(word),
        _ => unreachable!("words of the contract serialise as text"),
    }
}

/// A cell that may be blank.
pub(super) fn optional<'a, T>(value: Option<T>, cell: impl FnOnce(T) -> Cell<'a>) -> Cell<'a> {
    value.map_or(Cow::Borrowed(""), cell)
}
