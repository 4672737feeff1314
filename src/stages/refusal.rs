//! Why a piece of the network has no plan: commitments that cannot be kept, line by line; else the rules that cannot hold
//! together.

use std::collections::BTreeMap;

use super::{Deadline, Repairs, StageError, in_time, repairs};
use crate::findings::{Finding, Findings};
use crate::linear::{Column, Sense, Status};
use crate::model::{self, Parts};
use crate::solver::{Integrality, Limits, Session};
use crate::units::Vnd;

/// Why a piece has no plan: commitment lines that cannot be completed to whole units, with the đồng that are missing;
/// else the rules that cannot hold together.
pub(super) fn no_plan(parts: Parts<'_>, deadline: Deadline) -> StageError {
    match explained(parts, deadline) {
        // That there is none is known; why, there was no time to find out.
        Err(StageError::NoPlanInTime) => StageError::Rules(Repairs::default()),
        Ok(error) | Err(error) => error,
    }
}

fn explained(parts: Parts<'_>, deadline: Deadline) -> Result<StageError, StageError> {
    let missing = missing_by_leaf(parts, deadline.at_least(repairs::EXPLAIN_SECONDS));
    let is_known = !matches!(missing, Err(StageError::NoPlanInTime));
    let missing = in_time(missing.map(Some))?.unwrap_or_default();
    if !missing.is_empty() {
        return Ok(StageError::Commitments(lines_of(parts, &missing)));
    }
    match repairs::of_piece(parts, deadline)? {
        Some(repairs) => Ok(StageError::Rules(repairs)),
        None if is_known => Ok(StageError::Solver("no plan, though commitments and rules can be kept".into())),
        None => Err(StageError::NoPlanInTime),
    }
}

/// The least money that must be added to each leaf so that every commitment can be kept.
fn missing_by_leaf(parts: Parts<'_>, deadline: Deadline) -> Result<BTreeMap<usize, Vnd>, StageError> {
    let mut model = model::build(parts);
    for &(_, row) in &model.rules {
        if let Some(row) = model.linear.rows.get_mut(row.0) {
            row.bounds = f64::NEG_INFINITY..=f64::INFINITY;
        }
    }
    let mut session = Session::new(&model.linear, Integrality::Kept)?;
    let terms: Vec<(Column, f64)> = model.missing.iter().map(|&column| (column, 1.0)).collect();
    for &(column, _) in &terms {
        session.set_bounds(column, 0.0..=f64::INFINITY);
    }
    session.set_objective(Sense::Minimize, &terms);
    let solution = session.solve(Limits::within(deadline.seconds()))?;
    if solution.status.is_limit() {
        return Err(StageError::NoPlanInTime);
    }
    if solution.status != Status::Optimal {
        return Err(StageError::Solver(format!("commitments: {:?}", solution.status)));
    }
    let missing = parts.piece.leaves.iter().zip(&model.missing);
    let missing = missing.map(|(&leaf, &column)| (leaf, Vnd::from_millions(solution.value_of(column))));
    Ok(missing.filter(|(_, amount)| amount.dong() > 0).collect())
}

fn lines_of(parts: Parts<'_>, missing: &BTreeMap<usize, Vnd>) -> Findings {
    let mut findings = Findings::default();
    for (leaf, amount) in missing {
        let needs = parts.network.leaves.get(*leaf).map(|leaf| leaf.needs.as_slice()).unwrap_or_default();
        for line in parts.scenario.commitments.iter().filter(|line| needs.binary_search(&line.need).is_ok()) {
            let need = parts.scenario.need(line.need);
            let finding = Finding::new("E480", line.place.clone())
                .with("beneficiary", parts.scenario.beneficiary_id(need.beneficiary))
                .with("package", &parts.scenario.package(need.package).id)
                .with("missing", amount);
            findings.push(finding);
        }
    }
    findings
}
