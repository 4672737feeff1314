//! `coverage`: weight served ÷ weight asked, 0..1.

use super::{Evidence, weight};
use crate::ids::NeedIndex;

/// Σ w z ÷ Σ w m; `None` where nothing that weighs is asked.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex]) -> Option<f64> {
    let asks = needs.iter().map(|&need| evidence.case.ask(need));
    let asked: f64 = asks.map(|ask| ask.weight * ask.units(ask.asked)).sum();
    (asked > 0.0).then(|| weight::value(evidence, needs) / asked)
}
