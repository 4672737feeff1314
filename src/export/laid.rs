//! Plain tables as a workbook for the office and as a page for a browser: the same cells in both.

use std::io;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::cell::shown;
use super::page::{Block, Page, Said, Section, Speaker, Table};
use super::workbook::height;
use crate::messages::Language;
use crate::units::Vnd;

/// A4 in the numbering of spreadsheets.
const A4: u8 = 9;

/// A sheet of a spreadsheet has 1,048,576 rows; title and headings take three.
const MOST_ROWS: usize = 1_000_000;

/// A column, read row by row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Words; none where there is nothing to say.
    Text(Vec<Option<Said>>),
    /// Đồng.
    Money(Vec<Option<Vnd>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Shares 0..1.
    Share(Vec<Option<f64>>),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// Unique in the file.
    pub id: &'static str,
    /// Name of its sheet: at most 31 letters.
    pub sheet: Said,
    /// Its heading.
    pub heading: Said,
    /// Key, heading and cells of each column; all of one length.
    pub columns: Vec<(&'static str, Said, Cells)>,
}

/// The tables as one page.
pub fn page(title: &Said, subtitle: &Said, tables: &[Laid], speaker: &Speaker) -> io::Result<String> {
    let section = |laid: &Laid| {
        let start = Table::new(laid.id, laid.heading.clone());
        let table = laid.columns.iter().fold(start, |table, (key, heading, cells)| match cells {
            Cells::Text(cells) => table.words(key, heading.clone(), cells.iter().cloned()),
            Cells::Money(cells) => table.money(key, heading.clone(), cells.iter().copied()),
            Cells::Number(cells) => table.decimal(key, heading.clone(), cells.iter().copied()),
            Cells::Share(cells) => table.share(key, heading.clone(), cells.iter().copied()),
        });
        Section { id: laid.id, heading: laid.sheet.clone(), blocks: vec![Block::Table(table)] }
    };
    let sections = tables.iter().map(section).collect();
    let page = Page { title: title.clone(), subtitle: subtitle.clone(), language: Language::Vi, sections };
    Ok(page.html(speaker)?)
}

/// The tables as a workbook, a sheet each, in Vietnamese.
pub fn workbook(title: &Said, subtitle: &Said, tables: &[Laid]) -> io::Result<Vec<u8>> {
    build(title, subtitle, tables).map_err(|error| io::Error::other(error.to_string()))
}

fn build(title: &Said, subtitle: &Said, tables: &[Laid]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Equal runs give equal bytes: the file is not of today.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = title.of(Language::Vi);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    for table in tables {
        sheet(workbook.add_worksheet(), subtitle, table)?;
    }
    workbook.save_to_buffer()
}

/// The row of the headings; above it title and subtitle.
const HEADING: u32 = 2;

fn sheet(sheet: &mut Worksheet, subtitle: &Said, laid: &Laid) -> Result<(), XlsxError> {
    let base = || Format::new().set_font_name("Times New Roman").set_font_size(13.0);
    let boxed = || base().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let head = boxed().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    let [text, whole, part, share] = [
        boxed().set_text_wrap(),
        boxed().set_num_format("[$-42A]#,##0"),
        boxed().set_num_format("[$-42A]#,##0.00"),
        boxed().set_num_format("0.0 %"),
    ];
    sheet.set_name(laid.sheet.of(Language::Vi))?.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0).set_repeat_rows(HEADING, HEADING)?.set_footer("&C&P/&N");
    sheet.set_freeze_panes(HEADING + 1, 0)?;
    sheet.write_string_with_format(0, 0, laid.heading.of(Language::Vi), &base().set_bold())?;
    sheet.write_string_with_format(1, 0, shown(subtitle.of(Language::Vi)), &base().set_italic())?;
    let mut heights: Vec<f64> = Vec::new();
    let mut tallest = 0.0_f64;
    for (column, (_, heading, cells)) in (0_u16..).zip(&laid.columns) {
        let width = cells.width();
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(HEADING, column, heading.of(Language::Vi), &head)?;
        tallest = tallest.max(height(heading.of(Language::Vi), width));
        match cells {
            Cells::Text(cells) => {
                heights.resize(cells.len().max(heights.len()), 0.0);
                for ((row, said), tall) in (HEADING + 1..).zip(cells.iter().take(MOST_ROWS)).zip(&mut heights) {
                    let said = said.as_ref().map_or("", |said| said.of(Language::Vi));
                    *tall = tall.max(height(said, width));
                    sheet.write_string_with_format(row, column, shown(said), &text)?;
                }
            }
            Cells::Money(cells) => {
                let exact = |amount: &Option<Vnd>| amount.map(|amount| amount.units_of(Vnd::ONE));
                numbers(sheet, column, cells.iter().map(exact), [&whole, &whole])?;
            }
            Cells::Number(cells) => numbers(sheet, column, cells.iter().copied(), [&whole, &part])?,
            Cells::Share(cells) => numbers(sheet, column, cells.iter().copied(), [&share, &share])?,
        }
    }
    sheet.set_row_height(HEADING, tallest)?;
    for (row, tall) in (HEADING + 1..).zip(heights.iter().take(MOST_ROWS)) {
        sheet.set_row_height(row, *tall)?;
    }
    let rows = u32::try_from(heights.len().min(MOST_ROWS)).unwrap_or(u32::MAX);
    let last = u16::try_from(laid.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(HEADING, 0, HEADING + rows, last)?;
    Ok(())
}

/// Numbers of a column; the two looks are those of whole numbers and of others.
fn numbers(
    sheet: &mut Worksheet,
    column: u16,
    cells: impl Iterator<Item = Option<f64>>,
    [whole, part]: [&Format; 2],
) -> Result<(), XlsxError> {
    for (row, cell) in (HEADING + 1..).zip(cells.take(MOST_ROWS)) {
        match cell {
            Some(number) if number.fract() == 0.0 => sheet.write_number_with_format(row, column, number, whole)?,
            Some(number) => sheet.write_number_with_format(row, column, number, part)?,
            None => sheet.write_blank(row, column, whole)?,
        };
    }
    Ok(())
}

impl Cells {
    /// Characters.
    const fn width(&self) -> f64 {
        match self {
            Self::Text(_) => 26.0,
            Self::Money(_) => 20.0,
            Self::Number(_) | Self::Share(_) => 14.0,
        }
    }
}
