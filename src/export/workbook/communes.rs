//! Table (a): the money by commune and package.

use std::collections::{BTreeMap, BTreeSet};

use super::directory::Directory;
use super::layout::{Sheet, Value};
use crate::domain::tables::{AwardStatus, Tables};
use crate::domain::{Area, Class};
use crate::ids::{AreaIndex, PackageIndex};
use crate::units::Vnd;

/// One line: what a commune gets of one package at one cost.
#[derive(Debug, Default)]
struct Line<'a> {
    amount: Vnd,
    committed: Vnd,
    /// Names of the sources by id.
    sources: BTreeMap<&'a str, &'a str>,
}

/// Commune, package, cost of a unit.
type Key = (AreaIndex, PackageIndex, Vnd);

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let listed = listed(directory);
    let mut seen = BTreeSet::new();
    let rows = lines(directory, tables)
        .iter()
        .map(|(key, line)| {
            let is_first = seen.insert(key.0);
            let number = u32::try_from(seen.len()).expect("few communes");
            row(directory, *key, line, is_first.then(|| (number, listed.get(&key.0).copied().unwrap_or_default())))
        })
        .collect();
    Sheet {
        name: "communes",
        columns: &[
            ("number", 6.0),
            ("commune", 22.0),
            ("code", 10.0),
            ("poor", 9.0),
            ("near-poor", 9.0),
            ("package", 26.0),
            ("quantity", 10.0),
            ("norm", 14.0),
            ("amount", 18.0),
            ("source", 34.0),
            ("note", 26.0),
        ],
        rows,
        totals: &[3, 4, 8],
        spoken: Some(8),
    }
}

fn lines<'a>(directory: &Directory<'a>, tables: &'a Tables) -> BTreeMap<Key, Line<'a>> {
    let mut lines: BTreeMap<Key, Line<'a>> = BTreeMap::new();
    let key = |beneficiary: &str, package: &str| {
        let need = directory.need(beneficiary, package);
        (directory.commune(need), need.package, need.unit_cost)
    };
    for award in tables.awards.iter().filter(|award| award.status != AwardStatus::Outside) {
        let line = lines.entry(key(&award.beneficiary, &award.package)).or_default();
        line.amount += award.amount;
        if award.status != AwardStatus::New {
            line.committed += award.amount;
        }
    }
    for transfer in &tables.transfers {
        let line = lines.entry(key(&transfer.beneficiary, &transfer.package)).or_default();
        line.sources.insert(&transfer.source, &directory.source(&transfer.source).name);
    }
    lines
}

/// Poor and near-poor households of the list, by commune: shown where the official counts are blank.
fn listed(directory: &Directory<'_>) -> BTreeMap<AreaIndex, (u32, u32)> {
    let mut counts: BTreeMap<AreaIndex, (u32, u32)> = BTreeMap::new();
    for household in &directory.scenario.households {
        let (poor, near_poor) = counts.entry(directory.scenario.commune_of(household.area)).or_default();
        *poor += u32::from(household.class == Class::Poor);
        *near_poor += u32::from(household.class == Class::NearPoor);
    }
    counts
}

/// A row; the commune is named on its first one only, so that its households are added up once.
fn row(
    directory: &Directory<'_>,
    (area, package, cost): Key,
    line: &Line<'_>,
    first: Option<(u32, (u32, u32))>,
) -> Vec<Value> {
    let area: &Area = directory.area(area);
    let mut values = match first {
        Some((number, (poor, near_poor))) => vec![
            Value::Count(number),
            Value::Text(area.name.clone()),
            Value::Text(area.code.clone()),
            Value::Count(area.poor_households.unwrap_or(poor)),
            Value::Count(area.near_poor_households.unwrap_or(near_poor)),
        ],
        None => vec![Value::Blank; 5],
    };
    let sources: Vec<&str> = line.sources.values().copied().collect();
    values.extend([
        Value::Text(directory.scenario.package(package).name.clone()),
        Value::Units(line.amount.units_of(cost)),
        Value::Money(cost),
        Value::Money(line.amount),
        Value::Text(sources.join("; ")),
        note(directory, line),
    ]);
    values
}

fn note(directory: &Directory<'_>, line: &Line<'_>) -> Value {
    if line.committed == Vnd::ZERO {
        return Value::Blank;
    }
    let amount = directory.words.money(line.committed);
    Value::Text(directory.words.text("sheet-committed", &[("amount", amount)]))
}
