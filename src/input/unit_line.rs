//! The line above a table that says in what unit its money is: `ĐVT: triệu đồng`, `Đơn vị tính: 1.000 đ`.

use super::header::SheetRow;
use super::text::fold;
use crate::domain::settings::MoneyUnit;

/// How a unit line begins, folded.
const LABELS: [&str; 3] = ["donvitinh", "dvt", "donvi"];

/// Folded words of units larger than one đồng; no table can be in billions.
const SCALES: [(&str, Option<MoneyUnit>); 8] = [
    ("tydong", None),
    ("tidong", None),
    ("trieu", Some(MoneyUnit::Million)),
    ("trd", Some(MoneyUnit::Million)),
    ("1000000d", Some(MoneyUnit::Million)),
    ("nghind", Some(MoneyUnit::Thousand)),
    ("ngand", Some(MoneyUnit::Thousand)),
    ("1000d", Some(MoneyUnit::Thousand)),
];

/// A unit line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnitLine {
    /// Its row.
    pub(super) row: u32,
    /// What it says.
    pub(super) text: String,
    /// The unit of money that it means; `None` for money in a unit that tables cannot have.
    pub(super) unit: Option<MoneyUnit>,
}

/// The unit lines of money among the rows above the headings.
pub(super) fn find(titles: &[SheetRow]) -> Vec<UnitLine> {
    let of_row = |row: &SheetRow| {
        let cells: Vec<&str> = row.cells.values().map(String::as_str).collect();
        let begins = |cell: &&str| LABELS.iter().any(|label| fold(cell).starts_with(label));
        let text = cells.get(cells.iter().position(begins)?..)?.join(" ");
        let folded = fold(&text);
        let said = LABELS.iter().find_map(|label| folded.strip_prefix(label))?;
        is_money(said).then(|| UnitLine { row: row.number, unit: unit_of(said), text: text.clone() })
    };
    titles.iter().filter_map(of_row).collect()
}

/// A heading of money with its unit in brackets behind it: `Số tiền (triệu đồng)`.
pub(super) fn of_heading(heading: &str, row: u32) -> Option<UnitLine> {
    let (_, unit) = split(heading)?;
    Some(UnitLine { row, text: heading.to_owned(), unit: unit_of(&unit) })
}

/// A heading as its name and the unit of money behind it, folded.
pub(super) fn split(heading: &str) -> Option<(&str, String)> {
    let (name, unit) = heading.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let unit = fold(unit);
    let said = LABELS.iter().find_map(|label| unit.strip_prefix(label)).unwrap_or(&unit);
    is_money(said).then(|| (name, said.to_owned()))
}

/// Whether folded words are about money.
fn is_money(said: &str) -> bool {
    said.starts_with("dong") || matches!(said, "d" | "vnd") || SCALES.iter().any(|(word, _)| said.contains(word))
}

/// The one unit that folded words about money mean.
fn unit_of(said: &str) -> Option<MoneyUnit> {
    let mut scales = SCALES.iter().filter(|(word, _)| said.contains(word)).map(|(_, unit)| *unit);
    let Some(first) = scales.next() else { return Some(MoneyUnit::Dong) };
    first.filter(|_| scales.all(|unit| unit == first))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn unit(text: &str) -> Vec<Option<MoneyUnit>> {
        let cells = BTreeMap::from([(0, "BIỂU 1".to_owned()), (3, text.to_owned())]);
        find(&[SheetRow { number: 2, cells }]).into_iter().map(|line| line.unit).collect()
    }

    #[test]
    fn unit_lines_of_money_are_understood_and_others_passed() {
        for (text, meant) in [
            ("ĐVT: triệu đồng", Some(MoneyUnit::Million)),
            ("Đơn vị tính: 1.000 đ", Some(MoneyUnit::Thousand)),
            ("(Đơn vị: nghìn đồng)", Some(MoneyUnit::Thousand)),
            ("ĐVT: 1.000.000 đồng", Some(MoneyUnit::Million)),
            ("Đơn vị tính: đồng", Some(MoneyUnit::Dong)),
            ("ĐVT: hộ; triệu đồng", Some(MoneyUnit::Million)),
            ("ĐVT: tr.đ", Some(MoneyUnit::Million)),
            ("ĐVT: tỷ đồng", None),
        ] {
            assert_eq!(unit(text), [meant], "{text}");
        }
        for text in ["ĐVT: hộ", "Đơn vị: UBND xã Mường Tè", "triệu đồng"] {
            assert_eq!(unit(text), [], "{text}");
        }
    }
}
