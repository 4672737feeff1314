//! Quantities that cannot be mixed up: money as whole đồng ([`Vnd`]) and exact shares ([`Share`]).
//! The only bridge between money and floating point is [`Vnd::millions`] and [`Vnd::from_millions`].

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// Money in whole đồng. Sums are bounded when a scenario is loaded (at most [`Vnd::LIMIT`]), so arithmetic cannot overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vnd(i64);

impl Vnd {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// One đồng.
    pub const ONE: Self = Self(1);

    /// The largest total a scenario may hold: 2⁵³ đồng (9 million tỷ), the last whole number that a float holds exactly.
    pub const LIMIT: Self = Self(1 << 53);

    /// An amount of whole đồng.
    pub const fn new(dong: i64) -> Self {
        Self(dong)
    }

    /// The amount in đồng.
    pub const fn dong(self) -> i64 {
        self.0
    }

    /// The amount in million đồng, the unit inside the solver (exact to 1 đồng below [`Vnd::LIMIT`]).
    #[expect(clippy::cast_precision_loss, reason = "amounts stay below 2^53")]
    pub fn millions(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The nearest whole đồng to a number of million đồng.
    #[expect(clippy::cast_possible_truncation, reason = "solver values stay below 2^53 đồng")]
    pub fn from_millions(millions: f64) -> Self {
        Self((millions * 1e6).round() as i64)
    }

    /// The whole đồng in a number of million đồng, and whether it holds a part of a đồng beyond them; a number that
    /// lies at most `within` million đồng from whole đồng is those.
    pub fn from_millions_down(millions: f64, within: f64) -> (Self, bool) {
        let nearest = Self::from_millions(millions);
        let beyond = millions - nearest.millions();
        if beyond.abs() <= within {
            (nearest, false)
        } else if beyond > 0.0 {
            (nearest, true)
        } else {
            (nearest - Self(1), true)
        }
    }

    /// `count` times the amount.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.checked_mul(i64::from(count)).expect("totals are bounded when a scenario is loaded"))
    }

    /// How many whole `unit`s the amount holds (`unit` above zero).
    #[expect(clippy::integer_division, reason = "the rest is meant to be dropped")]
    pub fn whole_units(self, unit: Self) -> u32 {
        u32::try_from(self.0.max(0) / unit.0).unwrap_or(u32::MAX)
    }

    /// The amount as a share of `unit`: units served, 0..quantity.
    #[expect(clippy::cast_precision_loss, reason = "amounts stay below 2^53")]
    pub fn units_of(self, unit: Self) -> f64 {
        self.0 as f64 / unit.0 as f64
    }

    /// The amount less `other`, but never below zero.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0))
    }
}

impl Add for Vnd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("totals are bounded when a scenario is loaded"))
    }
}

impl Sub for Vnd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.checked_sub(other.0).expect("totals are bounded when a scenario is loaded"))
    }
}

impl AddAssign for Vnd {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Vnd {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Vnd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Vnd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A share 0..=1 as an exact decimal of at most 18 places (a pledge's rate, a reserve).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u64);

/// Why a text is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a share between 0 and 1 with at most 18 decimal places")]
pub struct NotAShare;

impl Share {
    const SCALE: u64 = 1_000_000_000_000_000_000;

    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// All of it.
    pub const ONE: Self = Self(Self::SCALE);

    /// Reads `0.85`, `0,85` or `85%`, exactly.
    pub fn parse(text: &str) -> Result<Self, NotAShare> {
        let text = text.trim();
        let (number, places_of_percent) = match text.strip_suffix('%') {
            Some(number) => (number.trim(), 2),
            None => (text, 0),
        };
        let number = number.replace(',', ".");
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        let mut digits = format!("{whole}{fraction}");
        if whole.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAShare);
        }
        let mut places = fraction.len() + places_of_percent;
        while places > 0 && digits.ends_with('0') {
            digits.pop();
            places -= 1;
        }
        let places = u32::try_from(places).ok().filter(|&places| places <= 18).ok_or(NotAShare)?;
        let mantissa: u64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| NotAShare)? };
        let scaled = mantissa.checked_mul(10_u64.pow(18 - places)).ok_or(NotAShare)?;
        if scaled > Self::SCALE { Err(NotAShare) } else { Ok(Self(scaled)) }
    }

    /// The rest up to one.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(Self::SCALE - self.0)
    }

    /// ⌊amount × self × other⌋ in whole đồng, in exact arithmetic.
    pub fn of_amount(self, amount: Vnd, other: Self) -> Vnd {
        let product = BigInt::from(amount.dong()) * BigInt::from(self.0) * BigInt::from(other.0);
        let scale = BigInt::from(Self::SCALE);
        let dong = product / (scale.clone() * scale);
        Vnd::new(i64::try_from(dong).expect("a share of an amount is not above the amount"))
    }

    /// `part` − self × `whole` in 10⁻¹⁸ đồng, in exact arithmetic: below zero where `part` is a smaller share.
    pub fn excess(self, part: Vnd, whole: Vnd) -> i128 {
        i128::from(part.dong()) * i128::from(Self::SCALE) - i128::from(whole.dong()) * i128::from(self.0)
    }

    /// What [`Share::excess`] counts for one đồng.
    pub const DONG: i128 = Self::SCALE as i128;

    /// The share of so many millionths, at most one.
    #[must_use]
    pub fn of_millionths(millionths: u32) -> Self {
        Self(u64::from(millionths.min(1_000_000)) * Self::MILLIONTH)
    }

    /// The share as a percentage, exactly: `33.3333%`.
    #[expect(clippy::integer_division, reason = "digits before and after the point")]
    pub fn percent(self) -> String {
        let digits = format!("{:016}", self.0 % Self::PERCENT);
        let fraction = digits.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{}{point}{fraction}%", self.0 / Self::PERCENT)
    }

    /// The share as a text that [`Share::parse`] restores: `0.85`, or a percentage where a float would not do.
    pub fn text(self) -> String {
        let decimal = self.to_string();
        if Self::parse(&decimal) == Ok(self) { decimal } else { self.percent() }
    }

    const MILLIONTH: u64 = 1_000_000_000_000;
    const PERCENT: u64 = 10_000_000_000_000_000;

    /// The share as a float, 0..1.
    #[expect(clippy::cast_precision_loss, reason = "a float is what the caller asks for")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::SCALE as f64
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.to_f64())
    }
}

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_exactly() {
        for (text, expected) in [
            ("0.85", "0.85"),
            ("85%", "0.85"),
            ("0,5", "0.5"),
            ("1", "1"),
            ("100%", "1"),
            ("0", "0"),
            ("1.0", "1"),
            ("10%", "0.1"),
            ("0.000", "0"),
        ] {
            assert_eq!(Share::parse(text).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", "1.1", "-0.1", "101%", "x", "0.1234567890123456789", ".5", "1e-3"] {
            assert_eq!(Share::parse(text), Err(NotAShare), "{text}");
        }
    }

    #[test]
    fn a_percentage_restores_its_share() {
        for (text, percent) in [("0.333333", "33.3333%"), ("0.4", "40%"), ("1", "100%"), ("0.000001", "0.0001%")] {
            assert_eq!(Share::parse(text).unwrap().percent(), percent);
            assert_eq!(Share::parse(percent), Share::parse(text));
        }
        assert_eq!(Share::of_millionths(333_333).percent(), "33.3333%");
        assert_eq!(Share::of_millionths(2_000_000), Share::ONE);
    }

    #[test]
    fn available_money_is_floored_in_exact_decimals() {
        let rate = Share::parse("0.6").unwrap();
        let reserve = Share::parse("0.1").unwrap();
        assert_eq!(rate.of_amount(Vnd::new(1_000_000_001), reserve.complement()), Vnd::new(540_000_000));
        assert_eq!(Share::parse("0.29").unwrap().of_amount(Vnd::new(100), Share::ONE), Vnd::new(29));
    }

    #[test]
    fn a_part_is_held_against_a_share_exactly() {
        let third = Share::parse("0.333333333333333333").unwrap();
        assert_eq!(third.excess(Vnd::new(1), Vnd::new(3)), 1);
        assert_eq!(Share::parse("0.4").unwrap().excess(Vnd::LIMIT, Vnd::ZERO), Share::DONG << 53);
        assert_eq!(Share::parse("0.4").unwrap().excess(Vnd::new(3), Vnd::new(10)), -Share::DONG);
    }

    #[test]
    fn a_part_of_a_dong_is_left_out() {
        let down = |millions| Vnd::from_millions_down(millions, 5e-8);
        assert_eq!(down(7.714_285_714), (Vnd::new(7_714_285), true));
        assert_eq!(down(7.714_284_99), (Vnd::new(7_714_285), false));
        assert_eq!(down(7.714_285_02), (Vnd::new(7_714_285), false));
        assert_eq!(down(7.714_284_9), (Vnd::new(7_714_284), true));
    }

    #[test]
    fn million_dong_round_trip() {
        assert_eq!(Vnd::from_millions(Vnd::new(123_456_789_012_345).millions()), Vnd::new(123_456_789_012_345));
    }
}
