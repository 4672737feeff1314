//! Fairness: the utilities of stage 1 and the shortfalls of stage 2.
//!
//! Utility of group g: (Σ w u + weight of outside help) ÷ its divisor. Shortfall: max(0, `F_g` − weight served).

use super::{Parts, PieceModel, Priced};
use crate::linear::Column;

/// Columns of stage 1, in the order of `Piece::groups`.
#[derive(Debug, Clone, PartialEq)]
pub struct EntitlementColumns {
    /// The level that every free group reaches.
    pub level: Column,
    /// Utility of each group.
    pub utility: Vec<Column>,
    /// Opened once a group's utility is settled: then the level may pass it.
    pub release: Vec<Column>,
}

/// Columns of stage 2, in the order of `Piece::groups`.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortfallColumns {
    /// Weight missing to the floor.
    pub shortfall: Vec<Column>,
    /// Weight missing beyond one package.
    pub excess: Vec<Column>,
    /// Largest weight of one unit asked that some source may fund.
    pub heaviest: Vec<f64>,
    /// Σ shortfall, bounded once stage 2b is done.
    pub total_shortfall: Column,
    /// Σ excess, bounded once stage 2a is done.
    pub total_excess: Column,
}

/// `utility_g` = (Σ w u + outside) ÷ divisor, and level ≤ `utility_g` + `release_g`.
pub(super) fn add_entitlement(parts: Parts<'_>, model: &mut PieceModel) -> EntitlementColumns {
    let weights = weight_terms(parts, model);
    let linear = &mut model.linear;
    let level = linear.continuous(0.0..=f64::INFINITY);
    let mut columns = EntitlementColumns { level, utility: Vec::new(), release: Vec::new() };
    for ((&position, group), terms) in parts.piece.groups.iter().zip(groups(parts)).zip(weights) {
        let utility = linear.continuous(0.0..=f64::INFINITY);
        let release = linear.continuous(0.0..=0.0);
        let divisor = if group.divisor > 0.0 { group.divisor } else { 1.0 };
        let mut terms: Vec<_> = terms.into_iter().map(|(column, weight)| (column, weight / divisor)).collect();
        terms.push((utility, -1.0));
        let outside = -group.weight_outside / divisor;
        let row = linear.row(outside..=outside, terms);
        model.priced.push((Priced::Group(position, divisor), row));
        linear.row(f64::NEG_INFINITY..=0.0, vec![(level, 1.0), (utility, -1.0), (release, -1.0)]);
        columns.utility.push(utility);
        columns.release.push(release);
    }
    columns
}

/// Σ w u + `shortfall_g` ≥ `F_g` − outside; `excess_g` ≥ `shortfall_g` − the heaviest unit; and both sums.
pub(super) fn add_shortfall(parts: Parts<'_>, model: &mut PieceModel, floors: &[f64]) -> ShortfallColumns {
    let weights = weight_terms(parts, model);
    let heaviest = heaviest_units(parts);
    let linear = &mut model.linear;
    let total_shortfall = linear.continuous(0.0..=f64::INFINITY);
    let total_excess = linear.continuous(0.0..=f64::INFINITY);
    let (shortfall, excess) = (Vec::new(), Vec::new());
    let mut columns = ShortfallColumns { shortfall, excess, heaviest, total_shortfall, total_excess };
    for (position, ((group, mut terms), floor)) in groups(parts).zip(weights).zip(floors).enumerate() {
        let heaviest = columns.heaviest.get(position).copied().unwrap_or(0.0);
        let shortfall = linear.continuous(0.0..=f64::INFINITY);
        let excess = linear.continuous(0.0..=f64::INFINITY);
        terms.push((shortfall, 1.0));
        let row = linear.row(floor - group.weight_outside..=f64::INFINITY, terms);
        model.priced.extend(parts.piece.groups.get(position).map(|&group| (Priced::Group(group, 1.0), row)));
        linear.row(f64::NEG_INFINITY..=heaviest, vec![(shortfall, 1.0), (excess, -1.0)]);
        columns.shortfall.push(shortfall);
        columns.excess.push(excess);
    }
    let sums = [(total_shortfall, &columns.shortfall), (total_excess, &columns.excess)];
    for (total, parts) in sums {
        let mut terms: Vec<_> = parts.iter().map(|&column| (column, 1.0)).collect();
        terms.push((total, -1.0));
        linear.row(0.0..=0.0, terms);
    }
    columns
}

fn groups(parts: Parts<'_>) -> impl Iterator<Item = &crate::network::Group> {
    parts.piece.groups.iter().filter_map(move |&position| parts.network.groups.get(position))
}

/// Per group of the piece: weight × units.
fn weight_terms(parts: Parts<'_>, model: &PieceModel) -> Vec<Vec<(Column, f64)>> {
    let mut terms = vec![Vec::new(); parts.piece.groups.len()];
    for (bundle, units) in parts.bundles().zip(&model.units) {
        for (item, &column) in bundle.items.iter().zip(units) {
            let slot = item.group.and_then(|group| parts.piece.groups.binary_search(&group).ok());
            if let Some(terms) = slot.and_then(|slot| terms.get_mut(slot)) {
                terms.push((column, item.weight));
            }
        }
    }
    terms
}

/// Per group of the piece: the largest weight of one unit asked that some source may fund.
fn heaviest_units(parts: Parts<'_>) -> Vec<f64> {
    let group = |position: &usize| parts.network.groups.get(*position).map_or(0.0, |group| group.heaviest_unit);
    parts.piece.groups.iter().map(group).collect()
}
