//! `summary.json`: what was asked, how the stages ended, the totals, and where the input came from.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::domain::tables::{FindingRow, Provenance, Tables, Totals};
use crate::domain::{Scenario, Settings, StageResult};

/// The file, keys in the order of page 4.
#[derive(Serialize)]
struct Summary<'a> {
    title: &'a str,
    stages: &'a [StageResult],
    totals: &'a Totals,
    findings: &'a [FindingRow],
    inputs: &'a BTreeMap<String, String>,
    settings: &'a Settings,
    version: &'static str,
}

/// The content of the file.
pub(super) fn json(scenario: &Scenario, tables: &Tables, provenance: &Provenance) -> io::Result<String> {
    let summary = Summary {
        title: &scenario.settings.title,
        stages: &tables.stages,
        totals: &tables.totals,
        findings: &provenance.findings,
        inputs: &provenance.inputs,
        settings: &scenario.settings,
        version: env!("CARGO_PKG_VERSION"),
    };
    let mut text = serde_json::to_string_pretty(&summary)?;
    text.push('\n');
    Ok(text)
}
