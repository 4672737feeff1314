//! What two runs were made from: settings and input files.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Pair;
use super::read::Run;

/// A setting that differs; null where a run does not have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingChange {
    /// Dotted key, such as `fairness.strength`.
    pub key: String,
    /// Its values.
    pub value: Pair<Value>,
}

/// An input file that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputChange {
    /// Its name relative to the scenario folder.
    pub file: String,
    /// SHA-256; nothing where a run did not read it.
    pub hash: Pair<Option<String>>,
}

/// Settings that differ, by key; the program's version and the earlier runs (`previous`, `near`) count as settings.
pub(super) fn settings(base: &Run, other: &Run) -> Vec<SettingChange> {
    let (before, after) = (flat(base), flat(other));
    let keys = before.keys().chain(after.keys());
    let mut changes: BTreeMap<&String, Pair<Value>> = BTreeMap::new();
    for key in keys {
        let value = |from: &BTreeMap<String, Value>| from.get(key).cloned().unwrap_or_default();
        changes.insert(key, Pair { before: value(&before), after: value(&after) });
    }
    changes.retain(|_, value| value.is_change());
    changes.into_iter().map(|(key, value)| SettingChange { key: key.clone(), value }).collect()
}

fn flat(run: &Run) -> BTreeMap<String, Value> {
    let mut settings = BTreeMap::new();
    flatten("", run.summary.get("settings").unwrap_or(&Value::Null), &mut settings);
    for key in ["previous", "near", "version"] {
        flatten(key, run.summary.get(key).unwrap_or(&Value::Null), &mut settings);
    }
    settings
}

/// Leaves of an object by dotted key; lists are leaves.
pub(super) fn flatten(key: &str, value: &Value, into: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                flatten(&key, value, into);
            }
        }
        Value::Null => {}
        leaf => {
            into.insert(key.to_owned(), leaf.clone());
        }
    }
}

/// Input files whose hashes differ, or that only one run read; by name.
pub(super) fn inputs(base: &Run, other: &Run) -> Vec<InputChange> {
    let (before, after) = (hashes(base), hashes(other));
    let mut changes: BTreeMap<&String, Pair<Option<String>>> = BTreeMap::new();
    for file in before.keys().chain(after.keys()) {
        changes.insert(file, Pair { before: before.get(file).cloned(), after: after.get(file).cloned() });
    }
    changes.retain(|_, hash| hash.is_change());
    changes.into_iter().map(|(file, hash)| InputChange { file: file.clone(), hash }).collect()
}

fn hashes(run: &Run) -> BTreeMap<String, String> {
    let inputs = run.summary.get("inputs").and_then(Value::as_object);
    let text = |hash: &Value| hash.as_str().unwrap_or_default().to_owned();
    inputs.into_iter().flatten().map(|(file, hash)| (file.clone(), text(hash))).collect()
}
