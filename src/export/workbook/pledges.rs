//! Money that is not there yet, as the sheets tell it.

use std::collections::BTreeMap;

use super::directory::Directory;
use crate::domain::Source;
use crate::units::{Share, Vnd};

/// What waits for pledges in a line: đồng by source id.
#[derive(Debug, Default)]
pub(super) struct Waiting<'a>(BTreeMap<&'a str, Vnd>);

impl<'a> Waiting<'a> {
    pub(super) fn add(&mut self, source: &'a str, amount: Vnd) {
        *self.0.entry(source).or_insert(Vnd::ZERO) += amount;
    }

    /// One sentence a source.
    pub(super) fn notes(&self, directory: &Directory<'_>) -> impl Iterator<Item = String> {
        self.0.iter().map(|(source, amount)| {
            let facts = [("source", directory.source(source).name.clone()), ("amount", directory.words.money(*amount))];
            directory.words.text("sheet-waiting", &facts)
        })
    }
}

/// Received or pledged, at which rate and with which share kept back, where they are not all and none.
pub(super) fn status(directory: &Directory<'_>, source: &Source) -> String {
    let words = directory.words;
    let percent = |share: Share| format!("{} %", share.percent().trim_end_matches('%').replace('.', ","));
    let id = if source.is_received() { "sheet-received" } else { "sheet-pledged" };
    let mut status = words.plain(id);
    if source.rate != Share::ONE {
        status += &words.text("sheet-rate", &[("rate", percent(source.rate))]);
    }
    if source.reserve != Share::ZERO {
        status += &words.text("sheet-reserve", &[("reserve", percent(source.reserve))]);
    }
    status
}
