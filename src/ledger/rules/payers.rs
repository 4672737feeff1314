//! What rules that tell sources apart say to the money of a source, all else as the plan has it: how much more of it may
//! come to a need, and which awards hold up a floor. Knows nothing of what the source has.

use std::collections::BTreeMap;

use super::bounds::{self, Side};
use super::limits::Full;
use super::{base, measure, pays_in, source_of};
use crate::domain::tables::Figure;
use crate::domain::{Base, Rule, RuleBound};
use crate::ids::{NeedIndex, SourceIndex};
use crate::ledger::accounts::{Accounts, pays_whole_units};
use crate::ledger::reach::Money;
use crate::rules::{self, RuleGroup};
use crate::units::{Share, Vnd};

/// One bound in one group. Distances are in 10⁻¹⁸ đồng, since shares have up to 18 decimals.
struct Bound {
    rule: usize,
    group: RuleGroup,
    is_hard: bool,
    kind: Full,
    side: Side,
    /// `None`: the bound is an amount.
    share: Option<Share>,
    /// Whether a share is of what the group's source pays, not of what all pay.
    is_of_own: bool,
    /// Distance that the plan keeps.
    under_plan: i128,
    /// Distance that commitments alone keep; `None`: what is paid elsewhere may move it at will.
    under_commitments: Option<i128>,
}

/// All such bounds.
pub(in crate::ledger) struct Payers<'a> {
    accounts: &'a Accounts<'a>,
    bounds: Vec<Bound>,
    /// By need: bounds that look at it.
    of_need: Vec<Vec<usize>>,
    /// Bounds that look at one source alone.
    of_source: BTreeMap<SourceIndex, Vec<usize>>,
    /// Bounds that look at every need.
    of_all: Vec<usize>,
    /// By source: whether a bound may keep its money from a need.
    limited: Vec<bool>,
}

/// Whether the sources have no more than a cap lets them pay: it can never be full.
fn is_out_of_reach(accounts: &Accounts<'_>, most: RuleBound, pays: &dyn Fn(SourceIndex) -> bool) -> bool {
    let RuleBound::Money(most) = most else { return false };
    let sources = accounts.scenario().sources().map(|(index, _)| index).filter(|&index| pays(index));
    sources.map(|index| accounts.source(index).available).sum::<Vnd>() <= most
}

impl<'a> Payers<'a> {
    /// Measures every group.
    pub(in crate::ledger) fn of(accounts: &'a Accounts<'a>) -> Self {
        let scenario = accounts.scenario();
        let mut payers = Self {
            accounts,
            bounds: Vec::new(),
            of_need: vec![Vec::new(); scenario.needs.len()],
            of_source: BTreeMap::new(),
            of_all: Vec::new(),
            limited: vec![false; scenario.sources.len()],
        };
        if !scenario.rules.iter().any(Rule::tells_sources_apart) {
            return payers;
        }
        for group in rules::groups(scenario, accounts.books.eligibility) {
            let rule = scenario.rules.get(group.rule).filter(|rule| rule.tells_sources_apart());
            if let Some(rule) = rule {
                payers.add(&rule.within(group.key.id(scenario)), &group);
            }
        }
        payers
    }

    fn add(&mut self, rule: &Rule, group: &RuleGroup) {
        let accounts = self.accounts;
        let pays = pays_in(accounts, rule, group);
        let Some(Figure::Money(part)) = measure(accounts, rule, (group, &group.counted), &pays) else { return };
        let payments = group.counted.iter().flat_map(|&need| accounts.payments_of(need));
        let committed: Vnd = payments.filter(|payment| pays(payment.source)).map(|payment| payment.committed).sum();
        let whole = match base(accounts, rule, group) {
            Some(Figure::Money(whole)) => whole,
            _ => Vnd::ZERO,
        };
        for (side, bound) in bounds::bounds(rule) {
            if side == Side::Most && is_out_of_reach(accounts, bound, &pays) {
                continue;
            }
            let (share, under_plan, under_commitments) = match bound {
                RuleBound::Share(share) => {
                    let stays = (share == Share::ZERO).then(|| share.excess(committed, Vnd::ZERO));
                    (Some(share), share.excess(part, whole), stays)
                }
                RuleBound::Money(most) => {
                    (None, Share::ONE.excess(part, most), Some(Share::ONE.excess(committed, most)))
                }
                RuleBound::Number(_) => unreachable!("amounts are bounded by money or a share"),
            };
            let own = source_of(&group.key);
            self.keep(Bound {
                rule: group.rule,
                group: group.clone(),
                is_hard: rule.is_hard(),
                kind: Full::of(rule),
                side,
                share,
                is_of_own: own.is_some() && rule.base == Base::Group,
                under_plan: side.of(under_plan),
                under_commitments: under_commitments.map(|under| side.of(under)),
            });
        }
    }

    /// Lists a bound with what it looks at.
    fn keep(&mut self, bound: Bound) {
        let position = self.bounds.len();
        let own = source_of(&bound.group.key);
        let looks_at_all_payers = bound.share.is_some() && !bound.is_of_own;
        if let Some(own) = own.filter(|_| !looks_at_all_payers) {
            self.of_source.entry(own).or_default().push(position);
        } else if looks_at_all_payers && bound.group.base.len() == self.of_need.len() {
            self.of_all.push(position);
        } else {
            for need in bound.group.counted.iter().chain(&bound.group.base) {
                if let Some(list) = self.of_need.get_mut(need.get()).filter(|list| list.last() != Some(&position)) {
                    list.push(position);
                }
            }
        }
        for (index, _) in self.accounts.scenario().sources().filter(|_| bound.is_hard) {
            let may_keep = match bound.side {
                Side::Most => self.counts(&bound, index),
                Side::Least => bound.share.is_some() && (looks_at_all_payers || own == Some(index)),
            };
            if let Some(limited) = self.limited.get_mut(index.get()) {
                *limited |= may_keep;
            }
        }
        self.bounds.push(bound);
    }

    /// Whether the value of a bound counts the money of a source.
    fn counts(&self, bound: &Bound, source: SourceIndex) -> bool {
        let scenario = self.accounts.scenario();
        let is_counted = |rule: &Rule| rules::counts_source(rule, source, scenario.source(source));
        source_of(&bound.group.key).is_none_or(|own| own == source)
            && scenario.rules.get(bound.rule).is_some_and(is_counted)
    }

    /// Whether a hard rule may keep money of a source from a need.
    pub(in crate::ledger) fn limit(&self, source: SourceIndex) -> bool {
        self.limited.get(source.get()).copied().unwrap_or_default()
    }

    /// What a đồng of a source for a need takes from the distance to each bound (adds to it, below zero).
    fn effects(&self, source: SourceIndex, need: NeedIndex) -> impl Iterator<Item = (usize, i128)> {
        let of_need = self.of_need.get(need.get()).into_iter().flatten();
        let looking = of_need.chain(self.of_source.get(&source).into_iter().flatten()).chain(&self.of_all);
        let effect = move |&position: &usize| {
            let bound = self.bounds.get(position)?;
            let is_in = |needs: &[NeedIndex]| needs.binary_search(&need).is_ok();
            let one = |is_so: bool| Vnd::new(i64::from(is_so));
            let part = one(self.counts(bound, source) && is_in(&bound.group.counted));
            let is_payer = !bound.is_of_own || source_of(&bound.group.key) == Some(source);
            let whole = one(bound.share.is_some() && is_payer && is_in(&bound.group.base));
            let excess = bound.share.unwrap_or(Share::ONE).excess(part, whole);
            Some((position, -bound.side.of(excess))).filter(|&(_, effect)| effect != 0)
        };
        looking.filter_map(effect)
    }

    /// Whether without the new money of a need some rule would end below its floor.
    pub(in crate::ledger) fn hold_up_a_floor(&self, need: NeedIndex) -> bool {
        let mut without: BTreeMap<usize, i128> = BTreeMap::new();
        for payment in self.accounts.payments_of(need) {
            for (position, effect) in self.effects(payment.source, need) {
                *without.entry(position).or_default() += effect * i128::from(payment.new_money().dong());
            }
        }
        let falls = |(position, change): (usize, i128)| {
            let bound = self.bounds.get(position).filter(|bound| bound.side == Side::Least);
            change < 0 && bound.is_some_and(|bound| bound.under_plan + change < 0)
        };
        without.into_iter().any(falls)
    }
}

/// Money of several sources that comes to one need, under hard rules. What each pays narrows what the next may.
pub(in crate::ledger) struct Coming<'a> {
    payers: &'a Payers<'a>,
    pub(in crate::ledger) need: NeedIndex,
    pub(in crate::ledger) money: Money,
    /// Which rules are looked at.
    kinds: &'static [Full],
    /// Taken from the distance to each bound.
    taken: BTreeMap<usize, i128>,
}

impl<'a> Coming<'a> {
    /// Nothing has come yet.
    pub(in crate::ledger) const fn to(payers: &'a Payers<'a>, need: NeedIndex, money: Money) -> Self {
        Self { payers, need, money, kinds: &[Full::Household, Full::Other], taken: BTreeMap::new() }
    }

    /// The same as if there were only rules of some kinds.
    pub(in crate::ledger) fn under(self, kinds: &'static [Full]) -> Self {
        Self { kinds, ..self }
    }

    /// Those that no rule limits first, then those that few do: so most can come together.
    pub(in crate::ledger) fn sort(&self, sources: &mut [SourceIndex]) {
        if self.payers.bounds.is_empty() {
            return;
        }
        let is_limiting = |&(position, effect): &(usize, i128)| effect > 0 && self.distance(position).is_some();
        sources.sort_by_cached_key(|&source| self.payers.effects(source, self.need).filter(is_limiting).count());
    }

    fn distance(&self, position: usize) -> Option<i128> {
        let is_looked_at = |bound: &&Bound| bound.is_hard && self.kinds.contains(&bound.kind);
        let bound = self.payers.bounds.get(position).filter(is_looked_at)?;
        let distance = match self.money {
            Money::Left => Some(bound.under_plan),
            Money::Uncommitted => bound.under_commitments,
        };
        distance.map(|distance| distance - self.taken.get(&position).copied().unwrap_or(0))
    }

    /// The rules that let less than `amount` of a source through.
    pub(in crate::ledger) fn blocking(&self, source: SourceIndex, amount: Vnd) -> impl Iterator<Item = usize> {
        let effects = self.payers.effects(source, self.need).filter(|&(_, effect)| effect > 0);
        effects.filter_map(move |(position, effect)| {
            let room = self.distance(position)?.max(0).div_euclid(effect);
            let bound = self.payers.bounds.get(position)?;
            (room < i128::from(amount.dong())).then_some(bound.rule)
        })
    }

    /// What rules still let a source pay.
    pub(in crate::ledger) fn room(&self, source: SourceIndex) -> Vnd {
        let effects = self.payers.effects(source, self.need).filter(|&(_, effect)| effect > 0);
        let rooms = effects.filter_map(|(position, effect)| Some(self.distance(position)?.max(0).div_euclid(effect)));
        let least = rooms.min().and_then(|room| i64::try_from(room).ok());
        least.map_or(Vnd::LIMIT, |room| Vnd::new(room).min(Vnd::LIMIT))
    }

    /// A source pays `amount`; whole units of it alone where it pays no parts.
    pub(in crate::ledger) fn pay(&mut self, source: SourceIndex, amount: Vnd) {
        let scenario = self.payers.accounts.scenario();
        let unit = scenario.need(self.need).unit_cost;
        let is_whole = pays_whole_units(scenario.source(source));
        let paid = if is_whole { unit.times(amount.whole_units(unit)) } else { amount };
        for (position, effect) in self.payers.effects(source, self.need) {
            *self.taken.entry(position).or_default() += effect * i128::from(paid.dong());
        }
    }
}
