//! Chance: a numbered stream of random bits for each topic and place, and the few draws that the generator makes.
//! Discrete outcomes come from whole numbers or from numbers that are rounded at once.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64;

/// What a stream is for; two topics never share bits.
#[derive(Debug, Clone, Copy)]
pub(super) enum Topic {
    /// Sizes, rates and tags of communes.
    Communes = 1,
    /// Households of one commune.
    Households = 2,
    /// What the households of one commune ask for.
    Needs = 3,
    /// What a commune asks for itself.
    Works = 4,
    /// Sources of a province.
    Sources = 5,
    /// Small gifts.
    Gifts = 6,
    /// Commitments.
    Commitments = 7,
    /// How remote a province is.
    Provinces = 8,
}

/// A stream of random draws.
#[derive(Debug, Clone)]
pub(super) struct Chance(Pcg64);

impl Chance {
    /// The stream of a topic at a place (a commune's or province's code as a number).
    pub(super) fn new(seed: u64, topic: Topic, place: u64) -> Self {
        let mut mixer = Pcg64::seed_from_u64(seed);
        let state = mixer.random::<u128>();
        Self(Pcg64::new(state, (u128::from(place) << 8) | u128::from(topic as u8)))
    }

    /// Yes with probability `share`.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.0.random::<f64>() < share
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.random_range(low..=high.max(low))
    }

    /// A position below `length` (`length` above zero).
    pub(super) fn position(&mut self, length: usize) -> usize {
        self.0.random_range(0..length)
    }

    /// One of `items`, which are not empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let position = self.position(items.len());
        items.get(position).expect("a position below the length")
    }

    /// A position with a chance in proportion to its weight (some weight above zero).
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut ticket = self.between(1, weights.iter().sum());
        for (position, &weight) in weights.iter().enumerate() {
            if ticket <= weight {
                return position;
            }
            ticket -= weight;
        }
        weights.len().saturating_sub(1)
    }

    /// A standard normal number.
    pub(super) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A draw from a distribution of `rand_distr`.
    pub(super) fn draw<T>(&mut self, distribution: &impl Distribution<T>) -> T {
        distribution.sample(&mut self.0)
    }

    /// A random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        items.shuffle(&mut self.0);
    }
}

/// The nearest whole number, never below zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits first")]
pub(super) fn whole(number: f64) -> u64 {
    number.round().clamp(0.0, 9e15) as u64
}

/// The nearest whole number that fits 32 bits, never below zero.
pub(super) fn count(number: f64) -> u32 {
    u32::try_from(whole(number)).unwrap_or(u32::MAX)
}
