//! The public tables as values (page 1, "Law and trust"): one struct a row, fields in column order. `public` fills
//! them, `export` writes them; `verify` reads the written files and does not use these.

use serde::Serialize;

use crate::units::Vnd;

/// A household helped by one programme: head, birth year, village, programme, amount, decision, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedHousehold {
    /// Name of the head.
    pub head_name: String,
    /// Year of birth of the head.
    pub birth_year: String,
    /// Name of the commune.
    pub commune: String,
    /// Name of the village; blank where none is known.
    pub village: String,
    /// Name of the package.
    pub programme: String,
    /// Đồng.
    pub amount: Vnd,
    /// Number of the decision; blank until there is one.
    pub decision: String,
}

/// What a row of sums adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SumLevel {
    /// A commune.
    Commune,
    /// A programme in a commune.
    CommuneProgramme,
    /// A donor.
    Donor,
    /// A donor's money in a programme.
    DonorProgramme,
    /// A programme everywhere.
    Programme,
    /// Everything.
    Total,
}

/// A row of sums by commune and programme. A figure that is withheld is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommuneSum {
    /// What it adds up.
    pub level: SumLevel,
    /// Code of the commune; blank for programmes and the total.
    pub code: String,
    /// Its name.
    pub commune: String,
    /// Name of the package; blank for communes and the total.
    pub programme: String,
    /// Different households helped.
    pub households: Option<i64>,
    /// Đồng.
    pub amount: Option<Vnd>,
}

/// A row of sums by donor and programme. A figure that is withheld is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonorSum {
    /// What it adds up.
    pub level: SumLevel,
    /// Name of the source; blank for the total.
    pub donor: String,
    /// Name of the package; blank for donors and the total.
    pub programme: String,
    /// Đồng.
    pub amount: Option<Vnd>,
}

/// All tables of the public folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicTables {
    /// Title of the plan.
    pub title: String,
    /// Its year.
    pub year: i32,
    /// By commune's code, then by the columns themselves: the order tells nothing that the row does not.
    pub list: Vec<ListedHousehold>,
    /// By commune's code, each with its total first, then programmes by name; at the end programmes and the total.
    pub communes: Vec<CommuneSum>,
    /// By donor's name, each with its total first, then programmes by name; at the end the total.
    pub donors: Vec<DonorSum>,
}
