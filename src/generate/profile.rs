//! What tells one profile from another: the data files that a folder is made of and calibrated to. Chance is elsewhere.

use super::data::{
    AskTemplate, CommitmentTemplate, CommuneFacts, PackageFacts, ProvinceFacts, RegionFacts, SourceTemplate, rows,
};

/// A folder to generate, as texts of data files.
#[derive(Debug)]
pub(super) struct Profile {
    /// Its name on the command line.
    name: &'static str,
    /// `scenario.toml`, as it is written.
    pub(super) settings: &'static str,
    /// `packages.csv`, as it is written (`PackageFacts`).
    pub(super) packages: &'static str,
    /// `RegionFacts`.
    regions: &'static str,
    /// `ProvinceFacts`, in the order in which they are written.
    provinces: &'static str,
    /// `CommuneFacts`.
    communes: &'static str,
    /// `AskTemplate`.
    asks: &'static str,
    /// Kinds of sources of each province (`SourceTemplate`).
    sources: &'static str,
    /// Kinds of sources above the provinces (`SourceTemplate`).
    above: &'static str,
    /// Kinds of commitments (`CommitmentTemplate`).
    commitments: &'static str,
}

/// The data files of a profile, read.
#[derive(Debug)]
pub(super) struct Facts {
    /// Regions.
    pub(super) regions: Vec<RegionFacts>,
    /// Provinces.
    pub(super) provinces: Vec<ProvinceFacts>,
    /// Communes, by province and code.
    pub(super) communes: Vec<CommuneFacts>,
    /// The catalogue.
    pub(super) packages: Vec<PackageFacts>,
    /// What else is asked for.
    pub(super) asks: Vec<AskTemplate>,
    /// Sources of each province.
    pub(super) sources: Vec<SourceTemplate>,
    /// Sources above the provinces.
    pub(super) above: Vec<SourceTemplate>,
    /// Commitments.
    pub(super) commitments: Vec<CommitmentTemplate>,
}

impl Profile {
    /// The profile of a name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|profile| profile.name == name)
    }

    /// Its data files, read.
    pub(super) fn facts(&self) -> Facts {
        Facts {
            regions: rows(self.regions),
            provinces: rows(self.provinces),
            communes: rows(self.communes),
            packages: rows(self.packages),
            asks: rows(self.asks),
            sources: rows(self.sources),
            above: rows(self.above),
            commitments: rows(self.commitments),
        }
    }
}

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("data/", $name))
    };
}

static ALL: [Profile; 5] = [
    Profile {
        name: "lai-chau",
        settings: data!("lai-chau.toml"),
        packages: data!("packages.csv"),
        regions: data!("lai-chau-regions.csv"),
        provinces: data!("lai-chau-provinces.csv"),
        communes: data!("lai-chau.csv"),
        asks: NONE,
        sources: data!("sources.csv"),
        above: NONE,
        commitments: data!("commitments.csv"),
    },
    Profile {
        name: "hoa-binh",
        settings: data!("hoa-binh.toml"),
        packages: data!("hoa-binh-packages.csv"),
        regions: data!("hoa-binh-regions.csv"),
        provinces: data!("hoa-binh-provinces.csv"),
        communes: data!("hoa-binh.csv"),
        asks: data!("hoa-binh-asks.csv"),
        sources: data!("hoa-binh-sources.csv"),
        above: NONE,
        commitments: NONE,
    },
    Profile {
        name: "bac-lieu",
        settings: data!("bac-lieu.toml"),
        packages: data!("bac-lieu-packages.csv"),
        regions: data!("bac-lieu-regions.csv"),
        provinces: data!("bac-lieu-provinces.csv"),
        communes: data!("bac-lieu.csv"),
        asks: data!("bac-lieu-asks.csv"),
        sources: data!("bac-lieu-sources.csv"),
        above: NONE,
        commitments: NONE,
    },
    Profile {
        name: "toan-quoc",
        settings: data!("toan-quoc.toml"),
        packages: data!("toan-quoc-packages.csv"),
        regions: data!("toan-quoc-regions.csv"),
        provinces: data!("toan-quoc-provinces.csv"),
        communes: data!("toan-quoc.csv"),
        asks: data!("toan-quoc-asks.csv"),
        sources: data!("toan-quoc-sources.csv"),
        above: data!("toan-quoc-above.csv"),
        commitments: NONE,
    },
    Profile {
        name: "nation",
        settings: data!("nation.toml"),
        packages: data!("packages.csv"),
        regions: data!("nation-regions.csv"),
        provinces: data!("provinces.csv"),
        communes: data!("nation.csv"),
        asks: NONE,
        sources: data!("nation-sources.csv"),
        above: data!("nation-above.csv"),
        commitments: NONE,
    },
];

/// A table without rows.
const NONE: &str = "";
