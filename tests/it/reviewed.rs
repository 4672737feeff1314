//! Small scenarios that an independent implementation once answered better: each with the answer that it found.

use chungtay::domain::StageName;
use serde_json::Value;

use super::support::{Patched, chungtay, folder_of, summary};

const ONE: &str = "code,name,level,households\nX,Xã,commune,10\n";
const TWO: &str = "code,name,level,households\nX,Xã,commune,10\nY,Xã Hai,commune,10\n";
const TOP: &str = "title = 'T'\nyear = 2026\n";

fn stage(scenario: &Patched, stage: StageName) -> f64 {
    let run = scenario.file("run");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).arg("--quiet").assert().success();
    let name = serde_json::to_value(stage).unwrap();
    let stages = summary(&run)["stages"].as_array().unwrap().clone();
    let stage = stages.iter().find(|one| one["stage"] == name).unwrap();
    assert_eq!(stage["status"], Value::from("optimal"), "{stage}");
    stage["value"].as_f64().unwrap()
}

#[track_caller]
fn reaches(files: &[(&str, &str)], objective: f64) {
    let scenario = folder_of(files);
    let reached = stage(&scenario, StageName::Objective);
    assert!((reached - objective).abs() < 1e-9, "{reached} instead of {objective}");
}

/// Three poor households, each with a need of a divisible package of 5 million.
fn three<'a>(source: &'a str, rules: &'a str) -> [(&'static str, &'a str); 6] {
    [
        ("areas.csv", ONE),
        ("households.csv", "id,area,class\nH1,X,poor\nH2,X,poor\nH3,X,poor\n"),
        ("packages.csv", "id,name,purpose,unit_cost,divisible\np,Bò,livelihood,5000000,1\n"),
        ("needs.csv", "beneficiary,package\nH1,p\nH2,p\nH3,p\n"),
        ("sources.csv", source),
        ("scenario.toml", rules),
    ]
}

#[test]
fn a_cap_that_whole_units_reach_exactly_lets_them_be_granted() {
    let rule = |words: &str| format!("{TOP}[[rule]]\nname = 'r'\n{words}\n");
    for source in [
        "id,name,kind,amount,whole_units\ns,Quỹ,fund,50000000,1\n",
        "id,name,kind,goods,quantity\ns,Quỹ,fund,p,9\n",
        "id,name,kind,amount\ns,Quỹ,fund,50000000\n",
    ] {
        reaches(&three(source, &rule("measure = 'units'\nover = 'household'\nat_most = 1")), 30.0);
        reaches(&three(source, &rule("measure = 'amount'\nover = 'household'\nat_most = 5000000")), 30.0);
        reaches(&three(source, &rule("measure = 'units'\nat_most = 2")), 20.0);
    }
}

#[test]
fn bounds_that_only_one_plan_meets_to_the_dong_are_met() {
    for rules in [
        "[[rule]]\nname = 'r'\nmeasure = 'units'\nover = 'commune'\nat_least = '50%'\n",
        "[[rule]]\nname = 'r'\nmeasure = 'amount'\nover = 'commune'\nat_most = '50%'\n",
        "[[rule]]\nname = 'r'\nmeasure = 'weight'\nover = 'commune'\nat_least = '50%'\n",
        "[[rule]]\nname = 'r'\nmeasure = 'amount'\nover = 'commune'\nat_least = 5000000\n\
         [[rule]]\nname = 'q'\nmeasure = 'amount'\nat_most = 10000000\n",
        "[[rule]]\nname = 'r'\nmeasure = 'amount'\nover = 'commune'\nat_least = 5000000\nat_most = 5000000\n",
    ] {
        let files = [
            ("areas.csv", TWO),
            ("households.csv", "id,area,class\nH1,X,poor\nH2,Y,poor\n"),
            ("packages.csv", "id,name,purpose,unit_cost,divisible\np,Bò,livelihood,5000000,1\n"),
            ("needs.csv", "beneficiary,package\nH1,p\nH2,p\n"),
            ("sources.csv", "id,name,kind,amount\ns,Quỹ,fund,50000000\n"),
            ("scenario.toml", &format!("{TOP}{rules}")),
        ];
        reaches(&files, 20.0);
    }
}

#[test]
fn a_floor_in_whole_units_of_a_divisible_package_holds_to_the_dong() {
    let rules = "[[rule]]\nname = 'r0'\nmeasure = 'amount'\nover = 'commune'\nat_least = '10%'\n\
                 [[rule]]\nname = 'r1'\nmeasure = 'units'\nwhere = { tags = ['elderly_alone'] }\nat_least = 1\n";
    let files = [
        ("areas.csv", "code,name,level\nX,Xã,commune\nY,Xã Hai,commune\nZ,Xã Ba,commune\n"),
        (
            "households.csv",
            "id,area,class,tags\nH05,Z,poor,\nH06,Z,near_poor,elderly_alone\nH09,X,other,\nH10,Y,poor,\nH11,Z,near_poor,\n",
        ),
        ("packages.csv", "id,name,purpose,unit_cost,divisible,demand\np,Gói,relief,10000000,1,automatic\n"),
        ("needs.csv", "beneficiary,package\n"),
        ("sources.csv", "id,name,kind,amount\ns,Quỹ,agency,41497000\n"),
        ("scenario.toml", &format!("{TOP}{rules}")),
    ];
    let scenario = folder_of(&files);
    stage(&scenario, StageName::Objective);
    assert_eq!(summary(&scenario.file("run"))["totals"]["transferred"], 41_497_000);
}

#[test]
fn a_best_point_that_presolve_hides_is_found() {
    let files = [
        (
            "areas.csv",
            "code,name,level,households\n1,Xã 1,commune,24\n2,Xã 2,commune,40\n3,Xã 3,commune,16\n4,Xã 4,commune,13\n",
        ),
        ("households.csv", "id,area,class\nH00,4,poor\nH01,3,poor\nH02,4,poor\n"),
        (
            "packages.csv",
            "id,name,purpose,unit_cost\np0,Nhà,housing,10000000\np1,Học,education,7000003\np2,Bò,livelihood,1000000\np3,Thuốc,health,5000000\n",
        ),
        (
            "needs.csv",
            "beneficiary,package,quantity,unit_cost\nH00,p0,,\nH01,p2,,\nH01,p3,,\nH02,p0,,\nH02,p2,,4000000\n1,p1,,\n1,p2,,\n\
             2,p0,,\n2,p1,4,4000000\n4,p1,,\n",
        ),
        (
            "sources.csv",
            "id,name,kind,amount,packages,whole_units\ns1,Quỹ,fund,23677000,,\ns3,Cơ quan,agency,23923000,p0,\n\
             s4,Quỹ 4,fund,6991000,,1\ns5,Tài trợ,donor,4438084,,\n",
        ),
        ("scenario.toml", &format!("{TOP}[funding]\nfund_reserve = 0.1\n[fairness]\nstrength = 0.8\n")),
    ];
    reaches(&files, 85.000_003);
}

#[test]
fn money_that_pays_whole_units_pays_them_though_the_objective_gains_nothing() {
    let files = [
        ("areas.csv", ONE),
        ("households.csv", "id,area,class\n"),
        ("packages.csv", "id,name,purpose,unit_cost,beneficiary,divisible\np,Bò,housing,10000000,commune,1\n"),
        ("needs.csv", "beneficiary,package,quantity\nX,p,2\n"),
        ("sources.csv", "id,name,kind,amount,whole_units\ns,Quỹ,fund,68183000,1\n"),
        (
            "scenario.toml",
            &format!("{TOP}fairness = {{ strength = 0.5 }}\nobjective = {{ maximize = 'households' }}\n"),
        ),
    ];
    let scenario = folder_of(&files);
    stage(&scenario, StageName::Objective);
    assert_eq!(summary(&scenario.file("run"))["totals"]["transferred"], 20_000_000);
}

#[test]
fn a_package_in_parts_of_any_size_reaches_every_household_that_can_be_reached() {
    let scenario = [
        ("areas.csv", ONE),
        ("households.csv", "id,area,class\nH1,X,poor\nH2,X,poor\nH3,X,near_poor\n"),
        ("packages.csv", "id,name,purpose,unit_cost,divisible\np,Bò,livelihood,10000000,1\n"),
        ("needs.csv", "beneficiary,package\nH1,p\nH2,p\nH3,p\n"),
        ("sources.csv", "id,name,kind,amount\ns,Quỹ,fund,7000000\n"),
        (
            "scenario.toml",
            &format!("{TOP}fairness = {{ entitlement = 'none' }}\nobjective = {{ maximize = 'households' }}\n"),
        ),
    ];
    reaches(&scenario, 3.0);
}
