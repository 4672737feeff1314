//! Text that is Unicode on the outside and TCVN3 or VNI inside, as fonts such as `.VnTime` and VNI-Times showed it: `Hä vµ
//! tªn` says `Họ và tên`. The words of all such cells tell, by the rule of [`super::encoding`].

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::encoding::{AHEAD, Meanings, PLAUSIBLE, TCVN3, VNI, meanings, plausibility, translate};
use super::text::count;

/// Words beyond ASCII that are needed to judge.
const FEWEST: u32 = 5;

/// What the cells of a sheet hold.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) enum Fonts {
    /// Text as it stands.
    #[default]
    Plain,
    /// Text of a font: the name of its encoding, and how many cells.
    Old(&'static str, u32),
    /// Text of one of two fonts, with the two readings of the first cell that differs.
    Either([(&'static str, String); 2]),
}

/// Whether a cell may be text of an old font: beyond ASCII, and without the letters that those fonts never had.
fn is_candidate(text: &str) -> bool {
    !text.is_ascii() && text.chars().all(|letter| letter <= '\u{FF}' || is_sign(letter))
}

/// What a cell says in an old font; none where it cannot be of that font.
fn reading(text: &str, meanings: &Meanings) -> Option<String> {
    let symbol = |letter: char| match u8::try_from(letter) {
        Ok(b'\xA0') => Err(' '),
        Ok(byte) => Ok(byte),
        Err(_) => Err(letter),
    };
    let text = is_candidate(text).then(|| translate(text.chars().map(symbol), meanings))??;
    Some(text.nfc().collect())
}

/// Dashes, quotation marks and the like, which every encoding of the time has.
fn is_sign(letter: char) -> bool {
    ('\u{2010}'..='\u{203A}').contains(&letter)
}

/// Judges the cells of a sheet, the headings first.
pub(super) fn judge<'t>(cells: &(impl Iterator<Item = &'t str> + Clone)) -> Fonts {
    let candidates = || cells.clone().filter(|text| is_candidate(text));
    if plausibility(candidates()).is_none_or(|(share, words)| words < FEWEST || share >= PLAUSIBLE) {
        return Fonts::Plain;
    }
    let mut readings = [("TCVN3 (ABC)", TCVN3), ("VNI", VNI)].map(|(name, table)| {
        let table = meanings(table);
        let texts: Vec<String> = candidates().map(|text| said(text, &table)).collect();
        let share = plausibility(texts.iter().map(String::as_str)).map_or(0.0, |(share, _)| share);
        (share, name, texts)
    });
    readings.sort_by(|one, other| other.0.total_cmp(&one.0));
    let [first, second] = readings;
    if first.0 < PLAUSIBLE {
        return Fonts::Plain;
    }
    let cells = count(first.2.len());
    let differing = first.2.into_iter().zip(second.2).find(|(one, other)| one != other);
    match differing {
        // Headings stand first, so this one is no person.
        Some((one, other)) if first.0 - second.0 < AHEAD => Fonts::Either([(first.1, one), (second.1, other)]),
        _ => Fonts::Old(first.1, cells),
    }
}

fn said(text: &str, table: &Meanings) -> String {
    reading(text, table).unwrap_or_else(|| text.to_owned())
}

impl Fonts {
    /// What a cell says, where it says something else than it shows.
    pub(super) fn reader(&self) -> impl Fn(&str) -> Option<String> + use<> {
        let table = match self {
            Self::Old("VNI", _) => Some(meanings(VNI)),
            Self::Old(_, _) => Some(meanings(TCVN3)),
            Self::Plain | Self::Either(_) => None,
        };
        move |text| reading(text, table.as_ref()?)
    }
}

/// The text of a CSV file, and the font that it was written for.
pub(super) fn of_csv(text: Cow<'_, str>) -> (Cow<'_, str>, Fonts) {
    let cells = || text.split_inclusive([',', ';', '\t', '\n']);
    let fonts = judge(&cells());
    if !matches!(fonts, Fonts::Old(..)) {
        return (text, fonts);
    }
    let read = fonts.reader();
    let revived = cells().map(|cell| read(cell).unwrap_or_else(|| cell.to_owned())).collect();
    (Cow::Owned(revived), fonts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_sheet_tell_its_font() {
        let tcvn3 = ["Hä vµ tªn", "Ph©n lo\u{B9}i", "NguyÔn ThÞ H\u{AD}êng", "X· M\u{AD}êng TÌ", "id", "Lò Thị Hương"];
        let fonts = judge(&tcvn3.into_iter());
        assert_eq!(fonts, Fonts::Old("TCVN3 (ABC)", 4));
        let said: Vec<Option<String>> = tcvn3.into_iter().map(fonts.reader()).collect();
        let expected = ["Họ và tên", "Phân loại", "Nguyễn Thị Hường", "Xã Mường Tè"];
        assert_eq!(said.iter().flatten().collect::<Vec<_>>(), expected);
        assert_eq!(said.get(4..), Some(&[None, None][..]));
        let vni = ["Hoï vaø teân", "Phaân loaïi", "Nguyeãn Thò Höôøng", "Xaõ Möôøng Teø"];
        let fonts = judge(&vni.into_iter());
        assert_eq!(fonts, Fonts::Old("VNI", 4));
        assert_eq!(vni.map(|text| fonts.reader()(text).unwrap()), expected);
    }

    #[test]
    fn csv_files_in_utf_8_may_hold_it_too() {
        let text = "M· hé;Hä vµ tªn\nH1;NguyÔn ThÞ H\u{AD}êng\n";
        let (said, fonts) = of_csv(Cow::Borrowed(text));
        assert_eq!((said.as_ref(), fonts), ("Mã hộ;Họ và tên\nH1;Nguyễn Thị Hường\n", Fonts::Old("TCVN3 (ABC)", 3)));
        let (said, fonts) = of_csv(Cow::Borrowed("Mã hộ;Họ và tên\nH1;Nguyễn Thị Hường\n"));
        assert!(matches!((said, fonts), (Cow::Borrowed(_), Fonts::Plain)));
    }

    #[test]
    fn vietnamese_in_unicode_and_foreign_names_stay() {
        for cells in [
            &["Mã", "Tên", "Lò Thị Hà", "Xã Hà Lê", "Hà", "Lò", "Bé", "là", "cá"][..],
            &["Société Générale", "Crédit", "Agricole Café Zoë"],
            &["Hä vµ"],
            &["id", "name"],
        ] {
            assert_eq!(judge(&cells.iter().copied()), Fonts::Plain, "{cells:?}");
        }
    }
}
