//! C7 rules: Σ coefficient × units ≥ least, ≤ most; a soft rule may be missed at its price.

use std::collections::BTreeMap;

use super::{Form, Parts, PieceModel};
use crate::domain::Grain;
use crate::linear::Column;

/// A đồng, in million đồng.
const ONE_DONG: f64 = 1e-6;

/// Adds the rows of the rules that the piece touches: in the linear program hard ones alone.
pub(super) fn add(parts: Parts<'_>, form: Form, model: &mut PieceModel) {
    let mut terms: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
    let mut roundings: BTreeMap<usize, f64> = BTreeMap::new();
    for (bundle, units) in parts.bundles().zip(&model.units) {
        for (item, &column) in bundle.items.iter().zip(units) {
            for &(row, coefficient) in &item.rules {
                terms.entry(row).or_default().push((column, coefficient));
                if form == Form::Whole && item.grain != Grain::Whole {
                    *roundings.entry(row).or_default() += coefficient.abs() * ONE_DONG / item.unit_cost.millions();
                }
            }
        }
    }
    for (bundle, counted) in parts.bundles().zip(&model.counted) {
        for (count, &column) in bundle.counts.iter().zip(counted) {
            for &(row, coefficient) in &count.count.rows {
                terms.entry(row).or_default().push((column, coefficient));
            }
        }
    }
    for (position, mut terms) in terms {
        let Some(row) = parts.network.rules.rows.get(position) else { continue };
        if form == Form::Linear && row.is_whole {
            continue;
        }
        let (least, most) = range(model, &terms);
        if let Some(price) = row.price {
            if form == Form::Linear {
                continue;
            }
            let missed = model.linear.continuous(0.0..=f64::INFINITY);
            terms.push((missed, if row.is_floor { 1.0 } else { -1.0 }));
            model.misses.push((missed, price));
        }
        // What is granted in part is rounded to the đồng afterwards; the bound must hold then too. Where all is granted,
        // or nothing, there is nothing to round.
        let rounding = roundings.get(&position).copied().unwrap_or(0.0);
        let bounds = if row.is_floor {
            (row.bound + rounding).min(most.max(row.bound))..=f64::INFINITY
        } else {
            f64::NEG_INFINITY..=(row.bound - rounding).max(least.min(row.bound))
        };
        let added = model.linear.row(bounds, terms);
        if row.price.is_none() {
            model.rules.push((position, added));
        }
    }
}

/// The smallest and the largest value of a sum, as far as the bounds of its columns go.
fn range(model: &PieceModel, terms: &[(Column, f64)]) -> (f64, f64) {
    let ends = terms.iter().filter_map(|&(column, coefficient)| {
        let bounds = &model.linear.columns.get(column.0)?.bounds;
        let (one, other) = (coefficient * bounds.start(), coefficient * bounds.end());
        Some((one.min(other), one.max(other)))
    });
    ends.fold((0.0, 0.0), |(least, most), (low, high)| (least + low, most + high))
}
