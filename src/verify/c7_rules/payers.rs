//! Rules that tell sources apart, asked about money that might come to one need, all else as it stands. Answers are
//! ranges: the least that surely may come, and what it cannot exceed. Where the two disagree about a step, nothing is refuted.

use std::collections::BTreeMap;

use super::bounds::{self, Size};
use super::groups::Reading;
use super::margins::Answer;
use super::{Evidence, bounds_in, stands};
use crate::domain::{Base, Condition, Over, Rule, RuleBound};
use crate::ids::{NeedIndex, SourceIndex};
use crate::verify::c7_rules::Payers;
use crate::verify::exact::{SCALE, digits, whole_units};
use crate::verify::pools::Pools;
use crate::verify::transfers::pays_whole_units;

/// A bound that looks at who pays. Sums are in 10⁻¹⁸ đồng.
struct Brake<'a> {
    condition: &'a Condition,
    is_hard: bool,
    is_floor: bool,
    is_by_household: bool,
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
            for (side, bound) in bounds::bounds(&bounds_in(rule, row.group)) {
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
                    is_hard: rule.soft.is_none(),
                    is_floor: side > 0,
                    is_by_household: rule.over == Over::Household,
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
        let whole = if is_in_base { brake.share.unwrap_or(0) } else { 0 };
        if brake.is_floor { whole - part } else { part - whole }
    }

    /// Whether some hard rule looks at what eligible sources pay for a need.
    pub(in crate::verify) fn look_at(&self, need: NeedIndex, sources: &[SourceIndex]) -> bool {
        let is_braked = |&source: &SourceIndex| self.costs(source, need).iter().any(|&(it, _)| self.all[it].is_hard);
        sources.iter().any(is_braked)
    }

    /// Whether some hard rule may keep money of a source from some need.
    pub(in crate::verify) fn may_keep(&self, source: SourceIndex) -> bool {
        let scenario = self.evidence.case.scenario;
        let keeps = |brake: &Brake<'_>| {
            let whose = Payers { only: brake.own, condition: Some(brake.condition) };
            let is_of_all = brake.is_floor && brake.share.is_some() && !brake.is_of_own;
            is_of_all || whose.counts(scenario, source) && (!brake.is_floor || brake.share.is_some())
        };
        self.all.iter().any(|brake| brake.is_hard && keeps(brake))
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

    /// Đồng that rules let come to a need from sources that would pay `amounts`: (surely so much, never more).
    pub(in crate::verify) fn let_through(
        &self,
        need: NeedIndex,
        asked: Asked,
        amounts: &[(SourceIndex, i128)],
    ) -> (i128, i128) {
        let unit = self.evidence.case.ask(need).cost;
        let in_parts = |source: SourceIndex, dong: i128| {
            let is_whole = pays_whole_units(self.evidence.case.scenario.source(source));
            if is_whole { whole_units(dong, unit) } else { dong }
        };
        let mut comings: Vec<Coming> = amounts
            .iter()
            .map(|&(source, amount)| {
                let mut costs = self.costs(source, need);
                costs.retain(|&(brake, _)| self.distance(brake, asked).is_some());
                Coming { source, amount: amount.max(0), costs }
            })
            .collect();
        // Money that no rule minds first: it may make room for the rest.
        comings.sort_by_key(|it| it.costs.iter().filter(|&&(_, cost)| cost > 0).count());
        let mut left: BTreeMap<usize, i128> = BTreeMap::new();
        for it in &comings {
            left.extend(it.costs.iter().filter_map(|&(brake, _)| Some((brake, self.distance(brake, asked)?))));
        }
        let mut with_gains = left.clone();
        for it in &comings {
            for &(brake, cost) in it.costs.iter().filter(|&&(_, cost)| cost < 0) {
                *with_gains.entry(brake).or_insert(0) -= cost * it.amount;
            }
        }
        let most: Vec<i128> = comings.iter().map(|it| in_parts(it.source, it.room(&with_gains))).collect();
        let mut upper: i128 = most.iter().sum();
        for (&brake, &room) in &with_gains {
            let cost =
                |it: &Coming| it.costs.iter().find(|&&(one, cost)| one == brake && cost > 0).map(|&(_, cost)| cost);
            let free: i128 =
                comings.iter().zip(&most).filter(|(it, _)| cost(it).is_none()).map(|(_, &most)| most).sum();
            if let Some(least) = comings.iter().filter_map(cost).min() {
                upper = upper.min(free + room.max(0).div_euclid(least));
            }
        }
        let mut lower = 0;
        for it in &comings {
            let paid = in_parts(it.source, it.room(&left));
            lower += paid;
            for &(brake, cost) in &it.costs {
                *left.entry(brake).or_insert(0) -= cost * paid;
            }
        }
        (lower, upper)
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
            _ if !brake.is_hard => None,
            Asked::Households if !brake.is_by_household => None,
            Asked::Households | Asked::All => Some(brake.distance),
            Asked::Commitments => brake.of_commitments,
        }
    }

    /// Whether a step can be paid within rules by sources that have all that it takes: (households' rules, all rules).
    pub(in crate::verify) fn are_full(&self, need: NeedIndex, sources: &[SourceIndex], step: i128) -> (Answer, Answer) {
        if !self.look_at(need, sources) {
            return (Answer::No, Answer::No);
        }
        let ask = self.evidence.case.ask(need);
        let endless = ask.cost.max(ask.cost * (step.div_euclid(ask.cost) + 1));
        let amounts: Vec<(SourceIndex, i128)> = sources.iter().map(|&source| (source, endless)).collect();
        let answer = |asked| match self.let_through(need, asked, &amounts) {
            (least, _) if least >= step => Answer::No,
            (_, most) if most < step => Answer::Yes,
            _ => Answer::Unsure,
        };
        (answer(Asked::Households), answer(Asked::All))
    }
}

/// One source's money on its way to a need.
struct Coming {
    source: SourceIndex,
    amount: i128,
    costs: Vec<(usize, i128)>,
}

impl Coming {
    /// What of it the brakes let through, so much room being left.
    fn room(&self, left: &BTreeMap<usize, i128>) -> i128 {
        let costs = self.costs.iter().filter(|&&(_, cost)| cost > 0);
        let rooms = costs.filter_map(|&(brake, cost)| Some(left.get(&brake)?.max(&0).div_euclid(cost)));
        rooms.min().unwrap_or(i128::MAX).min(self.amount)
    }
}
