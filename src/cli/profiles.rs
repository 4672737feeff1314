//! `check --profile`: for every column of the input and every file of a run, the profile that it goes to.

use chungtay::domain::profiles::{
    INTERNAL_FILES, PUBLIC_FILES, PUBLIC_FOLDER, PUBLIC_PAGE, PUBLIC_WORKBOOK, REPORT_PAGE, Reach, reach,
};
use chungtay::domain::raw::TableName;
use chungtay::findings::Findings;
use chungtay::input::headings::columns_of;
use serde::Serialize;

use super::console::Console;

/// The code of a finding about a column that the program does not know.
const UNKNOWN_COLUMN: &str = "W101";

/// The whole list.
#[derive(Debug, Serialize)]
pub(crate) struct Profiles {
    input: Vec<InputLine>,
    run: Vec<RunLine>,
}

/// A column of the input.
#[derive(Debug, Serialize)]
struct InputLine {
    /// Name of the table; of an unknown column, the file (and sheet) that has it.
    table: String,
    /// Canonical name; none of an unknown column.
    column: Option<&'static str>,
    /// The Vietnamese heading, or the unknown one as it stands.
    heading: String,
    reach: Reach,
}

/// A file of a run.
#[derive(Debug, Serialize)]
struct RunLine {
    file: String,
    /// Empty: all that the file has.
    columns: Vec<&'static str>,
    reach: Reach,
}

impl Profiles {
    /// The list for a folder with these findings.
    pub(crate) fn of(findings: &Findings) -> Self {
        let known = TableName::ALL.into_iter().flat_map(|table| {
            columns_of(table).iter().map(move |&(key, headings)| InputLine {
                table: table.as_str().to_owned(),
                column: Some(key),
                heading: headings.first().copied().unwrap_or(key).to_owned(),
                reach: reach(table, Some(key)),
            })
        });
        let unknown = findings.as_slice().iter().filter(|finding| finding.code == UNKNOWN_COLUMN);
        let unknown = unknown.map(|finding| {
            let place = &finding.place;
            InputLine {
                table: [Some(&place.file), place.sheet.as_ref()]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("#"),
                column: None,
                heading: place.column.clone().unwrap_or_default(),
                // Which table it is makes no difference.
                reach: reach(TableName::Households, None),
            }
        });
        Self { input: known.chain(unknown).collect(), run: run_lines() }
    }

    /// Prints both lists.
    pub(crate) fn tell(&self, console: &Console) {
        let words = &console.words;
        console.tell(&console.bold(&words.plain("profile-title-input")));
        let input = self.input.iter().map(|line| {
            let column = line.column.map_or_else(|| words.plain("profile-unknown"), str::to_owned);
            vec![line.table.clone(), column, line.heading.clone(), reach_word(console, line.reach)]
        });
        let headings = ["profile-table", "profile-column", "profile-heading", "profile-reach"];
        console.table(&headings, input.collect(), headings.len());
        console.tell(&format!("\n{}", console.bold(&words.plain("profile-title-run"))));
        let run = self.run.iter().map(|line| {
            let every = || words.plain("profile-every-column");
            let columns = if line.columns.is_empty() { every() } else { line.columns.join(", ") };
            vec![line.file.clone(), columns, reach_word(console, line.reach)]
        });
        let headings = ["profile-file", "profile-columns", "profile-reach"];
        console.table(&headings, run.collect(), headings.len());
    }
}

fn run_lines() -> Vec<RunLine> {
    let public = |name: &str, columns: Vec<&'static str>| RunLine {
        file: format!("{PUBLIC_FOLDER}/{name}"),
        columns,
        reach: Reach::Public,
    };
    let mut lines: Vec<RunLine> =
        PUBLIC_FILES.iter().map(|file| public(&format!("{}.csv", file.stem), file.columns.to_vec())).collect();
    for name in [PUBLIC_WORKBOOK, PUBLIC_PAGE, REPORT_PAGE] {
        let mut columns: Vec<&'static str> = PUBLIC_FILES.iter().flat_map(|file| file.columns).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        lines.push(public(name, columns));
    }
    let internal = |&file: &&str| RunLine { file: file.to_owned(), columns: Vec::new(), reach: Reach::Internal };
    lines.extend(INTERNAL_FILES.iter().map(internal));
    lines
}

fn reach_word(console: &Console, reach: Reach) -> String {
    console.words.plain(match reach {
        Reach::Public => "profile-reach-public",
        Reach::Internal => "profile-reach-internal",
        Reach::Nowhere => "profile-reach-nowhere",
    })
}
