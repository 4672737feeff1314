//! `weight`: weight served, help by others included.

use super::Evidence;
use crate::ids::NeedIndex;

/// Σ w z.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex]) -> f64 {
    needs.iter().map(|&need| evidence.case.ask(need).weight * evidence.served(need)).sum()
}
