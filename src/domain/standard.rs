//! The multidimensional poverty standard: dated data, never code. A scenario names one; it may bring its own.

use serde::{Deserialize, Serialize};

use super::scenario::Setting;
use crate::units::Vnd;

/// A value for rural and one for urban places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BySetting<T> {
    /// Rural places.
    pub rural: T,
    /// Urban places (phường, thị trấn).
    pub urban: T,
}

impl<T: Copy> BySetting<T> {
    /// The value of a setting.
    pub const fn of(&self, setting: Setting) -> T {
        match setting {
            Setting::Rural => self.rural,
            Setting::Urban => self.urban,
        }
    }
}

/// One dated standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// First day in force, ISO date.
    pub valid_from: String,
    /// Last day in force, ISO date.
    pub valid_to: String,
    /// Income line in đồng per person and month.
    pub income_line: BySetting<Vnd>,
    /// Income line in points of the survey score; `None` while it is not published.
    #[serde(default)]
    pub points_line: Option<BySetting<f64>>,
    /// At or below the line with at least so many deprivations is poor, with fewer near-poor.
    pub min_deprived: u32,
    /// Keys of the deprivation indicators, at most 32.
    pub indicators: Vec<String>,
}

/// Keys that a household table may use for deprivations under any built-in standard.
pub const INDICATOR_KEYS: [&str; 13] = [
    "employment",
    "dependency",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water",
    "sanitation",
    "telecom",
    "information_device",
    "waste_treatment",
];

impl Standard {
    /// The program's own dated table.
    ///
    /// Source: Decree 07/2021/NĐ-CP (kept through 31 Dec 2026 by Decree 351/2025/NĐ-CP; points lines of the survey
    /// circular: 140 points = 1.5 m đồng rural, 175 points = 2.0 m urban) and Decree 351/2025/NĐ-CP from 1 Jan 2027,
    /// whose points are not published yet. Its draft replaces `information_device` by `waste_treatment`.
    pub fn built_in() -> Vec<(&'static str, Self)> {
        let indicators = |left_out: &str| -> Vec<String> {
            INDICATOR_KEYS.iter().filter(|&&key| key != left_out).map(|&key| key.to_owned()).collect()
        };
        vec![
            (
                "2022-2025",
                Self {
                    valid_from: "2022-01-01".to_owned(),
                    valid_to: "2026-12-31".to_owned(),
                    income_line: BySetting { rural: Vnd::new(1_500_000), urban: Vnd::new(2_000_000) },
                    points_line: Some(BySetting { rural: 140.0, urban: 175.0 }),
                    min_deprived: 3,
                    indicators: indicators("waste_treatment"),
                },
            ),
            (
                "2027-2030",
                Self {
                    valid_from: "2027-01-01".to_owned(),
                    valid_to: "2030-12-31".to_owned(),
                    income_line: BySetting { rural: Vnd::new(2_200_000), urban: Vnd::new(2_800_000) },
                    points_line: None,
                    min_deprived: 3,
                    indicators: indicators("information_device"),
                },
            ),
        ]
    }

    /// The set of the indicators among `keys` that this standard counts.
    pub fn set_of<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> IndicatorSet {
        let mut set = IndicatorSet::default();
        for key in keys {
            if let Some(position) = self.indicators.iter().position(|indicator| indicator == key) {
                set.0 |= 1 << position;
            }
        }
        set
    }
}

/// A set of a standard's indicators (bit = position in [`Standard::indicators`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct IndicatorSet(u32);

impl IndicatorSet {
    /// Each of them alone.
    pub fn each(self) -> impl Iterator<Item = Self> {
        (0..u32::BITS).map(|bit| Self(1 << bit)).filter(move |one| self.0 & one.0 != 0)
    }

    /// How many there are.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are in this set and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those that are in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
