//! Communes that sent no list: where households stand in one file a commune, a commune without any is told.

use std::collections::BTreeSet;

use crate::domain::raw::RawTable;
use crate::domain::{Area, Household, Level};
use crate::findings::{Finding, Findings, Place};
use crate::ids::AreaIndex;

/// One finding for all communes in which no household stands.
pub(super) fn judge(table: Option<&RawTable>, areas: &[Area], households: &[Household], findings: &mut Findings) {
    let Some(table) = table.filter(|table| !table.parts.is_empty()) else { return };
    let above = |&index: &AreaIndex| areas.get(index.get()).and_then(|area| area.parent);
    let lineage = |home: AreaIndex| std::iter::successors(Some(home), above);
    let homes: BTreeSet<AreaIndex> = households.iter().flat_map(|household| lineage(household.area)).collect();
    let is_absent = |(at, area): &(usize, &Area)| area.level == Level::Commune && !homes.contains(&AreaIndex::new(*at));
    let absent: Vec<&str> = areas.iter().enumerate().filter(is_absent).map(|(_, area)| area.code.as_str()).collect();
    if !absent.is_empty() {
        let place = Place { file: table.file.clone(), ..Place::default() };
        let finding = Finding::new("W132", place).with("count", absent.len());
        findings.push(finding.with("communes", absent.join(", ")));
    }
}
