//! What only the whole scenario shows: rates that severity needs, conditions that nobody meets, sources that no need
//! can use, weights that mislead.

use std::collections::BTreeSet;

use crate::domain::settings::WeightBasis;
use crate::domain::{Beneficiary, Demand, Need, Scenario, Source};
use crate::eligibility::OpenRefusals;
use crate::findings::{Finding, Findings, nearest};
use crate::ids::AreaIndex;
use crate::severity;

use super::cells::{Cells, Column, Sheet};
use super::settings;

/// The tables that findings point into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheets<'a> {
    /// `areas`.
    pub(super) areas: Sheet<'a>,
    /// `packages`.
    pub(super) packages: Sheet<'a>,
    /// `sources`.
    pub(super) sources: Sheet<'a>,
}

/// Rates between 0 and 1, known where severity needs them.
pub(super) fn judge_rates(scenario: &Scenario, sheets: &Sheets<'_>, findings: &mut Findings) {
    let rates = severity::poverty_rates(scenario);
    let code = sheets.areas.column("code");
    for (area, rate) in scenario.areas.iter().zip(&rates) {
        if area.poor_households.is_none() && rate.is_some_and(|rate| rate > 1.0) {
            let row = sheets.areas.row_named(code, &area.code);
            let place = sheets.areas.place(row, sheets.areas.column("households"));
            let households = area.households.unwrap_or(0);
            findings.push(Finding::new("E419", place).with("area", &area.code).with("households", households));
        }
    }
    if scenario.settings.severity.commune_poverty_rate == 0.0 {
        return;
    }
    let mut named = BTreeSet::new();
    for need in &scenario.needs {
        let Beneficiary::Commune(commune) = need.beneficiary else { continue };
        let is_known = rates.get(commune.get()).copied().flatten().is_some();
        if !is_known && named.insert(commune) {
            findings.push(Finding::new("E416", need.place.clone()).with("area", &scenario.area(commune).code));
        }
    }
}

/// Conditions that nothing meets: only for a scenario without errors, since rows with errors are left out of it.
pub(super) fn warn(scenario: &Scenario, sheets: &Sheets<'_>, findings: &mut Findings) {
    warn_of_purposes(scenario, &sheets.sources, findings);
    let tags = household_tags(scenario);
    warn_of_tags(&tags, sheets, findings);
    warn_of_settings(scenario, &tags, findings);
    warn_of_idle_packages(scenario, &sheets.packages, findings);
    warn_of_idle_sources(scenario, findings);
    warn_of_unit_basis(scenario, findings);
}

/// Items of a list column that nobody has, each with its place.
fn warn_of_unknown(
    sheet: &Sheet<'_>,
    column: Column,
    known: &BTreeSet<&str>,
    code: &'static str,
    findings: &mut Findings,
) {
    for row in sheet.rows() {
        let mut cells = sheet.open(row, findings);
        let unknown: Vec<&str> = cells.list(column).filter(|item| !known.contains(item)).collect();
        for item in unknown {
            warn_of_item(&mut cells, column, (code, item), known);
        }
    }
}

fn warn_of_item(cells: &mut Cells<'_, '_>, column: Column, item: (&'static str, &str), known: &BTreeSet<&str>) {
    let near = nearest(item.1, known.iter().copied()).unwrap_or("—");
    cells.push(Finding::new(item.0, cells.place_of(column)).with("found", item.1).with("nearest", near));
}

fn warn_of_purposes(scenario: &Scenario, sources: &Sheet<'_>, findings: &mut Findings) {
    let known: BTreeSet<&str> = scenario.packages.iter().map(|package| package.purpose.as_str()).collect();
    warn_of_unknown(sources, sources.column("purposes"), &known, "W311", findings);
}

fn household_tags(scenario: &Scenario) -> BTreeSet<&str> {
    scenario.households.iter().flat_map(|household| &household.tags).map(String::as_str).collect()
}

fn warn_of_tags(known: &BTreeSet<&str>, sheets: &Sheets<'_>, findings: &mut Findings) {
    warn_of_unknown(&sheets.sources, sheets.sources.column("tags"), known, "W312", findings);
    warn_of_unknown(&sheets.packages, sheets.packages.column("requires"), known, "W312", findings);
}

/// Tags that `[severity]` weighs and nobody has.
fn warn_of_settings(scenario: &Scenario, of_households: &BTreeSet<&str>, findings: &mut Findings) {
    let of_areas: BTreeSet<&str> = scenario.areas.iter().flat_map(|area| &area.tags).map(String::as_str).collect();
    let weights = &scenario.settings.severity;
    let tables =
        [("severity.tags", &weights.tags, of_households), ("severity.area_tags", &weights.area_tags, &of_areas)];
    for (key, tags, known) in tables {
        for tag in tags.keys().filter(|tag| !known.contains(tag.as_str())) {
            let near = nearest(tag, known.iter().copied()).unwrap_or("—");
            findings.push(settings::finding("W313", key).with("found", tag).with("nearest", near));
        }
    }
}

/// Automatic packages that no household needs.
fn warn_of_idle_packages(scenario: &Scenario, packages: &Sheet<'_>, findings: &mut Findings) {
    let asked: BTreeSet<_> = scenario.needs.iter().map(|need| need.package.get()).collect();
    let automatic = |package: &crate::domain::Package| package.demand == Demand::Automatic;
    for (position, package) in scenario.packages.iter().enumerate() {
        if automatic(package) && !asked.contains(&position) {
            let row = packages.row_named(packages.column("id"), &package.id);
            let place = packages.place(row, packages.column("demand"));
            findings.push(Finding::new("W404", place).with("package", &package.id));
        }
    }
}

/// Sources whose conditions no need satisfies. Needs are looked at by the area where they live, so that an earmark on
/// areas looks only there.
fn warn_of_idle_sources(scenario: &Scenario, findings: &mut Findings) {
    let mut by_home: Vec<Vec<&Need>> = vec![Vec::new(); scenario.areas.len()];
    for need in &scenario.needs {
        if let Some(needs) = by_home.get_mut(scenario.home(need.beneficiary).get()) {
            needs.push(need);
        }
    }
    let is_covered = |source: &Source, home: usize| {
        let areas = &source.earmark.areas;
        areas.is_empty() || scenario.lineage(AreaIndex::new(home)).any(|area| areas.contains(&area))
    };
    let refusals = OpenRefusals::of(scenario);
    for (index, source) in scenario.sources() {
        let mut homes =
            by_home.iter().enumerate().filter(|(home, needs)| !needs.is_empty() && is_covered(source, *home));
        let is_useful = homes.any(|(_, needs)| needs.iter().any(|need| refusals.refusal(index, need).is_none()));
        if !is_useful {
            findings.push(Finding::new("W450", source.place.clone()).with("source", &source.id));
        }
    }
}

/// Under `basis = "unit"` a cheap unit weighs as much as a dear one.
fn warn_of_unit_basis(scenario: &Scenario, findings: &mut Findings) {
    if scenario.settings.weight.basis != WeightBasis::Unit {
        return;
    }
    let cheapest = scenario.needs.iter().min_by_key(|need| need.unit_cost);
    let dearest = scenario.needs.iter().max_by_key(|need| need.unit_cost);
    let (Some(cheapest), Some(dearest)) = (cheapest, dearest) else { return };
    if dearest.unit_cost > cheapest.unit_cost.times(10) {
        let id = |need: &Need| scenario.package(need.package).id.clone();
        let finding = settings::finding("W460", "weight.basis").with("cheapest", id(cheapest));
        let finding = finding.with("lowest", cheapest.unit_cost).with("dearest", id(dearest));
        findings.push(finding.with("highest", dearest.unit_cost));
    }
}
