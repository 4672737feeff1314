//! The best plan, then plans within a loss of it, each as far as can be from all found before.

use crate::domain::{Aim, AimGoal, Grain, Limits, Package, Scenario, StageName, StageResult};
use crate::pipeline::{self, Ground, Outcome, Watch};
use crate::stages::StageError;
use crate::tolerance;
use crate::units::Vnd;

/// The share of the loss that is left for whole đồng.
const ROUNDING_SHARE: f64 = 0.01;

/// How often a plan that lost a little too much in becoming whole đồng is sought again under closer limits.
const TRIES: u32 = 3;

/// One of the plans.
#[derive(Debug)]
pub struct Alternative {
    /// What the run made of it.
    pub outcome: Outcome,
    /// Đồng granted to each need.
    pub granted: Vec<Vnd>,
    /// Đồng that go elsewhere than in an earlier plan, of the one that is most alike; `None`: it is the first.
    pub apart: Option<Vnd>,
    /// What no plan within the loss can beat in that, by the solver's word; `None`: it is the first.
    pub most_apart: Option<Vnd>,
}

/// Why no more plans were sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// There are as many as were asked.
    Enough,
    /// No other plan is within the loss, by the solver's word.
    NoOther,
    /// No other plan was found within the loss.
    NoneFound,
    /// Time was over.
    NoPlanInTime,
}

/// Finds at most `count` plans whose stages are within `loss` (0..1) of the best plan's, which comes first.
pub fn find(
    scenario: &Scenario,
    (count, loss): (usize, f64),
    watch: &dyn Watch,
) -> Result<(Vec<Alternative>, Ended), StageError> {
    let (ground, outcome) = pipeline::best(scenario, watch)?;
    let granted = outcome.plan.granted(scenario);
    let range = Range::of(&outcome, loss);
    // Where units are granted in part, whole đồng cost a little of the loss.
    let is_part = |package: &Package| matches!(package.grain, Grain::Divisible { .. });
    let kept = if scenario.packages.iter().any(is_part) { ROUNDING_SHARE } else { 0.0 };
    let sought = Range::of(&outcome, loss * (1.0 - kept)).limits;
    let mut found = vec![Alternative { outcome, granted, apart: None, most_apart: None }];
    while found.len() < count {
        match next(scenario, (&ground, &range, sought), &found, watch) {
            Ok(Ok(plan)) => found.push(plan),
            Ok(Err(ended)) => return Ok((found, ended)),
            Err(StageError::NoPlanInTime) => return Ok((found, Ended::NoPlanInTime)),
            Err(error) => return Err(error),
        }
    }
    Ok((found, Ended::Enough))
}

/// The plan that is farthest from all found, or why there is none.
fn next(
    scenario: &Scenario,
    (ground, range, sought): (&Ground, &Range, Limits),
    found: &[Alternative],
    watch: &dyn Watch,
) -> Result<Result<Alternative, Ended>, StageError> {
    let proofs = found.first().map(|best| best.outcome.tables.certificate.proofs.as_slice()).unwrap_or_default();
    let before: Vec<Vec<Vnd>> = found.iter().map(|one| one.granted.clone()).collect();
    let mut limits = sought;
    for _ in 0..TRIES {
        let goal = AimGoal::Apart(before.clone());
        let aim = Some(Aim { limits, goal, known: range.known });
        let aimed = Scenario { near: None, aim, ..scenario.clone() };
        let outcome = pipeline::aimed(&aimed, ground, proofs, watch)?;
        let granted = outcome.plan.granted(scenario);
        let beyond = range.beyond(&outcome);
        if beyond == Limits::ZERO {
            let apart = before.iter().map(|earlier| moved(&granted, earlier)).min().unwrap_or_default();
            let [most, _] = outcome.aimed;
            let most_apart = Some(Vnd::from_millions(most).max(apart));
            return Ok(if apart > Vnd::ZERO {
                Ok(Alternative { outcome, granted, apart: Some(apart), most_apart })
            } else {
                Err(if most_apart < Some(Vnd::ONE) { Ended::NoOther } else { Ended::NoneFound })
            });
        }
        // Whole đồng cost a little: twice as much is left for them.
        limits.excess -= 2.0 * beyond.excess;
        limits.shortfall -= 2.0 * beyond.shortfall;
        limits.objective += 2.0 * beyond.objective;
    }
    Ok(Err(Ended::NoneFound))
}

/// Đồng that go to needs which got less in the earlier plan.
pub(super) fn moved(now: &[Vnd], earlier: &[Vnd]) -> Vnd {
    now.iter().zip(earlier).map(|(now, then)| now.saturating_sub(*then)).sum()
}

/// What the stages may be.
struct Range {
    limits: Limits,
    known: Limits,
}

impl Range {
    /// Shortfalls may grow by a share of Σ F, the objective may fall by a share of itself: as page 3 measures the gaps.
    fn of(best: &Outcome, loss: f64) -> Self {
        let floors: f64 = best.tables.groups.iter().map(|group| group.floor).sum();
        let reached = stated(best, |stage| stage.value);
        let limits = Limits {
            excess: reached.excess + loss * floors,
            shortfall: reached.shortfall + loss * floors,
            objective: reached.objective - loss * reached.objective.abs(),
        };
        Self { limits, known: stated(best, |stage| stage.bound) }
    }

    /// How far a plan is beyond the limits.
    fn beyond(&self, outcome: &Outcome) -> Limits {
        let reached = stated(outcome, |stage| stage.value);
        let beyond = |by: f64, limit: f64| {
            if by > tolerance::MIP_FEASIBILITY * limit.abs().max(1.0) { by } else { 0.0 }
        };
        let Limits { excess, shortfall, objective } = self.limits;
        Limits {
            excess: beyond(reached.excess - excess, excess),
            shortfall: beyond(reached.shortfall - shortfall, shortfall),
            objective: beyond(objective - reached.objective, objective),
        }
    }
}

/// What a run states of the stages that whole units decide; 0 where it states nothing.
pub(super) fn stated(outcome: &Outcome, what: impl Fn(&StageResult) -> Option<f64>) -> Limits {
    let stages = &outcome.tables.stages;
    let of = |name: StageName| stages.iter().find(|stage| stage.stage == name).and_then(&what).unwrap_or(0.0);
    Limits {
        excess: of(StageName::BeyondOnePackage),
        shortfall: of(StageName::Shortfall),
        objective: of(StageName::Objective),
    }
}
