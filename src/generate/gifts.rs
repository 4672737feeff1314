//! Small gifts, shaped like 299,345 real credits to a relief account (2024): median 200,000 đồng, ninth decile
//! 1 million, 99th percentile 7 million, and 41 % of the value in the top 1 %.

use rand_distr::{Distribution, LogNormal};

use super::chance::{Chance, whole};

const THOUSAND: f64 = 1_000.0;
const MEDIAN: f64 = 200.0;
const NINTH_DECILE: f64 = 1_000.0;
/// ln 5 ÷ 1.2816: a log-normal law with these two quantiles.
const SPREAD: f64 = 1.2558;
/// ln 7 ÷ ln 10: from the ninth decile on a Pareto tail that reaches 7 million at the 99th percentile …
const INVERSE_TAIL: f64 = 0.845_098;
/// … and ends here (thousand đồng), so that the top 1 % holds 41 % of the value.
const LARGEST: f64 = 770_000.0;

/// `count` gifts in đồng, in random order; the tail is stratified so that few gifts already show its shape.
pub(super) fn draw(chance: &mut Chance, count: u32) -> Vec<u64> {
    let tail = super::chance::count(f64::from(count) * 0.1);
    let body = LogNormal::new(0.0, SPREAD).expect("the spread is finite and above zero");
    let mut gifts: Vec<u64> = (tail..count).map(|_| in_body(chance, &body)).collect();
    gifts.extend((0..tail).map(|rank| in_tail((f64::from(rank) + 0.5) / f64::from(tail))));
    chance.shuffle(&mut gifts);
    gifts
}

/// A gift up to the ninth decile, in whole 10,000 đồng.
fn in_body(chance: &mut Chance, body: &impl Distribution<f64>) -> u64 {
    loop {
        let thousands = MEDIAN * chance.draw(body);
        if thousands <= NINTH_DECILE {
            return whole(thousands / 10.0).max(1) * 10_000;
        }
    }
}

/// The gift that a share `above` of the tail exceeds, in whole 100,000 đồng.
fn in_tail(above: f64) -> u64 {
    let thousands = (NINTH_DECILE * above.powf(-INVERSE_TAIL)).min(LARGEST);
    whole(thousands * THOUSAND / 100_000.0) * 100_000
}
