//! Communes before July 2025 in the tables of a scenario of today: read as the one they went to, told, or asked for.

use std::collections::BTreeMap;
use std::fs;

use chungtay::domain::Beneficiary;
use chungtay::pipeline;

use crate::support::{Patched, folder_of, root};

const SETTINGS: (&str, &str) = ("scenario.toml", "title = 'Xã cũ'\nyear = 2026\n");
const PACKAGES: (&str, &str) =
    ("packages.csv", "id,name,purpose,unit_cost,beneficiary\nnha,Nhà,housing,60tr,\nao,Áo,gift,500k,commune\n");
const SOURCES: (&str, &str) = ("sources.csv", "id,name,kind,amount,areas\nquy,Quỹ,fund,1 tỷ,\n");

/// A former commune as the list has it.
struct Former {
    code: String,
    name: String,
    district: String,
    into: Vec<String>,
}

fn cells(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The communes of today of Lai Châu with how many former ones each has, out of the data of `generate`.
fn communes() -> Vec<(String, String, usize)> {
    let rows = cells("src/generate/data/lai-chau.csv");
    rows.iter().skip(1).map(|row| (row[3].clone(), row[4].clone(), row[5].parse().unwrap())).collect()
}

fn former_of(province: &str) -> Vec<Former> {
    let (mut above, mut district) = (String::new(), String::new());
    let mut found = Vec::new();
    for row in cells("src/validate/former/data/former.csv") {
        above = if row[0].is_empty() { above } else { row[0].clone() };
        district = if row[1].is_empty() { district } else { row[1].clone() };
        if above == province {
            let into = row[4].split(';').map(str::to_owned).collect();
            found.push(Former { code: row[2].clone(), name: row[3].clone(), district: district.clone(), into });
        }
    }
    found
}

fn areas(province: &str, communes: &[(&str, &str)]) -> String {
    let lines: Vec<String> = communes.iter().map(|(code, name)| format!("{code},{name},commune,P,100,10")).collect();
    format!("code,name,level,parent,households,poor_households\nP,{province},province,,,\n{}\n", lines.join("\n"))
}

/// Lai Châu with one household in each of the places.
fn lai_chau(places: &[String]) -> Patched {
    let communes = communes();
    let rows: Vec<(&str, &str)> = communes.iter().map(|(code, name, _)| (code.as_str(), name.as_str())).collect();
    let people = places.iter().enumerate().map(|(at, place)| format!("H{at:03},\"{place}\",poor"));
    let households = format!("id,area,class\n{}\n", people.collect::<Vec<_>>().join("\n"));
    let areas = areas("Tỉnh Lai Châu", &rows);
    folder_of(&[SETTINGS, ("areas.csv", &areas), ("households.csv", &households), PACKAGES, SOURCES])
}

/// The commune of each household, in their order, and the findings as code, place and candidates.
fn read(folder: &Patched) -> (Vec<String>, Vec<String>) {
    let loaded = pipeline::load(folder.path());
    let shown = |finding: &chungtay::findings::Finding| {
        let fact = |key| finding.facts.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value.as_str());
        let place = &finding.place;
        let column = place.column.as_deref().unwrap_or_default();
        let facts = format!("{} {}{}", fact("count"), fact("pairs"), fact("candidates"));
        let line = format!("{} {}:{} {column} {}", finding.code, place.file, place.row.unwrap_or(0), facts.trim());
        line.trim_end().to_owned()
    };
    let findings = loaded.findings.as_slice().iter().filter(|it| !matches!(it.code, "W103" | "W404" | "W450" | "W451"));
    let homes = loaded
        .scenario
        .iter()
        .flat_map(|scenario| scenario.households.iter().map(|household| scenario.area(household.area).code.clone()));
    (homes.collect(), findings.map(shown).collect())
}

#[test]
fn every_former_commune_of_lai_chau_is_read_by_code_and_by_name() {
    let former = former_of("Tỉnh Lai Châu");
    let expected: Vec<&String> = former.iter().map(|it| &it.into[0]).collect();
    // Spreadsheets take the zero in front; offices leave the kind away or write it large, and say where it lay.
    let codes: Vec<String> = former.iter().map(|it| it.code.trim_start_matches('0').to_owned()).collect();
    let full: Vec<String> =
        former.iter().map(|it| format!("{}, {}, tỉnh Lai Châu", it.name.to_uppercase(), it.district)).collect();
    // The codes and names of today win, and the former name of one commune is that of another today.
    let today: BTreeMap<String, usize> = communes().into_iter().map(|(code, _, merged)| (code, merged)).collect();
    for places in [&codes, &full] {
        let (homes, findings) = read(&lai_chau(places));
        assert_eq!(homes.len(), former.len(), "{findings:?}");
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for home in &homes {
            *counted.entry(home.clone()).or_default() += 1;
        }
        assert_eq!(counted, today);
        assert_eq!(homes.iter().collect::<Vec<_>>(), expected);
        let told = |code: &str| findings.iter().filter(|it| it.starts_with(code)).count();
        assert_eq!(told("W314"), 1, "{findings:?}");
    }
    let (_, findings) = read(&lai_chau(&codes));
    // The others have the code of a commune of today, without its zero.
    let mapped = former.iter().filter(|it| !today.contains_key(&it.code)).count();
    assert!(findings.iter().any(|it| it.contains(&format!("area {mapped} 03"))), "{findings:?}");
}

#[test]
fn a_name_that_may_be_two_communes_is_asked_and_its_district_answers() {
    let place = |text: &str| lai_chau(&[text.to_owned()]);
    let (_, findings) = read(&place("Xã Mường Than"));
    let reading = "Xã Mường Than, Huyện Than Uyên, Tỉnh Lai Châu → 03595 Xã Than Uyên · 03618 Xã Mường Than";
    assert_eq!(findings, [format!("E316 households.csv:2 area 1 {reading}")]);
    let (homes, findings) = read(&place("Xã Mường Than (cũ), Huyện Than Uyên"));
    let told = "03619 Xã Mường Than, Huyện Than Uyên, Tỉnh Lai Châu → 03595 Xã Than Uyên";
    assert_eq!((homes, findings), (vec!["03595".to_owned()], vec![format!("W314 households.csv:2 area 1 {told}")]));
    for (text, code) in [("03618", "03618"), ("3619.0", "03595")] {
        assert_eq!(read(&place(text)).0, [code]);
    }
    // Another accent, another kind, another district, a commune of another province.
    for text in ["Xã Mường Thần", "Phường Mường Than", "Xã Mường Than, Huyện Sìn Hồ", "03316", "Xã Nà Tấu"]
    {
        assert_eq!(read(&place(text)).1, ["E303 households.csv:2 area"], "{text}");
    }
}

#[test]
fn a_split_commune_is_asked_once_with_all_its_parts() {
    let list = areas("Tỉnh Sơn La", &[("M1", "Phường Mộc Châu"), ("M2", "Phường Mộc Sơn")]);
    let households = "id,area,class\nH1,M1,poor\nH2,Xã Đông Sang,poor\nH3,Xã Đông Sang,poor\n";
    let folder = folder_of(&[SETTINGS, ("areas.csv", &list), ("households.csv", households), PACKAGES, SOURCES]);
    let parts = "03979 Phường Mộc Sơn · 03985 Xã Chiềng Sơn";
    let split: Vec<String> = former_of("Tỉnh Sơn La").into_iter().find(|it| it.name == "Xã Đông Sang").unwrap().into;
    assert_eq!(split.len(), 2);
    let (_, findings) = read(&folder);
    assert_eq!(findings, [format!("E315 households.csv:3 area 2 {parts}")]);
}

#[test]
fn two_districts_with_a_commune_of_one_name_are_two_readings() {
    let list = areas("TỈNH BẮC NINH", &[("a", "Xã Hoàng Vân"), ("b", "Xã Xuân Lương")]);
    let former = former_of("Tỉnh Bắc Giang").into_iter().filter(|it| it.name == "Xã Đồng Tiến");
    assert_eq!(former.map(|it| it.into).collect::<Vec<_>>(), [["07822"], ["07246"]]);
    let households = "id,area,class\nH1,\"Xã Đồng Tiến, huyện Hiệp Hoà\",poor\n";
    let folder = folder_of(&[SETTINGS, ("areas.csv", &list), ("households.csv", households), PACKAGES, SOURCES]);
    let (homes, findings) = read(&folder);
    assert_eq!((homes, findings.len()), (vec!["a".to_owned()], 1), "{findings:?}");
    let folder = folder.replace("households.csv", ", huyện Hiệp Hoà", "");
    let (_, findings) = read(&folder);
    assert!(matches!(findings.as_slice(), [only] if only.starts_with("E316 ")), "{findings:?}");
    // A province of that name elsewhere has none of them.
    let folder = folder.replace("areas.csv", "TỈNH BẮC NINH", "Lạng Sơn");
    assert_eq!(read(&folder).1, ["E303 households.csv:2 area"]);
}

#[test]
fn all_tables_that_name_communes_read_former_ones_and_a_number_stays_a_household() {
    let list = areas("Tỉnh Lai Châu", &[("03595", "Xã Than Uyên")]);
    let sources = "id,name,kind,amount,areas\nquy,Quỹ,fund,1 tỷ,\nct,Công ty,donor,1 tỷ,03619\n";
    let needs = "beneficiary,package,quantity\n03619,ao,2\nH1,nha,\n";
    let commitments = "source,beneficiary,package,amount,status\nct,3619,ao,500k,promised\n";
    let rest = [("needs.csv", needs), ("commitments.csv", commitments), ("sources.csv", sources), PACKAGES, SETTINGS];
    let people = "id,area,class\nH1,03595,poor\n";
    let folder = folder_of(&[&rest[..], &[("areas.csv", &list), ("households.csv", people)]].concat());
    let loaded = pipeline::load(folder.path());
    let scenario = loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let communes = scenario.needs.iter().filter(|need| matches!(need.beneficiary, Beneficiary::Commune(_)));
    assert_eq!((communes.count(), scenario.commitments.len(), scenario.sources[0].earmark.areas.len()), (1, 1, 1));
    let (_, findings) = read(&folder);
    assert_eq!(findings.iter().filter(|it| it.starts_with("W314")).count(), 3, "{findings:?}");
    // Two asks of communes that became one are not added up.
    let twice = folder.replace("needs.csv", "H1,nha", "03595,ao,3\nH1,nha");
    assert!(read(&twice).1.iter().any(|it| it.starts_with("E402")));
    let numbered = twice.replace("needs.csv", "03595,ao,3\nH1", "77").replace("households.csv", "H1", "77");
    let (_, findings) = read(&numbered);
    assert_eq!(findings.iter().filter(|it| it.starts_with("E303")).count(), 2, "{findings:?}");
}

#[test]
fn rows_above_a_group_and_names_of_files_may_be_former_communes() {
    let list = areas("Tỉnh Lai Châu", &[("03595", "Xã Than Uyên"), ("03618", "Xã Mường Than")]);
    let household = |id: &str, area: &str| format!("id,area,class\n{area},,\n{id},,poor\n");
    let grouped = |label: &str| {
        let rest = [SETTINGS, PACKAGES, SOURCES, ("areas.csv", &list), ("households.csv", &household("H1", label))];
        read(&folder_of(&rest))
    };
    let pair = "03632 Xã Hua Nà, Huyện Than Uyên, Tỉnh Lai Châu → 03595 Xã Than Uyên";
    let (homes, findings) = grouped("I. Xã Hua Nà");
    assert_eq!(homes, ["03595"], "{findings:?}");
    assert_eq!(findings, ["W128 households.csv:2  1".to_owned(), format!("W314 households.csv:3 area 1 {pair}")]);
    let (homes, findings) = grouped("I. Xã Mường Than");
    assert_eq!((homes, findings), (vec!["03618".to_owned()], vec!["W128 households.csv:2  1".to_owned()]));
    assert_eq!(grouped("I. Xã Nà Hua").1, ["E303 households.csv:3 area", "W128 households.csv:2  1"]);

    let folder = folder_of(&[SETTINGS, PACKAGES, SOURCES, ("areas.csv", &list)]);
    fs::create_dir(folder.file("households")).unwrap();
    for (name, id) in [("Xã Hua Nà.csv", "H1"), ("03619.csv", "H2"), ("xã mường than.csv", "H3")] {
        fs::write(folder.file("households").join(name), format!("id,class\n{id},poor\n")).unwrap();
    }
    let (homes, findings) = read(&folder);
    assert_eq!(homes, ["03595", "03595", "03618"], "{findings:?}");
    let told = |code: &str| findings.iter().filter(|it| it.starts_with(code)).count();
    assert_eq!((told("W131"), told("W314"), findings.len()), (3, 2, 5), "{findings:?}");
}

#[test]
fn a_column_that_every_file_of_a_folder_has_is_told_once() {
    let list = areas("Tỉnh Lai Châu", &[("03595", "Xã Than Uyên"), ("03618", "Xã Mường Than")]);
    let folder = folder_of(&[SETTINGS, PACKAGES, SOURCES, ("areas.csv", &list)]);
    fs::create_dir(folder.file("households")).unwrap();
    for (name, id) in [("03595.csv", "H1"), ("03618.csv", "H2")] {
        fs::write(folder.file("households").join(name), format!("id,class,ghi riêng\n{id},poor,x\n")).unwrap();
    }
    let (homes, findings) = read(&folder);
    assert_eq!(homes.len(), 2);
    let told: Vec<&String> = findings.iter().filter(|it| it.starts_with("W101")).collect();
    assert_eq!(told, ["W101 households/03595.csv:1 ghi riêng"]);
}
