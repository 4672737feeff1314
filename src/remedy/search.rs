//! The search for the smallest change of each kind that serves a need. Each kind doubles a step until a plan serves
//! it, then halves the distance. A change need not help more by being larger, so the answer is the least that was
//! found, and it was solved.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Granted;
use super::change::{apply, cash, lift};
use crate::domain::remedy::{Change, Remedies, Remedy};
use crate::domain::{Earmark, Scenario};
use crate::eligibility::{self, Eligibility};
use crate::ids::{NeedIndex, SourceIndex};
use crate::pipeline::{self, Unwatched};
use crate::severity;
use crate::units::Vnd;

/// Money is tried in steps of a million đồng.
const STEP: Vnd = Vnd::new(1_000_000);

/// Urgency is tried in steps of a tenth of a point.
const POINTS: f64 = 0.1;

/// The largest number of steps tried: 25.6 points, or 256 million đồng; twice the need itself where that is more.
const STEPS: u32 = 256;

/// Sources of each kind that are tried.
const SOURCES: usize = 3;

/// What is looked for.
pub(super) struct Search<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) base: &'a Granted<'a>,
    pub(super) eligible: &'a Eligibility,
    pub(super) need: NeedIndex,
}

/// A way to change a scenario by more or less.
enum Way {
    Money(SourceIndex),
    Earmark(SourceIndex),
    Urgency,
    Rule(String),
}

impl Search<'_> {
    /// Tries every way; ways run side by side and are told in their order.
    pub(super) fn run(&self) -> Remedies {
        let tried = AtomicUsize::new(0);
        let confirmed: Vec<Vec<Remedy>> = self.ways().par_iter().map(|way| self.follow(way, &tried)).collect();
        let need = self.scenario.need(self.need);
        Remedies {
            beneficiary: self.scenario.beneficiary_id(need.beneficiary).to_owned(),
            package: self.scenario.package(need.package).id.clone(),
            given: self.base.to(self.need),
            confirmed: confirmed.into_iter().flatten().collect(),
            tried: tried.into_inner(),
        }
    }

    fn ways(&self) -> Vec<Way> {
        let scenario = self.scenario;
        let may = self.eligible.sources_of(self.need);
        let mut cash_sources: Vec<SourceIndex> =
            may.iter().copied().filter(|&source| cash(scenario, source).is_some()).collect();
        cash_sources.sort_by_key(|&source| std::cmp::Reverse(cash(scenario, source)));
        let mut bound: Vec<(usize, SourceIndex)> = scenario
            .sources()
            .filter(|(source, _)| may.binary_search(source).is_err())
            .filter_map(|(source, _)| self.columns(source).map(|columns| (columns.len(), source)))
            .collect();
        bound.sort_by_key(|&(columns, source)| (columns, std::cmp::Reverse(cash(scenario, source))));
        let money = cash_sources.into_iter().take(SOURCES).map(Way::Money);
        let earmarks = bound.into_iter().take(SOURCES).map(|(_, source)| Way::Earmark(source));
        let rules = scenario.rules.iter().map(|rule| Way::Rule(rule.name.clone()));
        money.chain(earmarks).chain([Way::Urgency]).chain(rules).collect()
    }

    /// The conditions that keep a source from the need, where nothing but conditions does.
    fn columns(&self, source: SourceIndex) -> Option<Vec<&'static str>> {
        let mut open = self.scenario.source(source).clone();
        let mut columns = Vec::new();
        while let Some(refusal) = eligibility::refusal(self.scenario, &open, self.scenario.need(self.need)) {
            let before: Earmark = open.earmark.clone();
            lift(&mut open.earmark, refusal.column());
            if open.earmark == before {
                return None;
            }
            columns.push(refusal.column());
        }
        (!columns.is_empty()).then_some(columns)
    }

    fn follow(&self, way: &Way, tried: &AtomicUsize) -> Vec<Remedy> {
        let found = match way {
            Way::Money(source) => return self.money_found(*source, tried),
            Way::Earmark(source) => self.columns(*source).and_then(|columns| {
                let source = self.scenario.source(*source).id.clone();
                self.confirm(Change::Earmark { source, columns }, tried)
            }),
            Way::Urgency => self.least(STEPS, |steps| self.urgency(steps), |_| true, tried),
            Way::Rule(rule) => self.confirm(Change::Rule { rule: rule.clone() }, tried),
        };
        found.into_iter().collect()
    }

    /// The least money that serves the need, and the least that does so at nobody's cost.
    fn money_found(&self, source: SourceIndex, tried: &AtomicUsize) -> Vec<Remedy> {
        let most = self.most_money();
        let least = |accept: fn(&Remedy) -> bool| self.least(most, |steps| self.money(source, steps), accept, tried);
        let first = least(|_| true);
        let is_free = first.as_ref().is_none_or(|found| found.losers.is_empty());
        let second = if is_free { None } else { least(|found| found.losers.is_empty()) };
        first.into_iter().chain(second).collect()
    }

    fn most_money(&self) -> u32 {
        let need = self.scenario.need(self.need);
        let twice = need.unit_cost.times(need.quantity) + need.unit_cost.times(need.quantity);
        STEPS.max(twice.whole_units(STEP))
    }

    fn money(&self, source: SourceIndex, steps: u32) -> Option<Change> {
        let more = STEP.times(steps);
        let amount = cash(self.scenario, source)? + more;
        Some(Change::Money { source: self.scenario.source(source).id.clone(), more, amount })
    }

    fn urgency(&self, steps: u32) -> Option<Change> {
        let need = self.scenario.need(self.need);
        let rates = severity::poverty_rates(self.scenario);
        let from = severity::severity(self.scenario, &rates, need.beneficiary);
        if from <= 0.0 {
            return None;
        }
        let points = from + POINTS * f64::from(steps);
        Some(Change::Urgency { from, points, priority: need.priority * points / from })
    }

    /// The least number of steps found whose change serves the need as `accept` wants it.
    fn least(
        &self,
        most: u32,
        change: impl Fn(u32) -> Option<Change>,
        accept: impl Fn(&Remedy) -> bool,
        tried: &AtomicUsize,
    ) -> Option<Remedy> {
        let attempt = |steps: u32| self.confirm(change(steps)?, tried).filter(&accept);
        let (mut below, mut above) = (0, 1);
        let mut found = loop {
            if let Some(found) = attempt(above) {
                break found;
            }
            below = above;
            if above >= most {
                return None;
            }
            above = (above * 2).min(most);
        };
        while above - below > 1 {
            let middle = below.midpoint(above);
            match attempt(middle) {
                Some(better) => (found, above) = (better, middle),
                None => below = middle,
            }
        }
        Some(found)
    }

    /// Solves the changed scenario; `None` where it has no plan or the need gets no more.
    fn confirm(&self, change: Change, tried: &AtomicUsize) -> Option<Remedy> {
        tried.fetch_add(1, Ordering::Relaxed);
        let outcome = pipeline::run(&apply(self.scenario, self.need, &change), &Unwatched).ok()?;
        let after = Granted::of(self.scenario, &outcome.tables);
        let given = after.to(self.need);
        if given <= self.base.to(self.need) {
            return None;
        }
        let (gainers, losers) = self.base.against(&after);
        Some(Remedy { change, given, gainers, losers })
    }
}
