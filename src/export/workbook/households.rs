//! Table (b): the households helped, to be signed by them. No ID number.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::pledges::Waiting;
use super::sheet::{Line, Paper, Sheet, Value, column};
use crate::domain::Beneficiary;
use crate::domain::tables::{AwardRow, AwardStatus, Tables};
use crate::units::Vnd;

/// The sheet: one row a household and package, whatever the status of its money.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let decided: Vec<&AwardRow> = tables.awards.iter().filter(|row| row.status != AwardStatus::Outside).collect();
    let awards = decided.chunk_by(|one, next| one.beneficiary == next.beneficiary && one.package == next.package);
    let mut waiting: BTreeMap<(&str, &str), Waiting<'_>> = BTreeMap::new();
    for row in &tables.waiting {
        waiting.entry((&row.beneficiary, &row.package)).or_default().add(&row.source, row.amount);
    }
    let mut lines = Vec::new();
    for award in awards {
        let waits = award.first().and_then(|row| waiting.get(&(row.beneficiary.as_str(), row.package.as_str())));
        let note =
            waits.map_or(Value::Blank, |waits| Value::Text(waits.notes(directory).collect::<Vec<_>>().join("; ")));
        lines.extend(row(directory, (award, note), lines.len() + 1).map(Line::plain));
    }
    Sheet {
        name: "households",
        paper: Paper::Across,
        columns: vec![
            column("number", 6.0),
            column("head", 20.0),
            column("birth-year", 9.0),
            column("village", 16.0),
            column("commune", 17.0),
            column("package", 18.0),
            column("money", 16.0),
            column("signature", 16.0),
            column("note", 20.0),
        ],
        lines,
        totals: &[6],
        spoken: Some(6),
        note: None,
    }
}

fn row(directory: &Directory<'_>, (award, note): (&[&AwardRow], Value), number: usize) -> Option<Vec<Value>> {
    let first = award.first()?;
    let need = directory.need(&first.beneficiary, &first.package);
    let Beneficiary::Household(household) = need.beneficiary else { return None };
    Some(vec![
        Value::Count(u32::try_from(number).expect("a sheet has fewer than 2^32 rows")),
        directory.beneficiary(need),
        Value::Text(directory.scenario.household(household).birth_year.clone()),
        directory.village(need),
        Value::Text(directory.area(directory.commune(need)).name.clone()),
        Value::Text(directory.package(need).name.clone()),
        Value::Money(award.iter().map(|row| row.amount).sum::<Vnd>()),
        Value::Blank,
        note,
    ])
}
