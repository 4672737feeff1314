//! Scenarios for the benches: folders of this repository, and cuts of Lai Châu. Refuses to go on where a scenario has
//! an error: a bench of nothing is worse than none.

pub(crate) mod cut;

use std::path::{Path, PathBuf};

use chungtay::domain::Scenario;
use chungtay::pipeline;

/// The folder of a scenario of this repository.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// The scenario of a folder.
pub(crate) fn load(folder: &Path) -> Scenario {
    let loaded = pipeline::load(folder);
    loaded.scenario.unwrap_or_else(|| panic!("{} has errors: {:?}", folder.display(), loaded.findings))
}
