//! A letter as a Word document, A4, Times New Roman 13.

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, Docx, PageMargin, Paragraph, Run, RunFonts, Table, TableCell, TableCellBorders, TableRow, WidthType,
};

use super::Sheet;

/// Half points.
const SIZE: usize = 26;
const TITLE_SIZE: usize = 28;
/// Twentieths of a point: A4, and the margins 20, 15, 20 and 30 mm.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: PageMargin =
    PageMargin { top: 1134, right: 851, bottom: 1134, left: 1701, header: 709, footer: 709, gutter: 0 };
/// Widths of the columns of the two tables, in the same unit; together what the margins leave. The name of the country takes
/// one line.
const HEAD: [usize; 2] = [3550, 5804];
/// Empty lines for a signature and a stamp.
const ROOM_TO_SIGN: usize = 4;
const COLUMNS: [usize; 6] = [1854, 900, 1850, 1150, 1800, 1800];

pub(super) fn document(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let font = "Times New Roman";
    let fonts = RunFonts::new().ascii(font).hi_ansi(font).cs(font).east_asia(font);
    let mut docx = Docx::new().default_fonts(fonts).default_size(SIZE).page_size(PAGE.0, PAGE.1).page_margin(MARGIN);
    docx = docx.add_table(head(sheet)).add_paragraph(Paragraph::new());
    docx = docx.add_paragraph(centred(Run::new().add_text(&sheet.title).bold().size(TITLE_SIZE)));
    docx = docx.add_paragraph(centred(Run::new().add_text(&sheet.plan)));
    for text in ["", &sheet.to, &sheet.asked] {
        docx = docx.add_paragraph(plain(text));
    }
    if !sheet.waiting.is_empty() {
        docx = docx.add_paragraph(plain(&sheet.waiting));
    }
    docx = docx.add_paragraph(plain("")).add_table(purposes(sheet));
    docx = docx.add_paragraph(plain("")).add_paragraph(plain(&sheet.open));
    for reason in &sheet.reasons {
        docx = docx.add_paragraph(plain(&format!("– {reason}")));
    }
    docx = docx.add_paragraph(plain(&sheet.ask)).add_paragraph(plain("")).add_table(foot(sheet));
    let mut file = Cursor::new(Vec::new());
    docx.build().pack(&mut file).map_err(io::Error::other)?;
    Ok(file.into_inner())
}

fn plain(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn centred(run: Run) -> Paragraph {
    Paragraph::new().add_run(run).align(AlignmentType::Center)
}

fn bare(lines: Vec<Paragraph>, width: usize) -> TableCell {
    let cell = TableCell::new().width(width, WidthType::Dxa).set_borders(TableCellBorders::with_empty().clear_all());
    lines.into_iter().fold(cell, TableCell::add_paragraph)
}

/// Two cells side by side without lines.
fn beside(left: Vec<Paragraph>, right: Vec<Paragraph>) -> Table {
    Table::without_borders(vec![TableRow::new(vec![bare(left, HEAD[0]), bare(right, HEAD[1])])]).set_grid(HEAD.to_vec())
}

fn head(sheet: &Sheet) -> Table {
    let left = vec![centred(Run::new().add_text(&sheet.superior)), centred(Run::new().add_text(&sheet.office).bold())];
    let right = vec![
        centred(Run::new().add_text(&sheet.country).bold()),
        centred(Run::new().add_text(&sheet.motto).bold().underline("single")),
        centred(Run::new().add_text(&sheet.date).italic()),
    ];
    beside(left, right)
}

fn foot(sheet: &Sheet) -> Table {
    let mut right =
        vec![centred(Run::new().add_text(&sheet.signer).bold()), centred(Run::new().add_text(&sheet.hint).italic())];
    right.extend((0..ROOM_TO_SIGN).map(|_| Paragraph::new()));
    right.push(centred(Run::new().add_text(&sheet.name).bold()));
    beside(vec![Paragraph::new()], right)
}

fn purposes(sheet: &Sheet) -> Table {
    let row = |cells: &[String], is_bold: bool, is_head: bool| {
        let cell = |(position, (text, width)): (usize, (&String, usize))| {
            let run = Run::new().add_text(text);
            let align = match (is_head, position) {
                (true, _) => AlignmentType::Center,
                (false, 0) => AlignmentType::Left,
                (false, _) => AlignmentType::Right,
            };
            let line = Paragraph::new().add_run(if is_bold { run.bold() } else { run }).align(align);
            TableCell::new().width(width, WidthType::Dxa).add_paragraph(line)
        };
        TableRow::new(cells.iter().zip(COLUMNS).enumerate().map(cell).collect())
    };
    let first = row(&sheet.headings, true, true);
    let lines = sheet.rows.iter().map(|cells| row(cells, false, false));
    let rows = [first].into_iter().chain(lines).chain([row(&sheet.total, true, false)]).collect();
    Table::new(rows).set_grid(COLUMNS.to_vec())
}
