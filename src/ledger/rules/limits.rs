//! What rules say to one award: whether it holds up a floor, and whether a cap leaves room for one step more. Everything
//! else of the plan stays as it is. Rules that tell sources apart are asked in `payers`.

use super::bounds;
use super::measures;
use super::{base, measure};
use crate::domain::tables::{Block, Figure};
use crate::domain::{Beneficiary, BeneficiaryKind, Need, Over, Rule, RuleMeasure};
use crate::exits::{Change, Poverty};
use crate::ids::NeedIndex;
use crate::ledger::accounts::Accounts;
use crate::rules::{self, RuleGroup};
use crate::units::Vnd;

/// Which kind of cap is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::ledger) enum Full {
    /// One that binds each household.
    Household,
    /// Any other.
    Other,
}

impl Full {
    /// What the cap of a rule is.
    pub(super) fn of(rule: &Rule) -> Self {
        if rule.over == Over::Household { Self::Household } else { Self::Other }
    }
}

/// All rules as the plan leaves them.
pub(in crate::ledger) struct Limits<'a> {
    accounts: &'a Accounts<'a>,
    states: Vec<State>,
    /// By need: states whose value counts it.
    of_need: Vec<Vec<usize>>,
}

/// A rule in a group.
struct State {
    group: RuleGroup,
    measure: RuleMeasure,
    /// The rule with its floor alone.
    floor: Option<Rule>,
    /// The rule with its cap alone, where it must hold.
    cap: Option<Rule>,
    kind: Full,
    value: Figure,
    base: Option<Figure>,
    /// Weight asked (coverage) or official households ÷ 100 (poverty drop) that the value is divided by; else 1.
    divisor: f64,
}

impl<'a> Limits<'a> {
    /// Measures every group.
    pub(in crate::ledger) fn of(accounts: &'a Accounts<'a>) -> Self {
        let scenario = accounts.scenario();
        let mut limits = Self { accounts, states: Vec::new(), of_need: vec![Vec::new(); scenario.needs.len()] };
        if scenario.rules.is_empty() {
            return limits;
        }
        for group in rules::groups(scenario, accounts.books.eligibility) {
            let Some(state) = state(accounts, group) else { continue };
            for need in &state.group.counted {
                if let Some(states) = limits.of_need.get_mut(need.get()) {
                    states.push(limits.states.len());
                }
            }
            limits.states.push(state);
        }
        limits
    }

    fn states(&self, need: NeedIndex) -> impl Iterator<Item = &State> {
        self.of_need.get(need.get()).into_iter().flatten().filter_map(|&state| self.states.get(state))
    }

    /// Whether without `amount` of a need's đồng some rule would end below its floor.
    pub(in crate::ledger) fn hold_up_a_floor(&self, need: NeedIndex, amount: Vnd) -> bool {
        let less = Vnd::ZERO - amount;
        self.states(need).any(|state| state.floor.as_ref().is_some_and(|floor| self.breaks(state, floor, (need, less))))
    }

    /// The cap that `amount` more for a need would break, if any; one on households first.
    pub(in crate::ledger) fn full(&self, need: NeedIndex, amount: Vnd) -> Option<Full> {
        self.full_states(need, amount).map(|state| state.kind).min()
    }

    /// The rules of some kinds whose cap `amount` more for a need would break.
    pub(in crate::ledger) fn blocking(
        &self,
        need: NeedIndex,
        amount: Vnd,
        kinds: &'static [Full],
    ) -> impl Iterator<Item = Block> {
        self.full_states(need, amount).filter(|state| kinds.contains(&state.kind)).filter_map(|state| {
            let rule = self.accounts.scenario().rules.get(state.group.rule)?.name.clone();
            Some(Block::Rule { rule, value: Some(state.value) })
        })
    }

    fn full_states(&self, need: NeedIndex, amount: Vnd) -> impl Iterator<Item = &State> {
        let is_full =
            move |state: &&State| state.cap.as_ref().is_some_and(|cap| self.breaks(state, cap, (need, amount)));
        self.states(need).filter(is_full)
    }

    /// Whether a change of one need's đồng moves the value, and the rule does not hold with it.
    fn breaks(&self, state: &State, rule: &Rule, (need, change): (NeedIndex, Vnd)) -> bool {
        let moved = self.change(state, &state.group.counted, (need, change));
        let is_moved = match moved {
            Figure::Money(amount) => amount != Vnd::ZERO,
            Figure::Number(number) => number != 0.0,
        };
        let base = state.base.map(|base| {
            let is_in = state.group.base.binary_search(&need).is_ok();
            if is_in { plus(base, self.change(state, &state.group.base, (need, change))) } else { base }
        });
        is_moved && !bounds::judge(rule, plus(state.value, moved), base).is_held
    }

    /// What a change of one need's đồng changes in a measure over `needs`.
    fn change(&self, state: &State, needs: &[NeedIndex], (index, change): (NeedIndex, Vnd)) -> Figure {
        let need = self.accounts.scenario().need(index);
        let number = match state.measure {
            RuleMeasure::Amount => return Figure::Money(change),
            RuleMeasure::Units => change.units_of(need.unit_cost),
            RuleMeasure::Weight | RuleMeasure::Coverage => self.accounts.weight(index, need, change),
            RuleMeasure::Households => self.households(needs, (index, need), change),
            RuleMeasure::Exits | RuleMeasure::PovertyDrop => self.exits(needs, (index, need), change),
            RuleMeasure::Partners => 0.0,
        };
        Figure::Number(number / state.divisor)
    }

    fn households(&self, needs: &[NeedIndex], (index, need): (NeedIndex, &Need), change: Vnd) -> f64 {
        let scenario = self.accounts.scenario();
        if matches!(need.beneficiary, Beneficiary::Commune(_)) {
            let is_for_households = scenario.package(need.package).beneficiary == BeneficiaryKind::Household;
            return if is_for_households { change.units_of(need.unit_cost) } else { 0.0 };
        }
        let is_helped = |with: Vnd| {
            self.of_beneficiary(needs, index).any(|(other, asked)| {
                let served = self.accounts.served(other, asked);
                if other == index { served + with > Vnd::ZERO } else { served > Vnd::ZERO }
            })
        };
        count(is_helped(change)) - count(is_helped(Vnd::ZERO))
    }

    fn exits(&self, needs: &[NeedIndex], (index, need): (NeedIndex, &Need), by: Vnd) -> f64 {
        let scenario = self.accounts.scenario();
        let Beneficiary::Household(household) = need.beneficiary else { return 0.0 };
        let Some(poverty) = Poverty::of(scenario, household) else { return 0.0 };
        let leaves = |with: Vnd| {
            let mut change = Change::default();
            for (other, asked) in self.of_beneficiary(needs, index) {
                let served = self.accounts.served(other, asked);
                change.add(scenario, asked, if other == index { served + with } else { served });
            }
            poverty.ends(change)
        };
        count(leaves(by)) - count(leaves(Vnd::ZERO))
    }

    /// The needs of the same beneficiary among `needs`, in which this one is: they stand together.
    fn of_beneficiary<'n>(
        &'n self,
        needs: &'n [NeedIndex],
        index: NeedIndex,
    ) -> impl Iterator<Item = (NeedIndex, &'n Need)> {
        let scenario = self.accounts.scenario();
        let who = scenario.need(index).beneficiary;
        let place = needs.partition_point(|&other| other < index);
        let (before, after) = needs.split_at_checked(place).unwrap_or_default();
        let pair = move |&other: &NeedIndex| (other, scenario.need(other));
        let is_same = move |(_, other): &(NeedIndex, &Need)| other.beneficiary == who;
        before.iter().rev().map(pair).take_while(is_same).chain(after.iter().map(pair).take_while(is_same))
    }
}

/// `None` where nothing is measured, or the rule tells sources apart.
fn state(accounts: &Accounts<'_>, group: RuleGroup) -> Option<State> {
    let scenario = accounts.scenario();
    let written = scenario.rules.get(group.rule).filter(|rule| !rule.tells_sources_apart())?;
    let rule = written.within(group.key.id(scenario)).into_owned();
    let value = measure(accounts, &rule, (&group, &group.counted), &|_| true)?;
    let divisor = match rule.measure {
        RuleMeasure::Coverage => measures::asked(accounts, &group.counted),
        RuleMeasure::PovertyDrop => group.households / 100.0,
        _ => 1.0,
    };
    Some(State {
        measure: rule.measure,
        floor: rule.at_least.map(|_| Rule { at_most: None, ..rule.clone() }),
        cap: rule.at_most.filter(|_| rule.is_hard()).map(|_| Rule { at_least: None, ..rule.clone() }),
        kind: Full::of(&rule),
        value,
        base: base(accounts, &rule, &group),
        divisor,
        group,
    })
}

fn plus(one: Figure, other: Figure) -> Figure {
    match (one, other) {
        (Figure::Money(one), Figure::Money(other)) => Figure::Money(one + other),
        (Figure::Number(one), Figure::Number(other)) => Figure::Number(one + other),
        _ => one,
    }
}

fn count(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}
