//! Communes: the map or its squares, coverage against what each is due, and the table that leads to the households.

use serde_json::{Value, json};

use super::Writer;
use super::run::{Commune, Group};
use crate::export::page::{Block, Chart, Said, Table, Target, Tile, TileGroup, Tiles};

/// Bars that a chart of communes has at most; the table under it has every commune.
const BARS: usize = 40;

/// What a commune on any picture opens.
const TO_COMMUNE: Target = Target { table: "communes", key: "commune" };

impl Writer<'_> {
    /// The map (or its squares), coverage and what is due, all communes.
    pub(super) fn places(&self, shapes: Option<&Value>) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.run.communes.is_empty() {
            let map = shapes.and_then(|shapes| self.map(shapes));
            blocks.push(map.map_or_else(|| Block::Tiles(self.tiles()), Block::Chart));
            blocks.push(Block::Chart(self.coverage_chart()));
            blocks.push(Block::Text { text: self.say("communes-hint") });
            blocks.push(Block::Table(self.communes_table()));
        }
        blocks
    }

    fn tiles(&self) -> Tiles {
        let mut groups: Vec<(&str, Vec<Tile>)> = Vec::new();
        let mut communes: Vec<&Commune> = self.run.communes.iter().collect();
        communes.sort_by_key(|commune| (self.names.above(&commune.code), &commune.code));
        for commune in communes {
            let above = self.names.above(&commune.code);
            let tile = self.tile(commune);
            match groups.last_mut() {
                Some((name, tiles)) if *name == above => tiles.push(tile),
                _ => groups.push((above, vec![tile])),
            }
        }
        // One group needs no name.
        let is_one = groups.len() == 1;
        let group = |(name, tiles)| TileGroup { name: Said::data(if is_one { "" } else { name }), tiles };
        Tiles { caption: self.say("tiles"), groups: groups.into_iter().map(group).collect(), opens: TO_COMMUNE }
    }

    fn tile(&self, commune: &Commune) -> Tile {
        let note = self.speaker.text("report-tile", |words| {
            [
                ("name", self.commune(&commune.code).to_owned()),
                ("served", words.money(commune.served)),
                ("asked", words.money(commune.asked)),
            ]
        });
        Tile { name: Said::data(self.commune(&commune.code)), share: commune.coverage, note }
    }

    /// Coverage of each group (each commune where fairness has no groups), the least covered first, with its floor.
    fn coverage_chart(&self) -> Chart {
        let mut rows = self.covered();
        rows.sort_by(|one, other| one.share.total_cmp(&other.share).then_with(|| one.name.cmp(other.name)));
        let table = Table::new("coverage", self.say("coverage-table"))
            .texts("commune", self.say("col-area"), rows.iter().map(|row| row.name))
            .share("coverage", self.say("col-coverage"), rows.iter().map(|row| Some(row.share)))
            .share("floor", self.say("col-floor"), rows.iter().map(Covered::floor))
            .decimal(
                "entitlement",
                self.say("col-entitlement"),
                rows.iter().map(|row| row.group.and_then(|g| g.entitlement)),
            )
            .decimal("shortfall", self.say("col-shortfall"), rows.iter().map(|row| row.group.map(|g| g.shortfall)));
        let shown = rows.get(..BARS.min(rows.len())).unwrap_or_default();
        let bar = |row: &Covered<'_>| {
            let colour = if row.is_short() { "#b4472f" } else { "#2f6fad" };
            json!({"name": row.name, "value": row.share, "itemStyle": {"color": colour}})
        };
        let bars: Vec<Value> = shown.iter().map(bar).collect();
        let floors: Vec<Value> =
            shown.iter().map(|row| json!({"name": row.name, "value": [row.floor(), row.name]})).collect();
        let has_floors = shown.iter().any(|row| row.floor().is_some());
        let (coverage, floor) = (self.say("col-coverage"), self.say("col-floor"));
        let option = json!({
            "grid": {"left": 8, "right": 60, "top": 36, "bottom": 8, "containLabel": true},
            "legend": {"top": 0, "data": if has_floors { json!([coverage, floor]) } else { json!([coverage]) }},
            "tooltip": {"trigger": "item", "valueFormatter": "@share"},
            "xAxis": {"type": "value", "min": 0, "axisLabel": {"formatter": "@share", "hideOverlap": true}},
            "yAxis": {"type": "category", "inverse": true, "data": shown.iter().map(|row| row.name).collect::<Vec<_>>(),
                "axisLabel": {"interval": 0, "width": 150, "overflow": "truncate"}},
            "series": [
                {"type": "bar", "name": coverage, "color": "#2f6fad", "barMaxWidth": 16, "data": bars},
                {"type": "scatter", "name": floor, "color": "#1f2933", "symbol": "rect", "symbolSize": [4, 18],
                    "encode": {"x": 0, "y": 1, "tooltip": 0}, "data": floors},
            ],
        });
        let height = u32::try_from(shown.len()).unwrap_or_default() * 22 + 90;
        let caption = if rows.len() > BARS { "coverage-lowest" } else { "coverage" };
        let caption = self.speaker.text(&format!("report-{caption}"), |_| [("count", BARS.to_string())]);
        let opens = self.run.groups.is_empty() || shown.iter().all(|row| self.is_commune(row.code));
        Chart { caption, option, height, map: None, opens: opens.then_some(TO_COMMUNE), table }
    }

    fn is_commune(&self, code: &str) -> bool {
        self.labels.communes.contains_key(code)
    }

    fn covered(&self) -> Vec<Covered<'_>> {
        if self.run.groups.is_empty() {
            let covered = self.run.communes.iter().filter_map(|commune| {
                let (code, name) = (commune.code.as_str(), self.commune(&commune.code));
                commune.coverage.map(|share| Covered { code, name, share, group: None })
            });
            return covered.collect();
        }
        let covered = self.run.groups.iter().filter_map(|group| {
            let name =
                if self.is_commune(&group.code) { self.commune(&group.code) } else { self.names.area(&group.code) };
            group.coverage.map(|share| Covered { code: &group.code, name, share, group: Some(group) })
        });
        covered.collect()
    }

    fn communes_table(&self) -> Table {
        let rows = &self.run.communes;
        Table::new("communes", self.say("communes-table"))
            .texts("commune", self.say("col-commune"), rows.iter().map(|row| self.commune(&row.code)))
            .texts("code", self.say("col-code"), rows.iter().map(|row| row.code.as_str()))
            .texts("above", self.say("col-above"), rows.iter().map(|row| self.names.above(&row.code)))
            .share("coverage", self.say("col-coverage"), rows.iter().map(|row| row.coverage))
            .money("asked", self.say("col-asked"), rows.iter().map(|row| Some(row.asked)))
            .money("served", self.say("col-served"), rows.iter().map(|row| Some(row.served)))
            .money("outside", self.say("col-outside"), rows.iter().map(|row| Some(row.outside)))
            .decimal("helped", self.say("col-helped"), rows.iter().map(|row| Some(row.helped)))
            .whole("exits", self.say("col-exits"), rows.iter().map(|row| Some(row.exits)))
            .share("rate", self.say("col-rate"), rows.iter().map(|row| row.poverty_rate))
            .share("after", self.say("col-rate-after"), rows.iter().map(|row| row.poverty_rate_after))
            .opening(&["households"], &["commune"])
    }
}

/// A bar of the chart.
struct Covered<'a> {
    code: &'a str,
    name: &'a str,
    share: f64,
    group: Option<&'a Group>,
}

impl Covered<'_> {
    /// The coverage below which the group must not fall, where there is such a floor.
    fn floor(&self) -> Option<f64> {
        self.group.filter(|group| group.weight_asked > 0.0).map(|group| group.floor / group.weight_asked)
    }

    fn is_short(&self) -> bool {
        self.group.is_some_and(|group| group.shortfall > 0.0)
    }
}
