//! A province must be tabulated at once.

use std::time::Instant;

use super::{World, m};
use crate::domain::{Class, Level};
use crate::eligibility;
use crate::ledger::{Books, tabulate};
use crate::severity;

/// 25,000 households × 3 needs in 100 communes; 30 large sources and one for each commune, caps on some.
fn province() -> World {
    let mut world = World::new();
    world.scenario.areas.truncate(1);
    for commune in 0..100 {
        world.area(&format!("y{commune:03}"), Level::Commune, Some("p"));
    }
    for source in 0..30 {
        let made = world.source(&format!("a{source:02}"), 4_000);
        made.max_per_household = (source % 5 == 0).then_some(m(40));
        made.max_per_commune = (source % 7 == 0).then_some(m(400));
        made.whole_units = source % 11 == 0;
    }
    for commune in 0..100 {
        let area = world.area_index(&format!("y{commune:03}"));
        world.source(&format!("b{commune:03}"), 20).earmark.areas.insert(area);
    }
    for household in 0..25_000_u32 {
        let made = world.household(&format!("h{household:05}"), &format!("y{:03}", household % 100));
        made.class = if household % 3 == 0 { Class::NearPoor } else { Class::Poor };
    }
    let shape: Vec<_> = world.scenario.packages.iter().map(|package| package.unit_cost).collect();
    for household in 0..25_000 {
        for (package, &unit_cost) in shape.iter().enumerate() {
            let mut need = crate::domain::Need {
                beneficiary: crate::domain::Beneficiary::Household(crate::ids::HouseholdIndex::new(household)),
                package: crate::ids::PackageIndex::new(package),
                quantity: 1,
                class: None,
                unit_cost,
                has_own_cost: false,
                priority: 1.0,
                outside: crate::units::Vnd::ZERO,
                place: crate::findings::Place::default(),
            };
            need.priority += f64::from(u32::try_from(household % 17).unwrap()) / 10.0;
            world.scenario.needs.push(need);
        }
    }
    world
}

#[test]
#[ignore = "a measurement: run it in a release build"]
fn a_province_is_tabulated_in_a_fifth_of_a_second() {
    let mut world = province();
    let transfers = (0..15_000_usize).flat_map(|cow| {
        let need = crate::ids::NeedIndex::new(cow * 3);
        (0..6).map(move |part| crate::domain::Transfer {
            source: crate::ids::SourceIndex::new((cow + part * 5) % 30),
            need,
            amount: if part == 0 { m(5) } else { m(1) },
        })
    });
    world.plan.transfers = transfers.collect();
    let weights = severity::weigh(&world.scenario);
    let eligibility = eligibility::find(&world.scenario);
    let (scenario, plan) = (&world.scenario, &world.plan);
    let books = Books { scenario, weights: &weights, eligibility: &eligibility, plan, groups: &[], stages: &[] };
    let start = Instant::now();
    let tables = tabulate(&books);
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(tables.unserved.len(), 60_000);
    assert!(seconds < 0.2, "{seconds} s");
}
