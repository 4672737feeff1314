//! Where hard rules cannot hold together: the cheapest ways to make them hold, as sentences. Each hard rule may be
//! missed at a price; what the best plan misses then is a repair, and so is every single bound that, given way alone,
//! lets all the others hold. Each repair comes from a plan in whole units that keeps everything else.

use std::collections::{BTreeMap, BTreeSet};

use super::relax::{self, Given};
use super::{Deadline, Repairs, StageError, in_time};
use crate::domain::{BoundKey, RuleMeasure, Scenario};
use crate::findings::{Finding, Findings};
use crate::linear::{Column, Sense, Solution, Status};
use crate::model::{self, Form, Parts, PieceModel, Rounding};
use crate::network::{Bundle, Network, RuleRow};
use crate::solver::{Integrality, Limits, Session};
use crate::tolerance;

/// Share of the time left that the first repair may take; and each bound that is tried alone.
const FIRST_TIME: f64 = 0.5;
const ALONE_TIME: f64 = 0.25;

/// Seconds for telling why there is no plan at least: what linear programs lack is told also where time is over.
pub(super) const EXPLAIN_SECONDS: f64 = 5.0;

/// Nodes of the search tree for one repair.
const NODES: i32 = 200;

/// Bounds that are tried alone: those of the first repair first, then all others in order.
const TRIED_ALONE: usize = 40;

/// What gives way, by row of the rules.
type Repair = BTreeMap<usize, Given>;

/// Rows of hard rules that nothing in the network can change and that are missed as they stand: no plan exists.
pub(super) fn unreachable(scenario: &Scenario, network: &Network) -> Option<StageError> {
    let rows = |bundle: &Bundle| -> Vec<usize> {
        let items = bundle.items.iter().flat_map(|item| &item.rules);
        let counts = bundle.counts.iter().flat_map(|count| &count.count.rows);
        items.chain(counts).map(|&(row, _)| row).collect()
    };
    let of_money = network.tracked.values().flatten().map(|&(row, _)| row);
    let touched: BTreeSet<usize> = network.bundles.iter().flat_map(rows).chain(of_money).collect();
    let mut repairs = Repairs::default();
    let piece = crate::network::Piece::default();
    for (position, row) in network.rules.rows.iter().enumerate() {
        let missing = row.miss(row.committed);
        if row.price.is_none() && missing > tolerance::FEASIBILITY && !touched.contains(&position) {
            let given = Given { missing, base: row.base_outside };
            // Every such row must give way, whatever the others do: together they are one repair.
            repairs.findings.push(sentence(scenario, network, (1, position), given.missing));
            let parts = Parts { scenario, network, piece: &piece, form: Form::Whole, rounding: Rounding::NONE };
            repairs.first.extend(relax::relaxation(parts, position, given));
        }
    }
    repairs.findings.has_errors().then_some(StageError::Rules(repairs))
}

/// The repairs of a piece, ranked by how little changes; `None`: its rules are not what stands in the way.
pub(super) fn of_piece(parts: Parts<'_>, deadline: Deadline) -> Result<Option<Repairs>, StageError> {
    let parts = Parts { form: Form::Whole, ..parts };
    let elastic = Elastic::new(parts, deadline.at_least(EXPLAIN_SECONDS));
    if elastic.give.is_empty() {
        return Ok(None);
    }
    let every: BTreeSet<usize> = elastic.give.keys().copied().collect();
    // What the relaxation lacks, every plan lacks.
    let Some(lacking) = elastic.relax(&every)? else { return Ok(None) };
    let first = match elastic.solve(&every, deadline.part(FIRST_TIME)) {
        Err(StageError::NoPlanInTime) if !lacking.is_empty() => return Ok(Some(elastic.lacks(&every, &lacking)?)),
        first => first?.filter(|given| !given.is_empty()),
    };
    let Some(first) = first else { return Ok(None) };
    let candidates = first.keys().chain(every.iter().filter(|row| !first.contains_key(row))).copied();
    let mut repairs: Vec<Repair> = Vec::new();
    for row in candidates.take(TRIED_ALONE) {
        if deadline.is_over() {
            break;
        }
        if in_time(elastic.relax(&BTreeSet::from([row])))?.is_none() {
            continue;
        }
        match elastic.solve(&BTreeSet::from([row]), deadline.part(ALONE_TIME)) {
            Ok(given) => repairs.extend(given.filter(|given| !given.is_empty())),
            Err(StageError::NoPlanInTime) => {}
            Err(error) => return Err(error),
        }
    }
    if !repairs.contains(&first) && (first.len() > 1 || repairs.is_empty()) {
        repairs.push(first);
    }
    repairs.sort_by(|one, other| elastic.change(one).total_cmp(&elastic.change(other)));
    let mut findings = Findings::default();
    for (position, repair) in repairs.iter().enumerate() {
        for (&row, given) in repair {
            findings.push(sentence(parts.scenario, parts.network, (position + 1, row), given.missing));
        }
    }
    let first = repairs.first().into_iter().flatten();
    let first = first.filter_map(|(&row, &given)| relax::relaxation(parts, row, given)).collect();
    Ok(Some(Repairs { certain: Findings::default(), findings, first }))
}

/// The whole model in which hard rules may give way.
struct Elastic<'a> {
    parts: Parts<'a>,
    model: PieceModel,
    /// By row of the rules: how much it gives way.
    give: BTreeMap<usize, Column>,
    /// When linear programs must end.
    explaining: Deadline,
}

impl<'a> Elastic<'a> {
    fn new(parts: Parts<'a>, explaining: Deadline) -> Self {
        let mut model = model::build(parts);
        let mut give = BTreeMap::new();
        for (position, row) in model.rules.clone() {
            let column = model.linear.continuous(0.0..=0.0);
            let is_floor = parts.network.rules.rows.get(position).is_some_and(|one| one.is_floor);
            if let Some(data) = model.linear.rows.get_mut(row.0) {
                data.terms.push((column, if is_floor { 1.0 } else { -1.0 }));
            }
            give.insert(position, column);
        }
        Self { parts, model, give, explaining }
    }

    /// Where no plan in whole units was found in time: by how much each row alone must give way even if packages could be
    /// granted in parts; where no row alone would do, by how much they must together.
    fn lacks(&self, every: &BTreeSet<usize>, together: &Repair) -> Result<Repairs, StageError> {
        let mut certain = Findings::default();
        let (scenario, network) = (self.parts.scenario, self.parts.network);
        let mut tell = |row: usize, missing: f64, code: &'static str| {
            certain.push(Finding { code, ..sentence(scenario, network, (1, row), missing) });
        };
        let mut is_enough = false;
        for &row in every.iter().take(TRIED_ALONE) {
            let alone = self.relax(&BTreeSet::from([row]));
            // A row that there was no time for may be enough.
            is_enough |= matches!(alone, Err(StageError::NoPlanInTime));
            for (row, given) in in_time(alone)?.into_iter().flatten() {
                tell(row, given.missing, "E485");
                is_enough = true;
            }
        }
        if !is_enough {
            for (&row, given) in together {
                tell(row, given.missing, "E486");
            }
        }
        Ok(Repairs { certain, ..Repairs::default() })
    }

    /// What the rows in `free` must give way at least if packages could be granted in parts; `None` where that does not
    /// help.
    fn relax(&self, free: &BTreeSet<usize>) -> Result<Option<Repair>, StageError> {
        self.least(free, (Integrality::Relaxed, Limits::within(self.explaining.seconds())))
    }

    /// What the rows in `free` must give way at least, relative to their size; `None` where that does not help.
    fn solve(&self, free: &BTreeSet<usize>, deadline: Deadline) -> Result<Option<Repair>, StageError> {
        let limits = Limits { nodes: NODES, ..Limits::within(deadline.seconds()) };
        self.least(free, (Integrality::Kept, limits))
    }

    fn least(
        &self,
        free: &BTreeSet<usize>,
        (integrality, limits): (Integrality, Limits),
    ) -> Result<Option<Repair>, StageError> {
        let mut session = Session::new(&self.model.linear, integrality)?;
        let mut terms = Vec::new();
        for (row, &column) in self.give.iter().filter(|(row, _)| free.contains(row)) {
            session.set_bounds(column, 0.0..=f64::INFINITY);
            terms.push((column, 1.0 / self.size(*row)));
        }
        session.set_objective(Sense::Minimize, &terms);
        let solution = session.solve(limits)?;
        // What a linear program has reached when time is over may be more than the least.
        let is_open = integrality == Integrality::Relaxed && solution.status == Status::FeasibleAtLimit;
        if is_open || solution.status == Status::LimitWithoutPoint {
            return Err(StageError::NoPlanInTime);
        }
        if !matches!(solution.status, Status::Optimal | Status::FeasibleAtLimit) {
            return Ok(None);
        }
        Ok(Some(self.given(&solution)))
    }

    fn given(&self, solution: &Solution) -> Repair {
        let given = self.give.iter().map(|(&row, &column)| (row, solution.value_of(column)));
        let given = given.filter(|(_, missing)| *missing > tolerance::MIP_FEASIBILITY);
        let with_base =
            |(row, missing)| (row, Given { missing, base: relax::base(self.parts, &self.model, row, solution) });
        given.map(with_base).collect()
    }

    /// How much a repair changes, as a share of the bounds.
    fn change(&self, repair: &Repair) -> f64 {
        repair.iter().map(|(&row, given)| given.missing / self.size(row)).sum()
    }

    /// The size of a bound in the unit of its row.
    fn size(&self, row: usize) -> f64 {
        self.parts.network.rules.rows.get(row).map_or(1.0, |row| row.size.max(tolerance::GAP_FLOOR))
    }
}

/// One bound of a repair: which rule and group, what was asked, what can be reached, what is missing.
fn sentence(scenario: &Scenario, network: &Network, (repair, row): (usize, usize), missing: f64) -> Finding {
    let row = network.rules.rows.get(row).expect("a row of this network");
    let group = network.rules.groups.get(row.group).expect("a row has a group");
    let rule = scenario.rules.get(group.rule).expect("a group has a rule");
    let key = if row.is_floor { BoundKey::AtLeast } else { BoundKey::AtMost };
    let bound = rule.within(group.key.id(scenario)).bound(key);
    let households: BTreeSet<_> = group.counted.iter().map(|&need| scenario.need(need).beneficiary).collect();
    Finding::new("E481", rule.place.clone())
        .with("repair", repair)
        .with("rule", &rule.name)
        .with("group", group.key.id(scenario))
        .with("key", key.word())
        .with("asked", bound.map(|bound| bound.to_string()).unwrap_or_default())
        .with("missing", amount(row, rule.measure, missing))
        .with("beneficiaries", households.len())
}

/// What is missing, in the measure's own unit, rounded up: a bound that is moved by so much holds.
fn amount(row: &RuleRow, measure: RuleMeasure, missing: f64) -> String {
    match measure {
        RuleMeasure::Amount => crate::units::Vnd::from_millions(up(missing, 6)).to_string(),
        RuleMeasure::Coverage | RuleMeasure::PovertyDrop => up(missing / row.scale, 4).to_string(),
        _ => up(missing, 2).to_string(),
    }
}

/// Rounded up to so many decimals, but for the last digits of a float.
fn up(number: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    let (scaled, nearest) = (number * scale, (number * scale).round());
    (if (scaled - nearest).abs() <= tolerance::LAST_DIGITS { nearest } else { scaled.ceil() }) / scale
}
