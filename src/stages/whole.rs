//! Stages 2 and 3 of a piece: whole units as near the floors as they can be, then the objective.

use std::collections::BTreeMap;
use std::time::Instant;

use super::search::{Found, Goal, Guide, Searcher};
use super::{Bounds, Deadline, Decision, StageError};
use crate::domain::Grain;
use crate::findings::{Finding, Findings};
use crate::linear::{Column, Sense, Solution, Status};
use crate::model::{self, Parts, PieceModel, ShortfallColumns};
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;
use crate::units::Vnd;

/// What was chosen in a piece.
pub(super) struct Chosen {
    pub(super) decision: Decision,
    pub(super) bounds: Bounds,
    pub(super) seconds: (f64, f64),
}

/// Runs stages 2a, 2b and 3 for the floors F (weight) of the piece's groups.
pub(super) fn choose(parts: Parts<'_>, floors: &[f64], deadline: Deadline) -> Result<Chosen, StageError> {
    let start = Instant::now();
    let mut model = model::build(parts);
    let short = model.add_shortfall(parts, floors);
    let terms = model.objective(parts);
    let mut relaxation = Relaxation { session: Session::new(&model.linear, Integrality::Relaxed)? };
    let total_floor: f64 = floors.iter().sum();
    let solve = &parts.scenario.settings.solve;
    let Some(least) = relaxation.solve(Sense::Minimize, &[(short.total_shortfall, 1.0)])? else {
        return Err(unkept_commitments(parts, deadline));
    };
    let keep = tolerance::KEEP_SHORTFALL * total_floor;
    relaxation.session.set_bounds(short.total_shortfall, 0.0..=least.value.max(0.0) + keep);
    let guide = relaxation.solve(Sense::Maximize, &terms)?.unwrap_or(least.clone());
    let guide = Guide::new(parts, &model, &guide);
    let session = Session::new(&model.linear, Integrality::Kept)?;
    let mut searcher = Searcher::new(session, guide, &model.linear, deadline);
    let whole = Whole { short: &short, gap: solve.gap * total_floor, keep };
    let Some((excess, shortfall)) = whole.floors(&mut searcher, &mut relaxation, least.value.max(0.0))? else {
        return Err(unkept_commitments(parts, deadline));
    };
    let middle = Instant::now();
    let objective = whole.objective(&mut searcher, &mut relaxation, (&terms, solve.gap), (&excess, &shortfall))?;
    let bounds = Bounds { excess: excess.bound, shortfall: shortfall.bound, objective: objective.bound };
    let seconds = ((middle - start).as_secs_f64(), middle.elapsed().as_secs_f64());
    Ok(Chosen { decision: read(parts, &model, &objective.point), bounds, seconds })
}

/// The relaxation of the whole model, whose bounds hold for every plan.
///
/// Linear programs end; the time limit is for searches.
struct Relaxation {
    session: Session,
}

impl Relaxation {
    /// `None`: not even the relaxation has a point.
    fn solve(&mut self, sense: Sense, terms: &[(Column, f64)]) -> Result<Option<Solution>, StageError> {
        self.session.set_objective(sense, terms);
        let solution = self.session.solve(Limits::NONE)?;
        match solution.status {
            Status::Optimal => Ok(Some(solution)),
            Status::Infeasible | Status::InfeasibleOrUnbounded => Ok(None),
            status => Err(StageError::Solver(format!("relaxation: {status:?}"))),
        }
    }
}

struct Whole<'a> {
    short: &'a ShortfallColumns,
    /// Gap of stage 2 in weight.
    gap: f64,
    /// How much stage 3 may give up of the shortfalls reached.
    keep: f64,
}

impl Whole<'_> {
    /// Stages 2a and 2b. Where a plan with the least shortfall leaves nobody more than one package below the floor, 2a is
    /// done with it; else 2a comes first.
    fn floors(
        &self,
        searcher: &mut Searcher<'_>,
        relaxation: &mut Relaxation,
        least: f64,
    ) -> Result<Option<(Found, Found)>, StageError> {
        let terms = [(self.short.total_shortfall, 1.0)];
        let least_shortfall = Goal { sense: Sense::Minimize, terms: &terms, bound: least, gap: self.gap, time: 0.4 };
        let Some(mut shortfall) = searcher.search(&least_shortfall, None)? else { return Ok(None) };
        let mut excess = Found { value: self.excess_at(&shortfall.point), bound: 0.0, point: shortfall.point.clone() };
        if excess.value > self.keep + tolerance::FEASIBILITY {
            relaxation.session.set_bounds(self.short.total_shortfall, 0.0..=f64::INFINITY);
            let terms = [(self.short.total_excess, 1.0)];
            let bound = relaxation.solve(Sense::Minimize, &terms)?.map_or(0.0, |solution| solution.value.max(0.0));
            let goal = Goal { sense: Sense::Minimize, terms: &terms, bound, gap: self.gap, time: 0.4 };
            excess = searcher.search(&goal, Some(shortfall.point.clone()))?.unwrap_or(excess);
            searcher.session.set_bounds(self.short.total_excess, 0.0..=excess.value + self.keep);
            let again = searcher.search(&least_shortfall, Some(excess.point.clone()))?;
            shortfall = again.unwrap_or(shortfall);
        }
        Ok(Some((excess, shortfall)))
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
    fn objective(
        &self,
        searcher: &mut Searcher<'_>,
        relaxation: &mut Relaxation,
        (terms, gap): (&[(Column, f64)], f64),
        (excess, shortfall): (&Found, &Found),
    ) -> Result<Found, StageError> {
        let kept = [(self.short.total_shortfall, shortfall.value), (self.short.total_excess, excess.value)];
        for (column, value) in kept {
            let bounds =
                0.0..=value.max(0.0) * (1.0 + tolerance::MIP_FEASIBILITY) + self.keep + tolerance::MIP_FEASIBILITY;
            relaxation.session.set_bounds(column, bounds.clone());
            searcher.session.set_bounds(column, bounds);
        }
        let bound = relaxation.solve(Sense::Maximize, terms)?.map(|solution| solution.value);
        let bound =
            bound.ok_or_else(|| StageError::Solver("stage 3: the relaxation lost the plan of stage 2".into()))?;
        let gap = gap * bound.abs().max(tolerance::GAP_FLOOR);
        let goal = Goal { sense: Sense::Maximize, terms, bound, gap, time: 1.0 };
        let found = searcher.search(&goal, Some(shortfall.point.clone()))?;
        found.ok_or_else(|| StageError::Solver("stage 3: the search lost the plan of stage 2".into()))
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
                Grain::Divisible { .. } => Vnd::from_millions(value(column) * item.unit_cost.millions()),
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

/// Names the commitment lines that cannot be completed to whole units, and the đồng that are missing.
fn unkept_commitments(parts: Parts<'_>, deadline: Deadline) -> StageError {
    match missing_by_leaf(parts, deadline) {
        Ok(missing) => StageError::Commitments(lines_of(parts, &missing)),
        Err(error) => error,
    }
}

/// The least money that must be added to each leaf so that every commitment can be kept.
fn missing_by_leaf(parts: Parts<'_>, deadline: Deadline) -> Result<BTreeMap<usize, Vnd>, StageError> {
    let model = model::build(parts);
    let mut session = Session::new(&model.linear, Integrality::Kept)?;
    let terms: Vec<(Column, f64)> = model.missing.iter().map(|&column| (column, 1.0)).collect();
    for &(column, _) in &terms {
        session.set_bounds(column, 0.0..=f64::INFINITY);
    }
    session.set_objective(Sense::Minimize, &terms);
    let solution = session.solve(Limits { seconds: deadline.seconds(), ..Limits::NONE })?;
    if !matches!(solution.status, Status::Optimal | Status::FeasibleAtLimit) {
        return Err(StageError::Solver(format!("commitments: {:?}", solution.status)));
    }
    let missing = parts.piece.leaves.iter().zip(&model.missing);
    let missing = missing.map(|(&leaf, &column)| (leaf, Vnd::from_millions(solution.value_of(column))));
    Ok(missing.filter(|(_, amount)| amount.dong() > 0).collect())
}

fn lines_of(parts: Parts<'_>, missing: &BTreeMap<usize, Vnd>) -> Findings {
    let mut findings = Findings::default();
    for (leaf, amount) in missing {
        let needs = parts.network.leaves.get(*leaf).map(|leaf| leaf.needs.as_slice()).unwrap_or_default();
        for line in parts.scenario.commitments.iter().filter(|line| needs.binary_search(&line.need).is_ok()) {
            let need = parts.scenario.need(line.need);
            let finding = Finding::new("E480", line.place.clone())
                .with("beneficiary", parts.scenario.beneficiary_id(need.beneficiary))
                .with("package", &parts.scenario.package(need.package).id)
                .with("missing", amount);
            findings.push(finding);
        }
    }
    findings
}
