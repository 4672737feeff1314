//! Which full rules and caps keep a need open, by name. The reason itself comes from `unserved`.

use super::exclusive::{Closed, closed};
use super::reach::{Funds, Money};
use super::rules::{Coming, Full, Limits};
use crate::domain::Need;
use crate::domain::tables::{Block, BlockRow, UnservedReason, UnservedRow};
use crate::ids::NeedIndex;
use crate::units::Vnd;

/// Those of every need that a rule or a cap keeps open, in the order of `unserved`, its rows.
pub(super) fn rows(funds: &Funds<'_>, rules: &Limits<'_>, unserved: &[UnservedRow]) -> Vec<BlockRow> {
    let accounts = funds.accounts;
    let needs = accounts.needs_by_commune().into_iter();
    let open = needs.filter(|&(index, need)| accounts.missing(index, need) > Vnd::ZERO).zip(unserved);
    let row = |((index, need), row): ((NeedIndex, &Need), &UnservedRow)| {
        let by = blocks(funds, rules, (index, need), row.reason);
        let (beneficiary, package) = (row.beneficiary.clone(), row.package.clone());
        (!by.is_empty()).then_some(BlockRow { beneficiary, package, by })
    };
    open.filter_map(row).collect()
}

fn blocks(
    funds: &Funds<'_>,
    rules: &Limits<'_>,
    (index, need): (NeedIndex, &Need),
    reason: UnservedReason,
) -> Vec<Block> {
    let kinds: &'static [Full] = match reason {
        UnservedReason::HouseholdLimit if closed(funds.accounts, index, need) == Some(Closed::Here) => &[],
        UnservedReason::HouseholdLimit => &[Full::Household],
        UnservedReason::RuleLimit => &[Full::Household, Full::Other],
        _ => &[],
    };
    let step = funds.accounts.step(index, need);
    let mut by: Vec<Block> = rules.blocking(index, step, kinds).collect();
    if by.is_empty() && !kinds.is_empty() {
        let all = funds.accounts.need(index).new_money() + step;
        // What has money left is asked first; then what has none, then as if the plan had not spent it.
        let ways = [(Money::Left, true, step), (Money::Left, false, step), (Money::Uncommitted, false, all)];
        let mut found = ways.into_iter().map(|way| of_money(funds, (index, kinds), way));
        by = found.find(|found| !found.is_empty()).unwrap_or_default();
    }
    by
}

/// The caps of sources, and the rules on their money, that let less than `amount` through.
fn of_money(
    funds: &Funds<'_>,
    (index, kinds): (NeedIndex, &'static [Full]),
    (money, with_money, amount): (Money, bool, Vnd),
) -> Vec<Block> {
    let accounts = funds.accounts;
    let scenario = accounts.scenario();
    let coming = Coming::to(&funds.payers, index, money).under(kinds);
    let mut by = Vec::new();
    for &source in accounts.books.eligibility.sources_of(index) {
        if with_money && accounts.source(source).left() == Vnd::ZERO {
            continue;
        }
        if kinds.contains(&Full::Other) && funds.cap(source, (index, money)) < amount {
            by.push(Block::Source { source: scenario.source(source).id.clone() });
        }
        for rule in coming.blocking(source, amount).filter_map(|rule| scenario.rules.get(rule)) {
            let block = Block::Rule { rule: rule.name.clone(), value: None };
            if !by.contains(&block) {
                by.push(block);
            }
        }
    }
    by
}
