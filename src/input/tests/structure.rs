//! Titles, headings over several rows, numbers of columns, totals and signatures: left out, and counted.

use super::*;
use crate::domain::settings::MoneyUnit;

const CLEAN: &str = "code,name,level\n12,Lai Châu,province\n001,Mường Tè,commune\n";

fn areas(text: &str) -> (RawTable, Vec<String>) {
    let folder = patched("areas.csv", text);
    let found = findings(folder.path());
    let (mut raw, _) = read_folder(folder.path());
    (raw.tables.remove(&TableName::Areas).unwrap(), found)
}

fn cells(table: &RawTable) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.cells.clone()).collect()
}

#[test]
fn what_stands_around_the_headings_is_left_out_and_counted() {
    let (table, found) = areas(
        "BIỂU TỔNG HỢP,,\nTỉnh Lai Châu\ncode,name,Phân loại\n,,Cấp\n(1),(2),(3)\n12,Lai Châu,province\n001,Mường Tè,commune\n",
    );
    assert_eq!(found, ["W120 areas.csv:1 count=2", "W121 areas.csv:3 count=2", "W122 areas.csv:5 count=1"]);
    assert_eq!(cells(&table), cells(&areas(CLEAN).0));
    assert_eq!(table.rows.first().map(|row| row.number), Some(6));
}

#[test]
fn totals_and_signatures_are_left_out_and_a_wrong_total_shows_both_figures() {
    let text = "code,name,level,households\n01,Xã A,commune,1.200\n02,Xã B,commune,300\n,Cộng,,1500\n03,Cộng Hòa,commune,5\n\
                ,Tổng cộng,,1506\n,\"Lai Châu, ngày 5 tháng 6 năm 2026\",,\n,Người lập biểu,,\n,Lò Văn A,,\n";
    let (table, found) = areas(text);
    let expected =
        ["W123 areas.csv:4 count=2", "W124 areas.csv:7 count=3", "W125 areas.csv:6:households found=1506 count=3"];
    assert_eq!(found, expected);
    assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn headings_that_stand_again_are_left_out_with_their_numbers_and_nothing_else_is() {
    let text = format!(
        "code,name,Phân loại\n,,Cấp\n(1),(2),(3)\n12,Lai Châu,province\nCODE,name:,phân loại\n,,cấp\n\
         001,Mường Tè,commune\ncode,name,Phân loại\n,,Cấp\n1,2,3\n"
    );
    let (table, found) = areas(&text);
    assert_eq!(found, ["W121 areas.csv:1 count=2", "W122 areas.csv:3 count=1", "W127 areas.csv:5 count=5"]);
    assert_eq!(cells(&table), cells(&areas(CLEAN).0));
    // Half of the headings, other headings, and numbers without headings above them may be data.
    for data in ["code,name,Phân loại\n", "code,name,xã\n,,Cấp\n", "(1),(2),(3)\n"] {
        let text = format!("code,name,Phân loại\n,,Cấp\n(1),(2),(3)\n12,Lai Châu,province\n{data}");
        let (table, found) = areas(&text);
        assert_eq!((table.rows.len(), found.len()), (1 + data.lines().count(), 2), "{data}");
    }
}

#[test]
fn a_row_that_may_be_data_stays() {
    let text = "code,name,level\n01,Người lập biểu,\n02,Xã B,commune\nTổng,chữ,commune\n";
    let (table, found) = areas(text);
    assert_eq!((table.rows.len(), found), (3, Vec::new()));
}

#[test]
fn the_unit_line_gives_the_unit_and_a_contradiction_shows_both_readings() {
    let sources = "ĐVT: triệu đồng\nid,name,kind,amount\nquy,Quỹ,fund,1000\n";
    let folder = patched("sources.csv", sources);
    let (raw, _) = read_folder(folder.path());
    assert_eq!(raw.tables.get(&TableName::Sources).and_then(|table| table.money), Some(MoneyUnit::Million));
    let said = "found=ĐVT: triệu đồng";
    assert_eq!(
        findings(folder.path()),
        ["W120 sources.csv:1 count=1".to_owned(), format!("W126 sources.csv:1 {said} count=1")]
    );
    let settings = format!("{SETTINGS}[units]\nmoney = \"dong\"\n");
    fs::write(folder.path().join("scenario.toml"), settings).unwrap();
    assert_eq!(findings(folder.path()).first(), Some(&format!("E120 sources.csv:1 {said}")));
}
