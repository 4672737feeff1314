//! The tables of a sweep: `cases`, `communes` and `robust`, each as CSV and as Parquet, `sweep.xlsx` for the board
//! and `report.html` for a browser.

mod columnar;
mod movers;
mod page;
mod workbook;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};

use super::cell::{self, Cell, code};
use crate::domain::sweep::{CaseRow, CommuneCaseRow, Reached, RobustRow, SweepTables};
use crate::domain::{StageName, StageResult};

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    Decimal,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Blank,
    Text(Cow<'a, str>),
    Whole(i64),
    Decimal(f64),
}

/// A table with its columns.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) columns: Vec<(String, Kind)>,
    pub(super) rows: Vec<Vec<Value<'a>>>,
}

/// Writes the tables, each file whole or not at all: under another name first.
pub fn write_sweep(folder: &Path, title: &str, tables: &SweepTables) -> io::Result<()> {
    for table in [cases(tables), communes(tables), robust(tables)] {
        write(folder, &format!("{}.csv", table.name), &csv(&table)?)?;
        write(folder, &format!("{}.parquet", table.name), &columnar::bytes(&table)?)?;
    }
    write(folder, "sweep.xlsx", &workbook::bytes(title, tables)?)?;
    write(folder, "report.html", page::html(title, tables)?.as_bytes())
}

pub(super) fn write(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let mut whole = builder().tempfile_in(folder)?;
    io::Write::write_all(&mut whole, content)?;
    whole.as_file().sync_all()?;
    whole.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

/// Files whose rights follow the user's umask, as those of any new file do.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chungtay-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

pub(super) fn csv(table: &Table<'_>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|(heading, _)| cell::text(heading).into_owned()))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|value| csv_cell(value).into_owned()))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn csv_cell<'a>(value: &'a Value<'_>) -> Cell<'a> {
    match value {
        Value::Blank => Cell::default(),
        Value::Text(text) => cell::text(text),
        Value::Whole(number) => cell::whole(*number),
        Value::Decimal(number) => cell::decimal(*number),
    }
}

pub(super) fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

pub(super) fn optional(number: Option<f64>) -> Value<'static> {
    number.map_or(Value::Blank, Value::Decimal)
}

pub(super) fn columns(names: &[(&str, Kind)]) -> Vec<(String, Kind)> {
    names.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect()
}

const BEFORE: [(&str, Kind); 3] = [("case", Kind::Text), ("kind", Kind::Text), ("name", Kind::Text)];
const ENDED: [(&str, Kind); 2] = [("status", Kind::Text), ("message", Kind::Text)];
const REACHED: [(&str, Kind); 12] = [
    ("asked", Kind::Whole),
    ("transferred", Kind::Whole),
    ("outside", Kind::Whole),
    ("awards", Kind::Whole),
    ("households", Kind::Decimal),
    ("exits", Kind::Whole),
    ("weight_asked", Kind::Decimal),
    ("weight_served", Kind::Decimal),
    ("coverage", Kind::Decimal),
    ("worst_commune", Kind::Text),
    ("worst_coverage", Kind::Decimal),
    ("price_of_fairness", Kind::Decimal),
];
const STAGE: [(&str, Kind); 4] =
    [("", Kind::Decimal), ("_bound", Kind::Decimal), ("_gap", Kind::Decimal), ("_status", Kind::Text)];

/// A column a target between the fixed ones; four a stage at the end.
fn cases(tables: &SweepTables) -> Table<'_> {
    let targets = tables.targets.iter().map(|target| (target.clone(), Kind::Text));
    let fixed = columns(&ENDED).into_iter().chain(columns(&REACHED));
    Table {
        name: "cases",
        columns: columns(&BEFORE).into_iter().chain(targets).chain(fixed).chain(stage_columns()).collect(),
        rows: tables.cases.iter().map(case).collect(),
    }
}

/// Four columns a stage.
pub(super) fn stage_columns() -> impl Iterator<Item = (String, Kind)> {
    StageName::ALL.into_iter().flat_map(|stage| {
        let stage = code(stage);
        STAGE.map(|(part, kind)| (format!("{stage}{part}"), kind))
    })
}

fn case(row: &CaseRow) -> Vec<Value<'_>> {
    let mut values = vec![text(&row.case), text(&row.kind), text(&row.name)];
    values.extend(row.set.iter().map(|value| if value.is_empty() { Value::Blank } else { text(value) }));
    values.extend([text(&row.status), text(&row.message)]);
    match &row.reached {
        Some(reached) => values.extend(reached_values(reached)),
        None => values.extend(vec![Value::Blank; REACHED.len() + STAGE.len() * StageName::ALL.len()]),
    }
    values
}

impl Reached {
    /// Weight served ÷ asked.
    fn coverage(&self) -> Option<f64> {
        (self.weight_asked > 0.0).then(|| self.weight_served / self.weight_asked)
    }
}

fn reached_values(reached: &Reached) -> Vec<Value<'_>> {
    let totals = &reached.totals;
    let count = |number: u64| Value::Whole(i64::try_from(number).unwrap_or(i64::MAX));
    let mut values = vec![
        Value::Whole(totals.asked.dong()),
        Value::Whole(totals.transferred.dong()),
        Value::Whole(totals.outside.dong()),
        count(totals.awards),
        Value::Decimal(totals.households),
        count(totals.exits),
        Value::Decimal(reached.weight_asked),
        Value::Decimal(reached.weight_served),
        optional(reached.coverage()),
        text(&reached.worst_commune),
        optional(reached.worst_coverage),
        optional(reached.price_of_fairness),
    ];
    values.extend(stage_values(&reached.stages));
    values
}

/// The cells of `stage_columns`.
pub(super) fn stage_values(stages: &[StageResult]) -> Vec<Value<'static>> {
    let of_stage = |stage: StageName| {
        let result = stages.iter().find(|result| result.stage == stage);
        let value = |part: fn(&StageResult) -> Option<f64>| optional(result.and_then(part));
        let status = result.map_or(Value::Blank, |stage| Value::Text(code(stage.status)));
        [value(|stage| stage.value), value(|stage| stage.bound), value(|stage| stage.gap), status]
    };
    StageName::ALL.into_iter().flat_map(of_stage).collect()
}

const COMMUNES: [(&str, Kind); 7] = [
    ("case", Kind::Text),
    ("commune", Kind::Text),
    ("name", Kind::Text),
    ("coverage", Kind::Decimal),
    ("served", Kind::Whole),
    ("households_helped", Kind::Decimal),
    ("exits", Kind::Whole),
];

fn communes(tables: &SweepTables) -> Table<'_> {
    Table { name: "communes", columns: columns(&COMMUNES), rows: tables.communes.iter().map(commune).collect() }
}

fn commune(row: &CommuneCaseRow) -> Vec<Value<'_>> {
    vec![
        text(&row.case),
        text(&row.commune),
        text(&row.name),
        optional(row.coverage),
        Value::Whole(row.served),
        Value::Decimal(row.households_helped),
        Value::Whole(row.exits),
    ]
}

const ROBUST: [(&str, Kind); 9] = [
    ("beneficiary", Kind::Text),
    ("commune", Kind::Text),
    ("package", Kind::Text),
    ("cases", Kind::Whole),
    ("served", Kind::Whole),
    ("share", Kind::Decimal),
    ("draws", Kind::Whole),
    ("served_in_draws", Kind::Whole),
    ("share_of_draws", Kind::Decimal),
];

fn robust(tables: &SweepTables) -> Table<'_> {
    Table { name: "robust", columns: columns(&ROBUST), rows: tables.robust.iter().map(how_often).collect() }
}

/// How often a need is served.
fn how_often(row: &RobustRow) -> Vec<Value<'_>> {
    let share = |served: u32, of: u32| optional((of > 0).then(|| f64::from(served) / f64::from(of)));
    vec![
        text(&row.beneficiary),
        text(&row.commune),
        text(&row.package),
        Value::Whole(row.cases.into()),
        Value::Whole(row.served.into()),
        share(row.served, row.cases),
        Value::Whole(row.draws.into()),
        Value::Whole(row.served_in_draws.into()),
        share(row.served_in_draws, row.draws),
    ]
}
