//! HiGHS, built through `good_lp` and then held by the `highs` crate below it, which keeps the basis between solves and
//! tells bounds and duals. The only module that knows a solver; it knows no donation.
//!
//! One thread a session and a fixed seed: the same model gives the same point. A session is made, used and dropped
//! inside one task.

use std::ops::RangeInclusive;
use std::time::Instant;

use good_lp::solvers::highs::highs as highs_problem;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};
use highs::{HighsModelStatus, HighsSolutionStatus, Model, Sense as HighsSense, SolvedModel};

use crate::linear::{Column, LinearModel, RowData, Sense, Solution, Status};
use crate::tolerance;

/// The solver refused a model or contradicted itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("while {verb}: {cause}")]
pub struct SolverError {
    verb: &'static str,
    cause: String,
}

impl SolverError {
    fn new(verb: &'static str, cause: impl std::fmt::Debug) -> Self {
        Self { verb, cause: format!("{cause:?}") }
    }
}

/// Whether integrality is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrality {
    /// Columns are whole where the model says so.
    Kept,
    /// All columns are continuous: the relaxation, with duals.
    Relaxed,
}

/// How linear programs are solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Dual simplex: best where the objective stays and bounds become tighter.
    Simplex,
    /// Primal simplex: best from a basis whose point is still feasible, under another objective or wider bounds.
    PrimalSimplex,
    /// Interior point with crossover: best for one large program with many equal choices.
    InteriorPoint,
}

/// When a search may stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Distance of value and bound that is good enough, in the measure of the objective.
    pub absolute_gap: f64,
    /// Seconds; infinite for none.
    pub seconds: f64,
    /// Nodes of the search tree (a limit that every machine reaches alike).
    pub nodes: i32,
    /// A value of the objective that is good enough, whatever the bound.
    pub target: Option<f64>,
    /// Steps of the simplex method in a linear program (a limit that every machine reaches alike).
    pub iterations: i32,
}

impl Limits {
    /// Until proved, however long it takes.
    pub const NONE: Self =
        Self { absolute_gap: 0.0, seconds: f64::INFINITY, nodes: i32::MAX, target: None, iterations: i32::MAX };

    /// Until proved, within some seconds.
    pub const fn within(seconds: f64) -> Self {
        Self { seconds, ..Self::NONE }
    }
}

/// HiGHS's option `simplex_strategy`.
const DUAL_SIMPLEX: i32 = 1;
const PRIMAL_SIMPLEX: i32 = 4;

/// How a program is looked at.
#[derive(Debug, Clone, Copy)]
struct Care {
    /// HiGHS's option `presolve`.
    presolve: &'static str,
    /// Feasibility of rows and bounds, and of duals.
    feasibility: f64,
}

/// As every program is looked at first.
const USUAL: Care = Care { presolve: "choose", feasibility: tolerance::FEASIBILITY };

/// How a program is looked at again, one way after the other while numbers are in the way.
const CARE: [(Care, Method); 2] = [
    (Care { presolve: "off", feasibility: tolerance::FEASIBILITY }, Method::Simplex),
    (Care { presolve: "choose", feasibility: tolerance::MIP_FEASIBILITY }, Method::InteriorPoint),
];

/// A program with fewer integer columns is searched a second time, without presolve (HiGHS 1.15 has called a point the best
/// that was not), for so many nodes at most.
const LOOKED_AT_TWICE: usize = 1_000;
const NODES_AGAIN: i32 = 1_000;

/// The best point of a program whose whole columns are fixed as `point` has them: to the tolerance of a linear program,
/// which is tighter than that of a search. `None`: there is none, or
/// none within the seconds.
pub fn polish(
    linear: &LinearModel,
    (sense, terms): (Sense, &[(Column, f64)]),
    (point, seconds): (&[f64], f64),
) -> Result<Option<Solution>, SolverError> {
    let mut session = Session::new(linear, Integrality::Relaxed)?;
    for (position, _) in linear.columns.iter().enumerate().filter(|(_, column)| column.is_integer) {
        let value = point.get(position).copied().unwrap_or(0.0).round();
        session.set_bounds(Column(position), value..=value);
    }
    session.set_objective(sense, terms);
    let solution = session.solve(Limits::within(seconds))?;
    Ok(Some(solution).filter(|solution| solution.status == Status::Optimal))
}

/// A model inside HiGHS, solved again and again with other objectives and bounds; each solve starts from the last basis.
pub struct Session {
    model: Option<Model>,
    columns: Vec<highs::Col>,
    costs: Vec<f64>,
    /// How many rows the model has.
    rows: usize,
    /// By row of HiGHS: the row of the model.
    sides: Vec<usize>,
    has_integers: bool,
    /// Whether it is so small that a best point is looked for twice.
    is_small: bool,
    sense: Sense,
    method: Method,
    /// Seconds that solves have taken: the clock of HiGHS goes on from one solve to the next.
    spent: f64,
}

impl Session {
    /// Hands `linear` to HiGHS.
    pub fn new(linear: &LinearModel, integrality: Integrality) -> Result<Self, SolverError> {
        let mut variables = ProblemVariables::new();
        let keeps_integers = integrality == Integrality::Kept;
        let added: Vec<Variable> = linear
            .columns
            .iter()
            .map(|column| {
                let definition = variable().min(*column.bounds.start()).max(*column.bounds.end());
                variables.add(if column.is_integer && keeps_integers { definition.integer() } else { definition })
            })
            .collect();
        let mut problem = variables.minimise(Expression::from(0.0)).using(highs_problem);
        let mut sides = Vec::new();
        for (position, row) in linear.rows.iter().enumerate() {
            for constraint in constraints(row, &added) {
                problem = problem.with(constraint);
                sides.push(position);
            }
        }
        let mut model = problem.try_into_inner().map_err(|cause| SolverError::new("building the model", cause))?;
        configure(&mut model).map_err(|cause| SolverError::new("setting options", cause))?;
        let count = linear.columns.len();
        let integers = linear.columns.iter().filter(|column| keeps_integers && column.is_integer).count();
        Ok(Self {
            model: Some(model),
            columns: columns(count),
            costs: vec![0.0; count],
            rows: linear.rows.len(),
            sides,
            has_integers: integers > 0,
            is_small: integers < LOOKED_AT_TWICE,
            sense: Sense::Minimize,
            method: Method::Simplex,
            spent: 0.0,
        })
    }

    /// Chooses how linear programs are solved.
    pub fn set_method(&mut self, method: Method) -> Result<(), SolverError> {
        self.method = method;
        let model = self.model.as_mut().expect("a session holds its model between solves");
        let (name, strategy) = match method {
            Method::Simplex => ("simplex", DUAL_SIMPLEX),
            Method::PrimalSimplex => ("simplex", PRIMAL_SIMPLEX),
            Method::InteriorPoint => ("ipm", DUAL_SIMPLEX),
        };
        let set =
            model.try_set_option("solver", name).and_then(|()| model.try_set_option("simplex_strategy", strategy));
        set.map_err(|cause| SolverError::new("choosing the method", cause))
    }

    /// From now on searches are for a bound: no time is spent on points.
    pub fn set_bounding(&mut self) -> Result<(), SolverError> {
        let model = self.model.as_mut().expect("a session holds its model between solves");
        let set = model
            .try_set_option("mip_heuristic_effort", 0.0)
            .and_then(|()| model.try_set_option("mip_heuristic_run_feasibility_jump", false));
        set.map_err(|cause| SolverError::new("setting options", cause))
    }

    /// Replaces the objective.
    pub fn set_objective(&mut self, sense: Sense, terms: &[(Column, f64)]) {
        let mut costs = vec![0.0; self.costs.len()];
        for &(column, cost) in terms {
            if let Some(slot) = costs.get_mut(column.0) {
                *slot += cost;
            }
        }
        let model = self.model.as_mut().expect("a session holds its model between solves");
        self.sense = sense;
        model.set_sense(match sense {
            Sense::Maximize => HighsSense::Maximise,
            Sense::Minimize => HighsSense::Minimise,
        });
        for ((column, old), &new) in self.columns.iter().zip(&mut self.costs).zip(&costs) {
            if old.total_cmp(&new).is_ne() {
                model.change_column_cost(*column, new);
                *old = new;
            }
        }
    }

    /// Replaces the bounds of a column.
    pub fn set_bounds(&mut self, column: Column, bounds: RangeInclusive<f64>) {
        let model = self.model.as_mut().expect("a session holds its model between solves");
        let column = *self.columns.get(column.0).expect("a column of this session's model");
        model.change_column_bounds(column, bounds);
    }

    /// Offers a point to start from (a value for every column).
    pub fn start_from(&mut self, point: &[f64]) -> Result<(), SolverError> {
        let model = self.model.as_mut().expect("a session holds its model between solves");
        model
            .try_set_solution(Some(point), None, None, None)
            .map_err(|cause| SolverError::new("starting from a point", cause))
    }

    /// Solves. That there is no point, that numbers are in the way, or in a small program that a point is the best, is
    /// believed only when it is said twice: presolve has been wrong about each of them. All attempts together keep the
    /// limit of time.
    pub fn solve(&mut self, limits: Limits) -> Result<Solution, SolverError> {
        let start = Instant::now();
        let solution = self.solve_once(limits)?;
        let is_doubtful =
            matches!(solution.status, Status::Infeasible | Status::InfeasibleOrUnbounded | Status::NumericalTrouble);
        if !is_doubtful {
            return self.better(solution, limits, start);
        }
        let method = self.method;
        let mut again = Ok(solution);
        for (care, method) in CARE {
            self.set_care(care)?;
            self.set_method(method)?;
            let seconds = limits.seconds - start.elapsed().as_secs_f64();
            again = self.solve_once(Limits { seconds, ..limits });
            if again.as_ref().is_ok_and(|solution| solution.status != Status::NumericalTrouble) {
                break;
            }
        }
        self.set_care(USUAL)?;
        self.set_method(method)?;
        again
    }

    /// The best point of a small program, or a better one that presolve has hidden.
    fn better(&mut self, best: Solution, limits: Limits, start: Instant) -> Result<Solution, SolverError> {
        if !(self.has_integers && self.is_small && best.status == Status::Optimal) {
            return Ok(best);
        }
        self.start_from(&best.columns)?;
        self.set_care(CARE[0].0)?;
        let seconds = limits.seconds - start.elapsed().as_secs_f64();
        let again = self.solve_once(Limits { seconds, nodes: limits.nodes.min(NODES_AGAIN), ..limits });
        self.set_care(USUAL)?;
        let again = again?;
        let gain = match self.sense {
            Sense::Maximize => again.value - best.value,
            Sense::Minimize => best.value - again.value,
        };
        let is_better = gain > limits.absolute_gap.max(tolerance::MIP_FEASIBILITY * best.value.abs().max(1.0));
        Ok(if again.status.has_point() && is_better { again } else { best })
    }

    fn set_care(&mut self, care: Care) -> Result<(), SolverError> {
        let model = self.model.as_mut().expect("a session holds its model between solves");
        let set = model
            .try_set_option("presolve", care.presolve)
            .and_then(|()| model.try_set_option("primal_feasibility_tolerance", care.feasibility))
            .and_then(|()| model.try_set_option("dual_feasibility_tolerance", care.feasibility));
        set.map_err(|cause| SolverError::new("setting options", cause))
    }

    /// Solves, and believes it: for points that are looked at again anyway, and for bounds.
    pub fn solve_once(&mut self, limits: Limits) -> Result<Solution, SolverError> {
        let mut model = self.model.take().expect("a session holds its model between solves");
        let until = Limits { seconds: self.spent + limits.seconds.max(0.0), ..limits };
        let start = Instant::now();
        set_limits(&mut model, until).map_err(|cause| SolverError::new("setting limits", cause))?;
        let solved = model.try_solve().map_err(|cause| SolverError::new("solving", cause))?;
        self.spent += start.elapsed().as_secs_f64();
        let solution = self.read(&solved);
        self.model = Some(Model::from(solved));
        solution
    }

    fn read(&self, solved: &SolvedModel) -> Result<Solution, SolverError> {
        let has_point = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
        let status = status(solved.status(), has_point);
        let value = solved.objective_value();
        let bound = if self.has_integers {
            solved.double_info_value(c"mip_dual_bound").map_err(|cause| SolverError::new("reading the bound", cause))?
        } else {
            value
        };
        let point = solved.get_solution();
        Ok(Solution {
            status,
            value,
            bound,
            columns: point.columns().to_vec(),
            reduced_costs: point.dual_columns().to_vec(),
            duals: self.duals(point.dual_rows()),
        })
    }

    /// By row of the model: what the objective gains by a unit more of its bound.
    fn duals(&self, of_sides: &[f64]) -> Vec<f64> {
        let mut duals = vec![0.0; self.rows];
        for (&row, dual) in self.sides.iter().zip(of_sides) {
            if let Some(sum) = duals.get_mut(row) {
                *sum += dual;
            }
        }
        duals
    }
}

/// Handles of columns 0..count: a HiGHS column is its position.
fn columns(count: usize) -> Vec<highs::Col> {
    let mut template = highs::RowProblem::default();
    (0..count).map(|_| template.add_column(0.0, 0.0..=0.0)).collect()
}

/// One constraint of `good_lp`, two where both bounds of the row are finite and differ.
fn constraints(row: &RowData, variables: &[Variable]) -> Vec<good_lp::Constraint> {
    let expression = || {
        let mut sum = Expression::with_capacity(row.terms.len());
        for &(column, coefficient) in &row.terms {
            let variable = *variables.get(column.0).expect("a row names columns of its own model");
            sum.add_mul(coefficient, variable);
        }
        sum
    };
    let (lower, upper) = (*row.bounds.start(), *row.bounds.end());
    if lower.total_cmp(&upper).is_eq() {
        return vec![expression().eq(lower)];
    }
    let mut constraints = Vec::new();
    if lower.is_finite() {
        constraints.push(expression().geq(lower));
    }
    if upper.is_finite() {
        constraints.push(expression().leq(upper));
    }
    constraints
}

fn configure(model: &mut Model) -> Result<(), highs::TrySetOptionError> {
    model.make_quiet();
    model.try_set_option("threads", 1)?;
    model.try_set_option("parallel", "off")?;
    model.try_set_option("random_seed", 0)?;
    model.try_set_option("primal_feasibility_tolerance", tolerance::FEASIBILITY)?;
    model.try_set_option("dual_feasibility_tolerance", tolerance::FEASIBILITY)?;
    model.try_set_option("mip_feasibility_tolerance", tolerance::MIP_FEASIBILITY)
}

fn set_limits(model: &mut Model, limits: Limits) -> Result<(), highs::TrySetOptionError> {
    model.try_set_option("mip_rel_gap", 0.0)?;
    model.try_set_option("mip_abs_gap", limits.absolute_gap)?;
    model.try_set_option("mip_max_nodes", limits.nodes)?;
    model.try_set_option("simplex_iteration_limit", limits.iterations)?;
    model.try_set_option("objective_target", limits.target.unwrap_or(f64::NEG_INFINITY))?;
    model.try_set_option("time_limit", limits.seconds)
}

/// Every stop reason apart; a limit with a point in hand is told from one without.
fn status(status: HighsModelStatus, has_point: bool) -> Status {
    match status {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => Status::Optimal,
        HighsModelStatus::Infeasible => Status::Infeasible,
        HighsModelStatus::Unbounded => Status::Unbounded,
        HighsModelStatus::UnboundedOrInfeasible => Status::InfeasibleOrUnbounded,
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedMemoryLimit
        | HighsModelStatus::ObjectiveBound
        | HighsModelStatus::ObjectiveTarget => {
            if has_point {
                Status::FeasibleAtLimit
            } else {
                Status::LimitWithoutPoint
            }
        }
        _ => Status::NumericalTrouble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// max 3x + 2y, x + y ≤ 4, x ≤ 2.5, x whole if `is_integer`.
    fn small(is_integer: bool) -> (LinearModel, Vec<(Column, f64)>) {
        let mut linear = LinearModel::default();
        let x = if is_integer { linear.integer(0.0..=2.5) } else { linear.continuous(0.0..=2.5) };
        let y = linear.continuous(0.0..=f64::INFINITY);
        linear.row(f64::NEG_INFINITY..=4.0, vec![(x, 1.0), (y, 1.0)]);
        (linear, vec![(x, 3.0), (y, 2.0)])
    }

    fn solve(linear: &LinearModel, integrality: Integrality, terms: &[(Column, f64)]) -> Solution {
        let mut session = Session::new(linear, integrality).unwrap();
        session.set_objective(Sense::Maximize, terms);
        session.solve(Limits::NONE).unwrap()
    }

    #[test]
    fn a_linear_program_tells_value_and_duals() {
        let (linear, terms) = small(true);
        let solution = solve(&linear, Integrality::Relaxed, &terms);
        assert_eq!(solution.status, Status::Optimal);
        assert!((solution.value - 10.5).abs() < 1e-9, "{}", solution.value);
        assert!((solution.duals.first().unwrap() - 2.0).abs() < 1e-9);
        assert!((solution.reduced_costs.first().unwrap().abs() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_dual_is_what_a_unit_more_of_the_bound_brings() {
        // 3x + 2y ≤ …: a free row, a range, a floor, an equation and a cap; each bound moved by itself.
        let mut linear = LinearModel::default();
        let columns: Vec<Column> = (0..5).map(|_| linear.continuous(0.0..=10.0)).collect();
        let free = f64::NEG_INFINITY..=f64::INFINITY;
        let bounds = [free, 1.0..=3.0, 2.0..=f64::INFINITY, 4.0..=4.0, f64::NEG_INFINITY..=5.0];
        for (&column, bounds) in columns.iter().zip(bounds) {
            linear.row(bounds, vec![(column, 2.0)]);
        }
        let terms: Vec<(Column, f64)> = columns.iter().copied().zip([1.0, 1.0, -1.0, -3.0, 4.0]).collect();
        for (sense, turned) in [(Sense::Maximize, 1.0), (Sense::Minimize, -1.0)] {
            let mut session = Session::new(&linear, Integrality::Kept).unwrap();
            let terms: Vec<(Column, f64)> = terms.iter().map(|&(column, cost)| (column, turned * cost)).collect();
            session.set_objective(sense, &terms);
            let duals = session.solve(Limits::NONE).unwrap().duals;
            let expected = [0.0, 0.5, -0.5, -1.5, 2.0].map(|dual| turned * dual);
            let is_near = duals.iter().zip(expected).all(|(dual, expected)| (dual - expected).abs() < 1e-9);
            assert!(is_near && duals.len() == expected.len(), "{duals:?}");
        }
    }

    #[test]
    fn integrality_and_new_bounds_are_kept_between_solves() {
        let (linear, terms) = small(true);
        let mut session = Session::new(&linear, Integrality::Kept).unwrap();
        session.set_objective(Sense::Maximize, &terms);
        let solution = session.solve(Limits::NONE).unwrap();
        assert!((solution.value - 10.0).abs() < 1e-9 && (solution.bound - 10.0).abs() < 1e-6);
        session.set_bounds(Column(0), 0.0..=1.0);
        assert!((session.solve(Limits::NONE).unwrap().value - 9.0).abs() < 1e-9);
    }

    #[test]
    fn statuses_stay_apart() {
        let (mut linear, terms) = small(false);
        linear.row(5.0..=f64::INFINITY, vec![(Column(0), 1.0), (Column(1), 1.0)]);
        assert_eq!(solve(&linear, Integrality::Kept, &terms).status, Status::Infeasible);
        let mut open = LinearModel::default();
        let x = open.continuous(0.0..=f64::INFINITY);
        let status = solve(&open, Integrality::Kept, &[(x, 1.0)]).status;
        assert!(matches!(status, Status::Unbounded | Status::InfeasibleOrUnbounded), "{status:?}");
    }

    #[test]
    fn a_row_with_two_bounds_holds_both() {
        let mut linear = LinearModel::default();
        let x = linear.continuous(0.0..=10.0);
        linear.row(2.0..=3.0, vec![(x, 1.0)]);
        assert!((solve(&linear, Integrality::Kept, &[(x, 1.0)]).value - 3.0).abs() < 1e-9);
        assert!((solve(&linear, Integrality::Kept, &[(x, -1.0)]).value + 2.0).abs() < 1e-9);
    }
}
