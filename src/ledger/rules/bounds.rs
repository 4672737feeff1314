//! A value held against the bounds of its rule: exact for amounts, within [`RULE`] for all else.

use crate::domain::tables::Figure;
use crate::domain::{Rule, RuleBound};
use crate::tolerance::RULE;
use crate::units::{Share, Vnd};

/// What is said of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judgement {
    /// The value as a share of the base.
    pub(super) share: Option<f64>,
    /// Distance to the nearer bound; never negative where all are kept.
    pub(super) slack: Figure,
    /// Whether no bound is missed.
    pub(super) is_held: bool,
    /// Whether a bound is reached.
    pub(super) is_tight: bool,
}

/// Which side of a bound is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// `at_least`.
    Least,
    /// `at_most`.
    Most,
}

impl Side {
    /// A distance above the bound as a distance on the right side of it.
    pub(super) fn of<T: std::ops::Neg<Output = T>>(self, above: T) -> T {
        match self {
            Self::Least => above,
            Self::Most => -above,
        }
    }
}

/// How far a value lies on the right side of one bound.
#[derive(Debug, Clone, Copy)]
struct Room {
    distance: Figure,
    is_kept: bool,
    is_tight: bool,
}

/// A bound as the table shows it.
pub(super) fn figure(bound: RuleBound) -> Figure {
    match bound {
        RuleBound::Money(amount) => Figure::Money(amount),
        RuleBound::Number(number) => Figure::Number(number),
        RuleBound::Share(share) => Figure::Number(share.to_f64()),
    }
}

/// Whether a bound of the rule is a share.
pub(super) fn has_share(rule: &Rule) -> bool {
    bounds(rule).any(|(_, bound)| matches!(bound, RuleBound::Share(_)))
}

/// The bounds of a rule.
pub(super) fn bounds(rule: &Rule) -> impl Iterator<Item = (Side, RuleBound)> {
    let least = rule.at_least.map(|bound| (Side::Least, bound));
    least.into_iter().chain(rule.at_most.map(|bound| (Side::Most, bound)))
}

/// Holds a value against all bounds; `base` is there where one of them is a share.
pub(super) fn judge(rule: &Rule, value: Figure, base: Option<Figure>) -> Judgement {
    let rooms: Vec<Room> = bounds(rule).map(|(side, bound)| room(side, bound, value, base)).collect();
    let is_held = rooms.iter().all(|room| room.is_kept);
    let nearest =
        rooms.iter().map(|room| room.distance).reduce(|one, other| if less(other, one) { other } else { one });
    let slack = nearest.expect("a rule has a bound");
    let slack = if is_held && less(slack, Figure::Number(0.0)) { Figure::Number(0.0) } else { slack };
    let is_tight = rooms.iter().any(|room| room.is_tight);
    Judgement { share: base.and_then(|base| share(value, base)), slack, is_held, is_tight }
}

fn room(side: Side, bound: RuleBound, value: Figure, base: Option<Figure>) -> Room {
    match (value, bound, base) {
        (Figure::Money(value), RuleBound::Money(bound), base) => {
            let above = Vnd::new(side.of((value - bound).dong()));
            let distance = base.and_then(|base| share(Figure::Money(above), base)).map(Figure::Number);
            Room {
                distance: distance.unwrap_or(Figure::Money(above)),
                is_kept: above >= Vnd::ZERO,
                is_tight: above == Vnd::ZERO,
            }
        }
        (Figure::Money(part), RuleBound::Share(bound), Some(Figure::Money(whole))) => {
            let excess = side.of(bound.excess(part, whole));
            let distance = share(value, Figure::Money(whole)).map_or(0.0, |share| side.of(share - bound.to_f64()));
            Room { distance: Figure::Number(distance), is_kept: excess >= 0, is_tight: excess.abs() < Share::DONG }
        }
        (_, RuleBound::Share(bound), Some(base)) => {
            share(value, base).map_or(Room::NOTHING, |share| Room::of(side, share, bound.to_f64(), 1.0))
        }
        (Figure::Number(value), RuleBound::Number(bound), base) => {
            let scale = base.map(number).filter(|&base| base > 0.0).unwrap_or(1.0);
            Room::of(side, value, bound, scale)
        }
        _ => unreachable!("amounts are bounded by money, all else by numbers; a share has a base"),
    }
}

impl Room {
    /// A share of nothing.
    const NOTHING: Self = Self { distance: Figure::Number(0.0), is_kept: true, is_tight: true };

    /// Of a decimal; the distance in parts of `scale`.
    fn of(side: Side, value: f64, bound: f64, scale: f64) -> Self {
        let above = side.of(value - bound);
        let is_tight = above.abs() <= RULE * value.abs().max(bound.abs());
        Self { distance: Figure::Number(above / scale), is_kept: is_tight || above >= 0.0, is_tight }
    }
}

/// A figure as a share of its base; `None` of nothing.
fn share(value: Figure, base: Figure) -> Option<f64> {
    match (value, base) {
        (Figure::Money(part), Figure::Money(whole)) => (whole > Vnd::ZERO).then(|| part.units_of(whole)),
        _ => Some(number(base)).filter(|&base| base > 0.0).map(|base| number(value) / base),
    }
}

/// A figure as a decimal (đồng of an amount).
fn number(figure: Figure) -> f64 {
    match figure {
        Figure::Money(amount) => amount.units_of(Vnd::new(1)),
        Figure::Number(number) => number,
    }
}

fn less(one: Figure, other: Figure) -> bool {
    match (one, other) {
        (Figure::Money(one), Figure::Money(other)) => one < other,
        _ => number(one) < number(other),
    }
}
