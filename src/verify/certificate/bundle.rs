//! The best bundle of one beneficiary under the multipliers of a proof, where commitments, outside help or what counts by
//! household make it more than a sum: every way in which each need may be met is tried.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::dual::Dual;
use super::fraction::{self, Exact};
use super::worth::Event;
use crate::domain::Beneficiary;
use crate::ids::{HouseholdIndex, NeedIndex};
use crate::verify::measures::escapes;

/// Beneficiaries with more ways are bounded event by event.
const MOST_WAYS: usize = 20_000;

/// One way in which a need may be met.
#[derive(Debug, Clone)]
struct Way {
    need: NeedIndex,
    /// The best worth of it.
    worth: Exact,
    /// Whether anything of the need is met.
    is_met: bool,
    /// Whether a whole unit is.
    is_whole: bool,
    /// Whether it leaves room for no other package of an exclusive group.
    is_one_unit: bool,
}

/// The best worth of a household's needs where nothing is counted by household: group by group.
pub(super) fn best(dual: &Dual<'_, '_>, household: HouseholdIndex, needs: &[NeedIndex]) -> Exact {
    let mut tied: BTreeMap<Option<&str>, Vec<NeedIndex>> = BTreeMap::new();
    for &need in needs {
        tied.entry(group(dual, need)).or_default().push(need);
    }
    let alone = tied.remove(&None).unwrap_or_default();
    let parts = alone.iter().map(std::slice::from_ref).chain(tied.values().map(Vec::as_slice));
    parts.map(|needs| best_together(dual, (Some(household), &[]), needs)).sum()
}

/// The best worth of needs and events that may limit each other.
pub(super) fn best_together(
    dual: &Dual<'_, '_>,
    (household, events): (Option<HouseholdIndex>, &[Event]),
    needs: &[NeedIndex],
) -> Exact {
    let ways: Vec<Vec<Way>> = needs.iter().map(|&need| ways(dual, need)).collect();
    let count = ways.iter().fold(1_usize, |count, ways| count.saturating_mul(ways.len()));
    let apart = || {
        let largest = |ways: &Vec<Way>| ways.iter().map(|way| way.worth.clone()).max().unwrap_or_else(nothing);
        let events = events.iter().map(|event| fraction_of(dual, event).max(nothing()));
        ways.iter().map(largest).sum::<Exact>() + events.sum::<Exact>()
    };
    if count > MOST_WAYS {
        return apart();
    }
    let mut best = None;
    choose(dual, (household, events), &ways, &mut Vec::new(), &mut best);
    // Where commitments and outside help alone break an exclusive group, no way is allowed.
    best.unwrap_or_else(apart)
}

/// The exclusive group of a household's need.
pub(super) fn group<'a>(dual: &Dual<'_, 'a>, need: NeedIndex) -> Option<&'a str> {
    let is_of_household = matches!(dual.case.scenario.need(need).beneficiary, Beneficiary::Household(_));
    dual.case.exclusive_group(need).filter(|_| is_of_household)
}

fn nothing() -> Exact {
    fraction::whole(0)
}

fn fraction_of(dual: &Dual<'_, '_>, event: &Event) -> Exact {
    dual.worth.scale.fraction(event.worth.clone())
}

/// Tries every combination of ways.
fn choose<'w>(
    dual: &Dual<'_, '_>,
    beneficiary: (Option<HouseholdIndex>, &[Event]),
    ways: &'w [Vec<Way>],
    chosen: &mut Vec<&'w Way>,
    best: &mut Option<Exact>,
) {
    let Some((first, rest)) = ways.split_first() else {
        let worth = worth(dual, beneficiary, chosen);
        if best.as_ref().is_none_or(|best| worth > *best) {
            *best = Some(worth);
        }
        return;
    };
    for way in first {
        chosen.push(way);
        if is_allowed(dual, chosen) {
            choose(dual, beneficiary, rest, chosen, best);
        }
        chosen.pop();
    }
}

/// Of an exclusive group a household gets at most one unit, of one package.
fn is_allowed(dual: &Dual<'_, '_>, chosen: &[&Way]) -> bool {
    let Some((last, before)) = chosen.split_last().filter(|(last, _)| last.is_met) else { return true };
    let Some(own) = group(dual, last.need) else { return true };
    let is_rival = |other: &&Way| other.is_met && group(dual, other.need) == Some(own);
    last.is_one_unit && !before.iter().any(is_rival)
}

fn worth(dual: &Dual<'_, '_>, (household, events): (Option<HouseholdIndex>, &[Event]), chosen: &[&Way]) -> Exact {
    let mut sum: Exact = chosen.iter().map(|way| way.worth.clone()).sum();
    for event in events {
        let happens = if event.is_exit {
            let whole: Vec<NeedIndex> = chosen.iter().filter(|way| way.is_whole).map(|way| way.need).collect();
            household.is_some_and(|one| escapes(dual.case, dual.case.scenario.household(one), whole.iter()))
        } else {
            chosen.iter().any(|way| way.is_met && event.needs.contains(&way.need))
        };
        if happens {
            sum += fraction_of(dual, event);
        }
    }
    sum
}

/// The ways of a need: not met, met in part (where it may be granted in part), met by a whole unit or more.
fn ways(dual: &Dual<'_, '_>, need: NeedIndex) -> Vec<Way> {
    let ask = dual.case.ask(need);
    let of_cost = |dong: i128| Exact::new(BigInt::from(dong), BigInt::from(ask.cost));
    let (outside, one) = (of_cost(ask.outside), fraction::whole(1));
    let committed = of_cost(ask.promised + ask.disbursed);
    let may_be_paid = dual.cost_of_million(need);
    let open = of_cost(ask.asked - ask.outside).max(committed.clone());
    let most = if may_be_paid.is_some() { open } else { committed.clone() };
    let least = least(dual, need, &committed).min(most.clone());
    // What may be granted in part is granted at least at the minimum, or the rest if that is less.
    let smallest = match ask.minimum {
        None => one.clone(),
        Some(minimum) if dual.worth.is_in_whole_units => of_cost(minimum.max(1)).min(most.clone()),
        Some(_) => nothing(),
    };
    let scale = dual.worth.scale;
    let of_unit = scale.fraction(dual.worth_of_unit(need));
    let cost = may_be_paid.map(|price| scale.fraction(scale.money(&price, ask.cost)));
    let fixed = scale.fraction(dual.worth.served[need.get()].clone()) * outside.clone();
    // Units that are paid here, commitments included; only what is above them costs anything.
    let at = |units: &Exact| {
        let paid = cost.as_ref().map_or_else(nothing, |cost| cost * (units - &committed));
        of_unit.clone() * units + fixed.clone() - paid
    };
    let mut ways: BTreeMap<(bool, bool, bool), Exact> = BTreeMap::new();
    let mut offer = |low: Exact, high: Exact, (is_met, is_whole, is_one_unit)| {
        let (low, high) = (low.max(least.clone()), high.min(most.clone()));
        if low <= high {
            let best = at(&low).max(at(&high));
            let slot = ways.entry((is_met, is_whole, is_one_unit)).or_insert_with(|| best.clone());
            *slot = slot.clone().max(best);
        }
    };
    let is_met = outside > nothing() || committed > nothing();
    if !is_met {
        offer(nothing(), nothing(), (false, false, true));
    }
    let is_divisible = ask.minimum.is_some();
    let to_whole = &one - &outside;
    if is_divisible || is_met {
        let low = if is_met { nothing() } else { smallest };
        offer(low, to_whole.clone(), (true, false, true));
    }
    offer(to_whole.clone(), to_whole.clone(), (true, true, true));
    offer(to_whole, most.clone(), (true, true, false));
    ways.into_iter()
        .map(|((is_met, is_whole, is_one_unit), worth)| Way { need, worth, is_met, is_whole, is_one_unit })
        .collect()
}

/// Units that commitments make certain: what they have begun is completed, to whole units or to the minimum. Stage 1 knows
/// neither.
fn least(dual: &Dual<'_, '_>, need: NeedIndex, committed: &Exact) -> Exact {
    let ask = dual.case.ask(need);
    match ask.minimum {
        _ if !dual.worth.is_in_whole_units || *committed <= nothing() => committed.clone(),
        None => committed.ceil(),
        Some(minimum) => Exact::new(BigInt::from(minimum), BigInt::from(ask.cost)).max(committed.clone()),
    }
}
