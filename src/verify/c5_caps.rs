//! C5: the caps of a source: per household over all its packages, per unit on a commune's request, per commune.

use std::collections::BTreeMap;

use super::Evidence;
use super::report::Report;
use crate::domain::Beneficiary;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::units::Vnd;

/// What sources with caps pay for each household and in each commune.
#[derive(Debug, Default)]
pub(super) struct CapUse {
    /// Of sources with `max_per_household`.
    pub(super) households: BTreeMap<(SourceIndex, HouseholdIndex), i128>,
    /// Of sources with `max_per_commune`.
    pub(super) communes: BTreeMap<(SourceIndex, AreaIndex), i128>,
}

impl CapUse {
    /// Adds up the transfers.
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let mut sums = Self::default();
        for (&(source, need), amount) in &evidence.paid.pairs {
            let capped = evidence.case.scenario.source(source);
            if capped.max_per_commune.is_some() {
                *sums.communes.entry((source, evidence.case.ask(need).commune)).or_insert(0) += amount;
            }
            if let (Some(_), Beneficiary::Household(household)) =
                (capped.max_per_household, evidence.case.scenario.need(need).beneficiary)
            {
                *sums.households.entry((source, household)).or_insert(0) += amount;
            }
        }
        sums
    }
}

/// A cap in đồng.
pub(super) fn limit(cap: Option<Vnd>) -> Option<i128> {
    cap.map(|cap| i128::from(cap.dong()))
}

/// All three caps.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let scenario = evidence.case.scenario;
    let sums = CapUse::of(evidence);
    for (&(source, household), &amount) in &sums.households {
        let source = scenario.source(source);
        let place = ("household", &*scenario.household(household).id);
        over("c5_household_cap", (&source.id, source.max_per_household), place, amount, report);
    }
    for (&(source, commune), &amount) in &sums.communes {
        let source = scenario.source(source);
        let place = ("commune", &*scenario.area(commune).code);
        over("c5_commune_cap", (&source.id, source.max_per_commune), place, amount, report);
    }
    for (&(source, need), &amount) in &evidence.paid.pairs {
        per_unit(evidence, (source, need), amount, report);
    }
}

fn over(
    rule: &'static str,
    (source, cap): (&str, Option<Vnd>),
    (place, id): (&'static str, &str),
    amount: i128,
    report: &mut Report,
) {
    let Some(limit) = limit(cap).filter(|&limit| amount > limit) else {
        return;
    };
    report.add(rule, "transfers.csv", &[("source", &source), (place, &id), ("amount", &amount), ("limit", &limit)]);
}

/// A commune's request, each alone: `x_sn ≤ limit × u_n`, that is `x_sn × a_n ≤ limit × a_n u_n`.
fn per_unit(evidence: &Evidence<'_>, (source, need): (SourceIndex, NeedIndex), amount: i128, report: &mut Report) {
    let case = evidence.case;
    let source = case.scenario.source(source);
    let Some(limit) = limit(source.max_per_household) else {
        return;
    };
    let is_request = matches!(case.scenario.need(need).beneficiary, Beneficiary::Commune(_));
    if is_request && amount * case.ask(need).cost > limit * evidence.paid.to_need(need) {
        let [beneficiary, package] = case.ids(need);
        report.add(
            "c5_unit_cap",
            "transfers.csv",
            &[
                ("source", &source.id),
                ("beneficiary", &beneficiary),
                ("package", &package),
                ("amount", &amount),
                ("limit", &limit),
            ],
        );
    }
}
