//! Exact fractions, and the one way from and to floats: a float is the fraction that it is, and a fraction becomes the
//! float on the safe side.

use num_bigint::BigInt;
use num_rational::Ratio;

/// A fraction of whole numbers of any size.
pub(super) type Exact = Ratio<BigInt>;

/// Digits behind the point (binary) that a told bound keeps.
const TOLD_BITS: i32 = 80;

/// Mantissa and exponent: the float is mantissa × 2^exponent, the mantissa odd or 0. Infinite ones are 0: no figure of a
/// scenario is.
pub(super) fn parts(float: f64) -> (i64, i32) {
    if float == 0.0 || !float.is_finite() {
        return (0, 0);
    }
    let bits = float.abs().to_bits();
    let raw = i32::try_from(bits >> 52).expect("11 bits");
    let fraction = i64::try_from(bits & ((1 << 52) - 1)).expect("52 bits");
    let (mantissa, exponent) = if raw == 0 { (fraction, -1074) } else { (fraction | (1 << 52), raw - 1075) };
    let zeros = mantissa.trailing_zeros();
    let odd = (mantissa >> zeros) * if float < 0.0 { -1 } else { 1 };
    (odd, exponent + i32::try_from(zeros).expect("at most 63"))
}

/// The fraction that a float is.
pub(super) fn exact(float: f64) -> Exact {
    let (mantissa, exponent) = parts(float);
    let power = BigInt::from(1) << exponent.unsigned_abs();
    if exponent >= 0 { Exact::from(BigInt::from(mantissa) * power) } else { Exact::new(BigInt::from(mantissa), power) }
}

/// A whole number.
pub(super) fn whole(number: i128) -> Exact {
    Exact::from(BigInt::from(number))
}

/// The least float that is not below a fraction, but for its last digits.
pub(super) fn not_below(fraction: &Exact) -> f64 {
    -not_above(&-fraction.clone())
}

/// The largest float that is not above a fraction, but for its last digits.
pub(super) fn not_above(fraction: &Exact) -> f64 {
    let scaled = (fraction.clone() * Exact::from(BigInt::from(1) << TOLD_BITS.unsigned_abs())).floor().to_integer();
    let mut float = f64_of(&scaled) * 2_f64.powi(-TOLD_BITS);
    while exact(float) > *fraction {
        float = float.next_down();
    }
    float
}

/// A float near a whole number.
fn f64_of(number: &BigInt) -> f64 {
    number.to_string().parse().expect("digits are a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_is_the_fraction_that_it_is() {
        assert_eq!(exact(0.75), Exact::new(BigInt::from(3), BigInt::from(4)));
        assert_eq!(exact(-2.5), Exact::new(BigInt::from(-5), BigInt::from(2)));
        assert_eq!(exact(3.0e15), whole(3_000_000_000_000_000));
        assert_ne!(exact(0.1) * whole(10), whole(1));
        assert_eq!(exact(0.0), whole(0));
    }

    #[test]
    fn a_told_bound_is_on_the_safe_side() {
        let third = Exact::new(BigInt::from(1), BigInt::from(3));
        assert!(exact(not_above(&third)) <= third && exact(not_below(&third)) >= third);
        assert!((not_below(&third) - not_above(&third)).abs() < 1e-15);
        let large = Exact::new(BigInt::from(10).pow(30) + BigInt::from(1), BigInt::from(7));
        assert!(exact(not_above(&large)) <= large && exact(not_below(&large)) >= large);
        assert!(not_above(&exact(252_589.5)).total_cmp(&252_589.5).is_eq());
    }
}
