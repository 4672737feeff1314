//! C3 demand: nobody gets more than asked, and of an exclusive group at most one unit in all, of one package.
//!
//! u ≤ m − o as bounds; for each exclusive group of a bundle of N alike households: Σ units (of a divisible package:
//! households that get it) ≤ N.

use super::{Form, Parts, PieceModel};
use crate::linear::Column;
use crate::network::{Bundle, Item};
use crate::units::Vnd;

/// The smallest part of a package that the program tells from nothing.
const SOLVED: Vnd = Vnd::new(10);

/// Units that all members of a bundle together may get of an item.
pub(super) fn most_units(bundle: &Bundle, item: &Item) -> f64 {
    bundle.count() * item.capacity.units_of(item.unit_cost)
}

/// Adds the rows of exclusive groups, of minima, and of households helped.
pub(super) fn add(parts: Parts<'_>, form: Form, model: &mut PieceModel) {
    for (position, bundle) in parts.bundles().enumerate() {
        let units = model.units.get(position).cloned().unwrap_or_default();
        let served = model.served.get(position).cloned().unwrap_or_default();
        for group in &bundle.exclusive {
            let terms = group.iter().filter_map(|&item| counted(item, &units, &served)).map(|column| (column, 1.0));
            model.linear.row(f64::NEG_INFINITY..=bundle.count(), terms.collect());
        }
        if form == Form::Whole {
            add_minima(bundle, &units, &served, model);
            add_helped(position, &units, &served, model);
        }
    }
}

/// What an item counts by: members served where a column says so, else units.
fn counted(item: usize, units: &[Column], served: &[Option<Column>]) -> Option<Column> {
    served.get(item).copied().flatten().or_else(|| units.get(item).copied())
}

/// y = 0 or min ≤ y ≤ a (m − o), per member: (min ÷ a) × served ≤ u ≤ (m − o) × served.
fn add_minima(bundle: &Bundle, units: &[Column], served: &[Option<Column>], model: &mut PieceModel) {
    for ((item, &unit), served) in bundle.items.iter().zip(units).zip(served) {
        let Some(served) = *served else { continue };
        // Of a đồng or two a solver's tolerance makes none.
        let least =
            if item.bound() > Vnd::ZERO { item.minimum() } else { item.minimum().max(SOLVED.min(item.capacity)) };
        let least = least.units_of(item.unit_cost);
        let most = item.capacity.units_of(item.unit_cost);
        model.linear.row(0.0..=f64::INFINITY, vec![(unit, 1.0), (served, -least)]);
        model.linear.row(f64::NEG_INFINITY..=0.0, vec![(unit, 1.0), (served, -most)]);
    }
}

/// A household is helped only if it is served: helped ≤ Σ units (or members served).
fn add_helped(position: usize, units: &[Column], served: &[Option<Column>], model: &mut PieceModel) {
    let Some(helped) = model.helped.get(position).copied().flatten() else { return };
    let mut terms: Vec<(Column, f64)> =
        (0..units.len()).filter_map(|item| counted(item, units, served)).map(|column| (column, -1.0)).collect();
    terms.push((helped, 1.0));
    model.linear.row(f64::NEG_INFINITY..=0.0, terms);
}
