//! Who gives: funds, agencies, pools of small gifts, and earmarked donors, drawn from the templates of a province.

use super::chance::{Chance, Topic};
use super::communes::Commune;
use super::data::{PackageFacts, ProvinceFacts, SourceTemplate, Spread, list};
use super::gifts;
use super::register::{Entry, Register};
use super::scale::Scale;
use crate::domain::Class;

/// Only communes with so many poor households (or half of what the poorest has, if that is less) are named in an earmark,
/// so that every earmark matches needs.
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
    /// Code of its province, where it gives there alone and there are others.
    pub(super) within: Option<String>,
    /// Positions of the communes it is earmarked for; empty: all.
    pub(super) communes: Vec<usize>,
    /// Ids of households that it may stand by; whether it did already.
    pub(super) pairs: Vec<(String, bool)>,
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
            && holds(&template.classes, entry.class.key())
            && (template.tags.is_empty() || has_tag())
            && (self.beneficiaries.is_empty() || self.beneficiaries.contains(&entry.id))
    }
}

/// Where sources stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat<'a> {
    /// The province.
    pub(super) province: &'a ProvinceFacts,
    /// Whether other provinces are there, so that its sources are earmarked for it.
    pub(super) is_one_of_many: bool,
    /// Its communes.
    pub(super) communes: &'a [Commune],
    /// Its households.
    pub(super) register: &'a Register,
}

/// Draws the sources of a province, template by template.
pub(super) fn draw(templates: &[SourceTemplate], seat: Seat<'_>, seed: u64, scale: Scale) -> Vec<Source> {
    let place = seat.province.place();
    let mut drawer = Drawer { seat, scale, chance: Chance::new(seed, Topic::Sources, place) };
    let gifts = gifts::draw(&mut Chance::new(seed, Topic::Gifts, place), scale.total(seat.province.gifts));
    templates.iter().flat_map(|template| drawer.sources_of(template, &gifts)).collect()
}

struct Drawer<'a> {
    seat: Seat<'a>,
    scale: Scale,
    chance: Chance,
}

impl Drawer<'_> {
    fn sources_of(&mut self, template: &SourceTemplate, gifts: &[u64]) -> Vec<Source> {
        match template.spread {
            Spread::Each => (0..self.seat.communes.len()).map(|commune| self.of_commune(template, commune)).collect(),
            _ => (0..self.scale.few(template.count)).map(|number| self.of_province(template, number, gifts)).collect(),
        }
    }

    fn of_commune(&mut self, template: &SourceTemplate, position: usize) -> Source {
        let worth = self.worth(template);
        let commune = self.seat.communes.get(position).expect("the position of a commune");
        Source {
            id: format!("{}-{}", template.key, commune.code),
            name: format!("{} {}", template.name, commune.name),
            worth,
            within: None,
            communes: vec![position],
            pairs: Vec::new(),
            beneficiaries: Vec::new(),
            template: template.clone(),
        }
    }

    fn of_province(&mut self, template: &SourceTemplate, number: u32, gifts: &[u64]) -> Source {
        let province = self.seat.province;
        let (id, name) = if template.count == 1 {
            (format!("{}-{}", template.key, province.code), format!("{} {}", template.name, province.name))
        } else {
            let number = number + 1;
            (format!("{}-{}-{number:02}", template.key, province.code), format!("{} {number}", template.name))
        };
        let count = self.scale.few(template.count) as usize;
        let share = || gifts.iter().skip(number as usize).step_by(count).sum();
        let worth = if template.split == "gifts" { share() } else { self.worth(template) };
        let worth = if template.count == 1 { self.scale.amount(worth, template.step) } else { worth };
        let (communes, beneficiaries) = (self.earmarked_communes(template), self.named(template, template.named));
        let keep = template.keep.unwrap_or(0);
        let candidates = self.named(template, template.candidates).into_iter().enumerate();
        let pairs = candidates.map(|(position, household)| (household, position < keep)).collect();
        let within = (self.seat.is_one_of_many && communes.is_empty()).then(|| province.code.clone());
        Source { id, name, worth, within, communes, pairs, beneficiaries, template: template.clone() }
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
        let most = self.seat.communes.iter().map(|commune| commune.poor).max().unwrap_or(0);
        let enough = ENOUGH_POOR.min(most.div_ceil(2));
        let weight = |commune: &Commune| match (may(commune) && commune.poor >= enough, template.spread) {
            (false, _) => 0,
            (true, Spread::Poorest) => u64::from(commune.poor),
            (true, _) => 1,
        };
        let mut weights: Vec<u64> = self.seat.communes.iter().map(weight).collect();
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

    /// So many poor households that the donor names: they ask for one of its packages (for anything, if it has none).
    fn named(&mut self, template: &SourceTemplate, wanted: Option<usize>) -> Vec<String> {
        let packages = list(&template.packages);
        let wanted = wanted.unwrap_or(0);
        let mut named = Vec::new();
        for _ in 0..wanted * TRIES {
            if named.len() == wanted {
                break;
            }
            let entry = self.chance.pick(&self.seat.register.entries);
            let asks = entry.asks.iter().any(|ask| packages.is_empty() || packages.contains(&ask.package));
            if asks && entry.class == Class::Poor && !named.contains(&entry.id) {
                named.push(entry.id.clone());
            }
        }
        named.sort_unstable();
        named
    }
}
