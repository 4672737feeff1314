//! `rules.csv`: how every rule stands in every group that it binds. What a group counts comes from `rules`, its value
//! from `measures`, its judgement from `bounds`; nothing is decided here.

mod bounds;
mod limits;
mod measures;
mod payers;

pub(super) use limits::{Full, Limits};
pub(super) use payers::{Coming, Payers};

use super::Books;
use super::accounts::Accounts;
use crate::domain::tables::{Figure, RuleRow, RuleStatus};
use crate::domain::{Base, Rule};
use crate::ids::{NeedIndex, SourceIndex};
use crate::rules::{self, GroupKey, RuleGroup};

/// The rows, by rule in the order of the scenario, then by group.
pub(super) fn rows(accounts: &Accounts<'_>) -> Vec<RuleRow> {
    let scenario = accounts.scenario();
    let groups = rules::groups(scenario, accounts.books.eligibility);
    let mut rows = Vec::new();
    for of_rule in groups.chunk_by(|one, next| one.rule == next.rule) {
        // The base of a share of the whole scenario is the same in every group.
        let mut total = None;
        for group in of_rule {
            let rule = &*rule(accounts, group.rule).within(group.key.id(accounts.scenario()));
            let base = match rule.base {
                Base::Total => *total.get_or_insert_with(|| base(accounts, rule, group)),
                Base::Group => base(accounts, rule, group),
            };
            rows.push((group.rule, row(accounts, rule, group, base)));
        }
    }
    for (position, key) in rules::without_demand(scenario) {
        let group = key.id(scenario);
        rows.push((position, blank(&rule(accounts, position).within(group), group)));
    }
    rows.sort_by(|(one, row), (other, next)| one.cmp(other).then_with(|| row.group.cmp(&next.group)));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Fills `cost`: of two bounds of a group, the dearer. A rule that does not bind in the whole đồng of the plan has none.
pub(super) fn add_costs(books: &Books<'_>, costs: impl Iterator<Item = (usize, f64)>, rows: &mut [RuleRow]) {
    let scenario = books.scenario;
    let groups = rules::groups(scenario, books.eligibility);
    for (position, cost) in costs {
        let Some(group) = groups.get(position) else { continue };
        let Some(rule) = scenario.rules.get(group.rule) else { continue };
        let id = group.key.id(scenario);
        let row = rows.iter_mut().find(|row| row.binding && row.rule == rule.name && row.group == id);
        if let Some(row) = row {
            row.cost = Some(row.cost.map_or(cost, |known| known.max(cost)));
        }
    }
}

fn rule<'a>(accounts: &Accounts<'a>, position: usize) -> &'a Rule {
    accounts.scenario().rules.get(position).expect("a group is of a rule of this scenario")
}

/// What a share of the group is a share of; `None` where no bound is a share.
fn base(accounts: &Accounts<'_>, rule: &Rule, group: &RuleGroup) -> Option<Figure> {
    let own = source_of(&group.key).filter(|_| rule.base == Base::Group);
    let pays = |source: SourceIndex| own.is_none_or(|own| own == source);
    bounds::has_share(rule).then(|| measure(accounts, rule, (group, &group.base), &pays)).flatten()
}

fn row(accounts: &Accounts<'_>, rule: &Rule, group: &RuleGroup, base: Option<Figure>) -> RuleRow {
    let scenario = accounts.scenario();
    let pays = pays_in(accounts, rule, group);
    let blank = blank(rule, group.key.id(scenario));
    let Some(value) = measure(accounts, rule, (group, &group.counted), &pays) else {
        return blank;
    };
    let judgement = bounds::judge(rule, value, base);
    RuleRow {
        value: Some(value),
        share: judgement.share,
        slack: Some(judgement.slack),
        binding: judgement.is_held && judgement.is_tight,
        status: if judgement.is_held { RuleStatus::Held } else { RuleStatus::Missed },
        ..blank
    }
}

fn measure(
    accounts: &Accounts<'_>,
    rule: &Rule,
    (group, needs): (&RuleGroup, &[NeedIndex]),
    pays: &dyn Fn(SourceIndex) -> bool,
) -> Option<Figure> {
    measures::value(accounts, (rule.measure, &group.key), (needs, group.households), pays)
}

/// Whose money a group counts.
fn pays_in<'a>(accounts: &Accounts<'a>, rule: &'a Rule, group: &RuleGroup) -> impl Fn(SourceIndex) -> bool + use<'a> {
    let (scenario, own) = (accounts.scenario(), source_of(&group.key));
    move |source| own.is_none_or(|own| own == source) && rules::counts_source(rule, source, scenario.source(source))
}

/// The source that a group is, if it is one.
const fn source_of(key: &GroupKey) -> Option<SourceIndex> {
    match key {
        GroupKey::Source(source) => Some(*source),
        _ => None,
    }
}

/// A row of a group without demand.
fn blank(rule: &Rule, group: &str) -> RuleRow {
    RuleRow {
        rule: rule.name.clone(),
        group: group.to_owned(),
        measure: rule.measure,
        value: None,
        share: None,
        at_least: rule.at_least.map(bounds::figure),
        at_most: rule.at_most.map(bounds::figure),
        slack: None,
        binding: false,
        status: RuleStatus::NoDemand,
        cost: None,
    }
}
