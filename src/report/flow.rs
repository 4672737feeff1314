//! The way of the money: kinds of source → purposes → areas.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Writer;
use super::headline::total;
use crate::export::page::{Block, Chart, Said, Table};
use crate::units::Vnd;

/// Areas that the picture names; the others are one.
const AREAS: usize = 24;

/// A purpose and an area, or a kind and a purpose, and the đồng between them.
type Flows = BTreeMap<(String, String), Vnd>;

/// Where flows begin and end: kind, purpose, area.
struct Streams {
    to_purposes: Flows,
    to_areas: Flows,
}

/// What the money passes.
#[derive(Debug, Clone, Copy)]
enum Stop {
    Kind,
    Purpose,
    Area,
}

impl Stop {
    /// A name that no stop of another kind has.
    fn key(self, id: &str) -> String {
        format!("{self:?}:{id}")
    }

    const fn colour(self) -> &'static str {
        match self {
            Self::Kind => "#8c5a2b",
            Self::Purpose => "#2f6fad",
            Self::Area => "#3d7a4e",
        }
    }
}

impl Writer<'_> {
    /// The picture and its table; nothing where no đồng moves.
    pub(super) fn flow(&self) -> Vec<Block> {
        let streams = self.streams();
        if streams.to_areas.is_empty() {
            return Vec::new();
        }
        let mut nodes: BTreeMap<String, Value> = BTreeMap::new();
        let mut links: Vec<Value> = Vec::new();
        let mut rows: Vec<(Said, Said, Vnd)> = Vec::new();
        let steps =
            [(&streams.to_purposes, [Stop::Kind, Stop::Purpose]), (&streams.to_areas, [Stop::Purpose, Stop::Area])];
        for (flows, [begin, end]) in steps {
            for ((from, to), &amount) in flows {
                let (source, target) = (begin.key(from), end.key(to));
                let (from, to) = (self.stop(begin, from), self.stop(end, to));
                links.push(json!({"source": source, "target": target, "value": amount.dong(), "said": from.joined(" → ", &to)}));
                for (name, stop, said) in [(source, begin, &from), (target, end, &to)] {
                    let node = json!({"name": name, "said": said, "itemStyle": {"color": stop.colour()}});
                    nodes.insert(name, node);
                }
                rows.push((from, to, amount));
            }
        }
        let nodes: Vec<Value> = nodes.into_values().collect();
        let height = u32::try_from(nodes.len()).unwrap_or_default() * 18 + 120;
        let option = json!({
            "tooltip": {"trigger": "item", "formatter": "@flow"},
            "series": [{"type": "sankey", "nodes": nodes, "links": links, "nodeGap": 6, "nodeWidth": 14,
                "left": 4, "right": 150, "top": 8, "bottom": 8, "draggable": false,
                "label": {"formatter": "@said", "fontSize": 12, "width": 145, "overflow": "truncate"},
                "lineStyle": {"color": "source", "opacity": 0.35}}],
        });
        let table = Table::new("flow", self.say("flow-table"))
            .words("from", self.say("col-from"), rows.iter().map(|(from, _, _)| Some(from.clone())))
            .words("to", self.say("col-to"), rows.iter().map(|(_, to, _)| Some(to.clone())))
            .money("amount", self.say("col-amount"), rows.iter().map(|(_, _, amount)| Some(*amount)));
        vec![Block::Chart(Chart { caption: self.say("flow"), option, height, map: None, opens: None, table })]
    }

    /// What people call a stop.
    fn stop(&self, stop: Stop, id: &str) -> Said {
        match stop {
            Stop::Kind => self.speaker.code("report-kind", id),
            Stop::Purpose => self.speaker.code("report-purpose", id),
            Stop::Area if id.is_empty() => self.say("other-areas"),
            Stop::Area => Said::data(id),
        }
    }

    /// Đồng of every transfer, by kind and purpose and by purpose and area; blank is every area that is not named.
    fn streams(&self) -> Streams {
        let kinds: BTreeMap<&str, &str> =
            self.run.sources.iter().map(|source| (source.id.as_str(), source.kind.as_str())).collect();
        let needs: BTreeMap<(&str, &str), (&str, &str)> = self
            .run
            .awards
            .iter()
            .map(|award| {
                let need = (award.beneficiary.as_str(), award.package.as_str());
                (need, (award.purpose.as_str(), award.commune.as_str()))
            })
            .collect();
        let (mut to_purposes, mut to_communes) = (Flows::new(), Flows::new());
        for transfer in &self.run.transfers {
            let kind = kinds.get(transfer.source.as_str()).copied().unwrap_or_default();
            let need = (transfer.beneficiary.as_str(), transfer.package.as_str());
            let (purpose, commune) = needs.get(&need).copied().unwrap_or_default();
            add(&mut to_purposes, (kind, purpose), transfer.amount);
            add(&mut to_communes, (purpose, commune), transfer.amount);
        }
        Streams { to_purposes, to_areas: self.named_areas(&to_communes) }
    }

    /// Flows to communes as flows to what the picture names: the areas above where communes are many and lie in
    /// several, else the communes; the largest ones, the others together.
    fn named_areas(&self, to_communes: &Flows) -> Flows {
        let above: BTreeSet<&str> = to_communes.keys().map(|(_, commune)| self.names.above(commune)).collect();
        let by_above = self.run.communes.len() > AREAS && above.len() > 1 && !above.contains("");
        let name = |commune: &str| {
            let name = if by_above { self.names.above(commune) } else { self.commune(commune) };
            name.to_owned()
        };
        let mut sums: BTreeMap<String, Vnd> = BTreeMap::new();
        for ((_, commune), &amount) in to_communes {
            let sum = sums.entry(name(commune)).or_default();
            *sum = total([*sum, amount].into_iter());
        }
        let mut largest: Vec<(String, Vnd)> = sums.into_iter().collect();
        largest.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        largest.truncate(AREAS);
        let mut flows = Flows::new();
        for ((purpose, commune), &amount) in to_communes {
            let area = name(commune);
            let area = if largest.iter().any(|(named, _)| *named == area) { area } else { String::new() };
            add(&mut flows, (purpose, &area), amount);
        }
        flows
    }
}

fn add(flows: &mut Flows, (from, to): (&str, &str), amount: Vnd) {
    let sum = flows.entry((from.to_owned(), to.to_owned())).or_default();
    *sum = total([*sum, amount].into_iter());
}
