//! Rows of a list that name the area of the rows below them, such as `I. Thôn Nậm Củm`. Such a row has no cell beside
//! its label and its number, so it is no household; what names no area and no kind of area stays data.

use unicode_normalization::UnicodeNormalization;

use super::area_name::AreaName;
use super::section::NOTHING;
use super::shelf::Shelf;
use crate::domain::raw::{RawColumn, RawRow, RawTable, TableName};
use crate::findings::{Finding, Place, nearest};

/// Digits of the code of a commune.
const CODE_DIGITS: usize = 5;
/// Areas above an area, at most.
const DEPTH: usize = 8;
/// The column of a household's area.
pub(super) const AREA: &str = "area";

/// An area that a row may name.
pub(super) struct Known {
    /// Its code.
    pub(super) code: String,
    /// The code of the area that it lies in.
    parent: String,
    name: String,
    spelt: AreaName,
}

impl Known {
    /// Whether it lies right below the area with this code; a spreadsheet may have taken zeros in front.
    fn is_part_of(&self, code: &str) -> bool {
        !self.parent.is_empty() && core(&self.parent) == core(code)
    }

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
    /// They lie in the commune of this name, which no table knows.
    Unknown(String),
    /// It names an area, but not exactly one; those that may be meant.
    Unclear(Vec<String>),
}

/// Where the areas of group rows go in a table.
struct Target {
    /// The column that the rows below a group row take its area in.
    key: &'static str,
    /// The column that makes a row data whatever else it lacks.
    id: Option<&'static str>,
    /// Whether the group row may stand in the column itself.
    may_hold_label: bool,
    /// Whether a blank may also mean the cell above it: then only a group of blanks takes the area.
    may_repeat: bool,
}

impl Target {
    const fn of(table: TableName) -> Option<Self> {
        match table {
            TableName::Households => Some(Self { key: AREA, id: None, may_hold_label: false, may_repeat: false }),
            TableName::Areas => {
                Some(Self { key: "parent", id: Some("code"), may_hold_label: false, may_repeat: false })
            }
            TableName::Needs | TableName::Commitments => {
                let key = "beneficiary";
                Some(Self { key, id: Some(key), may_hold_label: true, may_repeat: true })
            }
            TableName::Packages | TableName::Sources | TableName::Pairings => None,
        }
    }
}

/// The rows of a table on their way to their areas.
struct Below<'t> {
    target: &'t Target,
    position: usize,
    current: Option<String>,
    /// The area whose parts the labels name: that of the file, or the last that has parts.
    within: Option<String>,
    /// The row that names the present group, where no table knows its area and nothing has taken it yet.
    unknown: Option<u32>,
    /// Rows that name an area that nobody knows and that no row takes.
    idle: Vec<u32>,
    rows: Vec<RawRow>,
    /// Where the rows of the present group begin.
    start: usize,
    given: u32,
}

impl Below<'_> {
    /// Ends a group: its rows without an area of their own take its one.
    fn end(&mut self, next: Option<String>, unknown: Option<u32>) {
        let before = self.given;
        let code = std::mem::replace(&mut self.current, next);
        let rows = self.rows.get_mut(self.start..).unwrap_or_default();
        let cells = || rows.iter().map(|row| row.cells.get(self.position));
        let is_clear = !self.target.may_repeat || cells().all(|cell| cell.is_some_and(String::is_empty));
        if let Some(code) = code.filter(|_| is_clear) {
            let position = self.position;
            for cell in rows.iter_mut().filter_map(|row| row.cells.get_mut(position)).filter(|cell| cell.is_empty()) {
                code.clone_into(cell);
                self.given += 1;
            }
        }
        let unknown = std::mem::replace(&mut self.unknown, unknown);
        self.idle.extend(unknown.filter(|_| self.given == before));
        self.start = self.rows.len();
    }
}

/// Gives the rows below a group row its area, where they state none; `file` is the area of the whole file.
pub(super) fn assign(
    shelf: &mut Shelf,
    name: TableName,
    (known, file): (&[Known], Option<&Known>),
    table: &mut RawTable,
) {
    let Some(target) = Target::of(name) else { return };
    let own = if name == TableName::Areas { areas(table) } else { Vec::new() };
    let known = if name == TableName::Areas { &own } else { known };
    let key = table.column(target.key);
    let columns =
        Columns { id: target.id.and_then(|id| table.column(id)), barred: key.filter(|_| !target.may_hold_label) };
    let position = key.unwrap_or(table.columns.len());
    let mut below = Below {
        target: &target,
        position,
        current: None,
        within: file.map(|area| area.code.clone()),
        unknown: None,
        idle: Vec::new(),
        rows: Vec::new(),
        start: 0,
        given: 0,
    };
    let mut groups = Vec::new();
    for mut row in std::mem::take(&mut table.rows) {
        match meaning(&row, &columns, (known, below.within.as_deref()), name) {
            Meaning::Area(code) => {
                if known.iter().any(|area| area.is_part_of(&code)) {
                    below.within = Some(code.clone());
                }
                below.end(Some(code), None);
                groups.push(row.number);
            }
            Meaning::Unknown(name) => {
                below.end(Some(name), Some(row.number));
                groups.push(row.number);
            }
            Meaning::Unclear(candidates) => {
                below.end(None, None);
                let place = Place { row: Some(row.number), ..table_place(table) };
                let candidates = if candidates.is_empty() { NOTHING.to_owned() } else { candidates.join(" · ") };
                shelf.push(Finding::new("E128", place).with("candidates", candidates));
            }
            Meaning::Data => {
                row.cells.resize(row.cells.len().max(position + 1), String::new());
                below.rows.push(row);
            }
        }
    }
    below.end(None, None);
    table.rows = below.rows;
    // A label that stands under no heading was not read: the rows below it must not keep the area before it.
    let lone = table.lone.iter().filter(|number| groups.first().is_some_and(|first| first < number));
    for &number in lone.chain(&below.idle) {
        let place = Place { row: Some(number), ..table_place(table) };
        shelf.push(Finding::new("E128", place).with("candidates", NOTHING));
    }
    let Some(first) = groups.first() else {
        table.rows.iter_mut().for_each(|row| row.cells.truncate(table.columns.len()));
        return;
    };
    if key.is_none() {
        table.columns.push(RawColumn { key: Some(target.key.to_owned()), heading: target.key.to_owned() });
    }
    let place = Place { row: Some(*first), ..table_place(table) };
    shelf.push(Finding::new("W128", place).with("count", below.given).with("groups", groups.len() - below.idle.len()));
}

fn table_place(table: &RawTable) -> Place {
    Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() }
}

/// The areas that a row or a file may name.
pub(super) fn areas(table: &RawTable) -> Vec<Known> {
    let known = |row: &RawRow| {
        let name = table.cell(row, "name").to_owned();
        let [code, parent] = ["code", "parent"].map(|column| table.cell(row, column).to_owned());
        Known { code, parent, spelt: AreaName::of(&name), name }
    };
    table.rows.iter().map(known).filter(|area| !area.code.is_empty() && !area.name.is_empty()).collect()
}

/// Names of areas in the list of one commune say which commune they lie in: many have a `Thôn 1`.
pub(super) fn qualify(table: &mut RawTable, known: &[Known], file: &Known) {
    let Some(position) = table.column(AREA) else { return };
    for cell in table.rows.iter_mut().filter_map(|row| row.cells.get_mut(position)) {
        let is_told = cell.is_empty() || cell.contains(',') || known.iter().any(|area| area.code == *cell);
        if is_told {
            continue;
        }
        let fits = fitting(&AreaName::of(cell), known);
        if !fits.is_empty() && fits.iter().all(|area| area.code != file.code) {
            *cell = format!("{cell}, {}", file.name);
        }
    }
}

/// The areas that a name may mean: those of that very name and kind, else those that it fits.
fn fitting<'k>(name: &AreaName, known: &'k [Known]) -> Vec<&'k Known> {
    let fits: Vec<&Known> = known.iter().filter(|area| name.fits(&area.spelt)).collect();
    let same: Vec<&Known> = fits.iter().copied().filter(|area| area.spelt.full() == name.full()).collect();
    if same.is_empty() { fits } else { same }
}

/// The areas that the name of a file may mean: by code, else by name, else the communes that stand in it.
pub(super) fn named<'k>(stem: &str, known: &'k [Known]) -> Vec<&'k Known> {
    let by_code: Vec<&Known> = known.iter().filter(|area| area.code == stem.trim()).collect();
    if !by_code.is_empty() {
        return by_code;
    }
    let name = AreaName::of(&stem.nfc().collect::<String>());
    let by_name = fitting(&name, known);
    if by_name.is_empty() { standing_in(name.full(), known) } else { by_name }
}

/// The communes whose code or whole name stands among the words of a name: `03001 - Mường Tè`, `Hộ nghèo xã Mường Tè`.
fn standing_in<'k>(name: &str, known: &'k [Known]) -> Vec<&'k Known> {
    let words: Vec<&str> = name.split(|letter: char| !letter.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let is_code = |area: &&Known| area.code.len() == CODE_DIGITS && words.contains(&area.code.as_str());
    let by_code: Vec<&Known> = known.iter().filter(is_code).collect();
    if !by_code.is_empty() {
        return by_code;
    }
    let text = format!(" {} ", words.join(" "));
    let has_name = |area: &&Known| area.spelt.is_commune() && text.contains(&format!(" {} ", area.spelt.full()));
    let by_name: Vec<&Known> = known.iter().filter(has_name).collect();
    // Of `Xã Tân An` and `Xã Tân An Hội` the longer one is meant.
    let is_part = |area: &&Known| {
        let mut longer = by_name.iter().filter(|other| other.spelt.full().len() > area.spelt.full().len());
        longer.any(|other| other.spelt.full().starts_with(area.spelt.full()))
    };
    by_name.iter().copied().filter(|area| !is_part(area)).collect()
}

/// The commune that no table knows and that the name of a file may still mean: by its name, or by its code.
pub(super) fn unknown_commune(stem: &str) -> Option<String> {
    let stem: String = stem.trim().nfc().collect();
    let is_code = stem.len() == CODE_DIGITS && stem.bytes().all(|byte| byte.is_ascii_digit());
    (is_code || AreaName::of(&stem).is_commune()).then_some(stem)
}

/// Columns that tell data from labels.
struct Columns {
    /// A number here is an id.
    id: Option<usize>,
    /// What stands here is no label.
    barred: Option<usize>,
}

/// What a row says: its only cell, or its only cell beside a number.
fn meaning(row: &RawRow, columns: &Columns, (known, within): (&[Known], Option<&str>), table: TableName) -> Meaning {
    let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let label = match (filled.next(), filled.next(), filled.next()) {
        (Some(label), None, None) => label,
        (Some((at, number)), Some(label), None) if is_number(number) && Some(at) != columns.id => label,
        _ => return Meaning::Data,
    };
    if Some(label.0) == columns.barred {
        return Meaning::Data;
    }
    let label = unnumbered(label.1);
    let name = AreaName::of(label);
    let mut fits = fitting(&name, known);
    if let Some(within) = within {
        // Many communes have a `Thôn 1`: that of this one is meant, and never that of another.
        if fits.len() > 1 && fits.iter().any(|area| area.is_part_of(within)) {
            fits.retain(|area| area.is_part_of(within));
        }
        if !name.is_commune() && fits.iter().any(|area| is_elsewhere(area, within, known)) {
            return Meaning::Unclear(fits.iter().map(|area| area.shown()).collect());
        }
    }
    match fits.as_slice() {
        [only] => Meaning::Area(only.code.clone()),
        [] if !name.has_kind() => Meaning::Data,
        [] if table != TableName::Areas && name.is_commune() => Meaning::Unknown(label.to_owned()),
        [] => {
            let near = nearest(name.bare(), known.iter().map(|area| area.spelt.bare()));
            let near = known.iter().filter(|area| Some(area.spelt.bare()) == near);
            Meaning::Unclear(near.map(Known::shown).collect())
        }
        several => Meaning::Unclear(several.iter().map(|area| area.shown()).collect()),
    }
}

/// Whether an area without parts lies neither in the area with the code `within` nor beside it or one above it.
fn is_elsewhere(area: &Known, within: &str, known: &[Known]) -> bool {
    let above = |area: &&Known| known.iter().find(|other| area.is_part_of(&other.code));
    let lineage = |first: Option<_>| std::iter::successors(first, above).take(DEPTH);
    let has_parts = known.iter().any(|other| other.is_part_of(&area.code));
    let is_below = lineage(Some(area)).any(|area| core(&area.code) == core(within));
    let is_beside =
        || lineage(known.iter().find(|other| other.code == within)).any(|other| area.is_part_of(&other.code));
    !has_parts && !area.parent.is_empty() && !is_below && !is_beside()
}

/// A code without what a spreadsheet may take from it or add to it.
fn core(code: &str) -> &str {
    code.strip_suffix(".0").unwrap_or(code).trim_start_matches('0')
}

/// A label without the number before it: `I. Thôn A`, `1) Thôn A`, `II - Thôn A`.
fn unnumbered(label: &str) -> &str {
    let Some((number, rest)) = label.split_once(['.', ')', '-', '–', '/']) else { return label };
    if is_number(number) { rest.trim() } else { label }
}

/// Whether a row has nothing but a label, or a label beside its number.
pub(super) fn is_lone_label(row: &RawRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    match (filled.next(), filled.next(), filled.next()) {
        (Some(_), None, None) => true,
        (Some(number), Some(_), None) => is_number(number),
        _ => false,
    }
}

/// A Roman or Arabic number, or one letter.
fn is_number(text: &str) -> bool {
    let text = text.trim().trim_matches(['(', ')', '.', '-', '/']);
    let is_roman = text.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L'));
    let is_arabic = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = matches!(text.as_bytes(), [letter] if letter.is_ascii_alphabetic());
    !text.is_empty() && (is_roman || is_arabic || is_letter)
}
