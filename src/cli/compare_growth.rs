//! `compare`: who loses when the budget grows, and the fairness groups that moved.

use chungtay::compare::{GroupChange, Growth, Loser};

use super::compare::{heading, reason, table};
use super::console::Console;

/// So many losers are written out (JSON has every one).
const LOSERS_SHOWN: usize = 20;

/// Tells the losers and why.
pub(super) fn tell(console: &Console, growth: &Growth) {
    let words = &console.words;
    heading(console, &console.yellow(&words.plain("compare-growth")));
    let count = console.count(growth.losers.len());
    let facts = [
        ("before", words.money(growth.available.before)),
        ("after", words.money(growth.available.after)),
        ("count", count),
    ];
    let has_grown = growth.available.after > growth.available.before;
    console.tell(&words.text(if has_grown { "compare-growth-more" } else { "compare-growth-same" }, &facts));
    console.tell(&words.plain(if growth.is_fair { "compare-growth-fair" } else { "compare-growth-unfair" }));
    if growth.has_other_changes {
        console.tell(&words.plain("compare-growth-other"));
    }
    for loser in growth.losers.iter().take(LOSERS_SHOWN) {
        tell_loser(console, loser, growth.is_fair);
    }
    if let Some(rest) = growth.losers.len().checked_sub(LOSERS_SHOWN).filter(|&rest| rest > 0) {
        console.tell(&words.text("compare-more-rows", &[("count", console.count(rest))]));
    }
    if growth.is_fair && !growth.groups_gained.is_empty() {
        tell_gainers(console, &growth.groups_gained);
    }
}

fn tell_loser(console: &Console, loser: &Loser, is_fair: bool) {
    let words = &console.words;
    let need = &loser.need;
    let facts = [
        ("beneficiary", need.beneficiary.clone()),
        ("package", need.package.clone()),
        ("before", words.money(need.amount.before)),
        ("after", words.money(need.amount.after)),
        ("reason", reason(console, need)),
    ];
    let mut line = words.text("compare-loser", &facts);
    if let Some(money) = need.needs {
        line = format!("{line} {}", words.text("compare-loser-needs", &[("money", words.money(money))]));
    }
    if is_fair {
        let group = loser.group.as_ref().map(|group| words.text("compare-loser-group", &group_facts(console, group)));
        line = format!("{line} {}", group.unwrap_or_else(|| words.plain("compare-loser-no-group")));
    }
    console.tell(&format!("  • {line}"));
}

fn group_facts(console: &Console, group: &GroupChange) -> [(&'static str, String); 7] {
    let [entitlement_before, entitlement_after, floor_before, floor_after, served_before, served_after] =
        figures(console, group);
    [
        ("group", group.group.clone()),
        ("entitlement_before", entitlement_before),
        ("entitlement_after", entitlement_after),
        ("floor_before", floor_before),
        ("floor_after", floor_after),
        ("served_before", served_before),
        ("served_after", served_after),
    ]
}

fn figures(console: &Console, group: &GroupChange) -> [String; 6] {
    let share = |share: Option<f64>| {
        share.map_or_else(|| console.words.plain("compare-none"), |share| console.decimal(share, 4))
    };
    let points = |points: f64| console.decimal(points, 2);
    [
        share(group.entitlement.before),
        share(group.entitlement.after),
        points(group.floor.before),
        points(group.floor.after),
        points(group.weight_served.before),
        points(group.weight_served.after),
    ]
}

fn tell_gainers(console: &Console, groups: &[GroupChange]) {
    heading(console, &console.words.plain("compare-groups-gained"));
    let rows = groups.iter().map(|group| {
        let mut row = vec![group.group.clone()];
        row.extend(figures(console, group));
        row
    });
    let headings = [
        "compare-group",
        "compare-entitlement-before",
        "compare-entitlement-after",
        "compare-floor-before",
        "compare-floor-after",
        "compare-served-before",
        "compare-served-after",
    ];
    table(console, &headings, rows, 1);
}
