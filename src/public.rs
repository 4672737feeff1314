//! Tables of a run → the public tables: a list of households that says what the law allows, and sums in which no
//! group of fewer than five households can be read or computed. Counts and withholds; decides nothing about the plan.
//!
//! `sums` adds up, `network` knows how published figures hang together, `withhold` chooses what is not shown.

mod list;
mod network;
mod sums;
#[cfg(test)]
mod tests;
mod withhold;

use crate::domain::public::{CommuneSum, DonorSum, PublicTables, SumLevel};
use crate::domain::tables::Tables;
use crate::domain::{Level, Scenario};
use crate::units::Vnd;
use sums::{Key, Sum, Sums};
use withhold::Withheld;

/// What the public folder says of a run.
pub fn tables(scenario: &Scenario, tables: &Tables) -> PublicTables {
    let sums = Sums::of(scenario, tables);
    let withheld = withhold::choose(&sums);
    PublicTables {
        title: scenario.settings.title.clone(),
        year: scenario.settings.year,
        list: list::rows(scenario, tables),
        communes: communes(scenario, &sums, &withheld),
        donors: donors(&sums, &withheld),
    }
}

fn communes(scenario: &Scenario, sums: &Sums<'_>, withheld: &Withheld<'_>) -> Vec<CommuneSum> {
    let none = Sum::default();
    let row = |level, key, (code, commune): (&str, &str), programme: &str| {
        let sum = sums.get(&key).unwrap_or(&none);
        CommuneSum {
            level,
            code: code.to_owned(),
            commune: commune.to_owned(),
            programme: programme.to_owned(),
            households: withheld.shows_households(&key).then(|| sum.households()),
            amount: withheld.shows(&key).then_some(sum.amount),
        }
    };
    let mut rows = Vec::new();
    // A commune that gets nothing stands there too, with zeros.
    for area in scenario.areas.iter().filter(|area| area.level == Level::Commune) {
        let names = (area.code.as_str(), area.name.as_str());
        rows.push(row(SumLevel::Commune, Key::Commune(&area.code), names, ""));
        for programme in sums.programmes_in(&area.code) {
            rows.push(row(SumLevel::CommuneProgramme, Key::Cell(&area.code, programme), names, programme));
        }
    }
    for programme in sums.programmes() {
        rows.push(row(SumLevel::Programme, Key::Programme(programme), ("", ""), programme));
    }
    rows.push(row(SumLevel::Total, Key::Total, ("", ""), ""));
    rows
}

fn donors(sums: &Sums<'_>, withheld: &Withheld<'_>) -> Vec<DonorSum> {
    let row = |level, key, donor: &str, programme: &str| {
        let amount = sums.get(&key).map_or(Vnd::ZERO, |sum| sum.amount);
        DonorSum {
            level,
            donor: donor.to_owned(),
            programme: programme.to_owned(),
            amount: withheld.shows(&key).then_some(amount),
        }
    };
    let mut rows = Vec::new();
    for donor in sums.donors() {
        rows.push(row(SumLevel::Donor, Key::Donor(donor), donor, ""));
        for programme in sums.programmes_of(donor) {
            rows.push(row(SumLevel::DonorProgramme, Key::Gift(donor, programme), donor, programme));
        }
    }
    rows.push(row(SumLevel::Total, Key::Total, "", ""));
    rows
}
