//! Communes, fairness groups, households helped and exits.

use super::{World, m};
use crate::domain::tables::CommuneRow;
use crate::domain::{BeneficiaryKind, Class, CommitmentStatus, Level};
use crate::units::Vnd;

fn commune(world: &World, code: &str) -> CommuneRow {
    world.tables().communes.into_iter().find(|row| row.commune == code).unwrap()
}

fn assert_near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

#[test]
fn a_commune_adds_up_what_it_asked_and_got() {
    let mut world = World::new();
    world.household("h1", "x1a");
    world.household("h2", "x1");
    world.source("s", 200);
    world.need("h1", "cow");
    world.need("h1", "house");
    world.need("h2", "house").outside = m(60);
    world.need("x1", "cow").quantity = 4;
    // Others paid 45 m for a house that costs 60 m here.
    world.commit(None, ("h2", "house"), 45, CommitmentStatus::Outside);
    world.pay("s", ("h1", "house"), 60);
    world.pay("s", ("x1", "cow"), 30);
    world.floor("x1", 300.0);
    let row = commune(&world, "x1");
    assert_eq!((row.asked, row.served, row.outside), (m(170), m(90), m(45)));
    // Households: 2 × 130; the request of the commune: 1 × 40.
    assert_near(row.weight_asked, 300.0);
    assert_near(row.weight_served, 270.0);
    assert_near(row.coverage.unwrap(), 0.9);
    assert_eq!(row.entitlement, Some(0.5));
    assert_near(row.shortfall.unwrap(), 30.0);
    // h1, h2 (by others) and three households that the commune will name.
    assert_near(row.households_helped, 5.0);
    let empty = commune(&world, "x2");
    assert_eq!((empty.asked, empty.coverage, empty.entitlement), (Vnd::ZERO, None, None));
    let tables = world.tables();
    assert_eq!(tables.communes.len(), 2);
    let group = &tables.groups[0];
    assert_eq!((group.group.as_str(), group.level), ("x1", Level::Commune));
    assert_near(group.weight_served, 270.0);
    assert_near(group.shortfall, 30.0);
    assert_eq!(tables.totals.outside, m(45));
}

#[test]
fn public_work_of_a_commune_is_no_household() {
    let mut world = World::new();
    world.known_package("house").beneficiary = BeneficiaryKind::Commune;
    world.source("s", 60);
    world.need("x1", "house");
    world.pay("s", ("x1", "house"), 60);
    assert_near(commune(&world, "x1").households_helped, 0.0);
}

#[test]
fn entitlement_is_blank_unless_communes_are_the_groups() {
    let mut world = World::new();
    world.household("h1", "x1a");
    world.need("h1", "cow");
    world.scenario.settings.fairness.over = Level::Village;
    world.floor("x1a", 5.0);
    let row = commune(&world, "x1");
    assert_eq!((row.entitlement, row.shortfall), (None, None));
    let group = &world.tables().groups[0];
    assert_eq!((group.group.as_str(), group.level), ("x1a", Level::Village));
    assert_near(group.weight_asked, 20.0);
    assert_near(group.shortfall, 5.0);
}

/// A household of `x1` with three deprivations that asks for a house, which removes one of them.
fn at_the_threshold() -> World {
    let mut world = World::new();
    let three = world.scenario.standard.set_of(["housing_quality", "water", "sanitation"]);
    let one = world.scenario.standard.set_of(["housing_quality"]);
    world.known_package("house").indicators = one;
    world.known_package("cow").b1_gain = 30.0;
    world.household("h1", "x1").deprived = three;
    world.source("s", 100);
    world.need("h1", "cow");
    world.need("h1", "house");
    world
}

fn exits(world: &World) -> u32 {
    commune(world, "x1").exits
}

#[test]
fn a_whole_unit_that_removes_a_deprivation_lifts_out() {
    let mut world = at_the_threshold();
    world.scenario.areas[1].households = Some(10);
    world.scenario.areas[1].poor_households = Some(4);
    assert_eq!(exits(&world), 0);
    world.pay("s", ("h1", "house"), 60);
    let row = commune(&world, "x1");
    assert_eq!((row.exits, row.poverty_rate, row.poverty_rate_after), (1, Some(0.4), Some(0.3)));
    assert_eq!(world.tables().totals.exits, 1);
    // Near-poor, or not poor by its scores: no exit.
    world.scenario.households[0].class = Class::NearPoor;
    assert_eq!(exits(&world), 0);
    world.scenario.households[0].class = Class::Poor;
    world.scenario.households[0].b1 = Some(141.0);
    assert_eq!(exits(&world), 0);
    world.scenario.households[0].b1 = Some(140.0);
    assert_eq!(exits(&world), 1);
    world.scenario.households[0].deprived = world.scenario.standard.set_of(["housing_quality", "water"]);
    assert_eq!(exits(&world), 0);
}

#[test]
fn points_lift_out_only_strictly_above_the_line_and_where_the_score_is_known() {
    let mut world = at_the_threshold();
    world.pay("s", ("h1", "cow"), 10);
    assert_eq!(exits(&world), 0);
    world.scenario.households[0].b1 = Some(110.0);
    assert_eq!(exits(&world), 0);
    world.scenario.households[0].b1 = Some(110.5);
    assert_eq!(exits(&world), 1);
    world.scenario.standard.points_line = None;
    assert_eq!(exits(&world), 0);
}

#[test]
fn outside_help_counts_towards_an_exit() {
    let mut world = at_the_threshold();
    world.scenario.needs[1].outside = m(60);
    assert_eq!(exits(&world), 1);
    // Half a house removes nothing.
    world.scenario.needs[1].outside = m(30);
    assert_eq!(exits(&world), 0);
}
