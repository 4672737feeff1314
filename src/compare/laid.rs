//! What differs, as plain tables for a workbook and a page: every comparison below the other, named by its run.

use std::io;

use super::{Difference, NeedChange, Pair, SettingLine, setting_lines};
use crate::export::laid::{self, Cells, Laid};
use crate::export::page::{Said, Speaker};
use crate::units::Vnd;

/// The comparison as one page for a browser.
pub fn html(differences: &[Difference]) -> io::Result<String> {
    let writer = Writer { differences, speaker: Speaker::default() };
    laid::page(&writer.say("file-title"), &writer.subtitle(), &writer.tables(), &writer.speaker)
}

/// The comparison as a workbook.
pub fn workbook(differences: &[Difference]) -> io::Result<Vec<u8>> {
    let writer = Writer { differences, speaker: Speaker::default() };
    laid::workbook(&writer.say("file-title"), &writer.subtitle(), &writer.tables())
}

struct Writer<'a> {
    differences: &'a [Difference],
    speaker: Speaker,
}

/// Columns as they are added.
type Columns = Vec<(&'static str, Said, Cells)>;

impl Writer<'_> {
    fn say(&self, id: &str) -> Said {
        self.speaker.plain(&format!("compare-{id}"))
    }

    fn subtitle(&self) -> Said {
        let base = self.differences.first().map_or("", |difference| difference.runs.before.as_str());
        self.speaker.text("compare-file-base", |_| [("run", base.to_owned())])
    }

    fn tables(&self) -> Vec<Laid> {
        vec![self.totals(), self.purposes(), self.communes(), self.sources(), self.needs(), self.made_from()]
    }

    fn laid(&self, id: &'static str, heading: &str, columns: Columns) -> Laid {
        Laid { id, sheet: self.say(&format!("sheet-{id}")), heading: self.say(heading), columns }
    }

    /// Lines of all comparisons, each with the run that it tells of.
    fn lines<'b, T>(&'b self, of: impl Fn(&'b Difference) -> &'b [T]) -> Vec<(&'b str, &'b T)> {
        let lines = |difference: &'b Difference| {
            of(difference).iter().map(|line| (difference.runs.after.as_str(), line)).collect::<Vec<_>>()
        };
        self.differences.iter().flat_map(lines).collect()
    }

    fn text(&self, key: &'static str, id: &str, cells: impl Iterator<Item = Said>) -> (&'static str, Said, Cells) {
        (key, self.say(id), Cells::Text(cells.map(Some).collect()))
    }

    fn runs<'b, T: 'b>(&self, lines: &[(&'b str, &'b T)]) -> (&'static str, Said, Cells) {
        self.text("run", "run", lines.iter().map(|(run, _)| Said::data(*run)))
    }

    /// Before, after, change.
    fn amounts(&self, pairs: &[Pair<Vnd>]) -> Columns {
        let column = |key, figure: fn(Pair<Vnd>) -> Vnd| {
            (key, self.say(key), Cells::Money(pairs.iter().map(|pair| Some(figure(*pair))).collect()))
        };
        vec![
            column("before", |pair| pair.before),
            column("after", |pair| pair.after),
            column("change", |pair| pair.after - pair.before),
        ]
    }

    fn totals(&self) -> Laid {
        let dong = |amount: Vnd| amount.units_of(Vnd::ONE);
        // By run: its money, then its counts.
        let mut rows: Vec<(&str, Said, Pair<f64>)> = Vec::new();
        for difference in self.differences {
            let run = difference.runs.after.as_str();
            rows.extend(
                difference.money.iter().map(|line| {
                    (run, self.say(&format!("money-{}", line.key)), line.amount.each(|amount| dong(*amount)))
                }),
            );
            rows.extend(
                difference.counts.iter().map(|line| (run, self.say(&format!("count-{}", line.key)), line.count)),
            );
        }
        let number = |key, figure: fn(&Pair<f64>) -> f64| {
            (key, self.say(key), Cells::Number(rows.iter().map(|row| Some(figure(&row.2))).collect()))
        };
        let columns = vec![
            self.text("run", "run", rows.iter().map(|row| Said::data(row.0))),
            self.text("what", "what", rows.iter().map(|row| row.1.clone())),
            number("before", |pair| pair.before),
            number("after", |pair| pair.after),
            number("change", |pair| pair.after - pair.before),
        ];
        self.laid("totals", "totals", columns)
    }

    fn purposes(&self) -> Laid {
        let lines = self.lines(|difference| &difference.purposes);
        let name = |purpose: &str| self.speaker.code("report-purpose", purpose);
        let mut columns =
            vec![self.runs(&lines), self.text("purpose", "purpose", lines.iter().map(|(_, line)| name(&line.purpose)))];
        columns.extend(self.amounts(&lines.iter().map(|(_, line)| line.served).collect::<Vec<_>>()));
        let change = |needs: Pair<usize>| Some(count(needs.after) - count(needs.before));
        let needs = lines.iter().map(|(_, line)| change(line.needs)).collect();
        columns.push(("needs", self.say("needs-change"), Cells::Number(needs)));
        self.laid("purposes", "by-purpose", columns)
    }

    fn communes(&self) -> Laid {
        let lines = self.lines(|difference| &difference.communes);
        let mut columns = vec![
            self.runs(&lines),
            self.text("code", "code", lines.iter().map(|(_, line)| Said::data(&line.commune))),
            self.text("commune", "commune", lines.iter().map(|(_, line)| Said::data(&line.name))),
        ];
        columns.extend(self.amounts(&lines.iter().map(|(_, line)| line.served).collect::<Vec<_>>()));
        let coverage = |figure: fn(Pair<Option<f64>>) -> Option<f64>| {
            Cells::Share(lines.iter().map(|(_, line)| figure(line.coverage)).collect())
        };
        columns.push(("coverage_before", self.say("coverage-before"), coverage(|pair| pair.before)));
        columns.push(("coverage_after", self.say("coverage-after"), coverage(|pair| pair.after)));
        let households = lines.iter().map(|(_, line)| Some(line.households.after - line.households.before)).collect();
        columns.push(("households", self.say("households-change"), Cells::Number(households)));
        self.laid("communes", "by-commune", columns)
    }

    fn sources(&self) -> Laid {
        let lines = self.lines(|difference| &difference.sources);
        let mut columns = vec![
            self.runs(&lines),
            self.text("source", "source", lines.iter().map(|(_, line)| Said::data(&line.source))),
            self.text("name", "name", lines.iter().map(|(_, line)| Said::data(&line.name))),
        ];
        columns.extend(self.amounts(&lines.iter().map(|(_, line)| line.used).collect::<Vec<_>>()));
        let available = lines.iter().map(|(_, line)| Some(line.available.after - line.available.before)).collect();
        columns.push(("available", self.say("available-change"), Cells::Money(available)));
        self.laid("sources", "by-source", columns)
    }

    fn needs(&self) -> Laid {
        let mut lines: Vec<(&str, &str, &NeedChange)> = Vec::new();
        for Difference { runs, needs, .. } in self.differences {
            let kinds =
                [("lost", &needs.lost), ("less", &needs.less), ("more", &needs.more), ("gained", &needs.gained)];
            lines.extend(
                kinds.into_iter().flat_map(|(kind, list)| list.iter().map(move |need| (&*runs.after, kind, need))),
            );
        }
        let text = |key, id: &str, cell: fn(&NeedChange) -> &str| {
            self.text(key, id, lines.iter().map(|(_, _, need)| Said::data(cell(need))))
        };
        let mut columns = vec![
            self.text("run", "run", lines.iter().map(|(run, _, _)| Said::data(*run))),
            self.text("kind", "what", lines.iter().map(|(_, kind, _)| self.say(&format!("need-{kind}")))),
            text("commune", "code", |need| &need.commune),
            text("beneficiary", "beneficiary", |need| &need.beneficiary),
            text("package", "package", |need| &need.package),
        ];
        columns.extend(self.amounts(&lines.iter().map(|(_, _, need)| need.amount).collect::<Vec<_>>()));
        let why = lines.iter().map(|(_, _, need)| self.speaker.plain(&need.reason_id()));
        columns.push(self.text("reason", "reason-lower", why));
        self.laid("needs", "needs-title", columns)
    }

    /// Settings and input files that differ.
    fn made_from(&self) -> Laid {
        let mut rows: Vec<(&str, Said, Pair<Said>)> = Vec::new();
        for difference in self.differences {
            let run = difference.runs.after.as_str();
            let known = |text: &Option<String>| text.as_ref().map_or_else(|| self.say("none"), Said::data);
            let what = |line: &SettingLine| self.speaker.text(line.id, |_| line.facts.clone());
            let lines = setting_lines(&difference.settings).into_iter();
            rows.extend(lines.map(|line| (run, what(&line), line.value.each(known))));
            rows.extend(difference.inputs.iter().map(|line| (run, Said::data(&line.file), line.hash.each(known))));
        }
        let columns = vec![
            self.text("run", "run", rows.iter().map(|row| Said::data(row.0))),
            self.text("key", "key-or-file", rows.iter().map(|row| row.1.clone())),
            self.text("before", "before", rows.iter().map(|row| row.2.before.clone())),
            self.text("after", "after", rows.iter().map(|row| row.2.after.clone())),
        ];
        self.laid("settings", "made-from", columns)
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
