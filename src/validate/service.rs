//! Whom a package serves: classes, required and excluded tags, deprivations. Every refusal names its condition.

use crate::domain::{Beneficiary, BeneficiaryKind, Class, Household, Package};
use crate::findings::{Finding, Place};

use super::known::Known;
use super::words;

/// Why a package does not serve a beneficiary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotServed {
    /// A household asks for what communes get.
    CommunesOnly,
    /// The class is not served.
    Class(Class),
    /// A required tag is missing.
    Lacks(String),
    /// An excluded tag is there.
    Has(String),
}

/// Who asks for what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'f> {
    /// Everything that is known.
    pub(super) known: &'f Known<'f>,
    /// Who asks.
    pub(super) beneficiary: Beneficiary,
    /// For what.
    pub(super) package: &'f Package,
    /// On a commune's request, the class that it states.
    pub(super) class: Option<Class>,
}

impl Request<'_> {
    /// Why the package does not serve the request: on a commune's request only a stated class is judged.
    pub(super) fn refusal(&self) -> Option<NotServed> {
        match self.beneficiary {
            Beneficiary::Household(household) => refusal(self.package, self.known.household_at(household)),
            Beneficiary::Commune(_) => {
                self.class.filter(|class| !serves_class(self.package, *class)).map(NotServed::Class)
            }
        }
    }

    /// The finding that names the package, the beneficiary and the condition.
    pub(super) fn finding(&self, refusal: NotServed, place: Place) -> Finding {
        let (code, condition) = match refusal {
            NotServed::CommunesOnly => ("E413", String::new()),
            NotServed::Class(class) => ("E410", words::key_in(words::CLASSES, class).to_owned()),
            NotServed::Lacks(tag) => ("E411", tag),
            NotServed::Has(tag) => ("E412", tag),
        };
        let finding = Finding::new(code, place).with("beneficiary", self.known.id_of(self.beneficiary));
        finding.with("package", &self.package.id).with("condition", condition)
    }
}

/// Why a package does not serve a household, the first condition in the order of the columns.
pub(super) fn refusal(package: &Package, household: &Household) -> Option<NotServed> {
    if package.beneficiary == BeneficiaryKind::Commune {
        return Some(NotServed::CommunesOnly);
    }
    if !serves_class(package, household.class) {
        return Some(NotServed::Class(household.class));
    }
    let lacks = package.requires.iter().find(|tag| !household.tags.contains(*tag));
    let has = || package.excludes.iter().find(|tag| household.tags.contains(*tag));
    lacks.map(|tag| NotServed::Lacks(tag.clone())).or_else(|| has().map(|tag| NotServed::Has(tag.clone())))
}

fn serves_class(package: &Package, class: Class) -> bool {
    package.classes.is_empty() || package.classes.contains(&class)
}

/// Whether a household has the need of an automatic package: served, and deprived in one of its indicators (if its
/// indicators column is not blank: a list of which the standard counts none is met by nobody).
pub(super) fn needs_automatically(package: &Package, household: &Household) -> bool {
    let is_deprived = !package.names_indicators || !package.indicators.and(household.deprived).is_empty();
    is_deprived && refusal(package, household).is_none()
}
