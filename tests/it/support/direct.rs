//! The direct model: one x per source and need, every constraint of page 3 as it is written, given to HiGHS through
//! `good_lp` alone. Slow and plain on purpose: an oracle for the flow form, and the rival in the benches. It shares no
//! code with the model.

use std::collections::BTreeMap;

use chungtay::domain::settings::{Entitlement, Maximize, Measure};
use chungtay::domain::{Beneficiary, BeneficiaryKind, Class, CommitmentStatus, Grain, Scenario, Worth};
use chungtay::eligibility::refusal;
use chungtay::ids::{AreaIndex, NeedIndex, SourceIndex};
use chungtay::severity::{Weights, group_at};
use chungtay::units::Vnd;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, constraint, highs, variable,
};

/// Feasibility that HiGHS must reach. With its own 1e-6 a shortfall came out 1e-6 points too low, and no point kept it.
const FEASIBILITY: f64 = 1e-9;

/// What a later goal may give up of an earlier one, points: well above [`FEASIBILITY`].
const SLACK: f64 = 1e-7;

/// Values of stages 1 to 3 by the direct model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stages {
    /// Entitlement of each group with needs, by area; `None` where it takes no part.
    pub entitlements: BTreeMap<AreaIndex, Option<f64>>,
    /// Stage 2a, if there are floors.
    pub excess: f64,
    /// Stage 2b.
    pub shortfall: f64,
    /// Stage 3.
    pub objective: f64,
}

struct Group {
    area: AreaIndex,
    asked: f64,
    outside: f64,
    divisor: f64,
    heaviest: f64,
}

/// What each source pays for each need, million đồng.
pub(super) type Paid = BTreeMap<(SourceIndex, NeedIndex), Expression>;

/// By how much each bound of rules that tell sources apart is kept (below zero: missed), with the price of a miss.
pub(super) type Bounds = Vec<(Expression, Option<f64>)>;

/// Reads the rules that tell sources apart.
pub(super) type Rules<'r> = &'r dyn Fn(&Paid) -> Bounds;

/// Columns and rows of one program, before its objective.
pub(super) struct Program {
    pub variables: ProblemVariables,
    pub rows: Vec<good_lp::Constraint>,
    /// Units served here of each need.
    pub units: Vec<Expression>,
    helped: Expression,
    /// What soft rules that tell sources apart cost.
    pub penalty: Expression,
}

/// Solves all stages; `None` where the commitments and hard rules cannot be kept.
pub(crate) fn solve(scenario: &Scenario, weights: &Weights, rules: Rules<'_>) -> Option<Stages> {
    let groups = groups(scenario, weights);
    let relaxed = program(scenario, rules, true);
    run(&relaxed.variables, &relaxed.rows, &Expression::from(0.0), false)?;
    let entitlements = entitle(scenario, (weights, rules), &groups);
    let strength = scenario.settings.fairness.strength;
    let floors: Vec<f64> = groups
        .iter()
        .map(|group| strength * entitlements.get(&group.area).copied().flatten().unwrap_or(0.0) * group.divisor)
        .collect();
    let (excess, shortfall) = if groups.is_empty() {
        (0.0, 0.0)
    } else {
        let excess = whole(scenario, (weights, rules), (&groups, &floors), (None, None), Goal::Excess)?;
        (excess, whole(scenario, (weights, rules), (&groups, &floors), (Some(excess), None), Goal::Shortfall)?)
    };
    let kept = if groups.is_empty() { (None, None) } else { (Some(excess), Some(shortfall)) };
    let objective = whole(scenario, (weights, rules), (&groups, &floors), kept, Goal::Objective)?;
    Some(Stages { entitlements, excess, shortfall, objective })
}

fn groups(scenario: &Scenario, weights: &Weights) -> Vec<Group> {
    let fairness = &scenario.settings.fairness;
    if fairness.entitlement == Entitlement::None {
        return Vec::new();
    }
    let mut groups: BTreeMap<AreaIndex, Group> = BTreeMap::new();
    for (index, need) in scenario.needs() {
        let area = group_at(scenario, scenario.home(need.beneficiary), fairness.over);
        let empty = Group { area, asked: 0.0, outside: 0.0, divisor: 0.0, heaviest: 0.0 };
        let group = groups.entry(area).or_insert(empty);
        let weight = weights.per_unit(index);
        group.asked += weight * f64::from(need.quantity);
        group.outside += weight * need.outside.units_of(need.unit_cost);
        if scenario.sources.iter().any(|source| refusal(scenario, source, need).is_none()) {
            group.heaviest = group.heaviest.max(weight);
        }
    }
    for group in groups.values_mut() {
        let listed = |class| {
            let counts = |household: &&chungtay::domain::Household| {
                household.class == class && scenario.lineage(household.area).any(|area| area == group.area)
            };
            u32::try_from(scenario.households.iter().filter(counts).count()).unwrap()
        };
        let area = scenario.area(group.area);
        group.divisor = match fairness.measure {
            Measure::Coverage => group.asked,
            Measure::PerHousehold => {
                let poor = area.poor_households.unwrap_or_else(|| listed(Class::Poor));
                f64::from(poor + area.near_poor_households.unwrap_or_else(|| listed(Class::NearPoor)))
            }
        };
    }
    groups.into_values().collect()
}

fn entitle(scenario: &Scenario, weights: (&Weights, Rules<'_>), groups: &[Group]) -> BTreeMap<AreaIndex, Option<f64>> {
    let mut levels: BTreeMap<AreaIndex, Option<f64>> = BTreeMap::new();
    let mut free: Vec<usize> = Vec::new();
    for (position, group) in groups.iter().enumerate() {
        let best = if group.divisor > 0.0 { raise(scenario, weights, groups, &levels, &[position]) } else { 0.0 };
        if best > 1e-9 {
            free.push(position);
        } else {
            levels.insert(group.area, None);
        }
    }
    while !free.is_empty() {
        let level = raise(scenario, weights, groups, &levels, &free);
        if scenario.settings.fairness.entitlement == Entitlement::MaxMin {
            levels.extend(free.drain(..).map(|position| (groups[position].area, Some(level))));
            break;
        }
        // Settle those that cannot pass the level while the others keep it (no duals: the definition itself).
        let mut settled = Vec::new();
        for &position in &free {
            let mut others = levels.clone();
            others.extend(free.iter().map(|&other| (groups[other].area, Some(level - 1e-9))));
            others.remove(&groups[position].area);
            if raise(scenario, weights, groups, &others, &[position]) <= level + 1e-6 {
                settled.push(position);
            }
        }
        assert!(!settled.is_empty(), "a level is held down by some group");
        for position in settled {
            levels.insert(groups[position].area, Some(level));
            free.retain(|&other| other != position);
        }
    }
    levels
}

/// The highest level that the groups `free` reach together, the others keeping theirs.
fn raise(
    scenario: &Scenario,
    (weights, rules): (&Weights, Rules<'_>),
    groups: &[Group],
    kept: &BTreeMap<AreaIndex, Option<f64>>,
    free: &[usize],
) -> f64 {
    let mut program = program(scenario, rules, true);
    let level = program.variables.add(variable().min(0));
    for (position, group) in groups.iter().enumerate() {
        let weight = served(scenario, weights, &program.units, group);
        if free.contains(&position) {
            program.rows.push(constraint!(weight.clone() >= group.divisor * level));
        }
        if let Some(Some(kept)) = kept.get(&group.area) {
            program.rows.push(constraint!(weight >= kept * group.divisor - 1e-9));
        }
    }
    run(&program.variables, &program.rows, &level.into(), true).expect("stage 1 has a point")
}

fn served(scenario: &Scenario, weights: &Weights, units: &[Expression], group: &Group) -> Expression {
    let level = scenario.settings.fairness.over;
    let mut sum = Expression::from(group.outside);
    for ((index, need), units) in scenario.needs().zip(units) {
        if group_at(scenario, scenario.home(need.beneficiary), level) == group.area {
            sum += weights.per_unit(index) * units.clone();
        }
    }
    sum
}

#[derive(Clone, Copy, PartialEq)]
enum Goal {
    Excess,
    Shortfall,
    Objective,
}

fn whole(
    scenario: &Scenario,
    (weights, rules): (&Weights, Rules<'_>),
    (groups, floors): (&[Group], &[f64]),
    (excess, shortfall): (Option<f64>, Option<f64>),
    goal: Goal,
) -> Option<f64> {
    let mut program = program(scenario, rules, false);
    let (mut shorts, mut beyonds) = (Expression::from(0.0), Expression::from(0.0));
    for (group, floor) in groups.iter().zip(floors) {
        let short = program.variables.add(variable().min(0));
        let beyond = program.variables.add(variable().min(0));
        let weight = served(scenario, weights, &program.units, group);
        program.rows.push(constraint!(weight + short >= *floor));
        program.rows.push(constraint!(beyond >= short - group.heaviest));
        shorts += short;
        beyonds += beyond;
    }
    if let Some(excess) = excess {
        program.rows.push(constraint!(beyonds.clone() <= excess + SLACK));
    }
    if let Some(shortfall) = shortfall {
        program.rows.push(constraint!(shorts.clone() <= shortfall + SLACK));
    }
    let objective = match goal {
        Goal::Excess => beyonds,
        Goal::Shortfall => shorts,
        Goal::Objective => objective(scenario, weights, &program) - program.penalty.clone(),
    };
    run(&program.variables, &program.rows, &objective, goal == Goal::Objective)
}

fn objective(scenario: &Scenario, weights: &Weights, program: &Program) -> Expression {
    let mut sum = Expression::from(0.0);
    for ((index, need), units) in scenario.needs().zip(&program.units) {
        let per_unit = match scenario.settings.objective.maximize {
            Maximize::Weight => weights.per_unit(index),
            Maximize::Units => 1.0,
            Maximize::Amount => need.unit_cost.millions(),
            Maximize::Households => {
                let is_request = matches!(need.beneficiary, Beneficiary::Commune(_));
                f64::from(u8::from(
                    is_request && scenario.package(need.package).beneficiary == BeneficiaryKind::Household,
                ))
            }
            Maximize::Exits => unreachable!("not in these scenarios"),
        };
        sum += per_unit * units.clone();
    }
    if scenario.settings.objective.maximize == Maximize::Households { sum + program.helped.clone() } else { sum }
}

fn run(
    variables: &ProblemVariables,
    rows: &[good_lp::Constraint],
    objective: &Expression,
    maximise: bool,
) -> Option<f64> {
    // HiGHS has called such programs infeasible that have a point: its word is taken only without presolve.
    let solve = |way| solve_one_way(variables, rows, (objective, maximise), way);
    ["choose", "off"].into_iter().find_map(|presolve| solve((presolve, FEASIBILITY)))
}

/// The optimum with or without presolve, to a feasibility that HiGHS must reach.
pub(super) fn solve_one_way(
    variables: &ProblemVariables,
    rows: &[good_lp::Constraint],
    (objective, maximise): (&Expression, bool),
    (presolve, feasibility): (&str, f64),
) -> Option<f64> {
    let variables = variables.clone();
    let problem = if maximise { variables.maximise(objective.clone()) } else { variables.minimise(objective.clone()) };
    let mut model = problem.using(highs).set_mip_rel_gap(0.0).unwrap().set_threads(1);
    model = model.set_option("presolve", presolve);
    for option in ["mip_feasibility_tolerance", "primal_feasibility_tolerance"] {
        model = model.set_option(option, feasibility);
    }
    for row in rows {
        model = model.with(row.clone());
    }
    match model.solve() {
        Ok(solution) => Some(solution.eval(objective)),
        Err(ResolutionError::Infeasible) => None,
        Err(error) => panic!("the direct model: {error}"),
    }
}

/// `B_s` of a source that has committed `committed`, đồng.
pub(super) fn available(scenario: &Scenario, source: SourceIndex, committed: Vnd) -> Vnd {
    let row = scenario.source(source);
    let share = |whole: i64| row.rate.of_amount(Vnd::new(whole), row.reserve.complement()).dong();
    let free = match row.worth {
        Worth::Cash(amount) => share(amount.dong()),
        Worth::Goods { package, quantity } => share(i64::from(quantity)) * scenario.package(package).unit_cost.dong(),
    };
    Vnd::new(free).max(committed)
}

/// What each source has committed to each need.
fn committed(scenario: &Scenario) -> BTreeMap<(SourceIndex, NeedIndex), Vnd> {
    let mut committed = BTreeMap::new();
    for line in scenario.commitments.iter().filter(|line| line.status != CommitmentStatus::Outside) {
        *committed.entry((line.source.unwrap(), line.need)).or_default() += line.amount;
    }
    committed
}

/// C1 to C7 over x per pair; of C7 the rules that tell sources apart.
pub(super) fn program(scenario: &Scenario, rules: Rules<'_>, linear: bool) -> Program {
    let mut variables = ProblemVariables::new();
    let mut rows = Vec::new();
    let committed = committed(scenario);
    let mut by_source: BTreeMap<SourceIndex, Expression> = BTreeMap::new();
    let mut caps: BTreeMap<(SourceIndex, u8, usize), (f64, Expression)> = BTreeMap::new();
    let mut paid_by = Paid::new();
    let mut units = Vec::new();
    let mut present = Vec::new();
    for (index, need) in scenario.needs() {
        let package = scenario.package(need.package);
        let is_whole = package.grain == Grain::Whole;
        let most = need.open().units_of(need.unit_cost);
        let unit = variables.add(if is_whole && !linear {
            variable().integer().min(0).max(most)
        } else {
            variable().min(0).max(most)
        });
        let cost = need.unit_cost.millions();
        let mut paid = Expression::from(0.0);
        for (source, row) in scenario.sources().filter(|(_, row)| refusal(scenario, row, need).is_none()) {
            let bound = committed.get(&(source, index)).copied().unwrap_or_default();
            let x: Expression = if row.pays_whole_units() && !linear {
                let count = variables.add(variable().integer().min(bound.units_of(need.unit_cost)));
                cost * count
            } else {
                variables.add(variable().min(bound.millions())).into()
            };
            paid += x.clone();
            paid_by.insert((source, index), x.clone());
            *by_source.entry(source).or_insert_with(|| 0.0.into()) += x.clone();
            if let Some(cap) = row.max_per_commune {
                let commune = scenario.commune(need.beneficiary).get();
                caps.entry((source, 0, commune)).or_insert((cap.millions(), 0.0.into())).1 += x.clone();
            }
            if let Some(cap) = row.max_per_household {
                match need.beneficiary {
                    Beneficiary::Household(household) => {
                        caps.entry((source, 1, household.get())).or_insert((cap.millions(), 0.0.into())).1 += x;
                    }
                    Beneficiary::Commune(_) => rows.push(constraint!(x <= cap.millions() * unit)),
                }
            }
        }
        rows.push(constraint!(paid == cost * unit));
        present.push(is_present(&mut variables, &mut rows, (need, package.grain), unit, linear));
        units.push(unit);
    }
    for (source, used) in by_source {
        let bound = committed.iter().filter(|((other, _), _)| *other == source).map(|(_, &amount)| amount).sum();
        rows.push(constraint!(used <= available(scenario, source, bound).millions()));
    }
    for (_, (cap, used)) in caps {
        rows.push(constraint!(used <= cap));
    }
    exclude(scenario, (&units, &present), &committed, &mut rows, linear);
    let helped = helped(scenario, &present, &mut variables, &mut rows, linear);
    let penalty = rule(&rules(&paid_by), &mut variables, &mut rows, linear);
    Program { variables, rows, units: units.into_iter().map(Expression::from).collect(), helped, penalty }
}

/// Adds the rows of bounds; what missing them costs (in the linear program soft ones take no part).
fn rule(
    bounds: &Bounds,
    variables: &mut ProblemVariables,
    rows: &mut Vec<good_lp::Constraint>,
    linear: bool,
) -> Expression {
    let mut penalty = Expression::from(0.0);
    for (kept, price) in bounds {
        match *price {
            None => rows.push(constraint!(kept.clone() >= 0.0)),
            Some(_) if linear => {}
            Some(price) => {
                let missed = variables.add(variable().min(0));
                rows.push(constraint!(kept.clone() + missed >= 0.0));
                penalty += price * missed;
            }
        }
    }
    penalty
}

/// An expression that is at least 1 where a need gets something, exact in the whole program: the units of a whole
/// package, a binary of a divisible one (with its minimum).
fn is_present(
    variables: &mut ProblemVariables,
    rows: &mut Vec<good_lp::Constraint>,
    (need, grain): (&chungtay::domain::Need, Grain),
    unit: Variable,
    linear: bool,
) -> Expression {
    let Grain::Divisible { min_amount } = grain else { return unit.into() };
    if linear {
        return unit.into();
    }
    let chosen = variables.add(variable().binary());
    let most = need.open().units_of(need.unit_cost);
    let least = min_amount.min(need.open()).units_of(need.unit_cost);
    rows.push(constraint!(unit <= most * chosen));
    rows.push(constraint!(unit >= least * chosen));
    chosen.into()
}

fn exclude(
    scenario: &Scenario,
    (units, present): (&[Variable], &[Expression]),
    committed: &BTreeMap<(SourceIndex, NeedIndex), Vnd>,
    rows: &mut Vec<good_lp::Constraint>,
    linear: bool,
) {
    let mut groups: BTreeMap<(Beneficiary, &str), Vec<usize>> = BTreeMap::new();
    for (position, need) in scenario.needs.iter().enumerate() {
        if let (Beneficiary::Household(_), Some(group)) =
            (need.beneficiary, &scenario.package(need.package).exclusive_group)
        {
            groups.entry((need.beneficiary, group)).or_default().push(position);
        }
    }
    for members in groups.into_values() {
        let is_settled = |&&position: &&usize| {
            scenario.needs[position].outside > Vnd::ZERO
                || committed.keys().any(|&(_, need)| need == NeedIndex::new(position))
        };
        if let Some(&chosen) = members.iter().find(is_settled) {
            rows.extend(
                members.iter().filter(|&&other| other != chosen).map(|&other| constraint!(units[other] <= 0.0)),
            );
        }
        let mut sum = Expression::from(0.0);
        let mut all = Expression::from(0.0);
        for &position in &members {
            let need = &scenario.needs[position];
            sum += units[position] + need.outside.units_of(need.unit_cost);
            all += present[position].clone();
        }
        rows.push(constraint!(sum <= 1.0));
        if !linear {
            rows.push(constraint!(all <= 1.0));
        }
    }
}

fn helped(
    scenario: &Scenario,
    present: &[Expression],
    variables: &mut ProblemVariables,
    rows: &mut Vec<good_lp::Constraint>,
    linear: bool,
) -> Expression {
    let mut sum = Expression::from(0.0);
    if linear || scenario.settings.objective.maximize != Maximize::Households {
        return sum;
    }
    for household in 0..scenario.households.len() {
        let needs: Vec<usize> = (0..scenario.needs.len())
            .filter(|&need| matches!(scenario.needs[need].beneficiary, Beneficiary::Household(one) if one.get() == household))
            .collect();
        if needs.iter().any(|&need| scenario.needs[need].outside > Vnd::ZERO) {
            continue;
        }
        let served = variables.add(variable().binary());
        let any: Expression = needs.iter().map(|&need| present[need].clone()).sum();
        rows.push(constraint!(served <= any));
        sum += served;
    }
    sum
}
