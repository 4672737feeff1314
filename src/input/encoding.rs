//! Bytes of a text file → its text: Unicode in its forms, Windows-1258, and the fonts' encodings of before Unicode (TCVN3,
//! VNI). Which of the old ones it is, the words tell: nearly all of them are Vietnamese syllables in one reading only.
//! Two readings that are about as good are both shown, and none is taken.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::syllable::is_syllable;
use super::text::{count, line_of};

/// Words that are looked at.
const WORDS: usize = 5_000;

/// Share of the words beyond ASCII that must be syllables in a reading that is taken.
pub(super) const PLAUSIBLE: f64 = 0.85;

/// How much better than the second the reading must be.
pub(super) const AHEAD: f64 = 0.10;

/// What the bytes of TCVN3 and of VNI stand for.
pub(super) const TCVN3: &str = include_str!("data/tcvn3.txt");
pub(super) const VNI: &str = include_str!("data/vni.txt");

/// The text of a file, and the encoding that was assumed (none for UTF-8).
#[derive(Debug, PartialEq)]
pub(super) struct Decoded<'b> {
    /// The text.
    pub(super) text: Cow<'b, str>,
    /// What was assumed.
    pub(super) assumed: Option<&'static str>,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq)]
pub(super) enum NotText {
    /// In no known encoding: the first line that is not UTF-8, and how many there are.
    Unknown {
        /// From 1.
        first_line: u32,
        /// Lines that are not UTF-8.
        lines: u32,
    },
    /// Two encodings read it about as well: each with its reading of the first words that differ.
    Ambiguous([(&'static str, String); 2]),
}

/// Reads the bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if let Some(name) = utf16(bytes) {
        let (text, _, is_broken) = if name == "UTF-16LE" { UTF_16LE.decode(bytes) } else { UTF_16BE.decode(bytes) };
        return if is_broken { Err(unknown(bytes)) } else { Ok(Decoded { text, assumed: Some(name) }) };
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), assumed: None }),
        Err(_) => old(bytes),
    }
}

/// UTF-16 by its mark, or by every other byte of the beginning being zero.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    let zeros = |parity: usize| bytes.iter().take(200).skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let is_most = |zeros: usize| bytes.len() >= 4 && zeros * 4 > bytes.len().min(200);
    match bytes {
        [0xFF, 0xFE, ..] => Some("UTF-16LE"),
        [0xFE, 0xFF, ..] => Some("UTF-16BE"),
        _ if is_most(zeros(1)) && zeros(0) == 0 => Some("UTF-16LE"),
        _ if is_most(zeros(0)) && zeros(1) == 0 => Some("UTF-16BE"),
        _ => None,
    }
}

fn unknown(bytes: &[u8]) -> NotText {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let lines = bytes.split(|&byte| byte == b'\n').filter(|line| std::str::from_utf8(line).is_err()).count();
    NotText::Unknown { first_line: line_of(bytes, valid), lines: count(lines) }
}

/// One of the encodings of before Unicode.
fn old(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    let (windows, _, _) = WINDOWS_1258.decode(bytes);
    let mut readings =
        [("Windows-1258", Some(windows.nfc().collect::<String>())), ("TCVN3 (ABC)", tcvn3(bytes)), ("VNI", vni(bytes))]
            .map(|(name, text)| (text.as_deref().map_or(0.0, share), name, text.unwrap_or_default()));
    readings.sort_by(|one, other| other.0.total_cmp(&one.0));
    let [first, second, _] = readings;
    if first.0 < PLAUSIBLE {
        return Err(unknown(bytes));
    }
    if first.0 - second.0 < AHEAD && first.2 != second.2 {
        let [one, other] = difference(&first.2, &second.2);
        return Err(NotText::Ambiguous([(first.1, one), (second.1, other)]));
    }
    Ok(Decoded { text: Cow::Owned(first.2), assumed: Some(first.1) })
}

/// The first heading that two readings write differently: headings hold no personal data.
fn difference(one: &str, other: &str) -> [String; 2] {
    let cells = |text: &str| -> Vec<String> {
        let line = text.lines().next().unwrap_or_default();
        line.split([',', ';', '\t']).map(|cell| cell.trim_matches(['"', ' ']).to_owned()).collect()
    };
    let mut pairs = cells(one).into_iter().zip(cells(other));
    pairs.find(|(one, other)| one != other).map_or_else(Default::default, |(one, other)| [one, other])
}

/// The share of a whole text.
fn share(text: &str) -> f64 {
    plausibility(std::iter::once(text)).map_or(0.0, |(share, _)| share)
}

/// The share of the words with letters beyond ASCII that could be syllables, and their number; `None` without any.
pub(super) fn plausibility<'t>(texts: impl Iterator<Item = &'t str>) -> Option<(f64, u32)> {
    let is_gap = |letter: char| letter.is_ascii() && !letter.is_ascii_alphabetic() || letter.is_whitespace();
    let (mut seen, mut good) = (0_u32, 0_u32);
    for word in texts.flat_map(|text| text.split(is_gap)).filter(|word| !word.is_ascii()).take(WORDS) {
        seen += 1;
        good += u32::from(is_syllable(word));
    }
    (seen > 0).then(|| (f64::from(good) / f64::from(seen), seen))
}

/// Lines of a table of bytes: the byte, and what it stands for.
fn entries(table: &'static str) -> impl Iterator<Item = (u8, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (byte, meaning) = line.split_once(' ')?;
        Some((u8::from_str_radix(byte, 16).ok()?, meaning))
    })
}

/// What each byte from 128 up stands for.
pub(super) type Meanings = [Option<&'static str>; 128];

/// Reads a table of bytes.
pub(super) fn meanings(table: &'static str) -> Meanings {
    let mut meanings = [None; 128];
    for (byte, meaning) in entries(table) {
        if let Some(slot) = meanings.get_mut(usize::from(byte & 0x7F)) {
            *slot = Some(meaning);
        }
    }
    meanings
}

/// Text in TCVN3; `None` where a byte stands for nothing.
fn tcvn3(bytes: &[u8]) -> Option<String> {
    translate(bytes.iter().map(|&byte| Ok(byte)), &meanings(TCVN3))
}

/// Text in VNI, whose marks stand behind their letter.
fn vni(bytes: &[u8]) -> Option<String> {
    translate(bytes.iter().map(|&byte| Ok(byte)), &meanings(VNI)).map(|text| text.nfc().collect())
}

/// Bytes of an encoding as text, between letters that stand as they are.
pub(super) fn translate(symbols: impl Iterator<Item = Result<u8, char>>, meanings: &Meanings) -> Option<String> {
    let mut text = String::new();
    for symbol in symbols {
        let byte = match symbol {
            Ok(byte) if !byte.is_ascii() => byte,
            Ok(byte) => {
                text.push(char::from(byte));
                continue;
            }
            Err(letter) => {
                text.push(letter);
                continue;
            }
        };
        let meaning = meanings.get(usize::from(byte & 0x7F)).copied().flatten()?;
        match meaning.strip_prefix('+') {
            Some(marks) => {
                let mark = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                text.extend(marks.split(' ').filter_map(mark));
            }
            None => text.push_str(meaning),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const TEXT: &str = "Mã hộ;Họ và tên chủ hộ;Xã, phường\nH1;Nguyễn Thị Hường;Xã Mường Tè\nH2;Lò Văn Quỳnh;Phường Đoàn Kết\n\
                        H3;Giàng A Dũng;Bản Nậm Củm, đường ơi ỷ\n";

    /// The bytes of a text by the inverse of a table.
    fn written(text: &str, table: &'static str) -> Vec<u8> {
        let mut bytes = BTreeMap::new();
        for (byte, meaning) in entries(table) {
            match meaning.strip_prefix('+') {
                Some(marks) => {
                    let marks: String = marks
                        .split(' ')
                        .filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()))
                        .collect();
                    let is_capital = byte < 0xE0;
                    for base in if is_capital { "AEOUYƠƯ" } else { "aeouyơư" }.chars() {
                        let letter: String = format!("{base}{marks}").nfc().collect();
                        let before = match base {
                            'ơ' => vec![0xF4],
                            'ư' => vec![0xF6],
                            'Ơ' => vec![0xD4],
                            'Ư' => vec![0xD6],
                            base => vec![u8::try_from(base).unwrap()],
                        };
                        if letter.chars().count() == 1 {
                            bytes.entry(letter).or_insert_with(|| [before, vec![byte]].concat());
                        }
                    }
                }
                None => drop(bytes.insert(meaning.to_owned(), vec![byte])),
            }
        }
        text.chars()
            .flat_map(|letter| match u8::try_from(letter) {
                Ok(byte) if byte.is_ascii() => vec![byte],
                _ => bytes.get(&letter.to_string()).unwrap_or_else(|| panic!("{letter}")).clone(),
            })
            .collect()
    }

    fn windows_1258(text: &str) -> Vec<u8> {
        // Tones stand behind their letter as marks of their own, other accents belong to it.
        let mut bytes = Vec::new();
        for letter in text.chars() {
            let alone = letter.to_string();
            let (whole, _, is_lost) = WINDOWS_1258.encode(&alone);
            if !is_lost {
                bytes.extend_from_slice(&whole);
                continue;
            }
            let parts: Vec<char> = letter.nfd().collect();
            let (tone, rest): (Vec<char>, Vec<char>) = parts
                .iter()
                .partition(|part| matches!(part, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'));
            let base: String = rest.into_iter().nfc().collect();
            let parted = format!("{base}{}", tone.iter().collect::<String>());
            let (whole, _, is_lost) = WINDOWS_1258.encode(&parted);
            assert!(!is_lost, "{letter}");
            bytes.extend_from_slice(&whole);
        }
        bytes
    }

    fn read(bytes: &[u8]) -> (String, Option<&'static str>) {
        let decoded = decode(bytes).unwrap();
        (decoded.text.into_owned(), decoded.assumed)
    }

    #[test]
    fn unicode_is_read_in_all_its_forms() {
        assert_eq!(read(TEXT.as_bytes()), (TEXT.to_owned(), None));
        assert_eq!(read(format!("\u{FEFF}{TEXT}").as_bytes()), (TEXT.to_owned(), None));
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for mark in [&[][..], &[0xFF, 0xFE]] {
            assert_eq!(read(&[mark, &little].concat()), (TEXT.to_owned(), Some("UTF-16LE")));
        }
        for mark in [&[][..], &[0xFE, 0xFF]] {
            assert_eq!(read(&[mark, &big].concat()), (TEXT.to_owned(), Some("UTF-16BE")));
        }
    }

    #[test]
    fn the_words_tell_the_old_encodings_apart() {
        // Fonts of TCVN3 have capitals with a tone only in fonts of capitals.
        let small = TEXT.replace("Đ", "đ");
        assert_eq!(read(&written(&small, TCVN3)), (small, Some("TCVN3 (ABC)")));
        assert_eq!(read(&written(TEXT, VNI)), (TEXT.to_owned(), Some("VNI")));
        assert_eq!(read(&windows_1258(TEXT)), (TEXT.to_owned(), Some("Windows-1258")));
    }

    #[test]
    fn every_letter_with_a_tone_stands_once_in_tcvn3_and_can_be_written_in_vni() {
        let letters: Vec<&str> = entries(TCVN3).map(|(_, letter)| letter).collect();
        assert_eq!(letters.len(), 12 * 5 + 7 + 7);
        let all: String = letters.concat();
        assert_eq!(vni(&written(&all, VNI)), Some(all));
    }

    #[test]
    fn what_is_no_text_and_what_may_be_two_texts_is_refused() {
        assert_eq!(decode(b"a\nb\xff\x01\nc\xfe\n"), Err(NotText::Unknown { first_line: 2, lines: 2 }));
        // One word that is a syllable in two encodings.
        let Err(NotText::Ambiguous(readings)) = decode(b"l\xe3n,b\n1,2\n") else { panic!("only one reading") };
        assert_ne!(readings[0].1, readings[1].1);
    }
}
