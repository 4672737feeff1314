//! The nation: official names, exact totals by region and in all, rates that differ as real ones do, few who live nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::communes::{self, Commune};
use super::profile::{Facts, Profile};
use super::{Scale, write_scenario};

fn facts() -> Facts {
    Profile::named("nation").unwrap().facts()
}

fn sum(communes: &[Commune], region: &str, of: fn(&Commune) -> u32) -> u32 {
    communes.iter().filter(|commune| region.is_empty() || commune.region.code == region).map(of).sum()
}

#[test]
fn totals_are_those_that_were_published() {
    for seed in [1, 7] {
        let communes = communes::draw(&facts(), seed, Scale::WHOLE);
        assert_eq!(communes.len(), 3_321);
        assert_eq!(communes.iter().map(|commune| &commune.province).collect::<BTreeSet<_>>().len(), 34);
        assert_eq!(communes.iter().map(|commune| &commune.code).collect::<BTreeSet<_>>().len(), 3_321);
        let listed: fn(&Commune) -> u32 = |commune| commune.poor + commune.near_poor + commune.newly_escaped;
        let regions = ["1", "2", "3", "4", "5", "6"].map(|region| sum(&communes, region, listed));
        // 200 households more than published in the first: those of the national total that no region has.
        assert_eq!(regions, [486_823, 97_555, 360_614, 152_970, 7_585, 153_450]);
        assert_eq!(regions.iter().sum::<u32>(), 1_258_997);
        assert_eq!(sum(&communes, "", |commune| commune.poor), 598_489, "1.93 of 4.06 %");
        assert!(communes.iter().all(|commune| listed(commune) <= commune.households));
    }
}

#[test]
fn rates_have_a_heavy_tail_in_every_region_and_differ_between_provinces() {
    let communes = communes::draw(&facts(), 1, Scale::WHOLE);
    for region in ["1", "2", "3", "4", "5", "6"] {
        let inside = communes.iter().filter(|commune| commune.region.code == region);
        let mut rates: Vec<f64> = inside.map(Commune::poverty_rate).collect();
        rates.sort_by(f64::total_cmp);
        let mean = rates.iter().sum::<f64>() / f64::from(u32::try_from(rates.len()).unwrap());
        let (median, last) = (rates[rates.len().div_euclid(2)], rates[rates.len() - 1]);
        assert!(median < 0.8 * mean, "{region}: half of the communes lie well below the mean ({median} of {mean})");
        assert!(last > 3.0 * mean, "{region}: the poorest lies far above it ({last} of {mean})");
    }
    let mut provinces: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    for commune in communes.iter().filter(|commune| commune.region.code == "1") {
        let [poor, all] = provinces.entry(&commune.province).or_default();
        *poor += commune.poor;
        *all += commune.households;
    }
    let mut rates: Vec<f64> = provinces.values().map(|[poor, all]| f64::from(*poor) / f64::from(*all)).collect();
    rates.sort_by(f64::total_cmp);
    assert!(rates[rates.len() - 1] > 2.0 * rates[0], "{rates:?}");
}

#[test]
fn nobody_is_put_where_nobody_lives() {
    let communes = communes::draw(&facts(), 1, Scale::WHOLE);
    let empty: Vec<&str> =
        communes.iter().filter(|commune| commune.households == 0).map(|commune| commune.name.as_str()).collect();
    assert_eq!(empty, ["Đặc khu Hoàng Sa"]);
}

#[test]
fn each_province_pays_at_home_and_the_centre_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    write_scenario("nation", 3, Scale::new(0.01).unwrap(), folder.path()).unwrap();
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_path(folder.path().join(name)).unwrap().deserialize().map(Result::unwrap).collect()
    };
    let areas = rows("areas.csv");
    let parent: BTreeMap<&str, &str> = areas.iter().map(|row| (&*row["code"], &*row["parent"])).collect();
    let sources = rows("sources.csv");
    let (centre, others): (Vec<_>, Vec<_>) = sources.iter().partition(|row| row["id"].contains("-00"));
    assert!(centre.iter().all(|row| row["areas"].is_empty()) && centre.len() == 5, "{centre:?}");
    for source in &others {
        let province = source["id"].split('-').nth(1).unwrap();
        let at_home = |code: &str| code == province || parent[code] == province;
        assert!(!source["areas"].is_empty() && source["areas"].split(';').all(at_home), "{source:?}");
    }
    let funds = others.iter().filter(|row| row["id"].starts_with("FUND-")).count();
    assert_eq!(funds, 34);
}
