//! How sure each award is: in which part of the draws (of the cases where nothing is drawn) a need is served.

use serde_json::json;

use super::Writer;
use crate::domain::sweep::RobustRow;
use crate::export::page::{Block, Chart, Table};

/// Bands of 20 %: above 0 to 20 %, … above 80 to 100 %.
const BAND: u32 = 20;
const BANDS: u32 = 5;

impl Writer<'_> {
    /// Needs by how sure they are, and each need.
    pub(super) fn sure(&self) -> Vec<Block> {
        let mut rows: Vec<&RobustRow> = self.tables.robust.iter().filter(|row| row.served > 0).collect();
        if rows.is_empty() {
            return vec![Block::Text { text: self.say("no-plan") }];
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.served_in_draws, row.served)));
        vec![Block::Chart(self.bands(&rows)), self.limited(self.needs(&rows), "robust.csv")]
    }

    fn bands(&self, rows: &[&RobustRow]) -> Chart {
        let has_draws = rows.iter().any(|row| row.draws > 0);
        let of = |row: &RobustRow| if has_draws { (row.served_in_draws, row.draws) } else { (row.served, row.cases) };
        // In whole numbers: a share of exactly 20 % belongs to the first band.
        let in_band = |band: u32| {
            let lies =
                |(served, all): (u32, u32)| served * 100 > band * BAND * all && served * 100 <= (band + 1) * BAND * all;
            rows.iter().filter(|row| lies(of(row))).count()
        };
        let counts: Vec<i64> = (0..BANDS).map(|band| i64::try_from(in_band(band)).unwrap_or(i64::MAX)).collect();
        let names = || {
            (0..BANDS).map(|band| {
                let end = |band: u32| format!("{} %", band * BAND);
                self.speaker.text("sweep-band", |_| [("low", end(band)), ("high", end(band + 1))])
            })
        };
        let option = json!({
            "grid": {"left": 8, "right": 24, "top": 24, "bottom": 8, "containLabel": true},
            "tooltip": {"trigger": "item", "valueFormatter": "@number"},
            "xAxis": {"type": "category", "data": names().collect::<Vec<_>>(), "axisLabel": {"interval": 0}},
            "yAxis": {"type": "value", "minInterval": 1, "axisLabel": {"formatter": "@number"}},
            "series": [{"type": "bar", "name": self.say("sure-needs"), "color": "#2f6fad", "barMaxWidth": 80,
                "label": {"show": true, "position": "top"}, "data": counts}],
        });
        let table = Table::new("bands", self.say("sure-bands"))
            .words("band", self.say("sure-band"), names().map(Some))
            .whole("needs", self.say("sure-needs"), counts.iter().copied().map(Some));
        let caption = self.say(if has_draws { "sure-caption-draws" } else { "sure-caption-cases" });
        Chart { caption, option, height: 300, map: None, opens: None, table }
    }

    fn needs(&self, rows: &[&RobustRow]) -> Table {
        let rows = || rows.iter();
        let share = |served: u32, of: u32| (of > 0).then(|| f64::from(served) / f64::from(of));
        Table::new("needs", self.say("sure-table"))
            .texts("commune", self.say("code"), rows().map(|row| row.commune.as_str()))
            .texts("beneficiary", self.say("beneficiary"), rows().map(|row| row.beneficiary.as_str()))
            .texts("package", self.say("package"), rows().map(|row| row.package.as_str()))
            .whole("cases", self.say("cases"), rows().map(|row| Some(row.cases.into())))
            .whole("served", self.say("served"), rows().map(|row| Some(row.served.into())))
            .share("share", self.say("share"), rows().map(|row| share(row.served, row.cases)))
            .whole("draws", self.say("draws"), rows().map(|row| Some(row.draws.into())))
            .whole("in_draws", self.say("served-draws"), rows().map(|row| Some(row.served_in_draws.into())))
            .share("draw_share", self.say("share-of-draws"), rows().map(|row| share(row.served_in_draws, row.draws)))
    }
}
