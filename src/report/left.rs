//! Sources and what is left of them; needs that stay open, and why.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Writer;
use super::headline::total;
use crate::export::page::{Block, Chart, Table, Target};
use crate::units::Vnd;

impl Writer<'_> {
    /// What each source gives, uses and keeps, and why it keeps it.
    pub(super) fn sources(&self) -> Vec<Block> {
        let rows = &self.run.sources;
        let table = Table::new("sources", self.say("sources-table"))
            .texts("source", self.say("col-source"), rows.iter().map(|row| self.source(&row.id)))
            .words("kind", self.say("col-kind"), rows.iter().map(|row| self.word("report-kind", &row.kind)))
            .money("available", self.say("col-available"), rows.iter().map(|row| Some(row.available)))
            .money("used", self.say("col-used"), rows.iter().map(|row| Some(row.used)))
            .money("left", self.say("col-left"), rows.iter().map(|row| Some(row.left)))
            .whole("awards", self.say("col-awards"), rows.iter().map(|row| Some(row.awards)))
            .words("reason", self.say("col-reason-left"), rows.iter().map(|row| self.word("left", &row.reason_left)))
            .opening(&["transfers"], &["source"]);
        vec![Block::Text { text: self.say("sources-hint") }, Block::Table(table)]
    }

    /// Needs that stay open: by reason, then one by one.
    pub(super) fn left(&self) -> Vec<Block> {
        if self.run.unserved.is_empty() {
            return vec![Block::Text { text: self.say("left-nothing") }];
        }
        let rows = &self.run.unserved;
        let table = self
            .of_needs(
                ("unserved", self.say("unserved-table")),
                rows.iter().map(|row| [&*row.beneficiary, &*row.commune, &*row.package]),
            )
            .decimal("asked", self.say("col-units-asked"), rows.iter().map(|row| Some(row.asked)))
            .decimal("served", self.say("col-units-served"), rows.iter().map(|row| Some(row.served)))
            .money("missing", self.say("col-missing"), rows.iter().map(|row| Some(row.missing)))
            .decimal("weight", self.say("col-weight-missing"), rows.iter().map(|row| Some(row.weight)))
            .words("reason", self.say("col-reason"), rows.iter().map(|row| self.word("reason", &row.reason)))
            .money("needs", self.say("col-needs"), rows.iter().map(|row| row.needs));
        vec![Block::Chart(self.reasons()), self.long("unserved.csv", table)]
    }

    /// Đồng missing by reason.
    fn reasons(&self) -> Chart {
        let mut reasons: BTreeMap<&str, (i64, Vnd)> = BTreeMap::new();
        for need in &self.run.unserved {
            let (count, missing) = reasons.entry(&need.reason).or_default();
            *count += 1;
            *missing = total([*missing, need.missing].into_iter());
        }
        let mut rows: Vec<(&str, i64, Vnd)> =
            reasons.into_iter().map(|(reason, (count, sum))| (reason, count, sum)).collect();
        rows.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.0.cmp(other.0)));
        let name = |code: &str| self.speaker.code("reason", code);
        let names: Vec<Value> = rows.iter().map(|(reason, _, _)| json!(name(reason))).collect();
        let bars: Vec<Value> = rows.iter().map(|(_, _, missing)| json!(missing.dong())).collect();
        let option = json!({
            "grid": {"left": 8, "right": 90, "top": 8, "bottom": 8, "containLabel": true},
            "tooltip": {"trigger": "item", "valueFormatter": "@money"},
            "xAxis": {"type": "value", "axisLabel": {"formatter": "@money", "hideOverlap": true}},
            "yAxis": {"type": "category", "inverse": true, "data": names,
                "axisLabel": {"interval": 0, "width": 250, "overflow": "break", "lineHeight": 15}},
            "series": [{"type": "bar", "name": self.say("col-missing"), "color": "#b4472f", "barMaxWidth": 26, "data": bars}],
        });
        let table = Table::new("reasons", self.say("reasons-table"))
            .words("reason", self.say("col-reason"), rows.iter().map(|(reason, _, _)| Some(name(reason))))
            .whole("count", self.say("col-open"), rows.iter().map(|(_, count, _)| Some(*count)))
            .money("missing", self.say("col-missing"), rows.iter().map(|(_, _, missing)| Some(*missing)));
        let height = u32::try_from(rows.len()).unwrap_or_default() * 52 + 60;
        let opens = Some(Target { table: "unserved", key: "reason" });
        Chart { caption: self.say("reasons"), option, height, map: None, opens, table }
    }
}
