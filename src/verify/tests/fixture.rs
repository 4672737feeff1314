//! A small scenario with everything in it, and a run folder for it that was worked out by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::domain::settings::Settings;
use crate::domain::{
    Account, Area, Beneficiary, BeneficiaryKind, Class, Commitment, CommitmentStatus, Demand, Earmark, Grain,
    Household, Level, Need, Package, Scenario, Setting, Source, SourceKind, SourceStatus, Standard, Worth,
};
use crate::findings::Place;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, PackageIndex, SourceIndex};
use crate::messages::{Catalogue, Language};
use crate::units::{Share, Vnd};
use crate::verify::{Opinion, second_opinion};

pub(super) const MILLION: i64 = 1_000_000;

/// Province 01 with commune 100 (village 101) and commune 200.
pub(super) fn scenario() -> Scenario {
    let standard = Standard::built_in().swap_remove(0).1;
    let mut settings = Settings { title: "Thử".to_owned(), year: 2026, ..Settings::default() };
    settings.fairness.strength = 0.5;
    Scenario {
        areas: areas(),
        households: households(&standard),
        packages: packages(&standard),
        needs: needs(),
        sources: sources(),
        commitments: commitments(),
        pairings: Vec::new(),
        rules: Vec::new(),
        near: None,
        aim: None,
        settings,
        standard,
    }
}

fn area(code: &str, name: &str, level: Level, parent: Option<usize>) -> Area {
    Area {
        code: code.to_owned(),
        name: name.to_owned(),
        level,
        parent: parent.map(AreaIndex::new),
        setting: Setting::Rural,
        households: None,
        poor_households: None,
        near_poor_households: None,
        tags: BTreeSet::new(),
    }
}

fn areas() -> Vec<Area> {
    vec![
        area("01", "Tỉnh", Level::Province, None),
        Area { households: Some(20), ..area("100", "Xã A", Level::Commune, Some(0)) },
        area("101", "Bản A", Level::Village, Some(1)),
        Area { households: Some(10), poor_households: Some(4), ..area("200", "Xã B", Level::Commune, Some(0)) },
    ]
}

fn households(standard: &Standard) -> Vec<Household> {
    let three = standard.set_of(["housing_quality", "housing_area", "water"]);
    let one = standard.set_of(["water"]);
    let household = |id: &str, area, class, b1, deprived| Household {
        id: id.to_owned(),
        area: AreaIndex::new(area),
        head_name: "Người Bí Mật".to_owned(),
        national_id: "012345678901".to_owned(),
        birth_year: "1970".to_owned(),
        members: 4,
        class,
        b1,
        deprived,
        tags: BTreeSet::new(),
        place: Place::default(),
    };
    vec![
        household("h1", 2, Class::Poor, Some(120.0), three),
        household("h2", 1, Class::NearPoor, Some(130.0), standard.set_of([])),
        household("h3", 3, Class::Poor, None, three),
        household("h4", 3, Class::Poor, Some(100.0), one),
    ]
}

fn packages(standard: &Standard) -> Vec<Package> {
    let package = |id: &str, purpose: &str, cost: i64| Package {
        id: id.to_owned(),
        name: id.to_owned(),
        purpose: purpose.to_owned(),
        unit_cost: Vnd::new(cost),
        beneficiary: BeneficiaryKind::Household,
        indicators: standard.set_of([]),
        names_indicators: false,
        b1_gain: 0.0,
        classes: BTreeSet::new(),
        requires: BTreeSet::new(),
        excludes: BTreeSet::new(),
        exclusive_group: None,
        priority: 1.0,
        grain: Grain::Whole,
        demand: Demand::Requested,
        account: Account::Poverty,
    };
    let roof = |id: &str, cost, key| Package {
        exclusive_group: Some("roof".to_owned()),
        indicators: standard.set_of([key]),
        ..package(id, "housing", cost)
    };
    let minimum = Grain::Divisible { min_amount: Vnd::new(MILLION) };
    vec![
        Package { beneficiary: BeneficiaryKind::Commune, ..package("clinic", "public_work", 55_500_000) },
        package("gift", "gift", MILLION),
        roof("house", 60 * MILLION, "housing_quality"),
        Package { account: Account::Relief, ..package("relief", "relief", 5 * MILLION) },
        roof("repair", 30 * MILLION, "housing_area"),
        Package { grain: minimum, ..package("school", "education", 4 * MILLION) },
    ]
}

fn needs() -> Vec<Need> {
    let costs = [55_500_000, MILLION, 60 * MILLION, 5 * MILLION, 30 * MILLION, 4 * MILLION];
    let need = |beneficiary, package: usize| Need {
        beneficiary,
        package: PackageIndex::new(package),
        quantity: 1,
        class: None,
        unit_cost: Vnd::new(costs[package]),
        has_own_cost: false,
        priority: 1.0,
        outside: Vnd::ZERO,
        place: Place::default(),
    };
    let commune = |area, package| need(Beneficiary::Commune(AreaIndex::new(area)), package);
    let household = |id, package| need(Beneficiary::Household(HouseholdIndex::new(id)), package);
    vec![
        commune(1, 0),
        Need { quantity: 5, ..commune(3, 1) },
        household(0, 2),
        household(0, 4),
        household(1, 3),
        household(1, 5),
        household(2, 2),
        household(2, 3),
        Need { outside: Vnd::new(30 * MILLION), ..household(2, 4) },
        household(3, 1),
        household(3, 5),
    ]
}

fn sources() -> Vec<Source> {
    let source = |id: &str, kind, million: i64| Source {
        id: id.to_owned(),
        name: id.to_owned(),
        kind,
        worth: Worth::Cash(Vnd::new(million * MILLION)),
        status: SourceStatus::Received,
        rate: Share::ONE,
        account: Account::Poverty,
        earmark: Earmark::default(),
        reserve: Share::ZERO,
        whole_units: false,
        max_per_household: None,
        max_per_commune: None,
        max_partners: None,
        place: Place::default(),
    };
    let share = |text| Share::parse(text).unwrap();
    let village = Earmark { areas: BTreeSet::from([AreaIndex::new(2)]), ..Earmark::default() };
    let schools = Earmark { packages: BTreeSet::from([PackageIndex::new(5)]), ..Earmark::default() };
    let gifts = Worth::Goods { package: PackageIndex::new(1), quantity: 3 };
    vec![
        Source {
            status: SourceStatus::Pledged,
            rate: share("0.5"),
            earmark: village,
            max_per_household: Some(Vnd::new(40 * MILLION)),
            ..source("donor", SourceKind::Donor, 100)
        },
        Source { reserve: share("10%"), ..source("fund", SourceKind::Fund, 100) },
        Source { worth: gifts, ..source("goods", SourceKind::Agency, 0) },
        Source { account: Account::Relief, ..source("relief", SourceKind::Fund, 5) },
        Source {
            name: "=Công ty".to_owned(),
            whole_units: true,
            earmark: schools,
            max_per_commune: Some(Vnd::new(4 * MILLION)),
            ..source("whole", SourceKind::Donor, 8)
        },
    ]
}

/// A commitment of `million` đồng for one unit.
pub(super) fn commitment(source: Option<usize>, need: usize, million: i64, status: CommitmentStatus) -> Commitment {
    Commitment {
        source: source.map(SourceIndex::new),
        need: NeedIndex::new(need),
        units: 1,
        amount: Vnd::new(million * MILLION),
        status,
        place: Place::default(),
    }
}

fn commitments() -> Vec<Commitment> {
    vec![
        commitment(Some(3), 4, 5, CommitmentStatus::Disbursed),
        commitment(None, 8, 25, CommitmentStatus::Outside),
        commitment(Some(1), 10, 2, CommitmentStatus::Promised),
    ]
}

const AWARDS: &str = "\
beneficiary,commune,package,purpose,units,amount,weight,status,certainty,reason
100,100,clinic,public_work,1,55500000,61.05,new,sure,greatest_need
h1,100,house,housing,1,60000000,165,new,if_pledged,floor
h2,100,relief,relief,1,5000000,5,disbursed,sure,committed
h2,100,school,education,1,4000000,4,new,sure,greatest_need
200,200,gift,gift,4,4000000,7.2,new,sure,floor
h3,200,repair,housing,1,0,82.5,outside,,
h4,200,school,education,0.5,2000000,4.5,promised,sure,committed
h4,200,school,education,0.25,1000000,2.25,new,sure,floor
";

const TRANSFERS: &str = "\
source,beneficiary,package,amount,units
donor,h1,house,30000000,
fund,100,clinic,55500000,
fund,200,gift,1000000,
fund,h1,house,30000000,
fund,h4,school,3000000,
goods,200,gift,3000000,3
relief,h2,relief,5000000,
whole,h2,school,4000000,1
";

const UNSERVED: &str = "\
beneficiary,commune,package,units_asked,units_served,amount_missing,weight,reason,needs
h1,100,repair,1,0,30000000,82.5,household_limit,
200,200,gift,5,4,1000000,1.8,indivisible_remainder,500000
h3,200,house,1,0,60000000,165,met_elsewhere,
h3,200,relief,1,0,5000000,13.75,sources_exhausted,5000000
h4,200,gift,1,0,1000000,2.25,indivisible_remainder,500000
h4,200,school,1,0.75,1000000,2.25,lower_need,0
";

const COMMUNES: &str = "\
commune,name,households,poverty_rate,asked,served,outside,weight_asked,weight_served,coverage,entitlement,shortfall,\
households_helped,exits,poverty_rate_after
100,Xã A,20,0.05,154500000,124500000,0,317.55,235.05,0.7401983939537081,0.9,0,2,1,0
200,Xã B,10,0.4,105000000,7000000,25000000,281.5,96.45,0.342628774422735,0.75,9.1125,6,1,0.3
";

const GROUPS: &str = "\
group,level,weight_asked,weight_served,coverage,entitlement,floor,shortfall
100,commune,317.55,235.05,0.7401983939537081,0.9,142.8975,0
200,commune,281.5,96.45,0.342628774422735,0.75,105.5625,9.1125
";

const SOURCES: &str = "\
source,name,kind,account,amount,available,used,left,awards,communes,transfers,reason_left
donor,donor,donor,poverty,100000000,50000000,30000000,20000000,1,1,1,needs_met
fund,fund,fund,poverty,100000000,90000000,89500000,500000,4,2,4,indivisible_remainder
goods,goods,agency,poverty,3000000,3000000,3000000,0,1,1,1,
relief,relief,fund,relief,5000000,5000000,5000000,0,1,1,1,
whole,'=Công ty,donor,poverty,8000000,8000000,4000000,4000000,1,1,1,other_goal
";

const RULES: &str = "rule,group,measure,value,share,at_least,at_most,slack,binding,status,cost\n";

const SUMMARY: &str = r#"{
  "title": "Thử",
  "stages": [
    {"stage": "entitlement", "value": 0.75, "bound": 0.75, "certified_bound": null, "gap": 0.0, "status": "optimal"},
    {"stage": "beyond_one_package", "value": 0.0, "bound": 0.0, "certified_bound": null, "gap": 0.0, "status": "optimal"},
    {"stage": "shortfall", "value": 9.1125, "bound": 9.1125, "certified_bound": null, "gap": 0.0, "status": "optimal"},
    {"stage": "objective", "value": 249.0, "bound": 249.0, "certified_bound": null, "gap": 0.0, "status": "optimal"}
  ],
  "totals": {"asked": 259500000, "transferred": 131500000, "outside": 25000000, "awards": 7, "households": 8.0, "exits": 2},
  "findings": [], "inputs": {}, "settings": {}, "version": "0.1.0"
}"#;

/// The files of a run folder, to be changed and judged.
#[derive(Debug, Clone)]
pub(super) struct Folder(BTreeMap<&'static str, String>);

/// The run folder that is right for [`scenario`].
pub(super) fn folder() -> Folder {
    let files = [
        ("awards.csv", AWARDS),
        ("transfers.csv", TRANSFERS),
        ("unserved.csv", UNSERVED),
        ("communes.csv", COMMUNES),
        ("groups.csv", GROUPS),
        ("sources.csv", SOURCES),
        ("rules.csv", RULES),
        ("pairings.csv", "source,area,household,status,value\n"),
        ("summary.json", SUMMARY),
    ];
    Folder(files.into_iter().map(|(file, text)| (file, text.to_owned())).collect())
}

/// A sentence that lacks a fact shows its name in braces.
fn every_fact_is_given(opinion: &Opinion) {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::En));
    for violation in &opinion.violations {
        let sentence = CATALOGUE.text(&format!("verify-{}", violation.rule), &violation.facts);
        assert!(!sentence.contains("{$"), "{sentence}");
    }
}

impl Folder {
    /// Adds rows at the end of a file.
    pub(super) fn add(mut self, file: &str, rows: &str) -> Self {
        self.0.get_mut(file).unwrap().push_str(rows);
        self
    }

    /// Replaces a text that stands in a file exactly once.
    pub(super) fn replace(mut self, file: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(file).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
        *text = text.replace(old, new);
        self
    }

    /// Replaces a cell; rows count from 1 without the heading.
    pub(super) fn cell(mut self, file: &str, row: usize, column: &str, new: &str) -> Self {
        let text = self.0.get_mut(file).unwrap();
        let mut lines: Vec<Vec<String>> =
            text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let at = lines[0].iter().position(|heading| heading == column).unwrap();
        assert_ne!(lines[row][at], new, "nothing changes in {file}");
        new.clone_into(&mut lines[row][at]);
        *text = lines.iter().map(|line| line.join(",") + "\n").collect();
        self
    }

    /// Adds a file.
    pub(super) fn with(mut self, file: &'static str, text: &str) -> Self {
        self.0.insert(file, text.to_owned());
        self
    }

    /// Leaves out a file.
    pub(super) fn without(mut self, file: &str) -> Self {
        self.0.remove(file);
        self
    }

    /// The columns of a table.
    pub(super) fn columns(&self, file: &str) -> Vec<String> {
        self.0[file].lines().next().unwrap().split(',').map(str::to_owned).collect()
    }

    /// Writes the files, with the settings of the scenario where none are stated, and judges them.
    pub(super) fn opinion(&self, scenario: &Scenario) -> Opinion {
        let run = tempfile::tempdir().unwrap();
        let settings = serde_json::to_string(&scenario.settings).unwrap();
        for (file, text) in &self.0 {
            let text = text.replace("\"settings\": {}", &format!("\"settings\": {settings}"));
            std::fs::write(run.path().join(file), text).unwrap();
        }
        let opinion = second_opinion(scenario, run.path());
        every_fact_is_given(&opinion);
        opinion
    }

    /// The rules that are broken.
    pub(super) fn rules(&self, scenario: &Scenario) -> Vec<&'static str> {
        let rules: BTreeSet<_> = self.opinion(scenario).violations.iter().map(|violation| violation.rule).collect();
        rules.into_iter().collect()
    }
}
