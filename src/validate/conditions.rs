//! The lists in the conditions of `[[rule]]` while their spelling is mended, before anything is judged.

use std::borrow::Cow;

use toml::Value;

use super::rules;
use crate::domain::raw::RawScenario;
use crate::findings::{Finding, Place};

/// Replaces the texts of a condition that `change` reads otherwise, in every rule; it gets each with its place.
pub(super) fn mend(raw: &mut Cow<'_, RawScenario>, key: &str, mut change: impl FnMut(&str, &Place) -> Option<String>) {
    for position in 0..raw.settings.rules.len() {
        let Some(rule) = raw.settings.rules.get(position) else { continue };
        let Some(value) = rule.get("where").and_then(|conditions| conditions.get(key)) else { continue };
        let name = rule.get("name").and_then(Value::as_str).unwrap_or_default().trim();
        let place = place(&rules::label_of(position, name), key);
        let Some(mended) = each_text(value, |text| change(text, &place)) else { continue };
        let conditions = raw.to_mut().settings.rules.get_mut(position).and_then(|rule| rule.get_mut("where"));
        if let Some(conditions) = conditions.and_then(Value::as_table_mut) {
            conditions.insert(key.to_owned(), mended);
        }
    }
}

/// Where the condition stands that a finding about a rule is about.
pub(super) fn place_of(finding: &Finding) -> Place {
    let fact = |key| finding.facts.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value.as_str());
    place(fact("rule"), fact("key"))
}

fn place(label: &str, key: &str) -> Place {
    Place { file: "scenario.toml".to_owned(), column: Some(format!("{label} where.{key}")), ..Place::default() }
}

/// The texts of a condition, those replaced that `change` reads otherwise; `None` where it reads none so. A whole
/// number is an id without its quotes.
fn each_text(value: &Value, mut change: impl FnMut(&str) -> Option<String>) -> Option<Value> {
    let mut one = |value: &Value| match value {
        Value::String(text) => change(text.trim()).filter(|new| new != text).map(Value::String),
        Value::Integer(number) => change(&number.to_string()).map(Value::String),
        _ => None,
    };
    let Value::Array(list) = value else { return one(value) };
    let items: Vec<Option<Value>> = list.iter().map(one).collect();
    let is_changed = items.iter().any(Option::is_some);
    let all = || list.iter().zip(items).map(|(item, changed)| changed.unwrap_or_else(|| item.clone())).collect();
    is_changed.then(|| Value::Array(all()))
}
