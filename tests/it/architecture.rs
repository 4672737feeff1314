//! ARCHITECTURE.md holds: imports point down, files are short and introduced, codes have words and pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::support::root;

/// A source file of the package.
struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// Path relative to the package, for messages.
    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().display().to_string()
    }

    /// The top-level module of the library that the file belongs to; none for `lib.rs`, `main.rs` and the binary.
    fn module(&self) -> Option<String> {
        let inside = self.path.strip_prefix(root().join("src")).ok()?;
        let first = inside.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
        (!["lib", "main", "cli", "bin"].contains(&first.as_str())).then_some(first)
    }

    /// Whether the whole file is tests (`tests.rs`, `tests/…`) beside the room that they hold.
    fn is_tests(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.components().any(|part| part.as_os_str() == "tests")
    }

    /// Lines of code without those that are wholly comment.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(position, line)| (position + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The code before the tests at the end of the file.
    fn without_tests(&self) -> String {
        let text: Vec<&str> = self.code().map(|(_, line)| line).collect();
        let text = text.join("\n");
        text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
    }
}

fn rust_files(folder: &Path, found: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push(Source { path, text });
        }
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    rust_files(&root().join("src"), &mut found);
    assert!(found.len() > 20, "the sources are where this test looks");
    found
}

/// Module → floor, from the table of ARCHITECTURE.md.
fn floors() -> BTreeMap<String, u32> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut floors = BTreeMap::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (Some(floor), Some(module)) = (cells.get(1), cells.get(2)) else { continue };
        if let (Ok(floor), true) = (floor.parse::<u32>(), module.starts_with('`')) {
            let before = floors.insert(module.trim_matches('`').to_owned(), floor);
            assert_eq!(before, None, "{module} stands twice");
        }
    }
    assert!(floors.len() > 15, "the table of floors is where this test looks");
    floors
}

/// Names that follow `crate::` in a text, those in `{…}` at the first depth included.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            found.extend(names_of_group(group));
        } else {
            found.insert(first_name(rest));
        }
    }
    found
}

fn first_name(text: &str) -> String {
    text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// `a, b::{c, d}, e}` → a, b, e.
fn names_of_group(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 1_u32;
    let mut part = String::new();
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(std::mem::take(&mut part)),
            _ if depth == 1 => part.push(letter),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.push(part);
    names.iter().map(|name| first_name(name)).filter(|name| !name.is_empty()).collect()
}

#[test]
fn grouped_imports_are_seen() {
    let names = imports("use crate::{a, b::{c, d}, e as f};\nlet x = crate::g::h();");
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["a", "b", "e", "g"]);
}

#[test]
fn imports_point_down() {
    let floors = floors();
    for source in sources() {
        let Some(module) = source.module() else { continue };
        let floor = floors.get(&module).unwrap_or_else(|| panic!("{module} is on no floor of ARCHITECTURE.md"));
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        for used in imports(&code.join("\n")) {
            if used == module {
                continue;
            }
            let below = floors.get(&used).unwrap_or_else(|| panic!("{}: crate::{used} is on no floor", source.name()));
            assert!(below < floor, "{}: {module} (floor {floor}) imports {used} (floor {below})", source.name());
        }
    }
}

#[test]
fn every_room_on_the_plan_exists() {
    let rooms: BTreeSet<String> = sources().iter().filter_map(Source::module).collect();
    let plan: BTreeSet<String> = floors().into_keys().collect();
    assert_eq!(plan, rooms, "left: the table of ARCHITECTURE.md, right: src/");
}

#[test]
fn the_second_opinion_shares_nothing_with_what_it_judges() {
    let floors = floors();
    for source in sources().iter().filter(|source| source.module().as_deref() == Some("verify")) {
        for used in imports(&source.without_tests()) {
            let is_common = floors.get(&used).is_some_and(|&floor| floor <= 1) && used != "linear";
            assert!(is_common || used == "verify", "{} imports {used}", source.name());
        }
        assert!(!source.text.contains("domain::tables"), "{} reads files, not the ledger's rows", source.name());
    }
}

#[test]
fn only_the_rooms_that_may_touch_files() {
    let may = ["input", "export", "generate", "verify", "publish", "sweep"];
    for source in sources().into_iter().filter(|source| !source.is_tests()) {
        let Some(module) = source.module() else { continue };
        let code = source.without_tests();
        let touches = code.contains("std::fs") || code.contains("File::");
        assert!(!touches || may.contains(&module.as_str()), "{} touches files", source.name());
    }
}

#[test]
fn no_spelling_escapes_the_floors() {
    for source in sources().into_iter().filter(|source| !source.is_tests()) {
        for (line, code) in source.code() {
            for forbidden in ["super::super::", "todo!(", "unimplemented!(", "#[allow", "#![allow", "static mut"] {
                assert!(!code.contains(forbidden), "{}:{line}: {forbidden}", source.name());
            }
        }
    }
}

#[test]
fn every_file_is_introduced_and_short() {
    let mut files = sources();
    rust_files(&root().join("tests"), &mut files);
    rust_files(&root().join("benches"), &mut files);
    for source in files {
        assert!(source.text.starts_with("//! "), "{} does not say what it owns", source.name());
        let lines = source.text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", source.name());
    }
}

/// Words of the form `E101` or `W101`.
fn codes(text: &str, before: &str, after: &str) -> BTreeSet<String> {
    let is_code = |word: &&str| {
        word.len() == 4 && word.starts_with(['E', 'W']) && word.chars().skip(1).all(|letter| letter.is_ascii_digit())
    };
    let parts = text.split(before).skip(1);
    parts.filter_map(|part| part.split(after).next()).filter(is_code).map(str::to_owned).collect()
}

#[test]
fn every_finding_has_a_page_and_words_in_both_languages() {
    let mut raised = BTreeSet::new();
    for source in sources().iter().filter(|source| source.module().is_some() && !source.is_tests()) {
        // Every second quote closes a text; asking for a quote on either side finds texts that are only a code.
        raised.extend(codes(&source.without_tests(), "\"", "\""));
    }
    let page = fs::read_to_string(root().join("docs/findings.md")).unwrap_or_default();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for heading in page.lines().filter(|line| line.starts_with('#')) {
        let words = heading.split(|letter: char| !letter.is_ascii_alphanumeric());
        told.extend(words.flat_map(|word| codes(&format!("\"{word}\""), "\"", "\"")));
    }
    assert_eq!(raised, told, "left: codes in the sources, right: headings of docs/findings.md");
    for language in ["vi", "en"] {
        let catalogues = ["findings", "findings-input"].map(|name| format!("src/messages/{language}/{name}.ftl"));
        let text: String = catalogues.iter().map(|path| fs::read_to_string(root().join(path)).unwrap()).collect();
        for part in ["cause", "action"] {
            let ids = text.lines().filter_map(|line| line.split(" =").next());
            let ids = ids.filter_map(|id| id.strip_prefix("find-")?.strip_suffix(&format!("-{part}")));
            let said: BTreeSet<String> = ids.map(str::to_uppercase).collect();
            assert_eq!(raised, said, "left: codes in the sources, right: find-…-{part} in {language}");
        }
    }
}

#[test]
fn every_constraint_is_written_judged_and_explained_under_one_name() {
    let constraints = |room: &str| -> BTreeSet<String> {
        let mut files = Vec::new();
        rust_files(&root().join("src").join(room), &mut files);
        let names = files.iter().filter_map(|file| file.path.file_stem()?.to_str());
        let is_constraint = |name: &&str| name.starts_with('c') && name.chars().nth(1).is_some_and(char::is_numeric);
        names.filter(is_constraint).map(str::to_owned).collect()
    };
    let page = fs::read_to_string(root().join("docs/model.md")).unwrap();
    let headings = page.lines().filter_map(|line| line.strip_prefix("### ")).map(str::to_owned).collect();
    // C8 is decided before the model, by a program of its own.
    let written: BTreeSet<String> = constraints("model").into_iter().chain(constraints("pairing")).collect();
    assert_eq!(written.len(), 8, "C1 to C8");
    assert_eq!(written, constraints("verify"), "left: src/model and src/pairing, right: src/verify");
    assert_eq!(written, headings, "left: src/model and src/pairing, right: headings of docs/model.md");
}
