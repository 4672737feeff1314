//! The tables of `alternatives` as values: one struct a row. `alternatives` fills them, `export` writes them.

use super::plan::StageResult;
use super::tables::Totals;
use crate::units::Vnd;

/// `plans.csv`, the best plan first.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRow {
    /// Name of its run folder.
    pub plan: String,
    /// Đồng that go elsewhere than in the earlier plan that is most alike; `None`: it is the first.
    pub apart: Option<Vnd>,
    /// What no plan within the loss can beat in that, by the solver's word.
    pub most_apart: Option<Vnd>,
    /// Đồng that go elsewhere than in the first plan.
    pub apart_from_first: Option<Vnd>,
    /// Its sums.
    pub totals: Totals,
    /// Its stages.
    pub stages: Vec<StageResult>,
    /// What it loses of the first plan: of the shortfalls as a share of Σ F, of the objective as a share of itself.
    pub lost: [f64; 3],
}

/// `alternatives.csv`, by (commune, beneficiary, package): every need.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedRow {
    /// Commune code.
    pub commune: String,
    /// Name of the commune.
    pub commune_name: String,
    /// Household id or commune code.
    pub beneficiary: String,
    /// Package id.
    pub package: String,
    /// Name of the package.
    pub package_name: String,
    /// Đồng per unit.
    pub unit_cost: Vnd,
    /// Units asked.
    pub quantity: u32,
    /// Đồng granted in each plan.
    pub granted: Vec<Vnd>,
}

impl NeedRow {
    /// How many of the plans serve the need, in part at least.
    pub fn plans(&self) -> usize {
        self.granted.iter().filter(|&&amount| amount > Vnd::ZERO).count()
    }

    /// Whether every plan serves it, in part at least.
    pub fn is_core(&self) -> bool {
        self.plans() == self.granted.len()
    }

    /// Đồng that it gets in every plan.
    pub fn core(&self) -> Vnd {
        self.granted.iter().copied().min().unwrap_or_default()
    }
}

/// What `alternatives` writes beside its plans.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlternativesTables {
    /// The loss that was allowed, 0..1.
    pub loss: f64,
    /// The plans.
    pub plans: Vec<PlanRow>,
    /// The needs.
    pub needs: Vec<NeedRow>,
}

/// What the plans share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Shared {
    /// Needs that every plan serves.
    pub awards: usize,
    /// Đồng that they get in every plan.
    pub amount: Vnd,
    /// Needs that some plans serve and others do not.
    pub open: usize,
    /// Needs that no plan serves.
    pub unserved: usize,
}

impl AlternativesTables {
    /// What the plans share.
    pub fn shared(&self) -> Shared {
        let count = |is: &dyn Fn(&NeedRow) -> bool| self.needs.iter().filter(|need| is(need)).count();
        Shared {
            awards: count(&NeedRow::is_core),
            amount: self.needs.iter().map(NeedRow::core).sum(),
            open: count(&|need| need.plans() > 0 && !need.is_core()),
            unserved: count(&|need| need.plans() == 0),
        }
    }
}
