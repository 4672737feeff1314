//! The certificate: whatever its multipliers are, no plan beats what they bound; the program's own bound well; and whoever
//! changes one of them is found out.

use chungtay::domain::settings::{Entitlement, Maximize};
use chungtay::domain::tables::PairingRow;
use chungtay::domain::{Certificate, Multiplier, Multipliers, Scenario, StageName};
use chungtay::pipeline::{self, Unwatched};
use chungtay::verify::{Proved, second_opinion, second_opinion_after, weigh};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use serde_json::Value;

use crate::support::seeds::all_hold;
use crate::support::{Patched, broken, chungtay, random, root, rules, sources, summary};

/// Bounds that a value may pass: a float's last digits.
const NOISE: f64 = 1e-9;

#[test]
fn no_plan_beats_what_multipliers_bound_whatever_they_are() {
    all_hold(300, |seed| {
        let mut scenario = random::tiny(seed);
        if seed.is_multiple_of(2) {
            rules::add_random(&mut scenario, seed);
        }
        if seed.is_multiple_of(3) {
            sources::add_random(&mut scenario, seed);
        }
        scenario.settings.objective.maximize = match seed.rem_euclid(5) {
            0 => Maximize::Exits,
            1 => Maximize::Households,
            2 => Maximize::Amount,
            3 => Maximize::Units,
            _ => Maximize::Weight,
        };
        beaten(&scenario, seed)
    });
}

/// A stage whose plan beats the bound of the program's own multipliers, or of these changed at random.
fn beaten(scenario: &Scenario, seed: u64) -> Option<String> {
    let tables = pipeline::run(scenario, &Unwatched).ok()?.tables;
    let stated = pipeline::stated(&tables);
    let ids = |row: &PairingRow| {
        [row.source.clone(), row.area.clone().unwrap_or_default(), row.household.clone().unwrap_or_default()]
    };
    let pairs: Vec<[String; 3]> = tables.pairings.iter().map(ids).collect();
    let proved = |certificate: &Certificate| {
        let weighed = weigh(scenario, pairs.clone(), certificate.clone());
        let certified =
            weighed.and_then(|weighed| weighed.certify(stated.clone())).map_err(|error| error.to_string())?;
        Ok::<_, String>(certified.proved().to_vec())
    };
    let mut random = Pcg64::seed_from_u64(seed);
    let mut certificate = tables.certificate.clone();
    for turn in 0..6 {
        let bounds = match proved(&certificate) {
            Ok(bounds) => bounds,
            Err(error) => return Some(error),
        };
        let fairness = scenario.settings.fairness.entitlement != Entitlement::None;
        if !bounds.iter().any(|one| one.stage == StageName::Objective) && turn == 0 {
            return Some("nothing is proved of stage 3".into());
        }
        if fairness && turn == 0 && !tables.groups.iter().all(|group| group.entitlement.is_none()) && bounds.len() < 4 {
            return Some(format!("something is not proved: {bounds:?}"));
        }
        let is_beaten = |one: &&Proved| one.gap < -NOISE;
        if let Some(one) = bounds.iter().find(is_beaten) {
            return Some(format!("turn {turn}: {one:?} is beaten"));
        }
        for proof in &mut certificate.proofs {
            disturb(&mut proof.multipliers, &mut random);
        }
    }
    None
}

fn disturb(multipliers: &mut Multipliers, random: &mut Pcg64) {
    let mut change = |price: &mut Multiplier| {
        let factor = [0.0, 0.5, 1.0, 1.0, 1.5, 3.0][random.random_range(0..6)];
        let own = Multiplier::ONE;
        #[expect(clippy::cast_precision_loss, reason = "any multiplier is as good as another")]
        let value = price.billionths() as f64 / own as f64;
        *price = Multiplier::near(value * factor + if factor > 1.0 { 0.01 } else { 0.0 });
    };
    multipliers.sources.values_mut().for_each(&mut change);
    multipliers.groups.values_mut().for_each(&mut change);
    multipliers.caps.iter_mut().for_each(|cap| change(&mut cap.price));
    multipliers.rules.iter_mut().for_each(|rule| change(&mut rule.price));
    change(&mut multipliers.excess);
    change(&mut multipliers.shortfall);
}

/// A run of a scenario of the repository, in a copy of its folder.
fn run(scenario: &str) -> Patched {
    let copy = Patched::copy(&root().join("scenarios").join(scenario));
    chungtay().arg("allocate").arg(copy.path()).arg("--out").arg(copy.file("run")).assert().success();
    copy
}

#[test]
fn where_packages_do_not_matter_the_objective_is_proved() {
    for scenario in ["max-min", "scarcity", "rules", "objective-households"] {
        let copy = run(scenario);
        let stages = summary(&copy.file("run"))["stages"].as_array().unwrap().clone();
        let objective = stages.iter().find(|stage| stage["stage"] == "objective").unwrap();
        let [value, bound] = ["value", "certified_bound"].map(|key| objective[key].as_f64().unwrap());
        assert!(bound >= value && bound <= value * (1.0 + 1e-7), "{scenario}: {value} {bound}");
    }
}

#[test]
fn verify_tells_what_is_proved() {
    let copy = run("tiny");
    let output = chungtay().args(["verify", "--format", "json"]).arg(copy.file("run")).output().unwrap();
    let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
    let proved = judged["proved"].as_array().unwrap();
    let stages: Vec<&str> = proved.iter().map(|one| one["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["entitlement", "beyond_one_package", "shortfall", "objective"]);
    // README of the scenario: the relaxation serves half a package more than any plan can.
    assert!((proved[3]["bound"].as_f64().unwrap() - 180.0).abs() < 1e-6, "{proved:?}");
    assert!((proved[3]["gap"].as_f64().unwrap() - 20.0 / 180.0).abs() < 1e-9, "{proved:?}");
    let text = chungtay().env("CHUNGTAY_LANG", "en").arg("verify").arg(copy.file("run")).output().unwrap();
    let text = String::from_utf8(text.stderr).unwrap();
    assert!(text.contains("Objective: no plan is better than 180.000000 (11.1111 % from what was reached)"), "{text}");
}

#[test]
fn whoever_changes_the_certificate_is_found_out() {
    let copy = run("tiny");
    let text = copy.read("run/certificate.json");
    let (before, prices) = text.split_once("\"sources\"").unwrap();
    let dearer = |letter: char| ('1'..='8').contains(&letter);
    let changed = format!("{before}\"sources\"{}", prices.replacen(dearer, "9", 1));
    for changed in [
        changed.as_str(),
        &text.replacen("\"proofs\"", "\"proof\"", 1),
        &text.replacen(": \"", ": \"-", 1),
        &text.replacen("\"sources\": {", "\"sources\": {\"nobody\": \"1\",", 1),
        "{\"proofs\": []}",
        "",
    ] {
        std::fs::write(copy.file("run/certificate.json"), changed).unwrap();
        assert!(broken(&copy.file("run")).contains(&"certificate".to_owned()), "{changed}");
    }
    std::fs::remove_file(copy.file("run/certificate.json")).unwrap();
    assert!(broken(&copy.file("run")).contains(&"certificate".to_owned()), "a certificate that is gone");
    std::fs::write(copy.file("run/certificate.json"), &text).unwrap();
    assert_eq!(broken(&copy.file("run")), Vec::<String>::new());
}

#[test]
fn whoever_changes_what_it_proves_or_what_it_is_proved_from_is_found_out() {
    let copy = run("tiny");
    let summary_text = copy.read("run/summary.json");
    let stated = summary(&copy.file("run"))["stages"][3]["certified_bound"].clone();
    let lower = summary_text.replacen(&format!("\"certified_bound\": {stated}"), "\"certified_bound\": 160.0", 1);
    assert_ne!(lower, summary_text);
    std::fs::write(copy.file("run/summary.json"), lower).unwrap();
    assert!(broken(&copy.file("run")).contains(&"certificate".to_owned()));
    std::fs::write(copy.file("run/summary.json"), summary_text).unwrap();
    // More money than the plan was made with: the plan stands, and what is proved of it does not.
    let sources = copy.read("sources.csv");
    let row = sources.lines().nth(1).unwrap();
    let richer = row.replacen("000000", "0000000", 1);
    assert_ne!(row, richer);
    std::fs::write(copy.file("sources.csv"), sources.replacen(row, &richer, 1)).unwrap();
    assert!(broken(&copy.file("run")).contains(&"certificate".to_owned()));
}

#[test]
fn what_was_certified_before_counts_only_for_what_is_written() {
    let copy = run("tiny");
    let scenario = pipeline::load(copy.path()).scenario.unwrap();
    let certified = pipeline::run(&scenario, &Unwatched).unwrap().certified;
    let judged = |scenario: &Scenario| second_opinion_after(scenario, &copy.file("run"), &certified);
    assert_eq!(judged(&scenario), second_opinion(&scenario, &copy.file("run")));
    assert!(judged(&scenario).proved.len() == 4 && judged(&scenario).violations.is_empty());
    for (file, old, new) in [
        ("certificate.json", "\"FUND\": \"2\"", "\"FUND\": \"3\""),
        ("groups.csv", "99001,commune,", "99001,commune,1"),
    ] {
        let text = copy.read(&format!("run/{file}"));
        let changed = text.replacen(old, new, 1);
        assert_ne!(changed, text, "{file}");
        std::fs::write(copy.file("run").join(file), &changed).unwrap();
        assert_eq!(judged(&scenario), second_opinion(&scenario, &copy.file("run")), "{file}");
        assert!(!judged(&scenario).violations.is_empty(), "{file}");
        std::fs::write(copy.file("run").join(file), &text).unwrap();
    }
}
