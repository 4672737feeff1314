//! The CSV files of page 4: headings, and one list of cells a row.

use std::io;

use csv::{Terminator, WriterBuilder};

use super::cell::{Cell, code, decimal, money, optional, text, truth, whole};
use crate::domain::tables::{
    AwardRow, CommuneRow, Figure, GroupRow, RuleRow, SourceRow, Tables, TransferRow, UnservedRow,
};

/// Name and content of every CSV file.
pub(super) fn csv_files(tables: &Tables) -> io::Result<[(&'static str, Vec<u8>); 7]> {
    Ok([
        ("awards.csv", file(AWARDS, &tables.awards, award)?),
        ("transfers.csv", file(TRANSFERS, &tables.transfers, transfer)?),
        ("unserved.csv", file(UNSERVED, &tables.unserved, unserved)?),
        ("communes.csv", file(COMMUNES, &tables.communes, commune)?),
        ("groups.csv", file(GROUPS, &tables.groups, group)?),
        ("sources.csv", file(SOURCES, &tables.sources, source)?),
        ("rules.csv", file(RULES, &tables.rules, rule)?),
    ])
}

fn file<'a, T, const N: usize>(
    headings: [&str; N],
    rows: &'a [T],
    cells: impl Fn(&'a T) -> [Cell<'a>; N],
) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(cells(row).iter().map(|cell| cell.as_bytes()))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

const AWARDS: [&str; 10] =
    ["beneficiary", "commune", "package", "purpose", "units", "amount", "weight", "status", "certainty", "reason"];

fn award(row: &AwardRow) -> [Cell<'_>; 10] {
    [
        text(&row.beneficiary),
        text(&row.commune),
        text(&row.package),
        text(&row.purpose),
        decimal(row.units),
        money(row.amount),
        decimal(row.weight),
        code(row.status),
        optional(row.certainty, code),
        optional(row.reason, code),
    ]
}

const TRANSFERS: [&str; 5] = ["source", "beneficiary", "package", "amount", "units"];

fn transfer(row: &TransferRow) -> [Cell<'_>; 5] {
    [text(&row.source), text(&row.beneficiary), text(&row.package), money(row.amount), optional(row.units, whole)]
}

const UNSERVED: [&str; 9] =
    ["beneficiary", "commune", "package", "units_asked", "units_served", "amount_missing", "weight", "reason", "needs"];

fn unserved(row: &UnservedRow) -> [Cell<'_>; 9] {
    [
        text(&row.beneficiary),
        text(&row.commune),
        text(&row.package),
        whole(row.units_asked),
        decimal(row.units_served),
        money(row.amount_missing),
        decimal(row.weight),
        code(row.reason),
        optional(row.needs, money),
    ]
}

const COMMUNES: [&str; 15] = [
    "commune",
    "name",
    "households",
    "poverty_rate",
    "asked",
    "served",
    "outside",
    "weight_asked",
    "weight_served",
    "coverage",
    "entitlement",
    "shortfall",
    "households_helped",
    "exits",
    "poverty_rate_after",
];

fn commune(row: &CommuneRow) -> [Cell<'_>; 15] {
    [
        text(&row.commune),
        text(&row.name),
        optional(row.households, whole),
        optional(row.poverty_rate, decimal),
        money(row.asked),
        money(row.served),
        money(row.outside),
        decimal(row.weight_asked),
        decimal(row.weight_served),
        optional(row.coverage, decimal),
        optional(row.entitlement, decimal),
        optional(row.shortfall, decimal),
        decimal(row.households_helped),
        whole(row.exits),
        optional(row.poverty_rate_after, decimal),
    ]
}

const GROUPS: [&str; 8] =
    ["group", "level", "weight_asked", "weight_served", "coverage", "entitlement", "floor", "shortfall"];

fn group(row: &GroupRow) -> [Cell<'_>; 8] {
    [
        text(&row.group),
        code(row.level),
        decimal(row.weight_asked),
        decimal(row.weight_served),
        optional(row.coverage, decimal),
        optional(row.entitlement, decimal),
        decimal(row.floor),
        decimal(row.shortfall),
    ]
}

const SOURCES: [&str; 12] = [
    "source",
    "name",
    "kind",
    "account",
    "amount",
    "available",
    "used",
    "left",
    "awards",
    "communes",
    "transfers",
    "reason_left",
];

fn source(row: &SourceRow) -> [Cell<'_>; 12] {
    [
        text(&row.source),
        text(&row.name),
        code(row.kind),
        code(row.account),
        money(row.amount),
        money(row.available),
        money(row.used),
        money(row.left),
        whole(row.awards),
        whole(row.communes),
        whole(row.transfers),
        optional(row.reason_left, code),
    ]
}

const RULES: [&str; 11] =
    ["rule", "group", "measure", "value", "share", "at_least", "at_most", "slack", "binding", "status", "cost"];

fn rule(row: &RuleRow) -> [Cell<'_>; 11] {
    [
        text(&row.rule),
        text(&row.group),
        code(row.measure),
        optional(row.value, figure),
        optional(row.share, decimal),
        optional(row.at_least, figure),
        optional(row.at_most, figure),
        optional(row.slack, figure),
        truth(row.binding),
        code(row.status),
        optional(row.cost, decimal),
    ]
}

fn figure(figure: Figure) -> Cell<'static> {
    match figure {
        Figure::Money(amount) => money(amount),
        Figure::Number(number) => decimal(number),
    }
}
