//! What a run claims of its stages, and what a certificate proves of it, stage by stage: each proof's bound by weak duality
//! (`dual`), less what the multiplied conditions ask.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use rayon::prelude::*;

use super::dual::Dual;
use super::fraction::{Exact, exact, not_above, not_below, whole};
use super::prices::{Prices, Unknown};
use super::worth::{Scale, Worth, factor, units_asked};
use super::{Meaningless, Proved};
use crate::domain::settings::{Entitlement, Measure};
use crate::domain::{Certificate, Multiplier, Proof, StageName};
use crate::ids::AreaIndex;
use crate::verify::case::Case;
use crate::verify::exact::{RELATIVE, STATED, near};
use crate::verify::reach::Reach;

/// What a run says of a fairness group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Held {
    /// What it is entitled to.
    pub(super) entitlement: Option<f64>,
    /// F.
    pub(super) floor: f64,
    /// What it ends short of F.
    pub(super) shortfall: f64,
}

/// What a certificate and its scenario bound, whatever the plan is.
pub(super) struct Ground {
    /// By proof: what no plan beats of all that is multiplied (`Dual::bound`), less what the bounds of rules ask.
    most: Vec<Exact>,
    /// What the utility of each group divides by.
    divisors: BTreeMap<AreaIndex, Exact>,
    /// The largest weight of one unit asked in each group that some source may fund.
    heaviest: BTreeMap<AreaIndex, Exact>,
}

impl Ground {
    /// Bounds every proof's sum over the whole scenario; fails on a name that the scenario does not have.
    pub(super) fn of((case, reach): (&Case<'_>, &Reach), certificate: &Certificate) -> Result<Self, Meaningless> {
        let scale = Scale::of(case);
        let most = |proof: &Proof| most((case, reach), proof, scale).map_err(|Unknown(name)| Meaningless(name));
        let (most, divisors) =
            rayon::join(|| certificate.proofs.par_iter().map(most).collect::<Result<_, _>>(), || divisors(case, scale));
        let heaviest = reach.largest_unit_of_groups(case).into_iter().map(|(group, weight)| (group, exact(weight)));
        Ok(Self { most: most?, divisors, heaviest: heaviest.collect() })
    }
}

fn most((case, reach): (&Case<'_>, &Reach), proof: &Proof, scale: Scale) -> Result<Exact, Unknown> {
    let prices = Prices::of(case, proof.stage, &proof.multipliers)?;
    let mut worth = Worth::new(case, scale, proof.stage != StageName::Entitlement);
    worth.add_groups(&prices.groups);
    if proof.stage == StageName::Objective {
        worth.add_objective();
    }
    let mut constant = whole(0);
    for &(rule, price) in &prices.rules {
        constant += worth.add_rule((rule, price), reach)?;
    }
    Ok(Dual::new(case, reach, &prices, &worth).bound() - constant)
}

/// What a certificate is held against.
pub(super) struct Claims<'a> {
    case: &'a Case<'a>,
    ground: &'a Ground,
    groups: BTreeMap<AreaIndex, Held>,
    /// The stated value of stage 3.
    objective: f64,
}

impl<'a> Claims<'a> {
    pub(super) const fn new(
        (case, ground): (&'a Case<'a>, &'a Ground),
        groups: BTreeMap<AreaIndex, Held>,
        objective: f64,
    ) -> Self {
        Self { case, ground, groups, objective }
    }

    /// What a certificate proves, stage by stage.
    pub(super) fn proved(&self, certificate: &Certificate) -> Result<Vec<Proved>, Meaningless> {
        let bound = |(proof, most)| self.bound(proof, most).map_err(|Unknown(name)| Meaningless(name));
        let bounds: Vec<Option<Exact>> =
            certificate.proofs.iter().zip(&self.ground.most).map(bound).collect::<Result<_, _>>()?;
        let pairs = certificate.proofs.iter().zip(&bounds);
        let pairs: Vec<(&Proof, &Exact)> = pairs.filter_map(|(proof, bound)| Some((proof, bound.as_ref()?))).collect();
        let mut proved = Vec::new();
        if self.case.scenario.settings.fairness.entitlement != Entitlement::None {
            proved.extend(self.entitlement(&pairs));
            proved.extend(self.shortfalls(&pairs));
        }
        let of_objective = pairs.iter().filter(|(proof, _)| proof.stage == StageName::Objective);
        if let Some(bound) = of_objective.map(|(_, bound)| *bound).min() {
            let bound = told(not_below(bound), self.objective);
            let gap = (bound - self.objective) / bound.abs().max(RELATIVE);
            proved.push(Proved { stage: StageName::Objective, bound, gap });
        }
        Ok(proved)
    }

    /// What one proof bounds: of stages 1 and 3 from above, of stage 2 from below; `None`: nothing.
    fn bound(&self, proof: &Proof, most: &Exact) -> Result<Option<Exact>, Unknown> {
        let prices = Prices::of(self.case, proof.stage, &proof.multipliers)?;
        match proof.stage {
            StageName::Entitlement => self.level(proof, &prices, most.clone()),
            stage => Ok(Some(self.over_floors(stage, &prices, most.clone()))),
        }
    }

    /// Stage 1: `most` bounds Σ multiplier × weight. Less what the settled groups have by right, it is what the multiplied
    /// divisors of the others take for each unit of the level.
    fn level(&self, proof: &Proof, prices: &Prices<'_>, most: Exact) -> Result<Option<Exact>, Unknown> {
        let settled: BTreeSet<&str> = proof.settled.iter().map(String::as_str).collect();
        let (mut rest, mut taken) = (most, whole(0));
        let takes_part = |group: &AreaIndex| self.groups.get(group).is_some_and(|held| held.entitlement.is_some());
        let is_of_left_out = !prices.groups.keys().any(takes_part);
        for (&group, &price) in &prices.groups {
            let code = &*self.case.scenario.area(group).code;
            // Beside others, a group that takes no part is multiplied for having at least nothing.
            if !is_of_left_out && !takes_part(&group) {
                continue;
            }
            let price = share(price) * self.ground.divisors.get(&group).cloned().unwrap_or_else(|| whole(0));
            if settled.contains(code) {
                let level = self.groups.get(&group).and_then(|held| held.entitlement);
                rest -= price * exact(level.ok_or_else(|| Unknown(code.to_owned()))?);
            } else {
                taken += price;
            }
        }
        Ok((taken > whole(0)).then(|| rest / taken))
    }

    /// Stages 2 and 3: the floors, and what may be missing of them.
    fn over_floors(&self, stage: StageName, prices: &Prices<'_>, most: Exact) -> Exact {
        let one = Multiplier::ONE;
        // What a point short of the floor, and a point beyond one package, take from the stage's own aim.
        let (own_short, own_beyond) = match stage {
            StageName::BeyondOnePackage => (0, one),
            StageName::Shortfall => (one, prices.excess),
            _ => (prices.shortfall, prices.excess),
        };
        let mut bound = most;
        for (group, held) in &self.groups {
            let heaviest = self.heaviest(*group);
            let price = prices.groups.get(group).copied().unwrap_or(0);
            // A point that is missing costs this much at most; whatever a floor is multiplied by beyond that is lost.
            let beyond = price.saturating_sub(own_short);
            let short_of_price = share(beyond.saturating_sub(own_beyond));
            bound -= share(price) * exact(held.floor);
            bound += share(beyond.min(own_beyond)) * heaviest;
            bound += short_of_price * exact(held.floor);
        }
        let (missed, beyond) = (self.missed(), self.beyond());
        if stage == StageName::Objective {
            bound += share(prices.shortfall) * missed;
        }
        if stage != StageName::BeyondOnePackage {
            bound += share(prices.excess) * beyond;
        }
        if stage == StageName::Objective { bound } else { -bound }
    }

    /// Σ shortfall, and what page 3 lets stage 3 give up of it.
    fn missed(&self) -> Exact {
        self.groups.values().map(|held| exact(held.shortfall)).sum::<Exact>() + self.leeway()
    }

    /// Σ shortfall beyond one package, with the same leeway.
    fn beyond(&self) -> Exact {
        let beyond = |(&group, held): (&AreaIndex, &Held)| (exact(held.shortfall) - self.heaviest(group)).max(whole(0));
        self.groups.iter().map(beyond).sum::<Exact>() + self.leeway()
    }

    /// 10⁻⁹ × Σ F.
    fn leeway(&self) -> Exact {
        self.groups.values().map(|held| exact(held.floor)).sum::<Exact>() / whole(1_000_000_000)
    }

    /// The largest weight of one unit asked in a group that some source may fund.
    fn heaviest(&self, group: AreaIndex) -> Exact {
        self.ground.heaviest.get(&group).cloned().unwrap_or_else(|| whole(0))
    }

    /// Stage 1 of all rounds together. A group that is settled in a round is one that the proof weighs; every later round
    /// may take its entitlement as given. What no proof weighs is not proved, and the gap says so.
    fn entitlement(&self, pairs: &[(&Proof, &Exact)]) -> Option<Proved> {
        let scenario = self.case.scenario;
        let held: BTreeMap<&str, f64> = self
            .groups
            .iter()
            .filter_map(|(&group, held)| Some((&*scenario.area(group).code, held.entitlement?)))
            .collect();
        let least = held.values().copied().min_by(f64::total_cmp)?;
        let is_max_min = scenario.settings.fairness.entitlement == Entitlement::MaxMin;
        // What no source may fund gets what outside help gives it.
        let has_source = |code: &&str| self.ground.heaviest.keys().any(|&group| *scenario.area(group).code == **code);
        let mut settled: BTreeSet<&str> = held.keys().copied().filter(|code| !has_source(code)).collect();
        let mut lowest = settled.iter().filter_map(|code| held.get(code).copied()).min_by(f64::total_cmp);
        let (mut gap, mut nearest, mut left_out) = (0.0_f64, 0.0_f64, BTreeSet::new());
        for (proof, bound) in pairs.iter().filter(|(proof, _)| proof.stage == StageName::Entitlement) {
            let bound = not_below(bound);
            let given: BTreeSet<&str> = proof.settled.iter().map(String::as_str).collect();
            let weighed: Vec<(&str, f64)> = proof
                .multipliers
                .groups
                .keys()
                .filter(|code| !given.contains(code.as_str()))
                .filter_map(|code| held.get_key_value(code.as_str()).map(|(&code, &level)| (code, level)))
                .collect();
            if weighed.is_empty() && bound <= STATED {
                left_out.extend(proof.multipliers.groups.keys().map(String::as_str));
            }
            // A proof that takes for given what is not settled yet proves nothing.
            if weighed.is_empty() || !given.is_subset(&settled) {
                continue;
            }
            if given.is_empty() {
                lowest = Some(lowest.map_or(bound, |lowest| lowest.min(bound)));
            }
            let worst = weighed.iter().map(|(_, level)| *level).fold(f64::INFINITY, f64::min);
            let distance = told(bound, worst) - worst;
            nearest = nearest.min(distance);
            if !is_max_min {
                gap = gap.max(distance);
            }
            settled.extend(weighed.iter().filter(|(_, level)| *level <= bound).map(|(code, _)| *code));
        }
        let bound = told(lowest?, least);
        // Nobody gets more than everything that is asked.
        let unproved = held.iter().filter(|(code, _)| !is_max_min && !settled.contains(*code));
        let rest = unproved.map(|(_, level)| 1.0 - level).fold(0.0, f64::max);
        // A group takes no part only if nothing can reach it.
        let is_missing = |(&group, held): (&AreaIndex, &Held)| {
            let code = &*scenario.area(group).code;
            let is_asked = self.ground.divisors.get(&group).is_some_and(|divisor| *divisor > whole(0));
            held.entitlement.is_none() && is_asked && has_source(&code) && !left_out.contains(code)
        };
        let rest = if self.groups.iter().any(is_missing) { rest.max(1.0) } else { rest };
        let gap = if nearest < 0.0 { nearest } else { gap.max(bound - least).max(rest) };
        Some(Proved { stage: StageName::Entitlement, bound, gap })
    }

    fn shortfalls(&self, pairs: &[(&Proof, &Exact)]) -> [Proved; 2] {
        let floors = self.groups.values().map(|held| held.floor).sum::<f64>();
        let stage = |stage: StageName, reached: Exact| {
            let of_stage = pairs.iter().filter(|(proof, _)| proof.stage == stage).map(|(_, bound)| (*bound).clone());
            let reached = (reached - self.leeway()).max(whole(0));
            // Nobody can miss less than nothing: no proof is needed for that.
            let bound = of_stage.max().unwrap_or_else(|| whole(0)).max(whole(0));
            let reached = not_above(&reached);
            let bound = -told(-not_above(&bound), -reached);
            let gap = if floors > 0.0 { (reached - bound) / floors } else { 0.0 };
            Proved { stage, bound, gap }
        };
        [stage(StageName::BeyondOnePackage, self.beyond()), stage(StageName::Shortfall, self.missed())]
    }
}

/// An upper bound, or the value that was reached where the two differ by a float's last digits alone.
fn told(bound: f64, reached: f64) -> f64 {
    if bound < reached && near(bound, reached, 1.0) { reached } else { bound }
}

/// What the utility of each group divides by: the weight asked, or the official poor and near-poor households.
fn divisors(case: &Case<'_>, scale: Scale) -> BTreeMap<AreaIndex, Exact> {
    let groups = case.groups().into_iter();
    match case.scenario.settings.fairness.measure {
        Measure::Coverage => {
            // Whole units are whole numbers of the common part; only a rest of a unit is a fraction.
            let mut sums: BTreeMap<AreaIndex, (BigInt, Exact)> =
                groups.map(|group| (group, (BigInt::ZERO, whole(0)))).collect();
            let one = factor(Multiplier::ONE);
            for (need, _) in case.scenario.needs() {
                let ask = case.ask(need);
                let (units, parts) = sums.entry(ask.group).or_insert_with(|| (BigInt::ZERO, whole(0)));
                let asked = units_asked(case, need);
                if asked.is_integer() {
                    *units += scale.weight(&one, ask.weight) * asked.to_integer();
                } else {
                    *parts += exact(ask.weight) * asked;
                }
            }
            sums.into_iter().map(|(group, (units, parts))| (group, scale.fraction(units) + parts)).collect()
        }
        Measure::PerHousehold => groups
            .map(|group| {
                let count = case.counts[group.get()];
                (group, whole(i128::from(count.poor) + i128::from(count.near_poor)))
            })
            .collect(),
    }
}

/// A multiplier as a fraction.
fn share(billionths: u64) -> Exact {
    Exact::new(BigInt::from(billionths), BigInt::from(Multiplier::ONE))
}
