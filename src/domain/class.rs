//! The classes of the lists of poor households, with their words.

use serde::{Deserialize, Serialize};

/// Poverty class of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Hộ nghèo.
    Poor,
    /// Hộ cận nghèo.
    NearPoor,
    /// Hộ mới thoát nghèo.
    NewlyEscaped,
    /// Hộ khác.
    Other,
}

impl Class {
    /// The word of page 2.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Poor => "poor",
            Self::NearPoor => "near_poor",
            Self::NewlyEscaped => "newly_escaped",
            Self::Other => "other",
        }
    }
}
