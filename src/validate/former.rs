//! Communes before 1 July 2025: a reference that no table knows, but that is the code or the name of a former commune,
//! means the one commune of the scenario that it went to. Where it was split, or where a name means several, nobody
//! guesses: the finding lists what it may be.

mod lists;

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::domain::Level;
use crate::domain::raw::{RawRow, RawTable};
use crate::findings::{Finding, Findings, Place};
use lists::{Commune, Former, Lists, Name};

/// Digits of the code of a commune.
const CODE_DIGITS: usize = 5;
/// Pairs or readings that a finding names.
const NAMED: usize = 20;
/// Areas above an area, at most.
const DEPTH: usize = 8;

/// What a reference turned out to be.
#[derive(Debug, Clone)]
pub(super) enum Meant {
    /// No former commune whose new one is in the scenario.
    Nothing,
    /// The area with this code, and how a finding names both.
    Area(String, String),
    /// A commune that was split (`E315`), or one of several (`E316`): what it may be.
    Unclear(&'static str, Vec<String>),
}

/// An area of the scenario that is a commune.
#[derive(Debug)]
struct Present<'r> {
    code: &'r str,
    shown: &'r str,
    name: Name,
    province: Option<Name>,
}

impl Present<'_> {
    fn label(&self) -> String {
        format!("{} {}", self.code, self.shown)
    }
}

/// The former communes as a scenario sees them.
#[derive(Debug)]
pub(super) struct FormerCommunes<'r> {
    lists: Lists,
    present: Vec<Present<'r>>,
    asked: BTreeMap<(String, bool), Meant>,
}

impl<'r> FormerCommunes<'r> {
    /// For the communes of a table; `parent` finds the code that a cell of its column `parent` means.
    pub(super) fn of(areas: &'r RawTable, parent: impl Fn(&'r str) -> Option<&'r str>) -> Self {
        let cell = |row: &'r RawRow, key| areas.cell(row, key);
        let by_code: BTreeMap<&str, &'r RawRow> = areas.rows.iter().map(|row| (cell(row, "code"), row)).collect();
        let level = |row: &'r RawRow| words::meaning(cell(row, "level"), words::LEVELS);
        let province = |row: &'r RawRow| {
            let above = |row: &&'r RawRow| parent(cell(row, "parent")).and_then(|code| by_code.get(code).copied());
            let mut lineage = std::iter::successors(Some(row), above).take(DEPTH);
            lineage.find(|row| level(row) == Some(Level::Province)).map(|row| Name::of(cell(row, "name")))
        };
        let communes = areas.rows.iter().filter(|row| level(row) == Some(Level::Commune));
        let present = communes.map(|row| {
            let shown = cell(row, "name");
            Present { code: cell(row, "code"), shown, name: Name::of(shown), province: province(row) }
        });
        Self { lists: Lists::read(), present: present.collect(), asked: BTreeMap::new() }
    }

    /// What a reference to no area means; `with_codes` says whether it may be a code.
    pub(super) fn meaning(&mut self, text: &str, with_codes: bool) -> Meant {
        let key = (text.to_owned(), with_codes);
        if let Some(known) = self.asked.get(&key) {
            return known.clone();
        }
        let meant = self.look_up(text, with_codes);
        self.asked.insert(key, meant.clone());
        meant
    }

    fn look_up(&self, text: &str, with_codes: bool) -> Meant {
        let former: Vec<&Former> = match code_of(text) {
            Some(code) if with_codes => self.lists.with_code(&code).into_iter().collect(),
            Some(_) => Vec::new(),
            None => self.named(text),
        };
        let is_here = |former: &&Former| self.lists.successors(former).any(|new| !self.areas(new).is_empty());
        let former: Vec<&Former> = former.into_iter().filter(is_here).collect();
        match former.as_slice() {
            [] => Meant::Nothing,
            [split] if split.is_split() => {
                let parts = self.lists.successors(split).map(|new| format!("{} {}", new.code, new.name));
                Meant::Unclear("E315", parts.collect())
            }
            _ => self.one_of(text, &former),
        }
    }

    /// The area that all readings share.
    fn one_of(&self, text: &str, former: &[&Former]) -> Meant {
        let reached = |former: &&Former| -> Vec<&Present<'r>> {
            self.lists.successors(former).flat_map(|new| self.areas(new)).collect()
        };
        let name = Name::of(text);
        let mut areas: BTreeMap<&str, &Present<'_>> = BTreeMap::new();
        areas.extend(former.iter().flat_map(reached).map(|area| (area.code, area)));
        // The name may be that of a commune of today just as well.
        let today: Vec<&Present<'_>> = self.present.iter().filter(|area| name.fits(&area.name)).collect();
        areas.extend(today.iter().map(|area| (area.code, *area)));
        let is_split = former.iter().any(|former| former.is_split());
        if let (false, 1, Some(area), [one, ..]) = (is_split, areas.len(), areas.values().next(), former) {
            let code = if one.code.is_empty() { String::new() } else { format!("{} ", one.code) };
            return Meant::Area(area.code.to_owned(), format!("{code}{} → {}", one.shown(), area.label()));
        }
        let shown = |former: &&Former| {
            let parts: Vec<String> = reached(former).iter().map(|area| area.label()).collect();
            format!("{} → {}", former.shown(), parts.join(" / "))
        };
        Meant::Unclear("E316", former.iter().map(shown).chain(today.iter().map(|area| area.label())).collect())
    }

    /// The former communes that `Xã A`, `Xã A, huyện B` or `Xã A, huyện B, tỉnh C` may mean.
    fn named(&self, text: &str) -> Vec<&Former> {
        let mut parts = text.split(',').map(|part| part.trim().trim_end_matches("(cũ)"));
        let name = Name::of(parts.next().unwrap_or_default());
        let above: Vec<Name> = parts.map(Name::of).collect();
        let lies_in = |former: &&Former| {
            above.iter().all(|area| area.fits(&Name::of(former.district)) || area.fits(&Name::of(former.province)))
        };
        self.lists.named(&name).filter(lies_in).collect()
    }

    /// The areas of the scenario that a commune of today is. Codes alone do not tell: a scenario may count its areas in
    /// its own way.
    fn areas(&self, commune: &Commune) -> Vec<&Present<'r>> {
        let (name, province) = (Name::of(commune.name), Name::of(commune.province));
        let is_it = |area: &&Present<'_>| {
            if area.code == commune.code {
                return area.name.fits(&name);
            }
            let above = area.province.as_ref();
            let is_there = || above.map_or_else(|| self.lists.is_alone(commune), |above| above.is_province(&province));
            area.name.is(&name) && is_there()
        };
        self.present.iter().filter(is_it).collect()
    }
}

/// Whether it is worth looking for a former commune: nearly all that is unknown is a slip. Names have a space.
pub(super) fn may_mean(text: &str) -> bool {
    code_of(text).map_or_else(|| text.contains(' '), |code| lists::has_code(&code))
}

/// The code that a text may be, with the zeros in front that a spreadsheet takes away.
fn code_of(text: &str) -> Option<String> {
    let is_code = text.len() <= CODE_DIGITS && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| format!("{text:0>CODE_DIGITS$}"))
}

/// Rows, and what a finding says of them.
type Said<T> = (BTreeSet<u32>, T);

/// What references turned out to be, each kind one finding a column and word.
#[derive(Debug, Default)]
pub(super) struct Told {
    mapped: BTreeMap<(&'static str, Place), Said<BTreeSet<String>>>,
    unclear: BTreeMap<(&'static str, Place, String), Said<Vec<String>>>,
}

impl Told {
    /// Notes a reference that means an area.
    pub(super) fn map(&mut self, code: &'static str, cell: &Place, pair: String) {
        let (rows, pairs) = self.mapped.entry((code, Place { row: None, ..cell.clone() })).or_default();
        rows.extend(cell.row);
        pairs.insert(pair);
    }

    /// Notes a reference that must be asked for.
    pub(super) fn ask(&mut self, code: &'static str, cell: &Place, found: &str, readings: Vec<String>) {
        let key = (code, Place { row: None, ..cell.clone() }, found.to_owned());
        let (rows, known) = self.unclear.entry(key).or_default();
        rows.extend(cell.row);
        *known = readings;
    }

    /// The findings, each at its first row.
    pub(super) fn tell(self, findings: &mut Findings) {
        for ((code, place), (rows, pairs)) in self.mapped {
            let place = Place { row: rows.first().copied(), ..place };
            let finding = Finding::new(code, place).with("count", rows.len());
            findings.push(finding.with("pairs", listed(pairs.into_iter().collect())));
        }
        for ((code, place, found), (rows, readings)) in self.unclear {
            let place = Place { row: rows.first().copied(), ..place };
            let finding = Finding::new(code, place).with("found", found).with("count", rows.len());
            findings.push(finding.with("candidates", listed(readings)));
        }
    }
}

fn listed(mut items: Vec<String>) -> String {
    let is_long = items.len() > NAMED;
    items.truncate(NAMED);
    format!("{}{}", items.join(" · "), if is_long { " · …" } else { "" })
}
