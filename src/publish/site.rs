//! The place where a folder is built before it gets its name: a hidden folder beside the target, renamed in one step.
//! Whatever happens before the rename, nobody sees a half-written folder. It knows nothing of what is written in it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::PublishError;

/// First part of the name of every folder that is being built.
const PREFIX: &str = ".chungtay-";

/// That of one that is not locked yet: nobody may take it for abandoned.
const FRESH: &str = ".fresh-chungtay-";

/// After so long a fresh folder is abandoned, too: it is locked in the next moment.
const FRESH_FOR: Duration = Duration::from_mins(10);

/// The name that a folder shall get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Exactly this one; it must be free, or an empty folder.
    Named(PathBuf),
    /// `PARENT/STEM-<n>` with the first free n = 1, 2, …
    Numbered {
        /// The folder that holds the runs.
        parent: PathBuf,
        /// What stands before the number.
        stem: String,
    },
}

impl Target {
    /// A name that was asked for; refused where something stands there already.
    pub fn named(path: &Path) -> Result<Self, PublishError> {
        let path = std::path::absolute(path).map_err(|error| PublishError::io("resolve", path, error))?;
        if is_free(&path) { Ok(Self::Named(path)) } else { Err(PublishError::Taken(path)) }
    }

    /// The default name of a run: `SCENARIO/runs/<today>-<n>`.
    pub fn next_run(scenario_folder: &Path) -> Result<Self, PublishError> {
        let folder = std::path::absolute(scenario_folder)
            .map_err(|error| PublishError::io("resolve", scenario_folder, error))?;
        Ok(Self::Numbered { parent: folder.join("runs"), stem: jiff::Zoned::now().date().to_string() })
    }

    fn parent(&self) -> &Path {
        match self {
            Self::Named(path) => path.parent().unwrap_or(path),
            Self::Numbered { parent, .. } => parent,
        }
    }
}

/// Whether a folder may take this name: nothing is there, or an empty folder.
pub fn is_free(path: &Path) -> bool {
    // A dangling link is something, too: hence the metadata of the link itself.
    path.symlink_metadata().is_err() || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// A hidden folder that is being filled. Dropped without a name, it is removed.
#[derive(Debug)]
pub struct Site {
    target: Target,
    folder: PathBuf,
    /// Whether the folder has its name, and stays.
    is_named: bool,
    /// Held while the process lives, so that others can tell a living site from one whose process was killed.
    _lock: Option<File>,
}

impl Site {
    /// Makes the hidden folder beside `target`, after removing those that killed processes left there.
    pub fn open(target: Target) -> Result<Self, PublishError> {
        let parent = target.parent();
        fs::create_dir_all(parent).map_err(|error| PublishError::io("create", parent, error))?;
        remove_abandoned(parent);
        // Only a folder that is locked already has the name by which others look for abandoned ones.
        let failed = |error| PublishError::io("create", parent, error);
        let fresh = builder().tempdir_in(parent).map_err(failed)?;
        let own = lock(fresh.path());
        let unique = fresh.path().file_name().map(|name| name.to_string_lossy().replacen(FRESH, PREFIX, 1));
        let folder = parent.join(unique.unwrap_or_default());
        fs::rename(fresh.path(), &folder).map_err(failed)?;
        let _ = fresh.keep();
        Ok(Self { target, folder, is_named: false, _lock: own })
    }

    /// The folder to write into.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Brings everything to the disk and gives the folder its name, in one step that cannot overwrite anything.
    pub fn name(mut self) -> Result<PathBuf, PublishError> {
        sync(self.path()).map_err(|error| PublishError::io("write", self.path(), error))?;
        let place = match &self.target {
            Target::Named(path) => {
                rename(self.path(), path).map_err(|error| describe(path, error))?;
                path.clone()
            }
            Target::Numbered { parent, stem } => take_next_number(self.path(), parent, stem)?,
        };
        self.is_named = true;
        let parent = self.target.parent();
        File::open(parent)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| PublishError::io("write", parent, error))?;
        Ok(place)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if !self.is_named {
            // What cannot be removed now is removed at a later start.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn take_next_number(from: &Path, parent: &Path, stem: &str) -> Result<PathBuf, PublishError> {
    for number in 1_u32.. {
        let place = parent.join(format!("{stem}-{number}"));
        if place.symlink_metadata().is_ok() {
            continue;
        }
        match rename(from, &place) {
            Ok(()) => return Ok(place),
            // Somebody else took this number a moment ago.
            Err(error) if is_taken(&error) => {}
            Err(error) => return Err(PublishError::io("rename", &place, error)),
        }
    }
    Err(PublishError::Taken(parent.to_path_buf()))
}

/// Renames a folder; fails where the target holds anything.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    if cfg!(windows) && to.is_dir() {
        // Windows cannot rename onto an empty folder; this fails where it is not empty.
        fs::remove_dir(to)?;
    }
    fs::rename(from, to)
}

fn is_taken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory
    )
}

fn describe(path: &Path, error: io::Error) -> PublishError {
    if is_taken(&error) { PublishError::Taken(path.to_path_buf()) } else { PublishError::io("rename", path, error) }
}

/// A builder of hidden folders whose rights follow the user's umask, as those of any new folder do.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(FRESH);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder
}

/// Locks a folder; `None` where the file system cannot or another process holds it.
fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok().map(|()| file)
}

/// Removes hidden folders of processes that are gone: nobody holds their lock.
fn remove_abandoned(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let (name, is_folder) = (name.to_string_lossy(), entry.file_type().is_ok_and(|kind| kind.is_dir()));
        // What cannot be removed today is tried again at the next start.
        if is_folder && name.starts_with(PREFIX) {
            if let Some(_unused) = lock(&path) {
                let _ = fs::remove_dir_all(path);
            }
        } else if is_folder && name.starts_with(FRESH) && is_old(&entry) {
            let _ = fs::remove_dir(path);
        }
    }
}

fn is_old(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|data| data.modified()).ok();
    changed.and_then(|changed| changed.elapsed().ok()).is_some_and(|age| age > FRESH_FOR)
}

/// Flushes every file and folder below `folder`, and itself.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn numbered(parent: &Path) -> Target {
        Target::Numbered { parent: parent.to_path_buf(), stem: "2026-01-31".to_owned() }
    }

    #[test]
    fn a_site_without_a_name_leaves_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let site = Site::open(Target::named(&parent.path().join("run")).unwrap()).unwrap();
        fs::write(site.path().join("awards.csv"), "x").unwrap();
        drop(site);
        assert_eq!(names(parent.path()), [""; 0]);
    }

    #[test]
    fn runs_are_numbered_from_one_and_none_is_overwritten() {
        let parent = tempfile::tempdir().unwrap();
        let first = Site::open(numbered(parent.path())).unwrap();
        let second = Site::open(numbered(parent.path())).unwrap();
        fs::write(first.path().join("who"), "first").unwrap();
        fs::write(second.path().join("who"), "second").unwrap();
        let second = second.name().unwrap();
        let first = first.name().unwrap();
        assert_eq!(names(parent.path()), ["2026-01-31-1", "2026-01-31-2"]);
        assert_eq!(fs::read_to_string(second.join("who")).unwrap(), "second");
        assert_eq!(fs::read_to_string(first.join("who")).unwrap(), "first");
    }

    #[test]
    fn a_name_taken_while_the_site_was_filled_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("run");
        let site = Site::open(Target::named(&path).unwrap()).unwrap();
        fs::create_dir(&path).unwrap();
        fs::write(path.join("mine"), "x").unwrap();
        assert!(matches!(site.name(), Err(PublishError::Taken(_))));
        assert_eq!(names(&path), ["mine"]);
        assert!(matches!(Target::named(&path), Err(PublishError::Taken(_))));
    }

    #[test]
    fn an_empty_folder_may_be_the_target() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("run");
        fs::create_dir(&path).unwrap();
        let site = Site::open(Target::named(&path).unwrap()).unwrap();
        fs::write(site.path().join("awards.csv"), "x").unwrap();
        assert_eq!(names(&site.name().unwrap()), ["awards.csv"]);
        assert_eq!(names(parent.path()), ["run"]);
    }

    #[test]
    fn a_site_may_be_built_inside_another() {
        let parent = tempfile::tempdir().unwrap();
        let outer = Site::open(numbered(parent.path())).unwrap();
        let inner = Site::open(Target::named(&outer.path().join("run")).unwrap()).unwrap();
        inner.name().unwrap();
        assert_eq!(names(&outer.name().unwrap()), ["run"]);
    }

    #[test]
    fn sites_that_are_opened_at_once_leave_each_other_alone() {
        let parent = tempfile::tempdir().unwrap();
        let open_many = || {
            for _ in 0..100 {
                let site = Site::open(numbered(parent.path())).unwrap();
                fs::write(site.path().join("awards.csv"), "x").unwrap();
            }
        };
        std::thread::scope(|scope| (0..16).for_each(|_| drop(scope.spawn(open_many))));
    }

    #[test]
    fn only_sites_of_dead_processes_are_removed() {
        let parent = tempfile::tempdir().unwrap();
        let living = Site::open(numbered(parent.path())).unwrap();
        let dead = parent.path().join(".chungtay-dead");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join("awards.csv"), "half").unwrap();
        let other = Site::open(numbered(parent.path())).unwrap();
        assert!(!dead.exists());
        assert!(living.path().exists() && other.path().exists());
    }
}
