//! A text in both languages, as a page holds it.

use serde::{Serialize, Serializer};

use crate::messages::{Catalogue, Language};

/// A text that the reader's language chooses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    vi: String,
    en: String,
}

impl Said {
    /// A text of the data: the same in both languages.
    pub fn data(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { vi: text.clone(), en: text }
    }

    /// Two texts with a sign between them.
    #[must_use]
    pub fn joined(&self, sign: &str, other: &Self) -> Self {
        let both = |one: &str, two: &str| format!("{one}{sign}{two}");
        Self { vi: both(&self.vi, &other.vi), en: both(&self.en, &other.en) }
    }

    /// The text in one language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// One text where both languages say the same, else both.
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.vi == self.en {
            return serializer.serialize_str(&self.vi);
        }
        [("vi", &self.vi), ("en", &self.en)]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>()
            .serialize(serializer)
    }
}

/// The sentences of both languages.
pub struct Speaker {
    vi: Catalogue,
    en: Catalogue,
}

impl Default for Speaker {
    fn default() -> Self {
        Self { vi: Catalogue::new(Language::Vi), en: Catalogue::new(Language::En) }
    }
}

impl Speaker {
    /// The sentence `id` that needs no facts.
    pub fn plain(&self, id: &str) -> Said {
        Said { vi: self.vi.plain(id), en: self.en.plain(id) }
    }

    /// The sentence `id`; each fact is told by the language's own catalogue (`money`, `number`).
    pub fn text<const N: usize>(&self, id: &str, facts: impl Fn(&Catalogue) -> [(&'static str, String); N]) -> Said {
        Said { vi: self.vi.text(id, &facts(&self.vi)), en: self.en.text(id, &facts(&self.en)) }
    }

    /// The sentence `id`, with facts that every language tells alike.
    pub fn told<N: AsRef<str>, V: AsRef<str>>(&self, id: &str, facts: &[(N, V)]) -> Said {
        Said { vi: self.vi.text(id, facts), en: self.en.text(id, facts) }
    }

    /// Whether the sentence `id` exists.
    pub fn has(&self, id: &str) -> bool {
        self.vi.has(id)
    }

    /// The sentence of a code under a prefix (`reason` and `greatest_need` → `reason-greatest-need`); the code itself
    /// where the catalogue has none.
    pub fn code(&self, prefix: &str, code: &str) -> Said {
        let id = format!("{prefix}-{}", code.replace('_', "-"));
        if self.vi.has(&id) { self.plain(&id) } else { Said::data(code) }
    }
}
