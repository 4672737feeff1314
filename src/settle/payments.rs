//! Who pays the awards of a piece: which units goods and whole-unit sources pay, and how many đồng move along each edge
//! that rules look at. A small program with the awards fixed chooses; its amounts become whole đồng by a flow that
//! leaves none of them by a đồng, and every rule is then judged again in integers.

use std::collections::BTreeMap;

use petgraph::graph::EdgeIndex;

use super::funding::Funding;
use super::slacks::Slacks;
use super::{shares, tidy};
use crate::domain::{GroupShare, Scenario};
use crate::linear::{Column, LinearModel, Sense, Solution, Status};
use crate::model::{self, Form, Parts, PieceModel, Rounding};
use crate::network::{Network, Node, Pays, Piece};
use crate::solver::{self, Integrality, Limits, Session, SolverError};
use crate::stages::{self, Deadline, Decision, StageError};
use crate::tolerance;
use crate::units::Vnd;

/// Who pays what, edge by edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Payments {
    /// Units that goods and whole-unit sources pay.
    pub(super) units: BTreeMap<EdgeIndex, u32>,
    /// Đồng along the other edges that rules look at.
    pub(super) posts: BTreeMap<EdgeIndex, Vnd>,
}

impl Payments {
    /// Pays them.
    pub(super) fn pay(&self, funding: &mut Funding<'_>) {
        for (&edge, &units) in &self.units {
            funding.pay_units(edge, units);
        }
        for (&edge, &amount) in &self.posts {
            funding.post(edge, amount);
        }
    }
}

/// What each need is granted, and who pays it as far as the stages decide that: the units of goods and whole-unit sources,
/// and, where rules look at who pays, payments that keep them to the đồng. Where there are none, the piece is decided
/// once more with room for rounding.
pub(super) fn decide(
    scenario: &Scenario,
    network: &Network,
    (decisions, groups): (&mut [Decision], &[GroupShare]),
    (order, deadline): (&[usize], Deadline),
) -> Result<(Vec<Vnd>, Payments), StageError> {
    let maximize = scenario.settings.objective.maximize;
    let spread = |decisions: &[Decision]| shares::spread(network, decisions, maximize, scenario.needs.len());
    let mut granted = spread(decisions);
    let mut payments = Payments::default();
    for (position, piece) in network.pieces.iter().enumerate() {
        let decision = decisions.get_mut(position).expect("a decision for every piece");
        if !is_tracked(network, piece) {
            payments.units.extend(decision.whole_units.iter().map(|(&edge, &units)| (edge, units)));
            continue;
        }
        let mut found = choose(scenario, (network, piece), &granted, (order, deadline))?;
        if found.is_none() {
            *decision = stages::choose_again(scenario, network, piece, groups, deadline)?;
            granted = spread(decisions);
            found = choose(scenario, (network, piece), &granted, (order, deadline))?;
        }
        let unpaid = || {
            let lost = StageError::Solver("no payments to the đồng within the rules on sources".into());
            if deadline.is_over() { StageError::NoPlanInTime } else { lost }
        };
        let (chosen, _) = found.ok_or_else(unpaid)?;
        payments.units.extend(chosen.units);
        payments.posts.extend(chosen.posts);
    }
    Ok((granted, payments))
}

/// Whether rules look at who pays in a piece.
pub(super) fn is_tracked(network: &Network, piece: &Piece) -> bool {
    !network.tracked.is_empty() && piece.edges.iter().any(|edge| network.tracked.contains_key(edge))
}

/// Who pays the awards of a piece, most restricted money first, and whether that is proved best; `None`: no choice that
/// pays every award to the đồng within the rules was found.
pub(super) fn choose(
    scenario: &Scenario,
    (network, piece): (&Network, &Piece),
    granted: &[Vnd],
    (order, deadline): (&[usize], Deadline),
) -> Result<Option<(Payments, bool)>, StageError> {
    let is_tracked = is_tracked(network, piece);
    if !is_tracked && !has_whole_units(network, piece) {
        return Ok(Some((Payments::default(), true)));
    }
    let parts = Parts { scenario, network, piece, form: Form::Whole, rounding: Rounding::NONE };
    if !is_tracked {
        let units = |(units, _, is_best)| (Payments { units, posts: BTreeMap::new() }, is_best);
        return Ok(solve(parts, granted, deadline)?.map(units));
    }
    for rounding in [Rounding::NONE, Rounding::PAYMENTS] {
        let Some((units, amounts, is_best)) = solve(Parts { rounding, ..parts }, granted, deadline)? else { continue };
        if let Some(payments) = round(scenario, (network, piece), granted, (order, units, &amounts)) {
            return Ok(Some((payments, is_best)));
        }
    }
    Ok(None)
}

/// Units along whole-unit edges, million đồng along the other edges that rules look at, and whether they are proved best.
type Amounts = (BTreeMap<EdgeIndex, u32>, BTreeMap<EdgeIndex, f64>, bool);

/// Soft rules miss as little as they can, then the most restricted money goes first.
fn solve(parts: Parts<'_>, granted: &[Vnd], deadline: Deadline) -> Result<Option<Amounts>, StageError> {
    let mut model = model::build(parts);
    let is_tracked = is_tracked(parts.network, parts.piece);
    fix_awards(parts, &mut model, granted);
    if is_tracked && !model.misses.is_empty() {
        let penalty = model.linear.continuous(0.0..=f64::INFINITY);
        let mut terms: Vec<(Column, f64)> = model.misses.iter().map(|&(column, price)| (column, -price)).collect();
        terms.push((penalty, 1.0));
        model.linear.row(0.0..=0.0, terms);
        let Some(least) = best(&model.linear, (is_tracked, &[(penalty, 1.0)]), deadline)? else { return Ok(None) };
        let least = least.value_of(penalty).max(0.0);
        let most = least * (1.0 + tolerance::MIP_FEASIBILITY) + tolerance::MIP_FEASIBILITY;
        model.linear.set_bounds(penalty, 0.0..=most);
    }
    let Some(solution) = best(&model.linear, (is_tracked, &cost_of_use(parts, &model)), deadline)? else {
        return Ok(None);
    };
    let is_whole = |column: Column| model.linear.columns.get(column.0).is_some_and(|data| data.is_integer);
    let whole = model.flows.iter().filter(|flow| is_whole(flow.column));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, bounded by the demand")]
    let units = whole.map(|flow| (flow.edge, solution.value_of(flow.column).round().max(0.0) as u32)).collect();
    let parted = model.flows.iter().filter(|flow| !is_whole(flow.column));
    let tracked = parted.filter(|flow| parts.network.tracked.contains_key(&flow.edge));
    let amounts = tracked.map(|flow| (flow.edge, solution.value_of(flow.column).max(0.0))).collect();
    Ok(Some((units, amounts, solution.status == Status::Optimal)))
}

/// The point of least cost (whole columns exactly whole where that is to be); `None`: no point was found.
fn best(
    linear: &LinearModel,
    (is_exact, costs): (bool, &[(Column, f64)]),
    deadline: Deadline,
) -> Result<Option<Solution>, StageError> {
    let limits = || Limits::within(deadline.seconds().max(1.0));
    if let Some(rounded) = rounded(linear, costs, limits()).map_err(StageError::from)?.filter(|_| !is_exact) {
        return Ok(Some(rounded));
    }
    let mut session = Session::new(linear, Integrality::Kept)?;
    session.set_objective(Sense::Minimize, costs);
    let found = session.solve(limits())?;
    if !matches!(found.status, Status::Optimal | Status::FeasibleAtLimit) {
        return Ok(None);
    }
    if !is_exact || linear.columns.iter().all(|column| !column.is_integer) {
        return Ok(Some(found));
    }
    let polished = solver::polish(linear, (Sense::Minimize, costs), (&found.columns, deadline.seconds().max(1.0)))?;
    Ok(polished.map(|polished| Solution { status: found.status, ..polished }))
}

/// A point whose whole columns are those of the relaxation, but for those in rows that it leaves open, and that costs no more
/// than it: then nothing is better. Money is alike in most of what pays here, so there nearly always is one.
fn rounded(linear: &LinearModel, costs: &[(Column, f64)], limits: Limits) -> Result<Option<Solution>, SolverError> {
    let mut relaxation = Session::new(linear, Integrality::Relaxed)?;
    relaxation.set_objective(Sense::Minimize, costs);
    let relaxed = relaxation.solve_once(limits)?;
    if relaxed.status != Status::Optimal {
        return Ok(None);
    }
    let mut settled = linear.clone();
    settled.settle_around(&relaxed.columns, tolerance::INTEGER);
    let mut session = Session::new(&settled, Integrality::Kept)?;
    session.set_objective(Sense::Minimize, costs);
    let noise = tolerance::MIP_FEASIBILITY * relaxed.value.abs().max(1.0);
    let limits = Limits { target: Some(relaxed.value + noise), ..limits };
    let found = session.solve_once(limits)?;
    let is_best = found.status.has_point() && found.value <= relaxed.value + noise;
    Ok(is_best.then_some(Solution { status: Status::Optimal, ..found }))
}

fn has_whole_units(network: &Network, piece: &Piece) -> bool {
    piece.edges.iter().any(|&edge| match network.graph.edge_weight(edge) {
        Some(&crate::network::Route::Direct(signature)) => {
            network.signatures.get(signature).is_some_and(|one| one.pays == Pays::WholeUnits && one.spare > Vnd::ZERO)
        }
        _ => false,
    })
}

/// Fixes what each item gets, members together.
fn fix_awards(parts: Parts<'_>, model: &mut PieceModel, granted: &[Vnd]) {
    let PieceModel { linear, units, served, .. } = model;
    for ((bundle, units), served) in parts.bundles().zip(units).zip(served) {
        for (position, (item, &column)) in bundle.items.iter().zip(units.iter()).enumerate() {
            let amounts = bundle.members.iter().filter_map(|needs| granted.get(needs.get(position)?.get()).copied());
            let amounts: Vec<Vnd> = amounts.collect();
            let total = amounts.iter().copied().sum::<Vnd>().units_of(item.unit_cost);
            linear.set_bounds(column, total..=total);
            if let Some(served) = served.get(position).copied().flatten() {
                linear.set_bounds(served, 0.0..=bundle.count());
            }
        }
    }
}

/// Σ D × money used, D as a share of the largest.
fn cost_of_use(parts: Parts<'_>, model: &PieceModel) -> Vec<(Column, f64)> {
    let network = parts.network;
    let asked = tidy::asked_by_signature(parts.scenario, network);
    let most = asked.iter().copied().max().unwrap_or_default().max(Vnd::new(1));
    let cost = |node| match network.graph.node_weight(node) {
        Some(&Node::Signature(position)) => asked.get(position).map_or(0.0, |asked| asked.units_of(most)),
        _ => 0.0,
    };
    let price = |flow: &model::Flow| {
        let (from, to) = network.graph.edge_endpoints(flow.edge).expect("an edge of this network");
        (flow.column, (cost(from) - cost(to)) * flow.scale)
    };
    model.flows.iter().map(price).collect()
}

/// The amounts in whole đồng: each is rounded down, or up where that is needed to pay every award. A flow with such
/// bounds exists, since the amounts themselves are one. `None`: a rule or an award lacks a đồng then.
fn round(
    scenario: &Scenario,
    (network, piece): (&Network, &Piece),
    granted: &[Vnd],
    (order, units, amounts): (&[usize], BTreeMap<EdgeIndex, u32>, &BTreeMap<EdgeIndex, f64>),
) -> Option<Payments> {
    let whole =
        amounts.iter().map(|(&edge, &millions)| (edge, Vnd::from_millions_down(millions, tolerance::PART_OF_A_DONG)));
    let (posts, parted): (BTreeMap<EdgeIndex, Vnd>, Vec<Option<EdgeIndex>>) =
        whole.map(|(edge, (amount, is_part))| ((edge, amount), is_part.then_some(edge))).unzip();
    let mut payments = Payments { units, posts };
    let mut funding = Funding::new(scenario, network, granted.to_vec());
    payments.pay(&mut funding);
    if !funding.is_within_limits() {
        return None;
    }
    parted.into_iter().flatten().for_each(|edge| funding.allow_one_more(edge));
    funding.fill(order);
    for (&edge, amount) in &mut payments.posts {
        *amount = funding.paid_along(edge);
    }
    let mut funding = Funding::new(scenario, network, granted.to_vec());
    payments.pay(&mut funding);
    let lacks = funding.fill(order);
    let is_paid = piece.leaves.iter().all(|&leaf| lacks.get(leaf).is_none_or(|&lack| lack == Vnd::ZERO));
    let slacks = Slacks::of(&funding);
    let is_kept = piece_rows(network, piece).all(|row| !slacks.is_missed(row));
    (is_paid && funding.keeps_posts() && is_kept).then_some(payments)
}

/// The rows that look at the money of sources of a piece.
fn piece_rows<'a>(network: &'a Network, piece: &'a Piece) -> impl Iterator<Item = usize> + 'a {
    piece.edges.iter().filter_map(|edge| network.tracked.get(edge)).flatten().map(|&(row, _)| row)
}
