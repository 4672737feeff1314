//! The letter that a plan sends back to a commune: sums and counts, nobody named.

use super::explanation::Open;
use crate::units::Vnd;

/// What a commune is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it asked for and is given, by purpose.
    pub purposes: Vec<PurposeLine>,
    /// What stays open, by reason.
    pub open: Vec<Open>,
}

/// A purpose in a letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PurposeLine {
    /// The purpose.
    pub purpose: String,
    /// Needs that ask.
    pub needs: usize,
    /// Đồng asked.
    pub asked: Vnd,
    /// Needs that are given something.
    pub helped: usize,
    /// Đồng given, help from elsewhere included.
    pub given: Vnd,
    /// Đồng of them that are pledged and not there yet.
    pub waiting: Vnd,
    /// Đồng that stay open.
    pub missing: Vnd,
}
