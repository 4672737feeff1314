//! Whole numbers in proportion to weights that add up exactly (largest remainder), none above its cap.

use super::chance::count;

/// Deals `total` over places in proportion to `weights`, none above `caps`; the caps hold at least `total`.
///
/// The factor is found by halving, so that what a full place cannot take goes to the others in proportion; the rest
/// after rounding down goes to the largest remainders, ties to the earlier place.
pub(super) fn deal(total: u32, weights: &[f64], caps: &[u32]) -> Vec<u32> {
    let quotas = quotas(f64::from(total), weights, caps);
    let mut shares: Vec<u32> = quotas.iter().map(|quota| count(quota.floor())).collect();
    let mut order: Vec<usize> = (0..quotas.len()).collect();
    let remainder = |place: &usize| quotas.get(*place).map_or(0.0, |quota| quota - quota.floor());
    order.sort_by(|left, right| remainder(right).total_cmp(&remainder(left)).then(left.cmp(right)));
    let mut rest = total.saturating_sub(shares.iter().sum());
    for place in order.iter().cycle().take(order.len() * 8) {
        let (Some(share), Some(cap)) = (shares.get_mut(*place), caps.get(*place)) else { continue };
        if rest > 0 && *share < *cap {
            *share += 1;
            rest -= 1;
        }
    }
    shares
}

fn quotas(total: f64, weights: &[f64], caps: &[u32]) -> Vec<f64> {
    let at = |factor: f64| -> Vec<f64> {
        weights.iter().zip(caps).map(|(weight, cap)| (factor * weight).min(f64::from(*cap))).collect()
    };
    let (mut low, mut high) = (0.0, 1.0);
    while at(high).iter().sum::<f64>() < total && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if at(middle).iter().sum::<f64>() <= total {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_keep_caps() {
        assert_eq!(deal(10, &[1.0, 1.0, 1.0], &[9, 9, 9]), [4, 3, 3]);
        assert_eq!(deal(10, &[8.0, 1.0, 1.0], &[4, 9, 9]), [4, 3, 3]);
        assert_eq!(deal(7, &[1.0, 2.0, 0.5], &[9, 9, 9]), [2, 4, 1]);
        assert_eq!(deal(3, &[0.1, 0.1, 0.1], &[1, 1, 1]), [1, 1, 1]);
    }
}
