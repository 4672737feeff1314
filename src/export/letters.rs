//! A commune's letter as a web page that prints on A4, and as a Word document. Both show the same [`Sheet`].

mod docx;
mod html;

use std::fs;
use std::io;
use std::path::Path;

use super::blocks::blocked;
use super::page::escape;
use super::workbook::letterhead::{or_dots, place_and_date};
use crate::domain::Settings;
use crate::domain::explanation::Open;
use crate::domain::letters::{Letter, PurposeLine};
use crate::messages::Catalogue;
use crate::units::Vnd;

/// How names of communes begin.
const KINDS: [&str; 4] = ["Xã ", "Phường ", "Thị trấn ", "Đặc khu "];

/// Everything that a letter says, ready to be set.
struct Sheet {
    superior: String,
    office: String,
    country: String,
    motto: String,
    date: String,
    title: String,
    plan: String,
    to: String,
    asked: String,
    /// Blank where everything is there.
    waiting: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    total: Vec<String>,
    open: String,
    reasons: Vec<String>,
    ask: String,
    signer: String,
    hint: String,
    name: String,
}

/// Writes `<code>.html` and `<code>.docx` of every letter into an existing folder.
pub fn write_letters(folder: &Path, letters: &[Letter], settings: &Settings, words: &Catalogue) -> io::Result<()> {
    for letter in letters {
        let sheet = Sheet::of(letter, settings, words);
        let name = file_name(&letter.code);
        fs::write(folder.join(format!("{name}.html")), html::page(&sheet))?;
        fs::write(folder.join(format!("{name}.docx")), docx::document(&sheet)?)?;
    }
    Ok(())
}

/// A code as the name of a file: letters, digits, `-` and `_` as they are, all else as `%` and its number, so that two
/// codes never share a file and none leaves the folder.
fn file_name(code: &str) -> String {
    let is_safe = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let spelt = |letter: char| if is_safe(letter) { letter.to_string() } else { format!("%{:X}", u32::from(letter)) };
    code.chars().map(spelt).collect()
}

impl Sheet {
    fn of(letter: &Letter, settings: &Settings, words: &Catalogue) -> Self {
        let total = letter.purposes.iter().fold(PurposeLine::default(), |sum, line| PurposeLine {
            purpose: words.plain("letter-total"),
            needs: sum.needs + line.needs,
            asked: sum.asked + line.asked,
            helped: sum.helped + line.helped,
            given: sum.given + line.given,
            waiting: sum.waiting + line.waiting,
            missing: sum.missing + line.missing,
        });
        let head = &settings.document;
        let signer = head.signers.last();
        let has_office = !head.office.is_empty();
        let open = if letter.open.is_empty() { "letter-open-none" } else { "letter-open" };
        let columns = ["purpose", "needs", "amount-asked", "helped", "amount-given", "missing"];
        Self {
            superior: or_dots(&head.superior),
            office: or_dots(&head.office),
            country: words.plain("head-country"),
            motto: words.plain("head-motto"),
            date: place_and_date(words, head),
            title: words.plain("letter-title"),
            plan: words.text("letter-year", &[("plan", settings.title.clone()), ("year", settings.year.to_string())]),
            to: words.text("letter-to", &[("name", in_a_sentence(&letter.name))]),
            asked: words.text("letter-asked", &facts(words, &total)),
            waiting: waiting(words, total.waiting),
            headings: columns.iter().map(|column| words.plain(&format!("letter-{column}"))).collect(),
            rows: letter.purposes.iter().map(|line| row(words, line)).collect(),
            total: row(words, &total),
            open: words.plain(open),
            reasons: letter.open.iter().map(|open| reason(words, open)).collect(),
            ask: words.text(if has_office { "letter-ask" } else { "letter-ask-nobody" }, &[("office", &head.office)]),
            signer: signer.map_or_else(|| words.plain("signer-board"), |signer| signer.title.clone()),
            hint: words.plain("signer-hint"),
            name: signer.map_or_else(String::new, |signer| signer.name.clone()),
        }
    }
}

/// A commune's name within a sentence: its kind in lower case ("xã Nậm Củm").
fn in_a_sentence(name: &str) -> String {
    let rest = |kind: &&str| name.strip_prefix(*kind).map(|rest| kind.to_lowercase() + rest);
    KINDS.iter().find_map(rest).unwrap_or_else(|| name.to_owned())
}

fn count(words: &Catalogue, count: usize) -> String {
    words.number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn money(words: &Catalogue, amount: Vnd) -> String {
    words.number(amount.dong())
}

fn waiting(words: &Catalogue, amount: Vnd) -> String {
    let facts = [("amount", money(words, amount))];
    if amount == Vnd::ZERO { String::new() } else { words.text("letter-waiting", &facts) }
}

fn facts(words: &Catalogue, line: &PurposeLine) -> [(&'static str, String); 5] {
    [
        ("needs", count(words, line.needs)),
        ("asked", money(words, line.asked)),
        ("helped", count(words, line.helped)),
        ("given", money(words, line.given)),
        ("missing", money(words, line.missing)),
    ]
}

fn row(words: &Catalogue, line: &PurposeLine) -> Vec<String> {
    let id = format!("report-purpose-{}", line.purpose.replace('_', "-"));
    let purpose = if words.has(&id) { words.plain(&id) } else { line.purpose.clone() };
    [purpose].into_iter().chain(facts(words, line).map(|(_, fact)| fact)).collect()
}

fn reason(words: &Catalogue, open: &Open) -> String {
    let sentence = || words.plain(&format!("reason-{}", open.reason.replace('_', "-")));
    let reason = blocked(words, &open.blocked_by, |source| source).unwrap_or_else(sentence);
    let facts = [("needs", count(words, open.needs)), ("amount", money(words, open.missing)), ("reason", reason)];
    words.text("letter-open-line", &facts)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{Sheet, docx, file_name, html, in_a_sentence};
    use crate::domain::Settings;
    use crate::domain::letters::{Letter, PurposeLine};
    use crate::domain::settings::{Letterhead, Signer};
    use crate::messages::{Catalogue, Language};
    use crate::units::Vnd;

    #[test]
    fn the_one_who_signs_is_named_below_the_signature() {
        let signers = vec![Signer { title: "CHỦ TỊCH".to_owned(), name: "Lò Văn An".to_owned() }];
        let settings = Settings { document: Letterhead { signers, ..Letterhead::default() }, ..Settings::default() };
        let name = "Xã Nậm Củm".to_owned();
        let line = PurposeLine { given: Vnd::new(2_000_000), waiting: Vnd::new(1_500_000), ..PurposeLine::default() };
        let letter = Letter { code: "01".to_owned(), name, purposes: vec![line], open: Vec::new() };
        let sheet = Sheet::of(&letter, &settings, &Catalogue::new(Language::Vi));
        assert_eq!(sheet.to, "Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam xã Nậm Củm");
        assert!(html::page(&sheet).contains("<p class=\"strong name\">Lò Văn An</p>"));
        assert_eq!(sheet.waiting, "Trong số được hỗ trợ, 1.500.000 đồng còn chờ tiền đăng ký, chưa nhận.");
        assert!(html::page(&sheet).contains(&sheet.waiting));
        let document = docx::document(&sheet).expect("the letter");
        let mut files = zip::ZipArchive::new(io::Cursor::new(document)).expect("a document is a zip");
        let mut text = String::new();
        files.by_name("word/document.xml").expect("its text").read_to_string(&mut text).expect("text");
        let below = text.split("CHỦ TỊCH").nth(1).expect("the title");
        assert!(below.contains("Lò Văn An"), "{below}");
        assert!(text.contains(&sheet.waiting), "{text}");
    }

    #[test]
    fn a_kind_is_in_lower_case_and_a_name_is_not() {
        assert_eq!(in_a_sentence("Đặc khu Cô Tô"), "đặc khu Cô Tô");
        assert_eq!(in_a_sentence("Nậm Củm"), "Nậm Củm");
    }

    #[test]
    fn a_code_names_a_file_of_the_folder_and_of_no_other_code() {
        assert_eq!(file_name("03_a-Đ"), "03_a-Đ");
        assert_eq!(file_name("../a b"), "%2E%2E%2Fa%20b");
        assert_ne!(file_name("%2F"), file_name("/"));
    }
}
