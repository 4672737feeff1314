//! C7 rules: Σ coefficient × units ≥ least, ≤ most; a soft rule may be missed at its price.

use std::collections::BTreeMap;

use super::{Form, Parts, PieceModel};
use crate::linear::Column;
use crate::units::Vnd;

/// Adds the rows of the rules that the piece touches: in the linear program hard ones alone.
pub(super) fn add(parts: Parts<'_>, form: Form, model: &mut PieceModel) {
    let mut terms: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
    // What is granted in part is rounded to the đồng afterwards, and the bound must hold then too: a đồng less (of a cap:
    // more) for each member served.
    let mut roundings: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
    for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
        for ((item, &column), served) in bundle.items.iter().zip(units).zip(served) {
            for &(row, coefficient) in &item.rules {
                terms.entry(row).or_default().push((column, coefficient));
                let rounding = coefficient.abs() * Vnd::ONE.millions() / item.unit_cost.millions();
                roundings.entry(row).or_default().extend(served.map(|served| (served, rounding)));
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
        let roundings = roundings.remove(&position).unwrap_or_default();
        let (fewest, all) = range(model, &roundings);
        let sign = if row.is_floor { -1.0 } else { 1.0 };
        terms.extend(roundings.into_iter().map(|(served, rounding)| (served, sign * rounding)));
        // Where everything is granted, or what commitments grant alone, there is nothing to round.
        let bounds = if row.is_floor {
            let end = if row.bound <= most { most - all } else { row.bound };
            row.bound.min(end)..=f64::INFINITY
        } else {
            let end = if row.bound >= least { least + fewest } else { row.bound };
            f64::NEG_INFINITY..=row.bound.max(end)
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
