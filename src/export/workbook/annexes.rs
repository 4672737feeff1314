//! Table (f): the annexes of the decision. They hold what it grants, so nothing that was promised or paid before.

use std::collections::BTreeMap;

use super::communes;
use super::directory::Directory;
use super::sheet::{Line, Paper, Sheet, Value, column};
use crate::domain::tables::{AwardRow, AwardStatus, Tables};
use crate::domain::{Beneficiary, Household, Need};
use crate::ids::AreaIndex;
use crate::units::Vnd;

/// Annex I: the money by commune and package.
pub(super) fn money(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let mut lines = Vec::new();
    let mut number = 0;
    for (area, granted) in communes::lines(directory, tables) {
        let new = granted.into_iter().map(|(key, line)| (key, line.amount - line.committed));
        let new: Vec<_> = new.filter(|(_, amount)| *amount > Vnd::ZERO).collect();
        if new.is_empty() {
            continue;
        }
        number += 1;
        lines.push(group(directory, (Value::Count(number), area), 6));
        lines.extend(new.into_iter().map(|((package, cost), amount)| {
            Line::plain(vec![
                Value::Blank,
                Value::Blank,
                Value::Text(directory.scenario.package(package).name.clone()),
                Value::Units(amount.units_of(cost)),
                Value::Money(cost),
                Value::Money(amount),
            ])
        }));
    }
    Sheet {
        name: "annex-money",
        paper: Paper::Upright,
        columns: vec![
            column("number", 6.0),
            column("commune", 22.0),
            column("package", 22.0),
            column("quantity", 8.0),
            column("norm", 13.0),
            column("amount", 17.0),
        ],
        lines,
        totals: &[5],
        spoken: Some(5),
        note: None,
    }
}

/// Annex II: the households, by commune; no ID number.
pub(super) fn households(directory: &Directory<'_>, tables: &Tables) -> Sheet {
    let mut communes: BTreeMap<AreaIndex, Vec<(&Household, &Need, &AwardRow)>> = BTreeMap::new();
    for award in tables.awards.iter().filter(|award| award.status == AwardStatus::New) {
        let need = directory.need(&award.beneficiary, &award.package);
        if let Beneficiary::Household(household) = need.beneficiary {
            let listed = communes.entry(directory.commune(need)).or_default();
            listed.push((directory.scenario.household(household), need, award));
        }
    }
    let mut lines = Vec::new();
    let mut numbers = 1..;
    for (position, (area, awards)) in (1..).zip(communes) {
        lines.push(group(directory, (Value::Text(roman(position)), area), 7));
        lines.extend(awards.into_iter().zip(numbers.by_ref()).map(|((household, need, award), number)| {
            Line::plain(vec![
                Value::Count(number),
                Value::Text(household.head_name.clone()),
                Value::Text(household.birth_year.clone()),
                directory.village(need),
                Value::Text(directory.package(need).name.clone()),
                Value::Units(award.units),
                Value::Money(award.amount),
            ])
        }));
    }
    Sheet {
        name: "annex-households",
        paper: Paper::Upright,
        columns: vec![
            column("number", 6.0),
            column("head", 22.0),
            column("birth-year", 8.0),
            column("village", 16.0),
            column("package", 15.0),
            column("quantity", 7.0),
            column("money", 16.0),
        ],
        lines,
        totals: &[6],
        spoken: Some(6),
        note: None,
    }
}

/// The line that names a commune, with the sum of its last column.
fn group(directory: &Directory<'_>, (number, area): (Value, AreaIndex), columns: usize) -> Line {
    let name = Value::Text(directory.area(area).name.clone());
    let mut values = vec![number, name];
    values.resize(columns - 1, Value::Blank);
    values.push(Value::Subtotal);
    Line::group(values)
}

/// A number as groups of a list are numbered, so that it is not taken for that of a household.
fn roman(number: usize) -> String {
    const DIGITS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut roman = String::new();
    for (value, digits) in DIGITS {
        while rest >= value {
            roman.push_str(digits);
            rest -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn communes_are_numbered_in_roman() {
        let numbers = [1, 4, 9, 14, 38, 99, 444, 3321].map(roman);
        assert_eq!(numbers, ["I", "IV", "IX", "XIV", "XXXVIII", "XCIX", "CDXLIV", "MMMCCCXXI"]);
    }
}
