//! What a floor may count: asks of money with their value per đồng.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Beneficiary, Grain, Need, Rule, RuleBound, RuleMeasure, Scenario};
use crate::ids::{NeedIndex, SourceIndex};
use crate::network::{Network, RuleRow, Tap};
use crate::rules::RuleGroup;
use crate::tolerance;
use crate::units::Vnd;

/// Money that may be drawn for something that a rule counts.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    /// What a million đồng counts at most, in the unit of the row.
    pub(super) per_million: f64,
    /// Đồng that count at most, commitments taken off.
    pub(super) room: Vnd,
    /// Where they may come from.
    pub(super) leaves: BTreeSet<usize>,
}

/// A hard floor in one group.
pub(super) struct Floor<'a> {
    pub(super) rule: &'a Rule,
    pub(super) group: &'a RuleGroup,
    pub(super) row: &'a RuleRow,
    /// What commitments count already, in the unit of the row.
    pub(super) given: f64,
    /// What commitments elsewhere in the base of a share take off it, in the unit of the row (never above 0).
    elsewhere: f64,
    /// Đồng that are committed in the group.
    pub(super) committed: Vnd,
    /// Cost and value of a unit, where all are alike and whole.
    unit: Option<(Vnd, f64)>,
    /// Whether the value is a whole number.
    is_whole: bool,
    asks: Vec<Ask>,
}

impl<'a> Floor<'a> {
    /// Every hard floor on amounts, units, weight, coverage or households that is not of sources; of households, no share.
    /// A share p is a floor like another: granting v here moves it by (1 − p) v, what is committed elsewhere in the base
    /// by −p of it, and what else is granted there only takes from it.
    pub(super) fn all(scenario: &'a Scenario, network: &'a Network) -> Vec<Self> {
        let leaf_of_need = leaf_of_need(scenario, network);
        let mut floors = Vec::new();
        for (position, row) in network.rules.rows.iter().enumerate().filter(|(_, row)| row.is_floor) {
            let Some(group) = network.rules.groups.get(row.group) else { continue };
            let Some(rule) = scenario.rules.get(group.rule).filter(|rule| is_plain(rule)) else { continue };
            let mut floor = Self {
                rule,
                group,
                row,
                given: 0.0,
                elsewhere: 0.0,
                committed: group.counted.iter().map(|&need| network.commitments.of_need(need)).sum(),
                unit: None,
                is_whole: false,
                asks: Vec::new(),
            };
            floor.read(scenario, network, (position, &leaf_of_need));
            floors.push(floor);
        }
        floors
    }

    fn read(&mut self, scenario: &Scenario, network: &Network, (position, leaf_of_need): (usize, &[Option<usize>])) {
        let mut alike: BTreeMap<(Option<usize>, u64), Ask> = BTreeMap::new();
        let mut units: BTreeSet<(Vnd, u64)> = BTreeSet::new();
        let counts = matches!(self.rule.measure, RuleMeasure::Units | RuleMeasure::Households);
        self.is_whole = counts && self.row.share.is_none();
        self.elsewhere = self.elsewhere(scenario, network, position);
        self.given = self.elsewhere;
        for &index in &self.group.counted {
            let need = scenario.need(index);
            let terms = network.rules.of(index);
            let value = terms.iter().find(|(row, _)| *row == position).map_or(0.0, |&(_, value)| value);
            if value <= 0.0 {
                continue;
            }
            let is_whole = scenario.package(need.package).grain == Grain::Whole;
            self.is_whole &= is_whole;
            units.insert((need.unit_cost, if is_whole { value.to_bits() } else { 0 }));
            let committed = network.commitments.of_need(index);
            self.given += value * committed.units_of(need.unit_cost);
            let per_million = value / need.unit_cost.millions();
            let leaf = leaf_of_need.get(index.get()).copied().flatten();
            let ask = alike.entry((leaf, per_million.to_bits())).or_insert_with(|| ask(per_million, leaf));
            ask.room += need.open().saturating_sub(committed);
        }
        self.asks.extend(alike.into_values());
        if self.rule.measure == RuleMeasure::Households {
            self.read_households(scenario, network, leaf_of_need);
        } else if let (1, Some(&(cost, bits))) = (units.len(), units.first()) {
            self.unit = Some((cost, f64::from_bits(bits))).filter(|(_, value)| *value > 0.0);
        }
        self.asks.sort_by(|one, other| other.per_million.total_cmp(&one.per_million));
    }

    /// What commitments of needs that only the base counts take off a share.
    fn elsewhere(&self, scenario: &Scenario, network: &Network, position: usize) -> f64 {
        let only_base = self.group.base.iter().filter(|need| self.group.counted.binary_search(need).is_err());
        let taken = only_base.flat_map(|&index| {
            let units = network.commitments.of_need(index).units_of(scenario.need(index).unit_cost);
            let terms = network.rules.of(index).iter().filter(|(row, _)| *row == position);
            terms.map(move |&(_, value)| value * units)
        });
        taken.sum()
    }

    /// The largest share of the base where no plan passes a value; `None` where the floor is no share, or of all.
    pub(super) fn best_share(&self, value: f64) -> Option<f64> {
        let share = self.row.share.filter(|share| *share > 0.0 && *share < 1.0)?;
        let granted = (value - self.elsewhere) / (1.0 - share);
        let outside = share * self.row.base_outside - self.row.bound;
        let whole = granted + self.row.base_outside - self.elsewhere / share;
        (whole > 0.0).then(|| (granted + outside) / whole)
    }

    /// Households count once: the cheapest help is enough. Those that outside help reaches are in the bound already.
    fn read_households(&mut self, scenario: &Scenario, network: &Network, leaf_of_need: &[Option<usize>]) {
        let mut needs: BTreeMap<Beneficiary, Vec<NeedIndex>> = BTreeMap::new();
        for &index in &self.group.counted {
            let beneficiary = scenario.need(index).beneficiary;
            if matches!(beneficiary, Beneficiary::Household(_)) {
                needs.entry(beneficiary).or_default().push(index);
            }
        }
        for needs in needs.into_values() {
            if needs.iter().any(|&index| scenario.need(index).outside > Vnd::ZERO) {
                continue;
            }
            if needs.iter().any(|&index| network.commitments.of_need(index) > Vnd::ZERO) {
                self.given += 1.0;
                continue;
            }
            let open = needs.iter().filter(|index| scenario.need(**index).open() > Vnd::ZERO);
            let least = |index: &NeedIndex| least(scenario, scenario.need(*index));
            let Some(cheapest) = open.map(least).min().filter(|&least| least > Vnd::ZERO) else { continue };
            let leaves = needs.iter().filter_map(|index| leaf_of_need.get(index.get()).copied().flatten());
            self.asks.push(Ask { per_million: 1.0 / cheapest.millions(), room: cheapest, leaves: leaves.collect() });
        }
    }

    /// All asks, those of the highest value first.
    pub(super) fn every(&self) -> Vec<&Ask> {
        self.asks.iter().collect()
    }

    /// The value if everything asked were granted.
    pub(super) fn value_of_all(&self) -> f64 {
        self.in_whole(self.given + self.asks.iter().map(|ask| ask.per_million * ask.room.millions()).sum::<f64>())
    }

    /// A value that is a whole number, as far as it is one.
    pub(super) fn in_whole(&self, value: f64) -> f64 {
        if self.is_whole { (value + tolerance::INTEGER).floor() } else { value }
    }

    /// Whether the floor is above a value that no plan passes.
    pub(super) fn is_beyond(&self, value: f64) -> bool {
        self.row.bound - value > tolerance::INTEGER.max(tolerance::RULE * self.row.size)
    }

    /// No plan reaches the floor with less new money in the group; never too high, to the đồng.
    pub(super) fn least_money(&self) -> Vnd {
        let mut missing = self.row.bound - self.given;
        if let Some((cost, value)) = self.unit.filter(|_| self.committed == Vnd::ZERO) {
            return cost.times(whole_units(missing / value));
        }
        let mut money = 0.0;
        for ask in &self.asks {
            let part = ask.room.millions().min((missing / ask.per_million).max(0.0));
            money += part;
            missing -= part * ask.per_million;
        }
        Vnd::from_millions(money).saturating_sub(Vnd::new(1))
    }

    /// The sources whose money may go to the asks, or is committed there.
    pub(super) fn payers(&self, network: &Network) -> BTreeSet<SourceIndex> {
        let leaves: BTreeSet<usize> = self.asks.iter().flat_map(|ask| ask.leaves.iter().copied()).collect();
        let leaves = leaves.into_iter().filter_map(|leaf| network.leaves.get(leaf));
        let signature = |tap: &Tap| match *tap {
            Tap::Signature(position) => position,
            Tap::Branch(branch) => branch.signature,
        };
        let positions = leaves.flat_map(|leaf| leaf.free.iter().map(signature).chain(leaf.direct.iter().copied()));
        let signatures = positions.filter_map(|position| network.signatures.get(position));
        let committed = self.group.counted.iter().flat_map(|&need| network.commitments.to_need(need));
        signatures.flat_map(|one| one.sources.iter().copied()).chain(committed.map(|(source, _)| source)).collect()
    }
}

fn ask(per_million: f64, leaf: Option<usize>) -> Ask {
    Ask { per_million, room: Vnd::ZERO, leaves: leaf.into_iter().collect() }
}

fn is_plain(rule: &Rule) -> bool {
    use RuleMeasure::{Amount, Coverage, Households, Units, Weight};
    let is_share = matches!(rule.at_least, Some(RuleBound::Share(_)));
    rule.is_hard()
        && !(is_share && rule.measure == Households)
        && !rule.tells_sources_apart()
        && matches!(rule.measure, Amount | Units | Weight | Coverage | Households)
}

/// The least that can be granted of a need.
fn least(scenario: &Scenario, need: &Need) -> Vnd {
    match scenario.package(need.package).grain {
        Grain::Whole => need.unit_cost,
        Grain::Divisible { min_amount } => min_amount.min(need.open()),
    }
}

fn leaf_of_need(scenario: &Scenario, network: &Network) -> Vec<Option<usize>> {
    let mut leaves = vec![None; scenario.needs.len()];
    for (position, leaf) in network.leaves.iter().enumerate() {
        for need in &leaf.needs {
            if let Some(place) = leaves.get_mut(need.get()) {
                *place = Some(position);
            }
        }
    }
    leaves
}

/// The fewest whole units that are not fewer than `units`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "units are counted in 32 bits and not below 0"
)]
fn whole_units(units: f64) -> u32 {
    (units - tolerance::INTEGER).ceil().max(0.0) as u32
}
