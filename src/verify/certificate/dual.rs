//! Weak duality: with every condition multiplied, what is left falls apart into sources and beneficiaries, and the best of
//! each is a maximum over a handful of cases. Their sum is a bound of every plan, whatever the multipliers are.
//!
//! A đồng of a source is used where it is worth most, so money for a need costs what its cheapest eligible source asks; a
//! household then takes the best of its bundles at these costs. Whole-unit payments and minima inside a bundle's range
//! only make plans fewer, so leaving them out leaves a bound.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use super::bundle;
use super::fraction::{self, Exact};
use super::prices::Prices;
use super::worth::{Worth, factor};
use crate::domain::{Beneficiary, Multiplier};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::verify::case::Case;
use crate::verify::reach::Reach;

/// The scenario under the multipliers of one proof.
pub(super) struct Dual<'p, 'a> {
    pub(super) case: &'a Case<'a>,
    reach: &'p Reach,
    prices: &'p Prices<'a>,
    pub(super) worth: &'p Worth<'a>,
    /// Cheapest money by list of sources and commune, where nothing else tells needs apart.
    cheapest: RefCell<BTreeMap<(usize, AreaIndex), Option<BigInt>>>,
}

impl<'p, 'a> Dual<'p, 'a> {
    pub(super) fn new(case: &'a Case<'a>, reach: &'p Reach, prices: &'p Prices<'a>, worth: &'p Worth<'a>) -> Self {
        Self { case, reach, prices, worth, cheapest: RefCell::default() }
    }

    /// What no plan can beat: the worth of all that is served and paid, and of all money and room that stays.
    pub(super) fn bound(&self) -> Exact {
        self.money() + self.beneficiaries()
    }

    /// Σ over sources of price × đồng that are not committed; the same of room under caps.
    fn money(&self) -> Exact {
        let (case, prices) = (self.case, self.prices);
        let mut sum = BigInt::ZERO;
        for (source, &price) in prices.sources.iter().enumerate() {
            let fund = case.fund(SourceIndex::new(source));
            sum += BigInt::from(price) * (fund.available - fund.committed).max(0);
        }
        let mut in_communes: BTreeMap<(SourceIndex, AreaIndex), i128> = BTreeMap::new();
        let mut to_households: BTreeMap<(SourceIndex, HouseholdIndex), i128> = BTreeMap::new();
        for (&(source, need), &amount) in &case.committed {
            *in_communes.entry((source, case.ask(need).commune)).or_default() += amount;
            if let Beneficiary::Household(household) = case.scenario.need(need).beneficiary {
                *to_households.entry((source, household)).or_default() += amount;
            }
        }
        for (place, &price) in &prices.communes {
            let cap = case.scenario.source(place.0).max_per_commune.map_or(0, |cap| i128::from(cap.dong()));
            let room = cap - in_communes.get(place).copied().unwrap_or(0);
            sum += BigInt::from(price) * room.max(0);
        }
        for (place, &price) in &prices.households {
            let room = self.household_cap(place.0) - to_households.get(place).copied().unwrap_or(0);
            sum += BigInt::from(price) * room.max(0);
        }
        for (&(source, need), &price) in &prices.requests {
            sum -= BigInt::from(price) * case.committed_to(source, need);
        }
        let mut total = Exact::new(sum, BigInt::from(Multiplier::ONE) * BigInt::from(1_000_000));
        if self.worth.has_tolls() {
            for (&(source, need), &amount) in &case.committed {
                total += self.worth.scale.fraction(self.worth.scale.money(&self.worth.toll(source, need), amount));
            }
        }
        total
    }

    fn household_cap(&self, source: SourceIndex) -> i128 {
        self.case.scenario.source(source).max_per_household.map_or(0, |cap| i128::from(cap.dong()))
    }

    fn beneficiaries(&self) -> Exact {
        let (case, scale) = (self.case, self.worth.scale);
        let (mut plain, mut special) = (BigInt::ZERO, fraction::whole(0));
        for position in 0..case.scenario.households.len() {
            let household = HouseholdIndex::new(position);
            let needs = case.siblings(household);
            let events = self.worth.events.get(&household).map(Vec::as_slice).unwrap_or_default();
            if !events.is_empty() {
                special += bundle::best_together(self, (Some(household), events), needs);
                continue;
            }
            if needs.iter().all(|&need| self.is_plain(need)) {
                plain += self.best_of_plain(needs);
                continue;
            }
            // Only an exclusive group ties needs together.
            let is_special = |need: &&NeedIndex| !self.is_plain(**need);
            let special_groups: BTreeSet<&str> =
                needs.iter().filter(is_special).filter_map(|&need| bundle::group(self, need)).collect();
            let (simple, others): (Vec<NeedIndex>, Vec<NeedIndex>) = needs.iter().partition(|&&need| {
                self.is_plain(need) && bundle::group(self, need).is_none_or(|group| !special_groups.contains(group))
            });
            plain += self.best_of_plain(&simple);
            special += bundle::best(self, household, &others);
        }
        for (need, asks) in case.scenario.needs() {
            if let Beneficiary::Commune(_) = asks.beneficiary {
                if self.is_plain(need) {
                    plain += self.best_of_plain(&[need]);
                } else {
                    special += bundle::best_together(self, (None, &[]), &[need]);
                }
            }
        }
        scale.fraction(plain) + special
    }

    /// Whether neither commitments nor outside help look at a need.
    fn is_plain(&self, need: NeedIndex) -> bool {
        let ask = self.case.ask(need);
        ask.outside == 0 && ask.promised == 0 && ask.disbursed == 0
    }

    /// Each need by itself; of an exclusive group the best single unit.
    fn best_of_plain(&self, needs: &[NeedIndex]) -> BigInt {
        let (case, mut sum) = (self.case, BigInt::ZERO);
        let mut groups: BTreeMap<&str, BigInt> = BTreeMap::new();
        for &need in needs {
            let Some(cost) = self.cost_of_unit(need) else { continue };
            let gain = self.worth_of_unit(need) - cost;
            if gain <= BigInt::ZERO {
                continue;
            }
            let is_of_household = matches!(case.scenario.need(need).beneficiary, Beneficiary::Household(_));
            match case.exclusive_group(need).filter(|_| is_of_household) {
                Some(group) => {
                    let best = groups.entry(group).or_default();
                    if gain > *best {
                        *best = gain;
                    }
                }
                None => sum += gain * case.scenario.need(need).quantity,
            }
        }
        sum + groups.into_values().sum::<BigInt>()
    }

    /// What a unit that is paid here is worth.
    pub(super) fn worth_of_unit(&self, need: NeedIndex) -> BigInt {
        let mut worth = &self.worth.served[need.get()] + &self.worth.paid[need.get()];
        for (&(source, request), &price) in &self.prices.requests {
            if request == need {
                worth += self.worth.scale.money(&factor(price), self.household_cap(source));
            }
        }
        worth
    }

    /// What a unit costs, paid by the cheapest money; `None` where no source may pay.
    fn cost_of_unit(&self, need: NeedIndex) -> Option<BigInt> {
        self.cost_of_million(need).map(|price| self.worth.scale.money(&price, self.case.ask(need).cost))
    }

    /// What a million đồng for a need costs, paid by the cheapest money.
    pub(super) fn cost_of_million(&self, need: NeedIndex) -> Option<BigInt> {
        let is_common = !self.worth.has_tolls() && self.prices.households.is_empty() && self.prices.requests.is_empty();
        let price = |&source: &SourceIndex| self.price(source, need);
        let least = || self.reach.sources(need).iter().map(price).min();
        if !is_common {
            return least();
        }
        let key = (self.reach.number(need), self.case.ask(need).commune);
        self.cheapest.borrow_mut().entry(key).or_insert_with(least).clone()
    }

    fn price(&self, source: SourceIndex, need: NeedIndex) -> BigInt {
        let (case, prices) = (self.case, self.prices);
        let commune = prices.communes.get(&(source, case.ask(need).commune));
        let household = match case.scenario.need(need).beneficiary {
            Beneficiary::Household(household) => prices.households.get(&(source, household)),
            Beneficiary::Commune(_) => prices.requests.get(&(source, need)),
        };
        let own = [Some(&prices.sources[source.get()]), commune, household];
        let sum = own.into_iter().flatten().map(|&price| factor(price)).sum::<BigInt>();
        if self.worth.has_tolls() { sum - self.worth.toll(source, need) } else { sum }
    }
}
