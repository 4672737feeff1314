//! What stands above and below every table, in the form of official documents (Decree 30/2020/NĐ-CP): the office and
//! the motto, the title and the decision, who signs. What the settings leave blank is dotted, to fill in by hand.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::formats::{Formats, height};
use super::sheet::Column;
use crate::domain::settings::{Letterhead, Signer};
use crate::export::cell;
use crate::messages::Catalogue;

/// Characters that the country's name needs in one line.
const MOTTO_WIDTH: f64 = 52.0;

/// Empty rows for the signatures.
const SIGNATURE_ROWS: u32 = 4;

/// The usual signers, as endings of the message ids `signer-…`.
const SIGNERS: [&str; 3] = ["writer", "accountant", "board"];

/// Dots for a day or a month, a number, a place.
const SHORT_DOTS: &str = "……";
const LONG_DOTS: &str = "…………";

/// A worksheet whose columns are known, written from top to bottom in merged bands.
pub(super) struct Bands<'a> {
    pub(super) worksheet: &'a mut Worksheet,
    pub(super) widths: Vec<f64>,
    /// The next row.
    pub(super) row: u32,
}

impl<'a> Bands<'a> {
    /// Sets the widths of an empty worksheet.
    pub(super) fn new(worksheet: &'a mut Worksheet, columns: &[Column]) -> Result<Self, XlsxError> {
        for (position, column) in (0..).zip(columns) {
            worksheet.set_column_width(position, column.width)?;
        }
        Ok(Self { worksheet, widths: columns.iter().map(|column| column.width).collect(), row: 0 })
    }

    /// A text over the columns from `first` to before `end` of the next row.
    fn put(&mut self, (first, end): (usize, usize), text: &str, format: &Format) -> Result<(), XlsxError> {
        merge(self.worksheet, (self.row, self.row), (first, end), text, format)
    }

    /// Ends the row, as high as the highest of these texts needs.
    fn close(&mut self, texts: &[((usize, usize), &str)]) -> Result<(), XlsxError> {
        let needed = |((first, end), text): &((usize, usize), &str)| height(text, self.width(*first, *end));
        let needed = texts.iter().map(needed).fold(height("", 1.0), f64::max);
        self.worksheet.set_row_height(self.row, needed)?;
        self.row += 1;
        Ok(())
    }

    /// A row with one text over all columns.
    pub(super) fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let all = (0, self.widths.len());
        self.put(all, text, format)?;
        self.close(&[(all, text)])
    }

    /// A row of texts side by side, each over its columns.
    fn beside(&mut self, texts: &[((usize, usize), &str, &Format)]) -> Result<(), XlsxError> {
        for (span, text, format) in texts {
            self.put(*span, text, format)?;
        }
        let texts: Vec<_> = texts.iter().map(|(span, text, _)| (*span, *text)).collect();
        self.close(&texts)
    }

    /// Characters from one column to before another.
    pub(super) fn width(&self, first: usize, end: usize) -> f64 {
        self.widths.get(first..end).unwrap_or_default().iter().sum()
    }

    /// Columns in `parts` spans of about one width; each has a column at least, where there are enough.
    fn spans(&self, parts: usize) -> Vec<(usize, usize)> {
        let (columns, all) = (self.widths.len(), self.width(0, self.widths.len()));
        let mut ends = Vec::new();
        let mut start = 0;
        for part in 1..=parts {
            let target = all * part_of(part, parts);
            let near = |end: &usize| (self.width(0, *end) - target).abs();
            let room = start + 1..=columns.saturating_sub(parts - part).max(start + 1);
            let end = room.min_by(|one, next| near(one).total_cmp(&near(next))).unwrap_or(columns);
            ends.push((start, end));
            start = end;
        }
        ends
    }
}

/// A share as spans of columns need it.
fn part_of(part: usize, parts: usize) -> f64 {
    let float = |count: usize| f64::from(u32::try_from(count).expect("a page has few signers"));
    float(part) / float(parts)
}

/// A text in the cells from `first` to before `end` of some rows, merged where they are several.
pub(super) fn merge(
    worksheet: &mut Worksheet,
    (top, bottom): (u32, u32),
    (first, end): (usize, usize),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let column = |position: usize| u16::try_from(position).expect("a sheet has few columns");
    let (first, last) = (column(first), column(end.saturating_sub(1)));
    let text = cell::shown(text);
    if (top, first) == (bottom, last) {
        worksheet.write_string_with_format(top, first, text, format)?;
    } else {
        worksheet.merge_range(top, first, bottom, last, &text, format)?;
    }
    Ok(())
}

/// Day, month and year; days below ten and the first two months are written with a zero.
fn date(settings: &Letterhead) -> Vec<(&'static str, String)> {
    let mut parts = settings.date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.map(|month| if matches!(month, "01" | "02") { month } else { month.trim_start_matches('0') });
    let shown = |part: Option<&str>, dots: &str| part.filter(|part| !part.is_empty()).unwrap_or(dots).to_owned();
    vec![("day", shown(day, SHORT_DOTS)), ("month", shown(month, SHORT_DOTS)), ("year", shown(year, LONG_DOTS))]
}

/// Where and when, as it stands above a title; dots where the scenario does not say.
pub(in crate::export) fn place_and_date(words: &Catalogue, settings: &Letterhead) -> String {
    let mut facts = date(settings);
    let place = if settings.place.is_empty() { LONG_DOTS } else { &settings.place };
    facts.push(("place", place.to_owned()));
    words.text("head-date", &facts)
}

/// A body's name, or dots to write it on.
pub(in crate::export) fn or_dots(text: &str) -> String {
    if text.is_empty() { LONG_DOTS.repeat(3) } else { text.to_owned() }
}

/// The words of the head and foot of all sheets.
pub(super) struct Frame<'a> {
    pub(super) words: &'a Catalogue,
    pub(super) settings: &'a Letterhead,
    /// Title of the plan.
    pub(super) plan: &'a str,
    /// What is said of bounds that gave way; blank where none did.
    pub(super) remark: &'a str,
}

impl Frame<'_> {
    /// Everything above the headings of the table called `title`, with the unit of its sums.
    pub(super) fn head(
        &self,
        bands: &mut Bands,
        (title, has_sums): (&str, bool),
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let columns = bands.widths.len();
        let is_wide = |start: &usize| bands.width(*start, columns) >= MOTTO_WIDTH;
        let middle = (1..columns).rev().find(is_wide).unwrap_or(1);
        let (left, right) = ((0, middle), (middle, columns));
        let (superior, office) = (or_dots(&self.settings.superior), or_dots(&self.settings.office));
        let (country, motto) = (self.words.plain("head-country"), self.words.plain("head-motto"));
        bands.beside(&[(left, &superior, &formats.superior), (right, &country, &formats.office)])?;
        bands.beside(&[(left, &office, &formats.office), (right, &motto, &formats.motto)])?;
        bands.beside(&[(right, &place_and_date(self.words, self.settings), &formats.date)])?;
        bands.row += 1;
        bands.line(title, &formats.title)?;
        bands.line(self.plan, &formats.title)?;
        bands.line(&self.attached(), &formats.attached)?;
        if !self.remark.is_empty() {
            bands.line(self.remark, &formats.remark)?;
        }
        let unit = if has_sums { self.words.plain("sheet-unit") } else { String::new() };
        bands.line(&unit, &formats.unit)
    }

    /// Which decision the table belongs to.
    fn attached(&self) -> String {
        let mut facts = date(self.settings);
        let decision = &self.settings.decision;
        let decision = if decision.is_empty() { format!("{SHORT_DOTS}/QĐ-{SHORT_DOTS}") } else { decision.clone() };
        facts.push(("decision", decision));
        self.words.text("head-attached", &facts)
    }

    /// Who signs, below the table.
    pub(super) fn foot(&self, bands: &mut Bands, formats: &Formats) -> Result<(), XlsxError> {
        let usual = |id: &&str| Signer { title: self.words.plain(&format!("signer-{id}")), name: String::new() };
        let signers = match self.settings.signers.as_slice() {
            [] => SIGNERS.iter().map(usual).collect(),
            signers => signers.to_vec(),
        };
        let spans = bands.spans(signers.len());
        let hint = self.words.plain("signer-hint");
        let spanned = || spans.iter().copied().zip(&signers);
        bands.row += 1;
        bands.beside(
            &spanned().map(|(span, signer)| (span, signer.title.as_str(), &formats.signer)).collect::<Vec<_>>(),
        )?;
        bands.beside(&spanned().map(|(span, _)| (span, hint.as_str(), &formats.hint)).collect::<Vec<_>>())?;
        bands.row += SIGNATURE_ROWS;
        bands.beside(&spanned().map(|(span, signer)| (span, signer.name.as_str(), &formats.signer)).collect::<Vec<_>>())
    }
}
