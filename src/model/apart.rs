//! `alternatives`: how many đồng a plan grants beyond what each earlier plan granted, need by need; a column for the fewest
//! of all earlier plans.
//!
//! Σ over needs max(0, a u − earlier), in million đồng. It is linear where the earlier plan granted nothing (a u) or all
//! that may be granted (0). Between, the bundle has one member, a binary column b says whether it gets more than before,
//! and a column z counts it: z ≤ (a (m − o) − earlier) b, z ≤ a u − earlier b.

use super::{Parts, PieceModel};
use crate::linear::Column;
use crate::network::Item;
use crate::units::Vnd;

/// Adds the columns and a row a plan: the fewest ≤ đồng beyond that plan.
pub(super) fn add(parts: Parts<'_>, model: &mut PieceModel) -> Column {
    let fewest = model.linear.continuous(0.0..=f64::INFINITY);
    let items: Vec<(&Item, Column)> = parts
        .bundles()
        .zip(&model.units)
        .flat_map(|(bundle, units)| bundle.items.iter().zip(units.iter().copied()))
        .collect();
    let plans = items.iter().map(|(item, _)| item.before.len()).max().unwrap_or(0);
    for plan in 0..plans {
        let mut terms = vec![(fewest, -1.0)];
        for &(item, unit) in &items {
            let earlier = item.before.get(plan).copied().unwrap_or_default();
            if earlier == Vnd::ZERO {
                terms.push((unit, item.unit_cost.millions()));
            } else if earlier < item.capacity {
                terms.push((beyond(model, (item, unit), earlier), 1.0));
            }
        }
        model.linear.row(0.0..=f64::INFINITY, terms);
    }
    fewest
}

/// A column for the million đồng beyond what was granted in part.
fn beyond(model: &mut PieceModel, (item, unit): (&Item, Column), earlier: Vnd) -> Column {
    let linear = &mut model.linear;
    let (more, is_more) = (linear.continuous(0.0..=f64::INFINITY), linear.integer(0.0..=1.0));
    let room = item.capacity.saturating_sub(earlier).millions();
    linear.row(f64::NEG_INFINITY..=0.0, vec![(more, 1.0), (is_more, -room)]);
    let granted = -item.unit_cost.millions();
    linear.row(f64::NEG_INFINITY..=0.0, vec![(more, 1.0), (unit, granted), (is_more, earlier.millions())]);
    more
}
