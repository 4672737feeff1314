//! One award more or less, all else as it stands: would a rule then be broken? Each group is measured once; what a
//! change of one need moves is derived from the measure's own words. Rules that tell sources apart are asked in `payers`.

use super::bounds::{self, Size};
use super::groups::Reading;
use super::payers::Brakes;
use super::{Evidence, bounds_in, stands};
use crate::domain::{Base, Beneficiary, BeneficiaryKind, Over, Rule, RuleMeasure};
use crate::ids::{NeedIndex, SourceIndex};
use crate::verify::exact::{STATED, decimal};
use crate::verify::measures::{Help, leaves_with};
use crate::verify::pools::Pools;

/// An answer that rounding may turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) enum Answer {
    No,
    Unsure,
    Yes,
}

/// A rule in one of its groups.
struct Margin {
    measure: RuleMeasure,
    is_by_household: bool,
    /// The rule with its floor alone.
    floor: Option<Rule>,
    /// The rule with its cap alone, where it must hold.
    cap: Option<Rule>,
    value: Size,
    base: Option<Size>,
    needs: Vec<NeedIndex>,
    /// Needs of the base; `None`: all there are.
    base_needs: Option<Vec<NeedIndex>>,
    /// What `coverage` and `poverty_drop` divide by.
    divisor: f64,
}

/// All rules that may answer.
pub(in crate::verify) struct Margins<'a, 'e> {
    evidence: &'e Evidence<'a>,
    /// Those that tell sources apart.
    pub(in crate::verify) brakes: Brakes<'a, 'e>,
    all: Vec<Margin>,
    of_need: Vec<Vec<usize>>,
}

impl<'a, 'e> Margins<'a, 'e> {
    /// Measures every group of every rule.
    pub(in crate::verify) fn of(evidence: &'e Evidence<'a>, pools: &Pools) -> Self {
        let of_need = vec![Vec::new(); evidence.case.scenario.needs.len()];
        let mut found = Self { evidence, brakes: Brakes::of(evidence, pools), all: Vec::new(), of_need };
        let is_asked = |rule: &&Rule| rule.measure != RuleMeasure::Partners && !rule.tells_sources_apart();
        for rule in evidence.case.scenario.rules.iter().filter(is_asked) {
            found.add(rule, pools);
        }
        found
    }

    fn add(&mut self, rule: &'a Rule, pools: &Pools) {
        let reading = Reading::of(self.evidence.case, &pools.reach, rule);
        let mut counted = reading.groups(Some(&rule.condition));
        let mut of_base = if rule.base == Base::Group { reading.groups(None) } else { counted.clone() };
        for row in stands(self.evidence, pools, rule) {
            let (Some(judged), Some(needs)) = (row.judged, counted.remove(row.group)) else { continue };
            for need in &needs {
                self.of_need[need.get()].push(self.all.len());
            }
            let asked = needs.iter().map(|&need| self.evidence.case.ask(need));
            let divisor = match rule.measure {
                RuleMeasure::Coverage => asked.map(|ask| ask.weight * ask.units(ask.asked)).sum(),
                RuleMeasure::PovertyDrop => reading.official_households(row.group) / 100.0,
                _ => 1.0,
            };
            let here = bounds_in(rule, row.group);
            self.all.push(Margin {
                measure: rule.measure,
                is_by_household: rule.over == Over::Household,
                floor: here.at_least.map(|_| Rule { at_most: None, ..here.clone() }),
                cap: here.at_most.filter(|_| rule.soft.is_none()).map(|_| Rule { at_least: None, ..here.clone() }),
                value: judged.value,
                base: judged.base,
                needs,
                base_needs: (rule.base == Base::Group).then(|| of_base.remove(row.group).unwrap_or_default()),
                divisor,
            });
        }
    }

    fn margins(&self, need: NeedIndex) -> impl Iterator<Item = &Margin> {
        self.of_need[need.get()].iter().map(|&margin| &self.all[margin])
    }

    /// Whether some rule ends below its floor without the new đồng, `dong`, of a need.
    pub(in crate::verify) fn falls_short(&self, need: NeedIndex, dong: i128) -> Answer {
        let floors = self.margins(need).filter_map(|margin| Some((margin, margin.floor.as_ref()?)));
        let of_payers = if self.brakes.falls_short(need) { Answer::Yes } else { Answer::No };
        floors.map(|(margin, rule)| self.breaks(margin, rule, (need, -dong))).fold(of_payers, Answer::max)
    }

    /// Whether `dong` more for a need, of sources that have all that it takes, break a hard rule: (one that binds each
    /// household, any).
    pub(in crate::verify) fn is_full(&self, need: NeedIndex, sources: &[SourceIndex], dong: i128) -> (Answer, Answer) {
        let (mut household, mut any) = self.brakes.are_full(need, sources, dong);
        for (margin, rule) in self.margins(need).filter_map(|margin| Some((margin, margin.cap.as_ref()?))) {
            let answer = self.breaks(margin, rule, (need, dong));
            any = any.max(answer);
            if margin.is_by_household {
                household = household.max(answer);
            }
        }
        (household, any)
    }

    /// Whether the value moves and the rule is then broken.
    fn breaks(&self, margin: &Margin, rule: &Rule, change: (NeedIndex, i128)) -> Answer {
        let Some(value) = self.moved(margin, margin.value, Some(&margin.needs), change) else { return Answer::No };
        let base_needs = margin.base_needs.as_deref();
        let base = margin.base.map(|base| {
            let moved = if is_in(base_needs, change.0) { self.moved(margin, base, base_needs, change) } else { None };
            moved.unwrap_or(base)
        });
        let judged = bounds::judge(rule, value, base);
        let is_near = !matches!(value, Size::Dong(_)) && judged.slack.abs() <= STATED * judged.scale.abs();
        match (judged.is_held, is_near) {
            (_, true) => Answer::Unsure,
            (true, false) => Answer::No,
            (false, false) => Answer::Yes,
        }
    }

    /// A size with `dong` more of one need; `None` where that changes nothing.
    fn moved(
        &self,
        margin: &Margin,
        size: Size,
        needs: Option<&[NeedIndex]>,
        (need, dong): (NeedIndex, i128),
    ) -> Option<Size> {
        let ask = self.evidence.case.ask(need);
        let number = match margin.measure {
            RuleMeasure::Amount => {
                return match size {
                    Size::Dong(sum) => Some(Size::Dong(sum + dong)),
                    Size::Number(number) => Some(Size::Number(number + decimal(dong))),
                };
            }
            RuleMeasure::Units => ask.units(dong),
            RuleMeasure::Weight => ask.weight * ask.units(dong),
            RuleMeasure::Coverage => ask.weight * ask.units(dong) / margin.divisor,
            RuleMeasure::Households => self.helped(needs, need, dong),
            RuleMeasure::Exits => self.left(need, dong),
            RuleMeasure::PovertyDrop => self.left(need, dong) / margin.divisor,
            RuleMeasure::Partners => 0.0,
        };
        (number != 0.0).then(|| Size::Number(size.number() + number))
    }

    /// How many households more are helped.
    fn helped(&self, needs: Option<&[NeedIndex]>, need: NeedIndex, dong: i128) -> f64 {
        let case = self.evidence.case;
        let asks = case.scenario.need(need);
        let Beneficiary::Household(household) = asks.beneficiary else {
            let is_for_households = case.scenario.package(asks.package).beneficiary == BeneficiaryKind::Household;
            return if is_for_households { case.ask(need).units(dong) } else { 0.0 };
        };
        let others = case.siblings(household).iter().filter(|&&other| other != need && is_in(needs, other));
        if others.into_iter().any(|&other| self.evidence.met(other, Help::All) > 0) {
            return 0.0;
        }
        let now = self.evidence.met(need, Help::All);
        truth(now + dong > 0) - truth(now > 0)
    }

    /// How many households more leave poverty.
    fn left(&self, need: NeedIndex, dong: i128) -> f64 {
        let Beneficiary::Household(household) = self.evidence.case.scenario.need(need).beneficiary else { return 0.0 };
        let leaves = |dong| leaves_with(self.evidence, household, (need, dong));
        truth(leaves(dong)) - truth(leaves(0))
    }
}

/// Whether a list in the scenario's order holds a need; no list holds all.
fn is_in(needs: Option<&[NeedIndex]>, need: NeedIndex) -> bool {
    needs.is_none_or(|needs| needs.binary_search(&need).is_ok())
}

fn truth(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}
