//! What is derived: demand, defaults, needs made by commitments, outside help, order.

use super::super::check;
use super::{good, patched, sound};
use crate::domain::raw::RawScenario;
use crate::domain::raw::TableName::{self, Areas, Commitments, Households, Needs, Packages, Sources};
use crate::domain::settings::MoneyUnit;
use crate::domain::{Class, Grain, Level, Need, Scenario, Setting, SourceStatus, Worth};
use crate::units::{Share, Vnd};

fn need<'a>(scenario: &'a Scenario, beneficiary: &str, package: &str) -> Option<&'a Need> {
    scenario.needs.iter().find(|need| {
        scenario.beneficiary_id(need.beneficiary) == beneficiary && scenario.package(need.package).id == package
    })
}

fn pairs(scenario: &Scenario) -> Vec<String> {
    let name =
        |need: &Need| format!("{}-{}", scenario.beneficiary_id(need.beneficiary), scenario.package(need.package).id);
    scenario.needs.iter().map(name).collect()
}

#[test]
fn demand_is_asked_automatic_or_made_by_commitments_and_sorted_by_id() {
    let (scenario, _) = sound(&good());
    // H4's gift is made by its commitment; tap is automatic for those without water, and asked once by H4 itself.
    let expected = ["03001-gift", "03001-road", "H1-house", "H1-tap", "H2-house", "H2-tap", "H4-gift", "H4-tap"];
    assert_eq!(pairs(&scenario), expected);
    assert_eq!(need(&scenario, "H4", "tap").unwrap().place.file, "needs.csv");
    assert_eq!(need(&scenario, "H1", "tap").unwrap().place.file, "households.csv");
    assert_eq!(need(&scenario, "H4", "gift").unwrap().place.file, "commitments.csv");
}

#[test]
fn needs_take_their_own_cost_and_priority_or_the_package_s() {
    let (scenario, _) = sound(&good());
    let first = need(&scenario, "H1", "house").unwrap();
    assert_eq!(
        (first.unit_cost.dong(), first.priority, first.has_own_cost, first.quantity),
        (60_000_000, 2.0, false, 1)
    );
    let second = need(&scenario, "H2", "house").unwrap();
    assert_eq!((second.unit_cost.dong(), second.priority, second.has_own_cost), (55_000_000, 3.0, true));
    let gifts = need(&scenario, "03001", "gift").unwrap();
    assert_eq!((gifts.quantity, gifts.class), (20, Some(Class::Poor)));
    let (same, _) = sound(&patched(Needs, "55 triệu", "60tr"));
    assert!(!need(&same, "H2", "house").unwrap().has_own_cost);
}

#[test]
fn automatic_demand_follows_classes_tags_and_indicators() {
    let of = |from, to| pairs(&sound(&patched(Packages, from, to)).0).join(" ");
    // Simply served, since the list of indicators is blank: the households that are poor.
    let gifts = of("gift,Quà,gift,500000,,,,poor,,,,,,,", "gift,Quà,gift,500000,,,,poor,,,,,,,automatic");
    assert!(gifts.contains("H1-gift") && gifts.contains("H4-gift") && !gifts.contains("H3-gift"), "{gifts}");
    // An indicator that the standard in use does not count gives nobody the need.
    let taps = of(",water,", ",waste_treatment,");
    assert!(!taps.contains("H1-tap"), "{taps}");
    // Indicators may go by the heading of their column.
    assert_eq!(of(",water,", ",nguồn nước SINH HOẠT; water,"), of(",water,", ",water,"));
    let excluded = of("5.000.000,,water,,,,", "5.000.000,,water,,,,disabled");
    assert!(!excluded.contains("H1-tap") && excluded.contains("H2-tap"), "{excluded}");
}

#[test]
fn defaults_of_sources_are_exact() {
    let mut raw = patched(Sources, "pledged,80%", "đăng ký,");
    raw.settings.funding.pledge_rate = 0.3;
    raw.settings.funding.fund_reserve = 0.1;
    let (scenario, _) = sound(&raw);
    let [fund, donor, goods] = scenario.sources.as_slice() else { panic!("three sources") };
    assert_eq!((fund.rate, fund.reserve), (Share::ONE, Share::parse("0.1").unwrap()));
    assert_eq!((donor.status, donor.rate), (SourceStatus::Pledged, Share::parse("0.3").unwrap()));
    assert_eq!(donor.reserve, Share::parse("10%").unwrap());
    assert_eq!((goods.rate, goods.reserve), (Share::ONE, Share::ZERO));
    assert!(matches!(goods.worth, Worth::Goods { quantity: 30, .. }));
    assert!(donor.whole_units && donor.max_per_household == Some(Vnd::new(100_000_000)));
    assert_eq!(donor.earmark.beneficiaries.len(), 1);
}

#[test]
fn a_rate_is_ignored_for_received_money() {
    let (scenario, _) = sound(&patched(Sources, "pledged,80%", "received,80%"));
    assert!(scenario.sources.iter().all(|source| source.rate == Share::ONE));
}

#[test]
fn outside_help_meets_units_or_the_amount_of_a_divisible_need() {
    let (scenario, _) = sound(&good());
    assert_eq!(need(&scenario, "H2", "tap").unwrap().outside, Vnd::new(1_000_000));
    // A whole package counts its units, whatever they cost.
    let (whole, _) = sound(&patched(Commitments, ",H2,tap,1,1 triệu", ",H2,house,1,1 triệu"));
    assert_eq!(need(&whole, "H2", "house").unwrap().outside, Vnd::new(55_000_000));
}

#[test]
fn commitments_make_needs_of_their_units() {
    let rows = "S1,03002,road,3,10 triệu,promised,\n,03002,road,2,1 triệu,outside,\n";
    let header = "status,date\n";
    let (scenario, _) = sound(&patched(Commitments, header, &format!("{header}{rows}")));
    let road = need(&scenario, "03002", "road").unwrap();
    // Outside units are 2, the largest of the others is 3.
    assert_eq!((road.quantity, road.outside.dong()), (3, 400_000_000));
    let rows = "S3,03002,gift,2,1000000,promised,\n,03002,gift,1,1 triệu,outside,\nS1,03002,gift,4,100000,promised,\n";
    let (scenario, _) = sound(&patched(Commitments, header, &format!("{header}{rows}")));
    assert_eq!(need(&scenario, "03002", "gift").unwrap().quantity, 4);
}

#[test]
fn words_and_defaults_of_areas_households_and_packages() {
    let (scenario, _) = sound(&good());
    let [_, rural, urban, village] = scenario.areas.as_slice() else { panic!("four areas") };
    assert_eq!((rural.level, rural.setting, rural.tags.len()), (Level::Commune, Setting::Rural, 2));
    assert_eq!((urban.level, urban.setting, urban.households), (Level::Commune, Setting::Urban, Some(50)));
    assert_eq!(village.parent.map(crate::ids::AreaIndex::get), Some(1));
    let household = scenario.households.last().unwrap();
    assert_eq!((household.members, household.class, household.b1), (1, Class::Poor, Some(150.5)));
    assert_eq!(household.deprived.len(), 4);
    let tap = scenario.packages.iter().find(|package| package.id == "tap").unwrap();
    assert_eq!(tap.grain, Grain::Divisible { min_amount: Vnd::new(500_000) });
    assert_eq!((tap.priority, tap.b1_gain, tap.names_indicators), (1.0, 0.0, true));
}

#[test]
fn a_declared_unit_multiplies_bare_numbers_only() {
    let mut raw = good();
    raw.settings.units.money = MoneyUnit::Thousand;
    raw.tables.extend(patched(Commitments, "300000", "300").tables.remove_entry(&Commitments));
    raw.tables.extend(patched(Packages, "500000", "500").tables.remove_entry(&Packages));
    for (name, from, to) in [(Commitments, "2.500.000", "2500"), (Packages, "5.000.000", "5000")] {
        let text = raw.tables.get_mut(&name).unwrap();
        for cell in text.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| *cell == from) {
            to.clone_into(cell);
        }
    }
    let (thousand, _) = sound(&raw);
    let (dong, _) = sound(&patched(Commitments, "300000", "300 k"));
    let costs = |scenario: &Scenario| scenario.packages.iter().map(|it| it.unit_cost.dong()).collect::<Vec<_>>();
    assert_eq!(costs(&thousand), [500_000, 60_000_000, 30_000_000, 200_000_000, 5_000_000]);
    assert_eq!(costs(&thousand), costs(&dong));
    assert_eq!(thousand.commitments, dong.commitments);
}

/// Row order means nothing: everything but the places is the same.
#[test]
fn rows_in_another_order_are_the_same_scenario() {
    let reversed = |raw: &mut RawScenario| {
        for table in raw.tables.values_mut() {
            table.rows.reverse();
        }
    };
    let mut raw = good();
    reversed(&mut raw);
    assert_eq!(sound(&raw), sound(&good()));
}

#[test]
fn all_mistakes_are_found_at_once() {
    let mut raw = patched(Packages, "60 triệu", "6e");
    let others: [(TableName, &str, &str); 4] = [
        (Areas, "rural,100", "rural,x"),
        (Households, "other,200", "giàu,NaN"),
        (Sources, "1 tỷ", "20 triệu"),
        (Needs, "H4,tap", "H5,tap"),
    ];
    for (name, from, to) in others {
        raw.tables.extend(patched(name, from, to).tables.remove_entry(&name));
    }
    let findings = check(&raw).1.sorted();
    let codes: Vec<&str> = findings.as_slice().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["E203", "E204", "E207", "E208", "E303"]);
}

/// Whatever one cell holds, the answer is a scenario without errors or errors without a scenario; never a panic.
#[test]
fn no_cell_can_bring_the_judge_down() {
    let texts = [
        "",
        " ",
        ";",
        "0",
        "-1",
        "1",
        "2",
        "4294967295",
        "99999999999999999999",
        "1000000 tỷ",
        "1.500",
        "1e9",
        "NaN",
        "x",
        "ô",
        "01",
        "03001",
        "B1",
        "H1",
        "house",
        "automatic",
        "outside",
        "relief",
        "household",
    ];
    for name in TableName::ALL {
        let shape = super::table(name, super::text_of(name));
        for row in 0..shape.rows.len() {
            for column in 0..shape.columns.len() {
                for text in texts {
                    let mut raw = good();
                    let cell = raw.tables.get_mut(&name).and_then(|it| it.rows.get_mut(row)?.cells.get_mut(column));
                    text.clone_into(cell.unwrap());
                    let (scenario, findings) = check(&raw);
                    assert_eq!(scenario.is_some(), !findings.has_errors(), "{name:?} {row} {column} ‹{text}›");
                }
            }
        }
    }
}
