//! The facts of a scenario and the results of a run: what the stages hand to each other. Valid by construction;
//! no reading, no solving, no formatting.

mod aim;
pub mod alternatives;
pub mod certificate;
mod class;
pub mod explanation;
pub mod letters;
pub mod pairing;
pub mod pareto;
pub mod plan;
pub mod profiles;
pub mod public;
pub mod raw;
mod relax;
pub mod remedy;
pub mod rules;
pub mod scenario;
pub mod schema;
pub mod settings;
pub mod standard;
pub mod sweep;
pub mod tables;

pub use aim::{Aim, AimGoal, Limits, Trade};
pub use certificate::{CapPrice, Certificate, Multiplier, Multipliers, Proof, RulePrice};
pub use class::Class;
pub use pairing::{ChosenPair, ChosenStatus, Pairings, PartnerLimit, PartnerLimits};
pub use plan::{GroupShare, Nearness, Plan, StageName, StageResult, StageStatus, Transfer};
pub use profiles::Profile;
pub use public::PublicTables;
pub use relax::Relaxation;
pub use rules::{Base, BoundKey, Condition, Over, Relaxed, Rule, RuleBound, RuleMeasure};
pub use scenario::{
    Account, Area, Beneficiary, BeneficiaryKind, Commitment, CommitmentStatus, Demand, Earmark, Grain, Household,
    Level, Need, Package, Pairing, PairingStatus, Scenario, Setting, Source, SourceKind, SourceStatus, Worth,
};
pub use settings::Settings;
pub use standard::{IndicatorSet, Standard};
