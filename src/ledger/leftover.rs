//! Why a source has something left: the first reason of [`LeftReason`] that is true.

use super::accounts::{Accounts, pays_whole_units};
use super::exclusive::closed;
use super::reach::{Ask, Funds, Limits, Money, Reach};
use crate::domain::tables::LeftReason;
use crate::domain::{Need, Source};
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// What the needs say about one source's left money.
#[derive(Debug, Clone, Copy, Default)]
struct Trace {
    /// It may fund some need.
    is_eligible: bool,
    /// One of them is open.
    is_wanted: bool,
    /// Its left money would pay one, were it not for its caps.
    pays_without_caps: bool,
    /// Its left money would pay one.
    pays: bool,
}

/// The traces of all sources that have something left.
pub(super) struct Leftovers {
    traces: Vec<Option<Trace>>,
}

impl Leftovers {
    /// Asks every open need about the money that is left for it.
    pub(super) fn of(funds: &Funds<'_>) -> Self {
        let accounts = funds.accounts;
        let eligibility = accounts.books.eligibility;
        let has_left = |source: &SourceIndex| accounts.source(*source).left() > Vnd::ZERO;
        let sources = accounts.scenario().sources();
        let mut traces: Vec<Option<Trace>> = sources.map(|(index, _)| has_left(&index).then(Trace::default)).collect();
        let classes: Vec<Vec<SourceIndex>> = eligibility
            .funding_classes()
            .iter()
            .map(|class| class.iter().copied().filter(has_left).collect())
            .collect();
        for (index, need) in accounts.scenario().needs() {
            let class = classes.get(eligibility.funding_class(index)).map(Vec::as_slice).unwrap_or_default();
            if !class.is_empty() {
                ask(funds, class, &mut traces, (index, need));
            }
        }
        Self { traces }
    }

    /// Why a source has something left; `None` where it has nothing.
    pub(super) fn reason(&self, source: SourceIndex) -> Option<LeftReason> {
        let trace = self.traces.get(source.get()).copied().flatten()?;
        Some(match trace {
            Trace { is_eligible: false, .. } => LeftReason::NoEligibleNeed,
            Trace { is_wanted: false, .. } => LeftReason::NeedsMet,
            Trace { pays: true, .. } => LeftReason::OtherGoal,
            Trace { pays_without_caps: true, .. } => LeftReason::CapReached,
            Trace { .. } => LeftReason::IndivisibleRemainder,
        })
    }
}

/// Adds what one need says to the traces of the sources that may fund it.
fn ask(funds: &Funds<'_>, class: &[SourceIndex], traces: &mut [Option<Trace>], (index, need): (NeedIndex, &Need)) {
    let accounts = funds.accounts;
    let is_open = accounts.missing(index, need) > Vnd::ZERO && closed(accounts, index, need).is_none();
    let reach = funds.reach(index, Money::Left, Limits::Kept);
    for &source in class {
        let Some(trace) = traces.get_mut(source.get()).and_then(Option::as_mut) else { continue };
        trace.is_eligible = true;
        trace.is_wanted |= is_open;
        if is_open && !trace.pays {
            let usable = |limits| funds.usable(source, index, Money::Left, limits);
            let (kept, ignored) = (usable(Limits::Kept), usable(Limits::Ignored));
            let pays = |amount| pays(accounts, (index, need), reach.free.saturating_sub(kept), (source, amount));
            trace.pays = pays(kept);
            trace.pays_without_caps |= pays(ignored);
        }
    }
}

/// Whether `amount` of a source pays one step more, with what others have left if it may be combined.
fn pays(
    accounts: &Accounts<'_>,
    (index, need): (NeedIndex, &Need),
    others: Vnd,
    (source, amount): (SourceIndex, Vnd),
) -> bool {
    let source: &Source = accounts.scenario().source(source);
    let free = if pays_whole_units(source) { Vnd::ZERO } else { others };
    let mut reach = Reach::combined(free);
    reach.add(source, amount, need.unit_cost);
    amount > Vnd::ZERO && reach.pays(&Ask::more(accounts, index, need))
}
