//! The report of a small run.
