//! The looks of cells, and how high a row must be for its text. Sizes after Decree 30/2020/NĐ-CP.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

/// Size of the text, in points.
const SIZE: f64 = 13.0;

/// Size of the two headings at the top of an official document, in points.
const SMALL_SIZE: f64 = 12.0;

/// Whole numbers with the separators of Vietnamese.
const WHOLE: &str = "[$-42A]#,##0";

/// Numbers with two decimals.
const PART: &str = "[$-42A]#,##0.00";

/// Pixels of a column's width: one character of the default font, and the padding.
const CHARACTER: f64 = 7.0;
const PADDING: f64 = 5.0;

/// Pixels in a point.
const PIXELS: f64 = 96.0 / 72.0;

/// Widths of capital and small letters, as parts of the size; a little more than Times New Roman needs.
const CAPITAL: f64 = 0.74;
const SMALL: f64 = 0.52;

/// Height of a line of text, as a multiple of its size.
const LINE: f64 = 1.3;

/// Every look of the official tables.
pub(super) struct Formats {
    pub(super) superior: Format,
    pub(super) office: Format,
    pub(super) motto: Format,
    pub(super) date: Format,
    pub(super) title: Format,
    pub(super) attached: Format,
    pub(super) remark: Format,
    pub(super) unit: Format,
    pub(super) heading: Format,
    pub(super) row: Looks,
    pub(super) group: Looks,
    pub(super) total: Format,
    pub(super) total_label: Format,
    pub(super) spoken: Format,
    pub(super) signer: Format,
    pub(super) hint: Format,
}

/// The looks of the values of a line.
pub(super) struct Looks {
    /// The number of the line.
    pub(super) number: Format,
    pub(super) text: Format,
    pub(super) whole: Format,
    pub(super) part: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(SIZE);
        let middle = || base().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let boxed = |format: Format| format.set_border(FormatBorder::Thin);
        let looks = |format: &dyn Fn() -> Format| Looks {
            number: boxed(format().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)),
            text: boxed(format().set_align(FormatAlign::VerticalCenter).set_text_wrap()),
            whole: boxed(format().set_align(FormatAlign::VerticalCenter).set_num_format(WHOLE)),
            part: boxed(format().set_align(FormatAlign::VerticalCenter).set_num_format(PART)),
        };
        Self {
            superior: middle().set_font_size(SMALL_SIZE),
            office: middle().set_font_size(SMALL_SIZE).set_bold(),
            motto: middle().set_bold().set_underline(FormatUnderline::Single),
            date: middle().set_italic(),
            title: middle().set_bold(),
            attached: middle().set_italic(),
            remark: middle().set_bold().set_italic(),
            unit: base().set_italic().set_align(FormatAlign::Right),
            heading: boxed(middle().set_bold()),
            row: looks(&base),
            group: looks(&|| base().set_bold()),
            total: boxed(base().set_bold().set_align(FormatAlign::VerticalCenter).set_num_format(WHOLE)),
            total_label: boxed(middle().set_bold()),
            spoken: base().set_bold().set_italic().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            signer: middle().set_bold(),
            hint: middle().set_italic(),
        }
    }
}

/// The height in points that a text needs in a cell of this many characters' width: a merged cell, and a row of one,
/// do not grow by themselves.
pub(in crate::export) fn height(text: &str, width: f64) -> f64 {
    let room = width * CHARACTER + PADDING;
    let lines = text.lines().map(|line| lines(line, room)).sum::<f64>().max(1.0);
    (lines * SIZE * LINE).ceil() + 2.0
}

/// How many lines of `room` pixels the words of a text fill.
fn lines(text: &str, room: f64) -> f64 {
    let wide = |word: &str| word.chars().map(|letter| if letter.is_uppercase() { CAPITAL } else { SMALL }).sum::<f64>();
    let space = SMALL * SIZE * PIXELS;
    let (mut lines, mut filled) = (1.0, 0.0);
    for word in text.split_whitespace() {
        let word = wide(word) * SIZE * PIXELS;
        if filled > 0.0 && filled + space + word > room {
            lines += 1.0;
            filled = word;
        } else {
            filled += word + if filled > 0.0 { space } else { 0.0 };
        }
        while filled > room {
            lines += 1.0;
            filled -= room;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_the_lines_of_its_text() {
        let one = height("Xã", 20.0);
        assert!(one >= SIZE, "{one}");
        let is =
            |text: &str, width: f64, lines: f64| (height(text, width) - (lines * (one - 2.0) + 2.0)).abs() <= lines;
        assert!(is("", 20.0, 1.0));
        assert!(is("Xã\nPhường", 20.0, 2.0));
        assert!(is("BẢN MƯỜNG TÈ", 10.0, 3.0), "a word a line");
        assert!(height(&"a".repeat(100), 10.0) >= 6.0 * (one - 2.0), "a word longer than the cell is broken");
    }
}
