//! The multipliers of one proof, by what they multiply in the scenario. A name that the scenario does not have is a
//! fault; so is a rule that takes no part in the stage.

use std::collections::BTreeMap;

use crate::domain::{CapPrice, Multipliers, Rule, RulePrice, Scenario, StageName};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::verify::case::Case;

/// What a proof multiplies, in billionths.
#[derive(Debug, Default)]
pub(super) struct Prices<'a> {
    /// By source: C2.
    pub(super) sources: Vec<u64>,
    /// C5 in a commune.
    pub(super) communes: BTreeMap<(SourceIndex, AreaIndex), u64>,
    /// C5 for a household.
    pub(super) households: BTreeMap<(SourceIndex, HouseholdIndex), u64>,
    /// C5 per unit of a commune's request.
    pub(super) requests: BTreeMap<(SourceIndex, NeedIndex), u64>,
    /// Fairness, by group.
    pub(super) groups: BTreeMap<AreaIndex, u64>,
    /// What is kept of stage 2a.
    pub(super) excess: u64,
    /// What is kept of stage 2b.
    pub(super) shortfall: u64,
    /// C7.
    pub(super) rules: Vec<(&'a Rule, &'a RulePrice)>,
}

/// A name that means nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown(pub(super) String);

impl<'a> Prices<'a> {
    /// Reads the names.
    pub(super) fn of(case: &Case<'a>, stage: StageName, multipliers: &'a Multipliers) -> Result<Self, Unknown> {
        let scenario = case.scenario;
        let mut prices = Self {
            sources: vec![0; scenario.sources.len()],
            excess: multipliers.excess.billionths(),
            shortfall: multipliers.shortfall.billionths(),
            ..Self::default()
        };
        for (id, price) in &multipliers.sources {
            let source = case.source(id).ok_or_else(|| Unknown(id.clone()))?;
            prices.sources[source.get()] = price.billionths();
        }
        for (code, price) in &multipliers.groups {
            prices.groups.insert(area(scenario, code)?, price.billionths());
        }
        for cap in &multipliers.caps {
            prices.add_cap(case, cap)?;
        }
        for price in &multipliers.rules {
            let rule = scenario.rules.iter().find(|rule| rule.name == price.rule && takes_part(rule, stage));
            prices.rules.push((rule.ok_or_else(|| Unknown(price.rule.clone()))?, price));
        }
        Ok(prices)
    }

    fn add_cap(&mut self, case: &Case<'_>, cap: &CapPrice) -> Result<(), Unknown> {
        let scenario = case.scenario;
        let source = case.source(&cap.source).ok_or_else(|| Unknown(cap.source.clone()))?;
        let billionths = cap.price.billionths();
        let household = scenario.households.binary_search_by(|one| one.id.cmp(&cap.place));
        match (&cap.package, household) {
            (Some(package), _) => {
                let need = case.need(&cap.place, package).ok_or_else(|| Unknown(cap.place.clone()))?;
                self.requests.insert((source, need), billionths);
            }
            (None, Ok(position)) if scenario.source(source).max_per_household.is_some() => {
                self.households.insert((source, HouseholdIndex::new(position)), billionths);
            }
            (None, _) => {
                self.communes.insert((source, area(scenario, &cap.place)?), billionths);
            }
        }
        Ok(())
    }
}

fn area(scenario: &Scenario, code: &str) -> Result<AreaIndex, Unknown> {
    let found = scenario.areas.binary_search_by(|area| (*area.code).cmp(code));
    found.map(AreaIndex::new).map_err(|_| Unknown(code.to_owned()))
}

/// Soft rules are only paid for in stage 3; what only whole units give a meaning joins at stage 2.
fn takes_part(rule: &Rule, stage: StageName) -> bool {
    use crate::domain::RuleMeasure::{Exits, Households, Partners, PovertyDrop};
    let needs_whole_units = matches!(rule.measure, Exits | Households | PovertyDrop);
    let is_in_time = stage != StageName::Entitlement || !needs_whole_units;
    rule.measure != Partners && is_in_time && (rule.soft.is_none() || stage == StageName::Objective)
}
