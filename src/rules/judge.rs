//! What can be said of rules before anything is solved: communes with too many partners (E471), and floors where nobody
//! asks (W472, W473).

use std::collections::BTreeMap;

use super::{GroupKey, Places, Reading, overfull};
use crate::domain::{Over, RuleMeasure, Scenario};
use crate::findings::{Finding, Findings};
use crate::ids::NeedIndex;
use crate::severity::{self, Weights};

/// Groups that one sentence names; the count tells of the others.
const NAMED: usize = 10;

/// All of them.
pub fn findings(scenario: &Scenario) -> Findings {
    let mut findings = overfull(scenario);
    let places = Places::of(scenario);
    let rules: Vec<_> = scenario.rules.iter().filter(|rule| rule.at_least.is_some()).collect();
    let has_coverage = rules.iter().any(|rule| rule.measure == RuleMeasure::Coverage);
    let weights = has_coverage.then(|| severity::weigh(scenario));
    for rule in rules {
        let reading = Reading { scenario, eligibility: None, places: &places, rule };
        findings.extend(floor_without_demand(&reading, weights.as_ref()));
    }
    findings
}

/// W472, once a rule: the groups that `rules.csv` lists as `no_demand`; W473: the rule has no group at all.
fn floor_without_demand(reading: &Reading<'_>, weights: Option<&Weights>) -> Findings {
    let counted = reading.counted();
    let mut ids: Vec<String> =
        reading.unasked(&counted).iter().map(|key| key.id(reading.scenario).to_owned()).collect();
    ids.extend(of_nothing(reading, &counted, weights));
    ids.sort();
    let (rule, mut findings) = (reading.rule, Findings::default());
    if !ids.is_empty() {
        let rest = if ids.len() > NAMED { " · …" } else { "" };
        let named = ids.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(" · ");
        let finding = Finding::new("W472", rule.place.clone()).with("rule", &rule.name).with("count", ids.len());
        findings.push(finding.with("groups", format!("{named}{rest}")));
    } else if counted.is_empty() && rule.over != Over::Source {
        findings.push(Finding::new("W473", rule.place.clone()).with("rule", &rule.name));
    }
    findings
}

/// Groups whose value would be divided by nothing: no weight is asked there, or there are no official households.
fn of_nothing(
    reading: &Reading<'_>,
    counted: &BTreeMap<GroupKey, Vec<NeedIndex>>,
    weights: Option<&Weights>,
) -> Vec<String> {
    let is_asked = |need: &NeedIndex| weights.is_some_and(|weights| weights.per_unit(*need) > 0.0);
    let is_nothing = |(key, needs): &(&GroupKey, &Vec<NeedIndex>)| match reading.rule.measure {
        RuleMeasure::Coverage => !needs.iter().any(is_asked),
        RuleMeasure::PovertyDrop => reading.official_households(key) == 0.0,
        _ => false,
    };
    counted.iter().filter(is_nothing).map(|(key, _)| key.id(reading.scenario).to_owned()).collect()
}
