//! The solver works to a tolerance; whole đồng do not. Where the chosen units cannot all be paid to the đồng, the least
//! is given up: first đồng of packages that may be granted in part, then those units that weigh least.

use super::funding::Funding;
use super::payments::{self, Payments};
use crate::domain::{Grain, Scenario};
use crate::ids::NeedIndex;
use crate::network::{Leaf, Network};
use crate::severity::Weights;
use crate::units::Vnd;

/// Funds `granted`, less what cannot be paid.
pub(super) fn fund<'a>(
    scenario: &'a Scenario,
    (weights, network): (&Weights, &'a Network),
    mut granted: Vec<Vnd>,
    (order, payments): (&[usize], &Payments),
) -> Funding<'a> {
    // Where rules look at who pays, every award is paid by what is decided.
    let tracked = network.pieces.iter().filter(|piece| payments::is_tracked(network, piece));
    let decided: Vec<usize> = tracked.flat_map(|piece| piece.leaves.iter().copied()).collect();
    loop {
        let mut funding = Funding::new(scenario, network, std::mem::take(&mut granted));
        payments.pay(&mut funding);
        let mut last: Vec<Vnd> = network.leaves.iter().map(|leaf| parts_of(&funding, leaf)).collect();
        for &leaf in &decided {
            *last.get_mut(leaf).expect("a leaf of this network") = Vnd::ZERO;
        }
        let lacks = funding.fill_last(order, &last);
        granted.clone_from(&funding.granted);
        let mut gave_up = false;
        for (leaf, lack) in network.leaves.iter().zip(lacks).filter(|(_, lack)| *lack > Vnd::ZERO) {
            gave_up |= give_up(scenario, (weights, network), (leaf, lack), &mut granted);
        }
        if !gave_up {
            return funding;
        }
    }
}

/// Đồng of a leaf that can be given up one by one: what packages granted in part get beyond their minimum. They are paid
/// last, so that a đồng too little costs no whole unit in another leaf.
fn parts_of(funding: &Funding<'_>, leaf: &Leaf) -> Vnd {
    let part = |&need: &NeedIndex| {
        let least = least_part(funding.scenario, funding.network, need);
        least.map_or(Vnd::ZERO, |least| funding.granted_to(need).saturating_sub(least))
    };
    leaf.needs.iter().map(part).sum()
}

/// Gives up at least `lack` đồng of a leaf; whether anything could be given up.
fn give_up(
    scenario: &Scenario,
    (weights, network): (&Weights, &Network),
    (leaf, mut lack): (&Leaf, Vnd),
    granted: &mut [Vnd],
) -> bool {
    let is_whole = |need: NeedIndex| scenario.package(scenario.need(need).package).grain == Grain::Whole;
    let weight_lost = |need: NeedIndex| {
        let cost = scenario.need(need).unit_cost;
        let units = if is_whole(need) { cost.times(units_for(lack, cost)) } else { lack };
        weights.per_unit(need) * units.units_of(cost)
    };
    let mut needs = leaf.needs.clone();
    needs.sort_by(|&one, &other| {
        let weight = weight_lost(one).total_cmp(&weight_lost(other));
        is_whole(one).cmp(&is_whole(other)).then(weight).then(other.cmp(&one))
    });
    let mut gave_up = false;
    for need in needs {
        let slot = granted.get_mut(need.get()).expect("an amount for every need");
        let less = lessen(scenario, network, need, (*slot, lack));
        gave_up |= less > Vnd::ZERO;
        *slot -= less;
        lack = lack.saturating_sub(less);
        if lack == Vnd::ZERO {
            break;
        }
    }
    gave_up
}

/// The fewest units that cost at least `lack`.
fn units_for(lack: Vnd, unit_cost: Vnd) -> u32 {
    (lack + unit_cost - Vnd::new(1)).whole_units(unit_cost)
}

/// How much of a grant to give up for `lack`: whole units, or đồng down to the minimum, else all that is not bound.
fn lessen(scenario: &Scenario, network: &Network, need: NeedIndex, (granted, lack): (Vnd, Vnd)) -> Vnd {
    let row = scenario.need(need);
    let committed = network.commitments.of_need(need);
    match least_part(scenario, network, need) {
        None => {
            let begun = (committed + row.unit_cost - Vnd::new(1)).whole_units(row.unit_cost);
            let free = granted.whole_units(row.unit_cost).saturating_sub(begun);
            row.unit_cost.times(units_for(lack, row.unit_cost).min(free))
        }
        Some(least) => {
            if granted.saturating_sub(lack) >= least {
                lack
            } else if committed > Vnd::ZERO {
                granted.saturating_sub(least)
            } else {
                granted
            }
        }
    }
}

/// The least that a need keeps if it keeps anything; `None` where its package is served whole.
fn least_part(scenario: &Scenario, network: &Network, need: NeedIndex) -> Option<Vnd> {
    let row = scenario.need(need);
    match scenario.package(row.package).grain {
        Grain::Whole => None,
        Grain::Divisible { min_amount } => Some(min_amount.min(row.open()).max(network.commitments.of_need(need))),
    }
}
