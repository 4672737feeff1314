//! "Who loses when the budget grows": awards that disappear or shrink although no money was taken away, and the
//! fairness groups whose shares moved. Page 3 allows it: under fairness the floors follow the money.

use serde::Serialize;
use serde_json::Value;

use super::lines::{self, GroupChange, moved};
use super::read::{NeedKey, Run};
use super::{NeedChange, NeedChanges, Pair, SettingChange};
use crate::units::Vnd;

/// Losers beside more money.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Growth {
    /// Đồng that all sources may use.
    pub available: Pair<Vnd>,
    /// Whether the other run pursued fairness, so that shares follow the money.
    pub is_fair: bool,
    /// Whether anything but more money differs (settings, what is asked or promised, a source that has less), which may
    /// be the cause as well.
    pub has_other_changes: bool,
    /// The losers, by (commune, beneficiary, package).
    pub losers: Vec<Loser>,
    /// Groups that are served more, or whose floor rose, those that gain most service first.
    pub groups_gained: Vec<GroupChange>,
}

/// An award that disappeared or shrank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loser {
    /// The need, with the reason that `unserved.csv` of the other run gives.
    #[serde(flatten)]
    pub need: NeedChange,
    /// Its fairness group; nothing where the run folder does not say (groups that are not communes).
    pub group: Option<GroupChange>,
}

/// The losers, unless money was taken away. A need that is gone, or that others met, has lost nothing.
pub(super) fn find(runs: Pair<&Run>, needs: &NeedChanges, settings: &[SettingChange]) -> Option<Growth> {
    let Pair { before: base, after: other } = runs;
    let available = runs.each(|run| run.available());
    let has_grown = available.after > available.before;
    if !has_grown && (has_poorer_source(base, other) || promises_otherwise(base, other)) {
        return None;
    }
    let is_loser = |need: &&NeedChange| {
        let key = (need.beneficiary.clone(), need.package.clone());
        other.unserved.contains_key(&key) && need.reason != "met_elsewhere"
    };
    let lost = needs.lost.iter().chain(&needs.less).filter(is_loser);
    let mut losers: Vec<Loser> = lost.map(|need| Loser { need: need.clone(), group: group_of(runs, need) }).collect();
    losers.sort_by(|one, two| {
        let place = |loser: &Loser| (loser.need.commune.clone(), loser.need.beneficiary.clone());
        (place(one), &one.need.package).cmp(&(place(two), &two.need.package))
    });
    let has_other_changes = !settings.is_empty()
        || asks_otherwise(base, other)
        || has_poorer_source(base, other)
        || promises_otherwise(base, other);
    (!losers.is_empty()).then(|| Growth {
        available,
        is_fair: is_fair(other),
        has_other_changes,
        losers,
        groups_gained: gained(runs),
    })
}

fn has_poorer_source(base: &Run, other: &Run) -> bool {
    let available = |run: &Run, id: &String| run.sources.get(id).map_or(Vnd::ZERO, |source| source.available);
    base.sources.keys().any(|id| available(other, id) < available(base, id))
}

/// Whether other needs were promised something, or met by others, before the two runs decided.
fn promises_otherwise(base: &Run, other: &Run) -> bool {
    let bound = |run: &Run, need: &NeedKey| {
        run.awards.get(need).map(|award| (award.promised, award.has_outside)).unwrap_or_default()
    };
    base.awards.keys().chain(other.awards.keys()).any(|need| bound(base, need) != bound(other, need))
}

/// Whether the needs of the two runs are not the same ones.
fn asks_otherwise(base: &Run, other: &Run) -> bool {
    let asked = |run: &Run| run.summary.get("totals").and_then(|totals| totals.get("asked")).and_then(Value::as_i64);
    asked(base) != asked(other) || has_other_needs(base, other) || has_other_needs(other, base)
}

/// Whether `run` has a need that the other lacks.
fn has_other_needs(run: &Run, other: &Run) -> bool {
    let is_known = |need| other.awards.contains_key(need) || other.unserved.contains_key(need);
    run.awards.keys().chain(run.unserved.keys()).any(|need| !is_known(need))
}

fn is_fair(run: &Run) -> bool {
    let fairness = run.summary.get("settings").and_then(|settings| settings.get("fairness"));
    let entitlement = fairness.and_then(|fairness| fairness.get("entitlement")).and_then(Value::as_str);
    let strength = fairness.and_then(|fairness| fairness.get("strength")).and_then(Value::as_f64);
    entitlement.is_some_and(|entitlement| entitlement != "none") && strength.is_some_and(|strength| strength > 0.0)
}

/// The commune where it is a group; the only group where there is but one.
fn group_of(runs: Pair<&Run>, need: &NeedChange) -> Option<GroupChange> {
    let groups = &runs.after.groups;
    let only = || groups.keys().next().filter(|_| groups.len() == 1);
    lines::group_of(runs, &need.commune).or_else(|| lines::group_of(runs, only()?))
}

fn gained(runs: Pair<&Run>) -> Vec<GroupChange> {
    let has_risen = |pair: Pair<f64>| moved(pair) && pair.after > pair.before;
    let mut groups = lines::groups(runs);
    groups.retain(|group| has_risen(group.weight_served) || has_risen(group.floor));
    groups.reverse();
    groups
}
