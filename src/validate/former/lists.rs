//! The communes of today and those before 1 July 2025, out of `data` (`scripts/former_communes.py` writes it).

use std::cell::OnceCell;
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
#[derive(Debug, Clone)]
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

    /// Whether both name one province, whose kind nobody needs.
    pub(super) fn is_province(&self, other: &Self) -> bool {
        self.bare == other.bare
    }

    /// Whether this, as somebody wrote it, may name `other`: a kind may be left out, but not be another one. `Phường 1`
    /// without its kind is a number and names nothing.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let is_bare = self.full == self.bare && self.bare == other.bare && self.bare.chars().any(char::is_alphabetic);
        self.is(other) || is_bare
    }
}

/// A commune of today.
#[derive(Debug)]
pub(super) struct Commune {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) province: &'static str,
}

/// A commune before July 2025.
#[derive(Debug)]
pub(super) struct Former {
    /// Empty where the source states none.
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) district: &'static str,
    pub(super) province: &'static str,
    /// The codes of the communes that it went to, parted by `;`.
    into: &'static str,
}

impl Former {
    /// Whether it went to several communes.
    pub(super) fn is_split(&self) -> bool {
        self.into.contains(';')
    }

    /// Its name with its district and province.
    pub(super) fn shown(&self) -> String {
        format!("{}, {}, {}", self.name, self.district, self.province)
    }
}

/// Both lists.
#[derive(Debug)]
pub(super) struct Lists {
    communes: BTreeMap<&'static str, Commune>,
    former: Vec<Former>,
    by_code: BTreeMap<&'static str, usize>,
    /// Made for the first name that is asked for.
    by_name: OnceCell<BTreeMap<String, Vec<usize>>>,
}

/// The cells of a list, without its comments.
fn rows<const COLUMNS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
}

/// Whether a former commune has this code.
pub(super) fn has_code(code: &str) -> bool {
    FORMER.contains(&format!(",{code},"))
}

impl Lists {
    pub(super) fn read() -> Self {
        let former = read_former();
        let coded = former.iter().enumerate().filter(|(_, commune)| !commune.code.is_empty());
        let by_code = coded.map(|(position, commune)| (commune.code, position)).collect();
        Self { communes: read_communes(), former, by_code, by_name: OnceCell::new() }
    }

    /// The former commune with a code.
    pub(super) fn with_code(&self, code: &str) -> Option<&Former> {
        self.by_code.get(code).and_then(|&position| self.former.get(position))
    }

    /// The former communes that a name may mean.
    pub(super) fn named(&self, name: &Name) -> impl Iterator<Item = &Former> {
        let by_name = self.by_name.get_or_init(|| {
            let mut positions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (position, commune) in self.former.iter().enumerate() {
                positions.entry(Name::of(commune.name).bare).or_default().push(position);
            }
            positions
        });
        let positions = by_name.get(&name.bare).into_iter().flatten();
        let former = positions.filter_map(|&position| self.former.get(position));
        former.filter(|former| name.fits(&Name::of(former.name)))
    }

    /// The communes that a former one went to.
    pub(super) fn successors(&self, former: &Former) -> impl Iterator<Item = &Commune> {
        former.into.split(';').filter_map(|code| self.communes.get(code))
    }

    /// Whether no other commune of the nation has its name.
    pub(super) fn is_alone(&self, commune: &Commune) -> bool {
        self.communes.values().filter(|other| other.name == commune.name).count() == 1
    }
}

fn read_communes() -> BTreeMap<&'static str, Commune> {
    let mut above = "";
    let row = |[province, code, name]: [&'static str; 3]| {
        above = if province.is_empty() { above } else { province };
        (code, Commune { code, name, province: above })
    };
    rows(COMMUNES).map(row).collect()
}

fn read_former() -> Vec<Former> {
    let mut above = ("", "");
    let row = |[province, district, code, name, into]: [&'static str; 5]| {
        above.0 = if province.is_empty() { above.0 } else { province };
        above.1 = if district.is_empty() { above.1 } else { district };
        Former { code, name, district: above.1, province: above.0, into }
    };
    rows(FORMER).map(row).collect()
}
