//! Table (a): the money by commune and package.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::pledges::Waiting;
use super::sheet::{Line, Paper, Sheet, Value, column, shared};
use crate::domain::tables::{AwardStatus, Tables};
use crate::domain::{Area, Class};
use crate::ids::{AreaIndex, PackageIndex};
use crate::units::Vnd;

/// What a commune gets of one package at one cost.
#[derive(Debug, Default)]
pub(super) struct Granted<'a> {
    pub(super) amount: Vnd,
    /// The part of it that was promised or paid before this plan.
    pub(super) committed: Vnd,
    /// The part of it that is not there yet.
    waiting: Waiting<'a>,
    /// Names of the sources by id.
    sources: BTreeMap<&'a str, &'a str>,
}

/// Package, cost of a unit.
type Key = (PackageIndex, Vnd);

/// By commune.
type Communes<'a> = BTreeMap<AreaIndex, BTreeMap<Key, Granted<'a>>>;

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let listed = listed(directory);
    let mut printed: Vec<Line> = Vec::new();
    let lines = lines(directory, tables);
    for (number, (area, lines)) in (1..).zip(&lines) {
        printed.push(Line::group(commune(
            directory.area(*area),
            number,
            listed.get(area).copied().unwrap_or_default(),
        )));
        printed.extend(lines.iter().map(|(key, line)| Line::plain(row(directory, *key, line))));
    }
    Sheet {
        name: "communes",
        paper: Paper::Across,
        columns: vec![
            column("number", 6.0),
            column("commune", 17.0),
            column("code", 8.0),
            shared("households", "poor", 8.0),
            shared("households", "near-poor", 8.0),
            column("package", 18.0),
            column("quantity", 8.0),
            column("norm", 13.0),
            column("amount", 17.0),
            column("source", 22.0),
            column("note", 20.0),
        ],
        lines: printed,
        totals: &[3, 4, 8],
        spoken: Some(8),
        note: None,
    }
}

/// Per commune what it gets of each package at each cost.
pub(super) fn lines<'a>(directory: &Directory<'a>, tables: &'a Tables) -> Communes<'a> {
    let mut lines: Communes<'a> = BTreeMap::new();
    let place = |beneficiary: &str, package: &str| {
        let need = directory.need(beneficiary, package);
        (directory.commune(need), (need.package, need.unit_cost))
    };
    for award in tables.awards.iter().filter(|award| award.status != AwardStatus::Outside) {
        let (commune, key) = place(&award.beneficiary, &award.package);
        let line = lines.entry(commune).or_default().entry(key).or_default();
        line.amount += award.amount;
        if award.status != AwardStatus::New {
            line.committed += award.amount;
        }
    }
    for transfer in &tables.transfers {
        let (commune, key) = place(&transfer.beneficiary, &transfer.package);
        let line = lines.entry(commune).or_default().entry(key).or_default();
        line.sources.insert(&transfer.source, &directory.source(&transfer.source).name);
    }
    for row in &tables.waiting {
        let (commune, key) = place(&row.beneficiary, &row.package);
        let line = lines.entry(commune).or_default().entry(key).or_default();
        line.waiting.add(&row.source, row.amount);
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

/// The line that names a commune: its households are added up once.
fn commune(area: &Area, number: u32, (poor, near_poor): (u32, u32)) -> Vec<Value> {
    let mut values = vec![
        Value::Count(number),
        Value::Text(area.name.clone()),
        Value::Text(area.code.clone()),
        Value::Count(area.poor_households.unwrap_or(poor)),
        Value::Count(area.near_poor_households.unwrap_or(near_poor)),
    ];
    values.extend([Value::Blank, Value::Blank, Value::Blank, Value::Subtotal, Value::Blank, Value::Blank]);
    values
}

fn row(directory: &Directory<'_>, (package, cost): Key, line: &Granted<'_>) -> Vec<Value> {
    let sources: Vec<&str> = line.sources.values().copied().collect();
    let mut values = vec![Value::Blank; 5];
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

fn note(directory: &Directory<'_>, line: &Granted<'_>) -> Value {
    let mut notes: Vec<String> = line.waiting.notes(directory).collect();
    if line.committed > Vnd::ZERO {
        let amount = directory.words.money(line.committed);
        notes.insert(0, directory.words.text("sheet-committed", &[("amount", amount)]));
    }
    if notes.is_empty() { Value::Blank } else { Value::Text(notes.join("; ")) }
}
