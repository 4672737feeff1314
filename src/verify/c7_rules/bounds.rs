//! A value against the bounds of a rule: đồng exactly in integers, also where the bound is a share; decimals within
//! the tolerance of the second opinion.

use crate::domain::{Rule, RuleBound};
use crate::verify::exact::{RELATIVE, SCALE, decimal, digits};

/// A value in the measure's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Size {
    /// Of an amount.
    Dong(i128),
    /// Of all else.
    Number(f64),
}

impl Size {
    /// As the table holds it.
    pub(super) fn number(self) -> f64 {
        match self {
            Self::Dong(dong) => decimal(dong),
            Self::Number(number) => number,
        }
    }

    /// As a share of another; `None` of nothing.
    fn part_of(self, whole: Self) -> Option<f64> {
        (whole.number() > 0.0).then(|| self.number() / whole.number())
    }
}

/// What follows from a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judged {
    pub(super) value: Size,
    /// What a share is of, where a bound is one.
    pub(super) base: Option<Size>,
    /// The value as a share of the base, where a bound is a share and the base is not nothing.
    pub(super) share: Option<f64>,
    /// Distance to the nearer bound.
    pub(super) slack: f64,
    /// Whether the slack is a share.
    pub(super) is_of_share: bool,
    /// Size of the figures that the slack is a difference of.
    pub(super) scale: f64,
    pub(super) is_held: bool,
    pub(super) is_binding: bool,
    /// How far the bounds are missed, in the measure's own unit.
    pub(super) missed: f64,
}

impl Judged {
    /// What the bounds bound: the share, or the value.
    pub(super) fn shown(&self) -> String {
        self.share.unwrap_or(self.value.number()).to_string()
    }
}

/// One bound: +1 where the value must not be below it, −1 where it must not be above.
pub(super) type Bound = (i8, RuleBound);

/// The bounds of a rule.
pub(super) fn bounds(rule: &Rule) -> Vec<Bound> {
    let least = rule.at_least.map(|bound| (1, bound));
    let most = rule.at_most.map(|bound| (-1, bound));
    least.into_iter().chain(most).collect()
}

/// The bounds as a sentence shows them.
pub(super) fn shown(rule: &Rule) -> String {
    let sign = |sign: i8| if sign > 0 { "≥" } else { "≤" };
    let texts = bounds(rule).into_iter().map(|(side, bound)| format!("{} {}", sign(side), figure(bound)));
    texts.collect::<Vec<_>>().join(" · ")
}

/// A bound as the table holds it.
pub(super) fn figure(bound: RuleBound) -> f64 {
    match bound {
        RuleBound::Money(amount) => decimal(i128::from(amount.dong())),
        RuleBound::Number(number) => number,
        RuleBound::Share(share) => share.to_f64(),
    }
}

/// Whether a bound is a share.
pub(super) fn has_share(rule: &Rule) -> bool {
    bounds(rule).iter().any(|(_, bound)| matches!(bound, RuleBound::Share(_)))
}

/// All bounds together; `base` is there where one of them is a share.
pub(super) fn judge(rule: &Rule, value: Size, base: Option<Size>) -> Judged {
    let bounds = bounds(rule);
    let share = base.and_then(|base| value.part_of(base));
    let is_held = bounds.iter().all(|&bound| excess(bound, value, base) >= 0.0);
    let is_tight =
        bounds.iter().any(|&bound| excess(bound, value, base) == 0.0 || less_than_a_dong(bound, value, base));
    let distances = bounds.iter().map(|&bound| distance(bound, value, base));
    let slack = distances.fold(f64::INFINITY, f64::min);
    Judged {
        value,
        base,
        share,
        slack: if is_held { slack.max(0.0) } else { slack },
        is_of_share: base.is_some(),
        scale: bounds.iter().map(|&(_, bound)| figure(bound)).fold(share.unwrap_or(value.number()), f64::max),
        is_held,
        is_binding: is_held && is_tight,
        missed: bounds.iter().map(|&bound| missed(bound, value, base)).sum(),
    }
}

/// How far a bound is missed, in the measure's own unit: of a share, the bound × base − value.
fn missed((side, bound): Bound, value: Size, base: Option<Size>) -> f64 {
    let limit = match bound {
        RuleBound::Share(share) => share.to_f64() * base.map_or(0.0, Size::number),
        _ => figure(bound),
    };
    (f64::from(side) * (limit - value.number())).max(0.0)
}

/// How far the value is on the right side of a bound: only its sign and its being zero mean anything.
fn excess((side, bound): Bound, value: Size, base: Option<Size>) -> f64 {
    let above = match (value, bound, base) {
        (Size::Dong(value), RuleBound::Money(bound), _) => decimal((value - i128::from(bound.dong())).signum()),
        (Size::Dong(_), RuleBound::Share(_), Some(Size::Dong(_))) => decimal(parts(bound, value, base).signum()),
        (_, RuleBound::Share(bound), Some(base)) => {
            value.part_of(base).map_or(0.0, |share| apart(share, bound.to_f64()))
        }
        _ => apart(value.number(), figure(bound)),
    };
    f64::from(side) * above
}

/// 0 where two decimals are the same but for rounding.
fn apart(one: f64, other: f64) -> f64 {
    if (one - other).abs() <= RELATIVE * one.abs().max(other.abs()) { 0.0 } else { one - other }
}

/// value − share × base in 10⁻¹⁸ đồng.
fn parts(bound: RuleBound, value: Size, base: Option<Size>) -> i128 {
    match (value, bound, base) {
        (Size::Dong(value), RuleBound::Share(share), Some(Size::Dong(base))) => {
            value * i128::from(SCALE) - base * i128::from(digits(share))
        }
        _ => i128::MAX,
    }
}

/// A share of an amount is reached where not even a đồng fits between.
fn less_than_a_dong((_, bound): Bound, value: Size, base: Option<Size>) -> bool {
    parts(bound, value, base).abs() < i128::from(SCALE)
}

/// The distance as the table tells it: a share wherever a bound is one.
fn distance((side, bound): Bound, value: Size, base: Option<Size>) -> f64 {
    let above = match (bound, base) {
        (RuleBound::Share(share), Some(base)) => value.part_of(base).map_or(0.0, |part| part - share.to_f64()),
        (_, Some(base)) if base.number() > 0.0 => (value.number() - figure(bound)) / base.number(),
        _ => value.number() - figure(bound),
    };
    f64::from(side) * above
}
