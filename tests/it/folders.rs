//! A table that stands in a folder, one file a commune: the scenario of its twin in one file, and every finding names
//! the file and its own row.

use std::fs;

use rust_xlsxwriter::Workbook;

use crate::clean::meaning;
use crate::support::{Patched, chungtay, folder_of};
use chungtay::findings::Finding;
use chungtay::pipeline;

const COMMON: [(&str, &str); 4] = [
    ("scenario.toml", "title = 'Mỗi xã một tệp'\nyear = 2026\n"),
    (
        "areas.csv",
        "code,name,level,households,poor_households\n01,Xã Mường Thử,commune,1200,110\n02,Xã Bản Mẫu,commune,800,90\n",
    ),
    ("packages.csv", "id,name,purpose,unit_cost\nnha,Nhà ở,housing,60000000\nnuoc,Nước sạch,water,5000000\n"),
    ("sources.csv", "id,name,kind,amount\nquy,Quỹ xã,fund,130000000\n"),
];
const HOUSEHOLDS: &str = "id,area,head_name,birth_year,class,housing_quality,water\nH1,01,Lò Văn Thử,1970,poor,x,\n\
                          H2,01,Lò Văn Thự,1970,poor,,x\nH3,02,Vàng A Mẫu,1981,near_poor,x,x\n";
const NEEDS: &str = "beneficiary,package,unit_cost\nH1,nha,55000000\nH2,nuoc,\nH3,nha,\n";
const FIRST: &str = "Mã hộ,Họ và tên chủ hộ,Năm sinh,Phân loại,Chất lượng nhà ở,Nguồn nước sinh hoạt\n\
                     H1,Lò Văn Thử,1970,Hộ nghèo,x,\nH2,Lò Văn Thự,1970,Hộ nghèo,,x\n";

/// The second commune's list: another order of columns, under a title, with a total.
fn second(id: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Danh sách").unwrap();
    let rows = [
        (0, "DANH SÁCH HỘ NGHÈO"),
        (2, "Phân loại|Mã xã|Mã hộ|Nguồn nước sinh hoạt|Chất lượng nhà ở|Họ và tên chủ hộ|Năm sinh"),
        (3, &*format!("Hộ cận nghèo|02|{id}|x|x|Vàng A Mẫu|1981")),
    ];
    for (row, line) in rows {
        for (column, cell) in (0..).zip(line.split('|')) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The scenario with the given files of households; the needs, too, stand one file a commune.
fn parted(files: &[(&str, &[u8])]) -> Patched {
    let folder = folder_of(&COMMON);
    fs::create_dir(folder.file("households")).unwrap();
    fs::create_dir(folder.file("nhu_cau")).unwrap();
    fs::write(folder.file("nhu_cau/a.csv"), "ĐVT: triệu đồng,,\nMã hộ,Mã gói,Mức hỗ trợ\nH1,nha,55\nH2,nuoc,\n")
        .unwrap();
    fs::write(folder.file("nhu_cau/b.csv"), "package,beneficiary\nnha,H3\n").unwrap();
    for (name, bytes) in files {
        fs::write(folder.file("households").join(name), bytes).unwrap();
    }
    folder
}

fn told(folder: &Patched, code: &str) -> Vec<Finding> {
    let findings = pipeline::load(folder.path()).findings;
    findings.as_slice().iter().filter(|finding| finding.code == code).cloned().collect()
}

/// Where the only finding with this code stands, and one of its facts.
fn only(folder: &Patched, code: &str, fact: &str) -> String {
    let all = told(folder, code);
    let [finding] = all.as_slice() else { panic!("{code}: {:?}", pipeline::load(folder.path()).findings) };
    let place = &finding.place;
    let facts: String = finding.facts.iter().filter(|(name, _)| *name == fact).map(|(_, text)| text.as_str()).collect();
    format!("{} {:?} {:?} {:?} | {facts}", place.file, place.sheet, place.row, place.column)
}

#[test]
fn one_file_a_commune_is_the_scenario_of_one_table() {
    let folder = parted(&[
        ("Xã Mường Thử.csv", FIRST.as_bytes()),
        ("ban-mau.xlsx", &second("H3")),
        ("~$ban-mau.xlsx", b"lock"),
        (".an.csv", b"hidden"),
        ("doc.txt", b"notes"),
    ]);
    let twin = folder_of(&COMMON);
    fs::write(twin.file("households.csv"), HOUSEHOLDS).unwrap();
    fs::write(twin.file("needs.csv"), NEEDS).unwrap();
    assert!(meaning(folder.path()) == meaning(twin.path()), "{:?}", pipeline::load(folder.path()).findings);
    assert_eq!(only(&folder, "W131", "count"), "households/Xã Mường Thử.csv None None None | 2");
    let (raw, _) = pipeline::load_raw(folder.path());
    let read: Vec<&str> = raw.inputs.keys().map(String::as_str).filter(|name| name.contains('/')).collect();
    let expected = ["households/Xã Mường Thử.csv", "households/ban-mau.xlsx", "nhu_cau/a.csv", "nhu_cau/b.csv"];
    assert_eq!(read, expected);

    let clean = folder.file("clean");
    chungtay().arg("check").arg(folder.path()).arg("--write-clean").arg(&clean).assert().success();
    assert!(clean.join("households.csv").is_file() && clean.join("needs.csv").is_file());
    assert!(meaning(&clean) == meaning(twin.path()));
}
