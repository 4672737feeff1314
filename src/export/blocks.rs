//! Full rules and caps, in words.

use crate::domain::tables::{Block, Figure};
use crate::messages::Catalogue;

/// What keeps a need open, instead of the sentence of its reason; `None` where nothing is named.
pub fn blocked<'a>(
    words: &Catalogue,
    blocks: impl IntoIterator<Item = &'a Block>,
    source: impl Fn(&'a str) -> &'a str,
) -> Option<String> {
    let one = |block: &'a Block| match block {
        Block::Rule { rule, value: None } => words.text("block-rule", &[("rule", rule)]),
        Block::Rule { rule, value: Some(value) } => {
            words.text("block-rule-value", &[("rule", rule.clone()), ("value", figure(words, *value))])
        }
        Block::Source { source: id } => words.text("block-source", &[("source", source(id))]),
    };
    let by: Vec<String> = blocks.into_iter().map(one).collect();
    (!by.is_empty()).then(|| words.text("reason-blocked", &[("by", by.join("; "))]))
}

fn figure(words: &Catalogue, value: Figure) -> String {
    match value {
        Figure::Money(amount) => words.money(amount),
        Figure::Number(number) => words.decimal(number, if number.fract() == 0.0 { 0 } else { 2 }),
    }
}
