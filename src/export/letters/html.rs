//! A letter as a page of its own, A4 when printed.

use super::{Sheet, escape};

/// Times New Roman 13, the margins of an official document.
const STYLE: &str = "@page{size:A4;margin:20mm 15mm 20mm 30mm}\
body{font:13pt 'Times New Roman',Times,serif;max-width:165mm;margin:10mm auto;line-height:1.3}\
header{display:grid;grid-template-columns:2fr 3fr;text-align:center}\
header p,footer p{margin:0}.strong,h1{font-weight:bold}.motto{text-decoration:underline}.date,.hint{font-style:italic}\
h1{font-size:14pt;text-align:center;margin:8mm 0 0}.plan{text-align:center;margin-top:0}\
table{border-collapse:collapse;width:99.5%}th,td{border:1px solid;padding:1mm 2mm}td+td,tr:last-child th+th{text-align:right}\
.ask{margin-top:5mm}footer .name{margin-top:20mm}footer{margin:8mm 0 0 50%;text-align:center}@media print{body{margin:0}}";

pub(super) fn page(sheet: &Sheet) -> String {
    let cells = |tag: &str, row: &[String]| {
        row.iter().fold(String::new(), |html, cell| html + &format!("<{tag}>{}</{tag}>", escape(cell)))
    };
    let rows = sheet.rows.iter().fold(String::new(), |html, row| html + &format!("<tr>{}</tr>\n", cells("td", row)));
    let reasons =
        sheet.reasons.iter().fold(String::new(), |html, reason| html + &format!("<li>{}</li>\n", escape(reason)));
    let list = if reasons.is_empty() { String::new() } else { format!("<ul>\n{reasons}</ul>\n") };
    let [superior, office, country, motto, date, title, plan, to, asked, waiting, open, ask, signer, hint, name] = [
        &sheet.superior,
        &sheet.office,
        &sheet.country,
        &sheet.motto,
        &sheet.date,
        &sheet.title,
        &sheet.plan,
        &sheet.to,
        &sheet.asked,
        &sheet.waiting,
        &sheet.open,
        &sheet.ask,
        &sheet.signer,
        &sheet.hint,
        &sheet.name,
    ]
    .map(|text| escape(text));
    let gap = if waiting.is_empty() { "" } else { " " };
    let (head, total) = (cells("th", &sheet.headings), cells("th", &sheet.total));
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head>\n<body>\n\
         <header><p>{superior}</p><p class=\"strong\">{country}</p><p class=\"strong\">{office}</p>\
         <p class=\"strong motto\">{motto}</p><p></p><p class=\"date\">{date}</p></header>\n\
         <h1>{title}</h1>\n<p class=\"plan\">{plan}</p>\n<p>{to}</p>\n<p>{asked}{gap}{waiting}</p>\n\
         <table>\n<tr>{head}</tr>\n{rows}<tr>{total}</tr>\n</table>\n<p>{open}</p>\n{list}<p class=\"ask\">{ask}</p>\n\
         <footer><p class=\"strong\">{signer}</p><p class=\"hint\">{hint}</p>\
         <p class=\"strong name\">{name}</p></footer>\n</body></html>\n"
    )
}
