//! The public workbook: a sheet a table, numbers as numbers, no formula (withheld figures would make totals wrong).

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Row, Sheet, Value, WITHHELD, heading, level_word};
use crate::domain::public::PublicTables;
use crate::export::cell;
use crate::messages::Catalogue;
use crate::units::Vnd;

/// The row of the headings; above it title and plan.
const HEADING_ROW: u32 = 3;

/// A4 in the numbering of spreadsheets.
const A4: u8 = 9;

/// The file.
pub(super) fn bytes(tables: &PublicTables, sheets: &[Sheet<'_>], words: &Catalogue) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Created on the first day of the plan's year, not today: equal runs give equal bytes.
    let year = u16::try_from(tables.year.clamp(1900, 9999)).unwrap_or(1900);
    let created = ExcelDateTime::from_ymd(year, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&tables.title).set_creation_datetime(&created));
    let print = Print::new(words, &tables.title);
    for sheet in sheets {
        print.sheet(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

struct Print<'a> {
    words: &'a Catalogue,
    plan: &'a str,
    title: Format,
    note: Format,
    heading: Format,
    /// Texts and numbers, of rows and of sums.
    row: [Format; 2],
    sum: [Format; 2],
}

impl<'a> Print<'a> {
    fn new(words: &'a Catalogue, plan: &'a str) -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(11).set_align(FormatAlign::Top);
        let text = || base().set_border(FormatBorder::Thin).set_text_wrap();
        let number = || base().set_border(FormatBorder::Thin).set_num_format("#,##0").set_align(FormatAlign::Right);
        Self {
            words,
            plan,
            title: base().set_bold().set_font_size(13),
            note: base().set_italic(),
            heading: text().set_bold().set_align(FormatAlign::Center),
            row: [text(), number()],
            sum: [text().set_bold(), number().set_bold()],
        }
    }

    fn sheet(&self, worksheet: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
        let stem = sheet.file.stem;
        worksheet.set_name(self.words.plain(&format!("public-sheet-{stem}")))?;
        let title = self.words.plain(&format!("public-title-{stem}"));
        worksheet.write_string_with_format(0, 0, title, &self.title)?;
        worksheet.write_string_with_format(1, 0, cell::text(self.plan), &self.note)?;
        worksheet.write_string_with_format(2, 0, self.words.plain(&format!("public-note-{stem}")), &self.note)?;
        for (column, &name) in (0..).zip(sheet.file.columns) {
            worksheet.set_column_width(column, width(name))?;
            worksheet.write_string_with_format(HEADING_ROW, column, heading(self.words, name), &self.heading)?;
        }
        for (row, line) in (HEADING_ROW + 1..).zip(&sheet.rows) {
            self.line(worksheet, row, line)?;
        }
        worksheet.set_freeze_panes(HEADING_ROW + 1, 0)?.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
        worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn line(&self, worksheet: &mut Worksheet, row: u32, line: &Row<'_>) -> Result<(), XlsxError> {
        let [text, number] = if line.is_sum { &self.sum } else { &self.row };
        for (column, value) in (0..).zip(&line.values) {
            match value {
                Value::Text("") => worksheet.write_blank(row, column, text)?,
                Value::Text(words) => worksheet.write_string_with_format(row, column, cell::text(words), text)?,
                Value::Level(level) => {
                    let word = level_word(self.words, *level);
                    worksheet.write_string_with_format(row, column, word, text)?
                }
                // Exact: sums of money stay below 2^53.
                Value::Number(figure) => {
                    let figure = Vnd::new(*figure).units_of(Vnd::ONE);
                    worksheet.write_number_with_format(row, column, figure, number)?
                }
                Value::Withheld => worksheet.write_string_with_format(row, column, WITHHELD, number)?,
            };
        }
        Ok(())
    }
}

/// Width of a column in characters.
fn width(column: &str) -> f64 {
    match column {
        "number" => 6.0,
        "birth_year" | "code" | "households" => 11.0,
        "decision" | "amount" | "level" => 18.0,
        "donor" | "programme" => 34.0,
        _ => 26.0,
    }
}
