//! What the documents say is so: commands exist, folders exist, the change log knows the version.

use std::fs;

use super::support::{chungtay, root};

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// Lines of fenced blocks that begin with `word`.
fn commands(text: &str, word: &str) -> Vec<String> {
    let mut is_code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code && line.trim_start().starts_with(word) {
            found.push(line.trim().to_owned());
        }
    }
    found
}

const PAGES: [&str; 4] = ["README.md", "docs/user-guide.vi.md", "docs/user-guide.en.md", "docs/public-profile.md"];

#[test]
fn every_make_target_in_the_documents_exists() {
    let makefile = read("Makefile");
    let mut seen = 0;
    for page in PAGES {
        for command in commands(&read(page), "make ") {
            let target = command.split_whitespace().nth(1).unwrap();
            assert!(makefile.contains(&format!("\n{target}:")), "{page}: make {target}");
            seen += 1;
        }
    }
    assert!(seen >= 2, "the README names make demo and make test");
}

#[test]
fn every_command_and_option_in_the_documents_exists() {
    let mut seen = 0;
    for page in PAGES {
        for line in commands(&read(page), "chungtay ") {
            let name = line.split_whitespace().nth(1).unwrap();
            let help = chungtay().args([name, "--help"]).assert().success();
            let help = String::from_utf8(help.get_output().stdout.clone()).unwrap();
            for option in line.split_whitespace().filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{page}: {line}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 5, "the documents name every command");
}

/// The first commands of the README, in both languages, in their order; what follows two spaces explains.
#[test]
fn the_first_commands_of_the_readme_run() {
    let home = tempfile::tempdir().unwrap();
    let lines = commands(&read("README.md"), "chungtay ");
    assert_eq!(lines.len(), 8);
    for line in lines {
        let words: Vec<&str> = line.split("  ").next().unwrap().split_whitespace().skip(1).collect();
        chungtay().current_dir(home.path()).args(words).assert().success();
    }
}

#[test]
fn the_change_log_knows_the_version_and_begins_with_what_is_to_come() {
    let text = read("CHANGELOG.md");
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert!(headings.first().unwrap().starts_with("Unreleased"));
    assert!(headings.iter().any(|heading| heading.contains(env!("CARGO_PKG_VERSION"))));
}

#[test]
fn links_between_documents_lead_somewhere() {
    for page in
        ["README.md", "ARCHITECTURE.md", "docs/user-guide.vi.md", "docs/user-guide.en.md", "docs/file-formats.md"]
    {
        let text = read(page);
        let folder = root().join(page).parent().unwrap().to_path_buf();
        for link in text.split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap();
            if !link.is_empty() && !link.contains("://") {
                assert!(folder.join(link).exists(), "{page}: {link}");
            }
        }
    }
}
