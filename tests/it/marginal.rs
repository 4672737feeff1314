//! `marginal`: a step more or less of a source's money, and its earmark lifted, are worth what a scenario that has been
//! changed by hand says.

use chungtay::domain::settings::Entitlement;
use chungtay::domain::{Earmark, Scenario, SourceStatus, Worth};
use chungtay::marginal::{self, Margin, Question};
use chungtay::pipeline::{self, Unwatched};
use chungtay::stages::{self, Deadline};
use chungtay::units::{Share, Vnd};
use chungtay::{eligibility, network, severity};

use super::support::random::{self, Size};
use super::support::{chungtay, folder_of};

const STEP: Vnd = Vnd::new(10_000_000);

/// Commune A asks with twice the priority of B: 4 points a million against 2.
const FILES: [(&str, &str); 6] = [
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,50,10\nB,Xã B,commune,1,50,10\n",
    ),
    ("households.csv", "id,area,class\nX,A,poor\n"),
    ("packages.csv", "id,name,purpose,unit_cost,beneficiary\nroad,Đường,public_work,10000000,commune\n"),
    ("needs.csv", "beneficiary,package,quantity,priority\nA,road,10,2\nB,road,10,1\n"),
    ("sources.csv", "id,name,kind,amount,areas\nfund,Quỹ,fund,90000000,\ntied,Riêng B,donor,5000000,B\n"),
    (
        "scenario.toml",
        "title = \"Biên\"\nyear = 2026\nfairness = { entitlement = \"none\" }\n\
         severity = { commune = 2.0, commune_poverty_rate = 0.0 }\n",
    ),
];

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * one.abs().max(1.0)
}

#[test]
fn a_step_more_a_step_less_and_an_earmark_have_their_worth() {
    let scenario = folder_of(&FILES);
    let book = scenario.file("bien.xlsx");
    let mut command = chungtay();
    let output = command.arg("marginal").arg(scenario.path()).arg("--xlsx").arg(&book).args(["--format", "json"]);
    let output = output.assert().success().get_output().stdout.clone();
    let answer: serde_json::Value = serde_json::from_slice(&output).unwrap();
    let of = |id: &str| answer["sources"].as_array().unwrap().iter().find(|row| row["source"] == id).unwrap().clone();
    let value = |id: &str, key: &str| of(id)[key]["value"].as_f64().unwrap();
    // The last million of the fund goes to A, and so would the next ten: 9 of the 10 units of A are paid.
    assert!(close(value("fund", "more"), 40.0) && close(value("fund", "less"), 40.0), "{answer}");
    assert_eq!(of("fund")["more"]["units"], serde_json::json!([["road", 1.0]]));
    assert!(of("fund")["lifted"].is_null());
    // Money for B alone brings 2 points a million; it has 5 million, so no more can be taken from it.
    assert!(close(value("tied", "more"), 20.0) && close(value("tied", "less"), 10.0), "{answer}");
    // Untied, the 5 million serve A: 4 − 2 points a million.
    assert!(close(value("tied", "lifted"), 10.0), "{answer}");
    let mut sheets = calamine::open_workbook_auto(&book).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut sheets, "Giá trị biên").unwrap();
    assert_eq!(sheet.height(), 3 + 2, "title, note, headings, a row a source");
    // What is there is never written over.
    chungtay().arg("marginal").arg(scenario.path()).arg("--xlsx").arg(&book).assert().code(2);
}

#[test]
fn an_unknown_source_and_a_step_of_nothing_are_refused() {
    let scenario = folder_of(&FILES);
    let run = |words: &[&str]| {
        let output = chungtay().arg("marginal").arg(scenario.path()).args(words).assert().code(2);
        String::from_utf8(output.get_output().stderr.clone()).unwrap()
    };
    assert!(run(&["--source", "fun"]).contains("\"fund\""), "the nearest is named");
    assert!(run(&["--source", "xyz"]).contains("\"xyz\""));
    assert!(run(&["--step", "0"]).contains("--step") && run(&["--step", "1.500 triệu"]).contains("--step"));
}

fn margins(scenario: &Scenario) -> Option<Vec<Margin>> {
    marginal::of(scenario, &Question { step: STEP, sources: Vec::new() }, &Unwatched).ok()
}

/// The relaxation's value of stage 3 with the floors of `scenario`, of a scenario that differs in its sources.
fn value(scenario: &Scenario, changed: &Scenario) -> f64 {
    let weights = severity::weigh(scenario);
    let pairings = pipeline::pair(scenario, Deadline::NONE).unwrap().pairings;
    let network = |of: &Scenario| network::build(of, &weights, &eligibility::find(of, &pairings));
    let groups = stages::entitle(scenario, &network(scenario), Deadline::NONE).unwrap().groups;
    stages::margins(changed, &network(changed), &groups, &[]).unwrap().0.value
}

#[test]
fn margins_are_those_of_scenarios_that_have_the_money() {
    let mut tried = 0;
    for seed in 0..60 {
        let mut scenario = random::scenario(seed, Size { communes: 3, households: 12, sources: 6 });
        for source in &mut scenario.sources {
            (source.status, source.rate, source.reserve) = (SourceStatus::Received, Share::ONE, Share::ZERO);
        }
        let Some(margins) = margins(&scenario) else { continue };
        let base = value(&scenario, &scenario);
        for (position, margin) in margins.iter().enumerate() {
            let source = &scenario.sources[position];
            assert_eq!(source.id, margin.source, "by id");
            let mut richer = scenario.clone();
            match &mut richer.sources[position].worth {
                Worth::Cash(amount) => *amount += STEP,
                Worth::Goods { quantity, .. } => *quantity += 1,
            }
            let more = value(&scenario, &richer) - base;
            assert!(close(more, margin.more.value), "seed {seed}, {}: {more}, {margin:?}", margin.source);
            let is_tied = source.earmark != Earmark::default();
            let is_cash = matches!(source.worth, Worth::Cash(_));
            assert!(!is_cash || is_tied == margin.lifted.is_some(), "seed {seed}: {margin:?}");
            if let (Worth::Cash(_), Some(lifted)) = (&source.worth, &margin.lifted) {
                let mut free = scenario.clone();
                free.sources[position].earmark = Earmark::default();
                let expected = value(&scenario, &free) - base;
                assert!(close(expected, lifted.value), "seed {seed}, {}: {expected}, {lifted:?}", margin.source);
            }
            if scenario.settings.fairness.entitlement == Entitlement::None {
                let less = margin.less.as_ref().expect("without floors money may always be missing");
                assert!(margin.more.value >= 0.0 && less.value >= 0.0, "seed {seed}: {margin:?}");
                let is_whole_step = margin.free >= margin.step;
                assert!(
                    !is_whole_step || less.value + 1e-6 >= margin.more.value,
                    "the next is worth no more than the last"
                );
            }
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}
