//! Totals, purposes, communes, sources and fairness groups of two runs, line by line.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::Pair;
use super::read::{Group, Run, total};
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
pub(super) fn money(base: &Run, other: &Run) -> Vec<MoneyChange> {
    let of = |run: &Run, key: &str| match key {
        "available" => run.available(),
        key => Vnd::new(figure(run, key).and_then(Value::as_i64).unwrap_or_default()),
    };
    let keys = ["asked", "available", "transferred", "outside"];
    keys.map(|key| MoneyChange { key, amount: Pair { before: of(base, key), after: of(other, key) } }).to_vec()
}

/// The totals that count things, all of them.
pub(super) fn counts(base: &Run, other: &Run) -> Vec<CountChange> {
    let of = |run: &Run, key: &str| figure(run, key).and_then(Value::as_f64).unwrap_or_default();
    let keys = ["awards", "households", "exits"];
    keys.map(|key| CountChange { key, count: Pair { before: of(base, key), after: of(other, key) } }).to_vec()
}

fn figure<'a>(run: &'a Run, key: &str) -> Option<&'a Value> {
    run.summary.get("totals")?.get(key)
}

/// All purposes of either run.
pub(super) fn purposes(base: &Run, other: &Run) -> Vec<PurposeChange> {
    let (before, after) = (by_purpose(base), by_purpose(other));
    let mut lines = Vec::new();
    for (purpose, old, new) in either(&before, &after) {
        let (old, new) = (old.copied().unwrap_or_default(), new.copied().unwrap_or_default());
        lines.push(PurposeChange {
            purpose: purpose.clone(),
            served: Pair { before: old.0, after: new.0 },
            needs: Pair { before: old.1, after: new.1 },
        });
    }
    lines
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
pub(super) fn communes(base: &Run, other: &Run) -> Vec<CommuneChange> {
    let mut lines: Vec<CommuneChange> = Vec::new();
    for (code, old, new) in either(&base.communes, &other.communes) {
        let (old, new) = (old.cloned().unwrap_or_default(), new.cloned().unwrap_or_default());
        lines.push(CommuneChange {
            commune: code.clone(),
            name: if new.name.is_empty() { old.name } else { new.name },
            served: Pair { before: old.served, after: new.served },
            coverage: Pair { before: old.coverage, after: new.coverage },
            households: Pair { before: old.households, after: new.households },
        });
    }
    lines.retain(|line| line.served.is_change() || line.coverage.is_change() || line.households.is_change());
    lines.sort_by_key(|line| (line.served.after - line.served.before, line.commune.clone()));
    lines
}

/// Sources that differ, those that pay less first.
pub(super) fn sources(base: &Run, other: &Run) -> Vec<SourceChange> {
    let mut lines: Vec<SourceChange> = Vec::new();
    for (id, old, new) in either(&base.sources, &other.sources) {
        let (old, new) = (old.cloned().unwrap_or_default(), new.cloned().unwrap_or_default());
        lines.push(SourceChange {
            source: id.clone(),
            name: if new.name.is_empty() { old.name } else { new.name },
            available: Pair { before: old.available, after: new.available },
            used: Pair { before: old.used, after: new.used },
        });
    }
    lines.retain(|line| line.available.is_change() || line.used.is_change());
    lines.sort_by_key(|line| (line.used.after - line.used.before, line.source.clone()));
    lines
}

/// Fairness groups whose share or service moved, those that lose service first.
pub(super) fn groups(base: &Run, other: &Run) -> Vec<GroupChange> {
    let mut lines: Vec<GroupChange> = either(&base.groups, &other.groups)
        .map(|(code, old, new)| {
            let (old, new) = (old.cloned().unwrap_or_default(), new.cloned().unwrap_or_default());
            group(code, &old, &new)
        })
        .collect();
    lines.retain(|line| moved(line.floor) || moved(line.weight_served) || line.entitlement.is_change());
    let gain = |line: &GroupChange| line.weight_served.after - line.weight_served.before;
    lines.sort_by(|one, two| gain(one).total_cmp(&gain(two)).then_with(|| one.group.cmp(&two.group)));
    lines
}

fn group(code: &str, old: &Group, new: &Group) -> GroupChange {
    GroupChange {
        group: code.to_owned(),
        entitlement: Pair { before: old.entitlement, after: new.entitlement },
        floor: Pair { before: old.floor, after: new.floor },
        weight_served: Pair { before: old.weight_served, after: new.weight_served },
        shortfall: Pair { before: old.shortfall, after: new.shortfall },
    }
}

/// The line of one fairness group, whether it moved or not.
pub(super) fn group_of(base: &Run, other: &Run, code: &str) -> Option<GroupChange> {
    let (old, new) = (base.groups.get(code), other.groups.get(code));
    (old.is_some() || new.is_some())
        .then(|| group(code, &old.cloned().unwrap_or_default(), &new.cloned().unwrap_or_default()))
}

/// Whether two decimals differ by more than arithmetic in another order can make.
pub(super) fn moved(pair: Pair<f64>) -> bool {
    (pair.after - pair.before).abs() > SAME * pair.before.abs().max(pair.after.abs())
}

/// Keys of either map in order, with what each map holds.
fn either<'a, T>(
    before: &'a BTreeMap<String, T>,
    after: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = (&'a String, Option<&'a T>, Option<&'a T>)> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    keys.into_iter().map(|key| (key, before.get(key), after.get(key)))
}
