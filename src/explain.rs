//! `explain`: why a household, a commune, a source or a rule stands in a written run as it does, from the run's tables
//! and the scenario. Solves nothing, writes nothing.

mod facts;
mod letters;
mod needs;
mod run;

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::explanation::{Explanation, RuleFacts};
use crate::domain::letters::Letter;
use crate::domain::{Level, Need, Scenario};
use crate::findings::{Findings, nearest};
use crate::units::Vnd;
use needs::View;
use run::Ids;

/// Why there is no explanation.
#[derive(Debug)]
pub enum ExplainError {
    /// The run's tables cannot be read.
    Findings(Findings),
    /// Nothing has the id; the nearest of each kind that is near enough to be meant.
    Unknown(Vec<String>),
}

/// Everything that `id` means (a rule may bear the id of a source), households first.
pub fn explain(scenario: &Scenario, folder: &Path, id: &str) -> Result<Vec<Explanation>, ExplainError> {
    let ids = Ids::of(scenario);
    let run = run::read(scenario, &ids, folder).map_err(ExplainError::Findings)?;
    let view = View::of(scenario, &run);
    let household = ids.households.get(id).map(|&index| Explanation::Household(facts::household(&view, index)));
    let commune = ids.area(id).filter(|&area| scenario.area(area).level == Level::Commune);
    let commune = commune.map(|area| Explanation::Commune(facts::commune(&view, area)));
    let source = ids.source(id).map(|index| Explanation::Source(facts::source(&view, index)));
    let found: Vec<Explanation> = [household, commune, source, rule(&view, id)].into_iter().flatten().collect();
    if found.is_empty() { Err(ExplainError::Unknown(near(scenario, id))) } else { Ok(found) }
}

/// The letter to every commune that asks for something.
pub fn letters(scenario: &Scenario, folder: &Path) -> Result<Vec<Letter>, ExplainError> {
    let run = run::read(scenario, &Ids::of(scenario), folder).map_err(ExplainError::Findings)?;
    Ok(letters::letters(&View::of(scenario, &run)))
}

/// Đồng that the run gives to every need that gets any, by beneficiary and package.
pub fn given(scenario: &Scenario, folder: &Path) -> Result<BTreeMap<(String, String), Vnd>, ExplainError> {
    let run = run::read(scenario, &Ids::of(scenario), folder).map_err(ExplainError::Findings)?;
    let named = |(fate, need): (&run::Fate, &Need)| {
        let name = (scenario.beneficiary_id(need.beneficiary), &*scenario.package(need.package).id);
        (fate.given > Vnd::ZERO).then(|| ((name.0.to_owned(), name.1.to_owned()), fate.given))
    };
    Ok(run.fates.iter().zip(&scenario.needs).filter_map(named).collect())
}

fn rule(view: &View<'_>, name: &str) -> Option<Explanation> {
    let lines = || view.run.rules.iter().filter(|(rule, ..)| rule == name);
    let (rule, measure, _) = lines().next()?;
    let groups = lines().map(|(.., line)| line.clone()).collect();
    Some(Explanation::Rule(RuleFacts { rule: rule.clone(), measure: measure.clone(), groups }))
}

/// The nearest household, commune, source and rule.
fn near(scenario: &Scenario, id: &str) -> Vec<String> {
    let communes = scenario.areas.iter().filter(|area| area.level == Level::Commune);
    let names = [
        nearest(id, scenario.households.iter().map(|one| &*one.id)),
        nearest(id, communes.map(|area| &*area.code)),
        nearest(id, scenario.sources.iter().map(|one| &*one.id)),
        nearest(id, scenario.rules.iter().map(|one| &*one.name)),
    ];
    names.into_iter().flatten().map(str::to_owned).collect()
}
