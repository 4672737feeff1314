//! The workbook that a planner fills in: a sheet a table, with headings that cannot be spoilt, a note on each, lists to
//! choose from, and the rows of an example that already runs.

use std::io;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, FormatBorder, Formula,
    Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::domain::raw::TableName;
use crate::domain::schema::{Column, Kind, columns_of};
use crate::messages::Catalogue;

/// Rows below the headings that lists and checks reach.
const ROWS: u32 = 50_000;

/// Lines of the guide.
const GUIDE_LINES: usize = 10;

/// An example of a table: its canonical name and its text as canonical CSV.
pub type Example<'a> = (TableName, &'a str);

/// The bytes of `scenario.xlsx` in the catalogue's language.
pub fn template_workbook(words: &Catalogue, examples: &[Example<'_>]) -> io::Result<Vec<u8>> {
    build(words, examples).map_err(io::Error::other)
}

fn build(words: &Catalogue, examples: &[Example<'_>]) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let mut workbook = Workbook::new();
    let forms = Forms::new(words);
    forms.guide(workbook.add_worksheet())?;
    for (table, text) in examples {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns: Vec<Column> = reader.headers()?.iter().filter_map(|key| column_of(*table, key)).collect();
        let worksheet = workbook.add_worksheet();
        forms.table(worksheet, *table, &columns)?;
        for (row, record) in (1..).zip(reader.records()) {
            for (position, (column, text)) in (0..).zip(columns.iter().zip(record?.iter())) {
                forms.cell(worksheet, (row, position), column.kind, text)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn column_of(table: TableName, key: &str) -> Option<Column> {
    columns_of(table).iter().find(|column| column.key == key).copied()
}

/// The words and looks of every sheet.
struct Forms<'a> {
    words: &'a Catalogue,
    heading: Format,
    required: Format,
    open: Format,
    text: Format,
    money: Format,
    centred: Format,
    line: Format,
    title: Format,
}

impl<'a> Forms<'a> {
    fn new(words: &'a Catalogue) -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(13);
        let heading = || {
            let format = base().set_bold().set_text_wrap().set_border(FormatBorder::Thin);
            format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
        };
        Self {
            words,
            heading: heading().set_background_color(Color::RGB(0x00E7_EEF7)),
            required: heading().set_background_color(Color::RGB(0x00FF_E699)),
            open: base().set_unlocked(),
            text: base().set_unlocked().set_num_format("@"),
            money: base().set_unlocked().set_num_format("#,##0"),
            centred: base().set_unlocked().set_num_format("@").set_align(FormatAlign::Center),
            line: base().set_text_wrap(),
            title: base().set_bold().set_font_size(16),
        }
    }

    /// What to do, in ten lines; a sheet that nothing reads.
    fn guide(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        worksheet.set_name(self.words.plain("guide-sheet"))?;
        worksheet.set_column_width(0, 110)?;
        for line in 0..GUIDE_LINES {
            let format = if line == 0 { &self.title } else { &self.line };
            let row = u32::try_from(line).expect("ten lines");
            worksheet.write_string_with_format(row, 0, self.words.plain(&format!("guide-{line}")), format)?;
        }
        worksheet.protect();
        Ok(())
    }

    /// Headings, notes, formats, checks and protection of a table.
    fn table(&self, worksheet: &mut Worksheet, table: TableName, columns: &[Column]) -> Result<(), XlsxError> {
        worksheet.set_name(self.name(table))?;
        worksheet.set_row_height(0, 52)?;
        worksheet.set_freeze_panes(1, 1)?;
        for (position, column) in (0..).zip(columns) {
            let mark = if column.is_required { " *" } else { "" };
            let heading = format!("{}{mark}", self.say("heading", table, column));
            let look = if column.is_required { &self.required } else { &self.heading };
            worksheet.set_column_format(position, self.format(column.kind))?;
            worksheet.set_column_width(position, width(column.kind))?;
            worksheet.write_string_with_format(0, position, &heading, look)?;
            let about = self.say("about", table, column);
            worksheet.insert_note(0, position, &Note::new(&about).add_author_prefix(false))?;
            let check =
                self.check(column.kind)?.set_input_title(short(&heading, 32))?.set_input_message(short(&about, 255))?;
            worksheet.add_data_validation(1, position, ROWS, position, &check)?;
        }
        let allowed = ProtectionOptions {
            insert_rows: true,
            delete_rows: true,
            format_cells: true,
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            edit_objects: false,
            ..ProtectionOptions::default()
        };
        worksheet.protect_with_options(&allowed);
        Ok(())
    }

    fn name(&self, table: TableName) -> String {
        self.words.plain(&format!("table-{}", table.as_str()))
    }

    fn say(&self, what: &str, table: TableName, column: &Column) -> String {
        self.words.plain(&format!("{what}-{}-{}", table.as_str(), column.key.replace('_', "-")))
    }

    fn word(&self, key: &str) -> String {
        self.words.plain(&format!("word-{}", key.replace('_', "-")))
    }

    const fn format(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Money => &self.money,
            Kind::Count | Kind::Number | Kind::Share | Kind::Date => &self.open,
            Kind::Flag => &self.centred,
            Kind::Text | Kind::Word(_) | Kind::Words(_) | Kind::List | Kind::Reference(_) | Kind::References(_) => {
                &self.text
            }
        }
    }

    /// What a cell may hold. Words are chosen from their list; an id that the other table lacks is asked about, since
    /// that table may be filled in later; amounts may be written with words.
    fn check(&self, kind: Kind) -> Result<DataValidation, XlsxError> {
        let check = DataValidation::new().ignore_blank(true);
        let check = match kind {
            Kind::Word(keys) => {
                let list: Vec<String> = keys.iter().map(|key| self.word(key)).collect();
                check.allow_list_strings(&list)?.set_error_message(self.words.plain("guide-choose"))?
            }
            Kind::Flag => check.allow_list_strings(&["x"])?.set_error_message(self.words.plain("guide-choose"))?,
            Kind::Count => check
                .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
                .set_error_message(self.words.plain("guide-whole"))?,
            Kind::Number => check
                .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(-1e9))
                .set_error_message(self.words.plain("guide-number"))?,
            Kind::Reference(table) => check
                .allow_list_formula(Formula::new(format!("='{}'!$A$2:$A${ROWS}", self.name(table))))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message(self.words.plain("guide-unknown"))?,
            Kind::Text | Kind::Share | Kind::Money | Kind::Date | Kind::Words(_) | Kind::List | Kind::References(_) => {
                check.allow_any_value()
            }
        };
        Ok(check)
    }

    /// A cell of the example, as a person would type it.
    fn cell(
        &self,
        worksheet: &mut Worksheet,
        (row, column): (u32, u16),
        kind: Kind,
        text: &str,
    ) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        let format = self.format(kind);
        let number = text.parse::<f64>().ok();
        match (kind, number) {
            (Kind::Money | Kind::Count | Kind::Number | Kind::Share, Some(number)) => {
                worksheet.write_number_with_format(row, column, number, format)?;
            }
            (Kind::Word(_) | Kind::Words(_), _) => {
                let words: Vec<String> = text.split(';').map(|key| self.word(key.trim())).collect();
                worksheet.write_string_with_format(row, column, words.join("; "), format)?;
            }
            _ => {
                worksheet.write_string_with_format(row, column, text, format)?;
            }
        }
        Ok(())
    }
}

const fn width(kind: Kind) -> f64 {
    match kind {
        Kind::Flag => 11.0,
        Kind::Count | Kind::Number | Kind::Share | Kind::Date => 13.0,
        Kind::Word(_) | Kind::Money | Kind::Reference(_) => 18.0,
        Kind::Text | Kind::Words(_) | Kind::List | Kind::References(_) => 24.0,
    }
}

/// The first letters of a text: spreadsheets bound what a cell says of itself.
fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
