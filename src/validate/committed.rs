//! What commitments together may not do (page 3, C6): break an earmark, overdraw a source, pay more than was asked,
//! break an exclusive group or a cap. Each finding names the lines and the đồng.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Beneficiary, Commitment, Need, Scenario, Source, Worth};
use crate::eligibility::OpenRefusals;
use crate::findings::{Finding, Findings};
use crate::ids::{AreaIndex, NeedIndex, PackageIndex, SourceIndex};
use crate::units::Vnd;

use super::cells::{Column, Sheet};
use super::commitments::{Columns, pays_whole_units};

/// Judges the commitments of a scenario that is built and not yet trusted.
pub(super) struct Judge<'f, 'a> {
    /// The scenario.
    pub(super) scenario: &'f Scenario,
    /// The table.
    pub(super) sheet: &'f Sheet<'a>,
    /// Its columns.
    pub(super) columns: &'f Columns,
    /// Where findings go.
    pub(super) findings: &'f mut Findings,
}

/// Lines of a source for something, with their sum.
#[derive(Debug, Default, Clone)]
struct Sum {
    rows: Vec<u32>,
    dong: i128,
}

/// Packages of an exclusive group that a household has lines of.
#[derive(Debug, Default)]
struct Helped {
    packages: BTreeSet<PackageIndex>,
    rows: Vec<u32>,
}

impl Sum {
    fn add(&mut self, line: &Commitment) {
        self.rows.push(row_of(line));
        self.dong += i128::from(line.amount.dong());
    }

    fn last(&self) -> u32 {
        self.rows.iter().max().copied().unwrap_or(0)
    }
}

fn row_of(line: &Commitment) -> u32 {
    line.place.row.unwrap_or(0)
}

impl Judge<'_, '_> {
    /// Every judgement, one line each.
    pub(super) fn judge(&mut self) {
        self.earmarks();
        self.whole_units();
        self.overdraws();
        self.demand();
        self.groups();
        self.caps_of_households();
        self.caps_of_communes();
    }

    /// Lines that use up a source.
    fn paid(&self) -> impl Iterator<Item = (SourceIndex, &Source, &Need, &Commitment)> {
        self.scenario.commitments.iter().filter_map(|line| {
            let index = line.source?;
            Some((index, self.scenario.source(index), self.scenario.need(line.need), line))
        })
    }

    fn finding(&self, code: &'static str, row: u32, column: Column) -> Finding {
        Finding::new(code, self.sheet.place(row, column))
    }

    fn named(&self, finding: Finding, need: &Need) -> Finding {
        let finding = finding.with("beneficiary", self.scenario.beneficiary_id(need.beneficiary));
        finding.with("package", &self.scenario.package(need.package).id)
    }

    fn push(&mut self, findings: Vec<Finding>) {
        for finding in findings {
            self.findings.push(finding);
        }
    }

    fn earmarks(&mut self) {
        let refusals = OpenRefusals::of(self.scenario);
        let refused = self.paid().filter_map(|(index, source, need, line)| {
            let refusal = refusals.refusal(index, need)?;
            let finding = self.named(self.finding("E432", row_of(line), self.columns.source), need);
            Some(finding.with("source", &source.id).with("condition", refusal.column()))
        });
        let refused = refused.collect();
        self.push(refused);
    }

    /// A whole-unit or in-kind source pays units × cost exactly.
    fn whole_units(&mut self) {
        let wrong = self.paid().filter_map(|(_, source, need, line)| {
            let due = i128::from(line.units) * i128::from(need.unit_cost.dong());
            let is_wrong = pays_whole_units(source) && due != i128::from(line.amount.dong());
            let finding = || self.named(self.finding("E434", row_of(line), self.columns.amount), need);
            is_wrong.then(|| finding().with("source", &source.id).with("found", line.amount).with("expected", due))
        });
        let wrong = wrong.collect();
        self.push(wrong);
    }

    /// More is committed than the source gives (the whole of it, whatever of a pledge is expected).
    fn overdraws(&mut self) {
        let mut sums: BTreeMap<SourceIndex, Sum> = BTreeMap::new();
        for (index, _, _, line) in self.paid() {
            sums.entry(index).or_default().add(line);
        }
        let overdrawn = sums.into_iter().filter_map(|(index, sum)| {
            let source = self.scenario.source(index);
            let amount = i128::from(worth(self.scenario, source).dong());
            let finding = || self.finding("E433", sum.last(), self.columns.source).with("source", &source.id);
            (sum.dong > amount).then(|| over(finding(), &sum, amount))
        });
        let overdrawn = overdrawn.collect();
        self.push(overdrawn);
    }

    /// More is committed to a need than outside help has left of it.
    fn demand(&mut self) {
        let mut sums: BTreeMap<NeedIndex, Sum> = BTreeMap::new();
        for (_, _, _, line) in self.paid() {
            sums.entry(line.need).or_default().add(line);
        }
        let above = sums.into_iter().filter_map(|(index, sum)| {
            let need = self.scenario.need(index);
            let open = i128::from(need.open().dong());
            let finding = || self.named(self.finding("E435", sum.last(), self.columns.amount), need);
            (sum.dong > open).then(|| over(finding(), &sum, open))
        });
        let above = above.collect();
        self.push(above);
    }

    /// At most one package of an exclusive group for a household, outside help included.
    fn groups(&mut self) {
        let mut helped: BTreeMap<(Beneficiary, &String), Helped> = BTreeMap::new();
        for line in &self.scenario.commitments {
            let need = self.scenario.need(line.need);
            let is_household = matches!(need.beneficiary, Beneficiary::Household(_));
            let group = self.scenario.package(need.package).exclusive_group.as_ref();
            if let Some(group) = group.filter(|_| is_household) {
                let helped = helped.entry((need.beneficiary, group)).or_default();
                helped.packages.insert(need.package);
                helped.rows.push(row_of(line));
            }
        }
        let broken = helped.into_iter().filter(|(_, helped)| helped.packages.len() > 1);
        let broken = broken.map(|((beneficiary, group), Helped { packages, rows })| {
            let ids: Vec<&str> = packages.iter().map(|&it| self.scenario.package(it).id.as_str()).collect();
            let last = rows.iter().max().copied().unwrap_or(0);
            let finding = self.finding("E437", last, self.columns.package).with("group", group);
            let finding = finding.with("beneficiary", self.scenario.beneficiary_id(beneficiary));
            finding.with("packages", ids.join(", ")).with("rows", super::rows_named(rows))
        });
        let broken = broken.collect();
        self.push(broken);
    }

    /// `max_per_household`: over all packages of a household; per unit on a commune's request.
    fn caps_of_households(&mut self) {
        let mut sums: BTreeMap<(SourceIndex, Beneficiary, Option<NeedIndex>), Sum> = BTreeMap::new();
        for (index, source, need, line) in self.paid() {
            let request = matches!(need.beneficiary, Beneficiary::Commune(_)).then_some(line.need);
            if source.max_per_household.is_some() {
                sums.entry((index, need.beneficiary, request)).or_default().add(line);
            }
        }
        let above = sums.into_iter().filter_map(|((index, beneficiary, request), sum)| {
            let source = self.scenario.source(index);
            let limit = i128::from(source.max_per_household?.dong());
            let limit = match request.map(|need| self.scenario.need(need)) {
                None => limit,
                Some(need) => {
                    let units_times_cost = i128::from(need.open().dong());
                    (limit * units_times_cost).checked_div(i128::from(need.unit_cost.dong())).unwrap_or(0)
                }
            };
            let place = self.scenario.beneficiary_id(beneficiary);
            let finding = || self.finding("E438", sum.last(), self.columns.amount).with("source", &source.id);
            (sum.dong > limit).then(|| over(finding().with("beneficiary", place), &sum, limit))
        });
        let above = above.collect();
        self.push(above);
    }

    /// `max_per_commune`.
    fn caps_of_communes(&mut self) {
        let mut sums: BTreeMap<(SourceIndex, AreaIndex), Sum> = BTreeMap::new();
        for (index, source, need, line) in self.paid() {
            if source.max_per_commune.is_some() {
                sums.entry((index, self.scenario.commune(need.beneficiary))).or_default().add(line);
            }
        }
        let above = sums.into_iter().filter_map(|((index, commune), sum)| {
            let source = self.scenario.source(index);
            let limit = i128::from(source.max_per_commune?.dong());
            let code = &self.scenario.area(commune).code;
            let finding = || self.finding("E439", sum.last(), self.columns.amount).with("source", &source.id);
            (sum.dong > limit).then(|| over(finding().with("commune", code), &sum, limit))
        });
        let above = above.collect();
        self.push(above);
    }
}

/// The facts of too much: what is committed, what may be, the excess, the lines.
fn over(finding: Finding, sum: &Sum, limit: i128) -> Finding {
    let finding = finding.with("committed", sum.dong).with("limit", limit).with("excess", sum.dong - limit);
    finding.with("rows", super::rows_named(sum.rows.iter().copied()))
}

/// What a source gives in full, goods at the package's cost. Totals are bounded by now.
fn worth(scenario: &Scenario, source: &Source) -> Vnd {
    match source.worth {
        Worth::Cash(amount) => amount,
        Worth::Goods { package, quantity } => scenario.package(package).unit_cost.times(quantity),
    }
}
