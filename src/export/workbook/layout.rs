//! How a sheet looks: title, frozen headings, borders, number formats, total row, print set-up. Knows no table.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError, utility};

use crate::export::{cell, words};
use crate::messages::Catalogue;
use crate::units::Vnd;

/// Rows before the table: title, subtitle, unit; then the headings.
const HEADING_ROW: u32 = 3;

/// The longest text that a spreadsheet's cell holds is 32,767 characters.
const LONGEST_TEXT: usize = 32_000;

/// A4 in the numbering of spreadsheets.
const A4: u8 = 9;

/// A value to show.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Blank,
    /// Words.
    Text(String),
    /// A count.
    Count(u32),
    /// Units, perhaps a part of one.
    Units(f64),
    /// Đồng.
    Money(Vnd),
}

/// A table to print.
pub(super) struct Sheet {
    /// Ending of the message ids `sheet-…` and `title-…`.
    pub(super) name: &'static str,
    /// Ending of the message id `col-…`, and width in characters.
    pub(super) columns: &'static [(&'static str, f64)],
    /// The rows, as long as `columns`.
    pub(super) rows: Vec<Vec<Value>>,
    /// Columns with a total.
    pub(super) totals: &'static [usize],
    /// The column whose total is also written in words.
    pub(super) spoken: Option<usize>,
}

/// The formats and words of all sheets.
pub(super) struct Printer<'a> {
    words: &'a Catalogue,
    subtitle: &'a str,
    /// What stands beside the unit on every sheet.
    remark: &'a str,
    title: Format,
    note: Format,
    heading: Format,
    text: Format,
    whole: Format,
    part: Format,
    total: Format,
}

impl<'a> Printer<'a> {
    /// Formats for sheets of the plan called `subtitle`, with a remark on each.
    pub(super) fn new(words: &'a Catalogue, (subtitle, remark): (&'a str, &'a str)) -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(11).set_align(FormatAlign::Top);
        let boxed = || base().set_border(FormatBorder::Thin);
        let centre = |format: Format| format.set_align(FormatAlign::Center);
        Self {
            words,
            subtitle,
            remark,
            title: centre(base().set_bold().set_font_size(13)),
            note: base().set_italic(),
            heading: centre(boxed().set_bold().set_text_wrap()).set_align(FormatAlign::VerticalCenter),
            text: boxed().set_text_wrap(),
            whole: boxed().set_num_format("#,##0"),
            part: boxed().set_num_format("#,##0.00"),
            total: boxed().set_bold().set_num_format("#,##0"),
        }
    }

    /// Prints a table on an empty worksheet.
    pub(super) fn print(&self, worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
        worksheet.set_name(self.words.plain(&format!("sheet-{}", sheet.name)))?;
        self.set_up(worksheet, sheet)?;
        let mut row = HEADING_ROW;
        for values in &sheet.rows {
            row += 1;
            for (column, value) in (0..).zip(values) {
                self.write(worksheet, (row, column), value)?;
            }
        }
        self.close(worksheet, sheet, row)
    }

    /// Title, headings, widths and everything that printing needs.
    fn set_up(&self, worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
        let last = u16::try_from(sheet.columns.len().saturating_sub(1)).expect("a sheet has few columns");
        let title = self.words.plain(&format!("title-{}", sheet.name));
        worksheet.merge_range(0, 0, 0, last, &title, &self.title)?;
        worksheet.merge_range(1, 0, 1, last, &shown(self.subtitle), &self.title)?;
        let unit = self.words.plain("sheet-unit");
        let note = if self.remark.is_empty() { unit } else { shown(&format!("{unit} · {}", self.remark)) };
        worksheet.write_string_with_format(2, 0, note, &self.note)?;
        for (column, (name, width)) in (0..).zip(sheet.columns) {
            worksheet.set_column_width(column, *width)?;
            let heading = self.words.plain(&format!("col-{name}"));
            worksheet.write_string_with_format(HEADING_ROW, column, heading, &self.heading)?;
        }
        worksheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
        worksheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
        worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        let page = self.words.text("sheet-page", &[("page", "&P"), ("pages", "&N")]);
        worksheet.set_footer(format!("&C{page}"));
        Ok(())
    }

    fn write(&self, worksheet: &mut Worksheet, (row, column): (u32, u16), value: &Value) -> Result<(), XlsxError> {
        match value {
            Value::Blank => worksheet.write_blank(row, column, &self.text)?,
            Value::Text(text) => worksheet.write_string_with_format(row, column, shown(text), &self.text)?,
            Value::Count(count) => worksheet.write_number_with_format(row, column, *count, &self.whole)?,
            Value::Units(units) => {
                let format = if units.fract() == 0.0 { &self.whole } else { &self.part };
                worksheet.write_number_with_format(row, column, *units, format)?
            }
            Value::Money(amount) => worksheet.write_number_with_format(row, column, float(*amount), &self.whole)?,
        };
        Ok(())
    }

    /// The total row and the total in words, below the last row of the table.
    fn close(&self, worksheet: &mut Worksheet, sheet: &Sheet, last: u32) -> Result<(), XlsxError> {
        let row = last + 1;
        for position in 0..sheet.columns.len() {
            let column = u16::try_from(position).expect("a sheet has few columns");
            if sheet.totals.contains(&position) {
                let total = total(sheet, position);
                let formula = if sheet.rows.is_empty() {
                    Formula::new("=0")
                } else {
                    Formula::new(format!("=SUM({})", utility::cell_range(HEADING_ROW + 1, column, last, column)))
                };
                let formula = formula.set_result(total.to_string());
                worksheet.write_formula_with_format(row, column, formula, &self.total)?;
            } else {
                worksheet.write_blank(row, column, &self.total)?;
            }
        }
        if !sheet.totals.is_empty() {
            worksheet.write_string_with_format(row, 1, self.words.plain("sheet-total"), &self.total)?;
        }
        if let Some(position) = sheet.spoken {
            let spoken = capitalised(&words::dong(total(sheet, position)));
            let line = self.words.text("sheet-words", &[("words", spoken)]);
            worksheet.write_string_with_format(row + 1, 0, line, &self.note)?;
        }
        Ok(())
    }
}

/// The exact total of a column of money or counts.
fn total(sheet: &Sheet, position: usize) -> Vnd {
    let amount = |row: &Vec<Value>| match row.get(position) {
        Some(Value::Money(amount)) => *amount,
        Some(Value::Count(count)) => Vnd::new(i64::from(*count)),
        _ => Vnd::ZERO,
    };
    sheet.rows.iter().map(amount).sum()
}

/// đồng as a spreadsheet holds them, exact below [`Vnd::LIMIT`].
fn float(amount: Vnd) -> f64 {
    amount.units_of(Vnd::new(1))
}

/// A text as it may stand in a cell: no formula, not too long.
fn shown(text: &str) -> String {
    let text = cell::text(text);
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
