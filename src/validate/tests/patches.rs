//! The good scenario with one mistake: exactly its finding, at its place, with a sentence in both languages.

use std::collections::BTreeSet;

use super::super::check;
use super::{good, patched};
use crate::domain::raw::RawScenario;
use crate::domain::raw::TableName::{self, Areas, Commitments, Households, Needs, Packages, Pairings, Sources};
use crate::domain::settings::WeightBasis;
use crate::findings::Finding;
use crate::messages::{Catalogue, Language};

/// Code, table to patch, text there, text instead, then where the finding stands: table, row, column.
type Case = (&'static str, TableName, &'static str, &'static str, (TableName, u32, &'static str));

const CELLS: &[Case] = &[
    ("E201", Packages, "unit_cost", "cost", (Packages, 0, "")),
    ("E202", Households, "H3,03002", "H3,", (Households, 4, "area")),
    ("E202", Packages, "60 triệu", "", (Packages, 2, "unit_cost")),
    ("E203", Households, "1965,4", "1965,0", (Households, 2, "members")),
    ("E203", Areas, "rural,100", "rural,1.5e0", (Areas, 3, "households")),
    ("E204", Households, "poor,100", "poor,NaN", (Households, 2, "b1")),
    ("E205", Households, "120,x", "120,?", (Households, 3, "water")),
    ("E206", Sources, "80%", "180%", (Sources, 3, "rate")),
    ("E206", Sources, "10%", "-10%", (Sources, 3, "reserve")),
    ("E207", Households, "other", "giàu", (Households, 4, "class")),
    ("E207", Packages, "poor; cận nghèo", "poor; giàu", (Packages, 2, "classes")),
    ("E208", Packages, "60 triệu", "6e", (Packages, 2, "unit_cost")),
    ("E208", Sources, "500 triệu", "inf", (Sources, 3, "amount")),
    ("E209", Packages, "60 triệu", "-60 triệu", (Packages, 2, "unit_cost")),
    ("E210", Sources, "1 tỷ", "2000000 tỷ", (Sources, 2, "amount")),
    ("E211", Packages, "60 triệu", "0", (Packages, 2, "unit_cost")),
    ("E211", Commitments, "300000", "0", (Commitments, 5, "amount")),
    ("E211", Needs, "55 triệu,3", "55 triệu,0", (Needs, 3, "priority")),
    ("E212", Packages, "housing_quality,10", "housing_quality,-10", (Packages, 2, "b1_gain")),
    ("E213", Packages, "60 triệu", "60.5", (Packages, 2, "unit_cost")),
    ("E214", Sources, "500 triệu", "1.500 triệu", (Sources, 3, "amount")),
    ("E215", Needs, "road,2", "road,4000000000", (Needs, 4, "")),
    ("E215", Sources, "gift,30", "house,4000000000", (Sources, 4, "")),
    ("E224", Needs, "H1,house", "1.5E+10,house", (Needs, 2, "beneficiary")),
    ("E224", Households, "012345678901", "1.2E+11", (Households, 2, "national_id")),
    ("E228", Households, "1970", "năm 70", (Households, 3, "birth_year")),
    ("E230", Commitments, "2026-01-01", "30/2/2026", (Commitments, 2, "date")),
    ("E231", Commitments, "2026-01-01", "3/4/26", (Commitments, 2, "date")),
    ("E232", Commitments, "2026-01-01", "12/25/2026", (Commitments, 2, "date")),
    ("W220", Needs, "03001,road", "03001.0,road", (Needs, 4, "beneficiary")),
    ("W221", Needs, "03001,road", "3001,road", (Needs, 4, "beneficiary")),
    ("W222", Households, "012345678901", "1099000123", (Households, 2, "national_id")),
    ("W223", Areas, "B1,Bản", "hòa,Xã Ba,commune,01,,,,,\nB2,Bản Hai,village,hoà,,,,,\nB1,Bản", (Areas, 6, "parent")),
    ("E225", Areas, "B1,Bản", "001,Tỉnh C,province,,,,,,\nX1,Xã Ba,commune,1,,,,,\nB1,Bản", (Areas, 6, "parent")),
    ("W226", Areas, "rural,100", "rural,1e2", (Areas, 3, "households")),
    ("W226", Packages, "60 triệu", "6e7", (Packages, 2, "unit_cost")),
    ("W227", Households, "1970", "1/2/1970", (Households, 3, "birth_year")),
    ("W229", Commitments, "2026-01-01", "3/4/2026", (Commitments, 2, "date")),
    ("W233", Packages, "60 triệu", "59tr9", (Packages, 2, "unit_cost")),
    ("W218", Households, "1970", "năm mất", (Households, 3, "birth_year")),
];

const REFERENCES: &[Case] = &[
    ("E301", Households, "H3,03002", "H2,03002", (Households, 4, "id")),
    ("E301", Areas, "B1,Bản Một", "B1,Bản Một,bản,03001\nB1,Bản Hai", (Areas, 6, "code")),
    ("E301", Households, "H3,03002", "012345678904,03002,,,,,other\n012345678904,03002", (Households, 5, "id")),
    ("E320", Households, "012345678902", "012345678901", (Households, 3, "national_id")),
    ("W322", Households, "012345678902", "01234567890", (Households, 3, "national_id")),
    ("W321", Households, "H3,03002,,,,,other", "H3,B1,nguyễn thị bí mật,,1965,,other", (Households, 4, "")),
    ("E302", Households, "H3,03002", "03002,03002", (Households, 4, "id")),
    ("E303", Needs, "H1,house", "H1,huose", (Needs, 2, "package")),
    ("E303", Needs, "H4,tap", "H5,tap", (Needs, 6, "beneficiary")),
    ("E303", Areas, "commune,01", "commune,02", (Areas, 3, "parent")),
    ("E303", Households, "H3,03002", "H3,03009", (Households, 4, "area")),
    ("E303", Households, "H3,03002", "H3,012345678903", (Households, 4, "area")),
    ("E303", Sources, "poverty,03001", "poverty,03009", (Sources, 3, "areas")),
    ("E303", Sources, "disabled,H1", "disabled,H9", (Sources, 3, "beneficiaries")),
    ("E303", Sources, "housing,house", "housing,huose", (Sources, 3, "packages")),
    ("E303", Sources, "gift,30", "gfit,30", (Sources, 4, "goods")),
    ("E303", Commitments, "S1,H4", "S9,H4", (Commitments, 5, "source")),
    ("E305", Areas, "Một,commune", "Một,province", (Areas, 3, "parent")),
    ("E306", Areas, "province,,", "province,03001,", (Areas, 2, "parent")),
    ("E306", Areas, "province,,", "province,01,", (Areas, 2, "parent")),
    ("E307", Households, "H3,03002", "H3,01", (Households, 4, "area")),
    ("E308", Needs, "03001,road", "01,road", (Needs, 4, "beneficiary")),
    ("E309", Packages, ",water,", ",watre,", (Packages, 4, "indicators")),
    ("E317", Sources, "poverty,03001", "poverty,Region III", (Sources, 3, "areas")),
    ("W311", Sources, ",housing,", ",housing;huosing,", (Sources, 3, "purposes")),
    (
        "W314",
        Areas,
        "B1,Bản",
        "03595,Xã Than Uyên,commune,,,,,,\nB2,Bản Hai,village,03619,,,,,\nB1,Bản",
        (Areas, 6, "parent"),
    ),
    (
        "E315",
        Areas,
        "B1,Bản",
        "X1,Phường Cầu Giấy,commune,,,,,,\nB2,Bản Hai,village,Phường Dịch Vọng,,,,,\nB1,Bản",
        (Areas, 6, "parent"),
    ),
    (
        "E316",
        Areas,
        "B1,Bản",
        "03595,Xã Than Uyên,commune,,,,,,\n03618,Xã Mường Than,commune,,,,,,\nB2,Bản Hai,village,Xã Mường Than,,,,,\nB1,Bản",
        (Areas, 7, "parent"),
    ),
    (
        "W317",
        Areas,
        "B1,Bản",
        "X1,Xã Mẫu Thử,commune,,,,,,\nB2,Bản Hai,village,xã mẫu thử,,,,,\nB1,Bản",
        (Areas, 6, "parent"),
    ),
    (
        "E318",
        Areas,
        "B1,Bản",
        "X1,Xã Mẫu Thử,commune,,,,,,\nX2,Phường Mẫu Thử,commune,,,,,,\nB2,Bản Hai,village,Mẫu Thử,,,,,\nB1,Bản",
        (Areas, 7, "parent"),
    ),
    ("W312", Sources, "disabled,H1", "disabled;disable,H1", (Sources, 3, "tags")),
    ("W312", Packages, ",,poor,,no_labour", ",,poor,land_claer,no_labour", (Packages, 3, "requires")),
];

const CONTRADICTIONS: &[Case] = &[
    ("W401", Households, "other,200", "other,100", (Households, 4, "class")),
    ("W401", Households, "near_poor,120", "poor,120", (Households, 3, "class")),
    ("E402", Needs, "H4,tap", "H1,house", (Needs, 6, "package")),
    ("E403", Sources, "agency,,gift", "agency,1 tỷ,gift", (Sources, 4, "goods")),
    ("E404", Sources, "500 triệu", "", (Sources, 3, "amount")),
    ("W404", Packages, "requested,poverty", "automatic,poverty", (Packages, 3, "demand")),
    ("E405", Sources, "500 triệu,,", "500 triệu,,3", (Sources, 3, "quantity")),
    ("E406", Sources, "gift,30", "gift,", (Sources, 4, "quantity")),
    ("E407", Sources, "gift,30,,,,,,,,,", "road,3,,,,,,,,,H1", (Sources, 4, "goods")),
    ("E408", Packages, "x,500k", "x,6tr", (Packages, 4, "min_amount")),
    ("W409", Packages, "x,500k", ",500k", (Packages, 4, "min_amount")),
    ("E410", Needs, "H4,tap", "H3,house", (Needs, 6, "package")),
    ("E410", Needs, "gift,20,poor", "gift,20,near_poor", (Needs, 5, "package")),
    ("E411", Needs, "H4,tap", "H4,house", (Needs, 6, "package")),
    ("E412", Needs, "H4,tap", "H4,repair", (Needs, 6, "package")),
    ("E413", Needs, "H4,tap", "H4,road", (Needs, 6, "package")),
    ("E413", Commitments, "S1,H4,gift", "S1,H4,road", (Commitments, 5, "package")),
    ("E414", Needs, "tap,1", "tap,2", (Needs, 6, "quantity")),
    ("E414", Commitments, "H4,gift,1", "H4,gift,2", (Commitments, 5, "units")),
    ("E415", Needs, "tap,1,", "tap,1,poor", (Needs, 6, "class")),
    ("E416", Areas, "rural,100", "rural,", (Needs, 5, "")),
    ("E417", Areas, "100,20", "100,120", (Areas, 3, "poor_households")),
    ("W418", Areas, "100,20,10", "100,60,50", (Areas, 3, "near_poor_households")),
    ("E419", Areas, "province,,,", "province,,,1", (Areas, 2, "households")),
    ("E446", Packages, "commune,,,,,,,,,,", "commune,,,,,,,,,,automatic", (Packages, 5, "demand")),
    ("W451", Households, "other,200", "near_poor,150", (Households, 4, "id")),
    ("W450", Sources, "house,poor", "house,near_poor", (Sources, 3, "")),
];

const COMMITTED: &[Case] = &[
    ("E430", Commitments, ",H2,tap", "S1,H2,tap", (Commitments, 4, "source")),
    ("E431", Commitments, "S1,H1", ",H1", (Commitments, 2, "source")),
    ("E432", Commitments, "S1,H1,house,1,20 triệu", "S2,H2,house,1,55 triệu", (Commitments, 2, "source")),
    ("E433", Sources, "1 tỷ", "20 triệu", (Commitments, 5, "source")),
    ("E433", Sources, "gift,30", "gift,4", (Commitments, 3, "source")),
    ("E434", Commitments, "2.500.000", "2.000.000", (Commitments, 3, "amount")),
    ("E435", Commitments, "20 triệu", "70 triệu", (Commitments, 2, "amount")),
    ("E436", Commitments, "1 triệu", "6 triệu", (Commitments, 4, "amount")),
    ("E437", Commitments, "S1,H4,gift", "S1,H1,repair", (Commitments, 5, "package")),
    ("E438", Sources, "1 tỷ,,,,,,,,,,,,,,", "1 tỷ,,,,,,,,,,,,,,10 triệu", (Commitments, 2, "amount")),
    ("E438", Sources, "gift,30,,,,,,,,,,,,", "gift,30,,,,,,,,,,,,100k", (Commitments, 3, "amount")),
    ("E439", Sources, "1 tỷ,,,,,,,,,,,,,,,", "1 tỷ,,,,,,,,,,,,,,,10 triệu", (Commitments, 2, "amount")),
    ("W445", Commitments, "S1,H4,gift", "S1,H3,gift", (Commitments, 5, "package")),
];

/// Rows appended to the empty pairings.
const PAIRED: &[(&str, &str, (u32, &str))] = &[
    ("E441", "S1,03001,H1,keep,\n", (2, "area")),
    ("E441", "S1,,,keep,\n", (2, "area")),
    ("E442", "S1,03001,,keep,\nS1,03001,,forbid,\n", (3, "source")),
    ("E443", "S1,03001,,keep,\nS1,,H1,keep,\n", (2, "source")),
    ("E212", "S1,03001,,keep,-1\n", (2, "value")),
    ("E303", "S1,,H9,keep,\n", (2, "household")),
    ("E308", "S1,B1,,keep,\n", (2, "area")),
    ("E317", "S1,border,,keep,\n", (2, "area")),
];

fn set(change: impl FnOnce(&mut RawScenario)) -> RawScenario {
    let mut raw = good();
    change(&mut raw);
    raw
}

/// Mistakes of `scenario.toml`.
fn settings() -> Vec<(&'static [&'static str], RawScenario)> {
    let next_standard = |raw: &mut RawScenario| {
        raw.settings.standard = "2027-2030".to_owned();
        raw.settings.year = 2027;
    };
    vec![
        (&["E217"], set(|raw| raw.settings.funding.pledge_rate = 1.2)),
        (&["E217"], set(|raw| raw.settings.severity.indicator = f64::NAN)),
        (&["E310"], set(|raw| raw.settings.standard = "2022-2052".to_owned())),
        (&["W219"], set(|raw| raw.settings.year = 2030)),
        (&["W313"], set(|raw| _ = raw.settings.severity.tags.insert("disable".to_owned(), 0.5))),
        (&["W313"], set(|raw| _ = raw.settings.severity.area_tags.insert("coast".to_owned(), 0.5))),
        (&["W402"], set(next_standard)),
        (
            &["W402", "W403"],
            set(|raw| {
                next_standard(raw);
                raw.settings.severity.b1_gap = 1.0;
            }),
        ),
        (&["W460"], set(|raw| raw.settings.weight.basis = WeightBasis::Unit)),
        (&[], with_rule("name = \"r\"\nmeasure = \"amount\"\nover = \"source\"\nat_most = 5")),
        (&[], with_rule("name = \"r\"\nmeasure = \"amount\"\nat_most = 5\nwhere = { kinds = [\"fund\"] }")),
    ]
}

fn found(raw: &RawScenario) -> Vec<Finding> {
    check(raw).1.sorted().as_slice().to_vec()
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [CELLS, REFERENCES, CONTRADICTIONS, COMMITTED].into_iter().flatten()
}

#[test]
fn one_mistake_is_one_finding_at_its_place() {
    let mut surprises = Vec::new();
    for &(code, table, from, to, (at, row, column)) in cases() {
        let raw = patched(table, from, to);
        let text = |finding: &Finding| {
            let place = &finding.place;
            let row = place.row.unwrap_or(0);
            format!("{} {} {row} {}", finding.code, place.file, place.column.as_deref().unwrap_or(""))
        };
        let given: Vec<String> = found(&raw).iter().map(text).collect();
        let expected = [format!("{code} {}.csv {row} {column}", at.as_str())];
        if given != expected || check(&raw).0.is_some() != code.starts_with('W') {
            surprises.push(format!("{table:?} ‹{from}› → ‹{to}›: {given:#?} instead of {expected:?}"));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Mistakes of one rule, by the lines that follow its name.
const RULES: &[(&str, &str)] = &[
    ("E461", "measure = \"amounts\"\nat_most = 5"),
    ("E461", "measure = \"amount\"\nover = \"xã\"\nat_most = 5"),
    ("E461", "measure = \"units\"\nat_most = 5\nwhere = { classes = [\"rich\"] }"),
    ("E464", "measure = \"units\""),
    ("E464", "measure = \"units\"\nat_most = \"80 triệu\""),
    ("E464", "measure = \"amount\"\nat_most = -1"),
    ("E464", "measure = \"coverage\"\nat_least = 1.5"),
    ("E464", "measure = \"units\"\nat_most = 5\nwhere = { poorest = 0 }"),
    ("E465", "measure = \"units\"\nat_most = 5\nwhere = { packages = [\"hosue\"] }"),
    ("E466", "measure = \"amount\"\nat_least = \"40%\""),
    ("E466", "measure = \"amount\"\nat_least = 5\nof = \"total\"\nwhere = { classes = [\"poor\"] }"),
    ("E467", "measure = \"units\"\nat_most = 5\nsoft = 0"),
    ("E468", "measure = \"amount\"\nat_least = \"5 triệu\"\nat_most = \"3 triệu\""),
    ("E469", "measure = \"units\"\nover = \"source\"\nat_most = 5"),
    ("E469", "measure = \"weight\"\nat_most = 5\nwhere = { kinds = [\"fund\"] }"),
    ("E469", "measure = \"exits\"\nover = \"class\"\nat_least = 5"),
    ("E469", "measure = \"poverty_drop\"\nat_least = 5\nwhere = { packages = [\"house\"] }"),
    ("E469", "measure = \"partners\"\nat_least = 1"),
    ("E469", "measure = \"partners\"\nover = \"commune\"\nat_most = \"50%\""),
    ("E469", "measure = \"partners\"\nover = \"commune\"\nat_least = 1\nsoft = 2"),
    ("E469", "measure = \"partners\"\nover = \"commune\"\nat_least = 1\nwhere = { classes = [\"poor\"] }"),
];

/// Mistakes that only several rules, or the other tables, show.
fn broken_rule_lists() -> Vec<(&'static str, RawScenario)> {
    let sound = "measure = \"units\"\nat_most = 5";
    let named = format!("name = \"r\"\n{sound}");
    let twice = set(|raw| raw.settings.rules.extend([named.parse().unwrap(), named.parse().unwrap()]));
    let mut unknown = patched(Areas, "rural,100", "rural,");
    unknown.settings.severity.commune_poverty_rate = 0.0;
    unknown.settings.rules.push(format!("{named}\nwhere = {{ poorest = 1 }}").parse().unwrap());
    vec![("E462", with_rule(sound)), ("E463", twice), ("E470", unknown)]
}

fn with_rule(text: &str) -> RawScenario {
    set(|raw| raw.settings.rules.push(text.parse().unwrap()))
}

#[test]
fn mistakes_in_rules_are_found() {
    for (code, lines) in RULES {
        let codes: Vec<&str> =
            found(&with_rule(&format!("name = \"r\"\n{lines}"))).iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [*code], "{lines}");
    }
    for (code, raw) in broken_rule_lists() {
        assert!(found(&raw).iter().any(|finding| finding.code == code), "{code}");
    }
}

#[test]
fn every_sound_rule_is_read() {
    let raw = with_rule("name = \"r\"\nmeasure = \"poverty_drop\"\nover = \"commune\"\nat_least = \"9%\"");
    let rules = check(&raw).0.unwrap().rules;
    assert_eq!(rules.first().unwrap().at_least, Some(crate::domain::RuleBound::Number(9.0)));
}

#[test]
fn mistakes_in_settings_are_found() {
    for (expected, raw) in settings() {
        let findings = found(&raw);
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, expected, "{findings:#?}");
        assert!(findings.iter().all(|finding| finding.place.file == "scenario.toml"));
    }
}

#[test]
fn mistakes_in_pairings_are_found() {
    let header = "status,value\n";
    for &(code, rows, (row, column)) in PAIRED {
        let findings = found(&patched(Pairings, header, &format!("{header}{rows}")));
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [code], "{rows}: {findings:#?}");
        let place = findings.first().unwrap().place.clone();
        assert_eq!((place.row, place.column.as_deref()), (Some(row), Some(column)), "{rows}");
    }
}

fn too_many_keeps() -> Vec<Finding> {
    let mut raw = patched(Sources, "300 triệu,", "300 triệu,1");
    let header = "status,value\n";
    let keeps = format!("{header}S2,03001,,keep,\nS2,03002,,giữ,\n");
    raw.tables.extend(patched(Pairings, header, &keeps).tables.remove_entry(&Pairings));
    found(&raw)
}

#[test]
fn more_keeps_than_partners_are_found() {
    let findings = too_many_keeps();
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["E444"]);
    assert_eq!(findings.first().unwrap().place.row, Some(3));
}

/// A commitment in a commune that a pairing forbids, also where it is a household's.
#[test]
fn a_commitment_in_a_forbidden_place_names_both() {
    let header = "status,value\n";
    let findings = found(&patched(Pairings, header, &format!("{header}S1,03002,,forbid,\n")));
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.code, finding.place.row), ("E432", Some(5)));
    assert!(finding.facts.iter().any(|fact| format!("{fact:?}").contains("pairings")), "{finding:?}");
}

#[test]
fn pairings_and_partners_are_no_finding() {
    let header = "status,value\n";
    let rows = format!("{header}S1,03001,,giữ,\nS1,03002,,dự kiến,2\nS2,,H1,candidate,\n");
    let mut raw = patched(Sources, "300 triệu,", "300 triệu,1");
    raw.tables.extend(patched(Pairings, header, &rows).tables.remove_entry(&Pairings));
    assert_eq!(found(&raw), []);
}

fn all_findings() -> Vec<Finding> {
    let header = "status,value\n";
    let of_cells = cases().flat_map(|&(_, table, from, to, _)| found(&patched(table, from, to)));
    let of_settings = settings().into_iter().flat_map(|(_, raw)| found(&raw));
    let of_pairings =
        PAIRED.iter().flat_map(|(_, rows, _)| found(&patched(Pairings, header, &format!("{header}{rows}"))));
    let of_rules = RULES.iter().flat_map(|(_, lines)| found(&with_rule(&format!("name = \"r\"\n{lines}"))));
    let of_lists = broken_rule_lists().into_iter().flat_map(|(_, raw)| found(&raw));
    let of_scenario_toml = of_settings.chain(of_rules).chain(of_lists);
    of_cells
        .chain(of_scenario_toml)
        .chain(of_pairings)
        .chain(too_many_keeps())
        .chain(super::absent::findings(true))
        .collect()
}

#[test]
fn every_finding_reads_in_both_languages_and_holds_no_personal_data() {
    for language in [Language::Vi, Language::En] {
        let catalogue = Catalogue::new(language);
        for finding in all_findings() {
            for part in ["cause", "action"] {
                let id = format!("find-{}-{part}", finding.code.to_lowercase());
                assert!(catalogue.has(&id), "{id}");
                let text = catalogue.text(&id, &finding.facts);
                assert!(!text.contains("{$") && !text.contains("{ $"), "{id}: {text}");
                for secret in ["Bí Mật", "Kín", "0123456789", "năm mất", "1099000123", "năm 70"] {
                    assert!(!text.contains(secret), "{id}: {text}");
                }
            }
            let facts = format!("{:?}", finding.facts);
            assert!(!facts.contains("Bí Mật") && !facts.contains("0123456789"), "{facts}");
        }
    }
}

/// Every code that a source of this module can give is given by a patch above.
#[test]
fn every_code_has_its_patch() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/validate");
    let mut codes = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let literals = text.split('"').filter(|word| word.len() == 4 && word.starts_with(['E', 'W']));
            codes.extend(literals.filter(|word| word.bytes().skip(1).all(|it| it.is_ascii_digit())).map(str::to_owned));
        }
    }
    let given: BTreeSet<String> = all_findings().iter().map(|finding| finding.code.to_owned()).collect();
    assert_eq!(given, codes);
}
