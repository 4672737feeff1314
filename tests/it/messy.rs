//! Tables as offices keep them, beside their clean twins: the same scenario, and every assumption counted.

use std::fs;

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::clean::meaning;
use crate::support::{Patched, folder_of};
use chungtay::pipeline;

const SETTINGS: (&str, &str) = ("scenario.toml", "title = 'Tệp văn phòng'\nyear = 2026\n");
const CLEAN: [(&str, &str); 6] = [
    SETTINGS,
    (
        "areas.csv",
        "code,name,level,households,poor_households\n01,Xã Mường Thử,commune,1200,110\n02,Xã Bản Mẫu,commune,800,90\n",
    ),
    (
        "households.csv",
        "id,area,head_name,birth_year,class,housing_quality,water\n\
         H1,01,Lò Văn Thử,1970,poor,x,\nH2,01,Lò Văn Thự,1970,poor,,x\nH3,02,Vàng A Mẫu,1981,near_poor,x,x\n",
    ),
    ("packages.csv", "id,name,purpose,unit_cost\nnha,Nhà ở,housing,60000000\nnuoc,Nước sạch,water,5000000\n"),
    ("needs.csv", "beneficiary,package\nH1,nha\nH2,nuoc\nH3,nha\n"),
    ("sources.csv", "id,name,kind,amount\nquy,Quỹ xã,fund,130000000\n"),
];

fn write(sheet: &mut Worksheet, rows: &[(u32, &str)]) {
    for (row, line) in rows {
        for (column, cell) in (0..).zip(line.split('|')) {
            match cell.parse::<f64>() {
                Ok(number) if !cell.starts_with('0') => sheet.write(*row, column, number).unwrap(),
                _ if !cell.is_empty() => sheet.write(*row, column, cell).unwrap(),
                _ => sheet,
            };
        }
    }
}

/// A list of households as a commune sends it: titles, headings in two rows under merged cells, numbers of columns,
/// the headings again on the second page, a total and signatures.
fn households(total: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let centred = Format::new();
    sheet.merge_range(0, 0, 0, 3, "ỦY BAN MTTQ VIỆT NAM XÃ MƯỜNG THỬ", &centred).unwrap();
    sheet.merge_range(0, 4, 0, 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &centred).unwrap();
    sheet.merge_range(2, 0, 2, 7, "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026", &centred).unwrap();
    let tall = ["STT", "Mã hộ", "Mã xã", "Họ và tên chủ hộ", "Năm sinh", "Phân loại"];
    // The second page begins with the same headings.
    for top in [4, 9] {
        for (column, heading) in (0..).zip(tall) {
            sheet.merge_range(top, column, top + 1, column, heading, &centred).unwrap();
        }
        sheet.merge_range(top, 6, top, 7, "Chỉ số thiếu hụt", &centred).unwrap();
    }
    let rows = [
        (5, "||||||Chất lượng nhà ở|Nguồn nước sinh hoạt"),
        (6, "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)"),
        (7, "1|H1|01|Lò Văn Thử|1970|Hộ nghèo|x|"),
        (8, "2|H2|01|Lò Văn Thự|1970|Hộ nghèo||x"),
        (10, "||||||Chất lượng nhà ở|Nguồn nước sinh hoạt"),
        (11, "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)"),
        (12, "3|H3|02|Vàng A Mẫu|1981|Hộ cận nghèo|x|x"),
        (13, total),
        (15, "||||Mường Thử, ngày 5 tháng 6 năm 2026"),
        (16, "|Người lập biểu|||TM. ỦY BAN MTTQ XÃ"),
        (17, "|(Ký, ghi rõ họ tên)"),
    ];
    write(sheet, &rows);
    workbook.save_to_buffer().unwrap()
}

fn messy(total: &str) -> Patched {
    let folder = folder_of(&[
        SETTINGS,
        (
            "areas.csv",
            "BIỂU TỔNG HỢP,,,,\nMã,Tên,Cấp,Số hộ,\n,,,Tổng số hộ,Số hộ nghèo\nA,B,C,1,2\n\
             01,Xã Mường Thử,xã,1200,110\n02,Xã Bản Mẫu,xã,800,90\n,Tổng cộng,,2000,200\n",
        ),
        (
            "packages.csv",
            "Đơn vị tính: triệu đồng,,,\nMã gói,Tên gói,Lĩnh vực,Mức hỗ trợ\nnha,Nhà ở,housing,60\nnuoc,Nước sạch,water,5\n",
        ),
        ("needs.csv", CLEAN[4].1),
        (
            "sources.csv",
            "ĐVT: 1.000 đồng,,,\nMã nguồn,Tên nguồn,Loại nguồn,Số tiền\nquy,Quỹ xã,quỹ,130000\nTổng cộng,,,130000\n",
        ),
    ]);
    fs::write(folder.file("households.xlsx"), households(total)).unwrap();
    folder
}

fn found(folder: &Patched) -> Vec<String> {
    let findings = pipeline::load(folder.path()).findings.sorted();
    let line = |finding: &chungtay::findings::Finding| {
        let facts = finding.facts.iter().filter(|(name, _)| *name == "count").map(|(_, count)| count.as_str());
        let row = finding.place.row.unwrap_or_default();
        format!("{} {}:{row} {}", finding.code, finding.place.file, facts.collect::<String>())
    };
    findings.as_slice().iter().filter(|finding| finding.code != "W101").map(line).collect()
}

#[test]
fn tables_of_an_office_give_the_scenario_of_their_clean_twins_and_every_assumption_is_counted() {
    let messy = messy("|Tổng cộng||||3|2|2");
    assert!(meaning(messy.path()) == meaning(folder_of(&CLEAN).path()), "another scenario: {:?}", found(&messy));
    let expected = [
        "W120 areas.csv:1 1",
        "W120 households.xlsx:1 2",
        "W120 packages.csv:1 1",
        "W120 sources.csv:1 1",
        "W121 areas.csv:2 2",
        "W121 households.xlsx:5 2",
        "W122 areas.csv:4 1",
        "W122 households.xlsx:7 1",
        "W123 areas.csv:7 1",
        "W123 households.xlsx:14 1",
        "W123 sources.csv:4 1",
        "W124 households.xlsx:16 3",
        "W126 packages.csv:1 2",
        "W126 sources.csv:1 1",
        "W127 households.xlsx:10 3",
    ];
    assert_eq!(found(&messy), expected);
}

#[test]
fn households_under_the_names_of_their_communes_are_those_of_the_clean_twin() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let centred = Format::new();
    sheet.merge_range(1, 0, 1, 6, "I. XÃ MƯỜNG THỬ", &centred).unwrap();
    let rows = [
        (0, "STT|Mã hộ|Họ và tên chủ hộ|Năm sinh|Phân loại|Chất lượng nhà ở|Nguồn nước sinh hoạt"),
        (2, "1|H1|Lò Văn Thử|1970|Hộ nghèo|x|"),
        (3, "2|H2|Lò Văn Thự|1970|Hộ nghèo||x"),
        (4, "II|Bản Mẫu"),
        (5, "1|H3|Vàng A Mẫu|1981|Hộ cận nghèo|x|x"),
    ];
    write(sheet, &rows);
    let others: Vec<(&str, &str)> = CLEAN.into_iter().filter(|(name, _)| *name != "households.csv").collect();
    let folder = folder_of(&others);
    fs::write(folder.file("households.xlsx"), workbook.save_to_buffer().unwrap()).unwrap();
    assert!(meaning(folder.path()) == meaning(folder_of(&CLEAN).path()), "another scenario: {:?}", found(&folder));
    assert_eq!(found(&folder), ["W128 households.xlsx:2 3"]);
}

/// Villages below their communes, and needs of communes and of households below them, with and without group rows.
fn grouped(villages: &str, needs: &str) -> Patched {
    let areas = format!(
        "code,name,level,parent,households,poor_households\n01,Xã Mường Thử,commune,,1200,110\n\
         02,Xã Bản Mẫu,commune,,800,90\n{villages}"
    );
    let packages = format!("{}ao,Áo ấm,gift,500000\nchan,Chăn,gift,300000\n", CLEAN[3].1);
    let rest = [SETTINGS, CLEAN[2], CLEAN[5]];
    let needs = format!("beneficiary,package,quantity,class\n{needs}");
    folder_of(&[&rest[..], &[("areas.csv", &areas), ("packages.csv", &packages), ("needs.csv", &needs)]].concat())
}

#[test]
fn villages_and_needs_under_the_names_of_communes_are_those_of_the_clean_twin() {
    let clean = grouped(
        "T1,Thôn Một,village,01,,\nT2,Thôn Hai,village,01,,\nT3,Thôn Ba,village,02,,\n",
        "01,ao,100,poor\n01,chan,100,poor\nH3,nha,,\n02,ao,50,poor\n",
    );
    let messy = grouped(
        ",I. XÃ MƯỜNG THỬ,,,,\nT1,Thôn Một,village,,,\nT2,Thôn Hai,village,,,\n,Bản Mẫu,,,,\nT3,Thôn Ba,village,,,\n",
        "I. Xã Mường Thử,,,\n,ao,100,poor\n,chan,100,poor\n2) Xã Bản Mẫu,,,\nH3,nha,,\n02,ao,50,poor\n",
    );
    assert!(meaning(messy.path()) == meaning(clean.path()), "another scenario: {:?}", found(&messy));
    assert_eq!(found(&messy), ["W128 areas.csv:4 3", "W128 needs.csv:2 2"]);
    // A blank below a household may mean that household again, so it is no commune.
    let unclear = messy.replace("needs.csv", "H3,nha,,\n02,ao", "H3,nha,,\n,ao");
    assert_eq!(found(&unclear), ["E202 needs.csv:7 ", "W128 areas.csv:4 3", "W128 needs.csv:2 2"]);
    // What has a code is an area, and a name that is in no table is asked for.
    let named = grouped("3,Thôn Ba,village,02,,\n4,Bản Mẫu,,,,\n", "H3,nha,,\n");
    assert_eq!(found(&named), ["E202 areas.csv:5 "]);
    let unknown = unclear.replace("needs.csv", "H3,nha,,\n,ao", "H3,nha,,\n02,ao");
    let unknown = unknown.replace("needs.csv", "2) Xã Bản Mẫu", "2) Xã Bản Mầu");
    assert_eq!(found(&unknown), ["E128 needs.csv:5 ", "W128 areas.csv:4 3", "W128 needs.csv:2 2"]);
}

#[test]
fn clean_twins_have_no_findings() {
    assert_eq!(found(&folder_of(&CLEAN)), [""; 0]);
}
