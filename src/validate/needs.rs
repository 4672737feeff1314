//! `needs`: who asks for what, and the demand that automatic packages derive. Refuses a need that stands twice and a
//! request that its package refuses.

use std::cmp::Ordering;

use crate::domain::{Beneficiary, Demand, Need, Package};
use crate::findings::{Finding, Findings, Place};
use crate::ids::{HouseholdIndex, PackageIndex};

use super::cells::{Cells, Column, Sheet};
use super::known::Known;
use super::service::{Request, needs_automatically};
use super::words;

struct Columns {
    beneficiary: Column,
    package: Column,
    quantity: Column,
    class: Column,
    unit_cost: Column,
    priority: Column,
}

/// All needs, sorted by (beneficiary's id, package's id), before commitments add theirs.
pub(super) fn read<'a>(sheet: &Sheet<'a>, known: &Known<'a>, findings: &mut Findings) -> Vec<Need> {
    let columns = Columns {
        beneficiary: sheet.require("beneficiary", findings),
        package: sheet.require("package", findings),
        quantity: sheet.column("quantity"),
        class: sheet.column("class"),
        unit_cost: sheet.column("unit_cost"),
        priority: sheet.column("priority"),
    };
    let mut needs: Vec<Need> = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let mut cells = sheet.open(row, findings);
        let need = read_row(&mut cells, &columns, known);
        needs.extend(need);
    }
    refuse_twice(known, (sheet, columns.package), &mut needs, findings);
    // Requested rows come first, and the sort is stable: they override the automatic need of their pair.
    add_automatic(known, &mut needs);
    sort(known, &mut needs);
    needs.dedup_by_key(|need| (need.beneficiary, need.package));
    needs
}

/// Sorts needs by (beneficiary's id, package's id); a package's position is the order of its id.
pub(super) fn sort(known: &Known<'_>, needs: &mut [Need]) {
    let ids = |one: Beneficiary, other: Beneficiary| match (one, other) {
        (Beneficiary::Household(one), Beneficiary::Household(other)) => one.cmp(&other),
        (Beneficiary::Commune(one), Beneficiary::Commune(other)) => one.cmp(&other),
        _ => known.id_of(one).cmp(known.id_of(other)),
    };
    needs.sort_by(|one, other| -> Ordering {
        ids(one.beneficiary, other.beneficiary).then_with(|| one.package.cmp(&other.package))
    });
}

/// Reads a row. A row with an error still makes its need as far as it can be known, so that commitments to it are
/// not judged as if nobody had asked.
fn read_row<'a>(cells: &mut Cells<'a, '_>, columns: &Columns, known: &Known<'a>) -> Option<Need> {
    let beneficiary_id = cells.required(columns.beneficiary);
    let package_id = cells.required(columns.package);
    let named = |id: &str| !id.is_empty();
    let beneficiary =
        named(beneficiary_id).then(|| known.beneficiary(cells, columns.beneficiary, beneficiary_id)).flatten();
    let package = named(package_id).then(|| known.package(cells, columns.package, package_id)).flatten();
    let quantity = cells.count(columns.quantity, 1);
    let class = cells.word(columns.class, words::CLASSES);
    let own_cost = cells.positive_money(columns.unit_cost);
    let priority = cells.positive(columns.priority);
    let (beneficiary, index) = (beneficiary?, package?);
    let package = known.package_at(index);
    judge_request(cells, columns, Request { known, beneficiary, package, class });
    Some(Need {
        quantity: quantity.unwrap_or(1),
        class,
        unit_cost: own_cost.unwrap_or(package.unit_cost),
        has_own_cost: own_cost.is_some_and(|cost| cost != package.unit_cost),
        priority: priority.unwrap_or(package.priority),
        place: cells.place(),
        ..blank(beneficiary, (index, package), Place::default())
    })
}

/// One unit of a package for a beneficiary, as the package has it.
pub(super) fn blank(beneficiary: Beneficiary, package: (PackageIndex, &Package), place: Place) -> Need {
    let (index, package) = package;
    Need {
        beneficiary,
        package: index,
        quantity: 1,
        class: None,
        unit_cost: package.unit_cost,
        has_own_cost: false,
        priority: package.priority,
        outside: crate::units::Vnd::ZERO,
        place,
    }
}

/// What a household may not ask, and what its package refuses.
fn judge_request(cells: &mut Cells<'_, '_>, columns: &Columns, request: Request<'_>) {
    if matches!(request.beneficiary, Beneficiary::Household(_)) {
        if cells.is_given(columns.class) && request.class.is_some() {
            cells.push(cells.finding("E415", columns.class).with("beneficiary", cells.text(columns.beneficiary)));
        }
        let quantity = super::numbers::count(cells.text(columns.quantity));
        if quantity.is_some_and(|quantity| quantity > 1) {
            let finding = cells.finding("E414", columns.quantity);
            cells.push(
                finding.with("beneficiary", cells.text(columns.beneficiary)).with("package", &request.package.id),
            );
        }
    }
    if let Some(refusal) = request.refusal() {
        cells.push(request.finding(refusal, cells.place_of(columns.package)));
    }
}

/// One row per (beneficiary, package).
fn refuse_twice(known: &Known<'_>, column: (&Sheet<'_>, Column), needs: &mut Vec<Need>, findings: &mut Findings) {
    let key = |need: &Need| (need.beneficiary, need.package);
    needs.sort_by(|one, other| key(one).cmp(&key(other)).then_with(|| one.place.cmp(&other.place)));
    for pair in needs.windows(2) {
        let [one, other] = pair else { continue };
        if key(one) == key(other) {
            let place = column.0.place_beside(&other.place, column.1);
            let finding = Finding::new("E402", place).with("first", one.place.row_beside(&other.place));
            let finding = finding.with("beneficiary", known.id_of(one.beneficiary));
            findings.push(finding.with("package", &known.package_at(one.package).id));
        }
    }
    needs.dedup_by_key(|need| key(need));
}

fn add_automatic(known: &Known<'_>, needs: &mut Vec<Need>) {
    let automatic: Vec<(PackageIndex, &Package)> = known
        .packages
        .iter()
        .enumerate()
        .filter(|(_, package)| package.demand == Demand::Automatic)
        .map(|(position, package)| (PackageIndex::new(position), package))
        .collect();
    for (position, household) in known.households.iter().enumerate() {
        let beneficiary = Beneficiary::Household(HouseholdIndex::new(position));
        for &package in automatic.iter().filter(|(_, package)| needs_automatically(package, household)) {
            needs.push(blank(beneficiary, package, household.place.clone()));
        }
    }
}
