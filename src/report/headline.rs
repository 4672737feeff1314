//! The figures that the page begins with.

use serde_json::Value;

use super::Writer;
use super::run::Commune;
use crate::domain::StageResult;
use crate::export::page::{Block, Fact, Said};
use crate::messages::Catalogue;
use crate::units::Vnd;

impl Writer<'_> {
    /// Money, households, coverage, the worst-off commune, the proved gap, findings.
    pub(super) fn headline(&self) -> Vec<Block> {
        let mut facts = vec![self.money(), self.households(), self.coverage()];
        facts.extend(self.worst());
        facts.extend(self.gap());
        facts.push(self.findings_count());
        let notices = self.relaxed().into_iter().map(|text| Block::Notice { text });
        notices.chain([Block::Facts { facts }]).collect()
    }

    /// Every bound that gave way: whoever signs must know.
    fn relaxed(&self) -> Vec<Said> {
        let mut notices = Vec::new();
        for rule in self.run.list("/settings/rule") {
            let name = rule.get("name").and_then(Value::as_str).unwrap_or_default();
            for (group, bounds) in rule.get("relaxed").and_then(Value::as_object).into_iter().flatten() {
                for (key, bound) in bounds.as_object().into_iter().flatten() {
                    let asked = rule.get(key).unwrap_or(&Value::Null);
                    let group = self.group(group);
                    notices.push(self.speaker.text("report-relaxed", |words| {
                        let group = group.of(words.language()).to_owned();
                        let (rule, key) =
                            (name.to_owned(), words.plain(&format!("report-col-{}", key.replace('_', "-"))));
                        [
                            ("rule", rule),
                            ("group", group),
                            ("key", key),
                            ("asked", bound_in(words, asked)),
                            ("bound", bound_in(words, bound)),
                        ]
                    }));
                }
            }
        }
        notices
    }

    fn total(&self, name: &str) -> i64 {
        self.run.summary.pointer(&format!("/totals/{name}")).and_then(Value::as_i64).unwrap_or_default()
    }

    fn fact(&self, name: &str, value: Said, note: Option<Said>) -> Fact {
        Fact { label: self.say(&format!("fact-{name}")), value, note }
    }

    fn money(&self) -> Fact {
        let available = total(self.run.sources.iter().map(|source| source.available));
        let left = total(self.run.sources.iter().map(|source| source.left));
        let paid = Vnd::new(self.total("transferred"));
        let value = self.speaker.text("report-money", |words| [("amount", words.money(paid))]);
        let asked = Vnd::new(self.total("asked"));
        let note = self.speaker.text("report-fact-money-note", |words| {
            [("available", words.money(available)), ("left", words.money(left)), ("asked", words.money(asked))]
        });
        self.fact("money", value, Some(note))
    }

    fn households(&self) -> Fact {
        let households = self.run.summary.pointer("/totals/households").and_then(Value::as_f64).unwrap_or_default();
        let value = self.speaker.text("report-number", |words| [("number", words.decimal(households, 0))]);
        let note = self.speaker.text("report-fact-households-note", |words| {
            [("awards", words.number(self.total("awards"))), ("exits", words.number(self.total("exits")))]
        });
        self.fact("households", value, Some(note))
    }

    fn coverage(&self) -> Fact {
        let asked: f64 = self.run.communes.iter().map(|commune| commune.weight_asked).sum();
        let served: f64 = self.run.communes.iter().map(|commune| commune.weight_served).sum();
        let value = if asked > 0.0 { self.percent(served / asked) } else { Said::data("–") };
        self.fact("coverage", value, Some(self.say("fact-coverage-note")))
    }

    fn worst(&self) -> Option<Fact> {
        let covered = self.run.communes.iter().filter_map(|commune| commune.coverage.map(|share| (share, commune)));
        let (share, worst): (f64, &Commune) = covered.min_by(|(one, _), (other, _)| one.total_cmp(other))?;
        let name = self.commune(&worst.code).to_owned();
        let note = self.speaker.text("report-fact-worst-note", |words| [("coverage", percent(words, share))]);
        Some(self.fact("worst", Said::data(name), Some(note)))
    }

    /// The gap of the objective: by the certificate where there is one, else by the solver's word, and which.
    fn gap(&self) -> Option<Fact> {
        let stages = self.run.list("/stages");
        let objective = stages.iter().find(|stage| stage.get("stage").and_then(Value::as_str) == Some("objective"))?;
        let figure = |key: &str| objective.get(key).and_then(Value::as_f64);
        let certified = figure("value").zip(figure("certified_bound"));
        let certified = certified.map(|(value, bound)| StageResult::distance(value, bound));
        let solver = figure("gap");
        let note = match (certified, solver) {
            (Some(_), Some(solver)) => {
                self.speaker.text("report-fact-gap-certified", |words| [("solver", points(words, solver))])
            }
            _ => self.say("fact-gap-solver"),
        };
        let gap = certified.filter(|_| solver.is_some()).or(solver)?;
        let value = self.speaker.text("report-number", |words| [("number", points(words, gap))]);
        Some(self.fact("gap", value, Some(note)))
    }

    fn findings_count(&self) -> Fact {
        let count = i64::try_from(self.run.list("/findings").len()).unwrap_or(i64::MAX);
        let value = self.speaker.text("report-number", |words| [("number", words.number(count))]);
        self.fact("findings", value, Some(self.say("fact-findings-note")))
    }

    /// A share as percent.
    pub(super) fn percent(&self, share: f64) -> Said {
        self.speaker.text("report-number", |words| [("number", percent(words, share))])
    }
}

/// A sum that no file can overflow.
pub(super) fn total(amounts: impl Iterator<Item = Vnd>) -> Vnd {
    Vnd::new(amounts.fold(0, |sum: i64, amount| sum.saturating_add(amount.dong())))
}

/// A gap as percent; one that four decimals would round away stays visible.
fn points(words: &Catalogue, gap: f64) -> String {
    let least = 1e-4;
    match 100.0 * gap {
        0.0 => "0 %".to_owned(),
        tiny if (0.0..least).contains(&tiny) => format!("< {} %", words.decimal(least, 4)),
        points => format!("{} %", words.decimal(points, 4)),
    }
}

/// A bound as the settings write it; a number as the language does.
fn bound_in(words: &Catalogue, bound: &Value) -> String {
    match (bound.as_str(), bound.as_i64(), bound.as_f64()) {
        (Some(text), _, _) => text.to_owned(),
        (None, Some(whole), _) => words.number(whole),
        (None, None, number) => {
            let text = words.decimal(number.unwrap_or_default(), 6);
            text.trim_end_matches('0').trim_end_matches([',', '.']).to_owned()
        }
    }
}

fn percent(words: &Catalogue, share: f64) -> String {
    format!("{} %", words.decimal(100.0 * share, 1))
}
