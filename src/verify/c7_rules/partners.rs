//! `partners`: sources that `pairings.csv` gives a commune. `at_most` must hold, `at_least` is a goal.

use super::{Evidence, Size};
use crate::domain::{Rule, RuleBound};

/// How many rows name the commune.
pub(super) fn value(evidence: &Evidence<'_>, commune: &str) -> f64 {
    evidence.written.pairings.iter().filter(|line| line.area == commune).map(|_| 1.0).sum()
}

/// Whether a commune has more of them than the rule allows.
pub(super) fn are_too_many(rule: &Rule, value: Size) -> bool {
    matches!(rule.at_most, Some(RuleBound::Number(most)) if value.number() > most)
}
