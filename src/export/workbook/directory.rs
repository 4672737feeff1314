//! Ids of the tables → things of the scenario, and their names. Lists of a scenario are sorted by id.

use std::cmp::Ordering;

use serde::Serialize;

use super::sheet::Value;
use crate::domain::{Area, Beneficiary, Need, Package, Scenario, Source};
use crate::export::cell;
use crate::ids::{AreaIndex, HouseholdIndex};
use crate::messages::Catalogue;

/// The scenario as a phone book.
pub(super) struct Directory<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) words: &'a Catalogue,
}

impl<'a> Directory<'a> {
    /// The need of a row.
    pub(super) fn need(&self, beneficiary: &str, package: &str) -> &'a Need {
        let scenario = self.scenario;
        let key = |need: &Need| -> Ordering {
            let who = scenario.beneficiary_id(need.beneficiary).cmp(beneficiary);
            who.then_with(|| scenario.package(need.package).id.as_str().cmp(package))
        };
        find(&scenario.needs, key)
    }

    /// The household with an id, where it is in the scenario.
    pub(super) fn household(&self, id: &str) -> Option<HouseholdIndex> {
        let place = self.scenario.households.binary_search_by(|household| household.id.as_str().cmp(id));
        place.ok().map(HouseholdIndex::new)
    }

    /// The area with a code, where it is in the scenario.
    pub(super) fn commune_of_code(&self, code: &str) -> Option<AreaIndex> {
        self.scenario.areas.binary_search_by(|area| area.code.as_str().cmp(code)).ok().map(AreaIndex::new)
    }

    /// The package of a need.
    pub(super) fn package(&self, need: &Need) -> &'a Package {
        self.scenario.package(need.package)
    }

    /// The source with an id.
    pub(super) fn source(&self, id: &str) -> &'a Source {
        find(&self.scenario.sources, |source| source.id.as_str().cmp(id))
    }

    /// The commune of a need.
    pub(super) fn commune(&self, need: &Need) -> AreaIndex {
        self.scenario.commune(need.beneficiary)
    }

    /// The area at an index.
    pub(super) fn area(&self, area: AreaIndex) -> &'a Area {
        self.scenario.area(area)
    }

    /// Whom a need is for: the head of the household, or the commune.
    pub(super) fn beneficiary(&self, need: &Need) -> Value {
        match need.beneficiary {
            Beneficiary::Household(household) => Value::Text(self.scenario.household(household).head_name.clone()),
            Beneficiary::Commune(area) => Value::Text(self.area(area).name.clone()),
        }
    }

    /// The village of a need, where one is known.
    pub(super) fn village(&self, need: &Need) -> Value {
        let home = self.scenario.home(need.beneficiary);
        if home == self.commune(need) { Value::Blank } else { Value::Text(self.area(home).name.clone()) }
    }

    /// The sentence of a reason: `reason` and `lower_need` give the message `reason-lower-need`.
    pub(super) fn sentence(&self, kind: &str, code: impl Serialize) -> Value {
        let code = cell::code(code).replace('_', "-");
        Value::Text(self.words.plain(&format!("{kind}-{code}")))
    }
}

/// The one thing of a sorted list that `order` calls equal.
fn find<T>(list: &[T], order: impl FnMut(&T) -> Ordering) -> &T {
    let position = list.binary_search_by(order).ok();
    position.and_then(|position| list.get(position)).expect("a row of a table names things of its scenario")
}
