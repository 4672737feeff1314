//! The files of a scenario folder: listed, read, hashed. Nothing outside the folder is ever opened.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::limits::FILE_BYTES;

/// A scenario folder that exists.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    inputs: BTreeMap<String, String>,
}

/// Why a file gave no bytes.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// Its name leads out of the folder.
    #[error("outside the folder")]
    Outside,
    /// It is not there.
    #[error("not found")]
    Missing,
    /// It is larger than any table.
    #[error("too large")]
    TooLarge,
    /// The system refuses it.
    #[error("{0}")]
    Unreadable(io::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::Missing } else { Self::Unreadable(error) }
    }
}

impl Folder {
    /// Opens a folder.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let root = path.canonicalize()?;
        fs::read_dir(&root)?;
        Ok(Self { root, inputs: BTreeMap::new() })
    }

    /// The names of the files that stand directly in it, in order; hidden and temporary ones left out.
    pub(super) fn names(&self) -> Vec<String> {
        self.list("", Path::is_file)
    }

    /// The names of the folders that stand directly in it, in order.
    pub(super) fn folders(&self) -> Vec<String> {
        self.list("", Path::is_dir)
    }

    /// The names of the files and folders that stand directly in a folder below it, in order.
    pub(super) fn names_in(&self, folder: &str) -> Vec<String> {
        self.list(folder, |_| true)
    }

    /// Whether a folder of this name stands in it.
    pub(super) fn is_folder(&self, name: &str) -> bool {
        self.root.join(name).is_dir()
    }

    fn list(&self, folder: &str, is_meant: impl Fn(&Path) -> bool) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(folder)).into_iter().flatten().flatten();
        let meant = entries.filter(|entry| is_meant(&entry.path()));
        // A name in no encoding is kept as far as it can be read, so that it is missed and not passed over.
        let mut names: Vec<String> = meant.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.starts_with('.') && !name.starts_with("~$"));
        names.sort_unstable();
        names
    }

    /// The bytes of a file by its name relative to the folder (parts separated by `/` or `\`); its hash is noted.
    pub(super) fn read(&mut self, name: &str) -> Result<Vec<u8>, FileError> {
        let relative = relative_path(name).ok_or(FileError::Outside)?;
        let path = self.root.join(&relative).canonicalize()?;
        if !path.starts_with(&self.root) {
            return Err(FileError::Outside);
        }
        let metadata = path.metadata()?;
        // A pipe or a device may never end.
        if !metadata.is_file() {
            return Err(FileError::Unreadable(io::Error::new(io::ErrorKind::InvalidInput, "no regular file")));
        }
        if metadata.len() > FILE_BYTES {
            return Err(FileError::TooLarge);
        }
        let bytes = fs::read(path)?;
        self.inputs.insert(relative, sha256(&bytes));
        Ok(bytes)
    }

    /// SHA-256 of every file read, by name relative to the folder.
    pub(super) fn into_inputs(self) -> BTreeMap<String, String> {
        self.inputs
    }
}

/// A name as a path below the folder with `/`; `None` where it leads out of it.
pub(super) fn relative_path(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let mut parts = Vec::new();
    for component in Path::new(&name).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    // `C:` begins a path of Windows, wherever this program runs.
    let has_drive = parts.first().is_some_and(|part| part.contains(':'));
    (!has_drive).then(|| parts.join("/"))
}

/// SHA-256 in lower-case hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes whatever is written");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in ["/etc/passwd", "../a.csv", "sub/../../a.csv", "C:\\a.csv", "..\\a.csv"] {
            assert_eq!(relative_path(name), None, "{name}");
        }
        assert_eq!(relative_path("./sub\\a.csv").as_deref(), Some("sub/a.csv"));
    }

    #[test]
    fn files_are_hashed_as_they_are_read() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.csv"), "abc").unwrap();
        fs::write(place.path().join("~$a.xlsx"), "").unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        assert_eq!(folder.names(), ["a.csv"]);
        assert_eq!(folder.read("a.csv").unwrap(), b"abc");
        assert!(matches!(folder.read("b.csv"), Err(FileError::Missing)));
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(folder.into_inputs(), BTreeMap::from([("a.csv".to_owned(), hash.to_owned())]));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_refused_and_a_name_in_no_encoding_is_not_passed_over() {
        use std::os::unix::ffi::OsStrExt;
        let place = tempfile::tempdir().unwrap();
        let pipe = std::process::Command::new("mkfifo").arg(place.path().join("a.csv")).status();
        assert!(pipe.unwrap().success());
        fs::create_dir(place.path().join("ho")).unwrap();
        fs::write(place.path().join("ho").join(std::ffi::OsStr::from_bytes(b"M\xf5.csv")), "id").unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        assert!(matches!(folder.read("a.csv"), Err(FileError::Unreadable(_))));
        let names = folder.names_in("ho");
        assert_eq!(names, ["M\u{FFFD}.csv"]);
        assert!(matches!(folder.read("ho/M\u{FFFD}.csv"), Err(FileError::Missing)));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join("a.csv")).unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        assert!(matches!(folder.read("a.csv"), Err(FileError::Outside)));
    }
}
