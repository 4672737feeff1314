//! Eligibility: every condition of a source holds for every need that it pays (page 3, "Eligibility"). Pairings
//! are judged by `c8_pairings`. Refuses to count money.

use super::Evidence;
use super::report::Report;
use crate::domain::{Beneficiary, Need, Scenario, Source, Worth};

/// Each pair of the transfers, with the first condition that fails.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let scenario = evidence.case.scenario;
    for &(source, need) in evidence.paid.pairs.keys() {
        if let Some(condition) = refused(scenario, scenario.source(source), scenario.need(need)) {
            let [beneficiary, package] = evidence.case.ids(need);
            report.add(
                "eligibility",
                "transfers.csv",
                &[
                    ("source", &scenario.source(source).id),
                    ("beneficiary", &beneficiary),
                    ("package", &package),
                    ("condition", &condition),
                ],
            );
        }
    }
}

/// The column of the first condition of `source` that fails for `need`, in the order of the columns of page 2;
/// pairings aside.
pub(super) fn refused(scenario: &Scenario, source: &Source, need: &Need) -> Option<&'static str> {
    let earmark = &source.earmark;
    let package = scenario.package(need.package);
    if let Worth::Goods { package: goods, .. } = source.worth {
        if goods != need.package {
            return Some("goods");
        }
        if need.has_own_cost {
            return Some("unit_cost");
        }
    }
    if source.account != package.account {
        return Some("account");
    }
    if !earmark.areas.is_empty()
        && !scenario.lineage(scenario.home(need.beneficiary)).any(|area| earmark.areas.contains(&area))
    {
        return Some("areas");
    }
    if !earmark.purposes.is_empty() && !earmark.purposes.contains(&package.purpose) {
        return Some("purposes");
    }
    if !earmark.packages.is_empty() && !earmark.packages.contains(&need.package) {
        return Some("packages");
    }
    let (class, tags) = match need.beneficiary {
        Beneficiary::Household(index) => {
            let household = scenario.household(index);
            (Some(household.class), Some(&household.tags))
        }
        Beneficiary::Commune(_) => (need.class, None),
    };
    if !earmark.classes.is_empty() && !class.is_some_and(|class| earmark.classes.contains(&class)) {
        return Some("classes");
    }
    if !earmark.tags.is_empty() && !tags.is_some_and(|tags| tags.iter().any(|tag| earmark.tags.contains(tag))) {
        return Some("tags");
    }
    let is_named = earmark.beneficiaries.is_empty() || earmark.beneficiaries.contains(&need.beneficiary);
    (!is_named).then_some("beneficiaries")
}
