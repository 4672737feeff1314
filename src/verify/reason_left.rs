//! Why a source has something left: each reason of `sources.csv` that the tables can refute is true. Blank exactly
//! where nothing is left; `no_eligible_need` and `needs_met` exactly where they hold; `cap_reached` only with a cap;
//! `indivisible_remainder` only where no open need could be paid by what this source has left.

use super::Evidence;
use super::c7_rules::Margins;
use super::pools::Pools;
use super::reason_unserved::{Closed, closed, step};
use super::report::Report;
use super::transfers::pays_whole_units;
use super::unserved::missing;
use crate::ids::SourceIndex;

/// What a source may fund.
#[derive(Debug, Clone, Copy, Default)]
struct Field {
    has_needs: bool,
    /// What the smallest open need takes.
    smallest: Option<Smallest>,
}

/// The least that an open need takes, over several needs.
#[derive(Debug, Clone, Copy)]
struct Smallest {
    /// From a source that pays any amount: one unit, the minimum, or the rest.
    step: i128,
    /// From a source that pays whole units: one unit, where a whole one is missing.
    unit: Option<i128>,
}

impl Smallest {
    fn or(self, other: Self) -> Self {
        Self { step: self.step.min(other.step), unit: [self.unit, other.unit].into_iter().flatten().min() }
    }
}

/// Compares every reason.
pub(super) fn check(evidence: &Evidence<'_>, pools: &Pools, margins: &Margins<'_, '_>, report: &mut Report) {
    let fields = fields(evidence, pools);
    for line in &evidence.written.sources {
        let Some(source) = evidence.case.source(&line.source) else {
            continue; // told by `sources`
        };
        let allowed = reasons((evidence, margins), source, fields[source.get()]);
        if !allowed.contains(&line.reason_left) {
            report.add(
                "reason_left",
                "sources.csv",
                &[("source", &line.source), ("written", &line.reason_left), ("expected", &allowed.join(" | "))],
            );
        }
    }
}

/// By source; needs of one pool are looked at together.
fn fields(evidence: &Evidence<'_>, pools: &Pools) -> Vec<Field> {
    let mut smallest: Vec<Option<Smallest>> = vec![None; pools.all().len()];
    for (need, _) in evidence.case.scenario.needs() {
        if missing(evidence, need) > 0 && closed(evidence, need) == Closed::No {
            let unit = Some(evidence.case.ask(need).cost).filter(|&cost| missing(evidence, need) >= cost);
            let found = Smallest { step: step(evidence, need), unit };
            let least = &mut smallest[pools.number(need)];
            *least = Some(least.map_or(found, |least| least.or(found)));
        }
    }
    let mut fields = vec![Field::default(); evidence.case.funds.len()];
    for (pool, found) in pools.all().iter().zip(smallest) {
        for source in &pool.sources {
            let field = &mut fields[source.get()];
            field.has_needs = true;
            field.smallest = match (field.smallest, found) {
                (Some(one), Some(other)) => Some(one.or(other)),
                (one, other) => one.or(other),
            };
        }
    }
    fields
}

fn reasons(
    (evidence, margins): (&Evidence<'_>, &Margins<'_, '_>),
    source: SourceIndex,
    field: Field,
) -> Vec<&'static str> {
    let left = evidence.case.fund(source).available - evidence.paid.by_source(source);
    if left == 0 {
        return vec![""];
    }
    if !field.has_needs {
        return vec!["no_eligible_need"];
    }
    let Some(smallest) = field.smallest else {
        return vec!["needs_met"];
    };
    let is_kept = margins.brakes.may_keep(source);
    let source = evidence.case.scenario.source(source);
    let has_caps = is_kept || source.max_per_household.is_some() || source.max_per_commune.is_some();
    let least = if pays_whole_units(source) { smallest.unit } else { Some(smallest.step) };
    let mut allowed = vec!["other_goal"];
    if has_caps {
        allowed.push("cap_reached");
    }
    if has_caps || least.is_none_or(|least| left < least) {
        allowed.push("indivisible_remainder");
    }
    allowed
}
