//! `amount`: đồng that the plan pays, to the đồng. Help by others never counts.

use super::Evidence;
use crate::domain::Condition;
use crate::ids::{NeedIndex, SourceIndex};

/// Whose money counts; everybody's by default.
#[derive(Debug, Default)]
pub(super) struct Payers<'c> {
    /// Only this source's.
    pub(super) only: Option<SourceIndex>,
    /// Only of sources that satisfy the conditions on sources.
    pub(super) condition: Option<&'c Condition>,
}

/// Σ of the transfers to some needs.
pub(super) fn value(evidence: &Evidence<'_>, needs: &[NeedIndex], payers: &Payers<'_>) -> i128 {
    let paid = needs.iter().flat_map(|&need| evidence.paid.payers(need));
    paid.filter(|&&(source, _)| counts(evidence, source, payers)).map(|&(_, amount)| amount).sum()
}

fn counts(evidence: &Evidence<'_>, source: SourceIndex, payers: &Payers<'_>) -> bool {
    if payers.only.is_some_and(|only| only != source) {
        return false;
    }
    let kind = evidence.case.scenario.source(source).kind;
    payers.condition.is_none_or(|condition| {
        (condition.sources.is_empty() || condition.sources.contains(&source))
            && (condition.kinds.is_empty() || condition.kinds.contains(&kind))
    })
}
