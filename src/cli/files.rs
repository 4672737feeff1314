//! Files that a command writes beside what it tells.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::console::Console;
use super::exit::Failure;

/// A file that somebody may still need is never written over.
pub(crate) fn must_be_free(files: &[&Option<PathBuf>]) -> Result<(), Failure> {
    match files.iter().filter_map(|path| path.as_deref()).find(|path| path.exists()) {
        Some(taken) => Err(Failure::usage("say-file-exists", taken)),
        None => Ok(()),
    }
}

/// Writes a file that was asked for, and says so.
pub(crate) fn write(
    console: &Console,
    path: Option<&Path>,
    content: impl FnOnce() -> io::Result<Vec<u8>>,
) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    content().and_then(|bytes| fs::write(path, bytes)).map_err(|error| Failure::disk(path, &error))?;
    console.tell(&console.words.text("say-file-written", &[("path", path.display().to_string())]));
    Ok(())
}
