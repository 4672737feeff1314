//! Chosen units → whole đồng per source and need.

/// To be replaced.
pub fn placeholder() {}
