//! Communes × cases: the heat map, and how far each commune's coverage moves.

use serde_json::{Value, json};

use super::{TO_CASE, Writer};
use crate::export::page::{Block, Chart, Table, Target};
use crate::export::sweep::movers::{Mover, movers};
use crate::units::Vnd;

/// Communes and cases that a picture shows at most; the tables have all.
const MOST_COMMUNES: usize = 40;
const MOST_CASES: usize = 60;

const TO_COMMUNE: Target = Target { table: "heat", key: "commune" };

impl Writer<'_> {
    /// The communes that move most, the heat map, and every commune in every case.
    pub(super) fn communes(&self) -> Vec<Block> {
        let movers = movers(self.tables);
        if movers.is_empty() {
            return vec![Block::Text { text: self.say("no-plan") }];
        }
        let shown = movers.get(..MOST_COMMUNES.min(movers.len())).unwrap_or_default();
        let every = self.limited(self.every_commune(), "communes.csv");
        vec![Block::Chart(self.heat_map(shown, &movers)), Block::Chart(self.spreads(shown, &movers)), every]
    }

    /// Coverage by colour, those that move most on top; blank squares have no demand.
    fn heat_map(&self, shown: &[Mover<'_>], all: &[Mover<'_>]) -> Chart {
        let solved = self.tables.cases.iter().filter(|case| case.reached.is_some());
        let cases: Vec<&str> = solved.take(MOST_CASES).map(|case| case.case.as_str()).collect();
        let squares = shown.iter().enumerate().flat_map(|(down, mover)| {
            let shares = cases.iter().map(|case| mover.shares.get(case).copied().flatten()).enumerate();
            shares.filter_map(move |(across, share)| Some((across, down, share?, mover)))
        });
        let square = |(across, down, share, mover): (usize, usize, f64, &Mover<'_>)| {
            let case = cases.get(across).copied().unwrap_or_default();
            let told = self.speaker.text("sweep-square", |words| {
                let share = super::percent(words, share);
                [("commune", mover.name.to_owned()), ("case", case.to_owned()), ("share", share)]
            });
            json!({"name": case, "value": [across, down, share], "said": told})
        };
        let data: Vec<Value> = squares.map(square).collect();
        let option = json!({
            "grid": {"left": 8, "right": 24, "top": 8, "bottom": 64, "containLabel": true},
            "tooltip": {"trigger": "item", "formatter": "@said"},
            "xAxis": {"type": "category", "data": cases, "axisLabel": {"rotate": 60, "hideOverlap": true}},
            "yAxis": {"type": "category", "inverse": true, "data": shown.iter().map(|row| row.name).collect::<Vec<_>>(),
                "axisLabel": {"interval": 0, "width": 150, "overflow": "truncate"}},
            "visualMap": {"type": "continuous", "min": 0, "max": 1, "orient": "horizontal", "left": "center",
                "bottom": 0, "formatter": "@share", "dimension": 2, "text": [self.say("heat-high"), self.say("heat-low")],
                "inRange": {"color": ["#b4472f", "#f7e8c8", "#2f6fad"]}},
            "series": [{"type": "heatmap", "data": data, "itemStyle": {"borderColor": "#fff", "borderWidth": 1}}],
        });
        let cells = || shown.iter().flat_map(|mover| cases.iter().map(move |case| (mover, *case)));
        let table = Table::new("heat-shown", self.say("heat-shown"))
            .texts("commune", self.say("commune"), cells().map(|(mover, _)| mover.name))
            .texts("case", self.say("case"), cells().map(|(_, case)| case))
            .texts("name", self.say("name"), cells().map(|(_, case)| self.name_of(case)))
            .share(
                "coverage",
                self.say("coverage"),
                cells().map(|(mover, case)| mover.shares.get(case).copied().flatten()),
            );
        let is_cut = all.len() > shown.len() || self.tables.cases.len() > MOST_CASES;
        let caption = self.say(if is_cut { "heat-caption-part" } else { "heat-caption" });
        Chart { caption, option, height: height(shown.len()) + 120, map: None, opens: Some(TO_CASE), table }
    }

    /// From the lowest to the highest coverage of each commune.
    fn spreads(&self, shown: &[Mover<'_>], all: &[Mover<'_>]) -> Chart {
        let ends = |mover: &Mover<'_>| mover.lowest.zip(mover.highest).map(|(low, high)| (low.0, high.0));
        let bars: Vec<(&Mover<'_>, (f64, f64))> =
            shown.iter().filter_map(|mover| Some((mover, ends(mover)?))).collect();
        let bar = |(mover, (low, high)): &(&Mover<'_>, (f64, f64))| {
            let told = self.speaker.text("sweep-range", |words| {
                let share = |share| super::percent(words, share);
                [("commune", mover.name.to_owned()), ("low", share(*low)), ("high", share(*high))]
            });
            json!({"name": mover.name, "value": high - low, "said": told})
        };
        let lows: Vec<Value> = bars.iter().map(|(mover, (low, _))| json!({"name": mover.name, "value": low})).collect();
        let option = json!({
            "grid": {"left": 8, "right": 40, "top": 8, "bottom": 8, "containLabel": true},
            "tooltip": {"trigger": "item", "formatter": "@said"},
            "xAxis": {"type": "value", "min": 0, "max": 1, "axisLabel": {"formatter": "@share", "hideOverlap": true}},
            "yAxis": {"type": "category", "inverse": true,
                "data": bars.iter().map(|(mover, _)| mover.name).collect::<Vec<_>>(),
                "axisLabel": {"interval": 0, "width": 150, "overflow": "truncate"}},
            "series": [
                {"type": "bar", "stack": "range", "silent": true, "color": "transparent", "barMaxWidth": 14, "data": lows},
                {"type": "bar", "stack": "range", "color": "#2f6fad", "barMinHeight": 2,
                    "barMaxWidth": 14, "data": bars.iter().map(bar).collect::<Vec<_>>()},
            ],
        });
        let table = Table::new("movers", self.say("movers"))
            .texts("commune", self.say("commune"), all.iter().map(|row| row.name))
            .texts("code", self.say("code"), all.iter().map(|row| row.code))
            .share("lowest", self.say("lowest"), all.iter().map(|row| row.lowest.map(|end| end.0)))
            .texts("lowest_case", self.say("lowest-case"), all.iter().map(|row| row.lowest.map_or("", |end| end.1)))
            .share("highest", self.say("highest"), all.iter().map(|row| row.highest.map(|end| end.0)))
            .texts("highest_case", self.say("highest-case"), all.iter().map(|row| row.highest.map_or("", |end| end.1)))
            .share("spread", self.say("spread"), all.iter().map(|row| row.lowest.map(|_| row.spread())))
            .opening(&["heat"], &["commune"]);
        let caption = self.say(if all.len() > shown.len() { "movers-caption-part" } else { "movers-caption" });
        Chart { caption, option, height: height(bars.len()) + 60, map: None, opens: Some(TO_COMMUNE), table }
    }

    /// `communes.csv`.
    fn every_commune(&self) -> Table {
        let rows = || self.tables.communes.iter();
        Table::new("heat", self.say("heat-table"))
            .texts("commune", self.say("commune"), rows().map(|row| row.name.as_str()))
            .texts("code", self.say("code"), rows().map(|row| row.commune.as_str()))
            .texts("case", self.say("case"), rows().map(|row| row.case.as_str()))
            .texts("name", self.say("name"), rows().map(|row| self.name_of(&row.case)))
            .share("coverage", self.say("coverage"), rows().map(|row| row.coverage))
            .money("served", self.say("transferred"), rows().map(|row| Some(Vnd::new(row.served))))
            .decimal("households", self.say("households"), rows().map(|row| Some(row.households_helped)))
            .whole("exits", self.say("exits"), rows().map(|row| Some(row.exits)))
    }
}

/// Pixels of so many rows.
fn height(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or_default() * 22
}
