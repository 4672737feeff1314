//! What stage 3 maximises, without the part of outside help (which no decision changes), less what soft rules cost.

use super::{Parts, PieceModel};
use crate::domain::settings::Maximize;
use crate::linear::Column;

/// Adds a column for the value of `terms`, so that it can be kept.
pub(super) fn add_value(model: &mut PieceModel, terms: &[(Column, f64)]) -> Column {
    let column = model.linear.continuous(f64::NEG_INFINITY..=f64::INFINITY);
    let value = terms.iter().copied().chain([(column, -1.0)]).collect();
    model.linear.row(0.0..=0.0, value);
    column
}

/// The terms: points of weight, units, households, or million đồng; penalties in the same measure.
pub(super) fn terms(parts: Parts<'_>, model: &PieceModel) -> Vec<(Column, f64)> {
    let maximize = parts.scenario.settings.objective.maximize;
    let mut terms = Vec::new();
    for ((bundle, units), helped) in parts.bundles().zip(&model.units).zip(&model.helped) {
        for (item, &column) in bundle.items.iter().zip(units) {
            let per_unit = match maximize {
                Maximize::Weight => item.weight,
                Maximize::Units => 1.0,
                Maximize::Households => f64::from(u8::from(item.unit_is_household)),
                Maximize::Amount => item.unit_cost.millions(),
                Maximize::Exits => 0.0,
            };
            terms.push((column, per_unit));
        }
        terms.extend(helped.map(|column| (column, 1.0)));
    }
    for (bundle, counted) in parts.bundles().zip(&model.counted) {
        let counts = bundle.counts.iter().zip(counted).filter(|(count, _)| count.count.is_objective);
        terms.extend(counts.map(|(_, &column)| (column, 1.0)));
    }
    terms.extend(model.misses.iter().map(|&(column, price)| (column, -price)));
    terms.retain(|&(_, value)| value != 0.0);
    terms
}
