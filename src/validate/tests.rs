//! A small scenario without a finding, what is derived from it, and how it is patched.

mod absent;
mod derived;
mod patches;
mod schema;

use std::collections::BTreeMap;

use super::check;
use crate::domain::Scenario;
use crate::domain::raw::{RawColumn, RawRow, RawScenario, RawTable, TableName};
use crate::domain::settings::Settings;
use crate::findings::Findings;

const AREAS: &str = "\
code,name,level,parent,setting,households,poor_households,near_poor_households,tags
01,Tỉnh A,province,,,,,,
03001,Xã Một,commune,01,rural,100,20,10,region_iii; border
03002,Xã Hai,Xã,01,thành thị,50,,,
B1,Bản Một,bản,03001,,,,,
";

const HOUSEHOLDS: &str = "\
id,area,head_name,national_id,birth_year,members,class,b1,water,sanitation,telecom,housing_quality,tags
H1,B1,Nguyễn Thị Bí Mật,012345678901,1965,4,poor,100,x,x,x,,land_clear; disabled
H2,03001,Trần Văn Kín,012345678902,1970,3,near_poor,120,x,,,,land_clear
H3,03002,,,,,other,200,,,,,
H4,03002,,,,,hộ nghèo,\"150,5\",1,có,true,X,no_labour
";

const PACKAGES: &str = "\
id,name,purpose,unit_cost,beneficiary,indicators,b1_gain,classes,requires,excludes,exclusive_group,priority,divisible,min_amount,demand,account
house,Nhà mới,housing,60 triệu,,housing_quality,10,poor; cận nghèo,land_clear,,home,2,,,,
repair,Sửa nhà,housing,30tr,household,housing_quality,,poor,,no_labour,home,,,,requested,poverty
tap,Nước sạch,water_sanitation,5.000.000,,water,,,,,,,x,500k,automatic,
road,Đường,public_work,200 triệu,commune,,,,,,,,,,,
gift,Quà,gift,500000,,,,poor,,,,,,,,
";

const NEEDS: &str = "\
beneficiary,package,quantity,class,unit_cost,priority
H1,house,,,,
H2,house,1,,55 triệu,3
03001,road,2,,,
03001,gift,20,poor,,
H4,tap,1,,,
";

const SOURCES: &str = "\
id,name,kind,amount,goods,quantity,status,rate,account,areas,purposes,packages,classes,tags,beneficiaries,reserve,whole_units,max_per_household,max_per_commune,max_partners
S1,Quỹ tỉnh,fund,1 tỷ,,,,,,,,,,,,,,,,
S2,Nhà tài trợ,donor,500 triệu,,,pledged,80%,poverty,03001,housing,house,poor,disabled,H1,10%,x,100 triệu,300 triệu,
S3,Quà Tết,agency,,gift,30,,,,,,,,,,,,,,
";

const PAIRINGS: &str = "source,area,household,status,value\n";

const COMMITMENTS: &str = "\
source,beneficiary,package,units,amount,status,date
S1,H1,house,1,20 triệu,promised,2026-01-01
S3,03001,gift,5,2.500.000,disbursed,
,H2,tap,1,1 triệu,outside,
S1,H4,gift,1,300000,promised,
";

/// A table from text as `input` would read it: row numbers count the heading row.
fn table(name: TableName, text: &str) -> RawTable {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let columns: Vec<RawColumn> =
        headings.into_iter().map(|heading| RawColumn { key: Some(heading.clone()), heading }).collect();
    let rows = reader.records().enumerate().map(|(position, record)| {
        let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        let surplus = cells.iter().skip(columns.len()).all(String::is_empty);
        assert!(surplus, "row {} of {name:?} is too long", position + 2);
        cells.resize(columns.len(), String::new());
        RawRow { number: u32::try_from(position + 2).unwrap(), cells }
    });
    let rows = rows.collect();
    RawTable { file: format!("{}.csv", name.as_str()), columns, rows, ..RawTable::default() }
}

fn text_of(name: TableName) -> &'static str {
    match name {
        TableName::Areas => AREAS,
        TableName::Households => HOUSEHOLDS,
        TableName::Packages => PACKAGES,
        TableName::Needs => NEEDS,
        TableName::Sources => SOURCES,
        TableName::Pairings => PAIRINGS,
        TableName::Commitments => COMMITMENTS,
    }
}

/// The good scenario.
fn good() -> RawScenario {
    let settings = Settings { title: "Thử".to_owned(), year: 2026, ..Settings::default() };
    let settings = Settings { standard: "2022-2025".to_owned(), ..settings };
    let tables = TableName::ALL.map(|name| (name, table(name, text_of(name))));
    RawScenario { settings, tables: BTreeMap::from(tables), ..RawScenario::default() }
}

/// The good scenario with one text of one table replaced.
fn patched(name: TableName, from: &str, to: &str) -> RawScenario {
    let text = text_of(name);
    assert!(text.contains(from), "{name:?} has no ‹{from}›");
    let mut raw = good();
    raw.tables.insert(name, table(name, &text.replacen(from, to, 1)));
    raw
}

/// The scenario of a folder that must have no error.
fn sound(raw: &RawScenario) -> (Scenario, Findings) {
    let (scenario, findings) = check(raw);
    (scenario.unwrap_or_else(|| panic!("{findings:?}")), findings)
}

#[test]
fn the_good_scenario_has_no_finding() {
    let (_, findings) = sound(&good());
    assert_eq!(findings.as_slice(), []);
}
