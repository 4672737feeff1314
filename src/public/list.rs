//! The list of households helped: one row a household and package, whatever the status of its money; no help by
//! others. Knows neither id nor number, class, score or tag of a household.

use crate::domain::public::ListedHousehold;
use crate::domain::tables::{AwardRow, AwardStatus, Tables};
use crate::domain::{Household, Scenario};
use crate::units::Vnd;

/// The rows, by the commune's code and then by what they say: ids give no order, for they may tell a class.
pub(super) fn rows(scenario: &Scenario, tables: &Tables) -> Vec<ListedHousehold> {
    let decided: Vec<&AwardRow> = tables.awards.iter().filter(|row| row.status != AwardStatus::Outside).collect();
    let awards = decided.chunk_by(|one, next| one.beneficiary == next.beneficiary && one.package == next.package);
    let mut rows: Vec<(&str, ListedHousehold)> = awards.filter_map(|award| row(scenario, award)).collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Code of the commune, and the row; nothing for a commune's own request.
fn row<'a>(scenario: &'a Scenario, award: &[&AwardRow]) -> Option<(&'a str, ListedHousehold)> {
    let first = award.first()?;
    let household = household(scenario, &first.beneficiary)?;
    let commune = scenario.commune_of(household.area);
    let village = if household.area == commune { "" } else { &scenario.area(household.area).name };
    let commune = scenario.area(commune);
    let package = scenario.packages.binary_search_by(|package| package.id.cmp(&first.package)).ok()?;
    let row = ListedHousehold {
        head_name: household.head_name.clone(),
        birth_year: household.birth_year.clone(),
        commune: commune.name.clone(),
        village: village.to_owned(),
        programme: scenario.packages.get(package)?.name.clone(),
        amount: award.iter().map(|row| row.amount).sum::<Vnd>(),
        decision: scenario.settings.document.decision.clone(),
    };
    Some((&commune.code, row))
}

fn household<'a>(scenario: &'a Scenario, id: &str) -> Option<&'a Household> {
    let position = scenario.households.binary_search_by(|household| household.id.as_str().cmp(id)).ok()?;
    scenario.households.get(position)
}
