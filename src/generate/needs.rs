//! What households and communes ask for: by deprivation, at plausible shares; never what the package refuses.

use super::chance::{Chance, Topic};
use super::communes::Commune;
use super::data::{AskTemplate, Asker, list};
use super::households::Household;
use super::profile::{Facts, Profile};
use crate::domain::Class;

/// A need, asked for or automatic.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ask {
    /// Household id or commune code.
    pub(super) beneficiary: String,
    /// Package id.
    pub(super) package: &'static str,
    /// Units.
    pub(super) quantity: u64,
    /// Class of the households that a commune will name.
    pub(super) class: Option<Class>,
    /// đồng, where it differs from the norm.
    pub(super) unit_cost: Option<u64>,
    /// Priority, where it differs from the package's.
    pub(super) priority: Option<&'static str>,
    /// Made by the package itself: no row is written.
    pub(super) is_automatic: bool,
}

impl Ask {
    fn new(beneficiary: &str, package: &'static str) -> Self {
        Self {
            beneficiary: beneficiary.to_owned(),
            package,
            quantity: 1,
            class: None,
            unit_cost: None,
            priority: None,
            is_automatic: false,
        }
    }
}

/// What may be asked for: the packages of a profile, and its own asks.
#[derive(Debug)]
pub(super) struct Wishes<'a> {
    packages: Vec<&'static str>,
    facts: &'a Facts,
}

impl<'a> Wishes<'a> {
    /// The packages of a profile and its own asks.
    pub(super) fn of(profile: &'static Profile, facts: &'a Facts) -> Self {
        let ids = profile.packages.lines().skip(1).filter_map(|line| line.split(',').next());
        Self { packages: ids.collect(), facts }
    }

    /// A package of the catalogue.
    fn package(&self, id: &str) -> Option<&'static str> {
        self.packages.iter().find(|package| **package == id).copied()
    }

    /// Whether an own ask is one for this household, and the package does not refuse it.
    fn fits(&self, template: &AskTemplate, household: &Household) -> bool {
        let package = self.facts.packages.iter().find(|package| package.id == template.package);
        list(&template.classes).contains(&household.class.key())
            && (template.lacks.is_empty() || list(&template.lacks).iter().any(|key| household.lacks(key)))
            && (template.tag.is_empty() || household.has(&template.tag))
            && package.is_some_and(|package| {
                list(&package.requires).iter().all(|tag| household.has(tag))
                    && !list(&package.excludes).iter().any(|tag| household.has(tag))
            })
    }

    /// Its own asks of households or of communes.
    fn own(&self, asker: Asker) -> impl Iterator<Item = (&AskTemplate, &'static str)> {
        let own = self.facts.asks.iter().filter(move |template| template.beneficiary == asker);
        own.filter_map(|template| Some((template, self.package(&template.package)?)))
    }
}

/// What the households of one commune ask for.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    chance: Chance,
    wishes: &'a Wishes<'a>,
}

impl<'a> Asking<'a> {
    /// The stream of a commune.
    pub(super) fn in_commune(commune: &Commune, wishes: &'a Wishes<'_>, seed: u64) -> Self {
        Self { chance: Chance::new(seed, Topic::Needs, commune.place()), wishes }
    }

    /// The needs of the next household.
    pub(super) fn of(&mut self, household: &Household) -> Vec<Ask> {
        let mut asks = Vec::new();
        let is_listed = household.class != Class::NewlyEscaped;
        if is_listed {
            self.housing(household, &mut asks);
        }
        let wants_work = match (household.lacks("employment"), is_listed) {
            (true, true) => 0.7,
            (false, true) => 0.12,
            (_, false) => 0.15,
        };
        let mut wanted = vec![("livelihood", !household.has("no_labour"), wants_work), ("emergency", true, 0.01)];
        if is_listed {
            wanted.extend([
                ("scholarship", household.lacks("child_schooling"), 0.9),
                ("water_tank", household.lacks("water"), 0.6),
                ("latrine", household.lacks("sanitation"), 0.45),
                ("device", household.lacks("information_device"), 0.4),
            ]);
            asks.push(Ask { is_automatic: true, ..Ask::new(&household.id, "tet_gift") });
        }
        for (package, may, share) in wanted {
            if self.chance.happens(share) && may {
                asks.push(Ask::new(&household.id, package));
            }
        }
        for (template, package) in self.wishes.own(Asker::Household) {
            let may = self.wishes.fits(template, household);
            if self.chance.happens(template.share) && may {
                asks.push(Ask::new(&household.id, package));
            }
        }
        asks.retain(|ask| self.wishes.package(ask.package).is_some());
        asks
    }

    /// A house where the land is clear, else (or as second best) a repair.
    fn housing(&mut self, household: &Household, asks: &mut Vec<Ask>) {
        let lacks_quality = household.lacks("housing_quality");
        if !lacks_quality && !household.lacks("housing_area") {
            return;
        }
        let builds = self.chance.happens(0.42) && household.has("land_clear");
        if builds {
            let is_urgent = self.chance.happens(0.03);
            asks.push(Ask { priority: is_urgent.then_some("1.5"), ..Ask::new(&household.id, "house") });
        }
        if lacks_quality && self.chance.happens(if builds { 0.12 } else { 0.5 }) {
            let is_smaller = self.chance.happens(0.15);
            let cost = self.chance.between(15, 29) * 1_000_000;
            asks.push(Ask { unit_cost: is_smaller.then_some(cost), ..Ask::new(&household.id, "repair") });
        }
    }
}

/// What a commune asks for itself: a public work, and livelihood models whose households its villages will name.
pub(super) fn of_commune(commune: &Commune, wishes: &Wishes<'_>, seed: u64) -> Vec<Ask> {
    if commune.households == 0 {
        return Vec::new();
    }
    let mut chance = Chance::new(seed, Topic::Works, commune.place());
    let works = chance.between(1, 3);
    let mut asks = vec![Ask { quantity: works, ..Ask::new(&commune.code, "public_work") }];
    if chance.happens(0.6) {
        let class = chance.happens(0.7).then_some(Class::Poor);
        asks.push(Ask { quantity: chance.between(5, 30), class, ..Ask::new(&commune.code, "livelihood") });
    }
    for (template, package) in wishes.own(Asker::Commune) {
        let quantity = chance.between(template.low, template.high);
        if chance.happens(template.share) {
            asks.push(Ask { quantity, ..Ask::new(&commune.code, package) });
        }
    }
    asks.retain(|ask| wishes.package(ask.package).is_some());
    asks
}
