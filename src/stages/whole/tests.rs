//! A plan that stage 2 found stays a plan where time is over in stage 3.

use std::collections::BTreeMap;

use super::Whole;
use crate::model::{self, Form};
use crate::stages::Deadline;
use crate::stages::search::Program;
use crate::stages::tests::{over, scenario, with_piece};

#[test]
fn a_plan_of_stage_2_is_published_with_a_bound_that_holds() {
    let scenario = scenario("hoa-binh");
    with_piece(&scenario, Form::Whole, |parts| {
        let mut model = model::build(parts);
        let floors = vec![0.0; parts.piece.groups.len()];
        let short = model.add_shortfall(parts, &floors);
        let terms = model.objective(parts);
        let program = Program::new(model.linear.clone(), Deadline::NONE).unwrap();
        let (model, short, terms) = (&model, &short, terms.as_slice());
        let (gap, total_floor, keep) = (parts.scenario.settings.solve.gap, 0.0, 0.0);
        let proofs = BTreeMap::new();
        let mut whole =
            Whole { parts, model, short, terms, gap, total_floor, keep, program, floors_timed_out: false, proofs };
        let (excess, shortfall) = whole.floors().unwrap().unwrap();
        whole.program = Program::new(model.linear.clone(), over()).unwrap();
        let late = whole.objective(&excess, &shortfall).unwrap();
        assert!(whole.program.take_timed_out() && !whole.program.take_timed_out());
        assert_eq!(late.point, shortfall.point);
        whole.program.deadline = Deadline::NONE;
        let best = whole.objective(&excess, &shortfall).unwrap();
        assert!(late.value <= best.value && best.value <= late.bound && late.bound.is_finite(), "{late:?}");
        assert!(!whole.program.take_timed_out());
    });
}
