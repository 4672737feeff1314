//! `poverty_drop`: 100 × exits ÷ official households, in points.

use super::{Evidence, exits};
use crate::ids::NeedIndex;

/// Points; `None` where there are no official households.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex], households: f64) -> Option<f64> {
    (households > 0.0).then(|| 100.0 * exits::value(evidence, needs) / households)
}
