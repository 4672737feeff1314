//! Who gives: funds, agencies, pools of small gifts, and earmarked donors, drawn from the templates of a province.

use super::chance::{Chance, Topic};
use super::communes::Commune;
use super::data::{PackageFacts, SourceTemplate, Spread, list, rows};
use super::gifts;
use super::profile::ProvinceProfile;
use super::register::{Entry, Register};
use crate::domain::Class;

/// Only communes with so many poor households are named in an earmark, so that every earmark matches needs.
const ENOUGH_POOR: u32 = 100;
/// Random households looked at for each one that a donor names; a list without so many that ask names fewer.
const TRIES: usize = 1_000;

/// A drawn source.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Unique id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// đồng, or units of its goods.
    pub(super) worth: u64,
    /// Positions of the communes it is earmarked for; empty: all.
    pub(super) communes: Vec<usize>,
    /// Ids of the households it is earmarked for; empty: all.
    pub(super) beneficiaries: Vec<String>,
    /// What it shares with the other sources of its kind.
    pub(super) template: SourceTemplate,
}

impl Source {
    /// Whether its earmarks let it pay for a package of a household.
    pub(super) fn allows(&self, entry: &Entry, package: &PackageFacts) -> bool {
        let template = &self.template;
        let holds = |cell: &str, word: &str| cell.is_empty() || list(cell).contains(&word);
        let has_tag = || list(&template.tags).iter().any(|tag| entry.tags.contains(tag));
        template.account == package.account
            && (template.goods.is_empty() || template.goods == package.id)
            && (self.communes.is_empty() || self.communes.contains(&entry.commune))
            && holds(&template.purposes, &package.purpose)
            && holds(&template.packages, &package.id)
            && holds(&template.classes, class_key(entry.class))
            && (template.tags.is_empty() || has_tag())
            && (self.beneficiaries.is_empty() || self.beneficiaries.contains(&entry.id))
    }
}

/// The key of a class in a file.
pub(super) const fn class_key(class: Class) -> &'static str {
    match class {
        Class::Poor => "poor",
        Class::NearPoor => "near_poor",
        Class::NewlyEscaped => "newly_escaped",
        Class::Other => "other",
    }
}

/// Draws the sources of a province, template by template.
pub(super) fn draw(province: &ProvinceProfile, communes: &[Commune], register: &Register, seed: u64) -> Vec<Source> {
    let place = province.code.parse().expect("official codes are numbers");
    let mut drawer = Drawer { province, communes, register, chance: Chance::new(seed, Topic::Sources, place) };
    let gifts = gifts::draw(&mut Chance::new(seed, Topic::Gifts, place), province.small_gifts);
    let templates: Vec<SourceTemplate> = rows(province.sources);
    templates.iter().flat_map(|template| drawer.sources_of(template, &gifts)).collect()
}

struct Drawer<'a> {
    province: &'a ProvinceProfile,
    communes: &'a [Commune],
    register: &'a Register,
    chance: Chance,
}

impl Drawer<'_> {
    fn sources_of(&mut self, template: &SourceTemplate, gifts: &[u64]) -> Vec<Source> {
        match template.spread {
            Spread::Each => (0..self.communes.len()).map(|commune| self.of_commune(template, commune)).collect(),
            _ => (0..template.count).map(|number| self.of_province(template, number, gifts)).collect(),
        }
    }

    fn of_commune(&mut self, template: &SourceTemplate, position: usize) -> Source {
        let worth = self.worth(template);
        let commune = self.communes.get(position).expect("the position of a commune");
        Source {
            id: format!("{}-{}", template.key, commune.code),
            name: format!("{} {}", template.name, commune.name),
            worth,
            communes: vec![position],
            beneficiaries: Vec::new(),
            template: template.clone(),
        }
    }

    fn of_province(&mut self, template: &SourceTemplate, number: u32, gifts: &[u64]) -> Source {
        let (id, name) = if template.count == 1 {
            (format!("{}-{}", template.key, self.province.code), format!("{} {}", template.name, self.province.name))
        } else {
            let number = number + 1;
            (format!("{}-{}-{number:02}", template.key, self.province.code), format!("{} {number}", template.name))
        };
        let share = || gifts.iter().skip(number as usize).step_by(template.count as usize).sum();
        let worth = if template.split == "gifts" { share() } else { self.worth(template) };
        let (communes, beneficiaries) = (self.earmarked_communes(template), self.named(template));
        Source { id, name, worth, communes, beneficiaries, template: template.clone() }
    }

    /// Between low and high in steps: the smaller of two draws, so that small sources are more frequent.
    #[expect(clippy::integer_division, reason = "the bounds of a template are whole steps apart")]
    fn worth(&mut self, template: &SourceTemplate) -> u64 {
        let steps = (template.high - template.low) / template.step;
        let drawn = self.chance.between(0, steps).min(self.chance.between(0, steps));
        template.low + drawn * template.step
    }

    /// Different communes with enough poor households, in the order of their codes.
    fn earmarked_communes(&mut self, template: &SourceTemplate) -> Vec<usize> {
        let may = |commune: &Commune| match template.spread {
            Spread::Any | Spread::Each => false,
            Spread::Border => commune.is_border,
            Spread::RegionIii => commune.is_region_iii,
            Spread::Random | Spread::Poorest => true,
        };
        let weight = |commune: &Commune| match (may(commune) && commune.poor >= ENOUGH_POOR, template.spread) {
            (false, _) => 0,
            (true, Spread::Poorest) => u64::from(commune.poor),
            (true, _) => 1,
        };
        let mut weights: Vec<u64> = self.communes.iter().map(weight).collect();
        let mut chosen = Vec::new();
        for _ in 0..template.area_count.unwrap_or(0) {
            if weights.iter().sum::<u64>() > 0 {
                let position = self.chance.weighted(&weights);
                chosen.push(position);
                if let Some(weight) = weights.get_mut(position) {
                    *weight = 0;
                }
            }
        }
        chosen.sort_unstable();
        chosen
    }

    /// Households that the donor names: they ask for one of its packages.
    fn named(&mut self, template: &SourceTemplate) -> Vec<String> {
        let packages = list(&template.packages);
        let wanted = template.named.unwrap_or(0);
        let mut named = Vec::new();
        for _ in 0..wanted * TRIES {
            if named.len() == wanted {
                break;
            }
            let entry = self.chance.pick(&self.register.entries);
            let asks = entry.asks.iter().any(|ask| packages.contains(&ask.package));
            if asks && entry.class == Class::Poor && !named.contains(&entry.id) {
                named.push(entry.id.clone());
            }
        }
        named.sort_unstable();
        named
    }
}
