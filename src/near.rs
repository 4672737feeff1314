//! An earlier run as a measure (`allocate --near`): how many đồng its `transfers.csv` grants to each need. What is no
//! need any more is ignored, and counted in a warning. Decides nothing about the plan.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::Scenario;
use crate::domain::tables::Earlier;
use crate::findings::{Finding, Findings, Place};
use crate::ids::NeedIndex;
use crate::input::run_folder::{RunFolder, rows};
use crate::units::Vnd;

/// The table of the earlier run that holds its awards by source.
const TRANSFERS: &str = "transfers.csv";

const COLUMNS: &[&str] = &["beneficiary", "package", "amount"];

/// What an earlier run granted.
#[derive(Debug)]
pub struct Near {
    /// Đồng by need of the scenario.
    pub granted: Vec<Vnd>,
    /// What the new run folder says of the earlier run.
    pub earlier: Earlier,
    /// A warning (W520) where the earlier run served what is no need any more.
    pub findings: Findings,
}

/// Reads the awards of the run folder `run`; all findings where that cannot be.
pub fn read(scenario: &Scenario, run: &Path) -> Result<Near, Findings> {
    let mut folder = RunFolder::new(run);
    let (name, file) = (folder.name(), folder.file(TRANSFERS));
    let mut findings = folder.into_findings();
    let Some(file) = file else { return Err(findings) };
    let (lines, read) =
        rows(&file, COLUMNS, |cells| ((cells.text("beneficiary"), cells.text("package")), cells.money("amount")));
    findings.extend(read);
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    let mut sums: BTreeMap<(String, String), Vnd> = BTreeMap::new();
    for (need, amount) in lines {
        let sum = sums.entry(need).or_default();
        *sum = Vnd::new(sum.dong().saturating_add(amount.dong()));
    }
    let known = needs(scenario);
    let mut granted = vec![Vnd::ZERO; scenario.needs.len()];
    let (mut ignored, mut ignored_amount) = (0_u64, Vnd::ZERO);
    for ((beneficiary, package), &amount) in &sums {
        let need = known.get(&(beneficiary.as_str(), package.as_str()));
        if let Some(slot) = need.and_then(|need| granted.get_mut(need.get())) {
            *slot = amount;
        } else {
            ignored += 1;
            ignored_amount += amount;
        }
    }
    if ignored > 0 {
        let place = Place { file: file.name.clone(), ..Place::default() };
        findings.push(Finding::new("W520", place).with("count", ignored).with("amount", ignored_amount));
    }
    let served = granted.iter().filter(|&&amount| amount > Vnd::ZERO).count();
    let earlier = Earlier {
        run: name,
        needs: u64::try_from(served).unwrap_or(u64::MAX),
        amount: granted.iter().copied().sum(),
        ignored,
        ignored_amount,
        hash: file.hash,
        transfers: file.bytes,
    };
    Ok(Near { granted, earlier, findings })
}

/// Needs by the ids of beneficiary and package.
fn needs(scenario: &Scenario) -> BTreeMap<(&str, &str), NeedIndex> {
    let ids = |(index, need): (NeedIndex, &crate::domain::Need)| {
        ((scenario.beneficiary_id(need.beneficiary), scenario.package(need.package).id.as_str()), index)
    };
    scenario.needs().map(ids).collect()
}
