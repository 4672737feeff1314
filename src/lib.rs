//! `chungtay` decides which donor, agency or "Vì người nghèo" fund helps which commune and household.
//!
//! The whole flow, one verb per stage (ARCHITECTURE.md draws it):
//!
//! ```text
//! folder ──input──▶ RawScenario ──validate──▶ Scenario ─┬─severity────────────▶ weights ─────┐
//!                        │                              └─pairing─eligibility─▶ who may pay ─┴─stages──▶ units
//!                        ▼                                         (model + solver inside)                 │ settle
//!                    Findings (all)                                                                        ▼
//!  run folder ◀── verify (second opinion) ◀── export ◀── Tables ◀──ledger── Plan (whole đồng) ─────────────┘
//! ```
// Ground floor: words that every other floor uses.
pub mod findings;
pub mod ids;
pub mod linear;
pub mod messages;
pub mod tolerance;
pub mod units;
// What the stages hand to each other.
pub mod domain;
// Rooms that look only down.
pub mod eligibility;
pub mod exits;
pub mod export;
pub mod funds;
pub mod generate;
pub mod input;
pub mod rules;
pub mod severity;
pub mod solver;
pub mod verify;
// Rooms that build on those.
pub mod cases;
pub mod compare;
pub mod keep;
pub mod ledger;
pub mod model;
pub mod near;
pub mod network;
pub mod pairing;
pub mod picture;
pub mod public;
pub mod report;
pub mod validate;
// The solves in their order, then whole đồng.
pub mod settle;
pub mod stages;
// The one function that shows everything.
pub mod pipeline;
// The run folder, whole or not at all.
pub mod explain;
pub mod publish;
// What is still unpaid, and what money is worth at the margin.
pub mod catalogue;
pub mod marginal;
pub mod remedy;
// Many runs, side by side.
pub mod alternatives;
pub mod pareto;
pub mod sweep;
