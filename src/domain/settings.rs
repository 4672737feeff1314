//! `scenario.toml` in full, with the defaults of page 2. Reading (and naming unknown keys) is `input`'s work.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::class::Class;
use super::scenario::Level;
use super::standard::Standard;

/// The settings of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Settings {
    /// Title of the plan (required).
    pub title: String,
    /// Year of the plan (required).
    pub year: i32,
    /// Name of the poverty standard.
    #[serde(default = "default_standard")]
    pub standard: String,
    /// Standards of the scenario's own, by name.
    #[serde(default)]
    pub standards: BTreeMap<String, Standard>,
    /// Table → file, or `FILE.xlsx#Sheet`.
    #[serde(default)]
    pub tables: BTreeMap<String, String>,
    /// Table → heading → canonical column.
    #[serde(default)]
    pub columns: BTreeMap<String, BTreeMap<String, String>>,
    /// Units of bare numbers.
    #[serde(default)]
    pub units: Units,
    /// What the official tables say of the office, the decision and who signs.
    #[serde(default, skip_serializing_if = "Letterhead::is_blank")]
    pub document: Letterhead,
    /// Pledges and reserves.
    #[serde(default)]
    pub funding: Funding,
    /// How urgent a beneficiary is.
    #[serde(default)]
    pub severity: SeverityWeights,
    /// What the weight of a unit is.
    #[serde(default)]
    pub weight: Weight,
    /// What is fair.
    #[serde(default)]
    pub fairness: Fairness,
    /// What is best.
    #[serde(default)]
    pub objective: Objective,
    /// Rules (page 3), as they stand.
    #[serde(default, rename = "rule")]
    pub rules: Vec<toml::Table>,
    /// The search.
    #[serde(default)]
    pub solve: Solve,
    /// Sweeps (page 5), as they stand.
    #[serde(default)]
    pub sweep: toml::Table,
}

fn default_standard() -> String {
    "2022-2025".to_owned()
}

/// What a bare number in a money column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// Đồng.
    #[default]
    Dong,
    /// Thousand đồng.
    Thousand,
    /// Million đồng.
    Million,
}

/// `[units]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Units {
    /// Unit of bare money numbers in this folder's tables.
    pub money: MoneyUnit,
}

/// `[document]`: what stands around the official tables. What is blank is a dotted line to fill in by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Letterhead {
    /// The body above the office.
    pub superior: String,
    /// The office that issues the tables.
    pub office: String,
    /// Where it is, as it stands before the date.
    pub place: String,
    /// Number and sign of the decision that the tables belong to.
    pub decision: String,
    /// The decision's date, ISO.
    pub date: String,
    /// Who signs, from left to right; none means the usual three.
    pub signers: Vec<Signer>,
}

impl Letterhead {
    /// Whether nothing is said.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// One who signs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Signer {
    /// The office held.
    pub title: String,
    /// The name below the signature.
    pub name: String,
}

/// `[funding]`: defaults of the sources table, shares 0..1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funding {
    /// Expected fulfilment of a pledge.
    pub pledge_rate: f64,
    /// Share that a fund keeps back.
    pub fund_reserve: f64,
}

impl Default for Funding {
    fn default() -> Self {
        Self { pledge_rate: 1.0, fund_reserve: 0.0 }
    }
}

/// `[severity]`: severity is the sum of what applies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeverityWeights {
    /// Per class of the household; a class that is not named adds nothing.
    pub class: BTreeMap<Class, f64>,
    /// Per deprivation.
    pub indicator: f64,
    /// × max(0, line − b1) ÷ line.
    pub b1_gap: f64,
    /// Per household tag.
    pub tags: BTreeMap<String, f64>,
    /// A commune as beneficiary.
    pub commune: f64,
    /// × poverty rate of that commune.
    pub commune_poverty_rate: f64,
    /// Per distinct tag of the areas above a beneficiary.
    pub area_tags: BTreeMap<String, f64>,
}

impl Default for SeverityWeights {
    fn default() -> Self {
        Self {
            class: BTreeMap::from([
                (Class::Poor, 2.0),
                (Class::NearPoor, 1.0),
                (Class::NewlyEscaped, 0.5),
                (Class::Other, 0.25),
            ]),
            indicator: 0.25,
            b1_gap: 0.0,
            tags: BTreeMap::new(),
            commune: 1.0,
            commune_poverty_rate: 2.0,
            area_tags: BTreeMap::new(),
        }
    }
}

/// What one unit weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightBasis {
    /// severity × priority × unit cost in million đồng.
    #[default]
    Cost,
    /// severity × priority.
    Unit,
}

/// `[weight]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Weight {
    /// The basis.
    pub basis: WeightBasis,
}

/// The utility of a fairness group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Weight served ÷ weight asked.
    #[default]
    Coverage,
    /// Weight served ÷ official poor and near-poor households.
    PerHousehold,
}

/// How entitlements are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entitlement {
    /// Need only.
    None,
    /// The smallest utility is largest, the same for all.
    MaxMin,
    /// The sorted utilities are lexicographically largest.
    #[default]
    Leximin,
}

/// `[fairness]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fairness {
    /// Level of the groups.
    pub over: Level,
    /// Their utility.
    pub measure: Measure,
    /// How entitlements are found.
    pub entitlement: Entitlement,
    /// 0 need only … 1 the full entitlement.
    pub strength: f64,
}

impl Default for Fairness {
    fn default() -> Self {
        Self { over: Level::Commune, measure: Measure::Coverage, entitlement: Entitlement::Leximin, strength: 1.0 }
    }
}

/// What stage 3 maximises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maximize {
    /// Weight served.
    #[default]
    Weight,
    /// Units served.
    Units,
    /// Households with an award.
    Households,
    /// Households expected to leave poverty.
    Exits,
    /// Million đồng paid.
    Amount,
}

/// `[objective]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Objective {
    /// The measure.
    pub maximize: Maximize,
}

/// `[solve]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Solve {
    /// Relative gap at which a search may stop.
    pub gap: f64,
    /// Seconds of solving, 0 = none.
    pub time_limit: f64,
}

impl Default for Solve {
    fn default() -> Self {
        Self { gap: 1e-4, time_limit: 120.0 }
    }
}
