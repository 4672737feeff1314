//! What happens where time is over.

use std::path::Path;
use std::time::Instant;

use super::guide::Guide;
use super::search::{Goal, Program};
use super::{Deadline, StageError, classes, entitlement, in_time, search, tighter, whole};
use crate::domain::{Pairings, Scenario};
use crate::linear::{LinearModel, Sense};
use crate::model::{self, Form, Parts, Rounding};
use crate::{eligibility, input, network, severity, validate};

pub(super) fn scenario(name: &str) -> Scenario {
    let (raw, _) = input::read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name));
    validate::check(&raw).0.expect("a scenario without errors")
}

/// The first piece of the network of a scenario that no source is paired in.
pub(super) fn with_piece<T>(scenario: &Scenario, form: Form, work: impl Fn(Parts<'_>) -> T) -> T {
    let (weights, eligibility) = (severity::weigh(scenario), eligibility::find(scenario, &Pairings::default()));
    let network = network::build(scenario, &weights, &eligibility);
    let piece = network.pieces.first().expect("a piece");
    work(Parts { scenario, network: &network, piece, form, rounding: Rounding::NONE })
}

pub(super) fn over() -> Deadline {
    Deadline(Some(Instant::now()))
}

#[test]
fn linear_programs_end_with_the_time() {
    let scenario = scenario("hoa-binh");
    let entitled =
        |deadline| with_piece(&scenario, Form::Linear, |parts| entitlement::of_piece(parts, (deadline, deadline)));
    assert!(matches!(entitled(over()), Err(StageError::NoPlanInTime)));
    assert!(entitled(over().at_least(60.0)).is_ok());
    let chosen = |deadline| {
        with_piece(&scenario, Form::Whole, |parts| {
            whole::choose(parts, &vec![0.0; parts.piece.groups.len()], (deadline, deadline))
                .map(|chosen| chosen.bounds.timed_out)
        })
    };
    assert!(matches!(chosen(over()), Err(StageError::NoPlanInTime)));
    assert_eq!(chosen(over().at_least(60.0)).unwrap(), super::TimedOut::default());
}

#[test]
fn what_time_ended_is_nothing_and_other_errors_stay() {
    assert!(matches!(in_time::<()>(Err(StageError::NoPlanInTime)), Ok(None)));
    assert!(matches!(in_time(Ok(Some(1))), Ok(Some(1))));
    assert!(in_time::<()>(Err(StageError::Solver(String::new()))).is_err());
}

#[test]
fn without_a_solve_the_columns_bound_the_objective() {
    let mut linear = LinearModel::default();
    let bought = linear.continuous(0.0..=3.0);
    let missed = linear.continuous(0.0..=f64::INFINITY);
    let terms = [(bought, 2.0), (missed, -5.0)];
    assert!((search::bound_of_columns(&linear, (Sense::Maximize, &terms)) - 6.0).abs() < 1e-12);
    assert!(search::bound_of_columns(&linear, (Sense::Minimize, &terms)).is_infinite());
}

#[test]
fn plans_by_size_are_plans_and_no_plan_beats_the_tighter_bound() {
    let mut tighter_than_relaxed = 0;
    for name in ["indivisible", "earmarks", "scarcity", "in-kind", "commitments", "tiny"] {
        let scenario = scenario(name);
        let is_tighter = with_piece(&scenario, Form::Whole, |parts| {
            let mut model = model::build(parts);
            model.add_shortfall(parts, &vec![0.0; parts.piece.groups.len()]);
            let terms = model.objective(parts);
            let mut program = Program::new(model.linear.clone(), Deadline::NONE).unwrap();
            let relaxed = program.relax((Sense::Maximize, &terms), 1.0).unwrap().unwrap();
            let gap = 0.05 * relaxed.value.abs();
            let guide = Guide::new(parts, &model, &relaxed, gap);
            let (sense, time) = (Sense::Maximize, 1.0);
            let goal = Goal { sense, terms: &terms, relaxed: &relaxed, guide: &guide, gap, time };
            let exact = Goal { gap: 0.0, ..goal };
            let best = program.search(&exact, None).unwrap().unwrap().value;
            let noise = 1e-6 * best.abs().max(1.0);
            let bound = tighter::bound(&model.linear, &goal, Deadline::NONE).unwrap();
            assert!(
                best <= bound + noise && bound <= relaxed.value + noise,
                "{name}: {best} {bound} {}",
                relaxed.value
            );
            if let Some(found) = classes::decide(&model.linear, &goal, Deadline::NONE).unwrap() {
                assert!(found.value <= best + noise && model.linear.allows(&found.columns, 1e-6), "{name}");
                for (data, value) in model.linear.columns.iter().zip(&found.columns) {
                    let is_within = *data.bounds.start() - 1e-6 <= *value && *value <= *data.bounds.end() + 1e-6;
                    assert!(is_within && (!data.is_integer || (value - value.round()).abs() < 1e-5), "{name}: {value}");
                }
            }
            bound < relaxed.value - noise
        });
        tighter_than_relaxed += usize::from(is_tighter);
    }
    assert!(tighter_than_relaxed >= 2, "{tighter_than_relaxed}");
}

#[test]
fn what_shares_no_row_with_an_open_column_is_fixed() {
    let mut linear = LinearModel::default();
    let [open, beside, apart] = [0, 1, 2].map(|_| linear.integer(0.0..=5.0));
    linear.row(f64::NEG_INFINITY..=4.0, vec![(open, 1.0), (beside, 1.0)]);
    linear.row(f64::NEG_INFINITY..=4.0, vec![(apart, 1.0)]);
    linear.settle_around(&[1.5, 2.0, 3.0], 1e-6);
    let bounds: Vec<_> = linear.columns.iter().map(|data| data.bounds.clone()).collect();
    assert_eq!(bounds, [0.0..=5.0, 0.0..=5.0, 3.0..=3.0]);
}
