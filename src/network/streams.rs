//! Streams: bundles as a linear program sees them. Where units may be granted in any part, needs of one leaf and one
//! fairness group that weigh the same per đồng are one stream of money, whatever their unit costs.

use std::collections::BTreeMap;

use super::bundles::{Bundle, Help, Item};
use super::leaves::Leaf;
use crate::domain::Grain;
use crate::units::Vnd;

/// The unit of a stream: a million đồng.
const MILLION: Vnd = Vnd::new(1_000_000);

/// Leaf, fairness group, and (by their bits) weight and what rules count, per million đồng.
type Likeness = (usize, Option<usize>, u64, Vec<(usize, u64)>);

/// Merges the bundles of one need; the others stay as they are, and so do those that a cap counts by unit.
pub(super) fn merge<'a>(leaves: &[Leaf], bundles: impl Iterator<Item = &'a Bundle>) -> Vec<Bundle> {
    let mut streams: BTreeMap<Likeness, Item> = BTreeMap::new();
    let mut rest = Vec::new();
    for bundle in bundles {
        let is_capped = |item: &Item| leaves.get(item.leaf).is_some_and(|leaf| leaf.capped.is_some());
        let Some(item) = bundle.items.first().filter(|item| bundle.items.len() == 1 && !is_capped(item)) else {
            rest.push(bundle.clone());
            continue;
        };
        let weight = item.weight / item.unit_cost.millions();
        let per_million = |&(row, coefficient): &(usize, f64)| (row, coefficient / item.unit_cost.millions());
        let rules: Vec<(usize, f64)> = item.rules.iter().map(per_million).collect();
        let bits = rules.iter().map(|&(row, coefficient)| (row, coefficient.to_bits())).collect();
        let stream = streams.entry((item.leaf, item.group, weight.to_bits(), bits)).or_insert_with(|| Item {
            unit_cost: MILLION,
            weight,
            grain: Grain::Divisible { min_amount: Vnd::ZERO },
            capacity: Vnd::ZERO,
            committed_parts: Vnd::ZERO,
            committed_units: Vnd::ZERO,
            unit_is_household: false,
            rules,
            ..item.clone()
        });
        for _ in &bundle.members {
            stream.capacity += item.capacity;
            stream.committed_parts += item.committed();
        }
    }
    let stream = |item| Bundle {
        members: vec![Vec::new()],
        items: vec![item],
        exclusive: Vec::new(),
        help: Help::Never,
        counts: Vec::new(),
    };
    streams.into_values().map(stream).chain(rest).collect()
}
