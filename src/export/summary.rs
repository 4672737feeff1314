//! `summary.json`: what was asked, how the stages ended, the totals, and where the input came from.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::domain::tables::{
    Earlier, FindingRow, NEAR_TRANSFERS, PREVIOUS_TRANSFERS, Previous, Provenance, Tables, Totals,
};
use crate::domain::{Nearness, Scenario, Settings, StageResult};
use crate::units::Vnd;

/// The file, keys in the order of page 4.
#[derive(Serialize)]
struct Summary<'a> {
    title: &'a str,
    stages: &'a [StageResult],
    totals: &'a Totals,
    findings: &'a [FindingRow],
    inputs: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<KeptRun<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<NearRun<'a>>,
    /// SHA-256 of the files of the public folder; missing where none is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    public: Option<&'a BTreeMap<String, String>>,
    settings: &'a Settings,
    version: &'static str,
}

/// The earlier run that this one keeps.
#[derive(Serialize)]
struct KeptRun<'a> {
    #[serde(rename = "use")]
    purpose: &'static str,
    run: &'a str,
    commitments: u64,
    amount: Vnd,
}

/// The earlier run that this one stays near, and how near it is.
#[derive(Serialize)]
struct NearRun<'a> {
    run: &'a str,
    needs: u64,
    amount: Vnd,
    ignored: u64,
    ignored_amount: Vnd,
    #[serde(flatten)]
    nearness: Nearness,
}

/// The content of the file.
pub(super) fn json(
    scenario: &Scenario,
    tables: &Tables,
    (provenance, public): (&Provenance, Option<&BTreeMap<String, String>>),
) -> io::Result<String> {
    let summary = Summary {
        title: &scenario.settings.title,
        stages: &tables.stages,
        totals: &tables.totals,
        findings: &provenance.findings,
        inputs: inputs(provenance),
        previous: provenance.previous.as_ref().map(kept_run),
        near: provenance.near.as_ref().map(near_run),
        public,
        settings: &scenario.settings,
        version: env!("CARGO_PKG_VERSION"),
    };
    let mut text = serde_json::to_string_pretty(&summary)?;
    text.push('\n');
    Ok(text)
}

/// Hashes by file name; those of earlier runs' tables under names that no scenario folder has.
fn inputs(provenance: &Provenance) -> BTreeMap<&str, &str> {
    let files = provenance.inputs.iter().map(|(file, hash)| (file.as_str(), hash.as_str()));
    let previous = provenance.previous.iter().map(|previous| (PREVIOUS_TRANSFERS, previous.hash.as_str()));
    let near = provenance.near.iter().map(|(earlier, _)| (NEAR_TRANSFERS, earlier.hash.as_str()));
    files.chain(previous).chain(near).collect()
}

fn near_run((earlier, nearness): &(Earlier, Nearness)) -> NearRun<'_> {
    NearRun {
        run: &earlier.run,
        needs: earlier.needs,
        amount: earlier.amount,
        ignored: earlier.ignored,
        ignored_amount: earlier.ignored_amount,
        nearness: *nearness,
    }
}

const fn kept_run(previous: &Previous) -> KeptRun<'_> {
    KeptRun { purpose: "keep", run: previous.run.as_str(), commitments: previous.commitments, amount: previous.amount }
}
