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
    let text = concat!(
        "code,name,Phân loại\n,,Cấp\n(1),(2),(3)\n12,Lai Châu,province\nCODE,name:,phân loại\n,,cấp\n",
        "001,Mường Tè,commune\ncode,name,Phân loại\n,,Cấp\n1,2,3\n"
    );
    let (table, found) = areas(text);
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

#[test]
fn marks_that_nobody_sees_are_taken_away_and_counted() {
    let (table, found) = areas("code,name,level\n'12,Lai\u{A0}Châu,province\n001,M\u{AD}ường  Tè,commune\n");
    assert_eq!(found, ["W130 areas.csv count=3"]);
    assert_eq!(cells(&table), cells(&areas(CLEAN).0));
}

#[test]
fn text_for_an_old_font_is_read_and_counted_and_two_readings_are_shown() {
    let (table, found) = areas("M·;T\u{AA}n;CÊp\n12;Lai Ch\u{A9}u;tØnh\n001;M\u{AD}êng TÌ;x·\n");
    assert_eq!(found, ["W102 areas.csv found=; count=2", "W109 areas.csv count=7"]);
    let names: Vec<&str> = table.rows.iter().map(|row| table.cell(row, "name")).collect();
    assert_eq!(names, ["Lai Châu", "Mường Tè"]);
    let folder = patched("areas.csv", "code,name,level,baï\n01,caï taï,commune,baû caû\n");
    let found = findings(folder.path());
    assert!(found.iter().any(|finding| finding.starts_with("E119 areas.csv")), "{found:?}");
}

/// The households of a folder whose areas include two villages of one name and two that differ by accents alone.
fn households(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let folder = patched("households.csv", text);
    let areas = "code,name,level,parent\n001,Xã Mường Tè,commune,\nv1,Thôn Nậm Củm,village,001\n\
                 v2,Bản Nậm Cúm,village,001\nv3,Bản Chung,village,001\nv4,Thôn Chung,village,001\n";
    fs::write(folder.path().join("areas.csv"), areas).unwrap();
    let (raw, _) = read_folder(folder.path());
    let table = &raw.tables[&TableName::Households];
    let cell = |row, key| table.cell(row, key).to_owned();
    let rows = table.rows.iter().map(|row| (cell(row, "id"), cell(row, "area"))).collect();
    let found = findings(folder.path()).into_iter().filter(|line| line.contains("households"));
    (rows, found.collect())
}

fn lived_in(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, area)| ((*id).to_owned(), (*area).to_owned())).collect()
}

#[test]
fn a_row_that_names_an_area_gives_it_to_the_rows_below_that_state_none() {
    for (head, blank) in [("id,class", ""), ("id,class,area", ",")] {
        let text = format!(
            "{head}\nH0,poor{blank}\nI. Thôn nậm  củm:,{blank}\nH1,poor{blank}\nH2,poor{blank}\n\
             2,bản Nậm Cúm{blank}\nH3,poor{blank}\nXÃ MƯỜNG TÈ,{blank}\nH4,poor{blank}\n"
        );
        let (rows, found) = households(&text);
        assert_eq!(rows, lived_in(&[("H0", ""), ("H1", "v1"), ("H2", "v1"), ("H3", "v2"), ("H4", "001")]), "{head}");
        assert_eq!(found, ["W128 households.csv:3 count=4"]);
    }
    let (rows, found) = households("id,class,area\nThôn Nậm Củm,,\nH1,poor,v2\nH2,poor,\n");
    assert_eq!((rows, found.len()), (lived_in(&[("H1", "v2"), ("H2", "v1")]), 1));
}

#[test]
fn a_first_word_such_as_ban_may_belong_to_the_name() {
    let folder = patched("households.csv", "id,class\nBản Bo,\nH1,poor\nXã Bản Giang,\nH2,poor\n");
    let areas = "code,name,level\n001,Xã Bản Bo,commune\n002,Bản Giang,commune\n";
    fs::write(folder.path().join("areas.csv"), areas).unwrap();
    let (raw, _) = read_folder(folder.path());
    assert_eq!(cells(&raw.tables[&TableName::Households]), [["H1", "poor", "001"], ["H2", "poor", "002"]]);
}

#[test]
fn a_row_that_names_no_single_area_is_an_error_and_gives_nothing() {
    for (label, candidates) in [("II. Làng Chung", "v3 Bản Chung · v4 Thôn Chung"), ("Bản Nậm Cum", "v1 Thôn Nậm Củm")]
    {
        let (rows, found) = households(&format!("id,class,area\nNậm Cúm,,\nH1,poor,\n{label},,\nH2,poor,\n"));
        assert_eq!(rows, lived_in(&[("H1", "v2"), ("H2", "")]), "{label}");
        assert_eq!(found.iter().filter(|line| line.starts_with("E128 households.csv:4")).count(), 1, "{found:?}");
        let folder = patched("households.csv", &format!("id,class,area\n{label},,\n"));
        fs::write(
            folder.path().join("areas.csv"),
            "code,name,level\nv1,Thôn Nậm Củm,village\nv3,Bản Chung,village\nv4,Thôn Chung,village\n",
        )
        .unwrap();
        let (_, all) = read_folder(folder.path());
        let told = all.as_slice().iter().find(|finding| finding.code == "E128").unwrap();
        assert_eq!(told.facts, [("candidates", candidates.to_owned())]);
    }
}

#[test]
fn a_row_that_may_be_a_household_is_no_group_row() {
    let data = "id,class,area\nNậm Củm,poor,\nLò Văn A,,\n,,Thôn Nậm Củm\n7,poor,\n";
    let (rows, found) = households(data);
    assert_eq!((rows.len(), found), (4, Vec::new()));
}

#[test]
fn a_label_under_no_heading_leaves_no_household_in_the_area_before_it() {
    let (_, found) = households("id,class,\nThôn Nậm Củm,,\nH1,poor,\n,,Bản Nậm Cúm\nH2,poor,\n");
    assert!(found.iter().any(|line| line.starts_with("E128 households.csv:4")), "{found:?}");
    let (_, found) = households("id,class,area,\nH1,poor,v1,\n,,,ghi chú\nH2,poor,v2,\n");
    assert!(!found.iter().any(|line| line.starts_with("E128")), "{found:?}");
}

/// The other columns of a merged cell, and that it never gives money, are told in `tests/it/messy_forms.rs`.
#[test]
fn a_merged_cell_of_a_class_holds_for_all_its_rows_and_no_other_cell_does() {
    let folder = patched("areas.csv", "code,name,level\nx1,Xã A,commune\n");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["id", "class", "area", "members"], ["H1", "", "", ""], ["H2", "", "", ""]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    for (column, text) in [(1, "poor"), (3, "4")] {
        sheet.merge_range(1, column, 2, column, text, &rust_xlsxwriter::Format::new()).unwrap();
    }
    fs::write(folder.path().join("households.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let (raw, found) = read_folder(folder.path());
    let rows = &raw.tables[&TableName::Households].rows;
    let cells: Vec<String> = rows.iter().map(|row| row.cells.join("|")).collect();
    assert_eq!(cells, ["H1|poor||4", "H2|poor||"]);
    let merged: Vec<_> = found.as_slice().iter().filter(|finding| finding.code == "W134").collect();
    assert_eq!(
        merged.iter().map(|it| (it.place.row, it.facts.clone())).collect::<Vec<_>>(),
        [(Some(3), vec![("count", "1".to_owned())])]
    );
}

#[test]
fn an_error_in_a_column_that_nothing_reads_stops_nobody() {
    let folder = patched("areas.csv", "code,name,level\nx1,Xã A,commune\n");
    let broken = |column: u16| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (place, heading) in (0..).zip(["beneficiary", "package", "Tra cứu"]) {
            sheet.write(0, place, heading).unwrap();
            sheet.write(1, place, "x1").unwrap();
        }
        sheet.write_formula(1, column, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
        fs::write(folder.path().join("needs.xlsx"), book.save_to_buffer().unwrap()).unwrap();
        findings(folder.path())
    };
    assert!(broken(1).iter().any(|line| line.starts_with("E112")));
    assert!(!broken(2).iter().any(|line| line.starts_with("E112")));
}
