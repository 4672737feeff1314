//! The public folder: nothing personal beyond page 1's list stands in it, in a log or in a finding; `--profile` says and
//! does which columns and files go where; the second opinion sees every change.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use chungtay::domain::profiles::{PUBLIC_FILES, Reach, reach};
use chungtay::domain::raw::TableName;
use chungtay::input::headings::columns_of;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Patched, broken, chungtay, folder_of, names};

/// What stands in no file of a run, no log and no finding: ID numbers, and columns that the program does not know
/// (phone, ethnicity, religion, bank account, health).
const SECRETS: [&str; 6] = ["0270913", "+84 987 654 32", "Mảng-XQ", "Tin Lành-XQ", "970422991", "suy thận-XQ"];

/// What only the office may see: ids, tags, scores, official counts of the poor.
const INTERNAL: [&str; 7] = ["HO-XQ-", "dan_toc_xq", "khuyet_tat_xq", "113.579", "113579", "1357", "NGUON-XQ"];

const FILES: [&str; 6] =
    ["cong-khai.html", "cong-khai.xlsx", "danh-sach-ho.csv", "report.html", "theo-nha-tai-tro.csv", "theo-xa.csv"];

/// 25 households of two communes, two programmes and two donors; names that a spreadsheet or browser would run.
fn town() -> Patched {
    let mut households = "id,area,head_name,national_id,birth_year,members,class,b1,tags,Số điện thoại,Dân tộc,\
                          Tôn giáo,Số tài khoản,Bệnh\n"
        .to_owned();
    let mut needs = "beneficiary,package\n".to_owned();
    for number in 0..25 {
        let area = if number < 13 { "31001" } else { "31002v" };
        let head = match number {
            0 => "=1+1".to_owned(),
            1 => "<script>alert(1)</script> & \"An\"".to_owned(),
            _ => format!("Lò Văn {number:02}"),
        };
        let class = if number % 3 == 0 { "near_poor" } else { "poor" };
        let head = head.replace('"', "\"\"");
        let row = format!(
            "HO-XQ-{number:02},{area},\"{head}\",0270913{number:05},{},4,{class},113.579,dan_toc_xq; khuyet_tat_xq,\
             +84 987 654 32{number:02},Mảng-XQ,Tin Lành-XQ,970422991{number:07},suy thận-XQ\n",
            1960 + number
        );
        households.push_str(&row);
        let package = if matches!(number, 3 | 4 | 9) { "house" } else { "cow" };
        needs.extend(["HO-XQ-", &format!("{number:02}"), ",", package, "\n"]);
        if number > 18 {
            needs.extend(["HO-XQ-", &number.to_string(), ",house\n"]);
        }
    }
    folder_of(&[
        ("scenario.toml", "title = \"Kế hoạch <thử>\"\nyear = 2026\n\n[document]\ndecision = \"12/QĐ-MTTQ\"\n"),
        (
            "areas.csv",
            "code,name,level,parent,households,poor_households,near_poor_households\n31,Tỉnh,province,,,,\n\
             31001,Xã Một,commune,31,4000,1357,40\n31002,Xã Hai,commune,31,4000,1357,40\n31002v,Bản Hai,village,31002,,,\n",
        ),
        ("households.csv", &households),
        (
            "packages.csv",
            "id,name,purpose,unit_cost\nhouse,Xây nhà,housing,60000000\ncow,Bò giống,livelihood,10000000\n",
        ),
        ("needs.csv", &needs),
        (
            "sources.csv",
            "id,name,kind,amount,packages\nNGUON-XQ1,Quỹ tỉnh,fund,900000000,\nNGUON-XQ2,Công ty B,donor,120000000,house\n",
        ),
    ])
}

/// A run of the town.
struct Run {
    _place: tempfile::TempDir,
    folder: PathBuf,
    scenario: Patched,
    said: Vec<u8>,
}

impl Run {
    fn of(scenario: Patched, words: &[&str]) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("run");
        let mut command = chungtay();
        command.args(["allocate", "-v", "--format", "json", "--out"]).arg(&folder).args(words).arg(scenario.path());
        let output = command.assert().success().get_output().clone();
        let said = [output.stdout, output.stderr].concat();
        Self { _place: place, folder, scenario, said }
    }

    fn public(&self) -> PathBuf {
        self.folder.join("cong-khai")
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.public().join(file)).unwrap()
    }

    /// Changes a public file as a forger would: the hash in `summary.json` too.
    fn forge(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "{file} must hold {old:?}: {text}");
        self.replace(file, text.replacen(old, new, 1).as_bytes());
    }

    fn replace(&self, file: &str, content: &[u8]) {
        fs::write(self.public().join(file), content).unwrap();
        let path = self.folder.join("summary.json");
        let mut summary: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let hash: Vec<String> = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
        summary["public"][file] = Value::String(hash.concat());
        fs::write(path, serde_json::to_string(&summary).unwrap()).unwrap();
    }

    fn broken(&self) -> Vec<String> {
        let mut command = chungtay();
        command.args(["verify", "--format", "json", "--scenario"]).arg(self.scenario.path()).arg(&self.folder);
        let output = command.output().unwrap();
        let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
        let rules = judged["violations"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap().to_owned());
        let mut rules: Vec<String> = rules.collect();
        rules.dedup();
        rules
    }
}

/// A file as bytes; a workbook as the bytes of all its parts.
fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_none_or(|end| end != "xlsx") {
        return bytes;
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for position in 0..archive.len() {
        archive.by_index(position).unwrap().read_to_end(&mut all).unwrap();
    }
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

fn assert_free(bytes: &[u8], words: &[&str], what: &str) {
    for word in words {
        assert!(!holds(bytes, word), "{what} holds {word}");
    }
}

#[test]
fn nothing_personal_beyond_the_list_is_public_or_logged() {
    let run = Run::of(town(), &[]);
    assert_eq!(names(&run.public()), FILES);
    for file in FILES {
        let bytes = unpacked(&run.public().join(file));
        assert_free(&bytes, &SECRETS, file);
        assert_free(&bytes, &INTERNAL, file);
        assert!(holds(&bytes, "Bò giống"), "{file} is read as text");
    }
    for file in names(&run.folder).iter().filter(|file| *file != "cong-khai") {
        assert_free(&unpacked(&run.folder.join(file)), &SECRETS, file);
    }
    assert_free(&run.said, &SECRETS, "what allocate says");
    assert_free(&run.said, &["HO-XQ-", "113.579", "Lò Văn"], "what allocate says");
    for (words, file) in [(&["check", "--profile"][..], run.scenario.path()), (&["verify"], &run.folder)] {
        for format in ["text", "json"] {
            let mut command = chungtay();
            let output = command.args(words).args(["--format", format]).arg(file).output().unwrap();
            assert_free(&[output.stdout, output.stderr].concat(), &SECRETS, words[0]);
        }
    }
}

#[test]
fn findings_about_shifted_and_broken_rows_show_no_number_of_a_person() {
    // CCCD, phone and account slipped into columns that the program reads; an ID number that stands twice.
    let row = |cells: &str| format!("HO-XQ-9{cells}");
    let shifted = town()
        .with_row("households.csv", &row("1,027091300001,An,,1980,4,poor,,"))
        .with_row("households.csv", &row("2,31001,An,,0987654321,4,027091300002,,"))
        .with_row("households.csv", &row("3,31001,An,,1980,+84987654321,poor,970422991000001,"))
        .with_row("households.csv", &row("4,31001,An,,1980,4,0987 654 321,0987654321,"))
        .with_row("households.csv", &row("5,31001,Lò Văn 05,027091300005,1965,4,poor,,"));
    for (command, out) in [("check", false), ("allocate", true)] {
        for (language, format) in [("vi", "text"), ("vi", "json"), ("en", "text"), ("en", "json")] {
            let place = tempfile::tempdir().unwrap();
            let mut call = chungtay();
            call.args([command, "--lang", language, "--format", format]).arg(shifted.path());
            if out {
                call.arg("--out").arg(place.path().join("run"));
            }
            let output = call.assert().code(3).get_output().clone();
            let said = [output.stdout, output.stderr].concat();
            assert!(holds(&said, "households.csv"), "the findings are there");
            assert_free(&said, &SECRETS, command);
            assert_free(&said, &["0987", "84987", "970422"], command);
            assert_eq!(names(place.path()), Vec::<String>::new());
        }
    }
}

#[test]
fn the_list_says_head_year_village_programme_amount_and_decision() {
    let run = Run::of(town(), &[]);
    let list = run.read("danh-sach-ho.csv");
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines[0], "number,head_name,birth_year,commune,village,programme,amount,decision");
    assert_eq!(lines[1], "1,\"<script>alert(1)</script> & \"\"An\"\"\",1961,Xã Một,,Bò giống,10000000,12/QĐ-MTTQ");
    assert!(lines.contains(&"2,'=1+1,1960,Xã Một,,Bò giống,10000000,12/QĐ-MTTQ"), "{list}");
    assert!(list.contains(",Lò Văn 24,1984,Xã Hai,Bản Hai,Xây nhà,60000000,12/QĐ-MTTQ\n"), "{list}");
    assert!(!list.contains('\r') && list.ends_with('\n'));
    let page = run.read("cong-khai.html");
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"vi\">") && page.contains("default-src 'none'"));
    assert!(page.contains("&lt;script&gt;alert(1)") && page.contains("Kế hoạch &lt;thử&gt;"));
    assert_eq!(page.matches("<script>").count(), 1, "the only script is the page's own");
    for word in ["http:", "https:", "//", "src=", "url(", "@import"] {
        let found = page.lines().find(|line| line.contains(word));
        assert_eq!(found, None, "the page asks for nothing: {word}");
    }
    assert!(page.contains("<th scope=\"col\">Họ và tên chủ hộ</th>") && page.contains("@media print"));
}

#[test]
fn sums_of_fewer_than_five_households_are_withheld_and_what_gives_them_away() {
    let run = Run::of(town(), &[]);
    // Xã Một: ten cows and three houses; Xã Hai: twelve cows and six houses; Công ty B: two houses.
    assert_eq!(
        run.read("theo-xa.csv"),
        "level,code,commune,programme,households,amount\n\
         commune,31001,Xã Một,,*,*\n\
         commune_programme,31001,Xã Một,Bò giống,10,100000000\n\
         commune_programme,31001,Xã Một,Xây nhà,*,*\n\
         commune,31002,Xã Hai,,*,*\n\
         commune_programme,31002,Xã Hai,Bò giống,12,120000000\n\
         commune_programme,31002,Xã Hai,Xây nhà,*,*\n\
         programme,,,Bò giống,22,220000000\n\
         programme,,,Xây nhà,9,540000000\n\
         total,,,,*,760000000\n"
    );
    assert_eq!(run.broken(), Vec::<String>::new());
}

#[test]
fn the_second_opinion_sees_every_change_of_the_public_folder() {
    let run = Run::of(town(), &[]);
    let page = run.read("cong-khai.html");
    let absent = |file: &str| {
        let run = Run::of(town(), &[]);
        if file.is_empty() {
            fs::remove_dir_all(run.public()).unwrap();
        } else {
            fs::remove_file(run.public().join(file)).unwrap();
        }
        run.broken()
    };
    assert_eq!(absent(""), ["public"]);
    assert_eq!(absent("theo-xa.csv"), ["missing"]);
    fs::write(run.public().join("cccd.csv"), "x").unwrap();
    assert_eq!(run.broken(), ["unexpected"]);
    fs::remove_file(run.public().join("cccd.csv")).unwrap();
    // An edit alone is seen by its hash, a forged hash by what it stands for.
    fs::write(run.public().join("cong-khai.html"), page.replace("1961", "1962")).unwrap();
    assert_eq!(run.broken(), ["public"]);
    fs::write(run.public().join("cong-khai.html"), &page).unwrap();
    assert_eq!(run.broken(), Vec::<String>::new());
    for (file, old, new, rules) in [
        ("danh-sach-ho.csv", ",1961,", ",1962,", &["public"][..]),
        ("danh-sach-ho.csv", ",decision\n", ",national_id\n", &["columns"]),
        ("danh-sach-ho.csv", "'=1+1", "=1+1", &["formula"]),
        ("theo-xa.csv", "Bò giống,10,100000000", "Bò giống,11,100000000", &["public"]),
        ("theo-xa.csv", "Xã Một,Xây nhà,*,*", "Xã Một,Xây nhà,*,180000000", &["public_small", "public"]),
        ("theo-xa.csv", "Xã Một,Xây nhà,*,*", "Xã Một,Xây nhà,3,*", &["public_small", "public_found", "public"]),
        ("theo-xa.csv", "Xã Hai,Xây nhà,*,*", "Xã Hai,Xây nhà,*,360000000", &["public_found", "public"]),
        ("theo-xa.csv", "Xã Hai,,*,*", "Xã Hai,,*,480000000", &["public_found", "public"]),
        ("theo-xa.csv", "total,,,,*", "total,,,,25", &["public_found", "public"]),
        ("theo-xa.csv", "Xã Một,,*", "Xã Một,,13", &["public_found", "public"]),
        ("cong-khai.html", "</main>", "<img src=\"http://x/\"></main>", &["unreadable"]),
        ("cong-khai.html", "<td>Bò giống</td>", "<td>Bò giống 027091300001</td>", &["public"]),
        ("report.html", "</noscript>", "</noscript><img src=\"http://x/\">", &["unreadable"]),
        ("report.html", "\"Bò giống\"", "\"Bò giống 027091300001\"", &["public"]),
        ("report.html", "\"data\":[540000000", "\"data\":[180000000", &["public"]),
        ("report.html", "\"760.000.000\"", "\"180.000.000\"", &["public"]),
        ("report.html", "[null,10,null,null,12,", "[null,10,3,null,12,", &["public"]),
    ] {
        let before = fs::read(run.public().join(file)).unwrap();
        run.forge(file, old, new);
        assert_eq!(run.broken(), rules, "{file}: {old} → {new}");
        run.replace(file, &before);
    }
    run.replace("cong-khai.xlsx", &fs::read(run.folder.join("bieu-phan-bo.xlsx")).unwrap());
    assert_eq!(run.broken(), ["unreadable"]);
}

#[test]
fn a_profile_says_which_files_stay() {
    let (all, internal, public) = (
        Run::of(town(), &["--profile", "all"]),
        Run::of(town(), &["--profile", "internal"]),
        Run::of(town(), &["--profile", "public", "--jobs", "1"]),
    );
    assert!(!internal.public().exists() && internal.folder.join("awards.csv").is_file());
    assert_eq!(internal.broken(), Vec::<String>::new(), "an internal run promises no public folder");
    fs::create_dir(internal.public()).unwrap();
    assert_eq!(internal.broken(), ["public"], "and must have none");
    assert_eq!(names(&public.folder), ["cong-khai"]);
    for file in FILES {
        let same = fs::read(all.public().join(file)).unwrap() == fs::read(public.public().join(file)).unwrap();
        assert!(same, "{file} is the same in equal runs");
    }
    assert!(all.folder.join("bieu-phan-bo.xlsx").is_file());
    chungtay().args(["allocate", "--profile", "secret"]).arg(all.scenario.path()).assert().code(2);
}

#[test]
fn check_says_where_every_column_and_file_goes() {
    for language in ["vi", "en"] {
        let scenario = town();
        let mut command = chungtay();
        command.args(["check", "--profile", "--format", "json", "--lang", language]).arg(scenario.path());
        let output = command.assert().success().get_output().clone();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let lines = answer["profiles"]["input"].as_array().unwrap();
        let known: BTreeMap<(String, String), String> =
            lines.iter().map(|line| ((text(line, "table"), text(line, "column")), text(line, "reach"))).collect();
        for table in TableName::ALL {
            for (column, _) in columns_of(table) {
                assert!(known.contains_key(&(table.as_str().to_owned(), (*column).to_owned())), "{column}");
            }
        }
        let public: Vec<&str> =
            known.iter().filter(|(_, reach)| *reach == "public").map(|((_, column), _)| column.as_str()).collect();
        assert_eq!(public, ["code", "name", "area", "birth_year", "head_name", "name", "name"]);
        assert_eq!(known[&("households".to_owned(), "national_id".to_owned())], "nowhere");
        let unknown: Vec<(String, String)> = lines
            .iter()
            .filter(|line| line["column"].is_null())
            .map(|line| (text(line, "heading"), text(line, "reach")))
            .collect();
        assert_eq!(unknown.len(), 5);
        assert!(unknown.contains(&("Dân tộc".to_owned(), "nowhere".to_owned())), "{unknown:?}");
        let files = answer["profiles"]["run"].as_array().unwrap();
        let run = Run::of(town(), &[]);
        for file in names(&run.folder).iter().filter(|file| *file != "cong-khai") {
            assert!(
                files.iter().any(|line| text(line, "file") == *file && text(line, "reach") == "internal"),
                "{file}"
            );
        }
        for file in FILES {
            let file = format!("cong-khai/{file}");
            assert!(files.iter().any(|line| text(line, "file") == file && text(line, "reach") == "public"), "{file}");
        }
        let mut command = chungtay();
        let said = command.args(["check", "--profile", "--lang", language]).arg(scenario.path()).output().unwrap();
        let word = if language == "vi" { "Không ghi vào tệp nào" } else { "No file" };
        assert!(String::from_utf8(said.stderr).unwrap().contains(word));
    }
    assert_eq!(reach(TableName::Households, None), Reach::Nowhere);
    assert_eq!(reach(TableName::Households, Some("own_indicator")), Reach::Internal);
    for file in PUBLIC_FILES {
        assert!(!file.columns.iter().any(|column| ["id", "national_id", "class", "b1", "tags"].contains(column)));
    }
}

#[test]
fn every_small_scenario_has_a_public_folder_that_the_second_opinion_accepts() {
    for scenario in ["commitments", "divisible", "in-kind", "relief", "villages", "partners", "max-min"] {
        let place = tempfile::tempdir().unwrap();
        let run = place.path().join("run");
        let from = crate::support::root().join("scenarios").join(scenario);
        chungtay().args(["allocate", "-q", "--out"]).arg(&run).arg(&from).assert().success();
        assert_eq!(names(&run.join("cong-khai")), FILES, "{scenario}");
        assert_eq!(broken(&run), Vec::<String>::new(), "{scenario}");
    }
}
