//! Made-up households: scores and deprivations that hang together through one latent hardship, consistent with the
//! class but for a few rows on purpose, and tags at plausible rates. Names are random joins; no ID number is written.

use super::chance::{Chance, Topic, count};
use super::communes::Commune;
use super::data::{NameWords, list, rows};
use crate::domain::Class;

/// Points at the line under the standard 2022–2025.
const LINE_RURAL: u32 = 140;
const LINE_URBAN: u32 = 175;
/// Share of rows whose class disagrees with their scores, as real lists have them.
const DISAGREE: f64 = 0.003;
/// How strongly hardship drives each deprivation (the rest is the household's own luck).
const LOADING: f64 = 0.75;
const LUCK: f64 = 0.66;
/// Chance of each number of members from 1, in hundredths.
const MEMBERS: [u64; 9] = [3, 6, 12, 20, 22, 17, 11, 6, 3];

/// Indicator keys with the hardship at which a household is deprived (standard normal: 0 is every second poor one).
pub(super) const INDICATORS: [(&str, f64); 12] = [
    ("employment", 0.40),
    ("dependency", 0.75),
    ("nutrition", 0.65),
    ("health_insurance", 1.60),
    ("adult_education", 0.25),
    ("child_schooling", 1.55),
    ("housing_quality", 0.25),
    ("housing_area", 0.65),
    ("water", 1.15),
    ("sanitation", -0.10),
    ("telecom", 0.30),
    ("information_device", 0.60),
];

/// A made-up household.
#[derive(Debug, Clone)]
pub(super) struct Household {
    /// Unique id.
    pub(super) id: String,
    /// Code of its village.
    pub(super) area: String,
    /// A random join of name parts.
    pub(super) head_name: String,
    /// Year.
    pub(super) birth_year: u64,
    /// Members, at least 1.
    pub(super) members: u32,
    /// Recognised class.
    pub(super) class: Class,
    /// Points.
    pub(super) b1: u32,
    /// In the order of [`INDICATORS`].
    pub(super) deprived: [bool; 12],
    /// In the order of the alphabet.
    pub(super) tags: Vec<&'static str>,
}

impl Household {
    /// Whether it lacks the indicator of a key.
    pub(super) fn lacks(&self, key: &str) -> bool {
        INDICATORS.iter().zip(self.deprived).any(|((name, _), deprived)| deprived && *name == key)
    }

    /// Whether it has a tag.
    pub(super) fn has(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }
}

/// The parts of names.
#[derive(Debug)]
pub(super) struct People {
    parts: Vec<NameWords>,
}

impl People {
    /// Reads the parts of names.
    pub(super) fn from_data() -> Self {
        Self { parts: rows(include_str!("data/names.csv")) }
    }

    /// The first word of a part.
    pub(super) fn word(&self, part: &str) -> &str {
        self.words(part).first().copied().unwrap_or_default()
    }

    fn words(&self, part: &str) -> Vec<&str> {
        self.parts.iter().filter(|words| words.part == part).flat_map(|words| list(&words.words)).collect()
    }

    /// The listed households of a commune: poor, near-poor, newly escaped, mixed as a village list has them.
    pub(super) fn of_commune<'a>(
        &'a self,
        prefix: &'a str,
        commune: &'a Commune,
        seed: u64,
    ) -> impl Iterator<Item = Household> + 'a {
        let mut chance = Chance::new(seed, Topic::Households, commune.place());
        let mut classes = vec![Class::Poor; commune.poor as usize];
        classes.extend((0..commune.near_poor).map(|_| Class::NearPoor));
        classes.extend((0..commune.newly_escaped).map(|_| Class::NewlyEscaped));
        chance.shuffle(&mut classes);
        let mut old_poor = commune.old_poor;
        classes.into_iter().enumerate().map(move |(position, class)| {
            let id = format!("{prefix}-{}-{:04}", commune.code, position + 1);
            let is_old_poor = class == Class::Poor && old_poor > 0;
            old_poor -= u32::from(is_old_poor);
            self.household(id, (class, is_old_poor), commune, &mut chance)
        })
    }

    fn household(
        &self,
        id: String,
        (class, is_old_poor): (Class, bool),
        commune: &Commune,
        chance: &mut Chance,
    ) -> Household {
        let region = &commune.region;
        let first = chance.between(1, commune.villages.into());
        let village = chance.between(1, commune.villages.into()).min(first);
        let is_elderly = chance.happens(0.05);
        let is_minority = chance.happens(if commune.is_urban { region.minority_urban } else { region.minority_rural });
        let members = if is_elderly { chance.between(1, 2) } else { chance.weighted(&MEMBERS) as u64 + 1 };
        let (hardship, deprived) = deprivations(class, commune.poverty_rate(), !is_old_poor, chance);
        Household {
            area: commune.village_code(u32::try_from(village).unwrap_or(1)),
            head_name: self.name(is_minority.then_some(&region.family), chance),
            birth_year: if is_elderly { chance.between(1936, 1955) } else { chance.between(1958, 2003) },
            members: u32::try_from(members).unwrap_or(1),
            b1: beside_old_line(score(class, commune.is_urban, hardship, chance), is_old_poor, commune),
            tags: tags(class, is_elderly, is_minority, chance),
            id,
            class,
            deprived,
        }
    }

    fn name(&self, minority: Option<&String>, chance: &mut Chance) -> String {
        let is_female = chance.happens(0.25);
        let family = self.words(minority.map_or("family_kinh", String::as_str));
        let middle = self.words(if is_female { "female" } else { "male" });
        let given = self.words(if is_female { "given_female" } else { "given_male" });
        format!("{} {} {}", chance.pick(&family), chance.pick(&middle), chance.pick(&given))
    }
}

/// Hardship and deprivations: drawn again until their number fits the class.
fn deprivations(class: Class, rate: f64, may_disagree: bool, chance: &mut Chance) -> (f64, [bool; 12]) {
    let (mean, mut fits) = match class {
        Class::Poor => (0.8 * (rate - 0.25), 3..=12),
        Class::NearPoor => (-1.0, 0..=2),
        _ => (-1.2, 0..=4),
    };
    if chance.happens(DISAGREE) && may_disagree {
        fits = if class == Class::Poor { 1..=2 } else { 3..=12 };
    }
    for _ in 0..200 {
        let hardship = mean + chance.normal();
        let deprived = INDICATORS.map(|(_, threshold)| LOADING * hardship + LUCK * chance.normal() > threshold);
        if fits.contains(&deprived.iter().filter(|deprived| **deprived).count()) {
            return (hardship, deprived);
        }
    }
    let mut worst = [true; 12];
    worst.iter_mut().skip(*fits.start()).for_each(|deprived| *deprived = false);
    (mean, worst)
}

/// The income score, in steps of 5: at or below the line for poor and near-poor, above it for the others.
fn score(class: Class, is_urban: bool, hardship: f64, chance: &mut Chance) -> u32 {
    let line = if is_urban { LINE_URBAN } else { LINE_RURAL };
    let steps = count(4.0 + 2.0 * hardship + 2.0 * chance.normal());
    match class {
        Class::Poor | Class::NearPoor => line - 5 * steps.min(16),
        _ => line + 5 * (steps.min(6) + 1),
    }
}

/// The score on the right side of the line of the region's earlier standard, where one is looked at.
fn beside_old_line(b1: u32, is_old_poor: bool, commune: &Commune) -> u32 {
    let region = &commune.region;
    match if commune.is_urban { region.old_line_urban } else { region.old_line_rural } {
        Some(line) if is_old_poor => b1.min(line),
        Some(line) => b1.max(line + 5),
        None => b1,
    }
}

fn tags(class: Class, is_elderly: bool, is_minority: bool, chance: &mut Chance) -> Vec<&'static str> {
    let is_disabled = chance.happens(0.06);
    let has_land = chance.happens(0.55);
    let is_merit = chance.happens(0.02);
    let has_no_labour = chance.happens(if is_elderly { 0.8 } else { 0.05 });
    let registers = chance.happens(0.18) && !has_no_labour && class == Class::Poor;
    let is_single_mother = chance.happens(0.05) && !is_elderly;
    [
        (is_disabled, "disabled"),
        (is_elderly, "elderly_alone"),
        (is_minority, "ethnic_minority"),
        (has_land, "land_clear"),
        (is_merit, "merit_family"),
        (has_no_labour, "no_labour"),
        (registers, "registered_to_escape"),
        (is_single_mother, "single_mother"),
    ]
    .into_iter()
    .filter_map(|(holds, tag)| holds.then_some(tag))
    .collect()
}
