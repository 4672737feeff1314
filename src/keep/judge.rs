//! What the promises may not do together with the scenario's own commitments (page 3, C6): break an earmark, overdraw
//! a source, pay more than is open, part a whole unit, break an exclusive group or a cap. The scenario's own lines are
//! sound, so whatever is broken is named by lines of the earlier run.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;
use super::promised;
use crate::domain::{Beneficiary, Commitment, Need, Scenario, Source, Worth};
use crate::eligibility::OpenRefusals;
use crate::findings::{Finding, Findings, Place};
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// Promises for what the scenario has not committed already from the same source to the same need.
pub(super) fn added(scenario: &Scenario, lines: &[Line]) -> Vec<Commitment> {
    let mut committed: BTreeMap<(SourceIndex, NeedIndex), Vnd> = BTreeMap::new();
    for line in &scenario.commitments {
        if let Some(source) = line.source {
            *committed.entry((source, line.need)).or_default() += line.amount;
        }
    }
    let above = |line: &Line| {
        let before = committed.get(&(line.source, line.need)).copied().unwrap_or_default();
        let above = line.amount.saturating_sub(before);
        (above > Vnd::ZERO).then(|| promised(scenario, line, above))
    };
    lines.iter().filter_map(above).collect()
}

/// Everything that the promises break.
pub(super) fn findings(scenario: &Scenario, added: &[Commitment]) -> Findings {
    let judge = Judge { scenario, added };
    let mut findings = Findings::default();
    let all = [
        judge.earmarks(),
        judge.overdraws(),
        judge.demand(),
        judge.whole_units(),
        judge.groups(),
        judge.caps_of_households(),
        judge.caps_of_communes(),
    ];
    for finding in all.into_iter().flatten() {
        findings.push(finding);
    }
    findings
}

struct Judge<'a> {
    scenario: &'a Scenario,
    added: &'a [Commitment],
}

/// What is committed to something in all, and where the earlier run's lines of it stand.
#[derive(Debug, Default)]
struct Sum {
    dong: i128,
    places: Vec<Place>,
}

impl Judge<'_> {
    /// Sums by a key of the lines that have a source; only those with a line of the earlier run.
    fn sums<K: Ord>(&self, key: impl Fn(SourceIndex, &Commitment) -> Option<K>) -> BTreeMap<K, Sum> {
        let mut sums: BTreeMap<K, Sum> = BTreeMap::new();
        let before = self.scenario.commitments.iter().map(|line| (line, false));
        for (line, is_added) in before.chain(self.added.iter().map(|line| (line, true))) {
            let Some(key) = line.source.and_then(|source| key(source, line)) else { continue };
            let sum = sums.entry(key).or_default();
            sum.dong += i128::from(line.amount.dong());
            if is_added {
                sum.places.push(line.place.clone());
            }
        }
        sums.retain(|_, sum| !sum.places.is_empty());
        sums
    }

    fn named(&self, code: &'static str, place: &Place, need: &Need) -> Finding {
        self.with_need(Finding::new(code, place.clone()), need)
    }

    fn earmarks(&self) -> Vec<Finding> {
        let refusals = OpenRefusals::of(self.scenario);
        let refused = self.added.iter().filter_map(|line| {
            let (source, need) = (self.scenario.source(line.source?), self.scenario.need(line.need));
            let refusal = refusals.refusal(line.source?, need)?;
            let finding = self.named("E512", &line.place, need).with("source", &source.id);
            Some(finding.with("condition", refusal.column()))
        });
        refused.collect()
    }

    fn overdraws(&self) -> Vec<Finding> {
        let sums = self.sums(|source, _| Some(source));
        let overdrawn = sums.into_iter().filter_map(|(index, sum)| {
            let source = self.scenario.source(index);
            let limit = worth(self.scenario, source);
            over("E513", &sum, limit).map(|finding| finding.with("source", &source.id))
        });
        overdrawn.collect()
    }

    fn demand(&self) -> Vec<Finding> {
        let sums = self.sums(|_, line| Some(line.need));
        let above = sums.into_iter().filter_map(|(index, sum)| {
            let need = self.scenario.need(index);
            over("E514", &sum, i128::from(need.open().dong())).map(|finding| self.with_need(finding, need))
        });
        above.collect()
    }

    fn with_need(&self, finding: Finding, need: &Need) -> Finding {
        let finding = finding.with("beneficiary", self.scenario.beneficiary_id(need.beneficiary));
        finding.with("package", &self.scenario.package(need.package).id)
    }

    fn whole_units(&self) -> Vec<Finding> {
        let parted = self.added.iter().filter_map(|line| {
            let (source, need) = (self.scenario.source(line.source?), self.scenario.need(line.need));
            let is_whole = need.unit_cost.times(line.units) == line.amount;
            let finding = || self.named("E515", &line.place, need).with("source", &source.id);
            (source.pays_whole_units() && !is_whole)
                .then(|| finding().with("found", line.amount).with("cost", need.unit_cost))
        });
        parted.collect()
    }

    /// At most one package of an exclusive group for a household, outside help included.
    fn groups(&self) -> Vec<Finding> {
        let mut helped: BTreeMap<(Beneficiary, &str), BTreeSet<NeedIndex>> = BTreeMap::new();
        for line in self.scenario.commitments.iter().chain(self.added) {
            if let Some(group) = self.scenario.exclusive_group(line.need) {
                helped.entry(group).or_default().insert(line.need);
            }
        }
        let broken = self.added.iter().filter_map(|line| {
            let (beneficiary, group) = self.scenario.exclusive_group(line.need)?;
            let needs = helped.get(&(beneficiary, group)).filter(|needs| needs.len() > 1)?;
            let packages: Vec<&str> =
                needs.iter().map(|&need| self.scenario.package(self.scenario.need(need).package).id.as_str()).collect();
            let finding = Finding::new("E516", line.place.clone()).with("group", group);
            let finding = finding.with("beneficiary", self.scenario.beneficiary_id(beneficiary));
            Some(finding.with("packages", packages.join(", ")))
        });
        broken.collect()
    }

    /// Over all packages of a household; per unit on a commune's request.
    fn caps_of_households(&self) -> Vec<Finding> {
        let sums = self.sums(|source, line| {
            let beneficiary = self.scenario.need(line.need).beneficiary;
            let request = matches!(beneficiary, Beneficiary::Commune(_)).then_some(line.need);
            self.scenario.source(source).max_per_household.map(|cap| (source, beneficiary, request, cap))
        });
        let above = sums.into_iter().filter_map(|((source, beneficiary, request, cap), sum)| {
            let cap = i128::from(cap.dong());
            let limit = request.map_or(Some(cap), |need| {
                let need = self.scenario.need(need);
                (cap * i128::from(need.open().dong())).checked_div(i128::from(need.unit_cost.dong()))
            });
            let finding = over("E517", &sum, limit.unwrap_or_default())?;
            let finding = finding.with("source", &self.scenario.source(source).id);
            Some(finding.with("beneficiary", self.scenario.beneficiary_id(beneficiary)))
        });
        above.collect()
    }

    fn caps_of_communes(&self) -> Vec<Finding> {
        let sums = self.sums(|source, line| {
            let commune = self.scenario.commune(self.scenario.need(line.need).beneficiary);
            self.scenario.source(source).max_per_commune.map(|cap| (source, commune, cap))
        });
        let above = sums.into_iter().filter_map(|((source, commune, cap), sum)| {
            let finding = over("E518", &sum, i128::from(cap.dong()))?;
            let finding = finding.with("source", &self.scenario.source(source).id);
            Some(finding.with("commune", &self.scenario.area(commune).code))
        });
        above.collect()
    }
}

/// Too much: at the last line, with what is committed, what may be, the excess, and the first ten lines.
fn over(code: &'static str, sum: &Sum, limit: i128) -> Option<Finding> {
    let place = sum.places.iter().max_by_key(|place| place.row).filter(|_| sum.dong > limit)?;
    let mut rows: Vec<u32> = sum.places.iter().filter_map(|place| place.row).collect();
    rows.sort_unstable();
    let more = if rows.len() > 10 { ", …" } else { "" };
    let named: Vec<String> = rows.iter().take(10).map(u32::to_string).collect();
    let finding = Finding::new(code, Place { column: Some("amount".to_owned()), ..place.clone() });
    let finding = finding.with("committed", sum.dong).with("limit", limit).with("excess", sum.dong - limit);
    Some(finding.with("rows", format!("{}{more}", named.join(", "))))
}

/// What a source gives in full, in đồng; goods at the package's cost.
fn worth(scenario: &Scenario, source: &Source) -> i128 {
    let amount = match source.worth {
        Worth::Cash(amount) => amount,
        Worth::Goods { package, quantity } => scenario.package(package).unit_cost.times(quantity),
    };
    i128::from(amount.dong())
}
