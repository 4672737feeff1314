//! Bytes of the files for a small run, and the workbook read back.

mod workbook_sheets;

use std::collections::{BTreeMap, BTreeSet};

use super::{tables, write_run};
use crate::domain::standard::IndicatorSet;
use crate::domain::tables::{
    AwardRow, AwardStatus, Certainty, CommuneRow, Figure, FindingRow, GroupRow, LeftReason, PairingRow, Provenance,
    RuleRow, RuleStatus, ServedReason, SourceRow, Tables, Totals, TransferRow, UnservedReason, UnservedRow,
};
use crate::domain::{
    Account, Area, Beneficiary, BeneficiaryKind, Certificate, ChosenStatus, Class, Demand, Earmark, Grain, Household,
    Level, Need, Package, RuleMeasure, Scenario, Setting, Settings, Source, SourceKind, SourceStatus, StageName,
    StageResult, StageStatus, Standard, Worth,
};
use crate::findings::Place;
use crate::ids::{AreaIndex, HouseholdIndex, PackageIndex};
use crate::units::{Share, Vnd};

fn vnd(dong: i64) -> Vnd {
    Vnd::new(dong)
}

/// One commune, two households whose heads would be formulas, one package, one source.
fn scenario() -> Scenario {
    let settings = Settings { title: "Thử".to_owned(), year: 2026, ..Settings::default() };
    let (_, standard) = Standard::built_in().into_iter().next().unwrap();
    Scenario {
        settings,
        standard,
        areas: vec![Area {
            code: "03163".to_owned(),
            name: "Xã Mường Tè".to_owned(),
            level: Level::Commune,
            parent: None,
            setting: Setting::Rural,
            households: Some(10),
            poor_households: Some(4),
            near_poor_households: None,
            tags: BTreeSet::new(),
        }],
        households: vec![household("h1", "=1+1"), household("h2", "Lò Văn An")],
        packages: vec![package()],
        needs: vec![need(0), need(1)],
        sources: vec![source()],
        commitments: Vec::new(),
        pairings: Vec::new(),
        rules: Vec::new(),
        near: None,
        aim: None,
    }
}

fn household(id: &str, head_name: &str) -> Household {
    Household {
        id: id.to_owned(),
        area: AreaIndex::new(0),
        head_name: head_name.to_owned(),
        national_id: "012345678901".to_owned(),
        birth_year: "1970".to_owned(),
        members: 1,
        class: Class::NearPoor,
        b1: None,
        deprived: IndicatorSet::default(),
        tags: BTreeSet::new(),
        place: Place::default(),
    }
}

fn package() -> Package {
    Package {
        id: "cow".to_owned(),
        name: "Bò giống".to_owned(),
        purpose: "livelihood".to_owned(),
        unit_cost: vnd(10_000_000),
        beneficiary: BeneficiaryKind::Household,
        indicators: IndicatorSet::default(),
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
    }
}

fn need(household: usize) -> Need {
    Need {
        beneficiary: Beneficiary::Household(HouseholdIndex::new(household)),
        package: PackageIndex::new(0),
        quantity: 1,
        class: None,
        unit_cost: vnd(10_000_000),
        has_own_cost: false,
        priority: 1.0,
        outside: Vnd::ZERO,
        place: Place::default(),
    }
}

fn source() -> Source {
    Source {
        id: "quy".to_owned(),
        name: "Quỹ, \"Vì người nghèo\"".to_owned(),
        kind: SourceKind::Fund,
        worth: Worth::Cash(vnd(15_000_000)),
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
    }
}

fn award(status: AwardStatus, dong: i64, units: f64, reason: ServedReason) -> AwardRow {
    AwardRow {
        beneficiary: "h1".to_owned(),
        commune: "03163".to_owned(),
        package: "cow".to_owned(),
        purpose: "livelihood".to_owned(),
        units,
        amount: vnd(dong),
        weight: units * 10.0,
        status,
        certainty: Some(Certainty::IfPledged),
        reason: Some(reason),
    }
}

fn rule() -> RuleRow {
    RuleRow {
        rule: "-sàn".to_owned(),
        group: "03163".to_owned(),
        measure: RuleMeasure::Amount,
        value: Some(Figure::Money(vnd(10_000_000))),
        share: Some(0.5),
        at_least: Some(Figure::Number(0.4)),
        at_most: None,
        slack: Some(Figure::Number(0.1)),
        binding: false,
        status: RuleStatus::Held,
        cost: None,
    }
}

/// A commune that is kept, and a household that is chosen and whose id would be a formula.
fn pairings() -> Vec<PairingRow> {
    let row = |area: Option<&str>, household: Option<&str>, status, value| PairingRow {
        source: "quy".to_owned(),
        area: area.map(str::to_owned),
        household: household.map(str::to_owned),
        status,
        value,
    };
    vec![row(Some("03163"), None, ChosenStatus::Keep, 1.0), row(None, Some("=h1"), ChosenStatus::Chosen, 0.5)]
}

fn run() -> Tables {
    Tables {
        awards: vec![
            award(AwardStatus::Promised, 2_500_000, 0.25, ServedReason::Committed),
            award(AwardStatus::New, 7_500_000, 0.75, ServedReason::GreatestNeed),
        ],
        transfers: vec![TransferRow {
            source: "quy".to_owned(),
            beneficiary: "h1".to_owned(),
            package: "cow".to_owned(),
            amount: vnd(10_000_000),
            units: None,
        }],
        waiting: Vec::new(),
        blocks: Vec::new(),
        unserved: vec![UnservedRow {
            beneficiary: "h2".to_owned(),
            commune: "03163".to_owned(),
            package: "cow".to_owned(),
            units_asked: 1,
            units_served: 0.0,
            amount_missing: vnd(10_000_000),
            weight: 1e-7,
            reason: UnservedReason::IndivisibleRemainder,
            needs: Some(vnd(5_000_000)),
        }],
        communes: vec![commune()],
        groups: vec![GroupRow {
            group: "03163".to_owned(),
            level: Level::Commune,
            weight_asked: 20.0,
            weight_served: 10.0,
            coverage: Some(0.5),
            entitlement: None,
            floor: 0.0,
            shortfall: -0.0,
        }],
        sources: vec![source_row()],
        rules: vec![rule()],
        pairings: pairings(),
        certificate: Certificate::default(),
        stages: vec![StageResult {
            stage: StageName::Objective,
            value: Some(10.0),
            bound: Some(10.0),
            certified_bound: None,
            gap: Some(0.0),
            status: StageStatus::Optimal,
            timed_out: false,
        }],
        totals: Totals {
            asked: vnd(20_000_000),
            transferred: vnd(10_000_000),
            outside: Vnd::ZERO,
            awards: 2,
            households: 1.0,
            exits: 0,
        },
    }
}

fn source_row() -> SourceRow {
    SourceRow {
        source: "quy".to_owned(),
        name: source().name,
        kind: SourceKind::Fund,
        account: Account::Poverty,
        amount: vnd(15_000_000),
        available: vnd(15_000_000),
        used: vnd(10_000_000),
        left: vnd(5_000_000),
        awards: 1,
        communes: 1,
        transfers: 1,
        reason_left: Some(LeftReason::IndivisibleRemainder),
    }
}

fn commune() -> CommuneRow {
    CommuneRow {
        commune: "03163".to_owned(),
        name: "+Xã".to_owned(),
        households: Some(10),
        poverty_rate: Some(0.1 + 0.2),
        asked: vnd(20_000_000),
        served: vnd(10_000_000),
        outside: Vnd::ZERO,
        weight_asked: 20.0,
        weight_served: 10.0,
        coverage: Some(0.5),
        entitlement: None,
        shortfall: Some(0.0),
        households_helped: 1.0,
        exits: 0,
        poverty_rate_after: None,
    }
}

#[test]
fn csv_files_are_exactly_what_the_contract_says() {
    let files: BTreeMap<_, _> = tables::csv_files(&run()).unwrap().into_iter().collect();
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert_eq!(
        text("awards.csv"),
        "beneficiary,commune,package,purpose,units,amount,weight,status,certainty,reason\n\
         h1,03163,cow,livelihood,0.25,2500000,2.5,promised,if_pledged,committed\n\
         h1,03163,cow,livelihood,0.75,7500000,7.5,new,if_pledged,greatest_need\n"
    );
    assert_eq!(text("transfers.csv"), "source,beneficiary,package,amount,units\nquy,h1,cow,10000000,\n");
    assert_eq!(
        text("unserved.csv"),
        "beneficiary,commune,package,units_asked,units_served,amount_missing,weight,reason,needs\n\
         h2,03163,cow,1,0,10000000,0.0000001,indivisible_remainder,5000000\n"
    );
    assert_eq!(
        text("communes.csv"),
        "commune,name,households,poverty_rate,asked,served,outside,weight_asked,weight_served,coverage,entitlement,\
         shortfall,households_helped,exits,poverty_rate_after\n\
         03163,'+Xã,10,0.30000000000000004,20000000,10000000,0,20,10,0.5,,0,1,0,\n"
    );
    assert_eq!(
        text("groups.csv"),
        "group,level,weight_asked,weight_served,coverage,entitlement,floor,shortfall\n03163,commune,20,10,0.5,,0,0\n"
    );
    assert_eq!(text("pairings.csv"), "source,area,household,status,value\nquy,03163,,keep,1\nquy,,'=h1,chosen,0.5\n");
    assert_eq!(
        text("sources.csv"),
        "source,name,kind,account,amount,available,used,left,awards,communes,transfers,reason_left\n\
         quy,\"Quỹ, \"\"Vì người nghèo\"\"\",fund,poverty,15000000,15000000,10000000,5000000,1,1,1,indivisible_remainder\n"
    );
    assert_eq!(
        text("rules.csv"),
        "rule,group,measure,value,share,at_least,at_most,slack,binding,status,cost\n\
         '-sàn,03163,amount,10000000,0.5,0.4,,0.1,false,held,\n"
    );
}

#[test]
fn a_run_folder_holds_these_files_and_equal_runs_are_equal() {
    let provenance = Provenance {
        findings: vec![FindingRow {
            severity: "warning".to_owned(),
            code: "W101".to_owned(),
            file: "areas.csv".to_owned(),
            sheet: None,
            row: Some(2),
            column: None,
            cause: "c".to_owned(),
            action: "a".to_owned(),
            facts: BTreeMap::new(),
        }],
        inputs: BTreeMap::from([("areas.csv".to_owned(), "ab".to_owned())]),
        ..Provenance::default()
    };
    let write = || {
        let folder = tempfile::tempdir().unwrap();
        write_run(folder.path(), &scenario(), &run(), &provenance).unwrap();
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
        files
            .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()))
            .collect::<BTreeMap<_, _>>()
    };
    let files = write();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "awards.csv",
            "bieu-phan-bo.xlsx",
            "certificate.json",
            "communes.csv",
            "groups.csv",
            "pairings.csv",
            "rules.csv",
            "sources.csv",
            "summary.json",
            "transfers.csv",
            "unserved.csv"
        ]
    );
    assert!(files == write(), "two runs differ");
    let summary = String::from_utf8(files["summary.json"].clone()).unwrap();
    let start =
        "{\n  \"title\": \"Thử\",\n  \"stages\": [\n    {\n      \"stage\": \"objective\",\n      \"value\": 10.0,";
    assert!(summary.starts_with(start), "{summary}");
    assert!(summary.ends_with(concat!("  \"version\": \"", env!("CARGO_PKG_VERSION"), "\"\n}\n")));
    let value: serde_json::Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(value["totals"]["transferred"], 10_000_000);
    assert_eq!(value["inputs"]["areas.csv"], "ab");
    assert_eq!(value["settings"]["fairness"]["entitlement"], "leximin");
    assert_eq!(value["findings"][0]["code"], "W101");
    assert!(!summary.contains("012345678901"));
}

#[test]
fn every_reason_has_its_sentence() {
    use crate::messages::{Catalogue, Language};
    for language in [Language::Vi, Language::En] {
        let words = Catalogue::new(language);
        let ids = "reason-committed reason-earmarked reason-floor reason-greatest-need reason-met-elsewhere \
                   reason-no-eligible-source reason-household-limit reason-rule-limit reason-sources-exhausted \
                   reason-indivisible-remainder reason-lower-need reason-other-goal left-no-eligible-need \
                   left-needs-met left-cap-reached left-indivisible-remainder left-other-goal";
        for id in ids.split_whitespace() {
            assert!(words.has(id), "{id}");
        }
    }
}
