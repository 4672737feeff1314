//! One change of a scenario, as a cell or a rule of its files would say it.

use crate::domain::remedy::Change;
use crate::domain::{Earmark, Scenario, Source, Worth};
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// The scenario with the change.
pub(super) fn apply(scenario: &Scenario, need: NeedIndex, change: &Change) -> Scenario {
    let mut changed = scenario.clone();
    match change {
        Change::Money { source, amount, .. } => {
            named(&mut changed, source, |source| source.worth = Worth::Cash(*amount));
        }
        Change::Earmark { source, columns } => {
            named(&mut changed, source, |source| columns.iter().for_each(|column| lift(&mut source.earmark, column)));
        }
        Change::Urgency { priority, .. } => {
            if let Some(need) = changed.needs.get_mut(need.get()) {
                need.priority = *priority;
            }
        }
        Change::Rule { rule } => changed.rules.retain(|one| one.name != *rule),
    }
    changed
}

fn named(scenario: &mut Scenario, id: &str, change: impl FnOnce(&mut Source)) {
    if let Some(source) = scenario.sources.iter_mut().find(|source| source.id == id) {
        change(source);
    }
}

/// Takes one condition away; columns that are no condition stay.
pub(super) fn lift(earmark: &mut Earmark, column: &str) {
    match column {
        "areas" => earmark.areas.clear(),
        "purposes" => earmark.purposes.clear(),
        "packages" => earmark.packages.clear(),
        "classes" => earmark.classes.clear(),
        "tags" => earmark.tags.clear(),
        "beneficiaries" => earmark.beneficiaries.clear(),
        _ => {}
    }
}

/// Đồng of a source that gives cash.
pub(super) fn cash(scenario: &Scenario, source: SourceIndex) -> Option<Vnd> {
    match scenario.source(source).worth {
        Worth::Cash(amount) => Some(amount),
        Worth::Goods { .. } => None,
    }
}
