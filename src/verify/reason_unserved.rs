//! Why a need is not (fully) served: each reason of `unserved.csv` is the first that is true (page 4). The meaning of
//! each is the doc of the function that decides it; `docs/verify.md` has all of them.

use rayon::prelude::*;

use super::Evidence;
use super::c5_caps::{CapUse, limit};
use super::c7_rules::{Answer, Asked, Margins};
use super::exact::whole_units;
use super::pools::{Pool, Pools};
use super::precedence::Precedence;
use super::report::Report;
use super::transfers::pays_whole_units;
use super::unserved::missing;
use crate::domain::Beneficiary;
use crate::ids::{NeedIndex, SourceIndex};

/// Compares every reason.
pub(super) fn check(evidence: &Evidence<'_>, pools: &Pools, margins: &Margins<'_, '_>, report: &mut Report) {
    let questions = Questions { evidence, pools, margins, caps: CapUse::of(evidence), order: Precedence::of(evidence) };
    let lines = evidence.written.unserved.par_iter().zip(&evidence.refused);
    let wrong = lines.filter_map(|(line, need)| {
        // What is not missing is told by `unserved`.
        let need = need.filter(|&need| missing(evidence, need) > 0)?;
        let allowed = questions.reasons(need);
        (!allowed.contains(&line.reason)).then_some((line, need, allowed))
    });
    for (line, need, allowed) in wrong.collect::<Vec<_>>() {
        let [beneficiary, package] = evidence.case.ids(need);
        report.add(
            "reason_unserved",
            "unserved.csv",
            &[
                ("beneficiary", &beneficiary),
                ("package", &package),
                ("written", &line.reason),
                ("expected", &allowed.join(" | ")),
            ],
        );
    }
}

/// Whether the exclusive group of a need is taken by another package: by outside help, or by the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    No,
    ByOthers,
    ByPlan,
}

/// Looks at the needs of the same household and exclusive group.
pub(super) fn closed(evidence: &Evidence<'_>, need: NeedIndex) -> Closed {
    let mut by_plan = false;
    for rival in evidence.case.rivals(need) {
        if evidence.case.ask(rival).outside > 0 {
            return Closed::ByOthers;
        }
        by_plan |= evidence.paid.to_need(rival) > 0;
    }
    if by_plan { Closed::ByPlan } else { Closed::No }
}

/// The least that could be added to a need: one unit, or the minimum (the rest if that is less).
pub(super) fn step(evidence: &Evidence<'_>, need: NeedIndex) -> i128 {
    let ask = evidence.case.ask(need);
    ask.minimum.map_or(ask.cost, |minimum| minimum.min(missing(evidence, need)))
}

struct Questions<'a> {
    evidence: &'a Evidence<'a>,
    pools: &'a Pools,
    margins: &'a Margins<'a, 'a>,
    caps: CapUse,
    order: Precedence,
}

impl Questions<'_> {
    /// The first reason that is true; two where rounding or the reading of page 4 leaves both open.
    fn reasons(&self, need: NeedIndex) -> Vec<&'static str> {
        match closed(self.evidence, need) {
            Closed::ByOthers => return vec!["met_elsewhere"],
            Closed::ByPlan if !self.pools.of_need(need).sources.is_empty() => return vec!["household_limit"],
            _ => {}
        }
        if self.pools.of_need(need).sources.is_empty() {
            return vec!["no_eligible_source"];
        }
        let step = step(self.evidence, need);
        let pool = self.pools.of_need(need);
        let mut reasons = match self.margins.is_full(need, &pool.sources, step) {
            (Answer::Yes, _) => return vec!["household_limit"],
            (Answer::Unsure, Answer::Yes) => return vec!["household_limit", "rule_limit"],
            (Answer::No, Answer::Yes) => return vec!["rule_limit"],
            (Answer::Unsure, _) => vec!["household_limit", "rule_limit"],
            (Answer::No, Answer::Unsure) => vec!["rule_limit"],
            (Answer::No, Answer::No) => Vec::new(),
        };
        reasons.extend(self.of_money(pool, need, step));
        if pool.has_caps && self.left_within_caps(pool, need, step).0 < step || self.is_kept_whatever(pool, need, step)
        {
            // Caps and rules may forbid a unit whatever the plan chose.
            reasons.push("rule_limit");
        }
        let ask = self.evidence.case.ask(need);
        if ask.minimum.is_some() && self.evidence.paid.to_need(need) > 0 {
            // The minimum is already granted here: one đồng more would do.
            reasons.extend(self.of_money(pool, need, 1));
        }
        if !pool.whole.is_empty() && missing(self.evidence, need) < ask.cost {
            // Less than a unit is missing: who pays whole units alone cannot pay it.
            let plain = pool.plain_alone(self.evidence);
            if pool.left > 0 {
                reasons.push("indivisible_remainder");
            }
            reasons.extend([step, 1].iter().flat_map(|&step| self.of_money(&plain, need, step)));
        }
        reasons
    }

    fn of_money(&self, pool: &Pool, need: NeedIndex, step: i128) -> Vec<&'static str> {
        let left = self.left(pool, need);
        let is_limited = pool.has_caps || self.margins.brakes.look_at(need, &pool.sources);
        let (least, most) = if is_limited { self.left_within_caps(pool, need, step) } else { (left, left) };
        let mut reasons = if left >= step && least < step { vec!["rule_limit"] } else { Vec::new() };
        if left < step || most >= step {
            reasons.extend(self.of_open_money((pool, is_limited), need, (step, left, most)));
        }
        reasons
    }

    /// The same where what is left may pay the step, or does not reach it.
    fn of_open_money(
        &self,
        (pool, is_limited): (&Pool, bool),
        need: NeedIndex,
        (step, left, within): (i128, i128, i128),
    ) -> Vec<&'static str> {
        if self.free(pool, need) < self.evidence.paid.to_need(need) + step {
            vec!["sources_exhausted"]
        } else if left < step && self.may_come((pool, is_limited), need, step) > 0 {
            vec!["indivisible_remainder"]
        } else if left >= step {
            vec!["lower_need", "other_goal"]
        } else {
            self.of_precedence((pool, is_limited), need, step - if is_limited { left } else { within })
        }
    }

    /// Whether rules that the plan cannot move keep a step from all that is not committed.
    fn is_kept_whatever(&self, pool: &Pool, need: NeedIndex, step: i128) -> bool {
        let case = self.evidence.case;
        let free = |&source: &SourceIndex| (source, case.fund(source).available - case.fund(source).committed);
        let amounts: Vec<(SourceIndex, i128)> = pool.sources.iter().map(free).collect();
        let payers = self.evidence.paid.payers(need).iter();
        let new: i128 = payers.map(|&(source, amount)| amount - case.committed_to(source, need)).sum();
        let brakes = &self.margins.brakes;
        brakes.look_at(need, &pool.sources) && brakes.let_through(need, Asked::Commitments, &amounts).0 < new + step
    }

    /// What may be paid of what is left: whole-unit sources and goods whole units, all others any amount.
    fn left(&self, pool: &Pool, need: NeedIndex) -> i128 {
        let cost = self.evidence.case.ask(need).cost;
        pool.plain_left + pool.whole.iter().map(|&source| whole_units(self.left_of(source), cost)).sum::<i128>()
    }

    /// Đồng left, in whatever parts, that caps and rules still let come here, each source alone.
    fn may_come(&self, (pool, is_limited): (&Pool, bool), need: NeedIndex, step: i128) -> i128 {
        let rules = |source| self.margins.brakes.room(source, need);
        let within =
            |&source: &SourceIndex| self.left_of(source).min(self.room(source, need, step)).min(rules(source)).max(0);
        if is_limited { pool.sources.iter().map(within).sum() } else { pool.left }
    }

    fn left_of(&self, source: SourceIndex) -> i128 {
        self.evidence.case.fund(source).available - self.evidence.paid.by_source(source)
    }

    /// The same within caps and rules, if `step` more were paid: (surely so much, never more).
    fn left_within_caps(&self, pool: &Pool, need: NeedIndex, step: i128) -> (i128, i128) {
        let within = |&source: &SourceIndex| (source, self.left_of(source).min(self.room(source, need, step)));
        let amounts: Vec<(SourceIndex, i128)> = pool.sources.iter().map(within).collect();
        self.margins.brakes.let_through(need, Asked::All, &amounts)
    }

    /// Đồng that the caps of a source still allow for a need, if `step` more were paid for it.
    fn room(&self, source: SourceIndex, need: NeedIndex, step: i128) -> i128 {
        let case = self.evidence.case;
        let capped = case.scenario.source(source);
        let in_commune = self.caps.communes.get(&(source, case.ask(need).commune)).copied().unwrap_or(0);
        let of_commune = limit(capped.max_per_commune).map(|limit| limit - in_commune);
        let of_household = limit(capped.max_per_household).map(|limit| match case.scenario.need(need).beneficiary {
            Beneficiary::Household(household) => {
                limit - self.caps.households.get(&(source, household)).copied().unwrap_or(0)
            }
            Beneficiary::Commune(_) => {
                let granted = self.evidence.paid.to_need(need) + step;
                (limit * granted).div_euclid(case.ask(need).cost) - self.paid_by(source, need)
            }
        });
        of_commune.unwrap_or(i128::MAX).min(of_household.unwrap_or(i128::MAX))
    }

    fn paid_by(&self, source: SourceIndex, need: NeedIndex) -> i128 {
        self.evidence.paid.pairs.get(&(source, need)).copied().unwrap_or(0)
    }

    /// All that could be paid for a need whatever the plan did: available beyond commitments to other needs.
    fn free(&self, pool: &Pool, need: NeedIndex) -> i128 {
        let case = self.evidence.case;
        let cost = case.ask(need).cost;
        let is_plain = |source: SourceIndex| !pays_whole_units(case.scenario.source(source));
        let payers = self.evidence.paid.payers(need).iter().map(|&(source, _)| source);
        let own: i128 = payers.filter(|&source| is_plain(source)).map(|source| case.committed_to(source, need)).sum();
        let whole = pool.whole.iter().map(|&source| {
            let fund = case.fund(source);
            whole_units(fund.available - fund.committed + case.committed_to(source, need), cost)
        });
        pool.plain_free + own + whole.sum::<i128>()
    }

    /// Whether what eligible sources newly pay to needs that come first reaches what is lacking.
    fn of_precedence(&self, (pool, is_limited): (&Pool, bool), need: NeedIndex, lacking: i128) -> Vec<&'static str> {
        let cost = self.evidence.case.ask(need).cost;
        let (mut certain, mut possible) = (0, 0);
        for &source in &pool.sources {
            let (first, tied) = self.order.paid_before(source, need);
            if pays_whole_units(self.evidence.case.scenario.source(source)) {
                let left = self.left_of(source);
                let more = |paid| whole_units(left + paid, cost) - whole_units(left, cost);
                certain += more(first);
                possible += more(tied);
            } else {
                certain += first;
                possible += tied;
            }
            if certain >= lacking {
                // Under caps and rules, not all that money could have come here.
                return if is_limited { vec!["lower_need", "other_goal"] } else { vec!["lower_need"] };
            }
        }
        if possible >= lacking { vec!["lower_need", "other_goal"] } else { vec!["other_goal"] }
    }
}
