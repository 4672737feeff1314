//! `packages`: the catalogue of support. Refuses a package without a cost and a minimum above it.

use std::collections::BTreeSet;

use crate::domain::{BeneficiaryKind, Demand, Grain, Package, Standard};
use crate::findings::{Findings, nearest};
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
    judge_indicators(cells, columns, indicators);
    let keys: Vec<&str> = cells.list(columns.indicators).collect();
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
        names_indicators: !keys.is_empty(),
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

fn judge_indicators(cells: &mut Cells<'_, '_>, columns: &Columns, indicators: Indicators<'_>) {
    let unknown: Vec<&str> = cells.list(columns.indicators).filter(|&key| !indicators.known.contains(key)).collect();
    for key in unknown {
        let near = nearest(key, indicators.known.iter().map(String::as_str)).unwrap_or("—");
        cells.push(cells.finding("E309", columns.indicators).with("key", key).with("nearest", near));
    }
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
