//! Whether hard rules hold once awards and payments are whole đồng: the solver's amounts are rounded, and a bound that they
//! met exactly may then be missed by a đồng.

use std::collections::BTreeSet;

use super::funding::Funding;
use crate::network::{Network, Piece};
use crate::tolerance;

/// The pieces (positions) in which a hard rule does not hold.
pub(super) fn broken_pieces(network: &Network, funding: &Funding<'_>) -> Vec<usize> {
    let rules = &network.rules;
    let values = rules.values(funding.scenario, &funding.granted, funding.money());
    let is_missed = |(row, value): &(usize, f64)| {
        let is_hard = |row: &&crate::network::RuleRow| row.price.is_none();
        let row = rules.rows.get(*row).filter(is_hard);
        row.is_some_and(|row| row.miss(*value) > tolerance::RULE_MISSED * row.size.abs().max(1.0))
    };
    let missed: BTreeSet<usize> = values.into_iter().enumerate().filter(is_missed).map(|(row, _)| row).collect();
    let touches = |piece: &Piece| {
        let bundles = piece.bundles.iter().filter_map(|&bundle| network.bundles.get(bundle));
        let of_units = |row: &usize| missed.contains(row);
        let tracked = |edge| network.tracked.get(edge).into_iter().flatten().any(|&(row, _)| missed.contains(&row));
        piece.edges.iter().any(tracked)
            || bundles.into_iter().any(|bundle| {
                let items = bundle.items.iter().flat_map(|item| &item.rules);
                let counts = bundle.counts.iter().flat_map(|count| &count.count.rows);
                items.chain(counts).any(|(row, _)| of_units(row))
            })
    };
    if missed.is_empty() {
        return Vec::new();
    }
    network.pieces.iter().enumerate().filter(|(_, piece)| touches(piece)).map(|(position, _)| position).collect()
}
