//! Money's marginal worth: for each source, what a step more of it would serve, what a step less would leave unserved, and
//! what lifting its earmark would bring ("the price of an earmark"). Each is found by solving again (`stages::margins`),
//! with entitlements and floors as they are.

mod laid;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::Serialize;

pub use laid::workbook;

use crate::domain::{Earmark, GroupShare, Pairings, Scenario, Source, Worth};
use crate::ids::{PackageIndex, SourceIndex};
use crate::network::Network;
use crate::pipeline::{self, Step, Watch};
use crate::severity::Weights;
use crate::stages::{self, Deadline, Reached, StageError};
use crate::units::Vnd;
use crate::{eligibility, funds, network, severity};

/// Parts of a unit that are not told.
const LEAST_UNITS: f64 = 0.005;

/// Parts of a point that are a solver's noise.
const NOISE: f64 = 1e-6;

/// What a change of money changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The objective, in its own unit (points of weight, units, households, million đồng or exits): what is gained, or lost.
    pub value: f64,
    /// Units by package that are served more (less: below 0), parts of units counted; those that change.
    pub units: Vec<(String, f64)>,
}

/// What the money of a source is worth at the margin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Margin {
    /// The source.
    pub source: String,
    /// Its name.
    pub name: String,
    /// What it has that is not committed, đồng.
    pub free: Vnd,
    /// The step: đồng; of goods the cost of a unit.
    pub step: Vnd,
    /// What a step more serves.
    pub more: Change,
    /// What a step less (all it has, where that is less) leaves unserved; `None`: floors and rules could not be kept.
    pub less: Option<Change>,
    /// What lifting its earmark brings; `None`: it has none.
    pub lifted: Option<Change>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The step for money, đồng.
    pub step: Vnd,
    /// The sources, by id; none: all.
    pub sources: Vec<String>,
}

/// The margins of the sources asked for, by id.
///
/// # Errors
/// As a run: the scenario has no plan.
pub fn of(scenario: &Scenario, question: &Question, watch: &dyn Watch) -> Result<Vec<Margin>, StageError> {
    let deadline = Deadline::of(scenario);
    watch.enter(Step::Pairing);
    let pairings = pipeline::pair(scenario, deadline)?.pairings;
    watch.enter(Step::Prepare);
    let weights = severity::weigh(scenario);
    let network = network::build(scenario, &weights, &eligibility::find(scenario, &pairings));
    watch.enter(Step::Entitlement);
    let groups = stages::entitle(scenario, &network, deadline)?.groups;
    watch.enter(Step::Margins);
    let is_asked = |source: &Source| question.sources.is_empty() || question.sources.contains(&source.id);
    let sources: Vec<SourceIndex> =
        scenario.sources().filter(|(_, source)| is_asked(source)).map(|(index, _)| index).collect();
    let books = Books { scenario, pairings: &pairings, weights: &weights, groups: &groups };
    let steps = books.steps(&network, &sources, question.step);
    let moves: Vec<(usize, Vnd)> = steps
        .iter()
        .filter_map(|step| step.signature.map(|at| [(at, step.step), (at, Vnd::ZERO - step.step.min(step.free))]))
        .flatten()
        .collect();
    let (as_it_is, after) = stages::margins(scenario, &network, &groups, &moves)?;
    let lifted = books.lifted(&sources, &as_it_is, watch)?;
    let mut after = after.into_iter();
    let margins = steps.into_iter().zip(lifted).map(|(step, lifted)| {
        let mut next = || if step.signature.is_some() { after.next().flatten() } else { Some(as_it_is.clone()) };
        let (more, less) = (next(), next());
        let change = |from: &Reached, to: Reached| change(scenario, to.less(from));
        Margin {
            source: step.source.id.clone(),
            name: step.source.name.clone(),
            free: step.free,
            step: step.step,
            // More money keeps every plan.
            more: change(&as_it_is, more.unwrap_or_else(|| as_it_is.clone())),
            less: less.map(|less| self::change(scenario, as_it_is.clone().less(&less))),
            lifted: lifted.map(|lifted| change(&as_it_is, lifted)),
        }
    });
    Ok(margins.collect())
}

/// What margins are found from.
struct Books<'a> {
    scenario: &'a Scenario,
    pairings: &'a Pairings,
    weights: &'a Weights,
    groups: &'a [GroupShare],
}

/// A source with its step.
struct Stepped<'a> {
    source: &'a Source,
    /// `None`: nothing that it may fund is asked for.
    signature: Option<usize>,
    free: Vnd,
    step: Vnd,
}

impl<'a> Books<'a> {
    fn steps(&self, network: &Network, sources: &[SourceIndex], step: Vnd) -> Vec<Stepped<'a>> {
        let signatures: BTreeMap<SourceIndex, usize> = (0..)
            .zip(&network.signatures)
            .flat_map(|(at, signature)| signature.sources.iter().map(move |&source| (source, at)))
            .collect();
        let committed = funds::committed(self.scenario);
        let of = |&index: &SourceIndex| {
            let source = self.scenario.source(index);
            let committed = committed.get(index.get()).copied().unwrap_or(Vnd::ZERO);
            let free = funds::available(self.scenario, index, committed) - committed;
            let step = match source.worth {
                Worth::Cash(_) => step,
                Worth::Goods { package, .. } => self.scenario.package(package).unit_cost,
            };
            Stepped { source, signature: signatures.get(&index).copied(), free, step }
        };
        sources.iter().map(of).collect()
    }

    /// What is reached without the earmark of each source, in order; `None`: it has none. What a gift is stays what it is.
    fn lifted(
        &self,
        sources: &[SourceIndex],
        as_it_is: &Reached,
        watch: &dyn Watch,
    ) -> Result<Vec<Option<Reached>>, StageError> {
        let done = AtomicUsize::new(0);
        let lift = |&source: &SourceIndex| {
            let reached = self.without_earmark(source, as_it_is);
            #[expect(clippy::cast_precision_loss, reason = "a scenario has fewer than 2^32 sources")]
            watch.progress((done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / sources.len() as f64);
            reached
        };
        sources.par_iter().map(lift).collect()
    }

    fn without_earmark(&self, index: SourceIndex, as_it_is: &Reached) -> Result<Option<Reached>, StageError> {
        let source = self.scenario.source(index);
        let packages = match source.worth {
            Worth::Cash(_) => Earmark::default().packages,
            Worth::Goods { package, .. } => [package].into(),
        };
        let open = Earmark { packages, ..Earmark::default() };
        let is_open = |earmark: &Earmark| {
            *earmark == open || (matches!(source.worth, Worth::Goods { .. }) && *earmark == Earmark::default())
        };
        if is_open(&source.earmark) {
            return Ok(None);
        }
        let mut scenario = self.scenario.clone();
        let Some(changed) = scenario.sources.get_mut(index.get()) else { return Ok(None) };
        changed.earmark = open;
        let network = network::build(&scenario, self.weights, &eligibility::find(&scenario, self.pairings));
        match stages::margins(&scenario, &network, self.groups, &[]) {
            Ok((reached, _)) => Ok(Some(reached)),
            // A rule that counts this source's money may hold only while it is tied.
            Err(StageError::Rules(_)) => Ok(Some(as_it_is.clone())),
            Err(error) => Err(error),
        }
    }
}

fn change(scenario: &Scenario, difference: Reached) -> Change {
    let name = |(package, units): (PackageIndex, f64)| (scenario.package(package).id.clone(), units);
    let told = difference.units.into_iter().filter(|(_, units)| units.abs() >= LEAST_UNITS);
    let value = if difference.value.abs() < NOISE { 0.0 } else { difference.value };
    Change { value, units: told.map(name).collect() }
}
