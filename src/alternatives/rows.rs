//! Plans → the tables that lay them side by side.

use super::find::{Alternative, moved, stated};
use crate::domain::Scenario;
use crate::domain::alternatives::{AlternativesTables, NeedRow, PlanRow};
use crate::tolerance;

/// The tables of the plans, the best first.
pub(super) fn tables(scenario: &Scenario, plans: &[Alternative], loss: f64) -> AlternativesTables {
    let rows = plans.iter().enumerate().map(|(position, plan)| row(position, plan, plans));
    AlternativesTables { loss, plans: rows.collect(), needs: needs(scenario, plans) }
}

fn row(position: usize, plan: &Alternative, plans: &[Alternative]) -> PlanRow {
    let first = plans.first().unwrap_or(plan);
    let floors: f64 = first.outcome.tables.groups.iter().map(|group| group.floor).sum();
    let [best, own] = [first, plan].map(|one| stated(&one.outcome, |stage| stage.value));
    let share = |lost: f64, of: f64| lost / of.abs().max(tolerance::GAP_FLOOR);
    PlanRow {
        plan: format!("plan-{}", position + 1),
        apart: plan.apart,
        most_apart: plan.most_apart,
        apart_from_first: plan.apart.map(|_| moved(&plan.granted, &first.granted)),
        totals: plan.outcome.tables.totals.clone(),
        stages: plan.outcome.tables.stages.clone(),
        lost: [
            share(own.excess - best.excess, floors),
            share(own.shortfall - best.shortfall, floors),
            share(best.objective - own.objective, best.objective),
        ],
    }
}

fn needs(scenario: &Scenario, plans: &[Alternative]) -> Vec<NeedRow> {
    let row = |(index, need): (crate::ids::NeedIndex, &crate::domain::Need)| {
        let commune = scenario.area(scenario.commune(need.beneficiary));
        let package = scenario.package(need.package);
        NeedRow {
            commune: commune.code.clone(),
            commune_name: commune.name.clone(),
            beneficiary: scenario.beneficiary_id(need.beneficiary).to_owned(),
            package: package.id.clone(),
            package_name: package.name.clone(),
            unit_cost: need.unit_cost,
            quantity: need.quantity,
            granted: plans.iter().map(|plan| plan.granted.get(index.get()).copied().unwrap_or_default()).collect(),
        }
    };
    let mut rows: Vec<NeedRow> = scenario.needs().map(row).collect();
    let key = |row: &NeedRow| (row.commune.clone(), row.beneficiary.clone(), row.package.clone());
    rows.sort_by_cached_key(key);
    rows
}
