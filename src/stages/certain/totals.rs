//! What a floor on exits, on the drop of poverty, or on the money of some sources can reach at most: everything asked is
//! granted (E482), or every such source pays all that it has (E483).

use crate::domain::{RuleMeasure, Scenario};
use crate::ids::SourceIndex;
use crate::network::{Network, RuleRow};
use crate::rules::{self, GroupKey, RuleGroup};
use crate::tolerance;
use crate::units::Vnd;

/// A floor beyond reach.
pub(super) struct Total<'a> {
    pub(super) row: &'a RuleRow,
    pub(super) group: &'a RuleGroup,
    /// The most that any plan can count, in the unit of the row.
    pub(super) reach: f64,
    /// The sources that a floor on money counts and what they have, where that is what they lack.
    pub(super) payers: Option<(Vec<SourceIndex>, Vnd)>,
}

/// Every hard floor of these kinds, no share, that is beyond reach.
pub(super) fn all<'a>(scenario: &Scenario, network: &'a Network) -> Vec<Total<'a>> {
    let rules = &network.rules;
    let is_counted = |row: &RuleRow| row.is_floor && row.price.is_none() && row.share.is_none();
    let of_exits = |group: &RuleGroup| {
        let measure = scenario.rules.get(group.rule).map(|rule| rule.measure);
        matches!(measure, Some(RuleMeasure::Exits | RuleMeasure::PovertyDrop))
    };
    let everything: Vec<Vnd> = scenario.needs.iter().map(crate::domain::Need::open).collect();
    let values = rules.values(scenario, &everything, std::iter::empty());
    let mut beyond = Vec::new();
    for (row, value) in rules.rows.iter().zip(values).filter(|(row, _)| is_counted(row)) {
        let Some(group) = rules.groups.get(row.group) else { continue };
        let total = if of_exits(group) {
            Some(Total { row, group, reach: value, payers: None })
        } else {
            row.is_of_sources.then(|| of_sources(scenario, network, (row, group)))
        };
        beyond.extend(total.filter(|total| row.miss(total.reach) > tolerance::FEASIBILITY * row.size.max(1.0)));
    }
    beyond
}

fn of_sources<'a>(scenario: &Scenario, network: &Network, (row, group): (&'a RuleRow, &'a RuleGroup)) -> Total<'a> {
    let rule = scenario.rules.get(group.rule);
    let is_own = |index: SourceIndex| match group.key {
        GroupKey::Source(own) => own == index,
        _ => true,
    };
    let counts = |&(index, source): &(SourceIndex, &crate::domain::Source)| {
        is_own(index) && rule.is_some_and(|rule| rules::counts_source(rule, index, source))
    };
    let sources = scenario.sources.iter().enumerate().map(|(position, source)| (SourceIndex::new(position), source));
    let payers: Vec<SourceIndex> = sources.filter(counts).map(|(index, _)| index).collect();
    let committed = |source: SourceIndex| network.commitments.of_source(source);
    let money: Vnd = payers.iter().map(|&source| network.commitments.spare(scenario, source) + committed(source)).sum();
    let asked: Vnd = group.counted.iter().map(|&need| scenario.need(need).open()).sum();
    let payers = (money < asked).then_some((payers, money));
    Total { row, group, reach: money.min(asked).millions(), payers }
}
