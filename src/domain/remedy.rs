//! What it would take to serve a need: single changes of the scenario, each confirmed by solving again, and who would
//! lose. Facts without sentences.

use serde::Serialize;

use crate::units::Vnd;

/// What was looked for, for one need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedies {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Id of the package.
    pub package: String,
    /// Đồng that the run gives it.
    pub given: Vnd,
    /// Changes that were solved again and give it more; none where no single change that was tried does.
    pub confirmed: Vec<Remedy>,
    /// How many changed scenarios were solved.
    pub tried: usize,
}

/// A change that was solved again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedy {
    /// The change.
    pub change: Change,
    /// Đồng that the need then gets.
    pub given: Vnd,
    /// Needs that then get more, this one included.
    pub gainers: usize,
    /// Needs that then get less.
    pub losers: Vec<Loser>,
}

/// One change of the scenario, as somebody would type it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// More in a source (`amount` of `sources`).
    Money {
        /// The source.
        source: String,
        /// Đồng more.
        more: Vnd,
        /// Its amount then.
        amount: Vnd,
    },
    /// Conditions of a source lifted (its cells in these columns blank).
    Earmark {
        /// The source.
        source: String,
        /// The columns.
        columns: Vec<&'static str>,
    },
    /// A more urgent need (`priority` of `needs`).
    Urgency {
        /// Points of urgency now.
        from: f64,
        /// Points of urgency that would do.
        points: f64,
        /// The priority that means as much.
        priority: f64,
    },
    /// A rule taken away.
    Rule {
        /// Its name.
        rule: String,
    },
}

/// A need that gets less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loser {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Code of its commune.
    pub commune: String,
    /// Id of the package.
    pub package: String,
    /// Đồng now.
    pub before: Vnd,
    /// Đồng then.
    pub after: Vnd,
}
