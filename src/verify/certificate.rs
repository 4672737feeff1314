//! `certificate.json`: what its multipliers bound (page 4, "The certificate"), found anew in exact arithmetic from the
//! whole scenario, need by need and source by source. It asks no solver, and it does not ask where the multipliers come
//! from: any bound, and a bad one only bounds badly.
//!
//! Stage 1, round by round: the worst off of the groups that a proof weighs gets no more than the bound, the groups
//! settled before being given their entitlement. Stages 2a and 2b: no plan misses less. Stage 3: no plan is worth more
//! that misses no more.

mod bundle;
mod claims;
mod dual;
mod fraction;
mod prices;
mod worth;

use std::collections::BTreeMap;
use std::path::Path;

use super::Evidence;
use super::bonds::Bonds;
use super::case::Case;
use super::exact::{STATED, near};
use super::pools::Pools;
use super::reach::Reach;
use super::read::{GroupLine, PairingLine};
use super::report::Report;
use super::summary;
use crate::domain::{Certificate, Scenario, StageName};
use crate::ids::AreaIndex;
use claims::{Claims, Ground, Held};

/// Its name in the run folder.
pub(super) const FILE: &str = "certificate.json";

/// What the certificate proves of a stage.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Proved {
    /// The stage.
    pub stage: StageName,
    /// What no plan can beat: of stage 1, the utility of the worst-off group.
    pub bound: f64,
    /// Distance of what was reached, as page 3 defines it a stage; of stage 1, the largest of all rounds, in utility. Below
    /// 0: what was reached is said to be better than can be, so one of the two is wrong.
    pub gap: f64,
}

/// A name in the certificate that means nothing in the scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Meaningless(pub String);

/// The pairs that stage 0 chose: source, area, household (one of the two is blank).
pub type Pairs = Vec<[String; 3]>;

/// What a plan that is not written yet says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stated {
    /// By code of the fairness group: entitlement, floor, shortfall.
    pub groups: BTreeMap<String, (Option<f64>, f64, f64)>,
    /// Value of stage 3.
    pub objective: f64,
}

/// What a certificate was held against, and what it proves: asked of the same scenario again, it says the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Certified {
    pairs: Pairs,
    stated: Stated,
    certificate: Certificate,
    proved: Vec<Proved>,
}

impl Certified {
    /// What is proved, stage by stage.
    pub fn proved(&self) -> &[Proved] {
        &self.proved
    }
}

/// A certificate over a scenario, as far as no plan changes what it bounds: nearly all of the work.
pub struct Weighed<'a> {
    case: Case<'a>,
    pairs: Pairs,
    certificate: Certificate,
    ground: Ground,
}

/// Weighs a certificate over a scenario whose pairs are chosen.
///
/// # Errors
/// A name that the scenario does not have.
pub fn weigh(scenario: &Scenario, pairs: Pairs, certificate: Certificate) -> Result<Weighed<'_>, Meaningless> {
    let case = Case::of(scenario);
    let bonds = Bonds::of(&case, pairs.iter().map(|ids| ids.each_ref().map(String::as_str)));
    let ground = Ground::of((&case, &Reach::of(&case, &bonds)), &certificate)?;
    Ok(Weighed { case, pairs, certificate, ground })
}

impl Weighed<'_> {
    /// What the certificate proves of a plan that is not written yet.
    ///
    /// # Errors
    /// A name that the scenario does not have.
    pub fn certify(self, stated: Stated) -> Result<Certified, Meaningless> {
        let Self { case, pairs, certificate, ground } = self;
        let proved = proved(&case, &ground, &stated, &certificate)?;
        Ok(Certified { pairs, stated, certificate, proved })
    }
}

fn proved(
    case: &Case<'_>,
    ground: &Ground,
    stated: &Stated,
    certificate: &Certificate,
) -> Result<Vec<Proved>, Meaningless> {
    let held = |group: AreaIndex| {
        let &(entitlement, floor, shortfall) = stated.groups.get(&case.scenario.area(group).code)?;
        Some((group, Held { entitlement, floor, shortfall }))
    };
    let groups = case.groups().into_iter().filter_map(held).collect();
    Claims::new((case, ground), groups, stated.objective).proved(certificate)
}

/// Holds the written certificate against what `summary.json` says that it proves; what it proves.
/// What was `certified` of the same scenario before need not be computed again where the written files say the same.
pub(super) fn check(
    evidence: &Evidence<'_>,
    pools: &Pools,
    (run, certified): (&Path, Option<&Certified>),
    report: &mut Report,
) -> Vec<Proved> {
    let proved = match std::fs::read_to_string(run.join(FILE)) {
        Ok(text) => read(evidence, pools, &text, certified),
        // A run folder of an earlier version has none, and says so.
        Err(_) => Ok(Vec::new()),
    };
    let proved = proved.unwrap_or_else(|fault| {
        report.add("certificate", FILE, &[("stage", &"–"), ("written", &fault), ("expected", &"–")]);
        Vec::new()
    });
    for stage in StageName::ALL {
        let stated = summary::stage(evidence, stage).and_then(|stage| stage.get("certified_bound")?.as_f64());
        let found = proved.iter().find(|one| one.stage == stage).map(|one| one.bound);
        let is_same = match (stated, found) {
            (Some(stated), Some(found)) => near(stated, found, 0.0),
            (None, None) => true,
            _ => false,
        };
        // Weak duality is a theorem: a plan that beats its bound is no plan, or the multipliers are not what they bound.
        let is_beaten = proved.iter().any(|one| one.stage == stage && one.gap < -STATED);
        if !is_same || is_beaten {
            let shown = |bound: Option<f64>| bound.map_or_else(|| "–".to_owned(), |bound| bound.to_string());
            let name = summary::word(stage);
            report.add(
                "certificate",
                FILE,
                &[("stage", &name), ("written", &shown(stated)), ("expected", &shown(found))],
            );
        }
    }
    proved
}

fn read(
    evidence: &Evidence<'_>,
    pools: &Pools,
    text: &str,
    certified: Option<&Certified>,
) -> Result<Vec<Proved>, String> {
    let certificate: Certificate = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (pairs, stated) = written(evidence);
    match certified {
        Some(known) if known.pairs == pairs && known.stated == stated && known.certificate == certificate => {
            Ok(known.proved.clone())
        }
        _ => Ground::of((evidence.case, &pools.reach), &certificate)
            .and_then(|ground| proved(evidence.case, &ground, &stated, &certificate))
            .map_err(|Meaningless(name)| name),
    }
}

/// What the written tables state.
fn written(evidence: &Evidence<'_>) -> (Pairs, Stated) {
    let group = |line: &GroupLine| (line.group.clone(), (line.entitlement, line.floor, line.shortfall));
    let pair = |line: &PairingLine| [line.source.clone(), line.area.clone(), line.household.clone()];
    let objective = summary::stage(evidence, StageName::Objective).and_then(|stage| stage.get("value")?.as_f64());
    let pairs = evidence.written.pairings.iter().map(pair).collect();
    let groups = evidence.written.groups.iter().map(group).collect();
    (pairs, Stated { groups, objective: objective.unwrap_or(0.0) })
}
