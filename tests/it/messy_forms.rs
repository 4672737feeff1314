//! Whole forms as communes send them: everything that stands around the data at once, one file a commune, villages of
//! one name in several of them. No household may be lost or moved.

use std::fs;

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::clean::meaning;
use crate::support::{Patched, folder_of};
use chungtay::pipeline;

const SETTINGS: (&str, &str) = ("scenario.toml", "title = 'Biểu của xã'\nyear = 2026\n");
const AREAS: (&str, &str) = (
    "areas.csv",
    "code,name,level,parent,households,poor_households\n12,Tỉnh Mẫu,province,,,\n\
     03001,Xã Mường Thử,commune,12,1200,110\n03002,Xã Bản Mẫu,commune,12,800,90\n\
     A1,Thôn 1,village,03001,,\nA2,Bản Nậm Cha,village,03001,,\nA3,Bản Nậm Chà,village,03001,,\n\
     B1,Thôn 1,village,03002,,\nB5,Thôn 5,village,03002,,\n",
);
const PACKAGES: (&str, &str) =
    ("packages.csv", "id,name,purpose,unit_cost,demand\nqua,Quà Tết,gift,500000,automatic\n");
const SOURCES: (&str, &str) = ("sources.csv", "id,name,kind,amount\nquy,Quỹ xã,fund,130000000\n");
const CLEAN: &str = "id,area,head_name,birth_year,national_id,members,class,employment,water\n\
                     H1,A1,Lò Văn Thử,1970,012070000001,5,poor,x,x\nH2,A1,Lò Văn Hòa,1985,012085000002,4,poor,,x\n\
                     H3,A2,Vàng A Mẫu,1990,012090000003,3,near_poor,,\nH4,A3,Vàng Thị Hà,1965,012065000004,2,near_poor,x,\n";

fn put(sheet: &mut Worksheet, rows: &[(u32, &str)]) {
    for (row, line) in rows {
        for (column, cell) in (0..).zip(line.split('|')).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(*row, column, cell).unwrap();
        }
    }
}

/// The list of a commune: motto, headings over three rows whose lowest names the most, villages, totals of each, notes
/// and signatures.
fn form() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let centred = Format::new();
    sheet.merge_range(0, 0, 0, 3, "ỦY BAN NHÂN DÂN XÃ MƯỜNG THỬ", &centred).unwrap();
    sheet.merge_range(2, 0, 2, 11, "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", &centred).unwrap();
    let tall = ["STT", "Mã hộ", "Họ tên chủ hộ", "Ngày, tháng, năm sinh", "Số CCCD/CMND", "Số khẩu", "Phân loại hộ"];
    for (column, heading) in (0..).zip(tall) {
        sheet.merge_range(4, column, 6, column, heading, &centred).unwrap();
    }
    sheet.merge_range(4, 7, 4, 14, "Chỉ số thiếu hụt", &centred).unwrap();
    for (column, group) in [(7, "Việc làm"), (9, "Giáo dục"), (11, "Nhà ở"), (13, "Nước, thông tin")] {
        sheet.merge_range(5, column, 5, column + 1, group, &centred).unwrap();
    }
    let lowest = "|||||||Việc làm|Người phụ thuộc|Trình độ giáo dục người lớn|Tình trạng đi học của trẻ em|\
                  Chất lượng nhà ở|Diện tích nhà ở|Nguồn nước sinh hoạt|Sử dụng dịch vụ viễn thông";
    let rows = [
        (6, lowest),
        (7, "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)|(11)|(12)|(13)|(14)|(15)"),
        (8, "I. Thôn 1"),
        (9, "1|H1|Lò Văn Thử|05/03/1970|012070000001|5|Hộ nghèo|x||||||×"),
        (10, "2|H2|Lò Văn Hòa|1985|012085000002|4|Hộ nghèo|||||||√"),
        (11, "||Cộng Thôn 1|||9|2 hộ"),
        (12, "II|Bản Nậm Cha"),
        (13, "1|H3|Vàng A Mẫu|00/00/1990|012090000003|3|Hộ cận nghèo|0.0"),
        (14, "III. Bản Nậm Chà:"),
        (15, "1|H4|Vàng Thị Hà|1965|012065000004|2|Cận nghèo|1.0||||||không có"),
        (16, "Tổng số hộ toàn xã:|||||14|4 hộ"),
        (18, "Ghi chú: hộ số 2 mới chuyển đến"),
        (20, "|||||||||Mường Thử, ngày 12 tháng 12 năm 2025"),
        (21, "|Người lập biểu||||||||TM. ỦY BAN NHÂN DÂN"),
        (22, "|||||||||PHÓ CHỦ TỊCH"),
        (26, "|Lò Thị Lập||||||||Vàng Văn Ký"),
    ];
    put(sheet, &rows);
    workbook.save_to_buffer().unwrap()
}

fn with(files: &[(&str, &[u8])]) -> Patched {
    let folder = folder_of(&[SETTINGS, AREAS, PACKAGES, SOURCES]);
    for (name, bytes) in files {
        fs::create_dir_all(folder.file(name).parent().unwrap()).unwrap();
        fs::write(folder.file(name), bytes).unwrap();
    }
    folder
}

fn codes(folder: &Patched) -> Vec<String> {
    let findings = pipeline::load(folder.path()).findings.sorted();
    let findings = findings.as_slice().iter().filter(|finding| finding.code != "W101");
    findings.map(|it| format!("{} {}:{}", it.code, it.place.file, it.place.row.unwrap_or_default())).collect()
}

#[test]
fn the_list_of_a_commune_with_all_that_stands_around_it_gives_its_clean_twin() {
    let clean = with(&[("households.csv", CLEAN.as_bytes())]);
    // In the folder the commune has both a `Thôn 1` of its own and one that is another's.
    let form = with(&[("households/03001.xlsx", &form())]);
    let told = [
        "W120 households/03001.xlsx:1",
        "W121 households/03001.xlsx:5",
        "W122 households/03001.xlsx:8",
        "W123 households/03001.xlsx:12",
        "W124 households/03001.xlsx:19",
        "W128 households/03001.xlsx:9",
        "W131 households/03001.xlsx:0",
        "W132 households:0",
        "W227 households/03001.xlsx:10",
    ];
    assert_eq!(codes(&form), told);
    assert!(meaning(form.path()) == meaning(clean.path()), "another scenario");
}

#[test]
fn people_without_a_number_are_not_one_person_and_wrong_lengths_are_counted() {
    let rows = "id,area,class,national_id\nH1,A1,poor,0\nH2,A1,poor,000\nH3,A1,poor,không có\nH4,A1,poor,không có\n";
    assert_eq!(codes(&with(&[("households.csv", rows.as_bytes())])), [""; 0]);
    let rows = "id,area,class,national_id\nH1,A1,poor,123456789\nH2,A1,poor,01207000000\nH3,A1,poor,0120700000011\n";
    assert_eq!(codes(&with(&[("households.csv", rows.as_bytes())])), ["W322 households.csv:3"]);
}

#[test]
fn a_merged_cell_holds_for_all_its_rows_but_its_money_is_told_once() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = [(0, "Mã hộ|Mã xã|Phân loại|Số nhân khẩu"), (1, "H1"), (2, "H2"), (3, "H3|03002|Nghèo|2")];
    put(sheet, &rows);
    sheet.merge_range(1, 1, 2, 1, "03001", &Format::new()).unwrap();
    sheet.merge_range(1, 2, 2, 2, "Cận nghèo", &Format::new()).unwrap();
    sheet.merge_range(1, 3, 2, 3, "4", &Format::new()).unwrap();
    let merged = with(&[("households.xlsx", &workbook.save_to_buffer().unwrap())]);
    let clean = "id,area,class,members\nH1,03001,near_poor,4\nH2,03001,near_poor,\nH3,03002,poor,2\n";
    assert!(meaning(merged.path()) == meaning(with(&[("households.csv", clean.as_bytes())]).path()));
    assert_eq!(codes(&merged), ["W134 households.xlsx:3", "W134 households.xlsx:3"]);
}

#[test]
fn a_household_below_a_signature_is_no_signature() {
    let list = |last: &str| format!("Mã hộ,Mã xã,Phân loại,Năm sinh\nH1,03001,nghèo,1970\n,,,Người lập biểu\n{last}\n");
    let signed = with(&[("households.csv", list("Lò Thị Lập,,,").as_bytes())]);
    assert_eq!(codes(&signed), ["W124 households.csv:3"]);
    let told = codes(&with(&[("households.csv", list("H2,03002,nghèo,").as_bytes())]));
    assert!(told.contains(&"E202 households.csv:3".to_owned()), "{told:?}");
}

#[test]
fn money_may_have_its_unit_behind_the_heading_and_a_letter_of_another_code_page_is_that_of_ours() {
    let sources =
        |headings: &str, row: &str| format!("Mã nguồn,Tên nguồn,Loại nguồn,{headings}\nquy,Quỹ xã,quỹ,{row}\n");
    let households = "Mã hộ,Mã xã,Phân loại,Ðiểm B1\nH1,03001,nghèo,120\n";
    let clean = ("households.csv", &b"id,area,class,b1\nH1,03001,poor,120\n"[..]);
    let of = |text: &str| with(&[("households.csv", households.as_bytes()), ("sources.csv", text.as_bytes())]);
    let said = of(&sources("Số tiền (triệu đồng),Tối đa mỗi hộ (tr.đ)", "130,0.5"));
    let meant = sources("amount,max_per_household", "130000000,500000");
    assert!(meaning(said.path()) == meaning(with(&[clean, ("sources.csv", meant.as_bytes())]).path()));
    assert_eq!(codes(&said), ["W126 sources.csv:1", "W130 households.csv:0"]);
    for (headings, row) in [
        ("Số tiền (triệu đồng),Tối đa mỗi hộ", "130,500000"),
        ("Số tiền (triệu đồng),Tối đa mỗi hộ (đồng)", "130,500000"),
    ] {
        assert!(codes(&of(&sources(headings, row))).contains(&"E120 sources.csv:1".to_owned()), "{headings}");
    }
}

/// A list with villages in rows of their own.
fn list(rows: &str) -> String {
    format!("STT,Mã hộ,Họ tên chủ hộ,Phân loại hộ\n{rows}")
}

#[test]
fn a_village_is_that_of_the_commune_whose_list_it_stands_in_and_never_that_of_another() {
    let one = list("I,Thôn 1,,\n1,H1,Lò A,nghèo\n");
    let two = list("I,Thôn 1,,\n1,H2,Lò B,nghèo\n");
    let names = ["households/03001 - Mường Thử.csv", "households/DS hộ nghèo xã Bản Mẫu (2026).csv"];
    let folder = with(&[(names[0], one.as_bytes()), (names[1], two.as_bytes())]);
    let clean = "id,area,head_name,class\nH1,A1,Lò A,poor\nH2,B1,Lò B,poor\n";
    assert!(meaning(folder.path()) == meaning(with(&[("households.csv", clean.as_bytes())]).path()));
    // The same in one list, under rows that name the communes.
    let nested = list("A,Xã Mường Thử,,\nI,Thôn 1,,\n1,H1,Lò A,nghèo\nB,Xã Bản Mẫu,,\nI,Thôn 1,,\n1,H2,Lò B,nghèo\n");
    let nested = with(&[("households.csv", nested.as_bytes())]);
    assert!(meaning(nested.path()) == meaning(folder.path()));
    // Only the other commune has a `Thôn 5`.
    let stray = list("I,Thôn 5,,\n1,H1,Lò A,nghèo\n");
    let folder = with(&[(names[0], stray.as_bytes()), (names[1], two.as_bytes())]);
    assert!(codes(&folder).contains(&format!("E128 {}:2", names[0])), "{:?}", codes(&folder));
    let nested = list("A,Xã Mường Thử,,\nI,Thôn 5,,\n1,H1,Lò A,nghèo\n");
    assert!(codes(&with(&[("households.csv", nested.as_bytes())])).contains(&"E128 households.csv:3".to_owned()));
}

#[test]
fn identity_numbers_stand_in_no_finding_where_households_are_counted_by_them() {
    let households = "id,area,head_name,members,class\n012070000001,03001,Lò A,CCCD 012085000002,poor\n\
                      012070000003,03001,Lò B,2,nghèo 012070000003\n012070000004,03001,Lò C,,poor\n";
    let needs = "beneficiary,package\n012070000005,qua\n12070000006,qua\nCCCD 012.070.000.007,qua\n";
    let folder = with(&[("households.csv", households.as_bytes()), ("needs.csv", needs.as_bytes())]);
    let told = format!("{:?}", pipeline::load(folder.path()).findings);
    for code in ["E203", "E207", "E303"] {
        assert!(told.contains(code), "{code}: {told}");
    }
    assert!(!told.contains("0700000") && !told.contains("085000002") && !told.contains("070.000"), "{told}");
}

#[test]
fn areas_may_be_named_where_one_fits_and_several_are_asked_for() {
    let rows = |second: &str| {
        format!(
            "Mã hộ,Thôn/bản,Phân loại\nH1,BẢN  NẬM CHA,nghèo\nH2,Nậm Chà,nghèo\nH3,\"Thôn 1, xã Bản Mẫu\",nghèo\n\
             H4,{second},nghèo\n"
        )
    };
    let named = with(&[("households.csv", rows("Xã Mường Thử").as_bytes())]);
    let clean = "id,area,class\nH1,A2,poor\nH2,A3,poor\nH3,B1,poor\nH4,03001,poor\n";
    assert!(meaning(named.path()) == meaning(with(&[("households.csv", clean.as_bytes())]).path()));
    assert_eq!(codes(&named), ["W317 households.csv:2"]);
    let several = with(&[("households.csv", rows("Thôn 1").as_bytes())]);
    assert_eq!(codes(&several), ["E318 households.csv:5", "W317 households.csv:2"]);
    let findings = format!("{:?}", pipeline::load(several.path()).findings);
    assert!(findings.contains("A1 Thôn 1, Xã Mường Thử · B1 Thôn 1, Xã Bản Mẫu"), "{findings}");
    // Accents tell names apart, and no village is a commune.
    for unknown in ["Nậm Chá", "Xã Nậm Cha", "1"] {
        let folder = with(&[("households.csv", rows(unknown).as_bytes())]);
        assert_eq!(codes(&folder), ["E303 households.csv:5", "W317 households.csv:2"], "{unknown}");
    }
    // In the list of one commune its own `Thôn 1` is meant, and the `Thôn 5` of another is none.
    let list = |village: &str| format!("Mã hộ,Thôn/bản,Phân loại\nH1,{village},nghèo\n");
    let folder = with(&[("households/03001.csv", list("Thôn 1").as_bytes())]);
    let clean = with(&[("households.csv", b"id,area,class\nH1,A1,poor\n")]);
    assert!(meaning(folder.path()) == meaning(clean.path()));
    let folder = with(&[("households/03001.csv", list("Thôn 5").as_bytes())]);
    assert_eq!(codes(&folder)[0], "E303 households/03001.csv:2");
}
