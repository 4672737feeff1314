//! Table (c): what every donor's money becomes, by commune and package.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::pledges;
use super::sheet::{Line, Paper, Sheet, Value, column};
use crate::domain::tables::Tables;
use crate::ids::{AreaIndex, PackageIndex};
use crate::units::Vnd;

/// What a donor pays for in each commune: units and đồng by package.
type Uses = BTreeMap<(AreaIndex, PackageIndex), (f64, Vnd)>;

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let mut donors: BTreeMap<&str, Uses> = BTreeMap::new();
    for transfer in &tables.transfers {
        let need = directory.need(&transfer.beneficiary, &transfer.package);
        let uses = donors.entry(transfer.source.as_str()).or_default();
        let (units, amount) = uses.entry((directory.commune(need), need.package)).or_default();
        *units += transfer.amount.units_of(need.unit_cost);
        *amount += transfer.amount;
    }
    let mut lines = Vec::new();
    for (number, (source, uses)) in (1..).zip(donors) {
        let source = directory.source(source);
        let facts = [("source", source.name.clone()), ("status", pledges::status(directory, source))];
        let name = Value::Text(directory.words.text("sheet-donor", &facts));
        let blank = || Value::Blank;
        lines.push(Line::group(vec![Value::Count(number), name, blank(), blank(), blank(), Value::Subtotal]));
        lines.extend(uses.into_iter().map(|((commune, package), (units, amount))| {
            Line::plain(vec![
                blank(),
                blank(),
                Value::Text(directory.area(commune).name.clone()),
                Value::Text(directory.scenario.package(package).name.clone()),
                Value::Units(units),
                Value::Money(amount),
            ])
        }));
    }
    Sheet {
        name: "donors",
        paper: Paper::Upright,
        columns: vec![
            column("number", 6.0),
            column("donor", 24.0),
            column("commune", 17.0),
            column("package", 16.0),
            column("quantity", 8.0),
            column("money", 17.0),
        ],
        lines,
        totals: &[5],
        spoken: Some(5),
        note: None,
    }
}
