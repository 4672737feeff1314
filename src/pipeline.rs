//! The one function that shows everything: [`run`], one line a stage. It holds no rule and touches no file but
//! through `input`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use crate::domain::tables::Tables;
use crate::domain::{Plan, Scenario};
use crate::findings::Findings;
use crate::ledger::Books;
use crate::stages::{Deadline, StageError};
use crate::{eligibility, input, ledger, network, settle, severity, stages, validate};

/// A folder, read and judged.
#[derive(Debug)]
pub struct Loaded {
    /// The scenario; `None` where a finding forbids it.
    pub scenario: Option<Scenario>,
    /// Everything found, errors first.
    pub findings: Findings,
    /// SHA-256 of every input file.
    pub inputs: BTreeMap<String, String>,
}

/// What one run made.
#[derive(Debug)]
pub struct Outcome {
    /// The decision.
    pub plan: Plan,
    /// The tables of page 4.
    pub tables: Tables,
    /// Seconds per step, in order.
    pub timing: Vec<(Step, f64)>,
}

/// A step that takes time: message id `step-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Files into a scenario.
    Read,
    /// Weights and eligible pairs.
    Prepare,
    /// Stage 1.
    Entitlement,
    /// Stage 2.
    Shortfall,
    /// Stage 3.
    Objective,
    /// Stage 4 and whole đồng.
    Settle,
    /// The tables.
    Tabulate,
    /// Files of the run folder.
    Write,
    /// The second opinion.
    Verify,
}

/// Who watches a run (the command line shows progress; tests watch nothing).
pub trait Watch: Sync {
    /// A step begins.
    fn enter(&self, step: Step);
    /// The share of the step that is done, 0..1, where it is known.
    fn progress(&self, share: f64);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn enter(&self, _step: Step) {}
    fn progress(&self, _share: f64) {}
}

/// Reads and judges a scenario folder.
pub fn load(folder: &Path) -> Loaded {
    let (raw, mut findings) = input::read_folder(folder);
    let (scenario, judged) = validate::check(&raw);
    findings.extend(judged);
    let scenario = scenario.filter(|_| !findings.has_errors());
    Loaded { scenario, findings: findings.sorted(), inputs: raw.inputs }
}

/// Runs the stages in their order.
pub fn run(scenario: &Scenario, watch: &dyn Watch) -> Result<Outcome, StageError> {
    let mut clock = Clock { watch, timing: Vec::new() };
    let (weights, eligibility, network) = clock.time(Step::Prepare, || {
        let (weights, eligibility) = (severity::weigh(scenario), eligibility::find(scenario));
        let network = network::build(scenario, &weights, &eligibility);
        (weights, eligibility, network)
    });
    let deadline = Deadline::of(scenario);
    let groups = clock.time(Step::Entitlement, || stages::entitle(scenario, &network))?;
    let solved = clock.time(Step::Objective, || stages::choose(scenario, &network, groups, deadline))?;
    let (plan, tidy) =
        clock.time(Step::Settle, || settle::to_whole_dong(scenario, (&weights, &network), &solved, deadline))?;
    let mut stages = stages::state(scenario, (&weights, &network), &solved.groups, solved.bounds, &plan);
    stages.push(tidy);
    let books = Books {
        scenario,
        weights: &weights,
        eligibility: &eligibility,
        plan: &plan,
        groups: &solved.groups,
        stages: &stages,
    };
    let tables = clock.time(Step::Tabulate, || ledger::tabulate(&books));
    Ok(Outcome { tables, timing: clock.timing, plan })
}

/// Times steps and tells the watcher.
struct Clock<'a> {
    watch: &'a dyn Watch,
    timing: Vec<(Step, f64)>,
}

impl Clock<'_> {
    fn time<T>(&mut self, step: Step, work: impl FnOnce() -> T) -> T {
        self.watch.enter(step);
        let start = Instant::now();
        let result = work();
        self.timing.push((step, start.elapsed().as_secs_f64()));
        result
    }
}
