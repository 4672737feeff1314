//! The tables of a run that explanations need, by need of the scenario. What the tables name and the scenario does
//! not know is left out: then the scenario is another one, and the caller has refused before.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::domain::explanation::RuleLine;
use crate::domain::{Beneficiary, ChosenPair, ChosenStatus, Pairings, Scenario};
use crate::findings::Findings;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::input::run_folder::RunFolder;
use crate::units::Vnd;

/// A need's rows of `awards.csv` and `unserved.csv`.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate {
    pub(super) given: Vnd,
    pub(super) served: Vec<String>,
    pub(super) missing: Vnd,
    pub(super) unserved: Option<String>,
    pub(super) needs: Option<Vnd>,
}

/// A row of `sources.csv`.
#[derive(Debug, Clone, Default)]
pub(super) struct Money {
    pub(super) available: Vnd,
    pub(super) used: Vnd,
    pub(super) left: Vnd,
    pub(super) reason_left: Option<String>,
}

/// A row of `communes.csv`.
#[derive(Debug, Clone)]
pub(super) struct CommuneRow {
    pub(super) asked: Vnd,
    pub(super) served: Vnd,
    pub(super) coverage: Option<f64>,
    pub(super) entitlement: Option<f64>,
}

/// A written run.
#[derive(Debug)]
pub(super) struct Run {
    /// By need.
    pub(super) fates: Vec<Fate>,
    /// Đồng by (source, need).
    pub(super) transfers: BTreeMap<(SourceIndex, NeedIndex), Vnd>,
    /// By source.
    pub(super) money: Vec<Money>,
    /// By code.
    pub(super) communes: BTreeMap<String, CommuneRow>,
    /// Name of the rule, its measure, its line.
    pub(super) rules: Vec<(String, String, RuleLine)>,
    /// What stage 0 chose.
    pub(super) pairings: Pairings,
    /// Whether it planned the scenario as it stands: no bound gave way, no earlier run was kept.
    pub(super) is_as_read: bool,
}

/// Ids of a scenario, for rows that name them.
pub(super) struct Ids<'a> {
    needs: BTreeMap<(&'a str, &'a str), NeedIndex>,
    sources: BTreeMap<&'a str, SourceIndex>,
    pub(super) households: BTreeMap<&'a str, HouseholdIndex>,
    areas: BTreeMap<&'a str, AreaIndex>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let key = |beneficiary, package| (scenario.beneficiary_id(beneficiary), &*scenario.package(package).id);
        let households = scenario.households.iter().enumerate();
        let areas = scenario.areas.iter().enumerate();
        Self {
            needs: scenario.needs().map(|(index, need)| (key(need.beneficiary, need.package), index)).collect(),
            sources: scenario.sources().map(|(index, source)| (&*source.id, index)).collect(),
            households: households.map(|(position, one)| (&*one.id, HouseholdIndex::new(position))).collect(),
            areas: areas.map(|(position, area)| (&*area.code, AreaIndex::new(position))).collect(),
        }
    }

    fn need(&self, (beneficiary, package): &(String, String)) -> Option<NeedIndex> {
        self.needs.get(&(&**beneficiary, &**package)).copied()
    }

    pub(super) fn source(&self, id: &str) -> Option<SourceIndex> {
        self.sources.get(id).copied()
    }

    pub(super) fn area(&self, code: &str) -> Option<AreaIndex> {
        self.areas.get(code).copied()
    }
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Reads the tables; all findings where one cannot be read.
pub(super) fn read(scenario: &Scenario, ids: &Ids<'_>, folder: &Path) -> Result<Run, Findings> {
    let mut tables = RunFolder::new(folder);
    let run = Run {
        fates: fates(scenario, ids, &mut tables),
        transfers: transfers(ids, &mut tables),
        money: money(scenario, ids, &mut tables),
        communes: communes(&mut tables),
        rules: rules(&mut tables),
        pairings: pairings(ids, &mut tables),
        is_as_read: is_as_read(&tables.json("summary.json")),
    };
    let findings = tables.into_findings();
    if findings.has_errors() { Err(findings.sorted()) } else { Ok(run) }
}

fn is_as_read(summary: &Value) -> bool {
    let rules = summary.get("settings").and_then(|settings| settings.get("rule")).and_then(Value::as_array);
    let has_given_way = rules.into_iter().flatten().any(|rule| rule.get("relaxed").is_some());
    summary.get("previous").is_none() && !has_given_way
}

fn fates(scenario: &Scenario, ids: &Ids<'_>, tables: &mut RunFolder) -> Vec<Fate> {
    let mut fates = vec![Fate::default(); scenario.needs.len()];
    let awards = tables.table("awards.csv", &["beneficiary", "package", "amount", "reason"], |cells| {
        ((cells.text("beneficiary"), cells.text("package")), cells.money("amount"), cells.text("reason"))
    });
    for (key, amount, reason) in awards {
        if let Some(fate) = ids.need(&key).and_then(|need| fates.get_mut(need.get())) {
            fate.given += amount;
            fate.served.extend(filled(reason));
        }
    }
    let columns = ["beneficiary", "package", "amount_missing", "reason", "needs"];
    let unserved = tables.table("unserved.csv", &columns, |cells| {
        let key = (cells.text("beneficiary"), cells.text("package"));
        (key, cells.money("amount_missing"), cells.text("reason"), cells.optional_money("needs"))
    });
    for (key, missing, reason, needs) in unserved {
        if let Some(fate) = ids.need(&key).and_then(|need| fates.get_mut(need.get())) {
            (fate.missing, fate.unserved, fate.needs) = (missing, filled(reason), needs);
        }
    }
    fates
}

fn transfers(ids: &Ids<'_>, tables: &mut RunFolder) -> BTreeMap<(SourceIndex, NeedIndex), Vnd> {
    let rows = tables.table("transfers.csv", &["source", "beneficiary", "package", "amount"], |cells| {
        (cells.text("source"), (cells.text("beneficiary"), cells.text("package")), cells.money("amount"))
    });
    let mut sums = BTreeMap::new();
    for (source, key, amount) in rows {
        if let Some(pair) = ids.source(&source).zip(ids.need(&key)) {
            *sums.entry(pair).or_insert(Vnd::ZERO) += amount;
        }
    }
    sums
}

fn money(scenario: &Scenario, ids: &Ids<'_>, tables: &mut RunFolder) -> Vec<Money> {
    let mut money = vec![Money::default(); scenario.sources.len()];
    let columns = ["source", "available", "used", "left", "reason_left"];
    let rows = tables.table("sources.csv", &columns, |cells| {
        let [available, used, left] = ["available", "used", "left"].map(|column| cells.money(column));
        (cells.text("source"), Money { available, used, left, reason_left: filled(cells.text("reason_left")) })
    });
    for (id, row) in rows {
        if let Some(place) = ids.source(&id).and_then(|source| money.get_mut(source.get())) {
            *place = row;
        }
    }
    money
}

fn communes(tables: &mut RunFolder) -> BTreeMap<String, CommuneRow> {
    let columns = ["commune", "asked", "served", "coverage", "entitlement"];
    let rows = tables.table("communes.csv", &columns, |cells| {
        let [asked, served] = ["asked", "served"].map(|column| cells.money(column));
        let [coverage, entitlement] = ["coverage", "entitlement"].map(|column| cells.optional_decimal(column));
        (cells.text("commune"), CommuneRow { asked, served, coverage, entitlement })
    });
    rows.into_iter().collect()
}

fn rules(tables: &mut RunFolder) -> Vec<(String, String, RuleLine)> {
    let columns = ["rule", "group", "measure", "value", "share", "at_least", "at_most", "slack", "status", "cost"];
    tables.table("rules.csv", &columns, |cells| {
        let [value, share, at_least, at_most, slack, cost] =
            ["value", "share", "at_least", "at_most", "slack", "cost"].map(|column| cells.optional_decimal(column));
        let (group, status) = (cells.text("group"), cells.text("status"));
        let line = RuleLine { group, value, share, at_least, at_most, slack, status, cost };
        (cells.text("rule"), cells.text("measure"), line)
    })
}

fn pairings(ids: &Ids<'_>, tables: &mut RunFolder) -> Pairings {
    let rows = tables.table("pairings.csv", &["source", "area", "household", "status", "value"], |cells| {
        let [source, area, household, status] =
            ["source", "area", "household", "status"].map(|column| cells.text(column));
        (source, area, household, status, cells.decimal("value"))
    });
    let pair = |(source, area, household, status, value): (String, String, String, String, f64)| {
        let household = ids.households.get(&*household).copied().map(Beneficiary::Household);
        let place = household.or_else(|| ids.area(&area).map(Beneficiary::Commune))?;
        let status = if status == "keep" { ChosenStatus::Keep } else { ChosenStatus::Chosen };
        Some(ChosenPair { source: ids.source(&source)?, place, status, value })
    };
    Pairings { pairs: rows.into_iter().filter_map(pair).collect() }
}
