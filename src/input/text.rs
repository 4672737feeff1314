//! Text as it comes out of files: trimmed, in Unicode NFC, and folded for comparing headings and file names.
//! Never changes what a word says.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Letters that nobody sees: zero-width ones, soft hyphens, marks of direction.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a character at the edge of a cell is only filling: spaces of every width, and what nobody sees.
fn is_filling(letter: char) -> bool {
    letter.is_whitespace() || is_unseen(letter)
}

/// The Icelandic letter that looks like `Đ` and that old code pages give in its place.
const fn as_meant(letter: char) -> char {
    match letter {
        'Ð' => 'Đ',
        'ð' => 'đ',
        other => other,
    }
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula or from reading it as a number
/// (`'=…`, as this program and spreadsheets write it; `'0123`).
fn without_guard(text: &str) -> &str {
    let is_guarded = |rest: &&str| rest.starts_with(|next: char| "=+-@".contains(next) || next.is_ascii_digit());
    text.strip_prefix('\'').filter(is_guarded).unwrap_or(text)
}

/// A cell without the spaces around it, in Unicode NFC, its odd spaces plain and single, without what nobody sees, `Đ` as such;
/// borrowed where nothing changes.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let text = without_guard(text.trim_matches(is_filling));
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(tidied(text)) }
}

/// Whether [`clean`] took a mark away that a reader of the sheet does not see: inside the text, or before digits.
pub(super) fn has_hidden_marks(text: &str) -> bool {
    let text = text.trim_matches(is_filling);
    let is_number = |rest: &str| rest.starts_with(|next: char| next.is_ascii_digit());
    text.strip_prefix('\'').is_some_and(is_number)
        || (!text.is_ascii()
            && text.chars().any(|letter| is_unseen(letter) || is_wide(letter) || as_meant(letter) != letter))
}

/// A space that is none of the keyboard's.
fn is_wide(letter: char) -> bool {
    !letter.is_ascii() && letter.is_whitespace()
}

/// Whether a trimmed text needs no change.
fn is_plain(text: &str) -> bool {
    if text.contains("  ") || text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) {
        return false;
    }
    text.is_ascii()
        || (is_nfc_quick(text.chars()) == IsNormalized::Yes
            && !text.chars().any(|letter| is_wide(letter) || is_unseen(letter) || as_meant(letter) != letter))
}

fn tidied(text: &str) -> String {
    let seen: String = text.nfc().filter(|&letter| !is_unseen(letter)).map(as_meant).collect();
    let mut words = seen.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |line, word| line + " " + word)
}

/// A text with every tone where the newer rule puts it: `hòa` and `hoà` → `hoà`, `thúy` and `thuý` → `thuý`. Nothing
/// else of it changes, so that texts are equal after this which differ in the place of a tone alone.
pub fn even_tones(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut letters: Vec<char> = text.nfd().collect();
    for at in 2..letters.len() {
        let &[before, tone, after] = letters.get(at - 2..=at).unwrap_or_default() else { continue };
        let pair = [before, after].map(|letter| letter.to_ascii_lowercase());
        let has_own_mark = letters.get(at + 1).is_some_and(|&next| is_combining_mark(next));
        if is_tone(tone) && matches!(pair, ['o', 'a' | 'e'] | ['u', 'y']) && !has_own_mark {
            letters.swap(at - 1, at);
        }
    }
    Cow::Owned(letters.into_iter().nfc().collect())
}

/// Marks of tones: grave, acute, hook, tilde, dot below.
pub(super) const fn is_tone(letter: char) -> bool {
    matches!(letter, '\u{300}' | '\u{301}' | '\u{309}' | '\u{303}' | '\u{323}')
}

/// What is left of a word when case, accents, tone placement, spaces and punctuation are taken away:
/// `Số hộ cận nghèo` → `sohocanngheo`.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|&letter| !is_combining_mark(letter))
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// The line, from 1, on which the byte at `offset` stands.
pub(super) fn line_of(bytes: &[u8], offset: usize) -> u32 {
    line_breaks(bytes.get(..offset).unwrap_or(bytes)).saturating_add(1)
}

/// How many lines end within the bytes.
fn line_breaks(bytes: &[u8]) -> u32 {
    count(bytes.split(|&byte| byte == b'\n').skip(1).count())
}

/// A length as a number for people; files with 2³² lines do not exist here.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_accents_tone_placement_spaces_and_punctuation() {
        for spelling in ["Mã hoà", "MÃ HÒA", "ma_hoa", " Mã  hòa:", "ma\u{303} ho\u{300}a"] {
            assert_eq!(fold(spelling), "mahoa", "{spelling}");
        }
        assert_eq!(fold("Địa bàn"), "diaban");
        assert_eq!(fold("điểm A"), "diema");
    }

    #[test]
    fn cells_are_trimmed_and_composed() {
        assert_eq!(clean("\u{A0} a b \u{200B}\t"), "a b");
        assert_eq!(clean("Ho\u{300}a"), "Hòa");
        assert_eq!((clean("'=A1"), clean("'a"), clean("''-")), ("=A1".into(), "'a".into(), "''-".into()));
        assert_eq!((clean("'0123"), clean("a\u{A0}\u{2009} b\r\nc  d\te")), ("0123".into(), "a b c d e".into()));
        assert_eq!(clean("\u{FEFF}M\u{AD}ường\u{200B} Tè\u{200E}"), "Mường Tè");
        assert!(matches!(clean("Hòa Bình"), Cow::Borrowed("Hòa Bình")));
    }

    #[test]
    fn marks_that_nobody_sees_are_told_from_plain_typing() {
        for text in ["'0123", "a\u{A0}b", "M\u{AD}a", "a\u{200B}b"] {
            assert!(has_hidden_marks(text), "{text}");
        }
        for text in ["'=A1", "\u{A0}a ", "a  b", "Hòa Bình", "Ho\u{300}a"] {
            assert!(!has_hidden_marks(text), "{text}");
        }
    }

    #[test]
    fn tones_may_stand_on_either_vowel_and_every_other_accent_counts() {
        for (old, new) in [
            ("hòa", "hoà"),
            ("HÒA BÌNH", "HOÀ BÌNH"),
            ("Thúy", "Thuý"),
            ("khỏe", "khoẻ"),
            ("Qúy", "Quý"),
            ("ho\u{300}a", "hoà"),
            ("Thạnh Hóa", "Thạnh Hoá"),
            ("tọa đàm, ủy ban", "toạ đàm, uỷ ban"),
        ] {
            assert_eq!(even_tones(old), new);
            assert_eq!(even_tones(new), new);
        }
        for text in ["mùa", "lúa", "của", "Bản Hòn", "Bản Hon", "hoằng", "Hoài", "tuyết", "ờ a", "gìa"]
        {
            assert_eq!(even_tones(text), text);
        }
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of(b"a\nb\nc", 0), 1);
        assert_eq!(line_of(b"a\nb\nc", 4), 3);
    }
}
