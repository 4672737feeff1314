//! Scenario → linear model.
