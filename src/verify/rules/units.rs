//! `units`: units served, help by others included.

use super::Evidence;
use crate::ids::NeedIndex;

/// Σ z.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex]) -> f64 {
    needs.iter().map(|&need| evidence.served(need)).sum()
}
