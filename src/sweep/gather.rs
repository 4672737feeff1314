//! Folders of cases → the tables of the sweep. Everything is read from the disk, so a sweep that was interrupted and one
//! that was not give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::record::{CaseRecord, Status};
use super::{Sweep, SweepError, unwritten};
use crate::cases::{Case, CaseKind, spelt};
use crate::domain::StageResult;
use crate::domain::settings::{Entitlement, Fairness};
use crate::domain::sweep::{CaseRow, CommuneCaseRow, Reached, RobustRow, SweepTables};
use crate::domain::tables::Totals;
use crate::input::run_folder::RunFolder;

/// Commune, beneficiary, package.
type NeedKey = (String, String, String);

/// A case as its folder tells it.
pub(super) struct CaseResult {
    record: CaseRecord,
    solved: Option<Solved>,
}

/// A run folder, as far as a sweep looks into it.
struct Solved {
    totals: Totals,
    stages: Vec<StageResult>,
    fairness: Fairness,
    communes: Vec<(CommuneCaseRow, [f64; 2])>,
    served: BTreeSet<NeedKey>,
}

impl CaseResult {
    /// Whether there is a plan.
    pub(super) fn is_solved(&self) -> bool {
        self.solved.is_some()
    }
}

/// Reads the folders of the cases.
pub(super) fn read<'a>(folders: &Path, cases: impl Iterator<Item = &'a Case>) -> Result<Vec<CaseResult>, SweepError> {
    cases.map(|case| read_case(&folders.join(&case.case), case)).collect()
}

fn read_case(folder: &Path, case: &Case) -> Result<CaseResult, SweepError> {
    let record = CaseRecord::load(folder).map_err(|error| unwritten(folder, error))?;
    if record.case != *case {
        return Err(SweepError::Another(folder.to_path_buf()));
    }
    let solved = (record.status == Status::Solved).then(|| read_run(folder, case)).transpose()?;
    Ok(CaseResult { record, solved })
}

fn read_run(folder: &Path, case: &Case) -> Result<Solved, SweepError> {
    let mut run = RunFolder::new(folder);
    let summary = run.json("summary.json");
    let columns =
        ["commune", "name", "coverage", "served", "households_helped", "exits", "weight_asked", "weight_served"];
    let communes = run.table("communes.csv", &columns, |cells| {
        let row = CommuneCaseRow {
            case: case.case.clone(),
            commune: cells.text("commune"),
            name: cells.text("name"),
            coverage: cells.optional_decimal("coverage"),
            served: cells.whole("served"),
            households_helped: cells.decimal("households_helped"),
            exits: cells.whole("exits"),
        };
        (row, [cells.decimal("weight_asked"), cells.decimal("weight_served")])
    });
    let served = run.table("awards.csv", &["commune", "beneficiary", "package", "units"], |cells| {
        let key = (cells.text("commune"), cells.text("beneficiary"), cells.text("package"));
        (cells.decimal("units") > 0.0).then_some(key)
    });
    let broken = || SweepError::Another(folder.to_path_buf());
    let part = |pointer: &str| summary.pointer(pointer).cloned().unwrap_or(Value::Null);
    let totals = serde_json::from_value(part("/totals")).map_err(|_| broken())?;
    let stages = serde_json::from_value(part("/stages")).map_err(|_| broken())?;
    let fairness = serde_json::from_value(part("/settings/fairness")).map_err(|_| broken())?;
    if run.into_findings().has_errors() {
        return Err(broken());
    }
    Ok(Solved { totals, stages, fairness, communes, served: served.into_iter().flatten().collect() })
}

/// The tables of all cases.
pub(super) fn tables(sweep: &Sweep, results: &[CaseResult]) -> SweepTables {
    let mut targets: Vec<String> = Vec::new();
    for case in sweep.cases.iter().filter(|case| matches!(case.kind, CaseKind::Axis | CaseKind::Case)) {
        for (target, _) in &case.set {
            if !targets.contains(target) {
                targets.push(target.clone());
            }
        }
    }
    let rows = results.iter().map(|result| case_row(result, &targets, results)).collect();
    let communes = results.iter().filter_map(|result| result.solved.as_ref());
    let communes = communes.flat_map(|solved| solved.communes.iter().map(|(row, _)| row.clone())).collect();
    SweepTables { targets, cases: rows, communes, robust: robust(sweep, results) }
}

fn case_row(result: &CaseResult, targets: &[String], all: &[CaseResult]) -> CaseRow {
    let case = &result.record.case;
    let causes: Vec<&str> = result.record.findings.iter().map(|finding| finding.cause.as_str()).collect();
    CaseRow {
        case: case.case.clone(),
        kind: word(case.kind),
        name: case.name.clone(),
        set: targets.iter().map(|target| case.value(target).map(spelt).unwrap_or_default()).collect(),
        status: word(result.record.status),
        message: causes.join(" "),
        reached: result.solved.as_ref().map(|solved| solved.reached(case, all)),
    }
}

fn word(word: impl serde::Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Solved {
    fn weights(&self) -> [f64; 2] {
        self.communes.iter().fold([0.0, 0.0], |sums, (_, weights)| [sums[0] + weights[0], sums[1] + weights[1]])
    }

    /// Whether nothing is given up for fairness.
    fn is_without_fairness(&self) -> bool {
        self.fairness.entitlement == Entitlement::None || self.fairness.strength <= 0.0
    }

    fn reached(&self, case: &Case, all: &[CaseResult]) -> Reached {
        let [weight_asked, weight_served] = self.weights();
        let covered = self.communes.iter().filter_map(|(row, _)| Some((row.coverage?, row)));
        let worst = covered.min_by(|one, other| one.0.total_cmp(&other.0));
        let unfair = all.iter().filter(|other| is_same_but_for_fairness(&other.record.case, case));
        let free = unfair.filter_map(|other| other.solved.as_ref()).find(|solved| solved.is_without_fairness());
        let price = free.map(|free| 1.0 - weight_served / free.weights()[1]);
        Reached {
            totals: self.totals.clone(),
            weight_asked,
            weight_served,
            worst_commune: worst.map(|(_, row)| row.commune.clone()).unwrap_or_default(),
            worst_coverage: worst.map(|(coverage, _)| coverage),
            price_of_fairness: price.filter(|price| price.is_finite()),
            stages: self.stages.clone(),
        }
    }
}

fn is_same_but_for_fairness(one: &Case, other: &Case) -> bool {
    let rest = |case: &Case| -> Vec<(String, String)> {
        let set = case.set.iter().filter(|(target, _)| !target.starts_with("fairness."));
        set.map(|(target, value)| (target.clone(), value.to_string())).collect()
    };
    one.kind != CaseKind::Baseline && one.rules == other.rules && rest(one) == rest(other)
}

/// How often each need is served, in every case that is not a customary rule.
fn robust(sweep: &Sweep, results: &[CaseResult]) -> Vec<RobustRow> {
    let scenario = &sweep.scenario;
    let key = |need: &crate::domain::Need| -> NeedKey {
        let commune = scenario.area(scenario.commune(need.beneficiary)).code.clone();
        let beneficiary = scenario.beneficiary_id(need.beneficiary).to_owned();
        (commune, beneficiary, scenario.package(need.package).id.clone())
    };
    let mut counts: BTreeMap<NeedKey, [u32; 2]> = scenario.needs.iter().map(|need| (key(need), [0, 0])).collect();
    let (mut cases, mut draws) = (0, 0);
    let counted = results.iter().filter(|result| result.record.case.kind != CaseKind::Baseline);
    for (result, solved) in counted.filter_map(|result| Some((result, result.solved.as_ref()?))) {
        let is_draw = result.record.case.kind == CaseKind::Draw;
        cases += 1;
        draws += u32::from(is_draw);
        for key in &solved.served {
            let count = counts.entry(key.clone()).or_default();
            count[0] += 1;
            count[1] += u32::from(is_draw);
        }
    }
    let row = |((commune, beneficiary, package), [served, served_in_draws]): (NeedKey, [u32; 2])| RobustRow {
        beneficiary,
        commune,
        package,
        cases,
        served,
        draws,
        served_in_draws,
    };
    counts.into_iter().map(row).collect()
}
