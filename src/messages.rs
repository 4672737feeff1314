//! Every sentence that a person reads, in Vietnamese and English, from Fluent files (`src/messages/{vi,en}/*.ftl`).
//! No other file holds a sentence; a test compares the two languages' ids.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::Serialize;
use unic_langid::LanguageIdentifier;

use crate::units::Vnd;

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// The files of each language, in the same order.
const FILES: [(&str, &str); 15] = [
    (include_str!("messages/vi/cli.ftl"), include_str!("messages/en/cli.ftl")),
    (include_str!("messages/vi/check.ftl"), include_str!("messages/en/check.ftl")),
    (include_str!("messages/vi/compare.ftl"), include_str!("messages/en/compare.ftl")),
    (include_str!("messages/vi/explain.ftl"), include_str!("messages/en/explain.ftl")),
    (include_str!("messages/vi/findings.ftl"), include_str!("messages/en/findings.ftl")),
    (include_str!("messages/vi/findings-input.ftl"), include_str!("messages/en/findings-input.ftl")),
    (include_str!("messages/vi/marginal.ftl"), include_str!("messages/en/marginal.ftl")),
    (include_str!("messages/vi/catalogue.ftl"), include_str!("messages/en/catalogue.ftl")),
    (include_str!("messages/vi/page.ftl"), include_str!("messages/en/page.ftl")),
    (include_str!("messages/vi/plans.ftl"), include_str!("messages/en/plans.ftl")),
    (include_str!("messages/vi/public.ftl"), include_str!("messages/en/public.ftl")),
    (include_str!("messages/vi/report.ftl"), include_str!("messages/en/report.ftl")),
    (include_str!("messages/vi/schema.ftl"), include_str!("messages/en/schema.ftl")),
    (include_str!("messages/vi/tables.ftl"), include_str!("messages/en/tables.ftl")),
    (include_str!("messages/vi/verify.ftl"), include_str!("messages/en/verify.ftl")),
];

/// The sentences of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// Loads the sentences of `language`.
    pub fn new(language: Language) -> Self {
        let locale = match language {
            Language::Vi => "vi",
            Language::En => "en",
        };
        let locale: LanguageIdentifier = locale.parse().expect("vi and en are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        for (vi, en) in FILES {
            let text = if language == Language::Vi { vi } else { en };
            let resource = FluentResource::try_new(text.to_owned()).expect("a test parses every catalogue file");
            bundle.add_resource(resource).expect("a test finds every id once");
        }
        let tell = move |facts: &[FluentValue<'_>]| match facts.first() {
            Some(FluentValue::String(text)) => FluentValue::from(figure(language, text)),
            _ => FluentValue::Error,
        };
        bundle.add_function("FIGURE", move |facts, _| tell(facts)).expect("the bundle is new");
        Self { language, bundle }
    }

    /// The language of this catalogue.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The sentence `id`, with its facts filled in; the id itself where the catalogue lacks it (a test forbids that).
    pub fn text<N: AsRef<str>, V: AsRef<str>>(&self, id: &str, facts: &[(N, V)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in facts {
            arguments.set(name.as_ref().to_owned(), FluentValue::from(value.as_ref().to_owned()));
        }
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// The sentence `id` that needs no facts.
    pub fn plain(&self, id: &str) -> String {
        self.text::<&str, &str>(id, &[])
    }

    /// Whether the catalogue has the sentence `id`.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// An amount as people write it: `8.268.000.000 đồng` in Vietnamese, `8,268,000,000 VND` in English.
    pub fn money(&self, amount: Vnd) -> String {
        let unit = match self.language {
            Language::Vi => "đồng",
            Language::En => "VND",
        };
        format!("{} {unit}", self.number(amount.dong()))
    }

    /// A whole number with the language's thousands separators.
    pub fn number(&self, number: i64) -> String {
        figure(self.language, &number.to_string())
    }

    /// A number with so many decimals, as the language writes it.
    pub fn decimal(&self, number: f64, places: usize) -> String {
        let plain = format!("{number:.places$}");
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let grouped = match whole.parse::<i64>() {
            Ok(0) if whole.starts_with('-') => "-0".to_owned(),
            Ok(whole) => self.number(whole),
            Err(_) => whole.to_owned(),
        };
        let comma = match self.language {
            Language::Vi => ',',
            Language::En => '.',
        };
        if fraction.is_empty() { grouped } else { format!("{grouped}{comma}{fraction}") }
    }
}

/// `FIGURE($fact)` of the sentences: a whole number with the language's thousands separators; any other text as it is.
fn figure(language: Language, text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let is_id = digits.len() > 1 && digits.starts_with('0');
    if is_id || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let separator = match language {
        Language::Vi => '.',
        Language::En => ',',
    };
    let mut grouped = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;

    /// Ids and the variables that each names.
    fn entries(text: &str) -> BTreeSet<(String, BTreeSet<String>)> {
        FluentResource::try_new(text.to_owned()).expect("the file parses");
        let mut entries: Vec<(String, BTreeSet<String>)> = Vec::new();
        for line in text.lines() {
            if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let id = line.split('=').next().unwrap().trim().to_owned();
                entries.push((id, BTreeSet::new()));
            }
            for part in line.split('$').skip(1) {
                let name = part.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next().unwrap();
                entries.last_mut().unwrap().1.insert(name.to_owned());
            }
        }
        let count = entries.len();
        let set: BTreeSet<_> = entries.into_iter().collect();
        assert_eq!(set.len(), count, "an id stands twice");
        set
    }

    #[test]
    fn both_languages_have_the_same_sentences_with_the_same_facts() {
        for (vi, en) in FILES {
            assert_eq!(entries(vi), entries(en));
        }
        Catalogue::new(Language::Vi);
        Catalogue::new(Language::En);
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        let vi = Catalogue::new(Language::Vi);
        assert_eq!(vi.money(Vnd::new(8_268_000_000)), "8.268.000.000 đồng");
        assert_eq!(Catalogue::new(Language::En).number(-1234), "-1,234");
        assert_eq!(vi.number(100), "100");
        assert_eq!((vi.number(0), vi.number(i64::MIN)), ("0".to_owned(), "-9.223.372.036.854.775.808".to_owned()));
    }

    #[test]
    fn figures_of_sentences_are_grouped_and_other_words_stay() {
        let facts = [("source", "60000000"), ("limit", "60000000"), ("committed", "-1000"), ("excess", "0.2667")];
        let said = |language| Catalogue::new(language).text("find-e433-cause", &facts);
        let (vi, en) = (said(Language::Vi), said(Language::En));
        for (sentence, figures) in [(vi, ["60.000.000 ", "-1.000 "]), (en, ["60,000,000 ", "-1,000 "])] {
            for figure in figures.into_iter().chain(["‹60000000›", "0.2667"]) {
                assert!(sentence.contains(figure), "{figure}: {sentence}");
            }
        }
        assert_eq!(figure(Language::Vi, "03001"), "03001");
        assert_eq!(figure(Language::Vi, "40%"), "40%");
    }
}
