//! What came out of `allocate`, as people read it: totals, stages, times, where the run is.

use chungtay::domain::profiles::{PUBLIC_FOLDER, REPORT_PAGE};
use chungtay::domain::tables::{Certainty, Earlier, RuleRow, RuleStatus, Tables};
use chungtay::domain::{Nearness, RuleMeasure, StageName, StageResult, StageStatus};
use chungtay::pipeline::Step;
use chungtay::publish::Published;
use chungtay::units::Vnd;

use super::console::Console;
use super::progress::step_id;
use super::verify;

/// Tells a published run.
pub(crate) fn tell(console: &Console, (tables, near): (&Tables, Option<&(Earlier, Nearness)>), published: &Published) {
    if !console.tells() {
        return;
    }
    let words = &console.words;
    tell_totals(console, tables);
    tell_without_partner(console, tables);
    tell_near(console, near);
    tell_stages(console, &tables.stages);
    if console.is_verbose() {
        tell_times(console, published);
    }
    console.tell(&words.plain("allocate-verified"));
    verify::tell_relaxed(console, &published.opinion.relaxed);
    verify::tell_proved(console, &published.opinion.proved);
    let folder = published.folder.display().to_string();
    console.tell(&console.bold(&words.text("allocate-done", &[("path", &folder)])));
    let papers =
        [("allocate-look", "bieu-phan-bo.xlsx"), ("allocate-page", REPORT_PAGE), ("allocate-public", PUBLIC_FOLDER)];
    for (id, file) in papers {
        let path = published.folder.join(file);
        if path.exists() {
            console.tell(&words.text(id, &[("path", path.display().to_string())]));
        }
    }
}

fn tell_totals(console: &Console, tables: &Tables) {
    let words = &console.words;
    let totals = &tables.totals;
    let available: Vnd = tables.sources.iter().map(|source| source.available).sum();
    let money = [
        ("transferred", words.money(totals.transferred)),
        ("available", words.money(available)),
        ("asked", words.money(totals.asked)),
    ];
    console.tell(&words.text("allocate-money", &money));
    let awards = words.number(i64::try_from(totals.awards).unwrap_or(i64::MAX));
    let households = console.decimal(totals.households, 0);
    console.tell(&words.text("allocate-awards", &[("awards", awards), ("households", households)]));
    let pledged = tables.awards.iter().filter(|award| award.certainty == Some(Certainty::IfPledged)).count();
    if pledged > 0 {
        let waiting: Vnd = tables.waiting.iter().map(|row| row.amount).sum();
        let facts = [("awards", console.count(pledged)), ("amount", words.money(waiting))];
        console.tell(&words.text("allocate-pledged", &facts));
    }
    let covered = tables.communes.iter().filter_map(|commune| commune.coverage.map(|coverage| (coverage, commune)));
    if let Some((coverage, worst)) = covered.min_by(|(one, _), (other, _)| one.total_cmp(other)) {
        let facts = [
            ("coverage", console.percent(Some(coverage))),
            ("name", worst.name.clone()),
            ("code", worst.commune.clone()),
        ];
        console.tell(&words.text("allocate-worst", &facts));
    }
}

/// The groups that a rule on partners gives too few of, by rule.
fn tell_without_partner(console: &Console, tables: &Tables) {
    let is_missed = |row: &&RuleRow| row.measure == RuleMeasure::Partners && row.status == RuleStatus::Missed;
    let missed: Vec<&RuleRow> = tables.rules.iter().filter(is_missed).collect();
    for rows in missed.chunk_by(|one, next| one.rule == next.rule) {
        let name = |row: &&RuleRow| {
            let commune = tables.communes.iter().find(|commune| commune.commune == row.group);
            commune.map_or_else(|| row.group.clone(), |commune| format!("{} ({})", commune.name, row.group))
        };
        let groups: Vec<String> = rows.iter().map(name).collect();
        let rule = rows.first().map(|row| row.rule.clone()).unwrap_or_default();
        console.tell(&console.words.text("allocate-partners", &[("rule", rule), ("groups", groups.join(", "))]));
    }
}

fn tell_stages(console: &Console, stages: &[StageResult]) {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| console.decimal(value, 6));
    let row = |stage: &StageResult| {
        vec![
            console.words.plain(stage_id(stage.stage)),
            console.words.plain(status_id(stage)),
            figure(stage.value),
            figure(stage.bound),
            figure(stage.gap),
        ]
    };
    let headings = ["run-stage", "run-status", "run-value", "run-bound", "run-gap"];
    console.table(&headings, stages.iter().map(row).collect(), 2);
}

/// Message id of a stage.
pub(crate) const fn stage_id(stage: StageName) -> &'static str {
    match stage {
        StageName::Pairing => "run-stage-pairing",
        StageName::Entitlement => "run-stage-entitlement",
        StageName::BeyondOnePackage => "run-stage-beyond-one-package",
        StageName::Shortfall => "run-stage-shortfall",
        StageName::Objective => "run-stage-objective",
        StageName::Tidy => "run-stage-tidy",
    }
}

const fn status_id(stage: &StageResult) -> &'static str {
    match stage.status {
        StageStatus::Optimal => "run-status-optimal",
        StageStatus::TimeLimit if stage.timed_out => "run-status-time-limit",
        StageStatus::TimeLimit => "run-status-gap-open",
        StageStatus::None => "run-status-none",
    }
}

fn tell_times(console: &Console, published: &Published) {
    let row = |&(step, seconds): &(Step, f64)| vec![console.words.plain(step_id(step)), console.decimal(seconds, 3)];
    console.table(&["run-step", "run-seconds"], published.timing.iter().map(row).collect(), 1);
    let total: f64 = published.timing.iter().map(|(_, seconds)| seconds).sum();
    console.tell(&console.words.text("run-total", &[("seconds", console.decimal(total, 3))]));
    if let Some(bytes) = published.peak_memory_bytes {
        let mebibytes = console.words.number(i64::try_from(bytes >> 20).unwrap_or(i64::MAX));
        console.tell(&console.words.text("run-memory", &[("mebibytes", mebibytes)]));
    }
}

fn tell_near(console: &Console, near: Option<&(Earlier, Nearness)>) {
    let Some((earlier, nearness)) = near else { return };
    let facts = [
        ("run", earlier.run.clone()),
        ("changed", console.words.money(nearness.changed)),
        ("bound", console.words.money(nearness.bound)),
    ];
    console.tell(&console.words.text("allocate-near", &facts));
}
