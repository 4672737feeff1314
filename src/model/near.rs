//! `--near`: how many đồng of awards change against an earlier run, and a column for the objective of stage 3, so that it
//! can be kept while this is made small.
//!
//! Σ over needs |a u − earlier|, in million đồng. Members of a bundle are alike in what they had: nothing (a u changes),
//! all that they may get (a (m − o) − a u changes), or the bundle has one member and a column d ≥ ±(a u − earlier).

use super::{Parts, PieceModel};
use crate::linear::Column;
use crate::network::{Bundle, Item};
use crate::units::Vnd;

/// Where to read what changes.
#[derive(Debug)]
pub struct NearColumns {
    /// Million đồng that change, but for `constant`.
    pub terms: Vec<(Column, f64)>,
    /// Million đồng to add.
    pub constant: f64,
    /// Million đồng that the earlier run granted here.
    pub earlier: f64,
    /// The value of stage 3.
    pub objective: Column,
}

/// Adds the columns and rows.
pub(super) fn add(parts: Parts<'_>, model: &mut PieceModel, objective: &[(Column, f64)]) -> NearColumns {
    let objective = super::objective::add_value(model, objective);
    let mut near = NearColumns { terms: Vec::new(), constant: 0.0, earlier: 0.0, objective };
    let units = model.units.clone();
    for (bundle, units) in parts.bundles().zip(units) {
        for (item, unit) in bundle.items.iter().zip(units) {
            add_item(model, &mut near, (bundle, item), unit);
        }
    }
    near
}

fn add_item(model: &mut PieceModel, near: &mut NearColumns, (bundle, item): (&Bundle, &Item), unit: Column) {
    let cost = item.unit_cost.millions();
    let earlier = item.earlier.unwrap_or_default();
    let all = earlier.millions() * bundle.count();
    near.earlier += all;
    if earlier == Vnd::ZERO {
        near.terms.push((unit, cost));
    } else if earlier >= item.capacity {
        near.terms.push((unit, -cost));
        near.constant += all;
    } else {
        let change = model.linear.continuous(0.0..=f64::INFINITY);
        model.linear.row(-all..=f64::INFINITY, vec![(change, 1.0), (unit, -cost)]);
        model.linear.row(all..=f64::INFINITY, vec![(change, 1.0), (unit, cost)]);
        near.terms.push((change, 1.0));
    }
}
