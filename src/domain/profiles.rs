//! Who may see what: for every column of the input and every file of a run folder, the profile that it goes to.
//! `export` takes the columns of the public files from here, and `check --profile` prints the whole list.

use serde::Serialize;

use super::raw::TableName;

/// Sums of fewer households are withheld from the public (page 1, "Law and trust").
pub const SMALLEST_GROUP: i64 = 5;

/// What `allocate` leaves in the run folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// The files of the office alone.
    Internal,
    /// The public folder alone.
    Public,
    /// Both.
    #[default]
    All,
}

impl Profile {
    /// The words of the command line.
    pub const WORDS: [&str; 3] = ["internal", "public", "all"];

    /// The profile that a word of the command line means.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "internal" => Some(Self::Internal),
            "public" => Some(Self::Public),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// How far a column of the input, or a file of a run, reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It stands in `cong-khai/` (and in the files of the office).
    Public,
    /// It, or what is counted from it, stands in files of the office alone.
    Internal,
    /// It stands in no file.
    Nowhere,
}

/// How far a column of a table reaches, by its canonical key. What is not named here is never public: an indicator of
/// a scenario's own standard is counted, and a column that the program does not know (no key) goes nowhere.
pub fn reach(table: TableName, key: Option<&str>) -> Reach {
    let Some(key) = key else { return Reach::Nowhere };
    match (table, key) {
        (TableName::Areas, "code" | "name")
        | (TableName::Households, "area" | "head_name" | "birth_year")
        | (TableName::Packages | TableName::Sources, "name") => Reach::Public,
        (TableName::Households, "national_id") | (TableName::Commitments, "date") => Reach::Nowhere,
        _ => Reach::Internal,
    }
}

/// Name of the public folder inside a run folder.
pub const PUBLIC_FOLDER: &str = "cong-khai";

/// A table of the public folder: a CSV file, a sheet of the workbook, a section of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicFile {
    /// Stem of the CSV file.
    pub stem: &'static str,
    /// Its columns, and nothing else; their Vietnamese headings are the messages `public-col-<column>`.
    pub columns: &'static [&'static str],
}

/// The households helped: what the law allows a public list to say, and nothing else.
pub const PUBLIC_LIST: PublicFile = PublicFile {
    stem: "danh-sach-ho",
    columns: &["number", "head_name", "birth_year", "commune", "village", "programme", "amount", "decision"],
};

/// Sums by commune and programme.
pub const PUBLIC_COMMUNES: PublicFile =
    PublicFile { stem: "theo-xa", columns: &["level", "code", "commune", "programme", "households", "amount"] };

/// Sums by donor and programme.
pub const PUBLIC_DONORS: PublicFile =
    PublicFile { stem: "theo-nha-tai-tro", columns: &["level", "donor", "programme", "amount"] };

/// The public tables, in the order of the workbook and of the page.
pub const PUBLIC_FILES: [PublicFile; 3] = [PUBLIC_LIST, PUBLIC_COMMUNES, PUBLIC_DONORS];

/// The workbook of the public folder.
pub const PUBLIC_WORKBOOK: &str = "cong-khai.xlsx";

/// The page of the public folder.
pub const PUBLIC_PAGE: &str = "cong-khai.html";

/// The page of a run that people read in a browser.
pub const REPORT_PAGE: &str = "report.html";

/// The files of the office in a run folder; `kept.csv` and `near.csv` only where an earlier run is named.
pub const INTERNAL_FILES: [&str; 15] = [
    "awards.csv",
    "transfers.csv",
    "unserved.csv",
    "communes.csv",
    "groups.csv",
    "sources.csv",
    "rules.csv",
    "pairings.csv",
    "kept.csv",
    "near.csv",
    "summary.json",
    "timing.json",
    "certificate.json",
    "bieu-phan-bo.xlsx",
    REPORT_PAGE,
];
