//! `[standards."NAME"]`: a poverty standard of the scenario's own.

use std::collections::BTreeSet;

use crate::domain::raw::TableName;
use crate::domain::standard::{BySetting, Standard};
use crate::input::headings::columns_of;
use crate::input::section::Entry;
use crate::input::text::fold;
use crate::units::Vnd;

/// An indicator set has one bit each.
const MOST_INDICATORS: usize = 32;

/// `[standards."NAME"]`; `None` where a part of it cannot be read.
pub(super) fn read(entry: &Entry) -> Option<Standard> {
    let mut section = entry.section()?;
    let valid_from = section.required("valid_from").and_then(|entry| entry.date());
    let valid_to = section.required("valid_to").and_then(|entry| entry.date());
    let dong = |entry: &Entry| entry.whole(1..=Vnd::LIMIT.dong()).map(Vnd::new);
    let income_line = section.required("income_line").and_then(|entry| read_by_setting(&entry, dong));
    let points_line = match section.entry("points_line") {
        Some(entry) => read_by_setting(&entry, Entry::positive).map(Some),
        None => Some(None),
    };
    let most = i64::try_from(MOST_INDICATORS).expect("32 is a small number");
    let min_deprived = section.required("min_deprived").and_then(|entry| entry.whole(0..=most));
    let indicators = section.required("indicators").and_then(|entry| read_indicators(&entry));
    section.finish();
    Some(Standard {
        valid_from: valid_from?,
        valid_to: valid_to?,
        income_line: income_line?,
        points_line: points_line?,
        min_deprived: u32::try_from(min_deprived?).ok()?,
        indicators: indicators?,
    })
}

fn read_by_setting<'d, T>(entry: &Entry<'d>, read: impl Fn(&Entry<'d>) -> Option<T>) -> Option<BySetting<T>> {
    let mut section = entry.section()?;
    let rural = section.required("rural").and_then(|entry| read(&entry));
    let urban = section.required("urban").and_then(|entry| read(&entry));
    section.finish();
    Some(BySetting { rural: rural?, urban: urban? })
}

/// Indicator keys become columns of the household list, so they must differ from each other and from its columns.
fn read_indicators(entry: &Entry) -> Option<Vec<String>> {
    let list = entry.list()?;
    if list.len() > MOST_INDICATORS {
        entry.push(entry.finding("E157"));
        return None;
    }
    let mut seen = BTreeSet::new();
    let mut keys = Vec::new();
    for item in &list {
        let key = item.text()?;
        if !seen.insert(fold(&key)) || is_household_column(&key) {
            item.push(item.finding("E157"));
            return None;
        }
        keys.push(key);
    }
    Some(keys)
}

/// Whether a key already means another column of the household list (built-in indicators are no other column).
fn is_household_column(key: &str) -> bool {
    let is_built_in = crate::domain::standard::INDICATOR_KEYS.contains(&key);
    let folded = fold(key);
    let means = |(column, names): &(&str, &[&str])| names.iter().chain([column]).any(|name| fold(name) == folded);
    !is_built_in && columns_of(TableName::Households).iter().any(means)
}
