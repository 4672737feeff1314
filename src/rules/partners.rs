//! Rules on partners: what they ask of stage 0, and communes where keep rows and commitments alone are too many.
//! Chooses nothing.

use std::collections::BTreeMap;

use super::{GroupKey, Places, Reading};
use crate::domain::{Beneficiary, PartnerLimits, Rule, RuleBound, RuleMeasure, Scenario};
use crate::eligibility::Terms;
use crate::findings::{Finding, Findings};
use crate::ids::{AreaIndex, SourceIndex};

/// What all rules on partners ask of each commune that they bind: the least `at_most`, and a goal for each `at_least`.
pub fn limits(scenario: &Scenario) -> PartnerLimits {
    let mut limits = PartnerLimits::new();
    for (rule, commune) in bound(scenario) {
        let limit = limits.entry(commune).or_default();
        limit.at_least.extend(rule.at_least.map(|bound| at_least(scenario, number(bound))));
        let most = rule.at_most.map(|bound| at_most(scenario, number(bound)));
        limit.at_most = [limit.at_most, most].into_iter().flatten().min();
    }
    limits
}

/// E471: keep rows and commitments alone give a commune more partners than a rule allows.
pub fn overfull(scenario: &Scenario) -> Findings {
    let mut fixed: BTreeMap<AreaIndex, Vec<SourceIndex>> = BTreeMap::new();
    for (source, terms) in Terms::of_all(scenario).into_iter().filter(|(_, terms)| terms.is_restricted) {
        for place in terms.fixed {
            if let Beneficiary::Commune(commune) = place {
                fixed.entry(commune).or_default().push(source);
            }
        }
    }
    let mut findings = Findings::default();
    for (rule, commune) in bound(scenario) {
        let Some((sources, bound)) = fixed.get(&commune).zip(rule.at_most) else { continue };
        let most = at_most(scenario, number(bound));
        if count(sources.len()) > most {
            let ids: Vec<&str> = sources.iter().map(|&source| &*scenario.source(source).id).collect();
            let finding = Finding::new("E471", rule.place.clone())
                .with("rule", &rule.name)
                .with("area", &scenario.area(commune).code)
                .with("count", sources.len())
                .with("most", most)
                .with("sources", ids.join(" · "));
            findings.push(finding);
        }
    }
    findings
}

/// Every rule on partners with every commune that it binds.
fn bound(scenario: &Scenario) -> Vec<(&Rule, AreaIndex)> {
    let rules: Vec<&Rule> = scenario.rules.iter().filter(|rule| rule.measure == RuleMeasure::Partners).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let places = Places::of(scenario);
    let mut bound = Vec::new();
    for rule in rules {
        let reading = Reading { scenario, eligibility: None, places: &places, rule };
        let communes = reading.counted().into_keys().filter_map(|key| match key {
            GroupKey::Area(commune) => Some(commune),
            _ => None,
        });
        bound.extend(communes.map(|commune| (rule, commune)));
    }
    bound
}

/// A bound of partners (`validate` refuses shares and money).
fn number(bound: RuleBound) -> f64 {
    match bound {
        RuleBound::Number(number) => number,
        RuleBound::Money(_) | RuleBound::Share(_) => unreachable!("a number of partners is a number"),
    }
}

/// The largest count within a bound; more than all sources is no bound.
fn at_most(scenario: &Scenario, bound: f64) -> u32 {
    (0..=count(scenario.sources.len())).take_while(|&count| f64::from(count) <= bound).last().unwrap_or(0)
}

/// The smallest count that reaches a bound; one more than all sources where none does.
fn at_least(scenario: &Scenario, bound: f64) -> u32 {
    let all = count(scenario.sources.len());
    (0..=all).find(|&count| f64::from(count) >= bound).unwrap_or(all.saturating_add(1))
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
