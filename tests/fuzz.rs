//! Fuzz targets for every reader: folders and run folders whose files are broken in every way must end in findings,
//! never in a panic. `cargo test --test fuzz` tries some hundred inputs each, `make fuzz` a million in all. A failing
//! input is printed with its seed: `BOLERO_RANDOM_SEED=… cargo test --test fuzz NAME` repeats it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use assert_cmd::Command;
use bolero::TypeGenerator;
use chungtay::domain::Scenario;
use chungtay::{compare, keep, near, pipeline, verify};
use zip::write::SimpleFileOptions;

/// Inputs of each target without `BOLERO_RANDOM_ITERATIONS`.
const FEW: usize = 150;

/// A change to the bytes of a file; positions are parts of 65,536 of its length.
#[derive(Debug, Clone, TypeGenerator)]
enum Edit {
    /// Another byte.
    Byte(u16, u8),
    /// Something nasty in between.
    Insert(u16, u8),
    /// Something nasty in place of a cell.
    Cell(u16, u8),
    /// Some bytes less.
    Delete(u16, u8),
    /// Some bytes twice.
    Repeat(u16, u8),
    /// Two stretches change places.
    Swap(u16, u16, u8),
    /// The rest is lost.
    Cut(u16),
}

/// What offices, programs and mischief leave in cells.
const NASTY: [&[u8]; 48] = [
    b"\"",
    b"\"\"",
    b";",
    b",",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC3",
    b"'",
    b"=1+1",
    b"-1",
    b"-0",
    b"+5",
    b"1e400",
    b"1E+09",
    b"NaN",
    b"inf",
    b"99999999999999999999",
    b"0.0000000000000000001",
    b"1.500",
    b"1.500,5",
    "60tr".as_bytes(),
    "2,1 tỷ".as_bytes(),
    "１２".as_bytes(),
    b"120%",
    b"00/00/1965",
    b"31/02/2020",
    b"45000",
    b"..",
    b"../../etc/passwd",
    b"C:\\x.csv",
    b"{",
    b"[[rule]]",
    b"]]>",
    b"&#x0;",
    "hoà".as_bytes(),
    "ho\u{300}a".as_bytes(),
    "\u{202E}".as_bytes(),
    "I. Thôn".as_bytes(),
    "Tổng cộng".as_bytes(),
    b"(1)",
    b"x",
    "✓".as_bytes(),
    b"\x84\xF9",
];

fn apply(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for edit in edits {
        let length = bytes.len();
        let at = |part: u16| (length * usize::from(part)) >> 16;
        let nasty = |which: u8| NASTY[usize::from(which) % NASTY.len()].iter().copied();
        let stretch = |start: usize, count: u8| start..(start + usize::from(count)).min(length);
        match *edit {
            Edit::Byte(part, byte) => {
                if let Some(slot) = bytes.get_mut(at(part)) {
                    *slot = byte;
                }
            }
            Edit::Insert(part, which) => drop(bytes.splice(at(part)..at(part), nasty(which))),
            Edit::Cell(part, which) => {
                let is_end = |byte: &u8| matches!(byte, b',' | b'\n' | b'>' | b'"');
                let start = bytes.iter().take(at(part)).rposition(is_end).map_or(0, |before| before + 1);
                let end = bytes.iter().skip(start).position(is_end).map_or(length, |count| start + count);
                drop(bytes.splice(start..end, nasty(which)));
            }
            Edit::Delete(part, count) => drop(bytes.drain(stretch(at(part), count))),
            Edit::Repeat(part, count) => {
                let again = bytes[stretch(at(part), count)].to_vec();
                drop(bytes.splice(at(part)..at(part), again));
            }
            Edit::Swap(one, other, count) => {
                for (one, other) in stretch(at(one), count).zip(stretch(at(other), count)) {
                    bytes.swap(one, other);
                }
            }
            Edit::Cut(part) => bytes.truncate(at(part)),
        }
    }
    bytes
}

/// A folder as `init` makes it, with a run of it: made once.
fn seed() -> &'static Path {
    static SEED: OnceLock<tempfile::TempDir> = OnceLock::new();
    let seed = SEED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let run = |words: &[&str]| Command::cargo_bin("chungtay").unwrap().args(words).assert().success();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        run(&["init", &path("csv")]);
        run(&["init", "--workbook", &path("xlsx")]);
        run(&["allocate", &path("csv"), "--out", &path("run")]);
        folder
    });
    seed.path()
}

/// A copy of a folder whose files this thread breaks one after the other.
struct Copy {
    folder: tempfile::TempDir,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Copy {
    fn of(name: &str) -> Self {
        let memory = Path::new("/dev/shm");
        let home = if memory.is_dir() { memory.to_path_buf() } else { std::env::temp_dir() };
        let folder = tempfile::tempdir_in(home).unwrap();
        let mut files = Vec::new();
        for entry in fs::read_dir(seed().join(name)).unwrap() {
            let from = entry.unwrap().path();
            if from.is_file() {
                let (to, bytes) = (folder.path().join(from.file_name().unwrap()), fs::read(&from).unwrap());
                fs::write(&to, &bytes).unwrap();
                files.push((to, bytes));
            }
        }
        files.sort();
        Self { folder, files }
    }

    /// Files with this ending.
    fn only(mut self, ending: &str) -> Self {
        self.files.retain(|(path, _)| path.extension().is_some_and(|extension| extension == ending));
        assert!(!self.files.is_empty(), "no file to break");
        self
    }

    /// Breaks one file, looks, and mends it.
    fn with_broken(&self, which: u8, change: impl FnOnce(&[u8]) -> Vec<u8>, look: impl FnOnce(&Path)) {
        let (path, bytes) = &self.files[usize::from(which) % self.files.len()];
        fs::write(path, change(bytes)).unwrap();
        look(self.folder.path());
        fs::write(path, bytes).unwrap();
    }
}

/// Reads and judges; what is found can be told.
fn load(folder: &Path) -> Option<Scenario> {
    let loaded = pipeline::load(folder);
    assert_eq!(loaded.scenario.is_none(), loaded.findings.has_errors(), "either a scenario or an error");
    loaded.scenario
}

#[test]
fn settings() {
    let copy = Copy::of("csv").only("toml");
    bolero::check!().with_iterations(FEW).with_type::<Vec<Edit>>().for_each(|edits| {
        copy.with_broken(0, |bytes| apply(bytes, edits), |folder| drop(load(folder)));
    });
}

#[test]
fn tables() {
    let copy = Copy::of("csv").only("csv");
    bolero::check!().with_iterations(FEW).with_type::<(u8, Vec<Edit>)>().for_each(|(which, edits)| {
        copy.with_broken(*which, |bytes| apply(bytes, edits), |folder| drop(load(folder)));
    });
}

#[test]
fn tables_of_any_bytes() {
    let copy = Copy::of("csv").only("csv");
    bolero::check!().with_iterations(FEW).with_type::<(u8, Vec<u8>)>().for_each(|(which, bytes)| {
        copy.with_broken(*which, |_| bytes.clone(), |folder| drop(load(folder)));
    });
}

#[test]
fn workbooks() {
    let copy = Copy::of("xlsx").only("xlsx");
    bolero::check!().with_iterations(FEW).with_type::<Vec<Edit>>().for_each(|edits| {
        copy.with_broken(0, |bytes| apply(bytes, edits), |folder| drop(load(folder)));
    });
}

/// The parts of a workbook, one of them broken, packed again: what an archive's checksums would hide.
fn repacked(bytes: &[u8], which: u8, edits: &[Edit]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let broken = usize::from(which) % archive.len();
    for position in 0..archive.len() {
        let mut part = archive.by_index(position).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(name, stored).unwrap();
        writer.write_all(&if position == broken { apply(&text, edits) } else { text }).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn parts_of_workbooks() {
    let copy = Copy::of("xlsx").only("xlsx");
    bolero::check!().with_iterations(FEW).with_type::<(u8, Vec<Edit>)>().for_each(|(which, edits)| {
        copy.with_broken(0, |bytes| repacked(bytes, *which, edits), |folder| drop(load(folder)));
    });
}

#[test]
fn run_folders() {
    let (scenario, copy) = (load(&seed().join("csv")).unwrap(), Copy::of("run"));
    let whole = seed().join("run");
    bolero::check!().with_iterations(FEW).with_type::<(u8, Vec<Edit>)>().for_each(|(which, edits)| {
        copy.with_broken(
            *which,
            |bytes| apply(bytes, edits),
            |run| {
                let _ = verify::second_opinion(&scenario, run);
                let _ = keep::promise(&scenario, run);
                let _ = near::read(&scenario, run);
                let _ = compare::compare(&[whole.clone(), run.to_path_buf()]);
            },
        );
    });
}
