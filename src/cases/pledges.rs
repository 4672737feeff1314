//! Draws of the pledges: each arrives in full with the probability of its `rate`, or not at all.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use toml::Value;

use super::{Case, CaseKind};
use crate::domain::{Scenario, SourceStatus};
use crate::units::{Share, Vnd};

/// Draws are whole numbers below this: a rate is compared exactly.
const ONE_IN: Vnd = Vnd::new(1_000_000_000_000);

/// `draws` cases. The same seed gives the same draws; the first ones stay when more are asked for.
pub(super) fn draw(scenario: &Scenario, draws: u32, seed: u64) -> Vec<Case> {
    let mut chance = Pcg64::seed_from_u64(seed);
    let pledged: Vec<_> = scenario.sources.iter().filter(|source| source.status == SourceStatus::Pledged).collect();
    let mut cases = Vec::new();
    for number in 1..=draws {
        let mut set = Vec::new();
        for source in &pledged {
            let arrives = chance.random_range(0..ONE_IN.dong()) < source.rate.of_amount(ONE_IN, Share::ONE).dong();
            set.push((format!("sources[{}].rate", source.id), Value::Integer(i64::from(arrives))));
        }
        let name = format!("{number}");
        cases.push(Case { case: String::new(), kind: CaseKind::Draw, name, set, rules: None });
    }
    cases
}
