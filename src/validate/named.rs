//! Areas of today that a cell names instead of giving their code: `Thôn Nà Cà`, `Thôn 1, xã Mường Tè`. One that fits is
//! taken, several are asked for.

use std::collections::BTreeMap;

use crate::domain::raw::RawTable;
use crate::input::AreaName;

/// Areas above an area, at most.
const DEPTH: usize = 8;

/// An area as its table names it.
#[derive(Debug)]
struct Area<'r> {
    code: &'r str,
    parent: &'r str,
    shown: &'r str,
    name: AreaName,
}

/// What a text names.
#[derive(Debug, Clone)]
pub(super) enum Named {
    /// No area.
    Nothing,
    /// The area with this code, and how a finding names it.
    Area(String, String),
    /// One of several.
    Several(Vec<String>),
}

/// The areas of a scenario by name.
#[derive(Debug)]
pub(super) struct Names<'r> {
    areas: Vec<Area<'r>>,
    /// Positions by the name without its kind; a name whose first word may be a kind stands under both.
    by_name: BTreeMap<String, Vec<usize>>,
    by_code: BTreeMap<&'r str, usize>,
    asked: BTreeMap<String, Named>,
}

impl<'r> Names<'r> {
    /// For a table of areas; `parent` finds the code that a cell of its column `parent` means.
    pub(super) fn of(table: &'r RawTable, parent: impl Fn(&'r str) -> Option<&'r str>) -> Self {
        let mut names =
            Self { areas: Vec::new(), by_name: BTreeMap::new(), by_code: BTreeMap::new(), asked: BTreeMap::new() };
        for row in &table.rows {
            let [code, shown] = ["code", "name"].map(|column| table.cell(row, column));
            if code.is_empty() || shown.is_empty() {
                continue;
            }
            let (name, position) = (AreaName::of(shown), names.areas.len());
            let mut keys = vec![name.full().to_owned(), name.bare().to_owned()];
            keys.dedup();
            for key in keys {
                names.by_name.entry(key).or_default().push(position);
            }
            names.by_code.insert(code, position);
            let parent = parent(table.cell(row, "parent")).unwrap_or_default();
            names.areas.push(Area { code, parent, shown, name });
        }
        names
    }

    /// The area that a text names: its name, then those of areas above it, parted by commas.
    pub(super) fn meaning(&mut self, text: &str) -> Named {
        if let Some(known) = self.asked.get(text) {
            return known.clone();
        }
        let meant = self.look_up(text);
        self.asked.insert(text.to_owned(), meant.clone());
        meant
    }

    fn look_up(&self, text: &str) -> Named {
        let mut parts = text.split(',').map(AreaName::of);
        let Some(name) = parts.next().filter(|name| name.bare().chars().any(char::is_alphanumeric)) else {
            return Named::Nothing;
        };
        // A number alone is a code, and no `Thôn 1`.
        if !name.full().chars().any(char::is_alphabetic) {
            return Named::Nothing;
        }
        let above: Vec<AreaName> = parts.collect();
        let positions = [name.full(), name.bare()].map(|key| self.by_name.get(key)).into_iter().flatten().flatten();
        let mut fits: Vec<usize> = positions.copied().filter(|&at| self.is_meant(at, &name, &above)).collect();
        fits.sort_unstable();
        fits.dedup();
        let is_same = |&at: &usize| self.areas.get(at).is_some_and(|area| area.name.full() == name.full());
        if fits.iter().any(is_same) {
            fits.retain(is_same);
        }
        let area = |at: &usize| self.areas.get(*at);
        match fits.as_slice() {
            [] => Named::Nothing,
            [only] => area(only).map_or(Named::Nothing, |found| {
                Named::Area(found.code.to_owned(), format!("{text} → {}", self.label(found)))
            }),
            several => Named::Several(several.iter().filter_map(area).map(|found| self.label(found)).collect()),
        }
    }

    fn is_meant(&self, at: usize, name: &AreaName, above: &[AreaName]) -> bool {
        let Some(area) = self.areas.get(at) else { return false };
        let lies_in = |named: &AreaName| self.lineage(area).skip(1).any(|area| named.fits(&area.name));
        name.fits(&area.name) && above.iter().all(lies_in)
    }

    fn lineage<'s>(&'s self, area: &'s Area<'r>) -> impl Iterator<Item = &'s Area<'r>> {
        let above = |area: &&'s Area<'r>| self.by_code.get(area.parent).and_then(|&at| self.areas.get(at));
        std::iter::successors(Some(area), above).take(DEPTH)
    }

    /// An area with the one that it lies in.
    fn label(&self, area: &Area<'r>) -> String {
        let above = self.lineage(area).nth(1).map(|above| format!(", {}", above.shown)).unwrap_or_default();
        format!("{} {}{above}", area.code, area.shown)
    }
}
