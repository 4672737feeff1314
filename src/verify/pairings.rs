//! `pairings.csv`: ids, status and value of every row, and the value that `summary.json` states for the stage. Whether
//! the pairing is allowed is judged by `c8_pairings`.

use std::collections::BTreeMap;

use super::Evidence;
use super::case::Case;
use super::eligibility::refused;
use super::exact::decimal;
use super::report::Report;
use crate::domain::Beneficiary;
use crate::ids::{AreaIndex, NeedIndex, SourceIndex};

const FILE: &str = "pairings.csv";

/// What the written pairs are worth.
pub(super) struct Worth {
    open: BTreeMap<(SourceIndex, Beneficiary), i128>,
    with_most: Vec<bool>,
    /// Σ value × severity × min(1, open ÷ B); `None` where nothing is paired.
    pub(super) total: Option<f64>,
}

impl Worth {
    /// Adds up what every written pair could take.
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let (case, bonds) = (evidence.case, evidence.bonds);
        let with_most = case.scenario.sources.iter().map(|source| source.max_partners.is_some()).collect();
        let needs = needs_of_communes(case);
        let mut worth = Self { open: BTreeMap::new(), with_most, total: None };
        let mut total = 0.0;
        for &(source, place) in bonds.rows.iter().flatten() {
            let Some(bond) = bonds.of_source.get(&source) else { continue };
            let row = case.scenario.source(source);
            let nearby = needs.get(&case.scenario.commune(place)).into_iter().flatten();
            let mine = nearby.filter(|&&need| {
                let need = case.scenario.need(need);
                bond.place(case, need.beneficiary) == place && refused(case.scenario, row, need).is_none()
            });
            let open: Vec<i128> = mine.map(|&need| case.ask(need).asked - case.ask(need).outside).collect();
            let sum: i128 = open.iter().sum();
            if !open.is_empty() {
                worth.open.insert((source, place), sum);
            }
            let value = bond.stated.get(&place).map_or(1.0, |&(_, value)| value);
            let usable = case.fund(source).available.max(1);
            total += value * case.severity(place) * (decimal(sum) / decimal(usable)).min(1.0);
        }
        worth.total = bonds.of_source.values().any(|bond| bond.is_restricted).then_some(total);
        worth
    }

    /// Đồng open among the needs of a place that a source may fund, pairings aside; `None` where there is none.
    pub(super) fn open(&self, source: SourceIndex, place: Beneficiary) -> Option<i128> {
        self.open.get(&(source, place)).copied()
    }

    /// Whether a source has `max_partners`.
    pub(super) fn has_most(&self, source: SourceIndex) -> bool {
        self.with_most.get(source.get()).copied().unwrap_or(false)
    }
}

fn needs_of_communes(case: &Case<'_>) -> BTreeMap<AreaIndex, Vec<NeedIndex>> {
    let mut needs: BTreeMap<AreaIndex, Vec<NeedIndex>> = BTreeMap::new();
    for (index, _) in case.scenario.needs() {
        needs.entry(case.ask(index).commune).or_default().push(index);
    }
    needs
}

/// Source and place by their ids.
pub(super) fn named(case: &Case<'_>, (source, place): (SourceIndex, Beneficiary)) -> [String; 2] {
    [case.scenario.source(source).id.clone(), case.scenario.beneficiary_id(place).to_owned()]
}

/// Compares every row.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    for (line, pair) in evidence.written.pairings.iter().zip(&evidence.bonds.rows) {
        let ids = [&*line.source, &*line.area, &*line.household];
        let Some((source, place)) = pair else {
            report.add("unknown", FILE, &[("file", &FILE), ("row", &ids.join(" · "))]);
            continue;
        };
        let Some(bond) = evidence.bonds.of_source.get(source).filter(|bond| bond.is_restricted) else {
            report.add("unexpected", FILE, &[("file", &FILE), ("row", &ids.join(" · "))]);
            continue;
        };
        let value = bond.stated.get(place).map_or(1.0, |&(_, value)| value);
        let mut row = report.row("pairings", FILE, &ids);
        row.text("status", line.status, if bond.kept.contains(place) { "keep" } else { "chosen" });
        row.decimal("value", line.value, value);
    }
}
