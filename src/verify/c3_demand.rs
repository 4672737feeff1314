//! C3: nobody gets more than was asked, a divisible need gets nothing or at least its minimum, and a household gets
//! at most one unit, of one package, from an exclusive group.

use std::collections::BTreeMap;

use super::Evidence;
use super::measures::Help;
use super::report::Report;
use crate::ids::NeedIndex;

/// z ≤ m, the minimum, and the exclusive groups.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    for (need, _) in evidence.case.scenario.needs() {
        demand(evidence, need, report);
        minimum(evidence, need, report);
    }
    for needs in &evidence.case.needs_of {
        exclusive(evidence, needs, report);
    }
}

fn demand(evidence: &Evidence<'_>, need: NeedIndex, report: &mut Report) {
    let asked = evidence.case.ask(need).asked;
    let served = evidence.met(need, Help::All);
    if served > asked {
        let [beneficiary, package] = evidence.case.ids(need);
        report.add(
            "c3_demand",
            "transfers.csv",
            &[("beneficiary", &beneficiary), ("package", &package), ("served", &served), ("asked", &asked)],
        );
    }
}

/// The minimum is per need and binds what is granted here, or the rest if that is less.
fn minimum(evidence: &Evidence<'_>, need: NeedIndex, report: &mut Report) {
    let ask = evidence.case.ask(need);
    let amount = evidence.paid.to_need(need);
    let Some(minimum) = ask.minimum.map(|minimum| minimum.min(ask.asked - ask.outside)) else {
        return;
    };
    if amount != 0 && amount < minimum {
        let [beneficiary, package] = evidence.case.ids(need);
        report.add(
            "c3_minimum",
            "transfers.csv",
            &[("beneficiary", &beneficiary), ("package", &package), ("amount", &amount), ("minimum", &minimum)],
        );
    }
}

/// What others gave counts; where outside help alone breaks a group, the plan must add nothing.
fn exclusive(evidence: &Evidence<'_>, needs: &[NeedIndex], report: &mut Report) {
    let case = evidence.case;
    let mut groups: BTreeMap<&str, Vec<NeedIndex>> = BTreeMap::new();
    for &need in needs {
        if let Some(group) = case.exclusive_group(need) {
            groups.entry(group).or_default().push(need);
        }
    }
    for (group, needs) in groups {
        let served = needs.iter().filter(|&&need| evidence.met(need, Help::All) > 0);
        let is_over = needs.iter().any(|&need| evidence.met(need, Help::All) > case.ask(need).cost);
        let pays = needs.iter().any(|&need| evidence.paid.to_need(need) != 0);
        if pays && (is_over || served.count() > 1) {
            let household = needs.first().map_or("", |&need| case.ids(need)[0]);
            report.add("c3_exclusive", "transfers.csv", &[("household", &household), ("group", &group)]);
        }
    }
}
