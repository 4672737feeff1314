//! What `set` names: a key of `scenario.toml`, a key of one of its rules, or a cell of a table by id.

use crate::domain::raw::{RawScenario, TableName};
use crate::findings::nearest;
use crate::input::headings::columns_of;

/// Parts of `scenario.toml` that decide how files are read, or what a sweep is: no case can change them.
const FIXED: [&str; 6] = ["tables", "columns", "units", "sweep", "rule", "standards"];

/// The id that means every row of a table.
pub(super) const EVERY: &str = "*";

/// What a case changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A key of `scenario.toml`, from the outside in.
    Setting(Vec<String>),
    /// A key of the rule of this name.
    Rule {
        /// The rule.
        name: String,
        /// The key, from the outside in.
        key: Vec<String>,
    },
    /// A cell.
    Cell {
        /// Its table.
        table: TableName,
        /// The id (code) of its row, or [`EVERY`].
        id: String,
        /// The canonical column.
        column: String,
    },
}

/// A target that names nothing: what was looked for, and the nearest there is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// The part that names nothing.
    pub(super) part: String,
    /// The nearest known one.
    pub(super) nearest: Option<String>,
}

impl Unknown {
    fn new<'a>(part: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { part: part.to_owned(), nearest: nearest(part, known).map(str::to_owned) }
    }
}

/// The column that names a row; `None`: rows of this table have no id.
pub(super) const fn id_column(table: TableName) -> Option<&'static str> {
    match table {
        TableName::Areas => Some("code"),
        TableName::Households | TableName::Packages | TableName::Sources => Some("id"),
        TableName::Needs | TableName::Pairings | TableName::Commitments => None,
    }
}

/// Reads a target and looks whether it names something.
pub(super) fn find(text: &str, raw: &RawScenario) -> Result<Target, Unknown> {
    let parts = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    let Some((head, rest)) = text.split_once('[') else {
        let path = parts(text);
        let is_fixed = path.first().is_none_or(|first| first.is_empty() || FIXED.contains(&first.as_str()));
        return if is_fixed { Err(Unknown::new(text, [])) } else { Ok(Target::Setting(path)) };
    };
    let Some((id, key)) = rest.rsplit_once("].") else { return Err(Unknown::new(text, [])) };
    if matches!(head, "rules" | "rule") {
        let names = || raw.settings.rules.iter().filter_map(|rule| rule.get("name")?.as_str());
        return if names().any(|name| name == id) {
            Ok(Target::Rule { name: id.to_owned(), key: parts(key) })
        } else {
            Err(Unknown::new(id, names()))
        };
    }
    cell(raw, head, id, key)
}

fn cell(raw: &RawScenario, head: &str, id: &str, key: &str) -> Result<Target, Unknown> {
    let swept = || TableName::ALL.into_iter().filter(|table| id_column(*table).is_some());
    let heads = || swept().map(TableName::as_str).chain(["rules"]);
    let named = swept().find(|name| name.as_str() == head).ok_or_else(|| Unknown::new(head, heads()))?;
    let table = raw.tables.get(&named).ok_or_else(|| Unknown::new(head, []))?;
    let id_key = id_column(named).unwrap_or_default();
    let ids = || table.rows.iter().map(|row| table.cell(row, id_key));
    if id != EVERY && !ids().any(|known| known == id) {
        return Err(Unknown::new(id, ids()));
    }
    let own = table.columns.iter().filter_map(|column| column.key.as_deref());
    let columns: Vec<&str> = columns_of(named).iter().map(|(key, _)| *key).chain(own).collect();
    if key == id_key || !columns.contains(&key) {
        return Err(Unknown::new(key, columns));
    }
    Ok(Target::Cell { table: named, id: id.to_owned(), column: key.to_owned() })
}
