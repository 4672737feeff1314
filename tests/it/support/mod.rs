//! What the integration tests share.

pub mod direct;
pub mod random;
