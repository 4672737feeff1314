//! What the relaxation says of each decision about units: those that it leaves open or nearly so are searched, the others
//! fixed as it has them, less and less of them from level to level. And which decisions are large: they come first.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::classes::Classes;
use super::search::Found;
use super::tighter;
use crate::linear::{Column, Solution};
use crate::model::{Parts, PieceModel};
use crate::tolerance;
use crate::units::Vnd;

/// What the relaxation says of a decision about units.
struct Settled {
    /// Columns with their bounds and the value to fix them at: units, and members served where there is such a column.
    columns: Vec<(Column, RangeInclusive<f64>, f64)>,
    /// What the objective would lose by one unit more or less (reduced cost).
    loss: f64,
    /// Its place among the decisions of its leaf, unit cost and side, least loss first.
    rank: usize,
}

/// Which settled decisions are free all the same.
#[derive(Debug, Clone, Copy)]
struct Freedom {
    /// How many of each leaf and unit cost, on each side of the threshold.
    per_side: usize,
    /// Only those that lose no more than this share of the gap; `None`: whatever they lose.
    loss: Option<f64>,
}

/// One level after the other; the last frees all.
const LEVELS: [Freedom; 4] = [
    Freedom { per_side: 1, loss: Some(0.04) },
    Freedom { per_side: 1, loss: None },
    Freedom { per_side: 4, loss: None },
    Freedom { per_side: usize::MAX, loss: None },
];

/// The level at which all is free.
pub(super) const ALL_FREE: usize = LEVELS.len() - 1;

/// What the relaxation says of each decision about units.
pub(super) struct Guide {
    settled: Vec<Settled>,
    /// Whole columns by the size of what they decide.
    pub(super) classes: Classes,
    /// Whole columns of decisions that narrow money may fund: a part of a package there is money that nobody else can use.
    pub(super) narrow: Vec<Column>,
    /// Distance of value and bound that is good enough, in the measure of the losses.
    gap: f64,
}

impl Guide {
    /// Reads the relaxation's point: a unit column at a whole value (of a divisible package: at one of its bounds) is
    /// settled the more, the larger the loss of the objective is that one unit more or less would bring (its reduced
    /// cost). `gap` is the distance of value and bound that is good enough for the relaxation's objective.
    pub(super) fn new(parts: Parts<'_>, model: &PieceModel, relaxed: &Solution, gap: f64) -> Self {
        let mut sides: BTreeMap<(usize, Vnd, bool), Vec<Settled>> = BTreeMap::new();
        for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
            for ((item, &unit), &served) in bundle.items.iter().zip(units).zip(served) {
                if let Some(columns) = settle(model, relaxed, (unit, served)) {
                    let loss = relaxed.reduced_costs.get(unit.0).copied().unwrap_or(0.0).abs();
                    let key = (item.leaf, item.unit_cost, relaxed.value_of(unit) > tolerance::INTEGER);
                    sides.entry(key).or_default().push(Settled { columns, loss, rank: 0 });
                }
            }
        }
        let mut settled = Vec::new();
        for (_, mut side) in sides {
            side.sort_by(|one, other| one.loss.total_cmp(&other.loss));
            settled.extend(side.into_iter().enumerate().map(|(rank, decision)| Settled { rank, ..decision }));
        }
        Self { settled, classes: Classes::of(parts, model), narrow: tighter::narrow(parts, model), gap }
    }

    /// Hands `bound` what holds at `level`: the decisions that are settled there and that the incumbent takes alike are
    /// fixed, the others free; whether all are free.
    pub(super) fn restrict(
        &self,
        level: usize,
        incumbent: Option<&Found>,
        mut bound: impl FnMut(Column, RangeInclusive<f64>),
    ) -> bool {
        let free = LEVELS.get(level).unwrap_or(&LEVELS[ALL_FREE]);
        let mut is_free = true;
        for settled in &self.settled {
            let agrees = |(column, _, value): &(Column, RangeInclusive<f64>, f64)| {
                incumbent.is_none_or(|found| (found.value_of(*column) - value).abs() <= tolerance::INTEGER)
            };
            let is_light = free.loss.is_none_or(|share| settled.loss <= share * self.gap);
            let is_open = settled.rank < free.per_side && is_light;
            let is_fixed = !is_open && settled.columns.iter().all(agrees);
            is_free &= !is_fixed;
            for (column, bounds, value) in &settled.columns {
                bound(*column, if is_fixed { *value..=*value } else { bounds.clone() });
            }
        }
        is_free
    }
}

/// The columns of a decision with their bounds and the values at which the relaxation settles it; `None` where it leaves
/// it open.
fn settle(
    model: &PieceModel,
    relaxed: &Solution,
    (unit, served): (Column, Option<Column>),
) -> Option<Vec<(Column, RangeInclusive<f64>, f64)>> {
    let data = model.linear.columns.get(unit.0).filter(|data| data.is_integer || served.is_some())?;
    let value = relaxed.value_of(unit);
    let end = if data.is_integer { value.round() } else { nearer_end(value, &data.bounds) };
    if (value - end).abs() > tolerance::INTEGER {
        return None;
    }
    let mut columns = vec![(unit, data.bounds.clone(), end)];
    if let Some(served) = served {
        let range = model.linear.columns.get(served.0).map(|data| data.bounds.clone())?;
        let is_lowest = (end - data.bounds.start()).abs() <= tolerance::INTEGER;
        let end = if is_lowest { *range.start() } else { *range.end() };
        columns.push((served, range, end));
    }
    Some(columns)
}

/// The nearer end of a range.
fn nearer_end(value: f64, bounds: &RangeInclusive<f64>) -> f64 {
    let (start, end) = (*bounds.start(), *bounds.end());
    if value - start <= end - value { start } else { end }
}
