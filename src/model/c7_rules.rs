//! C7 rules: Σ coefficient × units + Σ coefficient × money of sources ≥ least, ≤ most; a soft rule may be missed at its
//! price.

use std::collections::BTreeMap;

use super::{Form, Parts, PieceModel, Priced};
use crate::linear::{Column, merged};
use crate::units::Vnd;

/// Terms of a row, and by how much rounding to the đồng may change their sum.
#[derive(Default)]
struct Terms {
    columns: Vec<(Column, f64)>,
    /// Awards: so much for each member served.
    awards: Vec<(Column, f64)>,
    /// Payments.
    payments: f64,
}

/// Adds the rows of the rules that the piece touches: in the linear program hard ones alone.
pub(super) fn add(parts: Parts<'_>, form: Form, model: &mut PieceModel) {
    let mut terms: BTreeMap<usize, Terms> = BTreeMap::new();
    add_units(parts, model, &mut terms);
    add_money(parts, model, &mut terms);
    for (bundle, counted) in parts.bundles().zip(&model.counted) {
        for (count, &column) in bundle.counts.iter().zip(counted) {
            for &(row, coefficient) in &count.count.rows {
                terms.entry(row).or_default().columns.push((column, coefficient));
            }
        }
    }
    for (position, Terms { columns, awards, payments }) in terms {
        let mut columns = merged(columns);
        let Some(row) = parts.network.rules.rows.get(position) else { continue };
        if form == Form::Linear && row.is_whole {
            continue;
        }
        let (least, most) = range(model, &columns);
        if let Some(price) = row.price {
            if form == Form::Linear {
                continue;
            }
            let missed = model.linear.continuous(0.0..=f64::INFINITY);
            columns.push((missed, if row.is_floor { 1.0 } else { -1.0 }));
            model.misses.push((missed, price));
        }
        // What is granted in part is rounded to the đồng afterwards, and the bound must hold then too: a đồng less (of a
        // cap: more) for each member served. Where everything is granted, or what commitments grant alone, there is
        // nothing to round.
        let (fewest, all) = range(model, &awards);
        let sign = if row.is_floor { -1.0 } else { 1.0 };
        columns.extend(awards.into_iter().map(|(served, rounding)| (served, sign * rounding)));
        let payments = if form == Form::Whole { payments } else { 0.0 };
        let bound = row.bound - row.committed - sign * payments;
        let bounds = if row.is_floor {
            let end = if bound <= most { most - all } else { bound };
            bound.min(end)..=f64::INFINITY
        } else {
            let end = if bound >= least { least + fewest } else { bound };
            f64::NEG_INFINITY..=bound.max(end)
        };
        let added = model.linear.row(bounds, columns);
        model.priced.push((Priced::Rule(position), added));
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

/// What units count.
fn add_units(parts: Parts<'_>, model: &PieceModel, terms: &mut BTreeMap<usize, Terms>) {
    // Who pays is decided again once the awards are rounded: only if that fails, room is left for it.
    let is_exact = parts.rounding.payments == Vnd::ZERO;
    let is_of_sources = |row: usize| parts.network.rules.rows.get(row).is_some_and(|row| row.is_of_sources);
    for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
        for ((item, &column), served) in bundle.items.iter().zip(units).zip(served) {
            for &(row, coefficient) in &item.rules {
                let terms = terms.entry(row).or_default();
                terms.columns.push((column, coefficient));
                let rounding = coefficient.abs() * parts.rounding.awards.millions() / item.unit_cost.millions();
                if rounding > 0.0 && !(is_of_sources(row) && is_exact) {
                    terms.awards.extend(served.map(|served| (served, rounding)));
                }
            }
        }
    }
}

/// What the money of sources counts.
fn add_money(parts: Parts<'_>, model: &PieceModel, terms: &mut BTreeMap<usize, Terms>) {
    let rules = &parts.network.rules;
    for flow in &model.flows {
        for &term in parts.network.tracked.get(&flow.edge).into_iter().flatten() {
            let coefficient = rules.per_million(term);
            let terms = terms.entry(term.0).or_default();
            terms.columns.push((flow.column, coefficient * flow.scale));
            let is_whole = model.linear.columns.get(flow.column.0).is_some_and(|column| column.is_integer);
            if !is_whole {
                terms.payments += coefficient.abs() * parts.rounding.payments.millions();
            }
        }
    }
}
