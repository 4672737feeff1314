//! Customary rules of sharing, under the same money and earmarks: every commune may receive up to its customary sum,
//! and inside it the most urgent need comes first. The sums are the rules of the case, in the place of the scenario's, so
//! the second opinion judges them.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::{Case, CaseKind};
use crate::domain::{CommitmentStatus, Scenario};
use crate::funds;
use crate::ids::AreaIndex;
use crate::units::Vnd;

/// The customary rules by name.
pub(super) const BASELINES: [&str; 4] = ["proportional", "flat_per_unit", "one_rate", LAST_YEAR];

/// The one that shares as an earlier year did.
pub(super) const LAST_YEAR: &str = "last_year";

/// The case of a customary rule; `name` is one of [`BASELINES`], `last_year` what each commune received then.
pub(super) fn baseline(scenario: &Scenario, name: &str, last_year: &BTreeMap<String, Vnd>) -> Case {
    let communes = communes(scenario);
    let share = |commune: &Commune| match name {
        LAST_YEAR => last_year.get(&scenario.area(commune.area).code).map_or(0, |received| received.dong()),
        _ => commune.share(name),
    };
    let shares: Vec<i64> = communes.iter().map(share).collect();
    let money: Vnd = funds::all_available(scenario).into_iter().sum();
    let rules = communes.iter().zip(split(money, &shares)).map(|(commune, sum)| {
        let code = &scenario.area(commune.area).code;
        let conditions = Table::from_iter([("areas".to_owned(), Value::Array(vec![Value::String(code.clone())]))]);
        Table::from_iter([
            ("name".to_owned(), Value::String(format!("{name} {code}"))),
            ("measure".to_owned(), Value::String("amount".to_owned())),
            ("over".to_owned(), Value::String("all".to_owned())),
            ("where".to_owned(), Value::Table(conditions)),
            ("at_most".to_owned(), Value::Integer(sum.max(commune.committed).dong())),
        ])
    });
    let none = Value::String("none".to_owned());
    let set = vec![("fairness.entitlement".to_owned(), none)];
    Case { case: String::new(), kind: CaseKind::Baseline, name: name.to_owned(), set, rules: Some(rules.collect()) }
}

/// A commune with demand.
struct Commune {
    area: AreaIndex,
    /// Đồng asked.
    asked: Vnd,
    /// Beneficiaries (households, and the commune itself) that ask.
    askers: i64,
    /// Đồng promised and disbursed here.
    committed: Vnd,
}

impl Commune {
    /// Its part of the money: by what is asked, alike for every commune, or alike for everybody who asks.
    fn share(&self, name: &str) -> i64 {
        match name {
            "proportional" => self.asked.dong(),
            "flat_per_unit" => 1,
            _ => self.askers,
        }
    }
}

fn communes(scenario: &Scenario) -> Vec<Commune> {
    let mut communes: Vec<Commune> = Vec::new();
    let mut positions = BTreeMap::new();
    let mut askers = BTreeSet::new();
    let mut committed: BTreeMap<_, Vnd> = BTreeMap::new();
    for line in scenario.commitments.iter().filter(|line| line.status != CommitmentStatus::Outside) {
        *committed.entry(line.need).or_default() += line.amount;
    }
    for (index, need) in scenario.needs() {
        let area = scenario.commune(need.beneficiary);
        let position = *positions.entry(area).or_insert_with(|| {
            communes.push(Commune { area, asked: Vnd::ZERO, askers: 0, committed: Vnd::ZERO });
            communes.len() - 1
        });
        let Some(commune) = communes.get_mut(position) else { continue };
        commune.asked += need.asked();
        commune.askers += i64::from(askers.insert(need.beneficiary));
        commune.committed += committed.get(&index).copied().unwrap_or_default();
    }
    communes.sort_by_key(|commune| commune.area);
    communes
}

/// ⌊money × share ÷ Σ shares⌋ each.
fn split(money: Vnd, shares: &[i64]) -> Vec<Vnd> {
    let total: i128 = shares.iter().copied().map(i128::from).sum();
    let part = |share: &i64| i128::from(money.dong()).checked_mul(i128::from(*share))?.checked_div(total);
    shares.iter().map(|share| Vnd::new(part(share).and_then(|part| i64::try_from(part).ok()).unwrap_or(0))).collect()
}
