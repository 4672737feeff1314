//! Need of the picture, by purpose, class and commune, each beside the money that may come there.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Class, Need, Scenario};
use crate::eligibility::Eligibility;
use crate::ids::{NeedIndex, SourceIndex};
use crate::severity::Weights;
use crate::units::Vnd;

/// Need in all and in its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Needs {
    /// All needs.
    pub all: NeedLine,
    /// By purpose.
    pub by_purpose: Vec<NeedLine>,
    /// By class; the key is empty for communes' requests that state none.
    pub by_class: Vec<NeedLine>,
    /// By commune code.
    pub by_commune: Vec<NeedLine>,
}

/// Some needs together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NeedLine {
    /// Purpose, class or commune code; empty for all.
    pub key: String,
    /// Name of the commune, else empty.
    pub name: String,
    /// How many needs.
    pub needs: usize,
    /// Units asked.
    pub units: u64,
    /// Đồng asked.
    pub asked: Vnd,
    /// Đồng that outside help has left open.
    pub open: Vnd,
    /// Weight asked.
    pub weight: f64,
    /// Đồng that could come here if every source gave all it may to these needs first.
    pub eligible: Vnd,
    /// `eligible` ÷ `open`, at most 1: no plan can pay a larger share; `None` where nothing is open.
    pub reach: Option<f64>,
}

impl Needs {
    /// Sums the needs of a scenario.
    pub fn of(scenario: &Scenario, eligibility: &Eligibility, weights: &Weights) -> Self {
        let book = Book { scenario, eligibility, weights, money: Purse::of(scenario) };
        let purpose = |need: &Need| scenario.package(need.package).purpose.clone();
        let class = |need: &Need| scenario.class_of(need).map_or("", Class::key).to_owned();
        let commune = |need: &Need| scenario.area(scenario.commune(need.beneficiary)).code.clone();
        let mut by_commune = book.lines(commune);
        for line in &mut by_commune {
            let area = scenario.areas.iter().find(|area| area.code == line.key);
            line.name = area.map(|area| area.name.clone()).unwrap_or_default();
        }
        let all = book.lines(|_| String::new()).pop();
        Self {
            all: all.unwrap_or_else(|| book.line(String::new(), &[])),
            by_purpose: book.lines(purpose),
            by_class: book.lines(class),
            by_commune,
        }
    }
}

/// B of every source, in order.
struct Purse(Vec<Vnd>);

impl Purse {
    fn of(scenario: &Scenario) -> Self {
        Self(crate::funds::all_available(scenario))
    }

    fn get(&self, source: SourceIndex) -> Vnd {
        self.0.get(source.get()).copied().unwrap_or_default()
    }
}

struct Book<'a> {
    scenario: &'a Scenario,
    eligibility: &'a Eligibility,
    weights: &'a Weights,
    money: Purse,
}

impl Book<'_> {
    /// One line for each key, in the order of the keys.
    fn lines(&self, key: impl Fn(&Need) -> String) -> Vec<NeedLine> {
        let mut groups: BTreeMap<String, Vec<NeedIndex>> = BTreeMap::new();
        for (index, need) in self.scenario.needs() {
            groups.entry(key(need)).or_default().push(index);
        }
        groups.into_iter().map(|(key, needs)| self.line(key, &needs)).collect()
    }

    fn line(&self, key: String, needs: &[NeedIndex]) -> NeedLine {
        let facts = || needs.iter().map(|&index| self.scenario.need(index));
        let open: Vnd = facts().map(Need::open).sum();
        let eligible = self.eligible(needs).min(open);
        NeedLine {
            key,
            name: String::new(),
            needs: needs.len(),
            units: facts().map(|need| u64::from(need.quantity)).sum(),
            asked: facts().map(Need::asked).sum(),
            open,
            weight: needs
                .iter()
                .map(|&index| self.weights.per_unit(index) * f64::from(self.scenario.need(index).quantity))
                .sum(),
            eligible,
            reach: (open > Vnd::ZERO).then(|| eligible.units_of(open)),
        }
    }

    /// Σ over sources of min(available, open need of the group that the source may pay).
    fn eligible(&self, needs: &[NeedIndex]) -> Vnd {
        let mut open_by_class: BTreeMap<usize, Vnd> = BTreeMap::new();
        for &index in needs {
            *open_by_class.entry(self.eligibility.funding_class(index)).or_default() +=
                self.scenario.need(index).open();
        }
        let mut fundable: BTreeMap<SourceIndex, Vnd> = BTreeMap::new();
        for (class, open) in open_by_class {
            for &source in self.eligibility.funding_classes().get(class).into_iter().flatten() {
                *fundable.entry(source).or_default() += open;
            }
        }
        fundable.into_iter().map(|(source, open)| open.min(self.money.get(source))).sum()
    }
}
