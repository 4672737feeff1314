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

#[test]
fn findings_name_the_file_and_its_own_row() {
    let twice = parted(&[("01.csv", FIRST.as_bytes()), ("02.xlsx", &second("H1"))]);
    let sheet = "households/02.xlsx Some(\"Danh sách\") Some(4)";
    assert_eq!(only(&twice, "E301", "first"), format!("{sheet} Some(\"Mã hộ\") | households/01.csv:2"));

    let numbered = "id,class,national_id\nH1,poor,012345678901\nH2,poor,\n";
    let other = "class,id,Số CCCD\npoor,H3,012345678901\nrich,H4,\n";
    let folder = parted(&[("01.csv", numbered.as_bytes()), ("02.csv", other.as_bytes())]);
    assert_eq!(
        only(&folder, "E320", "first"),
        "households/02.csv None Some(2) Some(\"Số CCCD\") | households/01.csv:2"
    );
    assert_eq!(only(&folder, "E207", "found"), "households/02.csv None Some(3) Some(\"class\") | rich");

    let folder = parted(&[("01.csv", FIRST.as_bytes()), ("02.xlsx", &second("H3"))]);
    fs::write(folder.file("nhu_cau/b.csv"), "package,Mã hộ\nnha,H3\nnha,H1\n").unwrap();
    assert_eq!(only(&folder, "E402", "first"), "nhu_cau/b.csv None Some(3) Some(\"package\") | nhu_cau/a.csv:3");

    let told_twins = "id,class,head_name,birth_year\nH3,poor,Lò Văn Thử,1970\n";
    let folder = parted(&[("01.csv", FIRST.as_bytes()), ("Mường Thử.csv", told_twins.as_bytes())]);
    assert_eq!(only(&folder, "W321", "rows"), "households/Mường Thử.csv None Some(2) None | households/01.csv:2 = 2");
}

#[test]
fn nobody_is_left_out_of_a_folder_silently() {
    let folder = parted(&[("01.csv", FIRST.as_bytes())]);
    assert_eq!(only(&folder, "W132", "communes"), "households None None None | 02");
    fs::write(folder.file("households/02.csv"), "id,class,water\nH3,near_poor,x\n").unwrap();
    assert!(told(&folder, "W132").is_empty());
    fs::write(folder.file("nhu_cau/b.csv"), "package,beneficiary,unit_cost\nnha,H3,\n").unwrap();
    let lacking = "households/02.csv None None None | head_name · birth_year · housing_quality";
    assert_eq!(only(&folder, "W133", "columns"), lacking);

    fs::write(folder.file("households/03.xls"), "x").unwrap();
    assert_eq!(only(&folder, "E131", "found"), "households/03.xls None None None | households/03.xls");
    fs::remove_file(folder.file("households/03.xls")).unwrap();
    fs::create_dir(folder.file("households/khac")).unwrap();
    assert_eq!(only(&folder, "E131", "found"), "households/khac None None None | households/khac");

    let nameless = parted(&[("01.csv", FIRST.as_bytes()), ("ds.csv", b"id,class\nH3,poor\n")]);
    assert_eq!(only(&nameless, "E201", "column"), "households/ds.csv None None None | area");
    assert!(told(&nameless, "E202").is_empty());
    assert_eq!(only(&parted(&[]), "E132", "found"), "households None None None | households");
}

#[test]
fn a_file_name_that_fits_two_areas_is_asked() {
    let folder = parted(&[("Mường Thử.csv", FIRST.as_bytes()), ("02.xlsx", &second("H3"))]);
    fs::write(folder.file("areas.csv"), format!("{}03,Phường Mường Thử,commune,9,1\n", COMMON[1].1)).unwrap();
    let readings = "01 Xã Mường Thử · 03 Phường Mường Thử";
    let expected = format!("households/Mường Thử.csv None None None | {readings}");
    assert_eq!(only(&folder, "E130", "candidates"), expected);
    fs::rename(folder.file("households/Mường Thử.csv"), folder.file("households/Muong Thu.csv")).unwrap();
    assert_eq!(only(&folder, "E201", "column"), "households/Muong Thu.csv None None None | area");
}

#[test]
fn a_folder_has_one_place_like_any_table() {
    let folder = parted(&[("01.csv", FIRST.as_bytes()), ("02.xlsx", &second("H3"))]);
    fs::write(folder.file("households.csv"), HOUSEHOLDS).unwrap();
    assert_eq!(only(&folder, "E106", "found"), "households.csv None None None | households.csv · households/");
    fs::remove_file(folder.file("households.csv")).unwrap();
    fs::create_dir(folder.file("sources")).unwrap();
    assert_eq!(only(&folder, "W104", "found"), "sources None None None | sources/");

    fs::rename(folder.file("households"), folder.file("danh-sach")).unwrap();
    let tables = |name: &str| format!("{}[tables]\nhouseholds = '{name}'\n", COMMON[0].1);
    fs::write(folder.file("scenario.toml"), tables("danh-sach/")).unwrap();
    let loaded = pipeline::load(folder.path());
    assert_eq!(loaded.scenario.map(|scenario| scenario.households.len()), Some(3), "{:?}", loaded.findings);
    fs::write(folder.file("scenario.toml"), tables("../danh-sach/")).unwrap();
    assert_eq!(told(&folder, "E107").len(), 1);
    fs::write(folder.file("scenario.toml"), tables("danhsach/")).unwrap();
    assert_eq!(only(&folder, "E132", "found"), "scenario.toml None Some(4) None | danhsach");
    fs::write(folder.file("scenario.toml"), tables("danh-sach/").replace("households", "sources")).unwrap();
    assert_eq!(told(&folder, "E110").len(), 1);
}

/// Offices fill in one form: what is told of its look is told once a folder, and JSON has every file.
#[test]
fn what_every_file_of_a_folder_has_is_told_once() {
    let form = |id: usize| {
        let rows = format!("Mã hộ,Mã xã,Phân loại,Số nhân khẩu\nH{id},01,Hộ nghèo,4\nTổng cộng,,,4\n");
        format!("DANH SÁCH HỘ NGHÈO\n,,,\n{rows},Người lập biểu,,\n")
    };
    let of = |count: usize| {
        let folder = folder_of(&COMMON);
        fs::create_dir(folder.file("households")).unwrap();
        fs::write(folder.file("needs.csv"), "beneficiary,package\nH1,nha\n").unwrap();
        for id in 1..=count {
            fs::write(folder.file(&format!("households/xa-{id}.csv")), form(id)).unwrap();
        }
        folder
    };
    let told_by = |folder: &Patched, words: &[&str]| {
        let ended = chungtay().arg("check").arg(folder.path()).args(words).assert().success();
        ended.get_output().clone()
    };
    let (few, many) = (of(3), of(38));
    for code in ["W120", "W123", "W124"] {
        let times = |folder: &Patched| {
            let told = String::from_utf8(told_by(folder, &[]).stderr).unwrap();
            (told.matches(code).count(), told.matches("38 tệp của thư mục có điều này: xa-1.csv, xa-10.csv, ").count())
        };
        assert_eq!((times(&few), times(&many)), ((3, 0), (1, 3)), "{code}");
        let said: serde_json::Value = serde_json::from_slice(&told_by(&many, &["--format", "json"]).stdout).unwrap();
        let files = said["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
        assert_eq!(files.count(), 38, "{code}");
    }
}
