//! The flow form against the direct model (one x per source and need; the oracle of the tests), by the same HiGHS, both on
//! one thread, on cuts of Lai Châu small enough for the direct model to end. Below the table: how many times as long the
//! direct model took in this run, the shortest sample of each. Where the two optima differ, the bench fails.
//!
//! What is compared is stage 3 alone, proved to a gap of 0 (`fairness.entitlement = "none"`), from a weighed scenario to
//! the units: building either model is part of it, whole đồng are not. It says nothing of the gap of 2e-3 that the
//! province asks for: the direct model always goes to 0.

mod support;

#[expect(clippy::unwrap_used, reason = "the oracle of the tests stops at the first surprise")]
#[path = "../tests/it/support/direct.rs"]
mod direct;

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use chungtay::domain::settings::Entitlement;
use chungtay::domain::{Pairings, Scenario, StageName};
use chungtay::eligibility::refusal;
use chungtay::network::Network;
use chungtay::severity::Weights;
use chungtay::stages::{Deadline, Solved};
use chungtay::{eligibility, network, settle, severity, stages};
use divan::Bencher;

/// One commune of Lai Châu in so many: 38 gives one commune, the others two each, more households from left to right.
/// With 29 (1,106 households) and 19 (2,409) the direct model was stopped after 100 s.
const CUTS: [usize; 3] = [38, 25, 23];

/// How far two values of one optimum may be from each other, relative to the larger.
const SAME: f64 = 1e-6;

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("nothing has asked for threads yet");
    divan::main();
    compare();
}

#[divan::bench(args = CUTS, sample_count = 3, sample_size = 1)]
fn direct_model(bencher: Bencher<'_, '_>, cut: usize) {
    let case = Case::of(cut);
    bencher.bench_local(|| {
        let start = Instant::now();
        let optimum =
            direct::solve(&case.scenario, &case.weights, &|_| Vec::new()).expect("commitments that can be kept");
        record((cut, Form::Direct), start.elapsed(), optimum.objective);
    });
}

#[divan::bench(args = CUTS, sample_count = 3, sample_size = 1)]
fn flow_form(bencher: Bencher<'_, '_>, cut: usize) {
    let case = Case::of(cut);
    bencher.bench_local(|| {
        let start = Instant::now();
        let (network, solved) = case.flow();
        let seconds = start.elapsed();
        record((cut, Form::Flow), seconds, case.objective(&network, &solved));
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Direct,
    Flow,
}

/// The shortest time and the optimum.
struct Measured {
    time: Duration,
    optimum: f64,
}

static MEASURED: Mutex<BTreeMap<(usize, Form), Measured>> = Mutex::new(BTreeMap::new());

fn record(key: (usize, Form), time: Duration, optimum: f64) {
    let mut measured = MEASURED.lock().expect("no bench has failed");
    let before = measured.get(&key).map_or(Duration::MAX, |one| one.time);
    measured.insert(key, Measured { time: time.min(before), optimum });
}

/// The cuts that were measured in both forms.
fn compare() {
    let measured = MEASURED.lock().expect("no bench has failed");
    for cut in CUTS {
        if let (Some(direct), Some(flow)) = (measured.get(&(cut, Form::Direct)), measured.get(&(cut, Form::Flow))) {
            tell(Case::of(cut), direct, flow);
        }
    }
}

#[expect(clippy::print_stdout, reason = "the result of this bench, below the table of divan")]
fn tell(case: &Case, direct: &Measured, flow: &Measured) {
    let (one, other) = (direct.optimum, flow.optimum);
    assert!((one - other).abs() <= SAME * one.abs().max(other.abs()), "direct model: {one}, flow form: {other}");
    println!(
        "{} households, {} needs, {} sources, {} pairs: direct model : flow form = {:.0} : 1, both {one:.3}",
        case.scenario.households.len(),
        case.scenario.needs.len(),
        case.scenario.sources.len(),
        case.pairs(),
        direct.time.as_secs_f64() / flow.time.as_secs_f64(),
    );
}

/// A weighed cut.
struct Case {
    scenario: Scenario,
    weights: Weights,
}

impl Case {
    fn of(cut: usize) -> &'static Self {
        static CASES: [OnceLock<Case>; CUTS.len()] = [const { OnceLock::new() }; CUTS.len()];
        let (_, case) = CUTS.iter().zip(&CASES).find(|(one, _)| **one == cut).expect("one of the cuts");
        case.get_or_init(|| {
            let mut scenario = support::load(&support::cut::one_commune_in(cut));
            scenario.settings.fairness.entitlement = Entitlement::None;
            scenario.settings.solve.gap = 0.0;
            scenario.settings.solve.time_limit = 0.0;
            Self { weights: severity::weigh(&scenario), scenario }
        })
    }

    /// The columns x of the direct model.
    fn pairs(&self) -> usize {
        let payers =
            |need| self.scenario.sources.iter().filter(move |&one| refusal(&self.scenario, one, need).is_none());
        self.scenario.needs.iter().map(|need| payers(need).count()).sum()
    }

    fn flow(&self) -> (Network, Solved) {
        let network =
            network::build(&self.scenario, &self.weights, &eligibility::find(&self.scenario, &Pairings::default()));
        let groups = stages::entitle(&self.scenario, &network, Deadline::NONE).expect("entitlements").groups;
        let deadline = Deadline::of(&self.scenario);
        let solved = stages::choose(&self.scenario, &network, groups, deadline).expect("a choice");
        (network, solved)
    }

    /// Stage 3 as the whole đồng of the plan have it.
    fn objective(&self, network: &Network, solved: &Solved) -> f64 {
        let (scenario, prepared) = (&self.scenario, (&self.weights, network));
        let (plan, _) =
            settle::to_whole_dong(scenario, prepared, solved, Deadline::of(scenario)).expect("a settlement");
        let stated = stages::state(scenario, prepared, &solved.groups, solved.bounds, &plan);
        let objective = stated.iter().find(|stage| stage.stage == StageName::Objective);
        objective.and_then(|stage| stage.value).expect("stage 3 has a value")
    }
}
