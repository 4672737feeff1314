//! Plans within a loss of the best that are as unlike as can be: on tiny scenarios every plan is tried, without a solver.

use std::collections::BTreeMap;
use std::path::Path;

use chungtay::alternatives::{self, Alternative};
use chungtay::domain::{Scenario, StageName};
use chungtay::pipeline::Unwatched;
use chungtay::severity;
use chungtay::units::Vnd;
use serde_json::Value;

use super::support::seeds::all_hold;
use super::support::{Patched, bytes_of, chungtay, enumeration, random, root, table_of};

/// Values closer than this are equal.
const SAME: f64 = 1e-6;

fn value(plan: &Alternative, name: StageName) -> f64 {
    let stage = plan.outcome.tables.stages.iter().find(|stage| stage.stage == name);
    stage.and_then(|stage| stage.value).unwrap_or(0.0)
}

/// Đồng beyond what an earlier plan granted.
fn moved(scenario: &Scenario, units: &[u32], earlier: &[Vnd]) -> Vnd {
    let beyond = |((need, &units), earlier): ((&chungtay::domain::Need, &u32), &Vnd)| {
        need.unit_cost.times(units).saturating_sub(*earlier)
    };
    scenario.needs.iter().zip(units).zip(earlier).map(beyond).sum()
}

fn farther(seed: u64, loss: f64) -> Option<String> {
    let scenario = random::tiny(seed);
    let weights = severity::weigh(&scenario);
    let (found, _) = alternatives::find(&scenario, (4, loss), &Unwatched).ok()?;
    let groups = enumeration::floors(&scenario, &weights).ok()?;
    let floors: f64 = groups.iter().map(|group| group.floor).sum();
    let best =
        [StageName::BeyondOnePackage, StageName::Shortfall, StageName::Objective].map(|name| value(&found[0], name));
    let limits = [best[0] + loss * floors, best[1] + loss * floors, best[2] - loss * best[2].abs()];
    let payable = enumeration::payable(&scenario, &weights, &groups);
    let within: Vec<_> = payable
        .iter()
        .filter(|(value, _)| {
            value.excess <= limits[0] + SAME
                && value.shortfall <= limits[1] + SAME
                && value.objective >= limits[2] - SAME
        })
        .collect();
    for plan in &found {
        let is_it = |(_, units): &&(enumeration::Value, Vec<u32>)| {
            let granted = scenario.needs.iter().zip(units).map(|(need, &units)| need.unit_cost.times(units));
            granted.eq(plan.granted.iter().copied())
        };
        if !within.iter().any(is_it) {
            return Some("a plan is beyond the loss, or cannot be paid".into());
        }
    }
    for count in 1..=found.len().min(3) {
        let earlier = &found[..count];
        let least = |units: &[u32]| earlier.iter().map(|one| moved(&scenario, units, &one.granted)).min().unwrap();
        let most = within.iter().map(|(_, units)| least(units)).max().unwrap_or_default();
        let ours = found.get(count).and_then(|plan| plan.apart).unwrap_or_default();
        if ours != most {
            return Some(format!("plan {}: {ours} go elsewhere, {most} could", count + 1));
        }
    }
    None
}

#[test]
fn no_plan_within_the_loss_is_farther_from_those_found_before() {
    all_hold(60, |seed| farther(seed, 0.05));
    all_hold(60, |seed| farther(seed, 0.3));
}

fn run(scenario: &Path, out: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = chungtay();
    command.arg("alternatives").arg(scenario).args(["4", "--loss", "2%", "--out"]).arg(out).args(more);
    command.assert()
}

#[test]
fn what_is_told_to_be_in_every_plan_is_in_the_awards_of_every_plan() {
    let scenario = Patched::copy(&root().join("scenarios/villages"));
    let out = scenario.path().join("plans");
    let told: Value =
        serde_json::from_slice(&run(scenario.path(), &out, &["--format", "json"]).get_output().stdout).unwrap();
    let plans = table_of(&out.join("plans.csv"));
    assert!(plans.len() >= 3, "{plans:?}");
    let key = |row: &BTreeMap<String, String>| (row["beneficiary"].clone(), row["package"].clone());
    let awards: Vec<BTreeMap<(String, String), f64>> = plans
        .iter()
        .map(|plan| {
            let folder = out.join(&plan["plan"]);
            chungtay().arg("verify").arg(&folder).arg("--scenario").arg(scenario.path()).assert().success();
            let rows = table_of(&folder.join("awards.csv"));
            rows.iter()
                .filter(|row| row["status"] != "outside")
                .map(|row| (key(row), row["units"].parse().unwrap()))
                .collect()
        })
        .collect();
    assert!(awards.iter().skip(1).all(|other| *other != awards[0]), "the plans differ");
    let (mut core, mut open) = (0, 0);
    for row in table_of(&out.join("alternatives.csv")) {
        let units: Vec<f64> = awards.iter().map(|plan| plan.get(&key(&row)).copied().unwrap_or(0.0)).collect();
        for (plan, units) in plans.iter().zip(&units) {
            let told: f64 = row[&format!("{}_units", plan["plan"])].parse().unwrap();
            assert_eq!(told.to_bits(), units.to_bits(), "{row:?}");
        }
        let served = units.iter().filter(|&&units| units > 0.0).count();
        assert_eq!((row["plans"].parse(), row["core"] == "true"), (Ok(served), served == plans.len()), "{row:?}");
        core += usize::from(served == plans.len());
        open += usize::from(served > 0 && served < plans.len());
    }
    assert_eq!(
        (told["shared"]["awards"].as_u64(), told["shared"]["open"].as_u64()),
        (Some(core as u64), Some(open as u64))
    );
    assert!(core > 0 && open > 0, "{core} in every plan, {open} in some");
    let lost = |row: &BTreeMap<String, String>| {
        ["shortfall_lost", "objective_lost"].map(|name| row[name].parse::<f64>().unwrap())
    };
    assert!(plans.iter().flat_map(lost).all(|lost| lost <= 0.02 + 1e-6), "{plans:?}");
}

#[test]
fn the_number_of_threads_changes_no_byte_of_the_alternatives() {
    let scenario = Patched::copy(&root().join("scenarios/villages"));
    let folders = ["1", "8"].map(|jobs| {
        let out = scenario.path().join(format!("jobs-{jobs}"));
        run(scenario.path(), &out, &["--jobs", jobs]).success();
        out
    });
    let [one, eight] = folders.map(|folder| bytes_of(&folder));
    assert!(one.len() > 20 && one == eight);
}
