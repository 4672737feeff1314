//! Plan → tables: every sum, every reason. Whole đồng only; nothing is decided here.
//!
//! `accounts` adds the plan up once; each table then has its own file. Reasons rest on `reach` (what money could
//! still pay), `caps` (what a source's caps leave) and `rank` (which need weighs more per đồng).

mod accounts;
mod awards;
mod blocks;
mod caps;
mod communes;
mod exclusive;
mod groups;
mod leftover;
mod pairings;
mod projection;
mod rank;
mod reach;
mod rules;
pub mod sources;
#[cfg(test)]
mod tests;
mod transfers;
mod unserved;

use crate::domain::tables::{AwardRow, AwardStatus, BlockRow, CommuneRow, Tables, Totals};
use crate::domain::{Certificate, GroupShare, Pairings, Plan, Scenario, StageResult};
use crate::eligibility::Eligibility;
use crate::severity::Weights;
use accounts::Accounts;
use groups::Standing;
pub use pairings::pairs;
use reach::Funds;
use rules::Limits;

/// What the tables are made from.
#[derive(Debug, Clone, Copy)]
pub struct Books<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Weight of each need.
    pub weights: &'a Weights,
    /// Who may pay for what.
    pub eligibility: &'a Eligibility,
    /// The decision.
    pub plan: &'a Plan,
    /// The pairs that stage 0 chose.
    pub pairings: &'a Pairings,
    /// What fairness gives each group, by area code (empty without fairness).
    pub groups: &'a [GroupShare],
    /// The stages in order.
    pub stages: &'a [StageResult],
}

/// Fills the tables of page 4.
pub fn tabulate(books: &Books<'_>) -> Tables {
    let accounts = Accounts::of(books);
    let standing = Standing::of(&accounts);
    let funds = Funds::of(&accounts);
    let limits = Limits::of(&accounts);
    let awards = awards::rows(&accounts, (&standing, &limits, &funds.payers));
    let communes = communes::rows(&accounts, &standing);
    let totals = totals(&accounts, &awards, &communes);
    let unserved = unserved::rows(&funds, &limits);
    Tables {
        blocks: blocks::rows(&funds, &limits, &unserved),
        transfers: transfers::rows(&accounts),
        waiting: transfers::waiting(&accounts),
        unserved,
        groups: groups::rows(&accounts, &standing),
        sources: sources::rows(&funds),
        rules: rules::rows(&accounts),
        pairings: pairings::rows(books.scenario, books.pairings),
        certificate: Certificate::default(),
        stages: books.stages.to_vec(),
        awards,
        communes,
        totals,
    }
}

/// Which full rules and caps keep needs open.
pub fn blocks(books: &Books<'_>) -> Vec<BlockRow> {
    let accounts = Accounts::of(books);
    let (funds, limits) = (Funds::of(&accounts), Limits::of(&accounts));
    blocks::rows(&funds, &limits, &unserved::rows(&funds, &limits))
}

/// [`tabulate`] with what hard rules cost where they bind: by position of the group in `rules::groups`.
pub fn with_costs(books: &Books<'_>, costs: impl Iterator<Item = (usize, f64)>) -> Tables {
    let mut tables = tabulate(books);
    rules::add_costs(books, costs, &mut tables.rules);
    tables
}

/// The whole scenario in one line.
fn totals(accounts: &Accounts<'_>, awards: &[AwardRow], communes: &[CommuneRow]) -> Totals {
    let decided = awards.iter().filter(|row| row.status != AwardStatus::Outside).count();
    Totals {
        asked: communes.iter().map(|row| row.asked).sum(),
        transferred: accounts.transfers().iter().map(|transfer| transfer.amount).sum(),
        outside: communes.iter().map(|row| row.outside).sum(),
        awards: u64::try_from(decided).expect("a count fits 64 bits"),
        households: communes.iter().map(|row| row.households_helped).sum(),
        exits: communes.iter().map(|row| u64::from(row.exits)).sum(),
    }
}
