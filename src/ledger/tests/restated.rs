//! Reasons of many random plans against their plainest restatement (cash without caps, whole packages).

use std::collections::BTreeMap;

use super::{World, m};
use crate::domain::tables::UnservedReason;
use crate::domain::{Class, Need};
use crate::eligibility;
use crate::ids::{NeedIndex, SourceIndex};
use crate::severity;
use crate::units::Vnd;

/// Equal seeds, equal numbers (a linear congruence is random enough here).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn random_world(dice: &mut Dice) -> World {
    let mut world = World::new();
    let communes = [world.area_index("x1"), world.area_index("x2")];
    for source in 0..4 {
        let millions = i64::try_from(dice.below(120)).unwrap();
        let earmark = &mut world.source(&format!("s{source}"), millions).earmark;
        if dice.below(2) == 0 {
            earmark.areas.insert(communes[dice.below(2)]);
        }
        if dice.below(3) == 0 {
            earmark.classes.insert(Class::Poor);
        }
    }
    for household in 0..6 {
        let id = format!("h{household}");
        world.household(&id, ["x1", "x1a", "x2"][dice.below(3)]).class =
            [Class::Poor, Class::NearPoor, Class::Other][dice.below(3)];
        world.need(&id, "cow");
        world.need(&id, ["house", "repair"][dice.below(2)]);
    }
    world
}

/// Serves some needs as well as the money allows.
fn serve(world: &mut World, dice: &mut Dice) -> BTreeMap<SourceIndex, Vnd> {
    let eligible = eligibility::find(&world.scenario, &crate::domain::Pairings::default());
    let mut left: BTreeMap<SourceIndex, Vnd> =
        world.scenario.sources().map(|(index, _)| (index, super::available(&world.scenario, index))).collect();
    for (index, need) in world.scenario.needs() {
        let sources = eligible.sources_of(index);
        let within: Vnd = sources.iter().map(|source| left[source]).sum();
        if dice.below(3) == 0 || within < need.unit_cost {
            continue;
        }
        let mut open = need.unit_cost;
        for &source in sources {
            let amount = open.min(left[&source]);
            if amount > Vnd::ZERO {
                open -= amount;
                *left.get_mut(&source).unwrap() -= amount;
                world.plan.transfers.push(crate::domain::Transfer { source, need: index, amount });
            }
        }
    }
    left
}

fn restated(world: &World, left: &BTreeMap<SourceIndex, Vnd>, index: NeedIndex, need: &Need) -> UnservedReason {
    let eligible = eligibility::find(&world.scenario, &crate::domain::Pairings::default());
    let weights = severity::weigh(&world.scenario);
    let sources = eligible.sources_of(index);
    let all: Vnd = sources.iter().map(|&source| super::available(&world.scenario, source)).sum();
    let rest: Vnd = sources.iter().map(|source| left[source]).sum();
    // Severity is in quarters here: exact in floats.
    let per_money = |index: NeedIndex| {
        let cost = world.scenario.need(index).unit_cost.millions();
        (weights.per_unit(index) / cost * 1000.0).round()
    };
    let before = |other: NeedIndex| {
        per_money(other) > per_money(index) || (per_money(other) >= per_money(index) && other < index)
    };
    let paid =
        world.plan.transfers.iter().filter(|transfer| sources.contains(&transfer.source) && before(transfer.need));
    let above: Vnd = paid.map(|transfer| transfer.amount).sum();
    if sources.is_empty() {
        UnservedReason::NoEligibleSource
    } else if all < need.unit_cost {
        UnservedReason::SourcesExhausted
    } else if rest >= need.unit_cost {
        UnservedReason::OtherGoal
    } else if rest > Vnd::ZERO {
        UnservedReason::IndivisibleRemainder
    } else if above >= need.unit_cost {
        UnservedReason::LowerNeed
    } else {
        UnservedReason::OtherGoal
    }
}

#[test]
fn reasons_agree_with_their_plainest_restatement() {
    let mut dice = Dice(7);
    let mut seen: BTreeMap<UnservedReason, u32> = BTreeMap::new();
    for _ in 0..300 {
        let mut world = random_world(&mut dice);
        let left = serve(&mut world, &mut dice);
        let tables = world.tables();
        for row in &tables.unserved {
            let index = world.need_index((&row.beneficiary, &row.package));
            let need = world.scenario.need(index);
            let reason = restated(&world, &left, index, need);
            assert_eq!(row.reason, reason, "{row:?} {:?}", world.plan);
            *seen.entry(reason).or_default() += 1;
        }
        let used: Vnd = tables.sources.iter().map(|row| row.used).sum();
        let asked: Vnd = tables.communes.iter().map(|row| row.asked).sum();
        let missing: Vnd = tables.unserved.iter().map(|row| row.amount_missing).sum();
        assert_eq!(used + missing, asked);
        assert!(asked < m(1_000));
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    assert!(seen.values().all(|&count| count > 20), "{seen:?}");
}
