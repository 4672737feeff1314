//! The duals of a relaxation as multipliers that anyone can check (`certificate.json`). Nothing is proved here: `verify`
//! finds what they bound.

use std::collections::{BTreeMap, BTreeSet};

use super::entitlement;
use crate::domain::{CapPrice, Multiplier, Multipliers, Proof, RulePrice, Scenario, StageName};
use crate::ids::SourceIndex;
use crate::linear::{Column, Row, Sense, Solution};
use crate::model::{Parts, PieceModel, Priced, ShortfallColumns};
use crate::network::{Network, Place};
use crate::units::Vnd;

/// The largest multiplier of a round of stage 1: the bound of a round stays the same when all multipliers grow alike, and
/// large ones lose least when they are rounded.
const LARGEST: f64 = 1e6;

/// The multipliers of a round of stage 1.
pub(super) fn of_round(parts: Parts<'_>, model: &PieceModel, solution: &Solution) -> Multipliers {
    let dual = |(_, row): &(Priced, Row)| solution.duals.get(row.0).copied().unwrap_or(0.0).abs();
    let largest = model.priced.iter().map(dual).fold(0.0, f64::max);
    let factor = if largest > 0.0 { LARGEST / largest } else { 1.0 };
    of(parts, model, (factor, solution))
}

/// The multipliers of a relaxation, each dual so many times.
fn of(parts: Parts<'_>, model: &PieceModel, (factor, solution): (f64, &Solution)) -> Multipliers {
    let mut found = Multipliers::default();
    for &(priced, row) in &model.priced {
        let dual = factor * solution.duals.get(row.0).copied().unwrap_or(0.0);
        add(parts, &mut found, priced, dual);
    }
    found
}

/// The multipliers of a relaxation that was solved in direction `sense`, with what the sums of stage 2 cost where they are
/// kept.
pub(super) fn with_sums(
    parts: Parts<'_>,
    model: &PieceModel,
    short: &ShortfallColumns,
    (sense, solution): (Sense, &Solution),
) -> Multipliers {
    let reduced = |column: Column| turned(sense) * solution.reduced_costs.get(column.0).copied().unwrap_or(0.0);
    Multipliers {
        excess: Multiplier::near(reduced(short.total_excess)),
        shortfall: Multiplier::near(reduced(short.total_shortfall)),
        ..of(parts, model, (turned(sense), solution))
    }
}

/// A minimum is the maximum of the contrary.
const fn turned(sense: Sense) -> f64 {
    match sense {
        Sense::Maximize => 1.0,
        Sense::Minimize => -1.0,
    }
}

fn add(parts: Parts<'_>, found: &mut Multipliers, priced: Priced, dual: f64) {
    let Parts { scenario, network, .. } = parts;
    let id = |source: SourceIndex| scenario.source(source).id.clone();
    match priced {
        Priced::Money(signature) => {
            let price = Multiplier::near(dual);
            let sources = network.signatures.get(signature).map(|one| one.sources.as_slice()).unwrap_or_default();
            found.sources.extend(sources.iter().filter(|_| !price.is_zero()).map(|&source| (id(source), price)));
        }
        Priced::Cap(source, place) => {
            let price = Multiplier::near(dual);
            let (place, package) = named(scenario, place);
            found.caps.extend((!price.is_zero()).then(|| CapPrice { source: id(source), place, package, price }));
        }
        Priced::Group(group, points) => {
            let price = Multiplier::near(-dual / points);
            let area = network.groups.get(group).filter(|_| !price.is_zero()).map(|group| group.area);
            found.groups.extend(area.map(|area| (scenario.area(area).code.clone(), price)));
        }
        Priced::Rule(row) => {
            let is_floor = network.rules.rows.get(row).is_some_and(|row| row.is_floor);
            add_rule((scenario, network), found, (row, if is_floor { -dual } else { dual }));
        }
    }
}

fn add_rule((scenario, network): (&Scenario, &Network), found: &mut Multipliers, (row, price): (usize, f64)) {
    let Some(row) = network.rules.rows.get(row) else { return };
    let Some(group) = network.rules.groups.get(row.group) else { return };
    let Some(rule) = scenario.rules.get(group.rule) else { return };
    let price = Multiplier::near(price);
    found.rules.extend((!price.is_zero()).then(|| RulePrice {
        rule: rule.name.clone(),
        group: group.key.id(scenario).to_owned(),
        is_floor: row.is_floor,
        price,
    }));
}

/// The id of a place, and the package of a commune's request.
fn named(scenario: &Scenario, place: Place) -> (String, Option<String>) {
    match place {
        Place::Commune(area) => (scenario.area(area).code.clone(), None),
        Place::Household(household) => (scenario.household(household).id.clone(), None),
        Place::Request(need) => {
            let need = scenario.need(need);
            let package = scenario.package(need.package).id.clone();
            (scenario.beneficiary_id(need.beneficiary).to_owned(), Some(package))
        }
    }
}

/// Proofs of pieces that share nothing, as one a stage: conditions of different pieces have different names. What all
/// pieces share are the sums of stage 2. Such a sum costs what it costs most anywhere; a piece where it costs less adds
/// the difference of its own proof that it can miss no less.
pub(super) fn join(pieces: &[Vec<Proof>]) -> Vec<Proof> {
    let mut joined = Vec::new();
    for stage in [StageName::BeyondOnePackage, StageName::Shortfall, StageName::Objective] {
        let of_stage =
            |piece: &Vec<Proof>| piece.iter().find(|one| one.stage == stage).map(|one| one.multipliers.clone());
        let most = |sum: fn(&Multipliers) -> Multiplier| {
            pieces.iter().filter_map(of_stage).map(|one| sum(&one)).max().unwrap_or_default()
        };
        let (excess, shortfall) = (most(|one| one.excess), most(|one| one.shortfall));
        let mut all = Multipliers { excess, shortfall, ..Multipliers::default() };
        for piece in pieces {
            let own = of_stage(piece).unwrap_or_default();
            let less = [
                (StageName::BeyondOnePackage, excess.less(own.excess)),
                (StageName::Shortfall, shortfall.less(own.shortfall)),
            ];
            for (sum, difference) in less {
                let of_sum = piece.iter().find(|one| one.stage == sum);
                if let Some(proof) = of_sum.filter(|_| !difference.is_zero()) {
                    all.add(&proof.multipliers, difference);
                }
            }
            all.add(&own, Multiplier::of_ones(1));
        }
        // Of stage 3 something is proved even where nothing is scarce.
        if stage == StageName::Objective || all != Multipliers::default() {
            all.settle();
            joined.push(proof(stage, Multipliers { excess, shortfall, ..all }));
        }
    }
    joined
}

/// What bounds the groups that no money reaches any more: all money that their needs could take is spoken for.
pub(super) fn of_groups_beyond_reach(scenario: &Scenario, network: &Network) -> Vec<Proof> {
    let in_pieces: BTreeSet<usize> = network.pieces.iter().flat_map(|piece| piece.groups.iter().copied()).collect();
    let is_spent = |&source: &SourceIndex| network.commitments.spare(scenario, source) == Vnd::ZERO;
    let spent = scenario.sources().map(|(source, _)| source).filter(is_spent);
    let dearest = Multiplier::near(LARGEST);
    let sources: BTreeMap<String, Multiplier> =
        spent.map(|source| (scenario.source(source).id.clone(), dearest)).collect();
    let beyond = network.groups.iter().enumerate().filter(|(group, _)| !in_pieces.contains(group));
    beyond
        .filter(|(_, group)| entitlement::beyond_reach(group).is_some())
        .map(|(_, group)| {
            let groups = BTreeMap::from([(scenario.area(group.area).code.clone(), Multiplier::of_ones(1))]);
            let multipliers = Multipliers { sources: sources.clone(), groups, ..Multipliers::default() };
            proof(StageName::Entitlement, multipliers)
        })
        .collect()
}

/// Soft bounds that no decision touches, with what missing them costs in every plan.
pub(super) fn untouched(network: &Network) -> impl Iterator<Item = (usize, f64)> + '_ {
    let mut touched: BTreeSet<usize> = network.tracked.values().flatten().map(|&(row, _)| row).collect();
    for bundle in network.pieces.iter().flat_map(|piece| &piece.bundles).filter_map(|&one| network.bundles.get(one)) {
        touched.extend(bundle.items.iter().flat_map(|item| item.rules.iter().map(|&(row, _)| row)));
        touched.extend(bundle.counts.iter().flat_map(|count| count.count.rows.iter().map(|&(row, _)| row)));
    }
    let rows = network.rules.rows.iter().enumerate().filter(move |(position, _)| !touched.contains(position));
    rows.filter_map(|(position, row)| Some((position, row.price? * row.miss(row.committed))))
        .filter(|&(_, cost)| cost > 0.0)
}

/// What these soft bounds cost, as multipliers of stage 3.
pub(super) fn of_rules_beyond_reach(scenario: &Scenario, network: &Network) -> Vec<Proof> {
    let mut multipliers = Multipliers::default();
    for (position, _) in untouched(network) {
        let price = network.rules.rows.get(position).and_then(|row| row.price).unwrap_or(0.0);
        add_rule((scenario, network), &mut multipliers, (position, price));
    }
    vec![proof(StageName::Objective, multipliers)]
}

/// The proof of a stage that needs nothing given.
pub(super) const fn proof(stage: StageName, multipliers: Multipliers) -> Proof {
    Proof { stage, settled: Vec::new(), multipliers }
}
