//! Counts by household: whether it is helped, and whether it leaves poverty. A binary column each, true exactly when the
//! awards make it so, since a rule may bind it from either side.

use super::{Form, Parts, PieceModel};
use crate::domain::{Grain, IndicatorSet, Need};
use crate::exits::Poverty;
use crate::linear::{Column, merged};
use crate::network::{Bundle, BundleCount, Counted};
use crate::tolerance;
use crate::units::Vnd;

/// Adds the columns and rows of every count (whole form only).
pub(super) fn add(parts: Parts<'_>, form: Form, model: &mut PieceModel) {
    for (position, bundle) in parts.bundles().enumerate() {
        let columns = match form {
            Form::Linear => Vec::new(),
            Form::Whole => {
                bundle.counts.iter().map(|count| add_count(parts, (position, bundle), count, model)).collect()
            }
        };
        model.counted.push(columns);
    }
}

fn add_count(
    parts: Parts<'_>,
    (position, bundle): (usize, &Bundle),
    count: &BundleCount,
    model: &mut PieceModel,
) -> Column {
    match &count.count.what {
        Counted::Helped(_) => add_helped((position, bundle), count, model),
        Counted::Exit(poverty) => {
            let servings = servings(parts, (position, bundle), poverty, model);
            add_exit(poverty, &servings, model)
        }
    }
}

/// helped ≤ Σ units, and units ≤ most × helped for each.
fn add_helped((position, bundle): (usize, &Bundle), count: &BundleCount, model: &mut PieceModel) -> Column {
    if let Some(unit) = only_unit(position, count, model) {
        return unit;
    }
    let helped = model.linear.integer(0.0..=1.0);
    let mut terms = vec![(helped, 1.0)];
    for &item in &count.items {
        let served = model.served.get(position).and_then(|served| served.get(item).copied().flatten());
        let unit = *model.units.get(position).and_then(|units| units.get(item)).expect("a column for every item");
        let counted = served.unwrap_or(unit);
        let most = if served.is_some() {
            1.0
        } else {
            bundle.items.get(item).map_or(1.0, |item| item.capacity.units_of(item.unit_cost))
        };
        terms.push((counted, -1.0));
        model.linear.row(f64::NEG_INFINITY..=0.0, vec![(counted, 1.0), (helped, -most)]);
    }
    model.linear.row(f64::NEG_INFINITY..=0.0, terms);
    helped
}

/// The unit that helps the household, where there is but one.
fn only_unit(position: usize, count: &BundleCount, model: &PieceModel) -> Option<Column> {
    let &[item] = count.items.as_slice() else { return None };
    let unit = *model.units.get(position)?.get(item)?;
    let data = model.linear.columns.get(unit.0)?;
    (data.is_integer && *data.bounds.end() <= 1.0).then_some(unit)
}

/// What one whole unit of an item would change, and the column that says whether it is served.
struct Serving {
    is_served: Column,
    removes: IndicatorSet,
    gain: f64,
}

/// The servings that the plan decides, and what outside help changes already (as a serving that is fixed).
fn servings(
    parts: Parts<'_>,
    (position, bundle): (usize, &Bundle),
    poverty: &Poverty,
    model: &mut PieceModel,
) -> Vec<Serving> {
    let scenario = parts.scenario;
    let first = bundle.members.first().and_then(|needs| needs.first()).map(|&need| scenario.need(need).beneficiary);
    let decided = bundle.members.first().map(Vec::as_slice).unwrap_or_default();
    let mut servings = Vec::new();
    for (index, need) in parts.network.rules.counts.needs_of(first).map(|index| (index, scenario.need(index))) {
        let package = scenario.package(need.package);
        let removes = package.indicators.and(poverty.deprived);
        if removes.is_empty() && package.b1_gain == 0.0 {
            continue;
        }
        let item = decided.iter().position(|&one| one == index);
        let unit = item.and_then(|item| model.units.get(position)?.get(item).copied());
        let is_served = match unit {
            _ if need.outside >= need.unit_cost => Some(model.linear.integer(1.0..=1.0)),
            Some(unit) => Some(whole_unit(need, package.grain, unit, model)),
            None => None,
        };
        servings.extend(is_served.map(|is_served| Serving { is_served, removes, gain: package.b1_gain }));
    }
    servings
}

/// A binary that is true exactly when outside help and the plan serve a whole unit of a need.
fn whole_unit(need: &Need, grain: Grain, unit: Column, model: &mut PieceModel) -> Column {
    let least = (need.unit_cost - need.outside).units_of(need.unit_cost);
    let most = need.open().units_of(need.unit_cost);
    // A single unit tells by itself.
    let is_single = grain == Grain::Whole && need.outside == Vnd::ZERO && most <= 1.0;
    if is_single {
        return unit;
    }
    let below = match grain {
        Grain::Whole => least - 1.0,
        Grain::Divisible { .. } => least - tolerance::PART_OF_A_UNIT,
    };
    let is_served = model.linear.integer(0.0..=1.0);
    model.linear.row(0.0..=f64::INFINITY, vec![(unit, 1.0), (is_served, -least)]);
    model.linear.row(f64::NEG_INFINITY..=below, vec![(unit, 1.0), (is_served, below - most)]);
    is_served
}

/// exits ⇔ enough deprivations are removed, or enough points gained.
fn add_exit(poverty: &Poverty, servings: &[Serving], model: &mut PieceModel) -> Column {
    let mut ways = Vec::new();
    let removed = removed_columns(poverty, servings, model);
    let count: f64 = removed.iter().map(|(_, coefficient)| coefficient).sum();
    let wanted = f64::from(poverty.to_remove);
    if count >= wanted {
        ways.push(threshold(&removed, (wanted, wanted - 1.0, count), model));
    }
    let gains: Vec<(Column, f64)> = servings.iter().map(|one| (one.is_served, one.gain)).collect();
    let most: f64 = gains.iter().map(|(_, gain)| gain).sum();
    if let Some(gap) = poverty.to_gain.filter(|&gap| most > gap) {
        ways.push(threshold(&gains, (gap + tolerance::ABOVE_LINE, gap, most), model));
    }
    if let &[only] = ways.as_slice() {
        return only;
    }
    let exits = model.linear.integer(0.0..=1.0);
    let mut either = vec![(exits, 1.0)];
    for way in ways {
        model.linear.row(0.0..=f64::INFINITY, vec![(exits, 1.0), (way, -1.0)]);
        either.push((way, -1.0));
    }
    model.linear.row(f64::NEG_INFINITY..=0.0, either);
    exits
}

/// A binary that is true exactly when Σ reaches `wanted`; where it does not, Σ is at most `below`.
fn threshold(terms: &[(Column, f64)], (wanted, below, most): (f64, f64, f64), model: &mut PieceModel) -> Column {
    // One serving that is enough tells by itself.
    if let &[(only, coefficient)] = terms
        && coefficient >= wanted
        && model.linear.columns.get(only.0).is_some_and(|data| data.is_integer)
    {
        return only;
    }
    let is_reached = model.linear.integer(0.0..=1.0);
    let with = |coefficient: f64| [terms, &[(is_reached, coefficient)]].concat();
    model.linear.row(0.0..=f64::INFINITY, with(-wanted));
    model.linear.row(f64::NEG_INFINITY..=below, with(below - most));
    is_reached
}

/// For each deprivation that some serving removes: 1 exactly when one of them is served.
fn removed_columns(poverty: &Poverty, servings: &[Serving], model: &mut PieceModel) -> Vec<(Column, f64)> {
    let mut removed = Vec::new();
    for indicator in poverty.deprived.each() {
        let removers: Vec<Column> =
            servings.iter().filter(|one| !one.removes.and(indicator).is_empty()).map(|one| one.is_served).collect();
        match removers.as_slice() {
            [] => {}
            [only] => removed.push((*only, 1.0)),
            several => {
                let column = model.linear.continuous(0.0..=1.0);
                let mut terms = vec![(column, 1.0)];
                for &one in several {
                    terms.push((one, -1.0));
                    model.linear.row(0.0..=f64::INFINITY, vec![(column, 1.0), (one, -1.0)]);
                }
                model.linear.row(f64::NEG_INFINITY..=0.0, terms);
                removed.push((column, 1.0));
            }
        }
    }
    // A package that removes several deprivations counts several times.
    merged(removed)
}
