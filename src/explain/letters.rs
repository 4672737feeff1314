//! What every commune that asks is told in its letter.

use std::collections::BTreeMap;

use super::facts::commune;
use super::needs::View;
use crate::domain::Level;
use crate::domain::letters::{Letter, PurposeLine};
use crate::ids::{AreaIndex, NeedIndex};
use crate::units::Vnd;

/// A letter for each commune with a need, by code.
pub(super) fn letters(view: &View<'_>) -> Vec<Letter> {
    let areas = view.scenario.areas.iter().enumerate();
    let communes = areas.filter(|(_, area)| area.level == Level::Commune).map(|(index, _)| AreaIndex::new(index));
    let waiting = view.waiting();
    communes.filter(|&area| !view.needs_of(area).is_empty()).map(|area| letter(view, area, &waiting)).collect()
}

fn letter(view: &View<'_>, area: AreaIndex, waiting: &BTreeMap<NeedIndex, Vnd>) -> Letter {
    let mut purposes: BTreeMap<&str, PurposeLine> = BTreeMap::new();
    for &index in view.needs_of(area) {
        let need = view.scenario.need(index);
        let purpose = &*view.scenario.package(need.package).purpose;
        let line = purposes.entry(purpose).or_default();
        line.needs += 1;
        line.asked += need.unit_cost.times(need.quantity);
        line.waiting += waiting.get(&index).copied().unwrap_or_default();
        if let Some(fate) = view.run.fates.get(index.get()) {
            line.helped += usize::from(fate.given > Vnd::ZERO);
            line.given += fate.given;
            line.missing += fate.missing;
        }
    }
    let named = |(purpose, line): (&str, PurposeLine)| PurposeLine { purpose: purpose.to_owned(), ..line };
    Letter {
        code: view.scenario.area(area).code.clone(),
        name: view.scenario.area(area).name.clone(),
        purposes: purposes.into_iter().map(named).collect(),
        open: commune(view, area).open,
    }
}
