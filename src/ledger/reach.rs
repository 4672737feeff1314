//! What eligible money could still pay of a need: left by the plan, or whatever the plan chose; caps kept or ignored.
//! Sources without caps are added up once per funding class, so that a need costs little.

use super::accounts::{Accounts, pays_whole_units};
use super::caps::{Caps, is_capped};
use super::rules::{Coming, Full, Payers};
use crate::domain::{Need, Source};
use crate::ids::{NeedIndex, SourceIndex};
use crate::units::Vnd;

/// Which money of a source is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// What the plan leaves.
    Left,
    /// All that is not committed, whatever the plan chose.
    Uncommitted,
}

/// Whether caps of sources, and hard rules that tell sources apart, hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limits {
    /// They do.
    Kept,
    /// As if there were none.
    Ignored,
}

/// What a need asks of money, đồng.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask {
    /// Cost of one unit.
    pub(super) unit: Vnd,
    /// What the same money must go on paying.
    pub(super) already: Vnd,
    /// The least that helps.
    pub(super) step: Vnd,
    /// All that is missing.
    pub(super) most: Vnd,
}

impl Ask {
    /// One step more on top of every award.
    pub(super) fn more(accounts: &Accounts<'_>, index: NeedIndex, need: &Need) -> Self {
        Self {
            unit: need.unit_cost,
            already: Vnd::ZERO,
            step: accounts.step(index, need),
            most: accounts.missing(index, need),
        }
    }

    /// One step more on top of what is committed to the need and what this plan gives it.
    pub(super) fn anew(accounts: &Accounts<'_>, index: NeedIndex, need: &Need) -> Self {
        Self { already: accounts.need(index).new_money(), ..Self::more(accounts, index, need) }
    }

    /// The totals that would do: the least, and the next whole number of units (which whole-unit money can reach).
    fn targets(&self) -> impl Iterator<Item = Vnd> {
        let least = self.already + self.step;
        let units = least.whole_units(self.unit);
        let whole = self.unit.times(units);
        let next = if whole == least { whole } else { self.unit.times(units + 1) };
        [Some(least), (next <= self.already + self.most).then_some(next)].into_iter().flatten()
    }
}

/// Money that reaches a need.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    /// đồng that may be combined at will.
    pub(super) free: Vnd,
    /// Whole units that whole-unit and in-kind sources could pay, each source by itself.
    blocks: u64,
    /// Whether such a source has anything, be it less than a unit.
    has_blocked_money: bool,
}

impl Reach {
    /// Money that may be combined at will.
    pub(super) fn combined(free: Vnd) -> Self {
        Self { free, ..Self::default() }
    }

    /// Adds `amount` of a source.
    pub(super) fn add(&mut self, source: &Source, amount: Vnd, unit: Vnd) {
        if pays_whole_units(source) {
            self.blocks += u64::from(amount.whole_units(unit));
            self.has_blocked_money |= amount > Vnd::ZERO;
        } else {
            self.free += amount;
        }
    }

    /// Whether this money pays what is asked.
    pub(super) fn pays(&self, ask: &Ask) -> bool {
        ask.targets().any(|target| {
            let blocks = target.whole_units(ask.unit).min(u32::try_from(self.blocks).unwrap_or(u32::MAX));
            target - ask.unit.times(blocks) <= self.free
        })
    }

    /// Whether there is no money at all.
    pub(super) fn is_nothing(&self) -> bool {
        self.free == Vnd::ZERO && !self.has_blocked_money
    }
}

/// The money of one funding class.
#[derive(Debug, Default)]
struct Purse {
    /// Sum of sources that nothing limits and that pay any part.
    free: Vnd,
    /// Whole-unit sources that nothing limits and that have money.
    whole: Vec<SourceIndex>,
    /// Sources with a cap, or that a hard rule may limit, that have money.
    limited: Vec<SourceIndex>,
}

/// The money of all funding classes.
pub(super) struct Funds<'a> {
    pub(super) accounts: &'a Accounts<'a>,
    pub(super) payers: Payers<'a>,
    caps: Caps,
    left: Vec<Purse>,
    uncommitted: Vec<Purse>,
}

impl<'a> Funds<'a> {
    /// Adds up every funding class.
    pub(super) fn of(accounts: &'a Accounts<'a>) -> Self {
        let classes = accounts.books.eligibility.funding_classes();
        let payers = Payers::of(accounts);
        let purses = |money| classes.iter().map(|sources| purse((accounts, &payers), sources, money)).collect();
        let (left, uncommitted) = (purses(Money::Left), purses(Money::Uncommitted));
        Self { accounts, payers, caps: Caps::of(accounts), left, uncommitted }
    }

    /// The money that reaches a need.
    pub(super) fn reach(&self, index: NeedIndex, money: Money, limits: Limits) -> Reach {
        self.gather(index, (money, limits), |_| false)
    }

    /// Whether the money that reaches a need pays what is asked.
    pub(super) fn pays(&self, index: NeedIndex, (money, limits): (Money, Limits), ask: &Ask) -> bool {
        self.gather(index, (money, limits), |reach| reach.pays(ask)).pays(ask)
    }

    /// Adds up the money that reaches a need until it `is_enough`.
    fn gather(&self, index: NeedIndex, (money, limits): (Money, Limits), is_enough: impl Fn(&Reach) -> bool) -> Reach {
        let scenario = self.accounts.scenario();
        let unit = scenario.need(index).unit_cost;
        let purse = self.purse(index, money);
        let mut reach = Reach::combined(purse.free);
        let mut coming = Coming::to(&self.payers, index, money);
        let mut limited = purse.limited.clone();
        coming.sort(&mut limited);
        for &source in purse.whole.iter().chain(&limited) {
            if is_enough(&reach) {
                break;
            }
            let amount = self.within((source, amount(self.accounts, source, money)), &coming, limits);
            coming.pay(source, amount);
            reach.add(scenario.source(source), amount, unit);
        }
        reach
    }

    /// The rules that keep one step of a need from all that may fund it, whatever they have, all else as it stands.
    pub(super) fn kept_by_rules(&self, index: NeedIndex, ask: &Ask) -> Option<Full> {
        let sources = self.accounts.books.eligibility.sources_of(index);
        if sources.is_empty() || sources.iter().any(|&source| !self.payers.limit(source)) {
            return None;
        }
        let coming = || Coming::to(&self.payers, index, Money::Left);
        let keep = |coming: Coming<'_>| !self.let_through(coming, sources, ask);
        match () {
            () if keep(coming().under(&[])) => None,
            () if keep(coming().under(&[Full::Household])) => Some(Full::Household),
            () if keep(coming()) => Some(Full::Other),
            () => None,
        }
    }

    /// Whether rules let one step through from sources that have endless money.
    fn let_through(&self, mut coming: Coming<'_>, sources: &[SourceIndex], ask: &Ask) -> bool {
        let scenario = self.accounts.scenario();
        let amount = |coming: &Coming<'_>, source| coming.room(source).min(ask.most.max(ask.unit));
        let pays_alone = |&source: &SourceIndex| {
            let mut reach = Reach::default();
            reach.add(scenario.source(source), amount(&coming, source), ask.unit);
            reach.pays(ask)
        };
        if sources.iter().any(pays_alone) {
            return true;
        }
        let mut reach = Reach::default();
        let mut sources = sources.to_vec();
        coming.sort(&mut sources);
        for source in sources {
            let amount = amount(&coming, source);
            coming.pay(source, amount);
            reach.add(scenario.source(source), amount, ask.unit);
        }
        reach.pays(ask)
    }

    /// What of a source's money may go to a need.
    pub(super) fn usable(&self, source: SourceIndex, index: NeedIndex, money: Money, limits: Limits) -> Vnd {
        let coming = Coming::to(&self.payers, index, money);
        self.within((source, amount(self.accounts, source, money)), &coming, limits)
    }

    fn within(&self, (source, amount): (SourceIndex, Vnd), coming: &Coming<'_>, limits: Limits) -> Vnd {
        match limits {
            Limits::Ignored => amount,
            Limits::Kept => amount.min(self.room(source, coming)),
        }
    }

    /// What caps and rules let through from a source that has endless money.
    pub(super) fn room(&self, source: SourceIndex, coming: &Coming<'_>) -> Vnd {
        self.cap(source, (coming.need, coming.money)).min(coming.room(source))
    }

    /// What the caps of a source that has endless money let through.
    pub(super) fn cap(&self, source: SourceIndex, (need, money): (NeedIndex, Money)) -> Vnd {
        if is_capped(self.accounts.scenario().source(source)) {
            self.caps.room(self.accounts, source, need, money)
        } else {
            Vnd::LIMIT
        }
    }

    fn purse(&self, index: NeedIndex, money: Money) -> &Purse {
        let class = self.accounts.books.eligibility.funding_class(index);
        let purses = match money {
            Money::Left => &self.left,
            Money::Uncommitted => &self.uncommitted,
        };
        purses.get(class).expect("every funding class has its purse")
    }
}

fn amount(accounts: &Accounts<'_>, source: SourceIndex, money: Money) -> Vnd {
    let sums = accounts.source(source);
    match money {
        Money::Left => sums.left(),
        Money::Uncommitted => sums.uncommitted(),
    }
}

fn purse((accounts, payers): (&Accounts<'_>, &Payers<'_>), sources: &[SourceIndex], money: Money) -> Purse {
    let scenario = accounts.scenario();
    let mut purse = Purse::default();
    for &index in sources {
        let amount = amount(accounts, index, money);
        let source = scenario.source(index);
        if amount == Vnd::ZERO {
            continue;
        }
        if is_capped(source) || payers.limit(index) {
            purse.limited.push(index);
        } else if pays_whole_units(source) {
            purse.whole.push(index);
        } else {
            purse.free += amount;
        }
    }
    purse
}
