//! Stage 4: keeping the awards, the most restricted money first, so that a đồng left over is a free one: maximise
//! Σ `left_s` × `D_s`, `D_s` = đồng asked among the needs that s may fund.
//!
//! Of money that may be split this is greedy: what sets of sources can pay together is a polymatroid, so opening the
//! sources in the order of D and letting each pay as much as it can is optimal (Edmonds 1970). Which units goods and
//! whole-unit sources pay is a small integer program before that.

use std::collections::BTreeMap;

use petgraph::graph::EdgeIndex;

use super::funding::Funding;
use crate::domain::{Scenario, StageName, StageResult, StageStatus};
use crate::linear::{Column, Sense, Status};
use crate::model::{self, Form, Parts, PieceModel};
use crate::network::{Network, Node, Pays, Piece};
use crate::solver::{Integrality, Limits, Session};
use crate::stages::{Deadline, StageError};
use crate::units::Vnd;

/// Positions of the signatures by D, then received before pledged, then id.
pub(super) fn most_restricted_first(scenario: &Scenario, network: &Network) -> Vec<usize> {
    let asked = asked_by_signature(scenario, network);
    let is_pledged = |position: usize| {
        let sources = network.signatures.get(position).map(|one| one.sources.as_slice()).unwrap_or_default();
        sources.iter().any(|&source| scenario.source(source).status == crate::domain::SourceStatus::Pledged)
    };
    let mut order: Vec<usize> = (0..network.signatures.len()).collect();
    order.sort_by_key(|&position| (asked.get(position).copied(), is_pledged(position), position));
    order
}

/// D of each signature: đồng asked among the needs that it may fund.
fn asked_by_signature(scenario: &Scenario, network: &Network) -> Vec<Vnd> {
    let asked_of_class = network.asked_of_class(scenario);
    let asked = |class: &usize| asked_of_class.get(*class).copied().unwrap_or_default();
    network.signatures.iter().map(|signature| signature.classes.iter().map(asked).sum()).collect()
}

/// Funds exactly what `funded` grants, most restricted money first.
pub(super) fn fund<'a>(
    scenario: &'a Scenario,
    network: &'a Network,
    funded: Funding<'a>,
    (order, deadline): (&[usize], Deadline),
) -> Result<(Funding<'a>, StageResult), StageError> {
    let mut funding = Funding::new(scenario, network, funded.granted.clone());
    let mut is_proved = true;
    for piece in &network.pieces {
        let parts = Parts { scenario, network, piece, form: Form::Whole };
        let Some((units, is_best)) = choose_units(parts, &funding.granted, deadline)? else {
            let stage = state(scenario, network, &funded, false);
            return Ok((funded, stage));
        };
        is_proved &= is_best;
        for (edge, units) in units {
            funding.pay_units(edge, units);
        }
    }
    // The program's units come from floats: where they do not pay every award to the đồng, the funding in hand does.
    let lacks = funding.fill(order);
    if lacks.iter().any(|&lack| lack > Vnd::ZERO) {
        let stage = state(scenario, network, &funded, false);
        return Ok((funded, stage));
    }
    let stage = state(scenario, network, &funding, is_proved);
    Ok((funding, stage))
}

/// Units that goods and whole-unit sources pay, edge by edge, and whether they are proved best.
type Units = (BTreeMap<EdgeIndex, u32>, bool);

/// Which units goods and whole-unit sources pay; `None`: no choice was found in time.
fn choose_units(parts: Parts<'_>, granted: &[Vnd], deadline: Deadline) -> Result<Option<Units>, StageError> {
    if !has_whole_units(parts.network, parts.piece) {
        return Ok(Some((BTreeMap::new(), true)));
    }
    let model = model::build(parts);
    let mut session = Session::new(&model.linear, Integrality::Kept)?;
    fix_awards(parts, &model, granted, &mut session);
    session.set_objective(Sense::Minimize, &cost_of_use(parts, &model));
    let limits = Limits { seconds: deadline.seconds().max(1.0), ..Limits::NONE };
    let solution = session.solve(limits)?;
    if !matches!(solution.status, Status::Optimal | Status::FeasibleAtLimit) {
        return Ok(None);
    }
    let is_whole = |column: Column| model.linear.columns.get(column.0).is_some_and(|data| data.is_integer);
    let flows = model.flows.iter().filter(|flow| is_whole(flow.column));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, bounded by the demand")]
    let units = flows.map(|flow| (flow.edge, solution.value_of(flow.column).round().max(0.0) as u32)).collect();
    Ok(Some((units, solution.status == Status::Optimal)))
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
fn fix_awards(parts: Parts<'_>, model: &PieceModel, granted: &[Vnd], session: &mut Session) {
    for ((bundle, units), served) in parts.bundles().zip(&model.units).zip(&model.served) {
        for (position, (item, &column)) in bundle.items.iter().zip(units).enumerate() {
            let amounts = bundle.members.iter().filter_map(|needs| granted.get(needs.get(position)?.get()).copied());
            let amounts: Vec<Vnd> = amounts.collect();
            let total = amounts.iter().copied().sum::<Vnd>().units_of(item.unit_cost);
            session.set_bounds(column, total..=total);
            if let Some(served) = served.get(position).copied().flatten() {
                session.set_bounds(served, 0.0..=bundle.count());
            }
        }
    }
}

/// Σ D × money used, D as a share of the largest.
fn cost_of_use(parts: Parts<'_>, model: &PieceModel) -> Vec<(Column, f64)> {
    let network = parts.network;
    let asked = asked_by_signature(parts.scenario, network);
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

/// States Σ left × D (in million đồng × million đồng).
fn state(scenario: &Scenario, network: &Network, funding: &Funding<'_>, is_proved: bool) -> StageResult {
    let asked = asked_by_signature(scenario, network);
    let left = |position: usize| funding.left_of(position).millions();
    let value: f64 = asked.iter().enumerate().map(|(position, asked)| left(position) * asked.millions()).sum();
    let (bound, gap) = (is_proved.then_some(value), is_proved.then_some(0.0));
    let status = if is_proved { StageStatus::Optimal } else { StageStatus::TimeLimit };
    StageResult { stage: StageName::Tidy, value: Some(value), bound, certified_bound: None, gap, status }
}
