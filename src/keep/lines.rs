//! The lines of the earlier run's `transfers.csv`, found in the scenario by their ids.

use std::collections::BTreeMap;

use crate::domain::Scenario;
use crate::findings::{Finding, Findings, Place, nearest};
use crate::ids::{NeedIndex, SourceIndex};
use crate::input::run_folder::{Cells, RunFile, rows};
use crate::units::Vnd;

/// What the earlier run paid from a source to a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) source: SourceIndex,
    pub(super) need: NeedIndex,
    /// Đồng, above zero.
    pub(super) amount: Vnd,
    /// The row of `transfers.csv`.
    pub(super) place: Place,
}

/// A row as it stands.
struct Row {
    source: String,
    beneficiary: String,
    package: String,
    amount: Vnd,
    number: u32,
}

const COLUMNS: &[&str] = &["source", "beneficiary", "package", "amount"];

fn row(cells: &mut Cells<'_>) -> Row {
    Row {
        source: cells.text("source"),
        beneficiary: cells.text("beneficiary"),
        package: cells.text("package"),
        amount: cells.money("amount"),
        number: cells.row(),
    }
}

/// Lines by (source, need), each pair once; a finding for every row whose ids the scenario no longer has.
pub(super) fn read(scenario: &Scenario, file: &RunFile) -> (Vec<Line>, Findings) {
    let (rows, mut findings) = rows(file, COLUMNS, row);
    let sources: BTreeMap<&str, SourceIndex> =
        scenario.sources().map(|(index, source)| (source.id.as_str(), index)).collect();
    let needs: BTreeMap<(&str, &str), NeedIndex> = scenario
        .needs()
        .map(|(index, need)| {
            ((scenario.beneficiary_id(need.beneficiary), scenario.package(need.package).id.as_str()), index)
        })
        .collect();
    let mut pairs: BTreeMap<(SourceIndex, NeedIndex), Line> = BTreeMap::new();
    for row in rows {
        let place = Place { file: file.name.clone(), row: Some(row.number), ..Place::default() };
        let source = sources.get(row.source.as_str()).copied();
        let need = needs.get(&(row.beneficiary.as_str(), row.package.as_str())).copied();
        if source.is_none() {
            findings.push(unknown_source(&row, &place, sources.keys().copied()));
        }
        if need.is_none() {
            findings.push(unknown_need(&row, &place));
        }
        let Some((source, need)) = source.zip(need).filter(|_| row.amount > Vnd::ZERO) else { continue };
        let line = pairs.entry((source, need)).or_insert(Line { source, need, amount: Vnd::ZERO, place });
        line.amount = Vnd::new(line.amount.dong().saturating_add(row.amount.dong()));
    }
    (pairs.into_values().collect(), findings)
}

fn unknown_source<'a>(row: &Row, place: &Place, known: impl Iterator<Item = &'a str>) -> Finding {
    let place = Place { column: Some("source".to_owned()), ..place.clone() };
    let near = nearest(&row.source, known).unwrap_or("—");
    Finding::new("E510", place).with("found", &row.source).with("nearest", near)
}

fn unknown_need(row: &Row, place: &Place) -> Finding {
    let place = Place { column: Some("beneficiary".to_owned()), ..place.clone() };
    Finding::new("E511", place).with("beneficiary", &row.beneficiary).with("package", &row.package)
}
