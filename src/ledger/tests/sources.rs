//! What sources have, and why something is left.

use super::{World, available, m};
use crate::domain::tables::LeftReason;
use crate::domain::{CommitmentStatus, SourceStatus, Worth};
use crate::ids::{PackageIndex, SourceIndex};
use crate::units::{Share, Vnd};

#[test]
fn available_follows_rate_reserve_and_commitments() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.need("h1", "house");
    let source = world.source("a", 100);
    source.status = SourceStatus::Pledged;
    source.rate = Share::parse("0.6").unwrap();
    source.reserve = Share::parse("0.1").unwrap();
    let source = world.source("b", 0);
    source.worth = Worth::Goods { package: PackageIndex::new(0), quantity: 7 };
    source.reserve = Share::parse("0.1").unwrap();
    assert_eq!(available(&world.scenario, SourceIndex::new(0)), m(54));
    // ⌊7 × 0.9⌋ = 6 cows of 10 m.
    assert_eq!(available(&world.scenario, SourceIndex::new(1)), m(60));
    world.commit(Some("a"), ("h1", "house"), 55, CommitmentStatus::Promised);
    assert_eq!(available(&world.scenario, SourceIndex::new(0)), m(55));
    world.pay("a", ("h1", "house"), 55);
    let row = world.source_row("a");
    assert_eq!((row.amount, row.available, row.used, row.left), (m(100), m(55), m(55), Vnd::ZERO));
    assert_eq!((row.awards, row.communes, row.transfers, row.reason_left), (1, 1, 1, None));
    assert_eq!(world.source_row("b").amount, m(70));
}

#[test]
fn communes_and_awards_are_counted() {
    let mut world = World::new();
    world.household("h1", "x1a");
    world.household("h2", "x1");
    world.household("h3", "x2");
    world.source("s", 100);
    for household in ["h1", "h2", "h3"] {
        world.need(household, "cow");
        world.pay("s", (household, "cow"), 10);
    }
    let row = world.source_row("s");
    assert_eq!((row.awards, row.communes, row.transfers, row.left), (3, 2, 3, m(70)));
    assert_eq!(row.reason_left, Some(LeftReason::NeedsMet));
}

#[test]
fn a_source_that_nobody_asks_has_no_eligible_need() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.need("h1", "house");
    let nobody = world.area_index("x2");
    world.source("s", 100).earmark.areas.insert(nobody);
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::NoEligibleNeed));
}

#[test]
fn a_need_closed_by_its_group_is_met() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.source("s", 100);
    world.need("h1", "house");
    world.need("h1", "repair");
    world.pay("s", ("h1", "repair"), 30);
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::NeedsMet));
}

#[test]
fn caps_remainders_and_goals_leave_money() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.need("h1", "house");
    world.source("s", 100).max_per_household = Some(m(50));
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::CapReached));
    // What others have left makes up for it: the plan could have paid the house.
    world.source("t", 10);
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::OtherGoal));
    assert_eq!(world.source_row("t").reason_left, Some(LeftReason::OtherGoal));
    world.scenario.sources[1].worth = Worth::Cash(m(9));
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::CapReached));
    // The cap is not the cap of t: its own money is too little.
    assert_eq!(world.source_row("t").reason_left, Some(LeftReason::IndivisibleRemainder));
    world.scenario.sources[0].worth = Worth::Cash(m(40));
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::IndivisibleRemainder));
    world.scenario.sources[0].whole_units = true;
    world.scenario.sources[1].worth = Worth::Cash(m(59));
    assert_eq!(world.source_row("s").reason_left, Some(LeftReason::IndivisibleRemainder));
}
