//! Exits (thoát nghèo, dự kiến): which poor households the awards are expected to lift out (page 3, "Exits").

use super::accounts::Accounts;
use crate::domain::{Beneficiary, Need, Scenario};
use crate::exits::{Change, Poverty};
use crate::ids::{HouseholdIndex, NeedIndex};

/// Whether a household exits, given its needs with their indices.
pub(super) fn exits(accounts: &Accounts<'_>, household: HouseholdIndex, needs: &[(NeedIndex, &Need)]) -> bool {
    let scenario = accounts.scenario();
    Poverty::of(scenario, household).is_some_and(|poverty| {
        let mut change = Change::default();
        for &(index, need) in needs {
            change.add(scenario, need, accounts.served(index, need));
        }
        poverty.ends(change)
    })
}

/// Runs of the needs that one beneficiary has, in the scenario's order.
pub(super) fn by_beneficiary(scenario: &Scenario) -> Vec<(Beneficiary, Vec<(NeedIndex, &Need)>)> {
    let needs: Vec<(NeedIndex, &Need)> = scenario.needs().collect();
    let runs = needs.chunk_by(|(_, one), (_, next)| one.beneficiary == next.beneficiary);
    runs.filter_map(|run| run.first().map(|(_, need)| (need.beneficiary, run.to_vec()))).collect()
}
