//! `pairings`: who may stand by whom. Refuses rows that name no place or two, a source whose rows mix communes and
//! households, a pair that stands twice, and more keeps than the source's `max_partners`.

use std::collections::BTreeMap;

use crate::domain::{Beneficiary, Pairing, PairingStatus, Source};
use crate::findings::{Finding, Findings};
use crate::ids::SourceIndex;

use super::cells::{Cells, Column, Sheet};
use super::known::{Known, find};
use super::register::Register;
use super::words;

struct Columns {
    source: Column,
    area: Column,
    household: Column,
    status: Column,
    value: Column,
}

/// What the rows refer to.
pub(super) struct References<'f, 'a> {
    /// Areas and households.
    pub(super) known: &'f Known<'a>,
    /// Sources by id.
    pub(super) sources: &'f [Source],
    /// Ids of all sources.
    pub(super) source_ids: &'f Register<'a>,
}

/// Reads the table: sound pairings by (source, place).
pub(super) fn read<'a>(sheet: &Sheet<'a>, references: &References<'_, 'a>, findings: &mut Findings) -> Vec<Pairing> {
    let columns = Columns {
        source: sheet.require("source", findings),
        area: sheet.column("area"),
        household: sheet.column("household"),
        status: sheet.require("status", findings),
        value: sheet.column("value"),
    };
    let mut rows: Vec<(Pairing, u32)> = Vec::new();
    for row in sheet.rows() {
        let mut cells = sheet.open(row, findings);
        let pairing = read_row(&mut cells, &columns, references).filter(|_| cells.is_sound());
        rows.extend(pairing.map(|pairing| (pairing, row.number)));
    }
    rows.sort_by_key(|(pairing, number)| (pairing.source, pairing.place, *number));
    refuse_twice(sheet, &columns, &rows, findings);
    rows.dedup_by_key(|(pairing, _)| (pairing.source, pairing.place));
    let mut by_source: BTreeMap<SourceIndex, Vec<&(Pairing, u32)>> = BTreeMap::new();
    for row in &rows {
        by_source.entry(row.0.source).or_default().push(row);
    }
    for (source, rows) in &by_source {
        refuse_mixed(sheet, &columns, rows, findings);
        if let Some(source) = references.sources.get(source.get()) {
            refuse_too_many_keeps(sheet, &columns, (source, rows), findings);
        }
    }
    rows.into_iter().map(|(pairing, _)| pairing).collect()
}

fn read_row<'a>(cells: &mut Cells<'a, '_>, columns: &Columns, references: &References<'_, 'a>) -> Option<Pairing> {
    let id = cells.required(columns.source);
    let source = if id.is_empty() { None } else { find(references.source_ids, "sources", cells, columns.source, id) };
    let (area, household) = (cells.text(columns.area), cells.text(columns.household));
    let place = match (area.is_empty(), household.is_empty()) {
        (false, true) => references.known.commune(cells, columns.area, area).map(Beneficiary::Commune),
        (true, false) => references.known.household(cells, columns.household, household).map(Beneficiary::Household),
        _ => {
            cells.push(Finding::new("E441", cells.place_of(columns.area)));
            None
        }
    };
    let status = cells.required_word(columns.status, words::PAIRING_STATUSES);
    let value = cells.not_negative(columns.value).unwrap_or(1.0);
    Some(Pairing { source: SourceIndex::new(source?), place: place?, status: status?, value })
}

fn refuse_twice(sheet: &Sheet<'_>, columns: &Columns, rows: &[(Pairing, u32)], findings: &mut Findings) {
    for pair in rows.windows(2) {
        let [(one, first), (other, second)] = pair else { continue };
        if (one.source, one.place) == (other.source, other.place) {
            findings.push(Finding::new("E442", sheet.place(*second, columns.source)).with("first", first));
        }
    }
}

/// All rows of one source are communes, or all are households (communes sort after households).
fn refuse_mixed(sheet: &Sheet<'_>, columns: &Columns, rows: &[&(Pairing, u32)], findings: &mut Findings) {
    let (Some((first, one)), Some((last, other))) = (rows.first(), rows.last()) else { return };
    let is_commune = |pairing: &Pairing| matches!(pairing.place, Beneficiary::Commune(_));
    if is_commune(first) != is_commune(last) {
        findings.push(Finding::new("E443", sheet.place(*other, columns.source)).with("first", one));
    }
}

fn refuse_too_many_keeps(
    sheet: &Sheet<'_>,
    columns: &Columns,
    of_source: (&Source, &[&(Pairing, u32)]),
    findings: &mut Findings,
) {
    let (source, rows) = of_source;
    let Some(most) = source.max_partners else { return };
    let keeps: Vec<u32> =
        rows.iter().filter(|(pairing, _)| pairing.status == PairingStatus::Keep).map(|(_, row)| *row).collect();
    let most_rows = usize::try_from(most).unwrap_or(usize::MAX);
    if let Some(&row) = keeps.get(most_rows) {
        let finding = Finding::new("E444", sheet.place(row, columns.status)).with("source", &source.id);
        findings.push(finding.with("keeps", keeps.len()).with("most", most));
    }
}
