//! Integration tests.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod direct_model;
mod support;
