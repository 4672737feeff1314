//! `alternatives`: how many đồng a plan grants beyond what each earlier plan granted, need by need; a column for the fewest
//! of all earlier plans.
//!
//! Σ over needs max(0, a u − earlier), in million đồng. It is linear where the earlier plan granted nothing (a u) or all
//! that may be granted (0). Between, the chord from 0 at u = 0 to a (m − o) − earlier at u = m − o takes its place. The
//! function is convex, so the chord is never below it: what the column reaches bounds what any plan can reach.

use super::{Parts, PieceModel};
use crate::linear::Column;
use crate::network::Item;
use crate::units::Vnd;

/// Adds the column and a row a plan: column ≤ đồng beyond that plan.
pub(super) fn add(parts: Parts<'_>, model: &mut PieceModel) -> Column {
    let fewest = model.linear.continuous(0.0..=f64::INFINITY);
    let items = || parts.bundles().zip(&model.units).flat_map(|(bundle, units)| bundle.items.iter().zip(units));
    let plans = items().map(|(item, _)| item.before.len()).max().unwrap_or(0);
    let rows: Vec<Vec<(Column, f64)>> = (0..plans)
        .map(|plan| {
            let term = |(item, &unit): (&Item, &Column)| (unit, beyond(item, plan));
            items().map(term).filter(|&(_, value)| value > 0.0).chain([(fewest, -1.0)]).collect()
        })
        .collect();
    for terms in rows {
        model.linear.row(0.0..=f64::INFINITY, terms);
    }
    fewest
}

/// Million đồng that a unit of the item counts beyond an earlier plan.
fn beyond(item: &Item, plan: usize) -> f64 {
    let earlier = item.before.get(plan).copied().unwrap_or_default();
    if item.capacity == Vnd::ZERO {
        return 0.0;
    }
    item.unit_cost.millions() * item.capacity.saturating_sub(earlier).millions() / item.capacity.millions()
}
