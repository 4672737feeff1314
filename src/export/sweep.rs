//! The tables of a sweep: `cases.csv`, `communes.csv`, `robust.csv`.

use std::io;
use std::path::Path;

use csv::{Terminator, WriterBuilder};

use super::cell::{Cell, code, decimal, money, optional, text, whole};
use crate::domain::sweep::{CaseRow, CommuneCaseRow, Reached, RobustRow, SweepTables};
use crate::domain::{StageName, StageResult};

/// Writes the tables, each whole or not at all: under another name first.
pub fn write_sweep(folder: &Path, tables: &SweepTables) -> io::Result<()> {
    let cases = tables.cases.iter().map(case);
    let communes = tables.communes.iter().map(commune);
    let files = [
        ("cases.csv", file(&case_headings(&tables.targets), cases)?),
        ("communes.csv", file(&COMMUNES.map(str::to_owned), communes)?),
        ("robust.csv", file(&ROBUST.map(str::to_owned), tables.robust.iter().map(robust))?),
    ];
    for (name, content) in files {
        let mut whole = builder().tempfile_in(folder)?;
        io::Write::write_all(&mut whole, &content)?;
        whole.as_file().sync_all()?;
        whole.persist(folder.join(name)).map_err(|error| error.error)?;
    }
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

fn file<'a>(headings: &[String], rows: impl Iterator<Item = Vec<Cell<'a>>>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

const BEFORE: [&str; 3] = ["case", "kind", "name"];
const AFTER: [&str; 14] = [
    "status",
    "message",
    "asked",
    "transferred",
    "outside",
    "awards",
    "households",
    "exits",
    "weight_asked",
    "weight_served",
    "coverage",
    "worst_commune",
    "worst_coverage",
    "price_of_fairness",
];

/// A column a target between the fixed ones; four a stage at the end.
fn case_headings(targets: &[String]) -> Vec<String> {
    let stages = StageName::ALL.into_iter().flat_map(|stage| {
        let stage = code(stage);
        ["", "_bound", "_gap", "_status"].map(|part| format!("{stage}{part}"))
    });
    let fixed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let targets = targets.iter().map(|target| text(target).into_owned());
    fixed(&BEFORE).into_iter().chain(targets).chain(fixed(&AFTER)).chain(stages).collect()
}

fn case(row: &CaseRow) -> Vec<Cell<'_>> {
    let mut cells = vec![text(&row.case), text(&row.kind), text(&row.name)];
    cells.extend(row.set.iter().map(|value| text(value)));
    cells.extend([text(&row.status), text(&row.message)]);
    match &row.reached {
        Some(reached) => cells.extend(reached_cells(reached)),
        None => cells.extend(vec![Cell::default(); AFTER.len() - 2 + 4 * StageName::ALL.len()]),
    }
    cells
}

fn reached_cells(reached: &Reached) -> Vec<Cell<'_>> {
    let totals = &reached.totals;
    let count = |number: u64| Cell::Owned(number.to_string());
    let coverage = (reached.weight_asked > 0.0).then(|| reached.weight_served / reached.weight_asked);
    let mut cells = vec![
        money(totals.asked),
        money(totals.transferred),
        money(totals.outside),
        count(totals.awards),
        decimal(totals.households),
        count(totals.exits),
        decimal(reached.weight_asked),
        decimal(reached.weight_served),
        optional(coverage, decimal),
        text(&reached.worst_commune),
        optional(reached.worst_coverage, decimal),
        optional(reached.price_of_fairness, decimal),
    ];
    for stage in StageName::ALL {
        let result = reached.stages.iter().find(|result| result.stage == stage);
        let value = |part: fn(&StageResult) -> Option<f64>| optional(result.and_then(part), decimal);
        cells.extend([value(|stage| stage.value), value(|stage| stage.bound), value(|stage| stage.gap)]);
        cells.push(result.map_or_else(Cell::default, |stage| code(stage.status)));
    }
    cells
}

const COMMUNES: [&str; 7] = ["case", "commune", "name", "coverage", "served", "households_helped", "exits"];

fn commune(row: &CommuneCaseRow) -> Vec<Cell<'_>> {
    vec![
        text(&row.case),
        text(&row.commune),
        text(&row.name),
        optional(row.coverage, decimal),
        whole(row.served),
        decimal(row.households_helped),
        whole(row.exits),
    ]
}

const ROBUST: [&str; 9] =
    ["beneficiary", "commune", "package", "cases", "served", "share", "draws", "served_in_draws", "share_of_draws"];

fn robust(row: &RobustRow) -> Vec<Cell<'_>> {
    let share = |served: u32, of: u32| optional((of > 0).then(|| f64::from(served) / f64::from(of)), decimal);
    vec![
        text(&row.beneficiary),
        text(&row.commune),
        text(&row.package),
        whole(row.cases),
        whole(row.served),
        share(row.served, row.cases),
        whole(row.draws),
        whole(row.served_in_draws),
        share(row.served_in_draws, row.draws),
    ]
}
