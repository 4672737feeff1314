//! What tells one profile from another: the facts and totals that a folder is calibrated to. Chance is elsewhere.

/// A folder to generate: settings, catalogue, provinces.
#[derive(Debug)]
pub(super) struct Profile {
    /// Its name on the command line.
    name: &'static str,
    /// `scenario.toml`, as it is written.
    pub(super) settings: &'static str,
    /// `packages.csv`, as it is written.
    pub(super) packages: &'static str,
    /// The provinces, in the order in which they are written.
    pub(super) provinces: &'static [ProvinceProfile],
}

/// A province: official totals and where its facts stand.
#[derive(Debug)]
pub(super) struct ProvinceProfile {
    /// Official code.
    pub(super) code: &'static str,
    /// Official name.
    pub(super) name: &'static str,
    /// Begins the ids of its households.
    pub(super) prefix: &'static str,
    /// All households.
    pub(super) households: u32,
    /// Poor households, exact.
    pub(super) poor: u32,
    /// Near-poor households, exact.
    pub(super) near_poor: u32,
    /// Households that escaped poverty within the year and stay on the list.
    pub(super) newly_escaped: u32,
    /// Communes (`CommuneFacts`).
    pub(super) communes: &'static str,
    /// Kinds of sources (`SourceTemplate`).
    pub(super) sources: &'static str,
    /// Kinds of commitments (`CommitmentTemplate`).
    pub(super) commitments: &'static str,
    /// The catalogue (`PackageFacts`).
    pub(super) packages: &'static str,
    /// How many small gifts are pooled.
    pub(super) small_gifts: u32,
}

/// Poor and near-poor households: end of 2024, official. All households: 20,961 poor ÷ the official rate of 19.46 %.
/// Newly escaped: assumed.
const LAI_CHAU: ProvinceProfile = ProvinceProfile {
    code: "12",
    name: "Lai Châu",
    prefix: "LC",
    households: 107_700,
    poor: 20_961,
    near_poor: 10_053,
    newly_escaped: 1_500,
    communes: include_str!("data/lai-chau.csv"),
    sources: include_str!("data/sources.csv"),
    commitments: include_str!("data/commitments.csv"),
    packages: include_str!("data/packages.csv"),
    small_gifts: 6_000,
};

static ALL: [Profile; 1] = [Profile {
    name: "lai-chau",
    settings: include_str!("data/lai-chau.toml"),
    packages: include_str!("data/packages.csv"),
    provinces: &[LAI_CHAU],
}];

impl Profile {
    /// The profile of a name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|profile| profile.name == name)
    }
}
