//! What is certain where hard rules cannot hold together, told before the repairs: a floor beyond all that is asked in
//! its group (E482), beyond what the money that may go there can do (E483), or floors of one rule that together need
//! more money than may go there (E484). Whole đồng and a maximum flow (`flow`); whatever a plan does, it cannot pass
//! these bounds, since whole units, minima, exclusive groups, caps per household and all other rules are left out.
//! Floors on exits, the drop of poverty and the money of some sources are held against plain sums (`totals`), but for
//! shares, which are looked at where needs are counted. And caps that commitments break by themselves (`promised`, E487).

mod asks;
mod flow;
mod promised;
mod totals;

use std::collections::BTreeMap;

use crate::domain::{Rule, RuleBound, RuleMeasure, Scenario};
use crate::findings::{Finding, Findings};
use crate::ids::SourceIndex;
use crate::network::{Network, RuleRow};
use crate::rules::RuleGroup;
use crate::tolerance;
use crate::units::Vnd;
use asks::Floor;
use flow::Channels;
use totals::Total;

/// Groups of one rule that are looked at one by one.
const GROUPS: usize = 100;

/// Sources that one sentence names.
const NAMED: usize = 10;

/// Flows for one group: asks of near values are taken together, at the highest.
const LEVELS: usize = 16;

/// The sentences, by rule.
pub(super) fn findings(scenario: &Scenario, network: &Network) -> Findings {
    let channels = Channels::of(network);
    let mut by_rule: BTreeMap<usize, Vec<Floor<'_>>> = BTreeMap::new();
    for floor in Floor::all(scenario, network) {
        by_rule.entry(floor.group.rule).or_default().push(floor);
    }
    let mut findings = promised::findings(scenario, network);
    for one in totals::all(scenario, network).iter().take(GROUPS) {
        if let Some(finding) = total(scenario, one) {
            findings.push(finding);
        }
    }
    for floors in by_rule.values() {
        let alone: Vec<Finding> =
            floors.iter().take(GROUPS).filter_map(|floor| alone(scenario, network, &channels, floor)).collect();
        let together = if alone.is_empty() { together(&channels, floors) } else { None };
        alone.into_iter().chain(together).for_each(|finding| findings.push(finding));
    }
    findings
}

/// A floor that its group alone cannot reach.
fn alone(scenario: &Scenario, network: &Network, channels: &Channels<'_>, floor: &Floor<'_>) -> Option<Finding> {
    let asked = floor.value_of_all();
    let sentence = |code, reach| {
        let possible =
            |rule: &Rule| floor.best_share(reach).map_or_else(|| possible(rule, floor.row, reach), share_within);
        sentence(scenario, floor.group, code, possible)
    };
    if floor.is_beyond(asked) {
        return sentence("E482", asked);
    }
    let reach = most(channels, floor);
    if !floor.is_beyond(reach) {
        return None;
    }
    let money = floor.committed + channels.largest(&floor.every());
    let sources = named(scenario, floor.payers(network));
    sentence("E483", reach).map(|one| one.with("money", money).with("sources", sources))
}

/// A floor whose sum over all that is asked, or over all that its sources have, is too small.
fn total(scenario: &Scenario, total: &Total<'_>) -> Option<Finding> {
    let code = if total.payers.is_some() { "E483" } else { "E482" };
    let finding = sentence(scenario, total.group, code, |rule| possible(rule, total.row, total.reach))?;
    Some(match &total.payers {
        Some((sources, money)) => {
            finding.with("money", money).with("sources", named(scenario, sources.iter().copied()))
        }
        None => finding,
    })
}

fn sentence(
    scenario: &Scenario,
    group: &RuleGroup,
    code: &'static str,
    possible: impl Fn(&Rule) -> String,
) -> Option<Finding> {
    let rule = scenario.rules.get(group.rule)?;
    let id = group.key.id(scenario);
    let rule = rule.within(id);
    let finding = Finding::new(code, rule.place.clone())
        .with("rule", &rule.name)
        .with("group", id)
        .with("asked", rule.at_least.map(|bound| bound.to_string()).unwrap_or_default())
        .with("possible", possible(&rule));
    Some(finding)
}

fn named(scenario: &Scenario, sources: impl IntoIterator<Item = SourceIndex>) -> String {
    let mut ids: Vec<&str> = sources.into_iter().map(|source| &*scenario.source(source).id).collect();
    ids.sort_unstable();
    let rest = if ids.len() > NAMED { " · …" } else { "" };
    ids.truncate(NAMED);
    if ids.is_empty() { "–".to_owned() } else { ids.join(" · ") + rest }
}

/// The largest value that money can give the group: the asks of the highest value per đồng first, as the rule of greed
/// allows (what a set of asks can draw together is a polymatroid).
fn most(channels: &Channels<'_>, floor: &Floor<'_>) -> f64 {
    let order = floor.every();
    let size = order.len().div_ceil(LEVELS).max(1);
    let (mut value, mut drawn) = (floor.given, Vnd::ZERO);
    for (end, level) in order.chunks(size).enumerate() {
        let highest = level.first().map_or(0.0, |ask| ask.per_million);
        let until = order.get(..(end * size + level.len())).unwrap_or_default();
        let flow = channels.largest(until);
        value += highest * (flow - drawn).millions();
        drawn = flow;
    }
    floor.in_whole(value)
}

/// The floors of a rule, each with the least money that reaches it.
fn together(channels: &Channels<'_>, floors: &[Floor<'_>]) -> Option<Finding> {
    let rule = floors.first().filter(|_| floors.len() > 1)?.rule;
    let least: Vec<Vnd> = floors.iter().map(Floor::least_money).collect();
    let needed: Vnd = least.iter().copied().sum();
    let groups: Vec<_> = floors.iter().map(Floor::every).zip(least).collect();
    let money = channels.largest_into(&groups);
    (money < needed).then(|| {
        Finding::new("E484", rule.place.clone())
            .with("rule", &rule.name)
            .with("count", floors.len())
            .with("asked", rule.at_least.map(|bound| bound.to_string()).unwrap_or_default())
            .with("needed", needed)
            .with("money", money)
            .with("missing", needed - money)
    })
}

/// What can be reached at most, in the measure's own unit as a person writes it.
fn possible(rule: &Rule, row: &RuleRow, reach: f64) -> String {
    let missing = row.bound - reach;
    match rule.at_least {
        Some(RuleBound::Money(bound)) => bound.saturating_sub(Vnd::from_millions(missing)).to_string(),
        Some(RuleBound::Number(bound)) => {
            let value = (bound - missing / row.scale).max(0.0);
            if rule.measure == RuleMeasure::Coverage { percent(value) } else { shortest(value) }
        }
        _ => String::new(),
    }
}

/// Of a share, never more than it is.
fn share_within(share: f64) -> String {
    percent((share * 1e6 + tolerance::INTEGER).floor() / 1e6)
}

fn percent(share: f64) -> String {
    shortest(share * 100.0) + "%"
}

/// With 4 places at most.
fn shortest(number: f64) -> String {
    format!("{number:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
