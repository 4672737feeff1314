//! Exits (thoát nghèo, dự kiến): which poor households the awards are expected to lift out (page 3, "Exits").

use super::accounts::Accounts;
use crate::domain::{Beneficiary, Class, Household, IndicatorSet, Need, Scenario};
use crate::ids::{HouseholdIndex, NeedIndex};

/// What the awards change for one household: deprivations removed, points gained.
#[derive(Debug, Clone, Copy, Default)]
struct Change {
    removed: IndicatorSet,
    gain: f64,
}

/// Whether a household exits, given its needs with their indices.
pub(super) fn exits(accounts: &Accounts<'_>, household: HouseholdIndex, needs: &[(NeedIndex, &Need)]) -> bool {
    let scenario = accounts.scenario();
    let household = scenario.household(household);
    household.class == Class::Poor && {
        let change = change(accounts, needs);
        is_poor_by_scores(scenario, household) && !stays_poor(scenario, household, change)
    }
}

/// Runs of the needs that one beneficiary has, in the scenario's order.
pub(super) fn by_beneficiary(scenario: &Scenario) -> Vec<(Beneficiary, Vec<(NeedIndex, &Need)>)> {
    let needs: Vec<(NeedIndex, &Need)> = scenario.needs().collect();
    let runs = needs.chunk_by(|(_, one), (_, next)| one.beneficiary == next.beneficiary);
    runs.filter_map(|run| run.first().map(|(_, need)| (need.beneficiary, run.to_vec()))).collect()
}

fn change(accounts: &Accounts<'_>, needs: &[(NeedIndex, &Need)]) -> Change {
    let mut change = Change::default();
    for &(index, need) in needs {
        if accounts.served(index, need) >= need.unit_cost {
            let package = accounts.scenario().package(need.package);
            change.removed = change.removed.or(package.indicators);
            change.gain += package.b1_gain;
        }
    }
    change
}

/// The line in points that a household is measured by, with its own score; `None` where either is unknown.
fn line_and_score(scenario: &Scenario, household: &Household) -> Option<(f64, f64)> {
    let setting = scenario.area(scenario.commune_of(household.area)).setting;
    Some((scenario.standard.points_line?.of(setting), household.b1?))
}

fn is_poor_by_scores(scenario: &Scenario, household: &Household) -> bool {
    let is_below = line_and_score(scenario, household).is_none_or(|(line, b1)| b1 <= line);
    is_below && household.deprived.len() >= scenario.standard.min_deprived
}

fn stays_poor(scenario: &Scenario, household: &Household, change: Change) -> bool {
    let remaining = household.deprived.without(change.removed).len();
    let is_above = line_and_score(scenario, household).is_some_and(|(line, b1)| b1 + change.gain > line);
    remaining >= scenario.standard.min_deprived && !is_above
}
