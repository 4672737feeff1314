//! [`RawScenario`] → [`Scenario`], or every finding at once. Reads no file.

use crate::domain::Scenario;
use crate::domain::raw::RawScenario;
use crate::findings::Findings;

/// Judges a folder as read: the scenario, if nothing forbids it, and all findings.
pub fn check(_raw: &RawScenario) -> (Option<Scenario>, Findings) {
    (None, Findings::default())
}
