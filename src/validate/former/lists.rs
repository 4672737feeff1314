//! The communes of today and those before 1 July 2025, out of `data` (`scripts/former_communes.py` writes it).

use std::collections::BTreeMap;

use crate::input::even_tones;

const COMMUNES: &str = include_str!("data/communes.csv");
const FORMER: &str = include_str!("data/former.csv");

/// What stands before the name of a commune, a district or a province.
const KINDS: [&str; 8] = ["xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "quận ", "thị xã ", "tỉnh "];
/// The same before a district and before a province.
const CITY: &str = "thành phố ";

/// A name as people write it: in any case, with its tones on either vowel, with or without its kind. Accents stay: they
/// tell names apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    full: String,
    bare: String,
}

impl Name {
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let full = even_tones(&lower.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        let bare = KINDS.iter().chain([&CITY]).find_map(|kind| full.strip_prefix(kind)).unwrap_or(&full).to_owned();
        Self { full, bare }
    }

    /// Whether both name their kind, and the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.full == other.full
    }

    /// Whether this, as somebody wrote it, may name `other`: a kind may be left out, but not be another one. `Phường 1`
    /// without its kind is a number and names nothing.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let is_bare = self.full == self.bare && self.bare == other.bare && self.bare.chars().any(char::is_alphabetic);
        self.is(other) || is_bare
    }

    /// What the names share that may fit each other.
    fn key(&self) -> &str {
        &self.bare
    }
}

/// A commune of today.
#[derive(Debug)]
pub(super) struct Commune {
    pub(super) code: &'static str,
    pub(super) shown: &'static str,
    pub(super) name: Name,
    pub(super) province: Name,
    /// Whether no other commune of the nation has its name.
    pub(super) is_alone: bool,
}

/// A commune before July 2025.
#[derive(Debug)]
pub(super) struct Former {
    /// Empty where the source states none.
    pub(super) code: &'static str,
    pub(super) name: Name,
    pub(super) district: Name,
    pub(super) province: Name,
    /// The name with its district and province.
    pub(super) shown: String,
    /// The codes of the communes that it went to.
    pub(super) into: Vec<&'static str>,
}

/// Both lists.
#[derive(Debug)]
pub(super) struct Lists {
    communes: BTreeMap<&'static str, Commune>,
    former: Vec<Former>,
    by_code: BTreeMap<&'static str, usize>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// The cells of a list, without its comments.
fn rows<const COLUMNS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
}

impl Lists {
    pub(super) fn read() -> Self {
        let former = read_former();
        let mut by_code = BTreeMap::new();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, commune) in former.iter().enumerate() {
            if !commune.code.is_empty() {
                by_code.insert(commune.code, position);
            }
            by_name.entry(commune.name.key().to_owned()).or_default().push(position);
        }
        Self { communes: read_communes(), former, by_code, by_name }
    }

    /// The former commune with a code.
    pub(super) fn with_code(&self, code: &str) -> Option<&Former> {
        self.by_code.get(code).and_then(|&position| self.former.get(position))
    }

    /// The former communes that a name may mean.
    pub(super) fn named(&self, name: &Name) -> impl Iterator<Item = &Former> {
        let positions = self.by_name.get(name.key()).into_iter().flatten();
        positions.filter_map(|&position| self.former.get(position)).filter(|former| name.fits(&former.name))
    }

    /// The communes that a former one went to.
    pub(super) fn successors(&self, former: &Former) -> impl Iterator<Item = &Commune> {
        former.into.iter().filter_map(|code| self.communes.get(code))
    }
}

fn read_communes() -> BTreeMap<&'static str, Commune> {
    let mut communes = BTreeMap::new();
    let mut count: BTreeMap<Name, u32> = BTreeMap::new();
    let mut above = "";
    for [province, code, shown] in rows(COMMUNES) {
        above = if province.is_empty() { above } else { province };
        let commune = Commune { code, shown, name: Name::of(shown), province: Name::of(above), is_alone: true };
        *count.entry(commune.name.clone()).or_default() += 1;
        communes.insert(code, commune);
    }
    for commune in communes.values_mut() {
        commune.is_alone = count.get(&commune.name) == Some(&1);
    }
    communes
}

fn read_former() -> Vec<Former> {
    let mut above = ("", "");
    let row = |[province, district, code, name, into]: [&'static str; 5]| {
        above.0 = if province.is_empty() { above.0 } else { province };
        above.1 = if district.is_empty() { above.1 } else { district };
        Former {
            code,
            name: Name::of(name),
            district: Name::of(above.1),
            province: Name::of(above.0),
            shown: format!("{name}, {}, {}", above.1, above.0),
            into: into.split(';').collect(),
        }
    };
    rows(FORMER).map(row).collect()
}
