//! `sweep.xlsx`: the cases side by side, the trade-off as a chart, coverage of communes × cases as a heat map, and how
//! sure each award is. In Vietnamese, as every workbook of the office.

use std::io;

use rust_xlsxwriter::{
    Chart, ChartMarker, ChartMarkerType, ChartType, ConditionalFormat3ColorScale, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::movers::movers;
use crate::domain::sweep::{CaseRow, Reached, SweepTables};
use crate::export::cell::shown;
use crate::export::workbook::height;
use crate::messages::{Catalogue, Language};

/// The content of the file.
pub(super) fn bytes(title: &str, tables: &SweepTables) -> io::Result<Vec<u8>> {
    build(title, tables).map_err(|error| io::Error::other(error.to_string()))
}

/// A sheet holds 16,384 columns and 1,048,576 rows.
const MOST_CASES: usize = 16_000;
const MOST_NEEDS: usize = 1_000_000;

/// Characters of a column of cases, and of their names.
const WIDTH: f64 = 16.0;
const NAME: f64 = 40.0;

struct Looks {
    head: Format,
    text: Format,
    money: Format,
    share: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || Format::new().set_font_name("Times New Roman").set_font_size(13.0).set_border(FormatBorder::Thin);
        Self {
            head: cell()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            text: cell().set_text_wrap().set_align(FormatAlign::Top),
            money: cell().set_num_format("#,##0").set_align(FormatAlign::Top),
            share: cell().set_num_format("0.0 %").set_align(FormatAlign::Top),
        }
    }
}

fn build(title: &str, tables: &SweepTables) -> Result<Vec<u8>, XlsxError> {
    let words = Catalogue::new(Language::Vi);
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    // Equal sweeps give equal bytes: the file is not of today.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    cases(workbook.add_worksheet(), &words, &looks, tables)?;
    communes(workbook.add_worksheet(), &words, &looks, tables)?;
    sure(workbook.add_worksheet(), &words, &looks, tables)?;
    workbook.save_to_buffer()
}

/// Message ids of the columns after those of the targets.
const COLUMNS: [&str; 8] = [
    "sweep-status",
    "sweep-transferred",
    "sweep-awards",
    "sweep-households",
    "sweep-exits",
    "sweep-coverage",
    "sweep-worst",
    "sweep-price",
];

fn cases(sheet: &mut Worksheet, words: &Catalogue, looks: &Looks, tables: &SweepTables) -> Result<(), XlsxError> {
    let name = words.plain("sheet-sweep-cases");
    set_up(sheet, &name)?;
    let fixed = ["sweep-case", "sweep-name"].map(|id| words.plain(id));
    let targets = tables.targets.iter().map(|target| shown(target));
    let headings: Vec<String> =
        fixed.into_iter().chain(targets).chain(COLUMNS.iter().map(|id| words.plain(id))).collect();
    write_headings(sheet, looks, &headings, WIDTH)?;
    sheet.set_column_width(1, NAME)?;
    let first = 2 + column(tables.targets.len());
    for (row, case) in (1..).zip(&tables.cases) {
        sheet.write_with_format(row, 0, &case.case, &looks.text)?;
        sheet.write_with_format(row, 1, shown(&case.name), &looks.text)?;
        for (position, value) in (2..).zip(&case.set) {
            sheet.write_with_format(row, position, shown(value), &looks.text)?;
        }
        let ended = ended(words, case);
        sheet.write_with_format(row, first, &ended, &looks.text)?;
        sheet.set_row_height(row, height(&shown(&case.name), NAME).max(height(&ended, WIDTH)))?;
        match &case.reached {
            Some(reached) => write_reached(sheet, looks, (row, first + 1), reached)?,
            None => {
                for position in first + 1..first + column(COLUMNS.len()) {
                    sheet.write_blank(row, position, &looks.text)?;
                }
            }
        }
    }
    let last = u32::try_from(tables.cases.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, first + column(COLUMNS.len()) - 1)?;
    if last > 0 {
        let chart = trade_off(words, &name, last, (first + 6, first + 5));
        sheet.insert_chart(last + 2, 1, &chart)?;
    }
    Ok(())
}

fn ended(words: &Catalogue, case: &CaseRow) -> String {
    let status = words.plain(&format!("sweep-status-{}", case.status.replace('_', "-")));
    if case.message.is_empty() { status } else { shown(&format!("{status}: {}", case.message)) }
}

fn write_reached(
    sheet: &mut Worksheet,
    looks: &Looks,
    (row, first): (u32, u16),
    reached: &Reached,
) -> Result<(), XlsxError> {
    let totals = &reached.totals;
    sheet.write_with_format(row, first, i64_of(totals.transferred.dong()), &looks.money)?;
    sheet.write_with_format(row, first + 1, i64_of(i64::try_from(totals.awards).unwrap_or(i64::MAX)), &looks.money)?;
    sheet.write_with_format(row, first + 2, totals.households, &looks.money)?;
    sheet.write_with_format(row, first + 3, i64_of(i64::try_from(totals.exits).unwrap_or(i64::MAX)), &looks.money)?;
    for (position, share) in (first + 4..).zip([reached.coverage(), reached.worst_coverage, reached.price_of_fairness])
    {
        write_share(sheet, looks, (row, position), share)?;
    }
    Ok(())
}

/// A spreadsheet knows floats alone; below 2⁵³ they hold whole numbers exactly.
#[expect(clippy::cast_precision_loss, reason = "sums of a scenario are at most 2⁵³")]
const fn i64_of(number: i64) -> f64 {
    number as f64
}

fn write_share(
    sheet: &mut Worksheet,
    looks: &Looks,
    (row, column): (u32, u16),
    share: Option<f64>,
) -> Result<(), XlsxError> {
    match share {
        Some(share) => sheet.write_with_format(row, column, share, &looks.share)?,
        None => sheet.write_blank(row, column, &looks.share)?,
    };
    Ok(())
}

/// The worst-off commune's coverage against all need met, a point a case.
fn trade_off(words: &Catalogue, sheet: &str, last: u32, (across, up): (u16, u16)) -> Chart {
    let mut chart = Chart::new(ChartType::Scatter);
    chart
        .add_series()
        .set_categories((sheet, 1, across, last, across))
        .set_values((sheet, 1, up, last, up))
        .set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(8));
    chart.title().set_name(words.plain("sweep-trade-off").as_str());
    chart.x_axis().set_name(words.plain("sweep-worst").as_str()).set_num_format("0 %");
    chart.y_axis().set_name(words.plain("sweep-coverage").as_str()).set_num_format("0 %");
    chart.legend().set_hidden();
    chart.set_width(760).set_height(420);
    chart
}

/// Communes down, cases across; the colours run from the least to the most covered.
fn communes(sheet: &mut Worksheet, words: &Catalogue, looks: &Looks, tables: &SweepTables) -> Result<(), XlsxError> {
    set_up(sheet, &words.plain("sheet-sweep-communes"))?;
    let solved = tables.cases.iter().filter(|case| case.reached.is_some()).map(|case| case.case.as_str());
    let solved: Vec<&str> = solved.take(MOST_CASES).collect();
    let fixed = ["sweep-code", "sweep-commune", "sweep-spread"].map(|id| words.plain(id));
    let headings: Vec<String> = fixed.into_iter().chain(solved.iter().map(|case| (*case).to_owned())).collect();
    write_headings(sheet, looks, &headings, 9.0)?;
    sheet.set_column_width(1, 28)?;
    let lines = movers(tables);
    for (row, line) in (1..).zip(&lines) {
        sheet.write_with_format(row, 0, shown(line.code), &looks.text)?;
        sheet.write_with_format(row, 1, shown(line.name), &looks.text)?;
        sheet.write_with_format(row, 2, line.spread(), &looks.share)?;
        for (position, case) in (3..).zip(&solved) {
            write_share(sheet, looks, (row, position), line.shares.get(case).copied().flatten())?;
        }
    }
    let (last, end) = (u32::try_from(lines.len()).unwrap_or(u32::MAX), 2 + column(solved.len()));
    if last > 0 && end > 2 {
        let scale = ConditionalFormat3ColorScale::new()
            .set_minimum_color("F4A582")
            .set_midpoint_color("FFFFFF")
            .set_maximum_color("92C5DE");
        sheet.add_conditional_format(1, 3, last, end, &scale)?;
        sheet.autofilter(0, 0, last, end)?;
    }
    Ok(())
}

/// How sure the awards are: needs that some plans serve and others do not, surest first.
fn sure(sheet: &mut Worksheet, words: &Catalogue, looks: &Looks, tables: &SweepTables) -> Result<(), XlsxError> {
    set_up(sheet, &words.plain("sheet-sweep-sure"))?;
    let ids =
        ["sweep-code", "sweep-beneficiary", "sweep-package", "sweep-served", "sweep-share", "sweep-share-of-draws"];
    write_headings(sheet, looks, &ids.map(|id| words.plain(id)), 18.0)?;
    let mut rows: Vec<_> = tables.robust.iter().filter(|row| row.served > 0).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.served));
    rows.truncate(MOST_NEEDS);
    for (row, need) in (1..).zip(&rows) {
        sheet.write_with_format(row, 0, shown(&need.commune), &looks.text)?;
        sheet.write_with_format(row, 1, shown(&need.beneficiary), &looks.text)?;
        sheet.write_with_format(row, 2, shown(&need.package), &looks.text)?;
        sheet.write_with_format(row, 3, need.served, &looks.money)?;
        let share = |served: u32, of: u32| (of > 0).then(|| f64::from(served) / f64::from(of));
        write_share(sheet, looks, (row, 4), share(need.served, need.cases))?;
        write_share(sheet, looks, (row, 5), share(need.served_in_draws, need.draws))?;
    }
    sheet.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), 5)?;
    Ok(())
}

fn set_up(sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    sheet.set_header_footer_align_with_page(true).set_footer("&C&P/&N");
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

fn write_headings(sheet: &mut Worksheet, looks: &Looks, headings: &[String], width: f64) -> Result<(), XlsxError> {
    let mut tallest = 0.0_f64;
    for (position, heading) in (0..).zip(headings) {
        sheet.write_with_format(0, position, heading, &looks.head)?;
        sheet.set_column_width(position, width)?;
        tallest = tallest.max(height(heading, width));
    }
    sheet.set_row_height(0, tallest)?;
    Ok(())
}

/// A number of columns; a sheet has fewer than 2¹⁶.
fn column(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
