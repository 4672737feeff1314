//! [`RawScenario`] → [`Scenario`], or every finding at once. Reads no file.
//!
//! A row with an error is left out, and what refers to it is left out in silence, so that one mistake is one finding;
//! everything else is judged all the same.

mod absent;
mod areas;
mod assumed;
mod cells;
mod clean;
mod commitments;
mod committed;
mod conditions;
mod cross;
mod dates;
mod former;
mod households;
mod ids;
mod known;
mod money;
mod named;
mod needs;
mod numbers;
mod packages;
mod pairings;
mod reading;
mod register;
mod rules;
mod scores;
mod service;
mod settings;
mod sources;
mod spelling;
mod spoken;
#[cfg(test)]
mod tests;
mod totals;
mod twins;
mod unasked;
mod words;

use std::collections::BTreeSet;

use crate::domain::raw::{RawScenario, TableName};
use crate::domain::settings::MoneyUnit;
use crate::domain::{Commitment, Need, Scenario, Standard};
use crate::findings::{Finding, Findings, Place};
use crate::units::Vnd;

use assumed::Assumed;
use cells::Sheet;
use clean::Notes;
use commitments::{Booking, Columns, Line};
use known::Known;
use pairings::References;

pub use unasked::{Unasked, unasked, without_needs};

/// An amount of money as people write it (`10 triệu`, `60.000.000`), whole đồng; `None`: it is none, or could be two.
pub fn amount(text: &str) -> Option<Vnd> {
    money::parse(text, MoneyUnit::Dong).ok()
}

/// Judges a folder as read: the scenario, if nothing forbids it, and all findings.
pub fn check(raw: &RawScenario) -> (Option<Scenario>, Findings) {
    let assumed = Assumed::default();
    let mut findings = Findings::default();
    let (raw, told) = ids::repair(raw, &assumed, &mut findings);
    let (scenario, more) = judge(&Folder { raw: &raw, notes: &Notes::default(), assumed: &assumed }, findings);
    (scenario, without_echoes(more, &told))
}

/// The findings without those that only repeat that an id of these places is unreadable.
fn without_echoes(findings: Findings, told: &BTreeSet<Place>) -> Findings {
    if told.is_empty() {
        return findings;
    }
    let is_echo = |finding: &&Finding| match finding.code {
        "E303" => told.contains(&finding.place),
        "E465" => told.contains(&conditions::place_of(finding)),
        _ => false,
    };
    let mut kept = Findings::default();
    findings.as_slice().iter().filter(|finding| !is_echo(finding)).for_each(|finding| kept.push(finding.clone()));
    kept
}

/// The folder in the contract's own spelling (canonical files, columns and words, money in whole đồng), of which the
/// same scenario is read. Columns that nothing reads are left out.
pub fn clean(raw: &RawScenario) -> RawScenario {
    let assumed = Assumed::default();
    let mut findings = Findings::default();
    let (raw, _) = ids::repair(raw, &assumed, &mut findings);
    let notes = Notes::of(&raw);
    // What is wrong with the folder has been said by `check`.
    let _ = judge(&Folder { raw: &raw, notes: &notes, assumed: &assumed }, findings);
    notes.folder(&raw)
}

/// A folder while it is judged.
#[derive(Debug, Clone, Copy)]
struct Folder<'a> {
    raw: &'a RawScenario,
    notes: &'a Notes,
    assumed: &'a Assumed,
}

impl<'a> Folder<'a> {
    fn sheet(self, name: TableName) -> Sheet<'a> {
        let table = self.raw.tables.get(&name);
        Sheet::new(table, self.raw.settings.units.money, (self.notes.table(name), self.assumed))
    }
}

fn judge(folder: &Folder<'_>, mut findings: Findings) -> (Option<Scenario>, Findings) {
    let raw = folder.raw;
    let shares = settings::judge(&raw.settings, &mut findings);
    let named = settings::standard(&raw.settings, &mut findings);
    let knows_standard = named.is_some();
    let standard = named.unwrap_or_else(settings::any_standard);
    let known = read_known(folder, &standard, &mut findings);
    let (sources, source_ids) = sources::read(&folder.sheet(TableName::Sources), &known, shares, &mut findings);
    let mut needs = needs::read(&folder.sheet(TableName::Needs), &known, &mut findings);
    let references = References { known: &known, sources: &sources, source_ids: &source_ids };
    let pairings = pairings::read(&folder.sheet(TableName::Pairings), &references, &mut findings);

    let rules = rules::read(&raw.settings.rules, &known, &source_ids, &mut findings);
    let table = folder.sheet(TableName::Commitments);
    let columns = commitments::columns(&table, &mut findings);
    let lines = commitments::read(&table, &columns, &references, &mut findings);
    folder.assumed.tell(&mut findings);
    let booking = Booking { sheet: &table, columns: &columns, references: &references, findings: &mut findings };
    let Some(commitments) = book(booking, &lines, &mut needs) else { return (None, findings) };

    let scenario = Scenario {
        settings: raw.settings.clone(),
        standard,
        areas: known.areas,
        households: known.households,
        packages: known.packages,
        needs,
        sources,
        commitments,
        pairings,
        rules,
        near: None,
        aim: None,
    };
    if knows_standard {
        scores::judge(&scenario, &folder.sheet(TableName::Households), &mut findings);
    }
    judge_whole(folder, &columns, &scenario, &mut findings);
    let is_sound = !findings.has_errors();
    (is_sound.then_some(scenario), findings)
}

/// Areas, households and packages: what all other tables refer to.
fn read_known<'a>(folder: &Folder<'a>, standard: &Standard, findings: &mut Findings) -> Known<'a> {
    let (areas, area_codes) = areas::read(&folder.sheet(TableName::Areas), findings);
    let places = households::Places { areas: &areas, codes: &area_codes };
    let people = folder.sheet(TableName::Households).of_people();
    let (households, household_ids) = households::read(&people, places, standard, findings);
    twins::judge(&people, &households, findings);
    absent::judge(folder.raw.tables.get(&TableName::Households), &areas, &households, findings);
    let keys = settings::indicator_keys(&folder.raw.settings);
    let indicators = packages::Indicators { standard, known: &keys };
    let (packages, package_ids) = packages::read(&folder.sheet(TableName::Packages), indicators, findings);
    let area_tags = known::AreaTags::of(&areas);
    Known { areas, area_codes, area_tags, households, household_ids, packages, package_ids }
}

/// Lines into commitments, with the needs that they make; `None` where totals are not bounded, since no sum can be
/// trusted then.
fn book(mut booking: Booking<'_, '_>, lines: &[Line], needs: &mut Vec<Need>) -> Option<Vec<Commitment>> {
    booking.make_needs(lines, needs);
    let References { known, sources, .. } = booking.references;
    if !totals::are_bounded(needs, sources, &known.packages, booking.findings) {
        return None;
    }
    let commitments = booking.book(lines, needs);
    let amounts = commitments.iter().map(|line| (i128::from(line.amount.dong()), &line.place));
    totals::is_bounded(amounts, "commitments", booking.findings).then_some(commitments)
}

/// What only the whole scenario shows.
fn judge_whole(folder: &Folder<'_>, columns: &Columns, scenario: &Scenario, findings: &mut Findings) {
    let table = folder.sheet(TableName::Commitments);
    committed::Judge { scenario, sheet: &table, columns, findings }.judge();
    let sheets = cross::Sheets {
        areas: folder.sheet(TableName::Areas),
        packages: folder.sheet(TableName::Packages),
        sources: folder.sheet(TableName::Sources),
    };
    cross::judge_rates(scenario, &sheets, findings);
    rules::judge_rates(scenario, findings);
    if !findings.has_errors() {
        cross::warn(scenario, &sheets, findings);
        unasked::warn(scenario, &folder.sheet(TableName::Households), findings);
    }
}

/// The place of a row, from the place of one of its cells.
fn place_of_row(place: &Place) -> Place {
    Place { column: None, ..place.clone() }
}

/// Rows of a table as a finding at the first of them names them: sorted, the first ten.
fn places_named(first: &Place, places: &[&Place]) -> String {
    let named: Vec<String> = places.iter().take(10).map(|place| place.row_beside(first)).collect();
    let more = if places.len() > named.len() { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}

/// Row numbers as a finding names them: sorted, the first ten.
fn rows_named(rows: impl IntoIterator<Item = u32>) -> String {
    let mut rows: Vec<u32> = rows.into_iter().collect();
    rows.sort_unstable();
    let named: Vec<String> = rows.iter().take(10).map(u32::to_string).collect();
    let more = if rows.len() > named.len() { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}
