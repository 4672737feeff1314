//! What it would take to serve a need: money in a source, an earmark lifted, more urgency, a rule taken away. Every
//! answer is a changed scenario that was solved again.

mod change;
mod search;

use std::collections::BTreeMap;

use crate::domain::remedy::{Loser, Remedies};
use crate::domain::tables::Tables;
use crate::domain::{Need, Scenario};
use crate::eligibility;
use crate::ids::NeedIndex;
use crate::pipeline::{self, Unwatched};
use crate::units::Vnd;
use search::Search;

/// Why nothing can be told.
#[derive(Debug, PartialEq, Eq)]
pub enum RemedyError {
    /// Solving the unchanged scenario ends without a plan, or gives another plan than the run holds.
    AnotherPlan,
}

/// What serves each of `needs` (beneficiary and package), given what the run gives to every need by the same names.
pub fn remedies(
    scenario: &Scenario,
    given: &BTreeMap<(String, String), Vnd>,
    needs: &[(String, String)],
) -> Result<Vec<Remedies>, RemedyError> {
    let outcome = pipeline::run(scenario, &Unwatched).map_err(|_| RemedyError::AnotherPlan)?;
    let base = Granted::of(scenario, &outcome.tables);
    if &base.by_name() != given {
        return Err(RemedyError::AnotherPlan);
    }
    let names = names(scenario);
    let asked = needs.iter().filter_map(|name| names.get(&(&*name.0, &*name.1)).copied());
    // Whatever pairing would choose: a change may change it.
    let eligible = eligibility::find_open(scenario);
    Ok(asked.map(|need| Search { scenario, base: &base, eligible: &eligible, need }.run()).collect())
}

/// The needs by beneficiary and package.
fn names(scenario: &Scenario) -> BTreeMap<(&str, &str), NeedIndex> {
    let name = |(index, need): (NeedIndex, &Need)| {
        ((scenario.beneficiary_id(need.beneficiary), &*scenario.package(need.package).id), index)
    };
    scenario.needs().map(name).collect()
}

/// Đồng that a plan gives to every need.
struct Granted<'a> {
    scenario: &'a Scenario,
    by_need: Vec<Vnd>,
}

impl<'a> Granted<'a> {
    /// `tables` are those of `scenario` or of a change of it: the needs are the same.
    fn of(scenario: &'a Scenario, tables: &Tables) -> Self {
        let names = names(scenario);
        let mut by_need = vec![Vnd::ZERO; scenario.needs.len()];
        for row in &tables.awards {
            let need = names.get(&(&*row.beneficiary, &*row.package));
            if let Some(sum) = need.and_then(|need| by_need.get_mut(need.get())) {
                *sum += row.amount;
            }
        }
        Self { scenario, by_need }
    }

    fn to(&self, need: NeedIndex) -> Vnd {
        self.by_need.get(need.get()).copied().unwrap_or(Vnd::ZERO)
    }

    fn by_name(&self) -> BTreeMap<(String, String), Vnd> {
        let owned = |((beneficiary, package), need): ((&str, &str), NeedIndex)| {
            ((beneficiary.to_owned(), package.to_owned()), self.to(need))
        };
        names(self.scenario).into_iter().map(owned).filter(|(_, amount)| *amount > Vnd::ZERO).collect()
    }

    /// Who has less and how many have more after a change.
    fn against(&self, after: &Self) -> (usize, Vec<Loser>) {
        let scenario = self.scenario;
        let gainers = scenario.needs().filter(|&(index, _)| after.to(index) > self.to(index)).count();
        let loser = |(index, need): (NeedIndex, &Need)| {
            (after.to(index) < self.to(index)).then(|| Loser {
                beneficiary: scenario.beneficiary_id(need.beneficiary).to_owned(),
                commune: scenario.area(scenario.commune(need.beneficiary)).code.clone(),
                package: scenario.package(need.package).id.clone(),
                before: self.to(index),
                after: after.to(index),
            })
        };
        (gainers, scenario.needs().filter_map(loser).collect())
    }
}
