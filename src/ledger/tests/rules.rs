//! `rules.csv`: every measure, every kind of group, shares, slack and status.

use super::{World, m};
use crate::domain::tables::{Figure, RuleRow, RuleStatus};
use crate::domain::{Base, Class, Condition, Level, Over, Rule, RuleBound, RuleMeasure, SourceKind};
use crate::findings::Place;
use crate::units::Share;

/// h1 (poor, `x1a`) got a house, and a cow from others; h2 (near-poor, `x2`) a cow; `x1` three of four cows.
fn world() -> World {
    let mut world = World::new();
    world.household("h1", "x1a");
    world.household("h2", "x2").class = Class::NearPoor;
    world.source("s1", 100);
    world.source("s2", 30).kind = SourceKind::Donor;
    world.need("h1", "cow").outside = m(10);
    world.need("h1", "house");
    world.need("h2", "cow");
    world.need("x1", "cow").quantity = 4;
    world.pay("s1", ("h1", "house"), 60);
    world.pay("s2", ("h2", "cow"), 10);
    world.pay("s1", ("x1", "cow"), 30);
    world
}

fn number(value: f64) -> RuleBound {
    RuleBound::Number(value)
}

fn share(text: &str) -> RuleBound {
    RuleBound::Share(Share::parse(text).unwrap())
}

fn rule(measure: RuleMeasure, over: Over, at_least: RuleBound) -> Rule {
    Rule {
        name: "r".to_owned(),
        measure,
        over,
        condition: Condition::default(),
        at_least: Some(at_least),
        at_most: None,
        base: Base::Total,
        soft: None,
        relaxed: Vec::new(),
        place: Place::default(),
    }
}

fn rows(mut world: World, rule: Rule) -> Vec<RuleRow> {
    world.scenario.rules = vec![rule];
    world.tables().rules
}

fn groups(rows: &[RuleRow]) -> Vec<(&str, Option<Figure>)> {
    rows.iter().map(|row| (row.group.as_str(), row.value)).collect()
}

#[test]
fn every_measure_adds_up() {
    for (measure, expected) in [
        (RuleMeasure::Units, 6.0),
        (RuleMeasure::Weight, 180.0),
        (RuleMeasure::Coverage, 180.0 / 190.0),
        (RuleMeasure::Households, 5.0),
        (RuleMeasure::Exits, 0.0),
    ] {
        let rows = rows(world(), rule(measure, Over::All, number(0.0)));
        assert_eq!(groups(&rows), [("all", Some(Figure::Number(expected)))], "{measure:?}");
    }
    let rows = rows(world(), rule(RuleMeasure::Amount, Over::All, RuleBound::Money(m(90))));
    assert_eq!(groups(&rows), [("all", Some(Figure::Money(m(100))))]);
    assert_eq!((rows[0].slack, rows[0].share, rows[0].binding), (Some(Figure::Money(m(10))), None, false));
}

#[test]
fn every_kind_of_group_has_its_rows_in_the_order_of_ids() {
    for (over, expected) in [
        (Over::Area(Level::Province), vec![("p", 100)]),
        (Over::Area(Level::Commune), vec![("x1", 90), ("x2", 10)]),
        (Over::Area(Level::Village), vec![("x1a", 60)]),
        (Over::Household, vec![("h1", 60), ("h2", 10)]),
        (Over::Source, vec![("s1", 90), ("s2", 10)]),
        (Over::Purpose, vec![("purpose-cow", 40), ("purpose-house", 60)]),
        (Over::Class, vec![("near_poor", 10), ("poor", 60)]),
    ] {
        let rows = rows(world(), rule(RuleMeasure::Amount, over, RuleBound::Money(m(0))));
        let expected: Vec<_> = expected.into_iter().map(|(id, sum)| (id, Some(Figure::Money(m(sum))))).collect();
        assert_eq!(groups(&rows), expected, "{over:?}");
    }
}

#[test]
fn what_no_need_asks_for_is_listed_without_a_value() {
    let packages = rows(world(), rule(RuleMeasure::Units, Over::Package, number(2.0)));
    let values = [("cow", Some(Figure::Number(5.0))), ("house", Some(Figure::Number(1.0))), ("repair", None)];
    assert_eq!(groups(&packages), values);
    let status: Vec<_> = packages.iter().map(|row| row.status).collect();
    assert_eq!(status, [RuleStatus::Held, RuleStatus::Missed, RuleStatus::NoDemand]);
    let repair = &packages[2];
    assert_eq!((repair.slack, repair.binding, repair.at_least), (None, false, Some(Figure::Number(2.0))));
    assert_eq!(packages[1].slack, Some(Figure::Number(-1.0)));
    let drop = rows(world(), rule(RuleMeasure::PovertyDrop, Over::Area(Level::Commune), number(1.0)));
    assert_eq!(groups(&drop), [("x1", None), ("x2", None)], "no official households");
}

#[test]
fn conditions_narrow_what_counts_and_a_share_has_its_base() {
    let mut of_donors = rule(RuleMeasure::Amount, Over::Area(Level::Commune), share("0.6"));
    (of_donors.at_least, of_donors.at_most) = (None, of_donors.at_least);
    of_donors.base = Base::Group;
    of_donors.condition.kinds.insert(SourceKind::Donor);
    let found = rows(world(), of_donors.clone());
    let shares: Vec<_> = found.iter().map(|row| (row.value, row.share, row.status)).collect();
    let expected = [
        (Some(Figure::Money(m(0))), Some(0.0), RuleStatus::Held),
        (Some(Figure::Money(m(10))), Some(1.0), RuleStatus::Missed),
    ];
    assert_eq!(shares, expected);
    assert_eq!(found[0].slack, Some(Figure::Number(0.6)));
    of_donors.base = Base::Total;
    assert_eq!(rows(world(), of_donors)[1].share, Some(0.1));
    let mut of_houses = rule(RuleMeasure::Amount, Over::Source, share("0.5"));
    of_houses.condition.purposes.insert("purpose-house".to_owned());
    of_houses.base = Base::Group;
    let found = rows(world(), of_houses);
    assert_eq!(found.iter().map(|row| row.share).collect::<Vec<_>>(), [Some(60.0 / 90.0), Some(0.0)]);
    let mut of_the_poor = rule(RuleMeasure::Weight, Over::All, share("0.7"));
    of_the_poor.condition.classes.insert(Class::Poor);
    assert_eq!(rows(world(), of_the_poor)[0].share, Some(140.0 / 180.0));
}

#[test]
fn a_share_of_an_amount_is_judged_exactly() {
    for (bound, status, binding) in [
        ("0.9", RuleStatus::Held, true),
        ("0.900000000000000001", RuleStatus::Missed, false),
        ("0.899999999999999999", RuleStatus::Held, true),
        ("0.89", RuleStatus::Held, false),
    ] {
        let rows = rows(world(), rule(RuleMeasure::Amount, Over::Area(Level::Commune), share(bound)));
        assert_eq!((rows[0].status, rows[0].binding), (status, binding), "{bound}");
    }
}

#[test]
fn a_share_of_nothing_is_held_and_has_no_figure() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.need("h1", "cow");
    for measure in [RuleMeasure::Amount, RuleMeasure::Units] {
        world.scenario.rules = vec![rule(measure, Over::Area(Level::Commune), share("0.5"))];
        let row = world.tables().rules.swap_remove(0);
        assert_eq!((row.share, row.slack, row.binding), (None, Some(Figure::Number(0.0)), true));
        assert_eq!(row.status, RuleStatus::Held);
    }
}

#[test]
fn slack_is_the_distance_to_the_nearer_bound() {
    let mut both = rule(RuleMeasure::Units, Over::All, number(2.0));
    both.at_most = Some(number(7.5));
    assert_eq!(rows(world(), both.clone())[0].slack, Some(Figure::Number(1.5)));
    both.at_most = Some(number(6.0));
    let tight = rows(world(), both.clone()).swap_remove(0);
    assert_eq!((tight.slack, tight.binding, tight.status), (Some(Figure::Number(0.0)), true, RuleStatus::Held));
    both.at_most = Some(share("0.25"));
    both.condition.classes.insert(Class::Poor);
    let mixed = rows(world(), both).swap_remove(0);
    assert_eq!((mixed.share, mixed.binding), (Some(2.0 / 6.0), false));
    assert_eq!(mixed.slack, Some(Figure::Number(0.25 - 2.0 / 6.0)), "missed by a share");
}

#[test]
fn exits_are_counted_and_measured_in_points_of_the_official_households() {
    let mut world = world();
    world.scenario.areas[1].households = Some(40);
    world.scenario.areas[3].households = Some(10);
    world.scenario.households[0].deprived = world.scenario.standard.set_of(["housing_quality", "water", "sanitation"]);
    world.known_package("house").indicators = world.scenario.standard.set_of(["housing_quality"]);
    world.scenario.rules = vec![
        Rule { name: "exits".to_owned(), ..rule(RuleMeasure::Exits, Over::Area(Level::Commune), number(1.0)) },
        Rule { name: "drop".to_owned(), ..rule(RuleMeasure::PovertyDrop, Over::Area(Level::Commune), number(2.0)) },
        Rule { name: "all".to_owned(), ..rule(RuleMeasure::PovertyDrop, Over::All, number(2.0)) },
    ];
    let rows = world.tables().rules;
    let values: Vec<_> = rows.iter().map(|row| (row.rule.as_str(), row.group.as_str(), row.value.unwrap())).collect();
    let expected = [
        ("exits", "x1", Figure::Number(1.0)),
        ("exits", "x2", Figure::Number(0.0)),
        ("drop", "x1", Figure::Number(2.5)),
        ("drop", "x2", Figure::Number(0.0)),
        ("all", "all", Figure::Number(2.0)),
    ];
    assert_eq!(values, expected);
    let binding: Vec<_> = rows.iter().map(|row| row.binding).collect();
    assert_eq!(binding, [true, false, false, false, true]);
}
