//! Table (c): what every donor's money becomes, by commune and package.

use std::collections::{BTreeMap, BTreeSet};

use super::directory::Directory;
use super::layout::{Sheet, Value};
use crate::domain::tables::Tables;
use crate::ids::{AreaIndex, PackageIndex};
use crate::units::Vnd;

/// The sheet.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let mut lines: BTreeMap<(&str, AreaIndex, PackageIndex), (f64, Vnd)> = BTreeMap::new();
    for transfer in &tables.transfers {
        let need = directory.need(&transfer.beneficiary, &transfer.package);
        let key = (transfer.source.as_str(), directory.commune(need), need.package);
        let (units, amount) = lines.entry(key).or_default();
        *units += transfer.amount.units_of(need.unit_cost);
        *amount += transfer.amount;
    }
    let mut seen = BTreeSet::new();
    let rows = lines.into_iter().map(|((source, commune, package), (units, amount))| {
        let donor = if seen.insert(source) {
            let number = u32::try_from(seen.len()).expect("few sources");
            [Value::Count(number), Value::Text(directory.source(source).name.clone())]
        } else {
            [Value::Blank, Value::Blank]
        };
        let what = [
            Value::Text(directory.area(commune).name.clone()),
            Value::Text(directory.scenario.package(package).name.clone()),
            Value::Units(units),
            Value::Money(amount),
        ];
        donor.into_iter().chain(what).collect()
    });
    Sheet {
        name: "donors",
        columns: &[
            ("number", 6.0),
            ("donor", 40.0),
            ("commune", 26.0),
            ("package", 32.0),
            ("quantity", 12.0),
            ("money", 18.0),
        ],
        rows: rows.collect(),
        totals: &[5],
        spoken: Some(5),
    }
}
