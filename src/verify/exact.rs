//! Arithmetic of the second opinion: exact integers, exact shares, and the one comparison of decimals.
//! Refuses [`Share::of_amount`]: what a share of an amount is, is derived here anew.

use num_bigint::BigInt;

use crate::units::Share;

/// Two decimals that differ by less than this share of the larger one are the same (sums taken in another order).
pub(super) const RELATIVE: f64 = 1e-9;

/// Values that a solver states may differ from exact ones by this share.
pub(super) const STATED: f64 = 1e-6;

/// Weights per đồng that differ by less than this share are equal (the same product taken in another order).
pub(super) const SAME_PRODUCT: f64 = 1e-12;

/// Denominator of a share.
pub(super) const SCALE: u64 = 1_000_000_000_000_000_000;

/// ⌊amount × share × (1 − kept)⌋ in exact decimals.
pub(super) fn usable(amount: i128, share: Share, kept: Share) -> i128 {
    let product = BigInt::from(amount) * BigInt::from(digits(share)) * BigInt::from(SCALE - digits(kept));
    let whole = product / (BigInt::from(SCALE) * BigInt::from(SCALE));
    i128::try_from(whole).expect("a share of an amount is not above the amount")
}

/// The share in 10⁻¹⁸. A share shows itself only as a float, so the exact decimal text that reads as this share is
/// found by halving the interval.
pub(super) fn digits(share: Share) -> u64 {
    let (mut low, mut high) = (0, SCALE);
    while low < high {
        let middle = low + (high - low).div_euclid(2);
        let text = format!("{}.{:018}", middle.div_euclid(SCALE), middle.rem_euclid(SCALE));
        let trial = Share::parse(&text).expect("the text has 18 places and is at most one");
        if trial < share {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A whole number as a decimal.
#[expect(clippy::cast_precision_loss, reason = "a decimal is what the caller asks for; exact below 2^53")]
pub(super) fn decimal(whole: i128) -> f64 {
    whole as f64
}

/// The largest multiple of `unit` that `amount` holds.
pub(super) fn whole_units(amount: i128, unit: i128) -> i128 {
    amount.max(0).div_euclid(unit) * unit
}

/// Whether two decimals are the same but for rounding; `scale` is the size of what they were made from.
pub(super) fn near(one: f64, other: f64, scale: f64) -> bool {
    (one - other).abs() <= RELATIVE * one.abs().max(other.abs()).max(scale.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_taken_to_the_last_of_18_places() {
        let share = |text| Share::parse(text).unwrap();
        assert_eq!(digits(share("0.123456789012345678")), 123_456_789_012_345_678);
        assert_eq!(digits(Share::ONE), SCALE);
        assert_eq!(digits(Share::ZERO), 0);
        assert_eq!(usable(1_000_000_001, share("0.6"), share("0.1")), 540_000_000);
        assert_eq!(usable(100, share("0.29"), Share::ZERO), 29);
        assert_eq!(usable(1_000_000_000_000_000, share("0.999999999999999999"), Share::ZERO), 999_999_999_999_999);
    }

    #[test]
    fn near_numbers_are_the_same_and_far_ones_are_not() {
        assert!(near(1.0, 1.0 + 1e-12, 0.0));
        assert!(!near(1.0, 1.0 + 1e-6, 0.0));
        assert!(!near(0.0, 1e-12, 0.0));
        assert!(near(0.0, 1e-12, 1.0));
        assert!(!near(f64::NAN, 1.0, 1.0));
    }
}
