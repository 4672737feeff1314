//! `sources`: what funds, donors and agencies give, and on which conditions. Refuses a source with both or neither of
//! amount and goods, and conditions that name what is not there.

use std::collections::BTreeSet;

use crate::domain::{Account, Beneficiary, BeneficiaryKind, Earmark, Source, SourceKind, SourceStatus, Worth};
use crate::findings::Findings;
use crate::units::Share;

use super::cells::{Cells, Column, Sheet};
use super::known::Known;
use super::register::{Register, read_by_id};
use super::settings::FundingShares;
use super::words;

struct Columns {
    id: Column,
    name: Column,
    kind: Column,
    amount: Column,
    goods: Column,
    quantity: Column,
    status: Column,
    rate: Column,
    account: Column,
    areas: Column,
    purposes: Column,
    packages: Column,
    classes: Column,
    tags: Column,
    beneficiaries: Column,
    reserve: Column,
    whole_units: Column,
    max_per_household: Column,
    max_per_commune: Column,
    max_partners: Column,
}

impl Columns {
    fn find(sheet: &Sheet<'_>, findings: &mut Findings) -> Self {
        Self {
            id: sheet.require("id", findings),
            name: sheet.require("name", findings),
            kind: sheet.require("kind", findings),
            amount: sheet.column("amount"),
            goods: sheet.column("goods"),
            quantity: sheet.column("quantity"),
            status: sheet.column("status"),
            rate: sheet.column("rate"),
            account: sheet.column("account"),
            areas: sheet.column("areas"),
            purposes: sheet.column("purposes"),
            packages: sheet.column("packages"),
            classes: sheet.column("classes"),
            tags: sheet.column("tags"),
            beneficiaries: sheet.column("beneficiaries"),
            reserve: sheet.column("reserve"),
            whole_units: sheet.column("whole_units"),
            max_per_household: sheet.column("max_per_household"),
            max_per_commune: sheet.column("max_per_commune"),
            max_partners: sheet.column("max_partners"),
        }
    }
}

/// What rows are read against.
struct Context<'f, 'a> {
    columns: Columns,
    known: &'f Known<'a>,
    shares: FundingShares,
}

/// Reads the table: sound sources by id.
pub(super) fn read<'a>(
    sheet: &Sheet<'a>,
    known: &Known<'a>,
    shares: FundingShares,
    findings: &mut Findings,
) -> (Vec<Source>, Register<'a>) {
    let context = Context { columns: Columns::find(sheet, findings), known, shares };
    read_by_id(sheet, context.columns.id, findings, |cells| context.read_row(cells))
}

impl<'a> Context<'_, 'a> {
    fn read_row(&self, cells: &mut Cells<'a, '_>) -> Option<Source> {
        let columns = &self.columns;
        let name = cells.required(columns.name).to_owned();
        let kind = cells.required_word(columns.kind, words::SOURCE_KINDS);
        let worth = self.worth(cells);
        let status = cells.word(columns.status, words::SOURCE_STATUSES).unwrap_or_default();
        let (rate, reserve) = self.shares_of(cells, status, kind);
        let earmark = self.earmark(cells);
        self.judge_goods(cells, worth, &earmark);
        Some(Source {
            id: cells.text(columns.id).to_owned(),
            name,
            status,
            rate,
            account: cells.word(columns.account, words::ACCOUNTS).unwrap_or(Account::Poverty),
            earmark,
            reserve,
            whole_units: cells.flag(columns.whole_units),
            max_per_household: cells.money(columns.max_per_household),
            max_per_commune: cells.money(columns.max_per_commune),
            max_partners: cells.count(columns.max_partners, 0),
            place: cells.place(),
            kind: kind?,
            worth: worth?,
        })
    }

    /// Exactly one of `amount` and `goods`; goods have a quantity, money has none.
    fn worth(&self, cells: &mut Cells<'a, '_>) -> Option<Worth> {
        let Columns { amount, goods, quantity, .. } = self.columns;
        let count = cells.count(quantity, 0);
        let cash = cells.money(amount).map(Worth::Cash);
        let id = cells.text(goods);
        let package = if id.is_empty() { None } else { self.known.package(cells, goods, id) };
        match (cells.is_given(amount), cells.is_given(goods)) {
            (true, true) => cells.push(cells.finding("E403", goods)),
            (false, false) => cells.push(cells.finding("E404", amount)),
            (true, false) if cells.is_given(quantity) => cells.push(cells.finding("E405", quantity)),
            (false, true) if !cells.is_given(quantity) => cells.push(cells.finding("E406", quantity)),
            _ => {}
        }
        let in_kind = || package.zip(count).map(|(package, quantity)| Worth::Goods { package, quantity });
        cash.or_else(in_kind)
    }

    /// Expected fulfilment and reserve, exact; received money is there in full.
    fn shares_of(&self, cells: &mut Cells<'a, '_>, status: SourceStatus, kind: Option<SourceKind>) -> (Share, Share) {
        let own_rate = cells.share(self.columns.rate);
        let rate = match status {
            SourceStatus::Received => Share::ONE,
            SourceStatus::Pledged => own_rate.unwrap_or(self.shares.pledge_rate),
        };
        let usual = if kind == Some(SourceKind::Fund) { self.shares.fund_reserve } else { Share::ZERO };
        (rate, cells.share(self.columns.reserve).unwrap_or(usual))
    }

    fn earmark(&self, cells: &mut Cells<'a, '_>) -> Earmark {
        let Columns { areas, packages, beneficiaries, .. } = self.columns;
        let texts = |cells: &Cells<'_, '_>, column| cells.list(column).map(str::to_owned).collect();
        let codes: Vec<&'a str> = cells.list(areas).collect();
        let ids: Vec<&'a str> = cells.list(packages).collect();
        let names: Vec<&'a str> = cells.list(beneficiaries).collect();
        Earmark {
            areas: codes.into_iter().filter_map(|code| self.known.area(cells, areas, code)).collect(),
            purposes: texts(cells, self.columns.purposes),
            packages: ids.into_iter().filter_map(|id| self.known.package(cells, packages, id)).collect(),
            classes: cells.words(self.columns.classes, words::CLASSES).into_iter().collect(),
            tags: texts(cells, self.columns.tags),
            beneficiaries: self.beneficiaries(cells, beneficiaries, names),
        }
    }

    fn beneficiaries(&self, cells: &mut Cells<'a, '_>, column: Column, names: Vec<&'a str>) -> BTreeSet<Beneficiary> {
        names.into_iter().filter_map(|name| self.known.beneficiary(cells, column, name)).collect()
    }

    /// Goods for communes cannot be tied to households.
    fn judge_goods(&self, cells: &mut Cells<'a, '_>, worth: Option<Worth>, earmark: &Earmark) {
        let Some(Worth::Goods { package, .. }) = worth else { return };
        let is_for_communes = self.known.package_at(package).beneficiary == BeneficiaryKind::Commune;
        let household = earmark.beneficiaries.iter().find(|it| matches!(it, Beneficiary::Household(_)));
        if let Some(&household) = household.filter(|_| is_for_communes) {
            let finding = cells.finding("E407", self.columns.goods);
            cells.push(finding.with("beneficiary", self.known.id_of(household)));
        }
    }
}
