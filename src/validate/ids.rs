//! Ids as spreadsheets spoil them, before anything is judged: `123.0`, lost zeros in front, a tone on the other vowel
//! → the id as its own table writes it, where only one can be meant. What lost digits is an error, and never guessed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::assumed::Assumed;
use super::former::{self, FormerCommunes, Meant, Told};
use super::named::{Named, Names};
use super::reading::{Index, Reading, is_digits, is_scientific, read, without_fraction};
use super::{conditions, spelling};
use crate::domain::raw::{RawScenario, RawTable, TableName};
use crate::domain::schema::{Kind, columns_of};
use crate::findings::{Finding, Findings, Place};

/// Digits of an identity number; the older kind, of nine, has no zeros to lose.
const IDENTITY_DIGITS: usize = 12;

/// The folder while its ids are repaired.
struct Repair<'r, 'f> {
    raw: &'r RawScenario,
    repaired: Cow<'r, RawScenario>,
    assumed: &'f Assumed,
    findings: &'f mut Findings,
    told: BTreeSet<Place>,
    former: Option<FormerCommunes<'r>>,
    names: Option<Names<'r>>,
    of_former: Told,
}

/// The folder with its ids repaired, and the places of those that could not be.
pub(super) fn repair<'r>(
    raw: &'r RawScenario,
    assumed: &Assumed,
    findings: &mut Findings,
) -> (Cow<'r, RawScenario>, BTreeSet<Place>) {
    let mut repair = Repair {
        raw,
        repaired: Cow::Borrowed(raw),
        assumed,
        findings,
        told: BTreeSet::new(),
        former: None,
        names: None,
        of_former: Told::default(),
    };
    let areas = repair.define(TableName::Areas, "code");
    let households = repair.define(TableName::Households, "id");
    let packages = repair.define(TableName::Packages, "id");
    let sources = repair.define(TableName::Sources, "id");
    let of = |table: TableName| match table {
        TableName::Areas => Some(&areas),
        TableName::Households => Some(&households),
        TableName::Packages => Some(&packages),
        TableName::Sources => Some(&sources),
        TableName::Needs | TableName::Pairings | TableName::Commitments => None,
    };
    for &name in raw.tables.keys() {
        for column in columns_of(name) {
            match column.kind {
                Kind::Reference(to) | Kind::References(to) => {
                    repair.refer(
                        name,
                        column.key,
                        of(to).as_slice(),
                        (to == TableName::Areas).then_some((&areas, true)),
                    );
                }
                _ if matches!(column.key, "beneficiary" | "beneficiaries") && name != TableName::Packages => {
                    // Where households have numbers, a number is no former commune.
                    repair.refer(name, column.key, &[&households, &areas], Some((&areas, !households.has_numbers())));
                }
                _ => {}
            }
        }
    }
    repair.refer_rules(&areas, &packages, &sources);
    repair.identity_numbers();
    spelling::even(&mut repair.repaired, assumed);
    std::mem::take(&mut repair.of_former).tell(repair.findings);
    (repair.repaired, repair.told)
}

impl<'r> Repair<'r, '_> {
    /// The ids that a table defines, without the `.0` that all its numbers share.
    fn define(&mut self, name: TableName, column: &str) -> Index<'r> {
        let mut index = Index::default();
        let Some((table, position)) = self.column(name, column) else { return index };
        let ids = || table.rows.iter().filter_map(|row| row.cells.get(position));
        let is_dotted = |id: &&String| id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && id.contains('.');
        let are_floats = ids().filter(is_dotted).all(|id| without_fraction(id).is_some());
        for (at, row) in table.rows.iter().enumerate() {
            let Some(id) = row.cells.get(position).filter(|id| !id.is_empty()) else { continue };
            let place = table.place(row, column);
            if is_scientific(id) {
                self.assumed.note("E224", place);
                continue;
            }
            let whole = without_fraction(id).filter(|_| are_floats);
            if let Some(whole) = whole {
                self.assumed.note("W220", place);
                self.write(name, (at, position), whole.to_owned());
            }
            index.push(whole.unwrap_or(id));
        }
        index
    }

    /// Repairs what refers to ids.
    fn refer(&mut self, name: TableName, column: &str, indices: &[&Index<'r>], former: Option<(&Index<'r>, bool)>) {
        let Some((table, position)) = self.column(name, column) else { return };
        for (at, row) in table.rows.iter().enumerate() {
            let Some(cell) = row.cells.get(position).filter(|cell| !cell.is_empty()) else { continue };
            let mut is_changed = false;
            let items: Vec<Cow<'_, str>> = cell
                .split(';')
                .map(|item| match read(item.trim(), indices) {
                    Reading::Same => Cow::Borrowed(item),
                    Reading::Unknown => {
                        let meant =
                            former.and_then(|former| self.former(item.trim(), former, &table.place(row, column)));
                        is_changed |= meant.is_some();
                        meant.map_or(Cow::Borrowed(item), Cow::Owned)
                    }
                    Reading::Meant(code, id) => {
                        self.assumed.note(code, table.place(row, column));
                        is_changed = true;
                        Cow::Owned(id)
                    }
                    Reading::Either(one, other) => {
                        let place = table.place(row, column);
                        self.told.insert(place.clone());
                        let finding = Finding::new("E225", place).with("found", item.trim());
                        self.findings.push(finding.with("one", one).with("other", other));
                        Cow::Borrowed(item)
                    }
                    Reading::Lost => {
                        let place = table.place(row, column);
                        self.told.insert(place.clone());
                        self.assumed.note("E224", place);
                        Cow::Borrowed(item)
                    }
                })
                .collect();
            if is_changed {
                self.write(name, (at, position), items.join(";"));
            }
        }
    }

    /// Repairs what the conditions of rules refer to; what stays unknown is told where rules are read.
    fn refer_rules(&mut self, areas: &Index<'r>, packages: &Index<'r>, sources: &Index<'r>) {
        let mut repaired = std::mem::replace(&mut self.repaired, Cow::Borrowed(self.raw));
        for (key, index) in [("areas", areas), ("packages", packages), ("sources", sources)] {
            let of_former = (key == "areas").then_some((index, true));
            conditions::mend(&mut repaired, key, |item, place| match read(item, &[index]) {
                Reading::Meant(code, id) => {
                    self.assumed.note(code, place.clone());
                    Some(id)
                }
                // A number without quotes that is an id.
                Reading::Same => Some(item.to_owned()),
                Reading::Unknown => self.former(item, of_former?, place),
                Reading::Either(..) | Reading::Lost => None,
            });
        }
        self.repaired = repaired;
    }

    /// The area that the code or name of a former commune means, or the name of an area of today.
    fn former(&mut self, item: &str, (areas, with_codes): (&Index<'r>, bool), place: &Place) -> Option<String> {
        let item = without_fraction(item).unwrap_or(item);
        let table = self.raw.tables.get(&TableName::Areas)?;
        let parent = |cell| match read(cell, &[areas]) {
            Reading::Meant(_, id) => areas.ids.get(id.as_str()).copied(),
            _ => Some(cell),
        };
        let former = if former::may_mean(item) {
            self.former.get_or_insert_with(|| FormerCommunes::of(table, parent)).meaning(item, with_codes)
        } else {
            Meant::Nothing
        };
        match former {
            Meant::Nothing => {}
            Meant::Area(code, pair) => {
                self.of_former.map("W314", place, pair);
                return Some(code);
            }
            Meant::Unclear(code, readings) => {
                self.told.insert(place.clone());
                self.of_former.ask(code, place, item, readings);
                return None;
            }
        }
        match self.names.get_or_insert_with(|| Names::of(table, parent)).meaning(item) {
            Named::Nothing => None,
            Named::Area(code, pair) => {
                self.of_former.map("W317", place, pair);
                Some(code)
            }
            Named::Several(readings) => {
                self.told.insert(place.clone());
                self.of_former.ask("E318", place, item, readings);
                None
            }
        }
    }

    /// Identity numbers that went through a number: their zeros in front are known to be lost where digits are missing
    /// and what is left begins with none.
    fn identity_numbers(&mut self) {
        let name = TableName::Households;
        let Some((table, position)) = self.column(name, "national_id") else { return };
        for (at, row) in table.rows.iter().enumerate() {
            let Some(cell) = row.cells.get(position).filter(|cell| !cell.is_empty()) else { continue };
            let place = || table.place(row, "national_id");
            if is_scientific(cell) {
                self.assumed.note("E224", place());
                continue;
            }
            let whole = without_fraction(cell);
            let digits = whole.unwrap_or(cell);
            let has_lost = is_digits(digits)
                && !digits.starts_with('0')
                && (IDENTITY_DIGITS - 2..IDENTITY_DIGITS).contains(&digits.len());
            if has_lost {
                self.assumed.note("W222", place());
                self.write(name, (at, position), format!("{digits:0>IDENTITY_DIGITS$}"));
            } else if let Some(whole) = whole {
                self.assumed.note("W220", place());
                self.write(name, (at, position), whole.to_owned());
            }
        }
    }

    fn column(&self, name: TableName, key: &str) -> Option<(&'r RawTable, usize)> {
        let table = self.raw.tables.get(&name)?;
        Some((table, table.column(key)?))
    }

    fn write(&mut self, name: TableName, (row, column): (usize, usize), id: String) {
        let rows = self.repaired.to_mut().tables.get_mut(&name).map(|table| &mut table.rows);
        if let Some(cell) = rows.and_then(|rows| rows.get_mut(row)?.cells.get_mut(column)) {
            *cell = id;
        }
    }
}
