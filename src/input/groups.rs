//! Rows of a list of households that name the area of the rows below them, such as `I. Thôn Nậm Củm`. Such a row has
//! no cell beside its label and its number, so it is no household; what names no area and no kind of area stays data.

use unicode_normalization::UnicodeNormalization;

use super::section::NOTHING;
use super::shelf::Shelf;
use crate::domain::raw::{RawColumn, RawRow, RawTable};
use crate::findings::{Finding, Place, nearest};

/// What stands before the name of an area.
const KINDS: [&str; 15] = [
    "thôn ",
    "bản ",
    "xã ",
    "phường ",
    "thị trấn ",
    "đặc khu ",
    "tổ dân phố ",
    "khu phố ",
    "ấp ",
    "buôn ",
    "làng ",
    "xóm ",
    "khóm ",
    "huyện ",
    "tỉnh ",
];
/// The column that the rows below take their area in.
pub(super) const AREA: &str = "area";

/// An area that a row may name.
pub(super) struct Known {
    /// Its code.
    pub(super) code: String,
    name: String,
    spelt: Spelt,
}

/// A name in lower case, with and without the kind before it. Accents stay: they tell names apart.
struct Spelt {
    full: String,
    bare: String,
}

impl Spelt {
    fn of(name: &str) -> Self {
        let lower = name.to_lowercase();
        let full = lower.split_whitespace().collect::<Vec<_>>().join(" ");
        let full = full.trim_end_matches([':', '.', ' ']);
        let bare = KINDS.iter().find_map(|kind| full.strip_prefix(kind)).unwrap_or(full);
        Self { full: full.to_owned(), bare: bare.to_owned() }
    }

    /// Whether both may be one name: the first word of `Bản Bo` may belong to the name, as in `Xã Bản Bo`.
    fn fits(&self, other: &Self) -> bool {
        let forms = [&other.full, &other.bare];
        forms.contains(&&self.full) || forms.contains(&&self.bare)
    }
}

impl Known {
    /// The area as a finding names it.
    pub(super) fn shown(&self) -> String {
        format!("{} {}", self.code, self.name)
    }
}

/// What a row is.
enum Meaning {
    /// Data, or nothing known.
    Data,
    /// The rows below lie in the area with this code.
    Area(String),
    /// It names an area, but not exactly one; those that may be meant.
    Unclear(Vec<String>),
}

/// Gives the households below a group row their area, where they state none.
pub(super) fn assign(shelf: &mut Shelf, known: &[Known], table: &mut RawTable) {
    let area = table.column(AREA);
    let position = area.unwrap_or(table.columns.len());
    let mut current: Option<String> = None;
    let mut groups = Vec::new();
    let mut given = 0_u32;
    let mut rows = Vec::with_capacity(table.rows.len());
    for mut row in std::mem::take(&mut table.rows) {
        let place = Place { row: Some(row.number), ..table_place(table) };
        match meaning(&row, area, known) {
            Meaning::Area(code) => {
                current = Some(code);
                groups.push(row.number);
            }
            Meaning::Unclear(candidates) => {
                current = None;
                let candidates = if candidates.is_empty() { NOTHING.to_owned() } else { candidates.join(" · ") };
                shelf.push(Finding::new("E128", place).with("candidates", candidates));
            }
            Meaning::Data => {
                row.cells.resize(row.cells.len().max(position + 1), String::new());
                if let (Some(code), Some(cell)) = (&current, row.cells.get_mut(position))
                    && cell.is_empty()
                {
                    code.clone_into(cell);
                    given += 1;
                }
                rows.push(row);
            }
        }
    }
    table.rows = rows;
    // A label that stands under no heading was not read: the rows below it must not keep the area before it.
    for &number in table.lone.iter().filter(|number| groups.first().is_some_and(|first| first < number)) {
        let place = Place { row: Some(number), ..table_place(table) };
        shelf.push(Finding::new("E128", place).with("candidates", NOTHING));
    }
    let Some(first) = groups.first() else {
        table.rows.iter_mut().for_each(|row| row.cells.truncate(table.columns.len()));
        return;
    };
    if area.is_none() {
        table.columns.push(RawColumn { key: Some(AREA.to_owned()), heading: AREA.to_owned() });
    }
    let place = Place { row: Some(*first), ..table_place(table) };
    shelf.push(Finding::new("W128", place).with("count", given).with("groups", groups.len()));
}

fn table_place(table: &RawTable) -> Place {
    Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() }
}

/// The areas that a row or a file may name.
pub(super) fn areas(table: &RawTable) -> Vec<Known> {
    let known = |row: &RawRow| {
        let name = table.cell(row, "name").to_owned();
        Known { code: table.cell(row, "code").to_owned(), spelt: Spelt::of(&name), name }
    };
    table.rows.iter().map(known).filter(|area| !area.code.is_empty() && !area.name.is_empty()).collect()
}

/// The areas that the name of a file may mean: by code, else by name.
pub(super) fn named<'k>(stem: &str, known: &'k [Known]) -> Vec<&'k Known> {
    let by_code: Vec<&Known> = known.iter().filter(|area| area.code == stem.trim()).collect();
    let name = Spelt::of(&stem.nfc().collect::<String>());
    let by_name = known.iter().filter(|area| area.spelt.fits(&name));
    if by_code.is_empty() { by_name.collect() } else { by_code }
}

/// What a row says: its only cell, or its only cell beside a number, where that stands in no area column.
fn meaning(row: &RawRow, area: Option<usize>, known: &[Known]) -> Meaning {
    let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let label = match (filled.next(), filled.next(), filled.next()) {
        (Some(label), None, None) => label,
        (Some((_, number)), Some(label), None) if is_number(number) => label,
        _ => return Meaning::Data,
    };
    if Some(label.0) == area {
        return Meaning::Data;
    }
    let name = Spelt::of(unnumbered(label.1));
    let fits: Vec<&Known> = known.iter().filter(|area| area.spelt.fits(&name)).collect();
    match fits.as_slice() {
        [only] => Meaning::Area(only.code.clone()),
        [] if name.full == name.bare => Meaning::Data,
        [] => {
            let near = nearest(&name.bare, known.iter().map(|area| area.spelt.bare.as_str()));
            let near = known.iter().filter(|area| Some(area.spelt.bare.as_str()) == near);
            Meaning::Unclear(near.map(Known::shown).collect())
        }
        several => Meaning::Unclear(several.iter().map(|area| area.shown()).collect()),
    }
}

/// A label without the number before it: `I. Thôn A`, `1) Thôn A`, `II - Thôn A`.
fn unnumbered(label: &str) -> &str {
    let Some((number, rest)) = label.split_once(['.', ')', '-', '–', '/']) else { return label };
    if is_number(number) { rest.trim() } else { label }
}

/// A Roman or Arabic number, or one letter.
fn is_number(text: &str) -> bool {
    let text = text.trim().trim_matches(['(', ')', '.', '-', '/']);
    let is_roman = text.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L'));
    let is_arabic = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = matches!(text.as_bytes(), [letter] if letter.is_ascii_alphabetic());
    !text.is_empty() && (is_roman || is_arabic || is_letter)
}
