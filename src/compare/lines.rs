//! Totals, purposes, communes, sources and fairness groups of two runs, line by line.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::Pair;
use super::read::{Commune, Group, Run, Source, total};
use crate::units::Vnd;

/// Weights nearer than this share of their size are the same.
const SAME: f64 = crate::tolerance::COMPARED;

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyChange {
    /// `asked`, `available`, `transferred`, `outside`.
    pub key: &'static str,
    /// Đồng.
    pub amount: Pair<Vnd>,
}

/// A number of things.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountChange {
    /// `awards`, `households`, `exits`.
    pub key: &'static str,
    /// How many.
    pub count: Pair<f64>,
}

/// A purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurposeChange {
    /// Its word.
    pub purpose: String,
    /// Đồng paid.
    pub served: Pair<Vnd>,
    /// Needs that are paid.
    pub needs: Pair<usize>,
}

/// A commune.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommuneChange {
    /// Its code.
    pub commune: String,
    /// Its name.
    pub name: String,
    /// Đồng paid.
    pub served: Pair<Vnd>,
    /// Weight served ÷ asked.
    pub coverage: Pair<Option<f64>>,
    /// Households with an award.
    pub households: Pair<f64>,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceChange {
    /// Its id.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Đồng that may be used.
    pub available: Pair<Vnd>,
    /// Đồng that are used.
    pub used: Pair<Vnd>,
}

/// A fairness group; weights in points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupChange {
    /// Code of its area.
    pub group: String,
    /// In the measure of `fairness.measure`.
    pub entitlement: Pair<Option<f64>>,
    /// F.
    pub floor: Pair<f64>,
    /// Weight served, outside help included.
    pub weight_served: Pair<f64>,
    /// max(0, F − weight served).
    pub shortfall: Pair<f64>,
}

/// The totals of money, all of them.
pub(super) fn money(runs: Pair<&Run>) -> Vec<MoneyChange> {
    let of = |run: &Run, key: &str| match key {
        "available" => run.available(),
        key => Vnd::new(figure(run, key).and_then(Value::as_i64).unwrap_or_default()),
    };
    let keys = ["asked", "available", "transferred", "outside"];
    keys.map(|key| MoneyChange { key, amount: runs.each(|run| of(run, key)) }).to_vec()
}

/// The totals that count things, all of them, and what the stages reached.
pub(super) fn counts(runs: Pair<&Run>) -> Vec<CountChange> {
    let of = |run: &Run, key: &str| figure(run, key).and_then(Value::as_f64).unwrap_or_default();
    let counts = ["awards", "households", "exits"];
    let counts = counts.map(|key| CountChange { key, count: runs.each(|run| of(run, key)) });
    let stages = ["shortfall", "objective"].map(|key| CountChange { key, count: runs.each(|run| stage(run, key)) });
    [counts.as_slice(), stages.as_slice()].concat()
}

/// The value of a stage; 0 where the run has none.
fn stage(run: &Run, name: &str) -> f64 {
    let stages = run.summary.get("stages").and_then(Value::as_array).into_iter().flatten();
    let mut named = stages.filter(|stage| stage.get("stage").and_then(Value::as_str) == Some(name));
    named.find_map(|stage| stage.get("value")?.as_f64()).unwrap_or_default()
}

fn figure<'a>(run: &'a Run, key: &str) -> Option<&'a Value> {
    run.summary.get("totals")?.get(key)
}

/// All purposes of either run.
pub(super) fn purposes(runs: Pair<&Run>) -> Vec<PurposeChange> {
    let found = runs.each(|run| by_purpose(run));
    let line = |(purpose, paid): (&String, Pair<(Vnd, usize)>)| PurposeChange {
        purpose: purpose.clone(),
        served: paid.each(|&(served, _)| served),
        needs: paid.each(|&(_, needs)| needs),
    };
    either(&found.before, &found.after).map(line).collect()
}

fn by_purpose(run: &Run) -> BTreeMap<String, (Vnd, usize)> {
    let mut purposes: BTreeMap<String, (Vnd, usize)> = BTreeMap::new();
    for award in run.awards.values().filter(|award| award.amount > Vnd::ZERO) {
        let (amount, needs) = purposes.entry(award.purpose.clone()).or_default();
        *amount = total([*amount, award.amount].into_iter());
        *needs += 1;
    }
    purposes
}

/// Communes that differ, losers first.
pub(super) fn communes(runs: Pair<&Run>) -> Vec<CommuneChange> {
    let line = |(code, pair): (&String, Pair<Commune>)| CommuneChange {
        commune: code.clone(),
        served: pair.each(|commune| commune.served),
        coverage: pair.each(|commune| commune.coverage),
        households: pair.each(|commune| commune.households),
        name: newer_name(pair.each(|commune| commune.name.clone())),
    };
    let mut lines: Vec<CommuneChange> = either(&runs.before.communes, &runs.after.communes).map(line).collect();
    lines.retain(|line| line.served.is_change() || line.coverage.is_change() || line.households.is_change());
    lines.sort_by_key(|line| (line.served.after - line.served.before, line.commune.clone()));
    lines
}

/// Sources that differ, those that pay less first.
pub(super) fn sources(runs: Pair<&Run>) -> Vec<SourceChange> {
    let line = |(id, pair): (&String, Pair<Source>)| SourceChange {
        source: id.clone(),
        available: pair.each(|source| source.available),
        used: pair.each(|source| source.used),
        name: newer_name(pair.each(|source| source.name.clone())),
    };
    let mut lines: Vec<SourceChange> = either(&runs.before.sources, &runs.after.sources).map(line).collect();
    lines.retain(|line| line.available.is_change() || line.used.is_change());
    lines.sort_by_key(|line| (line.used.after - line.used.before, line.source.clone()));
    lines
}

/// The name in the other run; that in the base where the other does not know the thing.
fn newer_name(names: Pair<String>) -> String {
    if names.after.is_empty() { names.before } else { names.after }
}

/// Fairness groups whose share or service moved, those that lose service first.
pub(super) fn groups(runs: Pair<&Run>) -> Vec<GroupChange> {
    let groups = either(&runs.before.groups, &runs.after.groups);
    let mut lines: Vec<GroupChange> = groups.map(|(code, pair)| group(code, pair)).collect();
    lines.retain(|line| moved(line.floor) || moved(line.weight_served) || line.entitlement.is_change());
    let gain = |line: &GroupChange| line.weight_served.after - line.weight_served.before;
    lines.sort_by(|one, two| gain(one).total_cmp(&gain(two)).then_with(|| one.group.cmp(&two.group)));
    lines
}

fn group(code: &str, pair: Pair<Group>) -> GroupChange {
    GroupChange {
        group: code.to_owned(),
        entitlement: pair.each(|group| group.entitlement),
        floor: pair.each(|group| group.floor),
        weight_served: pair.each(|group| group.weight_served),
        shortfall: pair.each(|group| group.shortfall),
    }
}

/// The line of one fairness group, whether it moved or not.
pub(super) fn group_of(runs: Pair<&Run>, code: &str) -> Option<GroupChange> {
    let found = runs.each(|run| run.groups.get(code).copied());
    (found.before.is_some() || found.after.is_some())
        .then(|| group(code, found.each(|group| group.unwrap_or_default())))
}

/// Whether two decimals differ by more than arithmetic in another order can make.
pub(super) fn moved(pair: Pair<f64>) -> bool {
    (pair.after - pair.before).abs() > SAME * pair.before.abs().max(pair.after.abs())
}

/// Keys of either map in order, with what each map holds (nothing counts as empty).
fn either<'a, T: Clone + Default>(
    before: &'a BTreeMap<String, T>,
    after: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = (&'a String, Pair<T>)> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of = |map: &BTreeMap<String, T>, key: &String| map.get(key).cloned().unwrap_or_default();
    keys.into_iter().map(move |key| (key, Pair { before: of(before, key), after: of(after, key) }))
}
