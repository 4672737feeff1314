//! How large a cut of a profile is: all of it, or a share of its communes, households, sources and single amounts.

use super::chance::{count, whole};

/// A share of the profile, above 0 and at most 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale(f64);

impl Scale {
    /// All of it.
    pub const WHOLE: Self = Self(1.0);

    /// A share; `None` unless it is above 0 and at most 1.
    pub fn new(share: f64) -> Option<Self> {
        (share > 0.0 && share <= 1.0).then_some(Self(share))
    }

    /// The cut of a total.
    pub(super) fn total(self, total: u32) -> u32 {
        count(self.0 * f64::from(total))
    }

    /// The cut of a number of things, of which one is left at least (none of none).
    pub(super) fn few(self, things: u32) -> u32 {
        self.total(things).max(things.min(1))
    }

    /// The cut of an amount, in whole steps, one at least.
    #[expect(clippy::cast_precision_loss, reason = "amounts of a source are far below 2^53 đồng")]
    pub(super) fn amount(self, amount: u64, step: u64) -> u64 {
        let steps = whole(self.0 * amount as f64 / step as f64);
        if self == Self::WHOLE { amount } else { steps.max(1) * step }
    }

    /// Every so many of a list, evenly: one at least.
    #[expect(clippy::integer_division, reason = "positions are whole")]
    pub(super) fn thin<T: Clone>(self, items: &[T]) -> Vec<T> {
        let left = self.few(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize;
        (0..left).filter_map(|step| items.get(step * items.len() / left)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_even_and_never_empty() {
        let scale = Scale::new(0.3).unwrap();
        assert_eq!(scale.thin(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [1, 4, 7]);
        assert_eq!(scale.thin(&[7]), [7]);
        assert!(scale.thin::<u8>(&[]).is_empty());
        assert_eq!((scale.few(1), scale.few(0), scale.total(1)), (1, 0, 0));
        assert_eq!((scale.amount(100, 20), scale.amount(10, 20)), (40, 20));
        assert_eq!(Scale::WHOLE.amount(30, 20), 30);
    }

    #[test]
    fn only_shares_are_scales() {
        assert_eq!([0.0, -0.5, 1.5, f64::NAN].map(Scale::new), [None; 4]);
        assert_eq!(Scale::new(1.0), Some(Scale::WHOLE));
    }
}
