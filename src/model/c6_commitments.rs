//! C6 commitments: what is promised or paid is in every plan, completed to whole units.
//!
//! Stage 1: u ≥ committed ÷ a. After it: u ≥ whole units that the commitments begin (a divisible package: at least its
//! minimum). The committed đồng themselves are no flow: they are taken off the source before, and counted in C1.

use super::Form;
use crate::network::Item;

/// Units that the members of an item must get.
pub(super) fn least_units(item: &Item, form: Form) -> f64 {
    let least = match form {
        Form::Linear => item.committed(),
        Form::Whole => item.bound(),
    };
    least.units_of(item.unit_cost)
}
