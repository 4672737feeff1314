//! The line above a table that says in what unit its money is: `ĐVT: triệu đồng`, `Đơn vị tính: 1.000 đ`.

use super::header::SheetRow;
use super::text::fold;
use crate::domain::settings::MoneyUnit;

/// How a unit line begins, folded.
const LABELS: [&str; 3] = ["donvitinh", "dvt", "donvi"];

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
        let text = cells.get(cells.iter().position(|cell| begins(&cell))?..)?.join(" ");
        let folded = fold(&text);
        let said = LABELS.iter().find_map(|label| folded.strip_prefix(label))?;
        let unit = unit_of(said)?;
        Some(UnitLine { row: row.number, text, unit })
    };
    titles.iter().filter_map(of_row).collect()
}

/// The unit that folded words mean: `None` where they are not about money.
fn unit_of(said: &str) -> Option<Option<MoneyUnit>> {
    let is_million = said.contains("trieu") || said.contains("1000000d");
    let is_thousand = ["nghindong", "ngandong", "1000d", "nghind", "ngand"].iter().any(|word| said.contains(word));
    match (said.contains("tydong") || said.contains("tidong"), is_million, is_thousand) {
        (false, true, false) => Some(Some(MoneyUnit::Million)),
        (false, false, true) => Some(Some(MoneyUnit::Thousand)),
        (false, false, false) => {
            (said.starts_with("dong") || matches!(said, "d" | "vnd" | "vnđ")).then_some(Some(MoneyUnit::Dong))
        }
        _ => Some(None),
    }
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
            ("ĐVT: tỷ đồng", None),
        ] {
            assert_eq!(unit(text), [meant], "{text}");
        }
        for text in ["ĐVT: hộ", "Đơn vị: UBND xã Mường Tè", "triệu đồng"] {
            assert_eq!(unit(text), [], "{text}");
        }
    }
}
