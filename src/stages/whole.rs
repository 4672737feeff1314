//! Stages 2 and 3 of a piece: whole units as near the floors as they can be, then the objective.

mod aimed;
mod cost;
mod near;
#[cfg(test)]
mod tests;

pub(super) use cost::COSTED;

use std::collections::BTreeMap;

use super::guide::Guide;
use super::refusal::no_plan;
use super::search::{Found, Goal, Program, bound_of_columns, value_at};
use super::{Bounds, Deadline, Decision, RuleCost, StageError, TimedOut, in_time, prices};
use crate::domain::{Grain, Proof, StageName};
use crate::linear::{Column, Sense, Solution};
use crate::model::{self, Parts, PieceModel, ShortfallColumns};
use crate::solver;
use crate::tolerance;
use crate::units::Vnd;

/// Share of the gap of stage 2 that may be missing where stages 2 and 3 are searched at once.
const SHORT_SHARE: f64 = 0.1;

/// Seconds for polishing a plan at least: a plan whose whole columns are not quite whole may be no plan.
const POLISH_SECONDS: f64 = 1.0;

/// What was chosen in a piece.
pub(super) struct Chosen {
    pub(super) decision: Decision,
    pub(super) bounds: Bounds,
    /// What its hard rules cost, those that matter most.
    pub(super) costs: Vec<RuleCost>,
    /// What bounds each stage.
    pub(super) proofs: Vec<Proof>,
}

/// Runs stages 2a, 2b and 3 for the floors F (weight) of the piece's groups, until the first deadline; why there is no
/// plan, until the second.
pub(super) fn choose(
    parts: Parts<'_>,
    floors: &[f64],
    (deadline, explaining): (Deadline, Deadline),
) -> Result<Chosen, StageError> {
    if let Some(aim) = &parts.scenario.aim {
        return aimed::choose(parts, floors, aim, deadline);
    }
    let mut model = model::build(parts);
    let short = model.add_shortfall(parts, floors);
    let terms = model.objective(parts);
    let near = parts.scenario.near.as_ref().map(|_| model.add_near(parts, &terms));
    let program = Program::new(model.linear.clone(), deadline)?;
    let total_floor: f64 = floors.iter().sum();
    let gap = parts.scenario.settings.solve.gap;
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
    let Some((excess, shortfall, objective)) = whole.stages()? else {
        return Err(no_plan(parts, explaining));
    };
    let (objective, change) = match &near {
        Some(near) => near::nearest(&mut whole, near, objective)?,
        None => (objective, 0.0),
    };
    let costs = cost::of_piece(&mut whole, &objective)?;
    let timed_out = TimedOut { floors: whole.floors_timed_out, objective: whole.program.take_timed_out() };
    let bounds = Bounds {
        excess: excess.bound,
        shortfall: shortfall.bound,
        objective: objective.bound,
        change,
        aimed: [0.0; 2],
        timed_out,
    };
    let goal = near.as_ref().map_or((Sense::Maximize, &*terms), |near| (Sense::Minimize, &*near.terms));
    let point = whole.polish(goal, objective.point)?;
    let proofs = std::mem::take(&mut whole.proofs).into_values().collect();
    Ok(Chosen { decision: read(parts, &model, &point), bounds, costs, proofs })
}

/// Stages 2 and 3 of one piece.
struct Whole<'a> {
    parts: Parts<'a>,
    model: &'a PieceModel,
    short: &'a ShortfallColumns,
    /// The objective of stage 3.
    terms: &'a [(Column, f64)],
    /// Relative gap.
    gap: f64,
    /// Σ F in weight.
    total_floor: f64,
    /// How much stage 3 may give up of the shortfalls reached.
    keep: f64,
    program: Program,
    /// Whether time ended a solve of stage 2.
    floors_timed_out: bool,
    /// What bounds each stage: of several relaxations of one, the last.
    proofs: BTreeMap<StageName, Proof>,
}

impl Whole<'_> {
    /// Stages 2a, 2b and 3; `None`: no plan exists at all.
    fn stages(&mut self) -> Result<Option<(Found, Found, Found)>, StageError> {
        if let Some(found) = self.at_once()? {
            return Ok(Some(found));
        }
        let Some((excess, shortfall)) = self.floors()? else { return Ok(None) };
        self.floors_timed_out = self.program.take_timed_out();
        let objective = self.objective(&excess, &shortfall)?;
        Ok(Some((excess, shortfall, objective)))
    }

    /// Stages 2 and 3 in one search, where the floors leave slack (`strength` below 1): at most a small part of the gap of
    /// stage 2 may be missing, and nobody may be more than one package short. No plan misses less than nothing: that is
    /// the bound. `None`: no such plan was found.
    fn at_once(&mut self) -> Result<Option<(Found, Found, Found)>, StageError> {
        let (total, excess) = (self.short.total_shortfall, self.short.total_excess);
        let has_slack = self.parts.scenario.settings.fairness.strength < 1.0 && self.total_floor > 0.0;
        if !has_slack || self.program.is_small() {
            return Ok(None);
        }
        self.program.keep(total, 0.0..=self.gap * self.total_floor * SHORT_SHARE);
        self.program.keep(excess, 0.0..=self.keep);
        let found = self.best_objective(None, 0.5);
        self.program.keep(total, 0.0..=f64::INFINITY);
        self.program.keep(excess, 0.0..=f64::INFINITY);
        let found = in_time(found)?;
        let without = |value: f64, point: &Vec<f64>| Found { value, bound: 0.0, point: point.clone() };
        Ok(found.map(|best| {
            let short = value_at(&[(total, 1.0)], &best.point);
            (without(self.excess_at(&best.point), &best.point), without(short, &best.point), best)
        }))
    }

    /// Stages 2a and 2b. Where a plan with the least shortfall leaves nobody more than one package below the floor, 2a is
    /// done with it; else 2a comes first.
    fn floors(&mut self) -> Result<Option<(Found, Found)>, StageError> {
        let Some(mut shortfall) = self.least_shortfall(None)? else { return Ok(None) };
        let mut excess = Found { value: self.excess_at(&shortfall.point), bound: 0.0, point: shortfall.point.clone() };
        if excess.value > self.keep + tolerance::FEASIBILITY {
            let terms = [(self.short.total_excess, 1.0)];
            if let Some(relaxed) = in_time(self.program.relax((Sense::Minimize, &terms), 0.5))? {
                self.prove(StageName::BeyondOnePackage, (Sense::Minimize, &relaxed));
                let gap = self.gap * self.total_floor;
                let guide = Guide::new(self.parts, self.model, &relaxed, gap);
                let goal =
                    Goal { sense: Sense::Minimize, terms: &terms, relaxed: &relaxed, guide: &guide, gap, time: 0.4 };
                excess = self.program.search(&goal, Some(shortfall.point.clone()))?.unwrap_or(excess);
            }
            self.program.keep(self.short.total_excess, 0.0..=excess.value + self.keep);
            let found = in_time(self.least_shortfall(Some(excess.point.clone())))?;
            shortfall = found.unwrap_or(Found { point: excess.point.clone(), ..shortfall });
        }
        Ok(Some((excess, shortfall)))
    }

    /// Stage 2b. Decisions are fixed as the best point of the objective has them among those of the least shortfall.
    fn least_shortfall(&mut self, incumbent: Option<Vec<f64>>) -> Result<Option<Found>, StageError> {
        let total = self.short.total_shortfall;
        let terms = [(total, 1.0)];
        let Some(relaxed) = self.program.relax((Sense::Minimize, &terms), 1.0)? else { return Ok(None) };
        self.prove(StageName::Shortfall, (Sense::Minimize, &relaxed));
        self.program.keep(total, 0.0..=relaxed.value.max(0.0) + self.keep);
        let best = in_time(self.program.relax((Sense::Maximize, self.terms), 0.5))?;
        self.program.keep(total, 0.0..=f64::INFINITY);
        let gap = self.gap * self.total_floor;
        let guide = match &best {
            Some(best) => Guide::new(self.parts, self.model, best, self.objective_gap(best)),
            None => Guide::new(self.parts, self.model, &relaxed, gap),
        };
        let goal = Goal { sense: Sense::Minimize, terms: &terms, relaxed: &relaxed, guide: &guide, gap, time: 0.4 };
        self.program.search(&goal, incumbent)
    }

    /// Keeps what a relaxation says of a stage.
    fn prove(&mut self, stage: StageName, relaxed: (Sense, &Solution)) {
        let multipliers = prices::with_sums(self.parts, self.model, self.short, relaxed);
        self.proofs.insert(stage, prices::proof(stage, multipliers));
    }

    fn excess_at(&self, point: &[f64]) -> f64 {
        let value = |column: &Column| point.get(column.0).copied().unwrap_or(0.0);
        self.short
            .shortfall
            .iter()
            .zip(&self.short.heaviest)
            .map(|(column, heaviest)| (value(column) - heaviest).max(0.0))
            .sum()
    }

    /// Stage 3, both shortfalls kept.
    fn objective(&mut self, excess: &Found, shortfall: &Found) -> Result<Found, StageError> {
        self.keep_shortfalls(excess.value, shortfall.value);
        let lost = || StageError::Solver("stage 3: the search lost the plan of stage 2".into());
        let point = shortfall.point.clone();
        match self.best_objective(Some(point.clone()), 1.0) {
            // The plan of stage 2 is a plan, whatever its objective.
            Err(StageError::NoPlanInTime) => {
                let bound = bound_of_columns(self.program.linear(), (Sense::Maximize, self.terms));
                Ok(Found { value: value_at(self.terms, &point), bound, point })
            }
            other => other?.ok_or_else(lost),
        }
    }

    /// From now on no more is missing than this.
    fn keep_shortfalls(&mut self, excess: f64, shortfall: f64) {
        for (column, value) in [(self.short.total_shortfall, shortfall), (self.short.total_excess, excess)] {
            let most = value.max(0.0) * (1.0 + tolerance::MIP_FEASIBILITY) + self.keep + tolerance::MIP_FEASIBILITY;
            self.program.keep(column, 0.0..=most);
        }
    }

    /// The best plan by the objective, under what is kept; `None`: there is no plan.
    fn best_objective(&mut self, incumbent: Option<Vec<f64>>, time: f64) -> Result<Option<Found>, StageError> {
        let Some(relaxed) = self.program.relax((Sense::Maximize, self.terms), time)? else { return Ok(None) };
        self.prove(StageName::Objective, (Sense::Maximize, &relaxed));
        let gap = self.objective_gap(&relaxed);
        let counted: Vec<Column> = self.model.counted.iter().flatten().copied().collect();
        let dived = self.program.dive(&counted, &relaxed)?;
        let guide = Guide::new(self.parts, self.model, dived.as_ref().unwrap_or(&relaxed), gap);
        let goal = Goal { sense: Sense::Maximize, terms: self.terms, relaxed: &relaxed, guide: &guide, gap, time };
        self.program.search(&goal, incumbent)
    }

    /// Where rules look at who pays, a whole column may not be whole by a solver's tolerance: đồng that nobody has would
    /// be granted for it. The best point, under all that is kept, whose whole columns are those of `point`.
    fn polish(&mut self, (sense, terms): (Sense, &[(Column, f64)]), point: Vec<f64>) -> Result<Vec<f64>, StageError> {
        if self.parts.network.tracked.is_empty() {
            return Ok(point);
        }
        self.keep_shortfalls(self.excess_at(&point), value_at(&[(self.short.total_shortfall, 1.0)], &point));
        let seconds = self.program.deadline.seconds().max(POLISH_SECONDS);
        let polished = solver::polish(self.program.linear(), (sense, terms), (&point, seconds))?;
        Ok(polished.map_or(point, |solution| solution.columns))
    }

    /// Distance of value and bound that is good enough for the objective.
    fn objective_gap(&self, relaxed: &Solution) -> f64 {
        self.gap * relaxed.value.abs().max(tolerance::GAP_FLOOR)
    }
}

/// The point in whole units and đồng.
fn read(parts: Parts<'_>, model: &PieceModel, point: &[f64]) -> Decision {
    let value = |column: Column| point.get(column.0).copied().unwrap_or(0.0);
    let granted = parts
        .bundles()
        .zip(&model.units)
        .map(|(bundle, units)| {
            let amount = |(item, &column): (&crate::network::Item, &Column)| match item.grain {
                Grain::Whole => item.unit_cost.times(whole(value(column))),
                Grain::Divisible { .. } if parts.network.tracked.is_empty() => {
                    Vnd::from_millions(value(column) * item.unit_cost.millions())
                }
                // Where rules look at who pays, no đồng more is granted than the program found money for.
                Grain::Divisible { .. } => {
                    let millions = value(column) * item.unit_cost.millions();
                    Vnd::from_millions_down(millions, tolerance::PART_OF_A_DONG).0
                }
            };
            bundle.items.iter().zip(units).map(amount).collect()
        })
        .collect();
    let is_whole = |column: Column| model.linear.columns.get(column.0).is_some_and(|data| data.is_integer);
    let whole_units: BTreeMap<_, _> = model
        .flows
        .iter()
        .filter(|flow| is_whole(flow.column))
        .map(|flow| (flow.edge, whole(value(flow.column))))
        .collect();
    Decision { granted, whole_units }
}

/// The whole number that a solver's value of an integer column stands for.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded and bounded by the demand")]
fn whole(value: f64) -> u32 {
    value.round().max(0.0) as u32
}
