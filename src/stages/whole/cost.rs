//! What hard rules cost (`cost` in `rules.csv`): stage 3 solved again with one bound loosened by a small step, less stage
//! 3 as it is. Both are the relaxation of the whole-unit program, with entitlement, floors and the shortfalls reached as
//! they are: a step may be less than a package, so plans in whole units would answer 0, or their own gap.
//!
//! Which bounds matter most is asked of the dual values; what they cost never is.

use super::{Found, StageError, Whole, in_time, value_at};
use crate::domain::RuleMeasure;
use crate::linear::{Column, LinearModel, Row, Sense, Solution, Status};
use crate::network::RuleRow;
use crate::solver::{Integrality, Limits, Session};
use crate::stages::RuleCost;
use crate::stages::relax::base_terms;
use crate::tolerance;

/// Bounds of a piece that are solved again, at most; and in all.
pub(in crate::stages) const COSTED: usize = 20;

/// A program with more columns is not solved again for each bound. (A limit that every machine reaches alike.)
const MOST_COLUMNS: usize = 300_000;

/// The step: this part of the bound's size, or of its unit where it is 0; of a share, this many parts of the base.
const STEP: f64 = 0.01;

/// A tight hard bound.
struct Tight {
    position: usize,
    row: Row,
    /// |dual| × size of the bound: how much the objective hangs on it.
    rank: f64,
}

/// What the tight hard bounds cost that matter most, the most first.
pub(super) fn of_piece(whole: &mut Whole<'_>, best: &Found) -> Result<Vec<RuleCost>, StageError> {
    if whole.model.rules.is_empty() || whole.program.linear().columns.len() > MOST_COLUMNS {
        return Ok(Vec::new());
    }
    whole.keep_shortfalls(whole.excess_at(&best.point), value_at(&[(whole.short.total_shortfall, 1.0)], &best.point));
    let Some(solution) = in_time(whole.program.relax((Sense::Maximize, whole.terms), 1.0))? else {
        return Ok(Vec::new());
    };
    let mut tight = tight(whole, best, &solution);
    tight.sort_by(|one, other| other.rank.total_cmp(&one.rank).then(one.position.cmp(&other.position)));
    tight.truncate(COSTED);
    let mut costs = Vec::new();
    for bound in &tight {
        costs.extend(cost(whole, bound, solution.value)?);
    }
    Ok(costs)
}

/// Hard bounds that the plan reaches.
fn tight(whole: &Whole<'_>, best: &Found, solution: &Solution) -> Vec<Tight> {
    let rank = |&(position, row): &(usize, Row)| {
        let data = whole.program.linear().rows.get(row.0)?;
        let rule = whole.parts.network.rules.rows.get(position)?;
        let bound = if rule.is_floor { *data.bounds.start() } else { *data.bounds.end() };
        let distance = (value_at(&data.terms, &best.point) - bound).abs();
        let dual = solution.duals.get(row.0).copied().unwrap_or(0.0).abs();
        let is_tight = distance <= tolerance::INTEGER * rule.size.max(1.0);
        is_tight.then(|| Tight { position, row, rank: dual * rule.size.max(unit(whole, rule)) })
    };
    whole.model.rules.iter().filter_map(rank).collect()
}

/// Solves again with one bound loosened.
fn cost(whole: &mut Whole<'_>, tight: &Tight, value: f64) -> Result<Option<RuleCost>, StageError> {
    let Some(rule) = whole.parts.network.rules.rows.get(tight.position) else { return Ok(None) };
    let mut linear = whole.program.linear().clone();
    let units = loosen(whole, &mut linear, rule, tight);
    let mut session = Session::new(&linear, Integrality::Relaxed)?;
    session.set_objective(Sense::Maximize, whole.terms);
    let solution = session.solve(Limits::within(whole.program.deadline.seconds()))?;
    whole.program.note(solution.status);
    if solution.status != Status::Optimal || units <= 0.0 {
        return Ok(None);
    }
    let gain = solution.value - value;
    let is_noise = gain <= tolerance::MIP_FEASIBILITY * value.abs().max(1.0);
    let cost = if is_noise { 0.0 } else { gain / units };
    Ok(Some(RuleCost { group: rule.group, cost, rank: tight.rank }))
}

/// Loosens a bound by the step; how many units of the bound that is.
fn loosen(whole: &Whole<'_>, linear: &mut LinearModel, rule: &RuleRow, tight: &Tight) -> f64 {
    let side = if rule.is_floor { 1.0 } else { -1.0 };
    let Some(data) = linear.rows.get_mut(tight.row.0) else { return 0.0 };
    let shift = if let Some(share) = rule.share {
        let step = if rule.is_floor { STEP.min(share) } else { STEP.min(1.0 - share) };
        for (column, base) in base_terms(whole.parts, whole.model, tight.position) {
            add(&mut data.terms, (column, side * step * base));
        }
        (step * rule.base_outside, step / STEP)
    } else {
        let unit = unit(whole, rule);
        let step = STEP * rule.size.max(unit);
        (step, step / unit)
    };
    let (start, end) = (*data.bounds.start(), *data.bounds.end());
    data.bounds = if rule.is_floor { start - shift.0..=end } else { start..=end + shift.0 };
    shift.1
}

fn add(terms: &mut Vec<(Column, f64)>, (column, value): (Column, f64)) {
    match terms.iter_mut().find(|(known, _)| *known == column) {
        Some((_, sum)) => *sum += value,
        None => terms.push((column, value)),
    }
}

/// One unit of a bound in the unit of its row, as `soft` counts it: a million đồng, 0.01 of coverage, a point of poverty,
/// a unit, weight, household or exit. (Of a share a unit is a point of it, 0.01 of the base.)
fn unit(whole: &Whole<'_>, rule: &RuleRow) -> f64 {
    let groups = &whole.parts.network.rules.groups;
    let measure = groups.get(rule.group).and_then(|group| whole.parts.scenario.rules.get(group.rule));
    match measure.map(|rule| rule.measure) {
        Some(RuleMeasure::Coverage) => rule.scale * STEP,
        Some(RuleMeasure::PovertyDrop) => rule.scale,
        _ => 1.0,
    }
}
