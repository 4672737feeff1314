//! `exits`: households expected to leave poverty, among those that have any of the needs.

use std::collections::BTreeSet;

use super::Evidence;
use crate::domain::Beneficiary;
use crate::ids::NeedIndex;
use crate::verify::measures::{Help, leaves};

/// How many.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex]) -> f64 {
    let households: BTreeSet<_> = needs
        .iter()
        .filter_map(|&need| match evidence.case.scenario.need(need).beneficiary {
            Beneficiary::Household(household) => Some(household),
            Beneficiary::Commune(_) => None,
        })
        .collect();
    households.into_iter().filter(|&household| leaves(evidence, household, Help::All)).map(|_| 1.0).sum()
}
