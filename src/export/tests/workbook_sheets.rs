//! The workbook as other programs read it: what stands where, and formulas whose values are right before anybody
//! computes them.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::{run, scenario};
use crate::domain::tables::{AwardRow, AwardStatus, Tables, WaitingRow};
use crate::domain::{Scenario, SourceStatus};
use crate::export::{words, workbook};
use crate::units::{Share, Vnd};

/// A sheet: its name, values and formulas.
struct Read {
    name: String,
    values: Range<Data>,
    formulas: Range<String>,
}

impl Read {
    /// The row that begins so, as texts.
    fn row(&self, start: &str) -> Vec<String> {
        let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut rows = self.values.rows().map(texts);
        rows.find(|row| row.first().is_some_and(|first| first == start)).unwrap_or_default()
    }

    /// All texts.
    fn text(&self) -> String {
        self.values.cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>().join("\n")
    }

    fn number(&self, cell: (u32, u32)) -> f64 {
        match self.values.get_value(cell) {
            Some(Data::Float(number)) => *number,
            Some(Data::Int(number)) => f64::from(i32::try_from(*number).unwrap()),
            _ => 0.0,
        }
    }

    fn formula(&self, cell: (u32, u32)) -> &str {
        self.formulas.get_value(cell).map_or("", String::as_str)
    }

    /// Cells with a formula, and what it gives: a sum of its range, without other subtotals where it is one.
    fn sums(&self) -> Vec<((u32, u32), f64)> {
        let start = self.formulas.start().unwrap_or_default();
        let at = |(row, column, _): &(usize, usize, &String)| {
            (start.0 + u32::try_from(*row).unwrap(), start.1 + u32::try_from(*column).unwrap())
        };
        let filled = self.formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty());
        filled.map(|cell| (at(&cell), self.sum(cell.2))).collect()
    }

    fn sum(&self, formula: &str) -> f64 {
        if formula == "0" {
            return 0.0;
        }
        let is_subtotal = formula.starts_with("SUBTOTAL(9,");
        let range = formula.trim_start_matches("SUBTOTAL(9,").trim_start_matches("SUM(").trim_end_matches(')');
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        let ((top, left), (bottom, right)) = (place(first), place(last));
        let cells = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        let counted = cells.filter(|&cell| !is_subtotal || !self.formula(cell).starts_with("SUBTOTAL"));
        counted.map(|cell| self.number(cell)).sum()
    }
}

/// Row and column, from 0, of a name such as `I12`.
fn place(name: &str) -> (u32, u32) {
    let digits = name.find(|letter: char| letter.is_ascii_digit()).unwrap();
    let (letters, digits) = name.split_at(digits);
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    (digits.parse::<u32>().unwrap() - 1, column - 1)
}

fn sheets(tables: &Tables) -> Vec<Read> {
    sheets_of(&scenario(), tables)
}

fn sheets_of(scenario: &Scenario, tables: &Tables) -> Vec<Read> {
    let bytes = workbook::bytes(scenario, tables).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let read = |name: String| {
        let (values, formulas) = (book.worksheet_range(&name).unwrap(), book.worksheet_formula(&name).unwrap());
        Read { name, values, formulas }
    };
    names.into_iter().map(read).collect()
}

fn sheet<'a>(sheets: &'a [Read], name: &str) -> &'a Read {
    sheets.iter().find(|sheet| sheet.name == name).unwrap()
}

#[test]
fn the_sheets_stand_in_the_order_of_the_contract_each_with_motto_title_and_signatures() {
    let sheets = sheets(&run());
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let expected = [
        "Phân bổ theo xã",
        "Hộ được hỗ trợ",
        "Theo nhà tài trợ",
        "Đối chiếu nguồn – chi",
        "Chưa được hỗ trợ",
        "Phụ lục I",
        "Phụ lục II",
        "Nhận giúp đỡ",
    ];
    assert_eq!(names, expected);
    for sheet in &sheets {
        let text = sheet.text();
        for needed in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "NGƯỜI LẬP BIỂU", "KẾ TOÁN"]
        {
            assert!(text.contains(needed), "{} lacks {needed}", sheet.name);
        }
        assert!(!text.contains("012345678901"), "{} shows an identity number", sheet.name);
    }
    assert!(sheet(&sheets, "Phân bổ theo xã").text().contains("BIỂU PHÂN BỔ KINH PHÍ HỖ TRỢ THEO XÃ, PHƯỜNG"));
}

#[test]
fn the_value_saved_with_each_formula_is_its_sum() {
    let mut seen = 0;
    for sheet in &sheets(&run()) {
        for (cell, sum) in sheet.sums() {
            assert!((sheet.number(cell) - sum).abs() < 0.5, "{} {cell:?}: {}", sheet.name, sheet.formula(cell));
            seen += 1;
        }
    }
    assert!(seen > 10, "few formulas: {seen}");
}

#[test]
fn totals_and_their_words_are_those_of_the_tables() {
    let mut run = run();
    run.pairings.last_mut().unwrap().household = Some("h1".to_owned());
    let sheets = sheets(&run);
    let all = |award: &&AwardRow| award.status != AwardStatus::Outside;
    // The annexes hold what this decision grants, not what was promised before.
    let new = |award: &&AwardRow| award.status == AwardStatus::New;
    let paid = |is_counted: &dyn Fn(&&AwardRow) -> bool| -> Vnd {
        run.awards.iter().filter(is_counted).map(|award| award.amount).sum()
    };
    let tables = ["Phân bổ theo xã", "Hộ được hỗ trợ", "Theo nhà tài trợ"].map(|name| (name, paid(&all)));
    for (name, paid) in tables.into_iter().chain(["Phụ lục I", "Phụ lục II"].map(|name| (name, paid(&new)))) {
        let spoken = words::dong(paid);
        let sheet = sheet(&sheets, name);
        assert!(sheet.row("Tổng cộng").contains(&paid.dong().to_string()), "{name}: {:?}", sheet.row("Tổng cộng"));
        assert!(sheet.text().to_lowercase().contains(&format!("bằng chữ: {spoken}.")), "{name}");
    }
    // The two statuses of one cow are one row; a name is never a formula.
    let household = sheet(&sheets, "Hộ được hỗ trợ").row("1");
    assert_eq!(household, ["1", "'=1+1", "1970", "", "Xã Mường Tè", "Bò giống", "10000000", "", ""]);
    let sources = sheet(&sheets, "Đối chiếu nguồn – chi").text();
    assert!(sources.contains("Còn ít hơn một suất (hoặc mức tối thiểu) của mọi nhu cầu còn thiếu"));
    let pairs = sheet(&sheets, "Nhận giúp đỡ").text();
    for told in ["Quỹ, \"Vì người nghèo\"", "Xã Mường Tè", "'=1+1", "Giữ nguyên", "Mới chọn"] {
        assert!(pairs.contains(told), "{told}: {pairs}");
    }
    let unserved = sheet(&sheets, "Chưa được hỗ trợ").text();
    assert!(unserved.contains("Nguồn được phép chi còn dư nhưng ít hơn một suất (hoặc mức tối thiểu)"));
    let noted = sheet(&sheets, "Phân bổ theo xã").text();
    assert!(noted.contains("Đã hứa hoặc đã chi trước: 2.500.000 đồng"));
}

#[test]
fn an_empty_run_still_makes_a_workbook() {
    let empty = Tables {
        awards: Vec::new(),
        transfers: Vec::new(),
        waiting: Vec::new(),
        blocks: Vec::new(),
        unserved: Vec::new(),
        communes: Vec::new(),
        groups: Vec::new(),
        sources: Vec::new(),
        ..run()
    };
    let sheets = sheets(&empty);
    let communes = sheet(&sheets, "Phân bổ theo xã");
    assert!(communes.row("Tổng cộng").contains(&"0".to_owned()), "{:?}", communes.row("Tổng cộng"));
    assert!(communes.text().contains("Bằng chữ: Không đồng."));
}

#[test]
fn money_that_is_not_there_yet_is_told_on_every_sheet_that_counts_it() {
    let mut pledged = scenario();
    let source = pledged.sources.first_mut().unwrap();
    (source.status, source.rate) = (SourceStatus::Pledged, Share::parse("0.8").unwrap());
    let row = WaitingRow {
        source: "quy".to_owned(),
        beneficiary: "h1".to_owned(),
        package: "cow".to_owned(),
        amount: Vnd::new(7_500_000),
    };
    let tables = Tables { waiting: vec![row], ..run() };
    let sheets = sheets_of(&pledged, &tables);
    let waits = "Chờ tiền đăng ký của Quỹ, \"Vì người nghèo\": 7.500.000 đồng";
    assert!(sheet(&sheets, "Phân bổ theo xã").text().contains(waits));
    assert_eq!(sheet(&sheets, "Hộ được hỗ trợ").row("1").last().unwrap(), waits);
    let donors = sheet(&sheets, "Theo nhà tài trợ").text();
    assert!(donors.contains("Quỹ, \"Vì người nghèo\" (Đăng ký × 80 %)"), "{donors}");
    assert!(sheet(&sheets, "Đối chiếu nguồn – chi").row("1").contains(&"Đăng ký × 80 %".to_owned()));
}
