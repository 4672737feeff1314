//! Why a household, a commune, a source or a rule stands in a plan as it does: facts without sentences. Nobody is
//! named, only ids, codes and reasons as the tables of the run write them.

use serde::Serialize;

use super::tables::Block;
use crate::units::Vnd;

/// What an id means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Explanation {
    /// A household and all its needs.
    Household(HouseholdFacts),
    /// A commune: its sums, its own requests, what stays open.
    Commune(CommuneFacts),
    /// A source: where its money went, what it may still pay.
    Source(SourceFacts),
    /// A rule: how it stands in each group.
    Rule(RuleFacts),
}

impl Explanation {
    /// The needs that are told one by one and are not (fully) served.
    pub fn open_needs(&self) -> impl Iterator<Item = &NeedFacts> {
        let needs = match self {
            Self::Household(facts) => &facts.needs[..],
            Self::Commune(facts) => &facts.requests[..],
            Self::Source(_) | Self::Rule(_) => &[],
        };
        needs.iter().filter(|need| need.unserved.is_some())
    }
}

/// A household.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HouseholdFacts {
    /// Its id.
    pub household: String,
    /// Code of its commune.
    pub commune: String,
    /// Points of urgency.
    pub severity: f64,
    /// Its place among the households of the commune that ask for something; none if it asks for nothing.
    pub order: Option<Order>,
    /// Its needs, by package.
    pub needs: Vec<NeedFacts>,
    /// If it has none: why not, by package for households.
    pub unasked: Vec<UnaskedFacts>,
}

/// Why a household does not have the need of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnaskedFacts {
    /// The package.
    pub package: String,
    /// `class`, `requires`, `excludes`, `indicators` (not deprived in any of the automatic package) or `no_request`.
    pub condition: &'static str,
    /// The class or the tag that the condition is about.
    pub about: Option<String>,
}

/// A place in an order, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Order {
    /// One more than those that are strictly more urgent.
    pub place: usize,
    /// Others that are exactly as urgent.
    pub equals: usize,
    /// How many there are.
    pub of: usize,
}

/// A need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NeedFacts {
    /// Household id or commune code.
    pub beneficiary: String,
    /// Id of the package.
    pub package: String,
    /// Đồng of one unit.
    pub unit_cost: Vnd,
    /// Units asked.
    pub units: u32,
    /// Đồng that this run's table of awards gives it, help from elsewhere included.
    pub given: Vnd,
    /// Đồng that stay open.
    pub missing: Vnd,
    /// Weight of a million đồng: what the objective compares.
    pub weight_per_million: f64,
    /// Its place among the needs of its commune by that weight.
    pub order: Order,
    /// Why it is served, as the run says; one a line of awards.
    pub served: Vec<String>,
    /// Why it is not (fully) served, as the run says.
    pub unserved: Option<String>,
    /// The full rules and caps that keep it open, where that is the reason.
    pub blocked_by: Vec<Block>,
    /// Đồng more, in money that may go there, for one unit or the minimum more; blank where the run states none.
    pub needs: Option<Vnd>,
    /// Who pays it.
    pub payers: Vec<Paid>,
    /// The sources that may pay it.
    pub may_pay: Vec<MayPay>,
    /// The sources that may not, by what refuses them.
    pub refused: Vec<Refused>,
}

/// Money of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paid {
    /// The source.
    pub source: String,
    /// Đồng.
    pub amount: Vnd,
    /// The part of them that is pledged and not there yet.
    pub waiting: Vnd,
}

/// A source that may pay a need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MayPay {
    /// The source.
    pub source: String,
    /// Đồng that it may use.
    pub available: Vnd,
    /// Đồng that it has left.
    pub left: Vnd,
    /// Where its money went instead.
    pub instead: Vec<Went>,
}

/// Where money of a source went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Went {
    /// Code of the commune.
    pub commune: String,
    /// Purpose.
    pub purpose: String,
    /// How many needs.
    pub needs: usize,
    /// Đồng.
    pub amount: Vnd,
    /// Weight of a million đồng of the least urgent need among them.
    pub least_weight_per_million: f64,
}

/// Sources that the same condition keeps from a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The column of `sources` (or `needs`), or the table, that refuses.
    pub column: &'static str,
    /// The sources, by id.
    pub sources: Vec<String>,
}

/// Needs that stay open for one reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Open {
    /// The reason, as `unserved.csv` writes it.
    pub reason: String,
    /// The full rules and caps that keep them open, where that is the reason.
    pub blocked_by: Vec<Block>,
    /// How many needs.
    pub needs: usize,
    /// Đồng missing.
    pub missing: Vnd,
}

/// A commune.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommuneFacts {
    /// Its code.
    pub commune: String,
    /// Đồng asked.
    pub asked: Vnd,
    /// Đồng given, help from elsewhere included.
    pub served: Vnd,
    /// Weight served ÷ weight asked; blank where nothing weighs.
    pub coverage: Option<f64>,
    /// The coverage that fairness entitles its group to; blank where the run computes none.
    pub entitlement: Option<f64>,
    /// Needs in the commune.
    pub needs: usize,
    /// What stays open, by reason.
    pub open: Vec<Open>,
    /// Who pays in it.
    pub payers: Vec<Paid>,
    /// The commune's own requests.
    pub requests: Vec<NeedFacts>,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceFacts {
    /// Its id.
    pub source: String,
    /// Đồng that it may use.
    pub available: Vnd,
    /// Đồng used.
    pub used: Vnd,
    /// Đồng left.
    pub left: Vnd,
    /// Đồng used that are pledged and not there yet.
    pub waiting: Vnd,
    /// Why something is left, as `sources.csv` writes it.
    pub reason_left: Option<String>,
    /// Where its money went.
    pub went: Vec<Went>,
    /// Open needs that it may pay, by the reason why they are open.
    pub within_reach: Vec<Open>,
    /// Open needs that it may not pay, by the condition (in place of a reason) that refuses them.
    pub out_of_reach: Vec<Open>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleFacts {
    /// Its name.
    pub rule: String,
    /// What it measures.
    pub measure: String,
    /// How it stands, by group.
    pub groups: Vec<RuleLine>,
}

/// A rule in a group; figures in the measure's own unit, shares 0..1, as `rules.csv` has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleLine {
    /// Id of the group; `all` where the rule binds everything together.
    pub group: String,
    /// Its value; blank without demand.
    pub value: Option<f64>,
    /// The value as a share of the base, where a bound is one.
    pub share: Option<f64>,
    /// Least.
    pub at_least: Option<f64>,
    /// Most.
    pub at_most: Option<f64>,
    /// Distance to the nearer bound, negative where it is missed.
    pub slack: Option<f64>,
    /// `held`, `missed` or `no_demand`.
    pub status: String,
    /// Objective lost per unit of the bound, where the rule costs something.
    pub cost: Option<f64>,
}
