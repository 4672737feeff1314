//! Caps of rules that the commitments break by themselves (E487), with the lines: C6 keeps every line, so no plan counts
//! less. Units that a commitment begins are counted whole, as C6 completes them.

use crate::domain::{Commitment, Grain, Rule, RuleBound, RuleMeasure, Scenario};
use crate::findings::{Finding, Findings};
use crate::network::{Network, RuleRow};
use crate::tolerance;
use crate::units::Vnd;

/// Lines that are named for one cap, those of the most đồng first.
const NAMED: usize = 100;

/// A sentence for each line of a cap that is broken.
pub(super) fn findings(scenario: &Scenario, network: &Network) -> Findings {
    let mut findings = Findings::default();
    if scenario.commitments.is_empty() {
        return findings;
    }
    let rules = &network.rules;
    let mut granted = vec![Vnd::ZERO; scenario.needs.len()];
    let mut money = Vec::new();
    for line in &scenario.commitments {
        if let (Some(source), Some(sum)) = (line.source, granted.get_mut(line.need.get())) {
            *sum += line.amount;
            money.extend(rules.of_payment(source, line.need, line.amount));
        }
    }
    for (need, sum) in
        scenario.needs.iter().zip(&mut granted).filter(|(need, _)| scenario.package(need.package).grain == Grain::Whole)
    {
        let begun = need.unit_cost.times(sum.whole_units(need.unit_cost));
        *sum = if begun < *sum { begun + need.unit_cost } else { *sum };
    }
    let values = rules.values(scenario, &granted, money.into_iter());
    for (position, (row, value)) in rules.rows.iter().zip(values).enumerate() {
        let missing = row.miss(value);
        let is_hard_cap = !row.is_floor && row.price.is_none() && row.share.is_none();
        if is_hard_cap && missing > tolerance::FEASIBILITY * row.size.max(1.0) {
            tell(scenario, network, (position, missing), &mut findings);
        }
    }
    findings
}

fn tell(scenario: &Scenario, network: &Network, (position, missing): (usize, f64), findings: &mut Findings) {
    let rules = &network.rules;
    let Some(row) = rules.rows.get(position) else { return };
    let Some(group) = rules.groups.get(row.group) else { return };
    let Some(rule) = scenario.rules.get(group.rule) else { return };
    let id = group.key.id(scenario);
    let rule = rule.within(id);
    let is_counted = |line: &&Commitment| match line.source {
        Some(source) if row.is_of_sources => {
            rules.of_payment(source, line.need, line.amount).any(|(known, amount)| known == position && amount > 0.0)
        }
        None if rule.measure == RuleMeasure::Amount => false,
        _ => group.counted.binary_search(&line.need).is_ok(),
    };
    let mut lines: Vec<&Commitment> = scenario.commitments.iter().filter(is_counted).collect();
    let count = lines.len();
    lines.sort_by(|one, other| other.amount.cmp(&one.amount).then_with(|| one.place.cmp(&other.place)));
    for line in lines.into_iter().take(NAMED) {
        let finding = Finding::new("E487", line.place.clone())
            .with("rule", &rule.name)
            .with("group", id)
            .with("asked", rule.at_most.map(|bound| bound.to_string()).unwrap_or_default())
            .with("reached", reached(&rule, row, missing))
            .with("lines", count)
            .with("amount", line.amount);
        findings.push(finding);
    }
}

/// What the commitments count, in the measure's own unit as a person writes it.
fn reached(rule: &Rule, row: &RuleRow, missing: f64) -> String {
    match rule.at_most {
        Some(RuleBound::Money(most)) => (most + Vnd::from_millions(missing)).to_string(),
        Some(RuleBound::Number(most)) => {
            let shown = format!("{:.4}", most + missing / row.scale);
            shown.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => String::new(),
    }
}
