//! C7 rules: Σ coefficient × units + Σ coefficient × money of sources ≥ least, ≤ most; a soft rule may be missed at its
//! price.

use std::collections::BTreeMap;

use super::{Form, Parts, PieceModel};
use crate::domain::Grain;
use crate::linear::Column;
use crate::units::Vnd;

/// Terms of a row, and by how much rounding to the đồng may change their sum.
#[derive(Default)]
struct Terms {
    columns: Vec<(Column, f64)>,
    rounding: f64,
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
    for (position, Terms { mut columns, rounding }) in terms {
        let Some(row) = parts.network.rules.rows.get(position) else { continue };
        if form == Form::Linear && row.is_whole {
            continue;
        }
        if let Some(price) = row.price {
            if form == Form::Linear {
                continue;
            }
            let missed = model.linear.continuous(0.0..=f64::INFINITY);
            columns.push((missed, if row.is_floor { 1.0 } else { -1.0 }));
            model.misses.push((missed, price));
        }
        // What is granted in part is rounded to the đồng afterwards; the bound must hold then too.
        let rounding = if form == Form::Whole { rounding } else { 0.0 };
        let bound = row.bound - row.committed;
        let bounds = if row.is_floor { bound + rounding..=f64::INFINITY } else { f64::NEG_INFINITY..=bound - rounding };
        let added = model.linear.row(bounds, columns);
        if row.price.is_none() {
            model.rules.push((position, added));
        }
    }
}

/// What units count.
fn add_units(parts: Parts<'_>, model: &PieceModel, terms: &mut BTreeMap<usize, Terms>) {
    // Who pays is decided again once the awards are rounded: only if that fails, room is left for it.
    let is_exact = parts.rounding.payments == Vnd::ZERO;
    let is_of_sources = |row: usize| parts.network.rules.rows.get(row).is_some_and(|row| row.is_of_sources);
    for (bundle, units) in parts.bundles().zip(&model.units) {
        for (item, &column) in bundle.items.iter().zip(units) {
            for &(row, coefficient) in &item.rules {
                let terms = terms.entry(row).or_default();
                terms.columns.push((column, coefficient));
                if item.grain != Grain::Whole && !(is_of_sources(row) && is_exact) {
                    let rounded = parts.rounding.awards.millions();
                    terms.rounding += coefficient.abs() * rounded / item.unit_cost.millions();
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
                terms.rounding += coefficient.abs() * parts.rounding.payments.millions();
            }
        }
    }
}
