//! Splits, certainty and reasons of awards; units of transfers.

use super::{World, by_key, m};
use crate::domain::tables::{AwardStatus, Certainty, ServedReason};
use crate::domain::{CommitmentStatus, SourceStatus, Worth};
use crate::ids::PackageIndex;
use crate::units::Vnd;

#[test]
fn a_partly_committed_need_has_one_row_a_status() {
    let mut world = World::new();
    world.household("h1", "x1a");
    world.source("gift", 20).status = SourceStatus::Pledged;
    world.source("store", 40);
    world.need("h1", "house");
    world.commit(Some("gift"), ("h1", "house"), 15, CommitmentStatus::Promised);
    world.commit(Some("store"), ("h1", "house"), 12, CommitmentStatus::Disbursed);
    world.pay("gift", ("h1", "house"), 20);
    world.pay("store", ("h1", "house"), 40);
    let rows = world.awards_of(("h1", "house"));
    let facts: Vec<_> = rows.iter().map(|row| (row.status, row.amount, row.units, row.weight, row.certainty)).collect();
    assert_eq!(
        facts,
        [
            (AwardStatus::Promised, m(15), 0.25, 30.0, Some(Certainty::IfPledged)),
            (AwardStatus::Disbursed, m(12), 0.2, 24.0, Some(Certainty::Sure)),
            // 5 m of the pledge and 28 m that are there.
            (AwardStatus::New, m(33), 0.55, 66.0, Some(Certainty::IfPledged)),
        ]
    );
    assert!(rows.iter().all(|row| row.commune == "x1" && row.purpose == "purpose-house"));
    assert_eq!(rows[0].reason, Some(ServedReason::Committed));
    assert_eq!(rows[1].reason, Some(ServedReason::Committed));
    assert_eq!(rows[2].reason, Some(ServedReason::GreatestNeed));
    assert!(world.tables().unserved.is_empty());
}

#[test]
fn disbursed_pledges_and_new_received_money_are_sure() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.source("a", 60).status = SourceStatus::Pledged;
    world.source("b", 60);
    world.need("h1", "house");
    world.commit(Some("a"), ("h1", "house"), 10, CommitmentStatus::Disbursed);
    world.pay("a", ("h1", "house"), 10);
    world.pay("b", ("h1", "house"), 50);
    let rows = world.awards_of(("h1", "house"));
    let sure: Vec<_> = rows.iter().map(|row| (row.status, row.certainty)).collect();
    assert_eq!(sure, [(AwardStatus::Disbursed, Some(Certainty::Sure)), (AwardStatus::New, Some(Certainty::Sure))]);
}

#[test]
fn outside_help_has_units_and_weight_but_no_money_and_no_reason() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.need("h1", "house").outside = m(60);
    let rows = world.awards_of(("h1", "house"));
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].status, rows[0].amount, rows[0].units), (AwardStatus::Outside, Vnd::ZERO, 1.0));
    assert_eq!((rows[0].certainty, rows[0].reason), (None, None));
    assert!((rows[0].weight - 120.0).abs() < 1e-9);
    assert_eq!(world.tables().totals.awards, 0);
}

#[test]
fn only_money_tied_to_name_or_place_is_earmarked() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.household("h2", "x2");
    let (commune, named) = (world.area_index("x1"), world.beneficiary("h2"));
    world.source("free", 200);
    world.source("named", 200).earmark.beneficiaries.insert(named);
    world.source("place", 200).earmark.areas.insert(commune);
    world.need("h1", "cow");
    world.need("h1", "house");
    world.need("h2", "cow");
    world.pay("place", ("h1", "cow"), 10);
    world.pay("place", ("h1", "house"), 59);
    world.pay("free", ("h1", "house"), 1);
    world.pay("named", ("h2", "cow"), 10);
    let reasons = by_key(world.tables().awards.into_iter().map(|row| ((row.beneficiary, row.package), row.reason)));
    let reason = |who: &str, what: &str| reasons[&(who.to_owned(), what.to_owned())];
    assert_eq!(reason("h1", "cow"), Some(ServedReason::Earmarked));
    assert_eq!(reason("h1", "house"), Some(ServedReason::GreatestNeed));
    assert_eq!(reason("h2", "cow"), Some(ServedReason::Earmarked));
}

#[test]
fn the_floor_is_a_reason_only_where_it_would_break() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.household("h2", "x1");
    world.source("free", 200);
    world.need("h1", "cow");
    world.need("h2", "cow");
    world.pay("free", ("h1", "cow"), 10);
    world.pay("free", ("h2", "cow"), 10);
    // Each cow weighs 2 × 10 = 20; 40 are served.
    for (floor, reason) in [
        (20.0, ServedReason::GreatestNeed),
        (20.000_000_000_1, ServedReason::GreatestNeed),
        (20.1, ServedReason::Floor),
        (50.0, ServedReason::Floor),
        (0.0, ServedReason::GreatestNeed),
    ] {
        world.groups.clear();
        world.floor("x1", floor);
        let rows = world.tables().awards;
        assert!(rows.iter().all(|row| row.reason == Some(reason)), "{floor}");
    }
}

#[test]
fn transfers_count_units_only_where_whole_units_are_the_rule() {
    let mut world = World::new();
    world.household("h1", "x1");
    world.household("h2", "x1");
    let cow = PackageIndex::new(0);
    world.source("cash", 100);
    world.source("goods", 0).worth = Worth::Goods { package: cow, quantity: 3 };
    world.source("whole", 100).whole_units = true;
    world.need("h1", "cow");
    world.need("h1", "house");
    world.need("h2", "cow");
    world.pay("cash", ("h1", "house"), 60);
    world.pay("goods", ("h1", "cow"), 10);
    world.pay("whole", ("h2", "cow"), 10);
    let units = by_key(world.tables().transfers.into_iter().map(|row| (row.source, row.units)));
    assert_eq!(units["cash"], None);
    assert_eq!(units["goods"], Some(1));
    assert_eq!(units["whole"], Some(1));
}
