//! Parts of a sweep, solved apart (`--shard`), joined into one folder with its tables.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::record::SweepRecord;
use super::{Sweep, SweepError, Swept, gather, unwritten};
use crate::export;
use crate::publish::{Site, Target};

/// Joins the parts into the new folder `out`: each must be a part of this very sweep, and together they must hold every
/// case. The folder gets its name when it is whole.
pub fn merge(sweep: &Sweep, parts: &[PathBuf], out: &Path) -> Result<Swept, SweepError> {
    let record = SweepRecord::of(sweep);
    let target = Target::named(out)?;
    for part in parts {
        if !SweepRecord::load(part).is_ok_and(|other| other == record) {
            return Err(SweepError::Another(part.clone()));
        }
    }
    let holder = |case: &str| parts.iter().map(|part| part.join("cases").join(case)).find(|folder| folder.is_dir());
    let missing: Vec<String> =
        sweep.cases.iter().map(|case| case.case.clone()).filter(|case| holder(case).is_none()).collect();
    if !missing.is_empty() {
        return Err(SweepError::Missing(missing));
    }
    let site = Site::open(target)?;
    let folders = site.path().join("cases");
    for case in &sweep.cases {
        if let Some(from) = holder(&case.case) {
            copy(&from, &folders.join(&case.case)).map_err(|error| unwritten(&from, error))?;
        }
    }
    let results = gather::read(&folders, sweep.cases.iter())?;
    let failed = results.iter().filter(|result| !result.is_solved()).count();
    let written = record.save(site.path());
    let written =
        written.and_then(|()| export::write_sweep(site.path(), &record.title, &gather::tables(sweep, &results)));
    written.map_err(|error| unwritten(out, error))?;
    site.name()?;
    Ok(Swept { cases: sweep.cases.len(), failed, resumed: 0 })
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
