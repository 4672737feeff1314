//! The public page: one file that asks the network for nothing, can be searched, read aloud and printed.

use std::borrow::Cow;
use std::fmt::Write;

use super::{Row, Sheet, Value, WITHHELD, heading, level_word};
use crate::domain::public::PublicTables;
use crate::export::cell;
use crate::messages::Catalogue;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is loaded from anywhere, even if a text could smuggle in a tag.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// The page.
pub(super) fn text(tables: &PublicTables, sheets: &[Sheet<'_>], words: &Catalogue) -> String {
    let mut page = Page { words, text: String::new() };
    let heading = words.plain("public-heading");
    page.put(&format!(
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <title>{} – {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n<p class=\"plan\">{} · {}</p>\n",
        escaped(&heading),
        escaped(&tables.title),
        escaped(&heading),
        escaped(&tables.title),
        escaped(&words.text("public-year", &[("year", tables.year.to_string())])),
    ));
    page.put(&format!("<p>{}</p>\n", escaped(&words.plain("public-law"))));
    page.jumps(sheets);
    page.put("</header>\n<main>\n");
    for sheet in sheets {
        page.section(sheet);
    }
    page.put(&format!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
    page.text
}

struct Page<'a> {
    words: &'a Catalogue,
    text: String,
}

impl Page<'_> {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn jumps(&mut self, sheets: &[Sheet<'_>]) {
        self.put(&format!("<nav aria-label=\"{}\">\n<ul>\n", escaped(&self.words.plain("public-jump"))));
        for sheet in sheets {
            let stem = sheet.file.stem;
            let title = self.words.plain(&format!("public-title-{stem}"));
            self.put(&format!("<li><a href=\"#{stem}\">{}</a></li>\n", escaped(&title)));
        }
        self.put("</ul>\n</nav>\n");
    }

    fn section(&mut self, sheet: &Sheet<'_>) {
        let stem = sheet.file.stem;
        let title = escaped(&self.words.plain(&format!("public-title-{stem}"))).into_owned();
        let note = escaped(&self.words.plain(&format!("public-note-{stem}"))).into_owned();
        let search = escaped(&self.words.plain("public-search")).into_owned();
        let rows = self.words.number(i64::try_from(sheet.rows.len()).expect("a count fits 63 bits"));
        let all = escaped(&self.words.text("public-rows", &[("rows", &rows)])).into_owned();
        let some = escaped(&self.words.text("public-shown", &[("rows", &rows)])).into_owned();
        self.put(&format!(
            "<section id=\"{stem}\" aria-labelledby=\"{stem}-title\">\n<h2 id=\"{stem}-title\">{title}</h2>\n<p class=\"note\">{note}</p>\n\
             <p class=\"search\" hidden><label for=\"{stem}-search\">{search}</label> \
             <input type=\"search\" id=\"{stem}-search\" autocomplete=\"off\"></p>\n\
             <p class=\"count\" role=\"status\" data-all=\"{all}\" data-some=\"{some}\">{all}</p>\n\
             <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{stem}-title\">\n<table>\n<caption>{title}</caption>\n<thead>\n<tr>",
        ));
        for column in sheet.file.columns {
            let heading = heading(self.words, column);
            self.put(&format!("<th scope=\"col\">{}</th>", escaped(&heading)));
        }
        self.put("</tr>\n</thead>\n<tbody>\n");
        for row in &sheet.rows {
            self.row(sheet, row);
        }
        self.put("</tbody>\n</table>\n</div>\n</section>\n");
    }

    fn row(&mut self, sheet: &Sheet<'_>, row: &Row<'_>) {
        let label = label(sheet);
        self.put(if row.is_sum { "<tr class=\"sum\">" } else { "<tr>" });
        for (value, &column) in row.values.iter().zip(sheet.file.columns) {
            let (open, close) = if column == label { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
            match value {
                Value::Text(text) => {
                    let text = cell::text(text);
                    self.put(&format!("{open}{}{close}", escaped(&text)));
                }
                Value::Level(level) => {
                    let word = level_word(self.words, *level);
                    self.put(&format!("{open}{}{close}", escaped(&word)));
                }
                Value::Number(number) => {
                    let number = self.words.number(*number);
                    write!(self.text, "<td class=\"number\">{number}</td>").expect("a text takes whatever is written");
                }
                Value::Withheld => {
                    let meaning = self.words.plain("public-withheld");
                    self.put(&format!(
                        "<td class=\"number\"><abbr title=\"{}\">{WITHHELD}</abbr></td>",
                        escaped(&meaning)
                    ));
                }
            }
        }
        self.put("</tr>\n");
    }
}

/// The column that names the row for those who hear the page.
fn label(sheet: &Sheet<'_>) -> &'static str {
    ["head_name", "commune", "donor"].into_iter().find(|name| sheet.file.columns.contains(name)).unwrap_or_default()
}

/// A text between tags or in quotes.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    Cow::Owned(safe)
}
