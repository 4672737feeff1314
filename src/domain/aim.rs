//! What a plan is sought for where the best one is known already: to be unlike it, or to trade one stage for another.

use super::plan::StageName;
use crate::ids::NeedIndex;
use crate::units::Vnd;

/// What a plan must keep, what it is sought for, and what is known of all plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// What the plan may not be worse than.
    pub limits: Limits,
    /// What it is sought for.
    pub goal: AimGoal,
    /// What no plan can beat, as the best plan's own run states it.
    pub known: Limits,
}

/// A value for each of the stages that whole units decide, as `stages` of a run states them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Stage 2a: weight missing beyond one package, at most.
    pub excess: f64,
    /// Stage 2b: weight missing, at most.
    pub shortfall: f64,
    /// Stage 3, at least.
    pub objective: f64,
}

impl Limits {
    /// Nothing of each.
    pub const ZERO: Self = Self { excess: 0.0, shortfall: 0.0, objective: 0.0 };

    /// No limit at all.
    pub const NONE: Self = Self { excess: f64::INFINITY, shortfall: f64::INFINITY, objective: f64::NEG_INFINITY };

    /// The value of a stage; `None`: whole units do not decide it.
    pub const fn of(&self, stage: StageName) -> Option<f64> {
        match stage {
            StageName::BeyondOnePackage => Some(self.excess),
            StageName::Shortfall => Some(self.shortfall),
            StageName::Objective => Some(self.objective),
            StageName::Pairing | StageName::Entitlement | StageName::Tidy => None,
        }
    }

    /// The same with another value for one stage.
    #[must_use]
    pub const fn with(mut self, stage: StageName, value: f64) -> Self {
        match stage {
            StageName::BeyondOnePackage => self.excess = value,
            StageName::Shortfall => self.shortfall = value,
            StageName::Objective => self.objective = value,
            StageName::Pairing | StageName::Entitlement | StageName::Tidy => {}
        }
        self
    }
}

/// What is sought.
#[derive(Debug, Clone, PartialEq)]
pub enum AimGoal {
    /// Of each of these plans (đồng granted to each need), as many đồng as can be go elsewhere: the fewest count.
    Apart(Vec<Vec<Vnd>>),
    /// The best of the first stage, and among such plans the best of the second.
    Trade(Trade),
}

/// Two stages, the more important one first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trade {
    /// Sought first.
    pub first: StageName,
    /// Sought second.
    pub second: StageName,
    /// What a point of the second stage counts beside a point of the first while that one is sought (the augmentation).
    pub share: f64,
}

impl Aim {
    /// Đồng that each plan which a new one is to be unlike granted to a need.
    pub fn granted_before(&self, need: NeedIndex) -> impl Iterator<Item = Vnd> + '_ {
        let plans = match &self.goal {
            AimGoal::Apart(plans) => plans.as_slice(),
            AimGoal::Trade(_) => &[],
        };
        plans.iter().map(move |granted| granted.get(need.get()).copied().unwrap_or_default())
    }
}
