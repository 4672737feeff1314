//! The committed Lai Châu folder is what the generator writes, byte for byte, and so is the committed workbook what its
//! tables here say.
//!
//! `CHUNGTAY_BLESS=1 cargo test --test it generate` writes it anew after the generator changed on purpose.

use std::fs;
use std::path::Path;

use chungtay::generate::{Scale, write_scenario};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

const FILES: [&str; 7] =
    ["scenario.toml", "areas.csv", "households.csv", "packages.csv", "needs.csv", "sources.csv", "commitments.csv"];

#[test]
fn lai_chau_is_what_seed_1_gives() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lai-chau");
    if std::env::var_os("CHUNGTAY_BLESS").is_some() {
        write_scenario("lai-chau", 1, Scale::WHOLE, &committed).unwrap();
    }
    let fresh = tempfile::tempdir().unwrap();
    write_scenario("lai-chau", 1, Scale::WHOLE, fresh.path()).unwrap();
    for file in FILES {
        let read = |folder: &Path| fs::read(folder.join(file)).unwrap();
        assert!(read(fresh.path()) == read(&committed), "{file} is not what the generator writes");
    }
    let mut written: Vec<String> =
        fs::read_dir(fresh.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    written.sort();
    let mut expected = FILES;
    expected.sort_unstable();
    assert_eq!(written, expected);
}

/// Most memory of a process that writes the whole nation; it takes 90 MiB.
#[cfg(target_os = "linux")]
const MEBIBYTES: u64 = 200;

#[test]
#[cfg(target_os = "linux")]
fn the_nation_is_written_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("nation");
    let binary = env!("CARGO_BIN_EXE_chungtay");
    let words = ["generate", "nation", "-q", "--out"];
    let mut child = std::process::Command::new(binary).args(words).arg(&out).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kibibytes.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert!(ended.success());
    let households = std::io::BufReader::new(fs::File::open(out.join("households.csv")).unwrap());
    assert_eq!(std::io::BufRead::lines(households).count(), 1 + 1_258_997);
    assert!(peak > 1_024 && peak < MEBIBYTES * 1_024, "{peak} KiB at most");
}

type Sheet = (&'static str, &'static [&'static [&'static str]]);

/// The tables of `scenarios/tiny` as a planner's workbook: Vietnamese headings, classes and money in words; bare money
/// numbers are million đồng (`[units]`). Cells that begin with `#` are numbers.
const WORKBOOK: [Sheet; 5] = [
    (
        "areas",
        &[
            &["Mã", "Tên", "Cấp", "Mã cấp trên", "Khu vực", "Tổng số hộ", "Số hộ nghèo", "Số hộ cận nghèo"],
            &["99", "Tỉnh Mẫu", "province", "", "", "", "", ""],
            &["99001", "Xã Suối Trên", "commune", "99", "rural", "#200", "#60", "#20"],
            &["99002", "Xã Suối Dưới", "commune", "99", "rural", "#300", "#45", "#40"],
        ],
    ),
    (
        "households",
        &[
            &[
                "MÃ HỘ",
                "Mã xã",
                "Họ và tên chủ hộ",
                "Năm sinh",
                "Số nhân khẩu",
                "Phân loại",
                "Điểm A",
                "housing_quality",
                "water",
                "sanitation",
            ],
            &["H1", "99001", "Giàng A Mẫu", "#1960", "#3", "Hộ nghèo", "#115", "x", "x", "x"],
            &["H2", "99001", "Lò Thị Thử", "#1963", "#4", "Hộ nghèo", "#115", "X", "X", "X"],
            &["H3", "99002", "Vàng A Ví", "#1966", "#5", "hộ nghèo", "#115", "có", "có", "#1"],
            &["H4", "99002", "Tẩn U Dụ", "#1969", "#6", "Hộ cận nghèo", "#130", "--", "không", ""],
            &["H5", "99002", "Lù Văn Tượng", "#1972", "#3", "Hộ cận nghèo", "#130", "", "#0", ""],
        ],
    ),
    (
        "packages",
        &[
            &["id", "name", "Lĩnh vực", "Mức hỗ trợ"],
            &["house", "Xây mới nhà ở", "housing", "60 triệu"],
            &["livelihood", "Mô hình sinh kế", "livelihood", "#10"],
        ],
    ),
    (
        "needs",
        &[
            &["beneficiary", "package"],
            &["H1", "house"],
            &["H2", "livelihood"],
            &["H3", "house"],
            &["H4", "livelihood"],
            &["H5", "livelihood"],
        ],
    ),
    (
        "sources",
        &[
            &["id", "name", "kind", "Số tiền", "Trạng thái", "areas"],
            &["FUND", "Quỹ Vì người nghèo tỉnh", "fund", "0,06 tỷ", "Đã nhận", ""],
            &["DONOR", "Doanh nghiệp Suối Trên", "donor", "#30", "đã nhận", "99001"],
        ],
    ),
];

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1).expect("a day of the calendar");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for (name, rows) in WORKBOOK {
        let sheet = workbook.add_worksheet().set_name(name).expect("short names without signs");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.strip_prefix('#') {
                    Some(number) => sheet
                        .write_number(row, column, number.parse::<f64>().expect("a number after #"))
                        .expect("few cells"),
                    None => sheet.write_string(row, column, *cell).expect("few cells"),
                };
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook of five small sheets")
}

#[test]
fn the_committed_workbook_is_tiny_in_another_dress() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/workbook/scenario.xlsx");
    if std::env::var_os("CHUNGTAY_BLESS").is_some() {
        fs::write(&file, workbook()).unwrap();
    }
    assert!(fs::read(&file).unwrap() == workbook(), "scenario.xlsx is not what this test writes");
}
