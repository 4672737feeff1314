//! `check`: what the standard in use makes of the classes that the list states, commune by commune.

use chungtay::picture::{ClassLine, Classes};

use super::console::Console;

/// Longer tables are cut on a terminal (JSON has every row).
const ROWS_SHOWN: usize = 50;

/// Tells the communes where classes change; nothing where none does.
pub(crate) fn tell(console: &Console, classes: &Classes) {
    let changes: Vec<&ClassLine> = classes.changes().collect();
    if changes.is_empty() {
        return;
    }
    let words = &console.words;
    let title = words.text("check-classes", &[("standard", &classes.standard)]);
    console.tell(&format!("\n{}", console.bold(&title)));
    let row = |name: String, line: &ClassLine| {
        let counts = [
            line.stated_poor,
            line.stated_near_poor,
            line.poor,
            line.near_poor,
            line.above,
            line.unknown,
            line.unknown_deprived,
            line.changed,
        ];
        std::iter::once(name).chain(counts.map(|count| console.count(count))).collect::<Vec<String>>()
    };
    let shown = changes.iter().take(ROWS_SHOWN).map(|line| row(format!("{} {}", line.commune, line.name), line));
    let total = row(words.plain("check-classes-all"), &classes.all);
    let headings = [
        "check-what",
        "check-stated-poor",
        "check-stated-near-poor",
        "check-scored-poor",
        "check-scored-near-poor",
        "check-scored-above",
        "check-scored-unknown",
        "check-scored-deprived",
        "check-scored-changed",
    ];
    console.table(&headings, shown.chain([total]).collect(), 1);
    if let Some(rest) = changes.len().checked_sub(ROWS_SHOWN).filter(|&rest| rest > 0) {
        console.tell(&words.text("check-more-rows", &[("count", console.count(rest))]));
    }
    if !classes.has_points_line {
        console.tell(&words.text("check-classes-no-line", &[("standard", &classes.standard)]));
    }
    console.tell(&words.plain("check-classes-stated"));
}
