//! A need: its place in its commune's order, who pays it, which money may reach it and where that money went instead.

use std::collections::BTreeMap;

use super::run::Run;
use crate::domain::explanation::{MayPay, NeedFacts, Order, Paid, Refused, Went};
use crate::domain::tables::Block;
use crate::domain::{Beneficiary, Plan, Scenario, Transfer};
use crate::eligibility::{self, Eligibility, Refusal};
use crate::funds::Pledges;
use crate::ids::{AreaIndex, NeedIndex, SourceIndex};
use crate::ledger::{self, Books};
use crate::severity::{self, Weights};
use crate::tolerance::WEIGHT_TIE;
use crate::units::Vnd;

/// A run and what follows from its scenario.
pub(super) struct View<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) run: &'a Run,
    weights: Weights,
    eligibility: Eligibility,
    /// By beneficiary and package.
    blocks: BTreeMap<(String, String), Vec<Block>>,
    rates: Vec<Option<f64>>,
    pledges: Pledges<'a>,
    /// By area: the needs of a commune.
    needs_of: BTreeMap<AreaIndex, Vec<NeedIndex>>,
}

impl<'a> View<'a> {
    pub(super) fn of(scenario: &'a Scenario, run: &'a Run) -> Self {
        let mut needs_of: BTreeMap<AreaIndex, Vec<NeedIndex>> = BTreeMap::new();
        for (index, need) in scenario.needs() {
            needs_of.entry(scenario.commune(need.beneficiary)).or_default().push(index);
        }
        let (weights, eligibility) = (severity::weigh(scenario), eligibility::find(scenario, &run.pairings));
        // Names of what is full are counted from the scenario as it stands; under other bounds they could be wrong.
        let blocks = if run.is_as_read { blocks(scenario, run, (&weights, &eligibility)) } else { BTreeMap::new() };
        Self {
            scenario,
            run,
            weights,
            eligibility,
            blocks,
            rates: severity::poverty_rates(scenario),
            pledges: Pledges::of(scenario),
            needs_of,
        }
    }

    /// The needs of a commune and its households.
    pub(super) fn needs_of(&self, commune: AreaIndex) -> &[NeedIndex] {
        self.needs_of.get(&commune).map_or(&[][..], Vec::as_slice)
    }

    /// Points of urgency.
    pub(super) fn severity(&self, beneficiary: Beneficiary) -> f64 {
        severity::severity(self.scenario, &self.rates, beneficiary)
    }

    fn per_million(&self, need: NeedIndex) -> f64 {
        self.weights.per_unit(need) / self.scenario.need(need).unit_cost.millions()
    }

    /// What refuses `source` for `need`; `None` if it may pay.
    pub(super) fn refusal(&self, source: SourceIndex, need: NeedIndex) -> Option<Refusal> {
        if self.eligibility.sources_of(need).binary_search(&source).is_ok() {
            return None;
        }
        let refusal = eligibility::refusal(self.scenario, self.scenario.source(source), self.scenario.need(need));
        Some(refusal.unwrap_or(Refusal::Pairing))
    }

    pub(super) fn facts(&self, index: NeedIndex) -> NeedFacts {
        let (scenario, need) = (self.scenario, self.scenario.need(index));
        let fate = self.run.fates.get(index.get()).cloned().unwrap_or_default();
        let weights = self.needs_of(scenario.commune(need.beneficiary)).iter().map(|&other| self.per_million(other));
        NeedFacts {
            beneficiary: scenario.beneficiary_id(need.beneficiary).to_owned(),
            package: scenario.package(need.package).id.clone(),
            unit_cost: need.unit_cost,
            units: need.quantity,
            given: fate.given,
            missing: fate.missing,
            weight_per_million: self.per_million(index),
            order: order(self.per_million(index), weights),
            served: fate.served,
            unserved: fate.unserved,
            blocked_by: self.blocks(index).to_vec(),
            needs: fate.needs,
            payers: self.paid(|_, other| other == index),
            may_pay: self.eligibility.sources_of(index).iter().map(|&source| self.may_pay(source, index)).collect(),
            refused: self.refused(index),
        }
    }

    /// Who pays the transfers that `counts`, by source.
    pub(super) fn paid(&self, counts: impl Fn(SourceIndex, NeedIndex) -> bool) -> Vec<Paid> {
        let mut sums: BTreeMap<SourceIndex, (Vnd, Vnd)> = BTreeMap::new();
        for (&(source, need), &amount) in &self.run.transfers {
            if counts(source, need) {
                let (sum, waiting) = sums.entry(source).or_default();
                *sum += amount;
                *waiting += self.pledges.waiting(source, need, amount);
            }
        }
        let paid =
            |(source, (amount, waiting))| Paid { source: self.scenario.source(source).id.clone(), amount, waiting };
        sums.into_iter().map(paid).collect()
    }

    /// The full rules and caps that keep a need open.
    pub(super) fn blocks(&self, index: NeedIndex) -> &[Block] {
        let (scenario, need) = (self.scenario, self.scenario.need(index));
        let key = (scenario.beneficiary_id(need.beneficiary).to_owned(), scenario.package(need.package).id.clone());
        self.blocks.get(&key).map_or(&[][..], Vec::as_slice)
    }

    /// Đồng of each need that are pledged and not there yet.
    pub(super) fn waiting(&self) -> BTreeMap<NeedIndex, Vnd> {
        let mut sums = BTreeMap::new();
        for (&(source, need), &amount) in &self.run.transfers {
            *sums.entry(need).or_insert(Vnd::ZERO) += self.pledges.waiting(source, need, amount);
        }
        sums
    }

    fn may_pay(&self, source: SourceIndex, need: NeedIndex) -> MayPay {
        let money = self.run.money.get(source.get()).cloned().unwrap_or_default();
        let id = self.scenario.source(source).id.clone();
        MayPay { source: id, available: money.available, left: money.left, instead: self.went(source, Some(need)) }
    }

    /// What a source pays, by need.
    fn paid_by(&self, source: SourceIndex) -> impl Iterator<Item = (NeedIndex, Vnd)> {
        let from = self.run.transfers.range((source, NeedIndex::new(0))..);
        from.take_while(move |((payer, _), _)| *payer == source).map(|(&(_, need), &amount)| (need, amount))
    }

    /// Where a source's money went, `but` one need, largest first.
    pub(super) fn went(&self, source: SourceIndex, but: Option<NeedIndex>) -> Vec<Went> {
        let mut sums: BTreeMap<(AreaIndex, &str), (usize, Vnd, f64)> = BTreeMap::new();
        for (index, amount) in self.paid_by(source) {
            if Some(index) != but {
                let need = self.scenario.need(index);
                let commune = self.scenario.commune(need.beneficiary);
                let purpose = &*self.scenario.package(need.package).purpose;
                let sum = sums.entry((commune, purpose)).or_insert((0, Vnd::ZERO, f64::INFINITY));
                *sum = (sum.0 + 1, sum.1 + amount, sum.2.min(self.per_million(index)));
            }
        }
        let went = |((commune, purpose), (needs, amount, least)): ((AreaIndex, &str), (usize, Vnd, f64))| Went {
            commune: self.scenario.area(commune).code.clone(),
            purpose: purpose.to_owned(),
            needs,
            amount,
            least_weight_per_million: least,
        };
        let mut list: Vec<Went> = sums.into_iter().map(went).collect();
        list.sort_by_key(|line| std::cmp::Reverse(line.amount));
        list
    }

    fn refused(&self, need: NeedIndex) -> Vec<Refused> {
        let mut lists: BTreeMap<Refusal, Vec<String>> = BTreeMap::new();
        for (index, source) in self.scenario.sources() {
            if let Some(refusal) = self.refusal(index, need) {
                lists.entry(refusal).or_default().push(source.id.clone());
            }
        }
        lists.into_iter().map(|(refusal, sources)| Refused { column: refusal.column(), sources }).collect()
    }
}

/// The full rules and caps that keep needs open, counted again where the run says that some do.
fn blocks(
    scenario: &Scenario,
    run: &Run,
    (weights, eligibility): (&Weights, &Eligibility),
) -> BTreeMap<(String, String), Vec<Block>> {
    let is_blocked = |reason: &str| matches!(reason, "rule_limit" | "household_limit");
    if !run.fates.iter().filter_map(|fate| fate.unserved.as_deref()).any(is_blocked) {
        return BTreeMap::new();
    }
    let transfer = |(&(source, need), &amount): (&(SourceIndex, NeedIndex), &Vnd)| Transfer { source, need, amount };
    let plan = Plan { transfers: run.transfers.iter().map(transfer).collect() };
    let books =
        Books { scenario, weights, eligibility, plan: &plan, pairings: &run.pairings, groups: &[], stages: &[] };
    ledger::blocks(&books).into_iter().map(|row| ((row.beneficiary, row.package), row.by)).collect()
}

/// The place of `one` among `all` (itself included), the largest first.
pub(super) fn order(one: f64, all: impl Iterator<Item = f64>) -> Order {
    let (mut above, mut equal, mut of) = (0, 0_usize, 0);
    for other in all {
        of += 1;
        if (other - one).abs() <= WEIGHT_TIE {
            equal += 1;
        } else if other > one {
            above += 1;
        }
    }
    Order { place: above + 1, equals: equal.saturating_sub(1), of }
}
