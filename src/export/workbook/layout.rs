//! A table on a worksheet: headings that every page repeats, lines, subtotals, totals, print set-up. Knows no table.

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError, utility};

use super::formats::{Formats, Looks, height};
use super::letterhead::{Bands, Frame, merge};
use super::sheet::{Column, Paper, Sheet, Value, total};
use crate::export::{cell, words};
use crate::units::Vnd;

/// A4 in the numbering of spreadsheets.
const A4: u8 = 9;

/// Margins of official documents in inches: left 30 mm, right 15 mm, top and bottom 20 mm; header and footer.
const MARGINS: [f64; 6] = [1.18, 0.59, 0.79, 0.79, 0.39, 0.39];

/// Prints tables within one frame.
pub(super) struct Printer<'a> {
    frame: Frame<'a>,
    formats: Formats,
}

impl<'a> Printer<'a> {
    pub(super) fn new(frame: Frame<'a>) -> Self {
        Self { frame, formats: Formats::new() }
    }

    /// Prints a table on an empty worksheet.
    pub(super) fn print(&self, worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
        let words = self.frame.words;
        worksheet.set_name(words.plain(&format!("sheet-{}", sheet.name)))?;
        let mut bands = Bands::new(worksheet, &sheet.columns)?;
        let title = words.plain(&format!("title-{}", sheet.name));
        self.frame.head(&mut bands, (&title, !sheet.totals.is_empty()), &self.formats)?;
        let headings = bands.row;
        self.headings(&mut bands, sheet)?;
        self.set_up(bands.worksheet, sheet, (headings, bands.row))?;
        let first = bands.row;
        for (position, line) in sheet.lines.iter().enumerate() {
            let looks = if line.is_group { &self.formats.group } else { &self.formats.row };
            for (column, value) in (0..).zip(&line.values) {
                let cell = (bands.row, column);
                if *value == Value::Subtotal {
                    let members = sheet.members(position);
                    let end = bands.row + 1 + u32::try_from(members.len()).expect("a sheet has fewer than 2^32 rows");
                    let range = (Sum::OfLines, bands.row + 1, end);
                    write_sum(bands.worksheet, cell, range, total(members, usize::from(column)), &looks.whole)?;
                } else {
                    write(bands.worksheet, cell, value, looks)?;
                }
            }
            // Not every program lets a row grow with its texts.
            bands.worksheet.set_row_height(bands.row, needed(&line.values, &sheet.columns))?;
            bands.row += 1;
        }
        self.close(&mut bands, sheet, first)?;
        self.frame.foot(&mut bands, &self.formats)
    }

    /// Two rows of headings where some columns share one, else one row.
    fn headings(&self, bands: &mut Bands, sheet: &Sheet) -> Result<(), XlsxError> {
        let is_shared = sheet.columns.iter().any(|column| column.group.is_some());
        let (top, bottom) = (bands.row, bands.row + u32::from(is_shared));
        let format = &self.formats.heading;
        let mut start = 0;
        for run in sheet.columns.chunk_by(|one, next| one.group.is_some() && one.group == next.group) {
            let group = run.first().and_then(|column| column.group);
            if let Some(group) = group {
                let text = self.frame.words.plain(&format!("group-{group}"));
                merge(bands.worksheet, (top, top), (start, start + run.len()), &text, format)?;
            }
            for column in run {
                let text = self.frame.words.plain(&format!("col-{}", column.name));
                let rows = if group.is_some() { (bottom, bottom) } else { (top, bottom) };
                merge(bands.worksheet, rows, (start, start + 1), &text, format)?;
                start += 1;
            }
        }
        if is_shared {
            bands.worksheet.set_row_height(top, height("", 1.0))?;
        }
        let needed = |column: &Column| height(&self.frame.words.plain(&format!("col-{}", column.name)), column.width);
        bands.worksheet.set_row_height(bottom, sheet.columns.iter().map(needed).fold(0.0, f64::max))?;
        bands.row = bottom + 1;
        Ok(())
    }

    /// Everything that printing needs; `headings` are their first row and the one below them.
    fn set_up(&self, worksheet: &mut Worksheet, sheet: &Sheet, headings: (u32, u32)) -> Result<(), XlsxError> {
        worksheet.set_freeze_panes(headings.1, 0)?;
        worksheet.set_repeat_rows(headings.0, headings.1 - 1)?;
        worksheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        match sheet.paper {
            Paper::Upright => worksheet.set_portrait(),
            Paper::Across => worksheet.set_landscape(),
        };
        let [left, right, top, bottom, header, footer] = MARGINS;
        worksheet.set_margins(left, right, top, bottom, header, footer);
        let page = self.frame.words.text("sheet-page", &[("page", "&P"), ("pages", "&N")]);
        worksheet.set_footer(format!("&C&\"Times New Roman,Regular\"&13{page}"));
        Ok(())
    }

    /// The total row and the total in words, below the table whose first line stands in row `first`.
    fn close(&self, bands: &mut Bands, sheet: &Sheet, first: u32) -> Result<(), XlsxError> {
        let label = sheet.totals.iter().copied().min().unwrap_or_default();
        if label > 0 {
            let text = self.frame.words.plain("sheet-total");
            merge(bands.worksheet, (bands.row, bands.row), (0, label), &text, &self.formats.total_label)?;
            let sum = if sheet.lines.iter().any(|line| line.is_group) { Sum::OfLines } else { Sum::OfAll };
            for position in label..sheet.columns.len() {
                let column = u16::try_from(position).expect("a sheet has few columns");
                let cell = (bands.row, column);
                if sheet.totals.contains(&position) {
                    let range = (sum, first, bands.row);
                    write_sum(bands.worksheet, cell, range, sheet.total(position), &self.formats.total)?;
                } else {
                    bands.worksheet.write_blank(cell.0, cell.1, &self.formats.total)?;
                }
            }
            bands.worksheet.set_row_height(bands.row, height("", 1.0))?;
            bands.row += 1;
        }
        if let Some(position) = sheet.spoken {
            let spoken = capitalised(&words::dong(sheet.total(position)));
            let line = self.frame.words.text("sheet-words", &[("words", spoken)]);
            bands.line(&line, &self.formats.spoken)?;
        }
        if let Some(note) = &sheet.note {
            bands.line(note, &self.formats.spoken)?;
        }
        Ok(())
    }
}

/// The height in points that the texts of a line need.
fn needed(values: &[Value], columns: &[Column]) -> f64 {
    let texts = values.iter().zip(columns).filter_map(|(value, column)| match value {
        Value::Text(text) => Some(height(text, column.width * REGULAR)),
        _ => None,
    });
    texts.fold(height("", 1.0), f64::max)
}

/// Letters of ordinary weight that fill the room of one bold letter.
const REGULAR: f64 = 1.25;

/// What a sum counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    /// Every cell.
    OfAll,
    /// Every cell but the sums of groups.
    OfLines,
}

/// The sum of the rows of a column from `first` to before `end`, as a formula that already knows its value.
fn write_sum(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    (sum, first, end): (Sum, u32, u32),
    value: Vnd,
    format: &Format,
) -> Result<(), XlsxError> {
    let formula = if first < end {
        let range = utility::cell_range(first, column, end - 1, column);
        match sum {
            Sum::OfAll => format!("=SUM({range})"),
            Sum::OfLines => format!("=SUBTOTAL(9,{range})"),
        }
    } else {
        "=0".to_owned()
    };
    worksheet.write_formula_with_format(row, column, Formula::new(formula).set_result(value.to_string()), format)?;
    Ok(())
}

fn write(worksheet: &mut Worksheet, (row, column): (u32, u16), value: &Value, looks: &Looks) -> Result<(), XlsxError> {
    match value {
        Value::Blank | Value::Subtotal => worksheet.write_blank(row, column, &looks.text)?,
        // The first column numbers the lines.
        Value::Text(text) if column == 0 => {
            worksheet.write_string_with_format(row, column, cell::shown(text), &looks.number)?
        }
        Value::Count(count) if column == 0 => worksheet.write_number_with_format(row, column, *count, &looks.number)?,
        Value::Text(text) => worksheet.write_string_with_format(row, column, cell::shown(text), &looks.text)?,
        Value::Count(count) => worksheet.write_number_with_format(row, column, *count, &looks.whole)?,
        Value::Units(units) => {
            let format = if units.fract() == 0.0 { &looks.whole } else { &looks.part };
            worksheet.write_number_with_format(row, column, *units, format)?
        }
        Value::Money(amount) => worksheet.write_number_with_format(row, column, float(*amount), &looks.whole)?,
    };
    Ok(())
}

/// đồng as a spreadsheet holds them, exact below [`Vnd::LIMIT`].
fn float(amount: Vnd) -> f64 {
    amount.units_of(Vnd::new(1))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
