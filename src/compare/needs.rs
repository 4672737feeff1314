//! Needs that one run pays and the other does not, or pays otherwise, with the reason that `unserved.csv` gives.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Pair;
use super::read::{NeedKey, Run};
use crate::units::Vnd;

/// A need that the two runs pay differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedChange {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Commune code.
    pub commune: String,
    /// Package id.
    pub package: String,
    /// Đồng paid.
    pub amount: Pair<Vnd>,
    /// Why the run that pays less does not pay more: a reason of `unserved.csv`, `outside` (others met it),
    /// `not_asked` (the need is not there), or blank (it is met in full all the same).
    pub reason: String,
    /// Đồng that would change it, as `unserved.csv` says; nothing where money alone does not help.
    pub needs: Option<Vnd>,
}

impl NeedChange {
    /// The message that tells its reason.
    pub fn reason_id(&self) -> String {
        match self.reason.as_str() {
            "" => "compare-reason-none".to_owned(),
            "not_asked" => "compare-reason-not-asked".to_owned(),
            "outside" => "compare-reason-outside".to_owned(),
            reason => format!("reason-{}", reason.replace('_', "-")),
        }
    }
}

/// All such needs, each list by (commune, beneficiary, package).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NeedChanges {
    /// Paid in the base alone.
    pub lost: Vec<NeedChange>,
    /// Paid in the other run alone.
    pub gained: Vec<NeedChange>,
    /// Paid less in the other run.
    pub less: Vec<NeedChange>,
    /// Paid more in the other run.
    pub more: Vec<NeedChange>,
}

/// Compares need by need.
pub(super) fn changes(base: &Run, other: &Run) -> NeedChanges {
    let mut changes = NeedChanges::default();
    let needs: BTreeSet<&NeedKey> = base.awards.keys().chain(other.awards.keys()).collect();
    for need in needs {
        let amount = Pair { before: base.paid(need), after: other.paid(need) };
        if !amount.is_change() {
            continue;
        }
        let change = change(base, other, need, amount);
        let list = match (amount.before, amount.after) {
            (_, Vnd::ZERO) => &mut changes.lost,
            (Vnd::ZERO, _) => &mut changes.gained,
            (before, after) if after < before => &mut changes.less,
            _ => &mut changes.more,
        };
        list.push(change);
    }
    let lists = [&mut changes.lost, &mut changes.gained, &mut changes.less, &mut changes.more];
    for list in lists {
        list.sort_by(|one, two| place(one).cmp(&place(two)));
    }
    changes
}

fn place(change: &NeedChange) -> (&str, &str, &str) {
    (&change.commune, &change.beneficiary, &change.package)
}

fn change(base: &Run, other: &Run, need: &NeedKey, amount: Pair<Vnd>) -> NeedChange {
    let poorer = if amount.after < amount.before { other } else { base };
    let commune = [base, other].into_iter().find_map(|run| run.awards.get(need)).map(|award| award.commune.clone());
    let open = poorer.unserved.get(need);
    NeedChange {
        beneficiary: need.0.clone(),
        package: need.1.clone(),
        commune: open.map(|open| open.commune.clone()).or(commune).unwrap_or_default(),
        amount,
        reason: reason(poorer, need),
        needs: open.and_then(|open| open.needs),
    }
}

fn reason(run: &Run, need: &NeedKey) -> String {
    match (run.unserved.get(need), run.awards.get(need)) {
        (Some(open), _) => open.reason.clone(),
        (None, Some(award)) if award.has_outside => "outside".to_owned(),
        (None, Some(_)) => String::new(),
        (None, None) => "not_asked".to_owned(),
    }
}
