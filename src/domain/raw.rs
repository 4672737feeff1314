//! A scenario folder as read: cells with their places, nothing judged yet. `input` makes it, `validate` reads it.

use std::collections::BTreeMap;

use super::settings::{MoneyUnit, Settings};
use crate::findings::Place;

/// The tables of page 2, in their reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    /// `areas` (`dia_ban`).
    Areas,
    /// `households` (ho).
    Households,
    /// `packages` (`goi_ho_tro`).
    Packages,
    /// `needs` (`nhu_cau`).
    Needs,
    /// `sources` (`nguon_luc`).
    Sources,
    /// `pairings` (`phan_cong`).
    Pairings,
    /// `commitments` (`da_cam_ket`).
    Commitments,
}

impl TableName {
    /// All tables, in reading order.
    pub const ALL: [Self; 7] =
        [Self::Areas, Self::Households, Self::Packages, Self::Needs, Self::Sources, Self::Pairings, Self::Commitments];

    /// The canonical name: file stem or sheet.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Households => "households",
            Self::Packages => "packages",
            Self::Needs => "needs",
            Self::Sources => "sources",
            Self::Pairings => "pairings",
            Self::Commitments => "commitments",
        }
    }
}

/// A column that the table has, in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawColumn {
    /// Canonical key if the heading is recognised (see `input::headings`), else `None`: kept, and reported once.
    pub key: Option<String>,
    /// The heading as it stands in the file.
    pub heading: String,
}

/// A row: as many cells as there are columns; a blank cell is an empty text. Spaces around a cell are trimmed.
/// A number of a workbook arrives in its shortest decimal form (`60000000`, `0.85`), a flag as `1` or `0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Row (sheet) or line (CSV) as a person counts it, from 1; in a table of several files, counted on through them
    /// ([`RawTable::place_at`] tells the file and its own row).
    pub number: u32,
    /// The cells.
    pub cells: Vec<String>,
}

/// One file of a table that stands in several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPart {
    /// File name relative to the scenario folder, with `/`.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// The unit of bare money that a line above its headings states.
    pub money: Option<MoneyUnit>,
    /// What its own rows are counted on from: the number of a row in the table less its row in the file.
    pub before: u32,
    /// Its headings by the columns of the table; `None` where it lacks one.
    pub headings: Vec<Option<String>>,
}

/// One table as read. Rows that are wholly blank are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// File name relative to the scenario folder, with `/`; the folder of a table that stands in several files.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// The files of a table that stands in a folder, in their order; empty for a table of one file.
    pub parts: Vec<RawPart>,
    /// The unit of bare money that a line above the headings states; without one `[units]` counts.
    pub money: Option<MoneyUnit>,
    /// Columns in file order.
    pub columns: Vec<RawColumn>,
    /// Rows in file order.
    pub rows: Vec<RawRow>,
    /// Numbers of the rows that hold something under no heading alone; they are left out of `rows`.
    pub lone: Vec<u32>,
}

impl RawTable {
    /// Position of the column with a canonical key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key.as_deref() == Some(key))
    }

    /// The cell of `row` under a canonical key; empty where the column is missing.
    pub fn cell<'a>(&self, row: &'a RawRow, key: &str) -> &'a str {
        self.column(key).and_then(|position| row.cells.get(position)).map_or("", String::as_str)
    }

    /// Where a cell stands.
    pub fn place(&self, row: &RawRow, key: &str) -> Place {
        self.place_at(row.number, self.column(key))
    }

    /// Where the row with this number stands, and the cell in the column at `position`.
    pub fn place_at(&self, number: u32, position: Option<usize>) -> Place {
        let Some(part) = self.part(number) else {
            let column = position.and_then(|position| self.columns.get(position)).map(|it| it.heading.clone());
            return Place { file: self.file.clone(), sheet: self.sheet.clone(), row: Some(number), column };
        };
        let column = position.and_then(|position| part.headings.get(position)?.clone());
        Place { file: part.file.clone(), sheet: part.sheet.clone(), row: Some(number - part.before), column }
    }

    /// The heading of a column in the file in which `row` stands.
    pub fn heading(&self, row: &Place, position: usize) -> Option<String> {
        let part = self.parts.iter().find(|part| (&part.file, &part.sheet) == (&row.file, &row.sheet));
        match part {
            Some(part) => part.headings.get(position)?.clone(),
            None => self.columns.get(position).map(|column| column.heading.clone()),
        }
    }

    /// The unit of bare money that stands above the row with this number.
    pub fn money_at(&self, number: u32) -> Option<MoneyUnit> {
        self.part(number).map_or(self.money, |part| part.money)
    }

    /// The file that the row with this number came from, in a table of several.
    fn part(&self, number: u32) -> Option<&RawPart> {
        self.parts.iter().rfind(|part| part.before < number)
    }
}

/// A folder as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawScenario {
    /// `scenario.toml`, defaults filled in.
    pub settings: Settings,
    /// `scenario.toml` as it stands.
    pub settings_text: String,
    /// The tables that are there.
    pub tables: BTreeMap<TableName, RawTable>,
    /// SHA-256 (lower-case hex) of every file read, by name relative to the folder.
    pub inputs: BTreeMap<String, String>,
}
