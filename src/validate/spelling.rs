//! Words of the user's own (tags, purposes, groups of packages) that differ only in the vowel that carries a tone, or in
//! how a keyboard composes letters, are one word: all take the spelling that stands first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::assumed::Assumed;
use super::conditions;
use crate::domain::raw::{RawScenario, TableName};
use crate::input::even_tones;

/// Where such words stand, the tables that own them first.
const COLUMNS: [(TableName, &str); 8] = [
    (TableName::Areas, "tags"),
    (TableName::Households, "tags"),
    (TableName::Packages, "purpose"),
    (TableName::Packages, "exclusive_group"),
    (TableName::Packages, "requires"),
    (TableName::Packages, "excludes"),
    (TableName::Sources, "purposes"),
    (TableName::Sources, "tags"),
];
/// The same in the conditions of rules.
const CONDITIONS: [&str; 3] = ["tags", "area_tags", "purposes"];

/// The first spelling of each word that has letters beyond ASCII; no others have tones.
#[derive(Debug, Default)]
struct Spellings(BTreeMap<String, String>);

impl Spellings {
    /// The spelling to take instead of this one.
    fn instead(&mut self, item: &str) -> Option<String> {
        if item.is_ascii() {
            return None;
        }
        let first = self.0.entry(even_tones(item).into_owned()).or_insert_with(|| item.to_owned());
        (first != item).then(|| first.clone())
    }
}

/// Gives each word one spelling.
pub(super) fn even(raw: &mut Cow<'_, RawScenario>, assumed: &Assumed) {
    let mut spellings = Spellings::default();
    for (name, key) in COLUMNS {
        let Some(table) = raw.tables.get(&name) else { continue };
        let Some(position) = table.column(key) else { continue };
        let mut changed = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let Some(cell) = row.cells.get(position).filter(|cell| !cell.is_ascii()) else { continue };
            let mut is_changed = false;
            let items = cell.split(';').map(|item| {
                let instead = spellings.instead(item.trim());
                is_changed |= instead.is_some();
                instead.map_or(Cow::Borrowed(item), Cow::Owned)
            });
            let items: Vec<Cow<'_, str>> = items.collect();
            if is_changed {
                assumed.note("W223", table.place(row, key));
                changed.push((at, items.join(";")));
            }
        }
        for (at, text) in changed {
            let row = raw.to_mut().tables.get_mut(&name).and_then(|table| table.rows.get_mut(at));
            if let Some(cell) = row.and_then(|row| row.cells.get_mut(position)) {
                *cell = text;
            }
        }
    }
    even_settings(raw, &mut spellings);
}

/// The weights and the conditions of rules, which only repeat words of the tables.
fn even_settings(raw: &mut Cow<'_, RawScenario>, spellings: &mut Spellings) {
    let weights = &raw.settings.severity;
    if weights.tags.keys().chain(weights.area_tags.keys()).any(|tag| spellings.instead(tag).is_some()) {
        let weights = &mut raw.to_mut().settings.severity;
        for tags in [&mut weights.tags, &mut weights.area_tags] {
            for tag in tags.keys().cloned().collect::<Vec<_>>() {
                // Where both spellings have a weight, nobody knows which one counts: the word of no table is told.
                let instead = spellings.instead(&tag).filter(|instead| !tags.contains_key(instead));
                if let Some((instead, weight)) = instead.and_then(|instead| Some((instead, tags.remove(&tag)?))) {
                    tags.insert(instead, weight);
                }
            }
        }
    }
    for key in CONDITIONS {
        conditions::mend(raw, key, |item, _| spellings.instead(item));
    }
}
