//! Why a source has something left: the first reason of [`LeftReason`] that is true.

use super::accounts::{Accounts, pays_whole_units};
use super::exclusive::closed;
use super::reach::{Ask, Funds, Limits, Money, Reach};
use crate::domain::Need;
use crate::domain::tables::LeftReason;
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// How near one source's left money comes to a need, nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trace {
    /// It may fund none.
    NoNeed,
    /// None that it may fund is open.
    NoOpenNeed,
    /// It pays no step of an open one.
    TooLittle,
    /// It would pay one, were it not for its caps; or they let no đồng through.
    Capped,
    /// It would pay one.
    Enough,
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
        let mut traces: Vec<Option<Trace>> =
            sources.map(|(index, _)| has_left(&index).then_some(Trace::NoNeed)).collect();
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
            Trace::NoNeed => LeftReason::NoEligibleNeed,
            Trace::NoOpenNeed => LeftReason::NeedsMet,
            Trace::TooLittle => LeftReason::IndivisibleRemainder,
            Trace::Capped => LeftReason::CapReached,
            Trace::Enough => LeftReason::OtherGoal,
        })
    }
}

/// Adds what one need says to the traces of the sources that may fund it.
fn ask(funds: &Funds<'_>, class: &[SourceIndex], traces: &mut [Option<Trace>], (index, need): (NeedIndex, &Need)) {
    let accounts = funds.accounts;
    let is_open = accounts.missing(index, need) > Vnd::ZERO && closed(accounts, index, need).is_none();
    let combined = funds.reach(index, Money::Left, Limits::Kept).free;
    for &source in class {
        let Some(trace) = traces.get_mut(source.get()).and_then(Option::as_mut) else { continue };
        if *trace < Trace::Enough {
            let says = if is_open { trace_of(funds, (index, need), source, combined) } else { Trace::NoOpenNeed };
            *trace = says.max(*trace);
        }
    }
}

/// What an open need says to a source, if `combined` is all that may be combined within caps.
fn trace_of(funds: &Funds<'_>, need: (NeedIndex, &Need), source: SourceIndex, combined: Vnd) -> Trace {
    let usable = |limits| funds.usable(source, need.0, Money::Left, limits);
    let (kept, ignored) = (usable(Limits::Kept), usable(Limits::Ignored));
    let pays = |amount| pays(funds.accounts, need, combined.saturating_sub(kept), (source, amount));
    if pays(kept) {
        Trace::Enough
    } else if pays(ignored) || (kept == Vnd::ZERO && ignored > Vnd::ZERO) {
        Trace::Capped
    } else {
        Trace::TooLittle
    }
}

/// Whether `amount` of a source pays one step more, with what others have left if it may be combined.
fn pays(
    accounts: &Accounts<'_>,
    (index, need): (NeedIndex, &Need),
    others: Vnd,
    (source, amount): (SourceIndex, Vnd),
) -> bool {
    let source = accounts.scenario().source(source);
    let free = if pays_whole_units(source) { Vnd::ZERO } else { others };
    let mut reach = Reach::combined(free);
    reach.add(source, amount, need.unit_cost);
    amount > Vnd::ZERO && reach.pays(&Ask::more(accounts, index, need))
}
