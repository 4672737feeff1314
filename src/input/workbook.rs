//! Bytes of an XLSX workbook → [`Grid`] of a sheet, with the rows that the sheet shows. Numbers arrive in their
//! shortest decimal form, dates in ISO form, flags as `1` and `0`; formulas as the value that was saved.

use std::borrow::Cow;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};

use super::fonts;
use super::grid::{Grid, GridReader};
use super::headings::Headings;
use super::limits::{UNPACKED_BYTES, unpacks_beyond};
use super::text::fold;

/// The cells of a row by column.
type Row<'s> = Vec<(usize, Cow<'s, str>)>;

/// Columns of a sheet, A to XFD.
const COLUMNS: usize = 16_384;

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkbookError {
    /// It is broken, or none.
    #[error(transparent)]
    Broken(#[from] XlsxError),
    /// Its numbers make no sense to the reader.
    #[error("unreadable numbers")]
    Senseless,
    /// A cell stands beyond the last column that a spreadsheet has.
    #[error("a cell beyond the last column")]
    Outside,
    /// It unpacks to more than any table holds.
    #[error("unpacks to too much")]
    TooMuch,
}

/// An opened workbook.
pub(super) struct Workbook {
    reader: Xlsx<Cursor<Vec<u8>>>,
    sheets: Vec<String>,
}

impl Workbook {
    /// Opens a workbook from its bytes.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, WorkbookError> {
        if unpacks_beyond(&bytes, UNPACKED_BYTES) {
            return Err(WorkbookError::TooMuch);
        }
        let reader: Xlsx<_> = caught(|| Ok(calamine::open_workbook_from_rs(Cursor::new(bytes))?))?;
        let worksheets = reader.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets = worksheets.map(|sheet| sheet.name.clone()).collect();
        Ok(Self { reader, sheets })
    }

    /// The names of its worksheets, in order.
    pub(super) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The sheet of that name, else the only one that differs from it in spelling alone.
    pub(super) fn find_sheet(&self, name: &str) -> Option<&str> {
        let exact = self.sheets.iter().find(|sheet| *sheet == name);
        let folded = fold(name);
        let mut alike = self.sheets.iter().filter(|sheet| fold(sheet) == folded);
        let only = alike.next().filter(|_| alike.next().is_none());
        exact.or(only).map(String::as_str)
    }

    /// Reads a sheet.
    pub(super) fn grid(&mut self, sheet: &str, known: &Headings) -> Result<Grid, WorkbookError> {
        caught(|| {
            let mut grid = self.read(sheet, known)?;
            grid.tall = self.tall_cells(sheet);
            Ok(grid)
        })
    }

    fn read(&mut self, sheet: &str, known: &Headings) -> Result<Grid, WorkbookError> {
        let mut cells = self.reader.worksheet_cells_reader(sheet)?;
        let mut grid = GridReader::new(known);
        let mut rows: Vec<(u32, Row<'_>)> = Vec::new();
        // Many cells may share one long text.
        let mut bytes = 0;
        while let Some(cell) = cells.next_cell_with_formula_metadata()? {
            let (cell_row, column) = cell.pos;
            let (cell_row, column) = (cell_row.saturating_add(1), column as usize);
            if column >= COLUMNS {
                return Err(WorkbookError::Outside);
            }
            if rows.last().is_none_or(|(number, _)| *number != cell_row) {
                rows.push((cell_row, Vec::new()));
            }
            let text = text_of(&cell.value);
            bytes += text.as_ref().map_or(0, |text| text.len() as u64);
            if bytes > UNPACKED_BYTES {
                return Err(WorkbookError::TooMuch);
            }
            match text {
                // Programs other than Excel may save a formula without its value: that is no blank cell.
                Ok(_) if cell.formula.is_some() && cell.value == DataRef::Empty => {
                    grid.push_broken(cell_row, column, None);
                }
                Ok(text) => rows.last_mut().into_iter().for_each(|(_, row)| row.push((column, text.clone()))),
                Err(error) => grid.push_broken(cell_row, column, Some(error)),
            }
        }
        let fonts = fonts::judge(&rows.iter().flat_map(|(_, row)| row).map(|(_, text)| text.as_ref()));
        let read = fonts.reader();
        for (number, row) in &mut rows {
            for (_, text) in row.iter_mut() {
                if let Some(revived) = read(text) {
                    *text = Cow::Owned(revived);
                }
            }
            grid.push(*number, row.iter().map(|(column, text)| (*column, text.as_ref())));
        }
        grid.note_fonts(fonts);
        Ok(grid.finish())
    }

    /// The merged cells of one column, in order.
    fn tall_cells(&mut self, sheet: &str) -> Vec<(u32, u32, usize)> {
        let regions = self.reader.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        let tall = regions.into_iter().filter(|it| it.start.1 == it.end.1 && it.start.0 < it.end.0);
        let number = |row: u32| row.saturating_add(1);
        let mut tall: Vec<_> = tall.map(|it| (number(it.start.0), number(it.end.0), it.start.1 as usize)).collect();
        tall.sort_unstable();
        tall
    }
}

/// Runs the reader of workbooks, which stops the program where a file's numbers overflow its own.
fn caught<T>(read: impl FnOnce() -> Result<T, WorkbookError>) -> Result<T, WorkbookError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(WorkbookError::Senseless))
}

/// A cell as text, or the error that it shows.
fn text_of<'s>(value: &DataRef<'s>) -> Result<Cow<'s, str>, String> {
    Ok(match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Owned(text.clone()),
        DataRef::Float(number) => Cow::Owned(decimal(*number)),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(flag) => Cow::Borrowed(if *flag { "1" } else { "0" }),
        DataRef::DateTime(moment) => Cow::Owned(iso(moment)),
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::Error(error) => return Err(error.to_string()),
    })
}

/// The shortest decimal form, without an exponent; -0 is 0.
fn decimal(number: f64) -> String {
    (number + 0.0).to_string()
}

/// A date, with its time of day where it has one; a length of time stays a number of days.
fn iso(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return decimal(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime as Moment, Format, Formula, Workbook as Writer};

    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = Writer::new();
        let sheet = writer.add_worksheet().set_name("Danh sách").unwrap();
        for (column, heading) in (0..).zip(["code", "amount", "date", "flag", "rate"]) {
            sheet.write(1, column, heading).unwrap();
        }
        let date = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write(3, 0, "0601\u{A0}").unwrap();
        let money = Format::new().set_num_format("_-* #,##0\\ [$₫-42A]_-;\\-* #,##0\\ [$₫-42A]_-;_-@_-");
        sheet.write_with_format(3, 1, 60_000_000.0, &money).unwrap();
        sheet.write_with_format(3, 2, Moment::from_ymd(2026, 10, 17).unwrap(), &date).unwrap();
        sheet.write(3, 3, true).unwrap();
        sheet.write(3, 4, 0.85).unwrap();
        sheet.write(4, 0, 1e15).unwrap();
        sheet.write_formula(5, 1, Formula::new("=A1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(5, 9, "stray").unwrap();
        writer.add_worksheet().set_name("Ghi chú").unwrap();
        writer.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_arrive_in_plain_form_with_the_rows_of_the_sheet() {
        let known = Headings::of(crate::domain::raw::TableName::Sources, &crate::domain::settings::Settings::default());
        let grid = Workbook::open(sample()).unwrap().grid("Danh sách", &known).unwrap();
        assert_eq!(grid.heading_row, Some(2));
        assert_eq!(grid.headings, ["code", "amount", "date", "flag", "rate"]);
        let rows: Vec<_> = grid.rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
        assert_eq!(rows, [(4, "0601|60000000|2026-10-17|1|0.85".to_owned()), (5, "1000000000000000||||".to_owned())]);
        assert_eq!(grid.unheaded.get(&10), Some(&1));
        let broken = grid.broken.first().unwrap();
        assert_eq!((broken.row, broken.heading, broken.error.as_deref()), (6, Some(1), Some("#DIV/0!")));
    }

    #[test]
    fn sheets_are_found_in_any_spelling() {
        let workbook = Workbook::open(sample()).unwrap();
        assert_eq!(workbook.find_sheet("danh sach"), Some("Danh sách"));
        assert_eq!(workbook.find_sheet("Danh sách hộ"), None);
        assert_eq!(workbook.sheets().len(), 2);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(Workbook::open(b"PK not a workbook".to_vec()).is_err());
    }
}
