//! The public folder `cong-khai/`: each public table as CSV, as a sheet of one workbook and as a section of one page.
//! Its columns are those of `domain::profiles` and no others; it sees no scenario.

mod book;
mod page;
mod report;

use std::borrow::Cow;
use std::io;

use csv::{Terminator, WriterBuilder};

use super::cell;
use crate::domain::profiles::{
    PUBLIC_COMMUNES, PUBLIC_DONORS, PUBLIC_LIST, PUBLIC_PAGE, PUBLIC_WORKBOOK, PublicFile, REPORT_PAGE,
};
use crate::domain::public::{CommuneSum, DonorSum, ListedHousehold, PublicTables, SumLevel};
use crate::messages::{Catalogue, Language};

/// What stands for a figure that is withheld.
const WITHHELD: &str = "*";

/// A cell of a public table.
enum Value<'a> {
    Text(&'a str),
    Level(SumLevel),
    Number(i64),
    Withheld,
}

/// A public table, ready to write.
struct Sheet<'a> {
    file: PublicFile,
    rows: Vec<Row<'a>>,
}

/// A row, as long as the columns of its file.
struct Row<'a> {
    values: Vec<Value<'a>>,
    /// Whether it adds up other rows.
    is_sum: bool,
}

/// Name and content of every file of the public folder.
pub(super) fn files(tables: &PublicTables) -> io::Result<Vec<(String, Vec<u8>)>> {
    // What the public reads is Vietnamese, whatever language the console speaks.
    let words = Catalogue::new(Language::Vi);
    let sheets = sheets(tables);
    let mut files = Vec::new();
    for sheet in &sheets {
        files.push((format!("{}.csv", sheet.file.stem), csv(sheet)?));
    }
    let book = book::bytes(tables, &sheets, &words).map_err(io::Error::other)?;
    files.push((PUBLIC_WORKBOOK.to_owned(), book));
    files.push((PUBLIC_PAGE.to_owned(), page::text(tables, &sheets, &words).into_bytes()));
    files.push((REPORT_PAGE.to_owned(), report::html(tables, &sheets)?.into_bytes()));
    Ok(files)
}

fn sheets(tables: &PublicTables) -> [Sheet<'_>; 3] {
    [
        Sheet { file: PUBLIC_LIST, rows: (1..).zip(&tables.list).map(|(number, row)| listed(number, row)).collect() },
        Sheet { file: PUBLIC_COMMUNES, rows: tables.communes.iter().map(commune).collect() },
        Sheet { file: PUBLIC_DONORS, rows: tables.donors.iter().map(donor).collect() },
    ]
}

fn listed(number: i64, row: &ListedHousehold) -> Row<'_> {
    let values = vec![
        Value::Number(number),
        Value::Text(&row.head_name),
        Value::Text(&row.birth_year),
        Value::Text(&row.commune),
        Value::Text(&row.village),
        Value::Text(&row.programme),
        Value::Number(row.amount.dong()),
        Value::Text(&row.decision),
    ];
    Row { values, is_sum: false }
}

fn commune(row: &CommuneSum) -> Row<'_> {
    let values = vec![
        Value::Level(row.level),
        Value::Text(&row.code),
        Value::Text(&row.commune),
        Value::Text(&row.programme),
        figure(row.households),
        figure(row.amount.map(crate::units::Vnd::dong)),
    ];
    Row { values, is_sum: row.level != SumLevel::CommuneProgramme }
}

fn donor(row: &DonorSum) -> Row<'_> {
    let values = vec![
        Value::Level(row.level),
        Value::Text(&row.donor),
        Value::Text(&row.programme),
        figure(row.amount.map(crate::units::Vnd::dong)),
    ];
    Row { values, is_sum: row.level != SumLevel::DonorProgramme }
}

fn figure(number: Option<i64>) -> Value<'static> {
    number.map_or(Value::Withheld, Value::Number)
}

fn csv(sheet: &Sheet<'_>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(sheet.file.columns)?;
    for row in &sheet.rows {
        writer.write_record(row.values.iter().map(|value| plain(value).into_owned()))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A cell as machines read it.
fn plain<'a>(value: &Value<'a>) -> Cow<'a, str> {
    match value {
        Value::Text(text) => cell::text(text),
        Value::Level(level) => cell::code(level),
        Value::Number(number) => cell::whole(*number),
        Value::Withheld => Cow::Borrowed(WITHHELD),
    }
}

/// The word for a level.
fn level_word(words: &Catalogue, level: SumLevel) -> String {
    words.plain(&format!("public-level-{}", cell::code(level).replace('_', "-")))
}

/// The heading of a column.
fn heading(words: &Catalogue, column: &str) -> String {
    words.plain(&format!("public-col-{column}"))
}
