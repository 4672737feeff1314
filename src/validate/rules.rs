//! `[[rule]]`: one form for floors, caps, shares and targets. Refuses unknown words and ids, bounds that are none, and
//! every combination that has no meaning (page 3, "Rules").

use std::collections::BTreeSet;

use toml::Value;

use super::known::Known;
use super::money;
use super::register::{Lookup, Register};
use super::words::{self, Word};
use crate::domain::settings::MoneyUnit;
use crate::domain::{Base, Condition, Level, Over, Rule, RuleBound, RuleMeasure, Scenario};
use crate::findings::{Finding, Findings, Place};
use crate::ids::{AreaIndex, PackageIndex, SourceIndex};
use crate::units::Share;

const MEASURES: &[Word<RuleMeasure>] = &[
    ("amount", &[], RuleMeasure::Amount),
    ("units", &[], RuleMeasure::Units),
    ("weight", &[], RuleMeasure::Weight),
    ("coverage", &[], RuleMeasure::Coverage),
    ("households", &[], RuleMeasure::Households),
    ("exits", &[], RuleMeasure::Exits),
    ("poverty_drop", &[], RuleMeasure::PovertyDrop),
    ("partners", &[], RuleMeasure::Partners),
];
const OVERS: &[Word<Over>] = &[
    ("all", &[], Over::All),
    ("province", &[], Over::Area(Level::Province)),
    ("district", &[], Over::Area(Level::District)),
    ("commune", &[], Over::Area(Level::Commune)),
    ("village", &[], Over::Area(Level::Village)),
    ("household", &[], Over::Household),
    ("source", &[], Over::Source),
    ("package", &[], Over::Package),
    ("purpose", &[], Over::Purpose),
    ("class", &[], Over::Class),
];
const BASES: &[Word<Base>] = &[("group", &[], Base::Group), ("total", &[], Base::Total)];

/// Reads the rules: those that are sound, in their order.
pub(super) fn read(
    tables: &[toml::Table],
    known: &Known<'_>,
    source_ids: &Register<'_>,
    findings: &mut Findings,
) -> Vec<Rule> {
    let mut names = BTreeSet::new();
    let mut rules = Vec::new();
    for (position, table) in tables.iter().enumerate() {
        let before = findings.as_slice().len();
        let name = table.get("name").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let label = label_of(position, &name);
        let mut reader = Reader { table, label, known, source_ids, findings };
        if name.is_empty() {
            reader.refuse("E462", "name", "");
        } else if !names.insert(name.clone()) {
            reader.refuse("E463", "name", &name);
        }
        let rule = reader.rule(name);
        if let Some(rule) = rule.filter(|_| findings.as_slice().len() == before) {
            rules.push(rule);
        }
    }
    rules
}

/// How findings name a rule.
pub(super) fn label_of(position: usize, name: &str) -> String {
    if name.is_empty() { format!("[[rule]] {}", position + 1) } else { format!("[[rule]] {name}") }
}

/// Rates that conditions ask for are known.
pub(super) fn judge_rates(scenario: &Scenario, findings: &mut Findings) {
    let rates = crate::severity::poverty_rates(scenario);
    let asks = |rule: &&Rule| {
        let condition = &rule.condition;
        condition.min_poverty_rate.is_some() || condition.max_poverty_rate.is_some() || condition.poorest.is_some()
    };
    let Some(rule) = scenario.rules.iter().find(asks) else { return };
    for (area, _) in
        scenario.areas.iter().zip(rates).filter(|(area, rate)| area.level == Level::Commune && rate.is_none())
    {
        let new = Finding::new("E470", rule.place.clone()).with("rule", &rule.name).with("area", &area.code);
        findings.push(new);
    }
}

struct Reader<'t, 'f, 'a> {
    table: &'t toml::Table,
    label: String,
    known: &'f Known<'a>,
    source_ids: &'f Register<'a>,
    findings: &'f mut Findings,
}

impl Reader<'_, '_, '_> {
    fn rule(&mut self, name: String) -> Option<Rule> {
        let measure = self.word("measure", MEASURES, None)?;
        let over = self.word("over", OVERS, Some(Over::All))?;
        let condition = self.condition();
        let at_least = self.bound("at_least", measure);
        let at_most = self.bound("at_most", measure);
        if !self.table.contains_key("at_least") && !self.table.contains_key("at_most") {
            self.refuse("E464", "at_least", "");
        }
        let has_share = [at_least, at_most].iter().flatten().any(|bound| matches!(bound, RuleBound::Share(_)));
        let usual = if condition.is_about_more_than_areas() { Base::Group } else { Base::Total };
        let base = self.word("of", BASES, Some(usual))?;
        if self.table.contains_key("of") && !has_share {
            self.refuse("E466", "of", "");
        }
        if has_share && over == Over::All && condition.is_empty() {
            self.refuse("E466", "where", "");
        }
        let soft = self.soft();
        let place = Place { file: "scenario.toml".to_owned(), ..Place::default() };
        let rule = Rule { name, measure, over, condition, at_least, at_most, base, soft, relaxed: Vec::new(), place };
        self.judge_order(&rule);
        self.judge_meaning(&rule, has_share);
        Some(rule)
    }

    /// A word of a list, or the default where the key is missing.
    fn word<T: Copy>(&mut self, key: &'static str, words: &[Word<T>], default: Option<T>) -> Option<T> {
        let Some(value) = self.table.get(key) else {
            if default.is_none() {
                self.refuse_word(key, "", words);
            }
            return default;
        };
        let meaning = value.as_str().and_then(|text| words::meaning(text, words));
        if meaning.is_none() {
            self.refuse_word(key, &plain(value), words);
        }
        meaning
    }

    fn refuse_word<T>(&mut self, key: &'static str, found: &str, words: &[Word<T>]) {
        let new = self.finding("E461", key).with("found", found).with("expected", words::keys(words));
        self.findings.push(new);
    }

    /// A bound in the measure's own unit; a percentage of `coverage` and `poverty_drop` is the value itself.
    fn bound(&mut self, key: &'static str, measure: RuleMeasure) -> Option<RuleBound> {
        let value = self.table.get(key)?;
        let found = plain(value);
        let read = match value.as_str().map(str::trim) {
            Some(text) if text.ends_with('%') => percentage(text, measure),
            Some(text) if measure == RuleMeasure::Amount => {
                money::parse(text, MoneyUnit::Dong).ok().map(RuleBound::Money)
            }
            Some(_) => None,
            None => number(value).and_then(|number| plain_bound(number, measure)),
        };
        if read.is_none() {
            self.refuse("E464", key, &found);
        }
        read
    }

    fn soft(&mut self) -> Option<f64> {
        let value = self.table.get("soft")?;
        let price = number(value).filter(|price| price.is_finite() && *price > 0.0);
        if price.is_none() {
            let found = plain(value);
            self.refuse("E467", "soft", &found);
        }
        price
    }

    fn condition(&mut self) -> Condition {
        let table = self.table;
        let Some(conditions) = table.get("where").and_then(Value::as_table) else { return Condition::default() };
        let (known, source_ids) = (self.known, self.source_ids);
        let mut read = Condition::default();
        for (key, value) in conditions {
            match key.as_str() {
                "areas" => read.areas = self.ids("areas", value, &known.area_codes, AreaIndex::new),
                "packages" => read.packages = self.ids("packages", value, &known.package_ids, PackageIndex::new),
                "sources" => read.sources = self.ids("sources", value, source_ids, SourceIndex::new),
                "area_tags" => read.area_tags = self.texts("area_tags", value).into_iter().collect(),
                "tags" => read.tags = self.texts("tags", value).into_iter().collect(),
                "purposes" => read.purposes = self.texts("purposes", value).into_iter().collect(),
                "classes" => read.classes = self.words("classes", value, words::CLASSES),
                "kinds" => read.kinds = self.words("kinds", value, words::SOURCE_KINDS),
                "min_poverty_rate" => read.min_poverty_rate = self.rate("min_poverty_rate", value),
                "max_poverty_rate" => read.max_poverty_rate = self.rate("max_poverty_rate", value),
                "poorest" => read.poorest = self.poorest(value),
                _ => {} // unknown keys are told where the file is read
            }
        }
        read
    }

    fn texts(&mut self, key: &'static str, value: &Value) -> Vec<String> {
        let list: Option<Vec<String>> = match value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(list) => list.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        let list = list.filter(|list| !list.is_empty());
        if list.is_none() {
            self.refuse("E464", key, &plain(value));
        }
        list.unwrap_or_default()
    }

    fn words<T: Copy + Ord>(&mut self, key: &'static str, value: &Value, words: &[Word<T>]) -> BTreeSet<T> {
        let mut meanings = BTreeSet::new();
        for text in self.texts(key, value) {
            match words::meaning(&text, words) {
                Some(meaning) => drop(meanings.insert(meaning)),
                None => self.refuse_word(key, &text, words),
            }
        }
        meanings
    }

    fn ids<T: Ord>(
        &mut self,
        key: &'static str,
        value: &Value,
        register: &Register<'_>,
        index: impl Fn(usize) -> T,
    ) -> BTreeSet<T> {
        let mut found = BTreeSet::new();
        for id in self.texts(key, value) {
            match register.find(&id) {
                Lookup::At(position) => drop(found.insert(index(position))),
                Lookup::Broken => {}
                Lookup::Unknown => {
                    let near = register.nearest(&id).to_owned();
                    let new = self.finding("E465", key).with("found", &id).with("nearest", near);
                    self.findings.push(new);
                }
            }
        }
        found
    }

    fn rate(&mut self, key: &'static str, value: &Value) -> Option<f64> {
        let share = match value.as_str() {
            Some(text) => Share::parse(text).ok(),
            None => number(value).and_then(|number| Share::parse(&number.to_string()).ok()),
        };
        if share.is_none() {
            self.refuse("E464", key, &plain(value));
        }
        share.map(Share::to_f64)
    }

    fn poorest(&mut self, value: &Value) -> Option<u32> {
        let count = value.as_integer().and_then(|count| u32::try_from(count).ok()).filter(|&count| count > 0);
        if count.is_none() {
            self.refuse("E464", "poorest", &plain(value));
        }
        count
    }

    /// The least is not above the most, where both are of one kind.
    fn judge_order(&mut self, rule: &Rule) {
        let is_above = match (rule.at_least, rule.at_most) {
            (Some(RuleBound::Money(least)), Some(RuleBound::Money(most))) => least > most,
            (Some(RuleBound::Number(least)), Some(RuleBound::Number(most))) => least > most,
            (Some(RuleBound::Share(least)), Some(RuleBound::Share(most))) => least > most,
            _ => false,
        };
        if is_above {
            self.refuse("E468", "at_most", "");
        }
    }

    /// Combinations of measure, over and where that have no meaning.
    fn judge_meaning(&mut self, rule: &Rule, has_share: bool) {
        let condition = &rule.condition;
        let is_amount = rule.measure == RuleMeasure::Amount;
        if rule.over == Over::Source && !is_amount {
            self.refuse("E469", "over", "source");
        }
        if condition.is_about_sources() && !is_amount {
            self.refuse("E469", "where", "sources · kinds");
        }
        let is_exit = matches!(rule.measure, RuleMeasure::Exits | RuleMeasure::PovertyDrop);
        if is_exit && !matches!(rule.over, Over::All | Over::Area(_)) {
            self.refuse("E469", "over", "household · source · package · purpose · class");
        }
        if is_exit && !(condition.packages.is_empty() && condition.purposes.is_empty()) {
            self.refuse("E469", "where", "packages · purposes");
        }
        let is_partners = rule.measure == RuleMeasure::Partners;
        if is_partners && rule.over != Over::Area(Level::Commune) {
            self.refuse("E469", "over", "≠ commune");
        }
        // Stage 0 looks at communes alone; a share of partners has no base; `at_least` is a goal anyway, and no later
        // stage could pay for a miss.
        let refused = [
            (condition.is_about_more_than_areas(), "where", "classes · tags · packages · purposes"),
            (has_share, "at_least · at_most", "%"),
            (rule.soft.is_some(), "soft", "partners"),
        ];
        for (_, key, found) in refused.into_iter().filter(|(is_refused, ..)| is_partners && *is_refused) {
            self.refuse("E469", key, found);
        }
    }

    fn refuse(&mut self, code: &'static str, key: &str, found: &str) {
        let new = self.finding(code, key).with("found", found);
        self.findings.push(new);
    }

    fn finding(&self, code: &'static str, key: &str) -> Finding {
        let place = Place { file: "scenario.toml".to_owned(), ..Place::default() };
        Finding::new(code, place).with("rule", &self.label).with("key", key)
    }
}

/// A TOML number.
#[expect(clippy::cast_precision_loss, reason = "bounds are far below 2^53")]
fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// A bare number: whole đồng of an amount, else the measure's own unit.
fn plain_bound(number: f64, measure: RuleMeasure) -> Option<RuleBound> {
    if !(number.is_finite() && number >= 0.0) {
        return None;
    }
    match measure {
        RuleMeasure::Amount => money::parse(&number.to_string(), MoneyUnit::Dong).ok().map(RuleBound::Money),
        RuleMeasure::Coverage if number > 1.0 => None,
        _ => Some(RuleBound::Number(number)),
    }
}

/// A percentage: the value itself of coverage (as 0..1) and poverty drop (in points), a share of all else.
fn percentage(text: &str, measure: RuleMeasure) -> Option<RuleBound> {
    let share = Share::parse(text).ok()?;
    match measure {
        RuleMeasure::Coverage => Some(RuleBound::Number(share.to_f64())),
        RuleMeasure::PovertyDrop => {
            text.trim_end_matches('%').trim().replace(',', ".").parse().ok().map(RuleBound::Number)
        }
        _ => Some(RuleBound::Share(share)),
    }
}

/// A value as a person wrote it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
