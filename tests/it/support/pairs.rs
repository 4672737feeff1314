//! Random pairings for random scenarios, and the best choice among all of them without a solver.

use std::collections::BTreeSet;

use chungtay::domain::{
    Base, Beneficiary, Condition, Level, Over, Pairing, PairingStatus, PartnerLimit, PartnerLimits, Rule, RuleBound,
    RuleMeasure, Scenario,
};
use chungtay::eligibility::refusal;
use chungtay::findings::Place;
use chungtay::ids::{AreaIndex, HouseholdIndex, SourceIndex};
use chungtay::units::Vnd;
use chungtay::{funds, severity};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Values so close that sums taken in another order may swap them.
const SAME: f64 = 1e-9;

/// Adds rows and `max_partners` to a scenario: to communes, of one source to households; values that often tie.
pub(crate) fn add(seed: u64, scenario: &mut Scenario) {
    let mut random = Pcg64::seed_from_u64(seed);
    let by_household = random.random_range(0..2 * scenario.sources.len());
    for position in 0..scenario.sources.len() {
        let source = SourceIndex::new(position);
        let most = random.random_range(0..4);
        scenario.sources[position].max_partners = random.random_bool(0.6).then_some(most);
        let places = if position == by_household { households(scenario) } else { communes(scenario) };
        let mut keeps = 0;
        for place in places {
            let word = random.random_range(0..6);
            let value = [0.0, 1.0, 1.0, 2.0, 0.7][random.random_range(0..5)];
            let status = match word {
                0 if scenario.sources[position].max_partners.is_none_or(|most| keeps < most) => PairingStatus::Keep,
                1 if !has_commitment(scenario, source, place) => PairingStatus::Forbid,
                2 if most > 1 => PairingStatus::Candidate,
                _ => continue,
            };
            keeps += u32::from(status == PairingStatus::Keep);
            scenario.pairings.push(Pairing { source, place, status, value });
        }
    }
}

/// Random limits on the partners of communes; none for every second seed.
pub(crate) fn limits(seed: u64, scenario: &Scenario) -> PartnerLimits {
    let mut random = Pcg64::seed_from_u64(seed);
    let mut limits = PartnerLimits::new();
    for place in communes(scenario).into_iter().filter(|_| seed % 2 == 1) {
        let mut some = || random.random_bool(0.6).then(|| random.random_range(0..4));
        if let Beneficiary::Commune(commune) = place {
            let at_least = [some(), some()].into_iter().flatten().collect();
            limits.insert(commune, PartnerLimit { at_least, at_most: some() });
        }
    }
    limits
}

/// One to three rules on partners, in all communes or in one; bounds that are no whole numbers too.
pub(crate) fn add_rules(seed: u64, scenario: &mut Scenario) {
    let mut random = Pcg64::seed_from_u64(seed ^ 0x0009_a127_0e25);
    let communes = communes(scenario);
    for position in 0..random.random_range(1..4) {
        let mut condition = Condition::default();
        if let (true, Beneficiary::Commune(commune)) =
            (random.random_bool(0.4), communes[random.random_range(0..communes.len())])
        {
            condition.areas.insert(commune);
        }
        let mut bound = |shift| RuleBound::Number(f64::from(random.random_range(0..5)) * 0.5 + shift);
        let (at_least, at_most) = (bound(0.5), bound(0.0));
        let is_floor = random.random_bool(0.6);
        scenario.rules.push(Rule {
            name: format!("partners {position}"),
            measure: RuleMeasure::Partners,
            over: Over::Area(Level::Commune),
            condition,
            at_least: is_floor.then_some(at_least),
            at_most: (!is_floor).then_some(at_most),
            base: Base::Total,
            soft: None,
            relaxed: Vec::new(),
            place: Place::default(),
        });
    }
}

/// What the rules of a scenario ask of each commune; whether keep rows and commitments alone are too many somewhere.
pub(crate) fn limits_of_rules(scenario: &Scenario) -> (PartnerLimits, bool) {
    let mut limits = PartnerLimits::new();
    let mut is_overfull = false;
    for rule in &scenario.rules {
        for place in communes(scenario) {
            let Beneficiary::Commune(commune) = place else { continue };
            let areas = &rule.condition.areas;
            let is_asked = scenario.needs.iter().any(|need| scenario.commune(need.beneficiary) == commune);
            if !is_asked || !(areas.is_empty() || areas.contains(&commune)) {
                continue;
            }
            let limit = limits.entry(commune).or_default();
            if let Some(RuleBound::Number(least)) = rule.at_least {
                limit.at_least.extend((0..9).find(|&count| f64::from(count) >= least));
            }
            if let Some(RuleBound::Number(most)) = rule.at_most {
                let most = (0..9).rev().find(|&count| f64::from(count) <= most).unwrap();
                limit.at_most = Some(limit.at_most.map_or(most, |before| before.min(most)));
                let given = scenario.sources().flat_map(|(source, _)| pairs_of(scenario, source));
                let given = given.filter(|pair| pair.is_given && pair.place == place).count();
                is_overfull |= u32::try_from(given).unwrap() > most;
            }
        }
    }
    (limits, is_overfull)
}

fn communes(scenario: &Scenario) -> Vec<Beneficiary> {
    let all = scenario.areas.iter().enumerate().filter(|(_, area)| area.level == Level::Commune);
    all.map(|(position, _)| Beneficiary::Commune(AreaIndex::new(position))).collect()
}

fn households(scenario: &Scenario) -> Vec<Beneficiary> {
    (0..scenario.households.len()).map(|position| Beneficiary::Household(HouseholdIndex::new(position))).collect()
}

fn has_commitment(scenario: &Scenario, source: SourceIndex, place: Beneficiary) -> bool {
    scenario.commitments.iter().any(|line| {
        let beneficiary = scenario.need(line.need).beneficiary;
        let commune = Beneficiary::Commune(scenario.commune(beneficiary));
        line.source == Some(source) && (beneficiary == place || commune == place)
    })
}

/// A pair that is given (`is_given`) or may be chosen.
#[derive(Debug, Clone, Copy)]
struct Pair {
    source: SourceIndex,
    place: Beneficiary,
    worth: f64,
    is_given: bool,
}

/// The best choice among all: how many pairs were open, the chosen ones by (source, place), and their value.
pub(crate) struct Best {
    pub(crate) open: usize,
    pub(crate) chosen: Vec<(SourceIndex, Beneficiary)>,
    pub(crate) value: f64,
}

/// Tries every set of pairs.
pub(crate) fn best(scenario: &Scenario, limits: &PartnerLimits) -> Best {
    let mut pairs: Vec<Pair> = scenario.sources().flat_map(|(source, _)| pairs_of(scenario, source)).collect();
    pairs.sort_by_key(|pair| (pair.is_given, pair.source, pair.place));
    let open = pairs.iter().filter(|pair| !pair.is_given).count();
    assert!(open < 20, "{open} pairs are too many to try");
    let mut best: Option<(usize, f64, Vec<Pair>)> = None;
    // From the set with all pairs down: the first in the order of (source, place) is the highest bit.
    for set in (0..1_u32 << open).rev() {
        let is_in = |at: usize| at >= open || (set >> (open - 1 - at)) & 1 == 1;
        let chosen: Vec<Pair> = pairs.iter().enumerate().filter(|&(at, _)| is_in(at)).map(|(_, &pair)| pair).collect();
        let Some(goals) = goals(scenario, limits, &chosen) else { continue };
        let value: f64 = chosen.iter().map(|pair| pair.worth).sum();
        let is_better =
            best.as_ref().is_none_or(|(most, highest, _)| goals > *most || (goals == *most && value > highest + SAME));
        if is_better {
            best = Some((goals, value, chosen));
        }
    }
    let (_, value, chosen) = best.expect("choosing nothing is allowed");
    let mut chosen: Vec<_> = chosen.iter().map(|pair| (pair.source, pair.place)).collect();
    chosen.sort_unstable();
    Best { open, chosen, value }
}

/// How many communes reach their goal; `None` where `max_partners` or a limit is broken.
fn goals(scenario: &Scenario, limits: &PartnerLimits, chosen: &[Pair]) -> Option<usize> {
    let count = |is_it: &dyn Fn(&Pair) -> bool| {
        let is_new = chosen.iter().any(|pair| !pair.is_given && is_it(pair));
        (u32::try_from(chosen.iter().filter(|pair| is_it(pair)).count()).unwrap(), is_new)
    };
    for (source, row) in scenario.sources() {
        let (all, is_new) = count(&|pair| pair.source == source);
        if is_new && row.max_partners.is_some_and(|most| all > most) {
            return None;
        }
    }
    let mut reached = 0;
    for (&commune, limit) in limits {
        let (all, is_new) = count(&|pair| pair.place == Beneficiary::Commune(commune));
        if is_new && limit.at_most.is_some_and(|most| all > most) {
            return None;
        }
        reached += limit.at_least.iter().filter(|&&least| all >= least).count();
    }
    Some(reached)
}

fn pairs_of(scenario: &Scenario, source: SourceIndex) -> Vec<Pair> {
    let row = scenario.source(source);
    let rows: Vec<&Pairing> = scenario.pairings.iter().filter(|one| one.source == source).collect();
    let with = |status| -> BTreeSet<Beneficiary> {
        rows.iter().filter(|one| one.status == status).map(|one| one.place).collect()
    };
    let (keeps, candidates, forbidden) =
        (with(PairingStatus::Keep), with(PairingStatus::Candidate), with(PairingStatus::Forbid));
    if keeps.is_empty() && candidates.is_empty() && row.max_partners.is_none() {
        return Vec::new();
    }
    let by_household = rows.iter().any(|one| matches!(one.place, Beneficiary::Household(_)));
    let mine = |beneficiary| {
        if by_household { beneficiary } else { Beneficiary::Commune(scenario.commune(beneficiary)) }
    };
    let lines = scenario.commitments.iter().filter(|line| line.source == Some(source));
    let mut given: BTreeSet<Beneficiary> = lines.map(|line| mine(scenario.need(line.need).beneficiary)).collect();
    given.extend(keeps);
    let rates = severity::poverty_rates(scenario);
    let usable = funds::all_available(scenario)[source.get()].max(Vnd::new(1));
    let pair = |place: Beneficiary, is_given| {
        let needs = scenario.needs.iter().filter(|need| mine(need.beneficiary) == place);
        let fundable: Vec<Vnd> =
            needs.filter(|need| refusal(scenario, row, need).is_none()).map(chungtay::domain::Need::open).collect();
        let value = rows.iter().find(|one| one.place == place).map_or(1.0, |one| one.value);
        let share = fundable.iter().copied().sum::<Vnd>().units_of(usable).min(1.0);
        let worth = value * severity::severity(scenario, &rates, place) * share;
        (Pair { source, place, worth, is_given }, !fundable.is_empty())
    };
    let places = if by_household { households(scenario) } else { communes(scenario) };
    let open = places.into_iter().filter(|place| {
        let is_row = if candidates.is_empty() { row.max_partners.is_some() } else { candidates.contains(place) };
        is_row && !forbidden.contains(place) && !given.contains(place)
    });
    let open = open.map(|place| pair(place, false)).filter(|&(_, may_fund)| may_fund).map(|(pair, _)| pair);
    open.chain(given.iter().map(|&place| pair(place, true).0)).collect()
}
