//! `compare`: further runs against the first, as tables for people or one JSON document.

use chungtay::compare::{self, Difference, NeedChange, NeedChanges, Pair, SettingLine};
use chungtay::units::Vnd;
use serde_json::json;

use super::args::CompareTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{compare_growth, files, findings};

/// Longer tables are cut on a terminal (JSON has every row).
const ROWS_SHOWN: usize = 50;

/// Compares run folders.
pub(crate) fn run(console: &Console, task: &CompareTask) -> Result<Exit, Failure> {
    if let Some(missing) = task.runs.iter().find(|run| !run.is_dir()) {
        return Err(Failure::usage("say-no-folder", missing));
    }
    files::must_be_free(&[&task.xlsx, &task.html])?;
    match compare::compare(&task.runs) {
        Ok(differences) => {
            for difference in &differences {
                tell(console, difference);
            }
            files::write(console, task.xlsx.as_deref(), || compare::workbook(&differences))?;
            files::write(console, task.html.as_deref(), || compare::html(&differences).map(String::into_bytes))?;
            console.json(&json!({
                "exit_code": Exit::Done.code(),
                "base": task.runs.first(),
                "differences": differences,
            }));
            Ok(Exit::Done)
        }
        Err(found) => Ok(findings::refuse(console, &found)),
    }
}

fn tell(console: &Console, difference: &Difference) {
    if !console.tells() {
        return;
    }
    let Pair { before, after } = &difference.runs;
    let title = console.words.text("compare-title", &[("before", before), ("after", after)]);
    console.tell(&format!("\n{}", console.bold(&title)));
    tell_made_from(console, difference);
    if is_same(difference) {
        console.tell(&console.words.plain("compare-same"));
        return;
    }
    tell_totals(console, difference);
    tell_purposes(console, difference);
    tell_communes(console, difference);
    tell_sources(console, difference);
    let needs = &difference.needs;
    tell_needs(console, ("compare-lost", "compare-reason"), after, &needs.lost);
    tell_needs(console, ("compare-gained", "compare-reason-before"), after, &needs.gained);
    tell_needs(console, ("compare-less", "compare-reason"), after, &needs.less);
    tell_needs(console, ("compare-more", "compare-reason-before"), after, &needs.more);
    if let Some(growth) = &difference.growth {
        compare_growth::tell(console, growth);
    }
}

fn is_same(difference: &Difference) -> bool {
    let is_moved = difference.money.iter().any(|line| line.amount.is_change())
        || difference.counts.iter().any(|line| line.count.is_change());
    !is_moved
        && difference.communes.is_empty()
        && difference.sources.is_empty()
        && difference.needs == NeedChanges::default()
}

/// What the runs were made from, as far as it differs.
fn tell_made_from(console: &Console, difference: &Difference) {
    if !difference.settings.is_empty() {
        heading(console, &console.words.plain("compare-settings"));
        let word = |text: Option<String>| text.unwrap_or_else(|| console.words.plain("compare-none"));
        let row = |line: SettingLine| {
            vec![console.words.text(line.id, &line.facts), word(line.value.before), word(line.value.after)]
        };
        let rows = compare::setting_lines(&difference.settings).into_iter().map(row);
        table(console, &["compare-key", "compare-before", "compare-after"], rows, 3);
    }
    if !difference.inputs.is_empty() {
        let files: Vec<&str> = difference.inputs.iter().map(|line| line.file.as_str()).collect();
        console.tell(&console.words.text("compare-inputs", &[("files", files.join(", "))]));
    }
}

fn tell_totals(console: &Console, difference: &Difference) {
    heading(console, &console.words.plain("compare-totals"));
    let name = |kind: &str, key: &str| console.words.plain(&format!("compare-{kind}-{key}"));
    let money = difference.money.iter().map(|line| [vec![name("money", line.key)], amounts(console, line.amount)]);
    let counts = difference.counts.iter().map(|line| {
        let Pair { before, after } = line.count;
        let places = if [before, after].iter().all(|figure| figure.fract() == 0.0) { 0 } else { 2 };
        let figures =
            [console.decimal(before, places), console.decimal(after, places), signed(console, after - before, places)];
        [vec![name("count", line.key)], figures.to_vec()]
    });
    let rows = money.chain(counts).map(|row| row.concat());
    table(console, &["compare-what", "compare-before", "compare-after", "compare-change"], rows, 1);
}

fn tell_purposes(console: &Console, difference: &Difference) {
    heading(console, &console.words.plain("compare-by-purpose"));
    let rows = difference.purposes.iter().map(|line| {
        let needs = i64::try_from(line.needs.after).ok().zip(i64::try_from(line.needs.before).ok());
        let needs = needs.map_or_else(String::new, |(after, before)| whole(console, after - before));
        [vec![console.purpose(&line.purpose)], amounts(console, line.served), vec![needs]].concat()
    });
    let headings = ["compare-purpose", "compare-before", "compare-after", "compare-change", "compare-needs-change"];
    table(console, &headings, rows, 1);
}

fn tell_communes(console: &Console, difference: &Difference) {
    if difference.communes.is_empty() {
        return;
    }
    heading(console, &console.words.plain("compare-by-commune"));
    let rows = difference.communes.iter().map(|line| {
        let households = signed(console, line.households.after - line.households.before, 0);
        let coverage = [line.coverage.before, line.coverage.after].map(|share| console.percent(share));
        let name = format!("{} {}", line.commune, line.name);
        [vec![name], amounts(console, line.served), coverage.to_vec(), vec![households]].concat()
    });
    let headings = [
        "compare-commune",
        "compare-before",
        "compare-after",
        "compare-change",
        "compare-coverage-before",
        "compare-coverage-after",
        "compare-households-change",
    ];
    table(console, &headings, rows, 1);
}

fn tell_sources(console: &Console, difference: &Difference) {
    if difference.sources.is_empty() {
        return;
    }
    heading(console, &console.words.plain("compare-by-source"));
    let rows = difference.sources.iter().map(|line| {
        let available = whole(console, line.available.after.dong() - line.available.before.dong());
        [vec![format!("{} {}", line.source, line.name)], amounts(console, line.used), vec![available]].concat()
    });
    let headings = ["compare-source", "compare-before", "compare-after", "compare-change", "compare-available-change"];
    table(console, &headings, rows, 1);
}

/// Needs under a title; the reason is that of the run that pays less.
fn tell_needs(console: &Console, (id, reason_id): (&str, &str), run: &str, list: &[NeedChange]) {
    if list.is_empty() {
        return;
    }
    let count = console.count(list.len());
    heading(console, &console.words.text(id, &[("count", count.as_str()), ("run", run)]));
    let rows = list.iter().map(|line| {
        let names = vec![line.commune.clone(), line.beneficiary.clone(), line.package.clone(), reason(console, line)];
        [names, amounts(console, line.amount)].concat()
    });
    let headings = [
        "compare-commune",
        "compare-beneficiary",
        "compare-package",
        reason_id,
        "compare-before",
        "compare-after",
        "compare-change",
    ];
    table(console, &headings, rows, 4);
}

/// Why a need is not paid (more), as a sentence.
pub(super) fn reason(console: &Console, need: &NeedChange) -> String {
    console.words.plain(&need.reason_id())
}

pub(super) fn heading(console: &Console, text: &str) {
    console.tell(&format!("\n{}", console.bold(text)));
}

/// A table; of a long one both ends, since those who lose most stand first and those who gain most last.
pub(super) fn table(
    console: &Console,
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    text_columns: usize,
) {
    let mut rows: Vec<Vec<String>> = rows.into_iter().collect();
    let left_out = rows.len().saturating_sub(ROWS_SHOWN);
    rows.drain(ROWS_SHOWN.min(rows.len()).div_ceil(2)..ROWS_SHOWN.min(rows.len()).div_ceil(2) + left_out);
    console.table(headings, rows, text_columns);
    if left_out > 0 {
        console.tell(&console.words.text("compare-more-rows", &[("count", console.count(left_out))]));
    }
}

fn amounts(console: &Console, pair: Pair<Vnd>) -> Vec<String> {
    let Pair { before, after } = pair;
    let number = |amount: Vnd| console.words.number(amount.dong());
    vec![number(before), number(after), whole(console, after.dong() - before.dong())]
}

/// A whole number with its sign.
fn whole(console: &Console, number: i64) -> String {
    let plain = console.words.number(number);
    if number > 0 { format!("+{plain}") } else { plain }
}

/// A decimal with its sign.
fn signed(console: &Console, number: f64, places: usize) -> String {
    let plain = console.decimal(number, places);
    if number > 0.0 { format!("+{plain}") } else { plain }
}
