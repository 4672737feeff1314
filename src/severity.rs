//! How urgent a beneficiary is, and what one unit of a need weighs (page 2, `[severity]` and `[weight]`).
//! Looks at no source. `verify` has a second, separate reading of the same page.

use std::collections::BTreeSet;

use crate::domain::settings::WeightBasis;
use crate::domain::{Area, Beneficiary, Class, Household, Level, Need, Scenario};
use crate::ids::{AreaIndex, NeedIndex};

/// w: weight of one unit of each need, in the order of `Scenario::needs`.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    per_unit: Vec<f64>,
}

impl Weights {
    /// Weight of one unit of a need (severity × priority, × million đồng under `basis = "cost"`).
    pub fn per_unit(&self, need: NeedIndex) -> f64 {
        self.per_unit.get(need.get()).copied().expect("weights cover every need of their scenario")
    }
}

/// Weighs every need.
pub fn weigh(scenario: &Scenario) -> Weights {
    let rates = poverty_rates(scenario);
    let weight = |need: &Need| {
        let cost = match scenario.settings.weight.basis {
            WeightBasis::Cost => need.unit_cost.millions(),
            WeightBasis::Unit => 1.0,
        };
        severity(scenario, &rates, need.beneficiary) * need.priority * cost
    };
    Weights { per_unit: scenario.needs.iter().map(weight).collect() }
}

/// Poor ÷ households of each area, 0..1; `None` where the official number of households is unknown.
///
/// Where `poor_households` is blank, the poor of the household list below the area are counted.
pub fn poverty_rates(scenario: &Scenario) -> Vec<Option<f64>> {
    let listed = count_poor(scenario);
    let rate = |(area, &counted): (&Area, &u32)| {
        let poor = area.poor_households.unwrap_or(counted);
        area.households.filter(|&households| households > 0).map(|households| f64::from(poor) / f64::from(households))
    };
    scenario.areas.iter().zip(&listed).map(rate).collect()
}

/// Poor households of the list at or below each area.
fn count_poor(scenario: &Scenario) -> Vec<u32> {
    let mut counts = vec![0; scenario.areas.len()];
    for household in scenario.households.iter().filter(|household| household.class == Class::Poor) {
        for area in scenario.lineage(household.area) {
            if let Some(count) = counts.get_mut(area.get()) {
                *count += 1;
            }
        }
    }
    counts
}

/// Points of urgency: the sum of what applies, given the poverty rates of all areas.
pub fn severity(scenario: &Scenario, rates: &[Option<f64>], beneficiary: Beneficiary) -> f64 {
    let own = match beneficiary {
        Beneficiary::Household(index) => of_household(scenario, scenario.household(index)),
        Beneficiary::Commune(area) => {
            let rate = rates.get(area.get()).copied().flatten().unwrap_or(0.0);
            let weights = &scenario.settings.severity;
            weights.commune + weights.commune_poverty_rate * rate
        }
    };
    own + of_area_tags(scenario, scenario.home(beneficiary))
}

fn of_household(scenario: &Scenario, household: &Household) -> f64 {
    let weights = &scenario.settings.severity;
    let class = weights.class.get(&household.class).copied().unwrap_or(0.0);
    let tags: f64 =
        weights.tags.iter().filter(|(tag, _)| household.tags.contains(*tag)).map(|(_, weight)| weight).sum();
    let indicators = weights.indicator * f64::from(household.deprived.len());
    class + indicators + weights.b1_gap * b1_gap(scenario, household) + tags
}

/// max(0, line − b1) ÷ line; 0 where the score or the line is unknown.
fn b1_gap(scenario: &Scenario, household: &Household) -> f64 {
    let setting = scenario.area(scenario.commune_of(household.area)).setting;
    let line = scenario.standard.points_line.map(|lines| lines.of(setting));
    match (line, household.b1) {
        (Some(line), Some(b1)) => (line - b1).max(0.0) / line,
        _ => 0.0,
    }
}

/// Each distinct tag of the areas above counts once.
fn of_area_tags(scenario: &Scenario, home: AreaIndex) -> f64 {
    let tags: BTreeSet<&String> = scenario.lineage(home).flat_map(|area| &scenario.area(area).tags).collect();
    scenario.settings.severity.area_tags.iter().filter(|(tag, _)| tags.contains(tag)).map(|(_, weight)| weight).sum()
}

/// The area that a beneficiary belongs to at `level`: the nearest one above it that is at least that high, else the
/// highest there is.
pub fn group_at(scenario: &Scenario, home: AreaIndex, level: Level) -> AreaIndex {
    let mut lineage = scenario.lineage(home);
    let first = lineage.next().expect("a lineage begins with the area itself");
    std::iter::once(first)
        .chain(lineage)
        .reduce(|found, above| if scenario.area(found).level >= level { found } else { above })
        .expect("a lineage is not empty")
}
