//! Last year's shares: `communes.csv` of an earlier run, or one made by hand, with the columns `commune` and `served`.

use std::collections::BTreeMap;
use std::path::Path;

use super::list::finding;
use crate::domain::Scenario;
use crate::findings::{Finding, Findings, Place};
use crate::input::run_folder::RunFolder;
use crate::units::Vnd;

/// The table of a run folder that tells what each commune received.
const COMMUNES: &str = "communes.csv";

/// Đồng that each commune of the scenario received, by code, with a warning (W607) where some went to communes that ask
/// for nothing now; all findings where nothing can be shared by.
pub(super) fn read(
    scenario: &Scenario,
    folder: &Path,
    path: &str,
) -> Result<(BTreeMap<String, Vnd>, Findings), Findings> {
    if path.is_empty() {
        let mut findings = Findings::default();
        findings.push(finding("E605").with("key", "sweep.baselines.last_year"));
        return Err(findings);
    }
    let mut run = RunFolder::new(&folder.join(path));
    let columns = &["commune", "served"];
    let lines = run.table(COMMUNES, columns, |cells| (cells.text("commune"), cells.money("served")));
    let mut findings = run.into_findings();
    if findings.has_errors() {
        return Err(findings);
    }
    let asking = scenario.needs().map(|(_, need)| scenario.area(scenario.commune(need.beneficiary)).code.clone());
    let mut received: BTreeMap<String, Vnd> = asking.map(|code| (code, Vnd::ZERO)).collect();
    let mut gone: BTreeMap<String, Vnd> = BTreeMap::new();
    for (code, amount) in lines {
        let sum = match received.get_mut(&code) {
            Some(sum) => sum,
            None => gone.entry(code).or_default(),
        };
        *sum = Vnd::new(sum.dong().saturating_add(amount.dong()));
    }
    let place = Place { file: Path::new(path).join(COMMUNES).display().to_string(), ..Place::default() };
    if received.values().all(|&amount| amount <= Vnd::ZERO) {
        findings.push(Finding::new("E606", place));
        return Err(findings);
    }
    gone.retain(|_, amount| *amount > Vnd::ZERO);
    if let Some(first) = gone.keys().next() {
        let amount = gone.values().fold(0, |sum: i64, amount| sum.saturating_add(amount.dong()));
        let warning = Finding::new("W607", place).with("communes", gone.len()).with("first", first);
        findings.push(warning.with("amount", Vnd::new(amount)));
    }
    Ok((received, findings))
}
