//! Rules that tell sources apart, by the words of page 3, over what each source pays for each need; and random ones.

use std::collections::BTreeSet;

use chungtay::domain::{
    Base, Class, Condition, Level, Over, Rule, RuleBound, RuleMeasure, Scenario, Source, SourceKind,
};
use chungtay::eligibility::refusal;
use chungtay::findings::Place;
use chungtay::ids::{NeedIndex, SourceIndex};
use chungtay::severity::Weights;
use chungtay::units::{Share, Vnd};
use good_lp::{Expression, constraint, variable};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use super::direct::{self, Bounds, Paid};
use super::rules::Judge;

/// Every bound of every rule that tells sources apart, in every group.
pub(crate) fn bounds(scenario: &Scenario, weights: &Weights, paid: &Paid) -> Bounds {
    let mut bounds = Bounds::new();
    for rule in scenario.rules.iter().filter(|rule| rule.tells_sources_apart()) {
        let judge = Judge { scenario, weights, units: &[], rule };
        let groups: Vec<(Expression, Expression)> =
            if rule.over == Over::Source { by_source(&judge, paid) } else { by_need(&judge, paid) };
        for (value, base) in groups {
            let limit = |bound: RuleBound| match bound {
                RuleBound::Money(money) => Expression::from(money.millions()),
                RuleBound::Share(share) => share.to_f64() * base.clone(),
                RuleBound::Number(_) => unreachable!("an amount"),
            };
            bounds.extend(rule.at_least.map(|least| (value.clone() - limit(least), rule.soft)));
            bounds.extend(rule.at_most.map(|most| (limit(most) - value.clone(), rule.soft)));
        }
    }
    bounds
}

/// The least that soft rules cost where `units` of each need are served; `None` where those units cannot be paid within
/// the hard ones.
pub(super) fn cost_of_paying(scenario: &Scenario, weights: &Weights, units: &[u32]) -> Option<f64> {
    let mut program = direct::program(scenario, &|paid| bounds(scenario, weights, paid), false);
    for (column, &units) in program.units.iter().zip(units) {
        program.rows.push(constraint!(column.clone() == f64::from(units)));
    }
    // HiGHS refuses a program without columns.
    program.variables.add(variable().min(0).max(1));
    // It has called such programs infeasible that have a point, and points best that are not: the best of three ways.
    let ways = [("choose", 1e-9), ("off", 1e-9), ("choose", 1e-7)];
    let solve = |way| direct::solve_one_way(&program.variables, &program.rows, (&program.penalty, false), way);
    ways.into_iter().filter_map(solve).min_by(f64::total_cmp)
}

fn counts_source(rule: &Rule, index: SourceIndex, source: &Source) -> bool {
    let Condition { sources, kinds, .. } = &rule.condition;
    (sources.is_empty() || sources.contains(&index)) && (kinds.is_empty() || kinds.contains(&source.kind))
}

fn sum(paid: &Paid, is_in: impl Fn(SourceIndex, NeedIndex) -> bool) -> Expression {
    paid.iter().filter(|((source, need), _)| is_in(*source, *need)).map(|(_, amount)| amount.clone()).sum()
}

/// Value and base of each source that may fund a need that satisfies `where`.
fn by_source(judge: &Judge<'_>, paid: &Paid) -> Vec<(Expression, Expression)> {
    let (scenario, rule) = (judge.scenario, judge.rule);
    let counted: Vec<NeedIndex> = scenario.needs().map(|(need, _)| need).filter(|&need| judge.counts(need)).collect();
    let may_fund =
        |source: &Source| counted.iter().any(|&need| refusal(scenario, source, scenario.need(need)).is_none());
    let sources = scenario.sources().filter(|&(index, source)| counts_source(rule, index, source) && may_fund(source));
    let group = |(own, _): (SourceIndex, &Source)| {
        let value = sum(paid, |source, need| source == own && counted.contains(&need));
        (value, sum(paid, |source, _| rule.base == Base::Total || source == own))
    };
    sources.map(group).collect()
}

/// Value and base of each group of needs.
fn by_need(judge: &Judge<'_>, paid: &Paid) -> Vec<(Expression, Expression)> {
    let (scenario, rule) = (judge.scenario, judge.rule);
    let counts = |source: SourceIndex| counts_source(rule, source, scenario.source(source));
    let is_in = |need: NeedIndex, key: &str| judge.key(need).as_deref() == Some(key);
    let group = |key: String| {
        let value = sum(paid, |source, need| counts(source) && judge.counts(need) && is_in(need, &key));
        (value, sum(paid, |_, need| rule.base == Base::Total || is_in(need, &key)))
    };
    judge.keys().into_iter().map(group).collect()
}

/// Lets sources be of all kinds, and adds one or two rules that tell them apart.
pub(crate) fn add_random(scenario: &mut Scenario, seed: u64) {
    let mut random = Pcg64::seed_from_u64(seed ^ 0x0500_bce5_0a9a_9700);
    for source in &mut scenario.sources {
        source.kind = [SourceKind::Fund, SourceKind::Donor, SourceKind::Agency][random.random_range(0..3)];
    }
    for position in 0..random.random_range(1..=2) {
        let rule = rule(&mut random, scenario, position);
        scenario.rules.push(rule);
    }
}

fn rule(random: &mut Pcg64, scenario: &Scenario, position: usize) -> Rule {
    let overs = [
        Over::Source,
        Over::Source,
        Over::All,
        Over::Area(Level::Commune),
        Over::Class,
        Over::Package,
        Over::Household,
    ];
    let over = overs[random.random_range(0..overs.len())];
    let mut condition = Condition::default();
    match (random.random_range(0..4), scenario.needs.first()) {
        (0, Some(need)) => condition.areas = BTreeSet::from([scenario.commune(need.beneficiary)]),
        (1, _) => condition.classes = BTreeSet::from([Class::Poor]),
        (2, Some(need)) => condition.packages = BTreeSet::from([need.package]),
        _ => {}
    }
    if over != Over::Source || random.random_bool(0.3) {
        if random.random_bool(0.5) {
            condition.kinds = BTreeSet::from([SourceKind::Fund]);
        } else {
            let count = random.random_range(1..=2_usize.min(scenario.sources.len()));
            condition.sources = (0..count).map(SourceIndex::new).collect();
        }
    }
    let is_share = random.random_bool(0.5);
    let mut bound = || {
        if is_share {
            RuleBound::Share(Share::parse(&format!("0.{}", random.random_range(1..9))).unwrap())
        } else {
            RuleBound::Money(Vnd::new(random.random_range(0..30) * 1_000_000))
        }
    };
    let (one, other) = (bound(), bound());
    let is_floor = random.random_bool(0.4);
    Rule {
        name: format!("source rule {position}"),
        measure: RuleMeasure::Amount,
        over,
        condition,
        at_least: is_floor.then_some(one),
        at_most: (!is_floor).then_some(other),
        base: if random.random_bool(0.6) { Base::Group } else { Base::Total },
        soft: random.random_bool(0.35).then(|| f64::from(random.random_range(1..20)) / 4.0),
        relaxed: Vec::new(),
        place: Place::default(),
    }
}
