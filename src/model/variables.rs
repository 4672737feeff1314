//! The columns: units of items, members served, households helped, flows, and the money that commitments miss.
//! Bounds come from [`super::c3_demand`] and [`super::c6_commitments`].

use super::{Flow, Form, Parts, PieceModel, c3_demand, c4_whole_units, c6_commitments};
use crate::domain::Grain;
use crate::domain::settings::Maximize;
use crate::linear::{Column, LinearModel};
use crate::network::{Bundle, Help, Item};

/// Adds every column of a piece.
pub(super) fn add(parts: Parts<'_>, form: Form) -> PieceModel {
    let mut linear = LinearModel::default();
    let mut units = Vec::new();
    let mut served = Vec::new();
    let mut helped = Vec::new();
    for bundle in parts.bundles() {
        units.push(bundle.items.iter().map(|item| unit_column(&mut linear, bundle, item, form)).collect());
        served
            .push((0..bundle.items.len()).map(|item| served_column(&mut linear, bundle, item, parts, form)).collect());
        helped.push(helped_column(&mut linear, bundle, parts, form));
    }
    let flows = parts.piece.edges.iter().map(|&edge| flow_column(&mut linear, parts, form, edge)).collect();
    let missing = parts.piece.leaves.iter().map(|_| linear.continuous(0.0..=0.0)).collect();
    PieceModel {
        linear,
        units,
        served,
        helped,
        flows,
        missing,
        counted: Vec::new(),
        misses: Vec::new(),
        rules: Vec::new(),
        priced: Vec::new(),
    }
}

fn unit_column(linear: &mut LinearModel, bundle: &Bundle, item: &Item, form: Form) -> Column {
    let bounds = c6_commitments::least_units(item, form)..=c3_demand::most_units(bundle, item);
    if form == Form::Whole && item.grain == Grain::Whole { linear.integer(bounds) } else { linear.continuous(bounds) }
}

fn served_column(
    linear: &mut LinearModel,
    bundle: &Bundle,
    position: usize,
    parts: Parts<'_>,
    form: Form,
) -> Option<Column> {
    let item = bundle.items.get(position)?;
    let is_exclusive = bundle.exclusive.iter().any(|group| group.contains(&position));
    let counts = !bundle.counts.is_empty() || (counts_households(parts) && bundle.help == Help::IfServed);
    let Grain::Divisible { min_amount } = item.grain else { return None };
    let is_ruled = !item.rules.is_empty();
    let is_needed = form == Form::Whole && (is_exclusive || counts || is_ruled || min_amount.dong() > 1);
    is_needed.then(|| {
        let least = if item.bound().dong() > 0 { 1.0 } else { 0.0 };
        linear.integer(least..=bundle.count())
    })
}

fn helped_column(linear: &mut LinearModel, bundle: &Bundle, parts: Parts<'_>, form: Form) -> Option<Column> {
    let is_needed = form == Form::Whole && counts_households(parts);
    match bundle.help {
        Help::IfServed if is_needed => Some(linear.continuous(0.0..=bundle.count())),
        Help::Always if is_needed => Some(linear.continuous(bundle.count()..=bundle.count())),
        _ => None,
    }
}

fn counts_households(parts: Parts<'_>) -> bool {
    parts.scenario.settings.objective.maximize == Maximize::Households
}

fn flow_column(linear: &mut LinearModel, parts: Parts<'_>, form: Form, edge: petgraph::graph::EdgeIndex) -> Flow {
    let most = 0.0..=f64::INFINITY;
    match c4_whole_units::unit_of_edge(parts, edge) {
        Some(unit) if form == Form::Whole => Flow { edge, column: linear.integer(most), scale: unit.millions() },
        _ => Flow { edge, column: linear.continuous(most), scale: 1.0 },
    }
}
