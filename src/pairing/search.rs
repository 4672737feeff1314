//! The best choice of a part: as many goals as possible, then the largest worth, then the first pairs in the order of
//! (source, place).
//!
//! Ties are broken exactly: a pair that the relaxation's reduced cost keeps at its bound in every best choice is
//! settled; of the others, [`BLOCK`] at a time are decided by a program that keeps the worth and counts each pair
//! more than all later ones of its block together.

use super::PairingError;
use super::c8_pairings::{PairingModel, Part, real};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::solver::{Integrality, Limits, Method, Session};
use crate::tolerance;

/// Pairs that one program puts in order; powers of two stay far from the solver's tolerances.
const BLOCK: usize = 16;

/// Seconds that each solve may take at least: parts that come late are small as a rule.
const LEAST_SECONDS: f64 = 0.1;

/// The choice of a part.
pub(super) struct Found {
    /// Whether each candidate is chosen, in order.
    pub(super) picked: Vec<bool>,
    /// What no choice can beat, by the solver's word.
    pub(super) bound: f64,
    /// Whether no limit ended the search.
    pub(super) is_proved: bool,
    /// Whether it is the first of equal worth: the same on every machine.
    pub(super) is_first: bool,
}

/// Searches a part.
pub(super) fn best(part: &Part, seconds: &dyn Fn() -> f64) -> Result<Found, PairingError> {
    let total: f64 = part.candidates.iter().map(|one| one.worth).sum();
    if part.is_unbound() {
        return Ok(Found { picked: vec![true; part.candidates.len()], bound: total, is_proved: true, is_first: true });
    }
    let mut model = PairingModel::of(part);
    // The largest worth counts as 1, so that tolerances mean the same in every scenario.
    let scale = part.candidates.iter().map(|one| one.worth).fold(0.0, f64::max);
    let scale = if scale > 0.0 { scale } else { 1.0 };
    let worth: Vec<(Column, f64)> =
        model.picks.iter().zip(&part.candidates).map(|(&pick, one)| (pick, one.worth / scale)).collect();
    let nothing = Found { picked: vec![false; part.candidates.len()], bound: total, is_proved: false, is_first: false };
    let mut is_proved = true;
    if !model.goals.is_empty() {
        let goals: Vec<(Column, f64)> = model.goals.iter().map(|&goal| (goal, 1.0)).collect();
        let Some(most) = solve(&mut open(&model, &goals)?, seconds)? else { return Ok(nothing) };
        is_proved = most.status == Status::Optimal;
        let reached = goals.iter().filter(|&&(goal, _)| is_one(&most, goal)).count();
        model.linear.row(real(reached)..=f64::INFINITY, goals);
    }
    let Some(found) = solve(&mut open(&model, &worth)?, seconds)? else { return Ok(nothing) };
    is_proved &= found.status == Status::Optimal;
    let any: Vec<bool> = model.picks.iter().map(|&pick| is_one(&found, pick)).collect();
    let first = match found.status {
        Status::Optimal => Ties { part, model, worth: &worth, found: &found, seconds }.break_all()?,
        _ => None,
    };
    let is_first = first.is_some();
    let picked = first.unwrap_or(any);
    Ok(Found { picked, bound: found.bound.min(total / scale) * scale, is_proved, is_first })
}

fn open(model: &PairingModel, objective: &[(Column, f64)]) -> Result<Session, PairingError> {
    let mut session = Session::new(&model.linear, Integrality::Kept)?;
    session.set_objective(Sense::Maximize, objective);
    Ok(session)
}

/// A point, or `None` where time is over before there is one.
fn solve(session: &mut Session, seconds: &dyn Fn() -> f64) -> Result<Option<Solution>, PairingError> {
    let solution = session.solve(Limits::within(seconds().max(LEAST_SECONDS)))?;
    match solution.status {
        Status::Optimal | Status::FeasibleAtLimit => Ok(Some(solution)),
        Status::LimitWithoutPoint => Ok(None),
        status => Err(PairingError::Status(status)),
    }
}

fn is_one(solution: &Solution, column: Column) -> bool {
    solution.value_of(column) > 0.5
}

/// Choices of equal worth, to be told apart by (source, place).
struct Ties<'a> {
    part: &'a Part,
    model: PairingModel,
    worth: &'a [(Column, f64)],
    found: &'a Solution,
    /// Seconds left.
    seconds: &'a dyn Fn() -> f64,
}

impl Ties<'_> {
    /// The first pairs of equal worth; `None` where time is over before.
    fn break_all(mut self) -> Result<Option<Vec<bool>>, PairingError> {
        let mut picked = self.settled()?;
        let least = self.found.value - tolerance::PAIRING_TIE;
        self.model.linear.row(least..=f64::INFINITY, self.worth.to_vec());
        let mut programs = Programs::new(&self.model)?;
        for (&column, &pick) in self.model.picks.iter().zip(&picked) {
            programs.fix(column, pick);
        }
        loop {
            self.close_full_sources(&mut programs, &mut picked);
            let open = (0..picked.len()).filter(|&at| picked.get(at) == Some(&None)).take(BLOCK);
            let block: Vec<(usize, Column)> = open.filter_map(|at| Some((at, *self.model.picks.get(at)?))).collect();
            if block.is_empty() {
                return Ok(Some(picked.into_iter().map(|pick| pick == Some(true)).collect()));
            }
            let doubled = std::iter::successors(Some(1.0), |power| Some(power * 2.0));
            let objective: Vec<(Column, f64)> =
                block.iter().rev().zip(doubled).map(|(&(_, column), power)| (column, power)).collect();
            let Some(point) = programs.best(&self.model.linear, &objective, self.seconds)? else { return Ok(None) };
            for (at, column) in block {
                let pick = Some(is_one(&point, column));
                programs.fix(column, pick);
                *picked.get_mut(at).expect("a candidate of this part") = pick;
            }
        }
    }

    /// Pairs that are chosen, or not, in every best choice: flipping them costs more than a tie allows.
    fn settled(&self) -> Result<Vec<Option<bool>>, PairingError> {
        let mut session = Session::new(&self.model.linear, Integrality::Relaxed)?;
        session.set_objective(Sense::Maximize, self.worth);
        let relaxed = session.solve(Limits::within((self.seconds)().max(LEAST_SECONDS)))?;
        let slack = relaxed.value - self.found.value + 2.0 * tolerance::PAIRING_TIE;
        let settle = |&pick: &Column| {
            let cost = relaxed.reduced_costs.get(pick.0).copied().unwrap_or(0.0).abs();
            (relaxed.status == Status::Optimal && cost > slack).then(|| is_one(&relaxed, pick))
        };
        Ok(self.model.picks.iter().map(settle).collect())
    }

    /// A source without room left has no open pair.
    fn close_full_sources(&self, programs: &mut Programs, picked: &mut [Option<bool>]) {
        for (&source, &room) in &self.part.rooms {
            let mine = || self.part.candidates.iter().enumerate().filter(|(_, one)| one.source == source);
            let taken = mine().filter(|&(at, _)| picked.get(at) == Some(&Some(true))).count();
            if taken < room {
                continue;
            }
            for (at, _) in mine() {
                if let (Some(pick @ None), Some(&column)) = (picked.get_mut(at), self.model.picks.get(at)) {
                    *pick = Some(false);
                    programs.fix(column, *pick);
                }
            }
        }
    }
}

/// The program in both forms. The relaxation's point is whole as a rule, and the next one is near: no search is needed.
struct Programs {
    relaxed: Session,
    whole: Session,
}

impl Programs {
    fn new(model: &PairingModel) -> Result<Self, PairingError> {
        let mut relaxed = Session::new(&model.linear, Integrality::Relaxed)?;
        relaxed.set_method(Method::PrimalSimplex)?;
        Ok(Self { relaxed, whole: Session::new(&model.linear, Integrality::Kept)? })
    }

    fn fix(&mut self, column: Column, pick: Option<bool>) {
        if let Some(pick) = pick {
            let value = f64::from(u8::from(pick));
            self.relaxed.set_bounds(column, value..=value);
            self.whole.set_bounds(column, value..=value);
        }
    }

    /// The best whole point by an objective of whole coefficients; `None` where time is over.
    fn best(
        &mut self,
        linear: &LinearModel,
        objective: &[(Column, f64)],
        seconds: &dyn Fn() -> f64,
    ) -> Result<Option<Solution>, PairingError> {
        if seconds() <= 0.0 {
            return Ok(None);
        }
        self.relaxed.set_objective(Sense::Maximize, objective);
        let relaxed = self.relaxed.solve(Limits::within(seconds()))?;
        if relaxed.status == Status::Optimal {
            let whole = Solution { columns: relaxed.columns.iter().map(|value| value.round()).collect(), ..relaxed };
            // The best value of whole points is whole, and not above that of the relaxation.
            if linear.allows(&whole.columns, tolerance::MIP_FEASIBILITY)
                && whole.value_at(objective) + 1.0 > whole.value + tolerance::INTEGER
            {
                return Ok(Some(whole));
            }
        }
        self.whole.set_objective(Sense::Maximize, objective);
        Ok(solve(&mut self.whole, seconds)?.filter(|point| point.status == Status::Optimal))
    }
}
