//! `households`: households that any of the needs helps; on a commune's request each unit of a household package.

use std::collections::BTreeSet;

use super::Evidence;
use crate::domain::{Beneficiary, BeneficiaryKind};
use crate::ids::NeedIndex;
use crate::verify::measures::Help;

/// How many.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex]) -> f64 {
    let scenario = evidence.case.scenario;
    let mut named = BTreeSet::new();
    let mut unnamed = 0.0;
    for &need in needs.iter().filter(|&&need| evidence.met(need, Help::All) > 0) {
        let asks = scenario.need(need);
        match asks.beneficiary {
            Beneficiary::Household(household) => drop(named.insert(household)),
            Beneficiary::Commune(_) => {
                if scenario.package(asks.package).beneficiary == BeneficiaryKind::Household {
                    unnamed += evidence.served(need);
                }
            }
        }
    }
    named.iter().map(|_| 1.0).sum::<f64>() + unnamed
}
