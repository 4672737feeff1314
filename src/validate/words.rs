//! Words that a cell may hold instead of a key: both languages, whatever their case, accents and spaces.
//! A word that is not in its list is never guessed.

use crate::domain::{
    Account, BeneficiaryKind, Class, CommitmentStatus, Demand, Level, PairingStatus, Setting, SourceKind, SourceStatus,
};
use crate::input::fold;

/// One meaning: its canonical key, its other spellings (folded), its value.
pub(super) type Word<T> = (&'static str, &'static [&'static str], T);

/// The value that a text means in a list of words.
pub(super) fn meaning<T: Copy>(text: &str, words: &[Word<T>]) -> Option<T> {
    let exact = words.iter().find(|(key, _, _)| *key == text);
    let found = exact.or_else(|| {
        let folded = fold(text);
        // A key folded is the key without its underscores.
        let is_key = |key: &str| key.bytes().filter(|&byte| byte != b'_').eq(folded.bytes());
        words.iter().find(|(key, spellings, _)| is_key(key) || spellings.contains(&folded.as_str()))
    });
    found.map(|&(_, _, value)| value)
}

/// The canonical keys of a list of words, as a finding shows them.
pub(super) fn keys<T>(words: &[Word<T>]) -> String {
    words.iter().map(|(key, _, _)| *key).collect::<Vec<_>>().join(" · ")
}

/// The canonical key of a level, as a finding shows it.
pub(super) fn key_of(level: Level) -> &'static str {
    key_in(LEVELS, level)
}

/// The canonical key of a value in its list.
pub(super) fn key_in<T: PartialEq + Copy>(words: &[Word<T>], value: T) -> &'static str {
    words.iter().find(|(_, _, meant)| *meant == value).map_or("", |(key, _, _)| *key)
}

/// `class` of households and needs, `classes` of packages and sources.
pub(super) const CLASSES: &[Word<Class>] = &[
    ("poor", &["hongheo", "ngheo"], Class::Poor),
    ("near_poor", &["hocanngheo", "canngheo"], Class::NearPoor),
    ("newly_escaped", &["homoithoatngheo", "moithoatngheo"], Class::NewlyEscaped),
    ("other", &["hokhac", "khac"], Class::Other),
];

/// `level` of areas.
pub(super) const LEVELS: &[Word<Level>] = &[
    ("province", &["tinh", "thanhpho"], Level::Province),
    ("district", &["huyen", "quan", "thixa"], Level::District),
    ("commune", &["xa", "phuong", "dackhu", "thitran"], Level::Commune),
    ("village", &["thon", "ban", "todanpho", "thonban", "ap", "buon", "lang", "xom", "khom", "khupho"], Level::Village),
];

/// `setting` of areas.
pub(super) const SETTINGS: &[Word<Setting>] =
    &[("rural", &["nongthon"], Setting::Rural), ("urban", &["thanhthi", "dothi"], Setting::Urban)];

/// `beneficiary` of packages.
pub(super) const BENEFICIARY_KINDS: &[Word<BeneficiaryKind>] = &[
    ("household", &["ho", "hogiadinh"], BeneficiaryKind::Household),
    ("commune", &["xa", "phuong"], BeneficiaryKind::Commune),
];

/// `demand` of packages.
pub(super) const DEMANDS: &[Word<Demand>] =
    &[("requested", &["denghi", "theodenghi"], Demand::Requested), ("automatic", &["tudong"], Demand::Automatic)];

/// `account` of packages and sources.
pub(super) const ACCOUNTS: &[Word<Account>] =
    &[("poverty", &["vinguoingheo", "nguoingheo"], Account::Poverty), ("relief", &["cuutro"], Account::Relief)];

/// `kind` of sources.
pub(super) const SOURCE_KINDS: &[Word<SourceKind>] = &[
    ("fund", &["quy"], SourceKind::Fund),
    ("donor", &["nhataitro"], SourceKind::Donor),
    ("agency", &["coquan"], SourceKind::Agency),
];

/// `status` of sources.
pub(super) const SOURCE_STATUSES: &[Word<SourceStatus>] =
    &[("received", &["danhan"], SourceStatus::Received), ("pledged", &["dangky", "dadangky"], SourceStatus::Pledged)];

/// `status` of commitments.
pub(super) const COMMITMENT_STATUSES: &[Word<CommitmentStatus>] = &[
    ("promised", &["dahua"], CommitmentStatus::Promised),
    ("disbursed", &["dachi"], CommitmentStatus::Disbursed),
    ("outside", &["benngoai"], CommitmentStatus::Outside),
];

/// `status` of pairings.
pub(super) const PAIRING_STATUSES: &[Word<PairingStatus>] = &[
    ("keep", &["giu"], PairingStatus::Keep),
    ("candidate", &["dukien"], PairingStatus::Candidate),
    ("forbid", &["cam"], PairingStatus::Forbid),
];

/// A flag: `1`, `x`, `v`, `✓`, `có`, `true`, `đúng` or blank, `0`, `-`, `không`, `false`, `sai`; `None` for anything else.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "" | "0" | "-" | "--" | "–" | "—" => Some(false),
        "1" | "x" | "X" | "v" | "V" | "✓" | "✔" | "☑" => Some(true),
        _ => match fold(text).as_str() {
            "co" | "true" | "dung" => Some(true),
            "khong" | "false" | "sai" => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_both_languages_whatever_their_case_accents_and_spaces() {
        for (text, class) in [
            ("poor", Class::Poor),
            ("Hộ nghèo", Class::Poor),
            ("NGHÈO", Class::Poor),
            ("ho can ngheo", Class::NearPoor),
            ("Cận nghèo", Class::NearPoor),
            ("near poor", Class::NearPoor),
            ("hộ  mới thoát nghèo", Class::NewlyEscaped),
            ("Khác", Class::Other),
        ] {
            assert_eq!(meaning(text, CLASSES), Some(class), "{text}");
        }
        assert_eq!(meaning("giàu", CLASSES), None);
        assert_eq!(meaning("Tỉnh", LEVELS), Some(Level::Province));
        assert_eq!(meaning("Đặc khu", LEVELS), Some(Level::Commune));
        assert_eq!(meaning("đã chi", COMMITMENT_STATUSES), Some(CommitmentStatus::Disbursed));
        assert_eq!(meaning("Dự kiến", PAIRING_STATUSES), Some(PairingStatus::Candidate));
    }

    #[test]
    fn flags_are_yes_no_or_a_finding() {
        for text in ["1", "x", "X", "có", "Có", "CO", "true", "TRUE", "ĐÚNG", "✓", "✔", "v", "V"] {
            assert_eq!(flag(text), Some(true), "{text}");
        }
        for text in ["", "0", "--", "không", "KHÔNG", "khong", "false", "False", "SAI", "-", "—"] {
            assert_eq!(flag(text), Some(false), "{text}");
        }
        for text in ["2", "?", "yes", "xx", "-1", "vv"] {
            assert_eq!(flag(text), None, "{text}");
        }
    }
}
