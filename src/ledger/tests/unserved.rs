//! Every reason of `unserved.csv`, and what would help.

use super::{World, m};
use crate::domain::tables::{Block, UnservedReason};
use crate::domain::{Class, CommitmentStatus, Grain, Worth};
use crate::ids::PackageIndex;
use crate::units::Vnd;

/// Two poor households `h1`, `h2` of `x1` that ask for a house each.
fn two_houses() -> World {
    let mut world = World::new();
    world.household("h1", "x1");
    world.household("h2", "x1");
    world.need("h1", "house");
    world.need("h2", "house");
    world
}

fn assert_why(world: &World, of: (&str, &str), reason: UnservedReason, needs: Option<Vnd>) {
    let row = world.unserved(of);
    assert_eq!((row.reason, row.needs), (reason, needs));
}

#[test]
fn help_of_others_fills_the_group_before_anything_else() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.need("h1", "house");
    world.need("h1", "repair").outside = m(30);
    assert_why(&world, ("h1", "house"), UnservedReason::MetElsewhere, None);
}

#[test]
fn the_plan_fills_the_group() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.source("s", 500);
    world.need("h1", "cow");
    world.need("h1", "house");
    world.need("h1", "repair");
    world.pay("s", ("h1", "repair"), 30);
    assert_why(&world, ("h1", "house"), UnservedReason::HouseholdLimit, None);
    // The cow is no roof: money is simply left for it.
    assert_why(&world, ("h1", "cow"), UnservedReason::OtherGoal, Some(Vnd::ZERO));
}

#[test]
fn nobody_may_pay() {
    let mut world = two_houses();
    let other = world.area_index("x2");
    world.source("s", 500).earmark.areas.insert(other);
    assert_why(&world, ("h1", "house"), UnservedReason::NoEligibleSource, Some(m(60)));
    let row = world.unserved(("h1", "house"));
    assert_eq!((row.units_asked, row.units_served, row.amount_missing, row.weight), (1, 0.0, m(60), 120.0));
    assert_eq!(row.commune, "x1");
}

#[test]
fn caps_are_named_only_where_they_alone_forbid() {
    let mut world = two_houses();
    world.source("s", 500).max_per_household = Some(m(50));
    assert_why(&world, ("h1", "house"), UnservedReason::RuleLimit, Some(m(10)));
    let blocks = world.tables().blocks;
    assert_eq!(blocks.len(), 2);
    assert!(blocks.iter().all(|row| row.by == [Block::Source { source: "s".to_owned() }]), "{blocks:?}");

    let mut world = two_houses();
    world.source("s", 500).max_per_commune = Some(m(100));
    world.pay("s", ("h1", "house"), 60);
    assert_why(&world, ("h2", "house"), UnservedReason::RuleLimit, Some(m(20)));

    // All money is spent, and the cap would forbid a house whatever the plan chose.
    let mut world = two_houses();
    world.need("h2", "repair");
    world.source("s", 60).max_per_household = Some(m(50));
    world.source("t", 10);
    world.pay("s", ("h2", "repair"), 30);
    assert_why(&world, ("h1", "house"), UnservedReason::IndivisibleRemainder, Some(m(20)));
    world.scenario.sources.pop();
    assert_why(&world, ("h1", "house"), UnservedReason::RuleLimit, Some(m(30)));
}

#[test]
fn a_request_of_a_commune_is_capped_per_unit() {
    let mut world = World::new();
    world.need("x1", "cow").quantity = 3;
    world.source("s", 25).max_per_household = Some(m(8));
    world.source("t", 5);
    world.pay("s", ("x1", "cow"), 8);
    world.pay("t", ("x1", "cow"), 2);
    // Two units could take 16 m of s, 8 of which are there already; t gives 3 of what is missing.
    assert_why(&world, ("x1", "cow"), UnservedReason::OtherGoal, Some(Vnd::ZERO));
    world.scenario.sources[1].worth = Worth::Cash(m(3));
    assert_why(&world, ("x1", "cow"), UnservedReason::RuleLimit, Some(m(1)));
    assert!((world.unserved(("x1", "cow")).units_served - 1.0).abs() < 1e-12);
}

#[test]
fn sources_are_exhausted_when_all_of_it_is_too_little() {
    let mut world = two_houses();
    world.source("s", 30);
    world.source("t", 29);
    assert_why(&world, ("h1", "house"), UnservedReason::SourcesExhausted, Some(m(1)));

    // Enough money, but promised to the other.
    let mut world = two_houses();
    world.source("s", 100);
    world.commit(Some("s"), ("h1", "house"), 60, CommitmentStatus::Promised);
    world.pay("s", ("h1", "house"), 60);
    assert_why(&world, ("h2", "house"), UnservedReason::SourcesExhausted, Some(m(20)));
}

#[test]
fn whole_unit_money_never_joins_other_money() {
    let mut world = two_houses();
    world.source("s", 50);
    world.source("t", 50).whole_units = true;
    assert_why(&world, ("h1", "house"), UnservedReason::SourcesExhausted, Some(m(10)));
    world.scenario.sources[1].worth = Worth::Cash(m(60));
    assert_why(&world, ("h1", "house"), UnservedReason::OtherGoal, Some(Vnd::ZERO));
    world.scenario.sources[1].whole_units = false;
    world.scenario.sources[1].worth = Worth::Cash(m(10));
    assert_why(&world, ("h1", "house"), UnservedReason::OtherGoal, Some(Vnd::ZERO));
}

#[test]
fn goods_serve_whole_units_of_their_package_alone() {
    let mut world = World::new();
    world.need("x1", "cow").quantity = 5;
    world.source("herd", 0).worth = Worth::Goods { package: PackageIndex::new(0), quantity: 3 };
    world.pay("herd", ("x1", "cow"), 30);
    assert_why(&world, ("x1", "cow"), UnservedReason::SourcesExhausted, Some(m(10)));
}

#[test]
fn less_than_a_unit_is_left() {
    let mut world = two_houses();
    world.source("s", 100);
    world.pay("s", ("h1", "house"), 60);
    assert_why(&world, ("h2", "house"), UnservedReason::IndivisibleRemainder, Some(m(20)));
}

#[test]
fn more_urgent_needs_come_first_and_ties_go_by_id() {
    let mut world = two_houses();
    world.source("s", 60);
    world.pay("s", ("h1", "house"), 60);
    assert_why(&world, ("h2", "house"), UnservedReason::LowerNeed, Some(m(60)));
    world.scenario.households[1].class = Class::NearPoor;
    assert_why(&world, ("h2", "house"), UnservedReason::LowerNeed, Some(m(60)));
    world.scenario.households[0].class = Class::Other;
    assert_why(&world, ("h2", "house"), UnservedReason::OtherGoal, Some(m(60)));

    // Equal weight, but the second by id was served.
    let mut world = two_houses();
    world.source("s", 60);
    world.pay("s", ("h2", "house"), 60);
    assert_why(&world, ("h1", "house"), UnservedReason::OtherGoal, Some(m(60)));
}

#[test]
fn promised_money_could_not_have_paid_it() {
    let mut world = two_houses();
    world.household("h3", "x1").class = Class::Other;
    world.need("h3", "house");
    world.scenario.households[1].class = Class::NearPoor;
    world.source("s", 120);
    world.pay("s", ("h1", "house"), 60);
    world.pay("s", ("h3", "house"), 60);
    assert_why(&world, ("h2", "house"), UnservedReason::LowerNeed, Some(m(60)));
    // The more urgent house was promised before: only the less urgent one stands against it.
    world.commit(Some("s"), ("h1", "house"), 60, CommitmentStatus::Promised);
    assert_why(&world, ("h2", "house"), UnservedReason::OtherGoal, Some(m(60)));
}

#[test]
fn a_divisible_need_asks_for_its_minimum_or_the_rest() {
    let divisible = |min| Grain::Divisible { min_amount: m(min) };
    let mut world = World::new();
    world.household("h1", "x1");
    world.known_package("house").grain = divisible(20);
    world.need("h1", "house");
    world.source("s", 15);
    assert_why(&world, ("h1", "house"), UnservedReason::SourcesExhausted, Some(m(5)));

    world.scenario.sources[0].worth = Worth::Cash(m(70));
    world.pay("s", ("h1", "house"), 50);
    let row = world.unserved(("h1", "house"));
    assert_eq!((row.amount_missing, row.needs), (m(10), Some(Vnd::ZERO)));
    assert!((row.units_served - 50.0 / 60.0).abs() < 1e-12);

    // Whole-unit money pays the whole or nothing.
    let mut world = World::new();
    world.household("h1", "x1");
    world.known_package("house").grain = divisible(20);
    world.need("h1", "house");
    world.source("s", 59).whole_units = true;
    assert_why(&world, ("h1", "house"), UnservedReason::SourcesExhausted, Some(m(20)));
    world.scenario.sources[0].worth = Worth::Cash(m(60));
    assert_why(&world, ("h1", "house"), UnservedReason::OtherGoal, Some(Vnd::ZERO));
}
