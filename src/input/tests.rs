//! The whole module on folders: one that reads well, and one patch for each code.

mod encoding;
mod limits;
mod structure;

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Formula, Workbook};
use tempfile::TempDir;

use super::*;
use crate::domain::Class;
use crate::domain::raw::{RawTable, TableName};
use crate::messages::{Catalogue, Language};

const SETTINGS: &str = "title = \"Thử\"\nyear = 2026\n";

/// A folder that reads without findings.
fn good() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("scenario.toml", SETTINGS),
        ("areas.csv", "code,name,level\n12,Lai Châu,province\n001,Mường Tè,commune\n"),
        ("packages.csv", "id,name,purpose,unit_cost\nnha,Nhà,housing,60000000\n"),
        ("sources.csv", "id,name,kind,amount\nquy,Quỹ,fund,1000000000\n"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn patched(name: &str, text: &str) -> TempDir {
    let folder = good();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

fn with_settings(text: &str) -> TempDir {
    patched("scenario.toml", &format!("{SETTINGS}{text}"))
}

/// A workbook of sheets, each a list of rows of texts.
fn workbook(path: &Path, sheets: &[(&str, &[&[&str]])]) {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (number, row) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*row) {
                sheet.write(number, column, *text).unwrap();
            }
        }
    }
    workbook.save(path).unwrap();
}

/// Every finding as `CODE file[#sheet]:row:column key=…`, sorted; each has its sentences in both languages.
fn findings(folder: &Path) -> Vec<String> {
    let (_, findings) = read_folder(folder);
    let sorted = findings.sorted();
    for finding in sorted.as_slice() {
        for language in [Language::Vi, Language::En] {
            for part in ["cause", "action"] {
                let id = format!("find-{}-{part}", finding.code.to_lowercase());
                let text = Catalogue::new(language).text(&id, &finding.facts);
                assert!(text != id && !text.contains("{$"), "{id}: {text}");
            }
        }
    }
    sorted.as_slice().iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let Place { file, sheet, row, column } = &finding.place;
    let sheet = sheet.as_ref().map(|sheet| format!("#{sheet}")).unwrap_or_default();
    let row = row.map(|row| format!(":{row}")).unwrap_or_default();
    let column = column.as_ref().map(|column| format!(":{column}")).unwrap_or_default();
    let facts = finding.facts.iter().filter(|(name, _)| ["key", "nearest", "found", "count"].contains(name));
    let facts: Vec<String> = facts.map(|(name, value)| format!(" {name}={value}")).collect();
    format!("{} {file}{sheet}{row}{column}{}", finding.code, facts.concat())
}

#[test]
fn a_good_folder_has_tables_hashes_and_no_findings() {
    let folder = good();
    let (raw, found) = read_folder(folder.path());
    assert_eq!(found, Findings::default());
    let areas = &raw.tables[&TableName::Areas];
    let second = &areas.rows[1];
    assert_eq!((second.number, areas.cell(second, "code"), areas.cell(second, "name")), (3, "001", "Mường Tè"));
    assert_eq!(raw.inputs.keys().collect::<Vec<_>>(), ["areas.csv", "packages.csv", "scenario.toml", "sources.csv"]);
    assert_eq!((raw.settings.title.as_str(), raw.settings.year), ("Thử", 2026));
    assert_eq!(raw.settings.standard, "2022-2025");
}

#[test]
fn one_workbook_with_vietnamese_sheets_and_headings_reads_like_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("scenario.toml"), SETTINGS).unwrap();
    let rows: &[&[&str]] = &[&["Mã", "TÊN", "Cấp"], &["001", "Mường Tè", "commune"]];
    let packages: &[&[&str]] = &[&["id", "name", "Lĩnh vực", "Mức hỗ trợ"], &["nha", "Nhà", "housing", "60000000"]];
    let sources: &[&[&str]] = &[&["id", "name", "kind", "số tiền"], &["quy", "Quỹ", "fund", "1"]];
    let sheets = [("Địa bàn", rows), ("Gói hỗ trợ", packages), ("nguon_luc", sources)];
    workbook(&folder.path().join("scenario.xlsx"), &sheets);
    assert_eq!(findings(folder.path()), [""; 0]);
    let (raw, _) = read_folder(folder.path());
    let areas = &raw.tables[&TableName::Areas];
    assert_eq!(areas.sheet.as_deref(), Some("Địa bàn"));
    assert_eq!(areas.cell(areas.rows.first().unwrap(), "name"), "Mường Tè");
    assert_eq!(raw.tables.len(), 3);
}

#[test]
fn tables_and_columns_of_the_settings_are_followed() {
    let folder = with_settings(
        "[tables]\nhouseholds = \"sub/ho.xlsx#danh sach\"\n[columns.households]\n\"Tên người đại diện\" = \"head_name\"\n",
    );
    fs::create_dir(folder.path().join("sub")).unwrap();
    let rows: &[&[&str]] = &[&["Mã hộ", "Mã xã", "TÊN NGƯỜI ĐẠI DIỆN", "Phân loại"], &["h1", "001", "A", "hộ nghèo"]];
    workbook(&folder.path().join("sub/ho.xlsx"), &[("Bìa", &[&["x"]]), ("Danh sách", rows)]);
    assert_eq!(findings(folder.path()), [""; 0]);
    let (raw, _) = read_folder(folder.path());
    let households = &raw.tables[&TableName::Households];
    let keys: Vec<_> = households.columns.iter().filter_map(|column| column.key.as_deref()).collect();
    assert_eq!(keys, ["id", "area", "head_name", "class"]);
    assert!(raw.inputs.contains_key("sub/ho.xlsx"));
}

#[test]
fn own_indicators_are_columns_of_households() {
    let standard = "[standards.\"tỉnh\"]\nvalid_from = 2026-01-01\nvalid_to = \"2026-12-31\"\nmin_deprived = 1\n\
                    income_line = { rural = 2_000_000, urban = 2_500_000 }\nindicators = [\"water\", \"road\"]\n";
    let folder = with_settings(standard);
    fs::write(folder.path().join("households.csv"), "id,area,class,Road\nh1,001,poor,x\n").unwrap();
    assert_eq!(findings(folder.path()), [""; 0]);
    let (raw, _) = read_folder(folder.path());
    let own = &raw.settings.standards["tỉnh"];
    assert_eq!(
        (own.valid_from.as_str(), own.income_line.urban.dong(), own.points_line),
        ("2026-01-01", 2_500_000, None)
    );
    assert_eq!(raw.tables[&TableName::Households].column("road"), Some(3));
}

#[test]
fn an_inline_table_replaces_its_default_whole_and_other_keys_keep_theirs() {
    let folder = with_settings(
        "[funding]\npledge_rate = \"80%\"\n[severity]\nclass = { poor = 3 }\narea_tags = { region_iii = 0.5 }\n\
         [[rule]]\nname = \"r\"\nmeasure = \"amount\"\nat_least = \"40%\"\nwhere = { area_tags = [\"region_iii\"] }\n\
         [sweep]\n[[sweep.axis]]\nset = \"fairness.strength\"\nvalues = [0.0, 1]\n[sweep.pledges]\ndraws = 200\nseed = 1\n",
    );
    assert_eq!(findings(folder.path()), [""; 0]);
    let settings = read_folder(folder.path()).0.settings;
    assert_eq!(settings.severity.class.into_iter().collect::<Vec<_>>(), [(Class::Poor, 3.0)]);
    assert_eq!(
        (settings.severity.indicator.to_bits(), settings.funding.pledge_rate.to_bits()),
        (0.25_f64.to_bits(), 0.8_f64.to_bits())
    );
    assert_eq!(settings.rules.len(), 1);
    assert!(settings.sweep.contains_key("axis"));
}

#[test]
fn folder_and_files_that_are_not_there_are_named() {
    let folder = good();
    let missing = folder.path().join("none");
    let codes: Vec<_> = read_folder(&missing).1.as_slice().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["E101"]);
    fs::remove_file(folder.path().join("scenario.toml")).unwrap();
    fs::remove_file(folder.path().join("areas.csv")).unwrap();
    assert_eq!(findings(folder.path()), ["E102 scenario.toml", "E105 areas.csv"]);
}

#[test]
fn a_file_that_cannot_be_read_is_named_once() {
    let folder = patched("scenario.xlsx", "no workbook");
    let found = findings(folder.path());
    assert_eq!(found, ["E103 scenario.xlsx"]);
    let folder = patched("needs.xlsx", "no workbook");
    assert_eq!(findings(folder.path()), ["E103 needs.xlsx"]);
}

#[test]
fn a_table_that_stands_twice_is_named_with_both_places() {
    let folder = good();
    workbook(&folder.path().join("dia_ban.xlsx"), &[("x", &[&["code"]])]);
    assert_eq!(findings(folder.path()), ["E106 areas.csv found=areas.csv · dia_ban.xlsx"]);
}

#[test]
fn a_sheet_and_a_file_of_one_table_are_both_named() {
    let folder = good();
    let rows: &[&[&str]] = &[&["code", "name", "level"], &["1", "A", "commune"]];
    workbook(&folder.path().join("scenario.xlsx"), &[("areas", rows)]);
    assert_eq!(findings(folder.path()), ["E106 areas.csv found=areas.csv · scenario.xlsx#areas"]);
    let settings = format!("{SETTINGS}[tables]\nareas = \"scenario.xlsx\"\n");
    fs::write(folder.path().join("scenario.toml"), settings).unwrap();
    assert_eq!(findings(folder.path()), ["W104 areas.csv found=areas.csv nearest=areas"]);
}

#[test]
fn a_key_in_the_wrong_section_is_told_where_it_belongs() {
    let folder = with_settings("gap = 0.1\n[solve]\npledge_rate = 0.8\n");
    let expected = [
        "E151 scenario.toml:3 key=gap nearest=solve.gap",
        "E151 scenario.toml:5 key=solve.pledge_rate nearest=funding.pledge_rate",
    ];
    assert_eq!(findings(folder.path()), expected);
}

#[test]
fn what_tables_names_must_be_there_and_inside() {
    let folder = with_settings(
        "[tables]\nneeds = \"../needs.csv\"\nhouseholds = \"household.csv\"\npairings = \"pairings.ods\"\n\
         commitments = \"c.xlsx#Sheet 2\"\n",
    );
    fs::write(folder.path().join("households.csv"), "id\nx\n").unwrap();
    workbook(&folder.path().join("c.xlsx"), &[("Sheet 1", &[&["source"]]), ("Bìa", &[])]);
    assert_eq!(
        findings(folder.path()),
        [
            "E107 scenario.toml:4 found=../needs.csv",
            "E108 scenario.toml:5 found=household.csv nearest=households.csv",
            "E109 scenario.toml:7 found=Sheet 2 nearest=Sheet 1",
            "E110 scenario.toml:6 found=pairings.ods",
            "W104 households.csv found=households.csv nearest=households",
        ]
    );
}

#[test]
fn ragged_lines_unclosed_quotes_and_separators_are_named() {
    let folder = patched("areas.csv", "code;name;level\n01;a\n\n02;b;commune;x\n03;\"c;commune\n04;d;commune\n");
    assert_eq!(
        findings(folder.path()),
        ["E111 areas.csv:2 found=2", "E111 areas.csv:4 found=4", "E116 areas.csv:5", "W102 areas.csv found=; count=2",]
    );
}

#[test]
fn formula_errors_are_named_by_row_and_column() {
    let folder = good();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in (0..).zip(["source", "beneficiary", "package", "amount", "status"]) {
        sheet.write(0, column, text).unwrap();
        sheet.write(1, column, text).unwrap();
    }
    sheet.write_formula(1, 3, Formula::new("=A9").set_result("#REF!")).unwrap();
    workbook.save(folder.path().join("commitments.xlsx")).unwrap();
    assert_eq!(findings(folder.path()), ["E112 commitments.xlsx#Sheet1:2:amount found=#REF!"]);
    let (raw, _) = read_folder(folder.path());
    let table = &raw.tables[&TableName::Commitments];
    assert_eq!(table.cell(table.rows.first().unwrap(), "amount"), "");
}

#[test]
fn a_formula_without_its_value_is_no_blank_cell() {
    let cells = |row: &str, middle: &str| format!("<row>{row}{middle}</row>");
    let text = |text: &str| format!("<c t=\"str\"><v>{text}</v></c>");
    let headings = cells(&text("source"), &(text("amount") + &text("date")));
    let row = cells(&text("quy"), "<c><f>1+1</f><v></v></c><c t=\"str\"><f>\"\"</f><v></v></c>");
    let folder = good();
    fs::write(folder.path().join("commitments.xlsx"), bare_workbook(&format!("{headings}{row}"))).unwrap();
    assert_eq!(findings(folder.path()), ["E117 commitments.xlsx#S:2:amount"]);
}

/// The least that is a workbook, with one sheet `S` of the given rows.
fn bare_workbook(rows: &str) -> Vec<u8> {
    let schema = "http://schemas.openxmlformats.org";
    let relations = |kind: &str, target: &str| {
        let relation = format!("{schema}/officeDocument/2006/relationships/{kind}");
        format!(
            "<Relationships xmlns=\"{schema}/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{relation}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let main = format!("xmlns=\"{schema}/spreadsheetml/2006/main\"");
    let book = format!(
        "<workbook {main} xmlns:r=\"{schema}/officeDocument/2006/relationships\">\
         <sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>");
    stored_zip(&[
        ("_rels/.rels", &relations("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// A zip archive that compresses nothing.
fn stored_zip(files: &[(&str, &str)]) -> Vec<u8> {
    let number = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = number(archive.len());
        let size = number(text.len());
        let name_size = u16::try_from(name.len()).unwrap().to_le_bytes();
        let facts =
            [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc32(text.as_bytes()), &size, &size, &name_size, &[0; 2]].concat();
        archive.extend([b"PK\x03\x04", &facts[..], name.as_bytes(), text.as_bytes()].concat());
        directory.extend([b"PK\x01\x02\x14\0", &facts[..], &[0; 10], &offset, name.as_bytes()].concat());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let (start, size) = (number(archive.len()), number(directory.len()));
    archive.extend(directory);
    archive.extend([b"PK\x05\x06", &[0; 4][..], &count, &count, &size, &start, &[0; 2]].concat());
    archive
}

fn crc32(bytes: &[u8]) -> [u8; 4] {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    let sum = bytes.iter().fold(u32::MAX, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), step));
    (!sum).to_le_bytes()
}

#[test]
fn headings_are_judged() {
    let folder = patched("areas.csv", "Mã,code,name,level,tages,\n01,01,a,commune,x,y\n");
    fs::write(folder.path().join("needs.csv"), "Nguyễn Văn A,012345678901\nx,y\n").unwrap();
    assert_eq!(
        findings(folder.path()),
        [
            "E113 areas.csv:1:code key=code found=code",
            "E115 needs.csv:1",
            "W101 areas.csv:1:tages found=tages nearest=tags",
            "W106 areas.csv:1 count=1",
        ]
        .map(|line| line.replace("key=code found=code", "found=code key=code"))
    );
}

#[test]
fn empty_tables_are_named() {
    let folder = patched("areas.csv", "code,name,level\n,,\n");
    fs::write(folder.path().join("needs.csv"), "").unwrap();
    assert_eq!(findings(folder.path()), ["E114 areas.csv", "W103 needs.csv"]);
}

#[test]
fn files_and_sheets_that_nothing_reads_are_named() {
    let folder = patched("household.csv", "id\n1\n");
    workbook(&folder.path().join("scenario.xlsx"), &[("Ghi chú", &[&["x"]]), ("Danh sách hộ", &[&["x"]])]);
    assert_eq!(
        findings(folder.path()),
        [
            "W104 household.csv found=household.csv nearest=households",
            "W104 scenario.xlsx#Danh sách hộ found=scenario.xlsx#Danh sách hộ nearest=—",
        ]
    );
}

#[test]
fn a_guessed_sheet_is_named() {
    let folder = good();
    let rows: &[&[&str]] = &[&["beneficiary", "package"], &["h", "nha"]];
    let cover: &[&[&str]] = &[&["Danh mục"], &["xem trang A"]];
    workbook(&folder.path().join("needs.xlsx"), &[("Bìa", cover), ("A", rows), ("B", &[])]);
    assert_eq!(findings(folder.path()), ["W107 needs.xlsx#A found=A count=2"]);
    // What stands in a second list would be lost.
    workbook(&folder.path().join("needs.xlsx"), &[("A", rows), ("B", &[]), ("C", rows)]);
    assert_eq!(findings(folder.path()), ["E133 needs.xlsx#A count=2 found=A · C"]);
    workbook(&folder.path().join("needs.xlsx"), &[("A", rows), ("B", &[]), ("nhu cầu", rows)]);
    assert_eq!(findings(folder.path()), [""; 0]);
}

#[test]
fn columns_that_name_nothing_are_findings() {
    let folder = with_settings("[columns.areas]\n\"Tên xa\" = \"nam\"\n\"Cap\" = \"level\"\n\"Nhóm X\" = \"tags\"\n");
    assert_eq!(
        findings(folder.path()),
        [
            "E156 scenario.toml:4 key=columns.areas.Tên xa found=\"nam\" nearest=name",
            "W105 scenario.toml:5 found=Cap nearest=—",
            "W105 scenario.toml:6 found=Nhóm X nearest=—",
        ]
    );
}

#[test]
fn broken_toml_is_named_by_line() {
    let folder = patched("scenario.toml", "title = Lào Cai\nyear = 2026\n[fairness\n");
    assert_eq!(findings(folder.path()), ["E150 scenario.toml:1", "E150 scenario.toml:3"]);
    let folder = patched("scenario.toml", "title = \"a\"\nyear = 2026\ntitle = \"b\"\n");
    assert_eq!(findings(folder.path()), ["E150 scenario.toml:3"]);
}

#[test]
fn unknown_keys_are_all_named_with_the_nearest_known_one() {
    let folder = with_settings(
        "standart = \"x\"\n[fairness]\nstrenght = 1\n[severity]\nclass = { por = 1 }\n[tables]\nhousehold = \"a.csv\"\n\
         [[rule]]\nat_leest = 1\n[rule.where]\narea_tag = []\n[sweep]\naxes = 1\n[[sweep.axis]]\nset = \"a\"\nvalues = []\nvalue = 1\n",
    );
    let found = findings(folder.path());
    assert_eq!(
        found,
        [
            "E151 scenario.toml:3 key=standart nearest=standard",
            "E151 scenario.toml:5 key=fairness.strenght nearest=strength",
            "E151 scenario.toml:7 key=severity.class.por nearest=poor",
            "E151 scenario.toml:9 key=tables.household nearest=households",
            "E151 scenario.toml:11 key=rule[1].at_leest nearest=at_least",
            "E151 scenario.toml:13 key=rule[1].where.area_tag nearest=area_tags",
            "E151 scenario.toml:15 key=sweep.axes nearest=axis",
            "E151 scenario.toml:19 key=sweep.axis[1].value nearest=values",
        ]
    );
}

#[test]
fn wrong_kinds_words_and_numbers_are_all_named() {
    let folder = patched(
        "scenario.toml",
        "title = 5\nyear = \"x\"\n[objective]\nmaximize = \"x\"\n[fairness]\nstrength = 2\nover = \"comune\"\n[solve]\n\
         gap = -1e-4\ntime_limit = inf\n[severity]\nindicator = nan\ntags = { a = -1 }\n[funding]\npledge_rate = \"180%\"\n\
         [units]\nmoney = true\n[[rule]]\nat_least = nan\n",
    );
    assert_eq!(
        findings(folder.path()),
        [
            "E152 scenario.toml:1 key=title found=5",
            "E152 scenario.toml:2 key=year found=\"x\"",
            "E152 scenario.toml:17 key=units.money found=true",
            "E153 scenario.toml:4 key=objective.maximize found=\"x\" nearest=—",
            "E153 scenario.toml:7 key=fairness.over found=\"comune\" nearest=commune",
            "E154 scenario.toml:6 key=fairness.strength found=2",
            "E154 scenario.toml:9 key=solve.gap found=-1e-4",
            "E154 scenario.toml:10 key=solve.time_limit found=inf",
            "E154 scenario.toml:12 key=severity.indicator found=nan",
            "E154 scenario.toml:13 key=severity.tags.a found=-1",
            "E154 scenario.toml:15 key=funding.pledge_rate found=\"180%\"",
            "E154 scenario.toml:19 key=rule[1].at_least found=nan",
        ]
    );
}

#[test]
fn required_keys_are_named() {
    let folder = patched("scenario.toml", "[standards.x]\nmin_deprived = 3\nincome_line = { rural = 1 }\n");
    assert_eq!(
        findings(folder.path()),
        [
            "E155 scenario.toml:1 key=standards.x.indicators",
            "E155 scenario.toml:1 key=standards.x.valid_from",
            "E155 scenario.toml:1 key=standards.x.valid_to",
            "E155 scenario.toml:1 key=title",
            "E155 scenario.toml:1 key=year",
            "E155 scenario.toml:3 key=standards.x.income_line.urban",
        ]
    );
}

#[test]
fn indicators_are_columns_of_their_own() {
    let own = |list: &str| {
        let dates = "valid_from = 2026-01-01\nvalid_to = 2026-12-31\nmin_deprived = 1\n";
        let lines = "income_line = { rural = 1, urban = 2 }\n";
        findings(with_settings(&format!("[standards.x]\n{dates}{lines}indicators = {list}\n")).path())
    };
    assert_eq!(own("[\"water\", \"Water\"]"), ["E157 scenario.toml:8 key=standards.x.indicators found=\"Water\""]);
    assert_eq!(own("[\"class\"]"), ["E157 scenario.toml:8 key=standards.x.indicators found=\"class\""]);
    let many: Vec<String> = (0..33).map(|number| format!("\"i{number}\"")).collect();
    assert_eq!(own(&format!("[{}]", many.join(","))).len(), 1);
}

/// All codes that the sources of this module name.
fn codes(text: &str) -> std::collections::BTreeSet<&str> {
    text.split('"')
        .filter(|word| {
            word.len() == 4 && word.starts_with(['E', 'W']) && word.chars().skip(1).all(|l| l.is_ascii_digit())
        })
        .collect()
}

#[test]
fn every_code_has_sentences_a_heading_and_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let sources =
        ["input.rs", "input/locate.rs", "input/section.rs", "input/settings.rs", "input/shelf.rs", "input/table.rs"];
    let sources: Vec<String> = sources.iter().map(|file| read(&format!("src/{file}"))).collect();
    let sources = sources.join("\"");
    let tests = ["tests.rs", "tests/encoding.rs", "tests/limits.rs", "tests/structure.rs"]
        .map(|file| read(&format!("src/input/{file}")))
        .concat();
    let docs = read("docs/findings.md");
    let vi = Catalogue::new(Language::Vi);
    assert!(codes(&sources).len() > 25);
    for code in codes(&sources) {
        assert!(tests.contains(&format!("\"{code}")), "no test for {code}");
        assert!(docs.contains(&format!("## {code} · ")), "no heading for {code}");
        assert!(vi.has(&format!("find-{}-cause", code.to_lowercase())), "no sentence for {code}");
    }
}
