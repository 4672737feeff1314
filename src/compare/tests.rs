//! Comparisons of runs that were written out by hand.

use serde_json::json;

use super::read::{Award, Commune, Group, Run, Source, Unserved};
use super::{Difference, SettingLine, difference, setting_lines};
use crate::units::Vnd;

/// A run of communes A and B, each with a need of 10 đồng; `paid` names those served, sources `s` and `t` have so much.
fn run(paid: &[&str], available: [i64; 2]) -> Run {
    let mut run = Run {
        summary: json!({ "settings": { "fairness": { "entitlement": "leximin", "strength": 1.0 } } }),
        ..Run::default()
    };
    for code in ["A", "B"] {
        let (need, commune) = ((format!("h{code}"), "p".to_owned()), code.to_owned());
        let served = if paid.contains(&code) { Vnd::new(10) } else { Vnd::ZERO };
        if served == Vnd::ZERO {
            let reason = "lower_need".to_owned();
            run.unserved.insert(need, Unserved { commune, reason, needs: Some(Vnd::new(3)) });
        } else {
            run.awards.insert(need, Award { commune, amount: served, ..Award::default() });
        }
        run.communes.insert(code.to_owned(), Commune { served, ..Commune::default() });
        run.groups.insert(code.to_owned(), Group { weight_served: served.millions(), ..Group::default() });
    }
    for (id, available) in ["s", "t"].into_iter().zip(available) {
        run.sources.insert(id.to_owned(), Source { available: Vnd::new(available), ..Source::default() });
    }
    run
}

fn of(base: &Run, other: &Run) -> Difference {
    difference(base, other)
}

#[test]
fn losers_are_marked_only_where_no_money_was_taken_away() {
    let base = run(&["A"], [5, 5]);
    assert!(of(&base, &run(&["B"], [6, 5])).growth.is_some(), "more money");
    assert!(of(&base, &run(&["B"], [5, 5])).growth.is_some(), "as much money from every source");
    assert!(of(&base, &run(&["B"], [4, 6])).growth.is_none(), "one source has less, and all together no more");
    assert!(of(&base, &run(&["A", "B"], [9, 9])).growth.is_none(), "nobody loses");
}

#[test]
fn a_source_that_has_less_may_be_the_cause_too() {
    let base = run(&["A"], [5, 5]);
    assert!(!of(&base, &run(&["B"], [6, 5])).growth.unwrap().has_other_changes);
    assert!(of(&base, &run(&["B"], [4, 9])).growth.unwrap().has_other_changes);
}

#[test]
fn a_promise_is_no_growth_and_may_be_the_cause_beside_one() {
    let base = run(&["A"], [5, 5]);
    let promised = |available| {
        let mut other = run(&["B"], available);
        other.awards.values_mut().for_each(|award| award.promised = award.amount);
        other
    };
    assert_eq!(of(&base, &promised([5, 5])).growth, None);
    assert!(of(&base, &promised([6, 5])).growth.unwrap().has_other_changes);
}

#[test]
fn the_group_of_a_loser_is_told_only_where_the_run_folder_shows_it() {
    let (base, mut other) = (run(&["A"], [5, 5]), run(&["B"], [6, 5]));
    let group = |other: &Run| of(&base, other).growth.unwrap().losers.swap_remove(0).group.map(|group| group.group);
    assert_eq!(group(&other), Some("A".to_owned()));
    let mut provinces = run(&["A"], [5, 5]);
    for run in [&mut provinces, &mut other] {
        run.groups = [("01".to_owned(), Group::default())].into();
    }
    let group = of(&provinces, &other).growth.unwrap().losers.swap_remove(0).group;
    assert_eq!(group.map(|group| group.group), Some("01".to_owned()), "the only one");
    other.groups.insert("02".to_owned(), Group::default());
    assert_eq!(of(&provinces, &other).growth.unwrap().losers.swap_remove(0).group, None);
}

#[test]
fn a_need_that_others_met_has_lost_nothing() {
    let (base, mut other) = (run(&["A"], [5, 5]), run(&["B"], [6, 5]));
    let need = ("hA".to_owned(), "p".to_owned());
    other.unserved.remove(&need);
    other.awards.insert(need, Award { commune: "A".to_owned(), has_outside: true, ..Award::default() });
    let difference = of(&base, &other);
    assert_eq!(difference.needs.lost.first().map(|need| need.reason.as_str()), Some("outside"));
    assert_eq!(difference.growth, None);
}

#[test]
fn communes_that_lose_stand_first_and_equal_ones_not_at_all() {
    let difference = of(&run(&["A"], [5, 5]), &run(&["B"], [5, 5]));
    let codes: Vec<_> = difference.communes.iter().map(|line| line.commune.as_str()).collect();
    assert_eq!(codes, ["A", "B"]);
    assert!(of(&run(&["A"], [5, 5]), &run(&["A"], [5, 5])).communes.is_empty());
}

#[test]
fn settings_are_compared_leaf_by_leaf() {
    let (mut base, mut other) = (run(&[], [1, 1]), run(&[], [1, 1]));
    base.summary = json!({ "settings": { "a": { "b": 1, "c": [1] } }, "inputs": { "x": "1" }, "version": "1" });
    other.summary =
        json!({ "settings": { "a": { "b": 2, "c": [1] }, "d": null }, "inputs": { "x": "2" }, "version": "1" });
    let difference = of(&base, &other);
    let keys: Vec<_> = difference.settings.iter().map(|line| line.key.as_str()).collect();
    assert_eq!(keys, ["a.b"]);
    assert_eq!(difference.inputs.first().map(|line| line.file.as_str()), Some("x"));
}

#[test]
fn rules_that_differ_are_told_key_by_key() {
    let with_rules = |rules: serde_json::Value| {
        let mut run = run(&["A"], [5, 5]);
        run.summary = json!({ "settings": { "year": 2026, "rule": rules } });
        run
    };
    let houses = |most: i32| json!({ "name": "nhà", "measure": "units", "over": "commune", "at_most": most, "where": { "packages": ["house", "repair"] } });
    let gone = json!({ "name": "cũ", "measure": "amount", "at_least": "40%", "where": { "area_tags": ["iii"] } });
    let new =
        json!({ "name": "mới", "at_least": 2, "measure": "units", "where": { "classes": ["poor"], "areas": ["1"] } });
    let stays = json!({ "name": "giữ", "measure": "units", "at_most": 9 });
    let base = with_rules(json!([houses(3), gone, stays]));
    let told = |other: serde_json::Value| -> Vec<String> {
        let lines = setting_lines(&of(&base, &with_rules(other)).settings).into_iter();
        let word = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        let shown = lines.map(|SettingLine { id, facts: [(_, rule), (_, key)], value }| {
            format!("{id} {rule} {key}: {} → {}", word(value.before), word(value.after))
        });
        shown.collect()
    };
    let mut fewer = houses(5);
    fewer.as_object_mut().unwrap().insert("where".to_owned(), json!({ "packages": ["house"] }));
    assert_eq!(
        told(json!([fewer, stays, new])),
        [
            "compare-rule-key nhà where.packages: house; repair → house",
            "compare-rule-key nhà at_most: 3 → 5",
            "compare-rule-removed cũ : measure = amount, where.area_tags = iii, at_least = 40% → –",
            "compare-rule-added mới : – → measure = units, where.areas = 1, where.classes = poor, at_least = 2",
        ]
    );
    assert_eq!(told(json!([stays, houses(3), gone])), ["compare-rule-order  : nhà; cũ; giữ → giữ; nhà; cũ"]);
    assert_eq!(told(json!([houses(3), gone, stays])), [""; 0]);
}
