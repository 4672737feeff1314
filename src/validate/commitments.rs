//! `commitments`: lines already promised, paid, or given by others. Each finds its need or makes it; outside help
//! meets units. What the lines together may not do is judged in [`super::committed`].

use std::collections::BTreeMap;

use crate::domain::{Beneficiary, Commitment, CommitmentStatus, Grain, Need, Source, Worth};
use crate::findings::{Finding, Findings};
use crate::ids::{NeedIndex, PackageIndex, SourceIndex};
use crate::units::Vnd;

use super::cells::{Cells, Column, Sheet};
use super::known::find;
use super::needs;
use super::pairings::References;
use super::service::{NotServed, Request};
use super::words;

/// Columns of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// `source`.
    pub(super) source: Column,
    /// `beneficiary`.
    pub(super) beneficiary: Column,
    /// `package`.
    pub(super) package: Column,
    /// `units`.
    pub(super) units: Column,
    /// `amount`.
    pub(super) amount: Column,
    /// `status`.
    pub(super) status: Column,
    /// `date`.
    date: Column,
}

/// A sound line, its need not yet found.
#[derive(Debug, Clone)]
pub(super) struct Line {
    source: Option<SourceIndex>,
    beneficiary: Beneficiary,
    package: PackageIndex,
    units: u32,
    amount: Vnd,
    status: CommitmentStatus,
    row: u32,
}

impl Line {
    const fn pair(&self) -> (Beneficiary, PackageIndex) {
        (self.beneficiary, self.package)
    }
}

/// Finds the columns.
pub(super) fn columns(sheet: &Sheet<'_>, findings: &mut Findings) -> Columns {
    Columns {
        source: sheet.column("source"),
        beneficiary: sheet.require("beneficiary", findings),
        package: sheet.require("package", findings),
        units: sheet.column("units"),
        amount: sheet.require("amount", findings),
        status: sheet.require("status", findings),
        date: sheet.column("date"),
    }
}

/// Reads the sound lines in file order.
pub(super) fn read<'a>(
    sheet: &Sheet<'a>,
    columns: &Columns,
    references: &References<'_, 'a>,
    findings: &mut Findings,
) -> Vec<Line> {
    let mut lines = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let mut cells = sheet.open(row, findings);
        let line = read_row(&mut cells, columns, references);
        lines.extend(line.filter(|_| cells.is_sound()));
    }
    lines
}

fn read_row<'a>(cells: &mut Cells<'a, '_>, columns: &Columns, references: &References<'_, 'a>) -> Option<Line> {
    let known = references.known;
    let beneficiary = match cells.required(columns.beneficiary) {
        "" => None,
        id => known.beneficiary(cells, columns.beneficiary, id),
    };
    let package = match cells.required(columns.package) {
        "" => None,
        id => known.package(cells, columns.package, id),
    };
    let status = cells.required_word(columns.status, words::COMMITMENT_STATUSES);
    let source = match cells.text(columns.source) {
        "" => None,
        id => find(references.source_ids, "sources", cells, columns.source, id),
    };
    match (status, cells.is_given(columns.source)) {
        (Some(CommitmentStatus::Outside), true) => cells.push(cells.finding("E430", columns.source)),
        (Some(CommitmentStatus::Promised | CommitmentStatus::Disbursed), false) => {
            cells.push(cells.finding("E431", columns.source));
        }
        _ => {}
    }
    let units = cells.count(columns.units, 1).unwrap_or(1);
    cells.required(columns.amount);
    let amount = cells.positive_money(columns.amount);
    cells.date(columns.date);
    Some(Line {
        source: source.map(SourceIndex::new),
        beneficiary: beneficiary?,
        package: package?,
        units,
        amount: amount?,
        status: status?,
        row: cells.number(),
    })
}

/// Lines on their way into a scenario.
pub(super) struct Booking<'f, 'a> {
    /// The table.
    pub(super) sheet: &'f Sheet<'a>,
    /// Its columns.
    pub(super) columns: &'f Columns,
    /// What lines refer to.
    pub(super) references: &'f References<'f, 'a>,
    /// Where findings go.
    pub(super) findings: &'f mut Findings,
}

impl Booking<'_, '_> {
    /// Adds the needs that lines make: those of pairs that nobody asked for.
    pub(super) fn make_needs(&mut self, lines: &[Line], asked: &mut Vec<Need>) {
        let known = self.references.known;
        let mut missing: BTreeMap<(Beneficiary, PackageIndex), Vec<&Line>> = BTreeMap::new();
        for line in lines.iter().filter(|line| position(known, asked, line.pair()).is_none()) {
            missing.entry(line.pair()).or_default().push(line);
        }
        let is_any = !missing.is_empty();
        for ((beneficiary, index), lines) in missing {
            let Some(first) = lines.first() else { continue };
            let package = (index, known.package_at(index));
            let place = self.sheet.place(first.row, self.columns.package);
            let need = needs::blank(beneficiary, package, super::place_of_row(&place));
            asked.push(Need { quantity: self.quantity(&lines), ..need });
            self.judge_made(beneficiary, index, &lines);
        }
        if is_any {
            needs::sort(known, asked);
        }
    }

    /// The sum of the units of whole-unit, in-kind and outside lines, or the largest units of the others if more.
    fn quantity(&self, lines: &[&Line]) -> u32 {
        let (counted, others): (Vec<&Line>, Vec<&Line>) =
            lines.iter().partition(|line| line.source.is_none_or(|source| self.pays_whole_units(source)));
        let sum = counted.iter().fold(0_u32, |sum, line| sum.saturating_add(line.units));
        others.iter().map(|line| line.units).max().map_or(sum, |largest| sum.max(largest))
    }

    fn pays_whole_units(&self, source: SourceIndex) -> bool {
        self.references.sources.get(source.get()).is_some_and(pays_whole_units)
    }

    /// A made need asks for one unit for a household, and not for what only communes get; other conditions of the
    /// package are a warning, since what was promised stands.
    fn judge_made(&mut self, beneficiary: Beneficiary, index: PackageIndex, lines: &[&Line]) {
        let Some(first) = lines.first() else { return };
        let known = self.references.known;
        let request = Request { known, beneficiary, package: known.package_at(index), class: None };
        let place = self.sheet.place(first.row, self.columns.package);
        match request.refusal() {
            Some(NotServed::CommunesOnly) => {
                self.findings.push(request.finding(NotServed::CommunesOnly, place));
            }
            Some(refusal) => {
                let mut finding = request.finding(refusal, place);
                finding = Finding { facts: finding.facts, ..Finding::new("W445", finding.place) };
                self.findings.push(finding);
            }
            None => {}
        }
        let quantity = self.quantity(lines);
        if quantity > 1 && matches!(beneficiary, Beneficiary::Household(_)) {
            let last = lines.last().map_or(first.row, |line| line.row);
            let finding = Finding::new("E414", self.sheet.place(last, self.columns.units)).with("found", quantity);
            let finding = finding.with("beneficiary", known.id_of(beneficiary));
            self.findings.push(finding.with("package", &request.package.id));
        }
    }

    /// The lines as commitments, and what outside help has met on the needs. Totals are bounded by now.
    pub(super) fn book(&mut self, lines: &[Line], asked: &mut [Need]) -> Vec<Commitment> {
        let mut commitments = Vec::with_capacity(lines.len());
        let mut outside: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
        for line in lines {
            let Some(need) = position(self.references.known, asked, line.pair()) else { continue };
            if line.status == CommitmentStatus::Outside {
                outside.entry(need).or_default().push(line);
            }
            commitments.push(Commitment {
                source: line.source,
                need: NeedIndex::new(need),
                units: line.units,
                amount: line.amount,
                status: line.status,
                place: super::place_of_row(&self.sheet.place(line.row, self.columns.amount)),
            });
        }
        for (need, lines) in outside {
            if let Some(need) = asked.get_mut(need) {
                self.meet(need, &lines);
            }
        }
        commitments.sort_by(|one, other| {
            let key = |it: &Commitment| (it.need, it.source, it.status, it.amount, it.units, it.place.row);
            key(one).cmp(&key(other))
        });
        commitments
    }

    /// What outside help has met: whole units whatever they cost, of a divisible need the amount; never above what
    /// was asked.
    fn meet(&mut self, need: &mut Need, lines: &[&Line]) {
        let is_divisible = matches!(self.references.known.package_at(need.package).grain, Grain::Divisible { .. });
        let of_line = |line: &&Line| {
            if is_divisible {
                i128::from(line.amount.dong())
            } else {
                i128::from(line.units) * i128::from(need.unit_cost.dong())
            }
        };
        let met: i128 = lines.iter().map(of_line).sum();
        let asked = need.asked();
        need.outside = i64::try_from(met).map_or(asked, Vnd::new).min(asked);
        if met > i128::from(asked.dong()) {
            let column = if is_divisible { self.columns.amount } else { self.columns.units };
            let last = lines.last().map_or(0, |line| line.row);
            let known = self.references.known;
            let finding = Finding::new("E436", self.sheet.place(last, column));
            let finding = finding.with("beneficiary", known.id_of(need.beneficiary));
            let finding = finding.with("package", &known.package_at(need.package).id);
            let rows = super::rows_named(lines.iter().map(|line| line.row));
            self.findings.push(finding.with("outside", met).with("asked", asked).with("rows", rows));
        }
    }
}

/// Whether a source pays whole units alone: one that says so, or goods.
pub(super) const fn pays_whole_units(source: &Source) -> bool {
    source.whole_units || matches!(source.worth, Worth::Goods { .. })
}

/// The position of a pair among sorted needs.
fn position(known: &super::known::Known<'_>, asked: &[Need], pair: (Beneficiary, PackageIndex)) -> Option<usize> {
    let id = known.id_of(pair.0);
    asked.binary_search_by(|need| known.id_of(need.beneficiary).cmp(id).then(need.package.cmp(&pair.1))).ok()
}
