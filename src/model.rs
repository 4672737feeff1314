//! A piece of the funding network → a mixed-integer linear model. One file a constraint, named as page 3 names it;
//! columns are read back through [`PieceModel`], never by position. Solves nothing.
//!
//! Units inside: million đồng for money, units of the package for what is served, points of weight.

mod apart;
mod c1_funding;
mod c2_source;
mod c3_demand;
mod c4_whole_units;
mod c5_caps;
mod c6_commitments;
mod c7_rules;
mod counts;
mod fairness;
mod near;
mod objective;
mod variables;

pub use fairness::{EntitlementColumns, ShortfallColumns};
pub use near::NearColumns;

use petgraph::graph::EdgeIndex;

use crate::domain::Scenario;
use crate::ids::SourceIndex;
use crate::linear::{Column, LinearModel, Row};
use crate::network::{Bundle, Network, Piece, Place};
use crate::units::Vnd;

/// Which of the two programs of page 3 a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Stage 1: divisible units; minima and whole units are dropped.
    Linear,
    /// Stages 2 to 4: whole units, minima, one package of an exclusive group.
    Whole,
}

/// Room that bounds of rules keep in the whole form, since đồng are rounded afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Each amount granted in part may move by so much.
    pub awards: Vnd,
    /// Each payment that rules look at may move by so much.
    pub payments: Vnd,
}

impl Rounding {
    /// Nothing is rounded any more.
    pub const NONE: Self = Self { awards: Vnd::ZERO, payments: Vnd::ZERO };
    /// Payments are, of awards that are whole đồng already.
    pub const PAYMENTS: Self = Self { awards: Vnd::ZERO, payments: Vnd::new(1) };
    /// Both are.
    pub const ALL: Self = Self { awards: Vnd::new(1), payments: Vnd::new(1) };
}

/// What a model is made from.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The network.
    pub network: &'a Network,
    /// The piece of it.
    pub piece: &'a Piece,
    /// Which program is meant.
    pub form: Form,
    /// What is rounded after it.
    pub rounding: Rounding,
}

impl<'a> Parts<'a> {
    /// What is decided, in order: the bundles of the piece; in the linear program, where a đồng is as good as another,
    /// its streams.
    pub fn bundles(self) -> impl Iterator<Item = &'a Bundle> {
        let (streams, bundles) = match self.form {
            Form::Linear => (self.piece.streams.as_slice(), [].as_slice()),
            Form::Whole => ([].as_slice(), self.piece.bundles.as_slice()),
        };
        streams.iter().chain(bundles.iter().filter_map(move |&position| self.network.bundles.get(position)))
    }
}

/// The model of a piece, and where to read what it decides.
#[derive(Debug)]
pub struct PieceModel {
    /// The program.
    pub linear: LinearModel,
    /// Units served of each item, members together: by bundle (in the order of `Piece::bundles`), then item.
    pub units: Vec<Vec<Column>>,
    /// Of a divisible item with a minimum or in an exclusive group: how many members get it (whole form only).
    pub served: Vec<Vec<Option<Column>>>,
    /// Households of a bundle that the plan helps (whole form with `maximize = "households"` only).
    pub helped: Vec<Option<Column>>,
    /// Flow along each edge, in the order of `Piece::edges`.
    pub flows: Vec<Flow>,
    /// Per leaf of the piece: million đồng that commitments miss; closed unless a search for the cause opens it.
    pub missing: Vec<Column>,
    /// What is counted by household, in the order of each bundle's counts (whole form only).
    pub counted: Vec<Vec<Column>>,
    /// What soft rules miss, with the price (whole form only).
    pub misses: Vec<(Column, f64)>,
    /// Rows of hard rules: (position in `RuleRows::rows`, row).
    pub rules: Vec<(usize, Row)>,
    /// Rows whose duals a certificate is made from.
    pub priced: Vec<(Priced, Row)>,
}

/// What a dual is the price of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Priced {
    /// Money of a signature (position in `Network::signatures`), per million đồng.
    Money(usize),
    /// Room under a cap, per million đồng.
    Cap(SourceIndex, Place),
    /// A group's utility or floor (position in `Network::groups`), and how many points of weight a unit of the row is.
    Group(usize, f64),
    /// A bound of a rule (position in `RuleRows::rows`), hard or soft.
    Rule(usize),
}

/// A flow column: `column` × `scale` is million đồng.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// The edge of `Network::graph`.
    pub edge: EdgeIndex,
    /// Its column: million đồng, or units where a signature pays whole units.
    pub column: Column,
    /// Million đồng per 1 of the column.
    pub scale: f64,
}

/// Builds the model of a piece: C1 to C7.
pub fn build(parts: Parts<'_>) -> PieceModel {
    let form = parts.form;
    let mut model = variables::add(parts, form);
    c1_funding::add(parts, &mut model);
    c2_source::add(parts, &mut model);
    c3_demand::add(parts, form, &mut model);
    c4_whole_units::add(parts, form, &mut model);
    c5_caps::add(parts, &mut model);
    counts::add(parts, form, &mut model);
    c7_rules::add(parts, form, &mut model);
    model
}

impl PieceModel {
    /// Terms of the objective `maximize` of the settings, without the part of outside help.
    pub fn objective(&self, parts: Parts<'_>) -> Vec<(Column, f64)> {
        objective::terms(parts, self)
    }

    /// Adds the columns and rows that tell the change against an earlier run, and the value of `objective`.
    pub fn add_near(&mut self, parts: Parts<'_>, objective: &[(Column, f64)]) -> NearColumns {
        near::add(parts, self, objective)
    }

    /// Adds a column for the value of the objective's `terms`.
    pub fn add_value(&mut self, terms: &[(Column, f64)]) -> Column {
        objective::add_value(self, terms)
    }

    /// Adds the column that tells how many million đồng go elsewhere than in earlier plans.
    pub fn add_apart(&mut self, parts: Parts<'_>) -> Column {
        apart::add(parts, self)
    }

    /// Adds the columns and rows of stage 1.
    pub fn add_entitlement(&mut self, parts: Parts<'_>) -> EntitlementColumns {
        fairness::add_entitlement(parts, self)
    }

    /// Adds the columns and rows of stage 2 for the floors F of the piece's groups (weight).
    pub fn add_shortfall(&mut self, parts: Parts<'_>, floors: &[f64]) -> ShortfallColumns {
        fairness::add_shortfall(parts, self, floors)
    }
}
