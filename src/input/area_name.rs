//! The name of an area as people write it: in any case, with its tones on either vowel, with or without its kind.

use super::text::even_tones;

/// What stands before the name of a commune. Such a name may be one of before July 2025.
const COMMUNES: [&str; 4] = ["xã ", "phường ", "thị trấn ", "đặc khu "];
/// What stands before the name of a part of a commune.
const VILLAGES: [&str; 9] = ["thôn ", "bản ", "tổ dân phố ", "khu phố ", "ấp ", "buôn ", "làng ", "xóm ", "khóm "];
/// What stands before the name of an area above a commune.
const ABOVE: [&str; 5] = ["huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh "];

/// What the word before a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Village,
    Commune,
    Above,
}

/// A name in lower case, with and without the kind before it. Accents stay: they tell names apart.
#[derive(Debug, Clone)]
pub struct AreaName {
    full: String,
    bare: String,
    kind: Option<(Kind, &'static str)>,
}

impl AreaName {
    /// The name in a text.
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let full = even_tones(&lower.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        let full = full.trim_end_matches([':', '.', ' ']);
        let kinds = [(Kind::Commune, &COMMUNES[..]), (Kind::Village, &VILLAGES), (Kind::Above, &ABOVE)];
        let stripped = kinds.into_iter().find_map(|(kind, words)| {
            words.iter().find_map(|word| Some((full.strip_prefix(word)?, Some((kind, *word)))))
        });
        let (bare, kind) = stripped.unwrap_or((full, None));
        Self { full: full.to_owned(), bare: bare.to_owned(), kind }
    }

    /// The whole name.
    pub fn full(&self) -> &str {
        &self.full
    }

    /// The name without its kind.
    pub fn bare(&self) -> &str {
        &self.bare
    }

    /// Whether it begins with a kind.
    pub const fn has_kind(&self) -> bool {
        self.kind.is_some()
    }

    /// Whether it begins with the kind of a commune.
    pub fn is_commune(&self) -> bool {
        matches!(self.kind, Some((Kind::Commune, _)))
    }

    /// Whether both may be one name: a kind may be left out, and `Thôn` and `Bản` are one, but no village is a commune and
    /// no `Phường` a `Xã`. The first word of `Bản Bo` may belong to the name, as in `Xã Bản Bo`.
    pub fn fits(&self, other: &Self) -> bool {
        let may_be_same = match (self.kind, other.kind) {
            (Some((Kind::Village, _)), Some((Kind::Village, _))) => true,
            (Some((_, word)), Some((_, other))) => word == other,
            _ => true,
        };
        let is_part = self.full == other.bare || self.bare == other.full;
        self.full == other.full || is_part || may_be_same && self.bare == other.bare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_without_their_kind_and_never_across_kinds() {
        let fits = |one: &str, other: &str| AreaName::of(one).fits(&AreaName::of(other));
        for (one, other) in [
            ("XÃ  MƯỜNG TÈ:", "Xã Mường Tè"),
            ("Mường Tè", "Xã Mường Tè"),
            ("Bản Bo", "Xã Bản Bo"),
            ("Thôn Hoà Bình", "Bản Hòa Bình"),
            ("Lai Châu", "Tỉnh Lai Châu"),
        ] {
            assert!(fits(one, other) && fits(other, one), "{one} / {other}");
        }
        for (one, other) in
            [("Xã Nậm Cha", "Bản Nậm Cha"), ("Nậm Cha", "Bản Nậm Chà"), ("Xã A", "Tỉnh A"), ("Phường A", "Xã A")]
        {
            assert!(!fits(one, other) && !fits(other, one), "{one} / {other}");
        }
    }
}
