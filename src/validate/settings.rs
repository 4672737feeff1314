//! Judges `scenario.toml`: numbers in their ranges, the poverty standard, and what this version cannot solve yet.
//! Nothing that is set may be ignored in silence.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::raw::{RawScenario, TableName};
use crate::domain::settings::Settings;
use crate::domain::{IndicatorSet, Standard};
use crate::findings::{Finding, Findings, Place, nearest};
use crate::units::Share;

use super::words;

/// The most indicators that [`IndicatorSet`] holds.
const MOST_INDICATORS: usize = 32;

/// A finding about a key of `scenario.toml`.
pub(super) fn finding(code: &'static str, key: impl ToString) -> Finding {
    let place = Place { file: "scenario.toml".to_owned(), ..Place::default() };
    Finding::new(code, place).with("key", key)
}

/// The shares that the sources table falls back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FundingShares {
    /// Expected fulfilment of a pledge.
    pub(super) pledge_rate: Share,
    /// Share that a fund keeps back.
    pub(super) fund_reserve: Share,
}

/// Judges every number; gives the exact shares of `[funding]`.
pub(super) fn judge(settings: &Settings, findings: &mut Findings) -> FundingShares {
    let severity = &settings.severity;
    let solve = &settings.solve;
    let mut numbers = vec![
        ("severity.indicator".to_owned(), severity.indicator),
        ("severity.b1_gap".to_owned(), severity.b1_gap),
        ("severity.commune".to_owned(), severity.commune),
        ("severity.commune_poverty_rate".to_owned(), severity.commune_poverty_rate),
        ("solve.gap".to_owned(), solve.gap),
        ("solve.time_limit".to_owned(), solve.time_limit),
    ];
    let class_key = |&class| words::key_in(words::CLASSES, class);
    numbers
        .extend(severity.class.iter().map(|(class, &weight)| (format!("severity.class.{}", class_key(class)), weight)));
    numbers.extend(severity.tags.iter().map(|(tag, &weight)| (format!("severity.tags.{tag}"), weight)));
    numbers.extend(severity.area_tags.iter().map(|(tag, &weight)| (format!("severity.area_tags.{tag}"), weight)));
    for (key, number) in numbers {
        if !(number.is_finite() && number >= 0.0) {
            findings.push(finding("E217", key).with("found", number).with("expected", "≥ 0"));
        }
    }
    share("fairness.strength", settings.fairness.strength, findings);
    FundingShares {
        pledge_rate: share("funding.pledge_rate", settings.funding.pledge_rate, findings),
        fund_reserve: share("funding.fund_reserve", settings.funding.fund_reserve, findings),
    }
}

/// A setting as an exact share, through its shortest decimal text.
fn share(key: &'static str, number: f64, findings: &mut Findings) -> Share {
    Share::parse(&number.to_string()).unwrap_or_else(|_| {
        findings.push(finding("E217", key).with("found", number).with("expected", "0..1"));
        Share::ZERO
    })
}

/// The standard that the scenario names; `None` after a finding. The scenario's own standards come first.
pub(super) fn standard(settings: &Settings, findings: &mut Findings) -> Option<Standard> {
    let known = standards(settings);
    for (name, standard) in &settings.standards {
        judge_standard(name, standard, findings);
    }
    let Some(standard) = known.get(settings.standard.as_str()) else {
        let near = nearest(&settings.standard, known.keys().copied()).unwrap_or("—");
        let unknown = finding("E310", "standard").with("found", &settings.standard).with("nearest", near);
        findings.push(unknown.with("expected", known.keys().copied().collect::<Vec<_>>().join(" · ")));
        return None;
    };
    if standard.indicators.len() > MOST_INDICATORS {
        return None;
    }
    warn_if_not_in_force(settings, standard, findings);
    Some(standard.clone())
}

/// All standards by name: the program's, replaced by the scenario's own.
fn standards(settings: &Settings) -> BTreeMap<&str, Standard> {
    let mut known: BTreeMap<&str, Standard> = Standard::built_in().into_iter().collect();
    known.extend(settings.standards.iter().map(|(name, standard)| (name.as_str(), standard.clone())));
    known
}

/// Every indicator key that any known standard counts.
pub(super) fn indicator_keys(settings: &Settings) -> BTreeSet<String> {
    standards(settings).into_values().flat_map(|standard| standard.indicators).collect()
}

fn judge_standard(name: &str, standard: &Standard, findings: &mut Findings) {
    let key = |field: &str| format!("standards.\"{name}\".{field}");
    let mut refuse = |field: &str, found: String, expected: &str| {
        findings.push(finding("E217", key(field)).with("found", found).with("expected", expected));
    };
    let count = standard.indicators.len();
    let distinct: BTreeSet<&String> = standard.indicators.iter().collect();
    if count > MOST_INDICATORS || distinct.len() < count {
        refuse("indicators", count.to_string(), "≤ 32, ≠");
    }
    if usize::try_from(standard.min_deprived).unwrap_or(usize::MAX) > count {
        refuse("min_deprived", standard.min_deprived.to_string(), &format!("0..{count}"));
    }
    for line in [standard.income_line.rural, standard.income_line.urban] {
        if line.dong() <= 0 {
            refuse("income_line", line.to_string(), "> 0");
        }
    }
    for line in standard.points_line.into_iter().flat_map(|lines| [lines.rural, lines.urban]) {
        if !(line.is_finite() && line > 0.0) {
            refuse("points_line", line.to_string(), "> 0");
        }
    }
    for (field, date) in [("valid_from", &standard.valid_from), ("valid_to", &standard.valid_to)] {
        if date.parse::<jiff::civil::Date>().is_err() {
            refuse(field, date.clone(), "YYYY-MM-DD");
        }
    }
}

/// A plan for a year in which the standard is not in force is possible, but people should know.
fn warn_if_not_in_force(settings: &Settings, standard: &Standard, findings: &mut Findings) {
    let year = |date: &str| date.parse::<jiff::civil::Date>().ok().map(|date| i32::from(date.year()));
    let starts_later = year(&standard.valid_from).is_some_and(|from| settings.year < from);
    let has_ended = year(&standard.valid_to).is_some_and(|to| settings.year > to);
    if starts_later || has_ended {
        let warning = finding("W219", "standard").with("found", &settings.standard).with("year", settings.year);
        findings.push(warning.with("from", &standard.valid_from).with("to", &standard.valid_to));
    }
}

/// Pairings belong to a later version.
pub(super) fn refuse_unsolved(raw: &RawScenario, findings: &mut Findings) {
    if let Some(table) = raw.tables.get(&TableName::Pairings).filter(|table| !table.rows.is_empty()) {
        let row = table.rows.first().map(|row| row.number);
        let place = Place { file: table.file.clone(), sheet: table.sheet.clone(), row, column: None };
        findings.push(Finding::new("E490", place).with("key", "pairings").with("found", table.rows.len()));
    }
    let Some(table) = raw.tables.get(&TableName::Sources) else { return };
    for row in table.rows.iter().filter(|row| !table.cell(row, "max_partners").is_empty()) {
        let place = table.place(row, "max_partners");
        let found = table.cell(row, "max_partners");
        findings.push(Finding::new("E490", place).with("key", "max_partners").with("found", found));
    }
}

/// What readers go on with after E310, so that all other findings are made as well.
pub(super) fn any_standard() -> Standard {
    let (_, standard) = Standard::built_in().swap_remove(0);
    standard
}

/// The set of some keys under a standard.
pub(super) fn set_of(standard: &Standard, keys: &[&str]) -> IndicatorSet {
    standard.set_of(keys.iter().copied())
}
