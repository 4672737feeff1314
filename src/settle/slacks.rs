//! How far the rules on the money of sources are from their bounds, in exact integers: 10⁻¹⁸ đồng, since shares have up
//! to 18 decimals.

use super::funding::Funding;
use crate::domain::{RuleBound, Scenario};
use crate::network::Network;
use crate::units::{Share, Vnd};

/// A bound of a rule on the money of sources, with the sums that it compares.
#[derive(Debug, Clone, Copy)]
struct Side {
    bound: RuleBound,
    is_floor: bool,
    is_hard: bool,
    /// Whether the share is of all that the source pays, else of what is granted.
    is_own: bool,
    part: Vnd,
    whole: Vnd,
}

impl Side {
    /// Distance to the bound; below zero where it is missed.
    fn room(&self) -> i128 {
        let excess = match self.bound {
            RuleBound::Share(share) => share.excess(self.part, self.whole),
            RuleBound::Money(money) => Share::ONE.excess(self.part, money),
            RuleBound::Number(_) => unreachable!("amounts are bounded by money or a share"),
        };
        if self.is_floor { excess } else { -excess }
    }

    /// Counts a payment that the row looks at.
    fn pay(&mut self, counts: bool, amount: Vnd) {
        if counts {
            self.part += amount;
        }
        if self.is_own {
            self.whole += amount;
        }
    }
}

/// The rows on the money of sources; other rows have no side.
#[derive(Debug, Clone)]
pub(super) struct Slacks {
    sides: Vec<Option<Side>>,
}

impl Slacks {
    /// As a plan stands.
    pub(super) fn of(funding: &Funding<'_>) -> Self {
        let (scenario, network) = (funding.scenario, funding.network);
        let count = network.rules.rows.len();
        let mut sides: Vec<Option<Side>> = (0..count).map(|row| side(scenario, network, row, funding)).collect();
        for ((row, counts), amount) in funding.counted_money() {
            if let Some(side) = sides.get_mut(row).and_then(Option::as_mut) {
                side.pay(counts, amount);
            }
        }
        Self { sides }
    }

    /// Whether a hard row is missed.
    pub(super) fn is_missed(&self, row: usize) -> bool {
        self.sides.get(row).copied().flatten().is_some_and(|side| side.is_hard && side.room() < 0)
    }

    /// Whether any hard row is missed.
    pub(super) fn is_any_missed(&self) -> bool {
        (0..self.sides.len()).any(|row| self.is_missed(row))
    }

    /// Đồng by which payments may change together before a row would miss more than it does: `changes` are (row, whether
    /// the money counts, +1 or −1); `None`: nothing is in the way.
    pub(super) fn room(&self, changes: &[(usize, bool, i64)]) -> Option<Vnd> {
        let mut rows: Vec<usize> = changes.iter().map(|&(row, ..)| row).collect();
        rows.sort_unstable();
        rows.dedup();
        let room = |row: usize| {
            let side = self.sides.get(row).copied().flatten()?;
            let mut next = Side { part: Vnd::ZERO, whole: Vnd::ZERO, ..side };
            for &(_, counts, sign) in changes.iter().filter(|&&(one, ..)| one == row) {
                next.pay(counts, Vnd::new(sign));
            }
            // What a step of one đồng does to the room; a bound in money is no part of a step.
            let step = match side.bound {
                RuleBound::Money(_) => Side { bound: RuleBound::Money(Vnd::ZERO), ..next }.room(),
                _ => next.room(),
            };
            let most = (step < 0).then(|| side.room().max(0).div_euclid(-step))?;
            Some(Vnd::new(i64::try_from(most).unwrap_or(i64::MAX)))
        };
        rows.into_iter().filter_map(room).min()
    }

    /// Moves đồng as [`Self::room`] reads changes.
    pub(super) fn change(&mut self, changes: &[(usize, bool, i64)], by: Vnd) {
        for &(row, counts, sign) in changes {
            if let Some(side) = self.sides.get_mut(row).and_then(Option::as_mut) {
                side.pay(counts, if sign < 0 { Vnd::ZERO - by } else { by });
            }
        }
    }
}

/// A row that looks at the money of sources, with what is granted as the whole of its share.
fn side(scenario: &Scenario, network: &Network, row: usize, funding: &Funding<'_>) -> Option<Side> {
    let row = network.rules.rows.get(row)?;
    let group = network.rules.groups.get(row.group)?;
    let rule = scenario.rules.get(group.rule).filter(|rule| rule.tells_sources_apart())?;
    let bound = if row.is_floor { rule.at_least } else { rule.at_most }?;
    let is_own = row.own_share > 0.0;
    let granted = group.base.iter().filter(|_| !is_own).map(|&need| funding.granted_to(need));
    let whole = granted.sum();
    Some(Side { bound, is_floor: row.is_floor, is_hard: row.price.is_none(), is_own, part: Vnd::ZERO, whole })
}
