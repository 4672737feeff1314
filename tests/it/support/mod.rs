//! Helpers of every topic: a scenario in a folder of its own that a test may change, and the binary.

pub(crate) mod browser;
pub(crate) mod direct;
pub(crate) mod enumeration;
pub(crate) mod pairs;
mod payers;
pub(crate) mod random;
pub(crate) mod rules;
pub(crate) mod seeds;
pub(crate) mod sources;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// The root of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The binary, speaking Vietnamese unless the test says otherwise, without colour.
pub(crate) fn chungtay() -> Command {
    let mut command = Command::cargo_bin("chungtay").unwrap();
    command.env("CHUNGTAY_LANG", "vi").env("NO_COLOR", "1");
    command
}

/// A scenario folder that only this test sees; gone when dropped.
pub(crate) struct Patched {
    folder: tempfile::TempDir,
}

impl Patched {
    /// The example that `init` writes.
    pub(crate) fn example() -> Self {
        let folder = tempfile::tempdir().unwrap();
        chungtay().arg("init").arg(folder.path()).assert().success();
        Self { folder }
    }

    /// A copy of the files of a folder, such as `root().join("scenarios/tiny")`.
    pub(crate) fn copy(from: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
            }
        }
        Self { folder }
    }

    /// Adds settings at the end of `scenario.toml`.
    pub(crate) fn with_settings(self, settings: &str) -> Self {
        let text = self.read("scenario.toml") + settings;
        fs::write(self.file("scenario.toml"), text).unwrap();
        self
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// Replaces a text that the file holds exactly once.
    pub(crate) fn replace(self, name: &str, old: &str, new: &str) -> Self {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "{name} must hold {old:?} once");
        fs::write(self.file(name), text.replace(old, new)).unwrap();
        self
    }

    /// Deletes the one row that begins with `start`.
    pub(crate) fn without_row(self, name: &str, start: &str) -> Self {
        let text = self.read(name);
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(start)).collect();
        assert_eq!(kept.len() + 1, text.lines().count(), "{name} must hold one row {start:?}");
        fs::write(self.file(name), kept.join("\n") + "\n").unwrap();
        self
    }

    /// Adds a row at the end.
    pub(crate) fn with_row(self, name: &str, row: &str) -> Self {
        let text = self.read(name);
        fs::write(self.file(name), format!("{}\n{row}\n", text.trim_end())).unwrap();
        self
    }
}

/// A scenario of these files: names and texts.
pub(crate) fn folder_of(files: &[(&str, &str)]) -> Patched {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    Patched { folder }
}

/// Names in a folder, sorted; none where there is no folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The rows of a table by the names of its columns.
pub(crate) fn table_of(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Every file below a folder but the times.
pub(crate) fn bytes_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            files.extend(bytes_of(&path).into_iter().map(|(below, content)| (Path::new(&name).join(below), content)));
        } else if name != "timing.json" {
            files.insert(PathBuf::from(name), fs::read(&path).unwrap());
        }
    }
    files
}

/// `summary.json` of a run.
pub(crate) fn summary(run: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(run.join("summary.json")).unwrap()).unwrap()
}

/// The rules that `verify` finds broken in a run.
pub(crate) fn broken(run: &Path) -> Vec<String> {
    let output = chungtay().args(["verify", "--format", "json"]).arg(run).output().unwrap();
    let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
    let violations = judged["violations"].as_array().unwrap().iter();
    violations.map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
}
