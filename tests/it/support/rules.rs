//! Rules by the words of page 3, need by need and household by household, for plans in whole units; and random rules.
//! Shares no code with the program's own reading of rules.

use std::collections::BTreeSet;

use chungtay::domain::{
    Base, Beneficiary, BeneficiaryKind, Class, Condition, Level, Over, Rule, RuleBound, RuleMeasure, Scenario,
};
use chungtay::findings::Place;
use chungtay::ids::{AreaIndex, HouseholdIndex, NeedIndex};
use chungtay::severity::Weights;
use chungtay::units::{Share, Vnd};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Float noise of sums.
const NOISE: f64 = 1e-7;

/// What soft rules that do not tell sources apart cost a plan of whole units; `None` where a hard one is broken.
pub(crate) fn penalty(scenario: &Scenario, weights: &Weights, units: &[u32]) -> Option<f64> {
    let mut cost = 0.0;
    for rule in scenario.rules.iter().filter(|rule| !rule.tells_sources_apart()) {
        let judge = Judge { scenario, weights, units, rule };
        for key in judge.keys() {
            let missed = judge.missed(&key);
            match rule.soft {
                None if missed > NOISE => return None,
                None => {}
                Some(price) => cost += price * missed,
            }
        }
    }
    Some(cost)
}

/// Exits of all households, by what outside help and `units` give.
pub(crate) fn exits(scenario: &Scenario, weights: &Weights, units: &[u32]) -> f64 {
    let rule = Rule {
        name: String::new(),
        measure: RuleMeasure::Exits,
        over: Over::All,
        condition: Condition::default(),
        at_least: None,
        at_most: None,
        base: Base::Total,
        soft: None,
        relaxed: Vec::new(),
        place: Place::default(),
    };
    Judge { scenario, weights, units, rule: &rule }.value(|_| true, None)
}

/// A rule as it reads a plan of whole units.
pub(crate) struct Judge<'a> {
    pub scenario: &'a Scenario,
    pub weights: &'a Weights,
    pub units: &'a [u32],
    pub rule: &'a Rule,
}

impl Judge<'_> {
    /// Groups with a need that satisfies `where`.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        let needs = self.scenario.needs().map(|(index, _)| index).filter(|&index| self.counts(index));
        needs.filter_map(|index| self.key(index)).collect()
    }

    /// The group of a need.
    pub(crate) fn key(&self, index: NeedIndex) -> Option<String> {
        let scenario = self.scenario;
        let need = scenario.need(index);
        match self.rule.over {
            Over::All => Some("all".into()),
            Over::Area(level) => scenario
                .lineage(scenario.home(need.beneficiary))
                .map(|area| scenario.area(area))
                .find(|area| area.level == level)
                .map(|area| area.code.clone()),
            Over::Household => match need.beneficiary {
                Beneficiary::Household(household) => Some(scenario.household(household).id.clone()),
                Beneficiary::Commune(_) => None,
            },
            Over::Package => Some(scenario.package(need.package).id.clone()),
            Over::Purpose => Some(scenario.package(need.package).purpose.clone()),
            Over::Class => scenario.class_of(need).map(|class| format!("{class:?}")),
            Over::Source => unreachable!("a need is in the groups of all its sources"),
        }
    }

    /// Whether a need satisfies the conditions that are not on sources.
    pub(crate) fn counts(&self, index: NeedIndex) -> bool {
        let (scenario, condition) = (self.scenario, &self.rule.condition);
        let need = scenario.need(index);
        let lives_in = |code: &AreaIndex| scenario.lineage(scenario.home(need.beneficiary)).any(|area| area == *code);
        (condition.areas.is_empty() || condition.areas.iter().any(lives_in))
            && (condition.classes.is_empty()
                || scenario.class_of(need).is_some_and(|class| condition.classes.contains(&class)))
            && (condition.packages.is_empty() || condition.packages.contains(&need.package))
    }

    /// By how much the group misses its bounds, in the unit that a miss is priced in.
    fn missed(&self, key: &str) -> f64 {
        let value = self.value(|index| self.counts(index) && self.key(index).as_deref() == Some(key), Some(key));
        let base = self.value(|index| self.rule.base == Base::Total || self.key(index).as_deref() == Some(key), None);
        let bound = |bound: RuleBound| match bound {
            RuleBound::Money(money) => money.millions(),
            RuleBound::Number(number) => number,
            RuleBound::Share(share) => share.to_f64() * base,
        };
        let scale = if self.rule.measure == RuleMeasure::Coverage { 100.0 } else { 1.0 };
        let below = self.rule.at_least.map_or(0.0, |least| bound(least) - value).max(0.0);
        let above = self.rule.at_most.map_or(0.0, |most| value - bound(most)).max(0.0);
        (below + above) * scale
    }

    fn value(&self, is_in: impl Fn(NeedIndex) -> bool, key: Option<&str>) -> f64 {
        let scenario = self.scenario;
        let needs: Vec<NeedIndex> = scenario.needs().map(|(index, _)| index).filter(|&index| is_in(index)).collect();
        let sum = |of: &dyn Fn(NeedIndex) -> f64| needs.iter().map(|&index| of(index)).sum::<f64>();
        let here = |index: NeedIndex| f64::from(self.units[index.get()]);
        let all = |index: NeedIndex| {
            let need = scenario.need(index);
            here(index) + need.outside.units_of(need.unit_cost)
        };
        match self.rule.measure {
            RuleMeasure::Amount => sum(&|index| scenario.need(index).unit_cost.millions() * here(index)),
            RuleMeasure::Units => sum(&all),
            RuleMeasure::Weight => sum(&|index| self.weights.per_unit(index) * all(index)),
            RuleMeasure::Coverage => {
                let asked = sum(&|index| self.weights.per_unit(index) * f64::from(scenario.need(index).quantity));
                sum(&|index| self.weights.per_unit(index) * all(index)) / asked
            }
            RuleMeasure::Households => self.households(&needs),
            RuleMeasure::Exits => self.exits(&needs),
            RuleMeasure::PovertyDrop => 100.0 * self.exits(&needs) / self.official(key),
            RuleMeasure::Partners => unreachable!("no random rule counts partners"),
        }
    }

    fn households(&self, needs: &[NeedIndex]) -> f64 {
        let scenario = self.scenario;
        let mut helped = BTreeSet::new();
        let mut of_communes = 0.0;
        for &index in needs {
            let need = scenario.need(index);
            let units = f64::from(self.units[index.get()]) + need.outside.units_of(need.unit_cost);
            match need.beneficiary {
                Beneficiary::Household(household) if units > 0.0 => drop(helped.insert(household)),
                Beneficiary::Commune(_) if scenario.package(need.package).beneficiary == BeneficiaryKind::Household => {
                    of_communes += units;
                }
                _ => {}
            }
        }
        of_communes + helped.iter().map(|_| 1.0).sum::<f64>()
    }

    /// Poor households among those of `needs` that leave poverty by all that they get.
    fn exits(&self, needs: &[NeedIndex]) -> f64 {
        let households: BTreeSet<HouseholdIndex> = needs
            .iter()
            .filter_map(|&index| match self.scenario.need(index).beneficiary {
                Beneficiary::Household(household) => Some(household),
                Beneficiary::Commune(_) => None,
            })
            .collect();
        households.into_iter().map(|household| f64::from(u8::from(self.does_exit(household)))).sum()
    }

    fn does_exit(&self, index: HouseholdIndex) -> bool {
        let scenario = self.scenario;
        let household = scenario.household(index);
        let commune = scenario.area(scenario.commune_of(household.area));
        let line = scenario.standard.points_line.map(|lines| lines.of(commune.setting));
        let least = scenario.standard.min_deprived;
        let is_above = |gain: f64| household.b1.zip(line).is_some_and(|(score, line)| score + gain > line);
        if household.class != Class::Poor || household.deprived.len() < least || is_above(0.0) {
            return false;
        }
        let (mut remaining, mut gain) = (household.deprived, 0.0);
        for (index, need) in scenario.needs().filter(|(_, need)| need.beneficiary == Beneficiary::Household(index)) {
            if self.units[index.get()] > 0 || need.outside >= need.unit_cost {
                remaining = remaining.without(scenario.package(need.package).indicators);
                gain += scenario.package(need.package).b1_gain;
            }
        }
        remaining.len() < least || is_above(gain)
    }

    /// Official households of an area, or of the communes that the conditions on areas leave.
    fn official(&self, key: Option<&str>) -> f64 {
        let scenario = self.scenario;
        let communes = scenario.areas.iter().enumerate().filter(|(_, area)| area.level == Level::Commune);
        let areas = &self.rule.condition.areas;
        let is_in = |position: usize| {
            let mut above = scenario.lineage(AreaIndex::new(position));
            match (self.rule.over, key) {
                (Over::Area(_), Some(key)) => above.any(|area| scenario.area(area).code == key),
                _ => areas.is_empty() || above.any(|area| areas.contains(&area)),
            }
        };
        let inside = communes.filter(|(position, _)| is_in(*position));
        inside.map(|(_, area)| f64::from(area.households.unwrap_or(0))).sum()
    }
}

/// One or two rules of every kind but those that tell sources apart or count partners.
pub(crate) fn add_random(scenario: &mut Scenario, seed: u64) {
    let mut random = Pcg64::seed_from_u64(seed ^ 0x0005_eed0_0f0e_0ead);
    for area in scenario.areas.iter_mut().filter(|area| area.level == Level::Commune) {
        area.households = area.households.or(Some(20));
    }
    for package in &mut scenario.packages {
        package.b1_gain = f64::from(random.random_range(0..4)) * 10.0;
    }
    for position in 0..random.random_range(1..=2) {
        let rule = rule(&mut random, scenario, position);
        scenario.rules.push(rule);
    }
}

fn rule(random: &mut Pcg64, scenario: &Scenario, position: usize) -> Rule {
    let measures = [
        RuleMeasure::Amount,
        RuleMeasure::Units,
        RuleMeasure::Weight,
        RuleMeasure::Coverage,
        RuleMeasure::Households,
        RuleMeasure::Exits,
        RuleMeasure::PovertyDrop,
    ];
    let measure = measures[random.random_range(0..measures.len())];
    let is_exit = matches!(measure, RuleMeasure::Exits | RuleMeasure::PovertyDrop);
    let overs = [
        Over::All,
        Over::Area(Level::Commune),
        Over::Area(Level::Province),
        Over::Class,
        Over::Package,
        Over::Household,
        Over::Purpose,
    ];
    let over = overs[random.random_range(0..if is_exit { 3 } else { overs.len() })];
    let mut condition = Condition::default();
    let home = |need: &chungtay::domain::Need| scenario.commune(need.beneficiary);
    match (random.random_range(0..4), scenario.needs.first()) {
        (0, Some(need)) => condition.areas = BTreeSet::from([home(need)]),
        (1, _) => condition.classes = BTreeSet::from([Class::Poor]),
        (2, Some(need)) if !is_exit => condition.packages = BTreeSet::from([need.package]),
        _ => {}
    }
    let is_share = !matches!(measure, RuleMeasure::Coverage | RuleMeasure::PovertyDrop)
        && (over != Over::All || !condition.is_empty())
        && random.random_bool(0.4);
    let mut bound = || match measure {
        _ if is_share => RuleBound::Share(Share::parse(&format!("0.{}", random.random_range(1..9))).unwrap()),
        RuleMeasure::Amount => RuleBound::Money(Vnd::new(random.random_range(0..40) * 1_000_000)),
        RuleMeasure::Coverage => RuleBound::Number(f64::from(random.random_range(0..10)) / 10.0),
        RuleMeasure::PovertyDrop => RuleBound::Number(f64::from(random.random_range(0..12))),
        RuleMeasure::Weight => RuleBound::Number(f64::from(random.random_range(0..60))),
        _ => RuleBound::Number(f64::from(random.random_range(0..4))),
    };
    let (at_least, at_most) = (bound(), bound());
    let is_floor = random.random_bool(0.5);
    Rule {
        name: format!("rule {position}"),
        measure,
        over,
        base: if condition.is_about_more_than_areas() { Base::Group } else { Base::Total },
        condition,
        at_least: is_floor.then_some(at_least),
        at_most: (!is_floor).then_some(at_most),
        soft: random.random_bool(0.3).then(|| f64::from(random.random_range(1..20)) / 4.0),
        relaxed: Vec::new(),
        place: Place::default(),
    }
}
