//! `packages`: the catalogue of support. Refuses a package without a cost and a minimum above it.

use std::collections::BTreeSet;

use crate::domain::raw::TableName;
use crate::domain::{BeneficiaryKind, Demand, Grain, Package, Standard};
use crate::findings::{Findings, nearest};
use crate::input::{fold, headings};
use crate::units::Vnd;

use super::cells::{Cells, Column, Sheet};
use super::register::{Register, read_by_id};
use super::settings::set_of;
use super::words;

struct Columns {
    id: Column,
    name: Column,
    purpose: Column,
    unit_cost: Column,
    beneficiary: Column,
    indicators: Column,
    b1_gain: Column,
    classes: Column,
    requires: Column,
    excludes: Column,
    exclusive_group: Column,
    priority: Column,
    divisible: Column,
    min_amount: Column,
    demand: Column,
    account: Column,
}

impl Columns {
    fn find(sheet: &Sheet<'_>, findings: &mut Findings) -> Self {
        Self {
            id: sheet.require("id", findings),
            name: sheet.require("name", findings),
            purpose: sheet.require("purpose", findings),
            unit_cost: sheet.require("unit_cost", findings),
            beneficiary: sheet.column("beneficiary"),
            indicators: sheet.column("indicators"),
            b1_gain: sheet.column("b1_gain"),
            classes: sheet.column("classes"),
            requires: sheet.column("requires"),
            excludes: sheet.column("excludes"),
            exclusive_group: sheet.column("exclusive_group"),
            priority: sheet.column("priority"),
            divisible: sheet.column("divisible"),
            min_amount: sheet.column("min_amount"),
            demand: sheet.column("demand"),
            account: sheet.column("account"),
        }
    }
}

/// What indicator keys mean here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indicators<'f> {
    /// The standard in use.
    pub(super) standard: &'f Standard,
    /// Keys of every known standard.
    pub(super) known: &'f BTreeSet<String>,
}

/// Reads the table: sound packages by id.
pub(super) fn read<'a>(
    sheet: &Sheet<'a>,
    indicators: Indicators<'_>,
    findings: &mut Findings,
) -> (Vec<Package>, Register<'a>) {
    let columns = Columns::find(sheet, findings);
    read_by_id(sheet, columns.id, findings, |cells| read_row(cells, &columns, indicators))
}

fn read_row(cells: &mut Cells<'_, '_>, columns: &Columns, indicators: Indicators<'_>) -> Option<Package> {
    let tags = |cells: &Cells<'_, '_>, column| cells.list(column).map(str::to_owned).collect();
    cells.required(columns.unit_cost);
    let name = cells.required(columns.name).to_owned();
    let purpose = cells.required(columns.purpose).to_owned();
    let unit_cost = cells.positive_money(columns.unit_cost);
    let keys = keys_of(cells, columns.indicators, indicators.known);
    let beneficiary = cells.word(columns.beneficiary, words::BENEFICIARY_KINDS).unwrap_or_default();
    let demand = cells.word(columns.demand, words::DEMANDS).unwrap_or_default();
    if demand == Demand::Automatic && beneficiary == BeneficiaryKind::Commune {
        cells.push(cells.finding("E446", columns.demand).with("package", cells.text(columns.id)));
    }
    Some(Package {
        id: cells.text(columns.id).to_owned(),
        name,
        purpose,
        beneficiary,
        indicators: set_of(indicators.standard, &keys),
        names_indicators: cells.list(columns.indicators).next().is_some(),
        b1_gain: cells.not_negative(columns.b1_gain).unwrap_or(0.0),
        classes: cells.words(columns.classes, words::CLASSES).into_iter().collect(),
        requires: tags(cells, columns.requires),
        excludes: tags(cells, columns.excludes),
        exclusive_group: Some(cells.text(columns.exclusive_group).to_owned()).filter(|group| !group.is_empty()),
        priority: cells.positive(columns.priority).unwrap_or(1.0),
        grain: grain(cells, columns, unit_cost),
        demand,
        account: cells.word(columns.account, words::ACCOUNTS).unwrap_or_default(),
        unit_cost: unit_cost?,
    })
}

/// The indicators of a cell, each named by its key or by the heading of its column in the list of households.
fn keys_of<'f>(cells: &mut Cells<'_, '_>, column: Column, known: &'f BTreeSet<String>) -> Vec<&'f str> {
    let items: Vec<&str> = cells.list(column).collect();
    let mut keys = Vec::new();
    for item in items {
        let folded = fold(item);
        let is_meant = |key: &&String| fold(key) == folded || spellings(key).iter().any(|it| fold(it) == folded);
        match known.get(item).or_else(|| known.iter().find(is_meant)) {
            Some(key) => keys.push(key.as_str()),
            None => refuse_indicator(cells, column, (item, known)),
        }
    }
    cells.means(column, || keys.join("; "));
    keys
}

fn refuse_indicator(cells: &mut Cells<'_, '_>, column: Column, (item, known): (&str, &BTreeSet<String>)) {
    let words = known.iter().flat_map(|key| spellings(key).iter().copied().chain([key.as_str()]));
    let near = nearest(item, words).unwrap_or("—");
    let shown = known.iter().map(|key| match spellings(key).first() {
        Some(heading) => format!("{key} ({heading})"),
        None => key.clone(),
    });
    let expected = shown.collect::<Vec<_>>().join(" · ");
    let finding = cells.finding("E309", column).with("key", item).with("nearest", near);
    cells.push(finding.with("expected", expected));
}

/// The Vietnamese headings of an indicator's column; none of an indicator of the scenario's own.
fn spellings(key: &str) -> &'static [&'static str] {
    let columns = headings::columns_of(TableName::Households);
    columns.iter().find(|(known, _)| *known == key).map_or(&[], |(_, spellings)| *spellings)
}

fn grain(cells: &mut Cells<'_, '_>, columns: &Columns, unit_cost: Option<Vnd>) -> Grain {
    let is_divisible = cells.flag(columns.divisible);
    let min_amount = cells.positive_money(columns.min_amount);
    if let Some(unit_cost) = unit_cost.filter(|&cost| min_amount.is_some_and(|least| least > cost)) {
        cells.push(cells.finding("E408", columns.min_amount).with("cost", unit_cost));
    }
    if min_amount.is_some() && !is_divisible {
        cells.push(cells.finding("W409", columns.min_amount).with("package", cells.text(columns.id)));
    }
    if is_divisible { Grain::Divisible { min_amount: min_amount.unwrap_or(Vnd::new(1)) } } else { Grain::Whole }
}
