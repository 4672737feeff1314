//! The commands of the guides, as they stand there, on the example that `init` writes.

use std::fs;
use std::path::Path;

use super::support::{chungtay, names, root};

/// Lines that are not run here: scenarios of whole provinces (tests/it/generate.rs), and the same folder as a workbook
/// (tests/it/template.rs).
const ELSEWHERE: [&str; 2] = ["generate ", "--workbook"];

/// The blocks of code of a page.
pub(crate) fn blocks(page: &str) -> impl Iterator<Item = &str> {
    page.split("\n```").skip(1).step_by(2)
}

/// The words of a line; those in quotation marks are one.
pub(crate) fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let split = parts.flat_map(|(at, part)| {
        if at % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
    });
    split.collect()
}

/// What an example writes is written anew where another example wrote it before.
fn make_room(home: &Path, words: &[String]) {
    for pair in words.windows(2) {
        let is_output = ["--out", "--xlsx", "--html", "--letters", "--write-clean"].contains(&pair[0].as_str());
        if is_output && !words.contains(&"--resume".to_owned()) {
            let path = home.join(&pair[1]);
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
}

fn runs(page: &str, scenario: &str, third: &str) {
    let page = fs::read_to_string(root().join(page)).unwrap();
    // The recipes have a test of their own (tests/it/recipes.rs).
    let (before, recipes) = page.split_once("\n## 7. ").unwrap();
    let page = format!("{before}\n## 9. {}", recipes.split_once("\n## 9. ").unwrap().1);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(scenario);
    let mut tried = 0;
    for block in blocks(&page) {
        if block.starts_with("toml\n[[sweep.axis]]") {
            let settings = fs::read_to_string(folder.join("scenario.toml")).unwrap();
            fs::write(folder.join("scenario.toml"), settings + block.trim_start_matches("toml")).unwrap();
        }
        for line in block.lines().filter(|line| line.starts_with("chungtay ")) {
            if ELSEWHERE.iter().any(|skipped| line.contains(skipped)) {
                continue;
            }
            // The guide was written on another day.
            let today = names(&folder.join("runs")).first().cloned().unwrap_or_default();
            let words = words(&line.replace("2026-10-17-1", &today));
            make_room(home.path(), &words);
            if words.contains(&third.to_owned()) && !home.path().join(third).exists() {
                let mut allocate = chungtay();
                allocate.current_dir(home.path()).args(["allocate", scenario, "--out", third]).assert().success();
            }
            let output = chungtay().current_dir(home.path()).args(&words[1..]).output().unwrap();
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            tried += 1;
        }
    }
    assert!(tried > 25, "{tried} commands");
}

#[test]
fn every_command_of_the_vietnamese_guide_runs() {
    runs("docs/user-guide.vi.md", "ke-hoach-2026", "dot-3");
}

#[test]
fn every_command_of_the_english_guide_runs() {
    runs("docs/user-guide.en.md", "plan-2026", "batch-3");
}
