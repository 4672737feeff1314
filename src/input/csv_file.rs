//! Bytes of a CSV file → [`Grid`], with the lines a person counts. The separator is read off the heading line.

use super::grid::{Grid, GridReader};
use super::headings::Headings;
use super::text::count;

/// A CSV file as read.
#[derive(Debug, Default)]
pub(super) struct CsvFile {
    /// Its cells.
    pub(super) grid: Grid,
    /// What stands between cells.
    pub(super) separator: u8,
    /// Lines with too many or too few cells: (line, cells found).
    pub(super) ragged: Vec<(u32, u32)>,
    /// Cells that the heading line has.
    pub(super) width: u32,
    /// Line on which a quotation mark opens that nothing closes.
    pub(super) unclosed: Option<u32>,
}

/// Reads the whole file.
pub(super) fn read(text: &str, known: &Headings) -> CsvFile {
    let separator = separator_of(text);
    let mut file = CsvFile { separator, ..CsvFile::default() };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    let mut record = csv::StringRecord::new();
    let mut grid = GridReader::new(known);
    let mut widths: Vec<(u32, u32)> = Vec::new();
    let mut lines = Lines { bytes: text.as_bytes(), offset: 0, line: 1 };
    while reader.read_record(&mut record).expect("memory is read without failure, UTF-8 and ragged rows are allowed") {
        let start = usize::try_from(record.position().map_or(0, csv::Position::byte)).unwrap_or(usize::MAX);
        let line = lines.line_of_record(start);
        let is_last = reader.position().byte() >= length;
        if is_last && is_unclosed(text.as_bytes().get(lines.offset..).unwrap_or_default()) {
            file.unclosed = Some(line);
            break;
        }
        grid.push(line, record.iter().enumerate());
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push((line, count(record.len())));
        }
    }
    file.grid = grid.finish();
    measure(&mut file, &widths);
    file
}

/// Compares the width of every filled line with that of the headings; what stands above them may be of any width.
fn measure(file: &mut CsvFile, widths: &[(u32, u32)]) {
    let is_heading = |line: &u32| file.grid.heading_rows.contains(line);
    let headings = widths.iter().filter(|(line, _)| is_heading(line)).map(|(_, width)| *width);
    file.width = headings.max().unwrap_or_default();
    let last = file.grid.heading_rows.last().copied().unwrap_or_default();
    let below = widths.iter().filter(|(line, _)| *line > last && Some(*line) != file.grid.numbering_row);
    file.ragged = below.filter(|(_, width)| *width != file.width).copied().collect();
    // Cells beyond the headings make a ragged line, reported as such.
    file.grid.unheaded.retain(|column, _| *column <= file.width);
}

/// Whether a quotation mark of the last record has no end: it runs over lines, and its marks do not pair.
fn is_unclosed(record: &[u8]) -> bool {
    let record = record.trim_ascii();
    let pieces = record.split(|&byte| byte == b'"').count();
    (record.contains(&b'\n') || record.contains(&b'\r')) && pieces.is_multiple_of(2)
}

/// The most frequent of `,` `;` and tab outside quotation marks of the first line that says something.
fn separator_of(text: &str) -> u8 {
    let heading = text.split(['\n', '\r']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let outside: String = heading.split('"').step_by(2).collect();
    let frequency = |separator: &u8| outside.bytes().filter(|byte| byte == separator).count();
    // Of equals the last wins: the comma.
    b"\t;,".iter().copied().max_by_key(frequency).unwrap_or(b',')
}

/// Counts lines up to the first byte of each record (blank lines before it belong to nobody).
struct Lines<'b> {
    bytes: &'b [u8],
    offset: usize,
    line: u32,
}

impl Lines<'_> {
    fn line_of_record(&mut self, start: usize) -> u32 {
        self.line += self.breaks(self.offset, start);
        self.offset = self.offset.max(start);
        let rest = self.bytes.get(self.offset..).unwrap_or_default();
        let blank = rest.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += self.breaks(self.offset, self.offset + blank);
        self.offset += blank;
        self.line
    }

    /// The line breaks of a part of the text, in the way of Windows, of Unix or of old Macs.
    fn breaks(&self, from: usize, to: usize) -> u32 {
        let is_break = |at: &usize| match self.bytes.get(*at) {
            Some(b'\n') => true,
            Some(b'\r') => self.bytes.get(*at + 1) != Some(&b'\n'),
            _ => false,
        };
        count((from..to).filter(is_break).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::raw::TableName;
    use crate::domain::settings::Settings;

    fn read(text: &str) -> CsvFile {
        super::read(text, &Headings::of(TableName::Areas, &Settings::default()))
    }

    fn numbers(text: &str) -> Vec<u32> {
        read(text).grid.rows.iter().map(|row| row.number).collect()
    }

    #[test]
    fn lines_are_those_a_person_counts() {
        assert_eq!(numbers("a,b\n1,2\n\n\n3,4\n"), [2, 5]);
        assert_eq!(numbers("a,b\r\n1,2\r\n\r\n3,4\r\n"), [2, 4]);
        assert_eq!(numbers("a,b\r1,2\r\r3,4\r"), [2, 4]);
        assert_eq!(numbers("a,b\r\n1,2\r3,4\n5,6"), [2, 3, 4]);
        assert_eq!(numbers("\n\na,b\n\"x\ny\",2\n3,4"), [4, 6]);
    }

    #[test]
    fn the_separator_is_read_off_the_headings() {
        assert_eq!(separator_of("a;b,c;d\n"), b';');
        assert_eq!(separator_of("\n\"a;b;c\",d\n"), b',');
        assert_eq!(separator_of("a\tb"), b'\t');
        assert_eq!(separator_of("code;name\r1,5;2,5\r1,5;2,5,7\r"), b';');
        assert_eq!(separator_of("code"), b',');
    }

    #[test]
    fn ragged_lines_are_named_and_blank_ones_are_not() {
        let file = read("a,b\n1\n,,,\n1,2,3\n1,2\n");
        assert_eq!(file.ragged, [(2, 1), (4, 3)]);
        assert_eq!(file.grid.rows.len(), 3);
    }

    #[test]
    fn an_unclosed_quotation_mark_is_named_where_it_opens() {
        assert_eq!(read("a,b\n1,2\n1,\"x\n3,4\n5,6\n").unclosed, Some(3));
        assert_eq!(read("a,b\n1,5\" pipe\n2,\"x\ny\"\n").unclosed, None);
    }
}
