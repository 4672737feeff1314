//! `--near`: after stage 3, the plan that changes fewest đồng of an earlier run's awards. Both shortfalls stay at what was
//! reached; the objective may fall within the gap that was asked, never below it.

use super::{Found, Goal, Guide, StageError, Whole};
use crate::linear::Sense;
use crate::model::NearColumns;
use crate::tolerance;

/// The part of the gap of stage 3 that nearness may use; the rest is left to whole đồng.
const GAP_SHARE: f64 = 0.9;

/// The plan of stage 3, or one as good that is nearer; and the least change of any such plan, million đồng.
pub(super) fn nearest(whole: &mut Whole<'_>, near: &NearColumns, best: Found) -> Result<(Found, f64), StageError> {
    let shortfall = super::value_at(&[(whole.short.total_shortfall, 1.0)], &best.point);
    let excess = whole.excess_at(&best.point);
    whole.keep_shortfalls(excess, shortfall);
    let least = best.bound - GAP_SHARE * whole.gap * best.bound.abs().max(tolerance::GAP_FLOOR);
    let noise = tolerance::MIP_FEASIBILITY * best.value.abs().max(1.0);
    whole.program.keep(near.objective, least.min(best.value) - noise..=f64::INFINITY);
    let lost = || StageError::Solver("near: the search lost the plan of stage 3".into());
    let relaxed = match whole.program.relax((Sense::Minimize, &near.terms), 1.0) {
        // The plan of stage 3 is a plan, however far from the earlier run; it changes no less than nothing.
        Err(StageError::NoPlanInTime) => return Ok((best, 0.0)),
        other => other?.ok_or_else(lost)?,
    };
    let gap = whole.gap * near.earlier;
    let guide = Guide::new(whole.parts, whole.model, &relaxed, gap);
    let goal = Goal { sense: Sense::Minimize, terms: &near.terms, relaxed: &relaxed, guide: &guide, gap, time: 1.0 };
    let found = whole.program.search(&goal, Some(best.point))?.ok_or_else(lost)?;
    let bound = (found.bound + near.constant).max(0.0);
    Ok((Found { value: best.value, bound: best.bound, point: found.point }, bound))
}
