//! Runs side by side: who gains and who loses, what differs in the settings, and which awards disappear although
//! money was added. Looks at written run folders only; solves nothing and judges no plan.

mod growth;
mod laid;
mod lines;
mod needs;
mod read;
mod settings;
#[cfg(test)]
mod tests;
mod told;

use std::path::{Path, PathBuf};

use serde::Serialize;

pub use growth::{Growth, Loser};
pub use laid::{html, workbook};
pub use lines::{CommuneChange, CountChange, GroupChange, MoneyChange, PurposeChange, SourceChange};
pub use needs::{NeedChange, NeedChanges};
pub use settings::{InputChange, SettingChange};
pub use told::{SettingLine, setting_lines};

use crate::findings::{Finding, Findings, Place};
use read::Run;

/// A figure of the base and of the other run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Pair<T> {
    /// In the base.
    pub before: T,
    /// In the other run.
    pub after: T,
}

impl<T> Pair<T> {
    /// The same figure of both.
    fn each<U>(&self, figure: impl Fn(&T) -> U) -> Pair<U> {
        Pair { before: figure(&self.before), after: figure(&self.after) }
    }
}

impl<T: PartialEq> Pair<T> {
    /// Whether the two differ.
    pub fn is_change(&self) -> bool {
        self.before != self.after
    }
}

/// What differs between the base and another run. Lists hold what differs, losers first, by size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The folders, as they were given.
    pub runs: Pair<String>,
    /// Money in đồng: asked, available, transferred, outside.
    pub money: Vec<MoneyChange>,
    /// Awards, households, exits.
    pub counts: Vec<CountChange>,
    /// By purpose, all of them.
    pub purposes: Vec<PurposeChange>,
    /// By commune.
    pub communes: Vec<CommuneChange>,
    /// By source.
    pub sources: Vec<SourceChange>,
    /// By fairness group.
    pub groups: Vec<GroupChange>,
    /// Needs by beneficiary and package.
    pub needs: NeedChanges,
    /// Awards that disappear or shrink although money was added; nothing where money was taken away.
    pub growth: Option<Growth>,
    /// Settings that differ, by dotted key.
    pub settings: Vec<SettingChange>,
    /// Input files that differ.
    pub inputs: Vec<InputChange>,
}

/// Compares each further run with the first; findings where a folder is no run, or a run of another scenario.
pub fn compare(runs: &[PathBuf]) -> Result<Vec<Difference>, Findings> {
    let mut findings = Findings::default();
    let read: Vec<Run> = runs.iter().map(|run| Run::read(run, &mut findings)).collect();
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    let Some((base, others)) = read.split_first() else { return Ok(Vec::new()) };
    for (other, folder) in others.iter().zip(runs.iter().skip(1)) {
        if !base.communes.keys().any(|code| other.communes.contains_key(code)) {
            findings.push(stranger(folder, &base.name));
        }
    }
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    Ok(others.iter().map(|other| difference(base, other)).collect())
}

/// A run that has no commune in common with the base.
fn stranger(folder: &Path, base: &str) -> Finding {
    let place = Place { file: folder.join("communes.csv").display().to_string(), ..Place::default() };
    Finding::new("E504", place).with("found", folder.display()).with("expected", base)
}

fn difference(base: &Run, other: &Run) -> Difference {
    let runs = Pair { before: base, after: other };
    let needs = needs::changes(base, other);
    let settings = settings::settings(base, other);
    let growth = growth::find(runs, &needs, &settings);
    Difference {
        runs: runs.each(|run| run.name.clone()),
        money: lines::money(runs),
        counts: lines::counts(runs),
        purposes: lines::purposes(runs),
        communes: lines::communes(runs),
        sources: lines::sources(runs),
        groups: lines::groups(runs),
        needs,
        growth,
        settings,
        inputs: settings::inputs(base, other),
    }
}
