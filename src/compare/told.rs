//! Settings that differ, as lines for people: of the rules, which rule, which key, from what to what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Pair;
use super::settings::{SettingChange, flatten};

/// The keys of a rule in the order in which people write them.
const KEYS: [&str; 8] = ["measure", "over", "where", "at_least", "at_most", "of", "soft", "relaxed"];

/// A line: the sentence that names what differs, its facts, and the two values, none where a run has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingLine {
    /// Message id.
    pub id: &'static str,
    /// Key, and name of the rule if it is about one.
    pub facts: [(&'static str, String); 2],
    /// The values.
    pub value: Pair<Option<String>>,
}

/// The lines of settings that differ: one a key, one a key of each rule.
pub fn setting_lines(changes: &[SettingChange]) -> Vec<SettingLine> {
    let lines = |change: &SettingChange| match rules_of(change) {
        Some(rules) => rule_lines(&rules),
        None => vec![line("compare-setting", ("", &change.key), change.value.each(text))],
    };
    changes.iter().flat_map(lines).collect()
}

fn line(id: &'static str, (rule, key): (&str, &str), value: Pair<Option<String>>) -> SettingLine {
    SettingLine { id, facts: [("rule", rule.to_owned()), ("key", key.to_owned())], value }
}

/// A rule by its flat keys.
type Rule = BTreeMap<String, Value>;

/// The rules of both runs in their order, with their names; `None`: the setting is not the list of rules.
fn rules_of(change: &SettingChange) -> Option<Pair<Vec<(String, Rule)>>> {
    let read = |value: &Value| -> Option<Vec<(String, Rule)>> {
        let list = if value.is_null() { &[] } else { value.as_array()?.as_slice() };
        list.iter().map(|rule| Some((rule.get("name")?.as_str()?.to_owned(), flat(rule)))).collect()
    };
    let Pair { before, after } = change.value.each(read);
    Some(Pair { before: before?, after: after? }).filter(|_| change.key == "rule")
}

fn flat(rule: &Value) -> Rule {
    let mut keys = Rule::new();
    flatten("", rule, &mut keys);
    keys.remove("name");
    keys
}

fn rule_lines(rules: &Pair<Vec<(String, Rule)>>) -> Vec<SettingLine> {
    let mut lines = Vec::new();
    for (name, before) in &rules.before {
        if let Some(after) = named(&rules.after, name) {
            lines.extend(changed_keys(name, before, after));
        } else {
            lines.push(line("compare-rule-removed", (name, ""), Pair { before: Some(whole(before)), after: None }));
        }
    }
    for (name, after) in rules.after.iter().filter(|(name, _)| named(&rules.before, name).is_none()) {
        lines.push(line("compare-rule-added", (name, ""), Pair { before: None, after: Some(whole(after)) }));
    }
    let stays = |name: &&String| named(&rules.before, name).is_some() && named(&rules.after, name).is_some();
    let order = rules.each(|list| list.iter().map(|(name, _)| name).filter(stays).cloned().collect::<Vec<_>>());
    if order.is_change() {
        lines.push(line("compare-rule-order", ("", ""), order.each(|names| Some(names.join("; ")))));
    }
    lines
}

fn named<'r>(rules: &'r [(String, Rule)], name: &str) -> Option<&'r Rule> {
    rules.iter().find(|(known, _)| known == name).map(|(_, rule)| rule)
}

fn changed_keys(name: &str, before: &Rule, after: &Rule) -> Vec<SettingLine> {
    let keys: BTreeSet<(usize, &String)> = before.keys().chain(after.keys()).map(|key| (rank(key), key)).collect();
    let values = |key: &String| Pair { before: before.get(key), after: after.get(key) };
    let changed = keys.into_iter().map(|(_, key)| (key, values(key))).filter(|(_, value)| value.is_change());
    let line_of = |(key, value): (&String, Pair<Option<&Value>>)| {
        line("compare-rule-key", (name, key), value.each(|value| value.and_then(text)))
    };
    changed.map(line_of).collect()
}

/// Where a key stands in a rule.
fn rank(key: &str) -> usize {
    let head = key.split('.').next().unwrap_or_default();
    KEYS.iter().position(|known| *known == head).unwrap_or(KEYS.len())
}

/// A rule in a line, as `scenario.toml` writes its keys.
fn whole(rule: &Rule) -> String {
    let mut keys: Vec<(&String, &Value)> = rule.iter().collect();
    keys.sort_by_key(|(key, _)| (rank(key), *key));
    let shown = |(key, value): (&String, &Value)| format!("{key} = {}", text(value).unwrap_or_default());
    keys.into_iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// A value for people: the words of a list parted by `;`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(list) if list.iter().all(|item| !item.is_array() && !item.is_object()) => {
            Some(list.iter().filter_map(text).collect::<Vec<_>>().join("; "))
        }
        value => Some(value.to_string()),
    }
}
