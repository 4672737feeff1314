//! What stage 3 reaches when a source has more or less money: its relaxation solved again, entitlements and floors as they
//! are. Where no floor is missed, none may be; else stage 2b is solved again too. A step may be less than a package, so
//! plans in whole units would answer 0, or their own gap (as for what rules cost).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::refusal::no_plan;
use super::{Deadline, StageError, floors};
use crate::domain::{GroupShare, Scenario};
use crate::ids::PackageIndex;
use crate::linear::{Column, Sense, Solution, Status};
use crate::model::{self, Form, Parts, PieceModel, Priced, Rounding};
use crate::network::{Network, Piece};
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;
use crate::units::Vnd;

/// What is served.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reached {
    /// Value of the objective, without outside help.
    pub value: f64,
    /// Units by package, parts of units counted.
    pub units: BTreeMap<PackageIndex, f64>,
}

impl Reached {
    /// This, less `other`.
    #[must_use]
    pub fn less(mut self, other: &Self) -> Self {
        self.value -= other.value;
        for (&package, units) in &other.units {
            *self.units.entry(package).or_default() -= units;
        }
        self
    }

    fn plus(mut self, other: &Self) -> Self {
        self.value += other.value;
        for (&package, units) in &other.units {
            *self.units.entry(package).or_default() += units;
        }
        self
    }
}

/// What is reached as it is, and after each move: so many đồng more (or less) for a signature (position in
/// `Network::signatures`). `None`: the rules cannot be kept then.
pub fn margins(
    scenario: &Scenario,
    network: &Network,
    groups: &[GroupShare],
    moves: &[(usize, Vnd)],
) -> Result<(Reached, Vec<Option<Reached>>), StageError> {
    let by_piece: Vec<Margins> = network
        .pieces
        .par_iter()
        .map(|piece| of_piece(scenario, network, piece, (&floors(piece, groups), moves)))
        .collect::<Result<_, _>>()?;
    let all = by_piece.iter().fold(Reached::default(), |sum, piece| sum.plus(&piece.as_it_is));
    let sum = |position: usize| {
        by_piece.iter().try_fold(all.clone(), |sum, piece| match piece.after.get(&position) {
            None => Some(sum),
            Some(after) => after.as_ref().map(|after| sum.less(&piece.as_it_is).plus(after)),
        })
    };
    let after = (0..moves.len()).map(sum).collect();
    Ok((all, after))
}

/// A piece as it is, and after each move (by its position) that concerns it.
struct Margins {
    as_it_is: Reached,
    after: BTreeMap<usize, Option<Reached>>,
}

fn of_piece(
    scenario: &Scenario,
    network: &Network,
    piece: &Piece,
    (floors, moves): (&[f64], &[(usize, Vnd)]),
) -> Result<Margins, StageError> {
    let parts = Parts { scenario, network, piece, form: Form::Whole, rounding: Rounding::NONE };
    let mut model = model::build(parts);
    let total = model.add_shortfall(parts, floors).total_shortfall;
    let terms = model.objective(parts);
    let added = add_money(&mut model);
    let session = Session::new(&model.linear, Integrality::Relaxed)?;
    let keep = tolerance::KEEP_SHORTFALL * floors.iter().sum::<f64>() + tolerance::MIP_FEASIBILITY;
    let mut program = Program { session, total, terms, keep, misses: true };
    let least = program.least_missing()?.ok_or_else(|| no_plan(parts, Deadline::NONE))?;
    program.misses = least > program.keep;
    let Some(point) = program.best()? else { return Err(no_plan(parts, Deadline::NONE)) };
    let as_it_is = reached(parts, &model, &point);
    let mut after = BTreeMap::new();
    for (position, (signature, amount)) in moves.iter().enumerate() {
        let Some(&column) = added.get(signature) else { continue };
        let millions = amount.millions();
        program.session.set_bounds(column, millions..=millions);
        let point = program.best()?;
        after.insert(position, point.map(|point| reached(parts, &model, &point)));
        program.session.set_bounds(column, 0.0..=0.0);
    }
    Ok(Margins { as_it_is, after })
}

/// The relaxation of stages 2b and 3.
struct Program {
    session: Session,
    /// Σ shortfall.
    total: Column,
    terms: Vec<(Column, f64)>,
    keep: f64,
    /// Whether some floor is missed, so that a move may change by how much.
    misses: bool,
}

impl Program {
    /// The best point of stage 3; `None`: there is none.
    fn best(&mut self) -> Result<Option<Solution>, StageError> {
        let best = if self.misses { None } else { self.best_missing(0.0)? };
        if best.is_some() {
            return Ok(best);
        }
        let Some(least) = self.least_missing()? else { return Ok(None) };
        self.best_missing(least)
    }

    fn best_missing(&mut self, most: f64) -> Result<Option<Solution>, StageError> {
        self.session.set_bounds(self.total, 0.0..=most.max(0.0) + self.keep);
        let terms = std::mem::take(&mut self.terms);
        let found = self.solve((Sense::Maximize, &terms));
        self.terms = terms;
        found
    }

    fn least_missing(&mut self) -> Result<Option<f64>, StageError> {
        self.session.set_bounds(self.total, 0.0..=f64::INFINITY);
        let total = self.total;
        Ok(self.solve((Sense::Minimize, &[(total, 1.0)]))?.map(|point| point.value))
    }

    fn solve(&mut self, (sense, terms): (Sense, &[(Column, f64)])) -> Result<Option<Solution>, StageError> {
        self.session.set_objective(sense, terms);
        let solution = self.session.solve(Limits::NONE)?;
        match solution.status {
            Status::Optimal => Ok(Some(solution)),
            Status::Infeasible | Status::InfeasibleOrUnbounded => Ok(None),
            status => Err(StageError::Solver(format!("money moved: {status:?}"))),
        }
    }
}

/// A column for each signature of the model: million đồng that it has more than it has; closed until it is opened.
fn add_money(model: &mut PieceModel) -> BTreeMap<usize, Column> {
    let mut added = BTreeMap::new();
    let linear = &mut model.linear;
    for &(priced, row) in &model.priced {
        let Priced::Money(signature) = priced else { continue };
        let column = linear.continuous(0.0..=0.0);
        let Some(data) = linear.rows.get_mut(row.0) else { continue };
        let most = *data.bounds.end();
        // What may not be kept back does not grow with what is there.
        data.bounds = *data.bounds.start()..=f64::INFINITY;
        let mut terms = data.terms.clone();
        terms.push((column, -1.0));
        linear.row(f64::NEG_INFINITY..=most, terms);
        added.insert(signature, column);
    }
    added
}

fn reached(parts: Parts<'_>, model: &PieceModel, point: &Solution) -> Reached {
    let mut units: BTreeMap<PackageIndex, f64> = BTreeMap::new();
    for (bundle, columns) in parts.bundles().zip(&model.units) {
        let needs = bundle.members.first().map(Vec::as_slice).unwrap_or_default();
        for (&need, &column) in needs.iter().zip(columns) {
            *units.entry(parts.scenario.need(need).package).or_default() += point.value_of(column);
        }
    }
    Reached { value: point.value, units }
}
