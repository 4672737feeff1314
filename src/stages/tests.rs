//! What happens where time is over.

use std::path::Path;
use std::time::Instant;

use super::{Deadline, StageError, entitlement, in_time, search, whole};
use crate::domain::{Pairings, Scenario};
use crate::linear::{LinearModel, Sense};
use crate::model::{Form, Parts, Rounding};
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
