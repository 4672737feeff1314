//! Words that a cell may hold instead of a key: both languages, whatever their case, accents and spaces.
//! A word that is not in its list is never guessed.

use crate::domain::{
    Account, BeneficiaryKind, Class, CommitmentStatus, Demand, Level, PairingStatus, Setting, SourceKind, SourceStatus,
};
use crate::input::fold;

/// One meaning: its canonical key, its Vietnamese spellings (case, accents and spaces do not count), its value.
pub(super) type Word<T> = (&'static str, &'static [&'static str], T);

/// The value that a text means in a list of words.
pub(super) fn meaning<T: Copy>(text: &str, words: &[Word<T>]) -> Option<T> {
    let exact = words.iter().find(|(key, _, _)| *key == text);
    let found = exact.or_else(|| {
        let folded = fold(text);
        // A key folded is the key without its underscores.
        let is_key = |key: &str| key.bytes().filter(|&byte| byte != b'_').eq(folded.bytes());
        words
            .iter()
            .find(|(key, spellings, _)| is_key(key) || spellings.iter().any(|spelling| fold(spelling) == folded))
    });
    found.map(|&(_, _, value)| value)
}

/// A list of words as a finding shows it: each canonical key with its Vietnamese word.
pub(super) fn keys<T>(words: &[Word<T>]) -> String {
    let shown = |(key, spellings, _): &Word<T>| match spellings.first() {
        Some(spelling) => format!("{key} ({spelling})"),
        None => (*key).to_owned(),
    };
    words.iter().map(shown).collect::<Vec<_>>().join(" · ")
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
    ("poor", &["hộ nghèo", "nghèo"], Class::Poor),
    ("near_poor", &["hộ cận nghèo", "cận nghèo"], Class::NearPoor),
    ("newly_escaped", &["hộ mới thoát nghèo", "mới thoát nghèo"], Class::NewlyEscaped),
    ("other", &["hộ khác", "khác"], Class::Other),
];

/// `level` of areas.
pub(super) const LEVELS: &[Word<Level>] = &[
    ("province", &["tỉnh", "thành phố"], Level::Province),
    ("district", &["huyện", "quận", "thị xã"], Level::District),
    ("commune", &["xã", "phường", "đặc khu", "thị trấn"], Level::Commune),
    (
        "village",
        &["thôn", "bản", "tổ dân phố", "thôn, bản", "ấp", "buôn", "làng", "xóm", "khóm", "khu phố"],
        Level::Village,
    ),
];

/// `setting` of areas.
pub(super) const SETTINGS: &[Word<Setting>] =
    &[("rural", &["nông thôn"], Setting::Rural), ("urban", &["thành thị", "đô thị"], Setting::Urban)];

/// `beneficiary` of packages.
pub(super) const BENEFICIARY_KINDS: &[Word<BeneficiaryKind>] = &[
    ("household", &["hộ", "hộ gia đình"], BeneficiaryKind::Household),
    ("commune", &["xã", "phường"], BeneficiaryKind::Commune),
];

/// `demand` of packages.
pub(super) const DEMANDS: &[Word<Demand>] =
    &[("requested", &["đề nghị", "theo đề nghị"], Demand::Requested), ("automatic", &["tự động"], Demand::Automatic)];

/// `account` of packages and sources.
pub(super) const ACCOUNTS: &[Word<Account>] =
    &[("poverty", &["vì người nghèo", "người nghèo"], Account::Poverty), ("relief", &["cứu trợ"], Account::Relief)];

/// `kind` of sources.
pub(super) const SOURCE_KINDS: &[Word<SourceKind>] = &[
    ("fund", &["quỹ"], SourceKind::Fund),
    ("donor", &["nhà tài trợ"], SourceKind::Donor),
    ("agency", &["cơ quan"], SourceKind::Agency),
];

/// `status` of sources.
pub(super) const SOURCE_STATUSES: &[Word<SourceStatus>] = &[
    ("received", &["đã nhận"], SourceStatus::Received),
    ("pledged", &["đăng ký", "đã đăng ký"], SourceStatus::Pledged),
];

/// `status` of commitments.
pub(super) const COMMITMENT_STATUSES: &[Word<CommitmentStatus>] = &[
    ("promised", &["đã hứa"], CommitmentStatus::Promised),
    ("disbursed", &["đã chi"], CommitmentStatus::Disbursed),
    ("outside", &["bên ngoài", "nơi khác đã giúp", "nơi khác"], CommitmentStatus::Outside),
];

/// `status` of pairings.
pub(super) const PAIRING_STATUSES: &[Word<PairingStatus>] = &[
    ("keep", &["giữ"], PairingStatus::Keep),
    ("candidate", &["dự kiến", "có thể"], PairingStatus::Candidate),
    ("forbid", &["cấm", "không"], PairingStatus::Forbid),
];

/// A flag: `1`, `x`, `v`, `✓`, `có`, `true`, `đúng` or blank, `0`, `-`, `không`, `false`, `sai`; `None` for anything else.
/// `1.0` and `0.0` come from programs that keep numbers; `×` and `√` from lists of symbols.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "" | "0" | "0.0" | "-" | "--" | "–" | "—" => Some(false),
        "1" | "1.0" | "x" | "X" | "×" | "v" | "V" | "✓" | "✔" | "√" | "☑" => Some(true),
        _ => match fold(text).as_str() {
            "co" | "true" | "dung" => Some(true),
            "khong" | "khongco" | "false" | "sai" => Some(false),
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
        for text in ["1", "x", "X", "có", "Có", "CO", "true", "TRUE", "ĐÚNG", "✓", "✔", "v", "V", "1.0", "×", "√"]
        {
            assert_eq!(flag(text), Some(true), "{text}");
        }
        for text in ["", "0", "--", "không", "KHÔNG", "khong", "false", "False", "SAI", "-", "—", "0.0", "không có"]
        {
            assert_eq!(flag(text), Some(false), "{text}");
        }
        for text in ["2", "?", "yes", "xx", "-1", "vv"] {
            assert_eq!(flag(text), None, "{text}");
        }
    }

    /// The Vietnamese word of every key that the page for planners explains, beside the key.
    #[test]
    fn the_words_of_the_page_for_planners_are_accepted() {
        fn accepts<T: Copy + PartialEq>(key: &str, word: &str, words: &[Word<T>]) -> Option<bool> {
            let meant = words.iter().find(|(known, _, _)| *known == key).map(|&(_, _, value)| value)?;
            Some(meaning(word, words) == Some(meant))
        }
        let page = include_str!("../cli/templates/HUONG-DAN.md");
        let mut tried = 0;
        for line in page.lines().filter(|line| line.contains('·')) {
            let parts: Vec<&str> = line.split('`').collect();
            for pair in parts.get(1..).unwrap_or_default().chunks(2) {
                let (Some(key), Some(rest)) = (pair.first(), pair.get(1)) else { continue };
                let told = rest.split(['·', '|', '(', ')', ';', '*']).next().unwrap_or_default();
                // Of `demand` the page tells what the key means.
                for word in told.split(',').map(str::trim).filter(|word| !word.is_empty() && !word.contains("của gói"))
                {
                    let known = [
                        accepts(key, word, CLASSES),
                        accepts(key, word, LEVELS),
                        accepts(key, word, BENEFICIARY_KINDS),
                        accepts(key, word, ACCOUNTS),
                        accepts(key, word, SOURCE_KINDS),
                        accepts(key, word, SOURCE_STATUSES),
                        accepts(key, word, COMMITMENT_STATUSES),
                        accepts(key, word, PAIRING_STATUSES),
                    ];
                    let known: Vec<bool> = known.into_iter().flatten().collect();
                    assert!(known.is_empty() || known.contains(&true), "{key}: {word}");
                    tried += known.len();
                }
            }
        }
        assert!(tried > 20, "{tried}");
        assert_eq!(keys(PAIRING_STATUSES), "keep (giữ) · candidate (dự kiến) · forbid (cấm)");
    }
}
