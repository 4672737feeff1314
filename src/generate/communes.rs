//! Communes of a province: official facts, and sizes, poverty rates and tags drawn so that the totals are exact.

use rand_distr::Beta;

use super::apportion::deal;
use super::chance::{Chance, Topic, count};
use super::data::{CommuneFacts, RegionFacts, list};
use super::profile::Facts;
use super::scale::Scale;

/// Draws per commune, of which every one in the middle is kept: the rates follow the law closely whatever the seed.
const STRATA: usize = 25;
/// No commune is poorer than this.
const HIGHEST_RATE: f64 = 0.80;
/// A commune at or above this rate is in region III …
const REGION_III: f64 = 0.30;
/// … and one above this rate sometimes.
const NEAR_REGION_III: f64 = 0.15;

/// How far provinces of a region lie apart in remoteness, against the communes of one province.
const PROVINCES: f64 = 1.0;

/// A commune with its drawn figures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Commune {
    /// Code of its province.
    pub(super) province: String,
    /// Its former district; blank: none.
    pub(super) district: String,
    /// What is said of the people of its region.
    pub(super) region: RegionFacts,
    /// Official code.
    pub(super) code: String,
    /// Official name.
    pub(super) name: String,
    /// A phường.
    pub(super) is_urban: bool,
    /// On the national border.
    pub(super) is_border: bool,
    /// A commune of special difficulty (drawn, not official).
    pub(super) is_region_iii: bool,
    /// All households.
    pub(super) households: u32,
    /// Poor households.
    pub(super) poor: u32,
    /// Of them, poor under the earlier standard of the region too.
    pub(super) old_poor: u32,
    /// Near-poor households.
    pub(super) near_poor: u32,
    /// Newly escaped households.
    pub(super) newly_escaped: u32,
    /// Number of villages.
    pub(super) villages: u32,
}

impl Commune {
    /// The code as a number: which stream of chance is its own.
    pub(super) fn place(&self) -> u64 {
        self.code.parse().expect("official codes are numbers")
    }

    /// Poor ÷ all households; 0 where nobody lives.
    pub(super) fn poverty_rate(&self) -> f64 {
        f64::from(self.poor) / f64::from(self.households.max(1))
    }

    /// Code of its village number `village`, from 1.
    pub(super) fn village_code(&self, village: u32) -> String {
        format!("{}-{village:02}", self.code)
    }

    /// Tags in the order of the alphabet.
    pub(super) fn tags(&self) -> String {
        let is_poor_district =
            !self.district.is_empty() && list(&self.region.poor_districts).contains(&&*self.district);
        let tags =
            [(self.is_border, "border"), (is_poor_district, "poor_district"), (self.is_region_iii, "region_iii")];
        tags.iter().filter(|(holds, _)| *holds).map(|(_, tag)| *tag).collect::<Vec<_>>().join(";")
    }
}

/// Draws the communes of a profile, in the order of its data: those of a region share its totals.
pub(super) fn draw(facts: &Facts, seed: u64, scale: Scale) -> Vec<Commune> {
    let kept = facts.provinces.iter().flat_map(|province| {
        let of_province = facts.communes.iter().filter(|commune| commune.province == province.code);
        scale.thin(&of_province.cloned().collect::<Vec<_>>())
    });
    let kept: Vec<CommuneFacts> = kept.collect();
    let of_region = |region: &RegionFacts| kept.iter().filter(|facts| facts.region == region.code).cloned().collect();
    let mut drawn: Vec<Commune> =
        facts.regions.iter().flat_map(|region| draw_region(region, of_region(region), seed, scale)).collect();
    let order = |commune: &Commune| kept.iter().position(|facts| facts.code == commune.code);
    drawn.sort_by_cached_key(order);
    drawn
}

fn draw_region(region: &RegionFacts, facts: Vec<CommuneFacts>, seed: u64, scale: Scale) -> Vec<Commune> {
    let place = region.code.parse().expect("codes of regions are numbers");
    let mut chance = Chance::new(seed, Topic::Communes, place);
    let households = sizes(scale.total(region.households), &facts, &mut chance);
    let rates = rates(&facts, seed, &mut chance);
    let total_poor = scale.total(region.poor);
    let poor = deal(total_poor, &weights(&households, &rates, |rate| rate), &shares(&households, HIGHEST_RATE));
    let old_weights: Vec<f64> = poor.iter().copied().map(f64::from).collect();
    let old_poor = deal(scale.total(region.old_poor.unwrap_or(0)), &old_weights, &poor);
    let near_caps: Vec<u32> =
        households.iter().zip(&poor).map(|(all, poor)| count(0.7 * f64::from(all - poor))).collect();
    let near_weights = weights(&households, &rates, |rate| 0.02 + 0.4 * rate * (1.0 - rate));
    let near_poor = deal(scale.total(region.poor + region.near_poor) - total_poor, &near_weights, &near_caps);
    let escaped_weights = weights(&households, &rates, |rate| 0.005 + 0.1 * rate * (1.0 - rate));
    let escaped = deal(scale.total(region.newly_escaped), &escaped_weights, &shares(&households, 0.05));
    let mut communes = Vec::with_capacity(facts.len());
    for (((((facts, households), poor), old_poor), near_poor), newly_escaped) in
        facts.into_iter().zip(households).zip(poor).zip(old_poor).zip(near_poor).zip(escaped)
    {
        communes.push(commune(region, facts, [households, poor, old_poor, near_poor, newly_escaped], &mut chance));
    }
    communes
}

fn commune(
    region: &RegionFacts,
    facts: CommuneFacts,
    [households, poor, old_poor, near_poor, newly_escaped]: [u32; 5],
    chance: &mut Chance,
) -> Commune {
    let rate = f64::from(poor) / f64::from(households.max(1));
    let is_urban = facts.urban.is_some();
    let is_near = chance.happens(0.35) && rate >= NEAR_REGION_III;
    Commune {
        is_region_iii: !is_urban && (rate >= REGION_III || is_near),
        is_border: facts.border.is_some(),
        villages: count(f64::from(households) / 320.0).clamp(4, 16),
        province: facts.province,
        district: facts.district,
        region: region.clone(),
        code: facts.code,
        name: facts.name,
        is_urban,
        households,
        poor,
        old_poor,
        near_poor,
        newly_escaped,
    }
}

/// Households by commune: more where more former communes were merged, most in towns.
fn sizes(households: u32, facts: &[CommuneFacts], chance: &mut Chance) -> Vec<u32> {
    let weight = |facts: &CommuneFacts| {
        let town = if facts.urban.is_some() { 3.0 } else { f64::from(facts.town.unwrap_or(0)) * 1.5 };
        let noise = 1.0 + 0.2 * chance.normal().clamp(-2.0, 2.0);
        let weight = (1.0 + f64::from(facts.merged) + town) * noise;
        if facts.merged == 0 { 0.0 } else { weight }
    };
    let weights: Vec<f64> = facts.iter().map(weight).collect();
    let caps: Vec<u32> = facts.iter().map(|facts| if facts.merged == 0 { 0 } else { households }).collect();
    deal(households, &weights, &caps)
}

/// Poverty rates before calibration: a heavy-tailed law, dealt to communes by remoteness and chance.
fn rates(facts: &[CommuneFacts], seed: u64, chance: &mut Chance) -> Vec<f64> {
    let law = Beta::new(0.6, 2.5).expect("both shapes are above zero");
    let mut draws: Vec<f64> = (0..facts.len() * STRATA).map(|_| chance.draw(&law)).collect();
    draws.sort_by(f64::total_cmp);
    let remoteness = |facts: &CommuneFacts| {
        let border = f64::from(facts.border.unwrap_or(0));
        let town = f64::from(facts.town.unwrap_or(0)) + 2.0 * f64::from(facts.urban.unwrap_or(0));
        border - 1.5 * town + chance.normal()
    };
    let is_split = facts.windows(2).any(|pair| matches!(pair, [one, other] if one.province != other.province));
    let province = |facts: &CommuneFacts| {
        let place = facts.province.parse().expect("official codes are numbers");
        if is_split { PROVINCES * Chance::new(seed, Topic::Provinces, place).normal() } else { 0.0 }
    };
    let near: Vec<f64> = facts.iter().map(remoteness).collect();
    let remote: Vec<f64> = near.iter().zip(facts).map(|(near, facts)| near + province(facts)).collect();
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by(|&left, &right| remote.get(left).partial_cmp(&remote.get(right)).expect("no distance is NaN"));
    let mut rates = vec![0.0; facts.len()];
    for (rate, place) in draws.iter().skip(12).step_by(STRATA).zip(order) {
        if let Some(slot) = rates.get_mut(place) {
            *slot = rate.max(0.004);
        }
    }
    rates
}

fn weights(households: &[u32], rates: &[f64], law: impl Fn(f64) -> f64) -> Vec<f64> {
    households.iter().zip(rates).map(|(&households, &rate)| f64::from(households) * law(rate)).collect()
}

fn shares(households: &[u32], share: f64) -> Vec<u32> {
    households.iter().map(|&households| count(share * f64::from(households))).collect()
}
