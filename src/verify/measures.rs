//! The measures of page 3 in their plainest form: households helped, exits, and the objective of the whole less that
//! of outside help alone. Refuses to know which table asks.

use super::Evidence;
use super::case::{Case, points_line};
use super::exact::decimal;
use crate::domain::settings::Maximize;
use crate::domain::{Beneficiary, BeneficiaryKind, Class, Household, IndicatorSet};
use crate::ids::{HouseholdIndex, NeedIndex};

/// Which help counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Help {
    /// What the plan pays and what others gave.
    All,
    /// Only what others gave.
    Outside,
}

impl Evidence<'_> {
    /// Đồng (at the need's cost) by which a need is met.
    pub(super) fn met(&self, need: NeedIndex, help: Help) -> i128 {
        let outside = self.case.ask(need).outside;
        if help == Help::All { outside + self.paid.to_need(need) } else { outside }
    }

    /// z: units by which a need is met, outside help included.
    pub(super) fn served(&self, need: NeedIndex) -> f64 {
        self.case.ask(need).units(self.met(need, Help::All))
    }
}

/// Households helped, by commune (position in `areas`): those with any award, and units of household packages on
/// communes' requests.
pub(super) fn helped(evidence: &Evidence<'_>, help: Help) -> Vec<f64> {
    let case = evidence.case;
    let mut helped = vec![0.0; case.scenario.areas.len()];
    for (position, needs) in case.needs_of.iter().enumerate() {
        if needs.iter().any(|&need| evidence.met(need, help) > 0) {
            let home = case.scenario.household(HouseholdIndex::new(position)).area;
            helped[case.scenario.commune_of(home).get()] += 1.0;
        }
    }
    for (index, need) in case.scenario.needs() {
        let for_households = case.scenario.package(need.package).beneficiary == BeneficiaryKind::Household;
        if let (Beneficiary::Commune(commune), true) = (need.beneficiary, for_households) {
            helped[commune.get()] += case.ask(index).units(evidence.met(index, help));
        }
    }
    helped
}

/// Households expected to leave poverty, by commune (position in `areas`).
pub(super) fn exits(evidence: &Evidence<'_>, help: Help) -> Vec<u32> {
    let case = evidence.case;
    let mut exits = vec![0; case.scenario.areas.len()];
    for (position, household) in case.scenario.households.iter().enumerate() {
        if leaves(evidence, HouseholdIndex::new(position), help) {
            exits[case.scenario.commune_of(household.area).get()] += 1;
        }
    }
    exits
}

/// Whether a household is expected to leave poverty: packages count that are served with a whole unit.
pub(super) fn leaves(evidence: &Evidence<'_>, household: HouseholdIndex, help: Help) -> bool {
    let case = evidence.case;
    let whole = |need: &&NeedIndex| evidence.met(**need, help) >= case.ask(**need).cost;
    escapes(case, case.scenario.household(household), case.siblings(household).iter().filter(whole))
}

/// The same with some đồng more of one need.
pub(super) fn leaves_with(evidence: &Evidence<'_>, household: HouseholdIndex, (need, dong): (NeedIndex, i128)) -> bool {
    let case = evidence.case;
    let met = |other: NeedIndex| evidence.met(other, Help::All) + if other == need { dong } else { 0 };
    let whole = |other: &&NeedIndex| met(**other) >= case.ask(**other).cost;
    escapes(case, case.scenario.household(household), case.siblings(household).iter().filter(whole))
}

/// Whether a household of class poor, poor by its scores too, leaves poverty with one unit of each of `needs`.
///
/// A blank b1, or a standard without a line in points, closes the second way; "poor by its scores" then looks at the
/// deprivations alone.
pub(super) fn escapes<'n>(case: &Case<'_>, household: &Household, needs: impl Iterator<Item = &'n NeedIndex>) -> bool {
    let least = case.scenario.standard.min_deprived;
    let points = household.b1.zip(points_line(case.scenario, household));
    let is_below_line = points.is_none_or(|(b1, line)| b1 <= line);
    if household.class != Class::Poor || household.deprived.len() < least || !is_below_line {
        return false;
    }
    let (mut removed, mut gain) = (IndicatorSet::default(), 0.0);
    for need in needs {
        let package = case.scenario.package(case.scenario.need(*need).package);
        removed = removed.or(package.indicators);
        gain += package.b1_gain;
    }
    household.deprived.without(removed).len() < least || points.is_some_and(|(b1, line)| b1 + gain > line)
}

/// The objective of the plan: the measure of the whole less the measure of outside help alone.
pub(super) fn objective(evidence: &Evidence<'_>) -> f64 {
    let case = evidence.case;
    let units = |need: NeedIndex| case.ask(need).units(evidence.paid.to_need(need));
    let needs = || case.scenario.needs().map(|(need, _)| need);
    match case.scenario.settings.objective.maximize {
        Maximize::Weight => needs().map(|need| case.ask(need).weight * units(need)).sum(),
        Maximize::Units => needs().map(units).sum(),
        Maximize::Amount => decimal(needs().map(|need| evidence.paid.to_need(need)).sum()) / 1e6,
        Maximize::Households => {
            helped(evidence, Help::All).iter().sum::<f64>() - helped(evidence, Help::Outside).iter().sum::<f64>()
        }
        Maximize::Exits => {
            let count = |help| exits(evidence, help).iter().map(|&count| f64::from(count)).sum::<f64>();
            count(Help::All) - count(Help::Outside)
        }
    }
}
