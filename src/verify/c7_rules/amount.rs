//! `amount`: đồng that the plan pays, to the đồng. Help by others never counts.

use super::Evidence;
use crate::domain::{Condition, Scenario};
use crate::ids::{NeedIndex, SourceIndex};

/// Whose money counts; everybody's by default.
#[derive(Debug, Default)]
pub(in crate::verify) struct Payers<'c> {
    /// Only this source's.
    pub(in crate::verify) only: Option<SourceIndex>,
    /// Only of sources that satisfy the conditions on sources.
    pub(in crate::verify) condition: Option<&'c Condition>,
}

/// Σ of the transfers to some needs.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex], payers: &Payers<'_>) -> i128 {
    let paid = needs.iter().flat_map(|&need| evidence.paid.payers(need));
    paid.filter(|&&(source, _)| payers.counts(evidence.case.scenario, source)).map(|&(_, amount)| amount).sum()
}

impl Payers<'_> {
    /// Whether the money of a source counts.
    pub(in crate::verify) fn counts(&self, scenario: &Scenario, source: SourceIndex) -> bool {
        let kind = scenario.source(source).kind;
        self.only.is_none_or(|only| only == source)
            && self.condition.is_none_or(|condition| {
                (condition.sources.is_empty() || condition.sources.contains(&source))
                    && (condition.kinds.is_empty() || condition.kinds.contains(&kind))
            })
    }
}
