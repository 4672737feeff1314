//! Rules that tell sources apart, with how far the plan is from their bounds, and what one more đồng of a source for a
//! need takes from that.

mod coming;

use std::collections::BTreeMap;

use super::bounds::{self, Size};
use super::groups::Reading;
use super::{Evidence, bounds_in, stands};
use crate::domain::{Base, Condition, Over, Rule, RuleBound};
use crate::ids::{NeedIndex, SourceIndex};
use crate::verify::c7_rules::Payers;
use crate::verify::exact::{SCALE, digits};
use crate::verify::pools::Pools;

/// How a bound binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Force {
    /// It may be missed at a price.
    Soft,
    /// It must hold for each household.
    Household,
    /// It must hold.
    Hard,
}

/// A bound that looks at who pays. Sums are in 10⁻¹⁸ đồng.
struct Brake<'a> {
    condition: &'a Condition,
    force: Force,
    is_floor: bool,
    /// The source that the group is.
    own: Option<SourceIndex>,
    /// In 10⁻¹⁸; `None`: the bound is an amount.
    share: Option<i128>,
    needs: Vec<NeedIndex>,
    /// Needs of the base; `None`: all there are.
    base_needs: Option<Vec<NeedIndex>>,
    /// Whether the base is what the own source pays.
    is_of_own: bool,
    /// How far the plan is from it.
    distance: i128,
    /// How far commitments are from an amount, or from a share of 0.
    of_commitments: Option<i128>,
}

/// All of them.
pub(in crate::verify) struct Brakes<'a, 'e> {
    evidence: &'e Evidence<'a>,
    all: Vec<Brake<'a>>,
    /// Those that look at one source alone.
    of_source: BTreeMap<SourceIndex, Vec<usize>>,
    /// Those that look at every need.
    of_all: Vec<usize>,
    /// All others, by need.
    of_need: Vec<Vec<usize>>,
}

/// Which rules are asked, and against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Asked {
    /// Hard rules over households, as the plan stands.
    Households,
    /// All hard rules, as the plan stands.
    All,
    /// All hard rules that the plan cannot move, under commitments alone.
    Commitments,
}

impl<'a, 'e> Brakes<'a, 'e> {
    /// Measures every group.
    pub(in crate::verify) fn of(evidence: &'e Evidence<'a>, pools: &Pools) -> Self {
        let of_need = vec![Vec::new(); evidence.case.scenario.needs.len()];
        let mut found = Self { evidence, all: Vec::new(), of_source: BTreeMap::new(), of_all: Vec::new(), of_need };
        for rule in evidence.case.scenario.rules.iter().filter(|rule| rule.tells_sources_apart()) {
            found.add(rule, pools);
        }
        found
    }

    fn add(&mut self, rule: &'a Rule, pools: &Pools) {
        let evidence = self.evidence;
        let reading = Reading::of(evidence.case, &pools.reach, rule);
        let mut counted = reading.groups(Some(&rule.condition));
        let of_base = if rule.over == Over::Source { counted.clone() } else { reading.groups(None) };
        for row in stands(evidence, pools, rule) {
            let (Some(judged), Some(needs)) = (row.judged, counted.remove(row.group)) else { continue };
            let Size::Dong(value) = judged.value else { continue };
            let base = match judged.base {
                Some(Size::Dong(base)) => base,
                _ => 0,
            };
            let own = evidence.case.source(row.group).filter(|_| rule.over == Over::Source);
            let whose = Payers { only: own, condition: Some(&rule.condition) };
            let pays = |source: SourceIndex| whose.counts(evidence.case.scenario, source);
            let committed: i128 = needs
                .iter()
                .flat_map(|&need| evidence.paid.payers(need).iter().map(move |&(source, _)| (source, need)))
                .filter(|&(source, _)| pays(source))
                .map(|(source, need)| evidence.case.committed_to(source, need))
                .sum();
            let is_of_all = rule.base == Base::Total || rule.over == Over::Source;
            let funds = evidence.case.scenario.sources().map(|(index, _)| index).filter(|&index| pays(index));
            let all: i128 = funds.map(|index| evidence.case.fund(index).available).sum();
            for (side, bound) in bounds::bounds(&bounds_in(rule, row.group)) {
                // What its sources cannot reach with all that they have is never full.
                if side < 0 && matches!(bound, RuleBound::Money(most) if all <= i128::from(most.dong())) {
                    continue;
                }
                let (share, limit, fixed) = match bound {
                    RuleBound::Share(share) => {
                        let share = i128::from(digits(share));
                        (Some(share), share * base, (share == 0).then_some(0))
                    }
                    RuleBound::Money(money) => {
                        let limit = i128::from(money.dong()) * i128::from(SCALE);
                        (None, limit, Some(limit))
                    }
                    RuleBound::Number(_) => continue,
                };
                let distance = |value: i128, limit: i128| i128::from(side) * (value * i128::from(SCALE) - limit);
                self.keep(Brake {
                    condition: &rule.condition,
                    force: match rule.over {
                        _ if rule.soft.is_some() => Force::Soft,
                        Over::Household => Force::Household,
                        _ => Force::Hard,
                    },
                    is_floor: side > 0,
                    own,
                    share,
                    needs: needs.clone(),
                    base_needs: (!is_of_all).then(|| of_base.get(row.group).cloned().unwrap_or_default()),
                    is_of_own: own.is_some() && rule.base == Base::Group,
                    distance: distance(value, limit),
                    of_commitments: fixed.map(|limit| distance(committed, limit)),
                });
            }
        }
    }

    fn keep(&mut self, brake: Brake<'a>) {
        let position = self.all.len();
        match (brake.own, &brake.base_needs) {
            (Some(own), _) if brake.is_of_own || brake.share.is_none() => {
                self.of_source.entry(own).or_default().push(position);
            }
            (_, None) if brake.share.is_some() => self.of_all.push(position),
            (_, base) => {
                let base = base.as_deref().filter(|_| brake.share.is_some()).unwrap_or_default();
                let mut needs: Vec<NeedIndex> = brake.needs.iter().chain(base).copied().collect();
                needs.sort_unstable();
                needs.dedup();
                for need in needs {
                    self.of_need[need.get()].push(position);
                }
            }
        }
        self.all.push(brake);
    }

    /// Brakes that look at what a source pays for a need, and what a đồng takes from each.
    fn costs(&self, source: SourceIndex, need: NeedIndex) -> Vec<(usize, i128)> {
        let own = self.of_source.get(&source).into_iter().flatten();
        let positions = self.of_need[need.get()].iter().chain(own).chain(&self.of_all);
        let costs = positions.map(|&position| (position, self.cost(&self.all[position], source, need)));
        costs.filter(|&(_, cost)| cost != 0).collect()
    }

    /// What a đồng of a source for a need takes from the distance to a bound; below zero: adds to it.
    fn cost(&self, brake: &Brake<'_>, source: SourceIndex, need: NeedIndex) -> i128 {
        let whose = Payers { only: brake.own, condition: Some(brake.condition) };
        let is_counted = whose.counts(self.evidence.case.scenario, source) && brake.needs.binary_search(&need).is_ok();
        let is_in_base = (!brake.is_of_own || brake.own == Some(source))
            && brake.base_needs.as_ref().is_none_or(|needs| needs.binary_search(&need).is_ok());
        let part = if is_counted { i128::from(SCALE) } else { 0 };
        let of_base = if is_in_base { brake.share.unwrap_or(0) } else { 0 };
        if brake.is_floor { of_base - part } else { part - of_base }
    }

    /// Whether some hard rule looks at what eligible sources pay for a need.
    pub(in crate::verify) fn look_at(&self, need: NeedIndex, sources: &[SourceIndex]) -> bool {
        let is_braked =
            |&source: &SourceIndex| self.costs(source, need).iter().any(|&(it, _)| self.all[it].force != Force::Soft);
        !self.all.is_empty() && sources.iter().any(is_braked)
    }

    /// Whether some hard rule may keep money of a source from some need.
    pub(in crate::verify) fn may_keep(&self, source: SourceIndex) -> bool {
        let scenario = self.evidence.case.scenario;
        let keeps = |brake: &Brake<'_>| {
            let whose = Payers { only: brake.own, condition: Some(brake.condition) };
            let is_of_all = brake.is_floor && brake.share.is_some() && !brake.is_of_own;
            is_of_all || whose.counts(scenario, source) && (!brake.is_floor || brake.share.is_some())
        };
        self.all.iter().any(|brake| brake.force != Force::Soft && keeps(brake))
    }

    /// Whether without the new đồng of a need some rule, hard or soft, ends below its floor.
    pub(in crate::verify) fn falls_short(&self, need: NeedIndex) -> bool {
        let mut lost: BTreeMap<usize, i128> = BTreeMap::new();
        for &(source, amount) in self.evidence.paid.payers(need) {
            let new = amount - self.evidence.case.committed_to(source, need);
            for (position, cost) in self.costs(source, need) {
                *lost.entry(position).or_insert(0) -= cost * new;
            }
        }
        let falls = |(position, lost): (usize, i128)| {
            let brake = &self.all[position];
            brake.is_floor && lost > 0 && brake.distance < lost
        };
        lost.into_iter().any(falls)
    }

    /// Đồng that hard rules let a source alone pay more for a need.
    pub(in crate::verify) fn room(&self, source: SourceIndex, need: NeedIndex) -> i128 {
        let costs = self.costs(source, need).into_iter().filter(|&(_, cost)| cost > 0);
        let rooms = costs.filter_map(|(brake, cost)| Some(self.distance(brake, Asked::All)?.max(0).div_euclid(cost)));
        rooms.min().unwrap_or(i128::MAX)
    }

    /// Distance to a brake that is asked.
    fn distance(&self, position: usize, asked: Asked) -> Option<i128> {
        let brake = &self.all[position];
        match asked {
            _ if brake.force == Force::Soft => None,
            Asked::Households if brake.force != Force::Household => None,
            Asked::Households | Asked::All => Some(brake.distance),
            Asked::Commitments => brake.of_commitments,
        }
    }
}
