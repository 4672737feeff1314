//! The one function that shows everything: [`run`], one line a stage. It holds no rule and touches no file but
//! through `input`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use crate::domain::raw::RawScenario;
use crate::domain::tables::{GroupRow, Tables};
use crate::domain::{Certificate, Nearness, Plan, Proof, Scenario, StageName};
use crate::eligibility::Eligibility;
use crate::findings::Findings;
use crate::ledger::Books;
use crate::network::Network;
use crate::pairing::Paired;
use crate::severity::Weights;
use crate::stages::{Deadline, Entitled, StageError};
use crate::verify::{Certified, Meaningless, Stated, Weighed};
use crate::{eligibility, input, ledger, network, pairing, rules, settle, severity, stages, validate, verify};

/// Share of the time that stage 0 may take.
const PAIRING_TIME: f64 = 0.25;

/// How many repairs `--relax` takes one after the other, at most.
const REPAIRS: usize = 1_000;

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
    /// How near the plan is to the earlier run of `--near`.
    pub near: Option<Nearness>,
    /// What the goals of the scenario's aim cannot beat, each of plans as good in the other; 0 without an aim.
    pub aimed: [f64; 2],
    /// What the certificate proves of the tables.
    pub certified: Certified,
    /// Seconds per step, in order.
    pub timing: Vec<(Step, f64)>,
}

/// A step that takes time: message id `step-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Files into a scenario.
    Read,
    /// Stage 0.
    Pairing,
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
    /// What the certificate proves.
    Certify,
    /// Files of the run folder.
    Write,
    /// The second opinion.
    Verify,
    /// The cases of a sweep.
    Cases,
    /// What money is worth at the margin.
    Margins,
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
    load_raw(folder).1
}

/// Reads and judges a scenario folder; its cells with it, for whoever changes some of them.
pub fn load_raw(folder: &Path) -> (RawScenario, Loaded) {
    let (raw, findings) = input::read_folder(folder);
    let loaded = judge(&raw, findings);
    (raw, loaded)
}

/// Reads and judges a scenario folder, and says it again in the contract's own spelling.
pub fn load_and_clean(folder: &Path) -> (Loaded, RawScenario) {
    let (raw, findings) = input::read_folder(folder);
    let clean = validate::clean(&raw);
    (judge(&raw, findings), clean)
}

/// Judges what was read; `findings` are those of the reading.
pub fn judge(raw: &RawScenario, mut findings: Findings) -> Loaded {
    let (scenario, judged) = validate::check(raw);
    findings.extend(judged);
    findings.extend(scenario.as_ref().map(rules::findings).unwrap_or_default());
    let scenario = scenario.filter(|_| !findings.has_errors());
    Loaded { scenario, findings: findings.sorted(), inputs: raw.inputs.clone() }
}

/// What all plans of a scenario stand on: who is paired with whom, what weighs how much, and what fairness gives.
#[derive(Debug)]
pub struct Ground {
    paired: Paired,
    weights: Weights,
    eligibility: Eligibility,
    entitled: Entitled,
}

/// Runs the stages in their order.
pub fn run(scenario: &Scenario, watch: &dyn Watch) -> Result<Outcome, StageError> {
    best(scenario, watch).map(|(_, outcome)| outcome)
}

/// The same, with what further plans of the scenario stand on.
pub fn best(scenario: &Scenario, watch: &dyn Watch) -> Result<(Ground, Outcome), StageError> {
    let mut clock = Clock { watch, timing: Vec::new() };
    let deadline = Deadline::of(scenario);
    let paired = clock.time(Step::Pairing, || pair(scenario, deadline))?;
    let (weights, eligibility, network) = clock.time(Step::Prepare, || {
        let (weights, eligibility) = (severity::weigh(scenario), eligibility::find(scenario, &paired.pairings));
        let network = network::build(scenario, &weights, &eligibility);
        (weights, eligibility, network)
    });
    let entitled = clock.time(Step::Entitlement, || stages::entitle(scenario, &network, deadline))?;
    let ground = Ground { paired, weights, eligibility, entitled };
    let outcome = decide((scenario, &network), &ground, &[], (clock, deadline))?;
    Ok((ground, outcome))
}

/// A plan on the same ground with an aim of its own; `proofs` of stages 2a and 2b are those of the best plan.
pub fn aimed(scenario: &Scenario, ground: &Ground, proofs: &[Proof], watch: &dyn Watch) -> Result<Outcome, StageError> {
    let mut clock = Clock { watch, timing: Vec::new() };
    let deadline = Deadline::of(scenario);
    let network = clock.time(Step::Prepare, || network::build(scenario, &ground.weights, &ground.eligibility));
    let is_kept = |proof: &&Proof| matches!(proof.stage, StageName::BeyondOnePackage | StageName::Shortfall);
    let proofs: Vec<Proof> = proofs.iter().filter(is_kept).cloned().collect();
    decide((scenario, &network), ground, &proofs, (clock, deadline))
}

/// Stages 2 to 4, and the tables.
fn decide(
    (scenario, network): (&Scenario, &Network),
    ground: &Ground,
    proofs: &[Proof],
    (mut clock, deadline): (Clock<'_>, Deadline),
) -> Result<Outcome, StageError> {
    let Ground { paired, weights, eligibility, entitled } = ground;
    let groups = entitled.groups.clone();
    let solved = clock.time(Step::Objective, || stages::choose(scenario, network, groups, deadline))?;
    let certificate = Certificate { proofs: [&entitled.proofs, proofs, &solved.proofs].concat() };
    // What a certificate bounds hangs on no plan: it is weighed while the plan becomes whole đồng.
    let (settled, weighed) = clock.time(Step::Settle, || {
        rayon::join(
            || settle::to_whole_dong(scenario, (weights, network), &solved, deadline),
            || verify::weigh(scenario, ledger::pairs(scenario, &paired.pairings), certificate.clone()),
        )
    });
    let (plan, tidy) = settled?;
    let mut stages = vec![paired.stage.clone()];
    stages.extend(stages::state(scenario, (weights, network), &solved.groups, solved.bounds, &plan));
    stages.push(tidy);
    let near = stages::near(scenario, network, solved.bounds, &plan);
    let books = Books {
        scenario,
        weights,
        eligibility,
        plan: &plan,
        pairings: &paired.pairings,
        groups: &solved.groups,
        stages: &stages,
    };
    let costs = solved.costs.iter().map(|cost| (cost.group, cost.cost));
    let tables = clock.time(Step::Tabulate, || ledger::with_costs(&books, costs));
    let (tables, certified) = clock.time(Step::Certify, || certify(tables, weighed, certificate))?;
    Ok(Outcome { tables, near, aimed: solved.bounds.aimed, certified, timing: clock.timing, plan })
}

/// The tables with the certificate and what it proves of each stage.
fn certify(
    mut tables: Tables,
    weighed: Result<Weighed<'_>, Meaningless>,
    certificate: Certificate,
) -> Result<(Tables, Certified), StageError> {
    let certified = weighed.and_then(|weighed| weighed.certify(stated(&tables)));
    let certified = certified.map_err(|meaningless| StageError::Solver(format!("certificate: {meaningless}")))?;
    for stage in &mut tables.stages {
        stage.certified_bound = certified.proved().iter().find(|one| one.stage == stage.stage).map(|one| one.bound);
    }
    tables.certificate = certificate;
    Ok((tables, certified))
}

/// What the tables say of the plan, as far as a certificate is held against it.
pub fn stated(tables: &Tables) -> Stated {
    let group = |row: &GroupRow| (row.group.clone(), (row.entitlement, row.floor, row.shortfall));
    let objective = tables.stages.iter().find(|stage| stage.stage == StageName::Objective);
    Stated {
        groups: tables.groups.iter().map(group).collect(),
        objective: objective.and_then(|stage| stage.value).unwrap_or(0.0),
    }
}

/// A run whose hard rules gave way where they could not hold together.
#[derive(Debug)]
pub struct Relaxed {
    /// The scenario with the bounds that gave way.
    pub scenario: Scenario,
    /// What the run made of it.
    pub outcome: Outcome,
    /// A warning (W482) for every bound that gave way.
    pub findings: Findings,
}

/// Runs the stages; where hard rules cannot hold together, lets the first repair's bounds give way and runs anew
/// (parts of the network that share nothing each need their own repair).
pub fn run_relaxed(scenario: &Scenario, watch: &dyn Watch) -> Result<Relaxed, StageError> {
    let mut relaxed = scenario.clone();
    for _ in 0..REPAIRS {
        match run(&relaxed, watch) {
            Err(StageError::Rules(repairs)) => {
                let changes = repairs.first.iter().filter(|one| relaxed.relax(one)).count();
                if changes == 0 {
                    return Err(StageError::Rules(repairs));
                }
            }
            Err(error) => return Err(error),
            Ok(outcome) => {
                let findings = stages::relaxed_bounds(&relaxed);
                return Ok(Relaxed { scenario: relaxed, outcome, findings });
            }
        }
    }
    Err(StageError::Solver("rules give way again and again".into()))
}

/// Stage 0: it may take a part of the time, so that the plan has some too. An earlier run that is kept may have added
/// partners since the scenario was judged.
pub fn pair(scenario: &Scenario, deadline: Deadline) -> Result<Paired, StageError> {
    let overfull = rules::overfull(scenario);
    if overfull.has_errors() {
        return Err(StageError::Commitments(overfull));
    }
    let until = deadline.part(PAIRING_TIME);
    let paired = pairing::choose(scenario, &rules::limits(scenario), &|| until.seconds());
    paired.map_err(|error| StageError::Solver(error.to_string()))
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
