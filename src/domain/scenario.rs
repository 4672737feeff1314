//! A checked scenario. Every list is sorted by id (code), so that the order of rows in a file means nothing; every
//! reference holds. Built only by `validate` (and by tests).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::aim::Aim;
use super::class::Class;
use super::rules::Rule;
use super::settings::Settings;
use super::standard::{IndicatorSet, Standard};
use crate::findings::Place;
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, PackageIndex, SourceIndex};
use crate::units::{Share, Vnd};

/// Level of an area; a later one is larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Thôn, bản, tổ dân phố.
    Village,
    /// Xã, phường, đặc khu.
    Commune,
    /// Huyện (abolished 1 July 2025, still in old data).
    District,
    /// Tỉnh, thành phố.
    Province,
}

/// Rural or urban, for the lines of the poverty standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Nông thôn.
    #[default]
    Rural,
    /// Thành thị.
    Urban,
}

/// An area (địa bàn).
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Unique code, leading zeros kept.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// The area above; `None` for a root.
    pub parent: Option<AreaIndex>,
    /// Rural or urban.
    pub setting: Setting,
    /// Official number of households, if known.
    pub households: Option<u32>,
    /// Official number of poor households, if given.
    pub poor_households: Option<u32>,
    /// Official number of near-poor households, if given.
    pub near_poor_households: Option<u32>,
    /// Groups such as `region_iii`, `border`.
    pub tags: BTreeSet<String>,
}

/// A household (hộ), the unit that the lists name.
#[derive(Debug, Clone, PartialEq)]
pub struct Household {
    /// Unique id.
    pub id: String,
    /// Its commune or village.
    pub area: AreaIndex,
    /// Name of the head (personal data).
    pub head_name: String,
    /// CCCD number (personal data; only the internal workbook shows it).
    pub national_id: String,
    /// Year of birth of the head (personal data).
    pub birth_year: String,
    /// Members, at least 1.
    pub members: u32,
    /// Recognised class.
    pub class: Class,
    /// Income score in points.
    pub b1: Option<f64>,
    /// Deprivations among the standard's indicators.
    pub deprived: IndicatorSet,
    /// Groups such as `disabled`, `land_clear`.
    pub tags: BTreeSet<String>,
    /// Row in the file.
    pub place: Place,
}

/// Whom a package serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeneficiaryKind {
    /// A household.
    #[default]
    Household,
    /// A commune as such (public work).
    Commune,
}

/// Which of the two accounts that never mix (Decree 93/2021).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// "Vì người nghèo".
    #[default]
    Poverty,
    /// Relief of disaster, epidemic, serious illness.
    Relief,
}

/// Whether a package may be granted in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Whole units only.
    Whole,
    /// Any amount from the minimum (đồng, at least 1) up to the cost.
    Divisible {
        /// Smallest amount a need may be granted, per need.
        min_amount: Vnd,
    },
}

/// Where the needs of a package come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// From the needs table.
    #[default]
    Requested,
    /// Every household that the package serves and that is deprived in one of its indicators has the need.
    Automatic,
}

/// A package (nội dung hỗ trợ) of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// Unique id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Field of support (lĩnh vực).
    pub purpose: String,
    /// Norm cost of one unit, above zero.
    pub unit_cost: Vnd,
    /// Whom it serves.
    pub beneficiary: BeneficiaryKind,
    /// Deprivations that one unit removes.
    pub indicators: IndicatorSet,
    /// Whether the indicators column named any (also ones that the standard does not count).
    pub names_indicators: bool,
    /// Expected gain of the income score, points.
    pub b1_gain: f64,
    /// Classes served; empty: all.
    pub classes: BTreeSet<Class>,
    /// Household tags that must all be there.
    pub requires: BTreeSet<String>,
    /// Household tags of which none may be there.
    pub excludes: BTreeSet<String>,
    /// A household gets at most one unit in all from the packages of one group.
    pub exclusive_group: Option<String>,
    /// Weight factor, above zero.
    pub priority: f64,
    /// Whole units or in part.
    pub grain: Grain,
    /// Requested or automatic.
    pub demand: Demand,
    /// Its account.
    pub account: Account,
}

/// Who has a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Beneficiary {
    /// A household.
    Household(HouseholdIndex),
    /// A commune: its own request.
    Commune(AreaIndex),
}

/// A need (nhu cầu): a beneficiary × a package. At most one a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Who.
    pub beneficiary: Beneficiary,
    /// What.
    pub package: PackageIndex,
    /// m: units asked, at least 1.
    pub quantity: u32,
    /// On a commune's request: class of the households that it will name.
    pub class: Option<Class>,
    /// a: cost of one unit in đồng, above zero (its own or the package's).
    pub unit_cost: Vnd,
    /// Whether the row gives a cost that differs from the package's (then it takes no goods).
    pub has_own_cost: bool,
    /// Its own or the package's priority, above zero.
    pub priority: f64,
    /// o × a: what outside help has met, in đồng of this need's unit cost (whole units × cost; a divisible need: the
    /// amount). Never above `quantity` × `unit_cost`.
    pub outside: Vnd,
    /// The row that asked for it, the household's row if automatic, the commitment's if it made the need.
    pub place: Place,
}

impl Need {
    /// a × m: đồng asked.
    pub fn asked(&self) -> Vnd {
        self.unit_cost.times(self.quantity)
    }

    /// a × (m − o): đồng that outside help has left open.
    pub fn open(&self) -> Vnd {
        self.asked() - self.outside
    }
}

/// Kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A "Vì người nghèo" fund.
    Fund,
    /// A donor.
    Donor,
    /// A sponsoring agency.
    Agency,
}

/// Whether the money is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// Đã nhận.
    #[default]
    Received,
    /// Đăng ký, promised and not yet received.
    Pledged,
}

/// What a source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// Đồng.
    Cash(Vnd),
    /// Units of one package.
    Goods {
        /// The package.
        package: PackageIndex,
        /// How many units.
        quantity: u32,
    },
}

/// The conditions on a source; an empty list is no restriction, and all that are given must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Earmark {
    /// Areas, each with everything below it.
    pub areas: BTreeSet<AreaIndex>,
    /// Purposes.
    pub purposes: BTreeSet<String>,
    /// Packages.
    pub packages: BTreeSet<PackageIndex>,
    /// Classes.
    pub classes: BTreeSet<Class>,
    /// Household tags, any one suffices.
    pub tags: BTreeSet<String>,
    /// Households by name, or communes' own requests.
    pub beneficiaries: BTreeSet<Beneficiary>,
}

/// A source (nguồn lực).
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Unique id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Fund, donor or agency.
    pub kind: SourceKind,
    /// Cash or goods.
    pub worth: Worth,
    /// Received or pledged.
    pub status: SourceStatus,
    /// Expected fulfilment; one for received money.
    pub rate: Share,
    /// Its account.
    pub account: Account,
    /// Conditions.
    pub earmark: Earmark,
    /// Share kept back.
    pub reserve: Share,
    /// Pays whole units alone or nothing.
    pub whole_units: bool,
    /// At most so much for one household.
    pub max_per_household: Option<Vnd>,
    /// At most so much in one commune.
    pub max_per_commune: Option<Vnd>,
    /// How many communes (households) it may help.
    pub max_partners: Option<u32>,
    /// Row in the file.
    pub place: Place,
}

impl Source {
    /// Whether its money is there.
    pub const fn is_received(&self) -> bool {
        matches!(self.status, SourceStatus::Received)
    }

    /// Whether it pays whole units alone: goods always do.
    pub const fn pays_whole_units(&self) -> bool {
        self.whole_units || matches!(self.worth, Worth::Goods { .. })
    }
}

/// State of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentStatus {
    /// Promised.
    Promised,
    /// Paid out.
    Disbursed,
    /// Given by others.
    Outside,
}

/// A commitment line (đã cam kết).
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// Who pays; `None` for outside help.
    pub source: Option<SourceIndex>,
    /// For which need.
    pub need: NeedIndex,
    /// Units.
    pub units: u32,
    /// Total đồng.
    pub amount: Vnd,
    /// Its state.
    pub status: CommitmentStatus,
    /// Row in the file.
    pub place: Place,
}

/// Whether a place is chosen, may be chosen, or must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairingStatus {
    /// Stays.
    Keep,
    /// May be chosen.
    Candidate,
    /// Never.
    Forbid,
}

/// A row of pairings (phân công).
#[derive(Debug, Clone, PartialEq)]
pub struct Pairing {
    /// The source.
    pub source: SourceIndex,
    /// The commune or household.
    pub place: Beneficiary,
    /// Keep, candidate or forbid.
    pub status: PairingStatus,
    /// Worth of the pair, not negative.
    pub value: f64,
}

/// Everything a run needs, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Settings in full.
    pub settings: Settings,
    /// The poverty standard in use.
    pub standard: Standard,
    /// Areas by code.
    pub areas: Vec<Area>,
    /// Households by id.
    pub households: Vec<Household>,
    /// Packages by id.
    pub packages: Vec<Package>,
    /// Needs by (beneficiary's id, package's id).
    pub needs: Vec<Need>,
    /// Sources by id.
    pub sources: Vec<Source>,
    /// Commitments by (need, source, status, amount).
    pub commitments: Vec<Commitment>,
    /// Pairings by (source, place).
    pub pairings: Vec<Pairing>,
    /// Rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// Đồng that an earlier run granted to each need (`--near`); the plan then changes as little of it as it may.
    pub near: Option<Vec<Vnd>>,
    /// What the plan is sought for where the best one is known already (`alternatives`, `pareto`).
    pub aim: Option<Aim>,
}

impl Scenario {
    /// The area at `index`.
    pub fn area(&self, index: AreaIndex) -> &Area {
        self.areas.get(index.get()).expect("an area index comes from this scenario")
    }

    /// The household at `index`.
    pub fn household(&self, index: HouseholdIndex) -> &Household {
        self.households.get(index.get()).expect("a household index comes from this scenario")
    }

    /// The package at `index`.
    pub fn package(&self, index: PackageIndex) -> &Package {
        self.packages.get(index.get()).expect("a package index comes from this scenario")
    }

    /// The need at `index`.
    pub fn need(&self, index: NeedIndex) -> &Need {
        self.needs.get(index.get()).expect("a need index comes from this scenario")
    }

    /// The source at `index`.
    pub fn source(&self, index: SourceIndex) -> &Source {
        self.sources.get(index.get()).expect("a source index comes from this scenario")
    }

    /// All needs with their indices, in order.
    pub fn needs(&self) -> impl Iterator<Item = (NeedIndex, &Need)> {
        self.needs.iter().enumerate().map(|(position, need)| (NeedIndex::new(position), need))
    }

    /// All sources with their indices, in order.
    pub fn sources(&self) -> impl Iterator<Item = (SourceIndex, &Source)> {
        self.sources.iter().enumerate().map(|(position, source)| (SourceIndex::new(position), source))
    }

    /// An area and all areas above it, nearest first.
    pub fn lineage(&self, area: AreaIndex) -> impl Iterator<Item = AreaIndex> {
        std::iter::successors(Some(area), |&index| self.area(index).parent)
    }

    /// The area where a beneficiary lives (a commune: itself).
    pub fn home(&self, beneficiary: Beneficiary) -> AreaIndex {
        match beneficiary {
            Beneficiary::Household(household) => self.household(household).area,
            Beneficiary::Commune(area) => area,
        }
    }

    /// The commune of an area at or below commune level (every beneficiary has one).
    pub fn commune_of(&self, area: AreaIndex) -> AreaIndex {
        self.lineage(area)
            .find(|&index| self.area(index).level == Level::Commune)
            .expect("a scenario has no household outside a commune")
    }

    /// The commune of a beneficiary.
    pub fn commune(&self, beneficiary: Beneficiary) -> AreaIndex {
        self.commune_of(self.home(beneficiary))
    }

    /// The id of a beneficiary: household id or commune code (never the same, by a finding).
    pub fn beneficiary_id(&self, beneficiary: Beneficiary) -> &str {
        match beneficiary {
            Beneficiary::Household(household) => &self.household(household).id,
            Beneficiary::Commune(area) => &self.area(area).code,
        }
    }

    /// Household and exclusive group of a need; a commune's request has none (its households are named later).
    pub fn exclusive_group(&self, index: NeedIndex) -> Option<(Beneficiary, &str)> {
        let need = self.need(index);
        let group = self.package(need.package).exclusive_group.as_deref()?;
        matches!(need.beneficiary, Beneficiary::Household(_)).then_some((need.beneficiary, group))
    }

    /// The class that earmarks see: the household's, or the one that a commune's request states.
    pub fn class_of(&self, need: &Need) -> Option<Class> {
        match need.beneficiary {
            Beneficiary::Household(household) => Some(self.household(household).class),
            Beneficiary::Commune(_) => need.class,
        }
    }
}
