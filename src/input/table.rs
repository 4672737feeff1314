//! One table: its file or sheet → [`RawTable`], with a finding for every line, heading and cell that cannot be taken
//! as it stands. What a cell means is not asked here.

use super::csv_file::{self, CsvFile};
use super::fonts::{self, Fonts};
use super::footer::{self, Footer};
use super::grid::Grid;
use super::headings::{Headings, columns_of};
use super::limits::{CELL_LETTERS, is_giant};
use super::locate::{Shape, Spot, is_required};
use super::merged;
use super::repeats;
use super::section::NOTHING;
use super::settings::SettingsFile;
use super::shelf::{Shelf, place, refusal};
use super::text::fold;
use super::unit_line;
use super::workbook::Workbook;
use crate::domain::raw::{RawColumn, RawTable, TableName};
use crate::domain::schema;
use crate::domain::settings::MoneyUnit;
use crate::findings::{Finding, Place, nearest};

/// Reads the table that stands at `spot`.
pub(super) fn read(shelf: &mut Shelf, table: TableName, spot: &Spot, settings: &SettingsFile) -> Option<RawTable> {
    let mut place = place(&spot.file);
    let known = Headings::of(table, &settings.settings);
    let mut grid = match &spot.shape {
        Shape::Csv => read_csv(shelf, spot, &known)?,
        shape => {
            let sheet = find_sheet(shelf, table, (spot, shape), &known)?;
            place.sheet = Some(sheet.clone());
            read_sheet(shelf, spot, &sheet, &known)?
        }
    };
    let repeated = repeats::take_out(&mut grid);
    let needed: Vec<&str> = schema::columns_of(table).iter().filter(|it| it.is_required).map(|it| it.key).collect();
    let is_needed = |at: &usize| {
        let key = grid.headings.get(*at).and_then(|heading| known.key(heading));
        key.is_some_and(|key| needed.contains(&key))
    };
    let required: Vec<usize> = (0..grid.headings.len()).filter(is_needed).collect();
    let footer = footer::take_out(&mut grid, &required);
    for (position, rows) in merged::fill(&mut grid, &known) {
        let column = grid.headings.get(position).cloned();
        let place = Place { row: rows.first().copied(), column, ..place.clone() };
        shelf.push(Finding::new("W134", place).with("count", rows.len()));
    }
    report_left_out(shelf, (&place, &grid), &known);
    report_around(shelf, &place, &grid);
    report_fonts(shelf, &place, &grid.fonts);
    if grid.marked > 0 {
        shelf.push(Finding::new("W130", place.clone()).with("count", grid.marked));
    }
    report_footer(shelf, (&place, &grid), (&repeated, &footer));
    let money = state_unit(shelf, (&place, &grid), &known, settings.money);
    if grid.rows.is_empty() {
        let code = if is_required(table) { "E114" } else { "W103" };
        shelf.push(Finding::new(code, place.clone()).with("table", table.as_str()));
    }
    let heading_row = grid.heading_row?;
    place.row = Some(heading_row);
    let columns = read_headings(shelf, table, (&place, &grid), &known)?;
    let (rows, lone) = (grid.rows, grid.lone);
    Some(RawTable { file: place.file, sheet: place.sheet, parts: Vec::new(), money, columns, rows, lone })
}

fn read_csv(shelf: &mut Shelf, spot: &Spot, known: &Headings) -> Option<Grid> {
    let bytes = shelf.bytes(&spot.file, &spot.named_at)?;
    let text = shelf.text(&spot.file, &bytes)?;
    let (text, fonts) = fonts::of_csv(text);
    let mut file = csv_file::read(&text, known);
    file.grid.fonts = fonts;
    report_csv(shelf, &spot.file, &file);
    Some(file.grid)
}

fn report_csv(shelf: &mut Shelf, file: &str, csv: &CsvFile) {
    let at = |line: u32| Place { row: Some(line), ..place(file) };
    if csv.separator != b',' {
        let separator = if csv.separator == b'\t' { "TAB".to_owned() } else { char::from(csv.separator).to_string() };
        let finding = Finding::new("W102", place(file)).with("found", separator);
        shelf.push(finding.with("count", csv.grid.rows.len()));
    }
    for (line, cells) in &csv.ragged {
        shelf.push(Finding::new("E111", at(*line)).with("found", cells).with("expected", csv.width));
    }
    if let Some(line) = csv.unclosed {
        shelf.push(Finding::new("E116", at(line)));
    }
}

/// The sheet that holds the table.
fn find_sheet(shelf: &mut Shelf, table: TableName, (spot, shape): (&Spot, &Shape), known: &Headings) -> Option<String> {
    let workbook = shelf.workbook(&spot.file, &spot.named_at)?;
    let Shape::Sheet(name) = shape else {
        let chosen = choose_sheet(workbook, table, known)?;
        let others = workbook.sheets().len().saturating_sub(1);
        let place = Place { sheet: Some(chosen.sheet.clone()), ..place(&spot.file) };
        if chosen.lists.len() > 1 {
            let finding = Finding::new("E133", place).with("table", table.as_str()).with("count", chosen.lists.len());
            shelf.push(finding.with("found", chosen.lists.join(" · ")));
        } else if chosen.is_guessed {
            shelf.push(Finding::new("W107", place).with("found", &chosen.sheet).with("count", others));
        }
        return Some(chosen.sheet);
    };
    if let Some(sheet) = workbook.find_sheet(name) {
        return Some(sheet.to_owned());
    }
    let near = nearest(name, workbook.sheets().iter().map(String::as_str)).unwrap_or(NOTHING);
    let finding = Finding::new("E109", spot.named_at.clone()).with("found", name).with("file", &spot.file);
    let finding = finding.with("nearest", near).with("expected", workbook.sheets().join(" · "));
    shelf.push(finding);
    None
}

/// A sheet of a workbook of which no sheet was named.
#[derive(Default)]
struct Chosen {
    sheet: String,
    is_guessed: bool,
    /// The sheets that hold a list of the table: of more than one, rows would be lost.
    lists: Vec<String>,
}

/// The sheet named for the table, else the one that holds a list of it, else the first that is not empty.
fn choose_sheet(workbook: &mut Workbook, table: TableName, known: &Headings) -> Option<Chosen> {
    let named = super::headings::names_of(table).into_iter().find_map(|name| workbook.find_sheet(name));
    let sheets = workbook.sheets().to_vec();
    let only = if let [only] = sheets.as_slice() { Some(only.as_str()) } else { None };
    if let Some(sheet) = named.or(only) {
        return Some(Chosen { sheet: sheet.to_owned(), ..Chosen::default() });
    }
    let mut filled = Vec::new();
    let mut lists = Vec::new();
    for sheet in &sheets {
        let Ok(grid) = workbook.grid(sheet, known) else { continue };
        if grid.heading_row.is_some() {
            filled.push(sheet.clone());
        }
        if !grid.rows.is_empty() && is_list(&grid, table, known) {
            lists.push(sheet.clone());
        }
    }
    let sheet = lists.first().or(filled.first()).or(sheets.first())?.clone();
    Some(Chosen { sheet, is_guessed: filled.len() > 1, lists })
}

/// Whether the headings of a sheet name the first column of a table and another one.
fn is_list(grid: &Grid, table: TableName, known: &Headings) -> bool {
    let keys: Vec<&str> = grid.headings.iter().filter_map(|heading| known.key(heading)).collect();
    let has_first = columns_of(table).first().is_some_and(|(first, _)| keys.contains(first));
    has_first && keys.iter().any(|key| Some(key) != keys.first())
}

fn read_sheet(shelf: &mut Shelf, spot: &Spot, sheet: &str, known: &Headings) -> Option<Grid> {
    match shelf.workbook(&spot.file, &spot.named_at)?.grid(sheet, known) {
        Ok(grid) => Some(grid),
        Err(error) => {
            let place = Place { sheet: Some(sheet.to_owned()), ..place(&spot.file) };
            shelf.push(refusal(error, place));
            None
        }
    }
}

/// Cells that hold errors, where anything reads their column, and columns that have no heading.
fn report_left_out(shelf: &mut Shelf, (place, grid): (&Place, &Grid), known: &Headings) {
    for cell in &grid.broken {
        let column = cell.heading.and_then(|position| grid.headings.get(position)).cloned();
        if column.as_ref().is_some_and(|heading| known.key(heading).is_none()) {
            continue;
        }
        let place = Place { row: Some(cell.row), column, ..place.clone() };
        shelf.push(match &cell.error {
            Some(error) => Finding::new("E112", place).with("found", error),
            None => Finding::new("E117", place),
        });
    }
    for _ in grid.headings.iter().filter(|heading| is_giant(heading)) {
        let place = Place { row: grid.heading_row, ..place.clone() };
        shelf.push(Finding::new("E192", place).with("most", CELL_LETTERS));
    }
    for row in &grid.rows {
        for (position, _) in row.cells.iter().enumerate().filter(|(_, text)| is_giant(text)) {
            let place = Place { row: Some(row.number), column: grid.headings.get(position).cloned(), ..place.clone() };
            shelf.push(Finding::new("E192", place).with("most", CELL_LETTERS));
        }
    }
    for (column, cells) in &grid.unheaded {
        let place = Place { row: grid.heading_row, ..place.clone() };
        shelf.push(Finding::new("W106", place).with("position", column).with("count", cells));
    }
}

/// What stands around the headings and is no data: titles, further rows of headings, numbers of columns.
fn report_around(shelf: &mut Shelf, place: &Place, grid: &Grid) {
    let at = |row: u32| Place { row: Some(row), ..place.clone() };
    if let (Some(title), Some(heading)) = (grid.titles.first(), grid.heading_row) {
        let finding = Finding::new("W120", at(title.number)).with("count", grid.titles.len());
        shelf.push(finding.with("headings", heading));
    }
    if let [first, .., last] = grid.heading_rows.as_slice() {
        let finding = Finding::new("W121", at(*first)).with("count", grid.heading_rows.len());
        shelf.push(finding.with("last", last));
    }
    if let Some(row) = grid.numbering_row {
        shelf.push(Finding::new("W122", at(row)).with("count", 1));
    }
}

/// The text of a sheet that was written for a font of before Unicode.
fn report_fonts(shelf: &mut Shelf, place: &Place, fonts: &Fonts) {
    match fonts {
        Fonts::Plain => {}
        Fonts::Old(name, cells) => {
            shelf.push(Finding::new("W109", place.clone()).with("font", name).with("count", cells));
        }
        Fonts::Either([(first, one), (second, other)]) => {
            let finding = Finding::new("E119", place.clone()).with("first", first).with("one", one);
            shelf.push(finding.with("second", second).with("other", other));
        }
    }
}

/// What stands among and below the data and is none: headings again, totals and signatures.
fn report_footer(shelf: &mut Shelf, (place, grid): (&Place, &Grid), (repeated, footer): (&[u32], &Footer)) {
    let at = |row: u32| Place { row: Some(row), ..place.clone() };
    for (code, rows) in [("W127", repeated), ("W123", &footer.totals), ("W124", &footer.signatures)] {
        if let Some(first) = rows.first() {
            let named: Vec<String> = rows.iter().take(10).map(u32::to_string).collect();
            let more = if rows.len() > named.len() { ", …" } else { "" };
            let finding = Finding::new(code, at(*first)).with("count", rows.len());
            shelf.push(finding.with("rows", format!("{}{more}", named.join(", "))));
        }
    }
    for wrong in &footer.wrong {
        let place = Place { column: grid.headings.get(wrong.heading).cloned(), ..at(wrong.row) };
        let finding = Finding::new("W125", place).with("found", wrong.stated);
        shelf.push(finding.with("sum", wrong.sum).with("count", wrong.rows));
    }
}

/// The unit of money that the rows above the headings or the headings themselves state; an error where that cannot be, or
/// `[units]` or a heading without one differs.
fn state_unit(
    shelf: &mut Shelf,
    (place, grid): (&Place, &Grid),
    known: &Headings,
    told: Option<MoneyUnit>,
) -> Option<MoneyUnit> {
    let mut lines = unit_line::find(&grid.titles);
    let is_for_all = !lines.is_empty();
    let row = grid.heading_row.unwrap_or_default();
    let money = || grid.headings.iter().filter(|heading| known.is_money(heading));
    lines.extend(money().filter_map(|heading| unit_line::of_heading(heading, row)));
    let first = lines.first()?;
    let bare = money().find(|heading| unit_line::of_heading(heading, row).is_none());
    if let Some(bare) = bare.filter(|_| !is_for_all && first.unit != Some(told.unwrap_or_default())) {
        let finding = Finding::new("E120", Place { row: Some(row), ..place.clone() }).with("found", &first.text);
        shelf.push(finding.with("other", bare));
        return None;
    }
    let at = |row: u32| Place { row: Some(row), ..place.clone() };
    for line in &lines {
        let is_doubtful =
            line.unit.is_none() || line.unit != first.unit || told.is_some_and(|told| line.unit != Some(told));
        if is_doubtful {
            let other = match told {
                Some(MoneyUnit::Dong) => "[units] money = \"dong\"",
                Some(MoneyUnit::Thousand) => "[units] money = \"thousand\"",
                Some(MoneyUnit::Million) => "[units] money = \"million\"",
                None if line.unit != first.unit => first.text.as_str(),
                None => "đồng · nghìn đồng · triệu đồng",
            };
            shelf.push(Finding::new("E120", at(line.row)).with("found", &line.text).with("other", other));
            return None;
        }
    }
    let finding = Finding::new("W126", at(first.row)).with("found", &first.text);
    shelf.push(finding.with("count", grid.rows.len()));
    first.unit
}

/// The columns; `None` where no heading is recognised: then the first row is data, which no finding may print.
fn read_headings(
    shelf: &mut Shelf,
    table: TableName,
    (place, grid): (&Place, &Grid),
    headings: &Headings,
) -> Option<Vec<RawColumn>> {
    let column =
        |heading: &String| RawColumn { key: headings.key(heading).map(str::to_owned), heading: heading.clone() };
    let columns: Vec<RawColumn> = grid.headings.iter().map(column).collect();
    if columns.iter().all(|column| column.key.is_none()) {
        let expected: Vec<&str> = columns_of(table).iter().map(|(key, _)| *key).collect();
        let finding = Finding::new("E115", place.clone()).with("table", table.as_str());
        shelf.push(finding.with("expected", expected.join(" · ")));
        return None;
    }
    report_headings(shelf, place, &columns, headings);
    Some(columns)
}

fn report_headings(shelf: &mut Shelf, place: &Place, columns: &[RawColumn], headings: &Headings) {
    for (position, column) in columns.iter().enumerate() {
        let place = Place { column: Some(column.heading.clone()), ..place.clone() };
        let Some(key) = &column.key else {
            let near = headings.nearest(&column.heading).unwrap_or(NOTHING);
            shelf.push(Finding::new("W101", place).with("found", &column.heading).with("nearest", near));
            continue;
        };
        let before = columns.iter().take(position).find(|before| before.key.as_ref() == Some(key));
        if let Some(before) = before {
            let finding = Finding::new("E113", place).with("found", &column.heading);
            shelf.push(finding.with("first", &before.heading).with("key", key));
        }
    }
}

/// Headings of `[columns.TABLE]` that the table does not have.
pub(super) fn report_unused_columns(shelf: &mut Shelf, name: TableName, table: &RawTable, settings: &SettingsFile) {
    let own = table.columns.iter().map(|column| &column.heading);
    let of_parts = table.parts.iter().flat_map(|part| part.headings.iter().flatten());
    let headings: Vec<&String> = own.chain(of_parts).collect();
    for (heading, place) in settings.columns.get(name.as_str()).into_iter().flatten() {
        let folded = fold(heading);
        if !headings.iter().any(|known| fold(known) == folded) {
            let near = nearest(heading, headings.iter().map(|known| known.as_str())).unwrap_or(NOTHING);
            let finding = Finding::new("W105", place.clone()).with("found", heading).with("nearest", near);
            shelf.push(finding.with("table", name.as_str()));
        }
    }
}
