//! Seconds of each stage and of whole runs, at three sizes. Every bench fails loudly where a run fails.

mod support;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chungtay::domain::tables::{Provenance, Tables};
use chungtay::domain::{GroupShare, Pairings, Plan, Scenario, StageResult};
use chungtay::eligibility::Eligibility;
use chungtay::ledger::{self, Books};
use chungtay::network::Network;
use chungtay::pipeline::{self, Unwatched};
use chungtay::report::{self, Extras, Names};
use chungtay::severity::Weights;
use chungtay::stages::{self, Deadline, Solved};
use chungtay::{eligibility, export, network, settle, severity, verify};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use support::cut;

/// Nine households; one commune in four of Lai Châu; the province.
const SIZES: [&str; 3] = ["villages", "quarter", "lai-chau"];

fn main() {
    divan::main();
}

/// What each stage hands to the next.
struct Work {
    scenario: Scenario,
    weights: Weights,
    eligibility: Eligibility,
    network: Network,
    groups: Vec<GroupShare>,
    solved: Solved,
    plan: Plan,
    stages: Vec<StageResult>,
    tables: Tables,
}

impl Work {
    fn of(size: &str) -> &'static Self {
        static WORKS: [OnceLock<Work>; 3] = [const { OnceLock::new() }; 3];
        let position = SIZES.iter().position(|one| *one == size).expect("one of the sizes");
        WORKS.get(position).expect("one cell a size").get_or_init(|| Self::make(support::load(&folder(size))))
    }

    fn make(scenario: Scenario) -> Self {
        let weights = severity::weigh(&scenario);
        let eligibility = eligibility::find(&scenario, &Pairings::default());
        let network = network::build(&scenario, &weights, &eligibility);
        let deadline = Deadline::of(&scenario);
        let groups = stages::entitle(&scenario, &network, Deadline::NONE).expect("entitlements").groups;
        let solved = stages::choose(&scenario, &network, groups.clone(), deadline).expect("a choice");
        let (plan, tidy) =
            settle::to_whole_dong(&scenario, (&weights, &network), &solved, deadline).expect("a settlement");
        let mut stages = stages::state(&scenario, (&weights, &network), &solved.groups, solved.bounds, &plan);
        stages.push(tidy);
        let books = Books {
            scenario: &scenario,
            weights: &weights,
            eligibility: &eligibility,
            plan: &plan,
            pairings: &Pairings::default(),
            groups: &solved.groups,
            stages: &stages,
        };
        let tables = ledger::tabulate(&books);
        Self { scenario, weights, eligibility, network, groups, solved, plan, stages, tables }
    }
}

/// The folder of a size; the cut is made once.
fn folder(size: &str) -> PathBuf {
    static QUARTER: OnceLock<PathBuf> = OnceLock::new();
    if size == "quarter" { QUARTER.get_or_init(|| cut::one_commune_in(4)).clone() } else { support::folder(size) }
}

fn write(scenario: &Scenario, tables: &Tables, run: &Path) {
    let provenance = Provenance::default();
    export::write_run(run, scenario, tables, &provenance).expect("a writable folder");
}

fn judge(scenario: &Scenario, run: &Path) {
    let opinion = verify::second_opinion(scenario, run);
    assert!(opinion.violations.is_empty(), "the second opinion refuses: {:?}", opinion.violations.first());
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s1_read_and_validate(bencher: Bencher<'_, '_>, size: &str) {
    let folder = folder(size);
    bencher.bench_local(|| support::load(black_box(&folder)));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s2_severity_and_eligibility(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher.bench_local(|| {
        (severity::weigh(black_box(&work.scenario)), eligibility::find(&work.scenario, &Pairings::default()))
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s3_network(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher.bench_local(|| network::build(&work.scenario, &work.weights, &work.eligibility));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s4_entitlement(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher.bench_local(|| stages::entitle(&work.scenario, &work.network, Deadline::NONE).expect("entitlements"));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s5_choose(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher.with_inputs(|| work.groups.clone()).bench_local_values(|groups| {
        stages::choose(&work.scenario, &work.network, groups, Deadline::of(&work.scenario)).expect("a choice")
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s6_settle(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher.bench_local(|| {
        let deadline = Deadline::of(&work.scenario);
        settle::to_whole_dong(&work.scenario, (&work.weights, &work.network), &work.solved, deadline)
            .expect("a settlement")
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s7_tabulate(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher.bench_local(|| {
        ledger::tabulate(&Books {
            scenario: &work.scenario,
            weights: &work.weights,
            eligibility: &work.eligibility,
            plan: &work.plan,
            pairings: &Pairings::default(),
            groups: &work.solved.groups,
            stages: &work.stages,
        })
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s8_export(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    bencher
        .with_inputs(|| tempfile::tempdir().expect("a temporary folder"))
        .bench_local_refs(|run| write(&work.scenario, &work.tables, run.path()));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s9_verify(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    let run = tempfile::tempdir().expect("a temporary folder");
    write(&work.scenario, &work.tables, run.path());
    bencher.bench_local(|| judge(&work.scenario, run.path()));
}

/// The page of a run; promised for a province: under 3 s and 15 MB.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1, max_time = 4)]
fn s10_report(bencher: Bencher<'_, '_>, size: &str) {
    let work = Work::of(size);
    let run = tempfile::tempdir().expect("a temporary folder");
    write(&work.scenario, &work.tables, run.path());
    let extras = Extras { names: Names::of(&work.scenario), shapes: None };
    let page = || report::page(black_box(run.path()), &extras).expect("a page");
    bencher.counter(BytesCount::new(page().len())).bench_local(page);
}

/// From a folder to a written and judged folder.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 8)]
fn whole_run(bencher: Bencher<'_, '_>, size: &str) {
    let folder = folder(size);
    bencher.with_inputs(|| tempfile::tempdir().expect("a temporary folder")).bench_local_refs(|run| {
        let scenario = support::load(black_box(&folder));
        let outcome = pipeline::run(&scenario, &Unwatched).expect("a plan");
        write(&scenario, &outcome.tables, run.path());
        judge(&scenario, run.path());
    });
}
