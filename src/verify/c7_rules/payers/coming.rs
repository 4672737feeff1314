//! Money of several sources that might come to one need under rules that tell sources apart, all else as it stands.
//! Answers are ranges: what surely may come, and what it cannot exceed. Where the two disagree about a step, nothing is
//! refuted.

use std::collections::BTreeMap;

use super::{Asked, Brakes};
use crate::ids::{NeedIndex, SourceIndex};
use crate::verify::c7_rules::Answer;
use crate::verify::exact::whole_units;
use crate::verify::transfers::pays_whole_units;
use crate::verify::unserved::missing;

impl Brakes<'_, '_> {
    /// Đồng that rules let come to a need from sources that would pay `amounts`: (surely so much, never more).
    pub(in crate::verify) fn let_through(
        &self,
        need: NeedIndex,
        asked: Asked,
        amounts: &[(SourceIndex, i128)],
    ) -> (i128, i128) {
        let in_parts = |source: SourceIndex, dong: i128| self.in_parts(need, source, dong);
        let mut comings: Vec<Coming> = amounts
            .iter()
            .filter(|&&(_, amount)| amount > 0)
            .map(|&(source, amount)| {
                let mut costs = self.costs(source, need);
                costs.retain(|&(brake, _)| self.distance(brake, asked).is_some());
                Coming { source, amount: amount.max(0), costs }
            })
            .collect();
        // Money that no rule minds first: it may make room for the rest.
        comings.sort_by_key(|it| it.costs.iter().filter(|&&(_, cost)| cost > 0).count());
        let mut left: BTreeMap<usize, i128> = BTreeMap::new();
        for it in &comings {
            left.extend(it.costs.iter().filter_map(|&(brake, _)| Some((brake, self.distance(brake, asked)?))));
        }
        let mut with_gains = left.clone();
        for it in &comings {
            for &(brake, cost) in it.costs.iter().filter(|&&(_, cost)| cost < 0) {
                *with_gains.entry(brake).or_insert(0) -= cost * it.amount;
            }
        }
        let most: Vec<i128> = comings.iter().map(|it| in_parts(it.source, it.room(&with_gains))).collect();
        let mut upper: i128 = most.iter().sum();
        for (&brake, &room) in &with_gains {
            let cost =
                |it: &Coming| it.costs.iter().find(|&&(one, cost)| one == brake && cost > 0).map(|&(_, cost)| cost);
            let free: i128 =
                comings.iter().zip(&most).filter(|(it, _)| cost(it).is_none()).map(|(_, &most)| most).sum();
            if let Some(least) = comings.iter().filter_map(cost).min() {
                upper = upper.min(free + room.max(0).div_euclid(least));
            }
        }
        let mut lower = 0;
        for it in &comings {
            let paid = in_parts(it.source, it.room(&left));
            lower += paid;
            for &(brake, cost) in &it.costs {
                *left.entry(brake).or_insert(0) -= cost * paid;
            }
        }
        (lower, upper)
    }

    /// What of some đồng a source may pay for a need: whole units alone, or all of it.
    fn in_parts(&self, need: NeedIndex, source: SourceIndex, dong: i128) -> i128 {
        let evidence = self.evidence;
        let is_whole = pays_whole_units(evidence.case.scenario.source(source));
        if is_whole { whole_units(dong, evidence.case.ask(need).cost) } else { dong }
    }

    /// Whether a step can be paid within rules by sources that have all that it takes: (households' rules, all rules).
    pub(in crate::verify) fn are_full(&self, need: NeedIndex, sources: &[SourceIndex], step: i128) -> (Answer, Answer) {
        let pays_alone = |&source: &SourceIndex| self.in_parts(need, source, self.room(source, need)) >= step;
        if !self.look_at(need, sources) || sources.iter().any(pays_alone) {
            return (Answer::No, Answer::No);
        }
        // Nobody pays more than is missing; who pays whole units alone may then pay nothing, and no rule is to blame.
        let missing = missing(self.evidence, need);
        let amounts: Vec<(SourceIndex, i128)> = sources.iter().map(|&source| (source, missing)).collect();
        let without_rules: i128 = amounts.iter().map(|&(source, dong)| self.in_parts(need, source, dong)).sum();
        if without_rules < step {
            return (Answer::No, Answer::No);
        }
        let answer = |asked| match self.let_through(need, asked, &amounts) {
            (least, _) if least >= step => Answer::No,
            (_, most) if most < step => Answer::Yes,
            _ => Answer::Unsure,
        };
        (answer(Asked::Households), answer(Asked::All))
    }
}

/// One source's money on its way to a need.
struct Coming {
    source: SourceIndex,
    amount: i128,
    costs: Vec<(usize, i128)>,
}

impl Coming {
    /// What of it the brakes let through, so much room being left.
    fn room(&self, left: &BTreeMap<usize, i128>) -> i128 {
        let costs = self.costs.iter().filter(|&&(_, cost)| cost > 0);
        let rooms = costs.filter_map(|&(brake, cost)| Some(left.get(&brake)?.max(&0).div_euclid(cost)));
        rooms.min().unwrap_or(i128::MAX).min(self.amount)
    }
}
