//! Households that no need names: nothing can reach them, and no table of a run would tell of them.

use std::collections::BTreeSet;

use super::service::{self, NotServed};
use crate::domain::{Beneficiary, BeneficiaryKind, Class, Demand, Household, Package, Scenario};
use crate::findings::{Finding, Findings};
use crate::ids::AreaIndex;

use super::cells::Sheet;

/// Households that the finding names.
const NAMED: usize = 10;

/// Why a household does not have the need of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unasked {
    /// The package does not serve it.
    Class(Class),
    /// It lacks a tag that the package requires.
    Lacks(String),
    /// It has a tag that the package excludes.
    Has(String),
    /// It is deprived in nothing that the automatic package is about.
    NotDeprived,
    /// The package would serve it, and nobody has asked.
    NoRequest,
}

/// Why a household does not have the need of a package for households.
pub fn unasked(package: &Package, household: &Household) -> Option<Unasked> {
    match service::refusal(package, household) {
        Some(NotServed::CommunesOnly) => None,
        Some(NotServed::Class(class)) => Some(Unasked::Class(class)),
        Some(NotServed::Lacks(tag)) => Some(Unasked::Lacks(tag)),
        Some(NotServed::Has(tag)) => Some(Unasked::Has(tag)),
        None if package.demand == Demand::Automatic => Some(Unasked::NotDeprived),
        None => Some(Unasked::NoRequest),
    }
}

/// The poor and near-poor households without any need; where a commune asks for packages for households that it will
/// name, they may be those.
pub fn without_needs(scenario: &Scenario) -> Vec<&Household> {
    let mut named = BTreeSet::new();
    let mut asking: BTreeSet<AreaIndex> = BTreeSet::new();
    for need in &scenario.needs {
        match need.beneficiary {
            Beneficiary::Household(household) => {
                named.insert(household.get());
            }
            Beneficiary::Commune(area) => {
                if scenario.package(need.package).beneficiary == BeneficiaryKind::Household {
                    asking.insert(area);
                }
            }
        }
    }
    let is_silent = |(at, household): &(usize, &Household)| {
        matches!(household.class, Class::Poor | Class::NearPoor)
            && !named.contains(at)
            && !asking.contains(&scenario.commune_of(household.area))
    };
    scenario.households.iter().enumerate().filter(is_silent).map(|(_, household)| household).collect()
}

/// One finding for all of them.
pub(super) fn warn(scenario: &Scenario, sheet: &Sheet<'_>, findings: &mut Findings) {
    let silent = without_needs(scenario);
    let Some(first) = silent.first() else { return };
    let poor = silent.iter().filter(|household| household.class == Class::Poor).count();
    let ids: Vec<&str> = silent.iter().take(NAMED).map(|household| household.id.as_str()).collect();
    let rest = if silent.len() > NAMED { ", …" } else { "" };
    let place = sheet.place(sheet.row_named(sheet.column("id"), &first.id), sheet.column("id"));
    let finding = Finding::new("W451", place).with("count", silent.len()).with("poor", poor);
    findings.push(finding.with("households", ids.join(", ") + rest));
}
