//! Units of alike needs → units of each need, in the order of their ids.

use crate::domain::Grain;
use crate::domain::settings::Maximize;
use crate::network::{Bundle, Help, Item, Network};
use crate::stages::Decision;
use crate::units::Vnd;

/// Đồng granted to each need (commitments included), in the order of `Scenario::needs`.
pub(super) fn spread(network: &Network, decisions: &[Decision], maximize: Maximize, needs: usize) -> Vec<Vnd> {
    let mut granted = vec![Vnd::ZERO; needs];
    for (piece, decision) in network.pieces.iter().zip(decisions) {
        for (&bundle, totals) in piece.bundles.iter().zip(&decision.granted) {
            let bundle = network.bundles.get(bundle).expect("a bundle of this network");
            let many = maximize == Maximize::Households && bundle.help == Help::IfServed;
            spread_bundle(bundle, totals, many, &mut granted);
        }
    }
    granted
}

/// Hands out the items one after the other, each going on where the one before stopped: within an exclusive group
/// nobody is met twice, and as many members as possible get something. Groups come first, one whole group at a time.
fn spread_bundle(bundle: &Bundle, totals: &[Vnd], many: bool, granted: &mut [Vnd]) {
    let grouped: Vec<usize> = bundle.exclusive.iter().flatten().copied().collect();
    let others = (0..bundle.items.len()).filter(|item| !grouped.contains(item));
    let mut first = 0;
    for position in grouped.iter().copied().chain(others) {
        let (Some(item), Some(&total)) = (bundle.items.get(position), totals.get(position)) else { continue };
        let parts = parts(item, total, bundle.members.len(), many);
        for (step, &amount) in parts.iter().enumerate() {
            let member = bundle.members.get((first + step) % bundle.members.len());
            let need = member.and_then(|needs| needs.get(position)).expect("a member has every need of its bundle");
            *granted.get_mut(need.get()).expect("a need of this scenario") = amount;
        }
        first = if bundle.members.is_empty() { 0 } else { (first + parts.len()) % bundle.members.len() };
    }
}

/// Splits a total among as few members as can be (`many`: as many, where the package may be granted in part).
fn parts(item: &Item, total: Vnd, members: usize, many: bool) -> Vec<Vnd> {
    // Less than the least that one member may be granted is a solver's noise, a đồng or two.
    if total == Vnd::ZERO || item.capacity == Vnd::ZERO || total < item.minimum() {
        return Vec::new();
    }
    let fewest = usize::try_from((total + item.capacity - Vnd::new(1)).whole_units(item.capacity)).unwrap_or(members);
    let count = match item.grain {
        Grain::Divisible { .. } if many => usize::try_from(total.whole_units(item.minimum())).unwrap_or(members),
        _ => fewest,
    };
    let count = count.clamp(fewest.min(members), members);
    let least = match item.grain {
        Grain::Whole => Vnd::ZERO,
        Grain::Divisible { .. } => item.minimum(),
    };
    let mut rest = total;
    let mut parts = vec![Vnd::ZERO; count];
    for part in &mut parts {
        *part = least.min(rest);
        rest -= *part;
    }
    for part in &mut parts {
        let more = rest.min(item.capacity - *part);
        *part += more;
        rest -= more;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(grain: Grain, capacity: i64) -> Item {
        Item {
            leaf: 0,
            unit_cost: Vnd::new(10),
            weight: 1.0,
            grain,
            capacity: Vnd::new(capacity),
            committed_parts: Vnd::ZERO,
            committed_units: Vnd::ZERO,
            unit_is_household: false,
            group: None,
            earlier: None,
            before: Vec::new(),
            rules: Vec::new(),
        }
    }

    #[test]
    fn whole_units_fill_one_member_after_the_other() {
        let amounts = parts(&item(Grain::Whole, 20), Vnd::new(50), 4, false);
        assert_eq!(amounts, [20, 20, 10].map(Vnd::new));
    }

    #[test]
    fn no_part_is_below_the_minimum() {
        let grain = Grain::Divisible { min_amount: Vnd::new(4) };
        assert_eq!(parts(&item(grain, 10), Vnd::new(11), 4, false), [7, 4].map(Vnd::new));
        assert_eq!(parts(&item(grain, 10), Vnd::new(13), 4, true), [5, 4, 4].map(Vnd::new));
        assert_eq!(parts(&item(grain, 10), Vnd::new(1), 4, false), []);
    }
}
