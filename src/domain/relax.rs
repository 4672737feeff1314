//! Hard bounds that give way in some groups (`--relax`): how a scenario takes them, and how its settings tell them.
//! Which bounds give way is decided elsewhere.

use toml::{Table, Value};

use super::rules::{Relaxed, RuleBound};
use super::scenario::Scenario;

/// Key of a rule's table in the settings as used: group → `at_least` or `at_most` → the bound that holds there.
const KEY: &str = "relaxed";

/// A bound of a scenario that gives way.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// Position of the rule in [`Scenario::rules`].
    pub rule: usize,
    /// What gives way, and to what.
    pub relaxed: Relaxed,
}

impl Scenario {
    /// Lets a bound give way, in the rules and in the settings as used. Whether that changes anything.
    pub fn relax(&mut self, relaxation: &Relaxation) -> bool {
        let Relaxation { rule: position, relaxed } = relaxation;
        let Some(rule) = self.rules.get_mut(*position) else { return false };
        if rule.relaxed.contains(relaxed) {
            return false;
        }
        rule.relaxed.retain(|known| (&known.group, known.key) != (&relaxed.group, relaxed.key));
        rule.relaxed.push(relaxed.clone());
        rule.relaxed.sort_by(|one, other| (&one.group, one.key).cmp(&(&other.group, other.key)));
        let is_named = |table: &&mut Table| table.get("name").and_then(Value::as_str) == Some(rule.name.as_str());
        if let Some(table) = self.settings.rules.iter_mut().find(is_named) {
            table.insert(KEY.to_owned(), Value::Table(told(&rule.relaxed)));
        }
        true
    }

    /// Every bound that gives way, by rule, group and key.
    pub fn relaxations(&self) -> impl Iterator<Item = Relaxation> {
        let of_rule = |(rule, data): (usize, &super::rules::Rule)| {
            let relaxed = data.relaxed.clone().into_iter();
            relaxed.map(move |relaxed| Relaxation { rule, relaxed }).collect::<Vec<_>>()
        };
        self.rules.iter().enumerate().flat_map(of_rule)
    }
}

fn told(relaxed: &[Relaxed]) -> Table {
    let mut groups = Table::new();
    for one in relaxed {
        let group = groups.entry(one.group.clone()).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(bounds) = group {
            bounds.insert(one.key.word().to_owned(), value(one.bound));
        }
    }
    groups
}

/// đồng as an integer, a number as a float, a share as a percentage.
fn value(bound: RuleBound) -> Value {
    match bound {
        RuleBound::Money(amount) => Value::Integer(amount.dong()),
        RuleBound::Number(number) => Value::Float(number),
        RuleBound::Share(share) => Value::String(share.percent()),
    }
}
