//! Rules and what they cost, who stands by whom, how the plan was found, and what was found in the data.

use serde_json::Value;

use super::Writer;
use crate::export::page::{Block, Said, Table};

impl Writer<'_> {
    /// Rules, what they cost, and the pairs that were chosen.
    pub(super) fn rules(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.run.rules.is_empty() {
            blocks.push(Block::Text { text: self.say("rules-none") });
        } else {
            blocks.push(Block::Text { text: self.say("rules-hint") });
            blocks.push(Block::Table(self.rules_table()));
        }
        if !self.run.pairings.is_empty() {
            blocks.push(Block::Table(self.pairings_table()));
        }
        blocks
    }

    fn rules_table(&self) -> Table {
        let rows = &self.run.rules;
        let binding = |binding| self.say(if binding { "yes" } else { "no" });
        Table::new("rules", self.say("rules-table"))
            .texts("rule", self.say("col-rule"), rows.iter().map(|row| row.name.as_str()))
            .words("group", self.say("col-group"), rows.iter().map(|row| Some(self.group(&row.group))))
            .words("measure", self.say("col-measure"), rows.iter().map(|row| self.word("report-measure", &row.measure)))
            .decimal("value", self.say("col-value"), rows.iter().map(|row| row.value))
            .share("share", self.say("col-share"), rows.iter().map(|row| row.share))
            .decimal("at_least", self.say("col-at-least"), rows.iter().map(|row| row.at_least))
            .decimal("at_most", self.say("col-at-most"), rows.iter().map(|row| row.at_most))
            .decimal("slack", self.say("col-slack"), rows.iter().map(|row| row.slack))
            .words("status", self.say("col-status"), rows.iter().map(|row| self.word("report-rule", &row.status)))
            .words("binding", self.say("col-binding"), rows.iter().map(|row| Some(binding(row.binding))))
            .decimal("cost", self.say("col-cost"), rows.iter().map(|row| row.cost))
    }

    /// What a rule binds, as people call it.
    pub(super) fn group(&self, id: &str) -> Said {
        if id == "all" {
            return self.say("group-all");
        }
        let name = self.commune(id);
        Said::data(if name == id { self.names.area(id) } else { name })
    }

    fn pairings_table(&self) -> Table {
        let rows = &self.run.pairings;
        let area = |code: &str| if code.is_empty() { String::new() } else { self.commune(code).to_owned() };
        let areas: Vec<String> = rows.iter().map(|row| area(&row.area)).collect();
        Table::new("pairings", self.say("pairings-table"))
            .texts("source", self.say("col-source"), rows.iter().map(|row| self.source(&row.source)))
            .texts("commune", self.say("col-commune"), areas.iter().map(String::as_str))
            .texts("household", self.say("col-household"), rows.iter().map(|row| row.household.as_str()))
            .words("status", self.say("col-status"), rows.iter().map(|row| self.word("report-pair", &row.status)))
            .decimal("value", self.say("col-pair-value"), rows.iter().map(|row| Some(row.value)))
    }

    /// How the plan was found, stage by stage; what was found in the data; what it was made from.
    pub(super) fn method(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Text { text: self.say("method-text") }, Block::Table(self.stages_table())];
        let findings = self.run.list("/findings");
        if findings.is_empty() {
            blocks.push(Block::Text { text: self.say("findings-none") });
        } else {
            blocks.push(Block::Table(self.findings_table(findings)));
        }
        blocks.push(Block::Table(self.inputs_table()));
        blocks
    }

    fn stages_table(&self) -> Table {
        let rows = self.run.list("/stages");
        let number = |key: &'static str| rows.iter().map(move |row| row.get(key).and_then(Value::as_f64));
        let said = |kind: &'static str, key: &'static str| {
            rows.iter().map(move |row| self.word(kind, row.get(key).and_then(Value::as_str).unwrap_or_default()))
        };
        Table::new("stages", self.say("stages-table"))
            .words("stage", self.say("col-stage"), said("run-stage", "stage"))
            .words("status", self.say("col-status"), said("run-status", "status"))
            .decimal("value", self.say("col-value"), number("value"))
            .decimal("bound", self.say("col-bound"), number("bound"))
            .decimal("certified", self.say("col-certified"), number("certified_bound"))
            .decimal("gap", self.say("col-gap"), number("gap"))
    }

    fn findings_table(&self, rows: &[Value]) -> Table {
        let text =
            |key: &'static str| rows.iter().map(move |row| row.get(key).and_then(Value::as_str).unwrap_or_default());
        Table::new("findings", self.say("findings-table"))
            .texts("code", self.say("col-finding"), text("code"))
            .texts("file", self.say("col-file"), text("file"))
            .texts("sheet", self.say("col-sheet"), text("sheet"))
            .whole("row", self.say("col-row"), rows.iter().map(|row| row.get("row").and_then(Value::as_i64)))
            .texts("column", self.say("col-column"), text("column"))
            .words("cause", self.say("col-cause"), rows.iter().map(|row| self.finding(row, "cause")))
            .words("action", self.say("col-action"), rows.iter().map(|row| self.finding(row, "action")))
    }

    /// A sentence of a finding in both languages; as it is written in a run folder that does not tell its facts.
    fn finding(&self, row: &Value, part: &str) -> Option<Said> {
        let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
        let id = format!("find-{}-{part}", text("code").to_lowercase());
        let written = Some(text(part)).filter(|text| !text.is_empty());
        match row.get("facts").and_then(Value::as_object).filter(|_| self.speaker.has(&id)) {
            Some(facts) => {
                let facts = facts.iter().map(|(name, value)| (name, value.as_str().unwrap_or_default()));
                Some(self.speaker.told(&id, &facts.collect::<Vec<_>>()))
            }
            None => written.map(Said::data),
        }
    }

    fn inputs_table(&self) -> Table {
        let inputs = self.run.summary.get("inputs").and_then(Value::as_object);
        let rows: Vec<(&str, &str)> = inputs
            .into_iter()
            .flatten()
            .map(|(name, hash)| (name.as_str(), hash.as_str().unwrap_or_default()))
            .collect();
        Table::new("inputs", self.say("inputs-table"))
            .texts("file", self.say("col-file"), rows.iter().map(|(name, _)| *name))
            .texts("hash", self.say("col-hash"), rows.iter().map(|(_, hash)| *hash))
    }
}
