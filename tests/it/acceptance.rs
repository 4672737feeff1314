//! Allocations of the past that were made by hand, made again from their sentences: the same đồng in all, in every commune,
//! in every source. The communes are the official ones; the people are made up, as everywhere.

use std::collections::BTreeMap;

use crate::support::{Patched, broken, chungtay, folder_of, root, summary};

const AREAS: &str = "code,name,level,parent,setting,households,poor_households,near_poor_households,tags\n";
const SOURCES: &str = "id,name,kind,amount,goods,quantity,packages,reserve\n";
const COMMUNE_GIFT: &str = "id,name,purpose,unit_cost,classes,demand\n";

/// A commune of today: code, name, province.
struct Commune {
    code: String,
    name: String,
    province: String,
}

impl Commune {
    fn is_ward(&self) -> bool {
        self.name.starts_with("Phường")
    }
}

/// The official communes, of one province or of all.
fn communes(province: Option<&str>) -> Vec<Commune> {
    let file = root().join("src/generate/data/nation.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(file).unwrap();
    let rows = reader.deserialize().map(|row| -> BTreeMap<String, String> { row.unwrap() });
    let communes = rows.map(|row| Commune {
        code: row["code"].clone(),
        name: row["name"].clone(),
        province: row["province"].clone(),
    });
    communes.filter(|commune| province.is_none_or(|code| commune.province == code)).collect()
}

/// `areas.csv` of a province and its communes, each with what follows its parent.
fn areas(province: &str, communes: &[Commune], rest: impl Fn(usize, &Commune) -> String) -> String {
    let row = |(place, commune): (usize, &Commune)| {
        format!("{},{},commune,{province},{}\n", commune.code, commune.name, rest(place, commune))
    };
    let rows = communes.iter().enumerate().map(row).collect::<Vec<_>>().concat();
    format!("{AREAS}{province},Tỉnh,province,,,,,,\n{rows}")
}

/// A finished run, and the tables that the tests look at.
struct Run {
    folder: tempfile::TempDir,
}

impl Run {
    /// Allocates, and asks for the second opinion once more.
    fn of(scenario: &Patched) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let run = folder.path().join("run");
        chungtay().args(["allocate", "-q", "--out"]).arg(&run).arg(scenario.path()).assert().success();
        assert_eq!(broken(&run), Vec::<String>::new());
        Self { folder }
    }

    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.folder.path().join("run").join(table)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// đồng paid in all.
    fn paid(&self) -> u64 {
        let summary = summary(&self.folder.path().join("run"));
        summary["totals"]["transferred"].as_u64().unwrap()
    }

    /// đồng by commune.
    fn served(&self) -> BTreeMap<String, u64> {
        self.rows("communes.csv").iter().map(|row| (row["commune"].clone(), row["served"].parse().unwrap())).collect()
    }

    /// Units of a package by commune.
    fn units(&self, package: &str) -> BTreeMap<String, u64> {
        let mut units = BTreeMap::new();
        for row in self.rows("awards.csv").iter().filter(|row| row["package"] == package) {
            *units.entry(row["commune"].clone()).or_default() += row["units"].parse::<u64>().unwrap();
        }
        units
    }

    /// What a source has left.
    fn left(&self, source: &str) -> u64 {
        let rows = self.rows("sources.csv");
        rows.iter().find(|row| row["source"] == source).unwrap()["left"].parse().unwrap()
    }
}

#[test]
fn ha_noi_2026_gives_each_ward_30_and_each_commune_50_gifts() {
    let communes = communes(Some("01"));
    assert_eq!((communes.len(), communes.iter().filter(|it| it.is_ward()).count()), (126, 51), "as the city counted");
    let areas = areas("01", &communes, |_, it| format!(",,,,{}", if it.is_ward() { "phuong" } else { "xa" }));
    let needs = communes.iter().map(|it| format!("{},gift,80\n", it.code)).collect::<Vec<_>>().concat();
    let rule = |tag: &str, gifts: u32| {
        format!(
            "[[rule]]\nname = \"mỗi {tag} {gifts} suất\"\nmeasure = \"units\"\nover = \"commune\"\n\
             where = {{ area_tags = [\"{tag}\"] }}\nat_least = {gifts}\nat_most = {gifts}\n"
        )
    };
    let settings = format!(
        "title = \"Hà Nội, Tết 2026\"\nyear = 2026\n[severity]\ncommune_poverty_rate = 0.0\n{}{}",
        rule("phuong", 30),
        rule("xa", 50)
    );
    let run = Run::of(&folder_of(&[
        ("scenario.toml", &settings),
        ("areas.csv", &areas),
        ("packages.csv", &format!("{COMMUNE_GIFT}gift,Quà Tết,gift,1000000,,requested\n")),
        ("needs.csv", &format!("beneficiary,package,quantity\n{needs}")),
        ("sources.csv", &format!("{SOURCES}CITY,Ngân sách và Quỹ thành phố,fund,6000000000,,,,\n")),
        ("households.csv", "id,area,class\n"),
    ]));
    assert_eq!(run.units("gift").values().sum::<u64>(), 5_280);
    assert_eq!(run.paid(), 5_280_000_000);
    assert_eq!(run.left("CITY"), 720_000_000);
    let served = run.served();
    for commune in &communes {
        assert_eq!(served[&commune.code], if commune.is_ward() { 30_000_000 } else { 50_000_000 }, "{}", commune.name);
    }
}

#[test]
fn hung_yen_2026_gives_every_poor_household_the_same() {
    let communes = communes(Some("33"));
    assert_eq!(communes.len(), 104);
    // 39 communes of 100 poor households, the others of 99: 10,335; each also has near-poor ones, who get nothing.
    let poor = |place: usize| if place < 39 { 100 } else { 99 };
    let mut households = vec!["id,area,class,b1\n".to_owned()];
    for (place, commune) in communes.iter().enumerate() {
        for number in 0..poor(place) + 5 {
            let (class, score) = if number < poor(place) { ("poor", 120) } else { ("near_poor", 135) };
            households.push(format!("{0}-{number},{0},{class},{score}\n", commune.code));
        }
    }
    let run = Run::of(&folder_of(&[
        ("scenario.toml", "title = \"Hưng Yên, Tết 2026\"\nyear = 2026\n[severity]\ncommune_poverty_rate = 0.0\n"),
        ("areas.csv", &areas("33", &communes, |place, _| format!(",2000,{},5,", poor(place)))),
        ("packages.csv", &format!("{COMMUNE_GIFT}gift,Quà Tết hộ nghèo,gift,800000,poor,automatic\n")),
        ("needs.csv", "beneficiary,package,quantity\n"),
        ("sources.csv", &format!("{SOURCES}PROVINCE,Ngân sách tỉnh,fund,9000000000,,,,\n")),
        ("households.csv", &households.concat()),
    ]));
    assert_eq!(run.rows("awards.csv").len(), 10_335, "every poor household, no other");
    assert_eq!(run.paid(), 8_268_000_000);
    assert_eq!(run.left("PROVINCE"), 732_000_000);
    let served = run.served();
    for (place, commune) in communes.iter().enumerate() {
        assert_eq!(served[&commune.code], poor(place) * 800_000, "{}", commune.name);
    }
}

#[test]
fn the_centre_2026_gives_300_gifts_to_each_province_and_keeps_1650() {
    let all = communes(None);
    let mut provinces: BTreeMap<&str, Vec<&Commune>> = BTreeMap::new();
    for commune in &all {
        provinces.entry(&commune.province).or_default().push(commune);
    }
    assert_eq!(provinces.len(), 34);
    let (mut areas, mut needs) = (vec![AREAS.to_owned()], vec!["beneficiary,package,quantity\n".to_owned()]);
    for (province, communes) in &provinces {
        areas.push(format!("P{province},Tỉnh {province},province,,,,,,\n"));
        for commune in communes.iter().take(12) {
            areas.push(format!("{},{},commune,P{province},,,,,\n", commune.code, commune.name));
            needs.push(format!("{},gift,40\n", commune.code));
        }
    }
    let settings = "title = \"Trung ương, Tết 2026\"\nyear = 2026\n[severity]\ncommune_poverty_rate = 0.0\n\
                    [[rule]]\nname = \"mỗi tỉnh 300 suất\"\nmeasure = \"units\"\nover = \"province\"\nat_least = 300\nat_most = 300\n";
    // 11,850 packages, of which 1,650 are kept: a share of 1,650 ÷ 11,850, rounded up in the eighth place.
    let run = Run::of(&folder_of(&[
        ("scenario.toml", settings),
        ("areas.csv", &areas.concat()),
        ("packages.csv", &format!("{COMMUNE_GIFT}gift,Quà Tết,gift,1300000,,requested\n")),
        ("needs.csv", &needs.concat()),
        ("sources.csv", &format!("{SOURCES}CENTRE,Quỹ Vì người nghèo Trung ương,fund,,gift,11850,,0.13924050\n")),
        ("households.csv", "id,area,class\n"),
    ]));
    let units = run.units("gift");
    for (province, communes) in &provinces {
        let of_province = communes.iter().filter_map(|commune| units.get(&commune.code)).sum::<u64>();
        assert_eq!(of_province, 300, "{province}");
    }
    assert_eq!(run.paid(), 13_260_000_000);
    let rows = run.rows("sources.csv");
    let centre = rows.first().unwrap();
    let value = |column: &str| centre[column].parse::<u64>().unwrap();
    assert_eq!((value("amount") - value("used")).div_euclid(1_300_000), 1_650, "packages kept in reserve");
    assert_eq!(run.left("CENTRE"), 0, "the reserve is no money left over");
}

#[test]
fn ha_tinh_2024_builds_30_houses_and_gives_150_models() {
    let communes = communes(Some("42"));
    assert_eq!(communes.len(), 69);
    // Every third commune is above 25 %; two households with clear land ask for a house, four with labour for a model.
    let (mut households, mut needs) =
        (vec!["id,area,class,b1,housing_quality,tags\n".to_owned()], vec!["beneficiary,package,quantity\n".to_owned()]);
    for (place, commune) in communes.iter().enumerate() {
        for number in 0..6 {
            let (package, tag) = if number < 2 { ("house", "land_clear") } else { ("model", "") };
            let score = 60 + (place * 7 + number * 11) % 80;
            households.push(format!("{0}-{number},{0},poor,{score},1,{tag}\n", commune.code));
            needs.push(format!("{}-{number},{package},1\n", commune.code));
        }
    }
    let settings = "title = \"Hà Tĩnh 2024\"\nyear = 2024\n[severity]\nb1_gap = 1.0\n\
        [[rule]]\nname = \"30 căn nhà\"\nmeasure = \"units\"\nwhere = { packages = [\"house\"] }\nat_least = 30\nat_most = 30\n\
        [[rule]]\nname = \"150 mô hình\"\nmeasure = \"units\"\nwhere = { packages = [\"model\"] }\nat_least = 150\nat_most = 150\n\
        [[rule]]\nname = \"mỗi xã không quá 1 căn\"\nmeasure = \"units\"\nover = \"commune\"\nwhere = { packages = [\"house\"] }\nat_most = 1\n\
        [[rule]]\nname = \"xã nghèo trên 25 % có mô hình\"\nmeasure = \"units\"\nover = \"commune\"\n\
        where = { packages = [\"model\"], min_poverty_rate = \"25%\" }\nat_least = 1\n";
    let poor = |place: usize| if place.is_multiple_of(3) { 300 } else { 100 };
    let run = Run::of(&folder_of(&[
        ("scenario.toml", settings),
        ("areas.csv", &areas("42", &communes, |place, _| format!(",1000,{},50,", poor(place)))),
        (
            "packages.csv",
            "id,name,purpose,unit_cost,classes,requires,excludes,demand\n\
             house,Nhà Đại đoàn kết,housing,70000000,poor,land_clear,,requested\n\
             model,Mô hình sinh kế,livelihood,10000000,poor,,no_labour,requested\n",
        ),
        ("needs.csv", &needs.concat()),
        ("sources.csv", &format!("{SOURCES}FUND,Quỹ Vì người nghèo tỉnh,fund,4000000000,,,,\n")),
        ("households.csv", &households.concat()),
    ]));
    let (houses, models) = (run.units("house"), run.units("model"));
    assert_eq!((houses.values().sum::<u64>(), models.values().sum::<u64>()), (30, 150));
    assert_eq!(run.paid(), 3_600_000_000);
    assert_eq!(run.left("FUND"), 400_000_000);
    let served = run.served();
    for (place, commune) in communes.iter().enumerate() {
        let of = |units: &BTreeMap<String, u64>| units.get(&commune.code).copied().unwrap_or(0);
        assert!(of(&houses) <= 1, "{}", commune.name);
        assert!(poor(place) == 100 || of(&models) >= 1, "{}", commune.name);
        assert_eq!(served[&commune.code], of(&houses) * 70_000_000 + of(&models) * 10_000_000, "{}", commune.name);
    }
}

#[test]
fn dien_bien_2016_builds_5_and_six_times_2_houses() {
    let communes: Vec<Commune> = communes(Some("11")).into_iter().take(7).collect();
    let first = communes.first().unwrap().code.clone();
    let needs = communes.iter().map(|it| format!("{},house,9\n", it.code)).collect::<Vec<_>>().concat();
    let settings = format!(
        "title = \"Điện Biên 2016\"\nyear = 2016\n[severity]\ncommune_poverty_rate = 0.0\n\
         [[rule]]\nname = \"nơi đầu 5 căn\"\nmeasure = \"units\"\nwhere = {{ areas = [\"{first}\"] }}\nat_least = 5\nat_most = 5\n\
         [[rule]]\nname = \"sáu nơi kia mỗi nơi 2 căn\"\nmeasure = \"units\"\nover = \"commune\"\n\
         where = {{ area_tags = [\"two\"] }}\nat_least = 2\nat_most = 2\n"
    );
    let run = Run::of(&folder_of(&[
        ("scenario.toml", &settings),
        ("areas.csv", &areas("11", &communes, |place, _| format!(",,,,{}", if place == 0 { "" } else { "two" }))),
        ("packages.csv", &format!("{COMMUNE_GIFT}house,Nhà Đại đoàn kết,housing,20000000,,requested\n")),
        ("needs.csv", &format!("beneficiary,package,quantity\n{needs}")),
        ("sources.csv", &format!("{SOURCES}FUND,Quỹ Vì người nghèo,fund,340000000,,,,\n")),
        ("households.csv", "id,area,class\n"),
    ]));
    assert_eq!(run.units("house").values().sum::<u64>(), 17);
    assert_eq!((run.paid(), run.left("FUND")), (340_000_000, 0));
    for (place, commune) in communes.iter().enumerate() {
        assert_eq!(run.served()[&commune.code], if place == 0 { 100_000_000 } else { 40_000_000 }, "{}", commune.name);
    }
}
