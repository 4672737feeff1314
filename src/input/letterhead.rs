//! `[document]` of `scenario.toml`: what stands around the official tables. Everything may be left out.

use super::section::{Entry, Section};
use crate::domain::settings::{Letterhead, Signer};

/// More do not fit side by side on a page.
const MOST_SIGNERS: usize = 4;

/// Reads the section; what cannot be read stays blank.
pub(super) fn read(section: &mut Section) -> Letterhead {
    let [superior, office, place, decision] =
        ["superior", "office", "place", "decision"].map(|key| written(section, key, Entry::text));
    let date = written(section, "date", Entry::date);
    let signers = section.entry("signers").and_then(|entry| read_signers(&entry)).unwrap_or_default();
    Letterhead { superior, office, place, decision, date, signers }
}

/// The text of a key; nothing where it is left out or blank.
fn written<'d>(section: &mut Section<'d>, key: &'static str, read: impl Fn(&Entry<'d>) -> Option<String>) -> String {
    let entry = section.entry(key).filter(|entry| !entry.is_blank());
    entry.and_then(|entry| read(&entry)).unwrap_or_default()
}

fn read_signers(entry: &Entry) -> Option<Vec<Signer>> {
    if entry.list()?.len() > MOST_SIGNERS {
        return entry.refuse("E152", &format!("1–{MOST_SIGNERS} × {{ title = \"…\", name = \"…\" }}"));
    }
    let signer = |(mut section, _): (Section, Entry)| {
        let title = section.required("title").and_then(|entry| entry.text());
        let name = written(&mut section, "name", Entry::text);
        section.finish();
        Some(Signer { title: title?, name })
    };
    Some(entry.sections().into_iter().filter_map(signer).collect())
}
