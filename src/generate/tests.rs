//! Calibration: exact totals, quantiles, signs of correlations, validity of commitments, size.

use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;

use super::chance::{Chance, Topic};
use super::communes::{self, Commune};
use super::households::{Household, People};
use super::needs::{self, Ask, Asking, Wishes};
use super::profile::Profile;
use super::{PROFILES, Scale, gifts, write_scenario};
use crate::domain::Class;

const SEEDS: [u64; 4] = [1, 2, 3, 2026];

type Row = BTreeMap<String, String>;

fn profile() -> &'static Profile {
    Profile::named("lai-chau").unwrap()
}

fn communes_of(seed: u64) -> Vec<Commune> {
    communes::draw(&profile().facts(), seed, Scale::WHOLE)
}

fn written(seed: u64) -> TempDir {
    let folder = TempDir::new().unwrap();
    write_scenario("lai-chau", seed, Scale::WHOLE, folder.path()).unwrap();
    folder
}

fn table(folder: &TempDir, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.path().join(format!("{name}.csv"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(cell: &str) -> u64 {
    if cell.is_empty() { 0 } else { cell.parse().unwrap() }
}

fn people_of(communes: &[Commune], seed: u64) -> Vec<(usize, Household)> {
    let people = People::from_data();
    let of = |(position, commune)| {
        people.of_commune("LC", commune, seed).map(move |household| (position, household)).collect::<Vec<_>>()
    };
    communes.iter().enumerate().flat_map(of).collect()
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = f64::from(u32::try_from(pairs.len()).unwrap());
    let (left, right) = pairs.iter().fold((0.0, 0.0), |(left, right), pair| (left + pair.0, right + pair.1));
    let (left, right) = (left / count, right / count);
    let product = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let covariance = product(&|pair| (pair.0 - left) * (pair.1 - right));
    covariance / (product(&|pair| (pair.0 - left).powi(2)) * product(&|pair| (pair.1 - right).powi(2))).sqrt()
}

#[test]
fn totals_are_exact_for_every_seed() {
    for seed in SEEDS {
        let communes = communes_of(seed);
        let sum = |of: fn(&Commune) -> u32| communes.iter().map(of).sum::<u32>();
        assert_eq!(communes.len(), 38);
        assert_eq!(sum(|commune| commune.households), 107_700);
        assert_eq!(sum(|commune| commune.poor), 20_961);
        assert_eq!(sum(|commune| commune.near_poor), 10_053);
        assert!(communes.iter().all(|commune| commune.poor + commune.near_poor <= commune.households));
        assert_eq!(communes.iter().filter(|commune| commune.is_urban).count(), 2);
        assert_eq!(communes.iter().filter(|commune| commune.is_border).count(), 11);
    }
}

#[test]
fn commune_rates_have_a_heavy_tail() {
    for seed in SEEDS {
        let communes = communes_of(seed);
        let mut rates: Vec<f64> = communes.iter().map(Commune::poverty_rate).collect();
        rates.sort_by(f64::total_cmp);
        assert!(rates[37] > 0.5 && rates[37] <= 0.81, "{rates:?}");
        assert!(rates[9] < 0.10 && rates[18] < 0.27, "{rates:?}");
        let hard: Vec<(f64, f64)> = communes
            .iter()
            .map(|commune| (f64::from(u8::from(commune.is_region_iii)), commune.poverty_rate()))
            .collect();
        assert!(correlation(&hard) > 0.5);
        assert!(communes.iter().filter(|commune| commune.is_urban).all(|commune| commune.poverty_rate() < 0.15));
    }
}

#[test]
fn small_gifts_follow_real_credits() {
    let mut gifts = gifts::draw(&mut Chance::new(1, Topic::Gifts, 12), 6_000);
    gifts.sort_unstable();
    assert!((190_000..=210_000).contains(&gifts[3_000]), "median {}", gifts[3_000]);
    assert!((900_000..=1_100_000).contains(&gifts[5_400]), "p90 {}", gifts[5_400]);
    assert!((6_500_000..=7_500_000).contains(&gifts[5_940]), "p99 {}", gifts[5_940]);
    let (top, all) = (gifts[5_940..].iter().sum::<u64>(), gifts.iter().sum::<u64>());
    assert!((38 * all..=44 * all).contains(&(100 * top)), "the top 1 % holds {top} of {all}");
}

#[test]
fn scores_agree_with_the_class_but_for_few() {
    let communes = communes_of(1);
    let people = people_of(&communes, 1);
    let disagrees = |household: &Household, line: u32| {
        let lacking = household.deprived.iter().filter(|deprived| **deprived).count();
        match household.class {
            Class::Poor => household.b1 > line || lacking < 3,
            Class::NearPoor => household.b1 > line || lacking >= 3,
            _ => household.b1 <= line,
        }
    };
    let line = |position: usize| if communes[position].is_urban { 175 } else { 140 };
    let odd = people.iter().filter(|(position, household)| disagrees(household, line(*position))).count();
    assert!((40..=160).contains(&odd), "{odd} of {}", people.len());
    assert!(people.iter().all(|(_, household)| household.members >= 1 && household.b1 > 0));
}

#[test]
fn hardships_come_together() {
    let people = people_of(&communes_of(1), 1);
    let flag = |household: &Household, key: &str| f64::from(u8::from(household.lacks(key)));
    let poor: Vec<&Household> =
        people.iter().map(|(_, household)| household).filter(|household| household.class == Class::Poor).collect();
    let pair = |left: &str, right: &str| {
        correlation(&poor.iter().map(|one| (flag(one, left), flag(one, right))).collect::<Vec<_>>())
    };
    assert!(pair("housing_quality", "sanitation") > 0.03);
    assert!(pair("water", "sanitation") > 0.03);
    let lacking =
        |one: &Household| f64::from(u32::try_from(one.deprived.iter().filter(|lack| **lack).count()).unwrap());
    let scores: Vec<(f64, f64)> = poor.iter().map(|one| (f64::from(one.b1), lacking(one))).collect();
    assert!(correlation(&scores) < -0.2);
    let old: Vec<(f64, f64)> = poor
        .iter()
        .map(|one| (f64::from(u8::from(one.has("elderly_alone"))), f64::from(u8::from(one.has("no_labour")))))
        .collect();
    assert!(correlation(&old) > 0.4);
}

#[test]
fn needs_are_what_packages_serve() {
    let communes = communes_of(1);
    let facts = profile().facts();
    let wishes = Wishes::of(profile(), &facts);
    let mut total = 0;
    for commune in &communes {
        let mut asking = Asking::in_commune(commune, &wishes, 1);
        for household in People::from_data().of_commune("LC", commune, 1) {
            let asks = asking.of(&household);
            total +=
                asks.len() + usize::from(household.lacks("health_insurance") && household.class != Class::NewlyEscaped);
            let asks_for = |package: &str| asks.iter().any(|ask: &Ask| ask.package == package);
            assert!(!asks_for("house") || household.has("land_clear"));
            assert!(!asks_for("livelihood") || !household.has("no_labour"));
            assert!(!asks_for("scholarship") || household.lacks("child_schooling"));
        }
        total += needs::of_commune(commune, &wishes, 1).len();
    }
    assert!((60_000..=75_000).contains(&total), "{total} needs");
}

#[test]
fn money_is_scarce() {
    let folder = written(1);
    let cost: BTreeMap<String, u64> =
        table(&folder, "packages").into_iter().map(|row| (row["id"].clone(), number(&row["unit_cost"]))).collect();
    let worth = |row: &Row| number(&row["amount"]) + number(&row["quantity"]) * cost.get(&row["goods"]).unwrap_or(&0);
    let sources: u64 = table(&folder, "sources").iter().map(worth).sum();
    let own = |row: &Row| if row["unit_cost"].is_empty() { cost[&row["package"]] } else { number(&row["unit_cost"]) };
    let asked: u64 = table(&folder, "needs").iter().map(|row| own(row) * number(&row["quantity"]).max(1)).sum();
    assert!((40_000_000_000..=65_000_000_000).contains(&sources), "{sources}");
    assert!((300_000_000_000..=700_000_000_000).contains(&asked), "{asked}");
    assert!(sources.is_multiple_of(1_000) && asked.is_multiple_of(1_000));
}

#[test]
fn commitments_overdraw_nobody_and_help_each_household_once() {
    for seed in SEEDS {
        let folder = written(seed);
        let sources: BTreeMap<String, Row> =
            table(&folder, "sources").into_iter().map(|row| (row["id"].clone(), row)).collect();
        let mut spent: BTreeMap<String, u64> = BTreeMap::new();
        let mut helped = std::collections::BTreeSet::new();
        let lines = table(&folder, "commitments");
        assert!((200..=600).contains(&lines.len()), "{} lines", lines.len());
        for status in ["promised", "disbursed", "outside"] {
            assert!(lines.iter().filter(|line| line["status"] == status).count() >= 40, "{status}");
        }
        for line in &lines {
            assert!(helped.insert(line["beneficiary"].clone()), "{line:?}");
            assert_eq!(line["source"].is_empty(), line["status"] == "outside", "{line:?}");
            *spent.entry(line["source"].clone()).or_default() += number(&line["amount"]);
        }
        for (id, spent) in spent.iter().filter(|(id, _)| !id.is_empty()) {
            let source = &sources[id];
            assert!(source["amount"].is_empty() || *spent <= number(&source["amount"]), "{id}");
        }
    }
}

#[test]
fn commitments_keep_earmarks_and_caps() {
    for seed in SEEDS {
        let folder = written(seed);
        let by = |name: &str, key: &str| -> BTreeMap<String, Row> {
            table(&folder, name).into_iter().map(|row| (row[key].clone(), row)).collect()
        };
        let (sources, households, packages) = (by("sources", "id"), by("households", "id"), by("packages", "id"));
        let is_open = |cell: &str, words: &[&str]| cell.is_empty() || cell.split(';').any(|word| words.contains(&word));
        let mut in_commune: BTreeMap<(String, String), u64> = BTreeMap::new();
        for line in table(&folder, "commitments").iter().filter(|line| !line["source"].is_empty()) {
            let (source, household) = (&sources[&line["source"]], &households[&line["beneficiary"]]);
            let (commune, _) = household["area"].split_once('-').unwrap();
            let tags: Vec<&str> = household["tags"].split(';').collect();
            assert!(is_open(&source["areas"], &[commune]), "{line:?}");
            assert!(is_open(&source["tags"], &tags), "{line:?}");
            assert!(is_open(&source["classes"], &[&household["class"]]), "{line:?}");
            assert!(is_open(&source["purposes"], &[&packages[&line["package"]]["purpose"]]), "{line:?}");
            assert!(is_open(&source["goods"], &[&line["package"]]), "{line:?}");
            assert_eq!(source["account"], packages[&line["package"]]["account"], "{line:?}");
            let limit = |column: &str| if source[column].is_empty() { u64::MAX } else { number(&source[column]) };
            let spent = in_commune.entry((line["source"].clone(), commune.to_owned())).or_default();
            *spent += number(&line["amount"]);
            assert!(*spent <= limit("max_per_commune") && number(&line["amount"]) <= limit("max_per_household"));
        }
    }
}

#[test]
fn equal_seeds_give_equal_bytes_within_five_megabytes() {
    let (first, again, other) = (written(1), written(1), written(2));
    let mut size = 0;
    for name in
        ["scenario.toml", "areas.csv", "households.csv", "packages.csv", "needs.csv", "sources.csv", "commitments.csv"]
    {
        let bytes = |folder: &TempDir| fs::read(folder.path().join(name)).unwrap();
        size += bytes(&first).len();
        assert_eq!(bytes(&first), bytes(&again), "{name}");
        assert_eq!(bytes(&first) == bytes(&other), ["scenario.toml", "packages.csv"].contains(&name), "{name}");
    }
    assert!(size < 5_000_000, "{size} bytes");
}

#[test]
fn each_profile_draws_each_commune_once_and_keeps_its_provinces_in_a_cut() {
    for name in PROFILES {
        let facts = Profile::named(name).unwrap().facts();
        assert!(communes::draw(&facts, 1, Scale::WHOLE).len() == facts.communes.len(), "{name}: each commune once");
        let folder = TempDir::new().unwrap();
        write_scenario(name, 1, Scale::new(0.005).unwrap(), folder.path()).unwrap();
        let provinces = table(&folder, "areas").iter().filter(|row| row["level"] == "province").count();
        assert_eq!(provinces, facts.provinces.len(), "{name}: every province is in every cut");
    }
}

#[test]
fn only_known_profiles_are_written() {
    let folder = TempDir::new().unwrap();
    let error = write_scenario("atlantis", 1, Scale::WHOLE, &folder.path().join("out")).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert!(!folder.path().join("out").exists());
}
