//! The tables of page 2 as a list: each column with what its cells hold. Reading them is `validate`'s work; this is for
//! those who print the tables (the workbook to fill in, the documentation).

use super::raw::TableName;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, ids, names.
    Text,
    /// A whole number.
    Count,
    /// A decimal.
    Number,
    /// A share 0..1 or a percentage.
    Share,
    /// Đồng.
    Money,
    /// Yes or no.
    Flag,
    /// A date.
    Date,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Some of these words.
    Words(&'static [&'static str]),
    /// Words of the user's own.
    List,
    /// An id of another table.
    Reference(TableName),
    /// Ids of another table.
    References(TableName),
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Canonical name.
    pub key: &'static str,
    /// Whether a table without it cannot be read.
    pub is_required: bool,
    /// What its cells hold.
    pub kind: Kind,
}

/// The columns of a table, in the order of page 2.
pub const fn columns_of(table: TableName) -> &'static [Column] {
    match table {
        TableName::Areas => AREAS,
        TableName::Households => HOUSEHOLDS,
        TableName::Packages => PACKAGES,
        TableName::Needs => NEEDS,
        TableName::Sources => SOURCES,
        TableName::Pairings => PAIRINGS,
        TableName::Commitments => COMMITMENTS,
    }
}

const fn required(key: &'static str, kind: Kind) -> Column {
    Column { key, is_required: true, kind }
}

const fn optional(key: &'static str, kind: Kind) -> Column {
    Column { key, is_required: false, kind }
}

const LEVELS: &[&str] = &["province", "district", "commune", "village"];
const SETTINGS: &[&str] = &["rural", "urban"];
const CLASSES: &[&str] = &["poor", "near_poor", "newly_escaped", "other"];
const BENEFICIARY_KINDS: &[&str] = &["household", "commune"];
const DEMANDS: &[&str] = &["requested", "automatic"];
const ACCOUNTS: &[&str] = &["poverty", "relief"];
const SOURCE_KINDS: &[&str] = &["fund", "donor", "agency"];
const SOURCE_STATUSES: &[&str] = &["received", "pledged"];
const PAIRING_STATUSES: &[&str] = &["keep", "candidate", "forbid"];
const COMMITMENT_STATUSES: &[&str] = &["promised", "disbursed", "outside"];

const AREAS: &[Column] = &[
    required("code", Kind::Text),
    required("name", Kind::Text),
    required("level", Kind::Word(LEVELS)),
    optional("parent", Kind::Reference(TableName::Areas)),
    optional("setting", Kind::Word(SETTINGS)),
    optional("households", Kind::Count),
    optional("poor_households", Kind::Count),
    optional("near_poor_households", Kind::Count),
    optional("tags", Kind::List),
];

const HOUSEHOLDS: &[Column] = &[
    required("id", Kind::Text),
    required("area", Kind::Reference(TableName::Areas)),
    optional("head_name", Kind::Text),
    optional("national_id", Kind::Text),
    optional("birth_year", Kind::Text),
    optional("members", Kind::Count),
    required("class", Kind::Word(CLASSES)),
    optional("b1", Kind::Number),
    optional("employment", Kind::Flag),
    optional("dependency", Kind::Flag),
    optional("nutrition", Kind::Flag),
    optional("health_insurance", Kind::Flag),
    optional("adult_education", Kind::Flag),
    optional("child_schooling", Kind::Flag),
    optional("housing_quality", Kind::Flag),
    optional("housing_area", Kind::Flag),
    optional("water", Kind::Flag),
    optional("sanitation", Kind::Flag),
    optional("telecom", Kind::Flag),
    optional("information_device", Kind::Flag),
    optional("waste_treatment", Kind::Flag),
    optional("tags", Kind::List),
];

const PACKAGES: &[Column] = &[
    required("id", Kind::Text),
    required("name", Kind::Text),
    required("purpose", Kind::Text),
    required("unit_cost", Kind::Money),
    optional("beneficiary", Kind::Word(BENEFICIARY_KINDS)),
    optional("indicators", Kind::List),
    optional("b1_gain", Kind::Number),
    optional("classes", Kind::Words(CLASSES)),
    optional("requires", Kind::List),
    optional("excludes", Kind::List),
    optional("exclusive_group", Kind::Text),
    optional("priority", Kind::Number),
    optional("divisible", Kind::Flag),
    optional("min_amount", Kind::Money),
    optional("demand", Kind::Word(DEMANDS)),
    optional("account", Kind::Word(ACCOUNTS)),
];

const NEEDS: &[Column] = &[
    required("beneficiary", Kind::Text),
    required("package", Kind::Reference(TableName::Packages)),
    optional("quantity", Kind::Count),
    optional("class", Kind::Word(CLASSES)),
    optional("unit_cost", Kind::Money),
    optional("priority", Kind::Number),
];

const SOURCES: &[Column] = &[
    required("id", Kind::Text),
    required("name", Kind::Text),
    required("kind", Kind::Word(SOURCE_KINDS)),
    optional("amount", Kind::Money),
    optional("goods", Kind::Reference(TableName::Packages)),
    optional("quantity", Kind::Count),
    optional("status", Kind::Word(SOURCE_STATUSES)),
    optional("rate", Kind::Share),
    optional("account", Kind::Word(ACCOUNTS)),
    optional("areas", Kind::References(TableName::Areas)),
    optional("purposes", Kind::List),
    optional("packages", Kind::References(TableName::Packages)),
    optional("classes", Kind::Words(CLASSES)),
    optional("tags", Kind::List),
    optional("beneficiaries", Kind::List),
    optional("reserve", Kind::Share),
    optional("whole_units", Kind::Flag),
    optional("max_per_household", Kind::Money),
    optional("max_per_commune", Kind::Money),
    optional("max_partners", Kind::Count),
];

const PAIRINGS: &[Column] = &[
    required("source", Kind::Reference(TableName::Sources)),
    optional("area", Kind::Reference(TableName::Areas)),
    optional("household", Kind::Reference(TableName::Households)),
    required("status", Kind::Word(PAIRING_STATUSES)),
    optional("value", Kind::Number),
];

const COMMITMENTS: &[Column] = &[
    optional("source", Kind::Reference(TableName::Sources)),
    required("beneficiary", Kind::Text),
    required("package", Kind::Reference(TableName::Packages)),
    optional("units", Kind::Count),
    required("amount", Kind::Money),
    required("status", Kind::Word(COMMITMENT_STATUSES)),
    optional("date", Kind::Date),
];
