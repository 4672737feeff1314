//! Text as it comes out of files: trimmed, in Unicode NFC, and folded for comparing headings and file names.
//! Never changes what a word says.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether a character at the edge of a cell is only filling: spaces of every width, and the zero-width ones.
fn is_filling(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula (`'=…`, as this program and
/// spreadsheets write it).
fn without_guard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

/// A cell without the spaces around it, in Unicode NFC; borrowed where nothing changes.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let text = without_guard(text.trim_matches(is_filling));
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
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
pub(super) fn line_breaks(bytes: &[u8]) -> u32 {
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
        assert!(matches!(clean("Hòa Bình"), Cow::Borrowed("Hòa Bình")));
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of(b"a\nb\nc", 0), 1);
        assert_eq!(line_of(b"a\nb\nc", 4), 3);
    }
}
