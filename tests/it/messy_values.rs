//! Cells as offices and spreadsheets spoil them, beside their clean twins: the same scenario, every assumption counted,
//! and what may mean two things refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use chungtay::findings::Finding;
use chungtay::input::fold;
use chungtay::pipeline;
use rust_xlsxwriter::{Format, Workbook};
use unicode_normalization::UnicodeNormalization;

use crate::clean::meaning;
use crate::support::{Patched, chungtay, folder_of, root};

const SETTINGS: (&str, &str) = ("scenario.toml", "title = 'Ô lộn xộn'\nyear = 2026\n");
const CLEAN: [(&str, &str); 7] = [
    SETTINGS,
    (
        "areas.csv",
        "code,name,level,parent,households,poor_households\n07,Tỉnh Thử,province,,,\n\
         0701,Xã Mường Thử,commune,07,1200,110\n0702,Xã Hòa Mẫu,commune,07,800,90\n",
    ),
    (
        "households.csv",
        "id,area,head_name,national_id,birth_year,members,class,housing_quality,water\n\
         11,0701,Lò Văn Thử,001070000001,1970,5,poor,1,\n12,0701,Lò Văn Mẫu,012085000002,1985,4,poor,,1\n\
         13,0702,Vàng A Thự,123456789,1990,3,near_poor,1,1\n14,0702,Vàng Hòa,,1965,2,near_poor,,1\n",
    ),
    (
        "packages.csv",
        "id,name,purpose,unit_cost\nnhà-hòa,Nhà ở,housing,60000000\nnước,Nước sạch,water,1500000\n\
         ao,Áo ấm,gift,500000\n",
    ),
    (
        "needs.csv",
        "beneficiary,package,quantity,class\n11,nhà-hòa,,\n12,nước,,\n13,nhà-hòa,,\n14,ao,,\n0702,ao,1000,poor\n",
    ),
    ("sources.csv", "id,name,kind,amount,areas\nquy,Quỹ xã,fund,130000000,0701; 0702\nct,Công ty,donor,2500000000,\n"),
    (
        "commitments.csv",
        "source,beneficiary,package,amount,status,date\nquy,11,nhà-hòa,60000000,promised,2026-04-03\n\
         ct,12,nước,1500000,disbursed,2026-04-25\nct,14,ao,500000,promised,2026-04-03\n",
    ),
];

/// The same said as offices say it.
fn messy() -> Patched {
    folder_of(&[
        SETTINGS,
        (
            "areas.csv",
            "code,name,level,parent,households,poor_households\n'07,Tỉnh Thử,tỉnh,,,\n\
             0701,Xã\u{A0}Mường  Thử,xã,7,1.200 hộ,110.0\n0702,Xa\u{303} Ho\u{300}a M\u{AD}ẫu,xã,7,8E+2,90 hộ\n",
        ),
        (
            "households.csv",
            "id,area,head_name,national_id,birth_year,members,class,housing_quality,water\n\
             11.0,701,Lò Văn\u{200B} Thử,1070000001,00/00/1970,5 người,poor,v,-\n\
             12.0,701.0,Lò Văn Mẫu,12085000002.0,5/3/1985,4.0,poor,Không,✓\n\
             13.0,702,Vàng A Thự,123456789,tháng 5/1990,3,near_poor,ĐÚNG,✔\n\
             14.0,0702,Vàng Hòa,,23806,2,near_poor,SAI,có\n",
        ),
        (
            "packages.csv",
            "id,name,purpose,unit_cost\nnhà-hòa,Nhà ở,housing,60 triệu đồng chẵn\nnước,Nước sạch,water,1tr5\n\
             ao,Áo ấm,gift,5E+5\n",
        ),
        (
            "needs.csv",
            "beneficiary,package,quantity,class\n11,nhà-hoà,,\n12.0,nước,,\n13,NHÀ-HOÀ,,\n14,ao,,\n702,ao,1E+3,poor\n",
        ),
        (
            "sources.csv",
            "id,name,kind,amount,areas\nquy,Quỹ xã,fund,130tr,701; 0702\nct,Công ty,donor,2 tỷ 500 triệu,\n",
        ),
        (
            "commitments.csv",
            "source,beneficiary,package,amount,status,date\nquy,11,nhà-hoà,60tr,promised,03/04/2026\n\
             ct,12,nước,\"1,5 triệu\",disbursed,25/04/2026\nct,14,ao,500 nghìn,promised,46115\n",
        ),
    ])
    .replace("needs.csv", "NHÀ-HOÀ", "nhà-hoà")
}

/// Pairs of communes of one province whose names are equal but for their accents.
fn look_alikes() -> Vec<(String, [String; 2])> {
    let nation = fs::read_to_string(root().join("src/generate/data/nation.csv")).unwrap();
    let mut communes: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for line in nation.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        communes.entry((cells[0].to_owned(), fold(cells[4]))).or_default().insert(cells[4].to_owned());
    }
    let pairs = communes.into_iter().filter(|(_, names)| names.len() > 1);
    pairs.map(|((province, _), names)| (province, names.into_iter().collect::<Vec<_>>().try_into().unwrap())).collect()
}

#[test]
fn communes_of_one_province_whose_names_differ_in_accents_alone_stay_apart() {
    let pairs = look_alikes();
    assert_eq!(pairs.len(), 8);
    for (province, names) in pairs {
        let [one, other] = &names;
        let areas = format!(
            "code,name,level,parent\n{province},Tỉnh,province,\n{one},{one},commune,{province}\n\
             {other},{other},commune,{province}\n"
        );
        // Written apart, letter by letter, as some keyboards do.
        let households = format!("id,area,class\n1,{},poor\n2,{},poor\n", one.nfd(), other.nfd());
        let folder = folder_of(&[SETTINGS, ("areas.csv", &areas), ("households.csv", &households), CLEAN[3], CLEAN[5]]);
        let folder = folder.replace("sources.csv", ",0701; 0702", ",");
        let loaded = pipeline::load(folder.path());
        let scenario = loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.findings));
        let homes: Vec<&str> = scenario.households.iter().map(|it| scenario.area(it.area).code.as_str()).collect();
        assert_eq!(homes, names);
        assert!(loaded.findings.as_slice().iter().all(|finding| finding.code != "W223"));
        let folder = folder.replace("households.csv", &format!("1,{}", one.nfd()), "1,Xã Khác Hẳn");
        assert_eq!(found(&folder), ["E303 households.csv:2 area"]);
        // Where only one of them is listed, the other is unknown, and not taken for it.
        let row = format!("{one},{one},commune,{province}\n");
        let folder =
            folder.replace("areas.csv", &row, "").replace("households.csv", "1,Xã Khác Hẳn", &format!("1,{one}"));
        assert_eq!(found(&folder), ["E303 households.csv:2 area"]);
    }
}

fn fact<'f>(finding: &'f Finding, name: &str) -> &'f str {
    finding.facts.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

/// Code, file, row, column and count of every finding that is no note on the whole.
fn found(folder: &Patched) -> Vec<String> {
    let findings = pipeline::load(folder.path()).findings.sorted();
    let is_value =
        |finding: &&Finding| finding.code.starts_with("W2") || finding.code == "W130" || finding.code.starts_with('E');
    let line = |finding: &Finding| {
        let place = &finding.place;
        let (row, column) = (place.row.unwrap_or_default(), place.column.as_deref().unwrap_or_default());
        format!("{} {}:{row} {column} {}", finding.code, place.file, fact(finding, "count")).trim_end().to_owned()
    };
    findings.as_slice().iter().filter(is_value).map(line).collect()
}

#[test]
fn cells_of_an_office_give_the_scenario_of_their_clean_twins_and_every_assumption_is_counted_once_a_column() {
    let messy = messy();
    assert_eq!(found(&folder_of(&CLEAN)), [""; 0]);
    let expected = [
        "W130 areas.csv:0  3",
        "W130 households.csv:0  1",
        "W220 households.csv:2 id 4",
        "W220 needs.csv:3 beneficiary 1",
        "W221 areas.csv:3 parent 2",
        "W221 households.csv:2 area 3",
        "W221 needs.csv:6 beneficiary 1",
        "W221 sources.csv:2 areas 1",
        "W222 households.csv:2 national_id 2",
        "W223 commitments.csv:2 package 1",
        "W223 needs.csv:2 package 2",
        "W226 areas.csv:4 households 1",
        "W226 needs.csv:6 quantity 1",
        "W226 packages.csv:4 unit_cost 1",
        "W227 households.csv:2 birth_year 4",
        "W229 commitments.csv:2 date 2",
        "W233 packages.csv:3 unit_cost 1",
    ];
    assert_eq!(found(&messy), expected);
    assert!(meaning(messy.path()) == meaning(folder_of(&CLEAN).path()), "another scenario");
}

#[test]
fn the_clean_tables_say_what_the_spoilt_ones_mean() {
    let messy = messy();
    let clean = messy.file("sach");
    let done = chungtay().args(["check", "--write-clean"]).arg(&clean).arg(messy.path()).output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert!(meaning(messy.path()) == meaning(&clean), "another scenario");
    let read = |name: &str| fs::read_to_string(clean.join(name)).unwrap();
    assert!(read("households.csv").contains("11,0701,Lò Văn Thử,001070000001,1970,5,poor,1,"));
    assert!(read("commitments.csv").contains("quy,11,nhà-hòa,60000000,promised,2026-04-03"));
    let (_, findings) = (clean.clone(), pipeline::load(&clean).findings);
    assert!(findings.as_slice().iter().all(|finding| !finding.code.starts_with("W2")), "{findings:?}");
}

#[test]
fn a_run_on_spoilt_tables_pays_what_one_on_clean_tables_pays_and_passes_the_second_opinion() {
    let (messy, clean) = (messy(), folder_of(&CLEAN));
    for folder in [&messy, &clean] {
        let run = folder.file("run");
        let done = chungtay().args(["allocate", "--out"]).arg(&run).arg(folder.path()).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        let judged = chungtay().arg("verify").arg(&run).arg("--scenario").arg(folder.path()).output().unwrap();
        assert_eq!(judged.status.code(), Some(0), "{}", String::from_utf8_lossy(&judged.stderr));
    }
    for table in ["awards.csv", "transfers.csv", "communes.csv"] {
        let read = |folder: &Patched| fs::read_to_string(folder.file("run").join(table)).unwrap();
        assert_eq!(read(&messy), read(&clean), "{table}");
    }
}

#[test]
fn what_may_mean_two_things_or_lost_digits_is_an_error_that_tells_no_person() {
    let change = |name: &str, old: &str, new: &str| folder_of(&CLEAN).replace(name, old, new);
    for (folder, expected, facts) in [
        (change("households.csv", "001070000001", "1.07E+09"), "E224 households.csv:2 national_id 1", ("found", "")),
        (change("needs.csv", "\n11,", "\n1.1E+01,"), "E224 needs.csv:2 beneficiary 1", ("found", "")),
        (change("households.csv", ",1985,", ",12/3/85,"), "E228 households.csv:3 birth_year 1", ("found", "")),
        (change("commitments.csv", "2026-04-25", "25/13/2026"), "E230 commitments.csv:3 date", ("found", "25/13/2026")),
        (change("commitments.csv", "2026-04-25", "25/4/26"), "E231 commitments.csv:3 date", ("one", "1926-04-25")),
        (change("commitments.csv", "2026-04-25", "04/25/2026"), "E232 commitments.csv:3 date", ("one", "2026-04-25")),
        (change("packages.csv", "1500000", "1tr50"), "E214 packages.csv:3 unit_cost", ("other", "1050000")),
        (
            change("packages.csv", "1500000", "\"1.500.000,5\""),
            "E213 packages.csv:3 unit_cost",
            ("found", "1.500.000,5"),
        ),
    ] {
        assert_eq!(found(&folder).first().map(String::as_str), Some(expected));
        let findings = pipeline::load(folder.path()).findings.sorted();
        let first = findings.as_slice().first().unwrap();
        assert_eq!(fact(first, facts.0), facts.1);
    }
    let folder = change("areas.csv", "\n0701,", "\n701,Xã Khác,commune,07,10,1\n0701,");
    let folder = folder.replace("areas.csv", "\n701,", "\n00701,").replace("households.csv", "11,0701", "11,701");
    assert_eq!(found(&folder), ["E225 households.csv:2 area"]);
}

/// The list of households as a sheet: numbers where codes should be, real dates, text for the font `.VnTime`.
fn sheet() -> Vec<u8> {
    type Line = (f64, f64, &'static str, Option<f64>, f64, &'static str);
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    let headings = [
        "id",
        "area",
        "Hä vµ tªn chñ hé",
        "national_id",
        "N¨m sinh",
        "members",
        "Ph©n lo¹i",
        "housing_quality",
        "water",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(0, column, heading).unwrap();
    }
    let rows: [Line; 4] = [
        (11.0, 701.0, "Lß V¨n Thö", Some(1_070_000_001.0), 25_600.0, "Hé nghÌo"),
        (12.0, 701.0, "Lß V¨n MÉu", Some(12_085_000_002.0), 31_111.0, "Hé nghÌo"),
        (13.0, 702.0, "Vµng A Thù", Some(123_456_789.0), 32_900.0, "Hé cËn nghÌo"),
        (14.0, 702.0, "Vµng Hßa", None, 23_806.0, "Hé cËn nghÌo"),
    ];
    for (row, (id, area, name, number, day, class)) in (1..).zip(rows) {
        sheet.write(row, 0, id).unwrap().write(row, 1, area).unwrap().write(row, 2, name).unwrap();
        if let Some(number) = number {
            sheet.write(row, 3, number).unwrap();
        }
        sheet.write_with_format(row, 4, day, &date).unwrap().write(row, 5, 6 - row).unwrap();
        sheet.write(row, 6, class).unwrap();
        sheet.write(row, 7, row % 2 == 1).unwrap().write(row, 8, if row == 1 { "-" } else { "v" }).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_of_numbers_dates_and_old_fonts_gives_the_scenario_of_its_clean_twin() {
    let folder = folder_of(&CLEAN);
    fs::remove_file(folder.file("households.csv")).unwrap();
    fs::write(folder.file("households.xlsx"), sheet()).unwrap();
    let expected =
        ["W221 households.xlsx:2 area 4", "W222 households.xlsx:2 national_id 2", "W227 households.xlsx:2 Năm sinh 4"];
    assert_eq!(found(&folder), expected);
    assert!(meaning(folder.path()) == meaning(folder_of(&CLEAN).path()), "another scenario");
    let findings = pipeline::load(folder.path()).findings;
    let font = findings.as_slice().iter().find(|finding| finding.code == "W109").unwrap();
    assert_eq!((fact(font, "font"), fact(font, "count")), ("TCVN3 (ABC)", "11"));
}
