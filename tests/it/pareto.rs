//! The trade-off of two stages: on tiny scenarios every plan is tried, without a solver.

use std::path::Path;

use chungtay::domain::StageName;
use chungtay::pareto::{self, Point};
use chungtay::pipeline::Unwatched;
use chungtay::severity;
use serde_json::Value;

use super::support::seeds::all_hold;
use super::support::{Patched, bytes_of, chungtay, enumeration, random, root, summary, table_of};

/// Values closer than this are equal.
const SAME: f64 = 1e-5;

const BETWEEN: [StageName; 2] = [StageName::Shortfall, StageName::Objective];

/// Whether plan values (less shortfall, more objective) are better than a point's in one and as good in the other.
fn beats([shortfall, objective]: [f64; 2], [than_shortfall, than_objective]: [f64; 2]) -> bool {
    let (fewer, more) = (than_shortfall - shortfall, objective - than_objective);
    fewer >= -SAME && more >= -SAME && (fewer > SAME || more > SAME)
}

fn fault(seed: u64) -> Option<String> {
    let scenario = random::tiny(seed);
    let weights = severity::weigh(&scenario);
    let floors = enumeration::floors(&scenario, &weights).ok()?;
    let (points, missed) = pareto::points(&scenario, BETWEEN, (6, 2), &Unwatched).ok()?;
    let plans = enumeration::payable(&scenario, &weights, &floors);
    let plans: Vec<[f64; 2]> = plans.into_iter().map(|(value, _)| [value.shortfall, value.objective]).collect();
    if missed > 0 {
        return Some(format!("{missed} points were missed"));
    }
    if let Some(point) = points.iter().find(|point| !point.outcome_is_among(&plans)) {
        return Some(format!("no plan has the values {:?}", point.values));
    }
    if let Some((point, plan)) =
        points.iter().find_map(|point| Some((point, plans.iter().find(|plan| beats(**plan, point.values))?)))
    {
        return Some(format!("{:?} is beaten by {plan:?}", point.values));
    }
    if let Some(point) = points.iter().find(|point| !point.is_at_its_bounds()) {
        return Some(format!("{:?} is bounded by {:?}", point.values, point.bounds));
    }
    let least = plans.iter().map(|[shortfall, _]| *shortfall).fold(f64::INFINITY, f64::min);
    let most = plans.iter().map(|[_, objective]| *objective).fold(f64::NEG_INFINITY, f64::max);
    let (one_end, other_end) = (points.first()?.values, points.last()?.values);
    let has_ends = (one_end[0] - least).abs() <= SAME && (other_end[1] - most).abs() <= SAME;
    (!has_ends)
        .then(|| format!("the ends are {one_end:?} and {other_end:?}, the least shortfall is {least}, the most {most}"))
}

trait OfPoint {
    fn outcome_is_among(&self, plans: &[[f64; 2]]) -> bool;
    fn is_at_its_bounds(&self) -> bool;
}

impl OfPoint for Point {
    fn outcome_is_among(&self, plans: &[[f64; 2]]) -> bool {
        let is_same = |plan: &[f64; 2]| plan.iter().zip(self.values).all(|(plan, value)| (plan - value).abs() <= SAME);
        plans.iter().any(is_same)
    }

    fn is_at_its_bounds(&self) -> bool {
        self.values.iter().zip(self.bounds).all(|(value, bound)| (value - bound).abs() <= SAME)
    }
}

#[test]
fn no_plan_beats_a_point_of_the_trade_off_and_both_ends_are_found() {
    all_hold(80, fault);
}

fn run(scenario: &Path, out: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = chungtay();
    command.arg("pareto").arg(scenario).args(["--points", "5", "--out"]).arg(out).args(more);
    command.assert()
}

#[test]
fn every_point_is_a_verified_plan_and_the_table_says_what_it_reaches() {
    let scenario = Patched::copy(&root().join("scenarios/villages"));
    let out = scenario.path().join("trade");
    let told = run(scenario.path(), &out, &["--format", "json"]);
    let told: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    let points = table_of(&out.join("pareto.csv"));
    assert!(points.len() >= 2 && told["points"].as_array().unwrap().len() == points.len(), "{told}");
    let figure = |row: usize, name: &str| points[row][name].parse::<f64>().unwrap();
    for (row, point) in points.iter().enumerate() {
        let folder = out.join(&point["point"]);
        chungtay().arg("verify").arg(&folder).arg("--scenario").arg(scenario.path()).assert().success();
        let stages = summary(&folder)["stages"].clone();
        for name in ["shortfall", "objective"] {
            let stage = stages.as_array().unwrap().iter().find(|stage| stage["stage"] == name).unwrap();
            let reached = stage["value"].as_f64().unwrap();
            assert_eq!(figure(row, &format!("traded_{name}")).to_bits(), reached.to_bits(), "{name} of {point:?}");
        }
        assert_eq!(point["proved"], "yes", "{point:?}");
    }
    let is_curve = |row: usize| {
        figure(row - 1, "traded_shortfall") < figure(row, "traded_shortfall")
            && figure(row - 1, "traded_objective") < figure(row, "traded_objective")
    };
    assert!((1..points.len()).all(is_curve), "{points:?}");
}

#[test]
fn the_number_of_points_at_a_time_changes_no_byte() {
    let scenario = Patched::copy(&root().join("scenarios/villages"));
    let folders = ["1", "8"].map(|jobs| {
        let out = scenario.path().join(format!("jobs-{jobs}"));
        run(scenario.path(), &out, &["--jobs", jobs]).success();
        bytes_of(&out)
    });
    let [one, eight] = folders;
    assert!(one.len() > 10 && one == eight);
}

#[test]
fn stages_that_cannot_be_traded_are_wrong_usage() {
    for word in ["objective", "objective,objective", "shortfall,tidy"] {
        let scenario = root().join("scenarios/tiny");
        chungtay().arg("pareto").arg(scenario).args(["--between", word]).assert().code(2);
    }
}
