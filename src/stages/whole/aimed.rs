//! A plan that is sought where the best one is known: within limits on the stages, first one goal, then another (`Aim`).
//! Each goal is a column; what the first reached is kept while the second is sought.

use std::collections::BTreeMap;

use super::{
    Bounds, Chosen, Deadline, Found, Goal, Guide, Program, StageError, TimedOut, Whole, bound_of_columns, prices, read,
    value_at,
};
use crate::domain::{Aim, AimGoal, Limits, StageName, Trade};
use crate::linear::{Column, Sense};
use crate::model::{self, Parts, ShortfallColumns};
use crate::tolerance;

/// How many times the relative gap of the stages a difference of plans may be from what is possible: nobody needs it to
/// the đồng.
const DIFFERENCE_GAPS: f64 = 300.0;

/// The same for the objective of a plan that differs: it is within the loss anyway.
const LOSS_GAPS: f64 = 10.0;

/// One goal.
struct Step {
    sense: Sense,
    /// Its value.
    column: Column,
    /// What it counts of another column beside its own.
    share: Option<(Column, f64)>,
    /// Relative gap, and what it is relative to; `None`: to the value itself.
    gap: (f64, Option<f64>),
    /// What has to be added to the column's value to get what a run states.
    constant: f64,
}

/// The columns of the stages that whole units decide.
struct StageColumns<'a> {
    short: &'a ShortfallColumns,
    value: Column,
    total_floor: f64,
    /// What soft bounds that no decision touches cost in every plan.
    untouched: f64,
}

impl StageColumns<'_> {
    fn step(&self, stage: StageName, gap: f64) -> Result<Step, StageError> {
        let least = |column| Step {
            sense: Sense::Minimize,
            column,
            share: None,
            gap: (gap, Some(self.total_floor)),
            constant: 0.0,
        };
        match stage {
            StageName::BeyondOnePackage => Ok(least(self.short.total_excess)),
            StageName::Shortfall => Ok(least(self.short.total_shortfall)),
            StageName::Objective => {
                Ok(Step { sense: Sense::Maximize, gap: (gap, None), constant: -self.untouched, ..least(self.value) })
            }
            other => Err(StageError::Solver(format!("aim: whole units do not decide stage {other:?}"))),
        }
    }

    /// The goals of a trade, the second one counting a little while the first is sought.
    fn trade(&self, trade: Trade, gap: f64) -> Result<Vec<Step>, StageError> {
        let (mut first, second) = (self.step(trade.first, gap)?, self.step(trade.second, gap)?);
        let is_same_way = first.sense == second.sense;
        first.share = Some((second.column, if is_same_way { trade.share } else { -trade.share }));
        Ok(vec![first, second])
    }
}

/// Runs the goals of an aim for the floors F (weight) of the groups of the piece, which is the whole network.
pub(super) fn choose(parts: Parts<'_>, floors: &[f64], aim: &Aim, deadline: Deadline) -> Result<Chosen, StageError> {
    let mut model = model::build(parts);
    let short = model.add_shortfall(parts, floors);
    let terms = model.objective(parts);
    let value = model.add_value(&terms);
    let gap = parts.scenario.settings.solve.gap;
    let total_floor: f64 = floors.iter().sum();
    let untouched = prices::untouched(parts.network).map(|(_, penalty)| penalty).sum();
    let columns = StageColumns { short: &short, value, total_floor, untouched };
    let steps = match &aim.goal {
        AimGoal::Apart(_) => {
            let fewest = model.add_apart(parts);
            let apart_gap = (gap * DIFFERENCE_GAPS, None);
            let apart = Step { sense: Sense::Maximize, column: fewest, share: None, gap: apart_gap, constant: 0.0 };
            vec![apart, columns.step(StageName::Objective, gap * LOSS_GAPS)?]
        }
        AimGoal::Trade(trade) => columns.trade(*trade, gap)?,
    };
    let program = Program::new(model.linear.clone(), deadline)?;
    let keep = tolerance::KEEP_SHORTFALL * total_floor;
    let mut whole = Whole {
        parts,
        model: &model,
        short: &short,
        terms: &terms,
        gap,
        total_floor,
        keep,
        program,
        floors_timed_out: false,
        proofs: BTreeMap::new(),
    };
    whole.keep_limits(&columns, aim.limits);
    let (point, aimed) = whole.reach(&steps)?;
    let point = whole.polish((Sense::Maximize, &terms), point)?;
    for step in &steps {
        whole.program.keep(step.column, f64::NEG_INFINITY..=f64::INFINITY);
    }
    let mut objective = whole.most_objective(&point)?;
    if matches!(aim.goal, AimGoal::Trade(_)) {
        let of_objective = steps.iter().zip(aimed).filter(|(step, _)| step.column == value);
        objective = of_objective.map(|(step, bound)| bound - step.constant).fold(objective, f64::min);
    }
    let proofs = std::mem::take(&mut whole.proofs).into_values().collect();
    let bounds = Bounds {
        excess: aim.known.excess,
        shortfall: aim.known.shortfall,
        objective,
        change: 0.0,
        aimed,
        timed_out: TimedOut { floors: false, objective: whole.program.take_timed_out() },
    };
    Ok(Chosen { decision: read(parts, &model, &point), bounds, costs: Vec::new(), proofs })
}

impl Whole<'_> {
    fn keep_limits(&mut self, columns: &StageColumns<'_>, limits: Limits) {
        let room = |value: f64| tolerance::MIP_FEASIBILITY * value.abs().max(1.0);
        for (column, most) in [(self.short.total_excess, limits.excess), (self.short.total_shortfall, limits.shortfall)]
        {
            self.program.keep(column, 0.0..=most.max(0.0) + self.keep + room(most));
        }
        let least = limits.objective + columns.untouched;
        self.program.keep(columns.value, least - room(least)..=f64::INFINITY);
    }

    /// What no plan is worth that misses no more than the point, and the proof of it.
    fn most_objective(&mut self, point: &[f64]) -> Result<f64, StageError> {
        self.keep_shortfalls(self.excess_at(point), value_at(&[(self.short.total_shortfall, 1.0)], point));
        let goal = (Sense::Maximize, self.terms);
        let lost = || StageError::Solver("aim: the relaxation lost its plan".into());
        match self.program.relax(goal, 1.0) {
            Err(StageError::NoPlanInTime) => Ok(bound_of_columns(self.program.linear(), goal)),
            relaxed => {
                let relaxed = relaxed?.ok_or_else(lost)?;
                self.prove(StageName::Objective, (Sense::Maximize, &relaxed));
                Ok(relaxed.value)
            }
        }
    }

    /// The point that reaches the goals one after the other, and what no plan can beat: of a goal, no plan that is as good
    /// in the other one.
    fn reach(&mut self, steps: &[Step]) -> Result<(Vec<f64>, [f64; 2]), StageError> {
        let lost = || StageError::Solver("aim: the search lost its plan".into());
        let mut found: Vec<Found> = Vec::new();
        for step in steps {
            let incumbent = found.last().map(|one| one.point.clone());
            match self.seek(step, incumbent) {
                Err(StageError::NoPlanInTime) if !found.is_empty() => break,
                other => found.push(other?.ok_or_else(lost)?),
            }
            let value = found.last().map_or(0.0, |one| one.value_of(step.column));
            let room = tolerance::MIP_FEASIBILITY * value.abs().max(1.0);
            self.program.keep(
                step.column,
                match step.sense {
                    Sense::Maximize => value - room..=f64::INFINITY,
                    Sense::Minimize => 0.0..=value.max(0.0) + room,
                },
            );
        }
        let point = found.last().ok_or_else(lost)?.point.clone();
        // A goal for which time was over is bounded by the columns alone: of the maximised, only the objective comes second.
        let most = bound_of_columns(self.program.linear(), (Sense::Maximize, self.terms));
        let unproved = |sense| if sense == Sense::Maximize { most } else { 0.0 };
        let bound = |number: usize| {
            let Some(step) = steps.get(number) else { return 0.0 };
            let bound = found.get(number).map_or_else(|| unproved(step.sense), |one| one.bound);
            let counted = step.share.map_or(0.0, |share| value_at(&[share], &point));
            bound - counted + step.constant
        };
        let bounds = [bound(0), bound(1)];
        Ok((point, bounds))
    }

    fn seek(&mut self, step: &Step, incumbent: Option<Vec<f64>>) -> Result<Option<Found>, StageError> {
        let terms: Vec<(Column, f64)> = [(step.column, 1.0)].into_iter().chain(step.share).collect();
        let Some(relaxed) = self.program.relax((step.sense, &terms), 1.0)? else { return Ok(None) };
        let (relative, whole) = step.gap;
        let mut gap = relative * whole.unwrap_or_else(|| relaxed.value.abs().max(tolerance::GAP_FLOOR));
        let guide = Guide::new(self.parts, self.model, &relaxed, gap);
        let goal = Goal { sense: step.sense, terms: &terms, relaxed: &relaxed, guide: &guide, gap, time: 0.5 };
        let Some(found) = self.program.search(&goal, incumbent)? else { return Ok(None) };
        // Where the relaxation promised far more than there is, the gap was relative to too much.
        let closer = relative * found.value.abs().max(tolerance::GAP_FLOOR);
        let is_open = (found.value - found.bound).abs() > closer + tolerance::FEASIBILITY;
        if whole.is_some() || 2.0 * closer > gap || !is_open {
            return Ok(Some(found));
        }
        gap = closer;
        self.program.search(&Goal { gap, ..goal }, Some(found.point))
    }
}
