//! `check --write-clean`: the tables in the contract's own spelling, of which the same scenario is read.

use std::fs;
use std::path::Path;

use chungtay::domain::Scenario;
use chungtay::domain::settings::Units;
use chungtay::findings::Place;
use chungtay::pipeline;
use serde_json::Value;

use crate::support::{Patched, chungtay, folder_of, names, root};

/// A folder that says everything in another way than the contract does.
const MIXED: [(&str, &str); 7] = [
    (
        "scenario.toml",
        "title = 'Cách viết của văn phòng'\nyear = 2026\nstandard = 'tinh'\n[units]\nmoney = 'million'\n\
         [tables]\nhouseholds = 'ho-ngheo.csv'\n[columns.households]\n'Người đại diện' = 'head_name'\n\
         [standards.tinh]\nvalid_from = '2026-01-01'\nvalid_to = '2026-12-31'\n\
         income_line = { rural = 2_000_000, urban = 2_500_000 }\npoints_line = { rural = 140, urban = 175 }\nmin_deprived = 1\nindicators = ['water', 'Thiếu lò sưởi']\n\
         [[rule]]\nname = 'ít nhất một nhà'\nmeasure = 'units'\nwhere = { packages = ['nha'] }\nat_least = 1\n",
    ),
    ("dia_ban.csv", "Mã,Tên,Cấp,Tổng số hộ,Số hộ nghèo,Ghi chú\n01,Xã Thử,xã,1.200,\"1,100\",giữ lại\n"),
    (
        "ho-ngheo.csv",
        "Mã hộ,Mã xã,Người đại diện,Phân loại,Điểm A,Nguồn nước sinh hoạt,Thiếu lò sưởi,Nhóm,Số điện thoại\n\
         H1,01,=CỘNG(A1),Hộ nghèo,\"90,5\",x,có,disabled;land_clear,0900000001\n\
         H2,01,-,CẬN NGHÈO,-5,không,--,,0900000002\n",
    ),
    (
        "goi_ho_tro.csv",
        "Mã gói,Tên gói,Lĩnh vực,Mức hỗ trợ,Diện hộ,Chia nhỏ được,Mức tối thiểu,Chỉ số thiếu hụt\n\
         nha,Nhà mới,housing,60,hộ nghèo; cận nghèo,,,\nao,Áo ấm,gift,\"0,5\",,có,0.1,Thiếu lò sưởi\n",
    ),
    ("nhu_cau.csv", "Mã hộ,Mã gói,Mức hỗ trợ\nH1,nha,\"62,5\"\nH2,nha,\nH1,ao,\nH2,ao,\n"),
    (
        "nguon_luc.csv",
        "Mã nguồn,Tên nguồn,Loại nguồn,Số tiền,Trạng thái,Tỷ lệ thực hiện,Trọn gói,Tối đa mỗi hộ,Diện hộ\n\
         Q,Quỹ xã,quỹ,\"130,5\",đã nhận,,x,,\nT,+Công ty,nhà tài trợ,2 tỷ,đăng ký,85%,,70 triệu,Hộ nghèo\n",
    ),
    ("da_cam_ket.csv", "Mã nguồn,Mã hộ,Mã gói,Số tiền,Trạng thái\nQ,H1,nha,\"62,5\",đã hứa\n"),
];

/// What a scenario says, wherever it stands.
pub(crate) fn meaning(folder: &Path) -> Scenario {
    let loaded = pipeline::load(folder);
    let mut scenario = loaded.scenario.unwrap_or_else(|| panic!("{}: {:?}", folder.display(), loaded.findings));
    scenario.settings.tables.clear();
    scenario.settings.columns.clear();
    scenario.settings.units = Units::default();
    let places = scenario.households.iter_mut().map(|it| &mut it.place);
    let places = places.chain(scenario.needs.iter_mut().map(|it| &mut it.place));
    let places = places.chain(scenario.sources.iter_mut().map(|it| &mut it.place));
    let places = places.chain(scenario.commitments.iter_mut().map(|it| &mut it.place));
    let places = places.chain(scenario.rules.iter_mut().map(|it| &mut it.place));
    places.for_each(|place| *place = Place::default());
    scenario
}

fn cleaned(folder: &Path, clean: &Path) -> Value {
    let mut call = chungtay();
    call.args(["check", "--format", "json", "--write-clean"]).arg(clean).arg(folder);
    serde_json::from_slice(&call.output().unwrap().stdout).unwrap()
}

fn codes(folder: &Path) -> Vec<String> {
    let findings = pipeline::load(folder).findings;
    findings.as_slice().iter().map(|finding| finding.code.to_owned()).collect()
}

#[test]
fn every_scenario_comes_back_the_same_and_a_second_time_byte_by_byte() {
    for name in names(&root().join("scenarios")) {
        let folder = root().join("scenarios").join(&name);
        if !folder.is_dir() {
            continue;
        }
        let place = tempfile::tempdir().unwrap();
        let (once, twice) = (place.path().join("once"), place.path().join("twice"));
        assert_eq!(cleaned(&folder, &once)["exit_code"], 0, "{name}");
        assert!(meaning(&folder) == meaning(&once), "{name}: another scenario");
        cleaned(&once, &twice);
        for file in names(&once) {
            assert_eq!(fs::read(once.join(&file)).unwrap(), fs::read(twice.join(&file)).unwrap(), "{name}/{file}");
        }
    }
}

#[test]
fn an_office_s_own_spelling_becomes_the_contract_s_without_a_finding() {
    let folder = folder_of(&MIXED);
    assert!(codes(folder.path()).contains(&"W101".to_owned()), "columns that nothing reads are reported");
    let clean = folder.file("sach");
    let said = cleaned(folder.path(), &clean);
    assert_eq!(said["clean"], clean.to_str().unwrap());
    assert!(meaning(folder.path()) == meaning(&clean), "another scenario");
    assert_eq!(codes(&clean), Vec::<String>::new());
    let households = fs::read_to_string(clean.join("households.csv")).unwrap();
    assert_eq!(
        households,
        "id,area,head_name,class,b1,water,Thiếu lò sưởi,tags\n\
         H1,01,'=CỘNG(A1),poor,90.5,1,1,disabled;land_clear\nH2,01,'-,near_poor,-5,,,\n"
    );
    let sources = fs::read_to_string(clean.join("sources.csv")).unwrap();
    assert_eq!(
        sources,
        "id,name,kind,amount,status,rate,whole_units,max_per_household,classes\n\
         Q,Quỹ xã,fund,130500000,received,,1,,\nT,'+Công ty,donor,2000000000,pledged,0.85,,70000000,poor\n"
    );
}

#[test]
fn a_folder_with_an_error_is_not_written_and_a_taken_place_is_left_alone() {
    let folder = Patched::example().replace(
        "sources.csv",
        "quy-tinh,Quỹ Vì người nghèo tỉnh,fund",
        "quy-tinh,Quỹ Vì người nghèo tỉnh,quà",
    );
    let clean = folder.file("sach");
    let said = cleaned(folder.path(), &clean);
    assert_eq!((&said["exit_code"], &said["clean"]), (&Value::from(3), &Value::Null));
    assert!(!clean.exists());
    let folder = Patched::example();
    let taken = chungtay().args(["check", "--write-clean"]).arg(folder.path()).arg(folder.path()).output().unwrap();
    assert_eq!(taken.status.code(), Some(2));
}
