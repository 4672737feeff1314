//! The tables of `alternatives`: `plans.csv`, `alternatives.csv`, and both for people as a workbook and a page.

use std::io;
use std::path::Path;

use super::cell::code;
use super::laid::{self, Cells, Laid};
use super::page::{Said, Speaker};
use super::sweep::{Kind, Table, Value, columns, csv, stage_columns, stage_values, text, write};
use crate::domain::StageName;
use crate::domain::alternatives::{AlternativesTables, NeedRow, PlanRow};
use crate::units::Vnd;

/// The stages that a plan may lose of, in the order of `PlanRow::lost`.
const LOST: [StageName; 3] = [StageName::BeyondOnePackage, StageName::Shortfall, StageName::Objective];

/// Writes the tables into the existing folder.
pub fn write_alternatives(folder: &Path, title: &str, tables: &AlternativesTables) -> io::Result<()> {
    write(folder, "plans.csv", &csv(&plans(tables))?)?;
    write(folder, "alternatives.csv", &csv(&needs(tables))?)?;
    let writer = Writer { tables, speaker: Speaker::default() };
    let laid = [writer.plans(), writer.needs()];
    let heading = writer.speaker.text("alternatives-title", |_| [("title", title.to_owned())]);
    let subtitle = writer.subtitle();
    write(folder, "alternatives.xlsx", &laid::workbook(&heading, &subtitle, &laid)?)?;
    write(folder, "report.html", laid::page(&heading, &subtitle, &laid, &writer.speaker)?.as_bytes())
}

fn dong(amount: Vnd) -> Value<'static> {
    Value::Whole(amount.dong())
}

fn maybe_dong(amount: Option<Vnd>) -> Value<'static> {
    amount.map_or(Value::Blank, dong)
}

const PLAN: [(&str, Kind); 9] = [
    ("plan", Kind::Text),
    ("apart", Kind::Whole),
    ("apart_bound", Kind::Whole),
    ("apart_from_first", Kind::Whole),
    ("transferred", Kind::Whole),
    ("outside", Kind::Whole),
    ("awards", Kind::Whole),
    ("households", Kind::Decimal),
    ("exits", Kind::Whole),
];

fn plans(tables: &AlternativesTables) -> Table<'_> {
    let lost = LOST.map(|stage| (format!("{}_lost", code(stage)), Kind::Decimal));
    Table {
        name: "plans",
        columns: columns(&PLAN).into_iter().chain(lost).chain(stage_columns()).collect(),
        rows: tables.plans.iter().map(plan).collect(),
    }
}

fn plan(row: &PlanRow) -> Vec<Value<'_>> {
    let count = |number: u64| Value::Whole(i64::try_from(number).unwrap_or(i64::MAX));
    let mut values = vec![
        text(&row.plan),
        maybe_dong(row.apart),
        maybe_dong(row.most_apart),
        maybe_dong(row.apart_from_first),
        dong(row.totals.transferred),
        dong(row.totals.outside),
        count(row.totals.awards),
        Value::Decimal(row.totals.households),
        count(row.totals.exits),
    ];
    values.extend(row.lost.map(Value::Decimal));
    values.extend(stage_values(&row.stages));
    values
}

const NEED: [(&str, Kind); 9] = [
    ("commune", Kind::Text),
    ("beneficiary", Kind::Text),
    ("package", Kind::Text),
    ("unit_cost", Kind::Whole),
    ("quantity", Kind::Whole),
    ("plans", Kind::Whole),
    ("core", Kind::Text),
    ("core_units", Kind::Decimal),
    ("core_amount", Kind::Whole),
];

fn needs(tables: &AlternativesTables) -> Table<'_> {
    let units = tables.plans.iter().map(|plan| (format!("{}_units", plan.plan), Kind::Decimal));
    Table {
        name: "alternatives",
        columns: columns(&NEED).into_iter().chain(units).collect(),
        rows: tables.needs.iter().map(need).collect(),
    }
}

fn need(row: &NeedRow) -> Vec<Value<'_>> {
    let units = |amount: Vnd| Value::Decimal(amount.units_of(row.unit_cost));
    let mut values = vec![
        text(&row.commune),
        text(&row.beneficiary),
        text(&row.package),
        dong(row.unit_cost),
        Value::Whole(row.quantity.into()),
        Value::Whole(i64::try_from(row.plans()).unwrap_or(i64::MAX)),
        text(if row.is_core() { "true" } else { "false" }),
        units(row.core()),
        dong(row.core()),
    ];
    values.extend(row.granted.iter().map(|&amount| units(amount)));
    values
}

struct Writer<'a> {
    tables: &'a AlternativesTables,
    speaker: Speaker,
}

impl Writer<'_> {
    fn say(&self, id: &str) -> Said {
        self.speaker.plain(&format!("alternatives-{id}"))
    }

    fn subtitle(&self) -> Said {
        let shared = self.tables.shared();
        self.speaker.text("alternatives-shared", |words| {
            [
                ("plans", words.number(i64::try_from(self.tables.plans.len()).unwrap_or(i64::MAX))),
                ("awards", words.number(i64::try_from(shared.awards).unwrap_or(i64::MAX))),
                ("amount", words.money(shared.amount)),
                ("open", words.number(i64::try_from(shared.open).unwrap_or(i64::MAX))),
            ]
        })
    }

    fn column<T>(&self, rows: &[T], key: &'static str, cells: impl Fn(&[T]) -> Cells) -> (&'static str, Said, Cells) {
        (key, self.say(&key.replace('_', "-")), cells(rows))
    }

    fn plans(&self) -> Laid {
        let rows = &self.tables.plans;
        let money = |key, of: fn(&PlanRow) -> Option<Vnd>| {
            self.column(rows, key, |rows| Cells::Money(rows.iter().map(of).collect()))
        };
        let lost = |key, position: usize| {
            self.column(rows, key, |rows| {
                Cells::Share(rows.iter().map(|row| row.lost.get(position).copied()).collect())
            })
        };
        let columns = vec![
            self.column(rows, "plan", |rows| text_cells(rows.iter().map(|row| row.plan.as_str()))),
            money("transferred", |row| Some(row.totals.transferred)),
            self.column(rows, "awards", |rows| {
                Cells::Money(rows.iter().map(|row| i64::try_from(row.totals.awards).ok().map(Vnd::new)).collect())
            }),
            self.column(rows, "households", |rows| {
                Cells::Number(rows.iter().map(|row| Some(row.totals.households)).collect())
            }),
            lost("shortfall_lost", 1),
            lost("objective_lost", 2),
            money("apart", |row| row.apart),
            money("apart_bound", |row| row.most_apart),
            money("apart_from_first", |row| row.apart_from_first),
        ];
        Laid { id: "plans", sheet: self.say("sheet-plans"), heading: self.say("heading-plans"), columns }
    }

    fn needs(&self) -> Laid {
        let rows = &self.tables.needs;
        let words = |key, of: fn(&NeedRow) -> &str| self.column(rows, key, |rows| text_cells(rows.iter().map(of)));
        let [yes, no] = [self.say("yes"), self.say("no")];
        let core = |row: &NeedRow| Some(if row.is_core() { yes.clone() } else { no.clone() });
        let mut columns = vec![
            words("commune", |row| &row.commune_name),
            words("beneficiary", |row| &row.beneficiary),
            words("package", |row| &row.package_name),
            self.column(rows, "core", |rows| Cells::Text(rows.iter().map(core).collect())),
            self.column(rows, "served_in", |rows| {
                let count = |row: &NeedRow| i32::try_from(row.plans()).ok().map(f64::from);
                Cells::Number(rows.iter().map(count).collect())
            }),
            self.column(rows, "core_amount", |rows| Cells::Money(rows.iter().map(|row| Some(row.core())).collect())),
        ];
        for (position, plan) in self.tables.plans.iter().enumerate() {
            let cells = rows.iter().map(|row| row.granted.get(position).copied()).collect();
            columns.push(("granted", Said::data(&*plan.plan), Cells::Money(cells)));
        }
        Laid { id: "needs", sheet: self.say("sheet-needs"), heading: self.say("heading-needs"), columns }
    }
}

fn text_cells<'a>(texts: impl Iterator<Item = &'a str>) -> Cells {
    Cells::Text(texts.map(|text| Some(Said::data(text))).collect())
}
