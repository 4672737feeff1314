//! `scenario.toml` → [`Settings`]: every unknown key and every value of the wrong kind at once, each with its line.
//! Refuses nothing that needs a table or another setting to judge: that is `validate`'s work.

mod standards;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::headings::keys_of;
use super::letterhead;
use super::section::{Document, Entry, NOTHING, Section};
use super::text::line_of;
use crate::domain::raw::TableName;
use crate::domain::settings::{
    Entitlement, Fairness, Funding, Maximize, Measure, MoneyUnit, SeverityWeights, Solve, WeightBasis,
};
use crate::domain::{Class, Level, Settings};
use crate::findings::{Finding, Findings, Place, nearest};

const CLASSES: [(&str, Class); 4] = [
    ("poor", Class::Poor),
    ("near_poor", Class::NearPoor),
    ("newly_escaped", Class::NewlyEscaped),
    ("other", Class::Other),
];
const LEVELS: [(&str, Level); 4] = [
    ("village", Level::Village),
    ("commune", Level::Commune),
    ("district", Level::District),
    ("province", Level::Province),
];
const RULE_KEYS: [&str; 8] = ["name", "measure", "over", "where", "at_least", "at_most", "of", "soft"];
const WHERE_KEYS: [&str; 11] = [
    "areas",
    "area_tags",
    "min_poverty_rate",
    "max_poverty_rate",
    "poorest",
    "classes",
    "tags",
    "packages",
    "purposes",
    "sources",
    "kinds",
];
/// Keys and where they belong, for those that stand in the wrong section.
const KEYS: [&str; 31] = [
    "title",
    "year",
    "standard",
    "standards",
    "units.money",
    "document.superior",
    "document.office",
    "document.place",
    "document.decision",
    "document.date",
    "document.signers",
    "funding.pledge_rate",
    "funding.fund_reserve",
    "severity.class",
    "severity.indicator",
    "severity.b1_gap",
    "severity.tags",
    "severity.commune",
    "severity.commune_poverty_rate",
    "severity.area_tags",
    "weight.basis",
    "fairness.over",
    "fairness.measure",
    "fairness.entitlement",
    "fairness.strength",
    "objective.maximize",
    "solve.gap",
    "solve.time_limit",
    "sweep.axis",
    "sweep.case",
    "sweep.pledges",
];
/// The settings, and where those stand that other files can contradict.
#[derive(Debug)]
pub(super) struct SettingsFile {
    /// What it says.
    pub(super) settings: Settings,
    /// The unit of money, where it says one.
    pub(super) money: Option<MoneyUnit>,
    /// Table → its line in `[tables]`.
    pub(super) tables: BTreeMap<String, Place>,
    /// Table → heading → its line in `[columns.TABLE]`.
    pub(super) columns: BTreeMap<String, BTreeMap<String, Place>>,
}

impl Default for SettingsFile {
    /// A file that says nothing.
    fn default() -> Self {
        let settings = Settings { standard: "2022-2025".to_owned(), ..Settings::default() };
        Self { settings, money: None, tables: BTreeMap::new(), columns: BTreeMap::new() }
    }
}

/// Reads the text of `scenario.toml`; what cannot be read keeps its default.
pub(super) fn read(file: &str, text: &str) -> (SettingsFile, Findings) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let document = Document { file, keys: &KEYS, text, findings: RefCell::default() };
    let settings = read_root(Section::root(&document, table.get_ref()));
    if errors.is_empty() {
        return (settings, document.findings.into_inner());
    }
    // What a broken text seems to say is kept so that the tables can be found, but not judged.
    let mut lines = BTreeSet::new();
    let mut findings = Findings::default();
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        if lines.insert(line_of(text.as_bytes(), offset)) {
            findings.push(Finding::new("E150", document.place(offset)).with("detail", error.message()));
        }
    }
    (settings, findings)
}

/// Where a key gave a value, it takes the place of the default.
fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

fn read_root(mut root: Section) -> SettingsFile {
    let mut file = SettingsFile::default();
    let settings = &mut file.settings;
    set(&mut settings.title, root.required("title").and_then(|entry| entry.text()));
    let year = root.required("year").and_then(|entry| entry.whole(1900..=2999));
    set(&mut settings.year, year.and_then(|year| i32::try_from(year).ok()));
    set(&mut settings.standard, root.entry("standard").and_then(|entry| entry.text()));
    set(&mut settings.standards, root.entry("standards").and_then(|entry| entry.map(standards::read)));
    root.within("units", |units| {
        let words = [("dong", MoneyUnit::Dong), ("thousand", MoneyUnit::Thousand), ("million", MoneyUnit::Million)];
        file.money = units.entry("money").and_then(|entry| entry.word(&words));
        set(&mut settings.units.money, file.money);
    });
    root.within("document", |section| settings.document = letterhead::read(section));
    root.within("funding", |section| read_funding(section, &mut settings.funding));
    root.within("severity", |section| read_severity(section, &mut settings.severity));
    root.within("weight", |weight| {
        let words = [("cost", WeightBasis::Cost), ("unit", WeightBasis::Unit)];
        set(&mut settings.weight.basis, weight.entry("basis").and_then(|entry| entry.word(&words)));
    });
    root.within("fairness", |section| read_fairness(section, &mut settings.fairness));
    root.within("objective", |objective| {
        set(&mut settings.objective.maximize, objective.entry("maximize").and_then(|entry| read_maximize(&entry)));
    });
    set(&mut settings.rules, root.entry("rule").map(|entry| read_rules(&entry)));
    root.within("solve", |section| read_solve(section, &mut settings.solve));
    set(&mut settings.sweep, root.entry("sweep").and_then(|entry| read_sweep(&entry)));
    read_tables(&mut root, &mut file);
    root.finish();
    file
}

/// `[tables]` and `[columns]`.
fn read_tables(root: &mut Section, file: &mut SettingsFile) {
    let settings = &mut file.settings;
    let tables = TableName::ALL.map(TableName::as_str);
    if let Some(entry) = root.entry("tables") {
        set(&mut settings.tables, entry.known_map(&tables, Entry::text));
        set(&mut file.tables, entry.map(|entry| Some(entry.place())));
    }
    let indicators: Vec<String> =
        settings.standards.values().flat_map(|standard| standard.indicators.iter().cloned()).collect();
    let Some(entry) = root.entry("columns") else { return };
    let headings = |table: &Entry| {
        let name = TableName::ALL.into_iter().find(|name| table.path().ends_with(&format!(".{}", name.as_str())))?;
        let keys = keys_of(name, &indicators);
        table.map(|heading| Some((read_column_key(heading, &keys)?, heading.place())))
    };
    for (table, headings) in entry.known_map(&tables, headings).into_iter().flatten() {
        let places = headings.iter().map(|(heading, (_, place))| (heading.clone(), place.clone())).collect();
        let keys = headings.into_iter().map(|(heading, (key, _))| (heading, key)).collect();
        file.columns.insert(table.clone(), places);
        settings.columns.insert(table, keys);
    }
}

/// The canonical key that `[columns.TABLE]` gives to a heading.
fn read_column_key(entry: &Entry, keys: &[&str]) -> Option<String> {
    let key = entry.text()?;
    if keys.contains(&key.as_str()) {
        return Some(key);
    }
    let near = nearest(&key, keys.iter().copied()).unwrap_or(NOTHING);
    entry.push(entry.finding("E156").with("nearest", near).with("expected", keys.join(" · ")));
    None
}

fn read_funding(section: &mut Section, funding: &mut Funding) {
    set(&mut funding.pledge_rate, section.entry("pledge_rate").and_then(|entry| entry.share()));
    set(&mut funding.fund_reserve, section.entry("fund_reserve").and_then(|entry| entry.share()));
}

fn read_severity(section: &mut Section, severity: &mut SeverityWeights) {
    let class = section.entry("class").and_then(|entry| {
        let weights = entry.known_map(&CLASSES.map(|(word, _)| word), Entry::amount)?;
        let weight = |(word, class): (&str, Class)| weights.get(word).map(|weight| (class, *weight));
        Some(CLASSES.into_iter().filter_map(weight).collect())
    });
    set(&mut severity.class, class);
    set(&mut severity.indicator, section.entry("indicator").and_then(|entry| entry.amount()));
    set(&mut severity.b1_gap, section.entry("b1_gap").and_then(|entry| entry.amount()));
    set(&mut severity.tags, section.entry("tags").and_then(|entry| entry.map(Entry::amount)));
    set(&mut severity.commune, section.entry("commune").and_then(|entry| entry.amount()));
    let rate = section.entry("commune_poverty_rate").and_then(|entry| entry.amount());
    set(&mut severity.commune_poverty_rate, rate);
    set(&mut severity.area_tags, section.entry("area_tags").and_then(|entry| entry.map(Entry::amount)));
}

fn read_fairness(section: &mut Section, fairness: &mut Fairness) {
    let measures = [("coverage", Measure::Coverage), ("per_household", Measure::PerHousehold)];
    let entitlements =
        [("none", Entitlement::None), ("max_min", Entitlement::MaxMin), ("leximin", Entitlement::Leximin)];
    set(&mut fairness.over, section.entry("over").and_then(|entry| entry.word(&LEVELS)));
    set(&mut fairness.measure, section.entry("measure").and_then(|entry| entry.word(&measures)));
    set(&mut fairness.entitlement, section.entry("entitlement").and_then(|entry| entry.word(&entitlements)));
    set(&mut fairness.strength, section.entry("strength").and_then(|entry| entry.share()));
}

fn read_maximize(entry: &Entry) -> Option<Maximize> {
    entry.word(&[
        ("weight", Maximize::Weight),
        ("units", Maximize::Units),
        ("households", Maximize::Households),
        ("exits", Maximize::Exits),
        ("amount", Maximize::Amount),
    ])
}

fn read_solve(section: &mut Section, solve: &mut Solve) {
    set(&mut solve.gap, section.entry("gap").and_then(|entry| entry.amount()));
    set(&mut solve.time_limit, section.entry("time_limit").and_then(|entry| entry.amount()));
}

/// `[[rule]]`: known keys only; what they mean together is judged later.
fn read_rules(entry: &Entry) -> Vec<toml::Table> {
    let rule = |(mut section, entry): (Section, Entry)| {
        section.know(&RULE_KEYS);
        section.within("where", |conditions| conditions.know(&WHERE_KEYS));
        section.finish();
        entry.plain_table()
    };
    entry.sections().into_iter().filter_map(rule).collect()
}

/// `[sweep]`: known keys and their kinds only; what they name is judged by the sweep.
fn read_sweep(entry: &Entry) -> Option<toml::Table> {
    let mut sweep = entry.section()?;
    for (mut axis, _) in sweep.entry("axis").map(|entry| entry.sections()).unwrap_or_default() {
        axis.required("set").and_then(|entry| entry.text());
        axis.required("values").and_then(|entry| entry.list());
        axis.finish();
    }
    for (mut case, _) in sweep.entry("case").map(|entry| entry.sections()).unwrap_or_default() {
        case.required("name").and_then(|entry| entry.text());
        case.required("set").and_then(|entry| entry.section());
        case.finish();
    }
    sweep.within("pledges", |pledges| {
        pledges.entry("draws").and_then(|entry| entry.whole(0..=i64::from(u32::MAX)));
        pledges.entry("seed").and_then(|entry| entry.whole(0..=i64::MAX));
    });
    sweep.within("baselines", |baselines| {
        for word in baselines.entry("include").and_then(|entry| entry.list()).into_iter().flatten() {
            word.text();
        }
        baselines.entry("last_year").and_then(|entry| entry.text());
    });
    sweep.finish();
    entry.plain_table()
}
