//! Rows of a sheet that are no data: totals, and the signatures at its end. A row is left out only where nothing in it
//! could be data; whatever is left stays, and is judged as data.

use super::grid::Grid;
use super::groups::is_lone_label;
use super::text::{even_tones, fold};
use crate::domain::raw::RawRow;

/// Words, folded, that begin a total row and are all of its label.
const TOTALS: [&str; 6] = ["cong", "tong", "tongcong", "tongso", "tongcongtoanxa", "tongcongtoantinh"];
/// First words of the label of a total row (`Cộng thôn Nà Cà`). Accents count: people are called Tống or Công.
const TOTAL_WORDS: [&str; 2] = ["cộng", "tổng"];
/// How the labels of signatures and of notes below a table begin, folded.
const SIGNATURES: [&str; 14] = [
    "nguoilap",
    "nguoitonghop",
    "tmuyban",
    "tmubnd",
    "tmubmttq",
    "tmmattran",
    "tmbanthuongtruc",
    "kychucdanh",
    "kyghiro",
    "kyten",
    "xacnhancua",
    "noinhan",
    "ghichu",
    "ktchutich",
];
/// Words after a figure of a total row, folded.
const COUNTED: [&str; 8] = ["ho", "khau", "nhankhau", "nguoi", "nha", "suat", "dong", "trieudong"];

/// What was left out of a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Footer {
    /// Rows of totals.
    pub(super) totals: Vec<u32>,
    /// Rows of signatures.
    pub(super) signatures: Vec<u32>,
    /// Totals that disagree with the rows above them.
    pub(super) wrong: Vec<WrongTotal>,
}

/// A figure of a total row that is neither the sum of the cells above it nor the number of rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrongTotal {
    /// Its row.
    pub(super) row: u32,
    /// Position of its heading.
    pub(super) heading: usize,
    /// What it says.
    pub(super) stated: i128,
    /// What the cells above it add up to.
    pub(super) sum: i128,
    /// How many rows stand above it.
    pub(super) rows: usize,
}

/// Takes total rows and the signatures out of a sheet; `required` are the positions of its columns that data must fill.
pub(super) fn take_out(grid: &mut Grid, required: &[usize]) -> Footer {
    let mut footer = Footer::default();
    let rows = std::mem::take(&mut grid.rows);
    let end = signatures_from(&rows, required);
    let mut since_total = 0;
    for (position, row) in rows.into_iter().enumerate() {
        if position >= end {
            footer.signatures.push(row.number);
        } else if is_total(&row) {
            let part = grid.rows.get(since_total..).unwrap_or_default();
            compare(&row, [&grid.rows, part], &mut footer.wrong);
            footer.totals.push(row.number);
            since_total = grid.rows.len();
        } else {
            grid.rows.push(row);
        }
    }
    grid.broken.retain(|cell| !footer.totals.contains(&cell.row) && !footer.signatures.contains(&cell.row));
    footer
}

fn filled(row: &RawRow) -> impl Iterator<Item = &str> {
    row.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty())
}

/// A label of a total, then nothing but figures, at least one.
fn is_total(row: &RawRow) -> bool {
    let mut cells = filled(row);
    let is_label = cells.next().is_some_and(is_total_label);
    let mut figures = cells.peekable();
    is_label && figures.peek().is_some() && figures.all(is_figure)
}

fn is_total_label(label: &str) -> bool {
    let label = label.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let is_word = |word: &str| TOTAL_WORDS.contains(&even_tones(word).as_ref());
    // A donor may be a `Tổng công ty`.
    let is_firm = fold(&label).starts_with("tongcongty");
    TOTALS.contains(&fold(&label).as_str()) || !is_firm && label.split_whitespace().next().is_some_and(is_word)
}

/// A number, alone or with what it counts: `4 hộ`.
fn is_figure(cell: &str) -> bool {
    let number = cell.trim_end_matches(|letter: char| letter.is_alphabetic() || letter.is_whitespace());
    let counted = cell.get(number.len()..).map(fold).unwrap_or_default();
    is_number(number) && (counted.is_empty() || COUNTED.contains(&counted.as_str()))
}

fn is_number(cell: &str) -> bool {
    cell.contains(|letter: char| letter.is_ascii_digit())
        && cell.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\u{A0}' | '-'))
}

/// Position of the first row of the signatures that end a sheet: each from there on is a signature, or fills fewer
/// cells than any row of data before them (rows that name an area are none) and lacks what data must have.
fn signatures_from(rows: &[RawRow], required: &[usize]) -> usize {
    let Some(first) = rows.iter().position(is_signature) else { return rows.len() };
    let (data, end) = rows.split_at(first);
    let data = data.iter().filter(|row| !is_total(row) && !is_lone_label(row)).map(|row| filled(row).count());
    let sparsest = data.min().unwrap_or_default();
    let is_filled = |row: &RawRow, position: &usize| row.cells.get(*position).is_some_and(|cell| !cell.is_empty());
    let may_be_data = |row: &RawRow| !required.is_empty() && required.iter().all(|position| is_filled(row, position));
    let is_over = end.iter().all(|row| is_signature(row) || filled(row).count() < sparsest && !may_be_data(row));
    if is_over { first } else { rows.len() }
}

/// Whether every cell of a row is the label of a signature or a date in words (`Lai Châu, ngày … tháng … năm …`).
fn is_signature(row: &RawRow) -> bool {
    filled(row).all(|cell| {
        let folded = fold(cell);
        let mut words = ["ngay", "thang", "nam"].into_iter();
        SIGNATURES.iter().any(|label| folded.starts_with(label)) || words.all(|word| folded.contains(word))
    })
}

/// The columns of a total row against the cells above it: all of them, or those since the total before.
fn compare(total: &RawRow, above: [&[RawRow]; 2], wrong: &mut Vec<WrongTotal>) {
    let cell = |row: &RawRow, heading: usize| row.cells.get(heading).and_then(|text| whole(text));
    let or_blank = |row: &RawRow, heading: usize| {
        if row.cells.get(heading).is_some_and(String::is_empty) { Some(0) } else { cell(row, heading) }
    };
    for heading in 0..total.cells.len() {
        let Some(stated) = cell(total, heading) else { continue };
        let sum = |rows: &[RawRow]| rows.iter().map(|row| or_blank(row, heading)).sum::<Option<i128>>();
        let is_right = above.iter().any(|rows| sum(rows) == Some(stated) || i128::try_from(rows.len()) == Ok(stated));
        if let (false, [all, _]) = (is_right, above)
            && let Some(sum) = sum(all)
        {
            wrong.push(WrongTotal { row: total.number, heading, stated, sum, rows: all.len() });
        }
    }
}

/// A whole number, with or without groups of thousands.
fn whole(text: &str) -> Option<i128> {
    let mut groups = text.split(['.', ',', ' ', '\u{A0}']);
    let head = groups.next().filter(|head| !head.is_empty())?;
    let rest: Vec<&str> = groups.collect();
    let are_thousands = rest.is_empty() || head.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    let digits = [head, &rest.concat()].concat();
    (are_thousands && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}
