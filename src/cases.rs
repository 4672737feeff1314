//! `[sweep]` of a scenario → its cases, and a case → the scenario that it means (page 5, "Sweeps"). Solves nothing.

mod apply;
mod baselines;
mod last_year;
mod list;
mod pledges;
mod target;

use serde::{Deserialize, Serialize};

pub use apply::apply;
pub use list::list;

/// Where a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// One point of the grid of all axes.
    Axis,
    /// `[[sweep.case]]`.
    Case,
    /// A draw of the pledges.
    Draw,
    /// A customary rule.
    Baseline,
}

/// One what-if: what it sets, and which rules it adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its id, unique in the sweep, and the name of its folder.
    pub case: String,
    /// Where it comes from.
    pub kind: CaseKind,
    /// As people call it.
    pub name: String,
    /// Target and value, in the order of the file.
    pub set: Vec<(String, toml::Value)>,
    /// Rules in the place of those of the scenario; `None`: the scenario's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<toml::Table>>,
}

impl Case {
    /// The value that it gives to a target.
    pub fn value(&self, target: &str) -> Option<&toml::Value> {
        self.set.iter().find(|(set, _)| set == target).map(|(_, value)| value)
    }
}

/// A value as it stands in names and tables: a text without its quotes.
pub fn spelt(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
