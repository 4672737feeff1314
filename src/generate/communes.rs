//! Communes of a province: official facts, and sizes, poverty rates and tags drawn so that the totals are exact.

use rand_distr::Beta;

use super::apportion::deal;
use super::chance::{Chance, Topic, count};
use super::data::{CommuneFacts, rows};
use super::profile::ProvinceProfile;

/// Draws per commune, of which every one in the middle is kept: the rates follow the law closely whatever the seed.
const STRATA: usize = 25;
/// No commune is poorer than this.
const HIGHEST_RATE: f64 = 0.80;
/// A commune at or above this rate is in region III …
const REGION_III: f64 = 0.30;
/// … and one above this rate sometimes.
const NEAR_REGION_III: f64 = 0.15;

/// A commune with its drawn figures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Commune {
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

    /// Poor ÷ all households.
    pub(super) fn poverty_rate(&self) -> f64 {
        f64::from(self.poor) / f64::from(self.households)
    }

    /// Code of its village number `village`, from 1.
    pub(super) fn village_code(&self, village: u32) -> String {
        format!("{}-{village:02}", self.code)
    }

    /// Tags in the order of the alphabet.
    pub(super) fn tags(&self) -> String {
        let tags = [(self.is_border, "border"), (self.is_region_iii, "region_iii")];
        tags.iter().filter(|(holds, _)| *holds).map(|(_, tag)| *tag).collect::<Vec<_>>().join(";")
    }
}

/// Draws the communes of a province, by code.
pub(super) fn draw(province: &ProvinceProfile, seed: u64) -> Vec<Commune> {
    let place = province.code.parse().expect("official codes are numbers");
    let mut chance = Chance::new(seed, Topic::Communes, place);
    let facts: Vec<CommuneFacts> = rows(province.communes);
    let households = sizes(province, &facts, &mut chance);
    let rates = rates(&facts, &mut chance);
    let poor = deal(province.poor, &weights(&households, &rates, |rate| rate), &shares(&households, HIGHEST_RATE));
    let near_caps: Vec<u32> =
        households.iter().zip(&poor).map(|(all, poor)| count(0.7 * f64::from(all - poor))).collect();
    let near_weights = weights(&households, &rates, |rate| 0.02 + 0.4 * rate * (1.0 - rate));
    let near_poor = deal(province.near_poor, &near_weights, &near_caps);
    let escaped_weights = weights(&households, &rates, |rate| 0.005 + 0.1 * rate * (1.0 - rate));
    let escaped = deal(province.newly_escaped, &escaped_weights, &shares(&households, 0.05));
    let mut communes = Vec::with_capacity(facts.len());
    for ((((facts, households), poor), near_poor), newly_escaped) in
        facts.into_iter().zip(households).zip(poor).zip(near_poor).zip(escaped)
    {
        communes.push(commune(facts, [households, poor, near_poor, newly_escaped], &mut chance));
    }
    communes
}

fn commune(
    facts: CommuneFacts,
    [households, poor, near_poor, newly_escaped]: [u32; 4],
    chance: &mut Chance,
) -> Commune {
    let rate = f64::from(poor) / f64::from(households);
    let is_urban = facts.urban.is_some();
    let is_near = chance.happens(0.35) && rate >= NEAR_REGION_III;
    Commune {
        is_region_iii: !is_urban && (rate >= REGION_III || is_near),
        is_border: facts.border.is_some(),
        villages: count(f64::from(households) / 320.0).clamp(4, 16),
        code: facts.code,
        name: facts.name,
        is_urban,
        households,
        poor,
        near_poor,
        newly_escaped,
    }
}

/// Households by commune: more where more former communes were merged, most in towns.
fn sizes(province: &ProvinceProfile, facts: &[CommuneFacts], chance: &mut Chance) -> Vec<u32> {
    let weight = |facts: &CommuneFacts| {
        let town = if facts.urban.is_some() { 3.0 } else { f64::from(facts.town.unwrap_or(0)) * 1.5 };
        let noise = 1.0 + 0.2 * chance.normal().clamp(-2.0, 2.0);
        (1.0 + f64::from(facts.merged) + town) * noise
    };
    let weights: Vec<f64> = facts.iter().map(weight).collect();
    deal(province.households, &weights, &vec![province.households; facts.len()])
}

/// Poverty rates before calibration: a heavy-tailed law, dealt to communes by remoteness and chance.
fn rates(facts: &[CommuneFacts], chance: &mut Chance) -> Vec<f64> {
    let law = Beta::new(0.6, 2.5).expect("both shapes are above zero");
    let mut draws: Vec<f64> = (0..facts.len() * STRATA).map(|_| chance.draw(&law)).collect();
    draws.sort_by(f64::total_cmp);
    let remoteness = |facts: &CommuneFacts| {
        let border = f64::from(facts.border.unwrap_or(0));
        let town = f64::from(facts.town.unwrap_or(0)) + 2.0 * f64::from(facts.urban.unwrap_or(0));
        border - 1.5 * town + chance.normal()
    };
    let remote: Vec<f64> = facts.iter().map(remoteness).collect();
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
