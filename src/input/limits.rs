//! How much a file may hold: real tables stay far below, and what is above would fill the machine's memory.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

/// Bytes of one file: the whole nation's household list is a fifth of it.
pub(super) const FILE_BYTES: u64 = 1 << 30;

/// Bytes that the parts of one workbook unpack to, and bytes of text that one sheet of it holds (tests need not wait for
/// a gibibyte).
pub(super) const UNPACKED_BYTES: u64 = if cfg!(test) { 16 << 20 } else { 1 << 30 };

/// Letters of one cell: as many as a spreadsheet allows.
pub(super) const CELL_LETTERS: usize = 32_767;

/// Whether the parts of a workbook unpack to more than `most` bytes, whatever they claim to be; stops counting there. What
/// is no archive at all is for its reader to say.
pub(super) fn unpacks_beyond(bytes: &[u8], most: u64) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = most;
    for position in 0..archive.len() {
        let Ok(part) = archive.by_index(position) else { continue };
        // A part that cannot be unpacked whole has given what it has.
        let mut counted = Counted { bytes: 0 };
        let _ = io::copy(&mut part.take(left.saturating_add(1)), &mut counted);
        if counted.bytes > left {
            return true;
        }
        left -= counted.bytes;
    }
    false
}

/// Counts what is written, and keeps none of it.
struct Counted {
    bytes: u64,
}

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a cell holds more letters than a spreadsheet allows.
pub(super) fn is_giant(text: &str) -> bool {
    text.len() > CELL_LETTERS && text.chars().nth(CELL_LETTERS).is_some()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, zeros) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![0; *zeros]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_counted_together_as_they_unpack() {
        let bytes = archive(&[("a", 600_000), ("b", 400_000)]);
        assert!(bytes.len() < 10_000, "a small file");
        assert!(!unpacks_beyond(&bytes, 1_000_000));
        assert!(unpacks_beyond(&bytes, 999_999));
    }

    #[test]
    fn a_part_that_lies_about_its_size_gives_no_more_than_it_claims() {
        let mut bytes = archive(&[("a", 600_000)]);
        // The claimed size stands in the local header and once more in the directory.
        for start in 0..bytes.len() - 4 {
            if bytes.get(start..start + 4) == Some(&600_000_u32.to_le_bytes()) {
                bytes.splice(start..start + 4, 5_u32.to_le_bytes());
            }
        }
        assert!(!unpacks_beyond(&bytes, 5), "the reader of archives stops there");
    }

    #[test]
    fn a_cell_may_be_as_long_as_a_spreadsheet_allows() {
        assert!(!is_giant(&"ậ".repeat(CELL_LETTERS)));
        assert!(is_giant(&"a".repeat(CELL_LETTERS + 1)));
    }
}
