//! Plans as good as the best but for a loss that is allowed, and as unlike each other as can be (modelling to generate
//! alternatives: Brill, Chang and Hopkins 1982), and what all of them share.

mod find;

pub use find::{Alternative, Ended, find};
