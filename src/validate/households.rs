//! `households`: who they are, where they live, what they lack. Refuses a household outside every commune. Personal
//! data passes through and never stands in a finding.

use crate::domain::{Area, Class, Household, IndicatorSet, Level, Standard};
use crate::findings::{Finding, Findings, Place};
use crate::ids::AreaIndex;

use super::cells::{Cells, Column, Sheet};
use super::dates::{self, NotADate};
use super::register::{Lookup, Register, read_by_id};
use super::words;

struct Columns {
    id: Column,
    area: Column,
    head_name: Column,
    national_id: Column,
    birth_year: Column,
    members: Column,
    class: Column,
    b1: Column,
    indicators: Vec<Option<(Column, IndicatorSet)>>,
    tags: Column,
}

/// The areas that households live in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'f, 'a> {
    /// Sound areas by code.
    pub(super) areas: &'f [Area],
    /// All codes.
    pub(super) codes: &'f Register<'a>,
}

/// Years of birth that are none: counted, since one warning each would bury the rest.
#[derive(Default)]
struct OddYears {
    first: Option<Place>,
    count: u32,
}

/// Reads the table: sound households by id.
pub(super) fn read<'a>(
    sheet: &Sheet<'a>,
    places: Places<'_, '_>,
    standard: &Standard,
    findings: &mut Findings,
) -> (Vec<Household>, Register<'a>) {
    let indicator = |key: &String| {
        let column = sheet.indicator(key);
        column.is_there().then(|| (column, standard.set_of([key.as_str()])))
    };
    let columns = Columns {
        id: sheet.require("id", findings),
        area: sheet.require("area", findings),
        head_name: sheet.column("head_name"),
        national_id: sheet.column("national_id"),
        birth_year: sheet.column("birth_year"),
        members: sheet.column("members"),
        class: sheet.require("class", findings),
        b1: sheet.column("b1"),
        indicators: standard.indicators.iter().map(indicator).collect(),
        tags: sheet.column("tags"),
    };
    let mut odd_years = OddYears::default();
    let read = read_by_id(sheet, columns.id, findings, |cells| read_row(cells, &columns, places, &mut odd_years));
    if let Some(first) = odd_years.first {
        findings.push(Finding::new("W218", first).with("count", odd_years.count));
    }
    read
}

fn read_row(
    cells: &mut Cells<'_, '_>,
    columns: &Columns,
    places: Places<'_, '_>,
    odd_years: &mut OddYears,
) -> Option<Household> {
    let id = cells.text(columns.id);
    if places.codes.find(id) != Lookup::Unknown && !id.is_empty() {
        cells.push(cells.finding("E302", columns.id));
    }
    let birth_year = birth_year(cells, columns.birth_year, odd_years);
    let class = cells.required_word(columns.class, words::CLASSES);
    let area = home(cells, columns.area, places);
    Some(Household {
        id: id.to_owned(),
        members: cells.count(columns.members, 1).unwrap_or(1),
        class: class.unwrap_or(Class::Other),
        b1: cells.decimal(columns.b1),
        deprived: deprivations(cells, columns),
        tags: cells.list(columns.tags).map(str::to_owned).collect(),
        place: cells.place(),
        head_name: cells.text(columns.head_name).to_owned(),
        national_id: cells.text(columns.national_id).to_owned(),
        birth_year,
        area: area?,
    })
}

/// The year of birth, however the date is written; what cannot be read stays as it stands, since it is only printed.
fn birth_year(cells: &Cells<'_, '_>, column: Column, odd_years: &mut OddYears) -> String {
    let text = cells.text(column);
    match dates::year(text) {
        Ok(year) => {
            if year.is_assumed {
                cells.assume("W227", column);
            }
            cells.means(column, || year.value.to_string());
            return year.value.to_string();
        }
        Err(_) if text.is_empty() => {}
        Err(NotADate::TwoDigits) => cells.assume("E228", column),
        Err(_) => {
            odd_years.first.get_or_insert_with(|| cells.place_of(column));
            odd_years.count += 1;
        }
    }
    text.to_owned()
}

fn deprivations(cells: &mut Cells<'_, '_>, columns: &Columns) -> IndicatorSet {
    columns.indicators.iter().flatten().fold(IndicatorSet::default(), |set, &(column, indicator)| {
        if cells.flag(column) { set.or(indicator) } else { set }
    })
}

/// The commune or village where a household lives.
fn home(cells: &mut Cells<'_, '_>, column: Column, places: Places<'_, '_>) -> Option<AreaIndex> {
    let code = cells.required(column);
    if code.is_empty() {
        return None;
    }
    match places.codes.find(code) {
        Lookup::At(position) if is_in_commune(places.areas, position) => Some(AreaIndex::new(position)),
        Lookup::At(_) => {
            cells.push(cells.finding("E307", column));
            None
        }
        Lookup::Broken => {
            cells.spoil();
            None
        }
        Lookup::Unknown => {
            let finding = cells.finding("E303", column).with("table", "areas");
            cells.push(finding.with("nearest", places.codes.nearest(code)));
            None
        }
    }
}

/// Whether an area is a commune or lies in one.
fn is_in_commune(areas: &[Area], position: usize) -> bool {
    let above = |area: &&Area| area.parent.and_then(|parent| areas.get(parent.get()));
    std::iter::successors(areas.get(position), above).any(|area| area.level == Level::Commune)
}
