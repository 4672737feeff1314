//! Integration tests: one crate, a module a topic.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod acceptance;
mod architecture;
mod browser;
mod certain;
mod certificate;
mod clean;
mod cli;
mod compare;
mod compare_files;
mod cost;
mod determinism;
mod direct_model;
mod exhaustive;
mod folders;
mod generate;
mod golden;
mod keep;
mod keep_rules;
mod messy;
mod messy_values;
mod near;
mod packs;
mod pairing;
mod properties;
mod public;
mod publish;
mod readme;
mod reasons;
mod relax;
mod report;
mod rules;
mod support;
mod sweep;
mod sweep_page;
mod template;
