//! The cells of one table: columns found once, each cell read to its type, and a finding with its place for every
//! cell that cannot be. Knows no table and no rule.

use crate::domain::raw::{RawRow, RawTable};
use crate::domain::settings::MoneyUnit;
use crate::findings::{Finding, Findings, HIDDEN, Place, nearest};
use crate::units::{Share, Vnd};

use super::assumed::Assumed;
use super::clean::Clean;
use super::dates::{self, NotADate};
use super::money::{self, NotMoney};
use super::numbers;
use super::spoken;
use super::words::{self, Word};

/// Position of a column in its table, found once; a column that the table lacks reads as blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column(Option<usize>);

impl Column {
    /// Whether the table has the column.
    pub(super) const fn is_there(self) -> bool {
        self.0.is_some()
    }
}

/// A table (or none) as the readers of this module see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    table: Option<&'a RawTable>,
    unit: MoneyUnit,
    notes: (&'a Clean, &'a Assumed),
    holds_people: bool,
}

impl<'a> Sheet<'a> {
    /// The table, whose bare money is in `unit`; what its cells mean is told to `notes`, and what had to be assumed.
    pub(super) const fn new(table: Option<&'a RawTable>, unit: MoneyUnit, notes: (&'a Clean, &'a Assumed)) -> Self {
        Self { table, unit, notes, holds_people: false }
    }

    /// The same table, whose findings never show what looks like the number of a person, a phone or an account: shifted
    /// columns are common.
    pub(super) const fn of_people(self) -> Self {
        Self { holds_people: true, ..self }
    }

    /// What a finding may show of a cell.
    pub(super) fn shown<'t>(&self, text: &'t str) -> &'t str {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_number = text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '.' | '-' | '+'));
        if self.holds_people && is_number && digits >= 9 { HIDDEN } else { text }
    }

    /// A column that may be missing.
    pub(super) fn column(&self, key: &str) -> Column {
        Column(self.table.and_then(|table| table.column(key)))
    }

    /// A column of an indicator, which a scenario's own standard may have named: known by key, else by heading.
    pub(super) fn indicator(&self, key: &str) -> Column {
        let by_heading = || self.table?.columns.iter().position(|column| column.heading == key);
        Column(self.column(key).0.or_else(by_heading))
    }

    /// A column that must be there (a table that is missing as a whole is not this module's finding).
    pub(super) fn require(&self, key: &str, findings: &mut Findings) -> Column {
        let column = self.column(key);
        if let Some(table) = self.table.filter(|_| !column.is_there()) {
            let place = Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() };
            let headings = || table.columns.iter().filter(|column| column.key.is_none()).map(|it| it.heading.as_str());
            let near = nearest(key, headings()).unwrap_or("—");
            findings.push(Finding::new("E201", place).with("column", key).with("nearest", near));
        }
        for part in self.table.into_iter().flat_map(|table| &table.parts) {
            if column.0.is_some_and(|position| part.headings.get(position).is_none_or(Option::is_none)) {
                let place = Place { file: part.file.clone(), sheet: part.sheet.clone(), ..Place::default() };
                findings.push(Finding::new("E201", place).with("column", key).with("nearest", "—"));
            }
        }
        column
    }

    /// The unit of bare money in a row.
    fn unit_at(&self, row: &RawRow) -> MoneyUnit {
        self.table.and_then(|table| table.money_at(row.number)).unwrap_or(self.unit)
    }

    /// The rows in file order.
    pub(super) fn rows(&self) -> &'a [RawRow] {
        self.table.map_or(&[], |table| &table.rows)
    }

    /// Opens a row for reading.
    pub(super) const fn open<'f>(&self, row: &'a RawRow, findings: &'f mut Findings) -> Cells<'a, 'f> {
        Cells { sheet: *self, row, findings, is_sound: true }
    }

    /// The number of the first row whose cell holds this text (0 if there is none).
    pub(super) fn row_named(&self, column: Column, text: &str) -> u32 {
        let holds = |row: &&RawRow| column.0.and_then(|position| row.cells.get(position)).is_some_and(|it| it == text);
        self.rows().iter().find(holds).map_or(0, |row| row.number)
    }

    /// The place of a cell in the row with this number.
    pub(super) fn place(&self, row: u32, column: Column) -> Place {
        self.table.map(|table| table.place_at(row, column.0)).unwrap_or_default()
    }

    /// The place of a cell in the row that stands at `row`.
    pub(super) fn place_beside(&self, row: &Place, column: Column) -> Place {
        let heading = self.table.and_then(|table| table.heading(row, column.0?));
        Place { column: heading, ..row.clone() }
    }
}

/// One row while it is read. It stays sound until a cell earns an error; an unsound row is left out of the scenario.
#[derive(Debug)]
pub(super) struct Cells<'a, 'f> {
    sheet: Sheet<'a>,
    row: &'a RawRow,
    findings: &'f mut Findings,
    is_sound: bool,
}

impl<'a> Cells<'a, '_> {
    /// Whether no cell of the row earned an error so far.
    pub(super) const fn is_sound(&self) -> bool {
        self.is_sound
    }

    /// Leaves the row out without a finding of its own (what it refers to has one).
    pub(super) const fn spoil(&mut self) {
        self.is_sound = false;
    }

    /// The row's number in the file.
    pub(super) const fn number(&self) -> u32 {
        self.row.number
    }

    /// The place of the row.
    pub(super) fn place(&self) -> Place {
        self.sheet.place(self.row.number, Column(None))
    }

    /// The place of a cell.
    pub(super) fn place_of(&self, column: Column) -> Place {
        self.sheet.place(self.row.number, column)
    }

    /// Records a finding; an error makes the row unsound.
    pub(super) fn push(&mut self, finding: Finding) {
        self.is_sound &= finding.code.starts_with('W');
        self.findings.push(finding);
    }

    /// A finding about a cell, with what the cell holds.
    pub(super) fn finding(&self, code: &'static str, column: Column) -> Finding {
        Finding::new(code, self.place_of(column)).with("found", self.shown(column))
    }

    /// What a finding may show of a cell.
    fn shown(&self, column: Column) -> &'a str {
        self.sheet.shown(self.text(column))
    }

    /// The text of a cell, empty where blank.
    pub(super) fn text(&self, column: Column) -> &'a str {
        column.0.and_then(|position| self.row.cells.get(position)).map_or("", String::as_str)
    }

    /// Whether a cell holds something.
    pub(super) fn is_given(&self, column: Column) -> bool {
        !self.text(column).is_empty()
    }

    /// The text of a cell that must not be blank; empty after a finding.
    pub(super) fn required(&mut self, column: Column) -> &'a str {
        let text = self.text(column);
        if text.is_empty() {
            let place = self.place_of(column);
            if place.column.is_some() {
                self.push(Finding::new("E202", place));
            }
            self.spoil();
        }
        text
    }

    /// The items of a list, parted by `;`.
    pub(super) fn list(&self, column: Column) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text(column).split(';').map(str::trim).filter(|item| !item.is_empty())
    }

    /// Tells how the contract writes what a cell means.
    pub(super) fn means(&self, column: Column, canonical: impl FnOnce() -> String) {
        if let Some(position) = column.0 {
            self.sheet.notes.0.note(self.row.number, position, canonical);
        }
    }

    /// Tells that a cell was read as no cell plainly says.
    pub(super) fn assume(&self, code: &'static str, column: Column) {
        self.sheet.notes.1.note(code, self.place_of(column));
    }

    /// The value of a cell that may be blank, or a finding.
    fn read<T>(&mut self, column: Column, code: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            self.push(self.finding(code, column));
        }
        value
    }

    /// A whole number of at least `least`.
    pub(super) fn count(&mut self, column: Column, least: u32) -> Option<u32> {
        let text = self.text(column);
        let value = numbers::count(text).filter(|&count| count >= least);
        if value.is_none() && !text.is_empty() {
            self.push(self.finding("E203", column).with("least", least));
        }
        let value = value.filter(|_| !text.is_empty())?;
        if numbers::plain(text).is_some() {
            self.assume("W226", column);
        }
        self.means(column, || value.to_string());
        Some(value)
    }

    /// A finite decimal.
    pub(super) fn decimal(&mut self, column: Column) -> Option<f64> {
        let number = self.read(column, "E204", numbers::decimal)?;
        self.means(column, || number.to_string());
        Some(number)
    }

    /// A decimal that is not negative.
    pub(super) fn not_negative(&mut self, column: Column) -> Option<f64> {
        let number = self.decimal(column)?;
        if number < 0.0 {
            self.push(self.finding("E212", column));
        }
        Some(number).filter(|&number| number >= 0.0)
    }

    /// A decimal above zero.
    pub(super) fn positive(&mut self, column: Column) -> Option<f64> {
        let number = self.decimal(column)?;
        if number <= 0.0 {
            self.push(self.finding("E211", column));
        }
        Some(number).filter(|&number| number > 0.0)
    }

    /// Yes or no; blank is no.
    pub(super) fn flag(&mut self, column: Column) -> bool {
        let flag = words::flag(self.text(column));
        if flag.is_none() {
            self.push(self.finding("E205", column));
        }
        let holds = flag.unwrap_or(false);
        self.means(column, || if holds { "1".to_owned() } else { String::new() });
        holds
    }

    /// A day; it is kept for people, and must be one.
    pub(super) fn date(&mut self, column: Column) {
        let text = self.text(column);
        if text.is_empty() {
            return;
        }
        let finding = match dates::day(text) {
            Ok(day) => {
                if day.is_assumed {
                    self.assume("W229", column);
                }
                return self.means(column, || day.value.to_string());
            }
            Err(NotADate::Unreadable | NotADate::TwoDigits) => self.finding("E230", column),
            Err(NotADate::Centuries(one, other)) => self.finding("E231", column).with("one", one).with("other", other),
            Err(NotADate::MonthFirst(day)) => self.finding("E232", column).with("one", day),
        };
        self.push(finding);
    }

    /// A share between 0 and 1.
    pub(super) fn share(&mut self, column: Column) -> Option<Share> {
        let share = self.read(column, "E206", |text| Share::parse(text).ok())?;
        self.means(column, || share.text());
        Some(share)
    }

    /// A word of a list; blank is none.
    pub(super) fn word<T: Copy + PartialEq>(&mut self, column: Column, list: &[Word<T>]) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = self.meaning(text, column, list)?;
        self.means(column, || words::key_in(list, value).to_owned());
        Some(value)
    }

    /// A word of a list that must be there.
    pub(super) fn required_word<T: Copy + PartialEq>(&mut self, column: Column, list: &[Word<T>]) -> Option<T> {
        self.required(column);
        self.word(column, list)
    }

    /// The words of a cell's list.
    pub(super) fn words<T: Copy + PartialEq>(&mut self, column: Column, list: &[Word<T>]) -> Vec<T> {
        let items: Vec<&str> = self.list(column).collect();
        let values: Vec<T> = items.into_iter().filter_map(|item| self.meaning(item, column, list)).collect();
        self.means(column, || values.iter().map(|&value| words::key_in(list, value)).collect::<Vec<_>>().join("; "));
        values
    }

    fn meaning<T: Copy>(&mut self, text: &str, column: Column, list: &[Word<T>]) -> Option<T> {
        let value = words::meaning(text, list);
        if value.is_none() {
            let finding = Finding::new("E207", self.place_of(column)).with("found", self.sheet.shown(text));
            self.push(finding.with("expected", words::keys(list)));
        }
        value
    }

    /// An amount of whole đồng, not negative.
    pub(super) fn money(&mut self, column: Column) -> Option<Vnd> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let digits = numbers::plain(text);
        let text = digits.as_deref().unwrap_or(text);
        let parsed = spoken::parse(text).unwrap_or_else(|| money::parse(text, self.sheet.unit_at(self.row)));
        let problem = match parsed {
            Ok(amount) => {
                if digits.is_some() {
                    self.assume("W226", column);
                }
                if spoken::is_short(text) {
                    self.assume("W233", column);
                }
                self.means(column, || amount.dong().to_string());
                return Some(amount);
            }
            Err(problem) => problem,
        };
        let finding = |code| self.finding(code, column);
        let finding = match problem {
            NotMoney::Unreadable => finding("E208"),
            NotMoney::Negative => finding("E209"),
            NotMoney::TooLarge => finding("E210"),
            NotMoney::Fraction => finding("E213"),
            NotMoney::Ambiguous(one, other) => finding("E214").with("one", one).with("other", other),
        };
        self.push(finding);
        None
    }

    /// An amount above zero.
    pub(super) fn positive_money(&mut self, column: Column) -> Option<Vnd> {
        let amount = self.money(column)?;
        if amount == Vnd::ZERO {
            self.push(self.finding("E211", column));
        }
        Some(amount).filter(|&amount| amount > Vnd::ZERO)
    }
}
